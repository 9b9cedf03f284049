"""The voice and the occasion of a fact."""

from collections.abc import Mapping

from mss_cli.facts.model import Entity, Fact

_UTTERED = ("statement", "stance")


def voice(entities: Mapping[str, Entity], fact: Fact) -> str:
    """Return the voice of a fact: one of VOICES."""
    if any(entities[e]["kind"] == "person" for e in fact["said_by"]):
        return "person"
    if fact["said_by"]:
        return "institution"
    return "position" if fact["kind"] in _UTTERED else "article"


def occasion(fact: Fact) -> str | None:
    """Return the id of the speech, meeting, call or visit that a fact is part of."""
    wholes = (r["fact"] for r in fact["relations"] if r["type"] == "part-of")
    return next(wholes, None)
