"""What the commands that list facts have in common."""

from mss_cli.columns import columns_for, fact_section
from mss_cli.filters import EVERYTHING, Scope, build, counted, nothing
from mss_cli.model import FACT_FIELDS
from mss_cli.options import Filters, Output
from mss_cli.query import Query, Selection, run, stream
from mss_cli.result import Result
from mss_cli.session import Session
from mss_cli.text import plural
from mss_cli.typed import NamedTuple


class Listing(NamedTuple):
    """The facts a command lists, and what is said of how they were found."""

    query: Query
    selection: Selection
    notes: tuple[str, ...]


def select(session: Session, filters: Filters, scope: Scope = EVERYTHING) -> Listing:
    """Return the facts that the filters select within what a command lists."""
    query, notes = build(session.store, filters, session.today, scope)
    return Listing(query, run(session.store, query), notes)


def answer(session: Session, listing: Listing, result: Result, output: Output) -> int:
    """Print a result, and on standard error how many facts it has or why it has none."""
    code = session.emit(result, output, listing.notes)
    query, selection = listing.query, listing.selection
    found = counted(selection, query) if selection.found else []
    session.say(found or nothing(session.store, selection, query))
    return code


def list_facts(
    session: Session, filters: Filters, output: Output, kinds: tuple[str, ...] = ()
) -> int:
    """Answer with the facts that the filters select; kinds: the only ones listed, if any."""
    query, notes = build(session.store, filters, session.today, Scope(kinds))
    columns = columns_for(query.kinds or ())
    every = None if query.limit else stream(session.store, query)
    if every is None:
        selection = run(session.store, query)
        result = Result((fact_section(session.store, selection.facts, columns),), FACT_FIELDS)
        return answer(session, Listing(query, selection, notes), result, output)
    section = fact_section(session.store, every, columns)
    code = session.emit(Result((section,), FACT_FIELDS), output, notes)
    total = session.store.size
    if every.found:
        shown = (
            plural(every.found, "fact") if every.whole else f"{every.found - 1:,} facts and more"
        )
        session.say([f"{shown} (of {total:,} in the store)"])
    else:
        session.say(nothing(session.store, Selection([], 0, total), query))
    return code
