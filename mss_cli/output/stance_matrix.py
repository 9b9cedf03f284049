"""A table of who holds which position on a question, over time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from mss_cli.facts.model import Fact
from mss_cli.facts.stances import holder, in_succession, on, position
from mss_cli.output.result import Column, Row, Section
from mss_cli.query.store import Store

MAX_PERIODS = 5  # columns beside the holders; with more, months become years
RANGE = "range"  # the column of dates that are wider than a column
UNDATED = "undated"


class Matrix(NamedTuple):
    """The positions on a question.

    columns: the name and the heading of each period. rows: each holder with a list of positions,
    in succession, for each column.
    """

    question: str
    columns: list[tuple[str, str]]
    rows: list[tuple[str, list[list[Fact]]]]


def matrices(store: Store, facts: Sequence[Fact]) -> Iterator[Matrix]:
    """Yield a matrix for each question, by holder and by the period of each position.

    A date that does not fit into one period has a column of its own, and is not put into its
    first month: the position may have been taken at any time in it.
    """
    questions: dict[str, list[Fact]] = {}
    for fact in facts:
        questions.setdefault(on(fact), []).append(fact)
    return (_matrix(store, question, held) for question, held in questions.items())


def _matrix(store: Store, question: str, facts: Sequence[Fact]) -> Matrix:
    periods = _periods([f for f in facts if f["date_start"] and f["date_end"]])
    length = max(map(len, periods), default=0)
    placed = {f["id"]: _place(f, length) for f in facts}
    columns = [(period, period) for period in periods]
    columns += [(RANGE, "at some time in"), (UNDATED, UNDATED)]
    columns = [column for column in columns if column[0] in placed.values()]
    positions: dict[str, list[Fact]] = {}
    for fact in facts:
        positions.setdefault(holder(fact), []).append(fact)
    rows = []
    for one in sorted(positions, key=store.name):
        held = in_succession(positions[one])
        cells = [[f for f in held if placed[f["id"]] == name] for name, _ in columns]
        rows.append((one, cells))
    return Matrix(question, columns, rows)


def sections(store: Store, facts: Sequence[Fact]) -> list[Section]:
    """Return a table for each question with more than one position."""
    short = _short(store.sources)
    made = []
    for matrix in matrices(store, facts):
        if sum(len(cell) for _, cells in matrix.rows for cell in cells) < 2:
            continue
        columns = [Column("holder", "Holder")]
        columns += [Column(name, heading, shape="lines") for name, heading in matrix.columns]
        rows = [
            Row({}, (store.name(one), *(_cell(cell, short) for cell in cells)))
            for one, cells in matrix.rows
        ]
        title = f"{store.name(matrix.question)}, over time"
        made.append(Section(title, tuple(columns), rows, audience="people"))
    return made


def _cell(facts: Sequence[Fact], short: Mapping[str, str]) -> tuple[str, ...]:
    """Return the positions of one holder in one period, in succession, with their sources."""
    lines: list[str] = []
    for (held, wide), group in groupby(facts, lambda f: (position(f), later(f))):
        files = sorted({file for fact in group for file in fact["sources"]})
        lines += [f"{'→ ' if lines else ''}{held}", f"({' '.join(short[f] for f in files)})"]
        lines += [wide] if wide else []
    return tuple(lines)


def later(fact: Fact) -> str:
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
