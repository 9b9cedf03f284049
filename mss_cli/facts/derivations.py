"""Derivations of dates that no passage prints: anchor, rule and result.

A relative or inferred date follows from an anchor (the day of a vote, the publication of an
article) by one of the rules below. `verify` applies the rule again, so that no date says more
than its derivation.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from mss_cli.facts.dates import Interval, edtf_bounds, span
from mss_cli.facts.model import Derivation

if TYPE_CHECKING:
    from datetime import date

_YEAR = 366  # days in which a date without its year occurs once
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Rule(NamedTuple):
    """A rule. meaning: its description, with placeholders {printed} and {count}.

    holds(result, anchor, derivation): True if the rule gives the result; result and anchor are
    bounds.
    """

    meaning: str
    holds: Callable[[Interval, Interval, Derivation], bool]


def _day(day: str | None) -> "date":
    from datetime import date

    if day is None:
        raise ValueError("the anchor is open")
    return date.fromisoformat(day)


def _month(day: str | None, later: int = 0) -> Interval:
    """Return the month of a day, or a later one."""
    first = _day(day)
    index = first.year * 12 + first.month - 1 + later
    return span(index // 12, index % 12 + 1)


def _one_month(anchor: Interval) -> bool:
    return _month(anchor.start) == _month(anchor.end)


def _weekday(derivation: Derivation, day: str | None, step: int) -> Interval:
    """Return the nearest printed weekday before (step -1) or after (1) a day."""
    from datetime import timedelta

    name = (derivation["printed"] or "").lower()
    if name not in _WEEKDAYS:
        raise ValueError("no weekday is printed")
    found = _day(day)
    for _ in range(7):
        found += timedelta(days=step)
        if found.weekday() == _WEEKDAYS.index(name):
            break
    return Interval(found.isoformat(), found.isoformat())


def _days(day: str | None, later: int) -> str:
    """Return the day some days after another; before it, if the number is negative."""
    from datetime import timedelta

    return (_day(day) + timedelta(days=later)).isoformat()


def _one_day(anchor: Interval) -> bool:
    return anchor.start is not None and anchor.start == anchor.end


def _week_before(day: str | None) -> str:
    """Return the Monday of the week before that of a day."""
    from datetime import timedelta

    found = _day(day)
    return (found - timedelta(days=found.weekday() + 7)).isoformat()


def _week(day: str | None, later: int) -> Interval:
    """Return the week, Monday to Sunday, some days after that of a day."""
    monday = _days(_week_before(day), 7 + later)
    return Interval(monday, _days(monday, 6))


def _weekend_before(day: str | None) -> Interval:
    """Return the last Saturday and Sunday that are over on a day."""
    sunday = _weekday_before(day, 6)
    return Interval(_days(sunday, -1), sunday)


def _weekday_before(day: str | None, wanted: int) -> str:
    """Return the nearest day before a day that is a given weekday; 6 is Sunday."""
    back = (_day(day).weekday() - wanted) % 7 or 7
    return _days(day, -back)


def _count(derivation: Derivation) -> int:
    if type(derivation["count"]) is not int:
        raise ValueError("count is not a whole number")
    return derivation["count"]


RULES = {
    "same-date": Rule("of the same date as the anchor", lambda r, a, d: r == a),
    "both-reported": Rule("from the first to the last reported day", lambda r, a, d: r == a),
    "between": Rule("between the two ends of the anchor", lambda r, a, d: r == a),
    "month-of": Rule(
        "in the month of the anchor", lambda r, a, d: _one_month(a) and r == _month(a.start)
    ),
    "year-of": Rule(
        "printed without a year; it is that of the anchor",
        lambda r, a, d: len({(day or "")[:4] for day in (*r, *a)}) == 1,
    ),
    "publication": Rule(
        "true when it was written, so dated by its publication", lambda r, a, d: a.within(r)
    ),
    "by-publication": Rule(
        "had come about by the time it was published; since when is not said",
        lambda r, a, d: r.start is None and a.end is not None and (r.end or "") >= a.end,
    ),
    "weekday-before": Rule(
        "the nearest {printed} before the anchor", lambda r, a, d: r == _weekday(d, a.start, -1)
    ),
    "weekday-after": Rule(
        "the nearest {printed} after the anchor", lambda r, a, d: r == _weekday(d, a.end, 1)
    ),
    "months-after": Rule(
        "{count} months after the month of the anchor",
        lambda r, a, d: _one_month(a) and r == _month(a.start, _count(d)),
    ),
    "within-months": Rule(
        "from the anchor until {count} months after its end",
        lambda r, a, d: r == Interval(a.start, _month(a.end, _count(d)).end),
    ),
    "days-before": Rule(
        "{count} days before the anchor",
        lambda r, a, d: _one_day(a) and r.start == r.end and r.start == _days(a.start, -_count(d)),
    ),
    "week-before": Rule(
        "in the week before that of the anchor",
        lambda r, a, d: (
            _one_day(a) and r == Interval(_week_before(a.start), _days(_week_before(a.start), 6))
        ),
    ),
    "months-before": Rule(
        "{count} months before the month of the anchor",
        lambda r, a, d: _one_month(a) and r == _month(a.start, -_count(d)),
    ),
    "years-before": Rule(
        "{count} years before the year of the anchor",
        lambda r, a, d: (
            (a.start or "")[:4] == (a.end or "-")[:4]
            and r == edtf_bounds(f"{int((a.start or '')[:4]) - _count(d):04}")
        ),
    ),
    "week-of": Rule(
        "in the week of the anchor",
        lambda r, a, d: _one_day(a) and r == _week(a.start, 0),
    ),
    "week-after": Rule(
        "in the week after that of the anchor",
        lambda r, a, d: _one_day(a) and r == _week(a.start, 7),
    ),
    "weekend-before": Rule(
        "on the last Saturday and Sunday before the anchor",
        lambda r, a, d: _one_day(a) and r == _weekend_before(a.start),
    ),
    "last-such-date": Rule(
        "printed without a year; the last such date up to the anchor",
        lambda r, a, d: 0 <= (_day(a.end) - _day(r.start)).days < _YEAR,
    ),
    "next-such-date": Rule(
        "printed without a year; the next such date from the anchor on",
        lambda r, a, d: 0 <= (_day(r.end) - _day(a.start)).days < _YEAR,
    ),
    "since-week-before": Rule(
        "from the Monday of the week before the anchor until the anchor",
        lambda r, a, d: r == Interval(_week_before(a.start), a.end),
    ),
}


def explained(derivation: Derivation) -> str:
    """Return a derivation's rule in words."""
    return RULES[derivation["rule"]].meaning.format(
        printed=derivation["printed"], count=derivation["count"]
    )


def fault(result: str, derivation: Derivation) -> str:
    """Return why a derivation does not give a date (EDTF), or "" if it does."""
    try:
        bounds, anchor = edtf_bounds(result), edtf_bounds(derivation["anchor"])
        if RULES[derivation["rule"]].holds(bounds, anchor, derivation):
            return ""
    except (ValueError, OverflowError) as error:
        return f"date_derivation cannot be applied: {error}"
    return f"date {result} is not {explained(derivation)} ({derivation['anchor']})"
