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
LASTING = ("ongoing",)  # true all the time of its date, not on some day in it
BASES = ("explicit", "relative", "inferred", "none")
# withdrawn: no longer sought, which does not say that it is opposed.
POSITIONS = ("supports", "opposes", "conditional", "divided", "neutral", "withdrawn")
FORMS = ("body", "headline", "caption", "summary")
RELATIONS = ("supersedes", "corroborates", "contradicts", "qualifies", "part-of", "follows")
ENTITY_KINDS = ("person", "organization", "country", "place", "mission", "document")

# The classes of disagreement, the gravest first: what a fact that stands in one is called.
CONFLICTS = {
    "contradiction": "contradicted",
    "qualified": "qualified",
    "superseded": "superseded",
    "corroborated": "corroborated",
}
# stage of a measure: the side on which it stands where promises are set beside deeds.
STAGES = {
    "pledged": "promised",
    "planned": "promised",
    "proposed": "promised",
    "authorised": "promised",
    "outstanding": "promised",
    "delivered": "delivered",
    "adopted": "delivered",
    "reported": "",
}
# voice: whose words a statement or position is told in.
VOICES = {
    "person": "a person's words",
    "institution": "a government's or organisation's words",
    "position": "a position, in the article's telling",
    "article": "the article's own voice",
}
CITATIONS = ("footnote", "bibtex", "csl-json")
