"""mss timeline: the story drawn along time."""

from mss_cli.columns import fact_section
from mss_cli.commands._lists import answer, select
from mss_cli.filters import EVERYTHING, Scope
from mss_cli.kinds import KINDS
from mss_cli.model import FACT_FIELDS
from mss_cli.options import Filters, Output
from mss_cli.query import COUNTED
from mss_cli.result import Result
from mss_cli.session import Session
from mss_cli.text import plural

COLUMNS = ("span", "precision", "state", "text", "sources", "id")
LEGEND = "● happened  ○ planned  ? claimed  ✗ off  ┄●┄ some day of these  ━━ all of them"


def run(session: Session, filters: Filters, output: Output) -> int:
    """Events along a scale of months: days as signs, uncertain dates as dotted spans.

    What lasted is a solid line, what is only planned an open sign; ⋯ in the scale is time
    in which nothing begins or ends. Other kinds of fact are drawn with --kind; undated
    facts are listed last. In a pipe it is a list.

    Examples: mss timeline --since 2024-06; mss timeline --who kenya --kind event,stance
    """
    listing = select(session, filters, EVERYTHING if filters.kind else Scope(("event",)))
    section = fact_section(session.store, listing.selection.facts, COLUMNS)
    code = answer(session, listing, Result((section,), FACT_FIELDS), output)
    drawn = output.format in (None, "table") and not output.json and output.fields is None
    if drawn and session.style.terminal and listing.selection.facts:
        session.say([LEGEND])
    if not filters.kind:
        session.say(_others(session, filters))
    return code


def _others(session: Session, filters: Filters) -> list[str]:
    """Return the line that says how many facts the same filters select that are no events."""
    large = session.store.size > COUNTED
    kinds = tuple(kind for kind in KINDS if kind != "event")
    only = filters._replace(kind=kinds, sort=None, reverse=False, limit=1 if large else None)
    found = select(session, only).selection.found
    many = "facts" if large else plural(found, "fact")
    return [f"{many} of other kinds: --kind stance,statement, ..."] if found else []
