"""Dates and numbers that are written out."""

import pytest

from mss_cli.search.dates import tokens
from mss_cli.search.spelt_dates import in_digits


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("the last day of september 2024", "the 2024-09-30"),
        ("the first day of feb 2024", "the 2024-02-01"),
        ("the last day of february 2024", "the 2024-02-29"),
        ("the third quarter of 2024", "the 2024-q3"),
        ("on november twentieth", "on november 20"),
        ("september the twenty-first 2024", "september 21 2024"),
        ("by the end of twenty twenty-three", "by 2023"),
        ("two thousand and twenty-four", "2024"),
        ("twenty-five hundred people", "2500 people"),
        ("twenty officers", "twenty officers"),
        ("the twenty-fourth of february", "the 24 february"),
        ("the first of the month", "the first of the month"),
        ("autumn 2024", "2024-09 to 2024-11"),
        ("half a million", "0.5 million"),
        ("two and a half thousand", "2.5 thousand"),
        ("2 and a half million people", "2.5 million people"),
        ("by the end of october", "by october"),
        ("before the end of sept 2024", "until sept 2024"),
        ("since the beginning of 2025", "since 2025"),
        ("at the end of september 2024", "late september 2024"),
        ("in the middle of october", "mid october"),
        ("start of march 2024", "early march 2024"),
        ("the end of the mandate", "the end of the mandate"),
        ("the start of marches", "the start of marches"),
        ("the end of decision making", "the end of decision making"),
        ("the opening days of september", "the early september"),
        ("the closing days of september", "the late september"),
        ("a member of the first team", "a member of the first team"),
    ],
)
def test_written_out_dates_and_numbers_become_digits(written: str, digits: str) -> None:
    assert in_digits(written) == digits


def test_year_with_an_apostrophe_is_whole() -> None:
    assert tokens("in sept '24") == ["in", "sept", "2024"]
    assert tokens("in sept. '24") == ["in", "sept", "2024"]
