"""Plots of numbers over time with plotille: braille dots, and a letter for each number."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import floor, log10
from string import ascii_letters

import plotille

from mss_cli import limits
from mss_cli.output.result import Plot, Point, Style
from mss_cli.text import visible

_MARGIN = 26  # columns that plotille takes for the scale and the last label
_HEIGHT = 12
_LEAST = 50  # with fewer columns, only the legend is printed
_LITTLE = 1e-300  # a tenth of a smaller number would be zero
_LONG = 700  # over more days, the scale shows months only


def drawn(plot: Plot, style: Style) -> str:
    """Return a plot as text, with a legend of letters and numbers.

    A number with an uncertain date is a line from its first to its last possible day.
    """
    lettered = list(zip(ascii_letters, plot.points[: limits.MAX_PLOT_POINTS], strict=False))
    canvas = _canvas(lettered, style.width - _MARGIN) if style.width >= _LEAST else []
    legend = [
        line
        for letter, point in lettered
        for line in (
            f"  {letter}  {point.sign} {point.label}",
            *_indented(style.names.get(file, file) for file in point.sources),
        )
    ]
    return "\n".join([visible(plot.title), *canvas, "", *map(visible, legend)])


def _canvas(lettered: Sequence[tuple[str, Point]], width: int) -> list[str]:
    """Return the lines of the canvas."""
    days = [_ordinal(day) for _, point in lettered for day in (point.start, point.end)]
    values = [point.value for _, point in lettered]
    edge = max((max(days) - min(days)) // 10, 15)
    left, right = max(min(days) - edge, 1), min(max(days) + edge, date.max.toordinal())
    top = _step(max(map(abs, values))) * _HEIGHT
    figure = plotille.Figure()
    figure.width, figure.height, figure.with_colors = width, _HEIGHT, False
    figure.x_label, figure.y_label = "day", "number"
    figure.set_x_limits(left, right)
    figure.set_y_limits(-top if min(values) < 0 else 0, top)
    form = "%d %b %y" if max(days) - min(days) < _LONG else "%Y-%m"
    figure.x_ticks_fkt = lambda low, high: _date(low).strftime(form)
    figure.y_ticks_fkt = lambda low, high: _tick(low, top)
    taken: set[tuple[int, float]] = set()
    cell = (right - left) / width
    for letter, point in lettered:
        first, last = _ordinal(point.start), _ordinal(point.end)
        figure.plot([first, last], [point.value, point.value])
        column = int(((first + last) / 2 - left) / cell)
        while (column, point.value) in taken:  # space for two letters side by side
            column += 1
        taken.add((column, point.value))
        figure.text([left + (column + 0.5) * cell], [point.value], [letter])
    return [line.rstrip() for line in figure.show().split("\n")]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"       {line}" for line in lines]


def _date(ordinal: float) -> date:
    return date.fromordinal(min(max(int(ordinal), 1), date.max.toordinal()))


def _tick(value: float, top: float) -> str:
    """Return a label for the scale, of at most nine characters."""
    for size, name in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if top >= 100 * size:
            return f"{value / size:,.1f} {name}".rjust(9)
    return (f"{value:,.0f}" if top >= _HEIGHT else f"{value:.3g}").rjust(9)


def _step(most: float) -> float:
    """Return a round step with which the greatest value fits below the top line."""
    most = most if most > _LITTLE else 1.0
    size = 10.0 ** floor(log10(most / (_HEIGHT - 1)))
    return next(size * n for n in range(1, 12) if size * n * (_HEIGHT - 1) >= most)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
