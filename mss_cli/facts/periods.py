"""The periods that people type: `june 2024`, `2024-Q3`, `last month`."""

import re

from mss_cli.errors import UsageError
from mss_cli.facts.dates import MONTHS, Interval, span

FORMS = (
    "write YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, A..B, 'june 2024', '30 june 2024', 'today' or "
    "'last month'"
)


# --- periods, as people type them ---------------------------------------------------------


def period(typed: str, today: str, where: str = "") -> Interval:
    """Return the interval that a typed date or period means; partial dates are whole periods.

    today: the current day, ISO 8601. Raises UsageError if it cannot be read.
    """
    plain = " ".join(typed.lower().replace(",", " ").split())
    try:
        for separator in ("/", ".."):
            if separator in plain:
                return _range(plain, separator, today)
        return _single(plain, today)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{typed!r} is not a date: {error}", where=where, expected=FORMS) from None


def _range(plain: str, separator: str, today: str) -> Interval:
    first, _, last = (part.strip() for part in plain.partition(separator))
    no_end = ("", "..") if separator == "/" else ("",)
    start = None if first in no_end else _single(first, today).start
    end = None if last in no_end else _single(last, today).end
    if start is None and end is None:
        raise ValueError("it is open at both ends")
    if start and end and start > end:
        raise ValueError(f"it ends ({end}) before it starts ({start})")
    return Interval(start, end)


def _single(plain: str, today: str) -> Interval:
    numbers = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", plain, re.ASCII)
    if numbers:
        year, month, day = (int(n) if n else None for n in numbers.groups())
        assert year is not None
        return span(year, month, day)
    quarter = re.fullmatch(r"(\d{4})[ -]?q([1-9])|q([1-9])[ -]?(\d{4})", plain, re.ASCII)
    if quarter:
        return _quarter(int(quarter[1] or quarter[4]), int(quarter[2] or quarter[3]))
    return _named_month(plain) or _relative(plain, today)


def _quarter(year: int, number: int) -> Interval:
    if number > 4:
        raise ValueError("quarters run from Q1 to Q4")
    return Interval(span(year, number * 3 - 2).start, span(year, number * 3).end)


def _named_month(plain: str) -> Interval | None:
    """Read `june 2024`, `21 june 2024`, `june 21 2024`; None if it is none of these."""
    match = re.fullmatch(r"(?:(\d{1,2}) )?([a-z]{3,9})\.?(?: (\d{1,2}))? (\d{4})", plain, re.ASCII)
    if not match or (match[1] and match[3]):
        return None
    fits = [n for n, name in enumerate(MONTHS, 1) if name.startswith(match[2])]
    if len(fits) != 1:
        return None
    day = match[1] or match[3]
    return span(int(match[4]), fits[0], int(day) if day else None)


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
    return _quarter(index // 4, index % 4 + 1)
