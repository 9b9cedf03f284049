"""A whole store, or a selection of its facts, as records that refer only to each other.

Every export is made from an Extract. An extract of some facts is a valid store of its own: it keeps
every source, entity, topic and measure, and a relation or conflict only between facts that it has.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from mss_cli import limits
from mss_cli.conflicts import find, references
from mss_cli.errors import UsageError
from mss_cli.facts.model import Conflict, Fact, Manifest, Source
from mss_cli.query.conflicts import conflicts_of
from mss_cli.query.source_names import short_names
from mss_cli.query.store import Store
from mss_cli.stores.validation import successors
from mss_cli.text import plural

# The parts that an extract keeps unchanged, by file name without the suffix.
VOCABULARY = ("entities", "topics", "measures", "labels", "synonyms")


class Extract:
    """Records to export.

    size: the number of facts. left_out: relations to facts that the extract does not have.
    conflicts_left_out: conflicts with such facts, of which its facts show no sign.
    """

    def __init__(
        self,
        store: Store,
        facts: Sequence[Fact] | None = None,
        selection: str = "",
        states: bool = False,
    ) -> None:
        """Take these facts, or the whole store if `facts` is None.

        facts: in date order; they are not changed. selection: the filters that chose them, as
        typed. states: True to keep what is known of a fact from facts outside the selection: that
        it is superseded, or in a conflict. Such an extract is no valid store.
        """
        self._store = store
        self._keeps_states = states
        self.selection = selection
        self.left_out = self.conflicts_left_out = 0
        self._facts: Sequence[Fact] | None = None
        if facts is not None:
            self._facts = self._closed(facts)
        elif store.size <= limits.MAX_FACTS_IN_MEMORY:
            self._facts = list(store.chronological())
        self.size = len(facts) if facts is not None else store.size
        self._is_whole = facts is None

    @property
    def is_in_memory(self) -> bool:
        """True if the facts are in memory, so that they can be read in any order."""
        return self._facts is not None

    @property
    def manifest(self) -> Manifest:
        """The manifest of the store.

        Several stores read as one have several names and versions: the names are joined, and the
        version is that of the first.
        """
        manifest = self._store.manifest
        if ";" not in manifest["name"] + manifest["version"]:
            return manifest
        name = re.sub("[^a-z0-9]+", "-", manifest["name"]).strip("-")[:80].strip("-")
        return {**manifest, "name": name, "version": manifest["version"].partition(";")[0]}

    @property
    def total(self) -> int:
        """The number of facts in the store."""
        return self._store.size

    @property
    def share(self) -> str:
        """How much of the record this is, in words: `3 of 206 facts in the record: --who ruto`."""
        asked = f": {self.selection}" if self.selection else ""
        return f"{self.size:,} of {plural(self.total, 'fact')} in the record{asked}"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 digest of the store's files."""
        return self._store.fingerprint

    @property
    def source_names(self) -> Mapping[str, str]:
        """The short name of each source by its file; empty for a store with too many sources."""
        return short_names(self._store)

    @property
    def sources(self) -> Iterator[Source]:
        """The sources of the store, in its order."""
        return iter(self._store.sources.values())

    def vocabulary(self, part: str) -> Any:
        """Return the records of a part in VOCABULARY, in the order of the store."""
        return self._store.part(part)

    @property
    def facts(self) -> Iterator[Fact]:
        """The facts in date order, undated ones last. They may be read from disk each time."""
        if self._facts is not None:
            return iter(self._facts)
        return iter(self._store.chronological())

    @property
    def places(self) -> Mapping[str, int]:
        """The position of each fact in the exported store's file, from 0, by id.

        Empty if the facts are not in memory: they are then exported in date order.
        """
        if self._facts is None:
            return {}
        if not self._is_whole:
            return {fact["id"]: place for place, fact in enumerate(self._facts)}
        return {fact["id"]: place for place, fact in enumerate(self._store.facts)}

    @property
    def conflicts(self) -> Iterator[Conflict]:
        """The conflicts among the facts.

        Raises DataError for an unknown conflict, UsageError for a large store without an index.
        """
        if self._facts is not None:
            yield from find(self._facts, self._store.sources)
            return
        if not self._store.large:
            raise UsageError(
                f"the store has more than {limits.MAX_FACTS_IN_MEMORY:,} facts and no index",
                where="export",
                expected="run 'mss index' first, or select some facts, e.g. with --since",
            )
        told: set[str] = set()
        for fact in self.facts:
            if any(reference["id"] not in told for reference in fact["conflicts"]):
                for conflict in conflicts_of(self._store, fact):
                    if conflict["id"] not in told:
                        told.add(conflict["id"])
                        yield conflict

    @property
    def wording(self) -> Iterator[dict[str, Any]]:
        """The distinct words of each passage that a fact of the extract cites."""
        cited = None
        if not self._is_whole:
            cited = {
                (e["source"], e["start"], e["end"]) for fact in self.facts for e in fact["evidence"]
            }
        for (source, start, end), words in self._store.wording.items():
            if cited is None or (source, start, end) in cited:
                yield {"source": source, "start": start, "end": end, "words": words}

    @property
    def words_of_passages(self) -> Mapping[tuple[str, int, int], str]:
        """The distinct words of each passage of the store, by source, start and end."""
        return self._store.wording

    def _closed(self, facts: Sequence[Fact]) -> list[Fact]:
        """Return copies of facts, without references to facts outside the selection."""
        ids = {fact["id"] for fact in facts}
        closed: list[Fact] = []
        for fact in facts:
            kept = [relation for relation in fact["relations"] if relation["fact"] in ids]
            self.left_out += len(fact["relations"]) - len(kept)
            closed.append(cast(Fact, {**fact, "relations": kept}))
        if self._keeps_states:
            return closed
        superseding = successors(closed)
        conflicts = references(find(closed, self._store.sources))
        before = {reference["id"] for fact in facts for reference in fact["conflicts"]}
        for fact in closed:
            fact["superseded_by"] = superseding.get(fact["id"], [])
            fact["conflicts"] = conflicts.get(fact["id"], [])
        after = {reference["id"] for fact in closed for reference in fact["conflicts"]}
        self.conflicts_left_out = len(before - after)
        return closed
