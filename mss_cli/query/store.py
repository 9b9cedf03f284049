"""What a query asks of a store. mss_cli/stores/ has the implementations.

A store narrows, the query decides: `narrowed` may hand up more facts than match, never fewer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.model import Entity, Fact, Manifest, Measure, Source, Topic

if TYPE_CHECKING:
    from mss_cli.query.names import Names
    from mss_cli.query.query import Query

Facts = Collection[Fact]  # in memory, or read from a file on each iteration


class Store(Protocol):
    """The records of a store, and the look-ups that queries and commands need. Read-only.

    large: True if facts are read one by one through an index, so that a pass over all of
    them is slow. Every look-up raises DataError if the file behind it turns out damaged.
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
        """Close the files and connections behind the store; whoever opens a store closes it."""

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
        """Return the facts that may match a query, in order of time; None means scan them all.

        newest: the latest facts first.
        """

    # --- facts ----------------------------------------------------------------------------

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id."""

    def ids(self, prefix: str = "") -> Iterable[str]:
        """Return the ids of facts that start with a prefix."""

    def relating(self, identifier: str) -> list[Fact]:
        """Return the facts that have a relation to this one."""

    def disputed(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that take part in any of these conflicts, by conflict id."""

    def comparable(self, fact: Fact) -> list[Fact]:
        """Return the facts with the same date and the same measure or position as this one.

        Only a store whose facts are not in memory is asked.
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
        """The synonym rings: ordinary words that mean the same in a search."""

    def name(self, identifier: str) -> str:
        """Return the display name of an entity, topic or measure id, or the id itself."""

    def measure(self, identifier: str) -> Measure:
        """Return a measure; one that measures.json does not describe is its own series."""

    def files(self, folded: str) -> list[str]:
        """Return the source files whose folded names start with this."""

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all topics below it."""

    def representatives(self, entity: str) -> list[str]:
        """Return the speakers who hold an office of a country, by its role facts.

        Only countries have any: an ambassador's role concerns the UN, but the ambassador
        does not speak for it.
        """

    # --- counts ---------------------------------------------------------------------------

    def tally(self, field: str) -> Mapping[str, int]:
        """Return how many facts have each value of `places` or `sources`."""

    def facts_on(self, topic: str) -> int:
        """Return how many facts have a topic or one below it."""


def bounded(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts that will all be held in memory.

    Raises UsageError after limits.MAX_FACTS_IN_MEMORY.
    """
    for number, fact in enumerate(facts):
        if number == limits.MAX_FACTS_IN_MEMORY:
            raise UsageError(
                f"this answer needs more than {limits.MAX_FACTS_IN_MEMORY:,} facts in memory",
                expected="narrow it, e.g. with --since, --who or --limit",
            )
        yield fact
