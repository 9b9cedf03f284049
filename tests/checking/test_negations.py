"""Verdicts on claims beside a fact with a negative word, in an invented store."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from mss_cli.checking import check
from mss_cli.query.query import Query
from mss_cli.stores import open_store

# The verdict on a claim, and its wrong parts, beside a fact with some text.
Verdict: TypeAlias = Callable[[str, str], tuple[str, list[tuple[str, str]]]]
TOURED = "João Braga toured the lighthouse."


@pytest.fixture
def verdict(bridge_files: Path, tmp_path: Path) -> Verdict:
    """Return a function that gives one fact of the bridge a text, and checks a claim."""

    def checked(text: str, claim: str) -> tuple[str, list[tuple[str, str]]]:
        store = tmp_path / "store"
        shutil.copytree(bridge_files / "store", store)
        facts = json.loads((store / "facts.json").read_text(encoding="utf-8"))
        (one,) = (fact for fact in facts if fact["id"] == "ferry-ended")
        one |= {"text": text, "actors": ["joao-braga"]}
        (store / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        found = check(open_store(str(store)).store, Query(), claim, "2025-09-01")
        wrong = [(p.text, p.says) for p in found.parts if p.verdict == "contradicted"]
        return found.verdict, wrong

    return checked


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("João Braga toured the lighthouse with no escort.", "supported"),
        ("João Braga toured the lighthouse without an escort.", "supported"),
        ("João Braga toured the lighthouse but set no date for a canteen.", "supported"),
        ("João Braga toured not only the lighthouse but also the canteen.", "supported"),
        ("João Braga toured the lighthouse no later than May.", "supported"),
        ("João Braga toured the lighthouse and did not meet the pilots.", "supported"),
        ("João Braga toured the lighthouse, not the canteen.", "supported"),
        (
            "João Braga toured the lighthouse while Ana Núñez toured no lighthouse.",
            "supported",
        ),
        (
            "João Braga, who toured the lighthouse, had no objection to a canteen.",
            "not-in-record",
        ),
        ("There was no doubt that João Braga toured the lighthouse.", "not-in-record"),
        ("João Braga did not fail to tour the lighthouse.", "not-in-record"),
        ("João Braga did not tour the lighthouse until May.", "not-in-record"),
        ("João Braga did not say who toured the lighthouse.", "not-in-record"),
        ("João Braga did not plan to tour the lighthouse.", "not-in-record"),
        ("João Braga no longer tours the lighthouse.", "not-in-record"),
        (
            "João Braga toured the lighthouse, which Ana Núñez did not tour.",
            "not-in-record",
        ),
    ],
)
def test_negation_of_something_else_contradicts_nothing(
    verdict: Verdict, text: str, right: str
) -> None:
    assert verdict(text, TOURED) == (right, [])


@pytest.mark.parametrize(
    "text",
    [
        "João Braga did not tour the lighthouse.",
        "João Braga never toured the lighthouse.",
        "João Braga failed to tour the lighthouse.",
        "João Braga did not manage to tour the lighthouse.",
        "João Braga toured no lighthouse.",
        "João Braga toured the canteen, not the lighthouse.",
        "João Braga toured the canteen but no lighthouse.",
        "João Braga made no tour of the lighthouse.",
        "João Braga left without touring the lighthouse.",
        "Neither João Braga nor Ana Núñez toured the lighthouse.",
        "At no point did João Braga tour the lighthouse.",
        "It is false that João Braga toured the lighthouse.",
    ],
)
def test_negation_of_what_happens_contradicts_it(verdict: Verdict, text: str) -> None:
    assert verdict(text, TOURED) == ("contradicted", [("toured", "it is not so")])


def test_negation_nearby_does_not_excuse_another_wrong_part(verdict: Verdict) -> None:
    text = "João Braga, who toured 12 lighthouses, had no objection to a canteen."
    wrong = [("30 lighthouses", "12 lighthouses")]
    assert verdict(text, "João Braga toured 30 lighthouses.") == ("contradicted", wrong)


@pytest.mark.parametrize("text", ["Not all pilots toured it.", "No more than 3 pilots toured it."])
def test_negation_of_a_part_supports_nothing(verdict: Verdict, text: str) -> None:
    assert verdict(text, "All pilots toured it.")[0] != "supported"


@pytest.mark.parametrize(
    ("text", "claim", "right"),
    [
        ("João Braga owns a lighthouse but no boat.", "João Braga owns a boat.", "contradicted"),
        (
            "João Braga did not tour the lighthouse before Christmas.",
            "João Braga toured the lighthouse before Christmas.",
            "contradicted",
        ),
        (
            "João Braga did not tour the lighthouse before Christmas.",
            "João Braga toured the lighthouse after Christmas.",
            "not-in-record",
        ),
        (
            "João Braga owns a lighthouse but no boat.",
            "João Braga owns a lighthouse.",
            "not-in-record",
        ),
        (
            "João Braga toured no fewer than 12 lighthouses.",
            "João Braga toured 12 lighthouses.",
            "supported",
        ),
        (
            "João Braga toured 12 lighthouses.",
            "João Braga toured no fewer than 12 lighthouses.",
            "supported",
        ),
        (
            "João Braga toured 12 lighthouses.",
            "João Braga toured no fewer than 13 lighthouses.",
            "contradicted",
        ),
        (
            "João Braga toured 12 lighthouses.",
            "João Braga toured no more than 12 lighthouses.",
            "supported",
        ),
        (
            "João Braga toured 12 lighthouses.",
            "João Braga toured no more than 3 lighthouses.",
            "contradicted",
        ),
        (
            "João Braga toured no more than 3 lighthouses.",
            "João Braga toured 12 lighthouses.",
            "contradicted",
        ),
    ],
)
def test_negation_of_a_noun_or_a_number(
    verdict: Verdict, text: str, claim: str, right: str
) -> None:
    assert verdict(text, claim)[0] == right
