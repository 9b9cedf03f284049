"""A store behind an engine gives the same answers as the same store in memory.

DuckDB here; `make spark` runs the same tests with MSS_TEST_ENGINE=spark.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import Call
from fuzz.calls import Calls
from fuzz.indexes import low_limits
from support.odd_stores import odd_choices, odd_parts
from support.questions import Questions

pytest.importorskip("ibis", reason="has no wheel for this Python")

from benchmarks.stores import write
from mss_cli import stores
from mss_cli.stores import OpenedStore, open_store
from mss_cli.stores.extract import Extract
from mss_cli.stores.loading import load
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.tables import parquet

ENGINE = os.environ.get("MSS_TEST_ENGINE", "duckdb")
FEW = 1 if ENGINE == "spark" else 6  # odd stores, and calls about each
TODAY = ("--today", "2024-07-01")


class Pair:
    """A store in memory, and its folder through an engine, each opened once."""

    def __init__(self, memory: MemoryStore, folder: Path) -> None:
        parquet.write(Extract(memory), str(folder))
        self.places = (f"parquet:{folder}", f"{ENGINE}:{folder}")
        memory.directory = self.places[0]  # for the fingerprint in citations
        self.stores: dict[str, Any] = dict(
            zip(self.places, (memory, open_store(self.places[1]).store), strict=True)
        )
        self.close = self.stores[self.places[1]].close
        self.stores[self.places[1]].close = lambda: None  # every command closes its store

    def open(self, place: str | None, _: str = "") -> OpenedStore:
        """Return one of the two stores."""
        assert place is not None
        return OpenedStore(self.stores[place])

    def check(self, mss: Call, call: list[str]) -> None:
        """Make a call about both, and compare the answers."""
        with patch.object(stores, "open_store", self.open):
            memory, engine = (mss(*call, *TODAY, "--store", place) for place in self.places)
        err = engine.err.replace(self.places[1], self.places[0])
        assert engine._replace(err=err) == memory, call
        assert "internal error" not in err, call


@pytest.mark.parametrize("lowered", [False, True], ids=["counted", "large"])
@pytest.mark.parametrize("seed", range(FEW))
def test_engine_answers_like_memory_about_odd_stores(
    mss: Call, tmp_path: Path, seed: int, lowered: bool
) -> None:
    parts = odd_parts(seed, (5, 30, 120)[seed % 3])
    pair = Pair(MemoryStore(parts, "odd"), tmp_path / "odd")
    calls = Calls(parts, odd_choices(seed + 1_000))
    with closing(pair), low_limits(lowered=lowered):
        for _ in range(FEW):
            pair.check(mss, calls.call())


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Pair]]:
    """Return a store of 400 invented facts, and the pair of its exports."""
    base = tmp_path_factory.mktemp("invented")
    write(base / "plain", 400, seed=5)
    pair = Pair(load(str(base / "plain")), base / "folder")
    with closing(pair):
        yield base / "plain", pair


@pytest.mark.parametrize("lowered", [False, True], ids=["counted", "large"])
def test_engine_answers_like_memory_to_people(
    mss: Call, invented: tuple[Path, Pair], lowered: bool
) -> None:
    plain, pair = invented
    questions = Questions(plain, 11)
    with low_limits(lowered=lowered):
        for _ in range(FEW * 4):
            pair.check(mss, questions.call())


def test_facts_come_up_in_pages(
    mss: Call, invented: tuple[Path, Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, pair = invented
    store = pair.stores[pair.places[1]]
    pages: list[int] = []
    real = store.tables.rows

    def rows(expression: Any) -> list[Any]:
        found: list[Any] = real(expression)
        if found and "json" in found[0]:
            pages.append(len(found))
        return found

    monkeypatch.setattr(store.tables, "rows", rows)
    everything = store.narrowing.touching(None)
    numbers = [fact["id"] for fact in store.in_order(everything, page=10)]
    assert numbers == [fact["id"] for fact in pair.stores[pair.places[0]].chronological()]
    assert pages[:4] == [10, 40, 160, store.size - 210]
    pages.clear()
    assert next(iter(store.in_order(everything, newest=True, page=10)))
    assert pages == [10]


# --- refusals -----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, mss: Call) -> Path:
    """Export the bundled store to Parquet."""
    assert mss("export", "parquet", "-o", str(tmp_path / "haiti"), "-q").code == 0
    return tmp_path / "haiti"


def test_engine_store_is_only_read(mss: Call, folder: Path) -> None:
    store = f"{ENGINE}:{folder}"
    error = (
        f"mss: --store: {store!r} is read-only; make a copy that you can edit, "
        "with 'mss export json'\n"
    )
    for call in (["index"], ["review"], ["undo"], ["edit", "kenya-leads-mss"]):
        assert mss(*call, "--store", store) == (2, "", error), call


def test_as_of_query_of_a_large_engine_store_is_refused(
    mss: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", 100)
    error = (
        "mss: --known-by: an engine refuses it above 100 facts; "
        "use a facts.ndjson store with an index\n"
    )
    for call in (["events"], ["search", "police"]):
        answer = mss(*call, "--known-by", "2024-10", "--store", f"{ENGINE}:{folder}")
        assert answer == (2, "", error), call


def test_damaged_fact_is_named(mss: Call, folder: Path) -> None:
    import pyarrow.parquet as pq

    path = folder / "search" / "records" / "part-0.parquet"
    table = pq.read_table(path)
    for text, problem in (
        ("{", "is not JSON (column 2: unexpected end)"),
        ("[1]", "the record must be an object"),
        ('{"id": "x"}', "the record must contain the field 'about'"),
    ):
        at = table.schema.get_field_index("json")
        column = [text] * table.num_rows
        pq.write_table(table.set_column(at, table.schema.field(at), [column]), path)
        answer = mss("facts", "--limit", "1", "--store", f"{ENGINE}:{folder}")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"mss: fact number 1: {problem}")
        assert answer.err.count("\n") == 1


def test_folder_without_its_facts_is_one_line(mss: Call, folder: Path) -> None:
    import shutil

    shutil.rmtree(folder / "search" / "terms")
    answer = mss("search", "police", "--store", f"{ENGINE}:{folder}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(f"mss: store {str(folder)!r}: the engine failed (")


def test_folder_that_contradicts_itself_is_noticed(mss: Call, folder: Path) -> None:
    import shutil

    import pyarrow.parquet as pq

    store = f"{ENGINE}:{folder}"
    path = folder / "facts" / "month=2024-09" / "part-0.parquet"
    table = pq.read_table(path, partitioning=None)
    at = table.schema.get_field_index("status")
    changed = table.set_column(at, table.schema.field(at), [["planned"] * table.num_rows])
    pq.write_table(changed, path)
    found = mss("verify", "--store", store)
    assert found.code == 1
    assert "search/records has something else" in found.out
    shutil.copy(path, path.with_name("part-1.parquet"))
    rows = 206 + table.num_rows
    error = (
        f"mss: store {store!r}: facts has {rows} rows, but the store has 206 facts; "
        "export the folder again\n"
    )
    assert mss("events", "--store", store) == (2, "", error)


def test_engine_that_is_not_installed_is_named(
    mss: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for name in [each for each in sys.modules if each.startswith("mss_cli.stores.engine")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ibis", None)
    error = (
        "mss: --store: the engine duckdb is not installed (ibis is missing); "
        "pip install 'mss-cli[engine]'\n"
    )
    assert mss("facts", "--store", f"duckdb:{folder}") == (2, "", error)


def test_name_with_signs_of_patterns_is_a_name(mss: Call, tmp_path: Path) -> None:
    odd = tmp_path / "a[b]*c?"
    assert mss("export", "parquet", "-o", str(odd), "-q") == (0, "", "")
    answer = mss("facts", "--limit", "1", "--fields", "id", "--store", f"{ENGINE}:{odd}", "-q")
    assert answer == (0, "guterres-briefing-2021\n", "")
