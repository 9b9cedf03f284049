"""The sources of a report: their dates and coverage, and with the articles their whole text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.facts.dates import in_words
from mss_cli.facts.model import Fact, Source
from mss_cli.facts.passages import Span, paragraphs
from mss_cli.output.report.contents import Contents
from mss_cli.stores.proof import SourceCoverage, coverage


class Segment(NamedTuple):
    """A piece of a paragraph. cited: True in a passage. ends: numbers of passages that end here.

    start: its place in the text. begins: True if a passage begins with it.
    """

    text: str
    cited: bool
    ends: list[int]
    start: int
    begins: bool


class Shown(NamedTuple):
    """A source as the page shows it.

    cited: the facts that cite it, in the order of their first passages. coverage: of the whole
    store; None for one too large to read. text: its paragraphs, empty without the articles.
    """

    source: Source
    name: str
    published: str
    cited: list[Fact]
    coverage: SourceCoverage | None
    text: list[list[Segment]]
    problem: str


def sources(contents: Contents) -> dict[str, Any]:
    """Return the values of sources.html."""
    small = contents.store.size <= limits.MAX_FACTS_IN_MEMORY
    covered = {found.file: found for found in coverage(contents.store)} if small else {}
    cited: dict[str, list[Fact]] = {file: [] for file in contents.files}
    for fact in contents.facts:
        for file in fact["sources"]:
            cited[file].append(fact)
    return {
        "sources": [
            _shown(contents, file, cited[file], covered.get(file)) for file in contents.files
        ],
        "left_out": len(contents.store.sources) - len(contents.files),
    }


def _shown(
    contents: Contents, file: str, facts: list[Fact], covered: SourceCoverage | None
) -> Shown:
    source = contents.store.sources[file]
    spans = {fact["id"]: _spans(fact, file) for fact in facts}
    ordered = sorted(facts, key=lambda fact: (spans[fact["id"]], fact["id"]))
    text = contents.text(file)
    edtf = source["published"]["edtf"]
    return Shown(
        source,
        contents.source_name(file),
        in_words(edtf) if edtf else "on an unknown day",
        ordered,
        covered,
        [] if text is None else list(marked(text, [spans[fact["id"]] for fact in ordered])),
        contents.problem_of.get(file, ""),
    )


def _spans(fact: Fact, file: str) -> list[Span]:
    """Return the passages of a fact in a source, in order."""
    return sorted(Span(e["start"], e["end"]) for e in fact["evidence"] if e["source"] == file)


def marked(text: str, spans: Sequence[Sequence[Span]]) -> Iterator[list[Segment]]:
    """Yield the paragraphs of a text in segments, cut where a passage starts or ends.

    spans: the passages of each fact; a passage is numbered as its fact, from 1. One that starts or
    ends between two paragraphs starts with the next or ends with the one before.
    """
    found = paragraphs(text)
    every = sorted(
        (_trimmed(span, found), number) for number, of in enumerate(spans, 1) for span in of
    )
    ends: dict[int, list[int]] = {}
    for span, number in every:
        ends.setdefault(span.end, []).append(number)
    inside = _covered(span for span, _ in every)
    starts = {span.start for span, _ in every}
    cuts = sorted({cut for span, _ in every for cut in span})
    for paragraph in found:
        first = bisect_right(cuts, paragraph.start)
        last = bisect_right(cuts, paragraph.end)
        edges = [paragraph.start, *cuts[first:last], paragraph.end]
        yield [
            Segment(text[a:b], _is_inside(inside, a), ends.get(b, []), a, a in starts)
            for a, b in pairwise(edges)
            if a < b
        ]


def _trimmed(span: Span, found: Sequence[Span]) -> Span:
    """Return a span without the space between paragraphs at its ends, if it has any text."""
    after = bisect_right(found, span.start, key=lambda paragraph: paragraph.end)
    before = bisect_left(found, span.end, key=lambda paragraph: paragraph.start) - 1
    if after > before:
        return span
    return Span(max(span.start, found[after].start), min(span.end, found[before].end))


def _covered(spans: Iterator[Span]) -> list[Span]:
    """Return the union of spans, which are sorted."""
    union: list[Span] = []
    for span in spans:
        if union and span.start <= union[-1].end:
            union[-1] = Span(union[-1].start, max(union[-1].end, span.end))
        else:
            union.append(span)
    return union


def _is_inside(union: Sequence[Span], position: int) -> bool:
    at = bisect_right(union, position, key=lambda span: span.start)
    return at > 0 and position < union[at - 1].end
