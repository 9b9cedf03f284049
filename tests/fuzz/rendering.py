"""The promises of each format, whatever the cells of a result hold."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from rich.cells import cell_len

from fuzz.choices import Choices
from fuzz.hostile import TEXTS
from fuzz.program import KEPT, OWN, shown
from mss_cli.output.fields import flat_fields, flat_value
from mss_cli.output.formats import FORMATS, render
from mss_cli.output.formats.table import CARDS
from mss_cli.output.result import Block, Cell, Column, Result, Row, Section, Style, plain
from mss_cli.text import for_file, reversible, visible

COLUMNS = (
    Column("text", "What"),
    Column("date", "Date", shape="date"),
    Column("id", "Id", under="text", shape="id"),
    Column("status", "Status", shape="marks", narrow_under="date"),
    Column("sources", "Source", narrow_under="text", shape="files"),
    Column("said_by", "Said by", under="text", lead="said by "),
    Column("phrases", "Wording", under="text", shape="lines", lead="to "),
    Column("measure", "Measure", shape="group"),
    Column("span", "When", shape="span"),
    Column("value", "Value"),
)
DATES = ("", "2024", "2024-09-30", "2024-09/2025-02", "../2024-10", "2024-10/..", "202X", "2021?")
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# The Markdown tokens that our output may produce; data must not produce others.
TOKENS = {
    *("paragraph_open paragraph_close inline text text_special heading_open heading_close".split()),
    *("table_open table_close thead_open thead_close tbody_open tbody_close".split()),
    *("tr_open tr_close th_open th_close td_open td_close strong_open strong_close".split()),
}
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def target(data: bytes) -> None:
    """Make a result and a style, render it in every format, and check what each printed."""
    choices = Choices(data)
    style = _style(choices)
    result = _result(choices)
    for name in FORMATS:
        text = "".join(render(name, result, style))
        kept = "" if name in ("csv", "compact") and style.terminal else KEPT.get(name, "")
        assert shown(re.sub(OWN, "", text) if name == "table" else text, kept), text
        text.encode("utf-8")
        if name in CHECKS:  # a format without readers of its own must be printable at least
            CHECKS[name](text, result, style)


def describe(data: bytes) -> str:
    """Return how wide the result that some bytes make is rendered, and its columns."""
    choices = Choices(data)
    style = _style(choices)
    columns = " ".join(column.name for column in _result(choices).sections[0].columns)
    return f"{style.width} {'excel' if style.excel else ''} {columns}"


def _style(choices: Choices) -> Style:
    styled, colour, terminal, header, excel = (bool(choices.number(0, 1)) for _ in range(5))
    links = {"a.txt": "file:///a.txt"} if styled and choices.number(0, 1) else {}
    return Style(choices.number(20, 200), terminal, styled, colour, header, excel, links)


def _result(choices: Choices) -> Result:
    columns = (COLUMNS[0], *choices.some(COLUMNS[1:], 0, 6))
    sections = tuple(_section(choices, columns) for _ in range(choices.number(1, 2)))
    heading = tuple(_block(choices) for _ in range(choices.number(0, 2)))
    fields = (*(column.name for column in columns), "quantity")
    return Result(sections, fields, heading=heading)


def _section(choices: Choices, columns: tuple[Column, ...]) -> Section:
    grouped = any(column.shape == "group" for column in columns)  # its values are titles
    title = choices.text(TEXTS) if choices.number(0, 1) and not grouped else ""
    return Section(title, columns, [_row(choices, columns) for _ in range(choices.number(0, 3))])


def _row(choices: Choices, columns: tuple[Column, ...]) -> Row:
    cells = [_cell(choices, column) for column in columns]
    record: dict[str, Any] = {
        column.name: cell if isinstance(cell, str) else list(cell)
        for column, cell in zip(columns, cells, strict=True)
    }
    value = choices.pick((None, 1, 0.5, True, -3, 1e300, "=1", ["a", "-b"], {"a": "\x1b"}))
    record["quantity"] = {"value": value, "unit": choices.text(TEXTS)}
    marks = {c.name: ((0, 3), (2, 9)) for c in columns[:1]} if choices.number(0, 1) else {}
    return Row(record, cells, bool(choices.number(0, 1)), marks)


def _cell(choices: Choices, column: Column) -> Cell:
    if column.shape == "span":
        return choices.pick(DATES)
    if column.shape == "date" and choices.number(0, 3):
        return choices.pick(DATES)
    if column.shape == "marks":
        return (choices.pick(("occurred", "planned", "x")), choices.text(TEXTS))
    many = column.shape in ("files", "lines") or not choices.number(0, 3)
    if many and column.shape not in ("date", "group"):
        return tuple(choices.text(TEXTS) for _ in range(choices.number(1, 3)))
    return choices.text(TEXTS)


def _block(choices: Choices) -> Block:
    label, text = choices.pick(("", "Also called", "=1 **x**")), choices.text(TEXTS)
    return Block(label, text, (0, min(2, len(text))) if choices.number(0, 1) else None)


# --- the promises of each format---------------------------------------------------------


def _json(text: str, result: Result, style: Style) -> None:
    assert json.loads(text) == list(result.records())


def _ndjson(text: str, result: Result, style: Style) -> None:
    assert [json.loads(line) for line in text.split("\n")[:-1]] == list(result.records())


def _csv(text: str, result: Result, style: Style) -> None:
    assert text.startswith("\ufeff") == style.excel
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    names = flat_fields(result.fields)
    several = len(result.listed()) > 1
    wanted = [["section", *names] if several else names]
    for section in result.listed():
        for record in section.records():
            cells = [flat_value(record, name) for name in names]
            cells = [section.title, *cells] if several else cells
            wanted.append([_in_csv(cell, style) for cell in cells])
    if style.excel:
        assert not [cell for row in rows for cell in row if _runs(cell)], rows
        rows = [_unquoted(row, want) for row, want in zip(rows, wanted, strict=True)]
    assert rows == wanted


def _runs(cell: str) -> bool:
    """Return whether a spreadsheet may run a cell as a formula; a number is harmless."""
    begins = cell.lstrip(" \n").startswith(FORMULAS)
    return begins and not re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell)


def _in_csv(cell: str, style: Style) -> str:
    return "\n".join(map(visible, cell.split("\n"))) if style.terminal else for_file(cell)


def _unquoted(row: list[str], wanted: list[str]) -> list[str]:
    """Return cells without the apostrophe that guards a formula."""
    guards = [cell != want for cell, want in zip(row, wanted, strict=True)]
    return [c.removeprefix("'") if guard else c for c, guard in zip(row, guards, strict=True)]


def _tsv(text: str, result: Result, style: Style) -> None:
    sections = result.seen_by("pipes")
    lines = [line.split("\t") for line in text.split("\n")[:-1]]
    wanted = [
        [reversible(plain(cell)) for cell in (s.title, *row.cells)]
        for s in sections
        for row in s.rows
    ]
    wanted = [cells if len(sections) > 1 else cells[1:] for cells in wanted]
    assert lines[len(lines) - len(wanted) :] == wanted


def _table(text: str, result: Result, style: Style) -> None:
    seen = re.sub(OWN, "", text)
    assert ("\x1b" in text) <= style.styled
    wide = [line for line in seen.split("\n") if cell_len(line) > style.width]
    assert not wide, (style.width, wide)
    told = "".join(_told(result, style.width < CARDS))
    lost = Counter(re.sub(r"\s", "", told)) - Counter(seen)
    assert not lost, (lost, seen)


def _told(result: Result, joined: bool) -> Iterator[str]:
    """Yield every text that a table must show; joined: lists are one text."""
    for block in result.heading:
        start, end = block.mark or (0, 0)
        parts = (block.label, block.text[:start], block.text[start:end], block.text[end:])
        yield from map(visible, parts)
    for section in result.sections:
        yield visible(section.title) if section.rows else ""
        for row in section.rows:
            for column, cell in zip(section.columns, row.cells, strict=True):
                if column.shape != "group":  # rows of one group share a heading
                    items = (plain(cell),) if joined or isinstance(cell, str) else cell
                    yield "".join(map(visible, items))


def _markdown(text: str, result: Result, style: Style) -> None:
    tokens = _MARKDOWN.parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    code = [token.content for token in inline if token.type == "code_inline"]
    assert all(re.fullmatch(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9._-]+", each) for each in code), text
    other = {token.type for token in (*tokens, *inline)} - TOKENS - {"code_inline"}
    assert not other, (other, text)
    shown_rows = sum(token.type == "tr_open" for token in tokens)
    cells = sum(token.type in ("td_open", "th_open") for token in tokens)
    columns = sum(column.shape != "group" for column in result.sections[0].columns)
    assert cells == shown_rows * columns, text
    strong = sum(token.type == "strong_open" for token in inline)
    assert strong == sum(bool(block.label) for block in result.heading), text
    assert shown_rows >= sum(len(list(section.rows)) for section in result.sections), text


CHECKS = {
    "json": _json,
    "ndjson": _ndjson,
    "csv": _csv,
    "tsv": _tsv,
    "table": _table,
    "markdown": _markdown,
}
