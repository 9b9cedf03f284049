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
LONGEST_PHRASE = 10  # words; facts are told in other words than the sentence that somebody pastes
_PART = r'(?<!\S)(-?)(?:([A-Za-z]+):)?("[^"]*"|[^\s"]+)(?!\S)'


class ParsedQuery(NamedTuple):
    """A query, split into words and operators.

    text: the words without operators. phrases: words that must occur in this order. excluded:
    words that must not occur. filters: values by the name of the filter.
    """

    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = {}

    @property
    def has_words(self) -> bool:
        """True if there is anything to look for, apart from filters."""
        return bool(words(self.text) or self.phrases or self.excluded)


class _Operator(NamedTuple):
    """A part of a query that may be an operator. written: the part as typed."""

    written: str
    minus: bool
    prefix: str
    value: str
    quoted: bool


def parse_query(query: str) -> ParsedQuery:
    """Split a query into words and operators.

    A prefix that is not in PREFIXES is part of a word. Raises UsageError for an operator
    without a value, or before an operator that it cannot take.
    """
    plain = query.translate(_QUOTES)
    _check_length(plain)
    if not {*plain} & {'"', "-", ":"}:
        return ParsedQuery(" ".join(plain.split()))
    rest: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    filters: dict[str, list[str]] = {}
    position = 0
    for match in re.finditer(_PART, plain):
        rest.append(plain[position : match.start()])
        position = match.end()
        part = _operator(match)
        if part.prefix in PREFIXES:
            _check_filter(part)
            filters.setdefault(part.prefix, []).append(part.value)
        elif part.minus and words(part.value):
            excluded.append(part.value)
        elif part.quoted and not part.prefix and 0 < len(words(part.value)) <= LONGEST_PHRASE:
            phrases.append(part.value)
        else:
            rest.append(part.written)
    rest.append(plain[position:])
    return ParsedQuery(
        " ".join(" ".join(rest).replace('"', " ").split()),
        tuple(dict.fromkeys(phrases)),
        tuple(dict.fromkeys(excluded)),
        {prefix: tuple(dict.fromkeys(values)) for prefix, values in filters.items()},
    )


def _operator(match: re.Match[str]) -> _Operator:
    prefix, value = (match[2] or "").lower(), match[3].strip('"')
    if not prefix and value.endswith(":") and value[:-1].lower() in PREFIXES:
        prefix, value = value[:-1].lower(), ""
    return _Operator(match[0], bool(match[1]), prefix, value, match[3].startswith('"'))


def _check_length(query: str) -> None:
    count = len(re.findall(r"\w+", query))
    if count > limits.MAX_QUERY_WORDS:
        raise UsageError(
            f"{count:,} words are too many",
            where="the query",
            expected=f"give at most {limits.MAX_QUERY_WORDS}",
        )


def _check_filter(part: _Operator) -> None:
    if part.minus:
        raise UsageError(
            f"{part.written!r} cannot exclude a filter",
            where="the query",
            expected=f"put a minus sign before a word or a phrase, e.g. -{PREFIXES['place']}",
        )
    if not fold(part.value):
        raise UsageError(
            f"there is no value after {part.prefix + ':'!r}",
            where="the query",
            expected=f"give a value, e.g. {part.prefix}:{PREFIXES[part.prefix]}",
        )
