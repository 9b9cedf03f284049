"""mss stances: who supports or opposes what, and how that changed."""

from typing import Any

from mss_cli.cli.commands._lists import answer, select
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.model import FACT_FIELDS, Fact
from mss_cli.facts.periods import period
from mss_cli.facts.stances import holder, in_succession, movements, on, position
from mss_cli.output.columns import fact_section
from mss_cli.output.result import Column, Result
from mss_cli.output.stance_matrix import sections
from mss_cli.query.query import Filters, Query
from mss_cli.query.reading import Scope, resolve_question
from mss_cli.query.selection import run as run_query
from mss_cli.query.store import Store

FIELDS = (*FACT_FIELDS, "moved", "previous", "previous_position")
COLUMNS = ("question", "holder", "stand", "date", "precision", "state", "text", "sources", "id")
BEFORE = Column("previous_position", "Previous position", under="stance.holder", lead="before: ")


def run(session: Session, filters: Filters, output: Output) -> int:
    """Show who holds which position on which question, and how that changed.

    Positions are listed by question, holder and date. --on takes a question or a date. If you ask
    about one question, a terminal also shows a matrix of holders over time, in which each source is
    identified by the start of its file name.

    Examples: mss stances --by kenya; mss stances --on peacekeeping-transition
    """
    store = session.store
    typed = filters.value("on")
    topics, notes = _topics(session, typed)
    place = {f["id"]: n for n, f in enumerate(in_succession(_positions(store)))}
    listing = select(
        session,
        filters.with_typed("on") if topics is not None else filters,
        Scope(
            having="stance",
            keep=None if topics is None else lambda f: on(f) in topics,
            label="the filter for positions" if topics is None else f"--on {typed}",
            order=lambda f: (on(f), holder(f), place[f["id"]]),
        ),
    )
    listing = listing._replace(notes=(*notes, *listing.notes))
    facts = listing.selection.facts
    moves = movements(facts, _positions(store, listing.query.known_by, listing.query.certain))
    section = fact_section(
        store,
        facts,
        COLUMNS,
        extra=[(BEFORE, [_before(moves[f["id"]]) or "" for f in facts])],
        records=[_record(f, moves[f["id"]]) for f in facts],
    )
    matrix = sections(store, facts) if topics is not None else []
    return answer(session, listing, Result((*matrix, section), FIELDS), output)


def _topics(session: Session, typed: str | None) -> tuple[frozenset[str] | None, list[str]]:
    """Return the topics that --on names, with notes on how mss read it; None for a date.

    Raises UsageError if it is neither.
    """
    if typed is None or _is_date(typed, session.today):
        return None, []
    held = {on(f) for f in _positions(session.store)}
    topics, notes = resolve_question(session.store, "--on", typed, session.today, held)
    if not topics:
        raise UsageError(
            f"{typed!r} is neither a date nor a topic",
            where="--on",
            expected="run 'mss topics' for the topics, or 'mss stances --help' for the "
            "forms of dates",
        )
    return topics, notes


def _positions(store: Store, known_by: str | None = None, certain: bool = False) -> list[Fact]:
    """Return all facts with a stance, as known on the as-of date."""
    stances = {"having": frozenset(("stance",))}
    query = Query(stances, certain and known_by is not None, known_by)
    return run_query(store, query).facts


def _is_date(typed: str, today: str) -> bool:
    try:
        period(typed, today)
    except UsageError:
        return False
    return True


def _record(fact: Fact, before: Fact | None) -> dict[str, Any]:
    moved = before is not None and position(before) != position(fact)
    previous = before["id"] if before else None
    return {**fact, "moved": moved, "previous": previous, "previous_position": _before(before)}


def _before(before: Fact | None) -> str | None:
    return position(before) if before else None
