"""Shared by the commands that list facts."""

from typing import NamedTuple

from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.columns import columns_for, fact_section
from mss_cli.output.result import Result
from mss_cli.query.query import Filters, Query, Selection
from mss_cli.query.reading import EVERYTHING, Scope, build
from mss_cli.query.reports import count_lines, no_match_lines
from mss_cli.query.selection import MatchingFacts, run, stream


class Listing(NamedTuple):
    """The facts that a command lists, and notes on how the filters were read."""

    query: Query
    selection: Selection
    notes: tuple[str, ...]


def select(session: Session, filters: Filters, scope: Scope = EVERYTHING) -> Listing:
    """Return the facts that the filters select within the scope of a command."""
    query, notes = build(session.store, filters, session.today, scope)
    return Listing(query, run(session.store, query), notes)


class Streaming(NamedTuple):
    """The facts of a large store, which are iterated and never all in memory."""

    query: Query
    facts: MatchingFacts
    notes: tuple[str, ...]

    @property
    def selection(self) -> Selection:
        """The counts, once the facts have been iterated."""
        found, total = self.facts.count, self.facts.store.size
        if self.facts.complete:
            return Selection([], found, total)
        return Selection([], found - 1, total, more=True)  # a table reads one more than it shows


def streamed(session: Session, filters: Filters, scope: Scope = EVERYTHING) -> Streaming | None:
    """Return the facts that the filters select one by one, or None for a small store."""
    if filters.limit or session.store.countable:
        return None
    query, notes = build(session.store, filters, session.today, scope)
    facts = stream(session.store, query)
    return None if facts is None else Streaming(query, facts, notes)


def answer(session: Session, listing: Listing | Streaming, result: Result, output: Output) -> int:
    """Print a result and, on standard error, how many facts it has or why it has none."""
    code = session.emit(result, output, listing.notes)
    query, selection = listing.query, listing.selection
    found = count_lines(session.store, selection, query) if selection.matched else []
    session.say(found or no_match_lines(session.store, selection, query))
    return code


def list_facts(
    session: Session, filters: Filters, output: Output, kinds: tuple[str, ...] = ()
) -> int:
    """List the facts that the filters select. kinds: list only these; empty means all."""
    scope = Scope(kinds)
    streaming = streamed(session, filters, scope)
    listing = streaming or select(session, filters, scope)
    facts = streaming.facts if streaming else listing.selection.facts
    section = fact_section(
        session.store, facts, columns_for(listing.query.criteria.get("kind", ()))
    )
    return answer(session, listing, Result((section,), FACT_FIELDS), output)
