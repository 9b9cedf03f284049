"""The index terms of filters: one for each value by which a filter may select a fact."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mss_cli import limits
from mss_cli.facts.model import Fact
from mss_cli.query.filters import FILTERS

# An index without the terms of a newer filter cannot be used.
INDEXED_FILTERS = [name for name, each in FILTERS.items() if each.terms is not None]


def filter_terms(fact: Fact) -> Iterator[str]:
    """Yield a term for each value by which a filter, or a look-up of the store, selects a fact."""
    for name, each in FILTERS.items():
        if each.terms is not None:
            yield from (filter_term(name, value) for value in each.terms(fact))
    yield from (filter_term("conflict", ref["id"]) for ref in fact["conflicts"])


@lru_cache(limits.MAX_TERMS_CACHED)
def filter_term(name: str, value: str) -> str:
    """Return the term for a value of a filter, in characters that FTS5 does not split.

    Values that differ only in case share a term: the index narrows, the filter decides.
    """
    return f"{name}:{re.sub('[^a-z0-9.-]', _hexadecimal, value.lower())}"


def _hexadecimal(character: re.Match[str]) -> str:
    return f"={ord(character[0]):x}="
