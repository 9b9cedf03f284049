"""Plots of numbers over time, drawn above a table."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from mss_cli.facts.kinds import STATUSES
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import amount
from mss_cli.output.columns import status
from mss_cli.output.result import Plot, Point
from mss_cli.query.figures import by_series, stage
from mss_cli.query.store import Store


def series_to_draw(
    store: Store, facts: Sequence[Fact], drawable: Callable[[Fact], bool]
) -> dict[str, list[Fact]]:
    """Return the numbers of each series with two that can be drawn; without any, of each series."""
    by_name = {
        series: [fact for fact in group if drawable(fact)]
        for series, group in by_series(store, facts).items()
    }
    several = {series: group for series, group in by_name.items() if len(group) > 1}
    return several or {series: group for series, group in by_name.items() if group}


def titled(store: Store, series: str, facts: Sequence[Fact]) -> str:
    """Return the title of a plot: `Kenyan officers (police officers)`.

    It is the label of the measure if there is only one, else the series in words.
    """
    labels = {(q["measure"], store.name(q["measure"])) for f in facts if (q := f["quantity"])}
    identifier, label = labels.pop() if len(labels) == 1 else (series, series)
    return f"{in_words(label) if label == identifier else label} ({_units(facts)})"


def in_words(identifier: str) -> str:
    """Return the id of a series as a heading: `Kenyan officers` for `kenyan-officers`."""
    words = identifier.replace("-", " ")
    return words[:1].upper() + words[1:]


def _units(facts: Iterable[Fact]) -> str:
    return " / ".join(sorted({q["unit"] for f in facts if (q := f["quantity"])}))


def plots_of(store: Store, facts: Sequence[Fact]) -> Iterator[Plot]:
    """Yield a plot for each series, of its numbers whose first and last day are known."""
    drawn = series_to_draw(store, facts, lambda fact: _point(store, fact) is not None)
    for name, group in drawn.items():
        points = (_point(store, fact) for fact in group)
        yield Plot(f"{name} ({_units(group)})", tuple(p for p in points if p is not None))


def _point(store: Store, fact: Fact) -> Point | None:
    start, end = fact["date_start"], fact["date_end"]
    if fact["quantity"] is None or start is None or end is None:
        return None
    _, *marks = status(fact)
    label = ", ".join((amount(fact), stage(store, fact), fact["date"] or "", *marks))
    sign = STATUSES[fact["status"]]
    value, unit = fact["quantity"]["value"], fact["quantity"]["unit"]
    return Point(start, end, value, unit, sign, label, tuple(fact["sources"]))
