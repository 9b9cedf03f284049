"""The Query: filters with every name and date resolved, and the Selection that answers it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact

SORTS = ("date", "kind", "status", "source", "id")
WHEN = ("possible", "certain")
Ids = frozenset[str]


class Filters(NamedTuple):
    """The options that choose, order and limit facts, as the user typed them.

    typed: the values of each filter in use, by its name (query/filters.py).
    """

    typed: Mapping[str, tuple[str, ...]] = {}
    when: str | None = None
    known_by: str | None = None
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None

    def value(self, name: str) -> str | None:
        """Return the value of a filter that takes one, or None."""
        return self.typed.get(name, (None,))[0]

    def with_typed(self, name: str, *values: str) -> "Filters":
        """Return these filters with one of them set to some values, or removed without values."""
        rest = {key: value for key, value in self.typed.items() if key != name}
        return self._replace(typed={**rest, name: values} if values else rest)


class Query(NamedTuple):
    """The facts that a user asks for, and their order.

    criteria: the resolved value of each filter in use, by Filter.name (query/filters.py); an
    empty set of ids matches nothing. certain: dates must lie inside the period, not just
    touch it. known_by: the as-of day; sources published later do not count. keep: a test that
    the command adds. order: a sort key that replaces `sort`. by_measure: list the facts of
    these measures, in this order; it replaces both. limit: 0 means all. labels: each filter as
    the user wrote it, by its name, and `known_by` and `keep`.
    """

    criteria: Mapping[str, Any] = {}
    certain: bool = False
    known_by: str | None = None
    keep: Callable[[Fact], bool] | None = None
    sort: str = "date"
    order: Callable[[Fact], tuple[Any, ...]] | None = None
    by_measure: tuple[str, ...] = ()
    reverse: bool = False
    limit: int = 0
    labels: Mapping[str, str] = {}

    @property
    def period(self) -> Interval | None:
        """The days that dates must touch: the intersection of all date filters."""
        given = [value for value in self.criteria.values() if isinstance(value, Interval)]
        if not given:
            return None
        return Interval(
            max((p.start for p in given if p.start), default=None),
            min((p.end for p in given if p.end), default=None),
        )

    def without_dates(self) -> "Query":
        """Return this query without its date filters."""
        rest = {k: v for k, v in self.criteria.items() if not isinstance(v, Interval)}
        return self._replace(criteria=rest)

    def with_criteria(self, **changed: Any) -> "Query":
        """Return this query with some criteria changed; None removes one."""
        merged = {**self.criteria, **changed}
        return self._replace(criteria={k: v for k, v in merged.items() if v is not None})


class Removed(NamedTuple):
    """How many facts a filter removed. Filters apply one after the other, in a fixed order."""

    label: str
    facts: int


class Selection(NamedTuple):
    """The facts that answer a query.

    facts: sorted and limited. found: how many matched before the limit. total: how many the
    store has. undated: how many only a date filter removed, because they have no date. more:
    True if there are more than found. In a store of more than limits.MAX_COUNTED_FACTS, mss
    counts only the facts shown, and removed and undated are empty.
    """

    facts: list[Fact]
    found: int
    total: int
    removed: tuple[Removed, ...] = ()
    undated: int = 0
    more: bool = False
