"""Read a store directory, check it, hold it in memory; nothing is ever written.

A store is manifest.json, sources.json, entities.json, topics.json, and facts.json or
facts.ndjson; measures.json, labels.json, synonyms.json and wording.json may be missing. The
bundled store is part of the program: the tests and `mss verify` check it, a query only
parses it. Any other store is hostile until it has passed checks.py, on every load.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from os.path import basename, dirname, getsize, isdir, isfile, join, lexists

from mss_cli.errors import DataError, UsageError
from mss_cli.jsonfiles import LARGEST, parse
from mss_cli.labels import Name, Names
from mss_cli.model import Entity, Fact, Manifest, Measure, Source, Synonyms, Topic
from mss_cli.text import fold
from mss_cli.typed import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from mss_cli.checks import Problem

PARTS = (
    "manifest",
    "sources",
    "entities",
    "topics",
    "measures",
    "labels",
    "synonyms",
    "wording",
    "facts",
)
OPTIONAL = ("measures", "labels", "synonyms", "wording")
LATER = ("labels", "synonyms", "wording")  # of the bundled store, read when they are needed
HELD = 50_000  # facts that are taken into memory of a store that is not there as a whole
MOST_PROBLEMS = 1_000  # that are looked for in a store

Facts = Collection[Fact]  # in memory, or read from a file each time one goes over them


class Store:
    """A store in memory, read-only, with the look-ups that commands need."""

    def __init__(self, parts: dict[str, Any], directory: str) -> None:
        self.directory = directory
        self.manifest: Manifest = parts["manifest"]
        self.sources: Mapping[str, Source] = {s["file"]: s for s in parts["sources"]}
        self.entities: Mapping[str, Entity] = {e["id"]: e for e in parts["entities"]}
        self.topics: Mapping[str, Topic] = {t["id"]: t for t in parts["topics"]}
        self.measures: Mapping[str, Measure] = {m["id"]: m for m in parts.get("measures", [])}
        self.facts: Facts = parts["facts"]
        self._parts = parts

    large = False  # whether facts are read from their file one by one, through an index

    @property
    def size(self) -> int:
        """The number of facts."""
        return len(self.facts)

    def narrowed(self, query: object, newest: bool = False) -> Iterable[Fact] | None:
        """Return, in order of time, the facts that may pass a query.Query; None: any may."""
        return None

    def collection(self, query: object) -> object | None:
        """Return what search asks of all facts (search.collection); None: they are read."""
        return None

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        """Facts by id; `fact` finds one without reading all."""
        return {fact["id"]: fact for fact in self.facts}

    def fact(self, identifier: str) -> Fact | None:
        """Return the fact with an id."""
        return self.facts_by_id.get(identifier)

    def ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids of facts that begin so."""
        return (identifier for identifier in self.facts_by_id if identifier.startswith(prefix))

    def relating(self, identifier: str) -> list[Fact]:
        """Return the facts that have a relation to one."""
        return [f for f in self.facts if any(r["fact"] == identifier for r in f["relations"])]

    def disputed(self, conflicts: Collection[str]) -> list[Fact]:
        """Return the facts that stand in disagreements with these ids."""
        return [f for f in self.facts if any(r["id"] in conflicts for r in f["conflicts"])]

    def beside(self, fact: Fact) -> list[Fact]:
        """Return the facts that have the measure, or the position, and the date of one."""
        return []  # asked only of a store that is not in memory

    @cached_property
    def dates(self) -> tuple[str | None, str | None]:
        """The first and last possible day of all facts."""
        dated = [f for f in self.facts if f["date"] is not None]
        first = min((f["date_start"] for f in dated if f["date_start"]), default=None)
        return first, max((f["date_end"] for f in dated if f["date_end"]), default=None)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the store. Raises DataError."""
        return fingerprint(self.directory)

    @cached_property
    def entity_names(self) -> Names:
        """Everything that `who` and the name filters can mean."""
        return Names(
            [
                Name(e["id"], e["kind"], (e["name"], *e["aliases"]), self._hidden.get(e["id"], ()))
                for e in self.entities.values()
            ]
        )

    @cached_property
    def topic_names(self) -> Names:
        """Topics with the words that people type for them."""
        return Names(
            [
                Name(
                    t["id"], "topic", (t["label"], *t["alt_labels"]), self._hidden.get(t["id"], ())
                )
                for t in self.topics.values()
            ]
        )

    @cached_property
    def measure_names(self) -> Names:
        """The series of numbers, with the words that people type for them."""
        known = [
            Name(m["id"], "measure", (m["label"], *m["alt_labels"]), self._hidden.get(m["id"], ()))
            for m in self.measures.values()
        ]
        used = dict.fromkeys(f["quantity"]["measure"] for f in self.facts if f["quantity"])
        return Names(known + [Name(m, "measure", (m,)) for m in used if m not in self.measures])

    @cached_property
    def rings(self) -> Names:
        """Rings of ordinary words that mean the same; read when they are first needed."""
        rings: list[Synonyms] = self._later("synonyms")
        return Names([Name(str(n), "ring", tuple(r["words"])) for n, r in enumerate(rings)])

    @cached_property
    def wording(self) -> Mapping[tuple[str, int, int], str]:
        """The words of each passage, by source, start and end; read when first needed."""
        return {(w["source"], w["start"], w["end"]): w["words"] for w in self._later("wording")}

    @cached_property
    def _hidden(self) -> dict[str, tuple[str, ...]]:
        return {labels["of"]: tuple(labels["hidden_labels"]) for labels in self._later("labels")}

    def _later(self, part: str) -> Any:
        return self._parts[part] if part in self._parts else read_part(self.directory, part)

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

    def representatives(self, entity: str) -> list[str]:
        """Return the people who speak and hold an office of a country, by their role facts.

        Of a country only: an ambassador's role concerns the UN, for which he does not speak.
        """
        if self.entities[entity]["kind"] != "country":
            return []
        speakers = {person for fact in self.facts for person in fact["said_by"]}
        return sorted(
            {
                person
                for fact in self.facts
                if fact["kind"] == "role" and entity in fact["about"]
                for person in fact["actors"]
                if person in speakers
            }
        )

    def files(self, folded: str) -> list[str]:
        """Return the source files whose folded names begin so."""
        return [file for file in self.sources if fold(file).startswith(folded)]

    def tally(self, field: str) -> Mapping[str, int]:
        """Return how many facts have each value of `places` or `sources`."""
        found: dict[str, int] = {}
        for fact in self.facts:
            for value in {*fact[field]}:  # type: ignore[literal-required]
                found[value] = found.get(value, 0) + 1
        return found

    def facts_on(self, topic: str) -> int:
        """Return how many facts fall under a topic or one below it."""
        return self._on_topics.get(topic, 0)

    @cached_property
    def _on_topics(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for fact in self.facts:
            under: set[str] = set()
            for topic in fact["topics"]:
                above: str | None = topic
                while above is not None and above not in under:
                    under.add(above)
                    above = self.topics[above]["broader"]
            for topic in under:
                found[topic] = found.get(topic, 0) + 1
        return found

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all topics below it."""
        found, waiting = {topic}, [topic]
        while waiting:
            below = [t for t in self._below.get(waiting.pop(), ()) if t not in found]
            found.update(below)
            waiting += below
        return frozenset(found)

    @cached_property
    def _below(self) -> dict[str | None, list[str]]:
        below: dict[str | None, list[str]] = {}
        for topic in self.topics.values():
            below.setdefault(topic["broader"], []).append(topic["id"])
        return below


def bounded(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts that will all be in memory at once. Raises UsageError after HELD."""
    for number, fact in enumerate(facts):
        if number == HELD:
            raise UsageError(
                f"this answer takes more than {HELD:,} facts into memory",
                expected="narrow it, e.g. with --since, --who or --limit",
            )
        yield fact


# --- reading ------------------------------------------------------------------------------


def bundled_directory() -> str:
    """Return the directory of the store that comes with the program.

    Inside the package in a wheel, beside it in a source checkout or an editable install.
    """
    package = dirname(__file__)
    inside = join(package, "data")
    return inside if isdir(inside) else join(dirname(package), "data")


def bundled() -> Store:
    """Read the bundled store, but for what only some commands need."""
    directory = bundled_directory()
    first = [part for part in PARTS if part not in LATER]
    return Store({part: read_part(directory, part) for part in first}, directory)


def load(directory: str | None = None) -> Store:
    """Read a store whole; None is the bundled one. Raises DataError for the first problem."""
    if directory is None:
        return bundled()
    problems, parts = examine(directory)
    if parts is None or problems:
        raise refused(directory, problems)
    return Store(parts, directory)


def refused(directory: str, problems: "Sequence[Problem]") -> DataError:
    """Return the error that names the first of a store's problems."""
    first, more = problems[0], len(problems) - 1
    rest = f"and {more:,} more; 'mss verify --store DIR' lists them all" if more else ""
    if len(problems) >= MOST_PROBLEMS:
        rest = f"and at least {more:,} more; 'mss verify --store DIR' lists these"
    return DataError(f"{first.where}: {first.what}", where=f"store {directory!r}", expected=rest)


def examine(directory: str) -> "tuple[list[Problem], dict[str, Any] | None]":
    """Read and check a store: its problems, and its parts if they could be parsed.

    After MOST_PROBLEMS no more are looked for. Raises DataError if there is no such directory.
    """
    from itertools import islice

    from mss_cli.checks import Problem, all_problems

    if not isdir(directory):
        raise DataError(
            f"no directory {directory!r}",
            where="store",
            expected="a store is a directory with manifest.json, sources.json, entities.json, "
            "topics.json and facts.json",
        )
    check_size(directory)
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for part in PARTS:
        try:
            parts[part] = read_part(directory, part, strict=True)
        except DataError as error:
            problems.append(Problem(error.where, error.what))
    if isfile(join(directory, "facts.json")) and isfile(join(directory, "facts.ndjson")):
        problems.append(Problem("facts", "both facts.json and facts.ndjson are there"))
    parsed = not problems
    found = all_problems(parts, {part: schema(part) for part in PARTS})
    problems += islice(found, MOST_PROBLEMS - len(problems))
    file = basename(part_file(directory, "facts"))
    named = [p._replace(where=p.where.replace("facts.json", file, 1)) for p in problems]
    return named, parts if parsed else None


def check_size(directory: str) -> None:
    """Raise DataError if the files of a store that are read whole have too many bytes together."""
    paths = (part_file(directory, part) for part in PARTS)
    total = sum(getsize(path) for path in paths if isfile(path) and path.endswith(".json"))
    if total > LARGEST:
        raise DataError(
            f"its files have {total / 1e6:,.0f} MB, more than the {LARGEST / 1e6:,.0f} MB that are "
            "read into memory",
            where=f"store {directory!r}",
            expected="facts can stand in facts.ndjson, one a line",
        )


def part_file(directory: str, part: str) -> str:
    """Return the path of a file of a store, whether it is there or not."""
    path = join(directory, f"{part}.json")
    if part == "facts" and not lexists(path) and lexists(join(directory, "facts.ndjson")):
        return join(directory, "facts.ndjson")
    return path


def read_part(directory: str, part: str, strict: bool = False) -> Any:
    """Parse one file of a store; an optional one that is missing is empty."""
    path = part_file(directory, part)
    if part in OPTIONAL and not lexists(path):
        return []
    return parse(path, strict)


def fingerprint(directory: str) -> str:
    """Return the SHA-256 of a store: of its files' bytes, one after the other.

    `cat` of the files of PARTS in their order, through `sha256sum`, prints the same.
    Raises DataError.
    """
    from hashlib import sha256

    total = sha256()
    for part in PARTS:
        path = part_file(directory, part)
        if part in OPTIONAL and not isfile(path):
            continue
        try:
            with open(path, "rb") as file:
                while chunk := file.read(1 << 20):
                    total.update(chunk)
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", where=basename(path)) from None
    return total.hexdigest()


def schema(part: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a store file, or of the output for `output`."""
    return cast(dict[str, Any], parse(join(bundled_directory(), "schema", f"{part}.schema.json")))
