"""The Store protocol: the records and look-ups that queries need. mss_cli/stores/ implements it.

A store narrows, the query decides: `narrowed` may return facts that do not match, but it never
leaves out a fact that does.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.model import Entity, Fact, Manifest, Measure, Source, Topic

if TYPE_CHECKING:
    from mss_cli.query.names import Names
    from mss_cli.query.query import Query

Facts = Collection[Fact]  # in memory, or read from a file on each iteration


class Store(Protocol):
    """The records of a store, and the look-ups that queries and commands need. Read-only.

    large: True if the store reads facts one by one through an index, so that a pass over all
    facts is slow. Every look-up raises DataError if the file behind it is damaged.
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
        """Close the files and connections behind the store. Whoever opens a store closes it."""

    @property
    def size(self) -> int:
        """The number of facts."""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the store's files."""

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """The first and last possible day of all facts."""

    @property
    def wording(self) -> Mapping[tuple[str, int, int], str]:
        """The distinct words of each passage, by source, start and end."""

    # --- narrowing ------------------------------------------------------------------------

    def narrowed(self, query: "Query", newest: bool = False) -> Iterable[Fact] | None:
        """Return the facts that may match a query, by date; None means scan all facts.

        newest: True for the latest facts first.
        """

    # --- facts ----------------------------------------------------------------------------

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id."""

    def ids(self, prefix: str = "") -> Iterable[str]:
        """Return the fact ids that start with a prefix."""

    def relating(self, identifier: str) -> list[Fact]:
        """Return the facts with a relation to this fact."""

    def disputed(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that take part in any of these conflicts, given by id."""

    def comparable(self, fact: Fact) -> list[Fact]:
        """Return the facts with the same date, and the same measure or position, as this fact.

        A store with its facts in memory may return none: conflicts are then computed among all.
        """

    # --- names ----------------------------------------------------------------------------

    @property
    def entity_names(self) -> "Names":
        """The names of all entities."""

    @property
    def topic_names(self) -> "Names":
        """The labels of all topics."""

    @property
    def measure_names(self) -> "Names":
        """The labels of all measures, described in measures.json or not."""

    @property
    def rings(self) -> "Names":
        """The synonym rings: each is a list of words that search treats as equal."""

    def name(self, identifier: str) -> str:
        """Return the display name of an entity, topic or measure id, or the id itself."""

    def measure(self, identifier: str) -> Measure:
        """Return a measure. A measure that measures.json does not describe is its own series."""

    def files(self, folded: str) -> list[str]:
        """Return the source files whose folded names start with some folded text."""

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all narrower topics."""

    def representatives(self, entity: str) -> list[str]:
        """Return the speakers who hold an office of a country, by its role facts.

        Only a country has representatives. The role of an ambassador at the UN concerns the UN
        too, but the ambassador does not speak for the UN.
        """

    # --- counts ---------------------------------------------------------------------------

    def tally(self, field: Literal["places", "sources"]) -> Mapping[str, int]:
        """Return how many facts have each value of `places` or `sources`."""

    def facts_on(self, topic: str) -> int:
        """Return how many facts have a topic or a narrower one."""


def bounded(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts that the caller keeps in memory.

    Raises UsageError after limits.MAX_FACTS_IN_MEMORY.
    """
    for number, fact in enumerate(facts):
        if number == limits.MAX_FACTS_IN_MEMORY:
            raise UsageError(
                f"this answer needs more than {limits.MAX_FACTS_IN_MEMORY:,} facts in memory",
                expected="narrow it, e.g. with --since, --who or --limit",
            )
        yield fact
