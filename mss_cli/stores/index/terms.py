"""A fact as the terms it can be found by: those of search, and one for each filter.

What search reads of a fact (search/reader.py) and what filters ask of it (query.py) must all
be here: a term too many costs time, one too few would lose an answer. A property test says so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import numerals
from mss_cli.search.dates import DATE_WORDS, PARTS
from mss_cli.search.documents import TAGGED, number
from mss_cli.search.english import STOPWORDS
from mss_cli.search.lexicon import tag
from mss_cli.stores.index.filter_terms import filter_terms
from mss_cli.stores.index.layout import LASTING, LONG, OPEN, YEAR

Stem = Callable[[str], str]


def terms(fact: Fact, said: Iterable[tuple[str, Sequence[str]]], stem: Stem) -> set[str]:
    """Return all terms of a fact. said: its texts with their words."""
    found = {*filter_terms(fact)}
    if lasts(fact):
        found.add(lasts(fact))
    for text, words in said:
        found.update(map(stem, _meaningful(words)))
        found.update(number(numeral.value) for numeral in numerals(text))
    for field in TAGGED:
        found.update(map(tag, fact[field]))  # type: ignore[literal-required]
    stance, quantity = fact["stance"], fact["quantity"]
    if stance is not None:
        found.update((tag(stance["holder"]), tag(stance["on"])))
    if quantity is not None:
        found.update((number(quantity["value"]), tag(quantity["measure"])))
    return found


def unsearched(word: str) -> bool:
    """Return whether a word of a text is never a term."""
    return word in STOPWORDS or word in DATE_WORDS


def may_be_no_term(word: str) -> bool:
    """Return whether a word of a text may have left no term: `the`, `june`, `late`."""
    return unsearched(word) or word in PARTS


def _meaningful(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that search reads: no word of grammar, and not `late` of `late June`."""
    for at, word in enumerate(words):
        if unsearched(word):
            continue
        if word in PARTS and at + 1 < len(words) and words[at + 1] in DATE_WORDS:
            continue
        yield word


def lasts(fact: Fact) -> str:
    """Return LASTING or OPEN for a date that spans more than LONG days, else ""."""
    if fact["date"] is None:
        return ""
    start, end = fact["date_start"], fact["date_end"]
    if start is None or end is None:
        return OPEN
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return OPEN if days > YEAR else LASTING if days > LONG else ""
