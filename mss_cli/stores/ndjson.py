"""Facts that stay in facts.ndjson, one per line, and are read each time they are needed."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from io import FileIO
from typing import NamedTuple, cast

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Fact, Printed
from mss_cli.stores.files import read_error
from mss_cli.stores.json_files import parse_line, read_lines

FactCheck = Callable[[Fact], str]  # returns the first problem of a fact, or ""


class Location(NamedTuple):
    """Where a fact is in facts.ndjson.

    offset, length: of its line, in bytes. canonical: 1 if mss prints the fact as exactly this
    line, and so can copy it; else 0. number: of the fact in the index; 0 without an index.
    """

    id: str
    offset: int
    length: int
    canonical: int
    number: int


def read_bytes(descriptor: int, offset: int, length: int) -> bytes:
    """Read part of an open file. Windows has no pread."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, length)


class FactFile:
    """The facts of an NDJSON file, read again on each iteration.

    check: applied to each fact until an iteration is complete. size: the number of facts if it
    is known; otherwise the first call of `len` counts them.

    Iterating raises DataError for a line that is not a valid fact.
    """

    def __init__(self, path: str, check: FactCheck | None = None, size: int | None = None) -> None:
        self.path = path
        self._check = check
        self._size = size

    def __iter__(self) -> Iterator[Fact]:
        return (fact for fact, _, _ in self.with_offsets())

    def with_offsets(self) -> Iterator[tuple[Fact, int, int]]:
        """Yield each fact with the offset and length of its line in bytes. Raises DataError."""
        check, size = self._check, 0
        for line in read_lines(self.path):
            size += 1
            raw = line.raw
            fact = self._checked(raw, line.number, check) if check else json.loads(raw.decode())
            yield fact, line.offset, len(raw)
        self._size, self._check = size, None

    def _checked(self, raw: bytes, number: int, check: FactCheck) -> Fact:
        where = f"{os.path.basename(self.path)} line {number}"
        fact: Fact = parse_line(raw, where)
        problem = check(fact)
        if problem:
            hint = "run 'mss verify --store DIR' to list all problems"
            raise DataError(problem, where=where, expected=hint)
        return fact

    def __len__(self) -> int:
        if self._size is None:
            for _ in self:
                pass
        return self._size or 0

    @cached_property
    def bytes(self) -> int:
        """The size of the file."""
        return os.path.getsize(self.path)

    def __contains__(self, fact: object) -> bool:
        return any(fact == other for other in self)

    def facts_at(self, locations: Iterable[Location]) -> Iterator[Fact]:
        """Yield the facts at these locations.

        Raises DataError if a location holds no fact or another one.
        """
        try:
            for location in locations:
                fact = self._fact_at(location)
                if fact is None:
                    raise DataError(
                        f"has no fact {location.id!r} where the index points",
                        where=os.path.basename(self.path),
                        expected="run 'mss index' to rebuild the index",
                    )
                yield fact
        except OSError as error:
            raise read_error(error, os.path.basename(self.path)) from None

    def _fact_at(self, location: Location) -> Fact | None:
        """Return the fact at a location; None if another fact, or none, is there."""
        length = min(location.length, limits.MAX_LINE_BYTES)
        try:
            text = read_bytes(self._file.fileno(), location.offset, length).decode()
            fact: Fact = json.loads(text)
            if fact["id"] != location.id:
                return None
            if location.canonical:
                printed = Printed(fact)
                printed.line = text.rstrip("\n")
                fact = cast(Fact, printed)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None
        return fact

    @cached_property
    def _file(self) -> FileIO:
        """The file, open for reading at locations."""
        return FileIO(self.path)

    def close(self) -> None:
        """Close the file if it is open. The next read at a location opens it again."""
        if "_file" in self.__dict__:
            self._file.close()
            del self._file
