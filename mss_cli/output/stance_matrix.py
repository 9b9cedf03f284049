"""A table of who holds which position on a question, over time."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from mss_cli.facts.model import Fact
from mss_cli.facts.stances import holder, in_succession, on, position
from mss_cli.output.result import Column, Row, Section
from mss_cli.query.store import Store

MAX_PERIODS = 5  # columns beside the holders; with more, months become years
RANGE = "range"  # the column of dates that are wider than a column
UNDATED = "undated"


def matrices(store: Store, facts: Sequence[Fact]) -> list[Section]:
    """Return a matrix for each question with more than one position."""
    questions: dict[str, list[Fact]] = {}
    for fact in facts:
        questions.setdefault(on(fact), []).append(fact)
    return [_matrix(store, q, held) for q, held in questions.items() if len(held) > 1]


def _matrix(store: Store, question: str, facts: Sequence[Fact]) -> Section:
    """Return the positions on a question, by holder and by the period in which each is dated.

    A date that does not fit into one period is drawn in a column of its own, and not at its
    first month: the position may have been taken at any time in it.
    """
    periods = _periods([f for f in facts if f["date_start"] and f["date_end"]])
    length = max(map(len, periods), default=0)
    placed = {f["id"]: _place(f, length) for f in facts}
    periods = [period for period in periods if period in placed.values()]
    positions: dict[str, list[Fact]] = {}
    for fact in facts:
        positions.setdefault(holder(fact), []).append(fact)
    holders = sorted(positions, key=store.name)
    columns = [Column("holder", "Holder"), *(Column(p, p, shape="lines") for p in periods)]
    for name, heading in ((RANGE, "at some time in"), (UNDATED, UNDATED)):
        if name in placed.values():
            columns.append(Column(name, heading, shape="lines"))
    short = _short(store.sources)
    rows = []
    for one in holders:
        held = in_succession(positions[one])
        cells = (
            _cell([f for f in held if placed[f["id"]] == column.name], short)
            for column in columns[1:]
        )
        rows.append(Row({}, (store.name(one), *cells)))
    return Section(f"{store.name(question)}, over time", tuple(columns), rows, audience="people")


def _cell(facts: Sequence[Fact], short: Mapping[str, str]) -> tuple[str, ...]:
    """Return the positions of one holder in one period, in succession, with their sources."""
    lines: list[str] = []
    for (held, wide), group in groupby(facts, lambda f: (position(f), _wide(f))):
        files = sorted({file for fact in group for file in fact["sources"]})
        lines += [f"{'→ ' if lines else ''}{held}", f"({' '.join(short[f] for f in files)})"]
        lines += [wide] if wide else []
    return tuple(lines)


def _wide(fact: Fact) -> str:
    """Return the date of a position if it may be later than its column."""
    start, end = fact["date_start"], fact["date_end"]
    return "" if start and end and start[:7] == end[:7] else fact["date"] or ""


def _short(files: Iterable[str]) -> dict[str, str]:
    """Return the shortest unique prefix of each file name, of at least three characters."""
    every = sorted(files)
    length = 3
    while len({file[:length] for file in every}) < len(every):
        length += 1
    return {file: file[:length] for file in every}


def _periods(facts: Sequence[Fact]) -> list[str]:
    """Return the periods in which positions begin: months, else years, else decades (`202`)."""
    starts = [f["date_start"] or "" for f in facts]
    for length in (7, 4, 3):
        periods = sorted({start[:length] for start in starts})
        if len(periods) <= MAX_PERIODS:
            break
    return periods


def _place(fact: Fact, length: int) -> str:
    """Return the name of the column in which a position is drawn."""
    start, end = fact["date_start"], fact["date_end"]
    if fact["date"] is None:
        return UNDATED
    fits = length and start and end and start[:length] == end[:length]
    return start[:length] if start and fits else RANGE
