"""The names of an index: written so that typed words find the few that they can mean."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from mss_cli.query.names import ANY, Name, Names, latin
from mss_cli.query.resolution import ALIKE, alike, edits, initials, key, telling, words
from mss_cli.query.store import Store
from mss_cli.search.lexicon import label_stems
from mss_cli.stores.index.database import Database
from mss_cli.stores.index.terms import Stem
from mss_cli.text import fold
from mss_cli.text import words as plain_words

PARTS = ("entities", "topics", "measures", "synonyms")


def write_names(
    base: sqlite3.Connection, store: Store, stem: Stem, measures: Iterable[str]
) -> None:
    """Write all names of a store, and by which words, stems and spellings each is found.

    measures: the ids of those that facts have; some may not be described.
    """
    used = (Name(m, "measure", (m,)) for m in measures if m not in store.measures)
    of_measures = Names([*store.measure_names, *used])
    every = (store.entity_names, store.topic_names, of_measures, store.rings)
    number = 0
    for part, names in zip(PARTS, every, strict=True):
        numbered = list(enumerate(names, number))
        number += len(numbered)
        keys = {n: list(_keys((*name.names, *name.hidden), stem)) for n, name in numbered}
        rarity = Counter(s for every_key in keys.values() for one in every_key for s in {*one})
        for n, name in numbered:
            _write(base, part, n, name)
            filed = {(part, min(one, key=lambda s: (rarity[s], s)), n) for one in keys[n]}
            base.executemany("INSERT INTO label VALUES (?, ?, ?)", filed)
            stems = {(part, s, n) for one in _keys(name.names, stem) for s in one}
            base.executemany("INSERT INTO name_stem VALUES (?, ?, ?)", stems)
        labels = latin(label for name in names for label in (*name.names, *name.hidden))
        told = {(part, word) for word in re.findall(r"[^\W_]+", labels)}
        base.executemany("INSERT INTO label_word VALUES (?, ?)", told)


def _keys(labels: Iterable[str], stem: Stem) -> Iterator[tuple[str, ...]]:
    return (key for label in labels if (key := label_stems(label, stem)))


def _write(base: sqlite3.Connection, part: str, number: int, name: Name) -> None:
    letters = "".join(word[0] for word in words(name.names[0]))
    row = (number, part, name.id, name.kind, letters)
    told = (json.dumps(name.names), json.dumps(name.hidden))
    base.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, *told))
    single = {token for label in name.names for token in (label, *label.split())}
    of_names = {(part, word, number) for token in single for word in words(token)}
    base.executemany("INSERT INTO name_word VALUES (?, ?, ?)", of_names)
    whole = {(part, "".join(key(label)), number) for label in (*name.names, *name.hidden)}
    base.executemany("INSERT INTO name_whole VALUES (?, ?, ?)", whole)
    if part == "entities":
        shown = {(word, name.kind) for word in plain_words(name.names[0])}
        base.executemany("INSERT OR IGNORE INTO name_shown VALUES (?, ?)", shown)


def end(prefix: str) -> str:
    """Return the text before which every text stands that begins so."""
    return prefix + "\U0010ffff"


class StoredNames(Names):
    """The names of one part of a store, as far as typed words can mean them."""

    def __init__(self, base: Database, part: str) -> None:
        self._base = base
        self._part = part

    def __iter__(self) -> Iterator[Name]:
        return self._named("SELECT number FROM name WHERE part = ?", self._part)

    def near(self, how: str, typed: str) -> Sequence[Name]:
        """Return those that typed words can mean in a step of names.py; "" for the nearest."""
        part, wanted = self._part, key(typed)
        if how == "id":
            return [
                *self._named("SELECT number FROM name WHERE part=? AND id=?", part, fold(typed))
            ]
        if how == "name":
            joined = "SELECT name FROM name_whole WHERE part = ? AND joined = ?"
            return [*self._named(joined, part, "".join(wanted))]
        letters = initials(typed)
        if how == "start" and letters:
            same = "SELECT number FROM name WHERE part = ? AND initials = ?"
            return [*self._named(same, part, "".join(letters))]
        if how == "word":
            found = [self._with_words([word]) for word in telling(wanted)]
        elif how == "":
            found = [self._with_words(self._alike(wanted))]
        else:
            found = [self._with_words(self._like(word, how == "spelling")) for word in wanted]
        return self._numbered(set.intersection(*found)) if found else []

    def _like(self, word: str, misspelt: bool) -> Iterator[str]:
        """Yield the words of names that begin so, or are spelt like it."""
        yield from self._words(word)
        if misspelt and len(word) >= 4 and word.isalpha():
            for begin in dict.fromkeys((word[0], word[1::-1])):
                for other in self._words(begin, len(word) - 2, len(word) + 2):
                    if edits(word, other) is not None:
                        yield other

    def _alike(self, wanted: Sequence[str]) -> Iterator[str]:
        """Yield the words of names that are like one that was typed, and so of like length."""
        for word in wanted:
            if len(word) >= 4 and word.isalpha():
                fewest, most = int(len(word) * ALIKE), int(len(word) / ALIKE) + 1
                yield from alike(word, self._words("", fewest, most))

    def _words(self, prefix: str, least: int = 0, most: int = ANY) -> list[str]:
        rows = self._base.rows(
            "SELECT DISTINCT word FROM name_word WHERE part = ? AND word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ?",
            self._part,
            prefix,
            end(prefix),
            least,
            most,
        )
        return [word for (word,) in rows]

    def _with_words(self, told: Iterable[str]) -> set[int]:
        sql = "SELECT name FROM name_word WHERE part = ? AND word = ?"
        return {n for word in {*told} for (n,) in self._base.rows(sql, self._part, word)}

    def only(self, ids: Collection[str]) -> Names:
        """Return the names of some things alone."""
        sql = "SELECT number FROM name WHERE part = ? AND id = ?"
        found = (self._base.one(sql, self._part, identifier) for identifier in ids)
        return Names(self._numbered(n for n in found if n is not None))

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return those with a label that is made of these stems."""
        sql = "SELECT name FROM label WHERE part = ? AND rarest = ?"
        filed = (self._base.rows(sql, self._part, stem) for stem in stems)
        return self._numbered({n for rows in filed for (n,) in rows})

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return those with a stem in one of their names."""
        return self._named("SELECT name FROM name_stem WHERE part=? AND stem=?", self._part, stem)

    def words(self, prefix: str, least: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of all labels in Latin letters that begin so."""
        sql = (
            "SELECT word FROM label_word WHERE part = ? AND word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ?"
        )
        rows = self._base.rows(sql, self._part, prefix, end(prefix), least, longest)
        return {word for (word,) in rows}

    def shown(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that begin so; kind: of these things only."""
        sql = "SELECT word FROM name_shown WHERE word >= ? AND word < ? AND ? IN ('', kind)"
        return {w for (w,) in self._base.rows(sql, prefix, end(prefix), kind)}

    def _named(self, numbers: str, *values: str) -> Iterator[Name]:
        """Yield the names whose numbers a statement selects, in the order of the store."""
        found = self._base.rows(
            f"SELECT id, kind, names, hidden FROM name WHERE number IN ({numbers}) ORDER BY number",
            *values,
        )
        for identifier, kind, names, hidden in found:
            told = self._base.parsed
            yield Name(identifier, kind, tuple(told(names)), tuple(told(hidden)))

    def _numbered(self, numbers: Iterable[int]) -> list[Name]:
        listed = ",".join(map(str, sorted(numbers)))
        return [*self._named(listed)]
