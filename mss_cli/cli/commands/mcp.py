"""mss mcp: the record for agents, over standard input and output."""

import sys

from mss_cli.cli.session import Session
from mss_cli.errors import UsageError


def run(session: Session) -> int:
    """Serve the record to an agent over the Model Context Protocol (MCP).

    An MCP client starts this command and talks to it over standard input and output until it
    disconnects. The client can search, list, show, check and cite facts, but cannot change the
    record. Every answer names its sources and says what the record covers. The server is an extra:
    pip install 'mss-cli[mcp]'.

    Example: mss mcp
    """
    try:
        from mss_cli.mcp import serve
    except ImportError as error:
        raise UsageError(
            f"the MCP server is not installed ({error.name} is missing)",
            expected="pip install 'mss-cli[mcp]'",
        ) from None
    if sys.stdin is None:
        raise UsageError("standard input is closed", expected="let an MCP client start it")
    from mss_cli.record import Record

    stores = ["bundled" if store is None else store for store in session.stores]
    with Record(*stores, articles=session.articles_directory, today=session.today) as record:
        serve(record)
    return 0
