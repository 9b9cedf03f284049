"""Ranked search that understands names, topics, numbers, dates and questions, and explains itself.

    operators.py  "a phrase", -word, kind:figure
    named_sources.py sources that a query names: `source 003`, a publisher
    english.py    function words and question words
    dates.py      dates in running text
    spelt_dates.py dates and numbers that are written out
    lexicon.py    the vocabulary of a store: names, topics, synonyms
    spelling.py   spelling correction
    collection.py document frequencies and the candidate set
    documents.py  facts as weighted bags of terms
    concepts.py   the units of a query, each with the terms that mean it
    amounts_asked.py the amount that a question asks for
    frames.py     what a fact must say to answer a question
    question.py   from words to concepts, dates, frame and expected answer type
    requirements.py whether a fact says it
    ranking.py    from a question to ranked facts, or to no answer
    highlights.py where in a fact the words of a query occur
    explanations.py how a query was read, why a fact matched, why none did

search() takes a query through these modules from top to bottom.
"""

from typing import NamedTuple

from mss_cli import limits
from mss_cli.facts.model import Fact
from mss_cli.query.filters import matches
from mss_cli.query.query import Query
from mss_cli.query.selection import run
from mss_cli.query.store import Store
from mss_cli.search import explanations
from mss_cli.search.collection import Keep, SearchableStore
from mss_cli.search.documents import Reader
from mss_cli.search.highlights import Marker, Match
from mss_cli.search.operators import ParsedQuery, parse_query
from mss_cli.search.question import Question, query_words, read
from mss_cli.search.ranking import ranked
from mss_cli.search.spelling import Vocabulary

__all__ = ["Found", "Hit", "Match", "ParsedQuery", "SearchableStore", "parse_query", "search"]


class Hit(NamedTuple):
    """A fact with its score, one reason for each concept, and the spans of matching words."""

    fact: Fact
    score: float
    why: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


class Found(NamedTuple):
    """The result of a search.

    hits: best first; hits after the limit have no reasons and no matches. notes: corrections,
    unknown words, and the dates and operators that narrowed the search. read: how the query was
    read. missing: why there is no hit. cut: True if there may be more hits.
    """

    hits: list[Hit]
    notes: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    missing: str = ""
    cut: bool = False


def search(
    store: SearchableStore,
    query: Query,
    parsed: ParsedQuery,
    today: str,
    limit: int = 0,
    explained: bool = False,
) -> Found:
    """Return the facts that answer what the user typed, best first, among those of a query.

    today: ISO 8601, for `last month`. limit: the number of hits that get reasons and matches,
    and in a large store the number of candidates ranked; 0 means all. explained: True to say
    how the query was read. If the user typed only filters, all facts that pass are the answer.
    """
    if not parsed.has_words:
        return _filtered(store, query)
    collection = store.collection(query)
    if "-" in parsed.text:
        vocabulary = Vocabulary(store, collection)
        parsed = parsed._replace(text=vocabulary.without_hyphens(parsed.text))
    reader = Reader(store, collection, query_words(parsed))
    question = read(reader, parsed, today)
    notes = tuple(dict.fromkeys((*question.notes, *explanations.narrowed(question))))
    if not (question.concepts or question.dates or question.excluded or question.phrases):
        if parsed.filters:
            return _filtered(store, query)._replace(notes=notes)
        return Found([], notes, missing="it contains only very common words")
    understood = tuple(explanations.understood(reader, question)) if explained else ()
    return _answer(reader, query, question, limit)._replace(notes=notes, read=understood)


def _filtered(store: Store, query: Query) -> Found:
    return Found([Hit(fact, 0.0) for fact in run(store, query).facts])


def _answer(reader: Reader, query: Query, question: Question, limit: int) -> Found:
    """Return the hits of a question, or why there are none."""
    marker = Marker(reader, question)
    keep = _keep(reader, query, question, marker)
    candidates = max(limits.MIN_CANDIDATES, 2 * limit) if limit else 0
    found = ranked(reader, question, keep, candidates)
    if not found.facts:
        undated = 0
        if question.dates and question.concepts:
            undated = len(ranked(reader, question._replace(dates=()), keep, candidates).facts)
        lacking = explanations.lacking(found.nearest, found.lacks)
        return Found([], missing=lacking or explanations.missing(reader, question, keep, undated))
    shown = found.facts[:limit] if limit else found.facts
    hits = [
        Hit(
            scored.fact,
            round(scored.score, 3),
            explanations.why(reader, scored.fact, question, scored.related_to),
            marker.matches(scored.fact),
        )
        for scored in shown
    ]
    rest = [Hit(scored.fact, round(scored.score, 3)) for scored in found.facts[len(shown) :]]
    return Found([*hits, *rest], cut=found.cut)


def _keep(reader: Reader, query: Query, question: Question, marker: Marker) -> Keep:
    """Return a test for facts that pass a query, with all phrases and without excluded words."""
    selected = matches(query)
    excluded = {term for concept in question.excluded for term, _ in concept.terms}

    def keep(fact: Fact) -> bool:
        return (
            selected(fact)
            and not (question.phrases and not marker.has_phrases(fact))
            and not (excluded and excluded.intersection(reader.own_terms(fact)))
        )

    return keep
