"""The disagreements of a report: readings side by side, and what would settle them."""

from typing import Any, NamedTuple

from mss_cli.facts.kinds import CONFLICTS
from mss_cli.facts.model import Conflict, ConflictReading
from mss_cli.facts.passages import Context
from mss_cli.output.report.contents import Contents
from mss_cli.query.source_names import with_short_names

_HEADINGS = {
    "contradiction": ("Contradictions", "The readings cannot both hold."),
    "qualified": (
        "Points that differ and may both hold",
        "The readings differ in scope, unit, precision or time.",
    ),
    "superseded": ("Superseded", "A later report replaced an earlier one."),
    "corroborated": ("Confirmed", "Independent sources agree."),
}


class Reading(NamedTuple):
    """What one source says. passage: in its paragraph, if the articles were given."""

    value: str
    source: str
    fact: str
    passage: Context | None


class Disagreement(NamedTuple):
    """A conflict as the page shows it. explanation: with the short names of sources."""

    id: str
    property: str
    explanation: str
    readings: list[Reading]
    settled_by: str


class Group(NamedTuple):
    """The conflicts of one class. open: False for a list that readers must ask for."""

    cls: str
    heading: str
    meaning: str
    entries: list[Disagreement]
    open: bool


def disagreements(contents: Contents) -> dict[str, Any]:
    """Return the values of disagreements.html: the gravest class first."""
    by_class: dict[str, list[Disagreement]] = {name: [] for name in CONFLICTS}
    quoted = {
        file: name if name[:1] == "[" else f"“{name}”" for file, name in contents.names.items()
    }
    for conflict in contents.conflicts:
        by_class[conflict["class"]].append(_entry(contents, conflict, quoted))
    return {
        "groups": [
            Group(name, *_HEADINGS[name], entries, name != "corroborated")
            for name, entries in by_class.items()
            if entries
        ]
    }


def _entry(contents: Contents, conflict: Conflict, quoted: dict[str, str]) -> Disagreement:
    return Disagreement(
        conflict["id"],
        conflict["property"],
        with_short_names(conflict["explanation"], quoted),
        [_reading(contents, reading) for reading in conflict["readings"]],
        conflict["settled_by"],
    )


def _reading(contents: Contents, reading: ConflictReading) -> Reading:
    return Reading(
        reading["value"], reading["source"], reading["fact"], _passage(contents, reading)
    )


def _passage(contents: Contents, reading: ConflictReading) -> Context | None:
    """Return the passage of a reading, if there are articles."""
    fact = contents.store.fact(reading["fact"]) if contents.articles else None
    span = (reading["source"], reading["start"], reading["end"])
    for evidence in fact["evidence"] if fact else ():
        if (evidence["source"], evidence["start"], evidence["end"]) == span:
            return contents.passage(evidence)
    return None
