"""The facts of an index as a search collection; the protocol is in search/collection.py."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, islice

from mss_cli import limits
from mss_cli.facts.chronology import by_date
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.names import ANY
from mss_cli.query.query import Query
from mss_cli.search.collection import Bags, Frequency, Keep, Need, newest_of_tiers, words_by_text
from mss_cli.stores.index.layout import quoted
from mss_cli.stores.index.names import prefix_end
from mss_cli.stores.index.narrowing import LOCATION_COLUMNS, IndexQuery, all_of
from mss_cli.stores.index.store import IndexStore
from mss_cli.stores.ndjson import Location
from mss_cli.text import words_of


class IndexedCollection:
    """All facts of an index. The candidates for ranking are those that may match the query."""

    def __init__(self, store: IndexStore, query: Query) -> None:
        self.store = store
        self.database = store.database
        self.size = store.size
        self._index_query = store.finder.index_query(query)
        self._totals = self.database.meta("totals")

    @property
    def mean(self) -> float:
        """The mean number of code points in a text."""
        return float(self._totals["chars"] / max(1, self.size))

    @cached_property
    def units(self) -> frozenset[str]:
        """The words of all units of quantities."""
        return frozenset().union(*words_of(self._totals["units"]))

    @property
    def years(self) -> list[int]:
        """The years in which dates of facts begin or end, in order."""
        return list(self._totals["years"])

    def words_by_text(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of some facts, by text."""
        return words_by_text(facts, self.store.wording)

    def words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts that start with a prefix, with their frequencies.

        shortest, longest: the lengths that a word may have, in letters.
        """
        sql = (
            "SELECT word, times FROM word WHERE word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ?"
        )
        return dict(self.database.rows(sql, prefix, prefix_end(prefix), shortest, longest))

    def count(self, bags: Bags) -> None:
        """Do nothing: the index has counted every term."""

    def knows(self, term: str) -> bool:
        """Return True if any fact has this term."""
        return self._term_frequency(term) > 0

    def _term_frequency(self, term: str) -> int:
        return self.database.value("SELECT facts FROM frequency WHERE term = ?", term) or 0

    def frequency(self, need: Need) -> Frequency:
        """Return how many facts meet a need."""
        frequencies = [self._term_frequency(term) for term in (*need.any_of, *need.all_of)]
        if len(frequencies) == 1:
            return Frequency(frequencies[0])
        if sum(frequencies) > limits.MAX_EXACT_COUNT:
            return Frequency(max(frequencies[: len(need.any_of)], default=0), False)
        expression = _expression(need)
        return Frequency(self.store.finder.count(expression) if expression else 0)

    def dated_within(self, period: Interval) -> bool:
        """Return True if the date of any fact lies within a period."""
        return self.store.finder.dated_within(period)

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        limit: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the facts to rank, in date order."""
        query = self._index_query if filtered else IndexQuery()
        if query is None:
            return []
        query = query._replace(period=_intersection(query.period, touching))
        if self.size <= limits.MAX_FACTS_RANKED:
            facts = self.store.facts_at(self.store.finder.locations(query))
            return sorted(filter(keep, facts), key=by_date)
        cache: dict[str, Fact | None] = {}
        return newest_of_tiers((self._tier(query, tier, keep, cache) for tier in tiers), limit)

    def _tier(
        self, query: IndexQuery, tier: Sequence[Need], keep: Keep, cache: dict[str, Fact | None]
    ) -> Iterator[Fact]:
        """Yield the kept facts that meet every need of a tier, newest first.

        cache: the facts that earlier tiers have read, by id; None if the fact was not kept.
        """
        match = all_of([*map(_expression, tier), query.match])
        for location in self.store.finder.locations(query._replace(match=match), newest=True):
            if location.id not in cache:
                fact = next(self.store.facts_at([location]))
                cache[location.id] = fact if keep(fact) else None
            kept = cache[location.id]
            if kept is not None:
                yield kept

    def related(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield the facts related to some facts; see Collection."""
        own_number = "SELECT number FROM fact WHERE id = ?"
        for index, fact in enumerate(leading):
            numbers = {*self._related_numbers(fact)} - {self.database.value(own_number, fact["id"])}
            listed = ",".join(map(str, sorted(numbers)[: limits.MAX_RELATED_FACTS]))
            sql = f"SELECT {LOCATION_COLUMNS} FROM fact f WHERE number IN ({listed})"
            locations = map(Location._make, self.database.rows(sql))
            yield from ((index, other) for other in self.store.facts_at(locations))

    def _related_numbers(self, fact: Fact) -> Iterator[int]:
        """Yield the numbers of facts that share a relation or passage with a fact.

        Each way of sharing yields its earliest facts, and one more for the fact itself.
        """
        for relation in fact["relations"]:
            rows = self.database.rows("SELECT number FROM fact WHERE id = ?", relation["fact"])
            yield from (number for (number,) in rows)
        yield from self._earliest("FROM relation WHERE other = ?", fact["id"])
        for evidence in fact["evidence"]:
            source = self.store.source_number(evidence["source"])
            overlapping = "FROM evidence WHERE source = ? AND start < ? AND stop > ?"
            yield from self._earliest(overlapping, source, evidence["end"], evidence["start"])

    def _earliest(self, from_where: str, *values: object) -> Iterator[int]:
        rows = self.database.rows(f"SELECT fact {from_where} ORDER BY fact", *values)
        distinct = (number for number, _ in groupby(number for (number,) in rows))
        return islice(distinct, limits.MAX_RELATED_FACTS + 1)


def _expression(need: Need) -> str:
    """Return the expression for facts that meet a need, or "" for an empty need."""
    together = [f"({all_of(map(quoted, need.all_of))})"] if need.all_of else []
    alternatives = [*map(quoted, need.any_of), *together]
    return f"({' OR '.join(alternatives)})" if alternatives else ""


def _intersection(first: Interval | None, second: Interval | None) -> Interval | None:
    """Return the days in both periods; None is all time."""
    if first is None or second is None:
        return first or second
    starts = [day for day in (first.start, second.start) if day]
    ends = [day for day in (first.end, second.end) if day]
    return Interval(max(starts, default=None), min(ends, default=None))
