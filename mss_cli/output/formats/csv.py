"""CSV with every field of each record (quoted as in RFC 4180, lines end in a line feed)."""

import csv
import io
import re
from collections.abc import Iterator

from mss_cli.output.fields import flat_fields, flat_value
from mss_cli.output.result import Result, Style
from mss_cli.text import for_file, harmless, visible

_FORMULA = tuple("=+-@＝＋－＠")  # some spreadsheets accept full-width signs


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield a header and one line per record; nested records become dotted columns.

    style.excel adds a byte order mark, and an apostrophe before each cell that a spreadsheet
    would run as a formula (OWASP, CSV injection).
    """
    sections = result.listed()
    several = len(sections) > 1
    names = flat_fields(result.fields)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    quoting = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    if style.excel:  # quote all cells: some spreadsheets split at semicolons
        writer = quoting
        buffer.write("\ufeff")
    writer.writerow(["section", *names] if several else names)
    for section in sections:
        for record in section.records():
            cells = [flat_value(record, name) for name in names]
            if several:
                cells.insert(0, section.title)
            together = "".join(cells)
            if style.excel or not (_plain(together) or all(map(harmless, cells))):
                cells = [_cell(cell, style) for cell in cells]
            # Before Python 3.13, the module does not quote a carriage return by itself.
            (quoting if "\r" in together else writer).writerow(cells)
            yield _take(buffer)
    yield _take(buffer)


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _cell(text: str, style: Style) -> str:
    """Return a cell as it is, but safe on a terminal and, if asked for, in a spreadsheet."""
    if not harmless(text):
        text = "\n".join(map(visible, text.split("\n"))) if style.terminal else for_file(text)
    return f"'{text}" if style.excel and formula(text) else text


def formula(text: str) -> bool:
    """Return True if a spreadsheet might run a cell, with or without its apostrophe."""
    if not re.sub(r"^[\s']+", "", text).startswith(_FORMULA):
        return False
    return not re.fullmatch(
        r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", text
    )  # a number is not a formula


def _take(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
