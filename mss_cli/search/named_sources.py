"""Sources that a query names: `source 003`, or the words of a publisher."""

import re
from collections.abc import Iterator, Sequence

from mss_cli import limits
from mss_cli.query.store import Store
from mss_cli.query.values import source_files
from mss_cli.search.operators import ParsedQuery
from mss_cli.text import words

_NAMED = r"\b(?:source|article|file)\s+([A-Za-z0-9][\w.-]*)"


def with_named_sources(store: Store, parsed: ParsedQuery) -> ParsedQuery:
    """Return a query in which the sources that it names are a filter.

    A source is named by `source` and the start of its file name, or by its publisher: by all the
    words of the name, or by the first two or more.
    """
    text, found = parsed.text, list(parsed.filters.get("source", ()))
    for match in reversed(list(re.finditer(_NAMED, text, re.IGNORECASE))):
        if source_files(store, match[1]):
            found.append(match[1])
            text = f"{text[: match.start()]} {text[match.end() :]}"
    for publisher in _publishers(store):
        name = words(publisher)
        rest = _without(text, name[1:] if name[:1] == ["the"] else name)
        if rest is not None:
            found.append(publisher)
            text = rest
    if len(found) == len(parsed.filters.get("source", ())):
        return parsed
    filters = {**parsed.filters, "source": tuple(dict.fromkeys(found))}
    return parsed._replace(text=" ".join(text.split()), filters=filters)


def _publishers(store: Store) -> Iterator[str]:
    if len(store.sources) <= limits.MAX_NAMED_SOURCES:
        named = (source["publisher"] for source in store.sources.values())
        yield from dict.fromkeys(name for name in named if name)


def _without(text: str, publisher: Sequence[str]) -> str | None:
    """Return a text without the words of a publisher, or None if they do not occur in it."""
    tokens = text.split()
    folded = [" ".join(words(token)) for token in tokens]
    for length in range(len(publisher), min(2, len(publisher)) - 1, -1):
        wanted = list(publisher[:length])
        for at in range(len(tokens) - length + 1):
            if folded[at : at + length] == wanted:
                return " ".join([*tokens[:at], *tokens[at + length :]])
    return None
