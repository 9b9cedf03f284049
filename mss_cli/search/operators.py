"""The operators of a query: "a phrase", -word, kind:figure."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.query.filters import FILTERS
from mss_cli.text import fold, words

# The filters that a query may contain, each with an example value.
PREFIXES = {name: each.example for name, each in FILTERS.items() if each.example}
# Keyboards and word processors type these instead of a straight quotation mark.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = r'(?<!\S)(-?)(?:([A-Za-z]+):)?("[^"]*"|[^\s"]+)(?!\S)'


class Typed(NamedTuple):
    """A query, split into words and operators.

    text: the words without operators. phrases: words that must occur in this order. excluded:
    words that must not occur. filters: values by the name of the filter.
    """

    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = {}

    @property
    def asks(self) -> bool:
        """True if there is anything to look for, apart from filters."""
        return bool(words(self.text) or self.phrases or self.excluded)


def take_apart(query: str) -> Typed:
    """Split a query into words and operators.

    A prefix that is not in PREFIXES is part of a word. Raises UsageError for an operator
    without a value, or before an operator that it cannot take.
    """
    plain = query.translate(_QUOTES)
    if len(plain.split()) > limits.MAX_QUERY_WORDS:
        raise UsageError(
            f"{len(plain.split()):,} words are too many",
            where="the query",
            expected=f"{limits.MAX_QUERY_WORDS} will do",
        )
    if not {*plain} & {'"', "-", ":"}:
        return Typed(" ".join(plain.split()))
    left: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    filters: dict[str, tuple[str, ...]] = {}
    position = 0
    for match in re.finditer(_PART, plain):
        left.append(plain[position : match.start()])
        position = match.end()
        minus, prefix, value = match[1], (match[2] or "").lower(), match[3].strip('"')
        if not prefix and value.lower().removesuffix(":") in PREFIXES and value.endswith(":"):
            prefix, value = value[:-1].lower(), ""
        if prefix in PREFIXES:
            _check(match[0], prefix, minus, value)
            filters[prefix] = (*filters.get(prefix, ()), value)
        elif minus and words(value):
            excluded.append(value)
        elif match[3].startswith('"') and not match[2] and words(value):
            phrases.append(value)
        else:
            left.append(match[0])
    left.append(plain[position:])
    text = " ".join(" ".join(left).replace('"', " ").split())
    return Typed(
        text,
        tuple(dict.fromkeys(phrases)),
        tuple(dict.fromkeys(excluded)),
        {prefix: tuple(dict.fromkeys(values)) for prefix, values in filters.items()},
    )


def _check(operator: str, prefix: str, minus: str, value: str) -> None:
    if minus:
        raise UsageError(
            f"{operator!r} cannot exclude a filter",
            where="the query",
            expected=f"put a minus sign before a word or a phrase, e.g. -{PREFIXES['place']}",
        )
    if not fold(value):
        raise UsageError(
            f"there is no value after {prefix + ':'!r}",
            where="the query",
            expected=f"give a value, e.g. {prefix}:{PREFIXES[prefix]}",
        )
