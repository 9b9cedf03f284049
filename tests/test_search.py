"""Ranking: what a query means, what carries it, and why a fact was found."""

import pytest

from mss_cli.search import search
from mss_cli.store import load

STORE = load()


def found(query: str) -> list[str]:
    return [hit.fact["id"] for hit in search(STORE, STORE.facts, query).hits]


FIRST = [
    ("unanimous vote", "vote-unanimous-2024-09-30"),
    ("1,900 troops", "troops-1900-pledged"),
    ("1900 troops", "troops-1900-pledged"),
    ("Moise assassination", "moise-assassinated-2021-07"),
    ("2.6 billion roadmap", "roadmap-2-6-billion"),
    ("displaced people", "displaced-over-700000"),
    ("no peace to keep", "geng-no-peace-to-keep"),
    ("rubio phone call", "ruto-rubio-call-2025-08-19"),
    ("dual track strategy", "guterres-dual-track"),
    ("belize officers", "belizean-officers-2"),
]


@pytest.mark.parametrize(("query", "fact"), FIRST)
def test_the_best_answer_is_among_the_first_three(query: str, fact: str) -> None:
    assert fact in found(query)[:3]


def test_an_alias_finds_what_is_tagged_with_its_entity() -> None:
    hits = search(STORE, STORE.facts, "HNP").hits
    assert hits
    assert all("haitian-national-police" in {*h.fact["actors"], *h.fact["about"]} for h in hits)
    assert hits[0].why[0] == "'hnp' as 'Haitian National Police' in its name"


def test_case_accents_and_word_forms_do_not_matter() -> None:
    assert found("MOISE") == found("Moïse")
    assert found("delay") == found("delays")
    assert found("troop") == found("troops")


MISSPELT = [
    ("depolyment", "depolyment → deployment (no fact has 'depolyment')"),
    ("roadmapp", "roadmapp → roadmap (no fact has 'roadmapp')"),
    ("guteres", "guteres → guterres (no fact has 'guteres')"),
]


@pytest.mark.parametrize(("typed", "note"), MISSPELT)
def test_a_misspelt_word_is_corrected_and_said(typed: str, note: str) -> None:
    answer = search(STORE, STORE.facts, typed)
    assert answer.notes == (note,)
    assert answer.hits


NOTHING = [
    "middleton",
    "zzzz",
    "Norway",
    "bank robbery nyalenda",
    "machete attack machakos",
    "1999",
]


@pytest.mark.parametrize("query", NOTHING)
def test_what_is_not_in_the_store_is_not_found(query: str) -> None:
    assert found(query) == []


def test_an_unknown_word_that_carries_the_query_leaves_nothing() -> None:
    answer = search(STORE, STORE.facts, "norwegian haiti")
    assert answer.hits == []
    assert answer.notes == ("no fact has 'norwegian'",)


def test_a_query_of_stopwords_searches_for_them() -> None:
    assert isinstance(found("who is it"), list)


def test_scores_fall_and_every_hit_has_a_reason() -> None:
    hits = search(STORE, STORE.facts, "funding of the mission").hits
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.why for h in hits)


def test_an_empty_selection_answers_nothing() -> None:
    assert search(STORE, [], "haiti").hits == []
