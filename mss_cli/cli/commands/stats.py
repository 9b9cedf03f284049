"""mss stats: where the record is thin."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mss_cli.cli.commands._lists import answer, select, streamed
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.kinds import KINDS
from mss_cli.facts.model import Fact
from mss_cli.facts.states import STATES
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.reading import Filters

# What is counted of the facts in each line, besides how many they are.
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
FIELDS = ("by", "key", "facts", *COUNTS, "by_source", "sources")
COLUMNS = (
    Column("by", "By", shape="group"),
    Column("key", "Facts of", shape="id"),
    Column("facts", "Facts"),
    Column("one_source", "One source"),
    Column("in_disagreement", "Differ"),
    Column("inferred", "Inferred"),
    Column("undated", "Undated"),
    Column("by_source", "By source", shape="lines", under="key"),
)
_MOST = 3  # months over which the date of a fact may spread and still count in each


def run(session: Session, filters: Filters, output: Output) -> int:
    """How many facts there are by month, source and kind, and where the record is thin.

    Counted are facts with one source only, those that others corroborate, contradict or
    qualify, overtaken ones, and those whose date is not printed or missing. A fact counts
    in each month its date may lie in, if those are no more than three; else it is `longer`.
    One source: that fact itself; another fact of another source may still corroborate it.

    Examples: mss stats; mss stats --topic funding; mss facts --status one-source
    """
    if filters.sort is not None or filters.reverse or filters.limit is not None:
        raise UsageError(
            "counts are neither sorted nor cut",
            where="--sort, --reverse, --limit",
            expected="leave them out",
        )
    streaming = streamed(session, filters)
    listing = streaming or select(session, filters)
    facts = streaming.facts if streaming else listing.selection.facts
    section = Section("", COLUMNS, [_row(*line) for line in _groups(facts)])
    return answer(session, listing, Result((section,), FIELDS), output)


class Tally:
    """What is counted of the facts of one line."""

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


def _groups(facts: Iterable[Fact]) -> Iterator[tuple[str, str, Tally]]:
    """Yield each line: by what, which, and what is counted; facts are gone over once."""
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
    """Return the months a fact's date may lie in; `longer` for too many or an open end."""
    if fact["date"] is None:
        return ["undated"]
    start, end = fact["date_start"], fact["date_end"]
    if start is None or end is None:
        return ["longer"]
    first, last = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (start, end))
    if last - first >= _MOST:
        return ["longer"]
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


def _row(by: str, key: str, tally: Tally) -> Row:
    by_source = dict(sorted(tally.by_source.items()))
    record: dict[str, Any] = {"by": by, "key": key, "facts": tally.facts, **tally.counts}
    record |= {"by_source": by_source, "sources": list(by_source)}
    shown = [f"{source} {n}" for source, n in by_source.items()] if by != "source" else []
    numbers = (str(record[column.name]) for column in COLUMNS[2:-1])
    return Row(record, (by, key, *numbers, tuple(shown)))
