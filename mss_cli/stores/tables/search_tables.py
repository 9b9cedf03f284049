"""What engines need to narrow a search: the terms of facts, their words and their passages.

The terms are those of the index (stores/index/terms.py), and two more: `id:ID`, and `relation:ID`
for each fact that a relation names. `records` repeats each fact as JSON: an engine reads one text
column ten times faster than the hundred columns of a nested fact.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from mss_cli.facts.model import Fact
from mss_cli.search.collection import Span, texts, words_by_text
from mss_cli.stores.index.terms import Stem, terms

SEARCH_TABLES = ("terms", "words", "passages", "records")
RECORDS = pa.schema([pa.field("number", pa.int64()), pa.field("json", pa.string())])


class Totals:
    """Totals over all facts: how many there are, and their dates, units and measures."""

    def __init__(self) -> None:
        self.facts = self.dated = self.chars = 0
        self.first: str | None = None
        self.last: str | None = None
        self.units: set[str] = set()
        self.years: set[int] = set()
        self.measures: dict[str, int] = {}  # each with the place of the first fact that has it

    def add(self, fact: Fact, place: int) -> None:
        """Add a fact. place: in the file of the store."""
        self.facts += 1
        self.chars += len(fact["text"])
        start, end = fact["date_start"], fact["date_end"]
        if fact["date"] is not None:
            self.dated += 1
            self.first = min(filter(None, (self.first, start)), default=None)
            self.last = max(filter(None, (self.last, end)), default=None)
        self.years.update(int(day[:4]) for day in (start, end) if day)
        if fact["quantity"] is not None:
            self.units.add(fact["quantity"]["unit"])
            measure = fact["quantity"]["measure"]
            self.measures[measure] = min(place, self.measures.get(measure, place))

    def to_json(self) -> dict[str, Any]:
        """Return the totals as JSON. chars: code points of all texts."""
        return {
            "facts": self.facts,
            "dated": self.dated,
            "chars": self.chars,
            "dates": [self.first, self.last],
            "units": sorted(self.units),
            "years": sorted(self.years),
            "measures": sorted(self.measures, key=lambda measure: self.measures[measure]),
        }


class Run:
    """The search tables of a run of facts, which are sorted together."""

    def __init__(self, wording: Mapping[Span, str], stem: Stem) -> None:
        self._wording = wording
        self._stem = stem
        self._facts: list[tuple[int, Fact]] = []

    def add(self, number: int, fact: Fact) -> None:
        """Add a fact. number: its position in date order."""
        self._facts.append((number, fact))

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables `terms`, `words`, `passages` and `records`, each in order."""
        rows: list[tuple[str, int]] = []
        counts: Counter[str] = Counter()
        passages: list[tuple[str, int, int, int]] = []
        words = words_by_text((fact for _, fact in self._facts), self._wording)
        for number, fact in self._facts:
            own = [(text, words[text]) for _, text in texts(fact, self._wording)]
            for _, each in own:
                counts.update(each)
            rows += ((term, number) for term in terms(fact, own, self._stem))
            rows.append((f"id:{fact['id']}", number))
            rows += ((f"relation:{other}", number) for other in _others(fact))
            passages += ((e["source"], e["start"], e["end"], number) for e in fact["evidence"])
        rows.sort()
        passages.sort()
        records = [(number, json.dumps(fact)) for number, fact in self._facts]
        return {
            "records": _table(records, {"number": pa.int64(), "json": pa.string()}),
            "terms": _table(rows, {"term": pa.string(), "number": pa.int64()}),
            "words": _table(sorted(counts.items()), {"word": pa.string(), "times": pa.int64()}),
            "passages": _table(
                passages,
                {
                    "source": pa.string(),
                    "start": pa.int64(),
                    "end": pa.int64(),
                    "number": pa.int64(),
                },
            ),
        }


def _others(fact: Fact) -> set[str]:
    return {relation["fact"] for relation in fact["relations"]}


def _table(rows: list[Any], columns: dict[str, pa.DataType]) -> pa.Table:
    """Return a table of rows."""
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(list(v), t) for v, t in zip(values, columns.values(), strict=True)]
    return pa.table(arrays, names=list(columns))
