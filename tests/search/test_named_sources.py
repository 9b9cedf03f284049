"""Sources that a query names."""

import pytest

from mss_cli.search.named_sources import with_named_sources
from mss_cli.search.operators import parse_query
from mss_cli.stores.memory import MemoryStore


def source(file: str, publisher: str | None) -> dict[str, object]:
    return {"file": file, "publisher": publisher, "title": None, "label": "A label"}


PARTS = {
    "manifest": {},
    "sources": [source("003_ab.txt", "The Harbour Daily Courier"), source("004_cd.txt", "Herald")],
    "entities": [],
    "topics": [],
    "facts": [],
}


@pytest.mark.parametrize(
    ("query", "text", "sources"),
    [
        ("source 003 boats", "boats", ("003",)),
        ("boats in article 004", "boats in", ("004",)),
        ("SOURCE 003_ab.txt", "", ("003_ab.txt",)),
        ("source 009 boats", "source 009 boats", ()),
        ("source of money", "source of money", ()),
        ("what the Harbour said", "what the Harbour said", ()),  # one word of it is not enough
        ("boats, The Harbour Daily", "boats, The", ("The Harbour Daily Courier",)),
        ("herald boats", "boats", ("Herald",)),
        ("heralds boats", "heralds boats", ()),
        ("source:004 source 003", "", ("004", "003")),
    ],
)
def test_named_source_becomes_a_filter(query: str, text: str, sources: tuple[str, ...]) -> None:
    parsed = with_named_sources(MemoryStore(PARTS, ""), parse_query(query))
    assert (parsed.text, parsed.filters.get("source", ())) == (text, sources)
