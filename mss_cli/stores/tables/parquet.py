"""Write a store as a folder of Parquet files, and read it back. columns.py has their columns.

    store.parquet                        one row: the manifest, and totals of all facts
    sources.parquet, entities.parquet …  one file for each other part, and the conflicts
    facts/month=2024-09/part-0.parquet   the facts by month, in date order
    search/terms/part-0.parquet          the terms of each fact, for engines (stores/engine/)
    search/words/part-0.parquet          how often each word occurs
    search/passages/part-0.parquet       which facts cite which passages
    search/records/part-0.parquet        the facts again, each as JSON

Facts are written run by run, so that memory does not grow with the store.
"""

import json
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.search.lexicon import stemmer
from mss_cli.stores.extract import VOCABULARY, Extract
from mss_cli.stores.tables.columns import FACTS, FILES, fact_of, fact_row, record_of, row
from mss_cli.stores.tables.exact import in_columns
from mss_cli.stores.tables.parts import batches
from mss_cli.stores.tables.search_tables import RECORDS, SEARCH_TABLES, Run, Totals
from mss_cli.stores.validation import Problem

FORMAT_VERSION = 1  # raise it whenever columns or terms change
UNDATED = "undated"  # in place of a month; pandas cannot read the name that Hive gives to null
_MADE = "make it with 'mss export parquet'"
_RUN = 20_000  # facts held in memory at a time
_ROWS = {
    "facts": 5_000,
    "records": 1_000,
    "terms": 50_000,
}  # in a row group; an engine skips groups by their bounds
STORE = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in ("name", "title", "version", "licence")),
        pa.field("coverage_first", pa.string()),
        pa.field("coverage_last", pa.string()),
        pa.field("facts", pa.int64()),
        pa.field("totals", pa.string()),
        pa.field("selection", pa.string()),
        pa.field("of_facts", pa.int64()),
        pa.field("format", pa.int64()),
        pa.field("verbatim", pa.string()),
    ]
)


def write(extract: Extract, path: str) -> None:
    """Write the folder to an unused path. Raises OSError, DataError."""
    try:
        _write(extract, path)
    except (pa.ArrowException, UnicodeEncodeError) as error:
        raise DataError(f"cannot be written ({error})", where=os.path.basename(path)) from None


def _write(extract: Extract, path: str) -> None:
    for folder in ("facts", *(f"search/{name}" for name in SEARCH_TABLES)):
        os.makedirs(os.path.join(path, folder))
    totals, stem = Totals(), stemmer()
    every, places = enumerate(extract.facts, 1), extract.places
    for at, chunk in enumerate(batches(every, _RUN) if extract.size else [[]]):
        run = Run(extract.words_of_passages, stem)
        rows = []
        for number, fact in chunk:
            place = places.get(fact["id"], number - 1)
            totals.add(fact, place)
            run.add(number, fact)
            rows.append(fact_row(number, place, fact))
        for month, group in groupby(rows, key=_month) if rows else [(UNDATED, [])]:
            folder = os.path.join(path, "facts", f"month={month}")
            os.makedirs(folder, exist_ok=True)
            file = os.path.join(folder, f"part-{at}.parquet")
            _save(pa.Table.from_pylist(list(group), FACTS), file, _ROWS["facts"])
        for name, table in run.tables().items():
            file = os.path.join(path, "search", name, f"part-{at}.parquet")
            _save(table, file, _ROWS["records" if name == "records" else "terms"])
    _write_parts(extract, path)
    manifest, verbatim = in_columns("manifest", extract.manifest)
    named = {name: value for name, value in manifest.items() if name != "coverage"}
    coverage = manifest["coverage"]
    counted = {"facts": totals.facts, "totals": json.dumps(totals.to_json())}
    own = {"coverage_first": coverage["first"], "coverage_last": coverage["last"], **counted}
    about = {"selection": extract.selection or None, "of_facts": extract.total}
    store = {**named, **own, **about, "format": FORMAT_VERSION, "verbatim": verbatim}
    _save(pa.Table.from_pylist([store], STORE), os.path.join(path, "store.parquet"))


def _write_parts(extract: Extract, path: str) -> None:
    """Write the conflicts, and every part except the facts."""
    parts: dict[str, Iterable[Any]] = {part: extract.vocabulary(part) for part in VOCABULARY}
    parts |= {"sources": extract.sources, "wording": extract.wording}
    parts |= {"conflicts": extract.conflicts}
    for part, records in parts.items():
        with pq.ParquetWriter(os.path.join(path, f"{part}.parquet"), FILES[part], **_AS) as writer:
            for some in batches(records, _RUN):
                rows = [row(part, record) for record in some]
                writer.write_table(pa.Table.from_pylist(rows, FILES[part]))


_AS: dict[str, Any] = {"compression": "zstd"}


def _save(table: pa.Table, path: str, rows: int = 1 << 20) -> None:
    pq.write_table(table, path, row_group_size=rows, **_AS)


def _month(fact: dict[str, Any]) -> str:
    """Return the month in which a date begins or, if that is open, in which it ends."""
    day = fact["date_start"] or fact["date_end"]
    return f"{day.year:04}-{day.month:02}" if day else UNDATED


# --- reading ------------------------------------------------------------------------------


def files(path: str) -> list[str]:
    """Return the Parquet files of a folder, in order."""
    found = (os.path.join(at, name) for at, _, names in os.walk(path) for name in names)
    return sorted(file for file in found if file.endswith(".parquet"))


def read(path: str) -> dict[str, Any]:
    """Return the parts of the store in a folder, unchecked. Raises DataError."""
    store = read_store(path)
    facts = [f for f in files(os.path.join(path, "facts")) if "month=" in os.path.dirname(f)]
    rows = [row for file in facts for row in _rows(file, FACTS)]
    rows.sort(key=lambda row: row["place"])
    parts = {part: read_file(path, part) for part in (*VOCABULARY, "sources", "wording")}
    return {**parts, "manifest": manifest_of(store), "facts": [_parsed(fact_of, r) for r in rows]}


def copy_problems(path: str, facts: Iterable[Any]) -> Iterator[Problem]:
    """Yield the facts of which an engine would print something else than a folder says.

    Engines read a copy of the facts, in search/records.
    """
    copies: dict[str, str] = {}
    for file in files(os.path.join(path, "search", "records")):
        for each in _rows(file, RECORDS):
            copy = _parsed(lambda row: json.loads(row["json"]), each)
            copies[str(copy.get("id"))] = json.dumps(copy, sort_keys=True)
    for fact in facts:
        if copies.get(fact["id"]) != json.dumps(fact, sort_keys=True):
            yield Problem(f"fact {fact['id']!r}", "search/records has something else")


def read_store(path: str) -> dict[str, Any]:
    """Return the row of store.parquet. Raises DataError."""
    if not os.path.isdir(path):
        raise DataError(f"no directory {path!r}", where="store", expected=_MADE)
    found = list(_rows(os.path.join(path, "store.parquet"), STORE))
    if len(found) != 1 or found[0]["format"] != FORMAT_VERSION:
        what = "was exported by another version of mss"
        raise DataError(what, where=os.path.basename(path), expected=_MADE)
    return found[0]


def manifest_of(store: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest in the row of store.parquet. Raises DataError."""
    if store["verbatim"] is not None:
        manifest: dict[str, Any] = _parsed(lambda row: json.loads(row["verbatim"]), store)
        return manifest
    coverage = {"first": store["coverage_first"], "last": store["coverage_last"]}
    names = ("name", "title", "version", "licence")
    return {**{name: store[name] for name in names}, "coverage": coverage}


def read_file(path: str, part: str) -> list[Any]:
    """Return the records of another part. Raises DataError."""
    rows = _rows(os.path.join(path, f"{part}.parquet"), FILES[part])
    return [_parsed(lambda row: record_of(part, row), each) for each in rows]


def _rows(file: str, columns: pa.Schema) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file. Raises DataError if it has other columns, or is too large."""
    name = os.path.basename(file)
    try:
        with pq.ParquetFile(file) as opened:
            missing = [each for each in columns.names if each not in opened.schema_arrow.names]
            if missing:
                raise DataError(f"has no column {missing[0]!r}", where=name, expected=_MADE)
            about = opened.metadata
            groups = (about.row_group(n) for n in range(about.num_row_groups))
            size = sum(group.total_byte_size for group in groups)
            if size > limits.MAX_TABLES_BYTES or about.num_rows > limits.MAX_TABLE_RECORDS:
                hint = "read the folder through an engine, e.g. --store duckdb:DIR"
                raise DataError("is too large to read into memory", where=name, expected=hint)
            # Another program may have written it, with other details of types.
            yield from opened.read(columns.names).cast(columns).to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = os.strerror(number) if number else str(error)[:200]
        raise DataError(f"cannot be read ({reason})", where=name, expected=_MADE) from None


def _parsed(parse: Any, row: dict[str, Any]) -> Any:
    try:
        return parse(row)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise DataError(f"has a damaged row ({error})", where="parquet", expected=_MADE) from None
