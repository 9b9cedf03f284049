"""The periods that people type: `june 2024`, `2024/06/21`, `2024-W40`, `last month`, `A to B`."""

import re
from collections.abc import Callable

from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval, edtf_bounds, span
from mss_cli.text import MONTHS

FORMS = (
    "write YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, YYYY-Wnn, A..B, 'june 2024', '30 june 2024', "
    "'today' or 'last month'"
)
# Dates in digits: with the year first, or with a day or month first.
YEAR_FIRST = r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?"
YEAR_LAST = r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})"
WEEK = r"(\d{4})[ -]?w(\d{1,2})|week (\d{1,2})(?: of)? (\d{4})"


class AmbiguousDateError(ValueError):
    """A date in digits that can mean two days. readings: both days, ISO 8601."""

    def __init__(self, *readings: str) -> None:
        super().__init__(" or ".join(map(_in_words, readings)))
        self.readings = readings


def _in_words(day: str) -> str:
    return f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1].capitalize()} {day[:4]}"


def period(typed: str, today: str, where: str = "") -> Interval:
    """Return the interval that a typed date or period means; partial dates are whole periods.

    today: the current day, ISO 8601. Raises UsageError if it cannot be read.
    """
    plain = " ".join(typed.lower().replace(",", " ").split())
    try:
        return _read(plain, today)
    except AmbiguousDateError as error:
        raise UsageError(
            f"{typed!r} is ambiguous: {error}",
            where=where,
            expected=f"write {' or '.join(error.readings)}",
        ) from None
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{typed!r} is not a date: {error}", where=where, expected=FORMS) from None


def _read(plain: str, today: str) -> Interval:
    bound = re.fullmatch(r"not (before|after) (.+)", plain)
    if bound:
        inside = _single(bound[2], today)
        return Interval(inside.start, None) if bound[1] == "before" else Interval(None, inside.end)
    ends = re.fullmatch(r"between (.+?) and (.+)|(?:from )?(.+?) (?:to|-|–|—) (.+)", plain)
    if ends:
        return _range(ends[1] or ends[3], ends[2] or ends[4], today)
    if ".." in plain and not plain.startswith("../") and not plain.endswith("/.."):
        first, _, last = plain.partition("..")
        return _range(first.strip(), last.strip(), today)
    if "/" in plain and not in_digits(plain):
        first, _, last = (part.strip() for part in plain.partition("/"))
        return _range("" if first == ".." else first, "" if last == ".." else last, today)
    return _single(plain, today)


def _range(first: str, last: str, today: str) -> Interval:
    start = _single(first, today).start if first else None
    end = _single(last, today).end if last else None
    if start is None and end is None:
        raise ValueError("it is open at both ends")
    if start and end and start > end:
        raise ValueError(f"it ends ({end}) before it starts ({start})")
    return Interval(start, end)


def _single(plain: str, today: str) -> Interval:
    """Return the interval of one date. Raises ValueError."""
    readers: tuple[Callable[[str], Interval | None], ...] = (
        in_digits,
        _quarter,
        _week,
        _named_month,
        _edtf,
    )
    for reader in readers:
        found = reader(plain)
        if found:
            return found
    return _relative(plain, today)


def in_digits(plain: str) -> Interval | None:
    """Read `2024-06`, `2024/6/21`, `21.6.2024`; None for other text.

    With the year last, either number may be the month. Raises AmbiguousDateError if both can
    be, and ValueError if neither can or if the year has two digits.
    """
    match = re.fullmatch(YEAR_FIRST, plain, re.ASCII)
    if match:
        return span(int(match[1]), int(match[3]), int(match[4]) if match[4] else None)
    match = re.fullmatch(YEAR_LAST, plain, re.ASCII)
    if not match:
        return None
    if len(match[4]) == 2:
        raise ValueError("the year needs four digits")
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    orders = dict.fromkeys(((first, second), (second, first)))
    days = [span(year, month, day) for day, month in orders if 1 <= month <= 12]
    if not days:
        raise ValueError("months run from 01 to 12")
    if len(days) > 1:
        raise AmbiguousDateError(*(str(day.start) for day in days))
    return days[0]


def _quarter(plain: str) -> Interval | None:
    match = re.fullmatch(r"(\d{4})[ -]?q([1-9])|q([1-9])[ -]?(\d{4})", plain, re.ASCII)
    return _quarter_of(int(match[1] or match[4]), int(match[2] or match[3])) if match else None


def _quarter_of(year: int, number: int) -> Interval:
    if number > 4:
        raise ValueError("quarters run from Q1 to Q4")
    return Interval(span(year, number * 3 - 2).start, span(year, number * 3).end)


def _week(plain: str) -> Interval | None:
    """Read an ISO 8601 week: `2024-W40`, `week 40 2024`."""
    match = re.fullmatch(WEEK, plain, re.ASCII)
    if not match:
        return None
    from datetime import date, timedelta

    year, number = int(match[1] or match[4]), int(match[2] or match[3])
    span(year)
    weeks = date(year, 12, 28).isocalendar().week  # 28 December is always in the last week
    if not 1 <= number <= weeks:
        raise ValueError(f"{year:04d} has {weeks} weeks")
    monday = date.fromisocalendar(year, number, 1)
    return Interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def _named_month(plain: str) -> Interval | None:
    """Read `june 2024`, `21 june 2024`, `june 21st 2024`; None if it is none of these."""
    day = r"(\d{1,2})(?:st|nd|rd|th)?"
    match = re.fullmatch(
        rf"(?:{day} (?:of )?)?([a-z]{{3,9}})\.?(?: {day})? (\d{{4}})", plain, re.ASCII
    )
    if not match or (match[1] and match[3]):
        return None
    fits = [n for n, name in enumerate(MONTHS, 1) if name.startswith(match[2])]
    if len(fits) != 1:
        return None
    number = match[1] or match[3]
    return span(int(match[4]), fits[0], int(number) if number else None)


def _edtf(plain: str) -> Interval | None:
    """Read `2024`, and a date with a mark as mss prints it: `2024-10~`, `202X`."""
    marked = re.fullmatch(r"[\dx]{4}(-[\dx]{2}){0,2}[?~%]?", plain, re.ASCII)
    return edtf_bounds(plain.upper()) if marked else None


def _relative(plain: str, today: str) -> Interval:
    from datetime import date, timedelta

    now = date.fromisoformat(today)
    if plain in ("today", "now"):
        return Interval(today, today)
    if plain == "yesterday":
        day = (now - timedelta(days=1)).isoformat()
        return Interval(day, day)
    which, _, unit = plain.partition(" ")
    back = {"this": 0, "last": 1}.get(which)
    if back is None or unit not in ("week", "month", "quarter", "year"):
        raise ValueError("unrecognised date format")
    if unit == "week":
        monday = now - timedelta(days=now.weekday() + 7 * back)
        return Interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    if unit == "year":
        return span(now.year - back)
    if unit == "month":
        index = now.year * 12 + now.month - 1 - back
        return span(index // 12, index % 12 + 1)
    index = now.year * 4 + (now.month - 1) // 3 - back
    return _quarter_of(index // 4, index % 4 + 1)
