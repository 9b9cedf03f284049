"""The facts that a clause may rest on: each with the facts that it is a part of, and its parts."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from mss_cli import limits
from mss_cli.checking.reading import ReadClause
from mss_cli.facts.amounts import Amount, amounts
from mss_cli.facts.model import Fact
from mss_cli.query.filters import speakers
from mss_cli.search.collection import Keep
from mss_cli.search.concepts import Concept
from mss_cli.search.documents import FULL, Reader, need, number, weight_of
from mss_cli.text import placed_words, words
from mss_cli.understanding import wordnet
from mss_cli.understanding.assertions import Assertion, read_assertion
from mss_cli.understanding.negation import Denial, denials
from mss_cli.understanding.phrasal import plain_verbs
from mss_cli.understanding.sentences import Word
from mss_cli.understanding.verbs import first_verb, lemmas

MOST = 48  # facts that are compared with a clause
MOST_NEEDS = 8  # parts of a clause by which candidates are looked up
_UTTERED = ("statement", "stance")  # what somebody says at a meeting is not the meeting
# Verbs that are in too many facts to tell of the same.
_EMPTY_VERBS = frozenset("be have see get make do take give become need want".split())
_INSERTED = re.compile(r",\s[^,]{3,80},\s")
_PHRASE = 4  # words of a verb of several words: `gave it up`
_PURPOSE = 4  # words after `to`, as in `to raise enough money`
_UNREAL = frozenset("would could may might should can if whether unless towards".split())
_MOTION = frozenset("visit go travel fly come arrive journey trip tour".split())
_FIELDS = ("said_by", "said_to", "actors", "about", "places")


class Evidence:
    """What one fact says, in the terms of one claim."""

    def __init__(self, fact: Fact, reader: Reader) -> None:
        self.fact = fact
        self._reader = reader
        own: set[str] = set()
        topics: set[str] = set()
        passage: set[str] = set()
        for field, terms, text in reader.fields(fact):
            if field == "text" and ";" in text:
                terms = reader.terms(self.claiming)
            into = passage if field == "passage" else topics if field == "topics" else own
            into.update(terms)
        labels = {term for term in own if term[1:] in reader.store.topics}
        own, topics = own - labels, topics | labels  # the question of a stance is its topic
        own.update(map(reader.lexicon.stem, {*plain_verbs(self.words)} - {*self.words}))
        self.own, self.topics, self.passage = own, topics, passage
        self.actors = {*fact["actors"], *speakers(fact)}
        self.speakers = {*fact["said_by"]}
        self.named = {i for field in _FIELDS for i in fact[field]}  # type: ignore[literal-required]

    @cached_property
    def words(self) -> list[str]:
        """The folded words of the text."""
        return words(self.fact["text"])

    @property
    def claiming(self) -> str:
        """The text of the fact up to a semicolon, after which it has a note on its source."""
        return self.fact["text"].partition(";")[0]

    @cached_property
    def plain(self) -> list[str]:
        """The folded words up to a semicolon, with plain verbs."""
        return plain_verbs(words(self.claiming))

    @cached_property
    def _placed(self) -> list[Word]:
        return [Word(*word) for word in placed_words(self._main)]

    @cached_property
    def _main(self) -> str:
        """The text without what stands between commas: `X, later described as Y, met Z`."""
        return _INSERTED.sub(" ", self.claiming)

    @cached_property
    def verb(self) -> str:
        """The first verb of the fact, "" if it has none."""
        at = first_verb([word.text for word in self._placed])
        return "" if at is None else self._placed[at].text

    @property
    def main_verb(self) -> str:
        """The verb that says what the fact tells, "" if it has none."""
        at = self.assertion.predicate
        if at is None:
            return ""
        texts = [word.text for word in self._placed[at : at + _PHRASE]]
        return plain_verbs(texts)[0]

    @cached_property
    def assertion(self) -> Assertion:
        """What the text of the fact asserts."""
        return read_assertion(self._main, self._placed, ())

    @cached_property
    def _claimed(self) -> list[Word]:
        return [Word(*word) for word in placed_words(self.claiming)]

    @cached_property
    def denials(self) -> list[Denial]:
        """What the negative words of the text deny, by the positions of its words."""
        return denials(self.claiming, self._claimed)

    def told(self, n: int) -> str:
        """Return the word of the text at a position, of a verb of several words a plain one."""
        return plain_verbs([word.text for word in self._claimed[n : n + _PHRASE]])[0]

    def has(self, concept: Concept | None, text: str) -> bool:
        """Return True if a part of the text of the fact has a concept."""
        if concept is None:
            return False
        terms = {*self._reader.terms(text)}
        return sum(weight for term, weight in concept.terms if term in terms) >= FULL

    def realises(self, concept: Concept) -> bool:
        """Return False if the fact has a concept only as what may be: `needs it to succeed`."""
        stem, terms = self._reader.lexicon.stem, {term for term, _ in concept.terms}
        words = self.words
        places = [n for n, word in enumerate(words) if stem(word) in terms]
        return not places or not all(_is_unreal(words, n) for n in places)

    def is_told_by(self, clause: ReadClause) -> bool:
        """Return True if a verb of the fact is a word of a clause, or says about the same."""
        stem = self._reader.lexicon.stem
        verbs = [verb for verb in (self.main_verb, self.verb) if verb]
        telling = [verb for verb in verbs if _EMPTY_VERBS.isdisjoint(lemmas(verb))]
        own = {stem(form) for verb in telling for form in lemmas(verb)}
        if any(not own.isdisjoint(dict(p.concept.terms)) for p in clause.parts if p.concept):
            return True
        told = {word.text for word in clause.words}
        if any("c" in wordnet.parts(verb) for verb in verbs):
            return any("c" in wordnet.parts(text) for text in told)
        moves = any(lemmas(verb) & _MOTION for verb in verbs)
        return moves and any(lemmas(text) & _MOTION for text in told)

    @cached_property
    def amounts(self) -> list[Amount]:
        """The numbers of the fact: its quantity first, then those of its text."""
        found = []
        quantity = self.fact["quantity"]
        if quantity is not None:
            found.append(
                Amount(
                    quantity["value"],
                    quantity["unit"],
                    quantity["qualifier"],
                    "",
                    quantity["low"],
                    quantity["high"],
                )
            )
        counted = {amount.value for amount in found}
        return [*found, *(a for a in amounts(self.fact["text"]) if a.value not in counted)]


def _is_hearsay(word: str) -> bool:
    """Return True for `reported` in `was reported to be divided`, which is no purpose."""
    return word in ("reported", "said", "known", "believed", "found")


def _is_unreal(words: Sequence[str], n: int) -> bool:
    """Return True for a word after `to`, `would`, `if` and the like, or after `from` in -ing."""
    before = words[max(0, n - 2) : n]
    kept = words[n].endswith("ing") and "from" in before
    purpose = any(
        words[k] == "to"
        and not _is_hearsay(words[k - 1])
        and wordnet.parts(words[k + 1])[:1] == "v"
        for k in range(max(0, n - _PURPOSE), n)
    )
    near = words[max(0, n - 5) : n + 4]
    near = [w for w, after in pairwise((*near, "")) if w != "may" or not after.isdecimal()]
    return kept or purpose or not _UNREAL.isdisjoint(near)


class Cluster:
    """A fact with what it is part of and its own parts, which together tell of one occasion."""

    def __init__(self, main: Evidence, others: Iterable[Evidence]) -> None:
        self.main = main
        self.others = tuple(others)
        self.every = (main, *self.others)


def clusters(reader: Reader, clause: ReadClause, keep: Keep) -> list[Cluster]:
    """Return the clusters of the facts that have most of a clause.

    keep: tests whether a fact may count.
    """
    leading = _leading(reader, clause, keep)
    known = {fact["id"]: Evidence(fact, reader) for fact in leading}
    others: list[dict[str, Evidence]] = [{} for _ in leading]
    for n, fact in reader.collection.related(leading):
        inside = _is_part(fact, leading[n]) and fact["kind"] not in _UTTERED
        if keep(fact) and (inside or _is_part(leading[n], fact)):
            found = known.get(fact["id"]) or Evidence(fact, reader)
            others[n][fact["id"]] = found
    return [
        Cluster(known[fact["id"]], found.values())
        for fact, found in zip(leading, others, strict=True)
    ]


def _is_part(fact: Fact, whole: Fact) -> bool:
    return any(r["type"] == "part-of" and r["fact"] == whole["id"] for r in fact["relations"])


def _leading(reader: Reader, clause: ReadClause, keep: Keep) -> list[Fact]:
    """Return the facts with the largest share of the words, names and numbers of a clause."""
    terms = [part.concept.terms for part in clause.parts if part.concept and part.concept.terms]
    terms += [
        ((number(part.amount.value), 1.0),) for part in clause.parts if part.amount is not None
    ]
    idf = {each: reader.idf(reader.frequency(each).facts) for each in terms}
    ordered = [need(each) for each in sorted(idf, key=lambda each: -idf[each])][:MOST_NEEDS]
    tiers = [ordered[:length] for length in range(len(ordered), 0, -1)]
    tiers += [[one] for one in ordered[1:]]
    facts = reader.collection.candidates(tiers, keep, limits.MAX_CHECKED_FACTS)
    shares = []
    for fact, bag in zip(facts, reader.bags(facts), strict=True):
        share = sum(idf[each] * min(1.0, weight_of(bag, each) / FULL) for each in idf)
        shares.append((-share, fact["id"], fact))
    return [fact for share, _, fact in sorted(shares, key=lambda s: s[:2])[:MOST] if share]
