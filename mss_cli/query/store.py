"""The Store protocol: the records and look-ups that queries need. stores/ implements it.

A store narrows, the query decides: `candidates` may return a fact that does not match, but never
leaves out a fact that does. So every store gives the same answer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.model import Entity, Fact, Manifest, Measure, Relation, Source, Topic

if TYPE_CHECKING:
    from mss_cli.query.names import Names
    from mss_cli.query.query import Query

Facts = Collection[Fact]  # a list, or a file that each iteration reads again


class Store(Protocol):
    """The records of a store, and the look-ups that queries and commands need. Read-only.

    large: True if the store reads single facts through an index, and a pass over all facts is
        slow.
    sources, entities, topics, measures: the records, by file name or id.

    Every look-up raises DataError if its file is damaged.
    """

    large: bool
    directory: str
    manifest: Manifest
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    topics: Mapping[str, Topic]
    measures: Mapping[str, Measure]
    facts: Facts

    def close(self) -> None:
        """Close the files and connections of the store. The code that opens a store closes it."""

    @property
    def size(self) -> int:
        """The number of facts."""

    @property
    def countable(self) -> bool:
        """True if a list is made in memory, and the facts that it leaves out are counted."""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 digest of the store's files."""

    def origin(self, source: str) -> tuple[Manifest, str]:
        """Return the manifest and the fingerprint of the store that a source comes from."""

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """The earliest and the latest possible day of any fact, ISO 8601."""

    @property
    def wording(self) -> Mapping[tuple[str, int, int], str]:
        """The distinct words of each cited passage, by source file, start and end."""

    # --- candidates -----------------------------------------------------------------------

    def candidates(self, query: "Query", newest: bool = False) -> Iterable[Fact] | None:
        """Return the facts that may match a query, by date. None means: scan all facts.

        newest: True to return the latest facts first.
        """

    # --- facts ----------------------------------------------------------------------------

    def chronological(self) -> Iterable[Fact]:
        """Return all facts by date, and within one date in story order (facts/chronology.py)."""

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id, or None."""

    def ids(self, prefix: str = "") -> Iterable[str]:
        """Return the ids of facts that start with a prefix."""

    def facts_related_to(self, identifier: str) -> list[Fact]:
        """Return the facts whose relations name this fact."""

    def facts_in_conflicts(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that take part in at least one of these conflicts.

        conflicts: conflict ids.
        """

    def comparable(self, fact: Fact) -> list[Fact]:
        """Return the facts that share this fact's date, and its measure or position.

        A small store may return []: its conflicts are computed among all facts.
        """

    def part(self, part: str) -> Any:
        """Return the records of one file of the store, by its name without the suffix."""

    # --- names ----------------------------------------------------------------------------

    @property
    def entity_names(self) -> "Names":
        """The names of all entities."""

    @property
    def topic_names(self) -> "Names":
        """The labels of all topics."""

    @property
    def measure_names(self) -> "Names":
        """The labels of all measures, including those that measures.json does not describe."""

    @property
    def synonym_rings(self) -> "Names":
        """The synonym rings: lists of words that search treats as synonyms."""

    def name(self, identifier: str) -> str:
        """Return the display name of an entity, topic or measure id, or the id itself."""

    def measure(self, identifier: str) -> Measure:
        """Return a measure. A measure that measures.json does not describe is its own series."""

    def sources_starting_with(self, folded: str) -> list[str]:
        """Return the source files whose folded names start with this text.

        folded: text as text.fold returns it.
        """

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all its narrower topics."""

    def representatives(self, entity: str) -> list[str]:
        """Return the speakers who may speak for an entity, according to entities.json."""

    # --- counts ---------------------------------------------------------------------------

    def tally(self, field: Literal["places", "sources", "who"]) -> Mapping[str, int]:
        """Return the number of facts for each place or source, or that involve each entity."""

    def count_facts_on(self, topic: str) -> int:
        """Return the number of facts with this topic or a narrower topic."""


def bounded(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts for a caller that keeps them all in memory.

    Raises UsageError if there are more than limits.MAX_FACTS_IN_MEMORY. A fact with long notes
    counts as several.
    """
    held = 0
    for fact in facts:
        held += 1 + sum(map(_chars, fact["relations"])) // limits.NOTE_CHARS_OF_A_FACT
        if held > limits.MAX_FACTS_IN_MEMORY:
            raise too_many()
        yield fact


def _chars(relation: Relation) -> int:
    return len(relation["note"] or "") + len(relation["settled_by"] or "")


def too_many() -> UsageError:
    """Return the error for an answer that would hold too many facts in memory."""
    return UsageError(
        f"this answer needs more than {limits.MAX_FACTS_IN_MEMORY:,} facts in memory",
        expected="narrow it, e.g. with --since, --who or --limit",
    )
