"""The rows of the index tables for a batch of facts."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from mss_cli.facts.chronology import by_day
from mss_cli.facts.model import Fact
from mss_cli.query.as_of import AsOf, has_whole, may_be_redated, publication
from mss_cli.query.store import Store
from mss_cli.stores.index.terms import Stem, span_term, terms

TextWords = Sequence[tuple[str, Sequence[str]]]  # texts of a fact, each with its words


class Totals:
    """What the index records about all facts together.

    stored: an earlier result of to_json, to continue from.
    """

    def __init__(self, stored: Any = None) -> None:
        totals = stored or {"chars": 0, "units": [], "years": [], "measures": {}}
        self.chars: int = totals["chars"]
        self.units, self.years = set(totals["units"]), set(totals["years"])
        self.measures: dict[str, int] = totals["measures"]

    def add(self, fact: Fact, offset: int) -> None:
        """Add a fact. offset: where its line begins in facts.ndjson."""
        self.chars += len(fact["text"])
        quantity = fact["quantity"]
        if quantity is not None:
            self.units.add(quantity["unit"])
            first = self.measures.get(quantity["measure"], offset)
            self.measures[quantity["measure"]] = min(first, offset)
        self.years.update(int(d[:4]) for d in (fact["date_start"], fact["date_end"]) if d)

    def include(self, others: "Totals") -> None:
        """Add the totals of other facts."""
        self.chars += others.chars
        self.units |= others.units
        self.years |= others.years
        for measure, offset in others.measures.items():
            self.measures[measure] = min(self.measures.get(measure, offset), offset)

    def to_json(self) -> dict[str, object]:
        """Return the totals as JSON.

        chars: code points of all texts. measures: the offset of the first fact of each.
        """
        return {
            "chars": self.chars,
            "units": sorted(self.units),
            "years": sorted(self.years),
            "measures": self.measures,
        }


class RowBuilder:
    """Builds the rows of one fact from what the other parts of its store say."""

    def __init__(self, store: Store, stem: Stem) -> None:
        self.stem = stem
        self.source_numbers = {file: number for number, file in enumerate(store.sources)}
        self._store = store
        self._as_of: dict[str, AsOf] = {}
        self._published = {file: publication(store, file) for file in store.sources}

    def publication(self, fact: Fact) -> tuple[str, str, bool]:
        """Return the first and last day on which sources of a fact were published.

        Each source counts from its earliest possible day. The third value is True if the fact
        may have another date as of a day between them.
        """
        days = [(self._published[e["source"]], e) for e in fact["evidence"]]
        whole = [day for day, e in days if has_whole([e])]
        first, last = min(whole or [day for day, _ in days]), max(day for day, _ in days)
        return first, last, first < last and may_be_redated(fact, first)

    def states(self, fact: Fact) -> Iterator[tuple[Any, ...]]:
        """Yield how a fact is dated from one publication of a source to the next.

        The columns: from this day, before that day, whether undated, and the sort key by_day.
        """
        days = sorted({self._published[file] for file in fact["sources"]})
        for day, next_day in pairwise(days):
            if day not in self._as_of:
                self._as_of[day] = AsOf(self._store, day)
            version = self._as_of[day].without_later_evidence(fact)
            if version is not None:
                yield day, next_day, version["date"] is None, *by_day(version)


class Batch:
    """The rows of a batch of facts, by table, and the totals of these facts."""

    def __init__(self) -> None:
        self.totals = Totals()
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERTS}
        self._word_counts = Counter[str]()

    def add(
        self,
        builder: RowBuilder,
        fact: Fact,
        number: int,
        texts: TextWords,
        location: tuple[int, int, bool],
    ) -> None:
        """Add the rows of a fact. location: offset, length and canonical, as in Location."""
        for _, words in texts:
            self._word_counts.update(words)
        rows = self._rows
        rows["term"].append((number, " ".join(sorted(terms(fact, texts, builder.stem)))))
        first, last, redated = builder.publication(fact)
        columns = _readable_columns(fact)
        rows["fact"].append((number, *columns, *location, first, last, redated))
        if redated:
            rows["state"] += ((number, *state) for state in builder.states(fact))
        rows["relation"] += ((number, r["type"], r["fact"]) for r in fact["relations"])
        rows["citation"] += (
            (builder.source_numbers[e["source"]], e["start"], e["end"], number)
            for e in fact["evidence"]
        )
        if span_term(fact):
            rows["span"].append((number, fact["date_start"], fact["date_end"]))
        self.totals.add(fact, location[0])

    def write(self, connection: sqlite3.Connection) -> None:
        """Insert all rows."""
        for name, sql in INSERTS.items():
            connection.executemany(sql, self._rows[name])
        connection.executemany(COUNT_WORD, self._word_counts.items())


def _readable_columns(fact: Fact) -> tuple[Any, ...]:
    """Return the columns of the table `fact` that people read.

    SQLite cannot store lone surrogates, so they are escaped.
    """
    text = fact["text"].encode("utf-8", "backslashreplace").decode()
    sources = "; ".join(fact["sources"]).encode("utf-8", "backslashreplace").decode()
    dates = (fact["date"], fact["date_start"], fact["date_end"])
    return (fact["id"], fact["kind"], fact["status"], *dates, text, sources)


INSERTS = {
    "fact": "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "term": "INSERT INTO term (rowid, terms) VALUES (?, ?)",
    "state": "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?)",
    "span": "INSERT INTO span VALUES (?, ?, ?)",
    "relation": "INSERT INTO relation VALUES (?, ?, ?)",
    "citation": "INSERT INTO citation VALUES (?, ?, ?, ?)",
}
COUNT_WORD = (
    "INSERT INTO word (word, times) VALUES (?, ?) "
    "ON CONFLICT (word) DO UPDATE SET times = times + excluded.times"
)
