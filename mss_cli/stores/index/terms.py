"""The terms of a fact: those that search looks up, and those of the filters.

The index needs a term for everything that search reads in a fact (search/documents.py) and that
filters test (query/filters.py). An extra term costs time; a missing one loses an answer. A
property test compares the answers with and without an index.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import numerals
from mss_cli.search.dates import DATE_WORDS, PARTS
from mss_cli.search.documents import TAGGED, number
from mss_cli.search.english import STOPWORDS
from mss_cli.search.lexicon import tag
from mss_cli.stores.index.filter_terms import filter_terms
from mss_cli.stores.index.layout import LONG_DAYS, LONG_SPAN, OPEN_SPAN, YEAR_DAYS

Stem = Callable[[str], str]
_NEVER_TERMS = frozenset(STOPWORDS) | DATE_WORDS


def terms(fact: Fact, texts: Iterable[tuple[str, Sequence[str]]], stem: Stem) -> set[str]:
    """Return all terms of a fact. texts: those of the fact, each with its words."""
    result = {*filter_terms(fact)}
    if span_term(fact):
        result.add(span_term(fact))
    for text, words in texts:
        result.update(map(stem, _searched(words)))
        result.update(number(numeral.value) for numeral in numerals(text))
    for field in TAGGED:
        result.update(map(tag, fact[field]))  # type: ignore[literal-required]
    stance, quantity = fact["stance"], fact["quantity"]
    if stance is not None:
        result.update((tag(stance["holder"]), tag(stance["on"])))
    if quantity is not None:
        result.update((number(quantity["value"]), tag(quantity["measure"])))
    return result


def never_a_term(word: str) -> bool:
    """Return True if search never looks for this word in a text."""
    return word in _NEVER_TERMS


def may_lack_term(word: str) -> bool:
    """Return True if a word in a text may have no term: `the`, `june`, `late`."""
    return never_a_term(word) or word in PARTS


def _searched(words: Sequence[str]) -> Iterator[str]:
    """Return the words that search looks for: no stop words, and not the `late` of `late June`."""
    if PARTS.keys().isdisjoint(words):
        return (word for word in words if word not in _NEVER_TERMS)
    pairs = pairwise((*words, ""))
    return (
        word
        for word, following in pairs
        if word not in _NEVER_TERMS and not (word in PARTS and following in DATE_WORDS)
    )


def span_term(fact: Fact) -> str:
    """Return LONG_SPAN or OPEN_SPAN if the date spans more than LONG_DAYS, else ""."""
    if fact["date"] is None:
        return ""
    start, end = fact["date_start"], fact["date_end"]
    if start is None or end is None:
        return OPEN_SPAN
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    if days > YEAR_DAYS:
        return OPEN_SPAN
    return LONG_SPAN if days > LONG_DAYS else ""
