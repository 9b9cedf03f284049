"""NDJSON: one record, or the page, on each line."""

from collections.abc import Iterator

from mss_cli.output.formats.json import line
from mss_cli.output.result import Result, Style


def render(result: Result, style: Style) -> Iterator[str]:
    """Yield one line of JSON for each record, or one for the page."""
    for record in [result.page] if result.page is not None else result.records():
        yield line(record) + "\n"
