"""Shared by the commands that draw: --svg FILE."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from mss_cli.cli.commands._lists import Listing
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.query.reports import count_lines, no_match_lines
from mss_cli.query.selection import typed


class Drawing(NamedTuple):
    """Where a drawing goes."""

    svg: Annotated[
        str | None,
        option(
            "--svg",
            help="Write the drawing to this SVG file instead of printing it.",
            metavar="FILE",
        ),
    ] = None
    force: Annotated[bool, option("--force", help="Replace the --svg file if it exists.")] = False


def check(drawing: Drawing, output: Output) -> None:
    """Raise UsageError if the options cannot be combined, or if the file cannot be written."""
    if drawing.svg is None:
        if drawing.force:
            raise UsageError("works only with --svg", where="--force", expected="add --svg FILE")
        return
    chosen = output.json or output.excel or output.compact or output.format
    if chosen or output.fields is not None:
        raise UsageError(
            "cannot be combined with an output format or --fields",
            where="--svg",
            expected="choose one",
        )
    from mss_cli.stores.new_file import refuse_existing

    refuse_existing(drawing.svg, "--svg", drawing.force)


def draw(
    session: Session, drawing: Drawing, listing: Listing, name: str, made: Callable[[str], str]
) -> int:
    """Write a drawing of the listed facts. Return the exit status.

    name: what is drawn, for the title. made: returns the SVG with a title.
    """
    from mss_cli.stores.new_file import write_file

    assert drawing.svg is not None
    session.say(listing.notes)
    selection, query = listing.selection, listing.query
    if not selection.facts:
        session.say(
            [*no_match_lines(session.store, selection, query), "nothing to draw; no file written"]
        )
        return 0
    filters = typed(query)
    title = f"{name}: {session.store.manifest['title']}" + (f" ({filters})" if filters else "")
    write_file(drawing.svg, (made(title),), "--svg", drawing.force)
    session.say([*count_lines(session.store, selection, query), f"wrote {drawing.svg}"])
    return 0
