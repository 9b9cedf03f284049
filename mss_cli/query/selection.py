"""Runs a query: narrows, filters, sorts and limits the facts, and counts them.

A store with an index supplies candidates. Other stores are scanned. If no candidate matches, run
scans an indexed store too, because only a scan counts the facts that each filter removed.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from mss_cli import limits
from mss_cli.facts.chronology import by_day
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.filters import matches, tests
from mss_cli.query.query import Query, Removed, Selection
from mss_cli.query.store import Facts, Store, bounded


def run(store: Store, query: Query) -> Selection:
    """Return the facts that match a query, with counts.

    Raises UsageError if the answer needs more than limits.MAX_FACTS_IN_MEMORY.
    """
    facts = _candidates(store, query)
    if facts is None:
        return _scan(store, query)
    passing: Iterator[Fact] = filter(matches(query), facts)
    if not (_is_by_date(query) or (query.by_measure and store.large)):
        most = query.limit + 1 if query.limit and not store.countable else 0
        one_more = query._replace(limit=most)
        small = most and query.limit <= limits.MAX_FACTS_IN_MEMORY
        held = passing if small else bounded(passing)
        passing = iter(sort_and_limit(held, one_more, backwards=query.reverse))
    shown = list(bounded(islice(passing, query.limit or None)))
    if not store.countable:
        more = next(passing, None) is not None
        return Selection(shown, len(shown), store.size, more=more)
    if not shown:
        return _scan(store, query)
    matched = len(shown) + sum(1 for _ in passing)
    undated = 0
    if query.period:
        rest = query.without_dates()
        possible = filter(matches(rest), store.candidates(rest) or ())
        undated = sum(1 for fact in possible if fact["date"] is None)
    return Selection(shown, matched, store.size, undated=undated)


def _is_by_date(query: Query) -> bool:
    """Return True if a query sorts by date."""
    return not query.order and not query.by_measure and query.sort == "date"


def _candidates(store: Store, query: Query) -> Iterable[Fact] | None:
    """Return the facts that may match, or None to scan all facts.

    They come by date, or by measure if the query asks for that and the store has an index.
    """
    if not (query.by_measure and store.large):
        return store.candidates(query, query.reverse)
    wanted = query.criteria.get("measure")
    order = [m for m in query.by_measure if wanted is None or m in wanted]
    parts = (
        query.with_criteria(measure=frozenset((m,)))
        for m in (reversed(order) if query.reverse else order)
    )
    matching = (filter(matches(p), store.candidates(p, p.reverse) or ()) for p in parts)
    return chain.from_iterable(matching)


class MatchingFacts:
    """The facts that match a query, by date. Each iteration reads them again.

    count: the number of facts that the latest iteration has yielded.
    complete: True if the latest iteration yielded every matching fact.
    """

    def __init__(self, store: Store, query: Query) -> None:
        self.store = store
        self._query = query
        self.count, self.complete = 0, False

    def __iter__(self) -> Iterator[Fact]:
        self.count, self.complete = 0, False
        candidates = self.store.candidates(self._query, self._query.reverse)
        for fact in filter(matches(self._query), candidates or ()):
            self.count += 1
            yield fact
        self.complete = True

    def __bool__(self) -> bool:
        return any_fact(self.store, self._query)


def stream(store: Store, query: Query) -> MatchingFacts | None:
    """Return the facts that match a query without keeping them in memory.

    None if the store has no index, or if the query does not sort by date.
    """
    if not _is_by_date(query):
        return None
    return None if store.candidates(query) is None else MatchingFacts(store, query)


def _scan(store: Store, query: Query) -> Selection:
    """Run a query over every fact, and count the facts that each filter removes."""
    facts = _as_of(store, query)
    ordered = facts if query.known_by else store.chronological()
    filters = tests(query)
    dates = {name for name, value in query.criteria.items() if isinstance(value, Interval)}
    removed = {name: 0 for name, _ in filters}
    undated = 0

    def passing() -> Iterator[Fact]:
        nonlocal undated
        for fact in ordered:
            for name, test in filters:
                if not test(fact):
                    removed[name] += 1
                    undated += name in dates and fact["date"] is None
                    break
            else:
                yield fact

    in_memory = isinstance(store.facts, list) or 0 < query.limit <= limits.MAX_FACTS_IN_MEMORY
    shown = sort_and_limit(passing() if in_memory else bounded(passing()), query)
    not_yet_published = store.size - len(facts)
    matched = len(facts) - sum(removed.values())
    if not store.countable:
        return Selection(shown, len(shown), store.size, more=matched > len(shown))
    by_label: dict[str, int] = {}  # a command may set several filters under one label
    for name, count in (("known_by", not_yet_published), *removed.items()):
        label = query.labels.get(name, name)
        by_label[label] = by_label.get(label, 0) + count
    steps = tuple(Removed(label, count) for label, count in by_label.items() if count)
    return Selection(shown, matched, store.size, steps, undated)


def _as_of(store: Store, query: Query) -> Facts:
    """Return all facts as of the day of a query."""
    if query.known_by is None:
        return store.facts
    from mss_cli.query.as_of import facts_as_of

    return facts_as_of(store, query.known_by, query.certain)


def sort_and_limit(facts: Iterable[Fact], query: Query, backwards: bool = False) -> list[Fact]:
    """Sort facts as a query asks, and return as many as its limit allows.

    facts: in story order, or backwards. Facts that sort alike keep it.
    """
    step = -1 if backwards else 1
    key = _sort_key(query)
    numbered = (((*key(fact), step * n), fact) for n, fact in enumerate(facts))

    def rank(pair: tuple[Any, Fact]) -> Any:
        return pair[0]

    if not query.limit:
        return [fact for _, fact in sorted(numbered, key=rank, reverse=query.reverse)]
    from heapq import nlargest, nsmallest

    best = (nlargest if query.reverse else nsmallest)(query.limit, numbered, key=rank)
    return [fact for _, fact in best]


def _sort_key(query: Query) -> Callable[[Fact], tuple[Any, ...]]:
    by_time = _newest if query.reverse else by_day
    if query.by_measure:
        position = {measure: number for number, measure in enumerate(query.by_measure)}
        return lambda f: (position[_measure(f)], *by_time(f))
    if query.order:
        return query.order
    return by_time if query.sort == "date" else _SORT_KEYS[query.sort]


def _newest(fact: Fact) -> tuple[Any, ...]:
    """Sort by date in reverse; undated facts stay last."""
    return (fact["date"] is not None, *by_day(fact))


def any_fact(store: Store, query: Query) -> bool:
    """Return True if at least one fact matches a query."""
    facts = store.candidates(query)
    return any(map(matches(query), _as_of(store, query) if facts is None else facts))


def describe(query: Query) -> str:
    """Return the filters of a query as the user typed them."""
    known_by = [query.labels["known_by"]] if query.known_by else []
    return " ".join([*known_by, *(query.labels[name] for name, _ in tests(query))])


def typed(query: Query) -> str:
    """Return the filters that the user typed, without those that a command has of its own."""
    labels = (query.labels[name] for name, _ in tests(query))
    return " ".join(label for label in labels if label.startswith("--"))


_SORT_KEYS: dict[str, Callable[[Fact], tuple[str, ...]]] = {
    "kind": lambda f: (f["kind"], *by_day(f)),
    "status": lambda f: (f["status"], *by_day(f)),
    "source": lambda f: (f["sources"][0], *by_day(f)),
    "id": lambda f: (f["id"],),
}


def _measure(fact: Fact) -> str:
    return fact["quantity"]["measure"] if fact["quantity"] else ""
