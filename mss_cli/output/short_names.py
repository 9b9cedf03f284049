"""Rows in which sources have their short names, for the formats that people read."""

from collections.abc import Mapping

from mss_cli.output.result import Cell, Column, Row, Section
from mss_cli.query.source_names import with_short_names


def named(row: Row, section: Section, names: Mapping[str, str]) -> Row:
    """Return a row with short names in place of file names. names: by file."""
    if not names:
        return row
    cells = zip(section.columns, row.cells, strict=True)
    return row._replace(cells=[_named(column, cell, names) for column, cell in cells])


def _named(column: Column, cell: Cell, names: Mapping[str, str]) -> Cell:
    one = isinstance(cell, str)
    items = (cell,) if isinstance(cell, str) else cell
    if column.shape == "files":
        items = tuple(names.get(item, item) for item in items)
    elif column.cites:
        if not column.shape:  # in a sentence, a title needs quotation marks
            names = {f: name if name[:1] == "[" else f"“{name}”" for f, name in names.items()}
        items = tuple(with_short_names(item, names) for item in items)
    return items[0] if one else items
