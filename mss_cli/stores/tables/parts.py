"""An extract as the parts of a store."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from mss_cli.stores.extract import VOCABULARY, Extract

_Item = TypeVar("_Item")


def batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Yield lists of at most `size` items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def parts_of(extract: Extract) -> dict[str, Any]:
    """Return an extract as the parts of a store, with the facts in the order of its file."""
    places = extract.places
    facts = list(extract.facts)
    if places:
        facts.sort(key=lambda fact: places[fact["id"]])
    return {
        "manifest": extract.manifest,
        "sources": list(extract.sources),
        **{part: list(extract.vocabulary(part)) for part in VOCABULARY},
        "wording": list(extract.wording),
        "facts": facts,
    }
