"""The clauses of a sentence that claim something on their own."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mss_cli.understanding import wordnet
from mss_cli.understanding.verbs import (
    AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    first_verb,
    starts_with_verb,
)

_I = re.IGNORECASE
# `it was China that opposed it`: the words that only bring a name to the front.
UNTRUE = frozenset("false untrue wrong incorrect".split())
_CLEFT = re.compile(
    r"^\W*(?P<it>it)\s+(?P<be>is|was|isn[’']t|wasn[’']t|were)\b(?P<not>\s+not)?"
    r"(?P<who>(?:\s+[\w’'.-]+){1,7}?)\s+(?P<that>who|that|which)\s",
    _I,
)
_SUBORDINATE = frozenset("that who which whose".split())
# Where a sentence divides into clauses.
_BREAK = re.compile(
    r"\s*;\s*|\s+[-–—]+\s+|—|,?\s+(?:while|whereas|although|though|even though|but|yet)\s+"
    r"|,\s+(?:and|so|because|as)\s+|\s+and\s+",
    _I,
)
# `After the vote was held, …`
_OPENING = re.compile(
    r"\W*(?:[\w’'-]+\s+){0,5}?(?:after|when|while|since|before|although|though|because|once|until)"
    r"\s[^,]{8,}(?P<comma>,)\s",
    _I,
)
_RELATIVE = re.compile(
    r",\s+(?P<joint>who|which)\s+(?P<rest>(?:[^,;]|,(?=\d))+)(?:,|(?=[.?!;]?\s*$))", _I
)
# `Geng Shuang, China’s foreign minister, spoke`.
_APPOSITION = re.compile(r",\s+(?P<rest>[^,;]{4,70}),")


class Word(NamedTuple):
    """A folded word with its start and end in a sentence, in code points."""

    text: str
    start: int
    end: int


class Clause(NamedTuple):
    """A clause of a sentence. spans: its code points; a subject that it shares comes first.

    title: True for an office in apposition: `Geng Shuang, China's deputy ambassador,`.
    """

    spans: tuple[tuple[int, int], ...]
    title: bool = False

    def covers(self, start: int) -> bool:
        """Return True if a position of the sentence belongs to the clause."""
        return any(first <= start < last for first, last in self.spans)


def without_cleft(sentence: str, words: Sequence[Word]) -> list[Word]:
    """Return the words of a sentence without `it was … that`; a negation stays."""
    match = _CLEFT.match(sentence)
    if match is None:
        return list(words)
    if match["who"].strip().lower() in UNTRUE:
        return list(words)
    gone = [match.span("it"), match.span("that")]
    denied = match["be"].lower().endswith("t")
    if not denied:
        gone.append(match.span("be"))
    at = match.start("be")
    return [
        w._replace(text="not") if denied and w.start == at else w
        for w in words
        if not any(start <= w.start < end for start, end in gone)
    ]


def clauses(
    sentence: str, words: Sequence[Word], is_name: Callable[[Word], bool] = lambda _: False
) -> list[Clause]:
    """Return the clauses of a sentence that claim something on their own, from left to right.

    is_name: returns True for a word that is part of a name.
    """
    found: list[Clause] = []
    main = sentence
    for match in (*_RELATIVE.finditer(sentence), *_APPOSITION.finditer(sentence)):
        if main[match.start() : match.end()].isspace() or _in_quotation(sentence, match.start()):
            continue
        clause = _inserted(match, words, is_name)
        if clause is not None:
            found.append(clause)
            gap = " " * (match.end() - match.start())
            main = f"{main[: match.start()]}{gap}{main[match.end() :]}"
    kept = [w for w in words if main[w.start : w.end].strip()]
    return [*_coordinated(main, kept, is_name), *found]


def _inserted(
    match: re.Match[str], words: Sequence[Word], is_name: Callable[[Word], bool]
) -> Clause | None:
    """Return a relative clause, or an office after a name, with the words that it is about."""
    span = match.span("rest")
    inner = [w for w in words if span[0] <= w.start < span[1]]
    before = [w for w in words if w.start < match.start()]
    relative = "joint" in match.groupdict()
    subject = _last_phrase(before) if relative else _last_name(before, is_name)
    if not subject or not inner:
        return None
    about = (subject[0].start, subject[-1].end)
    if relative:
        acts = first_verb(["who", *(w.text for w in inner)]) is not None
        return Clause((about, span)) if acts else None
    return Clause((about, span), title=True) if _is_title(inner) else None


def _coordinated(
    main: str, words: Sequence[Word], is_name: Callable[[Word], bool]
) -> Iterator[Clause]:
    """Yield the clauses that conjunctions join; one without a subject shares that of the first."""
    first, shared = _after_opening(main, words), None
    if first:
        yield Clause(((0, main.rindex(",", 0, first)),))
    for mark in _BREAK.finditer(main, first):
        before = [w for w in words if first <= w.start < mark.start()]
        after = [w for w in words if w.start >= mark.end()]
        verb = first_verb([w.text for w in before])
        joint = _joint(mark, before, after, is_name)
        if (verb is None and shared is None) or not joint or _in_quotation(main, mark.start()):
            continue
        own = _pieces(main, first, mark.start())
        yield Clause((shared, *own) if shared else own)
        subject = before[: verb or 1]
        first = mark.end()
        goes_on = joint == "goes on"
        shared = (shared or (subject[0].start, subject[-1].end)) if goes_on else None
    own = _pieces(main, first, len(main))
    yield Clause((shared, *own) if shared else own)


def _after_opening(main: str, words: Sequence[Word]) -> int:
    """Return the position after a clause with which a sentence opens, or 0: `After …, …`."""
    opening = _OPENING.match(main)
    if opening is None:
        return 0
    end = opening.end("comma")
    both = (
        [w.text for w in words if w.start < end],
        [w.text for w in words if w.start >= end],
    )
    return 0 if any(first_verb(texts) is None for texts in both) else end


def _joint(
    mark: re.Match[str],
    before: Sequence[Word],
    after: Sequence[Word],
    is_name: Callable[[Word], bool],
) -> str:
    """Return `goes on` if the words after a conjunction share the subject, `new` or ""."""
    if not before or not after:
        return ""
    joint, texts = mark[0].strip(" ,").lower(), [w.text for w in after]
    if joint in ("and", "but", "yet") and starts_with_verb(texts):
        return "goes on"
    plain = joint == "and" and "," not in mark[0]
    named = is_name(before[-1]) or before[-1].text in PRONOUNS
    if plain and named and is_name(after[0]):
        return ""  # `China and Russia opposed it`
    verb = first_verb(texts[:6] if plain else texts)
    if verb and not _SUBORDINATE.isdisjoint(texts[:verb]):
        return ""  # `the US and other states that had promised support`
    return "new" if verb else ""


def _pieces(main: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """Return the spans between what is masked by long runs of spaces."""
    text = main[first:last]
    found, at = [], 0
    for gap in re.finditer(r" {4,}", text):
        found.append((first + at, first + gap.start()))
        at = gap.end()
    return (*((s, e) for s, e in found if e > s), (first + at, last))


def _in_quotation(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _last_phrase(before: Sequence[Word]) -> Sequence[Word]:
    """Return the words of the last noun phrase: after the last verb or preposition."""
    for n in range(len(before) - 2, -1, -1):
        word = before[n].text
        if word in PREPOSITIONS or word in AUXILIARIES or wordnet.parts(word)[:1] == "v":
            return before[n + 1 :]
    return before


def _last_name(before: Sequence[Word], is_name: Callable[[Word], bool]) -> Sequence[Word]:
    """Return the words of the name with which some words end."""
    n = len(before)
    while n and is_name(before[n - 1]):
        n -= 1
    return before[n:]


def _is_title(inner: Sequence[Word]) -> bool:
    """Return True for the words of an office: `the US secretary of state`."""
    texts = [w.text for w in inner]
    if first_verb(texts) is not None:
        return False
    head = next((n for n, t in enumerate(texts) if t in PREPOSITIONS), len(texts))
    return head > 0 and wordnet.is_person(texts[head - 1])
