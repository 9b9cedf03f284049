"""Compare the spans, digests and sentences in a store with the articles."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence, Fact, Source
from mss_cli.facts.passages import Span, digest, distinct_words, paragraphs, sentences
from mss_cli.query.store import Store
from mss_cli.stores.articles import Articles
from mss_cli.stores.validation import Problem
from mss_cli.text import fold

LABELS = ("boilerplate", "caption", "commentary")  # of passages that contain no fact


# --- proof --------------------------------------------------------------------------------


class Citation(NamedTuple):
    """A piece of evidence. number: its index in the evidence of the fact."""

    fact: Fact
    number: int
    evidence: Evidence


class SourceProof(NamedTuple):
    """The result of checking one article.

    spans: how many passages of it facts cite. partial: how many of them carry only part of
    their fact.
    """

    file: str
    spans: int
    problems: list[Problem]
    partial: int = 0


def prove(store: Store, articles: Articles) -> Iterator[SourceProof]:
    """Check each article's digest, length and sentences, and every passage that a fact cites."""
    citations: dict[str, list[Citation]] = {file: [] for file in store.sources}
    for fact in store.facts:
        for number, evidence in enumerate(fact["evidence"]):
            citations[evidence["source"]].append(Citation(fact, number, evidence))
    invented = _invented_phrases(citations, articles)
    wording: dict[str, list[tuple[Span, str]]] = {}
    for (file, start, end), words in store.wording.items():
        wording.setdefault(file, []).append((Span(start, end), words))
    for file, source in store.sources.items():
        words_of = wording.get(file, ())
        problems = list(_source_problems(source, citations[file], words_of, articles))
        problems += _phrase_problems(citations[file], invented)
        partial = sum(1 for c in citations[file] if c.evidence["reports"].get("part"))
        yield SourceProof(file, len(citations[file]), problems, partial)


def _source_problems(
    source: Source,
    citations: Sequence[Citation],
    wording: Sequence[tuple[Span, str]],
    articles: Articles,
) -> Iterator[Problem]:
    file = source["file"]
    try:
        content, text = articles.content(file), articles.text(file)
    except DataError as error:
        yield Problem(file, error.what)
        return
    problems = [*_article_problems(source, content, text), *_passage_problems(citations, text)]
    yield from problems or _wording_problems(file, wording, text)


def _article_problems(source: Source, content: bytes, text: str) -> Iterator[Problem]:
    from hashlib import sha256

    file, chars = source["file"], source["chars"]
    if sha256(content).hexdigest() != source["sha256"]:
        yield Problem(file, "the article has changed: its SHA-256 differs from sources.json")
    if len(text) != chars:
        what = f"the article has {len(text)} characters, but sources.json says {chars}"
        yield Problem(file, what)
    if [list(span) for span in sentences(text)] != source["sentences"]:
        yield Problem(file, "the sentences of the article differ from sources.json")


def _passage_problems(citations: Iterable[Citation], text: str) -> Iterator[Problem]:
    starts = [paragraph.start for paragraph in paragraphs(text)]
    for fact, number, evidence in citations:
        where = f"{evidence['source']} {fact['id']!r} evidence[{number}]"
        passage = text[evidence["start"] : evidence["end"]]
        if evidence["end"] > len(text):
            yield Problem(where, f"the span ends at {evidence['end']}, after the article's end")
        elif digest(passage) != evidence["sha256"]:
            yield Problem(where, "the passage's SHA-256 differs from the recorded one")
        elif bisect_right(starts, evidence["start"]) != evidence["paragraph"]:
            yield Problem(where, f"the passage is not in paragraph {evidence['paragraph']}")
        wording = evidence["reports"]["wording"]
        if wording is not None and fold(wording) not in fold(passage):
            yield Problem(where, f"the passage does not contain the wording {wording!r}")


def _invented_phrases(
    citations: Mapping[str, Sequence[Citation]], articles: Articles
) -> dict[str, list[str]]:
    """Return, by fact id, the phrases that no cited passage contains verbatim.

    A line break counts as a space. A fact of which an article cannot be read is left out: the
    article is a problem of its own.
    """
    left = {c.fact["id"]: c.fact["phrases"] for of in citations.values() for c in of}
    for file, cited in citations.items():
        phrased = [c for c in cited if c.fact["phrases"]]
        try:
            text = articles.text(file) if phrased else ""
        except DataError:
            left.update((c.fact["id"], []) for c in phrased)
            continue
        for fact, _, evidence in phrased:
            passage = " ".join(text[evidence["start"] : evidence["end"]].split())
            left[fact["id"]] = [p for p in left[fact["id"]] if p not in passage]
    return left


def _phrase_problems(
    citations: Iterable[Citation], invented: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    """Report the invented phrases of the facts whose first passage is in this article."""
    for fact, number, evidence in citations:
        for phrase in () if number else invented[fact["id"]]:
            where = f"{evidence['source']} {fact['id']!r}"
            yield Problem(where, f"no cited passage contains the phrase {phrase!r}")


def _wording_problems(
    file: str, wording: Iterable[tuple[Span, str]], text: str
) -> Iterator[Problem]:
    for (start, end), words in wording:
        if words != distinct_words(text[start:end]):
            what = "wording.json does not have the words of the passage"
            yield Problem(f"{file} {start}-{end}", what)


# --- coverage -----------------------------------------------------------------------------


class SourceCoverage(NamedTuple):
    """How many sentences of an article are cited, labelled (by label), or neither."""

    file: str
    sentences: int
    cited: int
    labelled: dict[str, int]
    unaccounted: list[Span]


def coverage(store: Store) -> Iterator[SourceCoverage]:
    """Account for every sentence: cited by a fact, labelled as containing none, or neither.

    A sentence is cited if a piece of evidence overlaps it, and otherwise labelled if a labelled
    passage does; the first of LABELS wins. The spans are in the store, so the articles are not
    needed.
    """
    cited: dict[str, list[Span]] = {file: [] for file in store.sources}
    for fact in store.facts:
        for evidence in fact["evidence"]:
            cited[evidence["source"]].append(Span(evidence["start"], evidence["end"]))
    for file, source in store.sources.items():
        yield _source_coverage(source, cited[file])


def _source_coverage(source: Source, cited: Iterable[Span]) -> SourceCoverage:
    evidence = _SpanSet(cited)
    labelled = {
        label: _SpanSet(
            Span(p["start"], p["end"]) for p in source["passages"] if p["label"] == label
        )
        for label in LABELS
    }
    number_cited, counts, unaccounted = 0, dict.fromkeys(LABELS, 0), []
    for start, end in source["sentences"]:
        sentence = Span(start, end)
        label = next((name for name in LABELS if labelled[name].overlaps(sentence)), None)
        if evidence.overlaps(sentence):
            number_cited += 1
        elif label:
            counts[label] += 1
        else:
            unaccounted.append(sentence)
    total = len(source["sentences"])
    return SourceCoverage(source["file"], total, number_cited, counts, unaccounted)


class _SpanSet:
    """Spans of one text, sorted for fast overlap tests."""

    def __init__(self, spans: Iterable[Span]) -> None:
        in_order = sorted(spans)
        self._starts = [span.start for span in in_order]
        self._max_ends = list(accumulate((span.end for span in in_order), max))

    def overlaps(self, span: Span) -> bool:
        """Return True if a span of this set shares a character with the given one."""
        earlier = bisect_left(self._starts, span.end)  # how many start before the span ends
        return earlier > 0 and self._max_ends[earlier - 1] > span.start
