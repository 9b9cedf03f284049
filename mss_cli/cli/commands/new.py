"""mss new: make a store of one's own."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import argument, option
from mss_cli.cli.session import Session


class Arguments(NamedTuple):
    """Where to make the store, and what is in it."""

    directory: Annotated[str, argument("The directory to make.", "DIR", is_path=True)]
    copy: Annotated[bool, option("--copy", help="Start from a copy of the bundled store.")] = False
    title: Annotated[
        str | None, option("--title", help="What the store is about.", metavar="TEXT")
    ] = None


def run(session: Session, arguments: Arguments) -> int:
    """Make an empty store, or with --copy a copy of the bundled one.

    The new store passes 'mss verify', and its README tells you what to do next. The bundled store
    does not include the texts of its articles, so a copy does not either.

    Example: mss new my-store --title "The port of Halvenmouth"
    """
    from mss_cli.stores.creating import create

    directory = arguments.directory
    create(directory, arguments.title, arguments.copy)
    session.say([f"created the store {directory}"])
    if arguments.copy:
        session.say(["it has no texts of articles; whoever has them can give --articles DIR"])
    session.say([f"next: mss add ARTICLE --store {directory}"])
    return 0
