"""Build an index: check every fact, number the facts by date, and write their terms.

work.py checks facts and makes their rows, in several processes for a large store. The builder
puts the rows into the database in one order, so that the index is the same in any number. It
writes to a partial file, one batch at a time. If it is interrupted, a few batches are lost: the
next run continues, as long as the store has not changed. A complete index is renamed in one step.
"""

import json
import os
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import accumulate
from os.path import join
from stat import S_ISREG
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.conflicts import corroboration_fault
from mss_cli.errors import DataError
from mss_cli.facts.dates import edtf_bounds, edtf_precision
from mss_cli.search.lexicon import stemmer
from mss_cli.stores import ordering
from mss_cli.stores.directory import PARTS, check_size, fingerprint, part_file, read_part, schema
from mss_cli.stores.index.database import partial_signature, signature
from mss_cli.stores.index.layout import (
    APPLICATION_ID,
    FINAL_TABLES,
    FORMAT_VERSION,
    PARTIAL_FILE,
    TABLES,
    index_path,
)
from mss_cli.stores.index.names import write_names
from mss_cli.stores.index.processes import StoppedError, Workers, available
from mss_cli.stores.index.rows import Totals
from mss_cli.stores.index.work import (
    FactWorker,
    NumberedLine,
    Printable,
    invalid,
)
from mss_cli.stores.json_files import line_blocks
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.validation import (
    WRONG_SUPERSEDED_BY,
    part_problems,
    schema_problems,
    supersedes_cycles,
    uncited_passage,
)
from mss_cli.text import fold

Progress = Callable[[str, int, int], None]

# The key field of each part that the table `record` holds.
RECORD_KEYS = {"sources": "file", "entities": "id", "topics": "id", "measures": "id"}


class BuiltIndex(NamedTuple):
    """A complete index: its number of facts, its size in bytes, and its path."""

    facts: int
    size: int
    path: str


def build(
    directory: str, progress: Progress, printable: Printable, processes: int | None = None
) -> BuiltIndex:
    """Build the index of a store.

    progress: called with the name of a step, how much of it is done, and how much there is.
    printable: returns the JSON line that mss prints for a record. A line of facts.ndjson that is
    equal to it can later be printed unchanged.
    processes: those that work on facts. By default as many as there are processors, but only this
    one for a small store. The index is the same in any number.

    Raises DataError if the store has a problem or the index cannot be written.
    """
    if not os.path.isdir(directory):
        hint = "give the directory of a store with --store"
        raise DataError(f"no directory {directory!r}", where="store", expected=hint)
    if not part_file(directory, "facts").endswith(".ndjson"):
        raise DataError(
            "has no facts.ndjson, so it needs no index",
            where=f"store {directory!r}",
            expected="for a large store, put the facts in facts.ndjson, one per line",
        )
    wanted = signature(directory)
    parts = _checked_parts(directory)
    partial = join(directory, PARTIAL_FILE)
    if processes is None:
        processes = _processes(directory)
    try:
        with _locked(directory):
            with _open_partial(partial, wanted) as connection:
                builder = _Builder(connection, parts, directory, progress)
                arguments = (directory, builder.parts, printable)
                with Workers(FactWorker, arguments, processes) as workers:
                    builder.do_work_on_facts(workers)
                facts = builder.finish()
            return _publish(directory, partial, wanted, facts)
    except BlockingIOError:
        raise DataError("another 'mss index' is running", where=f"store {directory!r}") from None
    except StoppedError:
        raise DataError(
            "a process of 'mss index' was killed, or had too little memory",
            where=f"store {directory!r}",
            expected="run 'mss index' again to continue",
        ) from None
    except sqlite3.Error as error:
        if not isinstance(error, sqlite3.OperationalError):  # damaged: the next run starts anew
            with suppress(OSError):
                os.remove(partial)
        reason = "another 'mss index' is running" if "locked" in str(error) else str(error)
        raise DataError(f"cannot be written ({reason})", where=partial) from None
    except OSError as error:
        raise DataError(f"cannot be written ({error.strerror})", where=partial) from None


def _checked_parts(directory: str) -> dict[str, Any]:
    """Return all parts of a store except its facts. Raises DataError for the first problem."""
    check_size(directory)
    parts = {name: read_part(directory, name, strict=True) for name in PARTS if name != "facts"}
    problems = schema_problems(parts, {name: schema(name) for name in parts})
    first = next(problems, None) or next(part_problems(parts), None)
    if first:
        raise invalid(directory, first.where, first.what)
    return parts


def _processes(directory: str) -> int:
    """Return how many processes pay off: starting one takes as long as some thousand facts."""
    small = os.path.getsize(part_file(directory, "facts")) < limits.MIN_SHARED_BYTES
    return 1 if small else min(available(), limits.MAX_INDEX_PROCESSES)


# --- the partial file ---------------------------------------------------------------------


@contextmanager
def _locked(directory: str) -> Iterator[None]:
    """Lock a store directory, so that one builder at a time writes and renames its file.

    The lock is on the directory itself and needs no file. Raises BlockingIOError if another
    process holds it. Where directories cannot be locked, SQLite's own lock has to do.
    """
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _open_partial(partial: str, wanted: list[object]) -> Iterator[sqlite3.Connection]:
    """Open the partial index with this signature, or start a new one; close it at the end.

    A file from anywhere else is deleted unopened: its journal could name other files to change,
    and its name could be a link to another file.
    """
    ways_to_open = ("mode=ro", "mode=ro&immutable=1")  # the latter ignores a broken journal
    resumed = _is_own(partial) and any(
        wanted == partial_signature(partial, way) for way in ways_to_open
    )
    if not resumed:
        _remove(partial)
    # Absolute, since SQLite may take `file:...` for a URI.
    path = os.path.abspath(partial)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = OFF")  # a lost partial index is simply rebuilt
        connection.execute("PRAGMA cache_size = -32768")  # KiB
        if not resumed:
            connection.executescript(f"BEGIN;{TABLES}")
            row = (json.dumps(wanted),)
            connection.execute("INSERT INTO meta VALUES ('signature', ?)", row)
            connection.commit()
        yield connection


def _is_own(partial: str) -> bool:
    """Return True if a partial index and the files beside it can come from an earlier build.

    A build writes a rollback journal, and no write-ahead log. Its files have no other links.
    """
    try:
        for path in _files_of(partial):
            status = os.lstat(path)
            if (
                not S_ISREG(status.st_mode)
                or status.st_nlink > 1
                or path.endswith(("-wal", "-shm"))
            ):
                return False
        with open(partial, "rb") as file:
            # https://www.sqlite.org/fileformat.html: these bytes are 2 for a write-ahead log
            return file.read(20)[18:] == b"\1\1"
    except OSError:
        return False


def _files_of(partial: str) -> list[str]:
    """Return the paths of a partial index and of the files that SQLite keeps beside it."""
    paths = (partial, *(f"{partial}-{suffix}" for suffix in ("journal", "wal", "shm")))
    return [path for path in paths if os.path.lexists(path)]


def _remove(partial: str) -> None:
    """Delete a partial index and the files that SQLite keeps beside it."""
    for path in _files_of(partial):
        os.remove(path)


def _publish(directory: str, partial: str, wanted: list[object], facts: int) -> BuiltIndex:
    """Rename a complete index, after setting its time to the one that is recorded in it."""
    if signature(directory) != wanted:
        raise DataError(
            "the store changed while mss read it",
            where=f"store {directory!r}",
            expected="run 'mss index' again",
        )
    with open(partial, "rb+") as file:
        os.fsync(file.fileno())
    with closing(sqlite3.connect(os.path.abspath(partial))) as connection:
        sql = "SELECT value FROM meta WHERE key = 'built_at'"
        (built_at,) = connection.execute(sql).fetchone()
    os.utime(partial, (int(built_at), int(built_at)))
    path = index_path(directory)
    os.replace(partial, path)
    return BuiltIndex(facts, os.path.getsize(path), path)


# --- the steps ----------------------------------------------------------------------------


class _Builder:
    """Runs the steps of a build. Each step continues where an earlier run stopped.

    parts: all parts of the store but its facts. They are emptied; the builder keeps what it needs.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        parts: dict[str, Any],
        directory: str,
        progress: Progress,
    ) -> None:
        self.connection = connection
        self.directory = directory
        self.progress = progress
        self.path = part_file(directory, "facts")
        self._write_parts(parts)
        self.parts = _without_sentences(parts)
        self.store = MemoryStore({**self.parts, "facts": []}, directory)
        self.totals = Totals(self._recorded("totals", None))

    def do_work_on_facts(self, workers: Workers) -> None:
        """Check and write all facts. Raises DataError or StoppedError."""
        self._check_facts(workers)
        self._write_facts(workers)

    def finish(self) -> int:
        """Do the steps after the work on facts; return the number of facts. Raises DataError."""
        self._record(totals=self.totals.to_json())
        (facts,) = self._one("SELECT count(*) FROM fact")
        if not self._recorded("built_at", 0):
            steps = (self._write_other_tables, self._check_references, self._write_meta)
            for number, step in enumerate(steps):
                self.progress("finishing", number, len(steps))
                step()
            self.progress("finishing", len(steps), len(steps))
        return int(facts)

    def _one(self, sql: str) -> Any:
        """Return the first row that a statement selects, or None."""
        return self.connection.execute(sql).fetchone()

    def _recorded(self, key: str, default: Any) -> Any:
        """Return a value from the table `meta`."""
        sql = "SELECT value FROM meta WHERE key = ?"
        row = self.connection.execute(sql, (key,)).fetchone()
        return json.loads(row[0]) if row else default

    def _record(self, **values: object) -> None:
        """Write values to the table `meta`."""
        rows = [(key, json.dumps(value)) for key, value in values.items()]
        self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    # --- first: write the other parts -----------------------------------------------------

    def _write_parts(self, parts: dict[str, Any]) -> None:
        """Write the tables that need no fact."""
        if self._recorded("parts", False):
            return
        insert = self.connection.executemany
        self.connection.execute("BEGIN")
        for part, key in RECORD_KEYS.items():
            records = enumerate(parts[part])
            rows: Iterable[tuple[object, ...]] = (
                (part, record[key], number, json.dumps(record)) for number, record in records
            )
            insert("INSERT INTO record VALUES (?, ?, ?, ?)", rows)
        rows = (
            (entity["id"], represented)
            for entity in parts["entities"]
            for represented in entity.get("represents", ())
        )
        insert("INSERT INTO represents VALUES (?, ?)", rows)
        files = enumerate(source["file"] for source in parts["sources"])
        rows = ((fold(file), number, file) for number, file in files)
        insert("INSERT INTO source VALUES (?, ?, ?)", rows)
        rows = ((w["source"], w["start"], w["end"], w["words"]) for w in parts["wording"])
        insert("INSERT INTO wording VALUES (?, ?, ?, ?)", rows)
        self._record(parts=True)
        self.connection.execute("COMMIT")

    # --- second: check each fact and put the facts in order -------------------------------

    def _check_facts(self, workers: Workers) -> None:
        """Check each line of facts.ndjson; note its position and date. Raises DataError."""
        if self._recorded("ordered", False):
            return
        self.connection.execute(ordering.LINE_TABLE)
        total = os.path.getsize(self.path)
        blocks = line_blocks(self.path, *self._recorded("read", (0, 0)))
        for block, rows in workers.results("check", blocks):
            self.connection.execute("BEGIN")
            ordering.insert(self.connection, rows)
            self._record(read=(block.end, block.before + block.lines))
            self.connection.execute("COMMIT")
            self.progress("checking", block.end, total)
        self.progress("checking", total, total)
        self._order()

    def _order(self) -> None:
        """Number the facts in story order. Raises DataError if two have the same id."""
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT INTO ordered (id, byte, bytes) VALUES (?, ?, ?)",
            (found[:3] for found in ordering.in_order(self.connection)),
        )
        duplicate = self._one("SELECT id FROM line GROUP BY id HAVING count(*) > 1")
        if duplicate:
            self.connection.execute("ROLLBACK")
            where = f"facts.ndjson {duplicate[0]!r}"
            raise invalid(self.directory, where, "id is used twice")
        self.connection.execute(
            "CREATE TABLE superseded AS SELECT id, note AS later FROM line WHERE note IS NOT NULL"
        )
        self.connection.execute("DROP TABLE line")
        self._record(ordered=True)
        self.connection.execute("COMMIT")

    # --- third: write each fact -----------------------------------------------------------

    def _write_facts(self, workers: Workers) -> None:
        """Write every fact with its terms, by date."""
        if self._recorded("tables", False):
            return
        (total,) = self._one("SELECT coalesce(max(number), 0) FROM ordered")
        for lines, batch in workers.results("build", self._ordered()):
            self.connection.execute("BEGIN")
            batch.write(self.connection)
            self.totals.include(batch.totals)
            done = lines[-1][0]
            self._record(filled=done, totals=self.totals.to_json())
            self.connection.execute("COMMIT")
            self.progress("writing", done, total)

    def _ordered(self) -> Iterator[Sequence[NumberedLine]]:
        """Yield the lines of facts that are not written, in order and in batches."""
        done = self._recorded("filled", 0)
        while True:
            rows = self.connection.execute(
                "SELECT number, byte, bytes FROM ordered WHERE number > ? ORDER BY number LIMIT ?",
                (done, limits.INDEX_BATCH),
            ).fetchall()
            if not rows:
                return
            sizes = accumulate(length for _, _, length in rows)
            fitting = sum(1 for size in sizes if size <= limits.INDEX_BATCH_BYTES)
            yield rows[: max(1, fitting)]
            done = rows[max(1, fitting) - 1][0]

    # --- last: what concerns all facts together -------------------------------------------

    def _write_other_tables(self) -> None:
        if self._recorded("tables", False):
            return
        self.connection.execute("INSERT INTO term(term) VALUES ('optimize')")
        self.connection.executescript(f"BEGIN;{FINAL_TABLES}")
        first_offsets = self.totals.measures
        measures = sorted(first_offsets, key=first_offsets.__getitem__)
        write_names(self.connection, self.store, stemmer(), measures)
        self._record(tables=True)
        self.connection.execute("COMMIT")

    def _check_references(self) -> None:
        """Check relations, the passages in wording.json, and superseded_by. Raises DataError."""
        unknown = self._one(UNKNOWN_RELATION)
        if unknown:
            fact, other = unknown
            what = f"relations names an unknown fact {other!r}"
            raise invalid(self.directory, f"facts.ndjson {fact!r}", what)
        for fact, other, *states in self.connection.execute(CORROBORATIONS):
            what = corroboration_fault(other, *states)
            if what:
                raise invalid(self.directory, f"facts.ndjson {fact!r}", what)
        uncited = self._one(UNCITED_WORDING)
        if uncited:
            raise invalid(self.directory, *uncited_passage(*uncited))
        wrong = self._one(WRONG_SUPERSEDED)
        if wrong:
            raise invalid(self.directory, f"facts.ndjson {wrong[0]!r}", WRONG_SUPERSEDED_BY)
        superseding: dict[str, list[str]] = {}
        for old, new in self.connection.execute(SUPERSEDES):
            superseding.setdefault(old, []).append(new)
        for problem in supersedes_cycles(superseding):
            where = problem.where.replace(".json", ".ndjson")
            raise invalid(self.directory, where, problem.what)

    def _write_meta(self) -> None:
        """Write what describes the whole index, and the time that the finished file will have."""
        (dated,) = self._one("SELECT coalesce(max(number), 0) FROM fact WHERE date IS NOT NULL")
        (facts,) = self._one("SELECT count(*) FROM fact")
        dates = self._one("SELECT min(date_start), max(date_end) FROM fact")
        self.connection.execute("BEGIN")
        self.connection.execute("DROP TABLE superseded")
        self._record(
            manifest=self.parts["manifest"],
            fingerprint=fingerprint(self.directory),
            dated=dated,
            facts=facts,
            dates=dates,
            built_at=int(time.time()) // 2 * 2,  # some file systems keep times to two seconds
        )
        self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        self.connection.execute("COMMIT")


def _without_sentences(parts: dict[str, Any]) -> dict[str, Any]:
    """Return parts with no sentences and passages in their sources, and empty the old ones.

    Spans take most of the memory: 300 MB for 40,000 sources. Python gives memory back only where
    nothing is left, and what is kept lies scattered among the spans. So it is moved, and the
    cached dates, which came from the sources too, are dropped.
    """
    for source in parts["sources"]:
        source["sentences"] = source["passages"] = []
    moving = pickle.dumps(parts)
    parts.clear()
    edtf_bounds.cache_clear()
    edtf_precision.cache_clear()
    moved: dict[str, Any] = pickle.loads(moving)
    return moved


# A relation to a fact that is not in the store.
UNKNOWN_RELATION = """
SELECT f.id, r.other FROM relation r JOIN fact f ON f.number = r.fact
WHERE NOT EXISTS (SELECT 1 FROM fact o WHERE o.id = r.other) LIMIT 1
"""
# The status and date of each fact that corroborates another one, and of the other one.
CORROBORATIONS = """
SELECT f.id, o.id, f.status, f.date, o.status, o.date
FROM relation r JOIN fact f ON f.number = r.fact JOIN fact o ON o.id = r.other
WHERE r.type = 'corroborates' ORDER BY f.number
"""
# A passage of wording.json that no fact cites.
UNCITED_WORDING = """
SELECT w.source, w.start, w.stop FROM wording w JOIN source s ON s.file = w.source
WHERE NOT EXISTS (
  SELECT 1 FROM evidence e WHERE e.source = s.number AND e.start = w.start AND e.stop = w.stop
) LIMIT 1
"""
# A fact whose superseded_by differs from the supersedes relations of other facts.
WRONG_SUPERSEDED = """
WITH computed AS (
  SELECT other AS id, group_concat(id, ' ') AS later FROM (
    SELECT DISTINCT r.other AS other, f.id AS id FROM relation r
    JOIN fact f ON f.number = r.fact WHERE r.type = 'supersedes' ORDER BY r.other, f.id
  ) GROUP BY other
)
SELECT id FROM (SELECT * FROM computed EXCEPT SELECT * FROM superseded)
UNION ALL SELECT id FROM (SELECT * FROM superseded EXCEPT SELECT * FROM computed) LIMIT 1
"""
# Each superseded fact with each fact that supersedes it.
SUPERSEDES = """
SELECT r.other, f.id FROM relation r JOIN fact f ON f.number = r.fact WHERE r.type = 'supersedes'
"""
