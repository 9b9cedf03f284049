"""A large store without an index: its facts are read from the file, and sorted on disk."""

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
from mss_cli.stores.ndjson import Lines


class StreamedStore(MemoryStore):
    """A store whose facts stay in their file."""

    def __init__(self, parts: dict[str, Any], lines: Lines, directory: str) -> None:
        super().__init__({**parts, "facts": lines}, directory)
        self._lines = lines

    def narrowed(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return, in order of time, the facts that pass a query."""
        if query.known_by:
            return None
        return self._in_order(matches(query), newest)

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with an id."""
        return next((fact for fact in self._lines if fact["id"] == identifier), None)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids of facts that begin so."""
        return (fact["id"] for fact in self._lines if fact["id"].startswith(prefix))

    def _in_order(self, test: Callable[[Fact], bool], newest: bool) -> Iterator[Fact]:
        """Yield the facts that pass a test, in order of time; newest: the other way round.

        Facts without a date come last either way. Only their places are sorted, in a
        temporary database that grows on disk, not in memory. Raises DataError.
        """
        try:
            yield from self._sorted(test, "DESC" if newest else "ASC")
        except sqlite3.Error as error:
            raise DataError(
                f"cannot be written ({error})",
                where="temporary file",
                expected="TMPDIR can name another directory",
            ) from None

    def _sorted(self, test: Callable[[Fact], bool], order: str) -> Iterator[Fact]:
        with closing(sqlite3.connect("")) as base:
            base.execute("CREATE TABLE place (undated, first, last, id, byte, bytes)")
            base.executemany(
                "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (fact["date"] is None, *by_date(fact), byte, size)
                    for fact, byte, size in self._lines.placed()
                    if test(fact)
                ),
            )
            rows = base.execute(
                "SELECT id, byte, bytes, 0 FROM place "
                f"ORDER BY undated, first {order}, last {order}, id {order}"
            )
            yield from self._lines.at(rows)
