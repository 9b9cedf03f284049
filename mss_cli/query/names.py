"""What things are called: the names of a store, and which of them typed words can mean.

Every look-up here may give more than is meant, never less; names.py and search decide.
Names in memory are few enough to be looked at one by one; those of an index are not.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from mss_cli.text import fold, words

ANY = 1_000_000  # letters of a word, more than any has


class Name(NamedTuple):
    """Something a user can name: an entity, topic or measure, with all its names.

    names: the display name first. hidden: what finds it when typed whole, and is not listed.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    hidden: tuple[str, ...] = ()


class Names:
    """The names of all things of one sort."""

    def __init__(self, every: Sequence[Name]) -> None:
        self._every = every

    def __iter__(self) -> Iterator[Name]:
        return iter(self._every)

    def near(self, how: str, typed: str) -> Sequence[Name]:
        """Return those that typed words can mean in a step of names.py; "" for the nearest."""
        return self._every

    def only(self, ids: Collection[str]) -> "Names":
        """Return the names of some things alone."""
        return Names([name for name in self if name.id in ids])

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return those with a label that is made of these stems."""
        return self._every

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return those with a stem in one of their names."""
        return self._every

    def words(self, prefix: str, least: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of all labels in Latin letters that begin so.

        least, longest: how many letters they have.
        """
        found = {*re.findall(rf"(?<![^\W_]){re.escape(prefix)}[^\W_]*", self._labels)}
        return {word for word in found if least <= len(word) <= longest}

    def shown(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that begin so; kind: of these things only."""
        told = [name.names[0] for name in self._every if kind in ("", name.kind)]
        return {word for word in words("\n".join(told)) if word.startswith(prefix)}

    @cached_property
    def _labels(self) -> str:
        return latin(label for name in self._every for label in (*name.names, *name.hidden))


def latin(labels: Iterable[str]) -> str:
    """Return the labels in Latin letters, folded, one after the other."""
    every = list(labels)
    plain = "\n".join(label for label in every if label.isascii())
    accented = "\n".join(each for each in every if each and "\x7f" < max(each) < "\u0370")
    return f"{fold(plain)}\n{fold(accented)}"
