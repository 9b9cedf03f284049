"""A store as SQLite, Parquet and JSON: what is written is what is read again, exactly."""

import json
import sqlite3
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Harbour
from support.odd_stores import as_text, odd_parts

from mss_cli.errors import DataError
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.stores.directory import PARTS, bundled_directory, fingerprint, read_part
from mss_cli.stores.extract import Extract
from mss_cli.stores.loading import load
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.tables import sqlite

pq = pytest.importorskip("pyarrow.parquet", reason="has no wheel for this Python")
from mss_cli.stores.tables import parquet  # noqa: E402  (needs pyarrow)
from mss_cli.stores.tables.columns import FACTS  # noqa: E402

TABLES = {"sqlite": sqlite, "parquet": parquet}


def written(parts: dict[str, Any], name: str, path: Path) -> str:
    """Write a store in a format and return where."""
    TABLES[name].write(Extract(MemoryStore(deepcopy(parts), "odd")), str(path))
    return str(path)


# --- round trips --------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("seed", range(40))
def test_odd_store_is_read_as_it_was(seed: int, name: str, tmp_path: Path) -> None:
    parts = odd_parts(seed, (5, 30, 60)[seed % 3])
    path = written(parts, name, tmp_path / "odd")
    assert as_text(TABLES[name].read(path)) == as_text(parts)


@pytest.mark.parametrize("name", TABLES)
def test_bundled_store_comes_back_byte_for_byte(mss: Call, name: str, tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    assert mss("export", name, "-o", str(there), "-q") == (0, "", "")
    assert mss("export", "json", "-o", str(back), "-q", "--store", f"{name}:{there}") == (0, "", "")
    for part in PARTS:
        original = Path(bundled_directory(), f"{part}.json").read_bytes()
        assert (back / f"{part}.json").read_bytes() == original, part


def unusual(harbour: Harbour) -> dict[str, Any]:
    """Return the small store with what columns do not tell apart."""
    parts: Any = deepcopy(harbour.parts)
    boats = next(fact for fact in parts["facts"] if fact["quantity"])
    boats["quantity"] |= {"value": 40.0, "low": 39.5}
    del parts["facts"][0]["evidence"][0]["reports"]["part"]
    parts["facts"][0]["text"] = "Half a pair: \udfff."
    parts["sources"][0]["byline"] = None
    parts["entities"][0]["represents"] = []
    parts["topics"][0]["definition"] = "\ud800"
    parts["synonyms"] = [{"words": ["boat", "\udfff"], "reason": "R\udfff"}]
    return dict(parts)


@pytest.mark.parametrize("name", TABLES)
def test_what_columns_cannot_say_is_kept(harbour: Harbour, name: str, tmp_path: Path) -> None:
    parts = unusual(harbour)
    back = TABLES[name].read(written(parts, name, tmp_path / "odd"))
    assert as_text(back) == as_text(parts)


def test_only_unusual_records_are_kept_as_json(harbour: Harbour, tmp_path: Path) -> None:
    usual = written(harbour.parts, "sqlite", tmp_path / "usual")
    odd = written(unusual(harbour), "sqlite", tmp_path / "odd")
    sql = "SELECT part, place FROM verbatim ORDER BY part, place"
    with closing(sqlite3.connect(usual)) as base:
        assert base.execute(sql).fetchall() == []
    with closing(sqlite3.connect(odd)) as base:
        assert base.execute(sql).fetchall() == [
            ("entities", 0),
            ("facts", 0),
            ("facts", 1),
            ("sources", 0),
            ("synonyms", 0),
            ("topics", 0),
        ]


# --- SQLite -------------------------------------------------------------------------------


@pytest.fixture
def base(tmp_path: Path, mss: Call) -> Path:
    """Export the bundled store to SQLite."""
    path = tmp_path / "haiti.db"
    assert mss("export", "sqlite", "-o", str(path), "-q").code == 0
    return path


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_every_reference_has_its_target(base: Path) -> None:
    assert rows(base, "PRAGMA foreign_key_check") == []
    assert rows(base, "PRAGMA integrity_check") == [("ok",)]
    tables = [name for (name,) in rows(base, "SELECT name FROM sqlite_master WHERE type='table'")]
    keys = sum(len(rows(base, f"PRAGMA foreign_key_list({name})")) for name in tables)
    assert keys == 24


def test_views_answer_in_words(base: Path) -> None:
    fact = "ruto-commits-600-2024-09"
    assert rows(base, f"SELECT source FROM fact_sources WHERE fact = '{fact}'") == [
        ("002_c576f9b1fd7ffba3.txt",)
    ]
    sql = f"SELECT series, stage, value, unit FROM figures WHERE fact = '{fact}'"
    assert rows(base, sql) == [("kenyan-officers", "outstanding", 600, "police officers")]
    sql = f"SELECT date, status, said_by, actors FROM facts_in_words WHERE id = '{fact}'"
    assert rows(base, sql) == [("2024-09", "planned", "William Ruto", "William Ruto, Kenya")]
    conflicts = rows(base, "SELECT count(DISTINCT conflict) FROM disagreements")
    assert conflicts == rows(base, "SELECT count(*) FROM conflicts")


def test_full_text_search_finds_other_forms_of_a_word(base: Path) -> None:
    sql = (
        "SELECT f.id FROM facts_fts s JOIN facts f ON f.rowid = s.rowid "
        "WHERE facts_fts MATCH 'assassinate' ORDER BY f.number"
    )
    assert ("moise-assassinated-2021-07",) in rows(base, sql)
    assert all(
        "assassinat" in text.lower() for (text,) in rows(base, sql.replace("f.id", "f.text"))
    )


def test_a_change_made_in_the_database_is_read_and_checked(base: Path, mss: Call) -> None:
    fact = "ruto-commits-600-2024-09"
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute("UPDATE facts SET text = 'Changed.' WHERE id = ?", (fact,))
    store = ("--store", f"sqlite:{base}")
    assert mss("facts", "--match", "Changed.", "--fields", "id", *store).out == f"{fact}\n"
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute("UPDATE facts SET date = '2030' WHERE id = ?", (fact,))
    answer = mss("show", fact, *store)
    assert (answer.code, answer.out) == (2, "")
    wanted = "date_start and date_end must be 2030-01-01 and 2030-12-31, the bounds of 2030"
    assert f"facts.json '{fact}': {wanted}; and 2 more" in answer.err


def test_fingerprint_is_the_digest_of_the_file(base: Path) -> None:
    from hashlib import sha256

    assert fingerprint(f"sqlite:{base}") == sha256(base.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("PRAGMA application_id = 1", "is not an mss export"),
        ("PRAGMA user_version = 99", "was exported by another version of mss"),
        ("DROP TABLE phrases", "has no table 'phrases'"),
        (
            "DROP TABLE phrases; CREATE VIEW phrases AS WITH RECURSIVE n (a) AS "
            "(SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT a, a, a FROM n",
            "has no table 'phrases'",
        ),
        (
            "DROP TABLE phrases; CREATE VIRTUAL TABLE phrases USING fts5 (fact, place, phrase)",
            "has no table 'phrases'",
        ),
    ],
)
def test_database_of_anybody_is_refused(base: Path, mss: Call, sql: str, error: str) -> None:
    with closing(sqlite3.connect(base, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executescript(sql)
    expected = f"mss: haiti.db: {error}; make it with 'mss export sqlite'\n"
    assert mss("facts", "--store", f"sqlite:{base}") == (2, "", expected)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE facts SET text = x'ff'",
        "UPDATE facts SET value = 9e999 WHERE value IS NOT NULL",
        "UPDATE facts SET id = NULL",
        "DELETE FROM store",
        "UPDATE verbatim SET json = '[' ",
        "INSERT INTO verbatim VALUES ('facts', 99999, '{}')",
        "INSERT INTO verbatim VALUES ('nothing', 0, '{}')",
        "INSERT INTO verbatim VALUES ('facts', 0, '[1]')",
        "UPDATE evidence SET start = 'x'",
        "DELETE FROM evidence",
        "UPDATE facts SET text = CAST(x'ff' AS TEXT)",
    ],
)
def test_damaged_database_gives_one_line(base: Path, mss: Call, sql: str) -> None:
    with closing(sqlite3.connect(base)) as connection:
        try:
            with connection:
                connection.execute(sql)
        except sqlite3.IntegrityError:
            return  # the database itself refuses it
        changed = connection.total_changes
    answer = mss("facts", "--store", f"sqlite:{base}")
    if changed:
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("mss: ")
        assert answer.err.count("\n") == 1


def test_changed_text_is_found(base: Path) -> None:
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute("UPDATE facts SET text = 'Zebras came.' WHERE number = 3")
        connection.execute("DELETE FROM facts WHERE number = 2")
    found = (
        "SELECT f.number FROM facts f JOIN facts_fts s ON s.rowid = f.rowid WHERE facts_fts MATCH"
    )
    assert rows(base, f"{found} 'zebra'") == [(3,)]
    assert rows(base, f"{found} 'assassinate' ORDER BY 1")[0][0] > 3


# --- Parquet ------------------------------------------------------------------------------


def test_columns_are_typed(mss: Call, tmp_path: Path) -> None:
    folder = tmp_path / "haiti"
    mss("export", "parquet", "-o", str(folder), "-q")
    assert set(FACT_FIELDS) < {field.name for field in FACTS}
    months = sorted(path.name for path in (folder / "facts").iterdir())
    assert months[0] == "month=2021-01"
    assert months[-1] == "month=undated"
    table = pq.read_table(folder / "facts" / "month=2024-09" / "part-0.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["date"], types["date_start"]) == ("string", "date32[day]")
    assert types["said_by"] == "list<element: string>"
    assert types["quantity"].startswith("struct<value: double, low: double, high: double")
    numbers = table.column("number").to_pylist()
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_folder_that_is_no_export_is_refused(mss: Call, tmp_path: Path) -> None:
    folder = tmp_path / "haiti"
    mss("export", "parquet", "-o", str(folder), "-q")
    store = f"parquet:{folder}"
    entities = folder / "entities.parquet"
    pq.write_table(pq.read_table(entities).drop_columns(["name"]), entities)
    error = "mss: entities.parquet: has no column 'name'; make it with 'mss export parquet'\n"
    assert mss("facts", "--store", store) == (2, "", error)
    numbers = pq.read_table(folder / "store.parquet").select(["facts"]).rename_columns(["id"])
    odd = pq.read_table(folder / "topics.parquet").drop_columns(["id"])
    pq.write_table(
        odd.slice(0, 1).append_column("id", numbers.column("id")), folder / "topics.parquet"
    )
    assert mss("topics", "--store", store, "--json").code == 2
    entities.write_bytes(b"PAR1")
    answer = mss("facts", "--store", store)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("mss: entities.parquet: cannot be read (")
    entities.unlink()
    error = (
        "mss: entities.parquet: cannot be read (No such file or directory); "
        "make it with 'mss export parquet'\n"
    )
    assert mss("facts", "--store", store) == (2, "", error)


def test_folder_of_another_version_is_refused(mss: Call, tmp_path: Path) -> None:
    folder = tmp_path / "haiti"
    mss("export", "parquet", "-o", str(folder), "-q")
    path = folder / "store.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("format")
    pq.write_table(table.set_column(at, table.schema.field(at), [[99]]), path)
    error = (
        "mss: haiti: was exported by another version of mss; make it with 'mss export parquet'\n"
    )
    assert mss("facts", "--store", f"parquet:{folder}") == (2, "", error)


def test_larger_file_than_memory_holds_is_refused(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "haiti"
    mss("export", "parquet", "-o", str(folder), "-q")
    monkeypatch.setattr("mss_cli.limits.MAX_TABLE_RECORDS", 3)
    with pytest.raises(DataError) as caught:
        parquet.read(str(folder))
    assert caught.value.what == "is too large to read into memory"


# --- extracts -----------------------------------------------------------------------------

SELECTIONS = (
    ["--who", "ruto"],
    ["--since", "2024-09", "--kind", "event"],
    ["--known-by", "2024-10"],
    ["--known-by", "2024-12", "--when", "certain"],
    ["--status", "contradicted"],
    ["--limit", "7"],
    ["--since", "2030"],
)


@pytest.mark.parametrize("selection", SELECTIONS, ids=" ".join)
@pytest.mark.parametrize("name", [*TABLES, "json"])
def test_selected_facts_are_a_valid_store(
    mss: Call, tmp_path: Path, name: str, selection: list[str]
) -> None:
    path = tmp_path / "some"
    assert mss("export", name, "-o", str(path), *selection).code == 0
    place = str(path) if name == "json" else f"{name}:{path}"
    store = load(place)  # which checks it
    wanted = mss("facts", *selection, "--fields", "id", "--format", "ndjson").out.splitlines()
    assert [json.loads(line)["id"] for line in wanted] == [fact["id"] for fact in store.facts]


def test_relations_to_other_facts_are_left_out_and_counted(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "ruto.db"
    told = mss("export", "sqlite", "-o", str(path), "--who", "ruto").err
    assert "\nleft out 3 relations to facts outside the selection\n" in told
    assert rows(path, "SELECT selection, of_facts FROM store") == [("--who ruto", 206)]
    kept = rows(path, "SELECT count(*) FROM relations")[0][0]
    ids = {fact["id"] for fact in mss("facts", "--who", "ruto", "--json").json()}
    facts = read_part(bundled_directory(), "facts")
    relations = [r for f in facts if f["id"] in ids for r in f["relations"]]
    assert kept == sum(r["fact"] in ids for r in relations) == len(relations) - 3


def test_states_are_kept_where_the_export_is_no_store(mss: Call, tmp_path: Path) -> None:
    plans = ("--status", "planned")
    path = tmp_path / "plans.json"
    asked = [fact["id"] for fact in mss("facts", *plans, "--status", "superseded", "--json").json()]
    overtaken = [
        fact["id"]
        for fact in mss("facts", *plans, "--json").json()
        if fact["id"] in asked and fact["superseded_by"]
    ]
    assert overtaken
    told = mss("export", "timelinejs", "-o", str(path), *plans).err
    assert "conflicts with facts outside" not in told
    slides = {each["unique_id"]: each for each in json.loads(path.read_text("utf-8"))["events"]}
    assert all("superseded" in slides[each]["text"]["text"] for each in overtaken)
    told = mss("export", "sqlite", "-o", str(tmp_path / "plans.db"), *plans).err
    assert "conflicts with facts outside the selection\n" in told


def test_several_stores_are_exported_as_one(mss: Call, harbour: Harbour, tmp_path: Path) -> None:
    path = tmp_path / "both.db"
    stores = ("--store", "bundled", "--store", str(harbour.store))
    assert mss("export", "sqlite", "-o", str(path), *stores, "-q") == (0, "", "")
    both = mss("facts", "--json", *stores).json()
    answer = mss("facts", "--json", "--store", f"sqlite:{path}", "-q")
    assert answer.err == ""
    assert answer.json() == both
    assert rows(path, "SELECT name, version FROM store") == [("mss-haiti-harbour", "1.0.0")]
    again = tmp_path / "again"
    stores = ("--store", "bundled", "--store", f"sqlite:{path}")  # the same names and labels twice
    assert mss("export", "json", "-o", str(again), *stores, "-q") == (0, "", "")
    assert len(load(str(again)).facts) == 209
