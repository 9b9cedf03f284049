"""The kinds of fact, and the closed vocabularies, as data.

To add a kind, add one entry to KINDS: its label, the columns of its lists, and its required
fields.
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

# The columns of lists with several kinds.
MIXED = ("date", "precision", "status", "kind", "text", "sources", "id")

# The sign of each status in a table, readable without colour.
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
# What each sign means, for the key of a drawing or a page.
SIGNS = {
    "●": "happened, or was the case",
    "○": "planned, proposed or conditional",
    "?": "alleged: claimed, not confirmed",
    "✗": "denied or cancelled",
}
CONTRADICTED = "sources contradict each other here"
# Statuses of what is not done yet.
INTENDED = frozenset(("planned", "proposed", "conditional"))
LASTING = ("ongoing",)  # a state that lasts, not something that happens on one day
BASES = ("explicit", "relative", "inferred", "none")
# withdrawn: no longer sought, which is not opposition.
POSITIONS = ("supports", "opposes", "conditional", "divided", "neutral", "withdrawn")
FORMS = ("body", "headline", "caption", "summary")
RELATIONS = ("supersedes", "corroborates", "contradicts", "qualifies", "part-of", "follows")
QUALIFIERS = ("about", "at-least", "more-than", "up-to", "exactly")
ENTITY_KINDS = ("person", "organization", "country", "place", "mission", "document")

# The classes of conflict, the gravest first, and the state of a fact that takes part.
CONFLICTS = {
    "contradiction": "contradicted",
    "qualified": "qualified",
    "superseded": "superseded",
    "corroborated": "corroborated",
}
# The stages of a measure, and the side of each in `figures --promised-vs-delivered`.
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
# The voices: whose words a statement or position is in.
VOICES = {
    "person": "a person's words",
    "institution": "a government's or organisation's words",
    "position": "a position, in the article's telling",
    "article": "the article's own voice",
}
CITATIONS = ("footnote", "bibtex", "csl-json")
