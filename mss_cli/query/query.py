"""The Query: filters with every name and date resolved; and the Selection, its answer."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact

SORTS = ("date", "kind", "status", "source", "id")
WHEN_CHOICES = ("possible", "certain")
Ids = frozenset[str]


class Filters(NamedTuple):
    """The options that filter, sort and limit facts, as the user typed them.

    typed: the values of each filter in use, by filter name (query/filters.py).
    """

    typed: Mapping[str, tuple[str, ...]] = {}
    when: str | None = None
    known_by: str | None = None
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None

    def value(self, name: str) -> str | None:
        """Return the first value of a filter, or None if the filter is not in use."""
        return self.typed.get(name, (None,))[0]

    def with_typed(self, name: str, *values: str) -> "Filters":
        """Return a copy with one filter set to these values, or removed if there are none."""
        rest = {key: value for key, value in self.typed.items() if key != name}
        return self._replace(typed={**rest, name: values} if values else rest)


class Query(NamedTuple):
    """The filters, sort order and limit of one request, with names and dates resolved.

    criteria: the resolved value of each filter in use, by Filter.name (query/filters.py). An
        empty set of ids matches no fact.
    certain: True if a fact's date must lie inside the period, False if it may only touch it.
    known_by: the as-of day, ISO 8601. Evidence from sources published later is ignored.
    keep: an extra test that the command adds.
    sort: a word of SORTS. order: a sort key that replaces `sort`.
    by_measure: measure ids. Facts are sorted by measure in this order, then by date; `sort` and
        `order` are ignored.
    limit: the most facts to return; 0 means all.
    labels: how the user typed each filter, by filter name, `known_by` or `keep`.
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
        """The intersection of all date filters, or None without a date filter."""
        given = [value for value in self.criteria.values() if isinstance(value, Interval)]
        if not given:
            return None
        return Interval(
            max((p.start for p in given if p.start), default=None),
            min((p.end for p in given if p.end), default=None),
        )

    def without_dates(self) -> "Query":
        """Return a copy without date filters."""
        rest = {k: v for k, v in self.criteria.items() if not isinstance(v, Interval)}
        return self._replace(criteria=rest)

    def with_criteria(self, **changed: Any) -> "Query":
        """Return a copy with some criteria replaced. None removes a criterion."""
        merged = {**self.criteria, **changed}
        return self._replace(criteria={k: v for k, v in merged.items() if v is not None})


class Removed(NamedTuple):
    """The number of facts that one filter removed, after the filters before it."""

    label: str
    facts: int


class Selection(NamedTuple):
    """The facts that a query returned, with counts.

    facts: the matching facts, sorted and limited.
    matched: the number of facts that matched before the limit.
    total: the number of facts in the store.
    removed: the facts that each filter removed, in the order the filters apply.
    undated: the number of facts that only a date filter removed, because they have no date.
    more: True if further facts match beyond `matched`.

    In a store of more than limits.MAX_COUNTED_FACTS, `matched` counts only the returned facts,
    `removed` is empty and `undated` is 0.
    """

    facts: list[Fact]
    matched: int
    total: int
    removed: tuple[Removed, ...] = ()
    undated: int = 0
    more: bool = False
