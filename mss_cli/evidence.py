"""Spans, digests, paragraphs, sentences: what ties a fact to the letters of an article.

The articles are not part of a store. Where a directory holds them, every span and digest
can be checked and shown; without it, what the store itself carries is used and what could
not be checked is said.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from os.path import isdir, join

from mss_cli.checks import Problem
from mss_cli.errors import DataError
from mss_cli.files import read_file
from mss_cli.model import Evidence, Fact, Source
from mss_cli.quantities import digits, numerals
from mss_cli.store import Store
from mss_cli.text import fold, words
from mss_cli.typed import NamedTuple

# A sentence ends at . ! or ? with what closes it, before a space and what opens another.
_SENTENCE_END = r"[.!?][\"”’')\]]*[ \xa0]+"
_OPENS = "\"“‘'([$€£"
# After these, and after an initial as in "U.S. ", a full stop ends no sentence.
_ABBREVIATED = frozenset(
    "Mr Mrs Ms Dr Prof Gen Col Lt Sen Gov St No Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec".split()
)
_LOOK = 8  # characters before a full stop in which an abbreviation can be told
LABELS = ("boilerplate", "caption", "commentary")  # of passages that carry no fact
LARGEST = 4_000_000  # bytes of an article
KEPT = 8  # articles that are held in memory
SHOWN = 2_000  # characters of a paragraph before and after a passage


class Span(NamedTuple):
    """Code points of a text, 0-based, end-exclusive."""

    start: int
    end: int


class Articles:
    """A directory of articles, read one by one when they are needed."""

    def __init__(self, directory: str) -> None:
        if not isdir(directory):
            raise DataError(
                f"no directory {directory!r}",
                where="articles",
                expected="name the directory that holds the articles",
            )
        self.directory = directory
        self._read: dict[str, bytes] = {}

    def path(self, file: str) -> str:
        """Return where an article lies, whether it is there or not."""
        return join(self.directory, file)

    def content(self, file: str) -> bytes:
        """Return the bytes of an article. Raises DataError if it cannot be read."""
        if file not in self._read:
            path = self.path(file)
            if len(self._read) == KEPT:
                self._read.clear()
            self._read[file] = read_file(path, path, LARGEST)
        return self._read[file]

    def text(self, file: str) -> str:
        """Return the text of an article, decoded as UTF-8. Raises DataError."""
        try:
            return self.content(file).decode("utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"is not UTF-8 (byte {error.start})", where=self.path(file)) from None


def digest(passage: str) -> str:
    """Return the SHA-256 of a passage's UTF-8 bytes, in hexadecimal."""
    return _sha256(passage.encode("utf-8", "surrogatepass"))


def _sha256(content: bytes) -> str:
    from hashlib import sha256  # a third of a bare interpreter

    return sha256(content).hexdigest()


def distinct_words(passage: str) -> str:
    """Return the different folded words of a passage in alphabetical order, numbers as digits.

    So a search finds what a passage says, and a store does not hold what it says: neither
    order nor repetition is left.
    """
    told = {word for word in words(passage) if not word.isdecimal()}
    return " ".join(sorted(told | {digits(numeral.value) for numeral in numerals(passage)}))


def paragraphs(text: str) -> list[Span]:
    """Return the spans of the lines that are not blank, without surrounding space."""
    return [Span(*m.span()) for m in re.finditer(r"[^\s](?:[^\n\r]*[^\s])?", text)]


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences, paragraph by paragraph; headings count as one each."""
    found = []
    for paragraph in paragraphs(text):
        start = paragraph.start
        line = text[paragraph.start : paragraph.end]
        for match in re.finditer(_SENTENCE_END, line):
            if _ends_sentence(line, match):
                end = paragraph.start + match.start() + len(match[0].rstrip())
                found.append(Span(start, end))
                start = paragraph.start + match.end()
        found.append(Span(start, paragraph.end))
    return found


def _ends_sentence(line: str, match: re.Match[str]) -> bool:
    after = line[match.end() : match.end() + 1]
    if not (after.isupper() or after.isdecimal() or (after and after in _OPENS)):
        return False
    before = re.split(r"\W", line[max(match.start() - _LOOK, 0) : match.start()])[-1]
    return not (match[0][0] == "." and (before in _ABBREVIATED or _initial(before)))


def _initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def paragraph_number(text: str, start: int) -> int:
    """Return the number, from 1, of the paragraph that holds a code point."""
    return bisect_right([paragraph.start for paragraph in paragraphs(text)], start)


class Context(NamedTuple):
    """A passage in its paragraph: before + passage + after; cut at `…` if it is very long."""

    before: str
    passage: str
    after: str


def context(text: str, evidence: Evidence) -> Context:
    """Return a passage with what surrounds it in its paragraph."""
    start, end = evidence["start"], evidence["end"]
    around = [p for p in paragraphs(text) if p.start < end and start < p.end]
    first = min([start, *(p.start for p in around)])
    last = max([end, *(p.end for p in around)])
    before = text[max(first, start - SHOWN) : start]
    after = text[end : min(last, end + SHOWN)]
    return Context(
        before if start - first <= SHOWN else f"…{before}",
        text[start:end],
        after if last - end <= SHOWN else f"{after}…",
    )


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
