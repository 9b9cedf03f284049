"""Conflicts: the readings that sources report, and which of them cannot both hold."""

from typing import cast

import pytest

from mss_cli.conflicts import Reading, agree, contested, differing, readings
from mss_cli.model import Fact

PROPERTIES = ("date", "value", "status", "wording")


def fact(*reports: tuple[str, dict[str, str]]) -> Fact:
    """Return a fact with a piece of evidence for each source and what it reports."""
    evidence = [
        {"source": source, "start": 10 * n, "end": 10 * n + 5}
        | {"reports": dict.fromkeys(PROPERTIES) | said}
        for n, (source, said) in enumerate(reports)
    ]
    return cast(Fact, {"evidence": evidence})


def test_readings_come_by_property_and_then_by_source() -> None:
    told = fact(
        ("a.txt", {"wording": "soon", "date": "2024-09"}),
        ("a.txt", {}),
        ("b.txt", {"value": "400", "date": "2024-09-21", "status": "planned"}),
    )
    assert readings(told) == [
        Reading("date", "a.txt", "2024-09", 0, 5),
        Reading("date", "b.txt", "2024-09-21", 20, 25),
        Reading("value", "b.txt", "400", 20, 25),
        Reading("status", "b.txt", "planned", 20, 25),
        Reading("wording", "a.txt", "soon", 0, 5),
    ]


def test_evidence_that_reports_nothing_has_no_readings() -> None:
    assert readings(fact(("a.txt", {}), ("b.txt", {}))) == []


@pytest.mark.parametrize(
    ("name", "first", "second", "both"),
    [
        ("date", "2024-09-21", "2024-09-22", False),
        ("date", "2024-09-21", "2024-09", True),  # one is more precise
        ("date", "2024-09-21/2024-09-22", "2024-09-22", True),
        ("date", "2024-10-02", "2024-10/..", True),
        ("date", "2024-09", "2024-10/..", False),
        ("value", "400", "around 400", True),
        ("value", "1,000 officers", "1000", True),
        ("value", "400", "600", False),
        ("value", "$2.6 billion", "$2.6 million", False),
        ("value", "400 officers", "400 vehicles", False),
        ("value", "around 400 officers", "exactly 400", True),
        ("value", "24", "20 soldiers and 4 police", False),
        ("value", "400 to 600", "400", False),
        ("value", "One year", "one year", True),
        ("value", "one year", "two years", False),
        ("status", "planned", "planned", True),
        ("status", "occurred", "alleged", False),
        ("wording", "soon", "late", True),  # not compared
    ],
)
def test_two_readings_agree_if_both_can_hold(
    name: str, first: str, second: str, both: bool
) -> None:
    assert agree(name, first, second) is agree(name, second, first) is both


@pytest.mark.parametrize(
    ("reports", "properties"),
    [
        ([], ()),
        ([("a", {"date": "2024-09-21"})], ()),
        ([("a", {"date": "2024-09-21"}), ("b", {"date": "2024-09-22"})], ("date",)),
        ([("a", {"date": "2024-09-21"}), ("b", {"date": "2024-09"})], ()),
        # within one source, the readings are its own affair
        ([("a", {"date": "2024-09-21"}), ("a", {"date": "2024-09-22"})], ()),
        ([("a", {"value": "400"}), ("b", {"value": "600"}), ("a", {"value": "600"})], ("value",)),
        # all three pairs are compared
        ([("a", {"date": "2024"}), ("b", {"date": "2024-05"}), ("c", {"date": "2023"})], ("date",)),
        # another property is no answer
        ([("a", {"value": "400"}), ("b", {"date": "2024"})], ()),
        ([("a", {"wording": "soon"}), ("b", {"wording": "late"})], ()),
        (
            [
                ("a", {"status": "planned", "value": "1", "date": "2023", "wording": "x"}),
                ("b", {"status": "denied", "value": "2", "date": "2024", "wording": "y"}),
            ],
            ("date", "value", "status"),
        ),
    ],
)
def test_properties_differ_if_two_sources_cannot_both_be_right(
    reports: list[tuple[str, dict[str, str]]], properties: tuple[str, ...]
) -> None:
    assert differing(fact(*reports)) == properties


def test_a_reading_is_contested_by_another_source_only() -> None:
    told = fact(
        ("a", {"date": "2024-09-21", "value": "400"}),
        ("a", {"date": "2024-09"}),
        ("b", {"date": "2024-09-22", "value": "400"}),
    )
    contests = [(r.property, r.source, r.value, contested(told, r)) for r in readings(told)]
    assert contests == [
        ("date", "a", "2024-09-21", True),
        ("date", "a", "2024-09", False),
        ("date", "b", "2024-09-22", True),
        ("value", "a", "400", False),
        ("value", "b", "400", False),
    ]
