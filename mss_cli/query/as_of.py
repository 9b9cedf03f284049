"""The record as of a day: facts as the sources published by then report them.

A source counts from its earliest possible date; undated sources are left out. The text of a
fact does not change, even if later sources confirm it.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from mss_cli.facts.dates import Interval, edtf_bounds, edtf_precision
from mss_cli.facts.model import ConflictRef, Fact, distinct_sources
from mss_cli.query.store import Facts, Store, bounded

NEVER = "9999-99-99"  # sorts after every day: the date from which an undated source counts
HAPPENED = ("occurred", "ongoing", "alleged", "denied", "cancelled")


def facts_as_of(store: Store, day: str | None) -> Facts:
    """Return the facts as of a day, without later evidence and without facts from later sources.

    None means as of now.
    """
    if day is None:
        return store.facts
    as_of = AsOf(store, day)
    if store.large:
        return as_of
    facts = store.facts if isinstance(store.facts, list) else bounded(store.facts)
    left = [version for fact in facts if (version := as_of.without_later_evidence(fact))]
    ids = {fact["id"] for fact in left}
    for fact in left:
        fact["superseded_by"] = [i for i in fact["superseded_by"] if i in ids]
        fact["relations"] = [r for r in fact["relations"] if r["fact"] in ids]
    from mss_cli.conflicts import find, references

    standing = references(find(left, store.sources))
    for fact in left:
        fact["conflicts"] = standing.get(fact["id"], [])
    return left


def published(store: Store, file: str) -> str:
    """Return the earliest possible publication date of a source, or NEVER."""
    edtf = store.sources[file]["published"]["edtf"]
    return NEVER if edtf is None else edtf_bounds(edtf).start or ""


class AsOf:
    """The facts of a large store as of a day, read one at a time.

    The conflicts of a fact are computed anew among three groups of facts: related facts, facts
    that are in conflict with it now, and facts with its date and its measure or position.
    """

    def __init__(self, store: Store, day: str) -> None:
        self._store = store
        self._day = day
        self._size: int | None = None
        self._published: dict[str, bool] = {}  # by source

    def __iter__(self) -> Iterator[Fact]:
        return (version for fact in self._store.facts if (version := self.version(fact)))

    def __len__(self) -> int:
        if self._size is None:
            self._size = sum(1 for fact in self._store.facts if self.is_known(fact))
        return self._size

    def __contains__(self, fact: object) -> bool:
        return any(fact == other for other in self)

    def is_published(self, file: str) -> bool:
        """Return True if a source had been published."""
        if file not in self._published:
            self._published[file] = published(self._store, file) <= self._day
        return self._published[file]

    def is_known(self, fact: Fact | None) -> bool:
        """Return True if any source of a fact had been published."""
        return fact is not None and any(self.is_published(e["source"]) for e in fact["evidence"])

    def without_later_evidence(self, fact: Fact) -> Fact | None:
        """Return a copy of a fact without later evidence, or None if no evidence is left."""
        evidence = [e for e in fact["evidence"] if self.is_published(e["source"])]
        if len(evidence) == len(fact["evidence"]):
            return {**fact}
        if not evidence:
            return None
        files = {e["source"] for e in evidence}
        sources = self._store.sources
        dates = {f: edtf_bounds(cast(str, sources[f]["published"]["edtf"])) for f in files}
        return _redated({**fact, "evidence": evidence}, dates)

    def version(self, fact: Fact) -> Fact | None:
        """Return a fact as of the day, or None if none of its sources had been published."""
        found = self._linked(fact)
        if found is not None:
            found["conflicts"] = self._conflicts(fact, found)
        return found

    def _linked(self, fact: Fact) -> Fact | None:
        """Return a fact as of the day, but with its conflicts as of now."""
        found = self.without_later_evidence(fact)
        if found is not None:
            there = {i for i in _others(found) if self.is_known(self._store.fact(i))}
            found["superseded_by"] = [i for i in found["superseded_by"] if i in there]
            found["relations"] = [r for r in found["relations"] if r["fact"] in there]
        return found

    def _conflicts(self, fact: Fact, found: Fact) -> list[ConflictRef]:
        """Return the conflicts of a fact as of the day."""
        from mss_cli.conflicts import find, references

        store = self._store
        linked = (other for i in _others(fact) if (other := store.fact(i)))
        related = (*linked, *store.relating(fact["id"]), *store.comparable(found))
        disputed = store.disputed([reference["id"] for reference in fact["conflicts"]])
        every = (self._linked(other) for other in (*disputed, *related))
        near = {**{other["id"]: other for other in every if other}, found["id"]: found}
        for other in near.values():
            other["relations"] = [r for r in other["relations"] if r["fact"] in near]
        return references(find(near.values(), store.sources)).get(fact["id"], [])


def may_shift(fact: Fact, first: str) -> bool:
    """Return True if a fact may have another date without some of its sources (see _redated).

    first: the earliest possible publication date of its sources.
    """
    if any(e["reports"]["date"] for e in fact["evidence"]):
        return True
    ends = fact["date_end"] or NEVER
    return fact["status"] in HAPPENED and fact["date_start"] is not None and ends > first


def _others(fact: Fact) -> set[str]:
    return {*fact["superseded_by"], *(relation["fact"] for relation in fact["relations"])}


def _redated(fact: Fact, published: Mapping[str, Interval]) -> Fact:
    """Return a fact with the date and sources that its remaining evidence supports.

    The date is the date that the remaining passages report. Failing that, if the event had
    happened, it ends no later than the publication of the remaining sources.
    """
    fact["sources"] = distinct_sources(fact)
    before = fact["date"]
    reported = [e["reports"]["date"] for e in fact["evidence"] if e["reports"]["date"]]
    last = max((published[file].end or NEVER for file in fact["sources"]), default=NEVER)
    if reported and fact["date"] not in reported:
        read = [edtf_bounds(date) for date in reported]
        start = min(b.start or "" for b in read) or None
        end = max(b.end or NEVER for b in read)
        fact["date"] = _edtf(start, None if end == NEVER else end, reported)
    elif fact["status"] in HAPPENED and fact["date_start"] and (fact["date_end"] or NEVER) > last:
        start = fact["date_start"] if fact["date_start"] <= last else None
        fact["date"] = _edtf(start, last, [])
    bounds = edtf_bounds(fact["date"]) if fact["date"] is not None else Interval(None, None)
    fact["date_start"], fact["date_end"] = bounds
    fact["date_precision"] = edtf_precision(fact["date"])
    if fact["date"] is None:
        fact["date_basis"] = "none"
    elif fact["date"] != before and fact["date"] not in reported:
        fact["date_basis"] = "inferred"
    fact["date_note"] = f"As {' and '.join(fact['sources'])} alone would date it."
    fact["date_derivation"] = None
    return fact


def _edtf(start: str | None, end: str | None, reported: list[str]) -> str | None:
    """Return the reported date if all reports agree, or else a date made of the bounds."""
    if len(set(reported)) == 1:
        return reported[0]
    if start is None and end is None:
        return None
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"
