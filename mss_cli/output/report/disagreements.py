"""The disagreements of a report: readings side by side, and what would settle them."""

from typing import Any, NamedTuple

from mss_cli.facts.kinds import CONFLICTS
from mss_cli.facts.model import Conflict, ConflictReading
from mss_cli.facts.passages import Context
from mss_cli.output.report.contents import Contents

_HEADINGS = {
    "contradiction": ("Contradictions", "The readings cannot both be true."),
    "qualified": (
        "Other differences",
        "The readings differ in scope, unit, precision or time, and both may be true.",
    ),
    "superseded": (
        "Superseded",
        "A later report replaced an earlier one, or says how it turned out.",
    ),
    "corroborated": ("Confirmed", "Independent sources agree."),
}


class Passage(NamedTuple):
    """A passage of a source and the values that it gives, each with the fact that has it.

    context: the passage in its paragraph, if the articles were given.
    """

    source: str
    values: list[tuple[str, str]]
    context: Context | None


class Disagreement(NamedTuple):
    """A conflict as the page shows it.

    explanation: with the short names of sources. about: the text of each fact that takes part, if
    the readings do not say it.
    """

    id: str
    property: str
    explanation: str
    about: list[tuple[str, str]]
    passages: list[Passage]
    settled_by: str


class Group(NamedTuple):
    """The conflicts of one class. open: True to show each without a click."""

    cls: str
    heading: str
    meaning: str
    entries: list[Disagreement]
    open: bool


def disagreements(contents: Contents) -> dict[str, Any]:
    """Return the values of disagreements.html: the gravest class first."""
    by_class: dict[str, list[Disagreement]] = {name: [] for name in CONFLICTS}
    for conflict in contents.conflicts:
        by_class[conflict["class"]].append(_entry(contents, conflict))
    return {
        "groups": [
            Group(name, *_HEADINGS[name], entries, name == "contradiction")
            for name, entries in by_class.items()
            if entries
        ]
    }


def _entry(contents: Contents, conflict: Conflict) -> Disagreement:
    passages: dict[tuple[str, int, int], Passage] = {}
    for reading in conflict["readings"]:
        place = (reading["source"], reading["start"], reading["end"])
        if place not in passages:
            passages[place] = Passage(reading["source"], [], _context(contents, reading))
        passages[place].values.append((reading["value"], reading["fact"]))
    values = {reading["value"] for reading in conflict["readings"]}
    about = [(fact, contents.fact_text(fact)) for fact in conflict["facts"]]
    return Disagreement(
        conflict["id"],
        conflict["property"],
        contents.explanation(conflict),
        [(fact, text) for fact, text in about if text and text not in values],
        list(passages.values()),
        conflict["settled_by"],
    )


def _context(contents: Contents, reading: ConflictReading) -> Context | None:
    """Return the passage of a reading, if there are articles."""
    fact = contents.store.fact(reading["fact"]) if contents.articles else None
    span = (reading["source"], reading["start"], reading["end"])
    for evidence in fact["evidence"] if fact else ():
        if (evidence["source"], evidence["start"], evidence["end"]) == span:
            return contents.passage(evidence)
    return None
