"""mss facts: facts of every kind."""

from mss_cli.cli.commands._lists import list_facts
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.query.query import Filters


def run(session: Session, filters: Filters, output: Output) -> int:
    """List facts of every kind, by date.

    Examples: mss facts --kind figure --topic force-strength; mss facts --json --limit 0
    """
    return list_facts(session, filters, output)
