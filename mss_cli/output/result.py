"""The contract between commands and renderers: rows with named columns, and the record.

Renderers know nothing of queries or kinds of facts. Machine formats print the records; the
others print the cells.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Column(NamedTuple):
    """A column of a table.

    name: a field of the record, as --fields and JSON call it. header: the same word, or its last
    part if it is dotted, as people read it (see `headed`).

    under: in a table, print this column below the cell of that one.
    narrow_under: the same, but only in a narrow table.
    shape: `date`; `marks` (a status, then its marks); `id` and `files`, which never wrap;
    `lines` (a list, one item a line); `span` (a date that a table draws over time);
    `group` (in a table, a heading above the rows that share it).
    lead: text before each item when the column is printed under another.
    cites: True if its texts contain file names, which a table replaces by short names.
    """

    name: str
    header: str
    under: str = ""
    narrow_under: str = ""
    shape: str = ""
    lead: str = ""
    cites: bool = False


def headed(field: str) -> str:
    """Return the header of a column that holds a field: `Said by` for `said_by`."""
    return field.rpartition(".")[2].replace("_", " ").capitalize()


Cell = str | tuple[str, ...]  # one text, or a list of texts


class Row(NamedTuple):
    """A row of a table. cells: one for each column. record: what machine formats print.

    dim: print it faint, because it is superseded or cancelled. marks: spans to highlight in a
    cell that is one text, by the name of its column.
    """

    record: Mapping[str, Any]
    cells: Sequence[Cell]
    dim: bool = False
    marks: Mapping[str, Sequence[tuple[int, int]]] = {}


def plain(cell: Cell) -> str:
    r"""Return a cell as one text; a list is joined by `; `, with `\;` for a semicolon in an item.

    A backslash in an item of a list becomes `\\`, so that the list can be read back.
    """
    return cell if isinstance(cell, str) else "; ".join(map(_item, cell))


def _item(text: str) -> str:
    return text.replace("\\", r"\\").replace(";", r"\;")


class Rows:
    """Rows made on demand, and records without making rows.

    rows, records: called for each iteration. some: returns True if there is at least one.
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
    """A table with a title; a plain list is one section without a title.

    audience: `people` for a section shown only on a terminal, `pipes` for one shown only
    elsewhere. Records come from sections without an audience only.
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
    """Split a section by its `group` column, whose values become titles."""
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
    """A labelled paragraph of plain text. mark: the span to highlight, as (start, end)."""

    label: str
    text: str
    mark: tuple[int, int] | None = None


def marked(block: Block) -> str:
    """Return a block's text with its mark between ⟦ and ⟧, for output without styles."""
    if block.mark is None:
        return block.text
    start, end = block.mark
    return f"{block.text[:start]}⟦{block.text[start:end]}⟧{block.text[end:]}"


class Point(NamedTuple):
    """A number on a plot, drawn from its first to its last possible day."""

    start: str
    end: str
    value: float
    unit: str
    sign: str
    label: str
    sources: tuple[str, ...]


class Plot(NamedTuple):
    """Numbers over time, drawn above a table."""

    title: str
    points: tuple[Point, ...]


class Result(NamedTuple):
    """The answer of a command.

    fields: the fields of each record, in order.
    page: the object that `who` and `show` print; None for a list.
    row_keys: the keys of `page` that hold lists of records.
    heading: paragraphs above the tables, on a terminal only. plots: drawn above the tables.
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
    """How to print, read from the environment once; renderers do not look at the terminal.

    width: columns. styled: True if escape sequences are understood. colour: True if they may
    set colours. links: the URL of each source, by the name that is shown. most: rows in a table,
    0 for no limit; a table takes a millisecond a row. names: the short name of each source file,
    empty if files are shown.
    """

    width: int = 80
    terminal: bool = False
    styled: bool = False
    colour: bool = False
    header: bool = False
    excel: bool = False
    links: Mapping[str, str] = {}
    most: int = 0
    names: Mapping[str, str] = {}
