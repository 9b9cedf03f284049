"""Verbs of several words."""

import pytest

from mss_cli.understanding.phrasal import plain_verbs


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("they called off the vote", "they cancel the vote"),
        ("they called it off", "they cancel"),
        ("who took over in may", "who succeed in may"),
        ("why did it take so long", "why did it delay"),
        ("kenya threw its weight behind it", "kenya support it"),
        ("boots on the ground", "troops"),
        ("are gangs in charge of it", "are gangs lead it"),
        ("kenya took part", "kenya participate"),
        ("kenya took officers", "kenya took officers"),
        ("is the mission over", "is the mission ended"),
        ("is the un taking over", "is the un succeed"),
        ("over", "over"),
        ("", ""),
    ],
)
def test_one_verb_says_the_same(typed: str, plain: str) -> None:
    assert plain_verbs(typed.split()) == plain.split()


def test_words_that_a_store_knows_stay() -> None:
    known = [["give", "up"], ["gave", "up"], ["in", "charge"]]
    assert plain_verbs("who is in charge of it".split(), known.__contains__) == (
        "who is in charge of it".split()
    )
    assert plain_verbs(["they", "gave", "up"], known.__contains__) == ["they", "gave", "up"]
