"""Round trips: printed facts read back as the same facts, and validate as a store."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Call

from benchmarks.stores import write as write_many
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.fields import NESTED
from mss_cli.output.formats.csv import formula
from mss_cli.stores.directory import schema
from mss_cli.stores.loading import load
from mss_cli.text import for_file

DATA = ROOT / "data"
TODAY = ("--today", "2025-01-01")


@pytest.fixture(params=["bundled", "generated"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of the bundled store, and a store whose texts need escaping."""
    made = tmp_path / "store"
    if request.param == "bundled":
        shutil.copytree(DATA, made, ignore=shutil.ignore_patterns("schema"))
    else:
        write_many(made, 500, seed=11)
    return made


def again(store: Path, tmp_path: Path) -> Path:
    """Return a copy of a store without its facts."""
    copied = tmp_path / "again"
    shutil.copytree(store, copied, ignore=shutil.ignore_patterns("facts.*"))
    return copied


def fields(part: str) -> str:
    """Return the fields of a record of a store file, for --fields."""
    (record,) = [d for n, d in schema(part)["definitions"].items() if n == part.removesuffix("s")]
    return ",".join(record["properties"])


@pytest.mark.parametrize(("name", "file"), [("json", "facts.json"), ("ndjson", "facts.ndjson")])
def test_printed_facts_are_a_store_with_the_same_facts(
    tmp_path: Path, mss: Call, store: Path, name: str, file: str
) -> None:
    printed = mss("facts", "--format", name, "--limit", "100000", "--store", str(store))
    copied = again(store, tmp_path)
    (copied / file).write_text(printed.out, encoding="utf-8")
    verified = mss("verify", "--store", str(copied))
    assert verified.code == 0, verified.out
    by_id = {fact["id"]: fact for fact in load(str(store)).facts}
    assert {fact["id"]: fact for fact in load(str(copied)).facts} == by_id
    once_more = mss("facts", "--format", name, "--limit", "100000", "--store", str(copied))
    assert once_more == printed


@pytest.mark.parametrize("part", ["sources", "topics"])
def test_printed_sources_and_topics_are_those_of_the_store(
    mss: Call, store: Path, part: str
) -> None:
    path = store / f"{part}.json"
    before = {record["id" if part == "topics" else "file"]: record for record in load_json(path)}
    printed = mss(part, "--json", "--fields", fields(part), "--store", str(store))
    path.write_text(printed.out, encoding="utf-8")
    assert mss("verify", "--store", str(store)).code == 0
    after = {r["id" if part == "topics" else "file"]: r for r in load_json(path)}
    for key, record in after.items():
        assert {**record, **before[key]} == record, "no value is lost"
        assert {record[name] for name in record.keys() - before[key].keys()} <= {None}
    assert after.keys() == before.keys()


def load_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


# --- flat formats -------------------------------------------------------------------------

_SHAPES = schema("facts")["definitions"]["fact"]["properties"]
_NUMBERS = {"value", "low", "high", "count", "start", "end", "paragraph"}
_RECORDS = ("evidence", "relations", "conflicts")  # lists of records: --flat prints them


def fact_of(cells: dict[str, str]) -> dict[str, Any]:
    """Return the fact in one line of CSV, without its lists of records.

    An empty cell is null, and `; ` separates the items of a list.
    """
    fact: dict[str, Any] = {}
    for name in FACT_FIELDS:
        if name in _RECORDS:
            continue
        if name in NESTED:
            told = {sub: cells[f"{name}.{sub}"] for sub in NESTED[name]}
            nested = {s: _number(v) if s in _NUMBERS else v or None for s, v in told.items()}
            fact[name] = nested if any(told.values()) else None
        else:
            fact[name] = _value(name, cells[name])
    return fact


def _value(name: str, cell: str) -> Any:
    items = _SHAPES[name].get("items", {})
    if items.get("type") == "string":
        return cell.split("; ") if cell else []
    return cell or None


def _number(cell: str) -> float | int | None:
    return json.loads(cell) if cell else None


def seen(value: Any) -> Any:
    """Return a value as csv shows it: with the signs escaped that control a terminal."""
    if isinstance(value, str):
        return for_file(value)
    if isinstance(value, list):
        return [seen(item) for item in value]
    return {k: seen(v) for k, v in value.items()} if isinstance(value, dict) else value


def _unescaped(cell: str) -> str:
    """Return the text of a tsv cell."""
    return re.sub(
        r"\\(?:\\|[tnr]|x..|u....|U........)",
        lambda m: m[0].encode("ascii").decode("unicode_escape"),
        cell,
    )


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and formula(cell[1:]) else cell


READERS: dict[str, Callable[[str], list[dict[str, str]]]] = {
    "csv": lambda text: list(csv.DictReader(io.StringIO(text, newline=""))),
    "excel": lambda text: [
        {name: _unguarded(cell) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    ],
    "tsv": lambda text: [
        dict(zip(text.split("\n")[0].split("\t"), map(_unescaped, line.split("\t")), strict=True))
        for line in text.split("\n")[1:-1]
    ],
}


@pytest.mark.parametrize("name", READERS)
def test_flat_formats_read_back_as_the_same_facts(mss: Call, store: Path, name: str) -> None:
    asked = {
        "csv": ["--format", "csv"],
        "excel": ["--excel"],
        "tsv": ["--format", "tsv", "--header", "--fields", ",".join(_flat())],
    }
    printed = mss("facts", *asked[name], "--limit", "100000", "--store", str(store))
    assert printed.code == 0
    facts = [fact_of(cells) for cells in READERS[name](printed.out)]
    stored = {fact["id"]: fact for fact in load(str(store)).facts}
    assert len(facts) == len(stored)
    for fact in facts:
        whole = {k: v for k, v in stored[fact["id"]].items() if k not in _RECORDS}
        assert fact == (whole if name == "tsv" else seen(whole))


@pytest.mark.parametrize("field", _RECORDS)
@pytest.mark.parametrize("name", READERS)
def test_flat_rows_read_back_as_the_same_lists(
    mss: Call, store: Path, name: str, field: str
) -> None:
    asked = {"csv": ["--format", "csv"], "excel": ["--excel"], "tsv": ["-f", "tsv", "--header"]}
    every = ("--flat", "--fields", f"id,{field}", "--limit", "100000", "--store", str(store))
    printed = mss("facts", *asked[name], *every)
    assert printed.code == 0
    read: dict[str, list[Any]] = {}
    for cells in READERS[name](printed.out):
        items = read.setdefault(cells.pop("id"), [])
        if any(cells.values()):
            items.append(_record(cells))
    stored = {fact["id"]: fact[field] for fact in load(str(store)).facts}  # type: ignore[literal-required]
    for item in (item for items in stored.values() for item in items if field == "evidence"):
        item["reports"].setdefault("part", None)  # may be left out
    assert read == (stored if name == "tsv" else {k: seen(v) for k, v in stored.items()})


def _record(cells: dict[str, str]) -> dict[str, Any]:
    """Return the record in the dotted cells of one flat row."""
    record: dict[str, Any] = {}
    for name, cell in cells.items():
        *above, last = name.split(".")[1:]
        part = record.setdefault(above[0], {}) if above else record
        part[last] = _number(cell) if last in _NUMBERS and not above else cell or None
    return record


def _flat() -> list[str]:
    return [f"{f}.{sub}" if sub else f for f in FACT_FIELDS for sub in NESTED.get(f, ("",))]


@pytest.mark.usefixtures("bridge")
def test_csl_json_reads_back(mss: Call) -> None:
    ids = [fact["id"] for fact in mss("facts", "--json").json()]
    for identifier in ids:
        (item, *_) = mss("cite", identifier, "--style", "csl-json").json()
        assert item["id"].startswith(identifier)
