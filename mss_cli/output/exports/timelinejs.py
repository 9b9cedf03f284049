"""The record as the JSON of a TimelineJS 3 timeline: a slide for each dated fact.

The format: https://timeline.knightlab.com/docs/json-format.html. TimelineJS shows headlines, texts
and groups as HTML, so they are escaped here.

A start date has only the parts that its EDTF date has: a year, a month or a day. TimelineJS reads a
month or year as its first day, so the end of a range is the last possible day. `display_date` says
what is uncertain; it is the only date that a reader sees.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from mss_cli.facts.dates import in_words
from mss_cli.facts.kinds import INTENDED
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import amount
from mss_cli.output.columns import status
from mss_cli.output.exports.dates import points, words
from mss_cli.output.exports.names import Names, cited
from mss_cli.output.formats.json import line
from mss_cli.stores.extract import Extract
from mss_cli.text import plural

_TOLD = ("occurred", "ongoing")
_DONE, _INTENDED = "Occurred or ongoing", "Planned, proposed or conditional"
_GROUPS = {
    "alleged": "Alleged",
    "denied": "Denied or cancelled",
    "cancelled": "Denied or cancelled",
}
_TITLE_ID = "_title"  # no fact has this id


def text(extract: Extract) -> Iterator[str]:
    """Yield a TimelineJS document, one slide per line."""
    names = Names(extract)
    yield f'{{"title": {_safe(_title(extract))},\n"events": [\n'
    before = ""
    for fact in extract.facts:
        if fact["date"] is not None:
            yield f"{before}{_safe(_slide(fact, names))}\n"
            before = ","
    yield "]}\n"


def notes(extract: Extract) -> list[str]:
    """Return lines for the user about what the timeline lacks."""
    undated = _undated(extract)
    lines = [f"left out {plural(undated, 'undated fact')}"] if undated else []
    if undated == extract.size:
        lines.append("no dated facts: TimelineJS will say that the timeline has no events")
    return lines


def _undated(extract: Extract) -> int:
    return sum(fact["date"] is None for fact in extract.facts)


def _safe(record: dict[str, Any]) -> str:
    """Return a record as JSON that is safe inside a script of an HTML page."""
    return line(record).replace("</", r"<\/")


def _title(extract: Extract) -> dict[str, Any]:
    manifest, undated = extract.manifest, _undated(extract)
    coverage = manifest["coverage"]
    told = [f"{extract.share}."]
    if undated:
        told.append(f"{plural(undated, 'undated fact')} cannot be shown.")
    if coverage["first"] and coverage["last"]:
        published = in_words(f"{coverage['first']}/{coverage['last']}")
        told.append(f"Taken from articles published {published}.")
    told.append(f"Made with mss from {manifest['name']} {manifest['version']}.")
    paragraphs = [" ".join(told), f"Licence: {manifest['licence']}"]
    return {
        "unique_id": _TITLE_ID,
        "text": {"headline": escape(manifest["title"]), "text": _paragraphs(paragraphs)},
        "autolink": False,
    }


def _slide(fact: Fact, names: Names) -> dict[str, Any]:
    edtf = fact["date"] or ""
    start, end = points(edtf)
    dates = {"start_date": _date(start or end or "")}
    if start and end:
        # The last day, as the project counts it; for a decade too.
        dates["end_date"] = _date(fact["date_end"] or end)
    in_plain_words = words(edtf, fact["date_basis"])
    return {
        "unique_id": fact["id"],
        **dates,
        "display_date": in_plain_words[:1].upper() + in_plain_words[1:],
        "group": _group(fact),
        "text": {"headline": _headline(fact), "text": _paragraphs(_told(fact, names))},
        "autolink": False,
    }


def _date(point: str) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), map(int, point.split("-")), strict=False))


def _group(fact: Fact) -> str:
    if fact["status"] in _TOLD:
        return _DONE
    return _INTENDED if fact["status"] in INTENDED else _GROUPS[fact["status"]]


def _headline(fact: Fact) -> str:
    """Return the text of a fact, marked with its status unless that is occurred or ongoing."""
    marked = "" if fact["status"] in _TOLD else f"{fact['status'].capitalize()}: "
    return marked + escape(fact["text"])


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in lines)


def _told(fact: Fact, names: Names) -> Iterator[str]:
    """Yield the lines under a headline: who says so, how sure it is, and the sources."""
    if fact["said_by"]:
        yield f"Said by {_listed(names.all_of(fact['said_by']))}."
    if fact["quantity"]:
        yield f"{names.of(fact['quantity']['measure'])}: {amount(fact)}."
    yield f"Status: {', '.join(status(fact))}."
    if fact["date_note"]:
        yield f"Date: {fact['date_note']}"
    for file in fact["sources"]:
        yield f"Source: {_source(fact, file, names)}"


def _listed(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)


def _source(fact: Fact, file: str, names: Names) -> str:
    source = names.sources[file]
    published = source["published"]
    edtf = published["edtf"]
    when = f"published {words(edtf, published['basis'])}" if edtf else "date unknown"
    paragraphs = sorted({e["paragraph"] for e in fact["evidence"] if e["source"] == file})
    of = plural(len(paragraphs), "paragraph").split()[1]
    parts = [cited(source), source["publisher"] or "publisher not stated", when, file]
    return f"{', '.join(parts)}, {of} {_listed(list(map(str, paragraphs)))}."
