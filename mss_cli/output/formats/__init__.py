"""The output formats: one small module each, loaded when it is asked for.

A new format is one module with `render(result, style) -> Iterator[str]` and one line here.
The chunks it yields are written as they come; what it prints must have passed
`text.visible` or an encoding that shows control characters, since a store is not trusted.
"""

from collections.abc import Iterator

from mss_cli.output.result import Result, Style

FORMATS = {
    "json": "mss_cli.output.formats.json",
    "ndjson": "mss_cli.output.formats.ndjson",
    "csv": "mss_cli.output.formats.csv",
    "tsv": "mss_cli.output.formats.tsv",
    "table": "mss_cli.output.formats.table",
    "markdown": "mss_cli.output.formats.markdown",
}


def render(name: str, result: Result, style: Style) -> Iterator[str]:
    """Return a result in the named format, in chunks."""
    chunks: Iterator[str] = __import__(FORMATS[name], fromlist=["render"]).render(result, style)
    return chunks
