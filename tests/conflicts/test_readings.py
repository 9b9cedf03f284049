"""Readings: what each source reports of a property, and whether two of them can both hold."""

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.conflicts.amounts import Amount, parsed
from mss_cli.conflicts.readings import (
    Reading,
    Verdict,
    compare,
    contested,
    quantities,
    readings,
    reported,
    understood,
)
from mss_cli.facts.kinds import STATUSES
from mss_cli.facts.model import Fact, Quantity
from mss_cli.facts.quantities import amount, number


def fact(*reports: tuple[str, dict[str, str]], **fields: Any) -> Fact:
    """Return a fact with a piece of evidence for each source and what it reports."""
    empty = dict.fromkeys(("date", "value", "status", "wording"))
    evidence = [
        {"source": source, "start": 10 * n, "end": 10 * n + 5, "reports": empty | said}
        for n, (source, said) in enumerate(reports)
    ]
    own = {"date": "2024-09", "status": "occurred", "quantity": None}
    return cast(Fact, own | {"evidence": evidence} | fields)


def quantity(value: float, qualifier: str | None = None, **bounds: float) -> Quantity:
    base = {"low": None, "high": None, "unit": "boats", "measure": "boats"}
    return cast(Quantity, base | {"value": value, "qualifier": qualifier} | bounds)


def test_more_than_allows_larger_numbers() -> None:
    over, larger = quantity(700, "more-than"), quantity(900)
    assert quantities(over, larger) == Verdict("qualified", "their bounds overlap")
    assert quantities(over, quantity(600)) == Verdict("contradiction", "the numbers differ")


def test_readings_are_ordered_by_property_then_source() -> None:
    told = fact(
        ("b.txt", {"value": "400", "date": "2024-09-21", "status": "planned"}),
        ("a.txt", {"wording": "soon", "date": "2024-09"}),
        ("a.txt", {}),
    )
    assert reported(told) == [
        Reading("date", "a.txt", "2024-09", 10, 15),
        Reading("date", "b.txt", "2024-09-21", 0, 5),
        Reading("value", "b.txt", "400", 0, 5),
        Reading("status", "b.txt", "planned", 0, 5),
        Reading("wording", "a.txt", "soon", 10, 15),
    ]


def test_source_without_a_reading_gives_the_value_of_the_fact() -> None:
    told = fact(("a.txt", {}), ("b.txt", {"date": "2024-10"}), ("a.txt", {}))
    assert readings(told, "date") == [
        Reading("date", "a.txt", "2024-09", 0, 5),
        Reading("date", "b.txt", "2024-10", 10, 15),
    ]
    assert [r.source for r in contested(told, "date")] == ["a.txt", "b.txt"]
    value = fact(("a", {}), ("b", {"value": "30"}), quantity=quantity(40, "about"))
    assert [r.value for r in readings(value, "value")] == ["about 40 boats", "30"]
    status = fact(("a", {}), ("b", {"status": "denied"}))
    assert [r.value for r in readings(status, "status")] == ["occurred", "denied"]


def test_span_of_the_reported_days_is_no_source_s_reading() -> None:
    joined = {"rule": "both-reported"}
    told = fact(("a.txt", {"date": "2024-09-21"}), ("b.txt", {}), date_derivation=joined)
    assert [r.source for r in readings(told, "date")] == ["a.txt"]


def test_property_that_no_source_reports_has_no_readings() -> None:
    told = fact(("a.txt", {}), ("b.txt", {"wording": "soon"}))
    assert [readings(told, name) for name in ("date", "value", "status")] == [[], [], []]
    assert readings(fact(("a", {}), ("b", {"date": "2024"}), date=None), "date") == [
        Reading("date", "b", "2024", 10, 15)
    ]


PAIRS = [
    # dates
    ("date", "2024-09-21", "2024-09-22", "contradiction", "they have no day in common"),
    ("date", "2024-09-21", "2024-09", "qualified", "one is more precise, and both can hold"),
    ("date", "2024-09", "2024-09-01/2024-09-30", "", ""),
    ("date", "2024-09-01/2024-09-21", "2024-09-20/2024-10", "qualified", "the two periods share"),
    ("date", "2024-10-02", "2024-10/..", "qualified", "one is more precise"),
    ("date", "2024-09", "2024-10/..", "contradiction", "they have no day"),
    ("date", "2024-09-30", "2024-10~", "qualified", "one is only approximate"),
    ("date", "2024-08-31", "2024-10~", "qualified", "one is only approximate"),
    ("date", "2024-08-30", "2024-10~", "contradiction", "they have no day"),
    # values
    ("value", "400", "around 400", "", ""),
    ("value", "1,000 officers", "1000", "", ""),
    ("value", "400", "600", "contradiction", "the numbers differ"),
    ("value", "about 400", "380", "qualified", "one is only approximate"),
    ("value", "about 400", "350", "contradiction", "the numbers differ"),
    ("value", "$2.6 billion", "$2.6 million", "contradiction", "the numbers differ"),
    ("value", "2.6 billion", "2,600,000,000", "", ""),
    ("value", "2.6", "2.5", "contradiction", "the numbers differ"),
    ("value", "400 officers", "400 vehicles", "contradiction", "they count different things"),
    ("value", "around 400 officers", "exactly 400", "", ""),
    ("value", "24", "20 soldiers and 4 police", "qualified", "20 + 4 = 24, so both can hold"),
    ("value", "24 officers", "20 soldiers and 5 police", "contradiction", "they count different"),
    ("value", "400 to 600", "400", "qualified", "one lies in the range of the other"),
    ("value", "400-600", "601", "contradiction", "the numbers differ"),
    ("value", "One year", "one year", "", ""),
    ("value", "one year", "12 months", "", ""),
    ("value", "an additional year", "12 months", "", ""),
    ("value", "two years", "24 months", "", ""),
    ("value", "one year", "two years", "contradiction", "the numbers differ"),
    ("value", "soon", "soon enough", "qualified", "they cannot be compared as numbers"),
    ("value", "many", "MANY", "", ""),
    ("value", "at least 40", "45", "qualified", "one lies in the range of the other"),
    ("value", "at least 40", "35", "contradiction", "the numbers differ"),
    ("value", "more than 40 boats", "45 boats", "qualified", "one lies in the range"),
    ("value", "up to 40", "35", "qualified", "one lies in the range"),
    ("value", "up to 40", "45", "contradiction", "the numbers differ"),
    ("value", "fewer than 40", "at least 40", "qualified", "one lies in the range"),
    ("value", "-5", "5", "contradiction", "the numbers differ"),
    ("value", "40%", "40 boats", "contradiction", "they count different things"),
    ("value", "not 40", "40", "contradiction", "one denies the number that the other gives"),
    ("value", "no boats", "0 boats", "", ""),
    ("value", "no boats", "5 boats", "contradiction", "the numbers differ"),
    ("value", "forty-two", "42", "", ""),
    ("value", "twenty four", "24", "", ""),
    ("value", "a hundred boats", "100 boats", "", ""),
    ("value", "two dozen", "24", "", ""),
    ("value", "dozen boats", "12 boats", "", ""),
    ("value", "twenty-one", "21", "", ""),
    ("value", "20 soldiers and two dozen police", "44", "qualified", "20 + 24 = 44"),
    ("value", "40 more boats", "40 boats", "", ""),
    ("value", "up to 0.5", "0.2", "qualified", "one lies in the range"),
    ("value", "up to 5", "-0.5", "contradiction", "the numbers differ"),
    ("value", "at least 20 and 4", "24", "qualified", "one lies in the range"),
    ("value", "20 soldiers and 4 police", "up to 24", "qualified", "one lies in the range"),
    ("value", "20 and 4", "24 and 1", "contradiction", "the numbers differ"),
    ("value", "1/2 Boats", "1/2 boats", "qualified", "they cannot be compared"),
    ("value", "5k", "5,000", "", ""),
    ("value", "three thousand", "3,000", "", ""),
    ("value", "five million", "5,000,000", "", ""),
    ("value", "3 bn", "3,000,000,000", "", ""),
    ("value", "a million boats", "1,000,000 boats", "", ""),
    ("value", "hundred boats", "100 boats", "", ""),
    ("value", "not 40", "not 40 boats", "", ""),
    ("value", "no more than 40", "35", "qualified", "one lies in the range"),
    ("value", "not more than 40", "45", "contradiction", "the numbers differ"),
    ("value", "no less than 40", "45", "qualified", "one lies in the range"),
    ("value", "20 soldiers and four police", "24", "qualified", "20 + 4 = 24"),
    ("value", "one hundred and five", "106", "qualified", "they cannot be compared"),
    ("value", "half a million", "500,000", "qualified", "they cannot be compared"),
    ("value", "a few hundred", "200", "qualified", "they cannot be compared"),
    ("value", "twenty and ten", "30", "qualified", "20 + 10 = 30"),
    ("value", "forty zero", "40", "qualified", "40 + 0 = 40"),
    ("value", "about 100", "90", "qualified", "one is only approximate"),
    ("value", "between 2 and 5", "5", "qualified", "one lies in the range"),
    ("value", "between 2 and 5", "6", "contradiction", "the numbers differ"),
    ("value", "1/2", "0.5", "qualified", "they cannot be compared as numbers"),
    ("value", "10^6", "1,000,000", "qualified", "they cannot be compared as numbers"),
    ("value", "1,5", "1.5", "qualified", "they cannot be compared as numbers"),
    ("value", "—", "40", "qualified", "they cannot be compared as numbers"),
    # the results of votes and matches
    ("value", "7-4", "8-3", "contradiction", "the results differ"),
    ("value", "7–4", "7-4", "", ""),
    ("value", "7 to 4", "8 to 3", "contradiction", "the results differ"),
    ("value", "7-4", "4-7", "contradiction", "the results differ"),
    ("value", "14-0-1", "13-0-2", "contradiction", "the results differ"),
    ("value", "12 votes to 3", "13 votes to 2", "contradiction", "the results differ"),
    ("value", "3 to 12 votes", "2 to 13 votes", "contradiction", "the results differ"),
    ("value", "13 in favour, 2 against", "14 in favour, 1 against", "contradiction", "the results"),
    ("value", "7 votes", "7-4", "qualified", "one gives only a part of the other"),
    ("value", "9 votes", "7-4", "contradiction", "the results differ"),
    # statuses
    ("status", "planned", "planned", "", ""),
    ("status", "planned", "occurred", "superseded", "the plan was then carried out"),
    ("status", "conditional", "ongoing", "superseded", "the plan was"),
    ("status", "planned", "proposed", "qualified", "both can hold, one after the other"),
    ("status", "occurred", "ongoing", "qualified", "both can hold, one after the other"),
    ("status", "planned", "denied", "contradiction", "both cannot hold"),
    (
        "status",
        "planned",
        "alleged",
        "qualified",
        "one asserts it, the other only reports a claim",
    ),
    ("status", "occurred", "cancelled", "contradiction", "both cannot hold"),
    (
        "status",
        "occurred",
        "alleged",
        "qualified",
        "one asserts it, the other only reports a claim",
    ),
    ("status", "occurred", "denied", "contradiction", "both cannot hold"),
    ("status", "alleged", "denied", "contradiction", "both cannot hold"),
    # wordings are shown, not compared
    ("wording", "soon", "late", "", ""),
]


@pytest.mark.parametrize(("name", "first", "second", "cls", "why"), PAIRS)
def test_two_readings_give_a_class_and_a_reason(
    name: str, first: str, second: str, cls: str, why: str
) -> None:
    verdict = compare(name, first, second)
    assert verdict.cls == cls
    assert verdict.why.startswith(why)
    assert bool(verdict.why) is bool(cls)
    assert compare(name, second, first) == verdict


@given(st.sampled_from(list(STATUSES)), st.sampled_from(list(STATUSES)))
def test_comparison_of_statuses_is_symmetric(first: str, second: str) -> None:
    assert compare("status", first, second) == compare("status", second, first)


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparison_of_values_is_symmetric(first: str, second: str) -> None:
    assert compare("value", first, second) == compare("value", second, first)
    assert compare("value", first, first) == Verdict()


def test_reading_is_contested_only_by_another_source() -> None:
    told = fact(
        ("a", {"date": "2024-09-21", "value": "400"}),
        ("a", {"date": "2024-09"}),
        ("b", {"date": "2024-09-22", "value": "400"}),
        ("a", {"date": "2024-09-23"}),
    )
    assert [(r.source, r.value) for r in contested(told, "date")] == [
        ("a", "2024-09-21"),
        ("a", "2024-09-23"),
        ("b", "2024-09-22"),
    ]
    assert contested(told, "value") == []


def test_results_of_a_vote_are_contested_even_if_they_rise() -> None:
    results = ("a", {"value": "4-7"}), ("b", {"value": "5-6"})
    votes = fact(*results, quantity=quantity(4) | {"unit": "votes"})
    assert [r.value for r in contested(votes, "value")] == ["4-7", "5-6"]
    assert contested(fact(*results, quantity=quantity(4)), "value") == []


def test_readings_of_a_source_keep_text_order() -> None:
    told = fact(("b", {"date": "2024-09"}), ("a", {"date": "2024-10"}), ("a", {"date": "2024-08"}))
    assert [r.value for r in readings(told, "date")] == ["2024-10", "2024-08", "2024-09"]
    assert [r.value for r in contested(told, "date")] == ["2024-10", "2024-08", "2024-09"]


AMOUNTS = [
    ("40 boats", Amount((40,), ("boat",))),
    ("about 40 boats", Amount((40,), ("boat",), about=True)),
    ("not 40 boats", Amount((40,), ("boat",), negated=True)),
    ("never a boat", Amount((1,), ("boat",), negated=True)),
    ("no boats", Amount((0,), ("boat",))),
    ("no", Amount((), (), negated=True)),
    ("at least 40", Amount((40,), (), bound="least")),
    ("up to 40", Amount((40,), (), bound="most")),
    ("no more than 40", Amount((40,), (), bound="most")),
    ("between 40 and 60", Amount((40, 60), (), bound="between")),
    ("40–60 boats", Amount((40, 60), ("boat",), bound="between")),
    ("40-60 boats", Amount((40, 60), ("boat",), bound="between")),
    ("20- 30 boats", Amount((20, 30), ("boat",))),
    ("type-4 and 5 boats", Amount((4, 5), ("type", "boat"))),
    ("1.5-2.5", Amount((1.5, 2.5), (), bound="between")),
    ("another billion", Amount((1e9,), ())),
    ("5 boats and twenty four men", Amount((5, 24), ("boat", "men"))),
    ("a", Amount((), ())),
    ("40 on behalf", Amount((40,), ("on", "behalf"))),
    ("40 halfway", Amount((40,), ("halfway",))),
    ("-5 to -3", Amount((-5, -3), (), bound="between")),
    ("40 to 60 or 80", Amount((40, 60, 80), ("or",))),
    ("twenty twelve", Amount((20, 12), ())),
    ("half a boat", Amount((1,), ("half", "boat"), unclear=True)),
    ("thousand boats", Amount((), ("thousand", "boat"))),
    ("AK47 rifles", Amount((), ("ak", "rifle"))),
    ("7-4", Amount((7, 4), (), bound="tally")),
    ("2-2", Amount((2, 2), (), bound="tally")),
    ("at least 12 votes, 3 against", Amount((12, 3), ("vote", "against"), bound="least")),
]


@pytest.mark.parametrize(("text", "amount"), AMOUNTS)
def test_value_is_parsed_into_an_amount(text: str, amount: Amount) -> None:
    assert parsed(text) == amount


WORDS = [
    ("about around approximately roughly nearly some almost", {"about": True}),
    ("not no never", {"negated": True}),
    ("additional further and the of exactly only more than", {}),
    ("at_least more_than over above no_fewer_than not_fewer_than no_less_than", {"bound": "least"}),
    ("at_most up_to fewer_than less_than under below not_more_than", {"bound": "most"}),
]


@pytest.mark.parametrize(
    ("word", "meant"), [(word, meant) for every, meant in WORDS for word in every.split()]
)
def test_word_before_a_number_qualifies_it(word: str, meant: dict[str, Any]) -> None:
    said = word.replace("_", " ")
    assert parsed(f"{said} 40 boats") == Amount((40,), ("boat",))._replace(**meant)
    assert parsed(f"{said}x 40 boats") != Amount((40,), ("boat",))._replace(**meant)


@pytest.mark.parametrize(
    "text", ["40^2", "40 / 2", "40,5", "half 40", "quarter 40", "few 40", "several 40", "couple 40"]
)
def test_fraction_power_or_vague_number_is_unclear(text: str) -> None:
    assert parsed(text).unclear


NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)


@pytest.mark.parametrize(("value", "word"), list(enumerate(NUMBERS.split())))
def test_number_words_are_read(value: int, word: str) -> None:
    assert parsed(word) == parsed(str(value)) == Amount((value,), ())


QUANTITIES = [
    (quantity(400), quantity(400), ""),
    (quantity(400, "about"), quantity(400), ""),
    (quantity(400, "about"), quantity(420), "qualified"),
    (quantity(400, "about"), quantity(500), "contradiction"),
    (quantity(400), quantity(420), "contradiction"),
    (quantity(700, "at-least"), quantity(900), "qualified"),
    (quantity(700, "at-least"), quantity(600), "contradiction"),
    (quantity(2, "exactly"), quantity(2), ""),
    (quantity(500, None, low=450.0, high=500.0), quantity(500), "qualified"),
    (quantity(-100, "about"), quantity(-101), "qualified"),
    (quantity(-5, "up-to"), quantity(-7), "contradiction"),
    (quantity(2500, "up-to"), quantity(400), "qualified"),
    (quantity(0.5, "up-to"), quantity(0.2), "qualified"),
    (quantity(5, "up-to"), quantity(-0.5), "contradiction"),
    (quantity(700, "at-least"), quantity(700), "qualified"),
    (quantity(700, "at-least"), quantity(700, "up-to"), "qualified"),
    (quantity(500, None, high=600.0), quantity(550), "qualified"),
    (quantity(500, None, low=400.0), quantity(450), "qualified"),
    (quantity(2500, "up-to"), quantity(2600), "contradiction"),
    (quantity(500, None, low=400.0, high=600.0), quantity(450), "qualified"),
    (quantity(500, None, low=400.0, high=600.0), quantity(650), "contradiction"),
]


@pytest.mark.parametrize(("one", "other", "cls"), QUANTITIES)
def test_two_quantities_of_one_measure_give_a_class(
    one: Quantity, other: Quantity, cls: str
) -> None:
    assert quantities(one, other).cls == quantities(other, one).cls == cls


def test_amount_includes_its_qualifier() -> None:
    assert amount(fact(quantity=quantity(2_600_000_000, "up-to"))) == "up to 2,600,000,000 boats"
    assert amount(fact()) == ""
    assert (number(2.5), number(1000.0)) == ("2.5", "1,000")


def test_two_numbers_of_votes_are_a_tally_even_if_they_rise() -> None:
    votes = fact(quantity=quantity(4) | {"unit": "votes"})
    boats = fact(quantity=quantity(4))
    for counted, bound in ((votes, "tally"), (boats, "between")):
        assert understood("value", "4-7", counted).amount.bound == bound
