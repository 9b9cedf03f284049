"""All facts about one entity, by its part in them."""

from collections.abc import Callable

from mss_cli.facts.model import Fact
from mss_cli.query.filters import speakers
from mss_cli.query.query import Query
from mss_cli.query.selection import run
from mss_cli.query.store import Store

# The parts of a profile, with the test of each. A fact goes into the first part that fits.
PARTS: dict[str, Callable[[Fact, str], bool]] = {
    "roles": lambda f, e: f["kind"] == "role" and e in f["actors"],
    "figures": lambda f, _: f["quantity"] is not None,
    "stances": lambda f, e: f["kind"] == "stance" and e in {*speakers(f), *f["actors"]},
    "statements": lambda f, e: f["kind"] == "statement" and e in speakers(f),
    "events": lambda f, e: f["kind"] == "event" and e in f["actors"],
    "mentions": lambda f, e: True,
}


def profile(store: Store, entity: str) -> dict[str, list[Fact]]:
    """Return the facts that involve an entity, by part of the profile, then by date."""
    found: dict[str, list[Fact]] = {part: [] for part in PARTS}
    for fact in run(store, Query({"who": frozenset((entity,))})).facts:
        found[next(part for part, holds in PARTS.items() if holds(fact, entity))].append(fact)
    return found
