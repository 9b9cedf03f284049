"""Disagreement, computed from what each source reports; never written down by hand.

A piece of evidence may report a reading of a fact's date, value, status or wording that
differs from the fact or is more precise. Two sources whose readings of one property cannot
both hold disagree, at least on the face of it. Wording is reported and not compared.
"""

from typing import NamedTuple

from mss_cli.dates import edtf_bounds
from mss_cli.model import Fact
from mss_cli.text import words

_ABOUT = {"about", "around", "approximately", "roughly", "nearly", "some", "exactly"}
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
        for evidence in sorted(fact["evidence"], key=lambda e: (e["source"], e["start"])):
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
    numbers and do not name different things. Wordings are not compared.
    """
    if name == "wording":
        return True
    if name == "date":
        return edtf_bounds(first).overlaps(edtf_bounds(second))
    if name == "value":
        one, other = _value(first), _value(second)
        return one.numbers == other.numbers and (
            one.rest == other.rest or bool(one.numbers and not (one.rest and other.rest))
        )
    return first == second


class _Value(NamedTuple):
    numbers: list[str]
    rest: list[str]


def _value(text: str) -> _Value:
    """Split a reading into its numbers and its other words, without those for `about`."""
    every = [word for word in words(text) if word not in _ABOUT]
    return _Value(
        [word for word in every if word.isdecimal()],
        [word for word in every if not word.isdecimal()],
    )
