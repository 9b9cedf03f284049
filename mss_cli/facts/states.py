"""States that follow from the rest of a record and are not recorded as a status."""

from collections.abc import Callable

from mss_cli.facts.model import Fact

# States that follow from the rest of a record and are not recorded as a status.
STATES: dict[str, Callable[[Fact], bool]] = {
    "contradicted": lambda f: in_conflict(f, "contradiction"),
    "qualified": lambda f: in_conflict(f, "qualified"),
    "superseded": lambda f: bool(f["superseded_by"]),
    "corroborated": lambda f: in_conflict(f, "corroborated"),
    "one-source": lambda f: len(f["sources"]) == 1,
    "undated": lambda f: f["date"] is None,
}


def in_state(fact: Fact, wanted: frozenset[str]) -> bool:
    """Return True if a fact has one of these statuses or states."""
    return fact["status"] in wanted or any(
        holds(fact) for state, holds in STATES.items() if state in wanted
    )


def in_conflict(fact: Fact, cls: str) -> bool:
    """Return True if a fact takes part in a conflict of a class."""
    return any(reference["class"] == cls for reference in fact["conflicts"])
