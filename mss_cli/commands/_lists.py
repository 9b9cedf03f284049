"""What the commands that list facts have in common."""

from collections.abc import Sequence

from mss_cli.columns import columns_for, fact_section
from mss_cli.filters import build, counted, nothing
from mss_cli.model import FACT_FIELDS
from mss_cli.options import Filters, Output
from mss_cli.query import run
from mss_cli.result import Result
from mss_cli.session import Session


def list_facts(
    session: Session, filters: Filters, output: Output, kinds: Sequence[str] = ()
) -> int:
    """Answer with the facts that the filters select; kinds: the only ones listed, if any."""
    store = session.store
    query, notes = build(store, filters, session.today, kinds)
    selection = run(store, query)
    section = fact_section(store, selection.facts, columns_for(query.kinds or ()))
    code = session.emit(Result((section,), FACT_FIELDS), output, notes)
    explain = counted(selection, query) if selection.found else nothing(store, selection, query)
    session.say(explain)
    return code
