"""The front of a report: what the record covers, until when, and where it is thin."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mss_cli import __version__
from mss_cli.facts.dates import Interval, edtf_bounds, in_words
from mss_cli.facts.kinds import CONFLICTS, STATUSES
from mss_cli.output.charts.svg import Element, element, percent
from mss_cli.output.report.contents import Contents
from mss_cli.query.statistics import Tally, tallies
from mss_cli.text import plural

_BAR_HEIGHT = 12
_STATUS_MEANINGS = {
    "●": "happened, or is so",
    "○": "planned, proposed or on a condition",
    "?": "claimed, and nobody confirms it",
    "✗": "denied or cancelled",
}


class Count(NamedTuple):
    """A number of the front. href: where the page has more."""

    number: int
    label: str
    href: str = ""
    note: str = ""


class Month(NamedTuple):
    """The facts of one month. bar: drawn beside their number."""

    name: str
    facts: int
    one_source: int
    bar: list[Element]


def front(contents: Contents) -> dict[str, Any]:
    """Return the values of front.html."""
    store = contents.store
    counted = {(by, key): tally for by, key, tally in tallies(contents.facts)}
    every = counted.get(("all", "all"), Tally())
    return {
        "title": store.manifest["title"],
        "covers": _covers(contents),
        "counts": _counts(contents, every),
        "thin": list(_thin(every)),
        "months": _months(counted),
        "signs": [(sign, _STATUS_MEANINGS[sign]) for sign in dict.fromkeys(STATUSES.values())],
        "origins": _origins(contents),
        "version": __version__,
    }


def _covers(contents: Contents) -> list[str]:
    """Return sentences on the period of the sources and of the facts."""
    days = [
        bounds
        for file in contents.files
        if (edtf := contents.store.sources[file]["published"]["edtf"])
        for bounds in (edtf_bounds(edtf),)
    ]
    lines = []
    if contents.files:
        undated = len(contents.files) - len(days)
        line = f"{plural(len(contents.files), 'article')}{_between(days, ' published')}"
        lines.append(line + (f"; {undated} without a date" if undated else ""))
    dated = [Interval(f["date_start"], f["date_end"]) for f in contents.facts if f["date"]]
    if dated:
        lines.append(f"{plural(len(contents.facts), 'fact')}{_between(dated, ' dated')}")
    return lines


def _between(days: list[Interval], verb: str) -> str:
    """Return the first and the last day of some intervals in words, or "" if none is known."""
    first = min((d.start for d in days if d.start), default=None)
    last = max((d.end for d in days if d.end), default=None)
    if first and last:
        return f"{verb} {in_words(first if first == last else f'{first}/{last}')}"
    return ""


def _counts(contents: Contents, every: Tally) -> list[Count]:
    by_class = dict.fromkeys(CONFLICTS, 0)
    for conflict in contents.conflicts:
        by_class[conflict["class"]] += 1
    return [
        Count(every.facts, "fact" if every.facts == 1 else "facts", "#facts"),
        Count(len(contents.files), "source" if len(contents.files) == 1 else "sources", "#sources"),
        Count(
            by_class["contradiction"],
            "contradiction" if by_class["contradiction"] == 1 else "contradictions",
            "#disagreements",
            "that cannot both hold",
        ),
        Count(
            by_class["qualified"],
            "point that differs" if by_class["qualified"] == 1 else "points that differ",
            "#disagreements",
            "and may both hold",
        ),
        Count(by_class["superseded"], "superseded by later reports", "#disagreements"),
        Count(by_class["corroborated"], "confirmed by independent sources", "#disagreements"),
    ]


def _thin(every: Tally) -> Iterator[tuple[str, str]]:
    """Yield what readers should know before they rely on a fact: a share, and what it means."""
    if not every.facts:
        return
    for name, meaning in (
        ("one_source", "rest on a single article"),
        ("inferred", "have a date that no article prints: it was worked out"),
        ("undated", "have no date"),
    ):
        number = every.counts[name]
        yield f"{number:,} of {every.facts:,}", meaning


def _months(counted: dict[tuple[str, str], Tally]) -> list[Month]:
    """Return the facts of each month, with those of longer dates and undated ones at the end."""
    lines = {key: tally for (by, key), tally in counted.items() if by == "month"}
    most = max((tally.facts for tally in lines.values()), default=1)
    names = {"longer": "longer than three months", "undated": "undated"}
    return [
        Month(
            names.get(key) or in_words(key).removeprefix("in "),
            tally.facts,
            tally.counts["one_source"],
            _bar(tally.facts / most, tally.counts["one_source"] / most),
        )
        for key, tally in lines.items()
    ]


def _bar(every: float, one_source: float) -> list[Element]:
    """Return a bar of all facts, of which those with several sources are the stronger part."""
    several = every - one_source
    return [
        element("rect", class_="several", x=0, width=percent(several), height=_BAR_HEIGHT),
        element(
            "rect",
            class_="single",
            x=percent(several),
            width=percent(one_source),
            height=_BAR_HEIGHT,
        ),
    ]


def _origins(contents: Contents) -> list[str]:
    """Return the name, version and digest of each store that the sources come from."""
    pins = dict.fromkeys(contents.pins.values())
    return [f"{store.name} {store.version} (SHA-256 {store.sha256})" for store in pins]
