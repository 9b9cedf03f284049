"""The front of a report: what the record covers, until when, and where it is thin."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from mss_cli import __version__
from mss_cli.facts.dates import edtf_bounds, in_words
from mss_cli.facts.kinds import CONTRADICTED, INTENDED, SIGNS, STATUSES
from mss_cli.output.charts.svg import Element, element, percent
from mss_cli.output.report.contents import Contents
from mss_cli.query.statistics import Tally, tallies
from mss_cli.text import plural

_BAR_HEIGHT = 12

# What is counted of each class of conflict: one, and several.
_CONFLICTS = {
    "contradiction": (
        "contradiction: the readings cannot both be true",
        "contradictions: the readings cannot both be true",
    ),
    "qualified": (
        "other difference: both readings may be true",
        "other differences: both readings may be true",
    ),
    "superseded": ("superseded by a later report", "superseded by later reports"),
    "corroborated": (
        "point that independent sources confirm",
        "points that independent sources confirm",
    ),
}


class Count(NamedTuple):
    """A number of the front. href: where the page has more, or ""."""

    number: int
    label: str
    href: str


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
    used = {STATUSES[fact["status"]] for fact in contents.facts}
    return {
        "title": store.manifest["title"],
        "covers": _covers(contents),
        "counts": _counts(contents, every),
        "thin": list(_thin(every)),
        "months": _months(counted),
        "signs": [(sign, meaning) for sign, meaning in SIGNS.items() if sign in used],
        "ring": CONTRADICTED if every.counts["contradicted"] else "",
        "origins": _origins(contents),
        "version": __version__,
    }


def _covers(contents: Contents) -> list[str]:
    """Return sentences on the period of the sources and of the facts."""
    return [*_articles(contents), *_facts(contents)]


def _articles(contents: Contents) -> Iterator[str]:
    """Yield when the articles were published, and how that is known."""
    published = [contents.store.sources[file]["published"] for file in contents.files]
    if not published:
        return
    days = [edtf_bounds(p["edtf"]) for p in published if p["edtf"]]
    first = min((d.start for d in days if d.start), default=None)
    last = max((d.end for d in days if d.end), default=None)
    line = plural(len(published), "article")
    if first and last:
        line += f", published {in_words(first if first == last else f'{first}/{last}')}"
    yield f"{line}."
    worked_out = sum(1 for p in published if p["edtf"] and p["basis"] != "explicit")
    undated = len(published) - len(days)
    if worked_out == len(published):
        yield "None of them prints its date: the dates were worked out, most of them as a range."
    elif worked_out:
        yield f"{worked_out:,} of them print no date: it was worked out."
    if undated:
        yield f"{undated:,} of them have no known date."


def _facts(contents: Contents) -> Iterator[str]:
    """Yield how many facts there are, and when what they report happened or is planned."""
    facts, whole = contents.facts, contents.store.size
    number = plural(len(facts), "fact")
    yield f"{number}." if len(facts) == whole else f"{number} of the {whole:,} in the record."
    for intended, told in (
        (False, "Everything reported as past or current is"),
        (True, "Plans and proposals are"),
    ):
        dated = [f for f in facts if f["date"] and (f["status"] in INTENDED) == intended]
        starts = [f for f in dated if f["date_start"]]
        ends = [f for f in dated if f["date_end"]]
        if not (starts and ends):
            continue
        first = min(starts, key=lambda f: f["date_start"] or "")
        last = max(ends, key=lambda f: f["date_end"] or "")
        begin, end = (first["date"] or "").split("/")[0], (last["date"] or "").split("/")[-1]
        begin, end = begin.rstrip("?~%"), end.rstrip("?~%")
        period = begin if begin == end else f"{begin}/{end}"
        yield f"{told} dated {in_words(period)}."


def _counts(contents: Contents, every: Tally) -> list[Count]:
    """Return the numbers of the front, each with a link to what it counts."""
    number = Counter(conflict["class"] for conflict in contents.conflicts)
    return [
        Count(every.facts, _counted(every.facts, "fact"), "#facts"),
        Count(len(contents.files), _counted(len(contents.files), "source"), "#sources"),
        *(
            Count(
                number[name], _counted(number[name], one, many), f"#{name}" if number[name] else ""
            )
            for name, (one, many) in _CONFLICTS.items()
        ),
    ]


def _counted(number: int, one: str, many: str = "") -> str:
    return one if number == 1 else many or f"{one}s"


def _thin(every: Tally) -> Iterator[tuple[str, str]]:
    """Yield what readers should know before they rely on a fact: a share, and what it means."""
    if not every.facts:
        return
    for name, meaning in (
        ("one_source", "rest on a single article"),
        ("inferred", "have a date that no article prints in full: it was worked out"),
        ("undated", "have no date"),
    ):
        number = every.counts[name]
        yield f"{number:,} of {every.facts:,}", meaning


def _months(counted: dict[tuple[str, str], Tally]) -> list[Month]:
    """Return the facts of each month, with those of longer dates and undated ones at the end."""
    lines = {key: tally for (by, key), tally in counted.items() if by == "month"}
    most = max((tally.facts for tally in lines.values()), default=1)
    names = {"longer": "more than three months", "undated": "undated"}
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
