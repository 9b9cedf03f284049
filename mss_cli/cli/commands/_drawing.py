"""Shared by the commands that draw: --svg FILE."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from mss_cli import limits
from mss_cli.cli.commands._lists import Listing
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.query.reports import count_lines, no_match_lines
from mss_cli.query.selection import typed
from mss_cli.text import plural


class Drawing(NamedTuple):
    """Where a drawing goes."""

    svg: Annotated[
        str | None,
        option(
            "--svg",
            help="Write the drawing to this SVG file instead of printing it; - prints the SVG.",
            metavar="FILE",
            is_path=True,
        ),
    ] = None
    force: Annotated[bool, option("--force", help="Replace the --svg file if it exists.")] = False


class Drawn(NamedTuple):
    """A drawing, and how many facts it shows."""

    facts: int
    svg: str = ""


def check(drawing: Drawing, output: Output) -> None:
    """Raise UsageError if the options cannot be combined, or if the file cannot be written."""
    if drawing.svg is None:
        if drawing.force:
            raise UsageError("works only with --svg", where="--force", expected="add --svg FILE")
        return
    chosen = output.json or output.excel or output.compact or output.format
    if chosen or output.flat or output.header or output.fields is not None:
        raise UsageError(
            "cannot be combined with an output format or --fields",
            where="--svg",
            expected="choose one",
        )
    from mss_cli.stores.new_file import refuse_existing

    if drawing.svg != "-":
        refuse_existing(drawing.svg, "--svg", drawing.force)


def draw(
    session: Session,
    drawing: Drawing,
    output: Output,
    listing: Listing,
    name: str,
    made: Callable[[str], Drawn],
) -> int:
    """Write a drawing of the listed facts, even of none. Return the exit status.

    name: what is drawn, for the title. made: draws under a title. Raises UsageError if there are
    more facts than anybody can read in a drawing.
    """
    from mss_cli.output.charts.files import empty_file
    from mss_cli.stores.new_file import write_file

    assert drawing.svg is not None
    session.say(listing.notes)
    selection, query = listing.selection, listing.query
    if len(selection.facts) > limits.MAX_DRAWN_FACTS:
        raise UsageError(
            f"more than {limits.MAX_DRAWN_FACTS:,} facts match, too many for one drawing",
            where="--svg",
            expected="add a filter, e.g. --since, --who or --topic",
        )
    filters = typed(query)
    title = f"{name}: {session.store.manifest['title']}" + (f" ({filters})" if filters else "")
    drawn = made(title) if selection.facts else Drawn(0)
    why = count_lines if selection.facts else no_match_lines
    told = list(why(session.store, selection, query))
    left = len(selection.facts) - drawn.facts
    if left:
        told.append(f"{plural(left, 'fact')} not drawn: undated, or alone in a series")
    svg = drawn.svg if drawn.facts else empty_file(title)
    if drawing.svg == "-":
        session.write(lambda: iter((svg,)))
    else:
        write_file(drawing.svg, (svg,), "--svg", drawing.force)
        told.append(f"wrote {drawing.svg}{'' if drawn.facts else ': nothing to draw'}")
    session.say(told)
    return int(output.exit_status and not drawn.facts)
