"""The generated stores of the benchmarks: valid, complete and reproducible."""

import json
from pathlib import Path

from conftest import Call

from benchmarks.stores import write
from mss_cli.facts.dates import PRECISIONS
from mss_cli.facts.kinds import CONFLICTS, KINDS, RELATIONS, STATUSES
from mss_cli.stores.directory import PARTS, fingerprint
from mss_cli.stores.loading import load


def test_generated_store_is_valid(tmp_path: Path, mss: Call) -> None:
    write(tmp_path, 300)
    answer = mss("verify", "--store", str(tmp_path), "--json")
    assert answer.code == 0
    checks = answer.json()
    assert {c["result"] for c in checks if c["check"] != "article"} == {"ok"}
    assert {c["result"] for c in checks if c["check"] == "article"} == {"not checked"}
    assert checks[0]["detail"].startswith("300 facts, 40 entities, 12 topics, ")


def test_generated_store_has_every_kind_status_relation_and_conflict(tmp_path: Path) -> None:
    write(tmp_path, 2000, seed=7)
    store = load(str(tmp_path))  # or it raises
    facts = store.facts
    assert len(facts) == 2000
    assert {fact["kind"] for fact in facts} == set(KINDS)
    assert {fact["status"] for fact in facts} == set(STATUSES)
    assert {fact["date_precision"] for fact in facts} == set(PRECISIONS)
    assert {r["type"] for fact in facts for r in fact["relations"]} == set(RELATIONS)
    assert {c["class"] for fact in facts for c in fact["conflicts"]} == set(CONFLICTS)
    assert [f["date_start"] or "" for f in facts] != sorted(f["date_start"] or "" for f in facts)
    assert any("\u2028" in fact["text"] or "\x1b" in fact["text"] for fact in facts)


def test_most_generated_lines_are_plain_json(tmp_path: Path) -> None:
    write(tmp_path, 1000)
    lines = (tmp_path / "facts.ndjson").read_text(encoding="utf-8").split("\n")
    plain = [n for n in lines if n and n == json.dumps(json.loads(n), ensure_ascii=False)]
    assert 0.97 < len(plain) / 1000 < 1


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        write(tmp_path / name, 300, seed)
    one, same, other = (fingerprint(str(tmp_path / name)) for name in ("one", "same", "other"))
    assert one == same != other
    names = {path.stem for path in (tmp_path / "one").iterdir()}
    assert names == set(PARTS) - {"wording"}


def test_smallest_generated_stores_are_valid(tmp_path: Path) -> None:
    for facts in (0, 1, 30):
        write(tmp_path / str(facts), facts)
        assert len(load(str(tmp_path / str(facts))).facts) == facts
