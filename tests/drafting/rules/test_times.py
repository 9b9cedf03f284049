"""Dates worked out from the day of publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.drafting.rules.times import UNPRINTED, dated, given_date, of_publication
from mss_cli.facts.derivations import fault

FRIDAY = "2025-01-03"
COUNTED = ", counted from 2025-01-03 (publication)"


@pytest.mark.parametrize(
    ("sentence", "edtf", "why"),
    [
        ("They met on 2 January 2025.", "2025-01-02", "the passage gives '2 January 2025'"),
        ("They met in March 2024.", "2024-03", "the passage gives 'March 2024'"),
        ("They met on Friday.", "2025-01-03", f"'Friday' = 2025-01-03{COUNTED}"),
        (
            "They met on Thursday.",
            "2025-01-02",
            "'Thursday' = the last Thursday before 2025-01-03 (publication)",
        ),
        ("They met this Friday.", "2025-01-03", None),
        ("They met yesterday.", "2025-01-02", f"'yesterday' = 2025-01-02{COUNTED}"),
        ("They met last week.", "2024-12-23/2024-12-29", None),
        ("They met last month.", "2024-12", None),
        ("They met this month.", "2025-01", None),
        ("They met last year.", "2024", None),
        ("They met two months ago.", "2024-11", None),
        ("They met three days ago.", "2024-12-31", None),
        ("They met on January 1.", "2025-01-01", f"'January 1' = 2025-01-01{COUNTED}"),
        ("They met in 2019.", "2019", "the passage gives the year 2019"),
        ("They met.", None, None),
        ("They met this week.", "2024-12-30/2025-01-05", None),
        ("They met this year.", "2025", None),
        ("They met over the weekend.", "2024-12-28/2024-12-29", None),
        ("They met overnight.", "2025-01-03", None),
        ("They met last Friday.", "2024-12-27", None),
        ("They met on December 20.", "2024-12-20", f"'December 20' = 2024-12-20{COUNTED}"),
        ("They met in June and July 2024.", "2024-06/2024-07", None),
        ("He led it from 2011 to 2012.", "2011/2012", None),
        ("Ana, who came in 2019, met them on Thursday.", "2025-01-02", None),
        ("They met on Thursday after the vote of 20 December.", "2025-01-02", None),
        ("After Monday’s flood, they met on Thursday.", "2025-01-02", None),
        ("It fell by a fifth compared with all of 2023.", None, None),
        ("They met tomorrow.", None, None),
        ("They came 80th on 31 February 2025.", None, None),
    ],
)
def test_date_of_a_sentence(sentence: str, edtf: str | None, why: str | None) -> None:
    found = dated(sentence, FRIDAY, planned=False)
    assert (found.edtf if found else None) == edtf
    if why is not None:
        assert found is not None
        assert found.why == why


def test_weekday_of_a_plan_is_the_next() -> None:
    found = dated("They will meet on Monday.", FRIDAY, planned=True)
    assert found is not None
    assert (found.edtf, found.basis) == ("2025-01-06", "relative")


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("They will meet next week.", "2025-01-06/2025-01-12"),
        ("They will meet next month.", "2025-02"),
        ("They will meet on May 3.", "2025-05-03"),
        ("They will meet next Friday.", "2025-01-10"),
        ("They will meet next year.", None),
    ],
)
def test_date_of_a_plan(sentence: str, edtf: str | None) -> None:
    found = dated(sentence, FRIDAY, planned=True)
    assert (found.edtf if found else None) == edtf


def test_month_of_a_plan_that_is_over_is_in_the_next_year() -> None:
    found = dated("They will meet in March.", "2024-11-20", planned=True)
    assert found is not None
    assert (found.edtf, found.derivation["rule"] if found.derivation else "") == (
        "2025-03",
        "next-such-date",
    )


def test_without_a_day_of_publication_nothing_relative_is_dated() -> None:
    assert dated("They met on Friday.", None, planned=False) is None
    assert dated("They met on Friday.", "2025-01-03/2025-01-09", planned=False) is None


def test_what_has_no_date_is_dated_by_publication_and_marked_as_a_guess() -> None:
    said = of_publication(FRIDAY, said=True, lasting=False)
    assert (said.edtf, said.basis, said.guessed) == (FRIDAY, "inferred", True)
    event = of_publication(FRIDAY, said=False, lasting=False)
    assert (event.edtf, event.guessed) == ("../2025-01-03", True)
    month = of_publication("2024-09-21/2024-09-30", said=True, lasting=False)
    assert month.edtf == "2024-09"
    assert of_publication(None, said=True, lasting=False).edtf is None


@pytest.mark.parametrize(
    ("sentence", "edtf", "basis", "rule", "why"),
    [
        (
            "It shut on 2 May 2024.",
            "2024-05-02",
            "explicit",
            None,
            "the passage gives '2 May 2024'",
        ),
        ("It shut on 2 May 2024.", "2024-05", "explicit", None, "the passage gives '2 May 2024'"),
        ("It shut on 2 May 2024.", "2024-05-03", "inferred", None, UNPRINTED),
        (
            "They said on Thursday that they meet.",
            "2025-01-09",
            "relative",
            "weekday-after",
            "'Thursday' = the first Thursday after 2025-01-03 (publication)",
        ),
        (
            "They meet on Thursday.",
            "2025-01-02",
            "relative",
            "weekday-before",
            "'Thursday' = the last Thursday before 2025-01-03 (publication)",
        ),
        ("They meet on Friday.", "2025-01-03", "relative", "same-date", None),
        ("They meet on Friday.", "2025-01-10", "relative", "weekday-after", None),
        ("They meet on Thursday.", "2025-01-16", "inferred", None, UNPRINTED),
        ("They meet on May 3.", "2025-05-03", "relative", "year-of", None),
        ("They meet on May 3.", "2024-05-03", "relative", "last-such-date", None),
        ("The pier is long.", "2025-01-03", "inferred", "publication", None),
    ],
)
def test_date_that_a_person_gives_has_the_basis_of_the_passage(
    sentence: str, edtf: str, basis: str, rule: str | None, why: str | None
) -> None:
    found = given_date(edtf, sentence, FRIDAY, said=False, lasting=True)
    assert (found.edtf, found.basis) == (edtf, basis)
    assert (found.derivation or {}).get("rule") == rule
    if why is not None:
        assert found.why == why


_WORDS = st.sampled_from(
    "They met on Friday Monday yesterday last week month year two three days months ago in March "
    "June 2024 31 1 12 today this since said next weekend over the December and from to".split()
)


@given(
    st.lists(_WORDS, max_size=8),
    st.dates().map(str).filter(lambda d: "1900" < d < "2100"),
    st.booleans(),
)
def test_every_derivation_holds(words: list[str], published: str, planned: bool) -> None:
    for found in (
        dated(" ".join(words), published, planned),
        of_publication(published, said=planned, lasting=False),
    ):
        if found is not None and found.derivation is not None:
            derivation = found.derivation
            assert found.edtf is not None
            assert fault(found.edtf, derivation) == ""  # type: ignore[arg-type]
