"""SVG elements. Attributes and texts are escaped, and characters that nobody sees are shown."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from mss_cli.text import visible

Element = ElementTree.Element
NAMESPACE = "http://www.w3.org/2000/svg"


def element(
    tag: str, *children: Element | None, text: str = "", **attributes: str | float
) -> Element:
    """Return an element. An underscore in an attribute is a hyphen, and one at its end is dropped.

    >>> markup(element("circle", class_="sign", cx=percent(0.5), r=4))
    '<circle class="sign" cx="50%" r="4" />'
    """
    named = {
        name.rstrip("_").replace("_", "-"): visible(
            value if isinstance(value, str) else plain(value)
        )
        for name, value in attributes.items()
    }
    made = ElementTree.Element(tag, named)
    made.extend(child for child in children if child is not None)
    if text:
        made.text = visible(text)
    return made


def plain(value: float) -> str:
    """Return a number with at most two decimals, never with an exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(part: float) -> str:
    """Return a part of the width as SVG writes it: `12.5%`."""
    return f"{round(100 * part, 2):g}%"


def at(x: str | float, *children: Element, y: float = 0) -> Element:
    """Return elements moved to a place, which may be a percentage of the width."""
    return element("svg", *children, x=x, y=y, overflow="visible")


def labelled(href: str, label: str, children: Iterable[Element]) -> Element:
    """Return elements with a label, as a link to a place of the same page if there is one."""
    title = element("title", text=label)
    if not href:
        return element("g", title, *children)
    return element("a", title, *children, href=href, aria_label=label)


def chart_style() -> str:
    """Return the style sheet that every drawing needs, for light and dark."""
    from importlib.resources import files

    return files("mss_cli.output.charts").joinpath("charts.css").read_text(encoding="utf-8")


def plain_style() -> str:
    """Return the style sheet with colours in place of variables, which only browsers know."""
    style = chart_style()
    light = re.search(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]+);", light[1] if light else ""))
    rules = style[style.index("svg {") :]
    return re.sub(r"var\((--[a-z-]+)\)", lambda match: colours[match[1]], rules)


def markup(drawn: Element) -> str:
    """Return an element as text."""
    return ElementTree.tostring(drawn, encoding="unicode")
