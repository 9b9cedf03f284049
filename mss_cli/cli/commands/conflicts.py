"""mss conflicts: where the sources disagree, and where they confirm each other."""

from typing import Annotated, NamedTuple

from mss_cli.cli.commands._lists import select
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.facts.kinds import CONFLICTS
from mss_cli.facts.model import CONFLICT_FIELDS as FIELDS
from mss_cli.output.conflict_rows import COLUMNS, row
from mss_cli.output.result import Result, Section
from mss_cli.query.conflicts import all_conflicts
from mss_cli.query.query import Filters
from mss_cli.query.reading import Scope
from mss_cli.query.reports import no_match_lines
from mss_cli.query.values import read_choices
from mss_cli.text import plural


class ClassOption(NamedTuple):
    """The classes to list."""

    cls: Annotated[
        tuple[str, ...],
        option(
            "--class",
            help=f"List only conflicts of this class: {', '.join(CONFLICTS)}. "
            "Separate multiple values with commas.",
            metavar="CLASS",
            completes=tuple(CONFLICTS),
        ),
    ] = ()


def run(session: Session, classes: ClassOption, filters: Filters, output: Output) -> int:
    """List the points on which sources or facts disagree or confirm each other.

    contradiction: the readings cannot both hold. qualified: both can hold, because they differ in
    scope, unit, precision or time. superseded: a later report replaced an earlier one.
    corroborated: independent sources report the same thing.

    Each conflict says what would settle it. The filters select facts; a conflict is listed if it
    involves at least one of them. --sort orders conflicts by the first selected fact in each;
    --sort id orders them by their own ids.

    Examples: mss conflicts --class contradiction; mss conflicts --topic force-strength
    """
    wanted = read_choices("--class", classes.cls, tuple(CONFLICTS)) if classes.cls else None
    listing = select(session, filters, Scope(own_limit=True))
    query, selection = listing.query, listing.selection
    place = {fact["id"]: number for number, fact in enumerate(selection.facts)}
    found = [
        conflict
        for conflict in all_conflicts(session.store, query.known_by)
        if (wanted is None or conflict["class"] in wanted)
        and any(fact in place for fact in conflict["facts"])
    ]
    if filters.sort == "id":
        found.sort(key=lambda c: c["id"], reverse=filters.reverse)
    elif filters.sort is not None:
        found.sort(key=lambda c: min(place[f] for f in c["facts"] if f in place))
    elif filters.reverse:
        found.reverse()
    shown = found[: filters.limit] if filters.limit else found
    section = Section("", COLUMNS, [row(conflict) for conflict in shown])
    code = session.emit(Result((section,), FIELDS), output, listing.notes)
    if found:
        of = f"{len(shown):,} of " if len(shown) < len(found) else ""
        session.say([f"{of}{plural(len(found), 'conflict')}"])
    elif not selection.facts:
        session.say(no_match_lines(session.store, selection, query))
    else:
        session.say([f"no such conflict among {plural(len(place), 'fact')}"])
    return code
