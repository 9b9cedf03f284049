"""TSV: one row per line, never truncated, for pipes."""

from collections.abc import Iterator

from mss_cli.output.result import Result, Style, plain
from mss_cli.text import reversible


def render(result: Result, style: Style) -> Iterator[str]:
    r"""Yield the rows; a tab, line break or backslash in a cell becomes `\t`, `\n` or `\\`.

    With several sections, the first column is the title of the section.
    """
    sections = result.seen_by("pipes")
    several = len(sections) > 1
    last: tuple[str, ...] | None = None
    for section in sections:
        names = (*(["section"] if several else []), *(c.name for c in section.columns))
        if style.header and names != last and (section.rows or not several):
            yield "\t".join(names) + "\n"
            last = names
        for row in section.rows:
            cells = [section.title, *row.cells] if several else row.cells
            yield "\t".join(reversible(plain(cell)) for cell in cells) + "\n"
