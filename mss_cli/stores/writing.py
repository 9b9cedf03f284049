"""Write to a store of one's own: whole or not at all, one writer at a time, nothing lost.

    with Writer("my-store") as writer:
        facts = [*writer.parts["facts"], fact]
        writer.commit({"facts": facts}, {"drafts/one.toml": b"..."}, "add a fact")

A commit goes like this:

1. Derive and check the whole new store in memory. If anything is wrong, nothing is written.
2. Write every changed file under `.mss/staged/N/`, and a copy of the file that it replaces under
   `.mss/history/N/`. Sync files and folders.
3. Put the intent in place: write it beside, sync, rename it to `.mss/intent.json`, sync. This
   rename is the moment of the commit: from now on readers see the staged files (pending.py).
4. Put a copy of each staged file in place of the old one, again by a rename. Sync, and write N to
   `.mss/head`.
5. Remove the intent. The next writer sweeps what is left under `.mss/staged/`.

If the program dies before the rename in step 3, the store is the old one. If it dies later,
readers see the new one, and the next writer repeats steps 4 and 5, which do no harm twice. A reader
notes the number of the last commit before and after it reads, and reads again if they differ.

Decisions of a review are appended to `.mss/decisions.ndjson`, one line each, and synced before they
count. The commit that takes them rewrites that file as one of its own files.

An advisory lock on `.mss/lock` keeps out other writers; it ends with the process.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from os.path import isdir
from types import TracebackType
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.errors import DataError, MssError, UsageError
from mss_cli.stores.directory import PARTS, fingerprint
from mss_cli.stores.disk import Disk, lock
from mss_cli.stores.loading import examine, invalid_store
from mss_cli.stores.locations import refuse_tables
from mss_cli.stores.next_state import Files, earlier_state, next_state
from mss_cli.stores.packing import PACKED, packed, unpacked
from mss_cli.stores.pending import (
    DECISIONS,
    FOLDER,
    HEAD,
    INTENT,
    RECORD,
    STAGED,
    Intent,
    is_name,
    read_intent,
)
from mss_cli.text import plural

HISTORY = f"{FOLDER}/history"
TORN = f"{FOLDER}/decisions.torn"  # the last line that a crash cut short
_BESIDE = f"{FOLDER}/new"
_LOCK = f"{FOLDER}/lock"
_NOTHING = "nothing was changed"
_SAVED = "the change is saved, and the next command that writes puts it in place"
_NOT_FILES = {DECISIONS, "facts.ndjson", *(f"{part}.json" for part in PARTS)}
Decision = dict[str, Any]
Taken = bool | Callable[[Decision], bool]


class _Record(NamedTuple):
    """What the history knows of a commit.

    files: for each file whether it was there before, and the SHA-256 of what the commit wrote, or
    None if it deleted the file.
    """

    why: str
    files: Mapping[str, tuple[bool, str | None]]


def refuse_bundled(directory: str | None, command: str) -> str:
    """Return the directory of a store to write to.

    Raises UsageError for the bundled store, and for one that is no directory.
    """
    if directory is None:
        raise UsageError(
            f"'mss {command}' does not change the bundled store",
            expected="make one of your own with 'mss new DIR' or 'mss new --copy DIR', and name it "
            "with --store DIR",
        )
    refuse_tables(directory)
    return directory


def undo(directory: str) -> str:
    """Take back the last commit of a store; return what it was. Raises UsageError, DataError."""
    with Writer(directory) as writer:
        return writer.undo()


class Writer:
    """The one writer of a store. Use it as a context manager; it holds a lock until it is closed.

    directory: of the store. parts: its parts by name, as deriving leaves them. Do not change them:
    give new values to `commit`.

    Opening it finishes a commit that was cut short. Raises DataError if another program is writing,
    or if the store is not valid or cannot be written.
    """

    def __init__(self, directory: str) -> None:
        if not isdir(directory):
            raise DataError(
                f"no directory {directory!r}", where="store", expected="make it with 'mss new DIR'"
            )
        self.directory = directory
        self._disk = Disk(directory, _BESIDE)
        self._decided: int | None = None  # bytes of whole lines in the log of decisions
        self._files_read: dict[str, str | None] = {}  # their SHA-256
        self._refuse_links()
        self._lock: int | None = self._locked()
        try:
            self._complete(_NOTHING)
            self._seen = ""  # the fingerprint of the parts
            self.parts: dict[str, Any] = self._examined()
            with self._reporting(_NOTHING):
                self._sweep()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the lock."""
        descriptor, self._lock = self._lock, None
        if descriptor is not None:
            os.close(descriptor)

    def _locked(self) -> int:
        with self._reporting(_NOTHING):
            self._disk.make_folder(FOLDER)
            try:
                return lock(self._disk.path(_LOCK))
            except BlockingIOError:
                raise DataError(
                    "another mss is writing to this store",
                    where=f"store {self.directory!r}",
                    expected="wait until it has finished",
                ) from None

    def _refuse_links(self) -> None:
        """Raise DataError if a file or folder that we may write is a link to somewhere else."""
        names = [f"{part}.json" for part in PARTS]
        for name in (FOLDER, "articles", "originals", "drafts", *names, INTENT, HEAD, DECISIONS):
            self._disk.path(name)

    def _examined(self) -> dict[str, Any]:
        """Return the parts of the store. Raises DataError if it is not valid."""
        if self._disk.has("facts.ndjson"):
            raise DataError(
                "mss does not write to a store with facts.ndjson",
                where=f"store {self.directory!r}",
                expected="keep the facts of a store of your own in facts.json",
            )
        self._seen = fingerprint(self.directory)
        problems, parts = examine(self.directory)
        if parts is None or problems:
            raise invalid_store(self.directory, problems)
        return parts

    # --- commits --------------------------------------------------------------------------

    def commit(
        self, parts: Mapping[str, Any], files: Files, why: str, takes_decisions: Taken = False
    ) -> None:
        """Replace parts and files of the store, whole or not at all.

        parts: new values of the changed parts, such as {"facts": [...]}. files: other files by
        their names relative to the store, such as "articles/one.txt"; None deletes one. why: what
        the commit does, for `undo`. takes_decisions: True if it contains all logged decisions, or a
        function that returns True for each decision that it contains. Those leave the log.

        Raises DataError and changes nothing if the new store would not be valid, or cannot be
        written, or if somebody else has changed its files. A commit that changes nothing is not
        recorded.
        """
        self._complete(_NOTHING)
        for name in files:
            if not is_name(name) or name in _NOT_FILES:
                raise DataError("is not a file that a commit may write", where=name[:200])
        self._refuse_others(files)
        new, changed = next_state(self.directory, self.parts, parts, files)
        everything: dict[str, bytes | None] = {**changed, **files}
        if takes_decisions is not False and self._disk.has(DECISIONS):
            everything[DECISIONS] = self._remaining(takes_decisions)
        everything = {n: content for n, content in everything.items() if self._differs(n, content)}
        if everything:
            self._write(everything, why[: limits.MAX_WHY_CHARS])
            self._committed(new)

    def _committed(self, parts: dict[str, Any]) -> None:
        """Note the new state, which is that of the disk even if it cannot be completed now."""
        self.parts = parts
        self._decided = None
        self._files_read = {}
        self._seen = fingerprint(self.directory)
        self._complete(_SAVED)

    def has(self, name: str) -> bool:
        """Return True if the store has a file, such as "articles/one.txt"."""
        return is_name(name) and self._disk.has(name)

    def read(self, name: str) -> bytes | None:
        """Return the content of a file of the store, such as "drafts/one.toml"; None without it.

        A later commit that writes this file is refused if somebody else has changed it since.
        """
        if not is_name(name):
            raise DataError("is not the name of a file in a store", where=name[:200])
        content = self._disk.read(name) if self._disk.has(name) else None
        self._files_read[name] = None if content is None else _sha256(content)
        return content

    def _refuse_others(self, files: Files) -> None:
        """Raise DataError if the store is not as this writer has read it: by hand, for example."""
        changed = [""] if fingerprint(self.directory) != self._seen else []
        for name in files:
            if name in self._files_read:
                now = _sha256(self._disk.read(name)) if self._disk.has(name) else None
                changed += [name] if now != self._files_read[name] else []
        if changed:
            raise DataError(
                "has changed while mss was at work",
                where=changed[0] or f"store {self.directory!r}",
                expected="nothing was written over it; run the command again",
            )

    def _differs(self, name: str, content: bytes | None) -> bool:
        there = self._disk.has(name)
        return there if content is None else not there or self._disk.read(name) != content

    def undo(self) -> str:
        """Take back the last commit that was not taken back; return what it was.

        Raises UsageError if there is none, or if decisions wait to be committed. Raises DataError
        if one of its files has changed since.
        """
        self._complete(_NOTHING)
        waiting = _waiting(self.decisions())
        if waiting:
            raise UsageError(
                f"{plural(waiting, 'decision')} of a review {'waits' if waiting == 1 else 'wait'}",
                where=f"store {self.directory!r}",
                expected="run 'mss review', which takes them into the store, then undo that",
            )
        history = self._history()
        if not history:
            raise UsageError("there is no change to take back", where=f"store {self.directory!r}")
        last = history[-1]
        self._refuse_others({})
        record = self._record(last)
        files: dict[str, bytes | None] = {}
        for name, (existed, wrote) in record.files.items():
            self._refuse_changed(name, wrote)
            files[name] = self._kept(f"{HISTORY}/{last}/{name}") if existed else None
        new = earlier_state(self.directory, self.parts, files)
        self._write(files, f"undo: {record.why}"[: limits.MAX_WHY_CHARS], drop=last)
        self._committed(new)
        return record.why

    def _kept(self, name: str) -> bytes:
        """Return a file as the history keeps it. Raises DataError."""
        try:
            return unpacked(self._disk.read(f"{name}{PACKED}"))
        except ValueError as error:
            raise DataError(str(error), where=f"{name}{PACKED}") from None

    def _refuse_changed(self, name: str, wrote: str | None) -> None:
        """Raise DataError if a file is not as the commit left it: undo would lose the change."""
        if self._disk.has(name) and _sha256(self._disk.read(name)) != wrote:
            raise DataError(
                "has changed since, and undo would lose that",
                where=name,
                expected="move the file to another place, or take back your own change first",
            )

    # --- steps of a commit ----------------------------------------------------------------

    def _write(self, files: Files, why: str, drop: int = 0) -> None:
        """Do steps 2 and 3: when this returns, the commit has happened. Else nothing changed.

        drop: the commit that this one takes back; then it has no history of its own.
        """
        number = self._head() + 1
        self._disk.clear(STAGED)
        try:
            with self._reporting(_NOTHING):
                intent = self._stage(number, files, why, drop)
                self._disk.sync()
                self._disk.replace(INTENT, intent)
                self._disk.sync()
        except MssError:
            if not self._disk.has(INTENT):
                self._disk.clear(f"{STAGED}/{number}")
                self._disk.clear(f"{HISTORY}/{number}")
                raise

    def _stage(self, number: int, files: Files, why: str, drop: int) -> bytes:
        """Write the new files and copies of the old ones; return the intent."""
        staged, history = f"{STAGED}/{number}", f"{HISTORY}/{number}"
        record: dict[str, tuple[bool, str | None]] = {}
        for name, content in files.items():
            if content is not None:
                self._disk.write(f"{staged}/{name}", content, like=name)
            existed = self._disk.has(name)
            if drop or name == DECISIONS:
                continue
            if existed:
                kept = packed(self._disk.read(name))
                self._disk.write(f"{history}/{name}{PACKED}", kept, like=name)
            record[name] = (existed, None if content is None else _sha256(content))
        if not drop:
            self._disk.write(f"{history}/{RECORD}", _json(_Record(why, record)))
        writes = {name: content is not None for name, content in files.items()}
        intent = _json(Intent(number, why, writes, (drop,) if drop else ()))
        self._disk.write(f"{staged}/{RECORD}", intent)
        return intent

    def _complete(self, expected: str) -> None:
        """Do steps 4 and 5 of the commit under way, if there is one. expected: for the error."""
        intent = read_intent(self.directory)
        if intent is None:
            return
        staged = f"{STAGED}/{intent.number}"
        missing = [n for n, w in intent.files.items() if w and not self._disk.has(f"{staged}/{n}")]
        if missing:
            raise DataError("the file is missing", where=f"{staged}/{missing[0]}")
        with self._reporting(expected):
            for name, writes in intent.files.items():
                if writes:
                    self._disk.replace(name, self._disk.read(f"{staged}/{name}"))
                else:
                    self._disk.remove(name)
            self._disk.sync()
            self._disk.replace(HEAD, f"{intent.number}\n".encode())
            self._disk.sync()
            self._forget((*intent.drop, *self._history()[: -limits.MAX_COMMITS_KEPT]))
            self._disk.remove(INTENT)
            self._disk.sync()

    def _forget(self, numbers: Sequence[int]) -> None:
        """End the history of commits: first their records, without which the rest is nothing."""
        for number in numbers:
            self._disk.remove(f"{HISTORY}/{number}/{RECORD}")
        self._disk.sync()
        for number in numbers:
            self._disk.clear(f"{HISTORY}/{number}")

    def _sweep(self) -> None:
        """Remove what is left of a finished commit, and of one that never happened."""
        self._disk.clear(STAGED)
        self._disk.clear(f"{HISTORY}/{self._head() + 1}")

    @contextmanager
    def _reporting(self, expected: str) -> Iterator[None]:
        """Turn an OSError into a DataError. expected: what has become of the change."""
        try:
            yield
        except OSError as error:
            raise DataError(
                f"cannot be written ({error.strerror})",
                where=f"store {self.directory!r}",
                expected=expected,
            ) from None

    # --- history --------------------------------------------------------------------------

    def _head(self) -> int:
        """Return the number of the last commit; 0 before the first."""
        content = self._disk.read(HEAD) if self._disk.has(HEAD) else b"0"
        text = content[:20].decode("ascii", "replace").strip()
        if not text.isdecimal():
            raise DataError(
                f"{text!r} is not the number of a commit",
                where=HEAD,
                expected=f"write into it the highest number under {HISTORY}",
            )
        return int(text)

    def _history(self) -> list[int]:
        """Return the numbers of the commits that can be taken back, the last one last."""
        head = self._head()
        numbers = sorted(int(name) for name in self._disk.names(HISTORY) if name.isdecimal())
        return [n for n in numbers if n <= head and self._disk.has(f"{HISTORY}/{n}/{RECORD}")]

    def _record(self, number: int) -> _Record:
        """Return what the history knows of a commit. Raises DataError if that makes no sense."""
        where = f"{HISTORY}/{number}/{RECORD}"
        try:
            why, files = _parsed(self._disk.read(where), ("why", "files"))
            record = _Record(str(why), {n: (bool(f[0]), f[1]) for n, f in files.items()})
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            raise DataError("is not the record of a commit", where=where) from None
        if not all(is_name(name) and name != DECISIONS for name in record.files):
            raise DataError("names a file that no commit writes", where=where)
        return record

    # --- decisions ------------------------------------------------------------------------

    def log(self, decision: Mapping[str, Any]) -> None:
        """Append a decision, and return when it is on the disk.

        decision: a JSON object with the field "do". {"do": "undo", "source": ...} takes back the
        last one of that source.

        Raises DataError if it cannot be written; then the decision does not count.
        """
        try:
            line = json.dumps(decision, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        except (ValueError, TypeError, RecursionError) as error:
            raise DataError(f"cannot be kept ({error})", where="decision") from None
        with self._reporting("the decision was not taken"):
            if self._decided is None:
                content, torn = self._logged()
                self._decided = len(content)
                if torn:
                    self._disk.write(TORN, torn)
            if self._decided + len(line) > limits.MAX_WRITTEN_BYTES:
                raise DataError("is full", where=DECISIONS, expected="end this review, and go on")
            self._disk.append(DECISIONS, line, at=self._decided)
            self._decided += len(line)

    def decisions(self) -> list[Decision]:
        """Return the logged decisions that no commit has taken, oldest first. Raises DataError."""
        content, _ = self._logged()
        return [_decision(line, n) for n, line in enumerate(content.splitlines(), 1)]

    def _logged(self) -> tuple[bytes, bytes]:
        """Return the whole lines of the log, and the line that a crash cut short."""
        content = self._disk.read(DECISIONS) if self._disk.has(DECISIONS) else b""
        whole = content.rfind(b"\n") + 1
        return content[:whole], content[whole:]

    def _remaining(self, taken: Callable[[Decision], bool] | bool) -> bytes:
        """Return the log without the decisions that a commit takes."""
        if taken is True:
            return b""
        lines = self._logged()[0].splitlines(keepends=True)
        every = zip(self.decisions(), lines, strict=True)
        return b"".join(line for each, line in every if not (taken and taken(each)))


def _waiting(decisions: list[Decision]) -> int:
    """Return how many decisions stand that no commit has taken."""
    standing: dict[str, int] = {}
    for decision in decisions:
        source = str(decision.get("source"))
        step = -1 if decision["do"] == "undo" else 1
        standing[source] = max(0, standing.get(source, 0) + step)
    return sum(standing.values())


def _decision(line: bytes, number: int) -> Decision:
    try:
        record = json.loads(line)
        if isinstance(record, dict) and isinstance(record["do"], str):
            return record
    except (ValueError, KeyError, RecursionError):
        pass
    raise DataError("is not a decision", where=f"{DECISIONS}, line {number}")


def _parsed(content: bytes, fields: tuple[str, ...]) -> list[Any]:
    record = json.loads(content)
    return [record[field] for field in fields]


def _json(record: Intent | _Record) -> bytes:
    return json.dumps(record._asdict()).encode()


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()
