"""A store whose facts are all in memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from mss_cli.facts.model import Fact, Synonyms
from mss_cli.query.filters import involved, speakers
from mss_cli.query.query import Query
from mss_cli.stores.base import BaseStore
from mss_cli.stores.directory import fingerprint
from mss_cli.text import fold

if TYPE_CHECKING:
    from mss_cli.query.names import Name, Names
    from mss_cli.search.collection import Collection as SearchCollection


class MemoryStore(BaseStore):
    """A store in memory.

    parts: the content of each file by the file's name without its suffix. A part that is missing
    is read from the directory at first use; the bundled store leaves out directory.READ_LATER.
    in_order: True if the facts are in story order, as scripts/derive.py writes them.
    """

    def __init__(self, parts: dict[str, Any], directory: str, in_order: bool = False) -> None:
        super().__init__(
            directory,
            parts["manifest"],
            {source["file"]: source for source in parts["sources"]},
            {entity["id"]: entity for entity in parts["entities"]},
            {topic["id"]: topic for topic in parts["topics"]},
            {measure["id"]: measure for measure in parts.get("measures", [])},
            parts["facts"],
        )
        self._parts = parts
        self._is_in_order = in_order

    # --- candidates -----------------------------------------------------------------------

    def candidates(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return None: facts in memory are scanned."""
        return None

    def collection(self, query: Query) -> "SearchCollection":
        """Return all facts as a search collection, as known on the query's as-of date."""
        from mss_cli.search.collection import Scanned

        if query.known_by is None:
            return Scanned(self, self.facts)
        from mss_cli.query.as_of import facts_as_of

        return Scanned(self, facts_as_of(self, query.known_by, query.certain))

    # --- facts ----------------------------------------------------------------------------

    def chronological(self) -> Iterable[Fact]:
        """Return all facts by date, and within one date in story order."""
        return self._chronology

    @cached_property
    def _chronology(self) -> list[Fact]:
        if self._is_in_order:
            return list(self.facts)
        from mss_cli.facts.story import in_story_order

        return in_story_order(self.facts, self.sources)

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        """All facts by id."""
        return {fact["id"]: fact for fact in self.facts}

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id."""
        return self.facts_by_id.get(identifier)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Return the ids of facts that start with a prefix."""
        return (identifier for identifier in self.facts_by_id if identifier.startswith(prefix))

    def facts_related_to(self, identifier: str) -> list[Fact]:
        """Return the facts whose relations name this fact."""
        return [f for f in self.facts if any(r["fact"] == identifier for r in f["relations"])]

    def facts_in_conflicts(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that take part in at least one of these conflicts, given by id."""
        return [f for f in self.facts if any(r["id"] in conflicts for r in f["conflicts"])]

    def comparable(self, fact: Fact) -> list[Fact]:
        """Return nothing: in memory, conflicts are computed among all facts."""
        return []

    @cached_property
    def dates(self) -> tuple[str | None, str | None]:
        """The earliest and the latest possible day of any fact."""
        dated = [f for f in self.facts if f["date"] is not None]
        first = min((f["date_start"] for f in dated if f["date_start"]), default=None)
        return first, max((f["date_end"] for f in dated if f["date_end"]), default=None)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the store's files. Raises DataError."""
        return fingerprint(self.directory)

    # --- names ----------------------------------------------------------------------------

    @cached_property
    def entity_names(self) -> "Names":
        """The names of all entities."""
        from mss_cli.query.names import ListedNames, Name

        return ListedNames(
            [
                Name(
                    e["id"],
                    e["kind"],
                    (e["name"], *e["aliases"]),
                    self._hidden.get(e["id"], ()),
                    e.get("gender", ""),
                )
                for e in self.entities.values()
            ]
        )

    @cached_property
    def topic_names(self) -> "Names":
        """The labels of all topics."""
        from mss_cli.query.names import ListedNames

        return ListedNames([self._name_of(t, "topic") for t in self.topics.values()])

    @cached_property
    def measure_names(self) -> "Names":
        """The labels of all measures, including those that measures.json does not describe."""
        from mss_cli.query.names import ListedNames, Name

        described = [self._name_of(m, "measure") for m in self.measures.values()]
        used = dict.fromkeys(f["quantity"]["measure"] for f in self.facts if f["quantity"])
        others = [Name(m, "measure", (m,)) for m in used if m not in self.measures]
        return ListedNames(described + others)

    def _name_of(self, record: Any, kind: str) -> "Name":
        from mss_cli.query.names import Name

        labels = (record["label"], *record["alt_labels"])
        return Name(record["id"], kind, labels, self._hidden.get(record["id"], ()))

    @cached_property
    def synonym_rings(self) -> "Names":
        """The synonym rings: lists of words that search treats as synonyms."""
        from mss_cli.query.names import ListedNames, Name

        rings: list[Synonyms] = self.part("synonyms")
        return ListedNames([Name(str(n), "ring", tuple(r["words"])) for n, r in enumerate(rings)])

    @cached_property
    def wording(self) -> Mapping[tuple[str, int, int], str]:
        """The distinct words of each passage, by source, start and end."""
        return {(w["source"], w["start"], w["end"]): w["words"] for w in self.part("wording")}

    @cached_property
    def _hidden(self) -> dict[str, tuple[str, ...]]:
        return {labels["of"]: tuple(labels["hidden_labels"]) for labels in self.part("labels")}

    def part(self, part: str) -> Any:
        """Return the records of one file of the store. Raises DataError."""
        return self._parts[part] if part in self._parts else super().part(part)

    def sources_starting_with(self, folded: str) -> list[str]:
        """Return the source files whose folded names start with this text."""
        return [file for file in self.sources if fold(file).startswith(folded)]

    def representatives(self, entity: str) -> list[str]:
        """Return the speakers who may speak for an entity, according to entities.json."""
        allowed = {e["id"] for e in self.entities.values() if entity in e.get("represents", ())}
        if not allowed:
            return []
        return sorted(allowed & {speaker for fact in self.facts for speaker in speakers(fact)})

    # --- counts ---------------------------------------------------------------------------

    def tally(self, field: Literal["places", "sources", "who"]) -> Mapping[str, int]:
        """Return the number of facts for each place or source, or that involve each entity."""
        counts: dict[str, int] = {}
        for fact in self.facts:
            for value in involved(fact) if field == "who" else {*fact[field]}:
                counts[value] = counts.get(value, 0) + 1
        return counts

    def count_facts_on(self, topic: str) -> int:
        """Return the number of facts with this topic or a narrower topic."""
        return self._facts_by_topic.get(topic, 0)

    @cached_property
    def _facts_by_topic(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for fact in self.facts:
            topics: set[str] = set()  # of the fact, and all broader topics
            for own in fact["topics"]:
                topic: str | None = own
                while topic is not None and topic not in topics:
                    topics.add(topic)
                    topic = self.topics[topic]["broader"]
            for each in topics:
                counts[each] = counts.get(each, 0) + 1
        return counts
