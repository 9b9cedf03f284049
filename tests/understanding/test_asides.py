"""Greetings, remarks and frames around a question."""

import pytest

from mss_cli.understanding.asides import without_asides

KNOWN = frozenset(
    "gangs charge country mandate mission extended officers arrival russia haiti ruto kenya".split()
)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Sasa, just checking: are gangs in charge?", "are gangs in charge"),
        (
            "hi all, does anybody know if the mandate was extended?",
            "whether the mandate was extended",
        ),
        ("I was just wondering whether the officers have an arrival date", None),
        ("Tell me about Haiti", "Haiti"),
        ("I need to know the mandate, thanks", "the mandate"),
        ("is it true that Kenya left Haiti", "whether Kenya left Haiti"),
        ("did Ruto visit Haiti or did he only send others?", "did Ruto visit Haiti"),
        ("Kenya, Haiti and Russia", "Kenya Haiti and Russia"),
        ("the U.S. mandate", "the U.S. mandate"),
        ("mandate", "mandate"),
        ("hello", "hello"),
        ("do you know?", "do you know"),
        ("I’d like to know if the mission was extended", "whether the mission was extended"),
        ("I'm wondering about gangs", "gangs"),
        ("sorry if this is about gangs, but was it extended", "was it extended"),
    ],
)
def test_only_what_is_asked_stays(typed: str, asked: str | None) -> None:
    found = without_asides(typed, KNOWN.__contains__)
    assert found == (asked or "whether the officers have an arrival date")


def test_clauses_stay_if_none_is_known() -> None:
    assert without_asides("apples, pears", KNOWN.__contains__) == "apples pears"
