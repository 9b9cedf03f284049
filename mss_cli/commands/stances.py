"""mss stances: who supports or opposes what, and how that changed."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from mss_cli.columns import fact_section
from mss_cli.commands._lists import answer, select
from mss_cli.dates import period
from mss_cli.errors import UsageError
from mss_cli.filters import Scope, question
from mss_cli.model import FACT_FIELDS, Fact
from mss_cli.options import Filters, Output
from mss_cli.query import by_date, known
from mss_cli.result import Column, Result, Row, Section
from mss_cli.session import Session
from mss_cli.store import Store

FIELDS = (*FACT_FIELDS, "moved", "previous")
COLUMNS = ("question", "holder", "stand", "date", "precision", "state", "text", "sources", "id")
MOVED = Column("moved", "Before", under="holder", lead="before: ")
PERIODS = 5  # columns of the matrix; more are joined into longer periods


def run(session: Session, filters: Filters, output: Output) -> int:
    """Who holds which position on which question, and how positions moved.

    Positions are ordered by question, holder and time. --on takes a question as well as a
    date: of one question, people also see a matrix of holders over time, with sources by
    the beginning of their names.

    Examples: mss stances --by kenya; mss stances --on peacekeeping-transition
    """
    store = session.store
    topics: frozenset[str] | None = None
    notes: tuple[str, ...] = ()
    if filters.on is not None and not _is_date(filters.on, session.today):
        held = {_on(f) for f in store.facts}
        topics, notes = question(store, "--on", filters.on, held)
        if not topics:
            raise UsageError(
                f"{filters.on!r} is neither a date nor a topic",
                where="--on",
                expected="'mss topics' lists the topics, 'mss stances --help' the forms of dates",
            )
    typed = filters.on
    place = {
        f["id"]: n for n, f in enumerate(in_succession([f for f in store.facts if f["stance"]]))
    }
    listing = select(
        session,
        filters._replace(on=None) if topics is not None else filters,
        Scope(
            keep=lambda f: bool(f["stance"]) and (topics is None or _on(f) in topics),
            label="keeping only positions" if topics is None else f"--on {typed}",
            order=lambda f: (_on(f), _holder(f), place[f["id"]]),
        ),
    )
    listing = listing._replace(notes=(*notes, *listing.notes))
    facts = listing.selection.facts
    moves = movements(facts, known(store, listing.query.known_by))
    section = fact_section(
        store,
        facts,
        COLUMNS,
        extra=[(MOVED, [_moved(moves[f["id"]], f) for f in facts])],
        records=[
            {**f, "moved": moves[f["id"]] is not None and _position(moves[f["id"]]) != _position(f)}
            | {"previous": _id(moves[f["id"]])}
            for f in facts
        ],
    )
    matrix = _matrices(store, facts) if topics is not None else []
    return answer(session, listing, Result((*matrix, section), FIELDS), output)


def _is_date(typed: str, today: str) -> bool:
    try:
        period(typed, today)
    except UsageError:
        return False
    return True


def _on(fact: Fact) -> str:
    return fact["stance"]["on"] if fact["stance"] else ""


def _holder(fact: Fact) -> str:
    return fact["stance"]["holder"] if fact["stance"] else ""


def _position(fact: Fact | None) -> str:
    return fact["stance"]["position"] if fact and fact["stance"] else ""


def _id(fact: Fact | None) -> str | None:
    return fact["id"] if fact else None


def movements(facts: Sequence[Fact], every: Sequence[Fact]) -> dict[str, Fact | None]:
    """Return, for each position, the holder's position on the question before it, if any.

    every: the facts among which it is looked for, whatever is listed. Before: it ends
    before the later one begins, or the later one supersedes it; of positions whose dates
    overlap otherwise, nobody can tell which came first. One that is denied was not held.
    """
    held: dict[tuple[str, str], list[Fact]] = {}
    for fact in in_succession([f for f in every if f["stance"] and f["status"] != "denied"]):
        held.setdefault((_holder(fact), _on(fact)), []).append(fact)
    found: dict[str, Fact | None] = {}
    for fact in facts:
        before = [f for f in held.get((_holder(fact), _on(fact)), []) if _precedes(f, fact)]
        found[fact["id"]] = before[-1] if before else None
    return found


def _precedes(one: Fact, other: Fact) -> bool:
    end, start = one["date_end"], other["date_start"]
    return other["id"] in one["superseded_by"] or bool(end and start and end < start)


def in_succession(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts in order of time; of one beginning, what others supersede before them."""
    by_id = {fact["id"]: fact for fact in facts}
    ahead: dict[str, int] = {}
    for fact in facts:  # how many steps of supersession lie ahead of each
        path = [fact["id"]]
        while path:
            later = [i for i in by_id[path[-1]]["superseded_by"] if i in by_id]
            missing = [i for i in later if i not in ahead]
            if missing:
                path += missing
            else:
                ahead[path.pop()] = 1 + max((ahead[i] for i in later), default=0)
    return sorted(facts, key=lambda f: (by_date(f)[0], -ahead[f["id"]], *by_date(f)[1:]))


def _moved(before: Fact | None, fact: Fact) -> str:
    if before is None:
        return ""
    same = _position(before) == _position(fact)
    return f"{_position(before)}, unchanged" if same else _position(before)


# --- matrix -------------------------------------------------------------------------------


def _matrices(store: Store, facts: Sequence[Fact]) -> list[Section]:
    """Return a matrix for each question on which there are several positions."""
    questions: dict[str, list[Fact]] = {}
    for fact in facts:
        questions.setdefault(_on(fact), []).append(fact)
    return [_matrix(store, q, held) for q, held in questions.items() if len(held) > 1]


def _matrix(store: Store, question: str, facts: Sequence[Fact]) -> Section:
    """Return the holders of positions on a question, by the period in which each begins."""
    periods = _periods([f for f in facts if f["date"]])
    holders = sorted({_holder(f) for f in facts}, key=store.name)
    columns = [Column("holder", "Holder"), *(Column(p, p, shape="lines") for p in periods)]
    if any(f["date"] is None for f in facts):
        columns.append(Column("undated", "undated", shape="lines"))
    short = _short(store.sources)
    rows = []
    for holder in holders:
        held = in_succession([f for f in facts if _holder(f) == holder])
        cells = (
            _cell([f for f in held if _starts_in(f, column.name)], short) for column in columns[1:]
        )
        rows.append(Row({}, (store.name(holder), *cells)))
    return Section(f"{store.name(question)}, over time", tuple(columns), rows, audience="people")


def _cell(facts: Sequence[Fact], short: Mapping[str, str]) -> tuple[str, ...]:
    """Return the positions of one period in succession, each with its sources."""
    lines: list[str] = []
    for (position, wide), group in groupby(facts, lambda f: (_position(f), _wide(f))):
        files = sorted({file for fact in group for file in fact["sources"]})
        lines += [f"{'→ ' if lines else ''}{position}", f"({' '.join(short[f] for f in files)})"]
        lines += [wide] if wide else []
    return tuple(lines)


def _wide(fact: Fact) -> str:
    """Return the date of a position that may be later than the period it stands under."""
    start, end = fact["date_start"], fact["date_end"]
    return "" if start and end and start[:7] == end[:7] else fact["date"] or ""


def _short(files: Iterable[str]) -> dict[str, str]:
    """Return the shortest beginning of each file name that no other has, of three or more."""
    every = sorted(files)
    length = 3
    while len({file[:length] for file in every}) < len(every):
        length += 1
    return {file: file[:length] for file in every}


def _periods(facts: Sequence[Fact]) -> list[str]:
    """Return the periods in which positions begin: months, else years, else decades (`202`)."""
    starts = [f["date_start"] or f["date_end"] or "" for f in facts]
    for length in (7, 4, 3):
        periods = sorted({start[:length] for start in starts})
        if len(periods) <= PERIODS:
            break
    return periods


def _starts_in(fact: Fact, name: str) -> bool:
    start = fact["date_start"] or fact["date_end"]
    return start.startswith(name) if start else name == "undated"
