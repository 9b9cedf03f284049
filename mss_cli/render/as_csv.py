"""CSV (RFC 4180 quoting, lines end in a line feed): every field of each record."""

import csv
import io
from collections.abc import Iterator

from mss_cli.result import Result, Style, flat_fields, flat_value
from mss_cli.text import harmless, visible

_FORMULA = tuple("=+-@＝＋－＠\n")  # tabs and carriage returns are never printed as such


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield a header and one line a record; nested records become dotted columns.

    style.excel adds a byte order mark and puts an apostrophe before any cell that a
    spreadsheet would run as a formula (OWASP, CSV injection).
    """
    sections = result.listed()
    several = len(sections) > 1
    names = flat_fields(result.fields)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if style.excel:
        buffer.write("\ufeff")
    writer.writerow(["section", *names] if several else names)
    for section in sections:
        for record in section.records():
            cells = [flat_value(record, name) for name in names]
            cells = [section.title, *cells] if several else cells
            if style.excel or not all(map(harmless, cells)):
                cells = [_cell(cell, style.excel) for cell in cells]
            writer.writerow(cells)
            yield _take(buffer)
    yield _take(buffer)


def _cell(text: str, excel: bool) -> str:
    if not harmless(text):
        text = "\n".join(map(visible, text.split("\n")))
    return f"'{text}" if excel and text.startswith(_FORMULA) else text


def _take(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
