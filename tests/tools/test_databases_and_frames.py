"""Databases and Parquet folders are opened by the programs that they are for.

`make tools` installs these programs.
"""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Call

duckdb = pytest.importorskip("duckdb", reason="make tools installs it")
pandas = pytest.importorskip("pandas", reason="make tools installs it")

FACT = "ruto-commits-600-2024-09"


@pytest.fixture
def database(mss: Call, tmp_path: Path) -> Path:
    path = tmp_path / "haiti.db"
    assert mss("export", "sqlite", "-o", str(path), "-q") == (0, "", "")
    return path


@pytest.fixture
def folder(mss: Call, tmp_path: Path) -> Path:
    path = tmp_path / "haiti"
    assert mss("export", "parquet", "-o", str(path), "-q") == (0, "", "")
    return path


# --- SQLite -------------------------------------------------------------------------------


def test_datasette_shows_tables_links_and_search(database: Path) -> None:
    datasette = pytest.importorskip("datasette.app", reason="make tools installs it")

    async def answers() -> tuple[str, ...]:
        served = datasette.Datasette(files=[str(database)])
        found = []
        for path in (
            "/haiti.json",
            "/haiti/facts_in_words.json?_shape=objects&_size=3",
            "/haiti/facts.json?_shape=objects&_search=assassinated",
            f"/haiti/fact_entities?fact={FACT}",
            f"/haiti/facts/{FACT}",
        ):
            response = await served.client.get(path)
            assert response.status_code == 200, path
            found.append(response.text)
        return tuple(found)

    about, words, search, page, fact = asyncio.run(answers())
    tables = {table["name"]: table for table in json.loads(about)["tables"]}
    assert tables["facts"]["count"] == 206
    assert tables["facts"]["fts_table"] == "facts_fts"
    assert json.loads(words)["rows"][0]["id"] == "guterres-briefing-2021"
    found = [row["id"] for row in json.loads(search)["rows"]]
    assert "moise-assassinated-2021-07" in found
    assert '<a href="/haiti/entities/william-ruto">' in page  # a foreign key is a link
    assert f'<a href="/haiti/facts/{FACT}">' in page
    assert "1 row" in fact[fact.index("Links from other tables") :]
    assert f'/haiti/evidence?fact={FACT}">' in fact


def test_sqlite_utils_reads_the_schema(database: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils", reason="make tools installs it")
    base = sqlite_utils.Database(str(database))
    assert base["facts"].count == 206
    assert base["facts"].detect_fts() == "facts_fts"
    keys = {(key.column, key.other_table) for key in base["evidence"].foreign_keys}
    assert keys == {("fact", "facts"), ("source", "sources")}
    best = next(base["facts"].search("vote unanimous", limit=1))
    assert "unanimous" in best["text"]
    assert {view.name for view in base.views} == {
        "disagreements",
        "fact_sources",
        "facts_in_words",
        "figures",
    }


# --- Parquet ------------------------------------------------------------------------------


def test_duckdb_queries_nested_fields(folder: Path) -> None:
    files = f"{folder}/facts/*/*.parquet"
    with duckdb.connect() as connection:
        answer = connection.execute(
            f"SELECT month, date_start, quantity.value, evidence[1].source FROM '{files}' "
            f"WHERE id = '{FACT}'"
        ).fetchall()
        counted = connection.execute(
            f"SELECT count(*) FROM '{files}' WHERE list_contains(actors, 'kenya')"
        ).fetchone()
    assert answer == [("2024-09", date(2024, 9, 1), 600.0, "002_c576f9b1fd7ffba3.txt")]
    assert counted is not None
    assert counted[0] > 20


def test_pandas_reads_dates_and_lists(folder: Path) -> None:
    facts = pandas.read_parquet(folder / "facts")
    assert len(facts) == 206
    fact = facts[facts.id == FACT].iloc[0]
    assert (fact.month, fact.date_start) == ("2024-09", date(2024, 9, 1))
    assert list(fact.said_by) == ["william-ruto"]
    assert fact.quantity["value"] == 600.0
