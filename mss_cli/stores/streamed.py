"""A large store without an index: facts are read from the file and sorted on disk."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

from mss_cli.errors import DataError
from mss_cli.facts.chronology import by_date
from mss_cli.facts.model import Fact
from mss_cli.query.filters import matches
from mss_cli.query.query import Query
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

    def candidates(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return the facts that match a query, by date; None for an as-of query.

        newest: the latest facts first.
        """
        if query.known_by:
            return None
        return self._in_order(matches(query), newest)

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
            connection.execute("CREATE TABLE location (undated, first, last, id, byte, bytes)")
            connection.executemany(
                "INSERT INTO location VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (fact["date"] is None, *by_date(fact), offset, length)
                    for fact, offset, length in self._fact_file.with_offsets()
                    if test(fact)
                ),
            )
            rows = connection.execute(
                "SELECT id, byte, bytes, 0, 0 FROM location "
                f"ORDER BY undated, first {direction}, last {direction}, id {direction}"
            )
            yield from self._fact_file.facts_at(map(Location._make, rows))
