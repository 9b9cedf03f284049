"""Conflicts: their classes, how they merge, and which sources are independent."""

from pathlib import Path
from typing import Any, cast

import pytest

from mss_cli.conflicts import corroboration_fault, find, references
from mss_cli.conflicts.entries import Found, assertion, independent
from mss_cli.conflicts.entries import record as printed
from mss_cli.conflicts.readings import Verdict, judged
from mss_cli.conflicts.within_fact import from_readings
from mss_cli.facts.kinds import CONFLICTS
from mss_cli.facts.model import Conflict, Fact, Source
from mss_cli.stores.loading import load

SOURCES = cast(
    dict[str, Source],
    {
        "a": {"publisher": None},
        "b": {"publisher": None},
        "c": {"publisher": "The Courier "},
        "d": {"publisher": "THE COURIER"},
    },
)


def evidence(source: str, start: int = 0, form: str = "body", **said: str) -> dict[str, Any]:
    empty = dict.fromkeys(("date", "value", "status", "wording"))
    span = {"source": source, "start": start, "end": start + 5, "form": form}
    return span | {"reports": empty | said}


def fact(name: str, *proof: dict[str, Any], **fields: Any) -> Fact:
    """Return a fact of September 2024 with the given evidence."""
    own: dict[str, Any] = {
        "id": name,
        "text": f"The text of {name}.",
        "date": "2024-09",
        "date_start": "2024-09-01",
        "date_end": "2024-09-30",
        "status": "occurred",
        "superseded_by": [],
        "quantity": None,
        "stance": None,
        "relations": [],
        "evidence": list(proof) or [evidence("a")],
    }
    own |= fields
    return cast(Fact, own | {"sources": sorted({e["source"] for e in own["evidence"]})})


def linked(kind: str, other: str, note: str | None = "Why.", settled: str | None = None) -> Any:
    return [{"type": kind, "fact": other, "note": note, "settled_by": settled}]


def number(value: float, measure: str = "boats") -> dict[str, Any]:
    bounds = {"low": None, "high": None, "qualifier": None, "unit": "boats"}
    return bounds | {"value": value, "measure": measure}


def holds(position: str) -> dict[str, str]:
    return {"holder": "mayor", "on": "harbour", "position": position}


def found(*facts: Fact) -> list[Conflict]:
    return find(facts, SOURCES)


def told(*facts: Fact) -> list[tuple[str, str, str]]:
    return [(c["id"], c["class"], c["property"]) for c in found(*facts)]


# --- one fact -----------------------------------------------------------------------------


def test_event_with_two_dates_is_contradicted_and_corroborated() -> None:
    visit = fact("visit", evidence("a", date="2024-09-21"), evidence("b", date="2024-09-22"))
    contradiction, corroborated = found(visit)
    assert contradiction == {
        "id": "visit--date",
        "class": "contradiction",
        "property": "date",
        "explanation": (
            "a gives the date '2024-09-21', and b gives '2024-09-22': they have no day in common."
        ),
        "facts": ["visit"],
        "readings": [
            {"fact": "visit", "source": "a", "start": 0, "end": 5, "value": "2024-09-21"},
            {"fact": "visit", "source": "b", "start": 0, "end": 5, "value": "2024-09-22"},
        ],
        "sources": ["a", "b"],
        "settled_by": "A record that prints the day: a statement, transcript or schedule.",
    }
    assert corroborated["id"] == "visit--corroborated"
    assert corroborated["class"] == "corroborated"
    assert corroborated["explanation"] == (
        "2 independent sources report it, but they differ on its date."
    )


def test_gravest_pair_of_three_sources_gives_the_class() -> None:
    three = fact(
        "visit",
        evidence("a", date="2024-09"),
        evidence("b", date="2024-09-22"),
        evidence("c", date="2024-10"),
    )
    assert told(three)[0] == ("visit--date", "contradiction", "date")


def test_first_of_the_gravest_pairs_explains_the_entry() -> None:
    values = ("400 men", "400 boats", "600 men")
    told_thrice = fact("crew", *(evidence(s, value=v) for s, v in zip("abc", values, strict=True)))
    assert found(told_thrice)[0]["explanation"] == (
        "a gives the value '400 men', and b gives '400 boats': they count different things."
    )


def test_stated_difference_explains_the_entry_before_a_silent_source() -> None:
    crew = fact("crew", evidence("a"), evidence("b", date="2024-11"), evidence("c", date="2024-12"))
    assert found(crew)[0]["explanation"] == (
        "b gives the date '2024-11', and c gives '2024-12': they have no day in common."
    )


def test_first_of_equal_differences_explains_the_entry() -> None:
    months = evidence("a", date="2024-09"), evidence("b", date="2024-09-21/2024-10-02")
    told_thrice = fact("crew", *months, evidence("c", date="2024-09-22"))
    assert found(told_thrice)[0]["explanation"] == (
        "a gives the date '2024-09', and b gives '2024-09-21/2024-10-02': "
        "the two periods share days, and both can hold."
    )


def test_sources_that_agree_do_not_hide_one_that_differs() -> None:
    days = zip("abc", ("2024-09-21", "2024-09-21", "2024-09-22"), strict=True)
    told_thrice = fact("visit", *(evidence(source, date=day) for source, day in days))
    assert found(told_thrice)[0]["explanation"] == (
        "a gives the date '2024-09-21', and c gives '2024-09-22': they have no day in common."
    )


def test_two_readings_of_one_source_do_not_hide_another_source() -> None:
    days = evidence("a", date="2024-09-21"), evidence("a", 50, date="2024-09-22")
    assert found(fact("visit", *days, evidence("b", date="2024-10-01")))[0]["explanation"] == (
        "a gives the date '2024-09-21', and b gives '2024-10-01': they have no day in common."
    )


def votes(name: str, start: int = 0) -> Fact:
    """Return a fact of which two sources give different results of a vote."""
    proof = evidence("a", start, value="4-7"), evidence("b", start, value="5-6")
    return fact(name, *proof, quantity=number(4) | {"unit": "votes"})


def test_unit_of_a_fact_makes_its_readings_tallies() -> None:
    contradiction, corroborated = found(votes("vote"))
    assert contradiction["explanation"] == (
        "a gives the value '4-7', and b gives '5-6': the results differ."
    )
    assert corroborated["explanation"] == (
        "2 independent sources report it, but they differ on its value."
    )


def test_tallies_in_other_passages_are_another_conflict() -> None:
    other = {"date": "2024-10", "date_start": "2024-10-01", "date_end": "2024-10-31"}
    later = cast(Fact, {**votes("later", 90), **other})
    assert [c["facts"] for c in found(votes("vote"), later)][:2] == [["vote"], ["later"]]
    assert found(votes("vote"), cast(Fact, {**votes("later"), **other}))[0]["facts"] == [
        "later",
        "vote",
    ]


def test_comparison_ends_with_the_first_stated_contradiction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []

    def counted(*pair: Any) -> Verdict:
        compared.append(pair)
        return judged(*pair)

    monkeypatch.setattr("mss_cli.conflicts.within_fact.judged", counted)
    readings = [evidence(f"s{n}", date=f"2024-{n + 1:02}") for n in range(12)]
    days = list(from_readings([fact("visit", *readings)]))
    assert [one.cls for one in days] == ["contradiction"]
    assert len(compared) == 1


def test_numbers_that_add_up_leave_nothing_to_settle() -> None:
    crew = fact("crew", evidence("a", value="24"), evidence("b", value="20 men and 4 women"))
    (first, _) = found(crew)
    assert first["explanation"].endswith("20 + 4 = 24, so both can hold.")
    assert first["settled_by"] == "Nothing to settle, if both count the same."


def test_equal_positions_do_not_differ_on_the_position() -> None:
    ready = fact("ready", stance=holds("supports"))
    eager = fact("eager", stance=holds("supports"), relations=linked("qualifies", "ready"))
    assert told(ready, eager) == [("eager--ready", "qualified", "assertion")]


def test_compatible_values_are_qualified() -> None:
    crew = fact("crew", evidence("a", value="24"), evidence("b", value="20 men and 4 women"))
    assert told(crew) == [
        ("crew--value", "qualified", "value"),
        ("crew--corroborated", "corroborated", "assertion"),
    ]


def test_single_source_neither_disagrees_nor_corroborates() -> None:
    one = evidence("a", date="2024-09-21"), evidence("a", 50, date="2024-09-22")
    assert found(fact("visit", *one)) == []
    assert found(fact("visit", evidence("a", form="headline"), evidence("a", 50))) == []


def test_conflict_shows_each_reading_with_its_span() -> None:
    crew = fact("crew", evidence("a", value="forty"), evidence("b", 7), quantity=number(40))
    assert found(crew) == [
        {
            "id": "crew--corroborated",
            "class": "corroborated",
            "property": "assertion",
            "explanation": "2 independent sources report it.",
            "facts": ["crew"],
            "readings": [
                {"fact": "crew", "source": "a", "start": 0, "end": 5, "value": "forty"},
                {"fact": "crew", "source": "b", "start": 7, "end": 12, "value": "40 boats"},
            ],
            "sources": ["a", "b"],
            "settled_by": "Nothing to settle, unless the articles share one origin.",
        }
    ]


def test_only_independent_sources_corroborate() -> None:
    proof = evidence("a"), evidence("c"), evidence("d"), evidence("b", form="caption")
    (conflict,) = found(fact("visit", *proof))
    assert conflict["sources"] == ["a", "c"]


def test_corroboration_names_every_property_in_dispute() -> None:
    proof = evidence("a", date="2024-09-21", value="5"), evidence("b", date="2024-10", value="6")
    assert found(fact("visit", *proof))[-1]["explanation"] == (
        "2 independent sources report it, but they differ on its date and value."
    )
    alike = evidence("a", date="2024-09-21"), evidence("b", date="2024-09-21")
    assert found(fact("visit", *alike))[-1]["explanation"] == "2 independent sources report it."


def test_facts_with_the_same_passages_share_one_conflict() -> None:
    proof = evidence("a", date="2024-09-21"), evidence("b", date="2024-09-22")
    speech = fact("speech", *proof, relations=linked("part-of", "visit"))
    visit = fact("visit", *proof, evidence("c", date="2024-09"))
    elsewhere = fact("walk", evidence("a", 90, date="2024-09-21"), evidence("b", date="2024-09-22"))
    first, second, *_ = found(speech, visit, elsewhere)
    assert (first["id"], first["facts"]) == ("visit--date", ["visit", "speech"])
    assert first["sources"] == ["a", "b", "c"]
    assert (second["id"], second["facts"]) == ("walk--date", ["walk"])


def test_merged_conflict_uses_first_fact_id() -> None:
    proof = evidence("a", date="2024-09-21"), evidence("b", date="2024-09-22")
    speech = fact("speech", *proof, relations=linked("follows", "visit"))
    first, *_ = found(speech, fact("visit", *proof))
    assert (first["id"], first["facts"]) == ("speech--date", ["speech", "visit"])


def test_caption_or_article_of_the_same_publisher_is_not_independent() -> None:
    assert independent([evidence("a"), evidence("b", form="caption")], SOURCES) == ["a"]  # type: ignore[list-item]
    assert independent([evidence("d"), evidence("c")], SOURCES) == ["c"]  # type: ignore[list-item]
    assert independent([evidence("b"), evidence("a"), evidence("c")], SOURCES) == ["a", "b", "c"]  # type: ignore[list-item]
    assert found(fact("visit", evidence("a"), evidence("b", form="caption"))) == []
    assert found(fact("visit", evidence("c"), evidence("d"))) == []


def test_part_of_an_assertion_corroborates_that_part_only() -> None:
    three = evidence("a"), evidence("b"), evidence("c", part="the day")
    (conflict,) = found(fact("visit", *three))
    assert conflict["explanation"] == ("2 independent sources report it; in part also c: the day.")
    assert [(r["source"], r["value"]) for r in conflict["readings"]] == [
        ("a", "The text of visit."),
        ("b", "The text of visit."),
        ("c", "in part: the day"),
    ]
    assert found(fact("visit", evidence("a"), evidence("b", part="the place"))) == []


def test_each_source_that_reports_a_part_is_named_with_its_part() -> None:
    whole = evidence("a"), evidence("c")
    parts = evidence("b", part="the day"), evidence("e", part="the place")
    visit = fact("visit", *whole, *parts)
    (conflict,) = find([visit], {**SOURCES, "e": {**SOURCES["a"]}})
    assert conflict["explanation"] == (
        "2 independent sources report it; in part also b: the day; e: the place."
    )


def test_source_is_read_by_the_passage_that_reports_a_value() -> None:
    proof = evidence("a"), evidence("a", 50, value="forty"), evidence("a", 90)
    (reading,) = assertion(fact("crew", *proof, quantity=number(40)))
    assert (reading["start"], reading["value"]) == (50, "forty")


@pytest.mark.parametrize(
    ("name", "reports", "value"),
    [
        ("value", {"value": "forty"}, "forty"),
        ("value", {}, "40 boats"),
        ("value", {"part": "the boats", "value": "forty"}, "forty"),
        ("value", {"part": "the boats"}, "in part: the boats"),
        ("assertion", {"part": "the boats", "value": "forty"}, "in part: the boats"),
        ("position", {"part": "the boats", "value": "forty"}, "in part: the boats"),
    ],
)
def test_passage_that_carries_part_is_read_for_its_value_only(
    name: str, reports: dict[str, Any], value: str
) -> None:
    crew = fact("crew", evidence("a", **reports), quantity=number(40))
    assert [r["value"] for r in assertion(crew, name)] == [value]


def test_source_is_read_by_the_passage_that_carries_the_whole() -> None:
    crew = fact(
        "crew",
        evidence("a", part="the boats"),
        evidence("a", 50, value="forty"),
        evidence("b", part="the crew"),
        evidence("b", 50, form="headline"),
        quantity=number(40),
    )
    (conflict,) = found(crew)
    assert conflict["explanation"] == "2 independent sources report it."
    assert [(r["start"], r["value"]) for r in conflict["readings"]] == [
        (50, "forty"),
        (50, "40 boats"),
    ]


def test_passage_that_carries_part_gives_no_reading_of_its_own() -> None:
    proof = evidence("a", date="2024-09-21"), evidence("b", part="the place")
    assert told(fact("visit", *proof)) == []


def test_reading_on_a_second_passage_counts() -> None:
    proof = evidence("a"), evidence("a", 50, value="8-3"), evidence("b", value="7-4")
    assert told(fact("vote", *proof))[0] == ("vote--value", "contradiction", "value")


def test_superseding_report_of_the_same_article_is_not_called_later() -> None:
    plan = fact("plan", superseded_by=["end"])
    (conflict,) = found(plan, fact("end", relations=linked("supersedes", "plan")))
    assert conflict["settled_by"] == "The same article says what came of it."
    (conflict,) = found(plan, fact("end", evidence("b"), relations=linked("supersedes", "plan")))
    assert conflict["settled_by"] == "The later report says what happened."
    both = fact("plan", evidence("a"), evidence("b"), superseded_by=["end"])
    entries = found(both, fact("end", relations=linked("supersedes", "plan")))
    assert [e["settled_by"] for e in entries if e["class"] == "superseded"] == [
        "The later report says what happened."
    ]


def test_plan_and_fulfilment_of_one_measure_do_not_corroborate() -> None:
    plan = fact("plan", quantity=number(40), status="planned")
    assert found(plan, fact("crew", evidence("b"), quantity=number(40))) == []


# --- two facts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "cls"),
    [
        ("contradicts", "contradiction"),
        ("qualifies", "qualified"),
        ("corroborates", "corroborated"),
    ],
)
def test_relation_type_gives_the_class(kind: str, cls: str) -> None:
    later = fact("later", evidence("b"), relations=linked(kind, "first", settled="A letter."))
    (conflict,) = found(fact("first"), later)
    suffix = "--corroborated" if cls == "corroborated" else ""
    assert (conflict["id"], conflict["class"]) == (f"first--later{suffix}", cls)
    assert conflict["facts"] == ["first", "later"]
    assert [r["value"] for r in conflict["readings"]] == [
        "The text of first.",
        "The text of later.",
    ]
    assert conflict["settled_by"] == "A letter."
    files = " (2 independent sources)" if cls == "corroborated" else ""
    assert conflict["explanation"] == f"Why.{files}"


def test_relation_without_a_note_is_explained_by_its_type() -> None:
    later = fact("later", evidence("b"), relations=linked("qualifies", "first", None))
    (conflict,) = found(fact("first"), later)
    assert conflict["explanation"] == "The store says that one fact qualifies the other."


def test_corroboration_within_one_source_does_not_hide_a_contradiction() -> None:
    relations = [*linked("corroborates", "first"), *linked("contradicts", "first")]
    assert told(fact("first"), fact("later", relations=relations)) == [
        ("first--later", "contradiction", "assertion")
    ]


def test_neutral_relations_and_corroboration_within_one_source_give_no_conflict() -> None:
    for kind in ("part-of", "follows", "corroborates"):
        assert found(fact("first"), fact("later", relations=linked(kind, "first"))) == []


@pytest.mark.parametrize(
    ("date", "other"),
    [
        (None, None),
        ("2024-09", "2024-09"),
        ("2024-09-21", "2024-09"),
        ("2024-09", "2024-09-21"),
        ("2024-09-21", "2024-09/.."),
        ("2024-13", "2024-09"),  # another check reports the invalid date
        ("2024-09", "2024-13"),
    ],
)
def test_fact_can_corroborate_one_of_its_date_or_of_a_wider_one(
    date: str | None, other: str | None
) -> None:
    assert corroboration_fault("first", "occurred", date, "occurred", other) == ""


@pytest.mark.parametrize(
    ("date", "other", "named"),
    [
        ("2024-09-21", "2024-09-22", "2024-09-21 and 2024-09-22"),
        ("2024-09/2024-10", "2024-10/2024-11", "2024-09/2024-10 and 2024-10/2024-11"),
        ("2024-09", None, "2024-09 and undated"),
        (None, "2024-09", "undated and 2024-09"),
    ],
)
def test_fact_of_another_date_cannot_corroborate(
    date: str | None, other: str | None, named: str
) -> None:
    assert corroboration_fault("first", "occurred", date, "occurred", other) == (
        f"corroborates 'first', but their dates differ: {named}"
    )


def test_fact_of_another_status_cannot_corroborate() -> None:
    assert corroboration_fault("first", "planned", "2024-09", "occurred", "2024-10") == (
        "corroborates 'first', but one is planned and the other occurred"
    )


def test_relation_after_a_neutral_one_still_counts() -> None:
    relations = [*linked("follows", "first"), *linked("contradicts", "first")]
    assert told(fact("first"), fact("later", relations=relations)) == [
        ("first--later", "contradiction", "assertion")
    ]


def test_pair_can_be_both_qualified_and_corroborated_once_each() -> None:
    both = [*linked("qualifies", "first"), *linked("corroborates", "first")]
    first = fact("first", relations=linked("qualifies", "later", "The other way round."))
    assert told(first, fact("later", evidence("b"), relations=both)) == [
        ("first--later", "qualified", "assertion"),
        ("first--later--corroborated", "corroborated", "assertion"),
    ]


def test_related_facts_disagree_on_a_property_that_both_have() -> None:
    relation = linked("qualifies", "first")
    pairs = [
        ({"quantity": number(1)}, {"quantity": number(2, "ships")}, "value", "1 boats"),
        ({"stance": holds("supports")}, {"stance": holds("opposes")}, "position", "supports"),
        ({"stance": holds("supports")}, {}, "assertion", "The text of first."),
    ]
    for one, other, name, value in pairs:
        (conflict,) = found(fact("first", **one), fact("later", relations=relation, **other))
        assert (conflict["property"], conflict["readings"][0]["value"]) == (name, value)
    words = fact("first", evidence("a", wording="vetoed"), evidence("a", 50, wording="opposed"))
    (conflict,) = found(words, fact("later", evidence("b", wording="rejected"), relations=relation))
    assert conflict["property"] == "wording"
    assert [r["value"] for r in conflict["readings"]] == ["vetoed", "opposed", "rejected"]


def test_relation_that_explains_two_readings_replaces_their_conflict() -> None:
    event = fact("event", evidence("a", date="2024-09-30"), evidence("b", 70, date="2024-10~"))
    speech = fact(
        "speech", evidence("b", 70), relations=linked("qualifies", "event", "A loose month.")
    )
    conflict, _ = found(event, speech)
    assert (conflict["id"], conflict["property"]) == ("event--speech", "date")
    assert conflict["explanation"] == "A loose month."
    assert [r["value"] for r in conflict["readings"]] == ["2024-09-30", "2024-10~"]


def test_relation_between_numbers_does_not_explain_dates() -> None:
    proof = evidence("a", date="2024-09-30"), evidence("b", 70, date="2024-10~")
    event = fact("event", *proof, quantity=number(1))
    ships = {"quantity": number(2, "ships"), "relations": linked("qualifies", "event")}
    assert told(event, fact("speech", evidence("b", 70), **ships))[:2] == [
        ("event--date", "qualified", "date"),
        ("event--speech", "qualified", "value"),
    ]


def test_relation_does_not_explain_readings_of_other_passages() -> None:
    event = fact("event", evidence("a", date="2024-09-30"), evidence("b", 70, date="2024-10~"))
    speech = fact("speech", evidence("c"), relations=linked("qualifies", "event"))
    assert told(event, speech)[:2] == [
        ("event--date", "qualified", "date"),
        ("event--speech", "qualified", "assertion"),
    ]


def test_superseded_stance_is_a_conflict_of_positions() -> None:
    supports = fact("old", stance=holds("supports"))
    relation = linked("supersedes", "old", None)
    (conflict,) = found(supports, fact("new", evidence("b"), stance=None, relations=relation))
    assert (conflict["property"], conflict["explanation"]) == (
        "status",
        "A later report supersedes it.",
    )
    opposes = fact("new", evidence("b"), stance=holds("opposes"), relations=relation)
    (conflict,) = (c for c in found(supports, opposes) if c["class"] == "superseded")
    assert conflict["property"] == "position"
    assert [r["value"] for r in conflict["readings"]] == ["supports", "opposes"]


def test_superseded_fact_has_one_entry_with_all_its_successors() -> None:
    plan = fact("plan", status="planned")
    one = fact("one", evidence("b"), relations=linked("supersedes", "plan", "It began."))
    two = fact("two", evidence("c"), relations=linked("supersedes", "plan", "It ended."))
    (conflict,) = found(plan, one, two)
    assert (conflict["id"], conflict["class"]) == ("plan--superseded", "superseded")
    assert conflict["facts"] == ["plan", "one", "two"]
    assert conflict["explanation"] == "It began. It ended."
    assert conflict["property"] == "status"
    assert conflict["settled_by"] == "The later report says what happened."


# --- series -------------------------------------------------------------------------------


def test_numbers_of_one_measure_and_date_are_compared() -> None:
    one = fact("one", quantity=number(400))
    other = fact("other", evidence("b"), quantity=number(600))
    assert told(one, other) == [("one--other", "contradiction", "value")]
    same = fact("other", evidence("b"), quantity=number(400))
    assert told(one, same) == [("one--other--corroborated", "corroborated", "value")]
    assert found(one, same)[0]["explanation"] == "All put it at 400 boats."
    unlike = fact("other", evidence("b"), quantity=number(600, "ships"))
    assert found(one, unlike) == []
    later = {"date": "2024-10", "date_start": "2024-10-01", "date_end": "2024-10-31"}
    assert found(one, fact("other", evidence("b"), quantity=number(600), **later)) == []
    undated = {"date": None, "date_start": None, "date_end": None}
    assert found(one, fact("other", evidence("b"), quantity=number(600), **undated)) == []
    lost = fact("lost", quantity=number(500), **undated)
    six = fact("other", evidence("b"), quantity=number(600))
    assert told(lost, one, six) == [("one--other", "contradiction", "value")]


def test_single_number_does_not_corroborate_itself() -> None:
    one = fact("one", evidence("a"), evidence("b"), quantity=number(400))
    assert told(one) == [("one--corroborated", "corroborated", "assertion")]


@pytest.mark.parametrize(
    ("qualified", "why"),
    [
        ({"qualifier": "about"}, "about 400 boats and 420 boats: one is only approximate."),
        ({"qualifier": "at-least"}, "at least 400 boats and 420 boats: their bounds overlap."),
    ],
)
def test_compatible_numbers_are_qualified_with_the_reason(
    qualified: dict[str, str], why: str
) -> None:
    other = fact("other", evidence("b"), quantity=number(420))
    (conflict,) = found(fact("one", quantity=number(400) | qualified), other)
    assert (conflict["class"], conflict["explanation"]) == ("qualified", why)


@pytest.mark.parametrize(
    ("values", "qualifier", "why"),
    [
        ([600, 400, 500], None, "400 boats and 500 boats: the numbers differ."),
        ([430, 400, 460], "about", "about 400 boats and about 460 boats: the numbers differ."),
        ([460, 400, 430, 405], "about", "about 400 boats and about 460 boats: the numbers differ."),
        ([400, 410, 600], "about", "about 410 boats and about 600 boats: the numbers differ."),
    ],
)
def test_explanation_names_the_numbers_that_differ_in_order_of_size(
    values: list[int], qualifier: str | None, why: str
) -> None:
    numbers = [number(value) | {"qualifier": qualifier} for value in values]
    facts = [fact(f"n{n}", evidence("abc"[n % 3]), quantity=q) for n, q in enumerate(numbers)]
    (conflict,) = found(*facts)
    assert (conflict["class"], conflict["explanation"]) == ("contradiction", why)


@pytest.mark.parametrize("ahead", [True, False])
def test_relation_to_every_number_leaves_the_others_contradicting(ahead: bool) -> None:
    to_both = [*linked("qualifies", "one"), *linked("qualifies", "two")]
    back = [] if ahead else linked("qualifies", "hub")
    hub = fact("hub", quantity=number(400), relations=to_both if ahead else [])
    one = fact("one", evidence("b"), quantity=number(500), relations=back)
    two = fact("two", evidence("c"), quantity=number(600), relations=back)
    (conflict,) = (c for c in found(hub, one, two) if c["class"] == "contradiction")
    assert conflict["facts"] == ["one", "two"]


def test_relation_between_two_numbers_overrides_their_comparison() -> None:
    one = fact("one", quantity=number(400))
    for kind, entries in (("supersedes", ["one--superseded"]), ("qualifies", ["one--other"])):
        other = fact("other", evidence("b"), quantity=number(600), relations=linked(kind, "one"))
        assert [c["id"] for c in found(one, other)] == entries
        assert all(c["class"] != "contradiction" for c in found(one, other))
    other = fact("other", evidence("b"), quantity=number(600), relations=linked("follows", "one"))
    assert told(one, other) == [("one--other", "contradiction", "value")]


@pytest.mark.parametrize("void", ["denied", "cancelled"])
def test_denied_cancelled_or_superseded_number_is_not_compared(void: str) -> None:
    one = fact("one", quantity=number(400))
    assert found(one, fact("other", evidence("b"), quantity=number(600), status=void)) == []
    superseded = fact("other", evidence("b"), quantity=number(600), superseded_by=["later"])
    assert found(one, superseded) == []
    dollars = number(400) | {"unit": "ships"}
    assert found(one, fact("other", evidence("b"), quantity=dollars)) == []


def test_number_of_a_wider_date_is_not_compared() -> None:
    one = fact("one", quantity=number(400))
    wider = {"date": "2024", "date_start": "2024-01-01", "date_end": "2024-12-31"}
    assert found(one, fact("other", evidence("b"), quantity=number(600), **wider)) == []


def test_many_numbers_of_one_date_are_one_conflict() -> None:
    many = [fact(f"n{n}", evidence("ab"[n % 2]), quantity=number(100 + n)) for n in range(9)]
    (conflict,) = found(*many)
    assert (conflict["class"], conflict["id"]) == ("contradiction", "n0--n8")
    assert conflict["facts"] == [f"n{n}" for n in range(9)]
    assert conflict["explanation"] == "100 boats and 101 boats: the numbers differ."


def test_order_of_the_facts_does_not_matter(bridge_files: Path) -> None:
    store = load(str(bridge_files / "store"))
    every = find(store.facts, store.sources)
    assert {c["class"] for c in every} == set(CONFLICTS)
    assert find([*store.facts][::-1], store.sources) == every


def test_relations_of_one_pair_give_one_conflict_of_the_gravest_class() -> None:
    relations = [
        *linked("qualifies", "first", "It may be.", "A letter."),
        *linked("contradicts", "first", "So it cannot be.", "A map."),
        *linked("contradicts", "first", "Nor so."),
    ]
    (conflict,) = found(fact("first"), fact("later", evidence("b"), relations=relations))
    assert (conflict["id"], conflict["class"]) == ("first--later", "contradiction")
    assert conflict["explanation"] == "So it cannot be. It may be. Nor so."
    assert conflict["settled_by"] == "A map. A letter."


def test_number_conflict_and_date_conflict_stay_apart() -> None:
    proof = evidence("a", date="2024-09-01"), evidence("b", 70, date="2024-09-02")
    one = fact("one", *proof, quantity=number(5))
    other = fact("other", evidence("b", 70), quantity=number(9))
    assert told(one, other) == [
        ("one--date", "contradiction", "date"),
        ("one--other", "contradiction", "value"),
        ("one--corroborated", "corroborated", "assertion"),
    ]


def test_readings_are_explained_by_one_relation_only() -> None:
    event = fact("event", evidence("a", date="2024-09-30"), evidence("b", 70, date="2024-10~"))
    speech = fact("speech", evidence("b", 70), relations=linked("qualifies", "event"))
    toast = fact("toast", evidence("b", 70), relations=linked("qualifies", "event"))
    assert [c[1:] for c in told(event, speech, toast)][:2] == [
        ("qualified", "date"),
        ("qualified", "assertion"),
    ]


def test_opposite_positions_of_one_holder_at_one_time_contradict() -> None:
    one = fact("one", stance=holds("supports"))
    (conflict,) = found(one, fact("other", evidence("b"), stance=holds("opposes")))
    assert (conflict["id"], conflict["property"]) == ("one--other", "position")
    assert conflict["explanation"] == "It is said to support and to oppose it at one time."
    assert [r["value"] for r in conflict["readings"]] == ["supports", "opposes"]
    assert found(one, fact("other", evidence("b"), stance=holds("conditional"))) == []
    for other in ({"on": "pier"}, {"holder": "clerk"}):
        opposes = holds("opposes") | other
        assert found(one, fact("other", evidence("b"), stance=opposes)) == []
    assert found(one, fact("other", evidence("b"), stance=holds("supports"))) == []


def test_opposite_positions_are_found_among_many() -> None:
    positions = "neutral supports divided opposes conditional withdrawn".split()
    facts = [
        fact(f"s{n}", stance=holds(position), quantity=number(n, f"m{n}"))
        for n, position in enumerate(positions)
    ]
    assert told(*facts) == [("s0--s5", "contradiction", "position")]


def test_conflicts_of_one_class_are_ordered_by_date() -> None:
    dates: list[tuple[str | None, str | None]] = [
        (None, None),
        ("2024-02-01", "2024-02-03"),
        ("2024-01-01", "2024-12-31"),
        (None, "2023-12-31"),
    ]
    facts = []
    for name, (start, end) in zip("abcd", dates, strict=True):
        when = {"date": start or end, "date_start": start, "date_end": end}
        relation = linked("qualifies", f"{name}1")
        facts += [fact(f"{name}1", **when)]
        facts += [fact(f"{name}2", evidence("b"), relations=relation, **when)]
    assert [c["id"] for c in found(*facts)] == ["d1--d2", "c1--c2", "b1--b2", "a1--a2"]


def test_conflicts_are_ordered_by_class_then_date() -> None:
    early = {"date": "2023", "date_start": "2023-01-01", "date_end": "2023-12-31"}
    facts = [
        fact("a1"),
        fact("a2", evidence("b"), relations=linked("qualifies", "a1")),
        fact("b1", **early),
        fact("b2", evidence("b"), relations=linked("qualifies", "b1")),
        fact("c1"),
        fact("c2", evidence("b"), relations=linked("contradicts", "c1")),
    ]
    assert [c["id"] for c in found(*facts)] == ["c1--c2", "b1--b2", "a1--a2"]


def test_fact_references_each_of_its_conflicts_once() -> None:
    facts = fact("a1"), fact("a2", evidence("b"), relations=linked("qualifies", "a1"))
    assert references(found(*facts)) == {
        "a1": [{"id": "a1--a2", "class": "qualified", "property": "assertion"}],
        "a2": [{"id": "a1--a2", "class": "qualified", "property": "assertion"}],
    }


# --- the fields of an entry ---------------------------------------------------------------

SETTLED = [
    ("contradiction", "date", "A record that prints the day: a statement, transcript or schedule."),
    ("contradiction", "value", "The count of whoever keeps it, with its day and what it includes."),
    ("contradiction", "status", "A later report or a record of how it went."),
    ("contradiction", "position", "The holder's own words, with their day."),
    ("contradiction", "wording", "A primary record of what the passages describe."),
    ("qualified", "date", "Both can hold; a record that prints the day would settle it."),
    ("qualified", "value", "Both can hold; a breakdown of each number would settle it."),
    ("qualified", "position", "Both can hold; the holder's own words would settle it."),
    ("qualified", "assertion", "A primary record of what the passages describe."),
    ("superseded", "position", "The later report says what happened."),
    ("corroborated", "value", "Nothing to settle, unless the articles share one origin."),
]


@pytest.mark.parametrize(("cls", "name", "settled"), SETTLED)
def test_settled_by_depends_on_class_and_property(cls: str, name: str, settled: str) -> None:
    entry = Found("x", cls, name, "Why.", (), ())
    assert printed(entry)["settled_by"] == settled
    assert printed(entry._replace(settled_by="A letter."))["settled_by"] == "A letter."


def test_corroboration_shows_one_body_passage_per_source() -> None:
    proof = (
        evidence("a", 1, "headline"),
        evidence("a", 50),
        evidence("a", 90),
        evidence("b", 3),
        evidence("c", 9, "caption"),
    )
    (conflict,) = found(fact("visit", *proof))
    assert [(r["source"], r["start"]) for r in conflict["readings"]] == [("a", 50), ("b", 3)]
    assert conflict["sources"] == ["a", "b"]


@pytest.mark.parametrize(
    ("wordings", "other", "name", "values"),
    [
        (["vetoed", "opposed", "rejected"], [], "wording", ["vetoed", "opposed", "rejected", "T"]),
        (["vetoed", "opposed"], [], "assertion", ["F", "T"]),
        (["vetoed"], ["opposed"], "wording", ["vetoed", "opposed"]),
        (["vetoed", "vetoed"], ["opposed"], "wording", ["vetoed", "opposed"]),
    ],
)
def test_wordings_are_compared_only_if_they_differ_enough(
    wordings: list[str], other: list[str], name: str, values: list[str]
) -> None:
    first = fact("first", *(evidence("a", 9 * n, wording=w) for n, w in enumerate(wordings)))
    proof = [evidence("b", 9 * n, wording=w) for n, w in enumerate(other)] or [evidence("b")]
    later = fact("later", *proof, relations=linked("qualifies", "first"))
    (conflict,) = found(first, later)
    texts = {"F": "The text of first.", "T": "The text of later."}
    assert conflict["property"] == name
    assert [r["value"] for r in conflict["readings"]] == [texts.get(v, v) for v in values]


def test_source_with_a_wording_is_not_shown_with_the_text() -> None:
    proof = (
        evidence("c", 70),
        evidence("a", 60, wording="vetoed"),
        evidence("a", 50, wording="opposed"),
        evidence("a", 90),
        evidence("c", 80),
    )
    later = fact("later", evidence("b", wording="failed"), relations=linked("qualifies", "first"))
    conflict, _ = found(fact("first", *proof), later)
    assert [(r["source"], r["start"], r["value"]) for r in conflict["readings"]] == [
        ("a", 50, "opposed"),
        ("a", 60, "vetoed"),
        ("c", 70, "The text of first."),
        ("b", 0, "failed"),
    ]


def test_number_against_text_is_a_conflict_of_assertions() -> None:
    later = fact("later", evidence("b"), relations=linked("qualifies", "first"))
    (conflict,) = found(fact("first", quantity=number(5)), later)
    assert conflict["property"] == "assertion"
    assert [r["value"] for r in conflict["readings"]] == ["5 boats", "The text of later."]


def test_relation_explains_only_readings_of_its_passage_and_class() -> None:
    event = fact("event", evidence("a", date="2024-09-30"), evidence("b", 70, date="2024-10~"))
    for start, kind in ((71, "qualifies"), (70, "contradicts")):
        speech = fact("speech", evidence("b", start), relations=linked(kind, "event"))
        apart = {(c["id"], c["property"]) for c in found(event, speech)}
        assert {("event--date", "date"), ("event--speech", "assertion")} <= apart


def test_numbers_of_one_source_can_contradict_but_not_corroborate() -> None:
    one = fact("one", quantity=number(400))
    assert told(one, fact("other", quantity=number(600))) == [
        ("one--other", "contradiction", "value")
    ]
    assert found(one, fact("other", quantity=number(400))) == []
    near = number(400) | {"qualifier": "at-least"}
    more = fact("other", quantity=number(600))
    assert found(fact("one", quantity=near), more) == []  # qualified, but one source


def test_one_wording_does_not_corroborate_another() -> None:
    first = fact("first", evidence("a", wording="vetoed"))
    relation = linked("corroborates", "first")
    (conflict,) = found(first, fact("later", evidence("b", wording="failed"), relations=relation))
    assert conflict["property"] == "assertion"
    assert [r["value"] for r in conflict["readings"]] == [
        "The text of first.",
        "The text of later.",
    ]


def test_corroboration_mentions_a_less_precise_date() -> None:
    told_twice = fact("visit", evidence("a", date="2024-09-21"), evidence("b", date="2024-09"))
    assert found(told_twice)[-1]["explanation"] == (
        "2 independent sources report it, but not all give so precise a date."
    )


def test_fact_gives_a_conflict_a_bounded_number_of_readings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_READINGS_OF_FACT", 2)
    proof = evidence("a"), evidence("b"), evidence("c")
    new = fact("new", *proof, relations=linked("supersedes", "old"))
    superseded, _ = found(fact("old", superseded_by=["new"]), new)
    assert [(r["fact"], r["source"]) for r in superseded["readings"]] == [
        ("old", "a"),
        ("new", "a"),
        ("new", "b"),
    ]
