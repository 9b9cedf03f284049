"""Facts that stay in their file, one a line, and are read each time one goes over them."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import cast

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Fact, Printed
from mss_cli.stores.files import unreadable
from mss_cli.stores.json_files import lines, record

Check = Callable[[Fact], str]  # what is wrong with a fact, or ""


def read_at(file: int, byte: int, size: int) -> bytes:
    """Return bytes of an open file; only Windows has no pread."""
    if hasattr(os, "pread"):
        return os.pread(file, size, byte)
    os.lseek(file, byte, os.SEEK_SET)
    return os.read(file, size)


class Lines:
    """The facts of a file; check: what each must pass the first time it is read."""

    def __init__(self, path: str, check: Check | None = None, size: int | None = None) -> None:
        self.path = path
        self._check = check
        self._size = size

    def __iter__(self) -> Iterator[Fact]:
        return (fact for fact, _, _ in self.placed())

    def placed(self) -> Iterator[tuple[Fact, int, int]]:
        """Yield each fact, where its bytes begin, and how many they are. Raises DataError."""
        check, size = self._check, 0
        for line in lines(self.path):
            size += 1
            raw = line.raw
            fact = self._checked(raw, line.number, check) if check else json.loads(raw.decode())
            yield fact, line.byte, len(raw)
        self._size, self._check = size, None

    def _checked(self, raw: bytes, number: int, check: Check) -> Fact:
        where = f"{os.path.basename(self.path)} line {number}"
        fact: Fact = record(raw, where)
        fault = check(fact)
        if fault:
            raise DataError(fault, where=where, expected="'mss verify --store DIR' lists all")
        return fact

    def __len__(self) -> int:
        if self._size is None:
            for _ in self:
                pass
        return self._size or 0

    def __contains__(self, fact: object) -> bool:
        return any(fact == other for other in self)

    def at(self, places: Iterable[tuple[str, int, int, int]]) -> Iterator[Fact]:
        """Yield the facts at some places. Raises DataError if another, or none, is there.

        A place: the id, where its bytes begin, how many they are, and whether the line is
        just what is printed of the fact.
        """
        try:
            for identifier, byte, size, printed in places:
                try:
                    text = read_at(self._file, byte, min(size, limits.MAX_LINE_BYTES)).decode()
                    fact: Fact = json.loads(text)
                    there = fact["id"]
                    if printed:
                        fact = cast(Fact, Printed(fact))
                        fact.line = text.rstrip("\n")  # type: ignore[attr-defined]
                except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
                    there = None
                if there != identifier:
                    raise DataError(
                        f"{identifier!r} is not where the index says",
                        where=os.path.basename(self.path),
                        expected="'mss index' makes the index anew",
                    )
                yield fact
        except OSError as error:
            raise unreadable(error, os.path.basename(self.path)) from None

    @cached_property
    def _file(self) -> int:
        """The open file, for reading at places."""
        return os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def __del__(self) -> None:
        if "_file" in self.__dict__:
            os.close(self._file)
