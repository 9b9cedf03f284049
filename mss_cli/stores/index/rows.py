"""A fact as the rows that the tables of an index have of it, a batch of facts at a time."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from mss_cli.facts.chronology import by_date
from mss_cli.query.as_of import AsOf, may_shift, published
from mss_cli.query.store import Store
from mss_cli.stores.index.terms import Stem, lasts, terms

Said = Sequence[tuple[str, Sequence[str]]]  # texts with their words


class Whole:
    """What holds of all facts together, added up: see `told` for what it is."""

    def __init__(self, before: Any) -> None:
        found = before or {"letters": 0, "units": [], "years": [], "measures": {}}
        self.letters: int = found["letters"]
        self.units, self.years = set(found["units"]), set(found["years"])
        self.measures: dict[str, int] = found["measures"]

    def add(self, fact: Any, byte: int) -> None:
        """Add a fact that begins at a byte of its file."""
        self.letters += len(fact["text"])
        quantity = fact["quantity"]
        if quantity is not None:
            self.units.add(quantity["unit"])
            first = self.measures.get(quantity["measure"], byte)
            self.measures[quantity["measure"]] = min(first, byte)
        self.years.update(int(d[:4]) for d in (fact["date_start"], fact["date_end"]) if d)

    def told(self) -> dict[str, object]:
        """Return code points of all texts, units, years, and where each measure is first."""
        return {
            "letters": self.letters,
            "units": sorted(self.units),
            "years": sorted(self.years),
            "measures": self.measures,
        }


class RowMaker:
    """Knows of a store what the rows of its facts need: the numbers of sources, their days."""

    def __init__(self, store: Store, stem: Stem) -> None:
        self.stem = stem
        self._store = store
        self._as_of: dict[str, AsOf] = {}
        self.sources = {file: number for number, file in enumerate(store.sources)}
        self._published = {file: published(store, file) for file in store.sources}
        self._countries = {i for i, e in store.entities.items() if e["kind"] == "country"}

    def known(self, fact: Any) -> tuple[str, str, bool]:
        """Return the first and last day by which a source of a fact was published.

        And whether it would be dated otherwise as of a day between them.
        """
        days = [self._published[file] for file in fact["sources"]]
        first, last = min(days), max(days)
        return first, last, first < last and may_shift(fact, first)

    def states(self, fact: Any) -> Iterator[tuple[Any, ...]]:
        """Yield where a fact stood in time between the days by which its sources came.

        From a day, up to before another: whether it was undated, and its place in order.
        """
        days = sorted({self._published[file] for file in fact["sources"]})
        for day, following in pairwise(days):
            if day not in self._as_of:
                self._as_of[day] = AsOf(self._store, day)
            cut = self._as_of[day].cut(fact)
            if cut is not None:
                yield day, following, cut["date"] is None, *by_date(cut)

    def represented(self, fact: Any) -> Iterator[tuple[str, str]]:
        """Yield each country with who holds an office of it."""
        if fact["kind"] == "role":
            for country in self._countries.intersection(fact["about"]):
                yield from ((country, person) for person in fact["actors"])


class Batch:
    """The rows of some facts, table by table; whole: what is added up of all facts."""

    def __init__(self, maker: RowMaker, whole: Whole) -> None:
        self.whole = whole
        self._maker = maker
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERTS}
        self._times: dict[str, int] = {}

    def add(self, fact: Any, number: int, said: Said, place: tuple[int, int, bool]) -> None:
        """Add a fact by its number.

        place: where its line begins, its bytes, and whether it is just what is printed.
        """
        for _, words in said:
            for word in words:
                self._times[word] = self._times.get(word, 0) + 1
        rows, maker = self._rows, self._maker
        found = terms(fact, said, maker.stem)
        rows["term"].append((number, " ".join(sorted(found))))
        known = maker.known(fact)
        rows["fact"].append((number, *_columns(fact), *place, *known))
        if known[2]:
            rows["state"] += ((number, *state) for state in maker.states(fact))
        rows["relation"] += ((number, r["type"], r["fact"]) for r in fact["relations"])
        rows["evidence"] += (
            (maker.sources[e["source"]], e["start"], e["end"], number) for e in fact["evidence"]
        )
        rows["represents"] += maker.represented(fact)
        if lasts(fact):
            rows["span"].append((number, fact["date_start"], fact["date_end"]))
        self.whole.add(fact, place[0])

    def write(self, base: sqlite3.Connection) -> None:
        """Write all rows."""
        self._rows["word"] += self._times.items()
        for name, sql in INSERTS.items():
            base.executemany(sql, self._rows[name])


def _columns(fact: Any) -> tuple[Any, ...]:
    """Return what the table `fact` shows to people; what is no text in SQLite is escaped."""
    text = fact["text"].encode("utf-8", "backslashreplace").decode()
    sources = "; ".join(fact["sources"]).encode("utf-8", "backslashreplace").decode()
    dated = (fact["date"], fact["date_start"], fact["date_end"])
    return (fact["id"], fact["kind"], fact["status"], *dated, text, sources)


INSERTS = {
    "fact": "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "term": "INSERT INTO term (rowid, terms) VALUES (?, ?)",
    "state": "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?)",
    "span": "INSERT INTO span VALUES (?, ?, ?)",
    "relation": "INSERT INTO relation VALUES (?, ?, ?)",
    "evidence": "INSERT INTO evidence VALUES (?, ?, ?, ?)",
    "represents": "INSERT OR IGNORE INTO represents VALUES (?, ?)",
    "word": "INSERT INTO word (word, times) VALUES (?, ?) "
    "ON CONFLICT (word) DO UPDATE SET times = times + excluded.times",
}
