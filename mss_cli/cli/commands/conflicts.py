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

DISAGREEMENTS = tuple(name for name in CONFLICTS if name != "corroborated")


class ClassOption(NamedTuple):
    """The classes to list."""

    cls: Annotated[
        tuple[str, ...],
        option(
            "--class",
            help=f"List only this class: {', '.join(CONFLICTS)}. Separate multiple values with "
            "commas. Default: all but corroborated.",
            metavar="CLASS",
            completes=tuple(CONFLICTS),
        ),
    ] = ()


def run(session: Session, classes: ClassOption, filters: Filters, output: Output) -> int:
    """List the points on which sources or facts disagree.

    contradiction: the readings cannot both hold. qualified: both can hold, because they differ in
    scope, unit, precision or time. superseded: a later report replaced an earlier one.
    --class corroborated lists what independent sources agree on.

    Each conflict says what would settle it. The filters select facts; a conflict is listed if it
    involves at least one of them. --sort orders conflicts by the first selected fact in each;
    --sort id orders them by their own ids.

    Examples: mss conflicts --class contradiction; mss conflicts --topic force-strength
    """
    wanted = read_choices("--class", classes.cls or DISAGREEMENTS, tuple(CONFLICTS))
    listing = select(session, filters, Scope(own_limit=True))
    query, selection = listing.query, listing.selection
    place = {fact["id"]: number for number, fact in enumerate(selection.facts)}
    every = [
        conflict
        for conflict in all_conflicts(session.store, query.known_by, query.certain)
        if any(fact in place for fact in conflict["facts"])
    ]
    found = [conflict for conflict in every if conflict["class"] in wanted]
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
    agreements = 0 if classes.cls else len(every) - len(found)
    if agreements:
        session.say([f"{plural(agreements, 'agreement')}: mss conflicts --class corroborated"])
    return code
