"""A fact as the terms it can be found by: those of search, and one for each filter.

What search reads of a fact (search/reader.py) and what filters ask of it (query.py) must all
be here: a term too many costs time, one too few would lose an answer. A property test says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from mss_cli.index.layout import LASTING, LONG, OPEN, YEAR
from mss_cli.model import Fact
from mss_cli.quantities import numerals
from mss_cli.query import STATES, involved, speakers
from mss_cli.search.english import STOPWORDS
from mss_cli.search.lexicon import tag
from mss_cli.search.reader import TAGGED, number
from mss_cli.search.when import DATE_WORDS, PARTS

Stem = Callable[[str], str]


def terms(
    fact: Fact, said: Iterable[tuple[str, Sequence[str]]], stem: Stem, sources: Mapping[str, int]
) -> set[str]:
    """Return all terms of a fact; said: its texts with their words. sources: their numbers."""
    found = {*filter_terms(fact, sources)}
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


def filter_terms(fact: Fact, sources: Mapping[str, int]) -> Iterator[str]:
    """Yield a term for each value by which a filter may want a fact."""
    yield f"kind:{fact['kind']}"
    yield f"status:{fact['status']}"
    yield from (f"status:{state}" for state, holds in STATES.items() if holds(fact))
    yield from (f"who:{i}" for i in involved(fact))
    yield from (f"by:{i}" for i in speakers(fact))
    yield from (f"says:{i}" for i in fact["said_by"])
    yield from (f"about:{i}" for i in (*fact["about"], *fact["topics"]))
    yield from (f"place:{i}" for i in fact["places"])
    yield from (f"topic:{i}" for i in fact["topics"])
    yield from (f"source:{sources[file]}" for file in fact["sources"])
    yield from (f"conflict:{ref['id']}" for ref in fact["conflicts"])
    yield from (f"having:{field}" for field in ("stance", "quantity") if fact[field])
    if fact["quantity"] is not None:
        yield f"measure:{fact['quantity']['measure']}"
    if lasts(fact):
        yield lasts(fact)


def lasts(fact: Fact) -> str:
    """Return LASTING or OPEN for a date that spans more than LONG days, else ""."""
    if fact["date"] is None:
        return ""
    start, end = fact["date_start"], fact["date_end"]
    if start is None or end is None:
        return OPEN
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return OPEN if days > YEAR else LASTING if days > LONG else ""
