"""Derivations: each rule gives its date and no other."""

from typing import cast

import pytest

from mss_cli.facts.derivations import RULES, fault
from mss_cli.facts.model import Derivation
from mss_cli.stores.directory import schema


def derivation(
    rule: str, anchor: str, printed: str | None = None, count: int | None = None
) -> Derivation:
    fields = {"printed": printed, "anchor": anchor, "anchored_on": "x", "rule": rule}
    return cast(Derivation, fields | {"count": count})


HOLDS = [
    ("2024-11-20", derivation("same-date", "2024-11-20")),
    ("2024-09-21/2024-09-22", derivation("both-reported", "2024-09-21/2024-09-22")),
    ("2023-10/2024-06", derivation("between", "2023-10/2024-06")),
    ("2024-09", derivation("month-of", "2024-09-25/2024-09-30")),
    ("2025-02-24", derivation("year-of", "2025-08-19/2025-08")),
    ("2024-09", derivation("publication", "2024-09-21/2024-09-30")),
    ("../2025-08", derivation("by-publication", "2025-08-19/2025-08")),
    ("2024-09-28", derivation("weekday-before", "2024-09-30", "Saturday")),
    ("2024-09-23", derivation("weekday-before", "2024-09-30", "Monday")),  # not the day itself
    ("2024-10-02", derivation("weekday-after", "2024-09-30", "Wednesday")),
    ("2024-10-07", derivation("weekday-after", "2024-09-30", "Monday")),
    ("2024-07", derivation("months-after", "2023-10", count=9)),
    ("2024-09-30/2024-12", derivation("within-months", "2024-09-30/2024-10", count=2)),
    ("2024-11-19", derivation("days-before", "2024-11-20", count=1)),
    ("2024-11-11/2024-11-17", derivation("week-before", "2024-11-20")),
    ("2023-12", derivation("months-before", "2024-01-31", count=1)),
    ("2022", derivation("years-before", "2024-11-20", count=2)),
    ("2024-11-18/2024-11-24", derivation("week-of", "2024-11-20")),
    ("2024-11-25/2024-12-01", derivation("week-after", "2024-11-20")),
    ("2024-11-16/2024-11-17", derivation("weekend-before", "2024-11-20")),
    ("2024-11-09/2024-11-10", derivation("weekend-before", "2024-11-17")),  # a Sunday itself
    ("2024-12-20", derivation("last-such-date", "2025-01-03")),
    ("2025-03", derivation("next-such-date", "2024-11-20")),
    ("2024-11-11/2024-11-20", derivation("since-week-before", "2024-11-20")),
]


@pytest.mark.parametrize(("result", "how"), HOLDS)
def test_rule_derives_the_date(result: str, how: Derivation) -> None:
    assert fault(result, how) == ""


def test_every_rule_is_tested_and_in_the_schema() -> None:
    assert {how["rule"] for _, how in HOLDS} == set(RULES)
    known = schema("facts")["definitions"]["derivation"]["properties"]["rule"]["enum"]
    assert known == list(RULES)


BROKEN = [
    (
        "2023-12-20",
        derivation("last-such-date", "2025-01-03"),
        "date 2023-12-20 is not printed without a year; the last such date up to the anchor",
    ),
    (
        "2024-11-19",
        derivation("next-such-date", "2024-11-20"),
        "date 2024-11-19 is not printed without a year; the next such date from the anchor on",
    ),
    ("2024-11-25/2024-12-01", derivation("week-of", "2024-11-20"), "date 2024-11-25/2024-12-01 is"),
    ("2024-11-21", derivation("same-date", "2024-11-20"), "date 2024-11-21 is not of the same"),
    ("2024-09", derivation("month-of", "2024-09-25/2024-10-02"), "date 2024-09 is not in the"),
    ("2024-02-24", derivation("year-of", "2025-08"), "date 2024-02-24 is not printed without"),
    ("2024-09-21", derivation("publication", "2024-09"), "date 2024-09-21 is not true when"),
    ("../2025-07", derivation("by-publication", "2025-08"), "date ../2025-07 is not had come"),
    ("2025-08", derivation("by-publication", "2025-08"), "date 2025-08 is not had come about"),
    (
        "2024-11-18",
        derivation("days-before", "2024-11-20", count=1),
        "date 2024-11-18 is not 1 days before the anchor (2024-11-20)",
    ),
    ("2024-11-19", derivation("days-before", "2024-11", count=1), "date 2024-11-19 is not 1 days"),
    (
        "2024-11-11/2024-11-20",
        derivation("week-before", "2024-11-20"),
        "date 2024-11-11/2024-11-20",
    ),
    ("2023-11", derivation("months-before", "2024-01-31", count=1), "date 2023-11 is not 1 months"),
    ("2023", derivation("years-before", "2024-11-20", count=2), "date 2023 is not 2 years before"),
    ("../2020", derivation("by-publication", "2024-10/.."), "date ../2020 is not had come about"),
    (
        "2024-10",
        derivation("month-of", "2024-09-25/2024-09-30"),
        "date 2024-10 is not in the month",
    ),
    (
        "2024-10-03",
        derivation("weekday-after", "2024-09-30", "Wednesday"),
        "date 2024-10-03 is not the nearest Wednesday after the anchor (2024-09-30)",
    ),
    (
        "2024-08",
        derivation("months-after", "2023-10", count=9),
        "date 2024-08 is not 9 months after the month of the anchor (2023-10)",
    ),
    (
        "2024-10-02",
        derivation("weekday-after", "2024-09-30", "soon"),
        "date_derivation cannot be applied: no weekday is printed",
    ),
    (
        "2024-07",
        derivation("months-after", "2023-10"),
        "date_derivation cannot be applied: count is not a whole number",
    ),
    (
        "2024-07",
        derivation("month-of", "../2024-07"),
        "date_derivation cannot be applied: the anchor is open",
    ),
    (
        "9999-12-31",
        derivation("weekday-after", "9999-12-31", "Monday"),
        "date_derivation cannot be applied: date value out of range",
    ),
    (
        "2024-07",
        derivation("weekday-before", "../2024-07", "Monday"),
        "date_derivation cannot be applied: the anchor is open",
    ),
    (
        "2024-07",
        derivation("same-date", "soon"),
        "date_derivation cannot be applied: 'soon' is not an EDTF date of level 0 or 1",
    ),
]


@pytest.mark.parametrize(("result", "how", "why"), BROKEN)
def test_date_that_does_not_follow_is_a_fault(result: str, how: Derivation, why: str) -> None:
    assert fault(result, how).startswith(why)
