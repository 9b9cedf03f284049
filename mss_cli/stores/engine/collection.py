"""The facts of an engine as a search collection; the protocol is in search/collection.py."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Any

import ibis

from mss_cli import limits
from mss_cli.facts.chronology import by_date
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.names import ANY
from mss_cli.query.query import Query
from mss_cli.search.collection import Bags, Frequency, Keep, Need, newest_of_tiers, words_by_text
from mss_cli.stores.engine.narrowing import all_of
from mss_cli.stores.engine.store import EngineStore
from mss_cli.text import words_of


class EngineCollection:
    """All facts of an engine. The candidates for ranking are those that may match the query."""

    def __init__(self, store: EngineStore, query: Query) -> None:
        self.store = store
        self.size = store.size
        self._query = query
        self._frequencies: dict[str, int] = {}
        self._meeting: dict[Need, int] = {}

    @property
    def mean(self) -> float:
        """The mean number of code points in a text."""
        return float(self.store.totals["chars"] / max(1, self.size))

    @cached_property
    def units(self) -> frozenset[str]:
        """The words of all units of quantities."""
        return frozenset().union(*words_of(self.store.totals["units"]))

    @property
    def years(self) -> list[int]:
        """The years in which dates of facts begin or end, in order."""
        return list(self.store.totals["years"])

    def words_by_text(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of some facts, by text."""
        self.store.fetch_words(facts)
        return words_by_text(facts, self.store.wording)

    def words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts that start with a prefix, with their frequencies.

        shortest, longest: the lengths that a word may have, in letters.
        """
        table = self.store.tables.words
        length = table.word.length()
        found = table.filter(
            table.word.startswith(prefix) & (length >= shortest) & (length <= longest)
        )
        counted = found.group_by("word").agg(times=found.times.sum())
        return {row["word"]: row["times"] for row in self.store.tables.rows(counted)}

    def count(self, bags: Bags) -> None:
        """Do nothing: the engine counts terms when it is asked."""

    def knows(self, term: str) -> bool:
        """Return True if any fact has this term."""
        return self._counts([term])[0] > 0

    def _counts(self, terms: Sequence[str]) -> list[int]:
        """Return how many facts have each of these terms."""
        unknown = [term for term in terms if term not in self._frequencies]
        if unknown:
            self._frequencies.update(dict.fromkeys(unknown, 0))
            self._frequencies.update(self.store.frequencies(unknown))
        return [self._frequencies[term] for term in terms]

    def frequency(self, need: Need) -> Frequency:
        """Return how many facts meet a need."""
        counts = self._counts((*need.any_of, *need.all_of))
        if len(counts) == 1:
            return Frequency(counts[0])
        if sum(counts) > limits.MAX_EXACT_COUNT:
            return Frequency(max(counts[: len(need.any_of)], default=0), False)
        if need not in self._meeting:
            met = self.store.narrowing.meets(need)
            self._meeting[need] = self.store.count(met) if counts else 0
        return Frequency(self._meeting[need])

    def dated_within(self, period: Interval) -> bool:
        """Return True if the date of any fact lies within a period."""
        facts = self.store.tables.facts
        within = facts.date.notnull() & facts.date_start.notnull()
        if period.start is not None:
            within &= facts.date_start >= ibis.date(period.start)
        if period.end is not None:
            within &= facts.date_end.notnull() & (facts.date_end <= ibis.date(period.end))
        return self.store.count(within) > 0

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        limit: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the facts to rank, in date order."""
        narrowing = self.store.narrowing
        own = narrowing.of_query(self._query) if filtered else narrowing.touching(None)
        if own is None:
            return []
        own &= narrowing.touching(touching)
        if self.size <= limits.MAX_FACTS_RANKED:
            return sorted(filter(keep, self.store.in_order(own)), key=by_date)
        return newest_of_tiers((self._tier(own, tier, keep, limit) for tier in tiers), limit)

    def _tier(self, own: Any, tier: Sequence[Need], keep: Keep, limit: int) -> Iterator[Fact]:
        """Yield the kept facts that meet every need of a tier, newest first."""
        condition = all_of([own, *map(self.store.narrowing.meets, tier)])
        return filter(keep, self.store.in_order(condition, newest=True, page=limit or 1_000))

    def related(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield the facts related to some facts; see Collection."""
        if not leading:
            return
        numbers = self._numbers_related(leading)
        wanted = {n for each in numbers for n in sorted(each)[: limits.MAX_RELATED_FACTS + 1]}
        found = self.store.numbered(wanted)
        for at, fact in enumerate(leading):
            others = [found[n] for n in sorted(numbers[at]) if n in found]
            others = [other for other in others if other["id"] != fact["id"]]
            yield from ((at, other) for other in others[: limits.MAX_RELATED_FACTS])

    def _numbers_related(self, leading: Sequence[Fact]) -> list[set[int]]:
        """Return the numbers of the facts that share a relation or passage with each fact."""
        numbers: list[set[int]] = [set() for _ in leading]
        at_term: dict[str, set[int]] = {}
        for at, fact in enumerate(leading):
            for relation in fact["relations"]:
                at_term.setdefault(f"id:{relation['fact']}", set()).add(at)
            at_term.setdefault(f"relation:{fact['id']}", set()).add(at)
        terms = self.store.tables.terms
        for row in self.store.tables.rows(terms.filter(terms.term.isin(sorted(at_term)))):
            for at in at_term[row["term"]]:
                numbers[at].add(row["number"])
        for row in self.store.tables.rows(self._overlapping(leading)):
            for at, fact in enumerate(leading):
                if any(_overlap(row, e) for e in fact["evidence"]):
                    numbers[at].add(row["number"])
        return numbers

    def _overlapping(self, leading: Sequence[Fact]) -> Any:
        """Return the passages that overlap one of some facts."""
        table = self.store.tables.passages
        spans = {(e["source"], e["start"], e["end"]) for fact in leading for e in fact["evidence"]}
        conditions = (
            (table.source == source) & (table.start < end) & (table["end"] > start)
            for source, start, end in sorted(spans)
        )
        return table.filter(reduce(or_, conditions))


def _overlap(row: dict[str, Any], evidence: Any) -> bool:
    return bool(
        row["source"] == evidence["source"]
        and row["start"] < evidence["end"]
        and row["end"] > evidence["start"]
    )
