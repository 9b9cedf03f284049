"""Run a query: narrow, test each fact, sort, limit, and count the facts each filter removed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from mss_cli import limits
from mss_cli.facts.chronology import by_date, latest
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.filters import matches, tests
from mss_cli.query.query import Query, Removed, Selection
from mss_cli.query.store import Facts, Store, bounded


def run(store: Store, query: Query) -> Selection:
    """Return the facts that match a query, and how many facts each filter removed."""
    facts = _narrowed(store, query)
    if facts is None:
        return _scanned(store, query)
    passing: Iterator[Fact] = filter(matches(query), facts)
    if not (_is_by_date(query) or (query.by_measure and store.large)):
        most = query.limit + 1 if query.limit and store.size > limits.MAX_COUNTED_FACTS else 0
        one_more = query._replace(limit=most)
        passing = iter(in_order(passing if most else bounded(passing), one_more))
    shown = list(bounded(islice(passing, query.limit or None)))
    if store.size > limits.MAX_COUNTED_FACTS:
        more = next(passing, None) is not None
        return Selection(shown, len(shown), store.size, more=more)
    if not shown:
        return _scanned(store, query)
    found = len(shown) + sum(1 for _ in passing)
    undated = 0
    if query.period:
        rest = query.without_dates()
        possible = filter(matches(rest), store.narrowed(rest) or ())
        undated = sum(1 for fact in possible if fact["date"] is None)
    return Selection(shown, found, store.size, undated=undated)


def _is_by_date(query: Query) -> bool:
    """Return True if a query lists its facts by date."""
    return not query.order and not query.by_measure and query.sort == "date"


def _narrowed(store: Store, query: Query) -> Iterable[Fact] | None:
    """Return the facts that may match, by date or, through an index, by measure."""
    if not (query.by_measure and store.large):
        return store.narrowed(query, query.reverse)
    wanted = query.criteria.get("measure")
    order = [m for m in query.by_measure if wanted is None or m in wanted]
    parts = (
        query.with_criteria(measure=frozenset((m,)))
        for m in (reversed(order) if query.reverse else order)
    )
    narrowed = (filter(matches(p), store.narrowed(p, p.reverse) or ()) for p in parts)
    return chain.from_iterable(narrowed)


class Passing:
    """All facts that match a query, by date, read anew on each iteration.

    found: how many facts the last iteration read. whole: True if it read all of them.
    """

    def __init__(self, store: Store, query: Query) -> None:
        self.store = store
        self._query = query
        self.found, self.whole = 0, False

    def __iter__(self) -> Iterator[Fact]:
        self.found, self.whole = 0, False
        narrowed = self.store.narrowed(self._query, self._query.reverse)
        for fact in filter(matches(self._query), narrowed or ()):
            self.found += 1
            yield fact
        self.whole = True

    def __bool__(self) -> bool:
        return any_fact(self.store, self._query)


def stream(store: Store, query: Query) -> Passing | None:
    """Return all facts that match a query, without keeping them in memory.

    None if the facts are in memory anyway, or if the query does not sort by date.
    """
    if not _is_by_date(query):
        return None
    return None if store.narrowed(query) is None else Passing(store, query)


def _scanned(store: Store, query: Query) -> Selection:
    """Test every fact, and count the facts that each filter removed."""
    facts = _as_of(store, query.known_by)
    filters = tests(query)
    dates = {name for name, value in query.criteria.items() if isinstance(value, Interval)}
    removed = {name: 0 for name, _ in filters}
    undated = 0

    def passing() -> Iterator[Fact]:
        nonlocal undated
        for fact in facts:
            for name, test in filters:
                if not test(fact):
                    removed[name] += 1
                    undated += name in dates and fact["date"] is None
                    break
            else:
                yield fact

    shown = in_order(passing(), query)
    unknown = store.size - len(facts)
    found = len(facts) - sum(removed.values())
    if store.size > limits.MAX_COUNTED_FACTS:
        return Selection(shown, len(shown), store.size, more=found > len(shown))
    by_label: dict[str, int] = {}  # one option may set several filters
    for name, count in (("known_by", unknown), *removed.items()):
        label = query.labels.get(name, name)
        by_label[label] = by_label.get(label, 0) + count
    steps = tuple(Removed(label, count) for label, count in by_label.items() if count)
    return Selection(shown, found, store.size, steps, undated)


def _as_of(store: Store, day: str | None) -> Facts:
    """Return all facts, as of a day if there is one."""
    if day is None:
        return store.facts
    from mss_cli.query.as_of import facts_as_of

    return facts_as_of(store, day)


def in_order(facts: Iterable[Fact], query: Query) -> list[Fact]:
    """Return facts in the order of a query, up to its limit."""
    key = query.order or _SORT_KEYS[query.sort]
    if query.reverse and key is by_date:
        key = latest  # undated facts stay last
    if query.by_measure:
        place = {measure: number for number, measure in enumerate(query.by_measure)}
        within = latest if query.reverse else by_date
        key = lambda f: (place[_measure(f)], within(f))  # noqa: E731
    if not query.limit:
        return sorted(facts, key=key, reverse=query.reverse)
    from heapq import nlargest, nsmallest

    return (nlargest if query.reverse else nsmallest)(query.limit, facts, key=key)


def any_fact(store: Store, query: Query) -> bool:
    """Return True if any fact matches all filters of a query."""
    facts = store.narrowed(query)
    return any(map(matches(query), _as_of(store, query.known_by) if facts is None else facts))


def described(query: Query) -> str:
    """Return all filters of a query as the user wrote them."""
    known_by = [query.labels["known_by"]] if query.known_by else []
    return " ".join([*known_by, *(query.labels[name] for name, _ in tests(query))])


_SORT_KEYS: dict[str, Callable[[Fact], tuple[str, ...]]] = {
    "date": by_date,
    "kind": lambda f: (f["kind"], *by_date(f)),
    "status": lambda f: (f["status"], *by_date(f)),
    "source": lambda f: (f["sources"][0], *by_date(f)),
    "id": lambda f: (f["id"],),
}


def _measure(fact: Fact) -> str:
    return fact["quantity"]["measure"] if fact["quantity"] else ""
