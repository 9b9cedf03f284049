"""A store behind an index: nothing is read but what is asked for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import merge
from itertools import chain
from typing import TYPE_CHECKING, Any

from mss_cli import limits
from mss_cli.facts.chronology import by_date, latest
from mss_cli.facts.model import ENTITY_FIELDS, MEASURE_FIELDS, SOURCE_FIELDS, TOPIC_FIELDS, Fact
from mss_cli.query.as_of import AsOf, known
from mss_cli.query.names import Names
from mss_cli.query.query import Query
from mss_cli.stores.base import BaseStore
from mss_cli.stores.directory import part_file
from mss_cli.stores.index.database import Database
from mss_cli.stores.index.filter_terms import filter_term
from mss_cli.stores.index.layout import token
from mss_cli.stores.index.names import StoredNames, end
from mss_cli.stores.index.narrowing import ROW, Narrow, Place, all_of, any_of
from mss_cli.stores.ndjson import Lines

if TYPE_CHECKING:
    from mss_cli.search.collection import Collection as SearchCollection


class Records(Mapping[str, Any]):
    """The records of one file of a store, by id, in its order."""

    def __init__(self, base: Database, part: str, fields: Collection[str]) -> None:
        self._base = base
        self._part = part
        self._fields = fields
        self._read: dict[str, Any] = {}

    def __getitem__(self, identifier: str) -> Any:
        if identifier not in self._read:
            if len(self._read) == limits.MAX_RECORDS_IN_MEMORY:
                self._read.clear()
            sql = "SELECT json FROM record WHERE part = ? AND id = ?"
            found = self._base.one(sql, self._part, identifier)
            if found is None:
                raise KeyError(identifier)
            self._read[identifier] = self._base.parsed(found, self._fields)
        return self._read[identifier]

    def __iter__(self) -> Iterator[str]:
        sql = "SELECT id FROM record WHERE part = ? ORDER BY number"
        return (identifier for (identifier,) in self._base.rows(sql, self._part))

    def __len__(self) -> int:
        return int(self._base.one("SELECT count(*) FROM record WHERE part = ?", self._part))


class Wording(Mapping[tuple[str, int, int], str]):
    """The words of each passage, by source, start and end."""

    def __init__(self, base: Database) -> None:
        self._base = base

    def __getitem__(self, span: tuple[str, int, int]) -> str:
        sql = "SELECT words FROM wording WHERE source = ? AND start = ? AND stop = ?"
        found = self._base.one(sql, *span)
        if found is None:
            raise KeyError(span)
        return str(found)

    def __iter__(self) -> Iterator[tuple[str, int, int]]:
        return self._base.rows("SELECT source, start, stop FROM wording")

    @cached_property
    def _size(self) -> int:
        return int(self._base.one("SELECT count(*) FROM wording"))

    def __len__(self) -> int:
        return self._size


class IndexStore(BaseStore):
    """A store with an index."""

    large = True

    def __init__(self, base: Database, directory: str) -> None:
        self._lines = Lines(part_file(directory, "facts"), size=base.meta("facts"))
        super().__init__(
            directory,
            base.meta("manifest"),
            Records(base, "sources", SOURCE_FIELDS),
            Records(base, "entities", ENTITY_FIELDS),
            Records(base, "topics", TOPIC_FIELDS),
            Records(base, "measures", MEASURE_FIELDS),
            self._lines,
        )
        self.base = base

    def close(self) -> None:
        """Close the index and the file of facts."""
        self.base.close()
        self._lines.close()

    @cached_property
    def entity_names(self) -> Names:
        """Everything that `who` and the name filters can mean."""
        return StoredNames(self.base, "entities")

    @cached_property
    def topic_names(self) -> Names:
        """Topics with the words that people type for them."""
        return StoredNames(self.base, "topics")

    @cached_property
    def measure_names(self) -> Names:
        """The series of numbers, with the words that people type for them."""
        return StoredNames(self.base, "measures")

    @cached_property
    def rings(self) -> Names:
        """Rings of ordinary words that mean the same."""
        return StoredNames(self.base, "synonyms")

    @cached_property
    def wording(self) -> Mapping[tuple[str, int, int], str]:
        """The words of each passage, by source, start and end."""
        return Wording(self.base)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the store when the index was made, since when it has not changed."""
        return str(self.base.meta("fingerprint"))

    @cached_property
    def narrow(self) -> Narrow:
        """What finds the facts that may pass queries."""
        return Narrow(self.base, _stem)

    def source_number(self, file: str) -> int | None:
        """Return the number by which the index knows a source."""
        sql = "SELECT number FROM record WHERE part = 'sources' AND id = ?"
        found: int | None = self.base.one(sql, file)
        return found

    def read(self, places: Iterable[Place]) -> Iterator[Fact]:
        """Yield the facts that stand at places. Raises DataError."""
        return self._lines.at(p[1:] for p in places)

    def narrowed(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return, in order of time, the facts that may pass a query."""
        if query.known_by:
            return self._as_of(query, query.known_by, newest)
        narrowing = self.narrow.narrowing(query)
        return [] if narrowing is None else self.read(self.narrow.places(narrowing, newest))

    def _as_of(self, query: Query, day: str, newest: bool) -> Iterator[Fact]:
        """Yield the facts that may pass as they stood on a day, in order of time.

        Most stand where they stand now. Those that were known in part, and may be dated
        otherwise without the rest, stand where the index says that they stood then.
        """
        as_of = AsOf(self, day)
        narrowing = self.narrow.narrowing(query.with_criteria(status=None))
        if narrowing is None:
            return
        places = self.narrow.places(narrowing._replace(known_by=day), newest)
        moved = self.narrow.moved(narrowing, day, newest)
        order = latest if newest else by_date
        streams = (filter(None, map(as_of.version, self.read(p))) for p in (places, moved))
        yield from merge(*streams, key=order, reverse=newest)

    def collection(self, query: Query) -> "SearchCollection":
        """Return what search asks of all facts, of which those of a query are candidates."""
        if query.known_by:
            from mss_cli.search.collection import Scanned

            return Scanned(self, known(self, query.known_by))
        from mss_cli.stores.index.collection import IndexedCollection

        return IndexedCollection(self, query)

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with an id."""
        return next(self._selected("WHERE f.id = ?", identifier), None)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids of facts that begin so, in the order of the alphabet."""
        sql = "SELECT id FROM fact WHERE id >= ? AND id < ? ORDER BY id"
        return (identifier for (identifier,) in self.base.rows(sql, prefix, end(prefix)))

    def relating(self, identifier: str) -> list[Fact]:
        """Return the facts that have a relation to one."""
        sql = "WHERE f.number IN (SELECT fact FROM relation WHERE other = ?) ORDER BY f.byte"
        return list(self._selected(sql, identifier))

    def comparable(self, fact: Fact) -> list[Fact]:
        """Return the facts that have the measure, or the position, and the date of one."""
        day = fact["date_start"] or fact["date_end"]
        if day is None:
            return []
        wanted = []
        if fact["quantity"]:
            wanted.append([filter_term("measure", fact["quantity"]["measure"])])
        if fact["stance"]:
            holder, topic = fact["stance"]["holder"], fact["stance"]["on"]
            wanted.append(["having:stance", filter_term("by", holder), f"#{topic}"])
        numbers = self.narrow.numbers(day, day)
        sql = (
            "WHERE f.number IN "
            "(SELECT rowid FROM term WHERE term MATCH ? AND rowid BETWEEN ? AND ?)"
        )
        every = (self._selected(sql, all_of(map(token, terms)), *numbers) for terms in wanted)
        return list(chain.from_iterable(every))

    def disputed(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that stand in disagreements with these ids."""
        if not conflicts:
            return []
        match = any_of(filter_term("conflict", identifier) for identifier in conflicts)
        sql = "WHERE f.number IN (SELECT rowid FROM term WHERE term MATCH ?) ORDER BY f.byte"
        return list(self._selected(sql, match))

    def _selected(self, where: str, *values: object) -> Iterator[Fact]:
        rows = self.base.rows(f"SELECT {ROW} FROM fact f {where}", *values)
        return self.read(map(Place._make, rows))

    @cached_property
    def dates(self) -> tuple[str | None, str | None]:
        """The first and last possible day of all facts."""
        first, last = self.base.meta("dates")
        return first, last

    def files(self, folded: str) -> list[str]:
        """Return the source files whose folded names begin so."""
        sql = "SELECT file FROM source WHERE folded >= ? AND folded < ? ORDER BY number"
        return [file for (file,) in self.base.rows(sql, folded, end(folded))]

    def tally(self, field: str) -> Mapping[str, int]:
        """Return how many facts have each value of `places` or `sources`."""
        prefix = {"places": "place:", "sources": "source:"}[field]
        sql = "SELECT term, facts FROM frequency WHERE term >= ? AND term < ?"
        counts = dict(self.base.rows(sql, prefix, end(prefix)))
        values: Iterable[str] = self.sources
        if field == "places":
            values = (term.removeprefix(prefix) for term in counts)  # ids, which are plain
        return {value: counts.get(filter_term(prefix[:-1], value), 0) for value in values}

    def facts_on(self, topic: str) -> int:
        """Return how many facts fall under a topic or one below it."""
        return self.narrow.count(any_of(filter_term("topic", i) for i in self.narrower(topic)))

    @cached_property
    def _topics_below(self) -> dict[str | None, list[str]]:
        sql = "SELECT id, json FROM record WHERE part = 'topics' ORDER BY number"
        below: dict[str | None, list[str]] = {}
        for identifier, told in self.base.rows(sql):
            below.setdefault(self.base.parsed(told, TOPIC_FIELDS)["broader"], []).append(identifier)
        return below

    def representatives(self, entity: str) -> list[str]:
        """Return the people who speak and hold an office of a country, by their role facts."""
        sql = (
            "SELECT person FROM represents JOIN frequency ON term = 'says:' || person "
            "WHERE country = ? ORDER BY person"
        )
        return [person for (person,) in self.base.rows(sql, entity)]


def _stem(word: str) -> str:
    """Return the stem of a word; the stemmer is loaded only for a query that needs one."""
    from mss_cli.search.lexicon import stemmer

    return stemmer()(word)
