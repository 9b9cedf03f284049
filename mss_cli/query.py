"""Which facts of a store are asked for, and which filter removed the rest. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import nlargest, nsmallest
from itertools import chain, islice

from mss_cli.asof import known
from mss_cli.dates import Interval
from mss_cli.model import Fact
from mss_cli.store import Store, bounded
from mss_cli.text import fold
from mss_cli.typed import Any, NamedTuple

Ids = frozenset[str] | None  # None: no filter; empty: nothing can pass
SORTS = ("date", "kind", "status", "source", "id")
# States that follow from the rest of a record and are not recorded as a status.
STATES: dict[str, Callable[[Fact], bool]] = {
    "contradicted": lambda f: in_conflict(f, "contradiction"),
    "qualified": lambda f: in_conflict(f, "apparent"),
    "superseded": lambda f: bool(f["superseded_by"]),
    "corroborated": lambda f: in_conflict(f, "corroborated"),
    "one-source": lambda f: len(f["sources"]) == 1,
    "undated": lambda f: f["date"] is None,
}


class Query(NamedTuple):
    """A question to the facts, with every name and date resolved.

    period: days that a fact's date must touch (or lie in, if certain). known_by: the last
    day of publication that counts. having: a field that must not be null. keep: which facts
    a command lists at all. order: the key by which it sorts them, in place of `sort`; or,
    by_measure: the measures in the order in which their facts come. labels: how the user
    wrote each filter, by field name.
    """

    period: Interval | None = None
    certain: bool = False
    known_by: str | None = None
    kinds: Ids = None
    statuses: Ids = None
    who: Ids = None
    about: Ids = None
    by: Ids = None
    places: Ids = None
    topics: Ids = None
    sources: Ids = None
    measures: Ids = None
    having: str = ""
    match: tuple[str, ...] = ()
    keep: Callable[[Fact], bool] | None = None
    sort: str = "date"
    order: Callable[[Fact], tuple[Any, ...]] | None = None
    by_measure: tuple[str, ...] = ()
    reverse: bool = False
    limit: int = 0
    labels: Mapping[str, str] = {}


COUNTED = 2_000  # facts up to which it is counted what a limit or a filter leaves out


class Removed(NamedTuple):
    """How many facts a filter took away, counted in the order in which filters apply."""

    label: str
    facts: int


class Selection(NamedTuple):
    """facts: what is left, sorted and limited. found: how many before the limit.

    more: whether there are more than found. In a store of more than COUNTED facts nothing is
    counted but what is shown; removed and undated are empty.
    """

    facts: list[Fact]
    found: int
    total: int
    removed: tuple[Removed, ...] = ()
    undated: int = 0
    more: bool = False


def run(store: Store, query: Query) -> Selection:
    """Return the facts that a query asks for, and what each filter removed."""
    facts = _narrowed(store, query)
    if facts is None:
        return _scanned(store, query)
    passing: Iterator[Fact] = filter(passes(query), facts)
    if not (_in_time(query) or (query.by_measure and store.large)):
        most = query.limit + 1 if query.limit and store.size > COUNTED else 0
        one_more = query._replace(limit=most)
        passing = iter(in_order(passing if most else bounded(passing), one_more))
    shown = list(bounded(islice(passing, query.limit or None)))
    if store.size > COUNTED:
        more = next(passing, None) is not None
        return Selection(shown, len(shown), store.size, more=more)
    if not shown:
        return _scanned(store, query)
    found = len(shown) + sum(1 for _ in passing)
    undated = 0
    if query.period:
        rest = query._replace(period=None)
        possible = filter(passes(rest), store.narrowed(rest) or ())
        undated = sum(1 for fact in possible if fact["date"] is None)
    return Selection(shown, found, store.size, undated=undated)


def _in_time(query: Query) -> bool:
    """Return whether the answer to a query is in order of time."""
    return not query.order and not query.by_measure and query.sort == "date"


def _narrowed(store: Store, query: Query) -> Iterable[Fact] | None:
    """Return the facts that may pass in order of time; through an index also by measure."""
    if not (query.by_measure and store.large):
        return store.narrowed(query, query.reverse)
    wanted = query.measures
    order = [m for m in query.by_measure if wanted is None or m in wanted]
    parts = (
        query._replace(measures=frozenset((m,)))
        for m in (reversed(order) if query.reverse else order)
    )
    narrowed = (filter(passes(p), store.narrowed(p, p.reverse) or ()) for p in parts)
    return chain.from_iterable(narrowed)


class Passing:
    """All facts that a query asks for, in order of time, read each time one goes over them.

    found: how many there were the last time; whole: whether they were all.
    """

    def __init__(self, store: Store, query: Query) -> None:
        self.store = store
        self._query = query
        self.found, self.whole = 0, False

    def __iter__(self) -> Iterator[Fact]:
        self.found, self.whole = 0, False
        narrowed = self.store.narrowed(self._query, self._query.reverse)
        for fact in filter(passes(self._query), narrowed or ()):
            self.found += 1
            yield fact
        self.whole = True

    def __bool__(self) -> bool:
        return any_fact(self.store, self._query)


def stream(store: Store, query: Query) -> Passing | None:
    """Return all facts that a query asks for, never all in memory.

    None where they cannot be had so: in memory, or in another order.
    """
    if not _in_time(query):
        return None
    return None if store.narrowed(query) is None else Passing(store, query)


def _scanned(store: Store, query: Query) -> Selection:
    """Look at every fact once."""
    facts = known(store, query.known_by)
    filters = [*_filters(query)]
    removed = {field: 0 for field, _ in filters}
    undated = 0

    def passing() -> Iterator[Fact]:
        nonlocal undated
        for fact in facts:
            for field, keep in filters:
                undated += field == "period" and fact["date"] is None
                if not keep(fact):
                    removed[field] += 1
                    break
            else:
                yield fact

    shown = in_order(passing(), query)
    unknown = store.size - len(facts)
    found = len(facts) - sum(removed.values())
    if store.size > COUNTED:
        return Selection(shown, len(shown), store.size, more=found > len(shown))
    steps = [("known_by", unknown), *removed.items()]
    told = tuple(Removed(query.labels[field], n) for field, n in steps if n)
    return Selection(shown, found, store.size, told, undated)


def in_order(facts: Iterable[Fact], query: Query) -> list[Fact]:
    """Return facts in the order that a query asks for, up to its limit."""
    key = query.order or _SORT_KEYS[query.sort]
    if query.reverse and key is by_date:
        key = latest  # undated facts stay last
    if query.by_measure:
        place = {measure: number for number, measure in enumerate(query.by_measure)}
        within = latest if query.reverse else by_date
        key = lambda f: (place[_measure(f)], within(f))  # noqa: E731
    if not query.limit:
        return sorted(facts, key=key, reverse=query.reverse)
    return (nlargest if query.reverse else nsmallest)(query.limit, facts, key=key)


def any_fact(store: Store, query: Query) -> bool:
    """Return whether any fact passes all filters of a query."""
    facts = store.narrowed(query)
    return any(map(passes(query), known(store, query.known_by) if facts is None else facts))


def described(query: Query) -> str:
    """Return all filters of a query as the user wrote them."""
    known_by = [query.labels["known_by"]] if query.known_by else []
    return " ".join([*known_by, *(query.labels[field] for field, _ in _filters(query))])


def passes(query: Query) -> Callable[[Fact], bool]:
    """Return the test whether a fact passes all filters of a query."""
    tests = [test for _, test in _filters(query)]
    return lambda fact: all(test(fact) for test in tests)


def _filters(query: Query) -> Iterator[tuple[str, Callable[[Fact], bool]]]:
    """Yield the filters that the query sets: the field of Query, and the test."""
    if query.keep is not None:
        yield "keep", query.keep
    if query.kinds is not None:
        yield "kinds", lambda f: f["kind"] in (query.kinds or ())
    statuses = query.statuses
    if statuses is not None:
        yield "statuses", lambda f: in_state(f, statuses)
    for field, ids, having in (
        ("who", query.who, involved),
        ("about", query.about, lambda f: {*f["about"], *f["topics"]}),
        ("by", query.by, speakers),
        ("places", query.places, lambda f: f["places"]),
        ("topics", query.topics, lambda f: f["topics"]),
        ("sources", query.sources, lambda f: f["sources"]),
    ):
        if ids is not None:
            yield field, _any_of(ids, having)
    measures = query.measures
    if query.having:
        yield "having", lambda f: f[query.having] is not None  # type: ignore[literal-required]
    if measures is not None:
        yield "measures", lambda f: _measure(f) in measures
    if query.match:
        yield "match", lambda f: all(_has(f, text) for text in query.match)
    period = query.period
    if period is not None:  # last, so that what it removes is what else would have been found
        yield "period", lambda f: in_period(f, period, query.certain)


def _measure(fact: Fact) -> str:
    return fact["quantity"]["measure"] if fact["quantity"] else ""


def _any_of(
    ids: frozenset[str], having: Callable[[Fact], set[str] | list[str]]
) -> Callable[[Fact], bool]:
    return lambda fact: not ids.isdisjoint(having(fact))


def _has(fact: Fact, text: str) -> bool:
    return any(text in fold(part) for part in (fact["text"], *fact["phrases"]))


def in_period(fact: Fact, period: Interval, certain: bool) -> bool:
    """Return whether a fact's date may touch a period, or certainly lies in it.

    An undated fact never does.
    """
    if fact["date"] is None:
        return False
    dates = Interval(fact["date_start"], fact["date_end"])
    return dates.within(period) if certain else dates.overlaps(period)


def in_state(fact: Fact, wanted: frozenset[str]) -> bool:
    """Return whether a fact has one of these statuses or states."""
    return fact["status"] in wanted or any(
        holds(fact) for state, holds in STATES.items() if state in wanted
    )


def in_conflict(fact: Fact, cls: str) -> bool:
    """Return whether a fact stands in a disagreement of a class."""
    return any(reference["class"] == cls for reference in fact["conflicts"])


def involved(fact: Fact) -> set[str]:
    """Return the entities a fact concerns in any part: doing, speaking, holding, about."""
    holder = [fact["stance"]["holder"]] if fact["stance"] else []
    return {*fact["actors"], *fact["said_by"], *fact["about"], *fact["places"], *holder}


def speakers(fact: Fact) -> set[str]:
    """Return whoever a fact is attributed to, and the holder of a stance."""
    holder = [fact["stance"]["holder"]] if fact["stance"] else []
    return {*fact["said_by"], *holder}


LAST = "9999-99-99"  # after every day: undated facts come last


def by_date(fact: Fact) -> tuple[str, ...]:
    """The order of time: first possible day, last possible day, id; undated facts last.

    What is only known to be before a day stands at that day.
    """
    start, end = fact["date_start"], fact["date_end"]
    return (start or end or LAST, end or LAST, fact["id"])


def latest(fact: Fact) -> tuple[bool, tuple[str, ...]]:
    """The order of time from its end, the greatest first; undated facts last."""
    return (fact["date"] is not None, by_date(fact))


_SORT_KEYS: dict[str, Callable[[Fact], tuple[str, ...]]] = {
    "date": by_date,
    "kind": lambda f: (f["kind"], *by_date(f)),
    "status": lambda f: (f["status"], *by_date(f)),
    "source": lambda f: (f["sources"][0], *by_date(f)),
    "id": lambda f: (f["id"],),
}
