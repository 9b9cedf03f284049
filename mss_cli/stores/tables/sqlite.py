"""Write a store as an SQLite database, and read it back. Its tables are in layout.sql."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from errno import EIO
from itertools import groupby
from typing import Any

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.stores.extract import VOCABULARY, Extract
from mss_cli.stores.tables import rows
from mss_cli.stores.tables.exact import in_columns
from mss_cli.stores.tables.parts import batches
from mss_cli.stores.validation import successors

APPLICATION_ID = 0x6D737378  # SQLite's application_id: "mssx" in ASCII
FORMAT_VERSION = 1  # SQLite's user_version; raise it whenever the tables change
_BATCH = 10_000  # rows
_MADE = "make it with 'mss export sqlite'"
_CONFLICTS = (
    "SELECT x.fact, x.place, c.id, c.class, c.property FROM fact_conflicts x "
    "JOIN conflicts c ON c.id = x.conflict ORDER BY x.fact, x.place"
)


def write(extract: Extract, path: str) -> None:
    """Write the database to an unused path. Raises OSError, DataError, MemoryError."""
    try:
        with closing(sqlite3.connect(os.path.abspath(path), isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")  # an unfinished file is never used
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(f"BEGIN;{_text('layout.sql')}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
            _insert(connection, _all_rows(extract))
            connection.execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')")
            connection.execute("INSERT INTO facts_fts (facts_fts) VALUES ('optimize')")
            connection.execute("COMMIT")
            connection.executescript(f"{_text('triggers.sql')}ANALYZE;")
    except sqlite3.Error as error:
        raise OSError(EIO, str(error)) from None


def _text(name: str) -> str:
    """Return the text of a file beside this module."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def _all_rows(extract: Extract) -> Iterator[rows.Row]:
    """Yield every row. Rows that others refer to come first."""
    told, verbatim = in_columns("manifest", extract.manifest)
    yield rows.manifest_row(told, extract.selection, extract.total)
    if verbatim is not None:
        yield "verbatim", ("manifest", 0, verbatim)
    yield from _part("sources", extract.sources, rows.source_rows)
    for part in VOCABULARY:
        yield from _part(part, extract.vocabulary(part), rows.VOCABULARY_ROWS[part])
    yield from _part("wording", extract.wording, rows.wording_rows)
    places = extract.places
    for number, fact in enumerate(extract.facts, 1):
        place = places.get(fact["id"], number - 1)
        told, verbatim = in_columns("facts", fact)
        yield from rows.fact_rows(number, place, told)
        if verbatim is not None:
            yield "verbatim", ("facts", place, verbatim)
    for conflict in extract.conflicts:
        yield from rows.conflict_rows(in_columns("conflicts", conflict)[0])


def _part(
    part: str, records: Iterable[Any], rows_of: Callable[[int, Any], Iterable[rows.Row]]
) -> Iterator[rows.Row]:
    """Yield the rows of a part."""
    for place, record in enumerate(records):
        told, verbatim = in_columns(part, record)
        yield from rows_of(place, told)
        if verbatim is not None:
            yield "verbatim", (part, place, verbatim)


def _insert(connection: sqlite3.Connection, every: Iterator[rows.Row]) -> None:
    """Insert rows in batches, grouped by table."""
    for batch in batches(every, _BATCH):
        by_table: dict[str, list[Sequence[Any]]] = {}
        for table, row in batch:
            by_table.setdefault(table, []).append(row)
        for table, values in by_table.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)


# --- reading ------------------------------------------------------------------------------


def read(path: str) -> dict[str, Any]:
    """Return the parts of the store in a database, unchecked. Raises DataError."""
    name = os.path.basename(path)
    try:
        size = os.path.getsize(path)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=name) from None
    if os.path.isdir(path):
        raise DataError(
            "is a directory", where=name, expected="name a database, or use --store DIR"
        )
    if size > limits.MAX_TABLES_BYTES:
        most = f"{limits.MAX_TABLES_BYTES // 1_000_000} MB"
        raise DataError(f"is larger than {most}", where=name, expected="read it with SQLite")
    try:
        with closing(_opened(path)) as connection:
            _check(connection, name)
            return _parts(_Reader(connection))
    except (sqlite3.Error, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise DataError(f"cannot be read ({error})", where=name, expected=_MADE) from None


def files(path: str) -> list[str]:
    """Return the files of the database."""
    return [path]


def _opened(path: str) -> sqlite3.Connection:
    """Open an untrusted database, read-only."""
    from mss_cli.stores.files import sqlite_uri

    connection = sqlite3.connect(sqlite_uri(path, "mode=ro"), uri=True, timeout=1)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _check(connection: sqlite3.Connection, name: str) -> None:
    """Raise DataError unless mss exported this database, and its tables are plain tables."""
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise DataError("is not an mss export", where=name, expected=_MADE)
    if connection.execute("PRAGMA user_version").fetchone() != (FORMAT_VERSION,):
        raise DataError("was exported by another version of mss", where=name, expected=_MADE)
    # A view or a virtual table with the name of a table could run forever.
    found = connection.execute("SELECT name, type, rootpage FROM sqlite_master")
    plain = {table for table, kind, page in found if kind == "table" and page}
    if missing := sorted({*_tables()} - plain):
        raise DataError(f"has no table {missing[0]!r}", where=name, expected=_MADE)


def _tables() -> Iterator[str]:
    """Yield the names of the tables in the layout."""
    lines = (line.split() for line in _text("layout.sql").splitlines())
    return (words[2] for words in lines if words[:2] == ["CREATE", "TABLE"])


class _Reader:
    """Reads the rows of tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, table: str, order: str = "place") -> list[Any]:
        """Return the rows of a table."""
        return self._connection.execute(f"SELECT * FROM main.{table} ORDER BY {order}").fetchall()

    def grouped(self, table: str) -> dict[Any, list[Any]]:
        """Return the rows of a table by their first column, each group in order of `place`."""
        found = self._connection.execute(f"SELECT * FROM main.{table} ORDER BY 1, place")
        return _by_first(found)

    def conflicts(self) -> dict[Any, list[Any]]:
        """Return the references to conflicts by fact."""
        return _by_first(self._connection.execute(_CONFLICTS))


def _by_first(found: Any) -> dict[Any, list[Any]]:
    return {key: list(group) for key, group in groupby(found, key=lambda row: row[0])}


def _parts(reader: _Reader) -> dict[str, Any]:
    """Return the parts of a store."""
    passages, sentences = reader.grouped("passages"), reader.grouped("sentences")
    aliases, represents = reader.grouped("aliases"), reader.grouped("represents")
    topic_labels, measure_labels = reader.grouped("topic_labels"), reader.grouped("measure_labels")
    parts: dict[str, Any] = {
        "manifest": [rows.manifest_of(row) for row in reader.rows("store", "name")],
        "sources": [rows.source_of(r, passages, sentences) for r in reader.rows("sources")],
        "entities": [rows.entity_of(r, aliases, represents) for r in reader.rows("entities")],
        "topics": [rows.topic_of(r, topic_labels) for r in reader.rows("topics")],
        "measures": [rows.measure_of(r, measure_labels) for r in reader.rows("measures")],
        "labels": [rows.labels_of(each) for each in reader.grouped("hidden_labels").values()],
        "synonyms": [rows.ring_of(each) for each in reader.grouped("synonyms").values()],
        "wording": [rows.wording_of(row) for row in reader.rows("wording")],
        "facts": _facts(reader),
    }
    for part, place, text in reader.rows("verbatim"):
        parts[part][place] = json.loads(text)
    superseding = successors(parts["facts"])
    for fact in parts["facts"]:
        fact["superseded_by"] = superseding.get(fact["id"], fact["superseded_by"])
    if len(parts["manifest"]) != 1:
        raise ValueError(f"the table `store` has {len(parts['manifest'])} rows, not one")
    return {**parts, "manifest": parts["manifest"][0]}


def _facts(reader: _Reader) -> list[Any]:
    tables = ("fact_entities", "fact_topics", "phrases", "evidence", "relations")
    related = {table: reader.grouped(table) for table in tables}
    related["fact_conflicts"] = reader.conflicts()
    return [rows.fact_of(row, related) for row in reader.rows("facts")]
