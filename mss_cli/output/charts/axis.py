"""A time axis: a scale of months, and each date as a mark or a span of characters.

A date is drawn from its first to its last possible day. An ongoing state is a solid line. An
event on some day in between is a sign on a dotted line, so that an uncertain date looks
uncertain. Months in which nothing begins or ends are cut out.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple

from mss_cli.facts.dates import Interval, edtf_bounds, month_days

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_TWO = "Ja Fe Mr Ap My Jn Jl Au Se Oc No De".split()  # all different
CUT = "⋯ "
_UNITS = (1, 3, 12, 120, 1200)  # months per step, finest first
_WIDTHS = (30, 15, 8, 6, 4, 3, 2, 1)  # columns per step, widest first
LASTING, PERHAPS, BEFORE, AFTER = "━", "┄", "◂", "▸"


class Tick(NamedTuple):
    """A step of a scale, at a column. year: where a year begins, else "". A cut is named `⋯`."""

    at: int
    name: str
    year: str = ""


class Axis(NamedTuple):
    """A scale. unit: months per step. steps: month index // unit; None is a cut.

    cell, gap: the columns of a step and of a cut.
    """

    unit: int
    cell: int
    steps: tuple[int | None, ...]
    gap: int = len(CUT)

    @property
    def width(self) -> int:
        """Columns from the first step to the last."""
        return sum(self.gap if step is None else self.cell for step in self.steps)

    def ticks(self) -> Iterator[Tick]:
        """Yield the steps and the cuts, from left to right."""
        at, before = 0, None
        for step in self.steps:
            if step is None:
                yield Tick(at, CUT.strip())
                at += self.gap
                continue
            year, month = divmod(step * self.unit, 12)
            name = "" if self.unit >= 12 else _named(month, self.unit, 3).strip()
            yield Tick(at, name, "" if year == before else f"{year:04d}")
            at, before = at + self.cell, year

    def header(self) -> list[str]:
        """Return the lines above the drawing: years, then months if they fit."""
        if not self.steps:
            return ["When"]
        months = ""
        starts: dict[int, int] = {}
        for step in self.steps:
            if step is None:
                months += CUT
                continue
            year, month = divmod(step * self.unit, 12)
            starts.setdefault(year, len(months))
            months += _named(month, self.unit, self.cell)
        return [_years(starts, self.width), *([months] if self.unit < 12 else [])]

    def column(self, day: str, end: bool = False) -> int:
        """Return the column of a day, or the nearest one if the day is cut out."""
        year, month, number = int(day[:4]), int(day[5:7]), int(day[8:])
        step, at = (year * 12 + month - 1) // self.unit, 0
        for other in self.steps:
            if other is not None and other >= step:
                if other > step:
                    return at
                done = (year * 12 + month - 1) % self.unit * month_days(year, month)
                done += number if end else number - 1
                whole = self.unit * month_days(year, month)
                return at + (
                    ceil(done * self.cell / whole) - 1 if end else done * self.cell // whole
                )
            at += self.gap if other is None else self.cell
        return self.width - 1

    def bar(self, bounds: Interval, sign: str, lasting: bool) -> str:
        """Return the drawing of a date as one line."""
        if bounds.start is None and bounds.end is None:
            return ""
        first = self.column(bounds.start) if bounds.start else 0
        last = self.column(bounds.end, end=True) if bounds.end else self.width - 1
        last = first if bounds.start == bounds.end else last
        length = max(last - first + 1, 1)
        line = list((LASTING if lasting else PERHAPS) * length)
        if not lasting or length == 1:
            line[length // 2 if bounds.start and bounds.end else -1 if bounds.end else 0] = sign
        if bounds.start is None and length > 1:
            line[0] = BEFORE
        if bounds.end is None and length > 1:
            line[-1] = AFTER
        return " " * first + "".join(line)


def _years(starts: dict[int, int], width: int) -> str:
    """Return the line of years, each above its first step, shortened or left out to fit."""
    line, ends = "", [*list(starts.values())[1:], width + 1]
    for (year, start), end in zip(starts.items(), ends, strict=True):
        room = end - start - 1
        name = f"{year:04d}" if room >= 4 else f"’{year % 100:02d}" if room >= 3 else ""
        if len(line) <= start:
            line = line.ljust(start) + name
    return line.ljust(width)


def _named(month: int, unit: int, cell: int) -> str:
    """Return the label of a step, padded to its width."""
    if unit >= 12:
        name = "·"
    elif unit == 3:
        name = f"Q{month // 3 + 1}"
    else:
        name = _MONTHS[month] if cell > 2 else _TWO[month]
    return name[:cell].ljust(cell)


def scale(dates: Iterable[str], width: int) -> Axis:
    """Return the finest scale on which the dates (EDTF) fit into a number of columns."""
    bounds = [edtf_bounds(date) for date in dates]
    days = sorted({day for b in bounds for day in b if day})
    axis = Axis(12, 1, (0,))
    for unit in _UNITS:
        steps = _cut(sorted({_index(day) // unit for day in days}))
        for cell in _WIDTHS:
            axis = Axis(unit, cell, steps)
            if axis.width <= width and (cell > 1 or unit >= 12):
                return axis
    while axis.width > width and len(axis.steps) > 1:  # later days are at the edge
        axis = axis._replace(steps=axis.steps[:-1])
    return axis


def _index(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _cut(used: Sequence[int]) -> tuple[int | None, ...]:
    """Return the used steps, with gaps of at most two filled and longer ones cut."""
    steps: list[int | None] = []
    for step in used:
        if steps and steps[-1] is not None:
            gap = range(steps[-1] + 1, step)
            steps += list(gap) if len(gap) <= 2 else [None]
        steps.append(step)
    return tuple(steps)
