"""A store behind an index: it reads only the records that are needed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import merge
from itertools import chain, tee
from typing import TYPE_CHECKING, Any, Literal

from mss_cli import limits
from mss_cli.facts.chronology import by_day
from mss_cli.facts.model import ENTITY_FIELDS, MEASURE_FIELDS, SOURCE_FIELDS, TOPIC_FIELDS, Fact
from mss_cli.query.as_of import AsOf, facts_as_of
from mss_cli.query.names import Names
from mss_cli.query.query import Query
from mss_cli.stores.base import BaseStore
from mss_cli.stores.directory import part_file
from mss_cli.stores.index.database import Database
from mss_cli.stores.index.filter_terms import filter_term
from mss_cli.stores.index.layout import quoted
from mss_cli.stores.index.names import IndexedNames, prefix_end
from mss_cli.stores.index.narrowing import LOCATION_COLUMNS, FactFinder, IndexQuery, all_of, any_of
from mss_cli.stores.ndjson import FactFile, Location

if TYPE_CHECKING:
    from mss_cli.search.collection import Collection as SearchCollection


class Records(Mapping[str, Any]):
    """The records of one part of a store, by id, in the order of the file."""

    def __init__(self, database: Database, part: str, fields: Collection[str]) -> None:
        self._database = database
        self._part = part
        self._fields = fields
        self._cache: dict[str, Any] = {}

    def __getitem__(self, identifier: str) -> Any:
        if identifier not in self._cache:
            if len(self._cache) == limits.MAX_RECORDS_IN_MEMORY:
                self._cache.clear()
            sql = "SELECT json FROM record WHERE part = ? AND id = ?"
            text = self._database.value(sql, self._part, identifier)
            if text is None:
                raise KeyError(identifier)
            self._cache[identifier] = self._database.parse(text, self._fields)
        return self._cache[identifier]

    def __iter__(self) -> Iterator[str]:
        sql = "SELECT id FROM record WHERE part = ? ORDER BY number"
        return (identifier for (identifier,) in self._database.rows(sql, self._part))

    def __len__(self) -> int:
        return int(self._database.value("SELECT count(*) FROM record WHERE part = ?", self._part))


class IndexedWording(Mapping[tuple[str, int, int], str]):
    """The distinct words of each passage, by source, start and end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getitem__(self, span: tuple[str, int, int]) -> str:
        sql = "SELECT words FROM wording WHERE source = ? AND start = ? AND stop = ?"
        words = self._database.value(sql, *span)
        if words is None:
            raise KeyError(span)
        return str(words)

    def __iter__(self) -> Iterator[tuple[str, int, int]]:
        return self._database.rows("SELECT source, start, stop FROM wording")

    @cached_property
    def _size(self) -> int:
        return int(self._database.value("SELECT count(*) FROM wording"))

    def __len__(self) -> int:
        return self._size


class IndexStore(BaseStore):
    """A store with an index."""

    large = True

    def __init__(self, database: Database, directory: str) -> None:
        self._fact_file = FactFile(part_file(directory, "facts"), size=database.meta("facts"))
        super().__init__(
            directory,
            database.meta("manifest"),
            Records(database, "sources", SOURCE_FIELDS),
            Records(database, "entities", ENTITY_FIELDS),
            Records(database, "topics", TOPIC_FIELDS),
            Records(database, "measures", MEASURE_FIELDS),
            self._fact_file,
        )
        self.database = database

    def close(self) -> None:
        """Close the index and facts.ndjson."""
        self.database.close()
        self._fact_file.close()

    @property
    def countable(self) -> bool:
        """True if a list is made in memory, and the facts that it leaves out are counted."""
        return self._fact_file.bytes <= limits.MAX_LISTED_BYTES and super().countable

    # --- what the whole index records -----------------------------------------------------

    @cached_property
    def wording(self) -> Mapping[tuple[str, int, int], str]:
        """The distinct words of each passage, by source, start and end."""
        return IndexedWording(self.database)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the store's files. They have not changed since the index was built."""
        return str(self.database.meta("fingerprint"))

    @cached_property
    def dates(self) -> tuple[str | None, str | None]:
        """The earliest and the latest possible day of any fact."""
        first, last = self.database.meta("dates")
        return first, last

    # --- candidates -----------------------------------------------------------------------

    @cached_property
    def finder(self) -> FactFinder:
        """Finds the facts that may match a query."""
        return FactFinder(self.database, _stem)

    def facts_at(self, locations: Iterable[Location]) -> Iterator[Fact]:
        """Yield the facts at these locations. Raises DataError."""
        return self._fact_file.facts_at(locations)

    def candidates(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return the facts that may match a query, by date.

        newest: the latest facts first.
        """
        if query.known_by and query.certain:
            return None  # the index records as-of dates by the earliest publication only
        if query.known_by:
            return self._as_of(query, query.known_by, newest)
        index_query = self.finder.index_query(query)
        if index_query is None:
            return []
        return self.facts_at(self.finder.locations(index_query, newest))

    def _as_of(self, query: Query, day: str, newest: bool) -> Iterator[Fact]:
        """Yield the facts that may match, as they were known on a day, by date.

        Most facts had the date that they have now. For a fact whose later sources changed its
        date, the index records the date as of each day.
        """
        as_of = AsOf(self, day)
        index_query = self.finder.index_query(query.with_criteria(status=None))
        if index_query is None:
            return
        streams = (
            self.finder.locations(index_query._replace(known_by=day), newest),
            self.finder.redated(index_query, day, newest),
        )

        def versions(locations: Iterable[Location]) -> Iterator[tuple[Any, Fact]]:
            """Yield facts as known on the day, each with its place."""
            seen, read = tee(locations)
            for location, fact in zip(seen, self.facts_at(read), strict=True):
                version = as_of.version(fact)
                if version is not None:
                    dated = (version["date"] is not None,) if newest else ()
                    yield (*dated, *by_day(version), location.number), version

        in_order = merge(*map(versions, streams), key=lambda found: found[0], reverse=newest)
        yield from (version for _, version in in_order)

    def collection(self, query: Query) -> "SearchCollection":
        """Return all facts as a search collection, with candidates that may match the query."""
        if query.known_by:
            from mss_cli.search.collection import Scanned

            return Scanned(self, facts_as_of(self, query.known_by, query.certain))
        from mss_cli.stores.index.collection import IndexedCollection

        return IndexedCollection(self, query)

    # --- facts ----------------------------------------------------------------------------

    def chronological(self) -> Iterable[Fact]:
        """Return all facts by date, and within one date in story order."""
        return self.facts_at(self.finder.locations(IndexQuery()))

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id."""
        return next(self._select("WHERE f.id = ?", identifier), None)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids of facts that start with a prefix, in alphabetical order."""
        sql = "SELECT id FROM fact WHERE id >= ? AND id < ? ORDER BY id"
        rows = self.database.rows(sql, prefix, prefix_end(prefix))
        return (identifier for (identifier,) in rows)

    def facts_related_to(self, identifier: str) -> list[Fact]:
        """Return the facts whose relations name this fact."""
        where = "WHERE f.number IN (SELECT fact FROM relation WHERE other = ?) ORDER BY f.byte"
        return list(self._select(where, identifier))

    def comparable(self, fact: Fact) -> list[Fact]:
        """Return the facts with the same date and the same measure or position as this one."""
        day = fact["date_start"] or fact["date_end"]
        if day is None:
            return []
        expressions = []
        if fact["quantity"]:
            measure = filter_term("measure", fact["quantity"]["measure"])
            expressions.append(quoted(measure))
        if fact["stance"]:
            holder, topic = fact["stance"]["holder"], fact["stance"]["on"]
            terms = ("having:stance", filter_term("by", holder), f"#{topic}")
            expressions.append(all_of(map(quoted, terms)))
        where = (
            "WHERE f.number IN "
            "(SELECT rowid FROM term WHERE term MATCH ? AND rowid BETWEEN ? AND ?)"
        )
        numbers = self.finder.numbers(day, day)
        return list(chain.from_iterable(self._select(where, e, *numbers) for e in expressions))

    def facts_in_conflicts(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that take part in at least one of these conflicts, given by id."""
        if not conflicts:
            return []
        match = any_of(filter_term("conflict", identifier) for identifier in conflicts)
        where = "WHERE f.number IN (SELECT rowid FROM term WHERE term MATCH ?) ORDER BY f.byte"
        return list(self._select(where, match))

    def _select(self, where: str, *values: object) -> Iterator[Fact]:
        rows = self.database.rows(f"SELECT {LOCATION_COLUMNS} FROM fact f {where}", *values)
        return self.facts_at(map(Location._make, rows))

    # --- names ----------------------------------------------------------------------------

    @cached_property
    def entity_names(self) -> Names:
        """The names of all entities."""
        return IndexedNames(self.database, "entities")

    @cached_property
    def topic_names(self) -> Names:
        """The labels of all topics."""
        return IndexedNames(self.database, "topics")

    @cached_property
    def measure_names(self) -> Names:
        """The labels of all measures, including those that measures.json does not describe."""
        return IndexedNames(self.database, "measures")

    @cached_property
    def synonym_rings(self) -> Names:
        """The synonym rings: lists of words that search treats as synonyms."""
        return IndexedNames(self.database, "synonyms")

    def sources_starting_with(self, folded: str) -> list[str]:
        """Return the source files whose folded names start with this text."""
        sql = "SELECT file FROM source WHERE folded >= ? AND folded < ? ORDER BY number"
        return [file for (file,) in self.database.rows(sql, folded, prefix_end(folded))]

    def source_number(self, file: str) -> int | None:
        """Return the number that stands for a source in the table `evidence`."""
        sql = "SELECT number FROM record WHERE part = 'sources' AND id = ?"
        number: int | None = self.database.value(sql, file)
        return number

    @cached_property
    def _narrower_topics(self) -> dict[str | None, list[str]]:
        narrower: dict[str | None, list[str]] = {}
        rows = self.database.rows(
            "SELECT id, json FROM record WHERE part = 'topics' ORDER BY number"
        )
        for identifier, text in rows:
            topic = self.database.parse(text, TOPIC_FIELDS)
            narrower.setdefault(topic["broader"], []).append(identifier)
        return narrower

    def representatives(self, entity: str) -> list[str]:
        """Return the speakers who may speak for an entity, according to entities.json."""
        sql = (
            "SELECT representative FROM represents "
            "JOIN frequency ON term = 'by:' || representative "
            "WHERE represented = ? ORDER BY representative"
        )
        return [speaker for (speaker,) in self.database.rows(sql, entity)]

    # --- counts ---------------------------------------------------------------------------

    def tally(self, field: Literal["places", "sources", "who"]) -> Mapping[str, int]:
        """Return the number of facts for each place or source, or that involve each entity."""
        filter_name = {"places": "place", "sources": "source", "who": "who"}[field]
        prefix = f"{filter_name}:"
        sql = "SELECT term, facts FROM frequency WHERE term >= ? AND term < ?"
        counts = dict(self.database.rows(sql, prefix, prefix_end(prefix)))
        if field != "sources":  # the terms of ids are the ids themselves
            return {term.removeprefix(prefix): facts for term, facts in counts.items()}
        return {file: counts.get(filter_term(filter_name, file), 0) for file in self.sources}

    def count_facts_on(self, topic: str) -> int:
        """Return the number of facts with this topic or a narrower topic."""
        return self.finder.count(any_of(filter_term("topic", i) for i in self.narrower(topic)))


def _stem(word: str) -> str:
    """Return the stem of a word. The stemmer is loaded only for a query that needs it."""
    from mss_cli.search.lexicon import stemmer

    return stemmer()(word)
