"""Plots of numbers over time, drawn above a table."""

from collections.abc import Iterator, Sequence

from mss_cli.facts.kinds import STATUSES
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import amount
from mss_cli.output.columns import status
from mss_cli.output.result import Plot, Point
from mss_cli.query.figures import by_series, stage
from mss_cli.query.store import Store


def plots_of(store: Store, facts: Sequence[Fact]) -> Iterator[Plot]:
    """Yield a plot for each series with two dated numbers; without any, one for each number."""
    drawable = {
        series: points
        for series, group in by_series(store, facts).items()
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
    label = ", ".join((amount(fact), stage(store, fact), fact["date"] or "", *marks))
    sign = STATUSES[fact["status"]]
    value, unit = fact["quantity"]["value"], fact["quantity"]["unit"]
    return Point(start, end, value, unit, sign, label, tuple(fact["sources"]))
