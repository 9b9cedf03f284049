"""The output formats: one small module each, loaded when it is asked for.

A new format is one module with `render(result, style) -> Iterator[str]` and one line here.
The chunks it yields are written as they come; what it prints must have passed
`text.visible` or an encoding that shows control characters, since a store is not trusted.
"""

from collections.abc import Iterator

from mss_cli.result import Result, Style

FORMATS = {
    "json": "mss_cli.render.as_json",
    "ndjson": "mss_cli.render.as_ndjson",
    "csv": "mss_cli.render.as_csv",
    "tsv": "mss_cli.render.as_tsv",
    "table": "mss_cli.render.as_table",
    "markdown": "mss_cli.render.as_markdown",
}


def render(name: str, result: Result, style: Style) -> Iterator[str]:
    """Return a result in the named format, in chunks."""
    chunks: Iterator[str] = __import__(FORMATS[name], fromlist=["render"]).render(result, style)
    return chunks
