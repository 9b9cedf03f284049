"""Quotations in the text of an article: what stands between quotation marks.

A wrong quotation puts words into somebody's mouth. So a mark without its partner is left out, and
so is anything that may be an apostrophe.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mss_cli.facts.passages import Span, paragraphs


class _Marks(NamedTuple):
    """Patterns of a pair of marks. opens, closes: match one character.

    sure: matches a closing mark that cannot be an apostrophe; "" if no closing mark can.
    """

    opens: str
    closes: str
    sure: str = ""


# An opening mark stands after a space, a bracket or a dash, and before a word.
_BEFORE = r"(?<![^\s(\[—–-])"
_PAIRS = (
    _Marks("“", '[”"]'),
    _Marks("„", "[“”]"),
    _Marks("«", "»"),
    _Marks(f'{_BEFORE}"(?=\\S)', '["”]'),
    _Marks(rf"{_BEFORE}‘(?=[^\W\d])", r"(?<=\S)’(?!\w)", r"(?<=[.,!?…])’(?!\w)"),
    _Marks(rf"{_BEFORE}'(?=[^\W\d])", r"(?<=[.,!?…])'(?!\w)", r"(?<=[.,!?…])'(?!\w)"),
)


def quoted(text: str) -> list[Span]:
    """Return the spans of all quotations in a text, without their marks, in order."""
    every = paragraphs(text)
    spans: list[Span] = []
    for place, paragraph in enumerate(every):
        follows = text[every[place + 1].start] if place + 1 < len(every) else ""
        spans.extend(_in_paragraph(text, paragraph, follows))
    return spans


def quotations(text: str, spans: list[Span], passage: Span) -> list[str]:
    """Return the parts of quotations that lie inside a passage, as they are printed.

    spans: the quotations of the whole text, since a passage may begin inside one. A comma before
    the closing mark belongs to the sentence around it and is left out.
    """
    parts = (
        text[max(span.start, passage.start) : min(span.end, passage.end)]
        for span in spans
        if span.start < passage.end and passage.start < span.end
    )
    clean = (re.sub(r"\s+", " ", part).strip().removesuffix(",") for part in parts)
    return list(dict.fromkeys(part for part in clean if re.search(r"\w", part)))


def _in_paragraph(text: str, paragraph: Span, follows: str) -> Iterator[Span]:
    """Yield the quotations of a paragraph. follows: the first character of the next one."""
    at = paragraph.start
    while True:
        found = [
            (match.start(), marks)
            for marks in _PAIRS
            if (match := re.compile(marks.opens).search(text, at, paragraph.end))
        ]
        if not found:
            return
        start, marks = min(found, key=lambda pair: pair[0])
        again = re.compile(marks.opens).search(text, start + 1, paragraph.end)
        end = _end(text, start + 1, again.start() if again else paragraph.end, marks)
        if end is None and again is None and follows == text[start]:
            end = paragraph.end  # the quotation goes on in the next paragraph
        if end is not None:
            yield Span(start + 1, end)
        at = (start if end is None else end) + 1


def _end(text: str, start: int, limit: int, marks: _Marks) -> int | None:
    """Return the place of the closing mark before a limit, or None."""
    sure = re.compile(marks.sure).search(text, start, limit) if marks.sure else None
    match = sure or re.compile(marks.closes).search(text, start, limit)
    return match.start() if match else None
