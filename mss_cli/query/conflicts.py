"""Computes the conflicts of a whole store or of one fact."""

from collections.abc import Sequence
from typing import cast

from mss_cli import limits
from mss_cli.conflicts import find
from mss_cli.errors import DataError
from mss_cli.facts.model import Conflict, Fact
from mss_cli.query.store import Store, bounded


def all_conflicts(
    store: Store, known_by: str | None = None, certain: bool = False
) -> list[Conflict]:
    """Return every conflict among the facts of a store.

    known_by: the as-of day; None means now. certain: see facts_as_of. Raises UsageError for a
    store with too many facts, and DataError for a relation to an unknown fact.
    """
    return find(_all_facts(store, known_by, certain), store.sources)


def conflicts_among(
    store: Store, facts: Sequence[Fact], known_by: str | None = None, certain: bool = False
) -> list[Conflict]:
    """Return the conflicts in which at least one of some facts takes part.

    They come in the order of all_conflicts or, from a store too large for that, in the order of
    the facts. Raises UsageError for an as-of day in a store with too many facts.
    """
    if known_by is None and store.size > limits.MAX_FACTS_IN_MEMORY:
        every = (conflict for fact in facts for conflict in conflicts_of(store, fact))
        return list({conflict["id"]: conflict for conflict in every}.values())
    ids = {fact["id"] for fact in facts}
    return [
        conflict
        for conflict in all_conflicts(store, known_by, certain)
        if not ids.isdisjoint(conflict["facts"])
    ]


def _all_facts(store: Store, known_by: str | None, certain: bool) -> list[Fact]:
    """Return all facts as a list. Raises UsageError, DataError."""
    from mss_cli.query.as_of import facts_as_of

    facts = facts_as_of(store, known_by, certain)
    if isinstance(facts, list):
        return facts
    every = list(bounded(facts))
    ids = {fact["id"] for fact in every}
    for fact in every:  # streamed and indexed stores do not check relations when they open
        for relation in fact["relations"]:
            if relation["fact"] not in ids:
                raise DataError(
                    f"relations names an unknown fact {relation['fact']!r}",
                    where=f"fact {fact['id']!r}",
                    expected="run 'mss verify --store DIR' to list all problems",
                )
    return every


def conflicts_of(store: Store, fact: Fact) -> list[Conflict]:
    """Return the conflicts of a fact, with readings and explanations.

    A fact stores only references to its conflicts. This function recomputes the conflicts from
    the facts that take part in them. Raises DataError if a reference names no such conflict.
    """
    wanted = [reference["id"] for reference in fact["conflicts"]]
    if not wanted:
        return []
    parties = {f["id"]: f for f in store.facts_in_conflicts(wanted)}
    isolated = [
        cast(Fact, {**f, "relations": [r for r in f["relations"] if r["fact"] in parties]})
        for f in parties.values()
    ]
    computed = {conflict["id"]: conflict for conflict in find(isolated, store.sources)}
    unknown = next((identifier for identifier in wanted if identifier not in computed), None)
    if unknown is not None:  # only in stores that do not check relations when they open
        raise DataError(
            f"conflicts names {unknown!r}, but mss computes no such conflict",
            where=f"fact {fact['id']!r}",
            expected="run 'mss verify --store DIR' to list all problems",
        )
    return [computed[identifier] for identifier in wanted]
