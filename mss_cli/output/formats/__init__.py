"""The output formats: one small module each, loaded when it is asked for.

A new format is one module with `render(result, style) -> Iterator[str]` and one line here.
The chunks it yields are written as they come; what it prints must have passed
`text.visible` or an encoding that shows control characters, since a store is not trusted.
"""

from collections.abc import Iterator

from mss_cli.output.result import Result, Style

FORMATS = ("json", "ndjson", "csv", "tsv", "table", "markdown")  # each the name of its module


def render(name: str, result: Result, style: Style) -> Iterator[str]:
    """Return a result in the named format, in chunks."""
    module = __import__(f"mss_cli.output.formats.{name}", fromlist=["render"])
    chunks: Iterator[str] = module.render(result, style)
    return chunks
