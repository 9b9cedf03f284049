"""Making an index: every fact is checked, put in order of time, and written term by term.

The work goes into a partial file, a batch at a time; whoever interrupts it loses a batch, and
the next run goes on where this one stopped if the store is still the same. Only a whole
index gets its name, in one step.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from os.path import join
from typing import Any, NamedTuple

from mss_cli import __version__, limits
from mss_cli.errors import DataError
from mss_cli.facts.chronology import by_date
from mss_cli.search.collection import texts, told
from mss_cli.search.lexicon import stemmer
from mss_cli.stores.directory import PARTS, check_size, fingerprint, part_file, read_part, schema
from mss_cli.stores.index.database import begun
from mss_cli.stores.index.filter_terms import INDEXED
from mss_cli.stores.index.layout import (
    APPLICATION,
    FINISH,
    FORMAT,
    PARTIAL,
    TABLES,
    index_path,
    stamp,
)
from mss_cli.stores.index.names import write_names
from mss_cli.stores.index.rows import Batch, RowMaker, Whole
from mss_cli.stores.json_files import Line, parse_line, read_lines
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.ndjson import read_at
from mss_cli.stores.validation import (
    NOT_SUPERSEDED,
    checker,
    circles,
    part_problems,
    schema_problems,
    uncited,
)
from mss_cli.text import fold

Progress = Callable[[str, int, int], None]
Printable = Callable[[Any], str]


class Built(NamedTuple):
    """A finished index: how many facts it holds, its size in bytes, and its path."""

    facts: int
    size: int
    path: str


def build(directory: str, progress: Progress, printable: Printable) -> Built:
    """Write the index of a store. Raises DataError for what is wrong with the store.

    progress: told the step, how much of it is done, and how much there is. printable: what
    is printed of a record as JSON; a line that is just that is printed as it stands.
    """
    path = part_file(directory, "facts")
    if not os.path.isdir(directory):
        raise DataError(f"no directory {directory!r}", where="store", expected="name one")
    if not path.endswith(".ndjson"):
        raise DataError(
            "an index is for facts.ndjson, one fact a line",
            where=f"store {directory!r}",
            expected="a facts.json is read whole, as it is",
        )
    before = stamp(directory)
    parts = _checked_parts(directory)
    partial = join(directory, PARTIAL)
    try:
        with _begun(partial, before) as base:
            work = _Work(base, parts, directory, progress, printable)
            work.read()
            work.fill()
            facts = work.finish()
        return _named(directory, partial, before, facts)
    except sqlite3.Error as error:
        if not isinstance(error, sqlite3.OperationalError):  # damaged: the next run begins anew
            with suppress(OSError):
                os.remove(partial)
        reason = "another 'mss index' is at work" if "locked" in str(error) else str(error)
        raise DataError(f"cannot be written ({reason})", where=partial) from None
    except OSError as error:
        raise DataError(f"cannot be written ({error.strerror})", where=partial) from None


def _checked_parts(directory: str) -> dict[str, Any]:
    """Return all of a store but its facts. Raises DataError for the first problem."""
    check_size(directory)
    parts = {name: read_part(directory, name, strict=True) for name in PARTS if name != "facts"}
    problems = schema_problems(parts, {name: schema(name) for name in parts})
    first = next(problems, None) or next(part_problems(parts), None)
    if first:
        raise _wrong(directory, first.where, first.what)
    return parts


def _wrong(directory: str, where: str, what: str) -> DataError:
    return DataError(
        f"{where}: {what}",
        where=f"store {directory!r}",
        expected="'mss verify --store DIR' lists all there is",
    )


@contextmanager
def _begun(partial: str, stamped: list[list[object]]) -> Iterator[sqlite3.Connection]:
    """Open the partial index of this store, or start a new one; close it at the end.

    A file from anywhere else is deleted unopened: its journal could name other files to change.
    """
    want = [FORMAT, __version__, INDEXED, stamped]
    resumed = want == begun(partial, "mode=ro") or want == begun(partial, "mode=ro&immutable=1")
    if not resumed:
        _remove(partial)
    # Absolute, since SQLite may take `file:...` for a URI.
    path = os.path.abspath(partial)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as base:
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("PRAGMA synchronous = OFF")  # a lost partial index is simply rebuilt
        base.execute("PRAGMA cache_size = -65536")
        if not resumed:
            base.executescript(f"BEGIN;{TABLES}")
            base.execute("INSERT INTO meta VALUES ('store', ?)", (json.dumps(want),))
            base.commit()
        yield base


def _remove(partial: str) -> None:
    """Delete a partial index and the files that SQLite keeps beside it."""
    for leftover in (partial, *(f"{partial}-{more}" for more in ("journal", "wal", "shm"))):
        if os.path.lexists(leftover):
            os.remove(leftover)


def _named(directory: str, partial: str, before: list[list[object]], facts: int) -> Built:
    """Give a whole index its name, and the time that is written in it."""
    if stamp(directory) != before:
        raise DataError(
            "the store was changed while it was read",
            where=f"store {directory!r}",
            expected="run 'mss index' again",
        )
    with open(partial, "rb+") as file:
        os.fsync(file.fileno())
    with closing(sqlite3.connect(os.path.abspath(partial))) as base:
        (sealed,) = base.execute("SELECT value FROM meta WHERE key = 'sealed'").fetchone()
    os.utime(partial, (int(sealed), int(sealed)))
    path = index_path(directory)
    os.replace(partial, path)
    return Built(facts, os.path.getsize(path), path)


class _Work:
    """The steps of one index; each can be begun again where it stopped."""

    def __init__(
        self,
        base: sqlite3.Connection,
        parts: dict[str, Any],
        directory: str,
        progress: Progress,
        printable: Printable,
    ) -> None:
        self.printable = printable
        self.base = base
        self.parts = parts
        self.directory = directory
        self.progress = progress
        self.path = part_file(directory, "facts")
        self.store = MemoryStore({**parts, "facts": []}, directory)
        self.stem = stemmer()
        self.rows = RowMaker(self.store, self.stem)

    def _state(self, key: str, default: Any) -> Any:
        found = self.base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else default

    def _note(self, **state: object) -> None:
        rows = [(key, json.dumps(value)) for key, value in state.items()]
        self.base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    # --- first: check each fact, and note where it stands -----------------------------------

    def read(self) -> None:
        """Check every line and note its place and date. Raises DataError."""
        if self._state("ordered", False):
            return
        self.base.execute(
            "CREATE TABLE IF NOT EXISTS line (first TEXT, last TEXT, id TEXT, byte INTEGER, "
            "bytes INTEGER, superseded TEXT)"
        )
        check = checker(self.parts, schema("facts"))
        total = os.path.getsize(self.path)
        byte, number = self._state("read", (0, 0))
        rows = []
        self.base.execute("BEGIN")
        for line in read_lines(self.path, byte, number):
            fact = self._checked(line, check)
            ends = line.offset + len(line.raw)
            over = " ".join(sorted(fact["superseded_by"])) or None
            rows.append((*by_date(fact), line.offset, len(line.raw), over))
            number = line.number
            if len(rows) == limits.INDEX_BATCH:
                self._store_lines(rows, ends, number)
                self.progress("checking", ends, total)
        self._store_lines(rows, total, number)
        self.progress("checking", total, total)
        self._order()

    def _checked(self, line: Line, check: Callable[[Any], str]) -> Any:
        where = f"facts.ndjson line {line.number}"
        fact = parse_line(line.raw, where)
        fault = check(fact)
        if fault:
            raise _wrong(self.directory, where, fault)
        return fact

    def _store_lines(self, rows: list[Any], byte: int, number: int) -> None:
        self.base.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._note(read=(byte, number))
        self.base.execute("COMMIT")
        self.base.execute("BEGIN")
        rows.clear()

    def _order(self) -> None:
        """Number the facts in order of time."""
        self.base.execute(
            "INSERT INTO ordered (id, byte, bytes) SELECT id, byte, bytes FROM line "
            "ORDER BY first, last, id"
        )
        twice = self.base.execute("SELECT id FROM line GROUP BY id HAVING count(*) > 1").fetchone()
        if twice:
            self.base.execute("ROLLBACK")
            raise _wrong(self.directory, f"facts.ndjson {twice[0]!r}", "the id stands twice")
        self.base.execute(
            "CREATE TABLE superseded AS SELECT id, superseded AS later FROM line "
            "WHERE superseded IS NOT NULL"
        )
        self.base.execute("DROP TABLE line")
        self._note(ordered=True)
        self.base.execute("COMMIT")

    # --- second: write each fact --------------------------------------------------------------

    def fill(self) -> None:
        """Write every fact with its terms, in order of time."""
        if self._state("tables", False):
            return
        (total,) = self.base.execute("SELECT coalesce(max(number), 0) FROM ordered").fetchone()
        done = self._state("filled", 0)
        with open(self.path, "rb") as file:
            while done < total:
                rows = self.base.execute(
                    "SELECT number, id, byte, bytes FROM ordered WHERE number > ? "
                    "ORDER BY number LIMIT ?",
                    (done, limits.INDEX_BATCH),
                ).fetchall()
                self.base.execute("BEGIN")
                self._fill(file.fileno(), rows)
                done = rows[-1][0]
                self._note(filled=done)
                self.base.execute("COMMIT")
                self.progress("writing", done, total)

    def _fill(self, file: int, rows: list[tuple[int, str, int, int]]) -> None:
        lines = [read_at(file, byte, size).decode() for _, _, byte, size in rows]
        facts = [json.loads(line) for line in lines]
        every = told(facts, self.store.wording)
        batch = Batch(self.rows, Whole(self._state("whole", None)))
        for line, fact, (number, _, byte, size) in zip(lines, facts, rows, strict=True):
            said = [(text, every[text]) for _, text in texts(fact, self.store.wording)]
            batch.add(fact, number, said, (byte, size, self.printable(fact) + "\n" == line))
        batch.write(self.base)
        self._note(whole=batch.whole.told())

    # --- last: what holds of all facts together -------------------------------------------------

    def finish(self) -> int:
        """Check what facts say of each other, write the rest; return the number of facts."""
        self._note(whole=Whole(self._state("whole", None)).told())
        (facts,) = self.base.execute("SELECT count(*) FROM fact").fetchone()
        if self._state("sealed", 0):
            return int(facts)
        for step, run in enumerate((self._finish_tables, self._check_links, self._seal)):
            self.progress("finishing", step, 3)
            run()
        self.progress("finishing", 3, 3)
        return int(facts)

    def _finish_tables(self) -> None:
        if self._state("tables", False):
            return
        self.base.execute("INSERT INTO term(term) VALUES ('optimize')")
        self.base.executescript(f"BEGIN;{FINISH}")
        first = Whole(self._state("whole", None)).measures
        write_names(self.base, self.store, self.stem, sorted(first, key=first.__getitem__))
        for name, key in RECORDS.items():
            rows = [
                (name, r[key], n, json.dumps(r, ensure_ascii=True))
                for n, r in enumerate(self.parts[name])
            ]
            self.base.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", rows)
        self.base.executemany(
            "INSERT INTO source VALUES (?, ?, ?)",
            ((fold(file), n, file) for file, n in self.rows.sources.items()),
        )
        self.base.executemany(
            "INSERT INTO wording VALUES (?, ?, ?, ?)",
            ((*span, words) for span, words in self.store.wording.items()),
        )
        self._note(tables=True)
        self.base.execute("COMMIT")

    def _check_links(self) -> None:
        """Check that relations lead to facts, and that these know what supersedes them."""
        lost = self.base.execute(
            "SELECT f.id, r.other FROM relation r JOIN fact f ON f.number = r.fact "
            "WHERE NOT EXISTS (SELECT 1 FROM fact o WHERE o.id = r.other) LIMIT 1"
        ).fetchone()
        if lost:
            what = f"relations names an unknown fact {lost[1]!r}"
            raise _wrong(self.directory, f"facts.ndjson {lost[0]!r}", what)
        loose = self.base.execute(
            "SELECT w.source, w.start, w.stop FROM wording w JOIN source s ON s.file = w.source "
            "WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.source = s.number "
            "AND e.start = w.start AND e.stop = w.stop) LIMIT 1"
        ).fetchone()
        if loose:
            raise _wrong(self.directory, *uncited(*loose))
        differs = self.base.execute(
            """
            WITH said AS (
              SELECT other AS id, group_concat(id, ' ') AS later FROM (
                SELECT DISTINCT r.other AS other, f.id AS id FROM relation r
                JOIN fact f ON f.number = r.fact WHERE r.type = 'supersedes' ORDER BY r.other, f.id
              ) GROUP BY other
            )
            SELECT id FROM (SELECT * FROM said EXCEPT SELECT * FROM superseded)
            UNION ALL SELECT id FROM (SELECT * FROM superseded EXCEPT SELECT * FROM said) LIMIT 1
            """
        ).fetchone()
        if differs:
            raise _wrong(self.directory, f"facts.ndjson {differs[0]!r}", NOT_SUPERSEDED)
        overtaken: dict[str, list[str]] = {}
        for old, later in self.base.execute(
            "SELECT r.other, f.id FROM relation r JOIN fact f ON f.number = r.fact "
            "WHERE r.type = 'supersedes'"
        ):
            overtaken.setdefault(old, []).append(later)
        for problem in circles(overtaken):
            raise _wrong(self.directory, problem.where.replace(".json", ".ndjson"), problem.what)

    def _seal(self) -> None:
        """Write what holds of the whole, and the time that the finished file will bear."""
        (dated,) = self.base.execute(
            "SELECT coalesce(max(number), 0) FROM fact WHERE date IS NOT NULL"
        ).fetchone()
        (facts,) = self.base.execute("SELECT count(*) FROM fact").fetchone()
        dates = self.base.execute("SELECT min(date_start), max(date_end) FROM fact").fetchone()
        self.base.execute("BEGIN")
        self.base.execute("DROP TABLE superseded")
        self._note(
            manifest=self.parts["manifest"],
            fingerprint=fingerprint(self.directory),
            dated=dated,
            facts=facts,
            dates=dates,
        )
        self._note(sealed=int(time.time()) // 2 * 2)  # seconds that every file system keeps
        self.base.execute(f"PRAGMA application_id = {APPLICATION}")
        self.base.execute(f"PRAGMA user_version = {FORMAT}")
        self.base.execute("COMMIT")


RECORDS = {"sources": "file", "entities": "id", "topics": "id", "measures": "id"}
