"""The order of facts within one date: what a relation says came first, then the article."""

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.facts.chronology import by_day
from mss_cli.facts.model import Fact
from mss_cli.facts.story import place, story_order

PUBLISHED = {"early.txt": "2024-09-01", "late.txt": "2024-10-01", "a-late.txt": "2024-10-01"}


def fact(name: str, source: str, start: int, *relations: tuple[str, str], **fields: Any) -> Fact:
    made = {
        "id": name,
        "date": "2024-09",
        "date_start": "2024-09-01",
        "date_end": "2024-09-30",
        "evidence": [{"source": source, "start": start}],
        "relations": [{"type": kind, "fact": other} for kind, other in relations],
    }
    return cast(Fact, made | fields)


def ordered(*facts: Fact) -> list[str]:
    return [at.id for at in story_order(sorted(place(each, PUBLISHED) for each in facts))]


def test_within_a_date_the_order_is_that_of_publication_and_article() -> None:
    facts = fact("a", "late.txt", 9), fact("b", "late.txt", 1), fact("c", "early.txt", 50)
    assert ordered(*facts) == ["c", "b", "a"]
    assert ordered(fact("z", "a-late.txt", 9), *facts) == ["c", "z", "b", "a"]


@pytest.mark.parametrize("kind", ["follows", "supersedes", "part-of"])
def test_what_a_relation_says_came_first_comes_first(kind: str) -> None:
    given_up = fact("a-given-up", "early.txt", 0, (kind, "z-proposed"))
    proposed = fact("z-proposed", "late.txt", 90)
    assert ordered(given_up, proposed) == ["z-proposed", "a-given-up"]


@pytest.mark.parametrize("kind", ["qualifies", "contradicts", "corroborates"])
def test_other_relations_do_not_order(kind: str) -> None:
    first = fact("first", "early.txt", 0, (kind, "second"))
    assert ordered(fact("second", "early.txt", 9), first) == ["first", "second"]


def test_only_what_waits_is_moved() -> None:
    facts = [
        fact("a", "early.txt", 1, ("follows", "d")),
        fact("b", "early.txt", 2),
        fact("c", "early.txt", 3, ("follows", "elsewhere")),
        fact("d", "early.txt", 4, ("part-of", "e")),
        fact("e", "early.txt", 5),
        fact("f", "early.txt", 6),
    ]
    assert ordered(*facts) == ["b", "c", "e", "d", "a", "f"]


def test_relation_to_another_date_does_not_count() -> None:
    march = {"date_start": "2024-03-01", "date_end": "2024-03-31"}
    plan = fact("plan", "late.txt", 9, ("follows", "deed"), **march)
    assert ordered(fact("deed", "early.txt", 0), plan) == ["plan", "deed"]


def test_circle_of_relations_is_broken_at_its_first_fact() -> None:
    one = fact("one", "early.txt", 0, ("follows", "two"))
    two = fact("two", "early.txt", 9, ("follows", "one"))
    itself = fact("self", "early.txt", 5, ("follows", "self"))
    assert ordered(two, one, itself) == ["self", "one", "two"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_story_order_keeps_every_fact_and_every_possible_relation(
    pairs: list[tuple[int, int]],
) -> None:
    before = {(later, earlier) for later, earlier in pairs if later > earlier}
    facts = [
        fact(f"f{n}", "early.txt", 9 - n, *(("follows", f"f{e}") for m, e in before if m == n))
        for n in range(10)
    ]
    found = ordered(*facts)
    assert sorted(found) == [f"f{n}" for n in range(10)]
    assert all(found.index(f"f{e}") < found.index(f"f{m}") for m, e in before)


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        ("2024-09-01", "2024-09-30", ("2024-09-01", "2024-09-30")),
        (None, "2024-12-31", ("2024-12-31", "2024-12-31")),  # at the day it is known to precede
        ("2024-01-01", None, ("2024-01-01", "9999-99-99")),
        (None, None, ("9999-99-99", "9999-99-99")),
    ],
)
def test_day_key_is_first_and_last_day(
    start: str | None, end: str | None, key: tuple[str, str]
) -> None:
    assert by_day(fact("x", "early.txt", 0, date_start=start, date_end=end)) == key
