"""A store behind an engine, which returns the facts that may match, page by page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from mss_cli import limits
from mss_cli.errors import DataError, UsageError
from mss_cli.facts.model import Fact
from mss_cli.query.names import ListedNames, Name, Names
from mss_cli.query.query import Query
from mss_cli.query.store import Facts
from mss_cli.search.lexicon import stemmer
from mss_cli.stores.directory import schema
from mss_cli.stores.engine.narrowing import Narrowing
from mss_cli.stores.engine.records import Sources, Span, Words
from mss_cli.stores.engine.tables import Tables
from mss_cli.stores.index.filter_terms import filter_term
from mss_cli.stores.json_files import parse_line
from mss_cli.stores.locations import Location
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.tables.parquet import manifest_of, read_file, read_store
from mss_cli.stores.validation import fact_check, part_problems, schema_problems

if TYPE_CHECKING:
    from mss_cli.search.collection import Collection as SearchCollection

_FIRST_PAGE, _LAST_PAGE = 200, 5_000  # facts
_IN_MEMORY = ("entities", "topics", "measures", "labels", "synonyms")


def open_engine(place: Location, directory: str, master: str = "") -> "EngineStore":
    """Open an exported folder. directory: how the user named it. master: where Spark runs.

    Raises DataError for a folder that mss did not export, or for the first problem in a part that
    is read whole. Raises ImportError without the extra of the engine.
    """
    from mss_cli.stores.loading import invalid_store

    about = read_store(place.path)
    parts: dict[str, Any] = {part: read_file(place.path, part) for part in _IN_MEMORY}
    parts |= {"manifest": manifest_of(about), "sources": []}
    wanted = {part: schema(part) for part in parts}
    problems = list(schema_problems(parts, wanted))
    # Checking the coverage needs the sources, which stay in the folder.
    problems = problems or [p for p in part_problems(parts) if p.where != "manifest.json"]
    if problems:
        raise invalid_store(directory, problems)
    store = EngineStore(parts, about, Tables(place, master), directory)
    try:
        store.check_count()
    except BaseException:
        store.close()
        raise
    return store


class EngineStore(MemoryStore):
    """A store whose facts, sources and words stay in an engine.

    parts: the other parts. about: the row of store.parquet.
    """

    def __init__(
        self, parts: dict[str, Any], about: dict[str, Any], tables: Tables, directory: str
    ) -> None:
        self.tables = tables
        self.totals: dict[str, Any] = _totals(about)
        super().__init__({**parts, "facts": cast(Facts, EngineFacts(self))}, directory)
        self.large = self.size > limits.MAX_FACTS_IN_MEMORY
        self.sources = self._sources = Sources(tables)
        self._check = fact_check(parts, schema("facts"), self.sources)
        self._wording = Words(tables)
        self.narrowing = Narrowing(tables, stemmer())

    def check_count(self) -> None:
        """Raise DataError if a file of the facts is missing, or is there twice."""
        for name, table in (("facts", self.tables.facts), ("search/records", self.tables.records)):
            found = self.tables.value(table.count())
            if found != self.size:
                raise DataError(
                    f"{name} has {found:,} rows, but the store has {self.size:,} facts",
                    where=f"store {self.directory!r}",
                    expected="export the folder again",
                )

    def close(self) -> None:
        """Disconnect from the engine."""
        self.tables.close()

    @property
    def size(self) -> int:
        """The number of facts."""
        return int(self.totals["facts"])

    @cached_property
    def dates(self) -> tuple[str | None, str | None]:
        """The earliest and the latest possible day of any fact."""
        first, last = self.totals["dates"]
        return first, last

    @property
    def wording(self) -> Mapping[Span, str]:
        """The distinct words of each passage, by source, start and end."""
        return self._wording

    # --- candidates -----------------------------------------------------------------------

    def candidates(self, query: Query, newest: bool = False) -> Iterable[Fact] | None:
        """Return the facts that may match a query, by date; None for an as-of query.

        newest: the latest facts first. Raises UsageError for an as-of query of a large store.
        """
        if query.known_by:
            if self.large:
                raise UsageError(
                    f"an engine refuses it above {limits.MAX_FACTS_IN_MEMORY:,} facts",
                    where="--known-by",
                    expected="use a facts.ndjson store with an index",
                )
            return None
        condition = self.narrowing.of_query(query)
        if condition is None:
            return []
        return self.in_order(condition, newest, query.limit + 1 if query.limit else _FIRST_PAGE)

    def in_order(
        self, condition: Any, newest: bool = False, page: int = _FIRST_PAGE
    ) -> Iterator[Fact]:
        """Yield the facts that meet a condition, by date; undated facts always come last.

        newest: the latest facts first. page: the size of the first page.
        """
        dated = self.totals["dated"]
        if not newest:
            yield from self._pages(condition, 0, self.size, page)
            return
        yield from self._pages(condition, 0, dated, page, newest=True)
        yield from self._pages(condition, dated, self.size, page, newest=True)

    def _pages(
        self, condition: Any, before: int, last: int, page: int, newest: bool = False
    ) -> Iterator[Fact]:
        """Yield the facts numbered after `before` up to `last`, in either direction."""
        facts = self.tables.facts
        while before < last:
            number = facts.number
            wanted = facts.filter((number > before) & (number <= last) & condition)
            wanted = wanted.order_by(number.desc() if newest else number).limit(page)
            found = self._facts(wanted)
            for each in sorted(found, reverse=newest):
                yield found[each]
            if len(found) < page:
                return
            if newest:
                last = min(found) - 1
            else:
                before = max(found)
            page = min(4 * page, _LAST_PAGE)

    def _facts(self, wanted: Any) -> dict[int, Fact]:
        """Return the facts of some rows, by number. Raises DataError."""
        records = self.tables.records
        return self._read(self.tables.rows(records.filter(records.number.isin(wanted.number))))

    def _read(self, rows: Sequence[dict[str, Any]]) -> dict[int, Fact]:
        """Return the facts in some rows, by number. Raises DataError if one is not valid."""
        facts: dict[int, Fact] = {}
        for row in rows:
            where = f"fact number {row['number']}"
            facts[row["number"]] = parse_line(row["json"].encode(), where)
        self._sources.fetch(facts.values())
        for number, fact in facts.items():
            problem = self._check(fact)
            if problem:
                raise DataError(
                    problem, where=f"fact number {number}", expected="export the folder again"
                )
        return facts

    def by_place(self, condition: Any) -> list[Fact]:
        """Return the facts that meet a condition, in the order of the exported store.

        Raises UsageError if there are more than fit into memory.
        """
        from mss_cli.query.store import bounded

        wanted = self.tables.facts.filter(condition).order_by("place")
        wanted = wanted.limit(limits.MAX_FACTS_IN_MEMORY + 1).select("number", "place")
        records = self.tables.records.join(wanted, "number").order_by("place")
        return list(bounded(self._read(self.tables.rows(records)).values()))

    def collection(self, query: Query) -> "SearchCollection":
        """Return all facts as a search collection, with candidates that may match the query."""
        if query.known_by:
            from mss_cli.query.as_of import facts_as_of
            from mss_cli.search.collection import Scanned

            self.candidates(query)  # refuses a large store
            return Scanned(self, facts_as_of(self, query.known_by, query.certain))
        from mss_cli.stores.engine.collection import EngineCollection

        return EngineCollection(self, query)

    # --- facts ----------------------------------------------------------------------------

    def chronological(self) -> Iterable[Fact]:
        """Return all facts by date, and within one date in story order."""
        return self.in_order(self.narrowing.touching(None), page=_LAST_PAGE)

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with this id."""
        found = self.by_place(self.narrowing.any_of([f"id:{identifier}"]))
        return next((fact for fact in found if fact["id"] == identifier), None)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids of facts that start with a prefix, in alphabetical order."""
        return (term.removeprefix("id:") for term in self._terms(f"id:{prefix}"))

    def facts_related_to(self, identifier: str) -> list[Fact]:
        """Return the facts whose relations name this fact."""
        return self.by_place(self.narrowing.any_of([f"relation:{identifier}"]))

    def facts_in_conflicts(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that take part in at least one of these conflicts, given by id."""
        if not conflicts:
            return []
        terms = (filter_term("conflict", identifier) for identifier in conflicts)
        return self.by_place(self.narrowing.any_of(terms))

    # --- names and counts -----------------------------------------------------------------

    @cached_property
    def measure_names(self) -> Names:
        """The labels of all measures, including those that measures.json does not describe."""
        described = [self._name_of(each, "measure") for each in self.measures.values()]
        used = (each for each in self.totals["measures"] if each not in self.measures)
        return ListedNames([*described, *(Name(each, "measure", (each,)) for each in used)])

    def sources_starting_with(self, folded: str) -> list[str]:
        """Return the source files whose folded names start with this text."""
        from mss_cli.text import fold

        return [file for file in self._sources.files if fold(file).startswith(folded)]

    def representatives(self, entity: str) -> list[str]:
        """Return the speakers who may speak for an entity, according to entities.json."""
        allowed = [e["id"] for e in self.entities.values() if entity in e.get("represents", ())]
        found = self.frequencies(filter_term("by", each) for each in allowed)
        return sorted(each for each in allowed if filter_term("by", each) in found)

    def tally(self, field: Literal["places", "sources", "who"]) -> Mapping[str, int]:
        """Return the number of facts for each place or source, or that involve each entity."""
        name = {"places": "place", "sources": "source", "who": "who"}[field]
        counts = self._terms(f"{name}:")
        if field == "sources":
            return {file: counts.get(filter_term(name, file), 0) for file in self._sources.files}
        return {term.removeprefix(f"{name}:"): facts for term, facts in counts.items()}

    def count_facts_on(self, topic: str) -> int:
        """Return the number of facts with this topic or a narrower topic."""
        terms = (filter_term("topic", each) for each in self.narrower(topic))
        return self.count(self.narrowing.any_of(terms))

    def fetch_words(self, facts: Sequence[Fact]) -> None:
        """Look up the words of all passages of some facts, in one query."""
        self._wording.fetch(facts)

    def numbered(self, numbers: Collection[int]) -> dict[int, Fact]:
        """Return the facts with these numbers, by number."""
        records = self.tables.records
        wanted = records.filter(records.number.isin(sorted(numbers)))
        return self._read(self.tables.rows(wanted)) if numbers else {}

    def count(self, condition: Any) -> int:
        """Return how many facts meet a condition."""
        return int(self.tables.value(self.tables.facts.filter(condition).count()))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return the number of facts for each of these terms, leaving out terms without facts."""
        table = self.tables.terms
        return self._counted(table.filter(table.term.isin(sorted({*terms}))))

    def _terms(self, prefix: str) -> dict[str, int]:
        """Return the terms that start with a prefix, in order, each with its number of facts."""
        table = self.tables.terms
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return self._counted(table.filter((table.term >= prefix) & (table.term < end)))

    def _counted(self, terms: Any) -> dict[str, int]:
        rows = self.tables.rows(terms.group_by("term").agg(facts=terms.count()).order_by("term"))
        return {row["term"]: row["facts"] for row in rows}


class EngineFacts:
    """All facts of a store, in its order. Each iteration reads them again."""

    def __init__(self, store: EngineStore) -> None:
        self._store = store

    def __len__(self) -> int:
        return self._store.size

    def __iter__(self) -> Iterator[Fact]:
        if self._store.large:
            return iter(self._store.chronological())
        return iter(self._store.by_place(self._store.narrowing.touching(None)))

    def __contains__(self, fact: object) -> bool:
        return any(fact == other for other in self)


def _totals(about: dict[str, Any]) -> dict[str, Any]:
    """Return the totals in the row of store.parquet. Raises DataError."""
    import json

    expected: dict[str, Callable[[Any], bool]] = {
        **dict.fromkeys(("facts", "dated", "chars"), lambda value: type(value) is int),
        **dict.fromkeys(("dates", "units", "years", "measures"), lambda v: isinstance(v, list)),
    }
    try:
        totals = json.loads(about["totals"])
        if all(test(totals[name]) for name, test in expected.items()) and len(totals["dates"]) == 2:
            return cast(dict[str, Any], totals)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise DataError("is damaged", where="store.parquet", expected="export the folder again")
