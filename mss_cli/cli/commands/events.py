"""mss events: what happened, is planned or was proposed."""

from mss_cli.cli.commands._lists import list_facts
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.query.query import Filters


def run(session: Session, filters: Filters, output: Output) -> int:
    """List what happened, is planned or was proposed, by date.

    A plan is marked with an open circle and labelled planned, proposed or conditional. A plan that
    a later report replaced is marked superseded.

    Example: mss events --since 2024-06
    """
    return list_facts(session, filters, output, ("event",))
