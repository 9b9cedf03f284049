"""Disagreement, computed from readings and relations; never written down by hand.

A piece of evidence may report a reading of a fact's date, value, status or wording that
differs from the fact or is more precise; a source that reports none gives the fact's own.
Two sources whose readings of one property cannot both hold contradict each other; where
both can hold (another precision, unit or scope) the disagreement is apparent. Relations
between facts say the rest: `contradicts`, `qualifies`, `supersedes`, `corroborates`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from mss_cli.dates import Interval
from mss_cli.kinds import CONFLICTS
from mss_cli.model import Conflict, ConflictReading, ConflictRef, Evidence, Fact, Source
from mss_cli.readings import (
    PROPERTIES,
    Reading,
    Verdict,
    amount,
    compare,
    contested,
    quantities,
    readings,
)

_CLASSES = tuple(CONFLICTS)

# What would settle a disagreement, where the relation does not say: by class and property.
_SETTLED_BY = {
    "superseded": "Nothing is open: the later report tells what became of it.",
    "corroborated": "Nothing is open, unless the articles share one origin.",
    ("contradiction", "date"): "A record that prints the day: a statement, transcript or schedule.",
    ("contradiction", "value"): "The count of whoever keeps it, with its day and what it includes.",
    ("contradiction", "status"): "A later report or a record of how it went.",
    ("contradiction", "position"): "The holder's own words, with their day.",
    ("apparent", "date"): "Both can hold; a record that prints the day would tell.",
    ("apparent", "value"): "Both can hold; a breakdown of what each number counts would tell.",
    ("apparent", "position"): "Both can hold; the holder's own words would tell.",
}
_DEFAULT = "A primary record of what the passages describe."


class Found(NamedTuple):
    """A disagreement before it has an id: the facts in it and what is said of it."""

    name: str
    cls: str
    property: str
    explanation: str
    facts: tuple[Fact, ...]
    readings: tuple[ConflictReading, ...]
    settled_by: str = ""


def find(facts: Sequence[Fact], sources: Mapping[str, Source]) -> list[Conflict]:
    """Return every disagreement among facts: the gravest class first, then in order of time."""
    by_id = {fact["id"]: fact for fact in facts}
    found = [
        *_from_readings(facts),
        *_from_relations(facts, by_id, sources),
        *_overtaken(facts, by_id),
        *_from_series(facts, sources),
        *_corroborated(facts, sources),
    ]
    records = {f.name: _record(f) for f in _merged(found, by_id)}
    order = {f["id"]: (f["date_start"] or f["date_end"] or "9999", f["id"]) for f in facts}
    return sorted(
        records.values(),
        key=lambda c: (_CLASSES.index(c["class"]), min(order[i] for i in c["facts"]), c["id"]),
    )


def references(conflicts: Iterable[Conflict]) -> dict[str, list[ConflictRef]]:
    """Return, for each fact id, the disagreements in which it stands."""
    found: dict[str, list[ConflictRef]] = {}
    for conflict in conflicts:
        for fact in conflict["facts"]:
            reference: ConflictRef = {"id": conflict["id"], "class": conflict["class"]}
            found.setdefault(fact, []).append(reference)
    return found


def independent(evidence: Iterable[Evidence], sources: Mapping[str, Source]) -> list[str]:
    """Return the files of sources that count as independent of each other, in order.

    A caption is no second source, and of one known publisher only one article counts. That
    two articles do not draw on one agency or speech cannot be told from a store.
    """
    found: dict[str, str] = {}
    for file in sorted({e["source"] for e in evidence if e["form"] != "caption"}):
        found.setdefault(sources[file]["publisher"] or file, file)
    return sorted(found.values())


def _record(found: Found) -> Conflict:
    settled = (
        found.settled_by
        or _SETTLED_BY.get(found.cls)
        or _SETTLED_BY.get((found.cls, found.property))
        or _DEFAULT
    )
    return {
        "id": found.name,
        "class": found.cls,
        "property": found.property,
        "explanation": found.explanation,
        "facts": [fact["id"] for fact in found.facts],
        "readings": list(found.readings),
        "sources": sorted({reading["source"] for reading in found.readings}),
        "settled_by": settled,
    }


def _said(fact: Fact, reading: Reading) -> ConflictReading:
    return {
        "fact": fact["id"],
        "source": reading.source,
        "start": reading.start,
        "end": reading.end,
        "value": reading.value,
    }


# --- one fact, several sources ------------------------------------------------------------


def _from_readings(facts: Iterable[Fact]) -> Iterator[Found]:
    """Yield a disagreement for each property of which two sources give different readings."""
    for fact in facts:
        if len(fact["sources"]) < 2:
            continue
        for name in PROPERTIES:
            given = readings(fact, name)
            verdicts = [
                (compare(name, one.value, other.value), one, other)
                for one, other in combinations(given, 2)
                if one.source != other.source
            ]
            apart = [v for v in verdicts if v[0].cls]
            if apart:
                verdict, one, other = min(apart, key=lambda v: _CLASSES.index(v[0].cls))
                yield Found(
                    f"{fact['id']}--{name}",
                    verdict.cls,
                    name,
                    _told(verdict, name, one, other),
                    (fact,),
                    tuple(_said(fact, reading) for reading in given),
                )


def _told(verdict: Verdict, name: str, one: Reading, other: Reading) -> str:
    return (
        f"{one.source} gives the {name} {one.value!r}, {other.source} {other.value!r}: "
        f"{verdict.why}."
    )


def _corroborated(facts: Iterable[Fact], sources: Mapping[str, Source]) -> Iterator[Found]:
    """Yield each fact that several independent sources report."""
    for fact in facts:
        files = independent(fact["evidence"], sources)
        if len(files) < 2:
            continue
        apart = [name for name in PROPERTIES if contested(fact, name)]
        but = f"; they do not agree on its {' and '.join(apart)}" if apart else ""
        yield Found(
            f"{fact['id']}--corroborated",
            "corroborated",
            "assertion",
            f"{len(files)} independent sources report it{but}.",
            (fact,),
            tuple(r for r in _assertion(fact) if r["source"] in files),
        )


def _assertion(fact: Fact, name: str = "assertion") -> list[ConflictReading]:
    """Return what each source of a fact says, in its number or position or the fact's text."""
    found: dict[str, ConflictReading] = {}
    for evidence in sorted(fact["evidence"], key=lambda e: e["form"] != "body"):
        reports, value = evidence["reports"], fact["text"]
        if name == "value":
            value = reports["value"] or amount(fact)
        elif name == "position" and fact["stance"]:
            value = fact["stance"]["position"]
        elif name == "assertion" and fact["quantity"]:
            value = reports["value"] or amount(fact)
        elif name == "wording":
            value = reports["wording"] or fact["text"]
        reading = Reading(name, evidence["source"], value, evidence["start"], evidence["end"])
        worded = name == "wording" and reports["wording"]
        if worded:
            found[f"{evidence['source']} {value}"] = _said(fact, reading)
        elif not any(r["source"] == evidence["source"] for r in found.values()):
            found[evidence["source"]] = _said(fact, reading)
    return list(found.values())


# --- two facts, by their relations --------------------------------------------------------


def _from_relations(
    facts: Iterable[Fact], by_id: Mapping[str, Fact], sources: Mapping[str, Source]
) -> Iterator[Found]:
    classes = {"contradicts": "contradiction", "qualifies": "apparent"}
    for fact in facts:
        for relation in fact["relations"]:
            other = by_id[relation["fact"]]
            cls = classes.get(relation["type"], "")
            note = relation["note"] or f"The store has it that one {relation['type']} the other."
            name = _shared_property(other, fact)
            if relation["type"] == "corroborates":
                files = independent([*other["evidence"], *fact["evidence"]], sources)
                if len(files) < 2:
                    continue
                cls, note = "corroborated", f"{note} ({len(files)} independent sources)"
            if cls:
                yield Found(
                    f"{other['id']}--{fact['id']}",
                    cls,
                    name,
                    note,
                    (other, fact),
                    (*_assertion(other, name), *_assertion(fact, name)),
                    relation["settled_by"] or "",
                )


def _shared_property(first: Fact, second: Fact) -> str:
    """Return what two related facts disagree on, as far as their fields tell."""
    if first["quantity"] and second["quantity"]:
        return "value"
    one, other = first["stance"], second["stance"]
    if one and other and one["on"] == other["on"]:
        return "position"
    worded = [{e["reports"]["wording"] for e in f["evidence"]} - {None} for f in (first, second)]
    return "wording" if all(worded) or max(map(len, worded)) > 2 else "assertion"


def _overtaken(facts: Iterable[Fact], by_id: Mapping[str, Fact]) -> Iterator[Found]:
    """Yield each fact that others supersede, with all of them."""
    notes: dict[str, list[tuple[Fact, str]]] = {}
    for fact in facts:
        for relation in fact["relations"]:
            if relation["type"] == "supersedes":
                notes.setdefault(relation["fact"], []).append((fact, relation["note"] or ""))
    for old, later in notes.items():
        every = (by_id[old], *(fact for fact, _ in later))
        told = list(dict.fromkeys(note for _, note in later if note))
        on = {_shared_property(by_id[old], fact) for fact, _ in later}
        name = on.pop() if on == {"position"} else "status"
        yield Found(
            f"{old}--superseded",
            "superseded",
            name,
            " ".join(told) or "A later report overtakes it.",
            every,
            tuple(r for fact in every for r in _assertion(fact, name)),
        )


# --- two facts, by what they measure or hold ----------------------------------------------


def _from_series(facts: Iterable[Fact], sources: Mapping[str, Source]) -> Iterator[Found]:
    """Yield facts of one measure, or of one holder's position, that are of the same time.

    Where a relation links the two, it has the say.
    """
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if fact["quantity"]:
            groups.setdefault(("value", fact["quantity"]["measure"]), []).append(fact)
        if fact["stance"]:
            key = ("position", fact["stance"]["holder"], fact["stance"]["on"])
            groups.setdefault(key, []).append(fact)
    for (name, *_), group in groups.items():
        for one, other in _at_one_time(group):
            linked = {(r["fact"], f["id"]) for f in (one, other) for r in f["relations"]}
            if (one["id"], other["id"]) in linked or (other["id"], one["id"]) in linked:
                continue
            verdict = _numbers(one, other) if name == "value" else _positions(one, other)
            files = independent([*one["evidence"], *other["evidence"]], sources)
            if verdict.cls and (len(files) > 1 or verdict.cls == "contradiction"):
                yield Found(
                    f"{one['id']}--{other['id']}",
                    verdict.cls,
                    name,
                    verdict.why,
                    (one, other),
                    (*_assertion(one, name), *_assertion(other, name)),
                )


def _at_one_time(group: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield the pairs of dated facts whose dates touch, in order of time."""
    dated = sorted(
        (f for f in group if f["date"] is not None), key=lambda f: (f["date_start"] or "", f["id"])
    )
    for index, one in enumerate(dated):
        span = Interval(one["date_start"], one["date_end"])
        for other in dated[index + 1 :]:
            if not span.overlaps(Interval(other["date_start"], other["date_end"])):
                break
            yield one, other


def _numbers(one: Fact, other: Fact) -> Verdict:
    assert one["quantity"] is not None
    assert other["quantity"] is not None
    verdict = quantities(one["quantity"], other["quantity"])
    if verdict.cls:
        return verdict._replace(why=f"{amount(one)} and {amount(other)}: {verdict.why}.")
    return Verdict("corroborated", f"Both put it at {amount(one)}.")


def _positions(one: Fact, other: Fact) -> Verdict:
    first, second = one["stance"], other["stance"]
    assert first is not None
    assert second is not None
    positions = {first["position"], second["position"]}
    if positions == {"supports", "opposes"}:
        return Verdict("contradiction", "It is said to support and to oppose it at one time.")
    return Verdict()


# --- joining what is one ------------------------------------------------------------------


def _merged(found: Sequence[Found], by_id: Mapping[str, Fact]) -> Iterator[Found]:
    """Join what several facts say of one disagreement.

    The same passages give the same readings to several facts (a visit, and what was said
    on it): that is one disagreement. And where a relation explains two readings, they
    stand in the relation's entry.
    """
    read = [f for f in found if f.name.split("--")[-1] in PROPERTIES]
    rest = [f for f in found if f not in read]
    explained: set[str] = set()
    for entry in rest:
        twin = _explained_by(entry, read) if entry.cls in ("apparent", "contradiction") else None
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
        yield _joined(entries) if len(entries) > 1 else entries[0]


def _explained_by(entry: Found, read: Iterable[Found]) -> Found | None:
    """Return the readings of one fact of a pair that turn on a passage of the other."""
    for candidate in read:
        (fact,) = candidate.facts
        others = [f for f in entry.facts if f["id"] != fact["id"]]
        if len(others) == 1 and candidate.cls == entry.cls:
            passages = {(e["source"], e["start"]) for e in others[0]["evidence"]}
            if any((r["source"], r["start"]) in passages for r in candidate.readings):
                return candidate
    return None


def _apart(entry: Found) -> list[ConflictReading]:
    """Return the readings of an entry that another source's reading does not agree with."""
    return [
        r
        for r in entry.readings
        if any(
            compare(entry.property, r["value"], o["value"]).cls == entry.cls
            for o in entry.readings
            if o["source"] != r["source"]
        )
    ]


def _joined(entries: Sequence[Found]) -> Found:
    """Return one entry for several facts; it is named after the one the others are part of."""
    facts = [fact for entry in entries for fact in entry.facts]
    wholes = {r["fact"] for fact in facts for r in fact["relations"] if r["type"] == "part-of"}
    whole = next((e for e in entries if e.facts[0]["id"] in wholes), entries[0])
    others = [fact for fact in facts if fact is not whole.facts[0]]
    return whole._replace(facts=(whole.facts[0], *others))
