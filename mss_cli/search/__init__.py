"""Ranked search that knows names, topics, numbers, dates and kinds of question; explained.

    operators.py  "a phrase", -word, kind:figure
    english.py    the words of asking
    when.py       dates among other words
    lexicon.py    what words mean in a store
    slips.py      the word that a misspelt one was for
    index.py      facts as weighted bags of terms
    question.py   from words to concepts, dates and the sort of answer wanted
    rank.py       from a question to facts, best first, or to nothing
    marks.py      where in a fact the words were found
    reasons.py    how a query was read, why a fact was found, why none was

A query goes down this list once; search() is the whole way.
"""

from collections.abc import Sequence

from mss_cli.model import Fact
from mss_cli.search import reasons
from mss_cli.search.index import Index
from mss_cli.search.marks import Marker, Match
from mss_cli.search.operators import Typed, take_apart
from mss_cli.search.question import Question, asked_words, read
from mss_cli.search.rank import ranked
from mss_cli.store import Store
from mss_cli.typed import NamedTuple

__all__ = ["Found", "Hit", "Match", "Typed", "search", "take_apart"]


class Hit(NamedTuple):
    """A fact, its score, why it was found (one reason a concept), and where its words are."""

    fact: Fact
    score: float
    why: tuple[str, ...]
    matches: tuple[Match, ...]


class Found(NamedTuple):
    """What a query found.

    hits: best first; those after the limit have no reasons and no places. notes: what was
    corrected, unknown or narrowed. read: how the query was understood. missing: why there
    is no hit.
    """

    hits: list[Hit]
    notes: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    missing: str = ""


def search(
    store: Store,
    facts: Sequence[Fact],
    typed: Typed,
    today: str,
    limit: int = 0,
    explained: bool = False,
) -> Found:
    """Return the facts among some that answer a query, best first.

    today: ISO 8601, for `last month`. limit: how many hits get reasons and places; 0 is all.
    explained: whether to say how the query was read. A query of filters alone is answered by
    all of the facts, in their order.
    """
    if not typed.asks:
        return Found([Hit(fact, 0.0, (), ()) for fact in facts])
    index = Index(store, facts, asked_words(typed))
    question = read(index, typed, today)
    notes = tuple(dict.fromkeys((*question.notes, *reasons.narrowed(question))))
    asked = question.concepts or question.dates or question.excluded or question.phrases
    if not asked and typed.filters:
        return Found([Hit(fact, 0.0, (), ()) for fact in facts], notes)
    if not asked:
        return Found([], notes, missing="its words are those that every sentence has")
    understood = tuple(reasons.understood(index, question)) if explained else ()
    marker = Marker(index, question)
    allowed = _allowed(index, question, marker)
    found = ranked(index, question, allowed)
    if not found:
        undated = 0
        if question.dates and question.concepts:
            undated = len(ranked(index, question._replace(dates=()), allowed))
        missing = reasons.missing(index, question, allowed, undated)
        return Found([], notes, understood, missing)
    hits = []
    for number, one in enumerate(found):
        fact, shown = index.facts[one.at], number < limit or not limit
        beside = "" if one.beside is None else index.facts[one.beside]["id"]
        why = reasons.why(index, fact, question, beside) if shown else ()
        hits.append(Hit(fact, round(one.score, 3), why, marker.matches(fact) if shown else ()))
    return Found(hits, notes, understood)


def _allowed(index: Index, question: Question, marker: Marker) -> list[bool]:
    """Return, fact by fact, whether it has all phrases and nothing that is excluded."""
    excluded = {term for concept in question.excluded for term, _ in concept.terms}
    return [
        not (question.phrases and not marker.has_phrases(fact))
        and not (excluded and excluded.intersection(index.own(fact)))
        for fact in index.facts
    ]
