"""NDJSON: one record per line, or the page as one line."""

from collections.abc import Iterator

from mss_cli.output.formats.json import line
from mss_cli.output.result import Result, Style


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield each record, or the page, as one line of JSON."""
    for record in [result.page] if result.page is not None else result.records():
        yield line(record) + "\n"
