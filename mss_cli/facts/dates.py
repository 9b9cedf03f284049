"""Calendar days and EDTF, without instants and time zones.

Days are ISO 8601 strings (`2024-09-21`), so they compare as strings. EDTF is the Extended
Date/Time Format of the Library of Congress (https://www.loc.gov/standards/datetime/), levels 0
and 1, without seasons, negative years and years of more than four digits.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from mss_cli import limits
from mss_cli.text import MONTHS

PRECISIONS = ("day", "days", "week", "month", "quarter", "year", "open", "unknown")
_POINT = r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?[?~%]?"


class Interval(NamedTuple):
    """The first and last day of a period, both included; None at an open end."""

    start: str | None
    end: str | None

    def overlaps(self, other: "Interval") -> bool:
        """Return True if the two intervals may have a day in common."""
        return not (
            (self.start and other.end and self.start > other.end)
            or (self.end and other.start and self.end < other.start)
        )

    def within(self, other: "Interval") -> bool:
        """Return True if every possible day of self lies in other."""
        return (other.start is None or (self.start is not None and self.start >= other.start)) and (
            other.end is None or (self.end is not None and self.end <= other.end)
        )


def month_days(year: int, month: int) -> int:
    """Return the number of days of a month of the Gregorian calendar (month 1 to 12)."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def span(year: int, month: int | None = None, day: int | None = None) -> Interval:
    """Return the interval of a year, month or day. Raises ValueError if there is none."""
    if not 1 <= year <= 9999:
        raise ValueError("years run from 0001 to 9999")
    if month is None:
        return Interval(f"{year:04d}-01-01", f"{year:04d}-12-31")
    if not 1 <= month <= 12:
        raise ValueError("months run from 01 to 12")
    last = month_days(year, month)
    if day is None:
        return Interval(f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}-{last}")
    if not 1 <= day <= last:
        raise ValueError(f"{year:04d}-{month:02d} has {last} days")
    iso = f"{year:04d}-{month:02d}-{day:02d}"
    return Interval(iso, iso)


# --- EDTF, as stores write it -------------------------------------------------------------


def is_approximate(edtf: str) -> bool:
    """Return True if an EDTF expression is marked as uncertain (?), approximate (~) or both (%)."""
    return not {*"?~%"}.isdisjoint(edtf)


@lru_cache(limits.MAX_DATES_CACHED)
def edtf_bounds(edtf: str) -> Interval:
    """Return the first and last possible day of an EDTF expression.

    `2024-09` is the whole month, also as an end of `A/B`. `..` and an empty end are open. The
    qualifiers ?, ~ and % do not widen the bounds. Raises ValueError.
    """
    if "/" not in edtf:
        return _point_bounds(edtf)
    first, _, last = edtf.partition("/")
    start = None if first in ("", "..") else _point_bounds(first).start
    end = None if last in ("", "..") else _point_bounds(last).end
    if start is None and end is None:
        raise ValueError(f"{edtf!r} is open at both ends")
    if start and end and start > end:
        raise ValueError(f"{edtf!r} ends before it starts")
    return Interval(start, end)


def in_words(edtf: str) -> str:
    """Return an EDTF expression as people write it: `between 21 and 30 September 2024`.

    `2024-09-30` is `on 30 September 2024`, `2024-10` `in October 2024`, `../2024-10` `by
    October 2024`, `2024-10/..` `since October 2024`. A qualified or masked date stays as it is.
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        whole_day = re.fullmatch(r"\d{4}-\d\d-\d\d[?~%]?", edtf)
        return f"{'on' if whole_day else 'in'} {_point_words(edtf)}"
    if first in ("", ".."):
        return f"by {_point_words(last)}"
    if last in ("", ".."):
        return f"since {_point_words(first)}"
    one, other = _point_words(first), _point_words(last)
    if len(last) < 10:
        return f"between {one} and the end of {other}"
    both = re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", edtf)
    if both and first[:7] == last[:7]:
        one = one.split()[0]
    return f"between {one} and {other}"


def _point_words(point: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", point):
        return point
    year, month, *day = point.split("-")
    words = f"{MONTHS[int(month) - 1].capitalize()} {year}"
    return f"{int(day[0])} {words}" if day else words


def widened(edtf: str) -> Interval:
    """Return the bounds of an EDTF expression, widened by its own length if it is qualified.

    `2024-10~` (approximate) reaches from early September to late November. Readings are
    compared by these bounds; filters do not widen dates.
    """
    from datetime import date, timedelta

    bounds = edtf_bounds(edtf)
    if bounds.start is None or bounds.end is None or not re.search("[?~%]", edtf):
        return bounds
    first, last = date.fromisoformat(bounds.start), date.fromisoformat(bounds.end)
    try:
        more = last - first + timedelta(days=1)
        return Interval((first - more).isoformat(), (last + more).isoformat())
    except OverflowError:
        return bounds


@lru_cache(limits.MAX_DATES_CACHED)
def edtf_precision(edtf: str | None) -> str:
    """Return the precision (one of PRECISIONS) of an EDTF expression, or `unknown` for None.

    An interval has the precision of its coarser end. Exceptions: seven days from a Monday are a
    week, a calendar quarter is a quarter, and an interval with an open end is open.
    """
    if edtf is None:
        return "unknown"
    bounds = edtf_bounds(edtf)
    if bounds.start is None or bounds.end is None:
        return "open"
    if "/" not in edtf:
        return _point_precision(edtf)
    if _is_quarter(bounds.start, bounds.end):
        return "quarter"
    if _is_week(bounds.start, bounds.end):
        return "week"
    ends = {_point_precision(end) for end in edtf.split("/")}
    for coarse in ("year", "month"):
        if coarse in ends:
            return coarse
    return "days"


def _point_bounds(point: str) -> Interval:
    match = re.fullmatch(_POINT, point, re.ASCII)
    if not match:
        raise ValueError(f"{point!r} is not an EDTF date of level 0 or 1")
    year, month, day = match.groups()
    if "X" in year:
        if month:
            raise ValueError(f"{point!r} has a month in an unspecified year")
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return Interval(span(max(first, 1)).start, span(last).end)
    if month is None or month == "XX":
        if day and day != "XX":
            raise ValueError(f"{point!r} has a day in an unspecified month")
        return span(int(year))
    if day is None or day == "XX":
        return span(int(year), int(month))
    return span(int(year), int(month), int(day))


def _point_precision(point: str) -> str:
    parts = [p for p in point.rstrip("?~%").split("-") if p != "XX"]
    return ("year", "month", "day")[len(parts) - 1]


def _is_quarter(start: str, end: str) -> bool:
    month = int(start[5:7])
    return month % 3 == 1 and start.endswith("-01") and end == span(int(start[:4]), month + 2).end


def _is_week(start: str, end: str) -> bool:
    from datetime import date

    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return (last - first).days == 6 and first.weekday() == 0
