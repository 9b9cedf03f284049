"""The output formats: one module each, loaded on demand.

To add a format, write a module with `render(result, style) -> Iterator[str]` and add its name
to FORMATS. Each chunk that it yields is written at once. Stores are not trusted: pass every
text through `text.visible`, or escape control characters in the format's own way.
"""

from collections.abc import Iterator

from mss_cli.output.result import Result, Style

# The names of the modules.
FORMATS = ("json", "ndjson", "csv", "tsv", "table", "markdown", "compact")

# Those that print rows, and so can print one for each item of a list.
FLAT_FORMATS = ("csv", "tsv", "table", "markdown")


def render(name: str, result: Result, style: Style) -> Iterator[str]:
    """Return a result in the named format, in chunks."""
    module = __import__(f"mss_cli.output.formats.{name}", fromlist=["render"])
    chunks: Iterator[str] = module.render(result, style)
    return chunks
