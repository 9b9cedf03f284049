"""The index of a large store: it gives the same answers as memory, and damage is noticed."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from conftest import Answer, Call, Harbour
from support.indexes import lined
from support.process import MSS, environment
from support.questions import Questions

from benchmarks.stores import write
from mss_cli import stores
from mss_cli.conflicts import find, references
from mss_cli.facts.chronology import by_date
from mss_cli.facts.passages import distinct_words
from mss_cli.output.formats import FORMATS
from mss_cli.output.formats.json import line
from mss_cli.query.names import Names
from mss_cli.query.query import Query
from mss_cli.query.resolution import resolve
from mss_cli.search import collection
from mss_cli.stores import OpenedStore, open_store
from mss_cli.stores.child import start_python
from mss_cli.stores.index import build
from mss_cli.stores.index import names as index_names
from mss_cli.stores.index.database import Database, open_index
from mss_cli.stores.index.layout import FORMAT_VERSION, INDEX_FILE, PARTIAL_FILE
from mss_cli.stores.loading import load
from mss_cli.stores.ndjson import FactFile

TODAY = ("--today", "2025-01-01")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the directories of one store of 400 facts, without and with an index."""
    base = tmp_path_factory.mktemp("stores")
    plain, indexed = base / "plain", base / "indexed"
    write(plain, 400, seed=3)
    shutil.copytree(plain, indexed)
    build.build(str(indexed), lambda *_: None, line)
    return plain, indexed


@pytest.fixture(scope="module")
def memory(pair: tuple[Path, Path]) -> OpenedStore:
    """Open the store without an index once, because every opening validates it."""
    return open_store(str(pair[0]))


@pytest.fixture
def opened(
    pair: tuple[Path, Path], memory: OpenedStore, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """Return the two directories, and let the program find the one without an index open."""
    plain = str(pair[0])
    monkeypatch.setattr(
        stores, "open_store", lambda path, _: memory if path == plain else open_store(path)
    )
    return pair


@pytest.fixture
def lines(harbour: Harbour) -> Harbour:
    """The harbour store with its facts in facts.ndjson."""
    (harbour.store / "facts.json").unlink()
    write_facts(harbour, harbour.parts["facts"])
    return harbour


def write_facts(harbour: Harbour, facts: Iterable[Any]) -> None:
    """Write facts.ndjson."""
    lines = "".join(json.dumps(fact) + "\n" for fact in facts)
    (harbour.store / "facts.ndjson").write_text(lines, encoding="utf-8")


def read_facts(harbour: Harbour) -> list[Any]:
    """Parse facts.ndjson."""
    text = (harbour.store / "facts.ndjson").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def lower_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat a store of 400 facts as a large one: do not count facts, and rank only candidates."""
    monkeypatch.setattr("mss_cli.limits.MAX_COUNTED_FACTS", 20)
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_RANKED", 20)
    monkeypatch.setattr("mss_cli.limits.MAX_EXACT_COUNT", 30)


# --- the same answers ---------------------------------------------------------------------


@pytest.mark.parametrize("large", [False, True], ids=["counted", "large"])
@pytest.mark.parametrize("seed", range(3))
def test_index_gives_the_same_answers_as_memory(
    mss: Call, opened: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, large: bool, seed: int
) -> None:
    if large:
        lower_limits(monkeypatch)
    questions = Questions(opened[0], seed)
    for _ in range(120):
        call = questions.call()
        without, within = (mss(*call, *TODAY, "--store", str(store)) for store in opened)
        assert within == without, call
        assert "internal error" not in within.err, call


def test_streaming_gives_the_same_answers_as_memory(
    mss: Call, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lower_limits(monkeypatch)
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 0)
    hint = "reading 0 MB of facts line by line; run 'mss index' to speed this up\n"
    questions = Questions(pair[0], 7)
    for _ in range(30):
        call = questions.call()
        without, within = (mss(*call, *TODAY, "--store", str(store)) for store in pair)
        assert hint in without.err or without.code == 2
        assert within == without._replace(err=without.err.replace(hint, "", 1)), call


@pytest.mark.parametrize("group", [20, 0])  # the size from which a group is compared at once
@pytest.mark.parametrize("day", ["2020-06", "2021-03", "2022", "2023-11", "2024-08"])
def test_index_gives_the_same_as_of_answers_as_memory(
    mss: Call, opened: tuple[Path, Path], day: str, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.query.as_of.LARGE_GROUP", group)
    calls = (
        ["facts", "--reverse"],
        ["facts", "--status", "contradicted,qualified,superseded"],
        ["figures"],
        ["stances"],
        ["events", "--since", "2021", "--limit", "3"],
        ["search", "mission court"],
    )
    for call in calls:
        every = [*call, "--known-by", day, "--format", "ndjson", *TODAY]
        without, within = (mss(*every, "--store", str(store)) for store in opened)
        assert within == without, call
        assert "internal error" not in within.err, call


def write_superseded_contradiction(lines: Harbour) -> None:
    """Replace the facts by two contradictory numbers; a later source supersedes one of them."""
    parts = lines.parts
    first = parts["sources"][0]
    later: Any = {
        **first,
        "file": "later.txt",
        "published": {**first["published"], "edtf": "2021-09"},
    }
    boats = {**parts["facts"][1], "relations": [], "status": "occurred", "date": "2021-05-03"}
    boats.update(date_start="2021-05-03", date_end="2021-05-03", date_precision="day")
    boats["date_basis"] = "explicit"
    evidence = boats["evidence"][0]
    many = {**boats["quantity"], "value": 90, "qualifier": "exactly"}
    few = {**many, "value": 40}
    newer = {**evidence, "source": "later.txt"}
    over = {"type": "supersedes", "fact": "few", "note": None, "settled_by": None}
    facts: Any = [
        {**boats, "id": "few", "quantity": few, "superseded_by": ["newer"]},
        {**boats, "id": "many", "quantity": many, "evidence": [{**evidence, "start": 1}]},
        {**boats, "id": "newer", "quantity": None, "kind": "event", "evidence": [newer]},
    ]
    facts[2].update(relations=[over], sources=["later.txt"])
    conflicts = references(find(facts, {"harbour.txt": first, "later.txt": later}))
    for fact in facts:
        fact["conflicts"] = conflicts.get(fact["id"], [])
    (lines.store / "sources.json").write_text(json.dumps([first, later]), encoding="utf-8")
    manifest = {**parts["manifest"], "coverage": {"first": "2021-05-01", "last": "2021-09-30"}}
    (lines.store / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (lines.store / "wording.json").unlink()
    write_facts(lines, facts)


def test_as_of_finds_a_conflict_that_is_superseded_now(mss: Call, lines: Harbour) -> None:
    write_superseded_contradiction(lines)
    call = ("facts", "--status", "contradicted", "--fields", "id", "--store", str(lines.store))
    then = (*call, "--known-by", "2021-06")
    before = (mss(*call), mss(*then))
    assert [answer.out for answer in before] == ["", "many\nfew\n"]
    mss("index", "--store", str(lines.store))
    assert (mss(*call), mss(*then)) == before


def test_event_that_bounds_a_period_need_not_match_the_filters(mss: Call, lines: Harbour) -> None:
    query = ("search", "blue since the harbour opened", "--kind", "statement", "--fields", "id")
    before = mss(*query, "--store", str(lines.store))
    assert before.out == "ana-blue\n"
    assert "(harbour-opened) → only dates from 2021-05-03 on" in before.err
    mss("index", "--store", str(lines.store))
    assert mss(*query, "--store", str(lines.store)) == before


def test_index_resolves_every_name_like_memory(pair: tuple[Path, Path]) -> None:
    plain = load(str(pair[0]))
    questions = Questions(pair[0], 5)
    parts = (plain.entity_names, plain.topic_names, plain.measure_names)
    database = open_index(str(pair[1]))
    assert database is not None
    with closing(database):
        _check_same_names(database, parts, questions)


def _check_same_names(database: Database, parts: Iterable[Names], questions: Questions) -> None:
    for part, names in zip(index_names.PARTS, parts, strict=False):
        indexed = index_names.IndexedNames(database, part)
        assert list(indexed) == list(names)
        labels = [label for name in names for label in (name.id, *name.names, *name.hidden)]
        slips, starts = map(questions._slip, labels), (label[:4] for label in labels)
        for typed in (*labels, *slips, *starts, "A. B.", "zzzz", "of"):
            assert resolve(typed, indexed) == resolve(typed, names), typed
            assert resolve(typed, indexed, "start") == resolve(typed, names, "start"), typed


def test_index_reads_only_the_facts_it_needs(
    mss: Call, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lower_limits(monkeypatch)
    monkeypatch.setattr(
        "mss_cli.stores.ndjson.read_lines", lambda *_: pytest.fail("read the whole file")
    )
    read: list[str] = []
    real = FactFile.facts_at

    def facts_at(self: FactFile, locations: Any) -> Any:
        for fact in real(self, locations):
            read.append(fact["id"])
            yield fact

    monkeypatch.setattr(FactFile, "facts_at", facts_at)
    call = ("--limit", "3", "--json", "--store", str(pair[1]))
    assert len(mss("facts", *call).json()) == 3
    assert len(read) == 4  # one more than the limit, to know whether there are more
    assert len(mss("search", "mission", *call).json()) == 3


# --- building -----------------------------------------------------------------------------


def test_index_command_reports_facts_and_size(mss: Call, lines: Harbour) -> None:
    done = mss("index", "--store", str(lines.store), "--json")
    path = lines.store / INDEX_FILE
    size = path.stat().st_size
    assert done.json() == [{"facts": 3, "bytes": size, "path": str(path)}]
    assert (done.code, done.err) == (0, f"3 facts in {size / 1e6:.1f} MB\n")
    assert not (lines.store / PARTIAL_FILE).exists()
    asked = ("facts", "--json", "--store", str(lines.store))
    assert [fact["id"] for fact in mss(*asked).json()] == [
        "harbour-opened",
        "ana-blue",
        "boats-to-come",
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_index_command_supports_every_format(mss: Call, lines: Harbour, name: str) -> None:
    done = mss("index", "--store", str(lines.store), "--format", name, "-q")
    assert (done.code, done.err) == (0, "")
    assert INDEX_FILE in done.out.replace("\n", "").replace("\\", "")
    if name == "json":
        fastjsonschema.compile(mss("schema", "index").json())(done.json())


def test_other_programs_can_query_the_index(lines: Harbour) -> None:
    path = build.build(str(lines.store), lambda *_: None, line).path
    with closing(sqlite3.connect(path)) as base:
        events = base.execute("SELECT id, date, text FROM fact WHERE kind = 'event'").fetchall()
        assert events == [("harbour-opened", "2021-05-03", "Ana Núñez opened the harbour.")]
        boats = base.execute(
            "SELECT f.id FROM term t JOIN fact f ON f.number = t.rowid WHERE term MATCH '\"boat\"'"
        ).fetchall()
        assert boats == [("boats-to-come",)]


def tables(path: Path) -> dict[str, list[Any]]:
    """Return the rows of each table of an index, except when and from what it was built."""
    with closing(sqlite3.connect(path)) as base:
        names = [n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        plain = [n for n in names if not n.startswith(("term", "infix", "sqlite"))]
        rows = {n: base.execute(f"SELECT * FROM {n}").fetchall() for n in plain}
        rows["meta"] = [row for row in rows["meta"] if row[0] not in ("built_at", "signature")]
        terms = base.execute("SELECT rowid FROM term WHERE term MATCH '\"kind:event\"'")
        rows["events"] = terms.fetchall()
    return rows


@pytest.mark.parametrize("after", range(1, 18, 4))
def test_interrupted_build_resumes_where_it_stopped(
    tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr("mss_cli.limits.INDEX_BATCH", 60)
    store = tmp_path / "store"
    shutil.copytree(pair[0], store)
    steps: list[tuple[str, int]] = []

    def stop(step: str, done: int, total: int) -> None:
        steps.append((step, done))
        if len(steps) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(str(store), stop, line)
    assert not (store / INDEX_FILE).exists()
    assert open_index(str(store)) is None
    steps_of_first_run, steps = steps, []
    build.build(str(store), lambda *step: steps.append(step[:2]), line)
    repeated = {*steps_of_first_run[:-1]} & {step for step in steps if step[0] != "finishing"}
    assert repeated <= {("checking", os.path.getsize(store / "facts.ndjson"))}
    assert tables(store / INDEX_FILE) == tables(pair[1] / INDEX_FILE)


def copied(plain: Path, store: Path) -> Path:
    """Copy a store without an index."""
    shutil.copytree(plain, store)
    return store


def share(monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    """Let a small store be indexed by several processes, in small batches."""
    monkeypatch.setattr("mss_cli.limits.INDEX_BATCH", 60)
    monkeypatch.setattr("mss_cli.limits.MIN_SHARED_BYTES", 0)
    monkeypatch.setattr("mss_cli.stores.index.build.available", lambda: processes)


def test_index_is_the_same_in_any_number_of_processes(
    tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.limits.INDEX_BATCH", 60)
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000)
    store = copied(pair[0], tmp_path / "store")
    built = []
    for processes in (1, 2, 3):
        build.build(str(store), lambda *_: None, line, processes)
        built.append((store / INDEX_FILE).read_bytes())
    assert built[0] == built[1] == built[2]


@pytest.mark.parametrize("processes", [1, 2])
def test_first_of_several_faults_is_named_in_any_number_of_processes(
    mss: Call,
    tmp_path: Path,
    pair: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    processes: int,
) -> None:
    share(monkeypatch, processes)
    store = copied(pair[0], tmp_path / "store")
    lines = (store / "facts.ndjson").read_bytes().splitlines(keepends=True)
    lines[130] = b"{\n"
    lines[125] = lines[125].replace(b'"kind"', b'"kin"')
    lines[390] = b"\xff\n"
    (store / "facts.ndjson").write_bytes(b"".join(lines))
    done = mss("index", "--store", str(store))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        f"mss: store '{store}': facts.ndjson line 126: the record must contain the field 'kind'"
    )


@pytest.mark.parametrize("after", [3, 11, 18])
def test_interrupted_build_in_processes_resumes(
    tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    share(monkeypatch, 2)
    store = copied(pair[0], tmp_path / "store")
    steps: list[str] = []

    def stop(step: str, done: int, total: int) -> None:
        steps.append(step)
        if len(steps) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(str(store), stop, line)
    build.build(str(store), lambda *_: None, line)
    assert tables(store / INDEX_FILE) == tables(pair[1] / INDEX_FILE)


def test_killed_process_of_a_build_is_one_error(
    mss: Call, tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    share(monkeypatch, 2)
    store = copied(pair[0], tmp_path / "store")
    started: list[subprocess.Popen[bytes]] = []

    def start(code: str) -> subprocess.Popen[bytes]:
        started.append(start_python(code if len(started) != 1 else "raise SystemExit(9)"))
        return started[-1]

    monkeypatch.setattr("mss_cli.stores.index.processes.start_python", start)
    assert mss("index", "--store", str(store)) == (
        2,
        "",
        f"mss: store '{store}': a process of 'mss index' was killed, or had too little memory; "
        "run 'mss index' again to continue\n",
    )
    assert all(popen.poll() is not None for popen in started)
    assert [path.name for path in store.glob("index.db*")] == [PARTIAL_FILE]
    monkeypatch.undo()
    assert mss("index", "--store", str(store)).code == 0
    assert tables(store / INDEX_FILE) == tables(pair[1] / INDEX_FILE)


def test_build_restarts_if_the_store_has_changed(
    lines: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if step == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(str(lines.store), stop, line)
    path = lines.store / "facts.ndjson"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:1]), "utf-8")
    (lines.store / "wording.json").unlink()  # the facts that cited its passages are gone
    assert build.build(str(lines.store), lambda *_: None, line).facts == 1


def test_second_build_at_the_same_time_is_refused(mss: Call, lines: Harbour) -> None:
    with closing(sqlite3.connect(lines.store / PARTIAL_FILE)) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN EXCLUSIVE")
        done = mss("index", "--store", str(lines.store))
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        "index.db.partial: cannot be written (another 'mss index' is running)\n"
    )


@pytest.mark.parametrize("left", [b"", b"no database" * 999, b"SQLite format 3\0" + b"\xff" * 9999])
def test_damaged_partial_index_is_rebuilt(mss: Call, lines: Harbour, left: bytes) -> None:
    (lines.store / PARTIAL_FILE).write_bytes(left)
    assert mss("index", "--store", str(lines.store)).code == 0


ENDLESS = (
    "CREATE VIEW meta AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT 'store' AS key, max(i) AS value FROM n"
)


@pytest.mark.parametrize("name", [PARTIAL_FILE, INDEX_FILE])
def test_hostile_database_is_never_queried(mss: Call, lines: Harbour, name: str) -> None:
    with closing(sqlite3.connect(lines.store / name)) as base:
        base.execute(ENDLESS)
        base.execute("PRAGMA application_id = 0x6D737369")
        base.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    facts = mss("facts", "--store", str(lines.store))
    assert facts.code == 0
    unused = "ignoring the index: it is damaged; run 'mss index' to rebuild it\n"
    assert (unused in facts.err) == (name == INDEX_FILE)
    assert mss("index", "--store", str(lines.store)).code == 0
    assert unused not in mss("facts", "--store", str(lines.store)).err


@pytest.mark.skipif(os.name == "nt", reason="no colon in a file name on this system")
def test_directory_named_like_a_uri_is_only_a_directory(
    tmp_path: Path, mss: Call, lines: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "diary.db")) as base:
        base.execute("CREATE TABLE diary (day)")
    before = (tmp_path / "diary.db").read_bytes()
    monkeypatch.chdir(tmp_path)
    for name in ("file:diary.db#", "file:diary.db?mode=rwc&x=", "file:new.db?vfs=unix#"):
        shutil.copytree(lines.store, tmp_path / name)
        assert mss("index", "--store", name).code == 0
        assert mss("verify", "--store", name).code == 0
        assert (tmp_path / name / INDEX_FILE).exists()
    assert (tmp_path / "diary.db").read_bytes() == before
    assert not (tmp_path / "new.db").exists()


def test_index_of_another_user_is_ignored(
    mss: Call, lines: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mss("index", "--store", str(lines.store)).code == 0
    if os.geteuid() == 0:
        os.chown(lines.store / INDEX_FILE, 12345, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 12345)
    unused = "ignoring the index: it belongs to another user; run 'mss index' to rebuild it\n"
    assert mss("facts", "--store", str(lines.store)).err.startswith(unused)


@pytest.mark.parametrize(
    "made",
    [
        "CREATE VIEW more AS SELECT 1",
        "CREATE TRIGGER more AFTER INSERT ON word BEGIN SELECT 1; END",
        "CREATE TABLE more (a, b AS (a + 1))",
        "CREATE TABLE more (a DEFAULT (random()))",
        "CREATE VIRTUAL TABLE more USING fts5(a)",
        "CREATE INDEX more ON word (abs(times))",
        "DROP TABLE meta; CREATE TABLE meta (key, value)",
    ],
)
def test_index_with_unknown_schema_is_ignored(mss: Call, lines: Harbour, made: str) -> None:
    assert mss("index", "--store", str(lines.store)).code == 0
    path = lines.store / INDEX_FILE
    sealed = path.stat().st_mtime
    with closing(sqlite3.connect(path)) as base:
        base.executescript(made)
    os.utime(path, (sealed, sealed))
    done = mss("facts", "--store", str(lines.store))
    assert done.code == 0
    assert done.err.startswith("ignoring the index: it is damaged; run 'mss index' to rebuild it\n")


@pytest.mark.parametrize(
    "call",
    [
        "conflicts",
        "stances",
        "stats",
        "facts --sort kind --limit 0",
        "figures --promised-vs-delivered",
        "facts --known-by 2999",
    ],
)
def test_answers_held_in_memory_are_bounded(
    pair: tuple[Path, Path], mss: Call, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", 10)
    for streamed in (False, True):
        if streamed:
            monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 1)
        store = pair[0] if streamed else pair[1]
        done = mss(*call.split(), "--store", str(store))
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(
            "mss: this answer needs more than 10 facts in memory; narrow it, e.g. with --since, "
            "--who or --limit\n"
        )


def test_fact_with_long_notes_counts_as_several_in_memory(
    harbour: Harbour, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    lined(harbour)
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 1)
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", len(harbour.parts["facts"]))
    call = ("conflicts", "-q", "--store", str(harbour.store))
    assert mss(*call).code == 0
    facts = read_facts(harbour)
    other = facts[1]["id"]
    note = {"type": "follows", "fact": other, "note": "n" * 2_000, "settled_by": None}
    write_facts(harbour, [{**facts[0], "relations": [note]}, *facts[1:]])
    done = mss(*call)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mss: this answer needs more than ")


@pytest.mark.parametrize("indexed", [False, True], ids=["streamed", "indexed"])
def test_few_facts_in_a_large_file_are_listed_one_by_one(
    harbour: Harbour, mss: Call, monkeypatch: pytest.MonkeyPatch, indexed: bool
) -> None:
    lined(harbour)
    store = ("--store", str(harbour.store))
    if indexed:
        assert mss("index", *store).code == 0
    else:
        monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 1)
    number = len(harbour.parts["facts"])
    every = mss("facts", "--json", *store)
    held: list[object] = []
    monkeypatch.setattr("mss_cli.limits.MAX_LISTED_BYTES", 1)
    done = mss("facts", "-n", "1", "--fields", "id", *store)
    assert done.err.endswith(f"1 fact or more (of {number} in the store)\n")
    monkeypatch.setattr("mss_cli.query.selection.bounded", held.append)
    assert mss("facts", "--json", *store) == every
    assert held == []


def test_as_of_keeps_the_story_order_without_an_index(
    harbour: Harbour, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    lined(harbour)
    facts = read_facts(harbour)
    write_facts(harbour, [{**facts[0], "id": f"f{n}", "relations": []} for n in range(12)][::-1])
    (harbour.store / "wording.json").unlink(missing_ok=True)
    call = ("facts", "--fields", "id", "-n", "4", "-q", "--store", str(harbour.store))
    then = (*call, "--known-by", "2021-06")
    in_memory = mss(*then)
    assert in_memory == mss(*call) == (0, "f0\nf1\nf10\nf11\n", "")
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 0)
    assert mss(*then) == in_memory


def test_related_facts_per_fact_are_limited(
    pair: tuple[Path, Path], mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    mss("index", "--store", str(pair[1]))
    plain = load(str(pair[0]))
    leading = list(plain.facts)[:20]
    scanned = collection.Scanned(plain, plain.facts)
    all_joined = sorted((n, by_date(other)) for n, other in scanned.related(leading))
    assert max(Counter(n for n, _ in all_joined).values()) > 2
    monkeypatch.setattr("mss_cli.limits.MAX_RELATED_FACTS", 2)
    first = [row for n in range(20) for row in [j for j in all_joined if j[0] == n][:2]]
    with closing(open_store(str(pair[1])).store) as indexed:
        for each in (scanned, indexed.collection(Query())):
            assert sorted((n, by_date(other)) for n, other in each.related(leading)) == first


def test_relation_to_unknown_fact_is_a_one_line_error(
    mss: Call, lines: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 1)
    path = lines.store / "facts.ndjson"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"fact": "harbour-opened"', '"fact": "nothing"'), "utf-8")
    done = mss("conflicts", "--store", str(lines.store))
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        "mss: fact 'boats-to-come': relations names an unknown fact 'nothing'; "
        "run 'mss verify --store DIR' to list all problems\n"
    )


def test_invented_conflict_is_a_one_line_error(mss: Call, lines: Harbour) -> None:
    first, *others = read_facts(lines)
    first["conflicts"] = [{"id": "made-up", "class": "contradiction", "property": "date"}]
    write_facts(lines, (first, *others))
    assert mss("index", "--store", str(lines.store)).code == 0
    done = mss("show", first["id"], "--store", str(lines.store))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"mss: fact '{first['id']}': conflicts names 'made-up', but mss computes no such "
        "conflict; run 'mss verify --store DIR' to list all problems\n"
    )


def test_build_follows_no_symbolic_links(tmp_path: Path, mss: Call, lines: Harbour) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in (PARTIAL_FILE, f"{PARTIAL_FILE}-journal", f"{PARTIAL_FILE}-wal", INDEX_FILE):
        (lines.store / name).symlink_to(outside / name)
    (outside / INDEX_FILE).write_text("kept", encoding="utf-8")
    assert mss("index", "--store", str(lines.store)).code == 0
    assert [path.name for path in outside.iterdir()] == [INDEX_FILE]
    assert (outside / INDEX_FILE).read_text(encoding="utf-8") == "kept"
    assert not (lines.store / INDEX_FILE).is_symlink()
    assert sorted(path.name for path in lines.store.glob("index.db*")) == [INDEX_FILE]


@pytest.mark.parametrize("suffix", ["", "-journal", "-wal", "-shm"])
def test_build_writes_to_no_file_that_was_there(
    tmp_path: Path, mss: Call, lines: Harbour, suffix: str
) -> None:
    diary = tmp_path / "diary"
    diary.write_text("my diary\n", encoding="utf-8")
    with closing(sqlite3.connect(lines.store / PARTIAL_FILE)) as foreign:
        foreign.execute("PRAGMA journal_mode = wal")
        foreign.execute("CREATE TABLE meta (key, value)")
        foreign.commit()
    name = lines.store / f"{PARTIAL_FILE}{suffix}"
    name.unlink(missing_ok=True)
    name.hardlink_to(diary)
    assert mss("index", "--store", str(lines.store)).code == 0
    assert diary.read_text(encoding="utf-8") == "my diary\n"
    assert sorted(path.name for path in lines.store.glob("index.db*")) == [INDEX_FILE]


@pytest.mark.parametrize("suffix", ["", "-journal", "-wal"])
def test_build_does_not_wait_for_a_named_pipe(lines: Harbour, suffix: str) -> None:
    with closing(sqlite3.connect(lines.store / PARTIAL_FILE)) as foreign:
        foreign.execute("CREATE TABLE meta (key, value)")
        foreign.commit()
    name = lines.store / f"{PARTIAL_FILE}{suffix}"
    name.unlink(missing_ok=True)
    os.mkfifo(name)
    index = [*MSS, "index", "-q", "--store", str(lines.store)]
    done = subprocess.run(index, stdout=subprocess.DEVNULL, env=environment(), timeout=60)
    assert done.returncode == 0
    assert sorted(path.name for path in lines.store.glob("index.db*")) == [INDEX_FILE]


def test_index_that_is_a_link_out_of_the_store_is_not_read(
    tmp_path: Path, mss: Call, lines: Harbour
) -> None:
    store = str(lines.store)
    assert mss("index", "--store", store).code == 0
    expected = mss("facts", "--fields", "id", "--store", store).out
    (lines.store / INDEX_FILE).rename(tmp_path / "x.db")
    (lines.store / INDEX_FILE).symlink_to(tmp_path / "x.db")
    done = mss("facts", "--fields", "id", "--store", store)
    assert (done.code, done.out) == (0, expected)
    assert done.err.splitlines()[0] == (
        "ignoring the index: it is a symbolic link that points outside its directory; "
        "run 'mss index' to rebuild it"
    )
    verified = mss("verify", "--store", store)
    assert verified.code == 1
    assert "it is a symbolic link that points outside its directory" in verified.out
    (lines.store / "facts.ndjson").rename(tmp_path / "facts")
    (lines.store / "facts.ndjson").symlink_to(tmp_path / "facts")
    done = mss("facts", "-q", "--store", store)
    assert (done.code, done.out) == (2, "")
    assert "facts.ndjson: is a symbolic link that points outside its directory" in done.err


def test_two_builders_never_work_in_one_store(mss: Call, lines: Harbour) -> None:
    directory = os.open(lines.store, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        assert mss("index", "--store", str(lines.store)) == (
            2,
            "",
            f"mss: store '{lines.store}': another 'mss index' is running\n",
        )
    finally:
        os.close(directory)
    assert mss("index", "--store", str(lines.store)).code == 0


def test_store_without_facts_can_be_indexed(mss: Call, lines: Harbour) -> None:
    (lines.store / "facts.ndjson").write_text("\n \n\xa0\n", encoding="utf-8")
    (lines.store / "wording.json").unlink()
    calls = (("facts",), ("search", "boats"), ("figures",), ("stances",), ("topics",))
    before = [mss(*call, "--store", str(lines.store)) for call in calls]
    assert mss("index", "--store", str(lines.store)).err.startswith("0 facts in ")
    assert [mss(*call, "--store", str(lines.store)) for call in calls] == before


def test_wording_may_contain_decimal_numbers(mss: Call, lines: Harbour) -> None:
    path = lines.store / "wording.json"
    wording = json.loads(path.read_text("utf-8"))
    passage = "About 2.6 boats in 0.000001 days, and 3.5km"
    wording[0]["words"] = distinct_words(passage)
    path.write_text(json.dumps(wording), encoding="utf-8")
    assert wording[0]["words"] == "0.000001 2.6 3.5 5km about and boats days in"
    asked = ("search", "2.6 boats", "--fields", "id", "--store", str(lines.store))
    before = mss(*asked)
    assert before.code == 0
    assert mss("index", "--store", str(lines.store)).code == 0
    assert mss(*asked) == before


def test_wording_must_be_folded_words_of_cited_passages(mss: Call, lines: Harbour) -> None:
    path = lines.store / "wording.json"
    wording = json.loads(path.read_text("utf-8"))
    for words in ("place:atlantis", "Boats", "a\ud800b", "2.", "1.000.000", "2.6.1 boats"):
        path.write_text(json.dumps([{**wording[0], "words": words}]), encoding="utf-8")
        for command in ("facts", "index"):
            done = mss(command, "--store", str(lines.store))
            assert done.code == 2
            assert "words must contain folded words and numbers only" in done.err
    path.write_text(json.dumps([{**wording[0], "start": 0, "end": 1}]), encoding="utf-8")
    for command in ("facts", "index"):
        done = mss(command, "--store", str(lines.store))
        assert "0-1: no fact cites this passage" in done.err


PROBLEMS = [
    (None, "facts.ndjson line 2: is not JSON (column 2: unexpected ',')"),
    (lambda f: f.clear(), "facts.ndjson line 2: the record must contain"),
    (lambda f: f.update(kind="rumour"), "facts.ndjson line 2: kind must be one of"),
    (
        lambda f: f.update(topics=["x"]),
        "line 2: 'boats-to-come': topics names an unknown topic 'x'",
    ),
    (lambda f: f.update(id="ana-blue"), "facts.ndjson 'ana-blue': id is used twice"),
    (
        lambda f: f["relations"][0].update(fact="lost"),
        "facts.ndjson 'boats-to-come': relations names an unknown fact 'lost'",
    ),
    (
        lambda f: f.update(
            superseded_by=["boats-to-come"],
            relations=[{"type": "supersedes", "fact": f["id"], "note": None, "settled_by": None}],
        ),
        "'boats-to-come': relations must not name the fact itself",
    ),
    (
        lambda f: f.update(superseded_by=["ana-blue"]),
        "facts.ndjson 'boats-to-come': superseded_by does not match the supersedes relations of "
        "other facts",
    ),
]


@pytest.mark.parametrize(("change", "what"), PROBLEMS)
def test_build_names_the_first_problem_of_the_store(
    mss: Call, lines: Harbour, change: Any, what: str
) -> None:
    facts = read_facts(lines)
    if change:
        change(facts[1])
    texts = [json.dumps(fact) for fact in facts]
    texts[1] = texts[1] if change else "{,"
    (lines.store / "facts.ndjson").write_text("\n".join(texts), encoding="utf-8")
    done = mss("index", "--store", str(lines.store))
    assert (done.code, done.out) == (2, "")
    assert what in done.err
    assert done.err.count("\n") == 1
    assert not (lines.store / INDEX_FILE).exists()


def supersede_each_other(lines: Harbour) -> None:
    facts = read_facts(lines)
    for fact, other in ((facts[0], facts[2]), (facts[2], facts[0])):
        relation = {"type": "supersedes", "fact": other["id"], "note": None, "settled_by": None}
        fact.update(relations=[relation], superseded_by=[other["id"]])
        fact["stance"] = {"holder": "ana-nunez", "on": "opening", "position": "supports"}
    write_facts(lines, facts)


def test_build_names_a_cycle_of_supersedes(mss: Call, lines: Harbour) -> None:
    supersede_each_other(lines)
    done = mss("index", "--store", str(lines.store))
    assert done.code == 2
    assert "': supersedes relations lead back to the fact itself" in done.err


def test_unchecked_cycle_of_supersedes_ends(
    mss: Call, lines: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    supersede_each_other(lines)
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 0)
    for command in ("stances", "facts", "search"):
        words = ["harbour"] if command == "search" else []
        done = mss(command, *words, "--fields", "id", "--store", str(lines.store))
        assert done.code == 0
        assert {"ana-blue", "harbour-opened"} <= {*done.out.split()}


def test_index_command_refuses_stores_without_ndjson(
    mss: Call, harbour: Harbour, tmp_path: Path
) -> None:
    assert mss("index") == Answer(
        2,
        "",
        "mss: the bundled store needs no index; name a store that has facts.ndjson with --store "
        "or MSS_STORE\n",
    )
    assert mss("index", "--store", str(harbour.store)).err == (
        f"mss: store '{harbour.store}': has no facts.ndjson, so it needs no index; "
        "for a large store, put the facts in facts.ndjson, one per line\n"
    )
    gone = tmp_path / "gone"
    assert mss("index", "--store", str(gone)).err == (
        f"mss: store: no directory '{gone}'; give the directory of a store with --store\n"
    )


# --- stale, foreign and damaged indexes ---------------------------------------------------


def all_ids(mss: Call, store: Path) -> Answer:
    return mss("facts", "--fields", "id", "--store", str(store))


IGNORED = "ignoring the index: {}; run 'mss index' to rebuild it\n"


def test_index_of_a_changed_store_is_ignored(mss: Call, lines: Harbour) -> None:
    build.build(str(lines.store), lambda *_: None, line)
    path = lines.store / "facts.ndjson"
    path.write_text(path.read_text("utf-8").replace("About 40", "Some 40"), encoding="utf-8")
    done = all_ids(mss, lines.store)
    assert done.err.startswith(IGNORED.format("it does not match the store's current files"))
    assert len(done.out.splitlines()) == 3
    checked = mss("verify", "--store", str(lines.store))
    assert checked.code == 1
    assert "index.db\tfailed\tit does not match the store's current files" in checked.out


def _copied(index: Path) -> None:
    index.write_bytes(index.read_bytes())


def _cut(index: Path) -> None:
    index.write_bytes(index.read_bytes()[:5000])


def _garbage(index: Path) -> None:
    index.write_bytes(b"no database" * 1000)


def _emptied(index: Path) -> None:
    index.write_bytes(b"")


def _another(index: Path) -> None:
    index.unlink()
    with closing(sqlite3.connect(index)) as base:
        base.executescript("CREATE TABLE t (x); PRAGMA user_version = 1;")


def _later(index: Path) -> None:
    with closing(sqlite3.connect(index)) as base:
        base.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (_copied, "it was changed or copied after it was built"),
        (_cut, "it is damaged"),
        (_garbage, "it is damaged"),
        (_emptied, "mss did not create it"),
        (_another, "mss did not create it"),
        (_later, "another version of mss built it"),
    ],
)
def test_copied_damaged_or_foreign_index_is_ignored(
    mss: Call, lines: Harbour, harm: Any, why: str
) -> None:
    whole = all_ids(mss, lines.store)
    build.build(str(lines.store), lambda *_: None, line)
    harm(lines.store / INDEX_FILE)
    done = all_ids(mss, lines.store)
    assert done == whole._replace(err=IGNORED.format(why) + whole.err)
    mss("index", "--store", str(lines.store))
    assert all_ids(mss, lines.store) == whole


def test_index_copied_with_its_store_is_ignored(mss: Call, lines: Harbour, tmp_path: Path) -> None:
    build.build(str(lines.store), lambda *_: None, line)
    other = tmp_path / "other"
    shutil.copytree(lines.store, other)
    shutil.copystat(lines.store / INDEX_FILE, other / INDEX_FILE)
    done = all_ids(mss, other)
    assert done.err.startswith(IGNORED.format("it does not match the store's current files"))


def test_damaged_page_is_an_error_and_no_wrong_answer(mss: Call, pair: tuple[Path, Path]) -> None:
    path = pair[1] / INDEX_FILE
    whole, times = path.read_bytes(), path.stat()
    try:
        path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        done = mss("facts", "--who", "mission", "--json", "--store", str(pair[1]))
        assert done.code == 2
        assert done.out == ""
        assert done.err.startswith(("mss: index.db: is damaged (", "ignoring the index"))
    finally:
        path.write_bytes(whole)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_wrong_fact_at_an_indexed_location_is_an_error(
    mss: Call, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "pread", lambda *_: b'{"id": "other"}')
    done = mss("facts", "--limit", "1", "--json", "--store", str(pair[1]))
    assert done.code == 2
    assert done.err.startswith("mss: facts.ndjson: has no fact '")
    assert done.err.endswith("' where the index points; run 'mss index' to rebuild the index\n")


def test_verify_checks_the_whole_index(mss: Call, lines: Harbour) -> None:
    build.build(str(lines.store), lambda *_: None, line)
    done = mss("verify", "--store", str(lines.store))
    detail = "every page is intact, and it matches the store's current files"
    assert f"index\t{lines.store / INDEX_FILE}\tok\t{detail}\n" in done.out


# --- long answers -------------------------------------------------------------------------


def test_long_table_ends_with_a_notice(
    mss: Call, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lower_limits(monkeypatch)
    monkeypatch.setattr("mss_cli.limits.MAX_TABLE_ROWS", 5)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    call = ("facts", "--since", "2021", "--store", str(pair[1]))
    done = mss(*call)
    assert done.out.endswith("\n… ends after 5 rows; --format tsv prints all\n")
    assert done.err == "5 facts or more (of 400 in the store)\n"
    assert "… ends" not in mss(*call, "--format", "table").out
    assert "… ends" not in mss(*call, "--limit", "5").out
    monkeypatch.setattr("mss_cli.limits.MAX_TABLE_ROWS_ON_REQUEST", 7)
    asked = mss(*call, "--format", "table").out
    assert asked.endswith("\n… ends after 7 rows; --format tsv prints all\n")
