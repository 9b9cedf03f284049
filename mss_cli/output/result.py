"""The contract between commands and renderers: rows with named columns, and the record.

A renderer knows no query and no kind of fact. Machine formats print the records, the
others print the cells.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Column(NamedTuple):
    """name: as in --fields. header: as printed.

    under: in a table, the column below whose cell this one is printed.
    narrow_under: the same, but only where the table is narrow.
    shape: `date`; `marks` (a state, then its marks); `id` and `files`, which are not broken;
    `lines` (a list, one item a line); `span` (a date, which a table draws along time);
    `group` (a heading, for people, over the rows that share it).
    lead: what stands before each item where the column is printed under another.
    """

    name: str
    header: str
    under: str = ""
    narrow_under: str = ""
    shape: str = ""
    lead: str = ""


Cell = str | tuple[str, ...]  # a text, or a list of texts


class Row(NamedTuple):
    """cells: one for each column.

    dim: less important than its neighbours (superseded, cancelled). marks: spans to be set
    off in a cell that is one text, by the name of its column.
    """

    record: Mapping[str, Any]
    cells: Sequence[Cell]
    dim: bool = False
    marks: Mapping[str, Sequence[tuple[int, int]]] = {}


def plain(cell: Cell) -> str:
    """Return a cell as one text; a list is joined by `; `."""
    return cell if isinstance(cell, str) else "; ".join(cell)


class Rows:
    """Rows that are made when they are asked for, and records without them.

    rows and records: called each time one goes over them; some: whether there is one.
    """

    def __init__(
        self,
        rows: Callable[[], Iterator[Row]],
        records: Callable[[], Iterable[Mapping[str, Any]]],
        some: Callable[[], bool],
    ) -> None:
        self._rows = rows
        self.records = records
        self._some = some

    def __iter__(self) -> Iterator[Row]:
        return self._rows()

    def __bool__(self) -> bool:
        return self._some()


class Section(NamedTuple):
    """A titled table; a list has one without a title.

    audience: `pipes` for what a heading says to people, `people` for what a list says to
    pipes; no records are taken from either.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row] | Rows
    audience: str = ""

    def records(self) -> Iterable[Mapping[str, Any]]:
        """The records of its rows, as machine formats print them."""
        rows = self.rows
        return rows.records() if isinstance(rows, Rows) else (row.record for row in rows)


def grouped(section: Section) -> list[Section]:
    """Return a section divided by its `group` column, whose values become titles."""
    at = next((i for i, c in enumerate(section.columns) if c.shape == "group"), None)
    if at is None:
        return [section]
    columns = (*section.columns[:at], *section.columns[at + 1 :])
    rows: dict[str, list[Row]] = {}
    for row in section.rows:
        rest = (*row.cells[:at], *row.cells[at + 1 :])
        rows.setdefault(plain(row.cells[at]), []).append(row._replace(cells=rest))
    return [section._replace(title=title, columns=columns, rows=r) for title, r in rows.items()]


class Block(NamedTuple):
    """A paragraph of plain text under a label; mark: the part to be set off, as (start, end)."""

    label: str
    text: str
    mark: tuple[int, int] | None = None


def marked(block: Block) -> str:
    """Return a block's text with its mark between ⟦ and ⟧, where styles cannot show it."""
    if block.mark is None:
        return block.text
    start, end = block.mark
    return f"{block.text[:start]}⟦{block.text[start:end]}⟧{block.text[end:]}"


class Point(NamedTuple):
    """A number on a plot: from its first to its last possible day, with a sign and a label."""

    start: str
    end: str
    value: float
    unit: str
    sign: str
    label: str
    sources: tuple[str, ...]


class Plot(NamedTuple):
    """Numbers along time, drawn where a table is printed."""

    title: str
    points: tuple[Point, ...]


class Result(NamedTuple):
    """What a command answers.

    fields: the fields of each record, in the order they are printed.
    page: the one object that `who` and `show` print; None for a list.
    row_keys: the keys of `page` that hold lists of such records.
    heading: lines above the tables, for people only. plots: drawn above the tables.
    """

    sections: tuple[Section, ...]
    fields: tuple[str, ...]
    page: Mapping[str, Any] | None = None
    row_keys: tuple[str, ...] = ()
    heading: tuple[Block, ...] = ()
    plots: tuple[Plot, ...] = ()

    def records(self) -> Iterator[Mapping[str, Any]]:
        """All records, section by section."""
        for section in self.listed():
            yield from section.records()

    def listed(self) -> list[Section]:
        """The sections whose rows have records."""
        if self.page is not None and not self.row_keys:
            return [Section("", (), [Row(self.page, ())])]
        return [section for section in self.sections if not section.audience]

    def seen_by(self, audience: str) -> list[Section]:
        """The sections for `people` or for `pipes`."""
        return [section for section in self.sections if section.audience in ("", audience)]


class Style(NamedTuple):
    """What the outside says about output; no renderer looks at the terminal itself.

    width: columns of the terminal. styled: whether escape sequences are understood at all;
    colour: whether colours are wanted among them. links: the URL of each source file.
    most: rows after which a table ends, 0 for none; a table takes a millisecond a row.
    """

    width: int = 80
    terminal: bool = False
    styled: bool = False
    colour: bool = False
    header: bool = False
    excel: bool = False
    links: Mapping[str, str] = {}
    most: int = 0
