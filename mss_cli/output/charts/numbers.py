"""Numbers as SVG: over time, and as bars beside each other."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mss_cli.facts.model import Fact, Quantity
from mss_cli.facts.quantities import number
from mss_cli.output.charts.axis import Axis
from mss_cli.output.charts.svg import Element, at, element, labelled, percent
from mss_cli.output.charts.timeline import grid, placed, sign, span

BAR_HEIGHT = 14
PLOT_HEIGHT = 150
_ABOVE, _BELOW = 22, 12  # pixels beside the highest and the lowest value of a plot
_BIG = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
Href = Callable[[Fact], str]


class Extent(NamedTuple):
    """The range of values that a drawing shows; it always has zero in it."""

    low: float
    high: float

    def part(self, value: float) -> float:
        """Return where a value lies, from 0 at the lowest to 1 at the highest."""
        return (value - self.low) / (self.high - self.low)


def extent(quantities: Sequence[Quantity]) -> Extent:
    """Return the range of some numbers with their bounds."""
    known = (v for q in quantities for v in (q["value"], q["low"], q["high"]) if v is not None)
    values = [0.0, *known]
    low, high = min(values), max(values)
    return Extent(low, high if high > low else low + 1)


def bar(quantity: Quantity, shown: Extent, promised: bool) -> list[Element]:
    """Return a number as a horizontal bar from zero, with its bounds as a line if it has any."""
    zero, end = shown.part(0), shown.part(quantity["value"])
    drawn = [
        element(
            "rect",
            class_="promised" if promised else "delivered",
            x=percent(min(zero, end)),
            width=percent(abs(end - zero)),
            y=1,
            height=BAR_HEIGHT - 2,
        )
    ]
    low, high = quantity["low"], quantity["high"]
    if low is not None or high is not None:
        ends = [shown.part(quantity["value"] if v is None else v) for v in (low, high)]
        drawn += [
            element(
                "line",
                class_="bounds",
                x1=percent(ends[0]),
                x2=percent(ends[1]),
                y1=BAR_HEIGHT / 2,
                y2=BAR_HEIGHT / 2,
            ),
            *(
                element(
                    "line", class_="bounds", x1=percent(x), x2=percent(x), y1=2, y2=BAR_HEIGHT - 2
                )
                for x, known in zip(ends, (low, high), strict=True)
                if known is not None
            ),
        ]
    return drawn


def plot(
    axis: Axis, facts: Sequence[Fact], label: Callable[[Fact], str], href: Href
) -> list[Element]:
    """Return numbers over time, PLOT_HEIGHT pixels high: a sign for each at its date and value.

    A dotted line spans an uncertain date, and a vertical one goes from the low to the high bound.
    facts: dated, each with a number. label: what is told of a fact. href: where its sign leads, or
    "".
    """
    shown = extent([q for f in facts if (q := f["quantity"])])
    drawn = grid(axis, PLOT_HEIGHT)
    drawn.append(
        element("line", class_="zero", x1=0, x2="100%", y1=height(shown, 0), y2=height(shown, 0))
    )
    for fact in facts:
        parts = _point(axis, fact, shown)
        if parts:
            drawn.append(labelled(href(fact), label(fact), parts))
    return drawn


def _point(axis: Axis, fact: Fact, shown: Extent) -> list[Element]:
    quantity, place = fact["quantity"], placed(axis, fact["date"])
    if quantity is None or place is None:
        return []
    y = height(shown, quantity["value"])
    middle = percent(place.at)
    drawn = span(place, y)
    low, high = quantity["low"], quantity["high"]
    if low is not None or high is not None:
        ends = [height(shown, quantity["value"] if v is None else v) for v in (low, high)]
        drawn.append(element("line", class_="bounds", x1=middle, x2=middle, y1=ends[0], y2=ends[1]))
    drawn.append(at(middle, *sign(fact), y=y))
    anchor = "end" if place.at > 0.85 else "start"
    shift = -9 if anchor == "end" else 9
    value = short(quantity["value"])
    drawn.append(
        element("text", class_="value", x=middle, y=y - 6, dx=shift, text_anchor=anchor, text=value)
    )
    return drawn


def height(shown: Extent, value: float) -> float:
    """Return the y of a value, in pixels from the top."""
    return round(_ABOVE + (1 - shown.part(value)) * (PLOT_HEIGHT - _ABOVE - _BELOW), 1)


def short(value: float) -> str:
    """Return a number in few characters: `2.6 bn`, `700,000`."""
    for size, name in _BIG:
        if abs(value) >= size:
            return f"{value / size:.4g} {name}"
    return number(value)
