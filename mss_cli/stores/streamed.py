"""A large store without an index: facts are read from the file and sorted on disk."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Fact
from mss_cli.facts.story import first_days
from mss_cli.query.filters import matches
from mss_cli.query.query import Query
from mss_cli.stores import ordering
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.ndjson import FactFile, Location


class StreamedStore(MemoryStore):
    """A store whose facts stay in facts.ndjson; the other parts are in memory."""

    def __init__(self, parts: dict[str, Any], facts: FactFile, directory: str) -> None:
        super().__init__({**parts, "facts": facts}, directory)
        self._fact_file = facts

    def close(self) -> None:
        """Close facts.ndjson."""
        self._fact_file.close()

    @property
    def countable(self) -> bool:
        """True if a list is made in memory, and the facts that it leaves out are counted."""
        return self._fact_file.bytes <= limits.MAX_LISTED_BYTES and super().countable

    def candidates(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return the facts that match a query, by date; None for an as-of query.

        newest: the latest facts first.
        """
        if query.known_by:
            return None
        return self._in_order(matches(query), newest)

    def chronological(self) -> Iterable[Fact]:
        """Return all facts by date, and within one date in story order."""
        return self._in_order(lambda _: True, newest=False)

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id."""
        return next((fact for fact in self._fact_file if fact["id"] == identifier), None)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids of facts that start with a prefix."""
        return (fact["id"] for fact in self._fact_file if fact["id"].startswith(prefix))

    def _in_order(self, test: Callable[[Fact], bool], newest: bool) -> Iterator[Fact]:
        """Yield the facts that pass a test, by date; undated facts always come last.

        Only locations are sorted, in a temporary database that grows on disk and not in memory.
        Raises DataError.
        """
        try:
            yield from self._sorted(test, "DESC" if newest else "ASC")
        except sqlite3.Error as error:
            raise DataError(
                f"cannot be written ({error})",
                where="temporary file",
                expected="set TMPDIR to another directory",
            ) from None

    def _sorted(self, test: Callable[[Fact], bool], direction: str) -> Iterator[Fact]:
        with closing(sqlite3.connect("")) as connection:
            published = first_days(self.sources)
            connection.execute(ordering.LINE_TABLE)
            ordering.insert(
                connection,
                (
                    ordering.row(fact, published, offset, length, _state(fact, test(fact)))
                    for fact, offset, length in self._fact_file.with_offsets()
                ),
            )
            connection.execute(
                "CREATE TABLE location (number INTEGER PRIMARY KEY, id, byte, bytes, state)"
            )
            connection.executemany(
                "INSERT INTO location (id, byte, bytes, state) VALUES (?, ?, ?, ?)",
                (found for found in ordering.in_order(connection) if found[3]),
            )
            rows = connection.execute(
                "SELECT id, byte, bytes, 0, 0 FROM location "
                f"ORDER BY state = 'undated', number {direction}"
            )
            yield from self._fact_file.facts_at(map(Location._make, rows))


def _state(fact: Fact, wanted: bool) -> str | None:
    """Return `dated` or `undated` for a fact that is wanted, else None."""
    return ("undated" if fact["date"] is None else "dated") if wanted else None
