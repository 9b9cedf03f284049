"""The kinds of fact, and the closed vocabularies, as data.

A new kind is one entry in KINDS: its label, the columns its lists show, and the fields
that it may not lack.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """label: what people call it. columns: names in columns.COLUMNS. required: fact fields."""

    label: str
    columns: tuple[str, ...]
    required: tuple[str, ...] = ()


_PLAIN = ("date", "precision", "status", "text", "sources", "id")

KINDS = {
    "event": Kind("event", _PLAIN),
    "figure": Kind(
        "figure", ("date", "precision", "status", "value", "text", "sources", "id"), ("quantity",)
    ),
    "statement": Kind(
        "statement", ("date", "precision", "status", "said_by", "text", "sources", "id")
    ),
    "stance": Kind(
        "stance", ("date", "precision", "status", "position", "text", "sources", "id"), ("stance",)
    ),
    "role": Kind("role", _PLAIN, ("actors",)),
    "mandate": Kind("mandate", _PLAIN),
    "condition": Kind("condition", _PLAIN),
    "relation": Kind("relation", _PLAIN),
}

# The list of several kinds at once.
MIXED = ("date", "precision", "status", "kind", "text", "sources", "id")

# status: the sign that stands before it in a table, readable without colour.
STATUSES = {
    "occurred": "●",
    "ongoing": "●",
    "planned": "○",
    "proposed": "○",
    "conditional": "○",
    "alleged": "?",
    "denied": "✗",
    "cancelled": "✗",
}
BASES = ("explicit", "relative", "inferred", "none")
POSITIONS = ("supports", "opposes", "conditional", "divided", "neutral")
FORMS = ("body", "headline", "caption", "summary")
RELATIONS = ("supersedes", "corroborates", "contradicts", "qualifies", "part-of", "follows")
ENTITY_KINDS = ("person", "organization", "country", "place", "mission", "document")
