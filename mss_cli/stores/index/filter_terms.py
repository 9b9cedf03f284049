"""The index terms of filters: one for each value by which a filter may select a fact."""

import re
from functools import lru_cache

from mss_cli import limits
from mss_cli.facts.model import Fact
from mss_cli.query.filters import FILTERS

_VALUES = {name: each.terms for name, each in FILTERS.items() if each.terms is not None}
# An index without the terms of a newer filter cannot be used.
INDEXED_FILTERS = list(_VALUES)


def filter_terms(fact: Fact) -> list[str]:
    """Return a term for each value by which a filter, or a look-up of the store, selects a fact."""
    terms = [filter_term(name, value) for name, values in _VALUES.items() for value in values(fact)]
    return terms + [filter_term("conflict", ref["id"]) for ref in fact["conflicts"]]


@lru_cache(limits.MAX_TERMS_CACHED)
def filter_term(name: str, value: str) -> str:
    """Return the term for a value of a filter, in characters that FTS5 does not split.

    Values that differ only in case share a term: the index narrows, the filter decides.
    """
    return f"{name}:{re.sub('[^a-z0-9.-]', _hexadecimal, value.lower())}"


def _hexadecimal(character: re.Match[str]) -> str:
    return f"={ord(character[0]):x}="
