"""As-of views: the facts as the sources published by a given day report them.

A source counts from its earliest possible publication date or, if it must surely have been
published, from its latest; undated sources never count. An as-of view keeps the current text of a
fact, even where later sources shaped it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from mss_cli.facts.dates import Interval, edtf_bounds, edtf_precision
from mss_cli.facts.model import ConflictRef, Evidence, Fact, distinct_sources
from mss_cli.query.store import Facts, Store, bounded

NEVER = "9999-99-99"  # the publication date of an undated source; sorts after every day
LARGE_GROUP = 20  # facts of one date and measure: more are compared once for all of them
GROUPS_KEPT = 8  # facts come by date, so those of a group come together
HAPPENED = ("occurred", "ongoing", "alleged", "denied", "cancelled")


def facts_as_of(store: Store, day: str | None, certain: bool = False) -> Facts:
    """Return the facts as of a day, without later evidence. None means now.

    Facts whose sources were all published later are left out. certain: count only sources that
    must have been published by the day.
    """
    if day is None:
        return store.facts
    as_of = AsOf(store, day, certain)
    if store.large:
        return as_of
    facts = store.chronological()
    facts = facts if isinstance(store.facts, list) else bounded(facts)
    versions = [version for fact in facts if (version := as_of.without_later_evidence(fact))]
    ids = {fact["id"] for fact in versions}
    for fact in versions:
        fact["superseded_by"] = [i for i in fact["superseded_by"] if i in ids]
        fact["relations"] = [r for r in fact["relations"] if r["fact"] in ids]
    from mss_cli.conflicts import find, references

    conflicts = references(find(versions, store.sources))
    for fact in versions:
        fact["conflicts"] = conflicts.get(fact["id"], [])
    return versions


def publication(store: Store, file: str, certain: bool = False) -> str:
    """Return the day from which a source counts: its earliest, or if certain its latest."""
    edtf = store.sources[file]["published"]["edtf"]
    if edtf is None:
        return NEVER
    bounds = edtf_bounds(edtf)
    return (bounds.end or NEVER) if certain else (bounds.start or "")


def in_doubt(store: Store, day: str) -> list[str]:
    """Return the sources that may have been published by a day, or later."""
    return [
        file
        for file in store.sources
        if publication(store, file) <= day < publication(store, file, certain=True)
    ]


def has_whole(evidence: Iterable[Evidence]) -> bool:
    """Return True if a passage carries a whole fact, and not only a part of it."""
    return any(e["reports"].get("part") is None for e in evidence)


class AsOf:
    """The facts of a large store as of a day, read one at a time.

    AsOf recomputes the conflicts of each fact. It compares the fact with the facts it is related
    to, with the facts it conflicts with today, and with the facts that share its date and its
    measure or position.
    """

    def __init__(self, store: Store, day: str, certain: bool = False) -> None:
        self._store = store
        self._day = day
        self._certain = certain
        self._size: int | None = None
        self._published: dict[str, bool] = {}  # by source file
        self._groups: dict[object, dict[str, list[ConflictRef]] | None] = {}  # by _group

    def __iter__(self) -> Iterator[Fact]:
        every = self._store.chronological()
        return (version for fact in every if (version := self.version(fact)))

    def __len__(self) -> int:
        if self._size is None:
            self._size = sum(1 for fact in self._store.facts if self.is_known(fact))
        return self._size

    def __contains__(self, fact: object) -> bool:
        return any(fact == other for other in self)

    def is_published(self, file: str) -> bool:
        """Return True if a source was published by the day."""
        if file not in self._published:
            published = publication(self._store, file, self._certain)
            self._published[file] = published <= self._day
        return self._published[file]

    def is_known(self, fact: Fact | None) -> bool:
        """Return True if a source that reports a whole fact was published by the day."""
        if fact is None:
            return False
        known = [e for e in fact["evidence"] if self.is_published(e["source"])]
        return bool(known) and (has_whole(known) or not has_whole(fact["evidence"]))

    def without_later_evidence(self, fact: Fact) -> Fact | None:
        """Return a copy of a fact without later evidence, or None if no evidence is left."""
        evidence = [e for e in fact["evidence"] if self.is_published(e["source"])]
        if len(evidence) == len(fact["evidence"]):
            return {**fact}
        if not evidence or (has_whole(fact["evidence"]) and not has_whole(evidence)):
            return None  # what is left carries only a part of the fact
        files = {e["source"] for e in evidence}
        sources = self._store.sources
        dates = {f: edtf_bounds(cast(str, sources[f]["published"]["edtf"])) for f in files}
        return _redate({**fact, "evidence": evidence}, dates)

    def version(self, fact: Fact) -> Fact | None:
        """Return a fact as of the day, or None if all its sources were published later."""
        version = self._with_current_conflicts(fact)
        if version is not None:
            version["conflicts"] = self._conflicts(fact, version)
        return version

    def _with_current_conflicts(self, fact: Fact) -> Fact | None:
        """Return a fact as of the day, but with today's conflicts."""
        version = self.without_later_evidence(fact)
        if version is not None:
            known = {i for i in _linked_ids(version) if self.is_known(self._store.fact(i))}
            version["superseded_by"] = [i for i in version["superseded_by"] if i in known]
            version["relations"] = [r for r in version["relations"] if r["fact"] in known]
        return version

    def _conflicts(self, fact: Fact, version: Fact) -> list[ConflictRef]:
        """Return the conflicts of a fact as of the day.

        fact: the fact as stored. version: the fact as of the day.
        """
        group = _group(version)
        if group and group not in self._groups:
            members = self._store.comparable(version)
            # In a large group, what holds for each member is computed once for all.
            found = self._compare([fact, *members]) if len(members) > LARGE_GROUP else None
            self._groups = {**dict(list(self._groups.items())[-GROUPS_KEPT:]), group: found}
        together = self._groups[group] if group else None
        if together is None or fact["id"] not in together:
            together = self._compare([fact, *self._store.comparable(version)], only=fact)
        return together[fact["id"]]

    def _compare(
        self, facts: Sequence[Fact], only: Fact | None = None
    ) -> dict[str, list[ConflictRef]]:
        """Return the conflicts as of the day of some facts, or only of one of them.

        They are compared with each other, with the facts to which they are related, and with the
        facts with which they conflict today.
        """
        from mss_cli.conflicts import find, references

        store = self._store
        asked = facts if only is None else [only]
        others: dict[str, Fact] = {fact["id"]: fact for fact in facts}
        for fact in asked:
            linked = (other for i in _linked_ids(fact) if (other := store.fact(i)))
            others |= {
                other["id"]: other for other in (*linked, *store.facts_related_to(fact["id"]))
            }
        wanted = {reference["id"] for fact in asked for reference in fact["conflicts"]}
        others |= {other["id"]: other for other in store.facts_in_conflicts(sorted(wanted))}
        versions = (self._with_current_conflicts(other) for other in bounded(others.values()))
        compared = {version["id"]: version for version in versions if version}
        for version in compared.values():
            version["relations"] = [r for r in version["relations"] if r["fact"] in compared]
        found = references(find(compared.values(), store.sources))
        return {fact["id"]: found.get(fact["id"], []) for fact in asked}


def _group(fact: Fact) -> tuple[object, ...]:
    """Return what facts share that are compared by date and measure or position; () if nothing."""
    quantity, stance = fact["quantity"], fact["stance"]
    if not (quantity or stance):
        return ()
    return (
        fact["date_start"],
        fact["date_end"],
        quantity["measure"] if quantity else "",
        (stance["holder"], stance["on"]) if stance else "",
    )


def may_be_redated(fact: Fact, first: str) -> bool:
    """Return True if an as-of view may give a fact another date (see _redate).

    first: the earliest possible publication date among the fact's sources.
    """
    if any(e["reports"]["date"] for e in fact["evidence"]):
        return True
    ends = fact["date_end"] or NEVER
    return fact["status"] in HAPPENED and fact["date_start"] is not None and ends > first


def _linked_ids(fact: Fact) -> set[str]:
    """Return the ids of the facts that supersede a fact or that its relations name."""
    return {*fact["superseded_by"], *(relation["fact"] for relation in fact["relations"])}


def _redate(fact: Fact, published: Mapping[str, Interval]) -> Fact:
    """Date a fact from its remaining evidence, update its sources, and return it.

    If each remaining source reports a date, the fact takes that date. Otherwise, the date of an
    event that has happened ends no later than the last publication of the remaining sources.

    published: the possible publication days of each remaining source.
    """
    fact["sources"] = distinct_sources(fact)
    current = fact["date"]
    reported = [e["reports"]["date"] for e in fact["evidence"] if e["reports"]["date"]]
    silent = {e["source"] for e in fact["evidence"] if e["reports"].get("part") is None}
    silent -= {e["source"] for e in fact["evidence"] if e["reports"]["date"]}
    last = max((published[file].end or NEVER for file in fact["sources"]), default=NEVER)
    if reported and not silent and fact["date"] not in reported:
        all_bounds = [edtf_bounds(date) for date in reported]
        start = min(b.start or "" for b in all_bounds) or None
        end = max(b.end or NEVER for b in all_bounds)
        fact["date"] = _edtf(start, None if end == NEVER else end, reported)
    elif fact["status"] in HAPPENED and fact["date_start"] and (fact["date_end"] or NEVER) > last:
        start = fact["date_start"] if fact["date_start"] <= last else None
        fact["date"] = _edtf(start, last, [])
    bounds = edtf_bounds(fact["date"]) if fact["date"] is not None else Interval(None, None)
    fact["date_start"], fact["date_end"] = bounds
    fact["date_precision"] = edtf_precision(fact["date"])
    if fact["date"] is None:
        fact["date_basis"] = "none"
    elif fact["date"] != current and fact["date"] not in reported:
        fact["date_basis"] = "inferred"
    fact["date_note"] = f"Dated from {' and '.join(fact['sources'])} alone."
    fact["date_derivation"] = None
    return fact


def _edtf(start: str | None, end: str | None, reported: list[str]) -> str | None:
    """Return the reported date if all reports agree, otherwise an EDTF date from the bounds."""
    if len(set(reported)) == 1:
        return reported[0]
    if start is None and end is None:
        return None
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"
