"""The names of entities, topics and measures, and look-ups that find candidates among them.

A look-up may return names that do not fit, but it never leaves out one that does:
resolution.py and search decide. Names in memory are few, so their look-ups return all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from mss_cli.text import fold, words

ANY = 1_000_000  # no limit: more letters than any word has


class Name(NamedTuple):
    """An entity, topic or measure with its names.

    names: the display name, then the aliases. hidden: labels that find it only if the user
    types them whole, and that mss never prints (hiddenLabel in SKOS).
    """

    id: str
    kind: str
    names: tuple[str, ...]
    hidden: tuple[str, ...] = ()


class Names(Protocol):
    """The names of all entities, of all topics, or of all measures."""

    def __iter__(self) -> Iterator[Name]: ...

    def near(self, how: str, typed: str) -> Sequence[Name]:
        """Return the names that a step of name resolution may pick; "" is for suggestions."""

    def only(self, ids: Collection[str]) -> "Names":
        """Return the names of these ids."""

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return the names with a label that consists of these stems."""

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return the names with this stem in one of their names."""

    def words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of all labels in Latin letters that start with a prefix.

        shortest, longest: the lengths that a word may have, in letters.
        """

    def shown(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that start with a prefix.

        kind: of entities of this kind only; "" for all.
        """


class ListedNames:
    """Names in memory, few enough to look at one by one."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = names

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names)

    def near(self, how: str, typed: str) -> Sequence[Name]:
        """Return all names."""
        return self._names

    def only(self, ids: Collection[str]) -> Names:
        """Return the names of these ids."""
        return ListedNames([name for name in self if name.id in ids])

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return all names."""
        return self._names

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return all names."""
        return self._names

    def words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of all labels in Latin letters that start with a prefix."""
        found = {*re.findall(rf"(?<![^\W_]){re.escape(prefix)}[^\W_]*", self._labels)}
        return {word for word in found if shortest <= len(word) <= longest}

    def shown(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that start with a prefix."""
        displayed = [name.names[0] for name in self._names if kind in ("", name.kind)]
        return {word for word in words("\n".join(displayed)) if word.startswith(prefix)}

    @cached_property
    def _labels(self) -> str:
        return latin(label for name in self._names for label in (*name.names, *name.hidden))


def latin(labels: Iterable[str]) -> str:
    """Return the labels in Latin letters as one folded text."""
    every = list(labels)
    plain = "\n".join(label for label in every if label.isascii())
    accented = "\n".join(each for each in every if each and "\x7f" < max(each) < "\u0370")
    return f"{fold(plain)}\n{fold(accented)}"
