"""Opening an index, and noticing that it is stale, foreign or damaged."""

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
from mss_cli.stores.index.filter_terms import INDEXED
from mss_cli.stores.index.layout import APPLICATION, FILE, FINISH, FORMAT, TABLES, index_path, stamp

_SAFE = frozenset(b"/-_.~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class UnusableError(Exception):
    """Why an index cannot be used."""


class Database:
    """An open index, read-only. Errors of SQLite become DataError: the file is damaged."""

    def __init__(self, path: str, mode: str = "mode=ro&immutable=1") -> None:
        whole = os.path.abspath(path).replace(os.sep, "/")
        plain = "".join(chr(b) if b in _SAFE else f"%{b:02x}" for b in os.fsencode(whole))
        self._base = sqlite3.connect(f"file:///{plain.lstrip('/')}?{mode}", uri=True, timeout=0)
        self._meta: dict[str, Any] = {}

    def rows(self, sql: str, *values: object) -> Iterator[Any]:
        """Yield the rows that a statement selects. Raises DataError."""
        try:
            for row in self._base.execute(sql, values):  # noqa: UP028 (see close)
                yield row
        except sqlite3.Error as error:
            raise DataError(
                f"is damaged ({error})", where=FILE, expected="'mss index' makes it anew"
            ) from None

    def one(self, sql: str, *values: object) -> Any:
        """Return the first value of the first row, or None. Raises DataError."""
        row = next(self.rows(sql, *values), None)
        return row[0] if row else None

    def meta(self, key: str) -> Any:
        """Return what is written of the whole index under a key. Raises DataError."""
        if key not in self._meta:
            found = self.one("SELECT value FROM meta WHERE key = ?", key)
            self._meta[key] = None if found is None else self.parsed(found)
        return self._meta[key]

    def parsed(self, told: str, fields: Collection[str] = ()) -> Any:
        """Return a record of the index from its JSON; fields: those it must have."""
        try:
            found = json.loads(told)
            if all(field in found for field in fields):
                return found
        except (ValueError, TypeError, RecursionError):
            pass
        raise DataError("is damaged", where=FILE, expected="'mss index' makes it anew")

    def plain(self) -> bool:
        """Return whether to read the file is to read tables: a view or trigger would run."""
        known = TABLES + FINISH
        schema = list(self.rows("SELECT type, name, sql FROM sqlite_master"))
        return ("table", "meta") in [(kind, name) for kind, name, _ in schema] and all(
            kind in ("table", "index")
            and (sql is None or f"{sql};" in known or (name != "meta" and _bare(sql)))
            for kind, name, sql in schema
        )

    def check(self) -> None:
        """Read every page. Raises DataError if one is damaged."""
        found = self.one("PRAGMA integrity_check")
        if found != "ok":
            raise DataError(f"is damaged ({found})", where=FILE)

    def close(self) -> None:
        """Close the file. Generators of rows that nobody has read to the end just end.

        With `yield from`, each would close its cursor later, and SQLite refuses that.
        """
        self._base.close()


def opened(directory: str) -> Database | None:
    """Open the index of a store; None if it has none. The caller closes it.

    Raises UnusableError, with the reason, if it is not the index of this store as it is.
    """
    path = index_path(directory)
    try:
        found = os.stat(path)
    except OSError:
        return None
    if not S_ISREG(found.st_mode):
        raise UnusableError("it is no file")
    if foreign(found):
        raise UnusableError("it belongs to another user")
    try:
        with ExitStack() as stack:
            base = stack.enter_context(closing(Database(path)))
            _check(base, found, directory)
            stack.pop_all()  # it passed: the caller closes it
            return base
    except (sqlite3.Error, DataError, OSError, ValueError, TypeError):
        raise UnusableError("it is damaged") from None


def _bare(sql: str) -> bool:
    """Return whether a table is made of columns alone, as those that FTS5 makes for itself."""
    columns = re.fullmatch(r"CREATE TABLE '?\w+'?\s?\([\w\s,()]*\)( WITHOUT ROWID)?", sql)
    return bool(columns) and not re.search(r"\b(AS|CHECK|DEFAULT)\b", sql, re.IGNORECASE)


def foreign(found: os.stat_result) -> bool:
    """Return whether a file belongs to another user, who may have written anything in it."""
    return hasattr(os, "geteuid") and found.st_uid not in (0, os.geteuid())


def begun(partial: str, mode: str) -> Any:
    """Return the version and store whose partial index a file is; None if it is none.

    mode: of the URI by which SQLite opens it; with `immutable=1` no journal is looked at.
    Raises sqlite3.OperationalError if another process has it locked.
    """
    if os.path.islink(partial) or not os.path.isfile(partial) or foreign(os.stat(partial)):
        return None
    try:
        with closing(Database(partial, mode)) as base:
            return base.meta("store") if base.plain() else None
    except (DataError, sqlite3.Error) as error:
        if "locked" in str(error):
            raise sqlite3.OperationalError("locked") from None
        return None


def _check(base: Database, found: os.stat_result, directory: str) -> None:
    """Raise UnusableError if an index is not that of a store as both are."""
    head = (base.one("PRAGMA application_id"), base.one("PRAGMA user_version"))
    if head[0] != APPLICATION:
        raise UnusableError("it is no index of mss")
    if head[1] != FORMAT:
        raise UnusableError("it was made by another version of mss")
    if not base.plain():
        raise UnusableError("it is damaged")
    pages = base.one("PRAGMA page_count") * base.one("PRAGMA page_size")
    if found.st_size != pages or found.st_mtime_ns != base.meta("sealed") * 1_000_000_000:
        raise UnusableError("it was changed or copied after it was made")
    *made_by, stamped = base.meta("store")
    if made_by != [FORMAT, __version__, INDEXED]:
        raise UnusableError("it was made by another version of mss")
    if stamped != stamp(directory):
        raise UnusableError("the store was changed after it was made")
