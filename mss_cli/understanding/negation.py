"""What each negative word of a sentence denies: a verb, a noun, or nothing.

`Kenya had no objection to the mission` denies an objection, not the mission. Rules for declarative
English, by words and parts of speech. Where they are unsure they find nothing.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mss_cli.text import MONTHS
from mss_cli.understanding import wordnet
from mss_cli.understanding.assertions import AVERTING, NEGATIONS, is_negation, main_verb
from mss_cli.understanding.clauses import BE, HAVE, LIGHT_VERBS
from mss_cli.understanding.sentences import UNTRUE, Word
from mss_cli.understanding.verbs import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    is_past,
    is_verb,
    lemmas,
)

_ABSENT = frozenset("nobody none nothing neither nor".split())
_LACKING = frozenset("lack lacks lacked lacking short shortage insufficient avoid avoided".split())
# Of `not all` and `not fully`, a part may hold.
_PARTLY = frozenset("all every everyone everybody always entirely fully necessarily much".split())
# `did not manage to visit` denies the visit, `did not plan to visit` only the plan.
_IMPLYING = frozenset("manage able allow permit begin start get come dare bother happen".split())
# Nouns that make an adverb with `no`: `at no point`.
_ADVERBIAL = frozenset("way means circumstance circumstances time point stage account".split())
# `did not arrive until July`: it did happen.
_EXCEPTING = frozenset("until till unless since before except without only other".split())
_JOINTS = frozenset(
    "but while whereas although though that which who whose because if whether when after before "
    "since until unless as so yet or than".split()
)
# Words that name nobody.
_EMPTY = AUXILIARIES | PREPOSITIONS | DETERMINERS | PRONOUNS | NEGATIONS | {*MONTHS, "there", "one"}
_MARKS = frozenset(",;:—–()")
_ANTECEDENT = 12  # words before `had none` that may say of what


class Denial(NamedTuple):
    """What a negative word denies, by the positions of words. at: that of the negative word.

    verbs: what did not happen. nouns: words for what there was not; with verbs, only of it did
    they not happen: `sent no soldiers`. subject: the words before the verb that may name who did
    not do it; none if the clause shares its subject. excepting: the position of a word after which
    it did happen, such as `until`, or None. ended: True for `no longer`.
    """

    at: int
    verbs: tuple[int, ...] = ()
    nouns: tuple[int, ...] = ()
    subject: tuple[int, ...] = ()
    excepting: int | None = None
    ended: bool = False


def denials(sentence: str, words: Sequence[Word]) -> list[Denial]:
    """Return what each negative word of a sentence denies. words: all of the sentence."""
    reader = _Sentence(sentence, words)
    found = [one for n in range(len(words)) if (one := reader.denial(n)) is not None]
    # `did not fail to send` denies nothing.
    averted = {n for one in found for n in one.verbs if reader.averts(n)}
    return [one for one in found if one.at not in averted and averted.isdisjoint(one.verbs)]


class _Sentence:
    """Reads the words around a negative word."""

    def __init__(self, sentence: str, words: Sequence[Word]) -> None:
        self._texts = [word.text for word in words]
        ends = [0, *(word.end for word in words)]
        # The words after a comma and the like.
        self._marked = {
            n
            for n, word in enumerate(words)
            if n and not _MARKS.isdisjoint(sentence[ends[n] : word.start])
        }

    def averts(self, n: int) -> bool:
        """Return True for `fail` in `fail to send`."""
        if self._at(n + 1) != "to" or self._texts[n] == "yet":
            return False
        return not lemmas(self._texts[n]).isdisjoint(AVERTING)

    def denial(self, n: int) -> Denial | None:
        """Return what the word at a position denies, or None."""
        word, following = self._texts[n], self._at(n + 1)
        if word in _LACKING:
            return self._of_noun(n, n + 1 + (following == "of"))
        if word in UNTRUE and following == "that":
            return self._of_clause(n, n + 2)
        if self.averts(n):
            return self._of_verb(n, n + 2)
        if word == "no" and following == "longer":
            over = self._of_verb(n, n + 2)
            return over and over._replace(ended=True)
        if not is_negation(self._texts, n) or following in _PARTLY:
            return None
        if word in _ABSENT and not (word in ("neither", "nor") and following in AUXILIARIES):
            # In `neither … nor`, the first denies both.
            return None if word == "nor" else self._of_nobody(n)
        if word == "no":
            return self._of_determiner(n)
        if word == "without" and not following.endswith("ing"):
            return self._of_noun(n, n + 1)
        return self._of_verb(n, n + 1)

    # --- not, never, failed to ----------------------------------------------------------------

    def _of_verb(self, n: int, k: int) -> Denial | None:
        """Return a denial of the verb from k, or of what `is not` or stands apart from a verb."""
        texts, helper = self._texts, self._helper(n)
        while k < len(texts) and k not in self._marked and _is_between(texts[k]):
            helper = texts[k] if texts[k] in AUXILIARIES or texts[k] == "to" else helper
            k += 1
        if k >= len(texts) or k in self._marked:
            return None
        if not _may_be_verb(texts[k], helper):
            nouns = self._nouns(k + (texts[k] in PREPOSITIONS))
            verb = None if texts[k] in PREPOSITIONS else self._before(n, nouns)
            return verb or (Denial(n, nouns=nouns) if nouns else None)
        verbs = self._joined(k)
        while self._at(verbs[-1] + 1) == "to" and verbs[-1] + 2 < len(texts):
            if lemmas(texts[verbs[-1]]).isdisjoint(_IMPLYING):
                break
            verbs.append(verbs[-1] + 2)
        excepting = self._exception(verbs[-1])
        light = not lemmas(texts[verbs[-1]]).isdisjoint(LIGHT_VERBS)
        nouns = self._nouns(verbs[-1] + 1) if light else ()
        return Denial(n, tuple(verbs), nouns, self._subject(n), excepting)

    def _helper(self, n: int) -> str:
        """Return the auxiliary of a negation, or an adverb that needs none: `never`."""
        before, word = self._at(n - 1), self._texts[n]
        if word not in AUXILIARIES and before in AUXILIARIES | {"to"}:
            return before
        return "" if word == "not" else word

    def _joined(self, k: int) -> list[int]:
        """Return a verb with one that it is joined to: `enter or leave`."""
        joins = self._at(k + 1) in ("or", "and", "nor") and "v" in wordnet.parts(self._at(k + 2))
        return [k, k + 2] if joins else [k]

    def _exception(self, verb: int) -> int | None:
        """Return the position of `until` after a verb, or of `but` before what did happen."""
        for n in range(verb + 1, len(self._texts)):
            word, after = self._texts[n], self._texts[n + 1 : n + 4]
            if word == "but":
                goes_on = any(one in AUXILIARIES or is_past(one) for one in after)
                return None if goes_on else n
            if word in _EXCEPTING:
                return n
            if n in self._marked or word in _JOINTS:
                return None
        return None

    # --- no, nobody ---------------------------------------------------------------------------

    def _of_determiner(self, n: int) -> Denial | None:
        nouns = self._nouns(n + 1)
        if nouns and self._at(n - 1) in PREPOSITIONS:
            adverb = self._texts[nouns[0]] in _ADVERBIAL
            return self._of_clause(n, nouns[0] + 1) if adverb else Denial(n, nouns=nouns)
        if nouns and self._texts[nouns[0]] in ("one", "other", "others"):
            nouns = ()
        return self._before(n, nouns) or self._after(n, nouns)

    def _of_nobody(self, n: int) -> Denial | None:
        if self._at(n - 1) in PREPOSITIONS:
            return None  # `came to nothing`
        of = self._at(n + 1) == "of"
        nouns = self._nouns(n + 2) if of else ()
        if self._texts[n] == "none" and not of and self._at(n - 1) in HAVE | BE:
            before = {*range(max(0, n - _ANTECEDENT), n)} - {*self._subject(n - 1)}
            nouns = tuple(k for k in sorted(before) if wordnet.parts(self._texts[k])[:1] == "n")
        return self._before(n, nouns) or self._after(n, nouns)

    def _before(self, n: int, nouns: tuple[int, ...]) -> Denial | None:
        """Return a denial of the verb before its object: `sent (money, but) no soldiers`."""
        start = n - (self._at(n - 1) in ("and", "but"))
        for k in range(start - 1, -1, -1):
            word = self._texts[k]
            if word in AUXILIARIES or (k and self._is_finite(k)):
                return Denial(n, (k,), nouns, self._subject(k))
            apart = k + 1 in self._marked and k + 1 < start
            if apart or word in PREPOSITIONS or word in _JOINTS:
                return None
        return None

    def _is_finite(self, k: int) -> bool:
        past = is_past(self._texts[k]) and self._texts[k - 1] not in DETERMINERS
        return past or is_verb(self._texts, k)

    def _after(self, n: int, nouns: tuple[int, ...]) -> Denial | None:
        """Return a denial of the verb after its subject: `no soldiers came`."""
        found = self._of_clause(n, n)
        if found is None:
            return Denial(n, nouns=nouns) if nouns else None
        return found._replace(nouns=nouns)

    def _of_clause(self, n: int, k: int) -> Denial | None:
        """Return a denial of the main verb of the clause from a position."""
        ends = (m for m in range(k, len(self._texts)) if m in self._marked)
        joints = (m for m in range(k, len(self._texts)) if self._texts[m] in _JOINTS - {"or"})
        end = min(next(ends, len(self._texts)), next(joints, len(self._texts)))
        verb, _ = main_verb(self._texts[:end], k)
        if verb is None:
            return None
        subject = self._naming(range(k, verb))
        return Denial(n, tuple(self._joined(verb)), (), subject, self._exception(verb))

    # --- phrases ------------------------------------------------------------------------------

    def _at(self, n: int) -> str:
        return self._texts[n] if 0 <= n < len(self._texts) else ""

    def _of_noun(self, n: int, k: int) -> Denial | None:
        nouns = self._nouns(k)
        return Denial(n, nouns=nouns) if nouns else None

    def _nouns(self, k: int) -> tuple[int, ...]:
        """Return the last word of the noun phrase, or of the adjectives, from a position."""
        found = None
        while k < len(self._texts) and (found is None or k not in self._marked):
            word = self._texts[k]
            verb = found is not None and (word in AUXILIARIES or is_verb(self._texts, k))
            gerund = found is not None and word.endswith("ing")
            if verb or gerund or word in PREPOSITIONS | _JOINTS | NEGATIONS | {"and"}:
                break
            if word not in DETERMINERS and wordnet.parts(word)[:1] != "r":
                found = k
            k += 1
        return () if found is None else (found,)

    def _subject(self, n: int) -> tuple[int, ...]:
        """Return the words that may name the subject of a verb or negation."""
        start = n
        while start and start not in self._marked and self._at(start - 1) not in _JOINTS:
            start -= 1
        if any(k > start and is_verb(self._texts, k) for k in range(start, n)):
            # In `Braga came and did not speak` the subject stands before another verb.
            ands = [k for k in range(start, n) if self._texts[k] == "and"]
            start = ands[-1] + 1 if ands else start
        return self._naming(range(start, n))

    def _naming(self, places: Iterable[int]) -> tuple[int, ...]:
        texts = self._texts
        return tuple(k for k in places if texts[k] not in _EMPTY and not texts[k].isdecimal())


def _is_between(word: str) -> bool:
    """Return True for a word between a negation and its verb: `not yet been fully paid`."""
    return word in AUXILIARIES or word in ("to", "yet") or wordnet.parts(word)[:1] == "r"


def _may_be_verb(word: str, helper: str) -> bool:
    if word in DETERMINERS or word in PREPOSITIONS or "v" not in wordnet.parts(word):
        return False
    finite = is_past(word) or word.endswith("ing")
    return finite or (bool(helper) and helper not in BE)
