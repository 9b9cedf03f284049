"""Read a store directory, check it, index it once; nothing is ever written.

A store is manifest.json, sources.json, entities.json, topics.json, and facts.json or
facts.ndjson; measures.json, labels.json, synonyms.json and wording.json may be missing. The
bundled store is part of the program: the tests and `mss verify` check it, a query only
parses it. Any other store is hostile until it has passed checks.py, on every load.
"""

import json
from functools import cached_property
from os.path import basename, dirname, isdir, isfile, join

from mss_cli.errors import DataError
from mss_cli.model import Entity, Fact, Manifest, Measure, Source, Synonyms, Topic
from mss_cli.typed import TYPE_CHECKING, Any, NamedTuple, cast

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


class Name(NamedTuple):
    """Something a user can name: an entity, topic or measure, with all its names.

    names: the display name first. hidden: what finds it when typed whole, and is not listed.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    hidden: tuple[str, ...] = ()


class Store:
    """A store in memory, read-only, with the look-ups that commands need."""

    def __init__(self, parts: dict[str, Any], directory: str) -> None:
        self.directory = directory
        self.manifest: Manifest = parts["manifest"]
        self.sources: dict[str, Source] = {s["file"]: s for s in parts["sources"]}
        self.entities: dict[str, Entity] = {e["id"]: e for e in parts["entities"]}
        self.topics: dict[str, Topic] = {t["id"]: t for t in parts["topics"]}
        self.measures: dict[str, Measure] = {m["id"]: m for m in parts.get("measures", [])}
        self.facts: list[Fact] = parts["facts"]
        self._parts = parts

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact["id"]: fact for fact in self.facts}

    @cached_property
    def entity_names(self) -> list[Name]:
        """Everything that `who` and the name filters can mean."""
        return [
            Name(e["id"], e["kind"], (e["name"], *e["aliases"]), self._hidden.get(e["id"], ()))
            for e in self.entities.values()
        ]

    @cached_property
    def topic_names(self) -> list[Name]:
        """Topics with the words that people type for them."""
        return [
            Name(t["id"], "topic", (t["label"], *t["alt_labels"]), self._hidden.get(t["id"], ()))
            for t in self.topics.values()
        ]

    @cached_property
    def measure_names(self) -> list[Name]:
        """The series of numbers, with the words that people type for them."""
        known = [
            Name(m["id"], "measure", (m["label"], *m["alt_labels"]), self._hidden.get(m["id"], ()))
            for m in self.measures.values()
        ]
        used = dict.fromkeys(f["quantity"]["measure"] for f in self.facts if f["quantity"])
        return known + [Name(m, "measure", (m,)) for m in used if m not in self.measures]

    @cached_property
    def synonyms(self) -> list[Synonyms]:
        """Rings of ordinary words that mean the same; read when they are first needed."""
        return cast(list[Synonyms], self._later("synonyms"))

    @cached_property
    def wording(self) -> dict[tuple[str, int, int], str]:
        """The words of each passage, by source, start and end; read when first needed."""
        return {(w["source"], w["start"], w["end"]): w["words"] for w in self._later("wording")}

    @cached_property
    def _hidden(self) -> dict[str, tuple[str, ...]]:
        return {labels["of"]: tuple(labels["hidden_labels"]) for labels in self._later("labels")}

    def _later(self, part: str) -> Any:
        return self._parts[part] if part in self._parts else _part(self.directory, part)

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

    def facts_on(self, topic: str) -> int:
        """Return how many facts fall under a topic or one below it."""
        below = self.narrower(topic)
        return sum(1 for fact in self.facts if not below.isdisjoint(fact["topics"]))

    def facts_from(self, source: str) -> int:
        """Return how many facts cite a source."""
        return sum(1 for fact in self.facts if source in fact["sources"])

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


# --- reading ------------------------------------------------------------------------------


def bundled_directory() -> str:
    """Return the directory of the store that comes with the program.

    Inside the package in a wheel, beside it in a source checkout or an editable install.
    """
    package = dirname(__file__)
    inside = join(package, "data")
    return inside if isdir(inside) else join(dirname(package), "data")


def load(directory: str | None = None) -> Store:
    """Read a store; None is the bundled one. Raises DataError, naming file, record and field."""
    if directory is None:
        bundled = bundled_directory()
        first = [part for part in PARTS if part not in LATER]
        return Store({part: _part(bundled, part) for part in first}, bundled)
    problems, parts = examine(directory)
    if parts is None or problems:
        shown = "; ".join(f"{p.where}: {p.what}" for p in problems[:1])
        more = len(problems) - 1
        rest = f"and {more} more; 'mss verify --store DIR' lists them all" if more else ""
        raise DataError(shown, where=f"store {directory!r}", expected=rest)
    return Store(parts, directory)


def examine(directory: str) -> "tuple[list[Problem], dict[str, Any] | None]":
    """Read and check a store: all problems found, and its parts if they could be parsed.

    Raises DataError if there is no such directory.
    """
    from mss_cli.checks import (
        Problem,
        conflict_problems,
        reference_problems,
        schema_problems,
    )

    if not isdir(directory):
        raise DataError(
            f"no directory {directory!r}",
            where="store",
            expected="a store is a directory with manifest.json, sources.json, entities.json, "
            "topics.json and facts.json",
        )
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for part in PARTS:
        try:
            parts[part] = _part(directory, part, strict=True)
        except DataError as error:
            problems.append(Problem(error.where, error.what))
    if isfile(join(directory, "facts.json")) and isfile(join(directory, "facts.ndjson")):
        problems.append(Problem("facts", "both facts.json and facts.ndjson are there"))
    if problems:
        return problems, None
    problems = list(schema_problems(parts, {part: schema(part) for part in PARTS}))
    if not problems:
        problems = list(reference_problems(parts)) or list(conflict_problems(parts))
    file = basename(_part_file(directory, "facts"))
    return [p._replace(where=p.where.replace("facts.json", file, 1)) for p in problems], parts


def _part_file(directory: str, part: str) -> str:
    path = join(directory, f"{part}.json")
    if part == "facts" and not isfile(path) and isfile(join(directory, "facts.ndjson")):
        return join(directory, "facts.ndjson")
    return path


def _part(directory: str, part: str, strict: bool = False) -> Any:
    """Parse one file of a store; an optional one that is missing is empty."""
    path = _part_file(directory, part)
    if part in OPTIONAL and not isfile(path):
        return []
    return _parse(path, strict)


def fingerprint(directory: str) -> str:
    """Return the SHA-256 of a store: of its files' bytes, one after the other.

    `cat` of the files of PARTS in their order, through `sha256sum`, prints the same.
    Raises DataError.
    """
    from hashlib import sha256

    total = sha256()
    for part in PARTS:
        path = _part_file(directory, part)
        if part in OPTIONAL and not isfile(path):
            continue
        try:
            with open(path, "rb") as file:
                while chunk := file.read(1 << 20):
                    total.update(chunk)
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", where=basename(path)) from None
    return total.hexdigest()


def _parse(path: str, strict: bool = False) -> Any:
    """Parse a JSON or NDJSON file. strict: also refuse duplicate keys, NaN and infinities."""
    name = basename(path)
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except FileNotFoundError:
        raise DataError("the file is missing", where=name) from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=name) from None
    except UnicodeDecodeError as error:
        raise DataError(f"is not UTF-8 (byte {error.start})", where=name) from None
    hooks: dict[str, Any] = (
        {"object_pairs_hook": _unique_keys, "parse_constant": _no_constant, "parse_float": _finite}
        if strict
        else {}
    )
    number = 0
    try:
        if not name.endswith(".ndjson"):
            return json.loads(text, **hooks)
        records = []
        for number, line in enumerate(text.split("\n"), 1):  # noqa: B007 (read on failure)
            if line.strip():
                records.append(json.loads(line, **hooks))
        return records
    except json.JSONDecodeError as error:
        line_number = number or error.lineno
        raise DataError(
            f"is not JSON (line {line_number}, column {error.colno}: {error.msg})", where=name
        ) from None
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DataError(reason, where=name) from None


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {double!r} stands twice in one object")
    return record


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is too large a number")
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def schema(part: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a store file, or of the output for `output`."""
    return cast(dict[str, Any], _parse(join(bundled_directory(), "schema", f"{part}.schema.json")))
