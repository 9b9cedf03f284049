"""The record as of a day: what had been published by then, and nothing of what came later.

A source counts as published from the first day on which it may have been; one without any
date never does. The text of a fact that later sources confirm stays as it is.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from mss_cli.facts.dates import Interval, edtf_bounds, edtf_precision
from mss_cli.facts.model import ConflictRef, Fact, distinct_sources
from mss_cli.query.store import Facts, Store, bounded

NEVER = "9999-99-99"  # after every day: when a source without a date counts
HAPPENED = ("occurred", "ongoing", "alleged", "denied", "cancelled")


def known(store: Store, day: str | None) -> Facts:
    """Return the facts as they stood on a day: later evidence and what overtook them is cut.

    None: as they stand now.
    """
    if day is None:
        return store.facts
    as_of = AsOf(store, day)
    if store.large:
        return as_of
    facts = store.facts if isinstance(store.facts, list) else bounded(store.facts)
    left = [version for fact in facts if (version := as_of.cut(fact))]
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
    """Return the first day on which a source may have been published, or NEVER."""
    edtf = store.sources[file]["published"]["edtf"]
    return NEVER if edtf is None else edtf_bounds(edtf).start or ""


class AsOf:
    """The facts of a large store as of a day, one at a time.

    The disagreements of a fact are computed anew among the facts that it is related to, that
    stand with it in one now, or that have its measure or position and are dated alike now.
    """

    def __init__(self, store: Store, day: str) -> None:
        self._store = store
        self._day = day
        self._size: int | None = None
        self._counts: dict[str, bool] = {}  # by source

    def __iter__(self) -> Iterator[Fact]:
        return (version for fact in self._store.facts if (version := self.version(fact)))

    def __len__(self) -> int:
        if self._size is None:
            self._size = sum(1 for fact in self._store.facts if self.has(fact))
        return self._size

    def __contains__(self, fact: object) -> bool:
        return any(fact == other for other in self)

    def counts(self, file: str) -> bool:
        """Return whether a source had been published."""
        if file not in self._counts:
            self._counts[file] = published(self._store, file) <= self._day
        return self._counts[file]

    def has(self, fact: Fact | None) -> bool:
        """Return whether anything of a fact was known."""
        return fact is not None and any(self.counts(e["source"]) for e in fact["evidence"])

    def cut(self, fact: Fact) -> Fact | None:
        """Return a copy of a fact without later evidence, and dated without it; None: unknown."""
        evidence = [e for e in fact["evidence"] if self.counts(e["source"])]
        if len(evidence) == len(fact["evidence"]):
            return {**fact}
        if not evidence:
            return None
        files = {e["source"] for e in evidence}
        sources = self._store.sources
        dates = {f: edtf_bounds(cast(str, sources[f]["published"]["edtf"])) for f in files}
        return _earlier({**fact, "evidence": evidence}, dates)

    def version(self, fact: Fact) -> Fact | None:
        """Return a fact as it stood; None if nothing of it was known."""
        found = self._linked(fact)
        if found is not None:
            found["conflicts"] = self._conflicts(fact, found)
        return found

    def _linked(self, fact: Fact) -> Fact | None:
        """Return a fact as it stood, with its disagreements as they are now."""
        found = self.cut(fact)
        if found is not None:
            there = {i for i in _others(found) if self.has(self._store.fact(i))}
            found["superseded_by"] = [i for i in found["superseded_by"] if i in there]
            found["relations"] = [r for r in found["relations"] if r["fact"] in there]
        return found

    def _conflicts(self, fact: Fact, found: Fact) -> list[ConflictRef]:
        """Return the disagreements of a fact as it stood, among all that may be in them."""
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
    """Return whether a fact may have another date without some of its sources (see _earlier).

    first: the first day on which one of its sources may have been published.
    """
    if any(e["reports"]["date"] for e in fact["evidence"]):
        return True
    ends = fact["date_end"] or NEVER
    return fact["status"] in HAPPENED and fact["date_start"] is not None and ends > first


def _others(fact: Fact) -> set[str]:
    return {*fact["superseded_by"], *(relation["fact"] for relation in fact["relations"])}


def _earlier(fact: Fact, published: Mapping[str, Interval]) -> Fact:
    """Cut what a fact owes to sources that are no longer among its evidence: its date.

    Its date is then what the remaining passages report, or does not go beyond their
    publication if it is of something that had happened.
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
    """Return a date from its bounds, as it was reported if all reports are one."""
    if len(set(reported)) == 1:
        return reported[0]
    if start is None and end is None:
        return None
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"
