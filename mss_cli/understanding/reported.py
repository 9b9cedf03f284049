"""Who says what a clause reports: before it, after it, inside it, or `according to`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli.understanding import wordnet
from mss_cli.understanding.sentences import Word
from mss_cli.understanding.verbs import first_verb

_I = re.IGNORECASE
_SAYING = (
    r"(?:said|says|told|tells|added|noted|stated|announced|warned|argued|claimed|explained"
    r"|insisted|declared|confirmed|stressed|emphasi[sz]ed|reiterated|assured|reported|replied"
    r"|testified|pointed out|maintained|remarked|cautioned|complained|acknowledged|admitted"
    r"|promised|pledged|predicted|reckons?|believes?|thinks?|conceded|wrote|alleged"
    r"|commented|estimated|suggested|made clear|let it be known)"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of|in the view of) ", _I)
# `said that`, `told the Council that`, `said it would`, `warned: “…”`.
_REPORTS = re.compile(
    rf"\b{_SAYING}\b(?:,? (?:[\w’'.-]+ ){{0,6}}?that\b|:|,? [“\"‘]|(?<=said)|(?<=says)|(?<=thinks)"
    r"|(?<=reckons)|(?<=believes))",
    _I,
)
# `Peacekeepers, Geng Shuang argued, belong …`
_INSIDE = re.compile(
    rf"[,”\"’]\s*(?P<who>[^,”\"]{{2,60}}?\s{_SAYING}|{_SAYING}\s[^,”\"]{{2,60}}),\s", _I
)
_TAIL = re.compile(rf"[,”\"’]\s*([^,”\"]{{2,80}}? {_SAYING}|{_SAYING} [^,]{{2,80}})\W*$", _I)


class Reported(NamedTuple):
    """Who says a clause. first, end: where the content stands.

    speaker, addressed: positions of words, those who say it and those to whom.
    """

    speaker: tuple[int, ...]
    first: int
    end: int
    addressed: tuple[int, ...] = ()


def reported(sentence: str, words: Sequence[Word]) -> Reported:
    """Return who says a clause, and its content; nobody if the clause speaks for itself."""
    count = len(words)
    if not words:
        return Reported((), 0, 0)
    start, end = words[0].start, words[-1].end
    according = _ACCORDING.search(sentence, start, end)
    if according:
        who = tuple(_speaker_after(sentence, words, according.end()))
        # `In May, according to Braga, …` opens with it, too.
        before = [w.text for w in words if w.start < according.start()]
        opens = first_verb(before) is None
        if not who:
            return Reported((), 0, count)
        return Reported(who, who[-1] + 1, count) if opens else Reported(who, 0, who[0])
    match = _REPORTS.search(sentence, start, end)
    if match is not None and not _is_inverted(sentence, words, match.start()):
        return _before_content(sentence, words, match)
    tail = _TAIL.search(sentence[start:end])
    if tail is not None:
        last = tuple(n for n, w in enumerate(words) if w.start >= start + tail.start(1))
        return Reported(last, 0, last[0] if last else count)
    inside = _INSIDE.search(sentence, start, end)
    if inside is not None:
        first, stop = inside.span("who")
        return Reported(tuple(n for n, w in enumerate(words) if first <= w.start < stop), 0, count)
    return Reported((), 0, count)


def _is_inverted(sentence: str, words: Sequence[Word], at: int) -> bool:
    """Return True if a verb of saying stands after its content: `“…,” said the minister`."""
    last = max((w.end for w in words if w.end <= at), default=words[0].start)
    return re.fullmatch(r"\W*[,”\"’]\W*", sentence[last:at]) is not None


def _before_content(sentence: str, words: Sequence[Word], match: re.Match[str]) -> Reported:
    """Return the subject of a verb of saying, and the content after it."""
    count, start = len(words), words[0].start
    verb = next((n for n, w in enumerate(words) if w.start >= match.start()), count)
    content = next((n for n, w in enumerate(words) if w.start >= match.end()), count)
    comma = max(sentence.rfind(",", start, match.start()), start - 1)
    who = tuple(n for n in range(verb) if words[n].start > comma) or tuple(range(verb))
    if not who:
        return Reported((), 0, count)
    to = next((n for n in who[1:] if words[n].text == "to"), verb)
    who = tuple(n for n in who if n < to)  # `the envoy to the UN`
    first = max(content, verb + 1)
    return Reported(who, first, count, tuple(range(to, first)))


def _speaker_after(sentence: str, words: Sequence[Word], at: int) -> Iterator[int]:
    """Yield the words of a name after `according to`, as far as they belong to it."""
    capital = False
    for n, word in enumerate(words):
        if word.start < at:
            continue
        between = sentence[words[n - 1].end : word.start] if n else ""
        upper = sentence[word.start].isupper()
        if ("," in between and word.start > at) or (
            capital and not upper and not wordnet.is_person(word.text) and word.text != "rights"
        ):
            return
        capital = capital or upper
        yield n
