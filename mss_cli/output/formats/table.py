"""Tables for a terminal, with Rich. Data is passed as Text objects and never as markup."""

from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.kinds import LASTING, STATUSES
from mss_cli.output.charts.axis import Axis, scale
from mss_cli.output.formats.widths import fitted
from mss_cli.output.result import Block, Cell, Column, Result, Row, Section, Style, grouped, plain
from mss_cli.output.short_names import named
from mss_cli.query.source_names import with_short_names
from mss_cli.text import visible

NARROW = 100  # in a narrower terminal, side columns move under the main one
_GAP = 3  # spaces between two columns
CARDS = 70  # in a narrower terminal, each row is printed as lines
LISTED = ("files", "lines", "span")  # shapes of lists with one item per line
UNBROKEN = ("date", "id", "files")  # shapes that wrap last


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield the heading and each section with rows, fitted to style.width."""
    console = Console(
        file=StringIO(),  # or Rich flushes stdout, and exits with 1 if its reader is gone
        width=style.width,
        height=100,  # or Rich reads LINES, and fails on some values
        force_terminal=style.styled,
        color_system="standard" if style.styled else None,
        no_color=not style.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    between = ""
    parts: list[Text | Table] = [
        _block(b._replace(label=with_short_names(b.label, style.names))) for b in result.heading
    ]
    if result.plots:
        from mss_cli.output.charts.text_plot import drawn

        parts += [Text(drawn(plot, style)) for plot in result.plots]
    draw = _cards if style.width < CARDS else _table
    for section in (part for whole in result.seen_by("people") for part in grouped(whole)):
        drawn_rows = islice(section.rows, style.most + 1 if style.most else None)
        rows = [named(row, section, style.names) for row in drawn_rows]
        cut = bool(style.most) and len(rows) > style.most
        if rows:
            parts.append(draw(section._replace(rows=rows[: style.most or None]), style))
        if cut:
            parts.append(Text(f"… ends after {style.most:,} rows; --format tsv prints all"))
    for part in parts:
        with console.capture() as captured:
            if isinstance(part, Table):  # Rich adds a gap after the last column
                console.print(part, width=style.width + _GAP, crop=False)
            else:
                console.print(part)
        yield between + "\n".join(line.rstrip() for line in captured.get().split("\n"))
        between = "\n"


def _block(block: Block) -> Text:
    text = Text()
    if block.label:
        text.append(visible(block.label) + "  ", style="bold")
    if block.mark is None:
        text.append(visible(block.text))
        return text
    start, end = block.mark
    text.append(visible(block.text[:start]), style="dim")
    text.append("⟦" + visible(block.text[start:end]) + "⟧", style="bold")
    text.append(visible(block.text[end:]), style="dim")
    return text


def _table(section: Section, style: Style) -> Table | Text:
    """Return a section as a table, or as lines if an id would not fit into its column."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text(visible(section.title)) if section.title else None,
        title_justify="left",
        title_style="bold",
        padding=(0, 2, 0, 0),
        pad_edge=False,
        show_edge=False,
        expand=False,
    )
    hosts = {column.name: _host(column, section, style) for column in section.columns}
    shown = [column for column in section.columns if not hosts[column.name]]
    unbroken = _lengths(section, hosts, style)
    whole = section
    section, axis = _drawn(section, style)
    headers = [_header(column, section, hosts, axis) for column in shown]
    rows = [[_cell(c, section, row, hosts, style) for c in shown] for row in section.rows]
    natural = [
        max(_long(header), *(_long(row[n]) for row in rows)) for n, header in enumerate(headers)
    ]
    least = [axis.width if c.shape == "span" else unbroken[c.name] for c in shown]
    words = [max(map(len, header.plain.split()), default=0) for header in headers]
    room = style.width - _GAP * (len(shown) - 1)
    ids = any(column.shape == "id" for column in section.columns)
    if ids and sum(max(pair) for pair in zip(least, words, strict=True)) > room:
        return _cards(whole, style)
    for header, width in zip(headers, fitted(natural, least, words, room), strict=True):
        table.add_column(header, overflow="fold", width=width)
    tall = any(hosts.values())
    for number, row in enumerate(rows):
        if tall and number:
            table.add_row()
        table.add_row(*row)
    return table


def _header(column: Column, section: Section, hosts: Mapping[str, str], axis: Axis) -> Text:
    """Return a column's header: the time axis, or its name and those of columns under it."""
    if column.shape == "span":
        return Text("\n".join(axis.header()))
    taken = [c.header for c in section.columns if hosts[c.name] == column.name and not c.under]
    return Text(visible(" · ".join([column.header, *taken])))


def _long(text: Text) -> int:
    return max((cell_len(line) for line in text.plain.split("\n")), default=0)


def _drawn(section: Section, style: Style) -> tuple[Section, Axis]:
    """Return a section with the dates of its `span` column drawn over time, and the scale.

    The row's status gives the sign; an ongoing state is a line.
    """
    at = next((i for i, c in enumerate(section.columns) if c.shape == "span"), None)
    if at is None:
        return section, Axis(12, 1, ())
    marks = next((i for i, c in enumerate(section.columns) if c.shape == "marks"), None)
    axis = scale((plain(row.cells[at]) for row in section.rows if row.cells[at]), style.width // 2)
    rows = []
    for row in section.rows:
        date, state = plain(row.cells[at]), "occurred" if marks is None else row.cells[marks][0]
        sign = STATUSES.get(state, "●")
        bar = axis.bar(edtf_bounds(date), sign, state in LASTING) if date else ""
        drawn = (bar, date or "undated")
        rows.append(row._replace(cells=(*row.cells[:at], drawn, *row.cells[at + 1 :])))
    return section._replace(rows=rows), axis


def _lengths(section: Section, hosts: Mapping[str, str], style: Style) -> dict[str, int]:
    """Return the length of the longest item in each column that should not wrap.

    0 if there is none, or if it is so long that it must wrap like other text. An id never wraps.
    """
    found = dict.fromkeys((c.name for c in section.columns), 0)
    for column in section.columns:
        if column.shape in UNBROKEN or (column.cites and column.shape == "lines"):
            at = hosts[column.name] or column.name
            longest = _longest(column, section) + len(column.lead) * bool(hosts[column.name])
            most = style.width // 2 if hosts[column.name] else style.width * 2 // 5
            most = style.width if column.shape == "id" else most
            found[at] = max(found[at], longest if longest <= most else 0)
    return found


def _longest(column: Column, section: Section) -> int:
    """Return the length of the longest line in a column."""
    at = section.columns.index(column)
    cells = (row.cells[at] for row in section.rows)
    items = (item for cell in cells for item in ((cell,) if isinstance(cell, str) else cell))
    return max((len(part) for item in items for part in _lines(column, item)), default=0)


def _lines(column: Column, item: str) -> list[str]:
    return item.split("/") if column.shape == "date" else [item]


def _cards(section: Section, style: Style) -> Text:
    """Return each row as lines, one per column, for terminals too narrow for a table."""
    text = Text(visible(section.title) + "\n" if section.title else "", style="bold")
    for number, row in enumerate(section.rows):
        text.append("\n" if number else "")
        for column, cell in zip(section.columns, row.cells, strict=True):
            if cell:
                text.append(visible(column.header) + ": ", style="dim")
                text.append(visible(plain(cell)) + "\n", style="none")
    if text:
        text.right_crop(1)
    return text


def _host(column: Column, section: Section, style: Style) -> str:
    """Return the column under which this one is printed, or "".

    If that column is itself printed under another, both go under the other.
    """
    wanted = column.under or (column.narrow_under if style.width < NARROW else "")
    host = next((c for c in section.columns if c.name == wanted), None)
    return "" if host is None else _host(host, section, style) or host.name


def _cell(column: Column, section: Section, row: Row, hosts: dict[str, str], style: Style) -> Text:
    cells = dict(zip((c.name for c in section.columns), row.cells, strict=True))
    text = _text(column, cells[column.name], style, "\n" if column.shape in LISTED else "; ")
    if row.dim:
        text.stylize("dim")
    if text.plain == cells[column.name]:  # nothing was escaped, so the spans still fit
        for start, end in row.marks.get(column.name, ()):
            text.stylize("bold underline", start, end)
    for other in section.columns:
        if hosts[other.name] == column.name and cells[other.name]:
            text.append("\n")
            between = (
                "\n"
                if other.shape == "lines"
                else "; "
                if other.lead or other.shape == "files"
                else "  "
            )
            text.append_text(_text(other, cells[other.name], style, between))
    return text


def _text(column: Column, cell: Cell, style: Style, between: str) -> Text:
    """Return a cell as Rich text. between: the separator of a list."""
    items = [visible(item) for item in ((cell,) if isinstance(cell, str) else cell)]
    if column.lead and (column.under or column.narrow_under):
        each = column.shape == "lines"
        items = [column.lead * (each or not n) + item for n, item in enumerate(items)]
    if column.shape == "marks":
        sign = f"{STATUSES[items[0]]} " if items[0] in STATUSES else ""
        return Text("\n".join([f"{sign}{items[0]}", *(f"↳ {mark}" for mark in items[1:])]))
    if column.shape == "span":
        bar, *dates = items
        return Text("\n".join([bar, *dates]), style="bold")
    if column.shape == "date":
        return Text(items[0].replace("/", "/\n"), style="bold")
    text = Text(style="dim" if column.under else "")
    for number, item in enumerate(items):
        link = style.links.get(item) if column.shape == "files" else None
        text.append(between if number else "").append(item, style=f"link {link}" if link else "")
    return text
