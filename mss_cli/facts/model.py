"""The records of a store, as in its JSON files.

Records are typed dictionaries, not objects. mss filters and prints what it read, so no second
representation can drift from the JSON contract, and no time goes into building objects.
data/schema/ describes each field, and docs/records.md is generated from it. Records are
read-only by convention: only scripts/ change them.
"""

from typing import Any, NotRequired, TypedDict


class Reports(TypedDict):
    """The reading of a passage, if it differs from the fact or is more precise.

    part: what the passage carries of the assertion, if not all of it.
    """

    date: str | None
    value: str | None
    status: str | None
    wording: str | None
    part: NotRequired[str | None]


class Evidence(TypedDict):
    """A passage of a source: code points, 0-based, end-exclusive (W3C TextPositionSelector)."""

    source: str
    start: int
    end: int
    sha256: str
    form: str
    paragraph: int
    reports: Reports


class Relation(TypedDict):
    """A typed link to another fact. settled_by: what would settle a conflict."""

    type: str
    fact: str
    note: str | None
    settled_by: str | None


class Quantity(TypedDict):
    """A number with its unit and the series (`measure`) it belongs to."""

    value: float
    low: float | None
    high: float | None
    qualifier: str | None
    unit: str
    measure: str


class Stance(TypedDict):
    """The position of an entity (`holder`) on a topic (`on`)."""

    holder: str
    on: str
    position: str


class Derivation(TypedDict):
    """How a date follows from an anchor, by a rule of facts/derivations.py."""

    printed: str | None
    anchor: str
    anchored_on: str
    rule: str
    count: int | None


# `class` is a keyword in Python, so these two use the functional syntax.
ConflictRef = TypedDict("ConflictRef", {"id": str, "class": str, "property": str})
"""A conflict in which a fact stands."""


class Fact(TypedDict):
    """One assertion that a user might cite."""

    id: str
    kind: str
    text: str
    date: str | None
    date_start: str | None
    date_end: str | None
    date_precision: str
    date_basis: str
    date_note: str | None
    date_derivation: Derivation | None
    status: str
    said_by: list[str]
    said_to: list[str]
    actors: list[str]
    about: list[str]
    places: list[str]
    topics: list[str]
    quantity: Quantity | None
    stance: Stance | None
    phrases: list[str]
    evidence: list[Evidence]
    relations: list[Relation]
    sources: list[str]
    superseded_by: list[str]
    conflicts: list[ConflictRef]


class ConflictReading(TypedDict):
    """The reading of one source in a conflict, with its passage."""

    fact: str
    source: str
    start: int
    end: int
    value: str


Conflict = TypedDict(
    "Conflict",
    {
        "id": str,
        "class": str,
        "property": str,
        "explanation": str,
        "facts": list[str],
        "readings": list[ConflictReading],
        "sources": list[str],
        "settled_by": str,
    },
)
"""Where sources contradict, qualify, supersede or confirm each other."""


class Published(TypedDict):
    """When a source was published, and how that is known."""

    edtf: str | None
    basis: str
    note: str | None


class Passage(TypedDict):
    """A labelled span of a source that contains no fact."""

    start: int
    end: int
    label: str
    note: str | None


class Source(TypedDict):
    """One article; `file` is its identifier everywhere. byline: its author, as printed."""

    file: str
    title: str | None
    label: str
    publisher: str | None
    published: Published
    sha256: str
    chars: int
    language: str
    passages: list[Passage]
    sentences: list[list[int]]
    byline: NotRequired[str | None]


class Labels(TypedDict):
    """Hidden labels of an entity, topic or measure (`of`: its id), which are never displayed.

    hidden_labels: each label (SKOS hiddenLabel) with the reason why it means this record.
    """

    of: str
    hidden_labels: dict[str, str]


class Entity(TypedDict):
    """A person, organisation, country, place, mission or document.

    represents: the entities for which it may speak. gender: of a person, `male` or `female`.
    """

    id: str
    kind: str
    name: str
    aliases: list[str]
    summary: str
    represents: NotRequired[list[str]]
    gender: NotRequired[str]


class Topic(TypedDict):
    """A concept of the topic scheme (after SKOS: prefLabel, altLabel, broader, definition)."""

    id: str
    label: str
    alt_labels: list[str]
    broader: str | None
    definition: str


class Measure(TypedDict):
    """A measure: `series` is what is counted, `stage` is pledged, planned, delivered and so on."""

    id: str
    label: str
    alt_labels: list[str]
    series: str
    stage: str
    definition: str


class Synonyms(TypedDict):
    """A ring of ordinary words that are synonyms in a query, with the reason."""

    words: list[str]
    reason: str


class Wording(TypedDict):
    """The distinct words of a passage in alphabetical order, so that its text is not revealed."""

    source: str
    start: int
    end: int
    words: str


class Coverage(TypedDict):
    """First and last possible day of publication of a store's sources, ISO 8601."""

    first: str | None
    last: str | None


class Manifest(TypedDict):
    """The name, title, version and licence of a store."""

    name: str
    title: str
    version: str
    licence: str
    coverage: Coverage


class Printed(dict[str, Any]):
    """A record with the line of JSON from which it was read, for printing it unchanged."""

    line: str = ""


FACT_FIELDS = tuple(Fact.__annotations__)
SOURCE_FIELDS = tuple(name for name in Source.__annotations__ if name in Source.__required_keys__)
ENTITY_FIELDS = tuple(name for name in Entity.__annotations__ if name in Entity.__required_keys__)
TOPIC_FIELDS = tuple(Topic.__annotations__)
MEASURE_FIELDS = tuple(Measure.__annotations__)
LABEL_FIELDS = tuple(Labels.__annotations__)
SYNONYM_FIELDS = tuple(Synonyms.__annotations__)
WORDING_FIELDS = tuple(Wording.__annotations__)
CONFLICT_FIELDS = tuple(Conflict.__annotations__)


def distinct_sources(fact: Fact) -> list[str]:
    """Return the distinct source files of a fact's evidence, sorted."""
    return sorted({evidence["source"] for evidence in fact["evidence"]})
