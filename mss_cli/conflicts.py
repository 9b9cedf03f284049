"""Disagreement, computed from what each source reports; never written down by hand.

A piece of evidence may report a reading of a fact's date, value, status or wording that
differs from the fact or is more precise. Two sources with different readings of one
property disagree, at least on the face of it.
"""

from typing import NamedTuple

from mss_cli.model import Fact

PROPERTIES = ("date", "value", "status", "wording")


class Reading(NamedTuple):
    """What one passage of one source says of one property of a fact."""

    property: str
    source: str
    value: str
    start: int
    end: int


def readings(fact: Fact) -> list[Reading]:
    """Return every reading that the evidence of a fact reports, by property, then source."""
    found = []
    for name in PROPERTIES:
        for evidence in fact["evidence"]:
            value = evidence["reports"][name]  # type: ignore[literal-required]
            if value is not None:
                found.append(
                    Reading(name, evidence["source"], value, evidence["start"], evidence["end"])
                )
    return found


def differing(fact: Fact) -> tuple[str, ...]:
    """Return the properties of which two sources give different readings."""
    said: dict[str, dict[str, set[str]]] = {}
    for reading in readings(fact):
        said.setdefault(reading.property, {}).setdefault(reading.source, set()).add(reading.value)
    return tuple(
        name
        for name, by_source in said.items()
        if len(by_source) > 1 and len(set().union(*by_source.values())) > 1
    )
