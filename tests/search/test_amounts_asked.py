"""What amount a question asks for, and whether a fact gives it; shown on an invented seaport."""

from typing import Any

import pytest
from conftest import ROOT, Call

from mss_cli.search.amounts_asked import amount_asked, gives_length, gives_money

STORE = ("--store", str(ROOT / "benchmarks" / "port" / "store"))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("how many ships waited", "number"),
        ("how long was the strike", "length"),
        ("how much longer was it given", "length"),
        ("how much does it cost", "money"),
        ("how much are they paid", "money"),
        ("how much of the port do they hold", ""),
        ("who paid", ""),
        ("how", ""),
    ],
)
def test_amount_asked_follows_how(question: str, asked: str) -> None:
    assert amount_asked(question.split()) == asked


def _fact(text: str, unit: str = "") -> Any:
    return {"text": text, "quantity": {"unit": unit} if unit else None}


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("It was for nine months.", True),
        ("It was for a few weeks.", True),
        ("It was in force until January.", True),
        ("They will come within a few weeks.", False),
        ("It ended two days later.", False),
        ("It began in 2024.", False),
    ],
)
def test_length_is_told_by_units_of_time(text: str, lasts: bool) -> None:
    assert gives_length(_fact(text)) is lasts


def test_unit_of_quantity_decides_length_and_money() -> None:
    assert gives_length(_fact("So long.", "days"))
    assert not gives_length(_fact("So long.", "ships"))
    assert gives_money(_fact("So much.", "US dollars"))
    assert gives_money(_fact("They paid 400 shillings."))
    assert not gives_money(_fact("They paid 400 men.", "men"))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("how many people were injured", "accident-three-injured"),
        ("how long was the strike", "strike-32-days"),
        ("how long was the ban in force", "injunction-until-2023-01-31"),
        ("how much does the terminal cost", "north-mole-cost-495"),
        ("where did Blue Meridian move its ship", "blue-meridian-to-dunscar-2022-11-21"),
    ],
)
def test_amount_or_place_is_found(mss: Call, question: str, first: str) -> None:
    done = mss("search", question, "--fields", "id", *STORE)
    assert (done.code, done.out.splitlines()[0]) == (0, first)


@pytest.mark.parametrize(
    ("question", "nearest", "lacks"),
    [
        ("how many cranes has Corvane", "crane-collapse-2022-09-06", "how many cranes"),
        ("how long is Brandl mayor", "brandl-mayor", "how long"),
        ("how much did Brandl pay", "brandl-mayor", "'pay' or how much money"),
        ("where in Dunscar is the second berth", "dunscar-second-berth", "where"),
    ],
)
def test_amount_or_place_that_no_fact_gives_is_named(
    mss: Call, question: str, nearest: str, lacks: str
) -> None:
    done = mss("search", question, "--fields", "id", *STORE)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] == (
        f"nothing in the store answers {question!r}: "
        f"the nearest fact, {nearest}, does not say {lacks}"
    )
