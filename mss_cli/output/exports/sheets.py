"""Sheets of a workbook, written row by row with XlsxWriter. Text is never a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.text import for_file

_CUT = "… [cut: too long for a cell; export sqlite or parquet for the whole text]"
_FORMULA = tuple("=+-@\t")  # a text that starts with these becomes a formula when edited
# Excel has a 29 February 1900, which never existed, so programs number earlier days differently.
_FIRST_DAY = "1900-03-01"
_LINE, _MAX_HEIGHT = 15, 405  # points: one line, and just under Excel's limit for a row
_PRINTED = 300  # characters across a printed page, in small type


class Link(NamedTuple):
    """A text that leads to a row of another sheet, from 0; plain text if the row is None."""

    text: str
    sheet: str
    row: int | None


Cell = str | float | date | Link | None


def day(iso: str | None) -> Cell:
    """Return a day as a date, or as text if it is too early for a workbook."""
    return date.fromisoformat(iso) if iso and iso >= _FIRST_DAY else iso


def too_many(what: str) -> UsageError:
    """Return the error for more records than a sheet has rows."""
    return UsageError(
        f"more than {limits.MAX_SHEET_ROWS - 1:,} {what}, too many for one sheet",
        where="xlsx",
        expected="export parquet or sqlite, or add a filter",
    )


class Formats:
    """The formats of cells."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        wrapped = {**top, "text_wrap": True}
        self.text = book.add_format(wrapped)
        self.quoted = book.add_format({**wrapped, "quote_prefix": True})
        self.link = book.add_format({**wrapped, "font_color": "#0563C1", "underline": 1})
        self.date = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.whole = book.add_format({**top, "num_format": "#,##0"})
        self.number = book.add_format(top)
        self.head = book.add_format({"bold": True, "bg_color": "#E7ECF2", "bottom": 1})
        self.title = book.add_format({**top, "bold": True, "font_size": 12})
        self.label = book.add_format({**wrapped, "bold": True})


class Sheet:
    """A sheet. row: the number of rows written. cut: how many texts were too long for a cell."""

    def __init__(self, book: Workbook, formats: Formats, name: str, widths: Iterable[int]) -> None:
        """Add a sheet to a workbook. widths: those of its columns, in characters."""
        self.row = 0
        self.cut = 0
        self._name = name
        self._widths = list(widths)
        self._links = 0
        self._formats = formats
        self._sheet = book.add_worksheet(name)
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, width)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(ceil(sum(self._widths) / _PRINTED), 0)

    def head(self, names: Iterable[str]) -> None:
        """Write the header, which stays visible, is printed on each page, and has a filter."""
        self._sheet.freeze_panes(1, 1)
        self._sheet.repeat_rows(0)
        self.add(names, *[self._formats.head] * len(self._widths))

    def add(self, cells: Iterable[Cell], *formats: Format) -> None:
        """Write a row. formats: for the first cells, in place of the usual one.

        Raises UsageError for more rows than a sheet has.
        """
        if self.row >= limits.MAX_SHEET_ROWS:
            raise too_many(f"rows of {self._name}")
        row = list(cells)
        self._sheet.set_row(self.row, self._height(row))
        for column, cell in enumerate(row):
            self._put(column, cell, formats[column] if column < len(formats) else None)
        self.row += 1

    def _height(self, cells: Sequence[Cell]) -> float:
        """Return the height of a row. LibreOffice does not fit rows to their text by itself."""
        lines = 1
        for cell, width in zip(cells, self._widths, strict=False):
            text = cell.text if isinstance(cell, Link) else cell
            if isinstance(text, str) and (len(text) > width or "\n" in text):
                # A long word that wraps leaves the rest of its line empty.
                parts = (ceil(len(part) * 1.1 / width) for part in text.split("\n"))
                lines = max(lines, sum(max(1, part) for part in parts))
        return min(lines * _LINE, _MAX_HEIGHT)

    def finish(self) -> None:
        """Put a filter on the header, over all rows."""
        self._sheet.autofilter(0, 0, self.row - 1, len(self._widths) - 1)

    def _put(self, column: int, cell: Cell, text_format: Format | None) -> None:
        if isinstance(cell, Link):
            self._put_link(column, cell)
        elif isinstance(cell, date):
            self._sheet.write_datetime(self.row, column, cell, self._formats.date)
        elif isinstance(cell, str):
            self._put_text(column, cell, text_format)
        elif cell is not None:
            shown = self._formats.whole if cell == int(cell) else self._formats.number
            self._sheet.write_number(self.row, column, cell, shown)

    def _put_link(self, column: int, link: Link) -> None:
        if link.row is None or self._links == limits.MAX_SHEET_LINKS:
            self._put_text(column, link.text, None)
            return
        self._links += 1
        target = f"internal:'{link.sheet}'!A{link.row + 1}"
        text = self._fitting(link.text)
        self._sheet.write_url(self.row, column, target, self._formats.link, text)

    def _put_text(self, column: int, text: str, text_format: Format | None) -> None:
        text = self._fitting(text)
        quoted = text.startswith(_FORMULA)
        text_format = text_format or (self._formats.quoted if quoted else self._formats.text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would read such a text as its own XML. In two pieces it stays text.
            plain = self._formats.number
            pieces = (plain, text[:1], plain, text[1:])
            self._sheet.write_rich_string(self.row, column, *pieces, text_format)
        elif text:
            self._sheet.write_string(self.row, column, text, text_format)

    def _fitting(self, text: str) -> str:
        r"""Return a text as a cell can hold it: control characters shown (`\x00`), not too long."""
        text = for_file(text).replace("\r\n", "\n").replace("\r", "\n")
        if _units(text) <= limits.MAX_CELL_CHARS:
            return text
        self.cut += 1
        room = limits.MAX_CELL_CHARS - len(_CUT)
        units = text.encode("utf-16-le")[: 2 * room]
        return units.decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    """Return the length of a text as Excel counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
