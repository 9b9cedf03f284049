"""Decisions made from bytes, so that a change of the bytes changes the test case.

Like atheris.FuzzedDataProvider, but in plain Python: the same on every system, with or without
a fuzzer, and it never fails at the end of the bytes.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Reads bytes from the front; after the last byte, every number is the smallest.

    endless: the first four bytes seed random numbers that follow the last byte, for test cases
    too large to spell out byte by byte.
    """

    def __init__(self, data: bytes, endless: bool = False) -> None:
        self._more = Random(data[:4]) if endless else None
        self._data = data[4:] if endless else data
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are unread."""
        return max(len(self._data) - self._at, 0)

    def byte(self) -> int:
        """Return the next byte as a number."""
        self._at += 1
        if self._at <= len(self._data):
            return self._data[self._at - 1]
        return self._more.randrange(256) if self._more else 0

    def number(self, low: int, high: int) -> int:
        """Return a number from low to high, both included."""
        span, value, reach = high - low + 1, 0, 1
        while reach < span:
            value, reach = value << 8 | self.byte(), reach << 8
        return low + value % span

    def pick(self, items: Sequence[T]) -> T:
        """Return one of some items."""
        return items[self.number(0, len(items) - 1)]

    def some(self, items: Sequence[T], least: int, most: int) -> list[T]:
        """Return a random number of distinct items, between least and most if there are enough."""
        rest = list(items)
        count = min(self.number(least, most), len(rest))
        return [rest.pop(self.number(0, len(rest) - 1)) for _ in range(count)]

    def now(self, percent: int) -> bool:
        """Return True in the given percentage of cases."""
        return self.number(0, 99) >= 100 - percent

    def text(self, known: Sequence[str]) -> str:
        """Return a known text, or one that the bytes spell."""
        if self.number(0, 3):
            return self.pick(known)
        size = self.number(0, 24)
        spelt = bytes(self.byte() for _ in range(size))
        return spelt.decode("utf-8", "replace")
