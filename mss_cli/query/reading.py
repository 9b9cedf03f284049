"""Builds a Query from the options that the user typed."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.filters import FILTERS
from mss_cli.query.query import SORTS, WHEN_CHOICES, Filters, Ids, Query
from mss_cli.query.store import Store
from mss_cli.query.values import FEW, Reader, last_day, read_choice


class Scope(NamedTuple):
    """The facts that a command lists by default, and their default order.

    kinds: the kinds that the command lists; empty means all.
    keep: a test that every listed fact must pass.
    having: a part that every listed fact must have, `quantity` or `stance`.
    measures: the measures that the command lists; None means all.
    label: describes keep, having and measures in messages.
    order, by_measure: the order, unless the user gives --sort (see Query).
    own_limit: True if the command applies --limit itself, for example to groups of facts.
    """

    kinds: tuple[str, ...] = ()
    keep: Callable[[Fact], bool] | None = None
    label: str = ""
    order: Callable[[Fact], tuple[Any, ...]] | None = None
    having: str = ""
    measures: Ids | None = None
    by_measure: tuple[str, ...] = ()
    own_limit: bool = False


EVERYTHING = Scope()


class BuiltQuery(NamedTuple):
    """A query, and notes that tell the user how mss read it."""

    query: Query
    notes: tuple[str, ...]


def build(store: Store, filters: Filters, today: str, scope: Scope = EVERYTHING) -> BuiltQuery:
    """Resolve the typed filters to a query within the scope of a command.

    today: the current day, ISO 8601. Raises UsageError for an invalid date, word or number, and
    for an ambiguous name.
    """
    reader = Reader(store, today)
    _check_limit(filters.limit)
    criteria = {
        name: each.read(reader, f"--{name}", filters.typed[name])
        for name, each in FILTERS.items()
        if filters.typed.get(name)
    }
    labels = {name: _as_typed(f"--{name}", *filters.typed[name]) for name in criteria}
    if scope.kinds:
        _check_kinds(criteria.get("kind"), scope.kinds)
        criteria.setdefault("kind", frozenset(scope.kinds))
        labels.setdefault("kind", f"the filter for {' and '.join(scope.kinds)}s")
    if scope.having:
        criteria["having"] = frozenset((scope.having,))
    if scope.measures is not None:
        criteria["measure"] = scope.measures
    labels |= dict.fromkeys(("keep", "having", "measure"), scope.label)
    labels["known_by"] = _as_typed("--known-by", filters.known_by or "")
    query = Query(
        criteria=criteria,
        certain=read_choice("--when", filters.when, WHEN_CHOICES) == "certain",
        known_by=None
        if filters.known_by is None
        else last_day(reader, "--known-by", filters.known_by),
        keep=scope.keep,
        sort=read_choice("--sort", filters.sort, SORTS),
        order=scope.order if filters.sort is None else None,
        by_measure=scope.by_measure if filters.sort is None else (),
        reverse=filters.reverse,
        limit=0 if scope.own_limit else filters.limit or 0,
        labels=labels,
    )
    _check_period(query)
    return BuiltQuery(query, (*reader.notes, *_straddling(store, query)))


def _straddling(store: Store, query: Query) -> list[str]:
    """Return a note on the sources that may have been published before or after the as-of day."""
    if query.known_by is None:
        return []
    from mss_cli.query.as_of import in_doubt

    doubtful = in_doubt(store, query.known_by)
    if not doubtful:
        return []
    listed = ", ".join(doubtful[:FEW]) + (" ..." if len(doubtful) > FEW else "")
    counted = "left out" if query.certain else "counted; --when certain leaves them out"
    label = query.labels["known_by"]
    return [f"{label}: these sources may have been published later and are {counted}: {listed}"]


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
    """Raise UsageError if the date filters have no day in common."""
    period = query.period
    if period and period.start and period.end and period.start > period.end:
        given = [name for name, value in query.criteria.items() if isinstance(value, Interval)]
        raise UsageError(
            f"the period starts ({period.start}) after it ends ({period.end})",
            where=" and ".join(f"--{name}" for name in given),
            expected="give an earlier start or a later end",
        )


def _as_typed(flag: str, *values: str) -> str:
    """Return a filter as the user could type it: `--who 'donald trump'`."""
    return " ".join(f"{flag} {value!r}" if " " in value else f"{flag} {value}" for value in values)


def resolve_measures(
    store: Store, typed: tuple[str, ...], today: str
) -> tuple[Ids | None, list[str]]:
    """Return the ids of the typed measures, and notes on how mss read them.

    The ids are None if the user typed none. Raises UsageError for an unknown measure.
    """
    if not typed:
        return None, []
    reader = Reader(store, today)
    return FILTERS["measure"].read(reader, "--measure", typed), reader.notes


def resolve_question(
    store: Store, flag: str, typed: str, today: str, with_stances: Collection[str]
) -> tuple[Ids, list[str]]:
    """Return the ids of the typed topic and its narrower topics, and notes on how mss read it.

    with_stances: the topics that have stances. These topics and their broader topics take
    precedence over other topics.
    """
    from mss_cli.query.names import ListedNames
    from mss_cli.query.resolution import resolve

    names = ListedNames(
        [n for n in store.topic_names if not store.narrower(n.id).isdisjoint(with_stances)]
    )
    resolution = resolve(typed, names)
    if resolution.only is not None:
        return store.narrower(resolution.only.id), [
            resolution.explanation()
        ] if resolution.explanation() else []
    if not resolve(typed, store.topic_names).candidates:
        return frozenset(), []
    reader = Reader(store, today)
    return reader.topic(flag, typed), reader.notes
