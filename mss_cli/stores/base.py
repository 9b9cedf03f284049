"""What every store shares: its records by id, and the look-ups that need nothing else."""

from collections.abc import Mapping
from functools import cached_property

from mss_cli.facts.model import Entity, Manifest, Measure, Source, Topic
from mss_cli.query.store import Facts


class BaseStore:
    """The records of a store by id. Subclasses add the rest of query.store.Store."""

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

    @property
    def size(self) -> int:
        """The number of facts."""
        return len(self.facts)

    def measure(self, identifier: str) -> Measure:
        """Return a measure; one that measures.json does not describe is its own series."""
        return self.measures.get(identifier) or {
            "id": identifier,
            "label": identifier,
            "alt_labels": [],
            "series": identifier,
            "stage": "reported",
            "definition": "",
        }

    def name(self, identifier: str) -> str:
        """Return the display name of an entity, topic or measure id, or the id itself."""
        if identifier in self.entities:
            return self.entities[identifier]["name"]
        labelled = self.topics.get(identifier) or self.measures.get(identifier)
        return labelled["label"] if labelled else identifier

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all topics below it."""
        found, waiting = {topic}, [topic]
        while waiting:
            below = [t for t in self._topics_below.get(waiting.pop(), ()) if t not in found]
            found.update(below)
            waiting += below
        return frozenset(found)

    @cached_property
    def _topics_below(self) -> dict[str | None, list[str]]:
        below: dict[str | None, list[str]] = {}
        for topic in self.topics.values():
            below.setdefault(topic["broader"], []).append(topic["id"])
        return below
