"""mss figures: numbers by measure."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, NamedTuple

from mss_cli import limits
from mss_cli.cli.commands._drawing import Drawing, Drawn, check, draw
from mss_cli.cli.commands._lists import Listing, answer, select
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.dates import in_words
from mss_cli.facts.kinds import STATUSES
from mss_cli.facts.model import FACT_FIELDS, Fact
from mss_cli.facts.quantities import amount
from mss_cli.output.columns import fact_section, status
from mss_cli.output.fields import columns_of, flat_fields, flat_row
from mss_cli.output.plots import plots_of, series_to_draw, titled
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.as_of import facts_as_of
from mss_cli.query.figures import (
    SIDES,
    Sides,
    measures_by_series,
    promised_and_delivered,
    series,
    stage,
)
from mss_cli.query.query import Filters
from mss_cli.query.reading import Scope, resolve_measures
from mss_cli.query.reports import no_match_lines
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
SIDE_FIELDS = (
    *("series", "side", "stage", "quantity"),
    *("date", "date_start", "date_end", "date_precision", "date_basis"),
    *("status", "states", "said_by", "text", "sources", "superseded_by", "id"),
)
SIDE_COLUMNS = (
    Column("series", "Series", shape="group"),
    Column("promised", "Promised", shape="lines", cites=True),
    Column("delivered", "Delivered", shape="lines", cites=True),
)


class FigureOptions(NamedTuple):
    """Which numbers to list, and how to compare them."""

    measure: Annotated[
        tuple[str, ...],
        option(
            "--measure",
            help="List only numbers of this measure; can be repeated.",
            metavar="MEASURE",
            completes="measure",
        ),
    ] = ()
    promised_vs_delivered: Annotated[
        bool,
        option("--promised-vs-delivered", help="Put promised numbers beside delivered ones."),
    ] = False
    plot: Annotated[bool, option("--plot", help="Plot the numbers over time.")] = False


def run(
    session: Session,
    figures: FigureOptions,
    drawing: Drawing,
    filters: Filters,
    output: Output,
) -> int:
    """List numbers by measure and date: pledged, planned, delivered or reported.

    Numbers of different measures are never added up. --promised-vs-delivered puts promised numbers
    beside delivered ones; filters choose which series appear, and both sides of a series are shown
    in full. Formats other than table print one row per number; the `side` field says whether it is
    promised or delivered. --plot draws each series over time. With --svg, it writes the plot to a
    file that browsers and word processors can open.

    Examples: mss figures --measure kenyan-officers-deployed; mss figures --about officers
    """
    if drawing.svg is not None and not figures.plot:
        raise UsageError("works only with --plot", where="--svg", expected="add --plot")
    if figures.plot:
        _check_plot(figures, output)
    check(drawing, output)
    store = session.store
    wanted, notes = resolve_measures(store, figures.measure, session.today)
    label = " ".join(f"--measure {m}" for m in figures.measure) or "the filter for numbers"
    listing = select(
        session,
        filters,
        Scope(
            having="quantity",
            measures=wanted,
            label=label,
            by_measure=measures_by_series(store),
            own_limit=figures.promised_vs_delivered,
        ),
    )
    listing = listing._replace(notes=(*notes, *listing.notes))
    facts = listing.selection.facts
    if drawing.svg is not None:
        return draw(session, drawing, output, listing, "Numbers", partial(_svg, session, facts))
    if figures.promised_vs_delivered:
        return _sides(session, listing, output, filters.limit)
    extra = [{**f, "series": series(store, f), "stage": stage(store, f)} for f in facts]
    section = fact_section(store, facts, COLUMNS, records=extra)
    result = Result((section,), FIELDS)
    if figures.plot:
        return _plot(session, listing, result, output)
    return answer(session, listing, result, output)


def _plot(session: Session, listing: Listing, result: Result, output: Output) -> int:
    """Print plots above the table, and count the numbers that no plot shows."""
    facts = listing.selection.facts
    plots = tuple(plots_of(session.store, facts))
    code = answer(session, listing, result._replace(plots=plots), output._replace(format="table"))
    drawn = sum(min(len(plot.points), limits.MAX_PLOT_POINTS) for plot in plots)
    if drawn < len(facts):
        left = plural(len(facts) - drawn, "number")
        session.say([f"{left} not drawn: undated, alone in its series, or too many"])
    return code


def _svg(session: Session, facts: list[Fact], title: str) -> Drawn:
    from mss_cli.output.charts.files import plots_file
    from mss_cli.query.source_names import short_names

    store = session.store

    def told(fact: Fact) -> str:
        return f"{amount(fact)}, {stage(store, fact)}, {in_words(fact['date'] or '')}"

    drawn = series_to_draw(store, facts, lambda fact: fact["date"] is not None)
    plots = [(titled(store, name, group), group) for name, group in drawn.items()]
    svg = plots_file(plots, told, short_names(store), title)
    return Drawn(sum(map(len, drawn.values())), svg)


def _check_plot(figures: FigureOptions, output: Output) -> None:
    """Raise UsageError if --plot is combined with an option that it cannot have."""
    if output.json or output.excel or output.compact or output.format not in (None, "table"):
        raise UsageError(
            "a plot is not a machine format",
            where="--plot",
            expected="leave out the format, or use table",
        )
    for flag, given in (
        ("--promised-vs-delivered", figures.promised_vs_delivered),
        ("--fields", output.fields is not None),
    ):
        if given:
            raise UsageError(
                f"cannot be combined with {flag}", where="--plot", expected="use one of them"
            )


# --- promised and delivered ---------------------------------------------------------------


def _sides(session: Session, listing: Listing, output: Output, limit: int | None) -> int:
    """Print each series of the listed numbers that has promises or deliveries.

    The filters select series. Both sides of a series are complete, so that a number that was
    only filtered out is not reported as missing.
    """
    store = session.store
    wanted = {series(store, fact) for fact in listing.selection.facts}
    query = listing.query
    known = facts_as_of(store, query.known_by, query.certain)
    numbers = [f for f in known if f["quantity"]]
    every = [s for s in promised_and_delivered(store, numbers) if s.series in wanted]
    shown = every[: limit or None]
    name = session.format(output) if output.fields is None else "fields"
    make = {"table": _table, "compact": _list}.get(name, _flat)
    result = make(store, shown)
    code = session.emit(result, output, listing.notes)
    if shown:
        warning = "promised includes planned and proposed; do not add the numbers up"
        session.say([f"{len(shown)} series; {warning}"])
    elif listing.selection.facts:
        session.say([f"none of {plural(len(wanted), 'series')} is of promises or deliveries"])
    else:
        session.say(no_match_lines(store, listing.selection, listing.query))
    return code


def _flat(store: Store, every: list[Sides]) -> Result:
    """Return one row for each number, with the same fields in every format."""
    names = flat_fields(SIDE_FIELDS)
    rows = [
        flat_row(_flat_record(store, sides.series, side, fact), names)
        for sides in every
        for side, facts in zip(SIDES, (sides.promised, sides.delivered), strict=True)
        for fact in facts
    ]
    return Result((Section("", columns_of(names), rows),), SIDE_FIELDS)


def _flat_record(store: Store, name: str, side: str, fact: Fact) -> dict[str, Any]:
    added = {"series": name, "side": side, "stage": stage(store, fact)}
    known: dict[str, Any] = {**fact, **added, "states": list(status(fact)[1:])}
    return {field: known[field] for field in SIDE_FIELDS}


def _list(store: Store, every: list[Sides]) -> Result:
    """Return the promises and deliveries as a list of facts."""
    facts = [fact for sides in every for side in (sides.promised, sides.delivered) for fact in side]
    return Result((fact_section(store, facts, COLUMNS),), FIELDS)


def _table(store: Store, every: list[Sides]) -> Result:
    """Return one row for each series, with its promises beside its deliveries."""
    rows = [_sides_row(store, sides) for sides in every]
    return Result((Section("", SIDE_COLUMNS, rows),), SIDE_FIELDS)


def _sides_row(store: Store, sides: Sides) -> Row:
    cells = (
        tuple(line for fact in side for line in _lines(store, fact))
        or ("none reported in this series",)
        for side in (sides.promised, sides.delivered)
    )
    return Row({}, (sides.series, *cells))


def _lines(store: Store, fact: Fact) -> Iterator[str]:
    """Yield the lines of one number on a side: amount, stage and date, sources, id."""
    state, *marks = status(fact)
    yield f"{STATUSES[state]} {amount(fact)}"
    yield ", ".join((stage(store, fact), fact["date"] or "undated", *marks))
    yield from fact["sources"]
    yield fact["id"]
