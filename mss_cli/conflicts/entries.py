"""Conflicts as entries: the facts, the reading of each source, and the record."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mss_cli import limits
from mss_cli.conflicts.readings import Reading
from mss_cli.facts.kinds import CONFLICTS
from mss_cli.facts.model import Conflict, ConflictReading, Evidence, Fact, Source
from mss_cli.facts.quantities import amount
from mss_cli.text import fold

CLASSES = tuple(CONFLICTS)

# What would settle a conflict by default, by class and property.
_SETTLED_BY = {
    "superseded": "The later report says what happened.",
    "corroborated": "Nothing to settle, unless the articles share one origin.",
    ("contradiction", "date"): "A record that prints the day: a statement, transcript or schedule.",
    ("contradiction", "value"): "The count of whoever keeps it, with its day and what it includes.",
    ("contradiction", "status"): "A later report or a record of how it went.",
    ("contradiction", "position"): "The holder's own words, with their day.",
    ("qualified", "date"): "Both can hold; a record that prints the day would settle it.",
    ("qualified", "value"): "Both can hold; a breakdown of each number would settle it.",
    ("qualified", "position"): "Both can hold; the holder's own words would settle it.",
}
_DEFAULT = "A primary record of what the passages describe."


class Found(NamedTuple):
    """A conflict before it becomes a record.

    origin: `readings` or `relation`, if merging.py needs to know, else "".
    """

    name: str
    cls: str
    property: str
    explanation: str
    facts: tuple[Fact, ...]
    readings: tuple[ConflictReading, ...]
    origin: str = ""
    settled_by: str = ""


def record(found: Found) -> Conflict:
    """Return the record of a conflict."""
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


def said(fact: Fact, reading: Reading) -> ConflictReading:
    """Return the record of a reading."""
    return {
        "fact": fact["id"],
        "source": reading.source,
        "start": reading.start,
        "end": reading.end,
        "value": reading.value,
    }


def assertion(fact: Fact, name: str = "assertion") -> list[ConflictReading]:
    """Return the reading of each source of a fact for a property.

    `value` is its number, `position` its position and `wording` each reported wording; for
    other properties it is the fact's number or text. One passage of a source counts: one that
    carries the whole assertion before one that carries part of it, the body before other forms,
    and one that reports a value of its own before one that does not. A fact gives at most
    limits.MAX_READINGS_OF_FACT readings.
    """
    found: dict[tuple[str, str | None], ConflictReading] = {}
    heard: set[str] = set()
    in_order = sorted(fact["evidence"], key=_rank)
    for evidence in in_order:
        wording = evidence["reports"]["wording"] if name == "wording" else None
        key = (evidence["source"], wording)
        if key in found or (not wording and evidence["source"] in heard):
            continue
        heard.add(evidence["source"])
        value = wording or _value(fact, evidence, name)
        span = Reading(name, evidence["source"], value, evidence["start"], evidence["end"])
        found[key] = said(fact, span)
    first = sorted(found.values(), key=lambda r: (r["source"], r["start"]))
    return first[: limits.MAX_READINGS_OF_FACT]


def _rank(evidence: Evidence) -> tuple[bool, bool, bool, str]:
    return (
        part(evidence) is not None,
        evidence["form"] != "body",
        evidence["reports"]["value"] is None,
        evidence["source"],
    )


def _value(fact: Fact, evidence: Evidence, name: str) -> str:
    if name == "position" and fact["stance"]:
        return fact["stance"]["position"]
    carried = part(evidence)
    if carried is not None and not (name == "value" and evidence["reports"]["value"]):
        return f"in part: {carried}"
    if name in ("value", "assertion") and fact["quantity"]:
        return evidence["reports"]["value"] or amount(fact)
    return fact["text"]


def part(evidence: Evidence) -> str | None:
    """Return what a passage carries of the assertion, or None if it carries all of it."""
    return evidence["reports"].get("part")


def whole(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the passages that carry the whole assertion."""
    return [each for each in evidence if part(each) is None]


def independent(evidence: Iterable[Evidence], sources: Mapping[str, Source]) -> list[str]:
    """Return the files of the independent sources, sorted.

    A caption is not a second source, and a known publisher counts once. A store does not show
    whether two articles rest on the same agency report or speech.
    """
    return list(by_origin(evidence, sources).values())


def by_origin(
    evidence: Iterable[Evidence], sources: Mapping[str, Source]
) -> dict[tuple[str, str], str]:
    """Return the file of each independent source, by its publisher or, if unknown, its name."""
    found: dict[tuple[str, str], str] = {}
    for file in sorted({e["source"] for e in evidence if e["form"] != "caption"}):
        publisher = sources[file]["publisher"]
        key = ("file", file) if publisher is None else ("publisher", fold(publisher))
        found.setdefault(key, file)
    return found
