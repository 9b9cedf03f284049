"""The conflicts of a store or of one fact, computed from the facts."""

from typing import cast

from mss_cli.conflicts import find
from mss_cli.errors import DataError
from mss_cli.facts.model import Conflict, Fact
from mss_cli.query.store import Store, bounded


def all_conflicts(store: Store, known_by: str | None = None) -> list[Conflict]:
    """Return every conflict among the facts, as of a day if there is one.

    Raises UsageError if there are too many facts, and DataError for a relation to an unknown fact.
    """
    return find(_all_facts(store, known_by), store.sources)


def _all_facts(store: Store, known_by: str | None) -> list[Fact]:
    """Return all facts. Raises UsageError, DataError."""
    from mss_cli.query.as_of import facts_as_of

    facts = facts_as_of(store, known_by)
    if isinstance(facts, list):
        return facts
    every = list(bounded(facts))  # these stores do not check relations when they open
    ids = {fact["id"] for fact in every}
    for fact in every:
        for relation in fact["relations"]:
            if relation["fact"] not in ids:
                raise DataError(
                    f"relations names an unknown fact {relation['fact']!r}",
                    where=f"fact {fact['id']!r}",
                    expected="run 'mss verify --store DIR' to list all problems",
                )
    return every


def conflicts_of(store: Store, fact: Fact) -> list[Conflict]:
    """Return the conflicts of a fact, with explanations.

    They are computed anew, only from the facts that take part in them.
    """
    wanted = [reference["id"] for reference in fact["conflicts"]]
    if not wanted:
        return []
    near = {f["id"]: f for f in store.disputed(wanted)}
    alone = [
        cast(Fact, {**f, "relations": [r for r in f["relations"] if r["fact"] in near]})
        for f in near.values()
    ]
    found = {conflict["id"]: conflict for conflict in find(alone, store.sources)}
    unknown = next((identifier for identifier in wanted if identifier not in found), None)
    if unknown is not None:  # only possible in a store that does not check relations when it opens
        raise DataError(
            f"conflicts names {unknown!r}, which readings and relations do not give",
            where=f"fact {fact['id']!r}",
            expected="run 'mss verify --store DIR' to list all problems",
        )
    return [found[identifier] for identifier in wanted]
