"""What a clause asserts: who does what, denied, planned or done, and who says it.

Rules for declarative English. They read words and parts of speech, not a whole grammar. Where they
read a sentence wrongly, no fact fits it, and checking says that the record does not have it.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mss_cli.understanding import wordnet
from mss_cli.understanding.clauses import BE, HAVE, MODALS
from mss_cli.understanding.reported import reported
from mss_cli.understanding.sentences import UNTRUE, Word
from mss_cli.understanding.verbs import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    first_verb,
    is_intending,
    is_main,
    is_past,
    is_verb,
    lemmas,
)

_I = re.IGNORECASE
NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without isnt arent wasnt werent hasnt havent "
    "hadnt didnt doesnt dont wont wouldnt cannot cant couldnt shouldnt hardly".split()
)
# Verbs before `to` or a noun after which what follows did not happen.
AVERTING = frozenset("fail decline refuse forget neglect avoid prevent yet".split())
_TO_COME = frozenset("would will shall".split())
_FUTURE = frozenset("will shall wont".split())
# Nouns for what is only intended.
_PLANS = frozenset(
    "plan plans proposal proposals pledge pledges promise promises draft drafts roadmap target "
    "aim goal discussion discussions considered table intention".split()
)
ONLY = frozenset("only alone solely sole exclusively singlehandedly".split())
_EVERY = frozenset("all every everyone everybody".split())
_BUT_ONE = re.compile(
    r"\bno(?: other)? \w+ (?:apart from|other than|except|besides)\b|\bnobody but\b"
    r"|\bno other\b|\b(?:nobody|no one|no country) else\b",
    _I,
)
_NEAR = 3  # words after the verb in which a negation denies the clause
# `not only`, `no later`, `nothing but`: what follows holds.
_NOT_DENYING = frozenset("only least later longer just merely simply but".split())
_COMPARING = frozenset("more less fewer other".split())  # `no fewer than 300 workers`
_NOT_ALL = re.compile(r"\bnot (?:all|every|everyone|everybody)\b", _I)
_NO_LONGER = re.compile(r"\b(?:no|not any) longer\b|\bany ?more\b", _I)


class Assertion(NamedTuple):
    """What a clause asserts, by the positions of its words.

    predicate: the main verb, or None. passive: True if the subject undergoes it. present: True
    for a verb in the simple present. copular: True for
    `X is Y`. acting: the words that may name who acts. negated: True if it is denied. denies_part:
    True if a negation stands in what follows, as in `for not paying`. intended:
    True if it is to come. of_plan: True if it is about a plan. only: True if nobody else does
    it. every: True if it holds for all. ended: True for `no longer`. mixed: True for `not all`.
    speaker: the words that name who says it. addressed: those that name to whom. reported: True
    if somebody says it.
    """

    predicate: int | None = None
    passive: bool = False
    present: bool = False
    copular: bool = False
    acting: tuple[int, ...] = ()
    negated: bool = False
    intended: bool = False
    of_plan: bool = False
    only: bool = False
    every: bool = False
    denies_part: bool = False
    ended: bool = False
    mixed: bool = False
    speaker: tuple[int, ...] = ()
    addressed: tuple[int, ...] = ()
    reported: bool = False


def read_assertion(sentence: str, words: Sequence[Word], names: Collection[int]) -> Assertion:
    """Return what a clause asserts.

    words: those of the clause. names: the positions of words that are part of a name.
    """
    speaker, first, last, addressed = reported(sentence, words)
    texts = ["" if _is_month(word, sentence) else word.text for word in words[:last]]
    predicate, passive = main_verb(texts, first, {*names, *speaker})
    end = predicate if predicate is not None else len(texts)
    acting = _after_by(texts, end) if passive else _heads(texts, first, end)
    scope = texts[first:]
    text = sentence[words[0].start : words[-1].end] if words else ""
    only = not ONLY.isdisjoint(scope) or _BUT_ONE.search(text) is not None
    mixed = _NOT_ALL.search(text) is not None
    return Assertion(
        predicate,
        passive,
        present=predicate is not None and _is_present(texts, first, predicate),
        copular=predicate is not None and texts[predicate] in BE,
        acting=() if speaker else acting,
        negated=_is_negated(texts, first, end + _NEAR) and not only and not mixed,
        denies_part=not NEGATIONS.isdisjoint(texts[end + _NEAR :]),
        intended=_is_intended(texts, first, predicate),
        of_plan=_is_of_plan(texts, first, predicate),
        only=only,
        every=not mixed and _is_universal(texts, first),
        ended=_NO_LONGER.search(text) is not None,
        mixed=mixed,
        speaker=speaker,
        addressed=addressed,
        reported=bool(speaker),
    )


def is_negation(texts: Sequence[str], n: int) -> bool:
    """Return True for a negative word, unless what follows holds: `not only`, `no fewer than`."""
    following = texts[n + 1 : n + 3]
    compares = following[1:] == ["than"] and following[0] in _COMPARING
    return texts[n] in NEGATIONS and not compares and _NOT_DENYING.isdisjoint(following[:1])


def _is_present(texts: Sequence[str], first: int, predicate: int) -> bool:
    """Return True for `it expires`, not `it has expired` or `it expired`."""
    helped = not AUXILIARIES.isdisjoint(texts[first:predicate])
    return not helped and not is_past(texts[predicate])


def _is_month(word: Word, sentence: str) -> bool:
    """Return True for `May` and `March` as months, which are no verbs."""
    return word.text in ("may", "march") and word.start > 0 and sentence[word.start].isupper()


def _is_universal(texts: Sequence[str], first: int) -> bool:
    """Return True for `all`, not `in all`."""
    return any(
        texts[n] in _EVERY and texts[n - 1 : n] not in (["in"], ["at"], ["after"], ["of"])
        for n in range(first, len(texts))
    )


def _is_of_plan(texts: Sequence[str], first: int, predicate: int | None) -> bool:
    """Return True if a clause is about something planned: a proposal, or what would happen."""
    if not (_PLANS | _TO_COME).isdisjoint(texts[first:]):
        return True
    if predicate is not None and is_intending(texts[predicate]):
        return True
    end = len(texts) if predicate is None else predicate
    return any(is_intending(texts[n]) and texts[n + 1 : n + 2] == ["to"] for n in range(first, end))


def main_verb(
    texts: Sequence[str], first: int, names: Collection[int] = ()
) -> tuple[int | None, bool]:
    """Return the position of the main verb, and whether it is passive."""
    for n in range(_after_untrue(texts, first) or first, len(texts)):
        if n in names:
            continue
        if texts[n] in AUXILIARIES:
            return _after_auxiliary(texts, names, n)
        if n > first and is_verb(texts, n):
            later = next((k for k in range(n + 2, len(texts)) if is_main(texts, k)), None)
            if texts[n + 1 : n + 2] and texts[n + 1] in PREPOSITIONS and later is not None:
                continue  # `the review foreseen in the resolution took place`
            if texts[n + 1 : n + 2] == ["to"] and is_intending(texts[n]) and n + 2 < len(texts):
                return n + 2, False  # `offered to cover`
            return n, False
    return None, False


def _after_auxiliary(
    texts: Sequence[str], names: Collection[int], at: int
) -> tuple[int | None, bool]:
    """Return the verb after an auxiliary: `was sent`, `has not yet been told`, `is to leave`."""
    be = texts[at] in BE
    for n in range(at + 1, min(at + 8, len(texts))):
        word, before = texts[n], texts[n - 1]
        if word in BE:
            be = True
            continue
        if be and (word in DETERMINERS or (word in PREPOSITIONS and word != "to")):
            return at, False  # `is the first woman to lead`
        if word in AUXILIARIES or n in names or word in NEGATIONS or before in DETERMINERS:
            continue
        verbs = [one for one in wordnet.lemmas(word) if "v" in one.parts]
        if not verbs:
            continue
        if before == "to":
            return n, False
        if be and not word.endswith("ing") and not is_past(word):
            continue
        if is_intending(word) and texts[n + 1 : n + 2] == ["to"] and n + 2 < len(texts):
            return n + 2, False
        if not be and texts[at] in HAVE and not is_past(word):
            continue
        return n, be and not word.endswith("ing")
    return at, False


def _heads(texts: Sequence[str], first: int, end: int) -> tuple[int, ...]:
    """Return the words of a subject that no preposition precedes: of `gangs in Haiti`, `gangs`."""
    found, inside = [], False
    for n in range(first, end):
        if texts[n] in PREPOSITIONS:
            inside = True
        elif texts[n] in ("and", "or"):
            inside = False
        elif not inside or texts[n - 1].isdecimal():  # `in October 2024 Kenya …`
            inside = False
            found.append(n)
    return tuple(found)


def _after_by(texts: Sequence[str], predicate: int) -> tuple[int, ...]:
    for n in range(predicate + 1, len(texts)):
        if texts[n] == "by":
            stop = next(
                (k for k in range(n + 1, len(texts)) if texts[k] in PREPOSITIONS), len(texts)
            )
            return tuple(range(n + 1, min(stop, n + 8)))
    return ()


def _after_untrue(texts: Sequence[str], first: int) -> int | None:
    """Return the position after `it is false`, which opens a clause or follows its date."""
    verb = first_verb(texts[first:])
    n = first if verb is None else first + verb - 1
    opens = texts[n : n + 2] == ["it", "is"] and not UNTRUE.isdisjoint(texts[n + 2 : n + 5])
    return n + 3 if opens else None


def _is_negated(texts: Sequence[str], first: int, last: int) -> bool:
    """Return True if an odd number of negations stands in the clause, before a position."""
    count = int(_after_untrue(texts, first) is not None)
    for n in range(first, min(last, len(texts))):
        word, following = texts[n], texts[n + 1 : min(n + 2, last)]
        if word == "nor" and count:
            continue
        averts = following == ["to"] and not lemmas(word).isdisjoint(AVERTING)
        if averts or is_negation(texts, n):
            count += 1
    return count % 2 == 1


def _is_intended(texts: Sequence[str], first: int, predicate: int | None) -> bool:
    """Return True if a clause tells of something that is to come."""
    end = predicate + 1 if predicate is not None else len(texts)
    for n in range(first, len(texts)):
        word, following = texts[n], texts[n + 1 : n + 2]
        if word in _FUTURE or word == "if" or (word in BE and following == ["to"]):
            return True
        if n <= end and is_intending(word) and (word in MODALS or following == ["to"]):
            return True
        if n <= end and is_intending(word) and texts[n - 1 : n] and texts[n - 1] in BE:
            return True
    return False
