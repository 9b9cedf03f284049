"""One line for each fact: date, source and text. Other lists have their cells on one line.

On a terminal, lines are cut to its width. In a pipe they are whole, with tabs between the parts.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from mss_cli.output.columns import status
from mss_cli.output.result import Result, Section, Style, plain
from mss_cli.output.short_names import named
from mss_cli.text import reversible, visible

_MEASURED = 1_000  # lines from which the widths of columns are taken
_USUAL = ("occurred", "ongoing")  # statuses that go without saying
_GAP = "  "


class _Line(NamedTuple):
    """A line in parts: the date, source and text of a fact, or the cells of another record.

    more: how many other sources the fact has.
    """

    parts: tuple[str, ...]
    fact: bool = False
    more: str = ""


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield the lines, section by section."""
    lines = chain.from_iterable(_lines(result, section, style) for section in result.listed())
    if not style.terminal:
        yield from ("\t".join(map(reversible, line.parts)) + "\n" for line in lines)
        return
    begun = list(islice(lines, _MEASURED))
    facts = [line for line in begun if line.fact]
    dates = max((_width(line.parts[0]) for line in facts), default=0)
    longest = max((_width(line.parts[1]) + len(line.more) for line in facts), default=0)
    names = min(longest, max(style.width // 4, 8))
    for line in chain(begun, lines):
        parts = _aligned(line, dates, names) if line.fact else line.parts
        yield _cut(_GAP.join(filter(None, parts)), style.width) + "\n"


def _aligned(line: _Line, dates: int, names: int) -> tuple[str, ...]:
    date, name, text = line.parts
    source = _cut(name, names - len(line.more)) + line.more
    return _padded(date, dates), _padded(source, names), text


def _lines(result: Result, section: Section, style: Style) -> Iterator[_Line]:
    if result.page is not None and not result.row_keys:
        yield _page(result.page, result.sections, style)
        return
    at = {column.name: n for n, column in enumerate(section.columns)}
    marked = any(column.shape == "marks" for column in section.columns)
    facts = marked and {"date", "status", "sources", "text"} <= set(at)
    for row in section.rows:
        cells = named(row, section, style.names).cells
        if facts:
            date, state, names, text = (cells[at[n]] for n in ("date", "status", "sources", "text"))
            yield _fact(plain(date), tuple(state), tuple(names), plain(text), style)
        else:
            yield _Line(tuple(_text(plain(cell), style) for cell in cells))


def _page(page: Mapping[str, Any], sections: Sequence[Section], style: Style) -> _Line:
    """Return the fact of a page, or the cells of its only section, which --fields has made."""
    if len(sections) == 1 or "text" not in page:
        row = next(iter(sections[0].rows))
        return _Line(tuple(_text(plain(cell), style) for cell in row.cells))
    fact: Any = page
    names = tuple(style.names.get(file, file) for file in fact["sources"])
    return _fact(fact["date"] or "", status(fact), names, fact["text"], style)


def _fact(
    date: str, state: tuple[str, ...], names: tuple[str, ...], text: str, style: Style
) -> _Line:
    """Return the line of a fact. Its status is left out if it goes without saying."""
    marks = ", ".join(mark for mark in state if mark not in _USUAL)
    several = style.terminal and len(names) > 1
    source = names[0] if several else "; ".join(names)
    parts = (date or "undated", source, f"[{marks}] {text}" if marks else text)
    more = f" +{len(names) - 1}" if several else ""
    return _Line(tuple(_text(part, style) for part in parts), True, more)


def _text(text: str, style: Style) -> str:
    return visible(text) if style.terminal else text


# --- widths -------------------------------------------------------------------------------


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    """Return the columns that a character takes on a terminal."""
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _cut(text: str, width: int) -> str:
    """Return a text that fits a width, with `…` if anything is left out."""
    if _width(text) <= width:
        return text
    room, end = width - 1, 0
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        end += 1
    return text[:end].rstrip(" …") + "…"
