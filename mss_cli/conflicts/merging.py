"""Merging of entries that describe the same conflict."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from mss_cli.conflicts.entries import CLASSES, Found
from mss_cli.conflicts.readings import judged, understood
from mss_cli.facts.model import ConflictReading

_EXPLAINED = ("assertion", "wording")  # a relation without a number or position of its own


def joined(found: Sequence[Found]) -> Iterator[Found]:
    """Merge entries that several facts, or several relations, give for one conflict.

    The same passages can give the same readings to several facts, such as a visit and the
    statements made on it: that is one conflict. If a relation explains two readings, they go
    into its entry. Several relations of one pair give one entry, of the gravest class.
    """
    read = [entry for entry in found if entry.origin == "readings"]
    by_fact: dict[str, list[tuple[int, Found]]] = {}
    for number, entry in enumerate(read):
        by_fact.setdefault(entry.facts[0]["id"], []).append((number, entry))
    explained: set[str] = set()
    for entry in _one_for_each([e for e in found if e.origin != "readings"]):
        twin = None
        if entry.origin == "relation" and entry.property in _EXPLAINED:
            near = dict(chain.from_iterable(by_fact.get(f["id"], ()) for f in entry.facts))
            left = [near[number] for number in sorted(near)]
            twin = _explained_by(entry, [c for c in left if c.name not in explained])
        if twin is None:
            yield entry
            continue
        explained.add(twin.name)
        yield entry._replace(property=twin.property, readings=twin.readings)
    same: dict[object, list[Found]] = {}
    for entry in read:
        if entry.name not in explained:
            passages = {(r["source"], r["start"], r["value"]) for r in _apart(entry)}
            same.setdefault((entry.cls, entry.property, frozenset(passages)), []).append(entry)
    for entries in same.values():
        yield _one(entries)


def _one_for_each(found: Iterable[Found]) -> Iterator[Found]:
    """Yield one entry per id: the gravest, with all explanations."""
    named: dict[str, list[Found]] = {}
    for entry in found:
        named.setdefault(entry.name, []).append(entry)
    for entries in named.values():
        gravest = min(entries, key=lambda e: CLASSES.index(e.cls))
        told = dict.fromkeys([gravest.explanation, *(e.explanation for e in entries)])
        settled = dict.fromkeys([gravest.settled_by, *(e.settled_by for e in entries)])
        yield gravest._replace(
            explanation=" ".join(told), settled_by=" ".join(filter(None, settled))
        )


def _explained_by(entry: Found, read: Iterable[Found]) -> Found | None:
    """Return the readings of one fact of a pair that come from a passage of the other."""
    for candidate in read:
        (fact,) = candidate.facts
        (other,) = (f for f in entry.facts if f["id"] != fact["id"])
        if candidate.cls == entry.cls:
            passages = {(e["source"], e["start"]) for e in other["evidence"]}
            if any((r["source"], r["start"]) in passages for r in candidate.readings):
                return candidate
    return None


def _apart(entry: Found) -> list[ConflictReading]:
    """Return the readings of an entry that disagree with another source."""
    told = [(r, understood(entry.property, r["value"], entry.facts[0])) for r in entry.readings]
    return [
        one
        for one, said in told
        if any(
            judged(entry.property, said, heard).cls == entry.cls
            for other, heard in told
            if other["source"] != one["source"]
        )
    ]


def _one(entries: Sequence[Found]) -> Found:
    """Return one entry for all facts, named after the fact that the others are part of."""
    facts = [fact for entry in entries for fact in entry.facts]
    wholes = {r["fact"] for fact in facts for r in fact["relations"] if r["type"] == "part-of"}
    whole = next((e for e in entries if e.facts[0]["id"] in wholes), entries[0])
    others = [fact for fact in facts if fact is not whole.facts[0]]
    return whole._replace(facts=(whole.facts[0], *others))
