"""Conflicts, computed from readings and relations and never typed in.

Evidence may report a reading of a fact's date, value, status or wording, if that differs from
the fact or is more precise. Without one, the source gives the fact's own value. If two readings
of one property cannot both hold, they contradict each other. If both can hold, with another
precision, unit or scope, the fact is qualified. Relations between facts add the rest:
`contradicts`, `qualifies`, `supersedes` and `corroborates`.

readings.py and amounts.py compare readings. within_fact.py finds conflicts inside one fact,
between_facts.py those between facts. merging.py merges duplicates, and entries.py makes the
records.
"""

from collections.abc import Collection, Iterable, Mapping

from mss_cli.conflicts.between_facts import (
    corroboration_fault as corroboration_fault,
)
from mss_cli.conflicts.between_facts import from_relations, from_series, superseded
from mss_cli.conflicts.entries import CLASSES, record
from mss_cli.conflicts.merging import joined
from mss_cli.conflicts.within_fact import corroborated, from_readings
from mss_cli.facts.model import Conflict, ConflictRef, Fact, Source


def find(facts: Collection[Fact], sources: Mapping[str, Source]) -> list[Conflict]:
    """Return every conflict among facts, the gravest class first, then by date.

    Every relation must lead to one of the facts. The order of the facts does not matter.
    """
    by_id = {fact["id"]: fact for fact in sorted(facts, key=lambda fact: fact["id"])}
    every = list(by_id.values())
    found = [
        *from_readings(every),
        *from_relations(every, by_id, sources),
        *superseded(every, by_id),
        *from_series(every, sources),
        *corroborated(every, sources),
    ]
    records = {entry.name: record(entry) for entry in joined(found)}
    order = {f["id"]: (f["date_start"] or f["date_end"] or "9999", f["id"]) for f in every}
    return sorted(
        records.values(),
        key=lambda c: (CLASSES.index(c["class"]), min(order[i] for i in c["facts"]), c["id"]),
    )


def references(conflicts: Iterable[Conflict]) -> dict[str, list[ConflictRef]]:
    """Return the conflicts in which each fact takes part, by fact id."""
    found: dict[str, list[ConflictRef]] = {}
    for conflict in conflicts:
        for fact in conflict["facts"]:
            reference: ConflictRef = {
                "id": conflict["id"],
                "class": conflict["class"],
                "property": conflict["property"],
            }
            found.setdefault(fact, []).append(reference)
    return found
