"""Numbers along time, to be drawn above a table."""

from typing import NamedTuple


class Point(NamedTuple):
    """A number on a plot: from its first to its last possible day, with a sign and a label."""

    start: str
    end: str
    value: float
    unit: str
    sign: str
    label: str
    sources: tuple[str, ...]


class Plot(NamedTuple):
    """Numbers along time, drawn where a table is printed."""

    title: str
    points: tuple[Point, ...]
