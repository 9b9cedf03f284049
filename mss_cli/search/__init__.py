"""Ranked search that understands names, topics, numbers, dates and questions, and explains itself.

    operators.py  "a phrase", -word, kind:figure
    english.py    function words and question words
    dates.py      dates in running text
    lexicon.py    the vocabulary of a store: names, topics, synonyms
    spelling.py   spelling correction
    collection.py document frequencies and the candidate set
    documents.py  facts as weighted bags of terms
    question.py   from words to concepts, dates and the expected answer type
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
from mss_cli.search import explanations as reasons
from mss_cli.search.collection import Keep, SearchableStore
from mss_cli.search.documents import Reader
from mss_cli.search.highlights import Marker, Match
from mss_cli.search.operators import Typed, take_apart
from mss_cli.search.question import Question, asked_words, read
from mss_cli.search.ranking import ranked

__all__ = ["Found", "Hit", "Match", "SearchableStore", "Typed", "search", "take_apart"]


class Hit(NamedTuple):
    """A fact with its score, one reason for each concept, and the spans of matching words."""

    fact: Fact
    score: float
    why: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


class Found(NamedTuple):
    """The result of a search.

    hits: best first; hits after the limit have no reasons and no matches. notes: corrections,
    unknown words and what narrowed the search. read: how the query was read. missing: why there
    is no hit. cut: True if there may be more hits.
    """

    hits: list[Hit]
    notes: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    missing: str = ""
    cut: bool = False


def search(
    store: SearchableStore,
    query: Query,
    typed: Typed,
    today: str,
    limit: int = 0,
    explained: bool = False,
) -> Found:
    """Return the facts that answer what the user typed, best first, among those of a query.

    today: ISO 8601, for `last month`. limit: the number of hits that get reasons and matches,
    and in a large store the number of candidates ranked; 0 means all. explained: True to say
    how the query was read. If the user typed only filters, all facts that pass are the answer.
    """
    if not typed.asks:
        return _filtered(store, query)
    collection = store.collection(query)
    reader = Reader(store, collection, asked_words(typed))
    question = read(reader, typed, today)
    notes = tuple(dict.fromkeys((*question.notes, *reasons.narrowed(question))))
    asked = question.concepts or question.dates or question.excluded or question.phrases
    if not asked and typed.filters:
        return _filtered(store, query)._replace(notes=notes)
    if not asked:
        return Found([], notes, missing="it contains only very common words")
    understood = tuple(reasons.understood(reader, question)) if explained else ()
    marker = Marker(reader, question)
    keep = _kept(reader, query, question, marker)
    most = max(limits.MIN_CANDIDATES, 2 * limit) if limit else 0
    found = ranked(reader, question, keep, most)
    if not found.facts:
        undated = 0
        if question.dates and question.concepts:
            undated = len(ranked(reader, question._replace(dates=()), keep, most).facts)
        missing = reasons.missing(reader, question, keep, undated)
        return Found([], notes, understood, missing)
    shown = found.facts[:limit] if limit else found.facts
    hits = [
        Hit(
            one.fact,
            round(one.score, 3),
            reasons.why(reader, one.fact, question, one.beside),
            marker.matches(one.fact),
        )
        for one in shown
    ]
    rest = [Hit(one.fact, round(one.score, 3)) for one in found.facts[len(shown) :]]
    return Found([*hits, *rest], notes, understood, cut=found.cut)


def _filtered(store: Store, query: Query) -> Found:
    return Found([Hit(fact, 0.0) for fact in run(store, query).facts])


def _kept(reader: Reader, query: Query, question: Question, marker: Marker) -> Keep:
    """Return the test whether a fact passes a query, has all phrases and nothing excluded."""
    selected = matches(query)
    excluded = {term for concept in question.excluded for term, _ in concept.terms}

    def keep(fact: Fact) -> bool:
        return (
            selected(fact)
            and not (question.phrases and not marker.has_phrases(fact))
            and not (excluded and excluded.intersection(reader.own(fact)))
        )

    return keep
