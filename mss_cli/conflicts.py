"""Disagreement, computed from what each source reports; never written down by hand.

A piece of evidence may report a reading of a fact's date, value, status or wording that
differs from the fact or is more precise. Two sources whose readings of one property cannot
both hold disagree, at least on the face of it. Wording is reported and not compared.
"""

from typing import NamedTuple

from mss_cli.dates import edtf_bounds
from mss_cli.model import Fact
from mss_cli.text import words

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
    """Return the properties of which two sources give readings that do not agree."""
    apart = {reading.property for reading in readings(fact) if contested(fact, reading)}
    return tuple(name for name in PROPERTIES if name in apart)


def contested(fact: Fact, reading: Reading) -> bool:
    """Return whether another source's reading of the same property does not agree."""
    return any(
        other.property == reading.property
        and other.source != reading.source
        and not agree(reading.property, reading.value, other.value)
        for other in readings(fact)
    )


def agree(name: str, first: str, second: str) -> bool:
    """Return whether two readings of a property can both hold as they are written.

    Dates agree if they share a day (one may be more precise); values if they name the same
    numbers, or without numbers the same words. Wordings are not compared.
    """
    if name == "wording":
        return True
    if name == "date":
        return edtf_bounds(first).overlaps(edtf_bounds(second))
    if name == "value":
        return _numbers(first) == _numbers(second)
    return first == second


def _numbers(value: str) -> list[str]:
    every = words(value)
    return [word for word in every if word.isdecimal()] or every
