"""From the options that a user typed to a Query."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.filters import FILTERS
from mss_cli.query.query import SORTS, WHEN, Filters, Ids, Query
from mss_cli.query.store import Store
from mss_cli.query.values import Reader, last_day, one


class Scope(NamedTuple):
    """The facts that a command can list, and their order.

    kinds: list only these kinds; empty means all. keep, having, measures: list only facts that
    pass this test, have this part, or have one of these measures; label describes the choice.
    order, by_measure: the order unless the user gives --sort. whole: True if the command applies
    --limit itself, to groups of facts.
    """

    kinds: tuple[str, ...] = ()
    keep: Callable[[Fact], bool] | None = None
    label: str = ""
    order: Callable[[Fact], tuple[Any, ...]] | None = None
    having: str = ""
    measures: Ids | None = None
    by_measure: tuple[str, ...] = ()
    whole: bool = False


EVERYTHING = Scope()


class Asked(NamedTuple):
    """A query, and notes for the user on how it was read."""

    query: Query
    notes: tuple[str, ...]


def build(store: Store, filters: Filters, today: str, scope: Scope = EVERYTHING) -> Asked:
    """Return the query that filters mean, within the scope of a command.

    Raises UsageError for a date, word or number that cannot be read, and for an ambiguous name.
    """
    reader = Reader(store, today)
    _check_limit(filters.limit)
    criteria = {
        name: each.read(reader, f"--{name}", filters.typed[name])
        for name, each in FILTERS.items()
        if filters.typed.get(name)
    }
    labels = {name: _written(f"--{name}", *filters.typed[name]) for name in criteria}
    if scope.kinds:
        _check_kinds(criteria.get("kind"), scope.kinds)
        criteria.setdefault("kind", frozenset(scope.kinds))
        labels.setdefault("kind", f"the filter for {' and '.join(scope.kinds)}s")
    if scope.having:
        criteria["having"] = frozenset((scope.having,))
    if scope.measures is not None:
        criteria["measure"] = scope.measures
    labels |= dict.fromkeys(("keep", "having", "measure"), scope.label)
    labels["known_by"] = _written("--known-by", filters.known_by or "")
    query = Query(
        criteria=criteria,
        certain=one("--when", filters.when, WHEN) == "certain",
        known_by=None
        if filters.known_by is None
        else last_day(reader, "--known-by", filters.known_by),
        keep=scope.keep,
        sort=one("--sort", filters.sort, SORTS),
        order=scope.order if filters.sort is None else None,
        by_measure=scope.by_measure if filters.sort is None else (),
        reverse=filters.reverse,
        limit=0 if scope.whole else filters.limit or 0,
        labels=labels,
    )
    _check_period(query)
    return Asked(query, tuple(reader.notes))


def _check_limit(limit: int | None) -> None:
    if limit is not None and limit < 0:
        raise UsageError(f"{limit} is below zero", where="--limit", expected="0 means all")
    if limit is not None and limit > limits.MAX_LIMIT_OPTION:
        raise UsageError(f"{limit} is too many", where="--limit", expected="0 means all")


def _check_kinds(chosen: Ids | None, kinds: tuple[str, ...]) -> None:
    if chosen is not None and not chosen <= frozenset(kinds):
        raise UsageError(
            f"this command lists {' and '.join(kinds)}s only",
            where="--kind",
            expected="'mss facts' lists every kind",
        )


def _check_period(query: Query) -> None:
    """Raise UsageError if no day lies in all periods of the query."""
    period = query.period
    if period and period.start and period.end and period.start > period.end:
        given = [name for name, value in query.criteria.items() if isinstance(value, Interval)]
        raise UsageError(
            f"the period starts ({period.start}) after it ends ({period.end})",
            where=" and ".join(f"--{name}" for name in given),
            expected="give an earlier start or a later end",
        )


def _written(flag: str, *values: str) -> str:
    """Return a filter as the user wrote it."""
    return " ".join(f"{flag} {value!r}" if " " in value else f"{flag} {value}" for value in values)


def measures(store: Store, typed: tuple[str, ...], today: str) -> tuple[Ids | None, list[str]]:
    """Return the measures that a user named (None: all), and notes on how mss read them."""
    if not typed:
        return None, []
    reader = Reader(store, today)
    return FILTERS["measure"].read(reader, "--measure", typed), reader.notes


def question(
    store: Store, flag: str, typed: str, today: str, asked: Collection[str]
) -> tuple[Ids, list[str]]:
    """Return the topic that a user named, its narrower topics, and notes on how mss read it.

    asked: the topics that have stances. Each of them, and each broader topic, takes precedence.
    """
    from mss_cli.query.names import ListedNames
    from mss_cli.query.resolution import resolve

    names = ListedNames(
        [n for n in store.topic_names if not store.narrower(n.id).isdisjoint(asked)]
    )
    found = resolve(typed, names)
    if found.only is not None:
        return store.narrower(found.only.id), [found.explanation()] if found.explanation() else []
    reader = Reader(store, today)
    return reader.topic(flag, typed), reader.notes
