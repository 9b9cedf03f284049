"""mss conflicts: where the sources disagree, seem to, overtake or confirm each other."""

from typing import Annotated, NamedTuple

from mss_cli import conflicts
from mss_cli.cli.commands._lists import select
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.errors import DataError
from mss_cli.facts.kinds import CONFLICTS
from mss_cli.facts.model import CONFLICT_FIELDS as FIELDS
from mss_cli.facts.model import Conflict, Fact
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.as_of import known
from mss_cli.query.reading import Filters, Scope
from mss_cli.query.reports import nothing
from mss_cli.query.store import Store, bounded
from mss_cli.query.values import choice
from mss_cli.text import plural

COLUMNS = (
    Column("class", "Class"),
    Column("property", "Property", under="class", lead="on "),
    Column("explanation", "Explanation · Readings"),
    Column("readings", "Readings", under="explanation", shape="lines", lead="• "),
    Column("settled_by", "Settled by", under="explanation", lead="Settled by: "),
    Column("facts", "Facts", under="explanation", shape="lines", lead="→ "),
    Column("sources", "Source", narrow_under="explanation", shape="files"),
    Column("id", "Id", under="explanation", shape="id"),
)


def _every(store: Store, known_by: str | None) -> list[Fact]:
    """Return all facts. Raises UsageError if they are too many, DataError for an unknown one."""
    facts = known(store, known_by)
    if isinstance(facts, list):
        return facts
    every = list(bounded(facts))  # read through an index or line by line, so nobody looked:
    ids = {fact["id"] for fact in every}
    for fact in every:
        for relation in fact["relations"]:
            if relation["fact"] not in ids:
                raise DataError(
                    f"relations names an unknown fact {relation['fact']!r}",
                    where=f"fact {fact['id']!r}",
                    expected="'mss verify --store DIR' lists all",
                )
    return every


class ClassOption(NamedTuple):
    """Which classes of conflict."""

    cls: Annotated[
        tuple[str, ...],
        option(
            "--class",
            help=f"Only conflicts of this class: {', '.join(CONFLICTS)}. Separate several with "
            "commas.",
            metavar="CLASS",
            completes="class",
        ),
    ] = ()


def run(session: Session, classes: ClassOption, filters: Filters, output: Output) -> int:
    """Disagreements, the gravest first, with each source's reading and what would settle it.

    contradiction: readings that cannot both hold. apparent: they can (scope, unit,
    precision, time). superseded: a later report overtook it. corroborated: independent
    sources report the same. Filters choose the facts; a disagreement is shown if it has one
    of them. --sort orders by the first of those, or by the disagreement's own id.

    Examples: mss conflicts --class contradiction; mss conflicts --topic force-strength
    """
    wanted = choice("--class", classes.cls, tuple(CONFLICTS)) if classes.cls else None
    listing = select(session, filters, Scope(whole=True))
    query, selection = listing.query, listing.selection
    place = {fact["id"]: number for number, fact in enumerate(selection.facts)}
    found = [
        conflict
        for conflict in conflicts.find(_every(session.store, query.known_by), session.store.sources)
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
        session.say([f"{of}{plural(len(found), 'disagreement')}"])
    elif not selection.facts:
        session.say(nothing(session.store, selection, query))
    else:
        session.say([f"no such disagreement among {plural(len(place), 'fact')}"])
    return code


def row(conflict: Conflict) -> Row:
    """Return a disagreement as a row of COLUMNS."""
    return Row(
        conflict,
        (
            conflict["class"],
            conflict["property"],
            conflict["explanation"],
            told(conflict),
            conflict["settled_by"],
            tuple(conflict["facts"]),
            tuple(conflict["sources"]),
            conflict["id"],
        ),
        dim=conflict["class"] == "corroborated",
    )


def told(conflict: Conflict) -> tuple[str, ...]:
    """Return the readings side by side, each once, with the sources and spans that give it."""
    where: dict[tuple[str, str], list[str]] = {}
    for r in conflict["readings"]:
        spans = where.setdefault((r["fact"], r["value"]), [])
        spans.append(f"{r['source']} {r['start']}-{r['end']}")
    return tuple(f"{value} — {', '.join(spans)}" for (_, value), spans in where.items())
