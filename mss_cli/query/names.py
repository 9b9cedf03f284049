"""The Names protocol, and its implementation for names in memory.

The look-ups return candidates. They may return a name that does not match, but never leave out
a name that does; resolution.py and search/ compare the candidates with the typed words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from mss_cli.text import fold, words

ANY = 1_000_000  # no upper bound: no word has this many letters


class Name(NamedTuple):
    """The names of one entity, topic or measure, or the words of one synonym ring.

    names: the display name, then the aliases.
    hidden: labels that match only if the user types the whole label. mss never prints them
        (hiddenLabel in SKOS).
    gender: `male` or `female` if the record of a person says so, else "".
    """

    id: str
    kind: str
    names: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    gender: str = ""


class Names(Protocol):
    """The names of all entities, topics or measures, or all synonym rings."""

    def __iter__(self) -> Iterator[Name]: ...

    def candidates(self, step: str, typed: str) -> Sequence[Name]:
        """Return the names that may match a typed name at a step of name resolution.

        step: a word of resolution.STEPS, or "" for names to suggest.
        """

    def with_ids(self, ids: Collection[str]) -> "Names":
        """Return the names of these ids."""

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return the names with a label whose stems are all among these stems."""

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return the names that contain a word with this stem."""

    def label_words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of Latin-script labels that start with a prefix.

        shortest, longest: the bounds on the length of a word, in letters, both inclusive.
        """

    def display_words(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that start with a prefix.

        kind: use only the entities of this kind; "" means all kinds.
        """


class ListedNames:
    """Names in memory. There are few enough to compare each one, so most look-ups return all."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = names

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names)

    def candidates(self, step: str, typed: str) -> Sequence[Name]:
        """Return all names."""
        return self._names

    def with_ids(self, ids: Collection[str]) -> Names:
        """Return the names of these ids."""
        return ListedNames([name for name in self if name.id in ids])

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return all names."""
        return self._names

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return all names."""
        return self._names

    def label_words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of Latin-script labels that start with a prefix."""
        matches = {*re.findall(rf"(?<![^\W_]){re.escape(prefix)}[^\W_]*", self._labels)}
        return {word for word in matches if shortest <= len(word) <= longest}

    def display_words(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that start with a prefix."""
        displayed = [name.names[0] for name in self._names if kind in ("", name.kind)]
        return {word for word in words("\n".join(displayed)) if word.startswith(prefix)}

    @cached_property
    def _labels(self) -> str:
        return latin(label for name in self._names for label in (*name.names, *name.hidden))


def latin(labels: Iterable[str]) -> str:
    """Return the Latin-script labels as one folded text, one label per line."""
    all_labels = list(labels)
    ascii_only = "\n".join(label for label in all_labels if label.isascii())
    accented = "\n".join(label for label in all_labels if label and "\x7f" < max(label) < "\u0370")
    return f"{fold(ascii_only)}\n{fold(accented)}"
