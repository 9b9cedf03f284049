"""The axis of the timeline: months, cuts, and where a date is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.facts.dates import Interval, edtf_bounds, span
from mss_cli.output.charts.axis import scale


def drawn(date: str, dates: list[str], width: int, lasting: bool = False) -> str:
    return scale(dates, width).bar(edtf_bounds(date), "●", lasting)


def test_months_fill_the_width_and_empty_time_is_cut() -> None:
    dates = ["2023-10", "2024-06-15", "2024-07", "2024-09"]
    assert scale(dates, 25).header() == [
        "2023  2024            ",
        "Oct ⋯ Jun Jul Aug Sep ",
    ]
    assert scale(dates, 20).header() == ["2023 2024        ", "Oct⋯ JunJulAugSep"]
    assert scale(dates, 12).header() == ["’23 2024    ", "Oc⋯ JnJlAuSe"]


def test_quarters_or_years_stand_in_where_months_do_not_fit() -> None:
    dates = [f"20{year}-{month:02d}" for year in range(20, 24) for month in range(1, 13)]
    assert scale(dates[:24], 40).header() == [
        "2020            2021            ",
        "Q1  Q2  Q3  Q4  Q1  Q2  Q3  Q4  ",
    ]
    assert scale(dates, 20).header() == ["’20 ’21 ’22 2023"]
    assert scale([f"{year}" for year in range(1900, 2000)], 20).width <= 20


def test_decades_and_centuries_stand_in_where_years_do_not_fit() -> None:
    years = [str(year) for year in range(1940, 2026)]
    decades = scale(years, 20)
    assert (decades.unit, decades.steps) == (120, tuple(range(194, 203)))
    assert [decades.column(f"{year}-07-01") for year in (1940, 1999, 2025)] == [0, 11, 17]
    centuries = scale([str(year) for year in range(1000, 2000, 10)], 20)
    assert (centuries.unit, len(centuries.steps)) == (1200, 10)


DRAWN = [
    ("2024-09-01", "●"),
    ("2024-09-30", "   ●"),
    ("2024-10-15", "     ●"),
    ("2024-09", "┄┄●┄"),
    ("2024-09/2024-10", "┄┄┄┄●┄┄┄"),
    ("../2024-09", "◂┄┄●"),
    ("2024-10/..", "    ●┄┄▸"),
]


@pytest.mark.parametrize(("date", "line"), DRAWN)
def test_day_is_a_mark_and_uncertain_date_is_a_dotted_span(date: str, line: str) -> None:
    assert drawn(date, ["2024-09", "2024-10"], 8) == line


def test_lasting_fact_is_a_solid_line() -> None:
    months = ["2024-09", "2024-10"]
    assert drawn("2024-09", months, 8, lasting=True) == "━━━━"
    assert drawn("2024-09/..", months, 8, lasting=True) == "━━━━━━━▸"
    assert drawn("../2024-09", months, 8, lasting=True) == "◂━━━"
    assert drawn("2024-09-01", months, 8, lasting=True) == "●"


def test_months_have_columns_on_axes_of_quarters_and_years() -> None:
    quarters = scale([f"20{y}-{m:02d}" for y in (20, 21) for m in range(1, 13)], 40)
    assert [quarters.column(day) for day in ("2020-01-01", "2020-02-15", "2020-12-31")] == [
        *(0, 1, 15),
    ]
    assert quarters.bar(edtf_bounds("2020-04/2020-06"), "●", lasting=True) == "    ━━━━"
    years = scale([str(year) for year in range(1900, 1920)], 60)
    assert (years.unit, years.cell) == (12, 3)
    assert [years.column(day) for day in ("1900-12-31", "1901-01-01", "1919-12-31")] == [2, 3, 59]


def test_gap_of_two_steps_is_drawn_and_gap_of_three_is_cut() -> None:
    assert scale(["2024-01", "2024-04"], 20).header()[1] == "Jan Feb Mar Apr "
    assert scale(["2024-01", "2024-05"], 18).header()[1] == "Jan     ⋯ May     "


days = st.dates().filter(lambda day: day.year > 0).map(lambda day: day.isoformat())


@given(st.lists(days, min_size=1, max_size=30), st.integers(4, 120))
def test_every_date_has_a_column_in_date_order(some: list[str], width: int) -> None:
    axis = scale(some, width)
    assert axis.width <= width
    assert all(len(line) == axis.width for line in axis.header())
    columns = [axis.column(day) for day in sorted(some)]
    assert columns == sorted(columns)
    assert all(0 <= column < axis.width for column in columns)
    whole = Interval(min(some), max(some))
    assert len(axis.bar(whole, "●", lasting=False)) <= axis.width


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(8, 60))
def test_single_month_fills_the_axis(year: int, month: int, width: int) -> None:
    axis = scale([f"{year:04d}-{month:02d}"], width)
    assert len(axis.bar(span(year, month), "●", lasting=True)) == axis.cell == axis.width <= width
