"""Counts of facts by month, source and kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from mss_cli.facts.kinds import KINDS
from mss_cli.facts.model import Fact
from mss_cli.facts.states import STATES

# The properties that each line counts, besides the number of facts.
COUNTS: dict[str, Callable[[Fact], bool]] = {
    "one_source": STATES["one-source"],
    "corroborated": STATES["corroborated"],
    "contradicted": STATES["contradicted"],
    "qualified": STATES["qualified"],
    "in_disagreement": lambda f: STATES["contradicted"](f) or STATES["qualified"](f),
    "superseded": STATES["superseded"],
    "inferred": lambda f: f["date_basis"] in ("relative", "inferred"),
    "undated": STATES["undated"],
}
_MAX_MONTHS = 3  # a fact counts in each month of its date, up to this many


class Tally:
    """The counts of one line."""

    def __init__(self) -> None:
        self.facts = 0
        self.counts = dict.fromkeys(COUNTS, 0)
        self.by_source: Counter[str] = Counter()

    def add(self, fact: Fact) -> None:
        """Count a fact."""
        self.facts += 1
        self.by_source.update(fact["sources"])
        for name, holds in COUNTS.items():
            self.counts[name] += bool(holds(fact))


def tallies(facts: Iterable[Fact]) -> Iterator[tuple[str, str, Tally]]:
    """Yield the lines, each with its grouping, its key and its counts, in one pass over facts."""
    keyed: dict[str, Callable[[Fact], list[str]]] = {
        "all": lambda f: ["all"],
        "source": lambda f: f["sources"],
        "month": months,
        "kind": lambda f: [f["kind"]],
    }
    found: dict[str, dict[str, Tally]] = {by: {} for by in keyed}
    for fact in facts:
        for by, keys in keyed.items():
            for key in keys(fact):
                found[by].setdefault(key, Tally()).add(fact)
    for by, tallies in found.items():
        order = list(KINDS).index if by == "kind" else str
        for key in sorted(tallies, key=order):
            yield by, key, tallies[key]


def months(fact: Fact) -> list[str]:
    """Return the months in which a fact's date may lie; `longer` for too many or an open end."""
    if fact["date"] is None:
        return ["undated"]
    start, end = fact["date_start"], fact["date_end"]
    if start is None or end is None:
        return ["longer"]
    first, last = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (start, end))
    if last - first >= _MAX_MONTHS:
        return ["longer"]
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
