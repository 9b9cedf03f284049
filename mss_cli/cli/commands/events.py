"""mss events: what happened, is planned or was proposed."""

from mss_cli.cli.commands._lists import list_facts
from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.query.reading import Filters


def run(session: Session, filters: Filters, output: Output) -> int:
    """What happened, is planned or was proposed, in order of time.

    A plan is marked ○ and named planned, proposed or conditional; what a later report
    overtook is marked superseded.

    Example: mss events --since 2024-06
    """
    return list_facts(session, filters, output, ("event",))
