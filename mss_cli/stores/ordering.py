"""Puts the facts of a file in story order on disk, because there may be millions of them."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mss_cli.facts.model import Fact
from mss_cli.facts.story import Place, place, story_order

# One row for each line of facts.ndjson. note: what else the caller wants to know of the fact.
LINE_TABLE = (
    "CREATE TABLE IF NOT EXISTS line (first TEXT, last TEXT, published TEXT, source TEXT, "
    "start INTEGER, id TEXT, after TEXT, byte INTEGER, bytes INTEGER, note TEXT)"
)


def row(
    fact: Fact, published: Mapping[str, str], offset: int, length: int, note: object
) -> tuple[Any, ...]:
    """Return the row of a line. published: the first possible day of each source."""
    at = place(fact, published)
    return (*at[:6], " ".join(at.after) or None, offset, length, note)


def insert(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows to the table."""
    connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def in_order(connection: sqlite3.Connection) -> Iterator[tuple[str, int, int, Any]]:
    """Yield the id, offset, length and note of each line, in story order."""
    rows = connection.execute(
        "SELECT first, last, published, source, start, id, after, byte, bytes, note FROM line "
        "ORDER BY first, last, published, source, start, id"
    )
    places = (
        Place(first, last, published, source, start, identifier, tuple((after or "").split()), rest)
        for first, last, published, source, start, identifier, after, *rest in rows
    )
    for at in story_order(places):
        byte, length, note = at.payload
        yield at.id, byte, length, note
