"""Spans, digests, paragraphs and sentences, which tie a fact to the text of an article.

Articles are not part of a store. With a directory of articles, every span and digest can be
checked and shown. Without it, mss uses what the store itself holds.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from mss_cli import limits
from mss_cli.facts.model import Evidence
from mss_cli.facts.quantities import digits, numerals
from mss_cli.text import words

# A sentence ends at . ! or ? and closing quotes, before a space and the start of another.
_SENTENCE_END = r"[.!?][\"”’')\]]*[ \xa0]+"
_LINE = r"[^\s](?:[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*[^\s])?"
_OPENS = "\"“‘'([$€£"
# A full stop after these, or after an initial as in "U.S. ", does not end a sentence.
_ABBREVIATED = frozenset(
    "Mr Mrs Ms Dr Prof Hon Amb Rev Gen Col Lt Maj Capt Sgt Cmdr Adm Brig Insp Supt Sen Sens Rep "
    "Reps Gov St Mt No Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec".split()
)
_LOOK = 8  # characters before a full stop to search for an abbreviation


class Span(NamedTuple):
    """Code points of a text, 0-based, end-exclusive."""

    start: int
    end: int


def digest(passage: str) -> str:
    """Return the SHA-256 of a passage's UTF-8 bytes, in hexadecimal."""
    return _sha256(passage.encode("utf-8", "surrogatepass"))


def _sha256(content: bytes) -> str:
    from hashlib import sha256  # importing it takes a third of the start of Python

    return sha256(content).hexdigest()


def distinct_words(passage: str) -> str:
    """Return the distinct folded words of a passage, sorted, with numbers as digits.

    Search can find them, but they do not reveal the text: order and repetition are lost.
    """
    told = {word for word in words(passage) if not word.isdecimal()}
    return " ".join(sorted(told | {digits(numeral.value) for numeral in numerals(passage)}))


def paragraphs(text: str) -> list[Span]:
    """Return the spans of the non-blank lines, without surrounding space.

    A line ends wherever str.splitlines says so: also at a form feed, U+0085, U+2028 or U+2029.
    """
    return [Span(*m.span()) for m in re.finditer(_LINE, text)]


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences, paragraph by paragraph; a heading is one sentence."""
    found = []
    for paragraph in paragraphs(text):
        start = paragraph.start
        line = text[paragraph.start : paragraph.end]
        for match in re.finditer(_SENTENCE_END, line):
            if _ends_sentence(line, match):
                end = paragraph.start + match.start() + len(match[0].rstrip())
                found.append(Span(start, end))
                start = paragraph.start + match.end()
        found.append(Span(start, paragraph.end))
    return found


def _ends_sentence(line: str, match: re.Match[str]) -> bool:
    after = line[match.end() : match.end() + 1]
    if not (after.isupper() or after.isdecimal() or (after and after in _OPENS)):
        return False
    before = re.split(r"\W", line[max(match.start() - _LOOK, 0) : match.start()])[-1]
    return not (match[0][0] == "." and (before in _ABBREVIATED or _initial(before)))


def _initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def paragraph_number(text: str, start: int) -> int:
    """Return the number of the paragraph with a code point, from 1."""
    return bisect_right([paragraph.start for paragraph in paragraphs(text)], start)


class Context(NamedTuple):
    """A passage in its paragraph: before + passage + after, shortened with `…` if very long."""

    before: str
    passage: str
    after: str


def context(text: str, evidence: Evidence) -> Context:
    """Return a passage with the rest of its paragraph.

    Only the text around the passage is read, because a fact may have many passages.
    """
    start, end = evidence["start"], evidence["end"]
    most = limits.MAX_CONTEXT_CHARS
    before = _line_before(text[max(0, start - most - 1) : start], text[start:end])
    after = _line_after(text[end : end + most + 1], text[start:end])
    return Context(
        before.lstrip() if len(before) <= most else f"…{before[-most:]}",
        text[start:end],
        after.rstrip() if len(after) <= most else f"{after[:most]}…",
    )


_MARK = "\uffff"  # no character; it keeps an empty line at the edge


def _line_before(text: str, passage: str) -> str:
    """Return what stands before a passage in its paragraph."""
    line = (text + _MARK).splitlines()[-1][:-1]
    in_paragraph = (passage + _MARK).splitlines()[0].strip() not in ("", _MARK)
    return line if in_paragraph else ""


def _line_after(text: str, passage: str) -> str:
    """Return what stands after a passage in its paragraph."""
    line = (_MARK + text).splitlines()[0][1:]
    in_paragraph = (_MARK + passage).splitlines()[-1].strip() not in ("", _MARK)
    return line if in_paragraph else ""
