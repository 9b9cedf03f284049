"""The names of what facts refer to, for exports that people read."""

from collections.abc import Iterable
from typing import cast

from mss_cli.facts.model import Entity, Measure, Source, Topic
from mss_cli.stores.extract import Extract


class Names:
    """The entities, topics, measures and sources of an extract, by id or file name."""

    def __init__(self, extract: Extract) -> None:
        self.entities = {e["id"]: e for e in cast(list[Entity], extract.vocabulary("entities"))}
        self.topics = {t["id"]: t for t in cast(list[Topic], extract.vocabulary("topics"))}
        self.measures = {m["id"]: m for m in cast(list[Measure], extract.vocabulary("measures"))}
        self.sources = {source["file"]: source for source in extract.sources}
        self._short = extract.source_names

    def of(self, identifier: str) -> str:
        """Return the name of an entity, topic or measure; an unknown id as it is."""
        if identifier in self.entities:
            return self.entities[identifier]["name"]
        record = self.topics.get(identifier) or self.measures.get(identifier)
        return record["label"] if record else identifier

    def all_of(self, identifiers: Iterable[str]) -> list[str]:
        """Return the names of several records."""
        return [self.of(identifier) for identifier in identifiers]

    def source(self, file: str) -> str:
        """Return the short name of a source; its file name if it has none."""
        return self._short.get(file, file)


def cited(source: Source) -> str:
    """Return the title of a source; if it has none, what it is about, in square brackets."""
    return source["title"] or f"[{source['label']}]"
