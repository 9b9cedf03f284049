"""Numbers along time, drawn with plotille: braille dots, a letter at each number."""

from collections.abc import Iterable
from datetime import date

import plotille

from mss_cli.result import Plot, Style
from mss_cli.text import visible

_MARGIN = 26  # columns that plotille needs beside the canvas, and for the last label
_HEIGHT = 12
_LONG = 700  # days from which on the scale shows months only


def drawn(plot: Plot, style: Style) -> str:
    """Return a plot as text, with a legend: each letter, its number and what it counts.

    A number whose day is uncertain is a line from its first to its last possible day.
    """
    figure = plotille.Figure()
    figure.width = max(style.width - _MARGIN, 20)
    figure.height = _HEIGHT
    figure.with_colors = False
    figure.x_label, figure.y_label = "day", "number"
    days = [_day(d) for point in plot.points for d in (point.start, point.end)]
    values = [point.value for point in plot.points]
    edge = max((max(days) - min(days)) // 10, 15)
    figure.set_x_limits(min(days) - edge, max(days) + edge)
    figure.set_y_limits(0, _step(max(values)) * _HEIGHT)
    form = "%d %b %y" if max(days) - min(days) < _LONG else "%Y-%m"
    figure.x_ticks_fkt = lambda low, high: date.fromordinal(int(low)).strftime(form)
    figure.y_ticks_fkt = lambda low, high: f"{low:,.0f}".rjust(9)
    taken: set[tuple[int, float]] = set()
    cell = (max(days) - min(days) + 2 * edge) / figure.width
    for letter, point in zip(_letters(), plot.points, strict=False):
        first, last = _day(point.start), _day(point.end)
        figure.plot([first, last], [point.value, point.value])
        column = int(((first + last) / 2 - min(days) + edge) / cell)
        while (column, point.value) in taken:  # two letters side by side
            column += 1
        taken.add((column, point.value))
        figure.text([min(days) - edge + (column + 0.5) * cell], [point.value], [letter])
    canvas = "\n".join(line.rstrip() for line in figure.show().split("\n"))
    legend = [
        line
        for letter, point in zip(_letters(), plot.points, strict=False)
        for line in (f"  {letter}  {point.sign} {point.label}", *_indented(point.sources))
    ]
    return "\n".join([visible(plot.title), canvas, "", *map(visible, legend)])


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"       {line}" for line in lines]


def _step(most: float) -> float:
    """Return a round step so that the greatest value lies below the last line of the plot."""
    size = 1.0
    while most / size > 10 * (_HEIGHT - 1):
        size *= 10
    return next(size * n for n in range(1, 11) if size * n * (_HEIGHT - 1) >= most)


def _letters() -> str:
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()
