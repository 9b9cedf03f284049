"""Proof that spans, digests and sentences are those of the articles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence, Fact, Source
from mss_cli.facts.passages import Span, _sha256, digest, distinct_words, paragraphs, sentences
from mss_cli.query.store import Store
from mss_cli.stores.articles import Articles
from mss_cli.stores.validation import Problem
from mss_cli.text import fold

LABELS = ("boilerplate", "caption", "commentary")  # of passages that carry no fact


# --- proof --------------------------------------------------------------------------------


class SourceProof(NamedTuple):
    """What was checked of one article: its passages, and what failed."""

    file: str
    spans: int
    problems: list[Problem]


def prove(store: Store, articles: Articles) -> Iterator[SourceProof]:
    """Check each article's digest and length, and every span and digest into it."""
    cited: dict[str, list[tuple[Fact, int, Evidence]]] = {file: [] for file in store.sources}
    for fact in store.facts:
        for number, evidence in enumerate(fact["evidence"]):
            cited[evidence["source"]].append((fact, number, evidence))
    for source in store.sources.values():
        spans = cited[source["file"]]
        problems = list(_article_problems(source, spans, articles))
        if not problems:
            problems = list(_wording_problems(store, source["file"], articles))
        yield SourceProof(source["file"], len(spans), problems)


def _wording_problems(store: Store, file: str, articles: Articles) -> Iterator[Problem]:
    text = articles.text(file)
    for (source, start, end), told in store.wording.items():
        if source == file and told != distinct_words(text[start:end]):
            yield Problem(f"{file} {start}-{end}", "wording.json has not the words of the passage")


def _article_problems(
    source: Source, spans: list[tuple[Fact, int, Evidence]], articles: Articles
) -> Iterator[Problem]:
    file = source["file"]
    try:
        content, text = articles.content(file), articles.text(file)
    except DataError as error:
        yield Problem(file, error.what)
        return
    if _sha256(content) != source["sha256"]:
        yield Problem(file, "the article has changed: its SHA-256 is not the one in sources.json")
    if len(text) != source["chars"]:
        yield Problem(
            file, f"the article has {len(text)} characters, sources.json says {source['chars']}"
        )
    if [list(s) for s in sentences(text)] != source["sentences"]:
        yield Problem(file, "the sentences of the article are not those in sources.json")
    starts = [paragraph.start for paragraph in paragraphs(text)]
    for fact, number, evidence in spans:
        where = f"{file} {fact['id']!r} evidence[{number}]"
        passage = text[evidence["start"] : evidence["end"]]
        if evidence["end"] > len(text):
            yield Problem(where, f"the span ends at {evidence['end']}, after the article's end")
        elif digest(passage) != evidence["sha256"]:
            yield Problem(where, "the passage's SHA-256 is not the one recorded")
        elif bisect_right(starts, evidence["start"]) != evidence["paragraph"]:
            yield Problem(where, f"the passage is not in paragraph {evidence['paragraph']}")
        wording = evidence["reports"]["wording"]
        if wording is not None and fold(wording) not in fold(passage):
            yield Problem(where, f"the passage does not have the wording {wording!r}")


class SourceCoverage(NamedTuple):
    """How the sentences of one article are accounted for; all counts are sentences."""

    file: str
    sentences: int
    cited: int
    labelled: dict[str, int]
    unaccounted: list[Span]


def coverage(store: Store) -> Iterator[SourceCoverage]:
    """Account for every sentence: cited by a fact, else labelled, else neither.

    A sentence is cited if a piece of evidence shares a character with it, labelled if a
    passage without facts does: by the first of LABELS of which one does. Spans come from
    sources.json, so no article is needed.
    """
    cited: dict[str, list[Span]] = {file: [] for file in store.sources}
    for fact in store.facts:
        for evidence in fact["evidence"]:
            cited[evidence["source"]].append(Span(evidence["start"], evidence["end"]))
    for source in store.sources.values():
        told = _Spans(cited[source["file"]])
        labels = {
            label: _Spans(
                Span(p["start"], p["end"]) for p in source["passages"] if p["label"] == label
            )
            for label in LABELS
        }
        counts, unaccounted = dict.fromkeys(("cited", *LABELS), 0), []
        for sentence in (Span(*s) for s in source["sentences"]):
            label = next((name for name in LABELS if labels[name].share(sentence)), None)
            if told.share(sentence):
                counts["cited"] += 1
            elif label:
                counts[label] += 1
            else:
                unaccounted.append(sentence)
        number = counts.pop("cited")
        yield SourceCoverage(source["file"], len(source["sentences"]), number, counts, unaccounted)


class _Spans:
    """Spans of one text, in order, so that it takes few steps to ask whether one is shared."""

    def __init__(self, spans: Iterable[Span]) -> None:
        in_order = sorted(spans)
        self._starts = [span.start for span in in_order]
        self._ends = list(accumulate((span.end for span in in_order), max))

    def share(self, other: Span) -> bool:
        """Return whether a span has a character in common with one of these."""
        before = bisect_left(self._starts, other.end)  # those that begin before it ends
        return before > 0 and self._ends[before - 1] > other.start
