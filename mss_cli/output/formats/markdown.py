"""Markdown pipe tables (GitHub flavour), for notes and issue trackers."""

import re
from collections.abc import Iterator, Sequence

from mss_cli.output.result import Cell, Result, Style, grouped, marked, plain
from mss_cli.text import visible


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield the heading, and one table for each section with rows."""
    for block in result.heading:
        label = f"**{escaped(block.label)}** " if block.label else ""
        text = escaped(marked(block))
        yield f"{label}{text if label else _paragraph(text)}\n\n"
    sections = [part for whole in result.seen_by("people") for part in grouped(whole)]
    for section in sections:
        if section.title and not section.rows:
            continue
        if section.title:
            yield f"## {escaped(section.title)}\n\n"
        yield _line([column.header for column in section.columns])
        yield _line(["---"] * len(section.columns), raw=True)
        for row in section.rows:
            yield _line(row.cells)
        yield "\n" if section.title or len(sections) > 1 else ""


def _line(cells: Sequence[Cell], raw: bool = False) -> str:
    texts = [plain(cell) for cell in cells]
    return "| " + " | ".join(texts if raw else map(escaped, texts)) + " |\n"


def _paragraph(text: str) -> str:
    """Return escaped text that cannot start a list, a rule or a code block."""
    return re.sub(r"\A(?:(?=[-+])|(\d+)(?=[.)](?: |\Z)))", r"\1\\", text.strip())


def escaped(text: str) -> str:
    """Return text with all Markdown and HTML in it escaped.

    Renderers also make links of bare addresses. An escaped dot stops them at domains. E-mail
    addresses become code: GitHub finds them behind escapes and character references alike.
    """
    parts = re.split(_EMAIL, visible(text))
    return "".join(f"`{part}`" if n % 2 else _plain(part) for n, part in enumerate(parts))


_EMAIL = r"([A-Za-z0-9.+_-]+@[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"


def _plain(text: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]<>|~#&$@]|:(?=\S))", r"\\\1", text)
    dot = r"(?<=[^\W_])\.(?=[^\W\d_]{2})|(?<=www)\."
    return re.sub(dot, r"\\.", escaped, flags=re.IGNORECASE)
