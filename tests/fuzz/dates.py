"""Dates that people type and stores write. An input is a date, and optionally the day it is."""

import re

from fuzz.program import TODAY, one_line
from mss_cli.errors import UsageError
from mss_cli.facts import dates
from mss_cli.facts.periods import period

_PLAIN = r"(\d{4}(-\d\d){0,2}|\.\.)?(/(\d{4}(-\d\d){0,2}|\.\.)?)?"


def target(data: bytes) -> None:
    """Read a text as a typed date and as EDTF."""
    typed, _, day = data.decode("utf-8", "surrogateescape").partition("\n")
    today = day.strip() if _is_day(day.strip()) else TODAY
    period = _period(typed, today)
    bounds = _edtf(typed)
    if bounds and re.fullmatch(_PLAIN, typed, re.ASCII):
        assert period == bounds, (typed, period, bounds)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) and dates.edtf_bounds(text))
    except ValueError:
        return False


def _sound(bounds: dates.Interval, typed: str) -> None:
    """Check that an interval has at least one end, and that its ends are real days in order."""
    ends = [day for day in bounds if day is not None]
    assert ends, typed
    assert all(map(_is_day, ends)), (typed, bounds)
    assert ends == sorted(ends), (typed, bounds)


def _period(typed: str, today: str) -> dates.Interval | None:
    try:
        bounds = period(typed, today, "--since")
    except UsageError as error:
        one_line(str(error))
        return None
    _sound(bounds, typed)
    again = f"{bounds.start or ''}..{bounds.end or ''}"
    assert period(again, today) == bounds, (typed, again)
    assert bounds.overlaps(bounds)
    assert bounds.within(bounds)
    return bounds


def _edtf(typed: str) -> dates.Interval | None:
    """Return the bounds of EDTF; check that every function refuses the same texts."""
    bounds = None
    try:
        bounds = dates.edtf_bounds(typed)
    except ValueError as error:
        one_line(str(error))
    for read in (dates.edtf_precision, dates.widened):
        try:
            read(typed)
            assert bounds, typed
        except ValueError as error:
            one_line(str(error))
            assert bounds is None, typed
    if bounds:
        _sound(bounds, typed)
        _sound(dates.widened(typed), typed)
        assert bounds.within(dates.widened(typed)), typed
        assert dates.edtf_precision(typed) in dates.PRECISIONS
        one_line(dates.in_words(typed))
    return bounds
