"""mss timeline: events drawn over time."""

from functools import partial

from mss_cli.cli.commands._drawing import Drawing, Drawn, check, draw
from mss_cli.cli.commands._lists import Listing, answer, select
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.facts.kinds import KINDS
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.columns import fact_section
from mss_cli.output.result import Result
from mss_cli.query.query import Filters
from mss_cli.query.reading import EVERYTHING, Scope
from mss_cli.text import plural

COLUMNS = ("span", "precision", "state", "text", "sources", "id")
LEGEND = (
    "● happened  ○ planned  ? claimed  ✗ denied or cancelled  ┄●┄ on one of these days  ━━ on all"
)


def run(session: Session, drawing: Drawing, filters: Filters, output: Output) -> int:
    """Draw events over time: a symbol for a day, a dotted line for an uncertain date.

    A solid line shows something ongoing; an open symbol shows a plan. ⋯ stands for omitted months,
    in which nothing begins or ends. Use --kind to draw other kinds of fact. Undated facts are
    listed last. In a pipe, the timeline is printed as a list. --svg writes it to a file that
    browsers and word processors can open.

    Examples: mss timeline --since 2024-06; mss timeline --who kenya --svg kenya.svg
    """
    check(drawing, output)
    listing = select(session, filters, EVERYTHING if "kind" in filters.typed else Scope(("event",)))
    if drawing.svg is not None:
        return draw(session, drawing, output, listing, "Timeline", partial(_svg, session, listing))
    section = fact_section(session.store, listing.selection.facts, COLUMNS)
    code = answer(session, listing, Result((section,), FACT_FIELDS), output)
    drawn = session.format(output) == "table" and output.fields is None
    if drawn and session.style.terminal and listing.selection.facts:
        session.say([LEGEND])
    if "kind" not in filters.typed:
        session.say(_others(session, filters))
    return code


def _svg(session: Session, listing: Listing, title: str) -> Drawn:
    from mss_cli.output.charts.files import timeline_file
    from mss_cli.query.source_names import short_names

    facts = listing.selection.facts
    return Drawn(len(facts), timeline_file(facts, short_names(session.store), title))


def _others(session: Session, filters: Filters) -> list[str]:
    """Return a line that counts the other facts that the same filters select."""
    large = not session.store.countable
    kinds = tuple(kind for kind in KINDS if kind != "event")
    only = filters.with_typed("kind", *kinds)
    only = only._replace(sort=None, reverse=False, limit=1 if large else None)
    found = select(session, only).selection.matched
    many = "facts" if large else plural(found, "fact")
    hint = "to draw them, use --kind stance,statement, ..."
    return [f"{many} of other kinds also match; {hint}"] if found else []
