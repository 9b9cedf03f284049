"""What every store shares: records by id, and look-ups that need only these records."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from mss_cli import limits
from mss_cli.facts.model import Entity, Manifest, Measure, Source, Topic
from mss_cli.query.store import Facts
from mss_cli.stores.directory import read_part


class BaseStore:
    """The records of a store, by id. Subclasses add the rest of query.store.Store."""

    large = False

    def __init__(
        self,
        directory: str,
        manifest: Manifest,
        sources: Mapping[str, Source],
        entities: Mapping[str, Entity],
        topics: Mapping[str, Topic],
        measures: Mapping[str, Measure],
        facts: Facts,
    ) -> None:
        self.directory = directory
        self.manifest = manifest
        self.sources = sources
        self.entities = entities
        self.topics = topics
        self.measures = measures
        self.facts = facts

    def close(self) -> None:
        """Do nothing. Stores that keep files open override this method."""

    @property
    def size(self) -> int:
        """The number of facts."""
        return len(self.facts)

    @property
    def countable(self) -> bool:
        """True if a list is made in memory, and the facts that it leaves out are counted."""
        return self.size <= limits.MAX_COUNTED_FACTS

    def origin(self, source: str) -> tuple[Manifest, str]:
        """Return the manifest and the fingerprint of the store that a source comes from."""
        return self.manifest, self.fingerprint

    @property
    def fingerprint(self) -> str:
        """The SHA-256 digest of the store's files."""
        raise NotImplementedError

    def part(self, part: str) -> Any:
        """Return the records of one file of the store, by its name. Raises DataError."""
        return read_part(self.directory, part)

    def measure(self, identifier: str) -> Measure:
        """Return a measure. One that measures.json does not describe is a series of its own."""
        return self.measures.get(identifier) or undescribed_measure(identifier)

    def name(self, identifier: str) -> str:
        """Return the display name for an entity, topic or measure id; an unknown id as it is."""
        if identifier in self.entities:
            return self.entities[identifier]["name"]
        record = self.topics.get(identifier) or self.measures.get(identifier)
        return record["label"] if record else identifier

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all its narrower topics."""
        topics, queue = {topic}, [topic]
        while queue:
            narrower = [t for t in self._narrower_topics.get(queue.pop(), ()) if t not in topics]
            topics.update(narrower)
            queue += narrower
        return frozenset(topics)

    @cached_property
    def _narrower_topics(self) -> dict[str | None, list[str]]:
        """Topic ids by broader topic; None for top concepts."""
        narrower: dict[str | None, list[str]] = {}
        for topic in self.topics.values():
            narrower.setdefault(topic["broader"], []).append(topic["id"])
        return narrower


def undescribed_measure(identifier: str) -> Any:
    """Return the record of a measure that measures.json does not describe."""
    return {
        "id": identifier,
        "label": identifier,
        "alt_labels": [],
        "series": identifier,
        "stage": "reported",
        "definition": "",
    }
