"""Dates over time as SVG.

A day is a sign. An uncertain date is a dotted line from its first to its last possible day, with
the sign in the middle. What is ongoing is a solid line. An arrow is an open end.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.kinds import LASTING, STATUSES
from mss_cli.facts.model import Fact
from mss_cli.facts.states import in_conflict
from mss_cli.output.charts.axis import Axis, scale
from mss_cli.output.charts.svg import Element, at, element, percent

HEIGHT = 20  # pixels of a strip
RULER_HEIGHT = 34
_STEPS = 72  # columns in which the steps of a scale must fit
_CELL, _GAP = 372, 186  # columns of a step, so that a day has one of its own, and of a cut
_RADIUS = 5
# Parts of the width that a label takes, on a usual page and on a phone.
_ROOM_FOR_YEAR = 0.1
_ROOM_FOR_SHORT_YEAR = 0.07
_ROOM_FOR_MONTH = {"wide": 0.045, "narrow": 0.1}
_DRAWN_AS = {"●": "done", "○": "planned", "?": "claimed", "✗": "denied"}  # classes of the style


class Place(NamedTuple):
    """Where a date is drawn: parts of the width, from 0 to 1. at: of the sign.

    is_day: True for a single day. is_open: whether the beginning and the end are unknown.
    """

    first: float
    last: float
    at: float
    is_day: bool
    is_open: tuple[bool, bool]


def time_axis(facts: Iterable[Fact]) -> Axis:
    """Return the finest scale on which the dates of some facts fit."""
    axis = scale((fact["date"] for fact in facts if fact["date"]), _STEPS)
    return axis._replace(cell=_CELL, gap=_GAP)


def placed(axis: Axis, date: str | None) -> Place | None:
    """Return the place of a date (EDTF), or None for no date."""
    if date is None or not axis.steps:
        return None
    bounds = edtf_bounds(date)
    if bounds.start is None and bounds.end is None:
        return None
    width = axis.width
    first = axis.column(bounds.start) / width if bounds.start else 0.0
    last = (axis.column(bounds.end, end=True) + 1) / width if bounds.end else 1.0
    middle = (first + last) / 2 if bounds.start and bounds.end else last if bounds.end else first
    is_open = (bounds.start is None, bounds.end is None)
    return Place(first, max(first, last), middle, bounds.start == bounds.end, is_open)


def strip(axis: Axis, fact: Fact) -> list[Element]:
    """Return the drawing of a fact's date, HEIGHT pixels high; nothing if it is undated."""
    place = placed(axis, fact["date"])
    if place is None:
        return []
    lasting = fact["status"] in LASTING
    middle = HEIGHT / 2
    drawn = span(place, middle, lasting)
    if place.is_day or not lasting:
        drawn.append(at(percent(place.at), *sign(fact), y=middle))
    return drawn


def span(place: Place, y: float, lasting: bool = False) -> list[Element]:
    """Return a line from the first to the last possible day, with an arrow at an open end."""
    if place.is_day:
        return []
    first, last = percent(place.first), percent(place.last)
    cls = "lasting" if lasting else "perhaps"
    return [element("line", class_=cls, x1=first, x2=last, y1=y, y2=y), *_arrows(place, y)]


def sign(fact: Fact) -> Iterator[Element]:
    """Yield the sign of a fact's status around the origin, in a ring if sources disagree on it."""
    if in_conflict(fact, "contradiction"):
        yield ring()
    yield from mark_of(STATUSES[fact["status"]])


def ring() -> Element:
    """Return the ring around the sign of a contradicted fact."""
    return element("circle", class_="ring", r=_RADIUS + 4)


def mark_of(mark: str) -> Iterator[Element]:
    """Yield a sign of kinds.STATUSES around the origin."""
    drawn_as = f"sign {_DRAWN_AS[mark]}"
    if mark == "✗":
        yield element("path", class_=drawn_as, d="M-4.5-4.5 4.5 4.5M-4.5 4.5 4.5-4.5")
        return
    yield element("circle", class_=drawn_as, r=_RADIUS)
    if mark == "?":
        yield element("text", class_="question", text_anchor="middle", dy="0.36em", text="?")


def _arrows(place: Place, middle: float) -> Iterator[Element]:
    for is_open, x, shape in zip(
        place.is_open, (place.first, place.last), ("M0 0 7-4V4Z", "M0 0-7-4V4Z"), strict=True
    ):
        if is_open:
            yield at(percent(x), element("path", class_="arrow", d=shape), y=middle)


def grid(axis: Axis, height: float | str) -> list[Element]:
    """Return a line at the start of each step; a year begins with a stronger one."""
    return [
        element(
            "line",
            class_="cut" if tick.name == "⋯" else "year" if tick.year else "step",
            x1=percent(tick.at / axis.width),
            x2=percent(tick.at / axis.width),
            y1=0,
            y2=height,
        )
        for tick in axis.ticks()
    ]


def ruler(axis: Axis) -> list[Element]:
    """Return the labels of a scale, RULER_HEIGHT pixels high: years above months or quarters.

    A label is left out if it has no room after the one before. On a narrow page fewer have room.
    A year without room before the next one is shortened, or left out if it could be of another
    century.
    """
    ticks = list(axis.ticks())
    one_century = len({tick.year[:2] for tick in ticks if tick.year}) == 1
    years = [tick.at for tick in ticks if tick.year]
    rooms = dict(zip(years, (b - a for a, b in pairwise([*years, axis.width])), strict=True))
    drawn = []
    free_year = 0.0
    for tick in ticks:
        if tick.year:
            wide = rooms[tick.at] >= axis.width * _ROOM_FOR_YEAR
            name = tick.year if wide else f"’{tick.year[2:]}" if one_century else ""
            x = percent(tick.at / axis.width)
            if name and (wide or tick.at >= free_year):
                drawn.append(element("text", class_="year", x=x, y=12, dx=3, text=name))
                free_year = tick.at + axis.width * _ROOM_FOR_SHORT_YEAR
    for cls, room in _ROOM_FOR_MONTH.items():
        free = 0.0
        for tick in ticks:
            if tick.name and tick.at >= free:
                x = percent(tick.at / axis.width)
                drawn.append(element("text", class_=cls, x=x, y=28, dx=3, text=tick.name))
                free = tick.at + axis.width * room * (0.5 if tick.name == "⋯" else 1)
    return drawn
