"""What search asks of all facts at once, answered from an index; see search/collection.py."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, islice

from mss_cli import limits
from mss_cli.facts.chronology import by_date
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.names import ANY
from mss_cli.query.query import Query
from mss_cli.search.collection import Bags, Having, Keep, Need, chosen, told
from mss_cli.stores.index.layout import token
from mss_cli.stores.index.names import end
from mss_cli.stores.index.narrowing import ROW, Narrowing, Place, all_of
from mss_cli.stores.index.store import IndexStore
from mss_cli.text import words_of


class IndexedCollection:
    """The facts of an index; query: which of them may be candidates."""

    def __init__(self, store: IndexStore, query: Query) -> None:
        self.store = store
        self.base = store.base
        self.size = store.size
        self._narrowing = store.narrow.narrowing(query)
        self._whole = self.base.meta("whole")

    @property
    def mean(self) -> float:
        """Code points of a text, on average."""
        return float(self._whole["letters"] / max(1, self.size))

    @cached_property
    def units(self) -> frozenset[str]:
        """The words in which facts count."""
        return frozenset().union(*words_of(self._whole["units"]))

    @property
    def years(self) -> list[int]:
        """The years in which dates of facts begin or end, in order."""
        return list(self._whole["years"])

    def told(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of some facts."""
        return told(facts, self.store.wording)

    def words(self, prefix: str, least: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts that begin so, with how often they stand there."""
        sql = (
            "SELECT word, times FROM word WHERE word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ?"
        )
        return dict(self.base.rows(sql, prefix, end(prefix), least, longest))

    def count(self, bags: Bags) -> None:
        """Learn nothing: the index knows."""

    def knows(self, term: str) -> bool:
        """Return whether any fact has a term."""
        return self._frequency(term) > 0

    def _frequency(self, term: str) -> int:
        return self.base.one("SELECT facts FROM frequency WHERE term = ?", term) or 0

    def having(self, need: Need) -> Having:
        """Return how many facts have what is needed."""
        each = [self._frequency(term) for term in (*need.any_of, *need.all_of)]
        if len(each) == 1:
            return Having(each[0])
        if sum(each) > limits.MAX_EXACT_COUNT:
            return Having(max(each[: len(need.any_of)], default=0), False)
        expression = _expression(need)
        return Having(self.store.narrow.count(expression) if expression else 0)

    def dated_within(self, period: Interval) -> bool:
        """Return whether the date of a fact lies in a period."""
        return self.store.narrow.dated_within(period)

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        most: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the facts to rank, in order of time."""
        narrowing = self._narrowing if filtered else Narrowing()
        if narrowing is None:
            return []
        period = _both(narrowing.period, touching)
        if self.size <= limits.MAX_FACTS_RANKED:
            found = self.store.read(self.store.narrow.places(narrowing._replace(period=period)))
            return sorted(filter(keep, found), key=by_date)
        read: dict[str, Fact | None] = {}
        within = [self._tier(narrowing.match, period, tier, keep, read) for tier in tiers]
        return chosen(within, most)

    def _tier(
        self,
        match: str,
        period: Interval | None,
        tier: Sequence[Need],
        keep: Keep,
        read: dict[str, Fact | None],
    ) -> Iterator[Fact]:
        """Yield the facts that have all of a tier and are kept, the newest first.

        read: facts by id that an earlier tier has read; None where they are not kept.
        """
        narrowing = Narrowing(all_of([*map(_expression, tier), match]), period)
        for place in self.store.narrow.places(narrowing, newest=True):
            if place.id not in read:
                fact = next(self.store.read([place]))
                read[place.id] = fact if keep(fact) else None
            kept = read[place.id]
            if kept is not None:
                yield kept

    def joined(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield each fact that a relation or passage joins to one of some, with its number."""
        own = "SELECT number FROM fact WHERE id = ?"
        for n, fact in enumerate(leading):
            numbers = {*self._joined(fact, own)} - {self.base.one(own, fact["id"])}
            listed = ",".join(map(str, sorted(numbers)[: limits.MAX_RELATED_FACTS]))
            sql = f"SELECT {ROW} FROM fact f WHERE number IN ({listed})"
            yield from (
                (n, other) for other in self.store.read(map(Place._make, self.base.rows(sql)))
            )

    def _joined(self, fact: Fact, own: str) -> Iterator[int]:
        """Yield numbers of facts: of each way to be joined the first, and one for itself."""
        for relation in fact["relations"]:
            yield from (n for (n,) in self.base.rows(own, relation["fact"]))
        yield from self._first("FROM relation WHERE other = ?", fact["id"])
        for e in fact["evidence"]:
            source = self.store.source_number(e["source"])
            overlap = "FROM evidence WHERE source = ? AND start < ? AND stop > ?"
            yield from self._first(overlap, source, e["end"], e["start"])

    def _first(self, where: str, *values: object) -> Iterator[int]:
        rows = self.base.rows(f"SELECT fact {where} ORDER BY fact", *values)
        return islice(
            (number for number, _ in groupby(n for (n,) in rows)), limits.MAX_RELATED_FACTS + 1
        )


def _expression(need: Need) -> str:
    every = [all_of(map(token, need.all_of))] if need.all_of else []
    terms = [*map(token, need.any_of), *(f"({part})" for part in every)]
    return f"({' OR '.join(terms)})" if terms else ""


def _both(one: Interval | None, other: Interval | None) -> Interval | None:
    """Return the days of both periods; None is all days."""
    if one is None or other is None:
        return one or other
    starts = [day for day in (one.start, other.start) if day]
    ends = [day for day in (one.end, other.end) if day]
    return Interval(max(starts, default=None), min(ends, default=None))
