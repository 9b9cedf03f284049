"""A query: which facts are asked for, with every name and date resolved."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact

SORTS = ("date", "kind", "status", "source", "id")
Ids = frozenset[str]


class Query(NamedTuple):
    """Which facts are asked for, and in which order.

    criteria: the resolved value of each filter in use, by Filter.name (query/filters.py); an
    empty set of ids matches nothing. certain: dates must lie inside the period, not just
    touch it. known_by: the as-of day; sources published later do not count. keep: which
    facts a command lists at all. order: a sort key in place of `sort`. by_measure: measures
    in the order in which their facts come, in place of both. limit: 0 means all. labels: how
    the user wrote each filter, by its name, and `known_by` and `keep`.
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
        """The days that dates must touch: what all date filters have in common."""
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
    """How many facts a filter took away, counted in the order in which filters apply."""

    label: str
    facts: int


class Selection(NamedTuple):
    """The facts that answer a query.

    facts: sorted and limited. found: how many matched before the limit. more: True if there
    are more than found. In a store of more than limits.MAX_COUNTED_FACTS, only the facts
    shown are counted: removed and undated are empty.
    """

    facts: list[Fact]
    found: int
    total: int
    removed: tuple[Removed, ...] = ()
    undated: int = 0
    more: bool = False
