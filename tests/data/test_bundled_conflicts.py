"""The conflicts in the bundled record: what a reader of the five articles finds."""

import pytest
from conftest import Call

from mss_cli.conflicts import find
from mss_cli.facts.kinds import CONFLICTS
from mss_cli.stores.loading import load

STORE = load()

# What a reader of the articles finds: the class, and facts that stand in it together.
EXPECTED = [
    ("contradiction", {"ruto-no-problem-un-2024-09", "kenya-open-transition-2024-09"}),
    ("qualified", {"mss-extended-2024-09-30", "geng-mandate-month-ago"}),
    ("qualified", {"troops-1900-pledged", "mss-2500-personnel-planned"}),
    ("qualified", {"jamaican-personnel-24"}),
    ("qualified", {"us-proposal-opposed-2024-11", "china-russia-oppose-2024-11-20"}),
    ("qualified", {"vote-unanimous-2024-09-30", "us-proposal-opposed-2024-11"}),
    ("qualified", {"us-ecuador-call-un-planning", "us-proposes-un-mission-2024-09"}),
    ("qualified", {"us-proposes-un-mission-2024-09", "kenya-first-sought-un-operation"}),
    ("qualified", {"ruto-ready-in-weeks-2024-09", "kenya-600-within-two-months"}),
    ("qualified", {"un-not-administering-mss", "mss-within-unsc-framework"}),
    ("qualified", {"mandate-expires-2024-10-02"}),
    ("superseded", {"vote-scheduled-2024-09-30", "mss-extended-2024-09-30"}),
    ("superseded", {"mss-start-planned-2024-02", "kenya-first-contingents-2024"}),
    ("superseded", {"us-ecuador-call-un-planning", "us-drops-un-plan-2024-09"}),
    ("superseded", {"us-withdraws-un-force-2024-09", "stance-us-un-force-2024-11"}),
    ("qualified", {"kenya-supports-appeal-2024-11", "kenya-seeks-support-office"}),
    ("corroborated", {"kenyan-officers-400-deployed"}),
    ("corroborated", {"vote-scheduled-2024-09-30"}),
]


@pytest.mark.parametrize(("cls", "facts"), EXPECTED)
def test_expected_conflict_is_found(cls: str, facts: set[str]) -> None:
    assert any(
        facts <= set(c["facts"]) for c in find(STORE.facts, STORE.sources) if c["class"] == cls
    )


def test_five_articles_contradict_each_other_once(mss: Call) -> None:
    (conflict,) = mss("conflicts", "--class", "contradiction", "--json").json()
    assert conflict["id"] == "ruto-no-problem-un-2024-09--date"  # the speech, not the visit
    assert [(r["source"][:3], r["value"]) for r in conflict["readings"]] == [
        ("000", "2024-09-21"),
        ("002", "2024-09-22"),
    ]
    by = {c["id"]: c for c in mss("conflicts", "--class", "corroborated", "--json").json()}
    assert by["kenyan-officers-400-deployed--corroborated"]["explanation"] == (
        "2 independent sources report it; in part also 001_a18d88aab99cdd82.txt: about 400 sent in "
        "June and July 2024."
    )


def test_passage_that_carries_part_of_a_fact_does_not_corroborate_it(mss: Call) -> None:
    assert mss("conflicts", "--class", "corroborated", "--about", "extension resolution").out == ""
    shown = mss("show", "mss-extended-2024-09-30", "--format", "tsv").out
    assert "that the Council extended the mandate, without the day or the length" in shown


def test_a_fact_that_one_source_reports_whole_is_not_corroborated_by_a_relation() -> None:
    related = [r["type"] for fact in STORE.facts for r in fact["relations"]]
    assert "corroborates" not in related


def test_fact_references_the_conflicts_it_is_in(mss: Call) -> None:
    classes = ",".join(CONFLICTS)
    every = {c["id"]: c for c in mss("conflicts", "--class", classes, "--json").json()}
    for record in mss("facts", "--json").json():
        named = [reference["id"] for reference in record["conflicts"]]
        assert set(named) == {i for i, c in every.items() if record["id"] in c["facts"]}
        shown = mss("show", record["id"], "--json").json()
        assert shown["disagreements"] == [every[identifier] for identifier in named]


def test_known_by_leaves_out_later_conflicts(mss: Call) -> None:
    then = {c["id"] for c in mss("conflicts", "--known-by", "2024-09-28", "--json").json()}
    assert "ruto-no-problem-un-2024-09--date" in then
    assert "vote-scheduled-2024-09-30--superseded" not in then
    assert "us-ecuador-call-un-planning--superseded" in then
