"""Dates: every form that mss reads, every form that it refuses, and the messages."""

import re
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.errors import UsageError
from mss_cli.facts.dates import (
    PRECISIONS,
    Interval,
    edtf_bounds,
    edtf_precision,
    in_words,
    is_approximate,
    span,
    widened,
)
from mss_cli.facts.periods import period

TODAY = "2025-03-05"  # a Wednesday
FORMS = (
    "write YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, YYYY-Wnn, A..B, 'june 2024', '30 june 2024', "
    "'today' or 'last month'"
)

# --- EDTF: precision, first and last possible day, the expressions that mean them ---------

EDTF = [
    ("year", "2024-01-01", "2024-12-31", "2024 2024? 2024-XX 2024-XX~ 2024/2024 2024/2024-12"),
    ("year", "2024-01-01", "2024-12-31", "2024-XX-XX 2024-XX-XX?"),
    ("year", "0001-01-01", "0001-12-31", "0001"),
    ("year", "2020-01-01", "2029-12-31", "202X"),
    ("year", "0001-01-01", "0009-12-31", "000X"),
    ("year", "1900-01-01", "1999-12-31", "19XX"),
    ("year", "2024-01-01", "2024-09-02", "2024/2024-09-02"),
    ("month", "2024-02-01", "2024-02-29", "2024-02 2024-02~ 2024-02-XX"),
    ("month", "2023-02-01", "2023-02-28", "2023-02"),
    ("month", "1900-02-01", "1900-02-28", "1900-02"),
    ("month", "2000-02-01", "2000-02-29", "2000-02"),
    ("month", "2024-06-01", "2024-08-31", "2024-06/2024-08 2024-06?/2024-08~"),
    ("month", "2024-05-01", "2024-09-02", "2024-05/2024-09-02"),
    ("month", "2024-10-01", "2025-03-31", "2024-10/2025-03"),
    ("day", "2024-02-29", "2024-02-29", "2024-02-29 2024-02-29% 2024-02-29?"),
    ("days", "2024-09-21", "2024-09-22", "2024-09-21/2024-09-22"),
    ("days", "2024-09-21", "2024-09-21", "2024-09-21/2024-09-21"),
    ("days", "2024-09-17", "2024-09-23", "2024-09-17/2024-09-23"),  # from a Tuesday
    ("week", "2024-09-16", "2024-09-22", "2024-09-16/2024-09-22"),
    ("week", "2024-12-30", "2025-01-05", "2024-12-30/2025-01-05"),
    ("quarter", "2024-07-01", "2024-09-30", "2024-07/2024-09 2024-07-01/2024-09-30"),
    ("quarter", "2023-10-01", "2023-12-31", "2023-10/2023-12"),
    ("open", "2024-06-01", None, "2024-06/.. 2024-06/ 2024-06-01/.."),
    ("open", None, "2024-02-29", "../2024-02 /2024-02"),
]


@pytest.mark.parametrize(
    ("edtf", "bounds", "precision"),
    [(edtf, (start, end), how) for how, start, end, every in EDTF for edtf in every.split()],
)
def test_edtf_has_bounds_and_a_precision(
    edtf: str, bounds: tuple[str | None, str | None], precision: str
) -> None:
    assert edtf_bounds(edtf) == bounds
    assert edtf_precision(edtf) == precision


@pytest.mark.parametrize("mark", ["?", "~", "%"])
def test_date_with_a_qualifier_is_approximate(mark: str) -> None:
    assert is_approximate(f"2024-09{mark}")
    assert is_approximate(f"2024-09{mark}/2024-10")


@pytest.mark.parametrize("edtf", ["2024-09-21", "2024-09/..", "202X", "2024-XX"])
def test_date_without_a_qualifier_is_not_approximate(edtf: str) -> None:
    assert not is_approximate(edtf)


def test_every_precision_is_tested_and_no_date_is_unknown() -> None:
    assert {how for how, *_ in EDTF} | {edtf_precision(None)} == set(PRECISIONS)
    assert edtf_precision(None) == "unknown"


NO_POINT = [
    "",
    "2024\n",
    *"2024-9 y2024 -0001 XXXX 20X4 2024?-06 2024?? ２０２４ 2024-Q1 ..".split(),
]


@pytest.mark.parametrize(
    ("edtf", "message"),
    [
        *((text, f"{text!r} is not an EDTF date of level 0 or 1") for text in NO_POINT),
        ("0000", "years run from 0001 to 9999"),
        ("2024-00", "months run from 01 to 12"),
        ("2024-21", "months run from 01 to 12"),  # a season, level 1: not supported
        ("2024-09-00", "2024-09 has 30 days"),
        ("2024-09-31", "2024-09 has 30 days"),
        ("2023-02-29", "2023-02 has 28 days"),
        ("1900-02-29", "1900-02 has 28 days"),
        ("202X-09", "'202X-09' has a month in an unspecified year"),
        ("2024-XX-05", "'2024-XX-05' has a day in an unspecified month"),
        ("/", "'/' is open at both ends"),
        ("../..", "'../..' is open at both ends"),
        ("2024/2023", "'2024/2023' ends before it starts"),
        ("2024/2025/2026", "'2025/2026' is not an EDTF date of level 0 or 1"),
    ],
)
def test_invalid_edtf_is_refused_with_the_reason(edtf: str, message: str) -> None:
    for read in (edtf_bounds, edtf_precision):
        with pytest.raises(ValueError, match=rf"\A{re.escape(message)}\Z"):
            read(edtf)


# --- typed periods: first and last day, the day it is, the ways to type them --------------

PERIODS = [
    ("2024-01-01", "2024-12-31", TODAY, "2024; last year; 2024..2024; 2024/2024-12-31"),
    ("2024-06-01", "2024-06-30", TODAY, "2024-06; 2024-6; JUNE  2024; june, 2024; Jun. 2024"),
    ("2024-06-05", "2024-06-05", TODAY, "2024-06-05; 2024-6-5; 5 june 2024; June 5, 2024"),
    ("2025-03-05", "2025-03-05", TODAY, "today; now; now..today; 2025-03-05/2025-03-05"),
    ("2024-02-29", "2024-02-29", TODAY, "2024-02-29; 29 feb 2024; Feb. 29, 2024"),
    ("2024-09-01", "2024-09-30", TODAY, "2024-09; sept 2024; Sept. 2024; sep 2024"),
    ("2024-01-01", "2024-03-31", TODAY, "2024-Q1; 2024Q1; 2024 q1; Q1 2024; q1-2024; q12024"),
    ("2024-04-01", "2024-09-30", TODAY, "2024-Q2..Q3 2024"),
    ("2024-10-01", "2024-12-31", TODAY, "2024-Q4; last quarter"),
    ("2024-06-01", "2024-08-31", TODAY, "2024-06..2024-08; 2024-6 .. aug 2024; 2024-06/2024-08"),
    ("2024-06-01", None, TODAY, "2024-06..; 2024-06/; june 2024 ..; 2024-06/.."),
    (None, "2024-06-30", TODAY, "..2024-06; /2024-06; .. june 2024; ../2024-06"),
    ("2025-02-01", "2025-03-05", TODAY, "last month..today"),
    ("2025-03-04", "2025-03-05", TODAY, "yesterday..today; yesterday..now"),
    ("2025-03-03", "2025-03-09", TODAY, "this week"),
    ("2025-02-24", "2025-03-02", TODAY, "last week"),
    ("2025-03-01", "2025-03-31", TODAY, "this month"),
    ("2025-02-01", "2025-02-28", TODAY, "last month; feb 2025"),
    ("2025-01-01", "2025-03-31", TODAY, "this quarter"),
    ("2025-01-01", "2025-12-31", TODAY, "this year; 2025"),
    ("2024-02-29", "2024-02-29", "2024-03-01", "yesterday"),
    ("2024-12-30", "2025-01-05", "2024-12-31", "this week"),
    ("2024-12-30", "2025-01-05", "2025-01-06", "last week"),  # said on a Monday
    ("2024-12-23", "2024-12-29", "2025-01-05", "last week"),  # said on a Sunday
    ("2024-12-01", "2024-12-31", "2025-01-31", "last month"),
    ("2025-01-01", "2025-03-31", "2025-04-01", "last quarter"),
    ("2024-06-21", "2024-06-21", TODAY, "2024/06/21; 2024.6.21; 21/06/2024; 21.6.2024; 6-21-2024"),
    ("2024-06-21", "2024-06-21", TODAY, "june 21st 2024; 21st of june 2024; 21st june 2024"),
    ("2024-06-06", "2024-06-06", TODAY, "06/06/2024; 6.6.2024"),
    ("2024-06-01", "2024-06-30", TODAY, "2024/06; 2024.6; 2024-06~; 2024-06?; 2024-06-XX"),
    ("2020-01-01", "2029-12-31", TODAY, "202X"),
    ("2024-09-30", "2024-10-06", TODAY, "2024-W40; 2024w40; week 40 2024; week 40 of 2024"),
    ("2020-12-28", "2021-01-03", TODAY, "2020-W53"),
    ("2024-01-01", "2024-01-07", TODAY, "2024-W1; 2024-W01"),
    ("2024-01-13", "2024-01-13", TODAY, "13/1/2024; 1/13/2024"),
    ("2024-12-13", "2024-12-13", TODAY, "13/12/2024"),
    ("2025-03-04", None, TODAY, "not before yesterday"),
    ("2025-03-04", "2025-03-05", TODAY, "between yesterday and today; from yesterday to today"),
    ("2024-06-01", "2024-08-31", TODAY, "june 2024 to august 2024; 2024-06 - 2024-08"),
    ("2024-06-01", "2024-08-31", TODAY, "between june 2024 and 2024-08; from 2024-06 to 2024-08"),
    ("2024-06-01", "2024-08-31", TODAY, "2024/06..2024/08; 2024-06~/2024-08; 2024-06 – aug 2024"),
    ("2024-06-01", None, TODAY, "not before june 2024"),
    (None, "2024-06-30", TODAY, "not after june 2024"),
]


@pytest.mark.parametrize(
    ("typed", "today", "bounds"),
    [(typed, day, (a, b)) for a, b, day, every in PERIODS for typed in every.split("; ")],
)
def test_typed_period_has_its_first_and_last_day(
    typed: str, today: str, bounds: tuple[str | None, str | None]
) -> None:
    assert period(typed, today) == bounds


MONTHS = "january february march april may june july august september october november december"


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS.split(), 1)))
def test_month_is_read_by_name_and_by_three_letters(number: int, name: str) -> None:
    whole = (f"2023-{number:02d}-01", f"2023-{number:02d}-{monthrange(2023, number)[1]}")
    assert period(f"{name} 2023", TODAY) == period(f"{name[:3].title()} 2023", TODAY) == whole


NO_FORM = """; tomorrow; next month; last june; last; week; june; 5 june; ju 2024; junes 2024;
mat 2024; 21 june 21 2024; summer 2024; 2025-W; 2024-09-; -1; 1718000000; not 2024;
21/2024; 2024.; 2024...; ٢٠٢٤-٠٦; ٢١/٠٦/٢٠٢٤; ٢٠٢٤-w٤٠; 2024-..-12;
a..b; 2024q12; ٢٠٢٤; q1 ٢٠٢٤; june ٢٠٢٤; 20?4; 2024??; 2024.5/6;
2024-09-21T10:00; 2024....; ....2024; ..2024..; 2024/2025/2026; 2024..2025..2026; *"""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        *((typed.strip(), "unrecognised date format") for typed in NO_FORM.split(";")),
        ("..", "it is open at both ends"),
        ("/", "it is open at both ends"),
        ("2024..2023", "it ends (2023-12-31) before it starts (2024-01-01)"),
        ("2024-10-5..2024-10-4", "it ends (2024-10-04) before it starts (2024-10-05)"),
        ("today..yesterday", "it ends (2025-03-04) before it starts (2025-03-05)"),
        ("0000", "years run from 0001 to 9999"),
        ("2024-13", "months run from 01 to 12"),
        ("2023-02-29", "2023-02 has 28 days"),
        ("31 june 2024", "2024-06 has 30 days"),
        ("june 0 2024", "2024-06 has 30 days"),
        ("2024-q5", "quarters run from Q1 to Q4"),
        ("2025-w53", "2025 has 52 weeks"),
        ("week 0 2025", "2025 has 52 weeks"),
        ("0000-w01", "years run from 0001 to 9999"),
        ("2024/13/01", "months run from 01 to 12"),
        ("31/09/2024", "2024-09 has 30 days"),
        ("09.31.2024", "2024-09 has 30 days"),
        ("45-13-2024", "months run from 01 to 12"),
        ("30.9.24", "the year needs four digits"),
        ("2024-xx-12", "'2024-XX-12' has a day in an unspecified month"),
    ],
)
def test_invalid_period_is_refused_with_the_known_forms(typed: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        period(typed, TODAY, "--since")
    assert str(caught.value) == f"--since: {typed!r} is not a date: {reason}; {FORMS}"
    assert (caught.value.where, caught.value.expected) == ("--since", FORMS)
    with pytest.raises(UsageError) as caught:
        period(typed, TODAY)
    assert str(caught.value) == f"{typed!r} is not a date: {reason}; {FORMS}"


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("03/09/2024", "3 September 2024 or 9 March 2024; write 2024-09-03 or 2024-03-09"),
        ("3.9.2024", "3 September 2024 or 9 March 2024; write 2024-09-03 or 2024-03-09"),
        ("10-12-2024", "10 December 2024 or 12 October 2024; write 2024-12-10 or 2024-10-12"),
        ("1/2/2024", "1 February 2024 or 2 January 2024; write 2024-02-01 or 2024-01-02"),
    ],
)
def test_date_that_can_mean_two_days_is_refused_with_both(typed: str, readings: str) -> None:
    with pytest.raises(UsageError) as caught:
        period(typed, TODAY, "--on")
    assert str(caught.value) == f"--on: {typed!r} is ambiguous: {readings}"


@pytest.mark.parametrize("year", [0, 10_000, -1])
def test_years_have_four_digits(year: int) -> None:
    with pytest.raises(ValueError, match=r"\Ayears run from 0001 to 9999\Z"):
        span(year)


# --- intervals, and what holds for all ----------------------------------------------------


@pytest.mark.parametrize(
    ("first", "other", "overlaps", "within"),
    [
        ("2024-06", "2024", True, True),
        ("2024", "2024-06", True, False),
        ("2024-06", "2024-06", True, True),
        ("2024-05", "2024-06", False, False),
        ("2024-05-31/2024-06-01", "2024-06", True, False),
        ("2024-06/..", "2024-06", True, False),
        ("2024-06/..", "2024/..", True, True),
        ("2024-06/..", "../2024-05", False, False),
        ("../2024-06-01", "2024-06/..", True, False),
        ("2024-06", "../2024-06", True, True),
        ("2024-07", "../2024-06", False, False),
    ],
)
def test_intervals_overlap_or_lie_within(
    first: str, other: str, overlaps: bool, within: bool
) -> None:
    one, two = edtf_bounds(first), edtf_bounds(other)
    assert (one.overlaps(two), one.within(two)) == (overlaps, within)


DAYS = st.dates().map(date.isoformat)
CLOSED = st.tuples(DAYS, DAYS).map(lambda days: Interval(min(days), max(days)))
OPEN = DAYS.map(lambda day: Interval(day, None)) | DAYS.map(lambda day: Interval(None, day))
PIECES = "2024 06 31 1 - . .. / X XX ? ~ Q q4 june sept last this week month today".split()
TYPED = st.text() | st.lists(st.sampled_from([*PIECES, " ", ","]), max_size=9).map("".join)


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_bounds_of_a_day_month_or_year_contain_the_day(day: str, length: int) -> None:
    bounds = edtf_bounds(day[:length])
    assert (bounds.start or "A") <= day <= (bounds.end or "")
    assert period(day[:length], TODAY) == bounds


@given(CLOSED)
def test_range_runs_from_its_first_to_its_last_day(days: Interval) -> None:
    assert edtf_bounds(f"{days.start}/{days.end}") == days
    assert period(f"{days.start}..{days.end}", TODAY) == days


@given(CLOSED | OPEN, CLOSED | OPEN)
def test_overlap_is_symmetric(first: Interval, other: Interval) -> None:
    assert first.overlaps(other) is other.overlaps(first)


@given(st.lists(DAYS, min_size=4, max_size=4).map(sorted), st.permutations(range(4)))
def test_interval_within_another_overlaps_it(days: list[str], order: list[int]) -> None:
    a, b, c, d = (days[place] for place in order)
    first, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert first.overlaps(other) or not first.within(other)
    assert Interval(days[1], days[2]).within(Interval(days[0], days[3]))


@given(TYPED)
def test_any_text_is_an_ordered_period_or_a_usage_error(text: str) -> None:
    try:
        found = period(text, TODAY)
    except UsageError:
        return
    assert found != (None, None)
    assert (found.start or "0") <= (found.end or "A")


@given(TYPED)
def test_any_text_is_edtf_or_a_value_error(text: str) -> None:
    try:
        found = edtf_bounds(text)
    except ValueError:
        return
    assert (found.start or "0") <= (found.end or "A")
    assert edtf_precision(text) in PRECISIONS


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2024-09-30", "on 30 September 2024"),
        ("2024-09-05", "on 5 September 2024"),
        ("2024-09-30~", "on 2024-09-30~"),
        ("2024-10", "in October 2024"),
        ("2024-10?", "in 2024-10?"),
        ("2024", "in 2024"),
        ("2024-09-21/2024-09-30", "between 21 and 30 September 2024"),
        ("2024-10-21/2024-11-02", "between 21 October 2024 and 2 November 2024"),
        ("2024-09-21/2024-09-30~", "between 21 September 2024 and 2024-09-30~"),
        ("2024-09/2024-09-30", "between September 2024 and 30 September 2024"),
        ("2024-09-21/2024-09", "between 21 September 2024 and the end of September 2024"),
        ("2024-10/..", "since October 2024"),
        ("2024-10/", "since October 2024"),
        ("/2024-10", "by October 2024"),
        ("../2024-10-02", "by 2 October 2024"),
    ],
)
def test_dates_in_words(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2024-10~", ("2024-08-31", "2024-12-01")),
        ("2024-10?", ("2024-08-31", "2024-12-01")),
        ("2024-10-10%", ("2024-10-09", "2024-10-11")),
        ("2024-10-10/2024-10-11~", ("2024-10-08", "2024-10-13")),
        ("2024-10", ("2024-10-01", "2024-10-31")),
        ("../2024-10~", (None, "2024-10-31")),
        ("2024-10~/..", ("2024-10-01", None)),
        ("0001~", ("0001-01-01", "0001-12-31")),  # there is no day before
        ("9999~", ("9999-01-01", "9999-12-31")),
    ],
)
def test_qualified_date_is_widened_by_its_own_length(
    edtf: str, bounds: tuple[str | None, str | None]
) -> None:
    assert widened(edtf) == bounds
