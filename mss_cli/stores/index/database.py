"""Open an index, and notice if it is out of date, foreign or damaged."""

import json
import os
import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing
from stat import S_ISREG
from typing import Any

from mss_cli import __version__
from mss_cli.errors import DataError
from mss_cli.stores.files import leaves_directory, sqlite_uri
from mss_cli.stores.index.filter_terms import INDEXED_FILTERS
from mss_cli.stores.index.layout import (
    APPLICATION_ID,
    FINAL_TABLES,
    FORMAT_VERSION,
    INDEX_FILE,
    TABLES,
    file_stamps,
    index_path,
)

_REBUILD = "run 'mss index' to rebuild it"


class UnusableError(Exception):
    """An index cannot be used. The message is a clause such as `it is damaged`."""


class Database:
    """An index, open for reading. Damage raises DataError.

    uri_parameters: how SQLite opens the file. With `immutable=1`, SQLite ignores any journal.
    """

    def __init__(self, path: str, uri_parameters: str = "mode=ro&immutable=1") -> None:
        self._connection = sqlite3.connect(sqlite_uri(path, uri_parameters), uri=True, timeout=0)
        self._meta: dict[str, Any] = {}

    def rows(self, sql: str, *values: object) -> Iterator[Any]:
        """Yield the rows that a statement selects. Raises DataError."""
        try:
            # Not `yield from`: that closes the cursor of an abandoned generator, which fails if
            # the database has been closed before.
            for row in self._connection.execute(sql, values):  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise DataError(f"is damaged ({error})", where=INDEX_FILE, expected=_REBUILD) from None

    def value(self, sql: str, *values: object) -> Any:
        """Return the first column of the first row, or None. Raises DataError."""
        row = next(self.rows(sql, *values), None)
        return row[0] if row else None

    def meta(self, key: str) -> Any:
        """Return the value of a key in the table `meta`, or None. Raises DataError."""
        if key not in self._meta:
            text = self.value("SELECT value FROM meta WHERE key = ?", key)
            self._meta[key] = None if text is None else self.parse(text)
        return self._meta[key]

    def parse(self, text: str, fields: Collection[str] = ()) -> Any:
        """Parse JSON from the index. fields: those that a record must have. Raises DataError."""
        try:
            record = json.loads(text)
            if all(field in record for field in fields):
                return record
        except (ValueError, TypeError, RecursionError):
            pass
        raise DataError("is damaged", where=INDEX_FILE, expected=_REBUILD)

    def has_known_schema(self) -> bool:
        """Return True if the schema holds only the tables we know.

        A foreign view or trigger could run code whenever a table is read.
        """
        known = TABLES + FINAL_TABLES
        schema = list(self.rows("SELECT type, name, sql FROM sqlite_master"))
        return ("table", "meta") in [(kind, name) for kind, name, _ in schema] and all(
            kind in ("table", "index")
            and (sql is None or f"{sql};" in known or (name != "meta" and _plain_table(sql)))
            for kind, name, sql in schema
        )

    def check_integrity(self) -> None:
        """Read every page. Raises DataError if one is damaged."""
        result = self.value("PRAGMA integrity_check")
        if result != "ok":
            raise DataError(f"is damaged ({result})", where=INDEX_FILE, expected=_REBUILD)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _plain_table(sql: str) -> bool:
    """Return True if a table has only plain columns, like those that FTS5 creates for itself."""
    columns = re.fullmatch(r"CREATE TABLE '?\w+'?\s?\([\w\s,()]*\)( WITHOUT ROWID)?", sql)
    return bool(columns) and not re.search(r"\b(AS|CHECK|DEFAULT)\b", sql, re.IGNORECASE)


def open_index(directory: str) -> Database | None:
    """Open the index of a store; None if it has none. The caller closes it.

    Raises UnusableError if the file is not the index of the store in its current state.
    """
    path = index_path(directory)
    try:
        status = os.stat(path)
    except OSError:
        return None
    if leaves_directory(path):
        raise UnusableError("it is a symbolic link that points outside its directory")
    if not S_ISREG(status.st_mode):
        raise UnusableError("it is not a regular file")
    if _foreign(status):
        raise UnusableError("it belongs to another user")
    try:
        with ExitStack() as stack:
            database = stack.enter_context(closing(Database(path)))
            _check(database, status, directory)
            stack.pop_all()  # it passed: the caller closes it
            return database
    except (sqlite3.Error, DataError, OSError, ValueError, TypeError):
        raise UnusableError("it is damaged") from None


def _check(database: Database, status: os.stat_result, directory: str) -> None:
    """Raise UnusableError if an index does not belong to a store in its current state."""
    if database.value("PRAGMA application_id") != APPLICATION_ID:
        raise UnusableError("mss did not create it")
    if database.value("PRAGMA user_version") != FORMAT_VERSION:
        raise UnusableError("another version of mss built it")
    if not database.has_known_schema():
        raise UnusableError("it is damaged")
    size = database.value("PRAGMA page_count") * database.value("PRAGMA page_size")
    built_at = database.meta("built_at") * 1_000_000_000
    if (status.st_size, status.st_mtime_ns) != (size, built_at):
        raise UnusableError("it was changed or copied after it was built")
    *versions, stamps = database.meta("signature")
    *current_versions, current_stamps = signature(directory)
    if versions != current_versions:
        raise UnusableError("another version of mss built it")
    if stamps != current_stamps:
        raise UnusableError("it does not match the store's current files")


def signature(directory: str) -> list[object]:
    """Return what an index must match: the versions of its builder, and the store's files."""
    return [FORMAT_VERSION, __version__, INDEXED_FILTERS, file_stamps(directory)]


def _foreign(status: os.stat_result) -> bool:
    """Return True if a file belongs to another user, who may have written anything into it."""
    return hasattr(os, "geteuid") and status.st_uid not in (0, os.geteuid())


def partial_signature(path: str, uri_parameters: str) -> Any:
    """Return the signature in a partial index; None if the file is not one.

    uri_parameters: as for Database. Raises sqlite3.OperationalError if another process has
    locked the file.
    """
    if os.path.islink(path) or not os.path.isfile(path) or _foreign(os.stat(path)):
        return None
    try:
        with closing(Database(path, uri_parameters)) as database:
            return database.meta("signature") if database.has_known_schema() else None
    except (DataError, sqlite3.Error) as error:
        if "locked" in str(error):
            raise sqlite3.OperationalError("locked") from None
        return None
