"""Whether a fact agrees with a clause as a whole: done or planned, denied, of all or only one."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from mss_cli.checking.denials import Denials
from mss_cli.checking.evidence import Cluster, Evidence
from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, OPEN, Finding
from mss_cli.checking.parts import Part
from mss_cli.checking.reading import ReadClause
from mss_cli.facts.kinds import INTENDED, LASTING
from mss_cli.facts.quantities import ONES, number_at
from mss_cli.text import words as words_in
from mss_cli.understanding import wordnet
from mss_cli.understanding.assertions import NEGATIONS
from mss_cli.understanding.opposites import leanings, opposed, side
from mss_cli.understanding.verbs import first_verb, lemmas

_SAID = ("statement", "stance")
_RANKS = frozenset("deputy vice assistant acting".split())
_SCHEDULED = frozenset("expire end begin start open close last run cover cost lapse".split())
_DISSENT = frozenset("against abstained abstain dissent dissenting".split())
# Words of a fact that say that something has ended.
_OVER = frozenset(
    "ousted former until resigned dropped gave withdrawn ended longer stepped left removed "
    "stopped ceased over".split()
)
# What is said of a size without a number: `enough`, and before `than` any of the second.
_ENOUGH = frozenset("enough sufficient insufficient".split())
_COMPARATIVES = frozenset(
    "less fewer more larger bigger smaller higher lower longer shorter older younger faster "
    "slower better worse stronger weaker".split()
)
_COUNTING = frozenset("a an half double twice".split())  # after `more than`
# The votes for and against: `nine votes to two`.
_TALLY = re.compile(r"\b(\w{1,12})(?: votes)?(?: to |-)(\w{1,12})\b")
# Before a noun, they mean one that another sentence names.
_POINTING = frozenset("that this these those such".split())
_UNREAL = ("denied", "cancelled")


class Whole:
    """Compares a clause as a whole with facts.

    stem: stems a folded word. others: returns the names of the actors of a fact that the clause
    does not name.
    """

    def __init__(
        self,
        clause: ReadClause,
        stem: Callable[[str], str],
        others: Callable[[Evidence], str],
    ) -> None:
        self._clause = clause
        self._denials = Denials(clause, stem)
        self._others = others

    def compare(self, cluster: Cluster) -> Iterator[Finding]:
        """Yield what a cluster says of the clause as a whole, if it is worth saying."""
        at = self._verb()
        if at is None:
            return
        for compare in (self._status, self._ended, self._office, self._rank, self._vote):
            yield from compare(at, cluster)
        yield from self._negation(at, cluster)
        yield from self._opposites(cluster.main)
        yield from self._extent(at, cluster.main)
        yield from self._degree(cluster.main)
        yield from self._pointed(cluster.main)

    def _verb(self) -> Part | None:
        """Return the verb of the clause as the part that a finding on the whole is about."""
        clause, n = self._clause, self._clause.assertion.predicate
        if clause.predicate is not None:
            return clause.predicate._replace(required=True)
        if n is not None and n < len(clause.words):
            word = clause.words[n]
            return Part("what", clause.printed(word), word.start, word.end)
        return clause.parts[0]._replace(required=True) if clause.parts else None

    def _tells_alike(self, main: Evidence) -> bool:
        """Return True if the clause has the verb of the fact, denied and planned as there."""
        predicate, own, told = self._clause.predicate, self._clause.assertion, main.assertion
        if predicate is None or not main.main_verb:
            return False
        same = (own.negated, own.intended, own.of_plan) == (
            told.negated,
            told.intended,
            told.of_plan,
        )
        return same and main.has(predicate.concept, main.main_verb)

    def _status(self, at: Part, cluster: Cluster) -> Iterator[Finding]:
        """Yield whether something is done that is only planned, or planned that is done."""
        clause, fact = self._clause, cluster.main.fact
        if self._tells_alike(cluster.main):
            return
        part = at._replace(kind="status")
        intended = fact["status"] in INTENDED
        to_come = clause.assertion.intended or clause.assertion.of_plan
        if intended and not to_come and fact["kind"] != "stance":
            sure = clause.predicate is not None and clause.predicate.required
            done = any(e.fact["status"] not in INTENDED for e in cluster.others)
            if not (clause.assertion.present and self._is_scheduled()):
                verdict = DIFFERS if sure and not done else ABSENT
                yield Finding(part, verdict, fact["status"], fact["id"])
        elif clause.assertion.intended and not intended and fact["kind"] in ("event", "figure"):
            yield Finding(part, ABSENT, fact["status"], fact["id"])

    def _is_scheduled(self) -> bool:
        """Return True for a verb that in the present tells of a plan: `the mandate expires`."""
        n = self._clause.assertion.predicate
        return n is not None and not lemmas(self._clause.words[n].text).isdisjoint(_SCHEDULED)

    def _ended(self, at: Part, cluster: Cluster) -> Iterator[Finding]:
        """Yield whether something is over, for `no longer`."""
        if not self._clause.assertion.ended:
            return
        main = cluster.main
        lasts = DIFFERS if main.fact["status"] in LASTING else ABSENT
        verdict = lasts if _OVER.isdisjoint(main.words) else AGREES
        yield Finding(at._replace(kind="status"), verdict, main.fact["status"], main.fact["id"])

    def _rank(self, at: Part, cluster: Cluster) -> Iterator[Finding]:
        """Yield a deputy who is not called so, or the reverse."""
        fact = cluster.main.fact
        claimed = {word.text for word in self._clause.words} & _RANKS
        told = {*cluster.main.words} & _RANKS
        if fact["kind"] == "role" and self._clause.assertion.copular and claimed != told:
            says = " ".join(sorted(told)) or f"not {' '.join(sorted(claimed))}"
            yield Finding(at._replace(kind="extent"), DIFFERS, says, fact["id"])

    def _office(self, at: Part, cluster: Cluster) -> Iterator[Finding]:
        """Yield an office that somebody no longer holds, for `X is …`."""
        fact, words = cluster.main.fact, [word.text for word in self._clause.words]
        over = [word for word in cluster.main.words if word in _OVER]
        now = not {"is", "are", "serves", "remains"}.isdisjoint(words)
        if fact["kind"] == "role" and now and over and _OVER.isdisjoint(words):
            yield Finding(at._replace(kind="status"), DIFFERS, over[0], fact["id"])

    def _vote(self, at: Part, cluster: Cluster) -> Iterator[Finding]:
        """Yield a dissent in a unanimous vote, or unanimity in a divided one."""
        main, words = cluster.main, {word.text for word in self._clause.words}
        part = at._replace(kind="extent")
        told = {word for evidence in cluster.every for word in evidence.words}
        if "unanimous" in told and not _DISSENT.isdisjoint(words):
            yield Finding(part, DIFFERS, "unanimous", main.fact["id"])
        own, counted = tally(self._clause.text), tally(main.fact["text"])
        says = f"{counted[0]} to {counted[1]}" if counted else ""
        if own and own != counted and not words.isdisjoint(("vote", "votes", "voted")):
            yield Finding(part, DIFFERS if counted else ABSENT, says, main.fact["id"])
        if counted and counted[1] and not words.isdisjoint(("unanimous", "unanimously")):
            yield Finding(part, DIFFERS, says, main.fact["id"])

    def _negation(self, at: Part, cluster: Cluster) -> Iterator[Finding]:
        """Yield a denial of what a fact says, or the reverse; for `not all`, a divided view."""
        assertion, fact = self._clause.assertion, cluster.main.fact
        if assertion.mixed:
            divided = fact["stance"] is not None and fact["stance"]["position"] == "divided"
            verdict = AGREES if divided else ABSENT
            yield Finding(at._replace(kind="extent"), verdict, "", fact["id"])
            return
        part = at._replace(kind="negated")
        own, denied = self._denials.own(), self._denials.count(cluster.main)
        alike, unreal = self._tells_alike(cluster.main), fact["status"] in _UNREAL
        somewhere = denied > 0 or unreal
        denies = not alike if unreal else self._denials.are_in(cluster.main)
        if own > denied and (denied or alike or not assertion.negated):
            yield Finding(part, ABSENT, "", fact["id"])  # it denies one thing more
            return
        if own == denied and alike:
            return
        if assertion.denies_part and not somewhere:
            yield Finding(part, ABSENT, "", fact["id"])
        # Near a negative word that may mean it, the fact neither says it nor excludes it.
        near = not unreal and self._denials.may_be_in(cluster.main)
        if assertion.negated and somewhere and not denies:
            yield Finding(part, OPEN if near else ABSENT, "", fact["id"])
        elif assertion.negated and not somewhere:
            later = assertion.intended and fact["status"] not in INTENDED
            yield Finding(part, ABSENT if later else DIFFERS, "it is so", fact["id"])
        elif denies and not assertion.negated:
            # A negative word elsewhere in the clause may say the same: `there was no doubt that`.
            yield Finding(part, OPEN if own else DIFFERS, "it is not so", fact["id"])
        elif near and not assertion.negated:
            yield Finding(part, OPEN, "", fact["id"])

    def _opposites(self, main: Evidence) -> Iterator[Finding]:
        """Yield words of which a fact says the opposite, unless the clause denies something."""
        assertion = self._clause.assertion
        if assertion.negated or assertion.denies_part:
            return
        told = leanings(words_in(main.claiming), NEGATIONS)
        for text, start, end in self._clause.plain:
            wanted = side(text)
            if wanted and told and wanted not in told and main.fact["stance"] is None:
                says = f"it {next(iter(told))} it"
                yield Finding(Part("what", text, start, end), DIFFERS, says, main.fact["id"])
                continue
            opposite = None if text in main.words else opposed(text, main.words)
            if opposite:
                yield Finding(Part("what", text, start, end), DIFFERS, opposite, main.fact["id"])

    def _extent(self, at: Part, main: Evidence) -> Iterator[Finding]:
        """Yield whether it is all, or nobody else."""
        assertion, fact = self._clause.assertion, main.fact
        if not (assertion.only or assertion.every):
            return
        part = at._replace(kind="extent")
        marks = {"only", "alone", "sole"} if assertion.only else {"all", "every"}
        # `the only article to say so` tells of the article.
        told = {w for w, after in pairwise((*main.words, "")) if not after.startswith("article")}
        others = self._others(main) if assertion.only else ""
        if not marks.isdisjoint(told) or "unanimous" in told:
            yield Finding(part, AGREES, fact=fact["id"])
        elif others:
            yield Finding(part, DIFFERS, f"also {others}", fact["id"])
        else:
            yield Finding(part, ABSENT, fact=fact["id"])

    def _pointed(self, main: Evidence) -> Iterator[Finding]:
        """Yield `that resolution`: which one, only the text around the claim says."""
        words = self._clause.words
        for part in self._clause.parts:
            n = next((n for n, w in enumerate(words) if w.start == part.start), 0)
            if part.kind != "what" or n < 2 or words[n - 1].text not in _POINTING:
                continue
            is_noun = wordnet.parts(words[n].text)[:1] == "n"
            if is_noun and first_verb([w.text for w in words[n + 1 :]]) is None:
                yield Finding(part._replace(required=True), ABSENT, fact=main.fact["id"])

    def _degree(self, main: Evidence) -> Iterator[Finding]:
        """Yield a comparison; nothing here can tell whether 7 is less than it was before."""
        n = comparative([word.text for word in self._clause.words])
        if n is not None:
            word = self._clause.words[n]
            part = Part("extent", self._clause.printed(word), word.start, word.end)
            verdict = AGREES if word.text in main.words else ABSENT
            yield Finding(part, verdict, fact=main.fact["id"])


def tally(text: str) -> tuple[int, int] | None:
    """Return the votes for and against: `nine votes to two`, `9-2`."""
    for match in _TALLY.finditer(text):
        votes = [_votes(match[1]), _votes(match[2])]
        if None not in votes:
            return votes[0] or 0, votes[1] or 0
    return None


def _votes(word: str) -> int | None:
    return int(word) if re.fullmatch(r"[0-9]{1,3}", word) else ONES.get(word.lower())


def comparative(texts: Sequence[str]) -> int | None:
    """Return the position of a word that compares, unless with a number: `more than 400`."""
    for n, word in enumerate(texts):
        if word in _ENOUGH:
            return n
        if word in _COMPARATIVES and "than" in texts[n + 1 :]:
            at = texts.index("than", n) + 1
            following = texts[at] if at < len(texts) else ""
            if number_at(texts, at) is None and following not in _COUNTING:
                return n
    return None
