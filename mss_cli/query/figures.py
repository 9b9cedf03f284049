"""Numbers grouped by series, and promises beside deliveries."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mss_cli.facts.chronology import by_day
from mss_cli.facts.kinds import STAGES
from mss_cli.facts.model import Fact
from mss_cli.query.store import Store

SIDES = ("promised", "delivered")


class Sides(NamedTuple):
    """The promises and the deliveries of one series, each sorted by stage and then by date."""

    series: str
    promised: list[Fact]
    delivered: list[Fact]


def series(store: Store, fact: Fact) -> str:
    """Return the series that a fact's number belongs to."""
    return store.measure(_measure(fact))["series"]


def stage(store: Store, fact: Fact) -> str:
    """Return the stage of a fact's number, a key of kinds.STAGES: from planned to delivered."""
    return store.measure(_measure(fact))["stage"]


def measures_by_series(store: Store) -> tuple[str, ...]:
    """Return the ids of all measures, sorted by series and then by stage."""
    stages = list(STAGES)

    def rank(measure: str) -> tuple[str, int, str]:
        record = store.measure(measure)
        return (record["series"], stages.index(record["stage"]), measure)

    return tuple(sorted((name.id for name in store.measure_names), key=rank))


def by_series(store: Store, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Group facts by the series of their numbers."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(series(store, fact), []).append(fact)
    return groups


def promised_and_delivered(store: Store, numbers: Sequence[Fact]) -> list[Sides]:
    """Return the promises and deliveries among some facts, by series name.

    numbers: facts with a quantity. A series with neither a promise nor a delivery is left out.
    """
    stages = list(STAGES)
    by_stage = sorted(numbers, key=lambda f: (stages.index(stage(store, f)), *by_day(f)))
    all_sides = []
    for name, facts in sorted(by_series(store, by_stage).items()):
        promised, delivered = (
            [f for f in facts if STAGES[stage(store, f)] == side] for side in SIDES
        )
        if promised or delivered:
            all_sides.append(Sides(name, promised, delivered))
    return all_sides


def _measure(fact: Fact) -> str:
    return fact["quantity"]["measure"] if fact["quantity"] else ""
