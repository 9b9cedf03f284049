"""Numbers in series, and promises beside deliveries."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mss_cli.facts.chronology import by_date
from mss_cli.facts.kinds import STAGES
from mss_cli.facts.model import Fact
from mss_cli.query.store import Store

SIDES = ("promised", "delivered")


class Sides(NamedTuple):
    """The promises and deliveries of a series, each in order of stage, then by date."""

    series: str
    promised: list[Fact]
    delivered: list[Fact]

    @property
    def sources(self) -> list[str]:
        """The source files of both sides, sorted by name."""
        return sorted({s for f in (*self.promised, *self.delivered) for s in f["sources"]})


def series(store: Store, fact: Fact) -> str:
    """Return the series of a fact's number."""
    return store.measure(_measure(fact))["series"]


def stage(store: Store, fact: Fact) -> str:
    """Return the stage of a fact's number, from planned to delivered: a key of kinds.STAGES."""
    return store.measure(_measure(fact))["stage"]


def measures_by_series(store: Store) -> tuple[str, ...]:
    """Return the ids of all measures, sorted by series and then by stage."""
    stages = list(STAGES)

    def rank(measure: str) -> tuple[str, int, str]:
        found = store.measure(measure)
        return (found["series"], stages.index(found["stage"]), measure)

    return tuple(sorted((name.id for name in store.measure_names), key=rank))


def by_series(store: Store, facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Return facts grouped by the series of their numbers."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(series(store, fact), []).append(fact)
    return found


def promised_and_delivered(store: Store, numbers: Sequence[Fact]) -> list[Sides]:
    """Return the series that have promises or deliveries among some numbers, by name."""
    stages = list(STAGES)
    in_order = sorted(numbers, key=lambda f: (stages.index(stage(store, f)), *by_date(f)))
    found = []
    for name, facts in sorted(by_series(store, in_order).items()):
        promised, delivered = (
            [f for f in facts if STAGES[stage(store, f)] == side] for side in SIDES
        )
        if promised or delivered:
            found.append(Sides(name, promised, delivered))
    return found


def _measure(fact: Fact) -> str:
    return fact["quantity"]["measure"] if fact["quantity"] else ""
