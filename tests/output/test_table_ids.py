"""Ids in tables: never broken, so that they can be copied."""

import pytest

from mss_cli.output.formats.table import render as drawn
from mss_cli.output.result import Column, Result, Row, Section, Style

COLUMNS = (
    Column("date", "Date", shape="date"),
    Column("said_by", "Said by"),
    Column("text", "Text"),
    Column("id", "Id", under="text", shape="id"),
)
TEXT = "In October 2025 the union of the dockworkers demanded more pay for night crews."


def rendered(identifier: str, width: int) -> list[str]:
    cells = ("2025-10-13/2025-10-14", "Merrow Dockworkers' Union", TEXT, identifier)
    section = Section("", COLUMNS, [Row({}, cells)])
    style = Style(width=width, terminal=True, styled=False, colour=False)
    shown = "".join(drawn(Result((section,), ("id",)), style))
    return shown.splitlines()


@pytest.mark.parametrize("length", [30, 40, 45, 60, 80])
@pytest.mark.parametrize("width", [72, 80, 100, 120])
def test_id_is_never_broken(length: int, width: int) -> None:
    identifier = ("a-long-id-" * 8)[:length].strip("-")
    lines = rendered(identifier, width)
    if length + len("Id: ") <= width:
        assert any(identifier in line for line in lines)
        assert max(map(len, lines)) <= width


def test_rows_are_lines_where_an_id_does_not_fit_into_its_column() -> None:
    identifier = "an-id-" * 11 + "end"
    assert rendered(identifier, 80) == [
        "Date: 2025-10-13/2025-10-14",
        "Said by: Merrow Dockworkers' Union",
        f"Text: {TEXT.removesuffix(' crews.')}",
        "crews.",
        f"Id: {identifier}",
    ]
