"""Ranked search that knows names, topics, numbers, dates and kinds of question; explained.

    operators.py  "a phrase", -word, kind:figure
    english.py    the words of asking
    when.py       dates among other words
    lexicon.py    what words mean in a store
    slips.py      the word that a misspelt one was for
    collection.py how frequent terms are, which facts are candidates
    reader.py     facts as weighted bags of terms
    question.py   from words to concepts, dates and the sort of answer wanted
    rank.py       from a question to facts, best first, or to nothing
    marks.py      where in a fact the words were found
    reasons.py    how a query was read, why a fact was found, why none was

A query goes down this list once; search() is the whole way.
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
    """A fact, its score, why it was found (one reason a concept), and where its words are."""

    fact: Fact
    score: float
    why: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


class Found(NamedTuple):
    """What a query found.

    hits: best first; those after the limit have no reasons and no places. notes: what was
    corrected, unknown or narrowed. read: how the query was understood. missing: why there
    is no hit. cut: whether there may be more hits than were looked for.
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
    """Return the facts that answer what was typed, best first, among those of a query.

    today: ISO 8601, for `last month`. limit: how many hits are wanted; 0 is all. Only so many
    get reasons and places, and of a large store only so many candidates are ranked.
    explained: whether to say how the query was read. A query of filters alone is answered by
    all facts that pass, in their order.
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
        return Found([], notes, missing="its words are those that every sentence has")
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
