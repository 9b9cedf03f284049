"""Texts of drafts, and what is copied from an article."""

import pytest

from mss_cli.drafting.rules.texts import copied_runs, figure_text, without_dateline
from mss_cli.facts.amounts import Amount

ARTICLE = "The mayor closed the old bridge on Thursday, after inspectors had found a crack in it."


def copied(text: str) -> list[str]:
    return [text[start:end] for start, end in copied_runs(text, ARTICLE)]


def test_eight_words_in_a_row_are_copied() -> None:
    assert copied("It said the mayor closed the old bridge on thursday, so.") == [
        "the mayor closed the old bridge on thursday"
    ]
    assert copied("The mayor closed the old bridge on Friday.") == []
    assert copied(ARTICLE) == [ARTICLE.rstrip(".")]
    assert copied("") == []


def test_two_runs_are_two() -> None:
    text = (
        "The mayor closed the old bridge on Thursday and Thursday, after inspectors had found a "
        "crack in it."
    )
    assert len(copied(text)) == 2


@pytest.mark.parametrize(
    ("amount", "date", "status", "text"),
    [
        (
            Amount(150, "police officers", "about", ""),
            "2025-01",
            "occurred",
            "In January 2025 the number of police officers was about 150.",
        ),
        (
            Amount(2_600_000_000, "dollars", None, ""),
            None,
            "planned",
            "The amount in dollars was planned to be 2,600,000,000.",
        ),
        (
            Amount(3, "towers", "at-least", ""),
            "../2025-01-03",
            "alleged",
            "By 3 January 2025, the number of towers was said to be at least 3.",
        ),
    ],
)
def test_figure_has_a_plain_sentence(
    amount: Amount, date: str | None, status: str, text: str
) -> None:
    assert figure_text(amount, date, status) == text


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("HALVEN, March 7, 2025 - The bridge closed.", "The bridge closed."),
        ("NEW YORK (AP) — The bridge closed.", "The bridge closed."),
        ("The bridge - an old one - closed.", "The bridge - an old one - closed."),
    ],
)
def test_dateline_is_no_part_of_a_sentence(sentence: str, plain: str) -> None:
    assert without_dateline(sentence) == plain
