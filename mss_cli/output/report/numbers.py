"""The numbers of a report: promised against delivered, and every series over time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from mss_cli.facts.kinds import STAGES
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import amount
from mss_cli.output.charts import numbers as chart
from mss_cli.output.charts.svg import Element
from mss_cli.output.charts.timeline import grid, ruler, strip, time_axis
from mss_cli.output.plots import in_words
from mss_cli.output.report.contents import Contents
from mss_cli.query.figures import Sides, by_series, promised_and_delivered, stage


class Number(NamedTuple):
    """A number as a bar. side: promised, delivered, or "" for one that is only reported."""

    fact: Fact
    measure: str
    amount: str
    stage: str
    side: str
    bar: list[Element]


class Series(NamedTuple):
    """The numbers of one series that has promises and deliveries."""

    name: str
    promised: list[Number]
    delivered: list[Number]


class Plot(NamedTuple):
    """The dated numbers of one series over time. low, high: the ends of its scale.

    numbers: those that are neither promised nor delivered, and so not told before.
    """

    name: str
    unit: str
    numbers: list[Number]
    low: str
    high: str
    drawing: list[Element]
    ruler: list[Element]


class Single(NamedTuple):
    """A number that no plot shows, with its date drawn over time."""

    number: Number
    strip: list[Element]


def numbers(contents: Contents) -> dict[str, Any]:
    """Return the values of numbers.html."""
    measured = [fact for fact in contents.facts if fact["quantity"]]
    plotted: dict[str, list[Fact]] = {}
    single: list[Fact] = []
    for name, facts in sorted(by_series(contents.store, measured).items()):
        dated = [fact for fact in facts if fact["date"]]
        several = len(dated) > 1
        if several:
            plotted[name] = dated
        single += [fact for fact in facts if not (several and fact["date"])]
    axis = time_axis(single)
    sides = promised_and_delivered(contents.store, measured)
    return {
        "both": [_both(contents, s) for s in sides if s.promised and s.delivered],
        "one_sided": [
            (label, [n for s in sides if not getattr(s, other) for n in _flat(contents, s)])
            for label, other in (
                ("No delivered number is reported for", "delivered"),
                ("No promised number is reported for", "promised"),
            )
        ],
        "plots": [_plot(contents, name, facts) for name, facts in plotted.items()],
        "singles": [Single(_numbers(contents, [fact])[0][0], strip(axis, fact)) for fact in single],
        "grid": grid(axis, "100%"),
        "ruler": ruler(axis),
    }


def _both(contents: Contents, sides: Sides) -> Series:
    promised, delivered = _numbers(contents, sides.promised, sides.delivered)
    return Series(in_words(sides.series), promised, delivered)


def _flat(contents: Contents, sides: Sides) -> list[Number]:
    """Return the numbers of a series that has one side only."""
    return [
        number for side in _numbers(contents, sides.promised, sides.delivered) for number in side
    ]


def _measure(contents: Contents, fact: Fact) -> str:
    return contents.name(fact["quantity"]["measure"]) if fact["quantity"] else ""


def _numbers(contents: Contents, *groups: Sequence[Fact]) -> list[list[Number]]:
    """Return groups of numbers of one series with their bars, all on one scale."""
    shown = chart.extent([q for facts in groups for f in facts if (q := f["quantity"])])
    comparable = sum(map(len, groups)) > 1
    return [[_number(contents, fact, shown, comparable) for fact in facts] for facts in groups]


def _number(contents: Contents, fact: Fact, shown: chart.Extent, comparable: bool) -> Number:
    """Return a number with its bar. comparable: False for a bar that would say nothing."""
    of, quantity = stage(contents.store, fact), fact["quantity"]
    side = STAGES[of]
    drawn = chart.bar(quantity, shown, side == "promised") if quantity and comparable else []
    return Number(fact, _measure(contents, fact), amount(fact), of, side, drawn)


def _plot(contents: Contents, name: str, facts: Sequence[Fact]) -> Plot:
    axis = time_axis(facts)
    quantities = [q for f in facts if (q := f["quantity"])]
    shown = chart.extent(quantities)

    def label(fact: Fact) -> str:
        return f"{amount(fact)}, {stage(contents.store, fact)}, {contents.date(fact)}"

    return Plot(
        in_words(name),
        " / ".join(sorted({q["unit"] for q in quantities})),
        [n for n in _numbers(contents, facts)[0] if n.side == ""],
        chart.short(shown.low),
        chart.short(shown.high),
        chart.plot(axis, facts, label, lambda f: contents.fact_href(f["id"])),
        ruler(axis),
    )
