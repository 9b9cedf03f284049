"""The profile of an entity: its roles, figures, stances, statements, events and mentions."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from mss_cli.facts.model import Fact
from mss_cli.query.filters import speakers
from mss_cli.query.query import Query
from mss_cli.query.selection import run
from mss_cli.query.store import Store


class Part(NamedTuple):
    """A part of a profile. title: its heading. test: True for a fact and an entity that fit."""

    title: str
    test: Callable[[Fact, str], bool]


# The parts of a profile. A fact goes into the first part whose test it passes.
PARTS = {
    "roles": Part("Roles", lambda f, e: f["kind"] == "role" and e in f["actors"]),
    "figures": Part("Numbers", lambda f, _: f["quantity"] is not None),
    "stances": Part(
        "Positions", lambda f, e: f["stance"] is not None and f["stance"]["holder"] == e
    ),
    "statements": Part(
        "Said", lambda f, e: f["kind"] in ("statement", "stance") and e in speakers(f)
    ),
    "events": Part("Did", lambda f, e: f["kind"] == "event" and e in f["actors"]),
    "mentions": Part("Also involved in", lambda f, e: True),
}


def profile(store: Store, entity: str) -> dict[str, list[Fact]]:
    """Return the facts that involve an entity by part of the profile, each part in date order."""
    return in_parts(run(store, Query({"who": frozenset((entity,))})).facts, entity)


def in_parts(facts: Iterable[Fact], entity: str) -> dict[str, list[Fact]]:
    """Return facts that involve an entity by part of its profile, each part in their order."""
    parts: dict[str, list[Fact]] = {part: [] for part in PARTS}
    for fact in facts:
        parts[next(name for name, part in PARTS.items() if part.test(fact, entity))].append(fact)
    return parts
