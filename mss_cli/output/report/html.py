"""The page: templates filled with the contents, escaped, under a policy that forbids the rest."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.quantities import number
from mss_cli.output.charts.svg import Element, chart_style, markup
from mss_cli.output.report.contents import Contents
from mss_cli.output.report.disagreements import disagreements
from mss_cli.output.report.entities import entities
from mss_cli.output.report.facts import facts
from mss_cli.output.report.front import front
from mss_cli.output.report.numbers import numbers
from mss_cli.output.report.positions import positions
from mss_cli.output.report.sources import sources
from mss_cli.output.report.timeline import timeline
from mss_cli.text import visible

_MARK = "\uffff"  # no character
# The sections of the page in order: the template, its heading, and what fills it.
SECTIONS: dict[str, tuple[str, Callable[[Contents], dict[str, Any]]]] = {
    "front": ("What this record covers", front),
    "timeline": ("Timeline", timeline),
    "numbers": ("Numbers", numbers),
    "positions": ("Positions", positions),
    "disagreements": ("Disagreements", disagreements),
    "entities": ("People and organisations", entities),
    "facts": ("Facts", facts),
    "sources": ("Sources", sources),
}


def page(contents: Contents) -> Iterator[str]:
    """Yield a whole page of HTML in pieces. It needs nothing but itself.

    Raises UsageError if it is larger than limits.MAX_REPORT_CHARS.
    """
    environment = _environment()
    style = chart_style() + _asset(environment, "report.css")
    script = _asset(environment, "report.js")
    written = 0
    for piece in environment.get_template("page.html").generate(
        contents=contents,
        title=contents.asked.title or contents.store.manifest["title"],
        sections={
            name: (heading, filled(contents)) for name, (heading, filled) in SECTIONS.items()
        },
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
    ):
        written += len(piece)
        if written > limits.MAX_REPORT_CHARS:
            raise UsageError(
                f"the page would be larger than {limits.MAX_REPORT_CHARS / 1e6:,.0f} MB",
                where="report",
                expected="add a filter, e.g. --since, --who or --topic",
            )
        yield piece


@cache
def _environment() -> Environment:
    """Return Jinja2 set up so that data can only become text. It compiles each template once."""
    environment = Environment(
        loader=PackageLoader("mss_cli.output.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(svg=_svg, lines=_lines, number=number, thousands=lambda n: f"{n:,}")
    return environment


def _shown(value: Any) -> Any:
    """Return a text with what nobody sees made visible; Jinja2 then escapes it."""
    return visible(value) if type(value) is str else value


def _svg(drawn: Iterable[Element]) -> Markup:
    """Return SVG elements as markup; they are escaped already."""
    return Markup("".join(map(markup, drawn)))


def _lines(text: str) -> Markup:
    """Return a text of several lines, each escaped."""
    lines = (text + _MARK).splitlines()  # or an empty last line is lost
    return Markup("<br>").join(visible(line.removesuffix(_MARK)) for line in lines)


def _asset(environment: Environment, name: str) -> str:
    """Return the style or the script, as it stands between its tags."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy that allows this style and this script and nothing else."""
    allowed = {"style-src": style, "script-src": script}
    hashes = "; ".join(
        f"{what} 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for what, text in allowed.items()
    )
    return f"default-src 'none'; {hashes}; base-uri 'none'; form-action 'none'"
