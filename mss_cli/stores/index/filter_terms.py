"""The terms by which an index finds the facts that a filter may want."""

import re
from collections.abc import Iterator

from mss_cli.facts.model import Fact
from mss_cli.query.filters import FILTERS

# An index lacks the terms of a filter that was added after it was made.
INDEXED = [name for name, each in FILTERS.items() if each.terms is not None]


def filter_terms(fact: Fact) -> Iterator[str]:
    """Yield a term for each value by which a filter, or a look-up of the store, finds a fact."""
    for name, each in FILTERS.items():
        if each.terms is not None:
            yield from (filter_term(name, value) for value in each.terms(fact))
    yield from (filter_term("says", person) for person in fact["said_by"])
    yield from (filter_term("conflict", ref["id"]) for ref in fact["conflicts"])


def filter_term(name: str, value: str) -> str:
    """Return the term of a filter's value, in letters that the index keeps whole.

    Values that differ only in capitals share a term: an index narrows, the filter decides.
    """
    return f"{name}:{re.sub('[^a-z0-9.-]', _spelt_out, value.lower())}"


def _spelt_out(letter: re.Match[str]) -> str:
    return f"={ord(letter[0]):x}="
