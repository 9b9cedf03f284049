"""mss figures: numbers, by measure, over time."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NamedTuple

from mss_cli import limits
from mss_cli.cli.commands._lists import Listing, answer, select
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.chronology import by_date
from mss_cli.facts.kinds import STAGES, STATUSES
from mss_cli.facts.model import FACT_FIELDS, Fact
from mss_cli.facts.quantities import amount
from mss_cli.output.columns import fact_section, status
from mss_cli.output.plots import Plot, Point
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.as_of import known
from mss_cli.query.reading import Filters, Scope, measures
from mss_cli.query.reports import nothing
from mss_cli.query.store import Store
from mss_cli.text import plural

FIELDS = (*FACT_FIELDS, "series", "stage")
COLUMNS = (
    "measure",
    "date",
    "precision",
    "status",
    "value",
    "text",
    "attribution",
    "sources",
    "id",
)
SIDES = ("promised", "delivered")
SIDE_FIELDS = ("series", *SIDES, "sources")
SIDE_COLUMNS = (
    Column("series", "What", shape="group"),
    Column("promised", "Promised", shape="lines"),
    Column("delivered", "Delivered", shape="lines"),
)


class FigureOptions(NamedTuple):
    """Which numbers, and how they are compared."""

    measure: Annotated[
        tuple[str, ...],
        option(
            "--measure",
            help="Only numbers of this measure; can be repeated.",
            metavar="MEASURE",
            completes="measure",
        ),
    ] = ()
    promised_vs_delivered: Annotated[
        bool,
        option("--promised-vs-delivered", help="Set promises beside deliveries of the same thing."),
    ] = False
    plot: Annotated[bool, option("--plot", help="Plot the numbers over time.")] = False


def run(session: Session, figures: FigureOptions, filters: Filters, output: Output) -> int:
    """Numbers by measure, in order of time: what was pledged, planned, delivered or counted.

    Each measure is a series of its own and numbers of different measures are never added
    up. --promised-vs-delivered sets promises beside deliveries of the same thing: filters
    choose what, and both sides are shown whole. --plot draws each such group along time.

    Examples: mss figures --measure kenyan-officers-deployed; mss figures --about officers
    """
    store = session.store
    if figures.plot:
        _check_plot(figures, output)
    wanted, notes = measures(store, figures.measure, session.today)
    label = " ".join(f"--measure {m}" for m in figures.measure) or "keeping only numbers"
    listing = select(
        session,
        filters,
        Scope(
            having="quantity",
            measures=wanted,
            label=label,
            by_measure=_in_series(store),
            whole=figures.promised_vs_delivered,
        ),
    )
    listing = listing._replace(notes=(*notes, *listing.notes))
    facts = listing.selection.facts
    if figures.promised_vs_delivered:
        return _sides(session, listing, output, filters.limit)
    extra = [{**f, "series": _series(store, f), "stage": _stage(store, f)} for f in facts]
    section = fact_section(store, facts, COLUMNS, records=extra)
    if not figures.plot:
        return answer(session, listing, Result((section,), FIELDS), output)
    plots = tuple(_plots(store, facts))
    drawn = sum(min(len(plot.points), limits.MAX_PLOT_POINTS) for plot in plots)
    code = answer(
        session,
        listing,
        Result((section,), FIELDS, plots=plots),
        output._replace(format="table"),
    )
    if drawn < len(facts):
        left = len(facts) - drawn
        session.say(
            [f"{plural(left, 'number')} not drawn: undated, alone in its series, or too many"]
        )
    return code


def _check_plot(figures: FigureOptions, output: Output) -> None:
    """Raise UsageError where a drawing is asked for together with what it cannot be."""
    if output.json or output.format not in (None, "table"):
        raise UsageError(
            "it draws for people", where="--plot", expected="leave the format out, or use table"
        )
    for flag, given in (
        ("--promised-vs-delivered", figures.promised_vs_delivered),
        ("--fields", output.fields is not None),
    ):
        if given:
            raise UsageError(
                f"it cannot go with {flag}", where="--plot", expected="give one of the two"
            )


def _measure(fact: Fact) -> str:
    return fact["quantity"]["measure"] if fact["quantity"] else ""


def _series(store: Store, fact: Fact) -> str:
    return store.measure(_measure(fact))["series"]


def _stage(store: Store, fact: Fact) -> str:
    return store.measure(_measure(fact))["stage"]


def _in_series(store: Store) -> tuple[str, ...]:
    """Return all measures, those of a series together: what was promised comes first."""
    stages = list(STAGES)

    def rank(measure: str) -> tuple[str, int, str]:
        found = store.measure(measure)
        return (found["series"], stages.index(found["stage"]), measure)

    return tuple(sorted((name.id for name in store.measure_names), key=rank))


def _stage_rank(store: Store, fact: Fact) -> int:
    return list(STAGES).index(_stage(store, fact))


def _by_series(store: Store, facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(_series(store, fact), []).append(fact)
    return found


# --- promised and delivered ---------------------------------------------------------------


def _sides(session: Session, listing: Listing, output: Output, limit: int | None) -> int:
    """Answer with one row for each series of the listed numbers that has a side.

    The filters choose the series; its sides are whole, so that nothing is said to be
    missing that was only filtered out.
    """
    store = session.store
    wanted = {_series(store, fact) for fact in listing.selection.facts}
    numbers = [f for f in known(store, listing.query.known_by) if f["quantity"]]
    rows = []
    numbers.sort(key=lambda f: (_stage_rank(store, f), *by_date(f)))
    for series, facts in sorted(_by_series(store, numbers).items()):
        sides = {side: [f for f in facts if STAGES[_stage(store, f)] == side] for side in SIDES}
        if series not in wanted or not any(sides.values()):
            continue
        sources = sorted({s for side in sides.values() for f in side for s in f["sources"]})
        record: dict[str, Any] = {"series": series, **sides, "sources": sources}
        cells = (
            tuple(line for f in side for line in _lines(store, f)) or ("none reported of this",)
            for side in sides.values()
        )
        rows.append(Row(record, (series, *cells)))
    del rows[limit or len(rows) :]
    code = session.emit(
        Result((Section("", SIDE_COLUMNS, rows),), SIDE_FIELDS), output, listing.notes
    )
    if rows:
        session.say([f"{len(rows)} series"])
    elif listing.selection.facts:
        session.say([f"none of {plural(len(wanted), 'series')} is of promises or deliveries"])
    else:
        session.say(nothing(store, listing.selection, listing.query))
    return code


def _lines(store: Store, fact: Fact) -> Iterator[str]:
    """Yield the lines that tell a number beside another: how many, when, by whom, its source."""
    state, *marks = status(fact)
    yield f"{STATUSES[state]} {amount(fact)}"
    yield ", ".join((_stage(store, fact), fact["date"] or "undated", *marks))
    yield from fact["sources"]
    yield fact["id"]


# --- plots --------------------------------------------------------------------------------


def _plots(store: Store, facts: Sequence[Fact]) -> Iterator[Plot]:
    """Yield a plot for each series with two dated numbers; if none has, one for each number."""
    drawable = {
        series: points
        for series, group in _by_series(store, facts).items()
        if (points := tuple(p for f in group if (p := _point(store, f)) is not None))
    }
    several = {series: points for series, points in drawable.items() if len(points) > 1}
    for series, points in (several or drawable).items():
        units = sorted({point.unit for point in points})
        yield Plot(f"{series} ({' / '.join(units)})", points)


def _point(store: Store, fact: Fact) -> Point | None:
    start, end = fact["date_start"], fact["date_end"]
    if fact["quantity"] is None or start is None or end is None:
        return None
    _, *marks = status(fact)
    label = ", ".join((amount(fact), _stage(store, fact), fact["date"] or "", *marks))
    sign = STATUSES[fact["status"]]
    value, unit = fact["quantity"]["value"], fact["quantity"]["unit"]
    return Point(start, end, value, unit, sign, label, tuple(fact["sources"]))
