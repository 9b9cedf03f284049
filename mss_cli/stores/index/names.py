"""The names in an index, stored so that a typed name finds the few that it may mean."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from mss_cli.query.names import ANY, ListedNames, Name, Names, latin
from mss_cli.query.resolution import (
    MIN_SIMILARITY,
    content_words,
    edits,
    initials,
    key,
    runs_together,
    similar_words,
    words,
)
from mss_cli.query.store import Store
from mss_cli.search.lexicon import label_stems
from mss_cli.stores.index.database import Database
from mss_cli.stores.index.terms import Stem
from mss_cli.text import fold
from mss_cli.text import words as plain_words

# The column `part` says what a name belongs to.
PARTS = ("entities", "topics", "measures", "synonyms")


def write_names(
    connection: sqlite3.Connection, store: Store, stem: Stem, measures: Iterable[str]
) -> None:
    """Write all names of a store, with the words, stems and spellings that find them.

    measures: the ids of all measures that facts use, described in measures.json or not.
    """
    undescribed = [Name(m, "measure", (m,)) for m in measures if m not in store.measures]
    measure_names = ListedNames([*store.measure_names, *undescribed])
    names_of_parts = (store.entity_names, store.topic_names, measure_names, store.synonym_rings)
    number = 0
    for part, names in zip(PARTS, names_of_parts, strict=True):
        numbered = list(enumerate(names, number))
        number += len(numbered)
        _write_labels(connection, part, numbered, stem)
        for name_number, name in numbered:
            _write_name(connection, part, name_number, name)


def _write_labels(
    connection: sqlite3.Connection, part: str, numbered: Sequence[tuple[int, Name]], stem: Stem
) -> None:
    """Write what search looks up: labels by their rarest stem, stems, and words."""
    labels = {n: [*name.names, *name.hidden] for n, name in numbered}
    stems_of_labels = {n: list(_stems(each, stem)) for n, each in labels.items()}
    frequency = Counter(
        stem for stems in stems_of_labels.values() for label in stems for stem in {*label}
    )
    for n, name in numbered:
        rarest = {min(label, key=lambda s: (frequency[s], s)) for label in stems_of_labels[n]}
        rows = ((part, stem, n) for stem in sorted(rarest))
        connection.executemany("INSERT INTO label VALUES (?, ?, ?)", rows)
        stems = {stem for label in _stems(name.names, stem) for stem in label}
        rows = ((part, stem, n) for stem in sorted(stems))
        connection.executemany("INSERT INTO name_stem VALUES (?, ?, ?)", rows)
    text = latin(label for each in labels.values() for label in each)
    label_words = {(part, word) for word in re.findall(r"[^\W_]+", text)}
    connection.executemany("INSERT INTO label_word VALUES (?, ?)", sorted(label_words))


def _stems(labels: Iterable[str], stem: Stem) -> Iterator[tuple[str, ...]]:
    """Yield the stems of each label that has any."""
    return (stems for label in labels if (stems := label_stems(label, stem)))


def _write_name(connection: sqlite3.Connection, part: str, number: int, name: Name) -> None:
    """Write a name and what name resolution looks up."""
    first_letters = "".join(word[0] for word in words(name.names[0]))
    lists = (json.dumps(name.names), json.dumps(name.hidden))
    row = (number, part, name.id, name.kind, first_letters, *lists, name.gender)
    connection.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    tokens = {token for label in name.names for token in (label, *label.split())}
    name_words = {(part, word, number) for token in tokens for word in words(token)}
    runs = {run for label in name.names for run in runs_together(words(label))}
    name_words |= {(part, run, number) for run in runs}
    connection.executemany("INSERT INTO name_word VALUES (?, ?, ?)", sorted(name_words))
    joined = {(part, "".join(key(label)), number) for label in (*name.names, *name.hidden)}
    connection.executemany("INSERT INTO name_whole VALUES (?, ?, ?)", sorted(joined))
    if part == "entities":
        shown = sorted({(word, name.kind) for word in plain_words(name.names[0])})
        connection.executemany("INSERT OR IGNORE INTO name_shown VALUES (?, ?)", shown)


def prefix_end(prefix: str) -> str:
    """Return a text that sorts after every text with this prefix."""
    return prefix + "\U0010ffff"


class IndexedNames:
    """The names of one part of a store, read from its index as they are needed."""

    def __init__(self, database: Database, part: str) -> None:
        self._database = database
        self._part = part

    def __iter__(self) -> Iterator[Name]:
        return self._select("SELECT number FROM name WHERE part = ?", self._part)

    def candidates(self, step: str, typed: str) -> Sequence[Name]:
        """Return the names that a step of name resolution may pick; "" is for suggestions."""
        part, wanted = self._part, key(typed)
        if step == "id":
            by_id = "SELECT number FROM name WHERE part = ? AND id = ?"
            return [*self._select(by_id, part, fold(typed))]
        if step == "name":
            by_whole_name = "SELECT name FROM name_whole WHERE part = ? AND joined = ?"
            return [*self._select(by_whole_name, part, "".join(wanted))]
        letters = initials(typed)
        if step == "start" and letters:
            by_initials = "SELECT number FROM name WHERE part = ? AND initials = ?"
            return [*self._select(by_initials, part, "".join(letters))]
        if step == "word":
            each = [self._with_words([word]) for word in content_words(wanted)]
            numbers = [set.intersection(*each) | self._with_words(["".join(wanted)])]
        elif step == "":
            numbers = [self._with_words(self._alike(wanted))]
        else:
            numbers = [self._with_words(self._like(word, step == "spelling")) for word in wanted]
        return self._numbered(set.intersection(*numbers)) if numbers else []

    def _like(self, word: str, misspelt: bool) -> Iterator[str]:
        """Yield the words of names that start with a word or, if misspelt, are a few edits off."""
        yield from self._words(word)
        if misspelt and len(word) >= 4 and word.isalpha():
            for prefix in dict.fromkeys((word[0], word[1::-1])):
                for other in self._words(prefix, len(word) - 2, len(word) + 2):
                    if edits(word, other, beside=True) is not None:
                        yield other

    def _alike(self, wanted: Sequence[str]) -> Iterator[str]:
        """Yield the words of names that resemble a typed word, and so have a similar length."""
        for word in wanted:
            if len(word) >= 4 and word.isalpha():
                shortest, longest = (
                    int(len(word) * MIN_SIMILARITY),
                    int(len(word) / MIN_SIMILARITY) + 1,
                )
                yield from similar_words(word, self._words("", shortest, longest))

    def _words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> list[str]:
        rows = self._database.rows(
            "SELECT DISTINCT word FROM name_word WHERE part = ? AND word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ?",
            self._part,
            prefix,
            prefix_end(prefix),
            shortest,
            longest,
        )
        return [word for (word,) in rows]

    def _with_words(self, wanted: Iterable[str]) -> set[int]:
        """Return the numbers of the names that have any of these words."""
        sql = "SELECT name FROM name_word WHERE part = ? AND word = ?"
        rows = (self._database.rows(sql, self._part, word) for word in {*wanted})
        return {number for each in rows for (number,) in each}

    def with_ids(self, ids: Collection[str]) -> Names:
        """Return the names of these ids."""
        sql = "SELECT number FROM name WHERE part = ? AND id = ?"
        numbers = (self._database.value(sql, self._part, identifier) for identifier in ids)
        return ListedNames(self._numbered(number for number in numbers if number is not None))

    def labelled(self, stems: Iterable[str]) -> Iterable[Name]:
        """Return the names with a label that consists of these stems."""
        sql = "SELECT name FROM label WHERE part = ? AND rarest = ?"
        rows = (self._database.rows(sql, self._part, stem) for stem in stems)
        return self._numbered({number for each in rows for (number,) in each})

    def with_stem(self, stem: str) -> Iterable[Name]:
        """Return the names with this stem in one of their names."""
        return self._select(
            "SELECT name FROM name_stem WHERE part = ? AND stem = ?", self._part, stem
        )

    def label_words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> set[str]:
        """Return the folded words of all labels in Latin letters that start with a prefix.

        shortest, longest: the lengths that a word may have, in letters.
        """
        sql = (
            "SELECT word FROM label_word WHERE part = ? AND word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ?"
        )
        bounds = (prefix, prefix_end(prefix), shortest, longest)
        return {word for (word,) in self._database.rows(sql, self._part, *bounds)}

    def display_words(self, prefix: str, kind: str = "") -> set[str]:
        """Return the folded words of display names that start with a prefix.

        kind: of entities of this kind only; "" for all.
        """
        sql = "SELECT word FROM name_shown WHERE word >= ? AND word < ? AND ? IN ('', kind)"
        return {word for (word,) in self._database.rows(sql, prefix, prefix_end(prefix), kind)}

    def _select(self, numbers_sql: str, *values: str) -> Iterator[Name]:
        """Yield the names whose numbers a statement selects, in the order of the store."""
        rows = self._database.rows(
            "SELECT id, kind, names, hidden, gender FROM name "
            f"WHERE number IN ({numbers_sql}) ORDER BY number",
            *values,
        )
        parse = self._database.parse
        for identifier, kind, names, hidden, gender in rows:
            yield Name(identifier, kind, tuple(parse(names)), tuple(parse(hidden)), gender)

    def _numbered(self, numbers: Iterable[int]) -> list[Name]:
        return [*self._select(",".join(map(str, sorted(numbers))))]
