"""Counts of facts by month, source and kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from mss_cli.facts.kinds import KINDS
from mss_cli.facts.model import Fact
from mss_cli.facts.states import STATES

# The test of each property that a line counts, besides the number of facts.
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
_MAX_MONTHS = 3  # a longer date says too little about any of its months


class Tally:
    """The counts for one line of `mss stats`."""

    def __init__(self) -> None:
        self.facts = 0
        self.counts = dict.fromkeys(COUNTS, 0)
        self.by_source: Counter[str] = Counter()

    def add(self, fact: Fact, sources: Iterable[str]) -> None:
        """Add a fact to the counts. sources: those under which it counts."""
        self.facts += 1
        self.by_source.update(sources)
        for name, test in COUNTS.items():
            self.counts[name] += bool(test(fact))


def tallies(facts: Iterable[Fact]) -> Iterator[tuple[str, str, Tally]]:
    """Count facts in one pass, and yield (grouping, key, counts) for each line.

    Groupings: all, source, month and kind. A fact counts once for each of its sources and months.
    """
    groupings: dict[str, Callable[[Fact], list[str]]] = {
        "all": lambda f: ["all"],
        "source": lambda f: f["sources"],
        "month": months,
        "kind": lambda f: [f["kind"]],
    }
    by_grouping: dict[str, dict[str, Tally]] = {by: {} for by in groupings}
    for fact in facts:
        for by, keys in groupings.items():
            for key in keys(fact):
                # A source counts itself: with all it stands with, it would take quadratic space.
                sources = (key,) if by == "source" else fact["sources"]
                by_grouping[by].setdefault(key, Tally()).add(fact, sources)
    for by, lines in by_grouping.items():
        order = list(KINDS).index if by == "kind" else str
        for key in sorted(lines, key=order):
            yield by, key, lines[key]


def months(fact: Fact) -> list[str]:
    """Return the months (YYYY-MM) that a fact's date touches.

    An undated fact gives `undated`. A date with an open end or with more than _MAX_MONTHS
    months gives `longer`.
    """
    if fact["date"] is None:
        return ["undated"]
    start, end = fact["date_start"], fact["date_end"]
    if start is None or end is None:
        return ["longer"]
    first, last = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (start, end))
    if last - first >= _MAX_MONTHS:
        return ["longer"]
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
