"""JSON: an array with one record per line, or one object for a page."""

import json
from collections.abc import Iterator
from typing import Any

from mss_cli.facts.model import Printed
from mss_cli.output.result import Result, Style
from mss_cli.text import escaped, harmless


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield the records as a JSON array, `[]` if there are none, or the page as an object."""
    if result.page is not None:
        yield line(result.page, indent=2) + "\n"
        return
    before = "[\n"
    for record in result.records():
        yield before + line(record)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def line(record: Any, indent: int | None = None) -> str:
    r"""Return a record as JSON, with only those characters escaped that a terminal might obey.

    JSON escapes U+0000 to U+001F itself. Other control and format characters become \uXXXX,
    which every parser reads back as the same string.
    """
    if isinstance(record, Printed) and indent is None and record.line.isprintable():
        return record.line
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    if harmless(text.replace("\n", "") if indent else text):
        return text
    return "".join(escaped(text, lambda c: json.dumps(c)[1:-1], kept="\n"))
