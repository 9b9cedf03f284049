"""The profile of an entity: its roles, figures, stances, statements, events and mentions."""

from collections.abc import Callable

from mss_cli.facts.model import Fact
from mss_cli.query.filters import speakers
from mss_cli.query.query import Query
from mss_cli.query.selection import run
from mss_cli.query.store import Store

# Each part of a profile with its test. A fact goes into the first part whose test it passes.
PARTS: dict[str, Callable[[Fact, str], bool]] = {
    "roles": lambda f, e: f["kind"] == "role" and e in f["actors"],
    "figures": lambda f, _: f["quantity"] is not None,
    "stances": lambda f, e: f["stance"] is not None and f["stance"]["holder"] == e,
    "statements": lambda f, e: f["kind"] in ("statement", "stance") and e in speakers(f),
    "events": lambda f, e: f["kind"] == "event" and e in f["actors"],
    "mentions": lambda f, e: True,
}


def profile(store: Store, entity: str) -> dict[str, list[Fact]]:
    """Return the facts that involve an entity by part of the profile, each part in date order."""
    parts: dict[str, list[Fact]] = {part: [] for part in PARTS}
    for fact in run(store, Query({"who": frozenset((entity,))})).facts:
        parts[next(part for part, test in PARTS.items() if test(fact, entity))].append(fact)
    return parts
