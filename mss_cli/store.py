"""Read a store directory, check it, index it once; nothing is ever written.

A store is manifest.json, sources.json, entities.json, topics.json, and facts.json or
facts.ndjson. The bundled store is part of the program: the tests and `mss verify` check
it, a query only parses it. Any other store is hostile until it has passed its JSON Schema
and the reference checks below, on every load.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from os import fspath, listdir
from os.path import basename, dirname, isdir, isfile, join
from typing import Any, NamedTuple, cast

from mss_cli import kinds
from mss_cli.dates import edtf_bounds, edtf_precision
from mss_cli.errors import DataError
from mss_cli.model import Entity, Fact, Manifest, Source, Topic

LISTED = 20  # problems named in one message; `mss verify` names them all
PARTS = ("manifest", "sources", "entities", "topics", "facts")


class Problem(NamedTuple):
    """One failed check. where: file and record; what: field and reason."""

    where: str
    what: str


class Name(NamedTuple):
    """Something a user can name: an entity or a topic, with all its names."""

    id: str
    kind: str
    names: tuple[str, ...]


class Store:
    """A store in memory, read-only, with the look-ups that commands need."""

    def __init__(self, parts: dict[str, Any], directory: str) -> None:
        self.directory = directory
        self.manifest: Manifest = parts["manifest"]
        self.sources: dict[str, Source] = {s["file"]: s for s in parts["sources"]}
        self.entities: dict[str, Entity] = {e["id"]: e for e in parts["entities"]}
        self.topics: dict[str, Topic] = {t["id"]: t for t in parts["topics"]}
        self.facts: list[Fact] = parts["facts"]

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact["id"]: fact for fact in self.facts}

    @cached_property
    def entity_names(self) -> list[Name]:
        """Everything that `who` and the name filters can mean."""
        return [
            Name(e["id"], e["kind"], (e["name"], *e["aliases"])) for e in self.entities.values()
        ]

    @cached_property
    def topic_names(self) -> list[Name]:
        """Topics with the words that people type for them."""
        return [
            Name(t["id"], "topic", (t["label"], *t["alt_labels"])) for t in self.topics.values()
        ]

    def name(self, identifier: str) -> str:
        """Return the display name of an entity or topic id, or the id itself."""
        if identifier in self.entities:
            return self.entities[identifier]["name"]
        topic = self.topics.get(identifier)
        return topic["label"] if topic else identifier

    def narrower(self, topic: str) -> frozenset[str]:
        """Return a topic and all topics below it."""
        found = {topic}
        growing = True
        while growing:
            below = {t["id"] for t in self.topics.values() if t["broader"] in found} - found
            found |= below
            growing = bool(below)
        return frozenset(found)


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
        return Store({part: _parse(_part_file(bundled, part)) for part in PARTS}, bundled)
    directory = fspath(directory)
    problems, parts = examine(directory)
    if parts is None or problems:
        shown = "; ".join(f"{p.where}: {p.what}" for p in problems[:1])
        more = len(problems) - 1
        rest = f"and {more} more; 'mss verify --store DIR' lists them all" if more else ""
        raise DataError(shown, where=f"store {directory!r}", expected=rest)
    return Store(parts, directory)


def examine(directory: str) -> tuple[list[Problem], dict[str, Any] | None]:
    """Read and check a store: all problems found, and its parts if they could be parsed.

    Raises DataError if there is no such directory.
    """
    if not isdir(directory):
        raise DataError(
            f"no directory {directory!r}",
            where="--store",
            expected="a store is a directory with manifest.json, sources.json, entities.json, "
            "topics.json and facts.json",
        )
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for part in PARTS:
        try:
            parts[part] = _parse(_part_file(directory, part), strict=True)
        except DataError as error:
            problems.append(Problem(error.where, error.what))
    if problems:
        return problems, None
    problems = list(schema_problems(parts))
    if not problems:
        problems = list(reference_problems(parts))
    return problems, parts


def _part_file(directory: str, part: str) -> str:
    path = join(directory, f"{part}.json")
    if part == "facts" and not isfile(path) and isfile(join(directory, "facts.ndjson")):
        return join(directory, "facts.ndjson")
    return path


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
        {"object_pairs_hook": _unique_keys, "parse_constant": _no_constant} if strict else {}
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


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


# --- checking -----------------------------------------------------------------------------


def schema(part: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a store file, or of the output for `output`."""
    return cast(dict[str, Any], _parse(join(bundled_directory(), "schema", f"{part}.schema.json")))


def schemas() -> list[str]:
    """Return the names of the schemas that come with the program."""
    names = listdir(join(bundled_directory(), "schema"))
    return sorted(name.removesuffix(".schema.json") for name in names)


def schema_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check each record against its JSON Schema; the first fault of every record."""
    import fastjsonschema

    for part in PARTS:
        whole = schema(part)
        data = parts[part]
        file = f"{part}.json"
        if whole["type"] != "array":
            yield from _faults(fastjsonschema.compile(whole), [(file, data)])
            continue
        if not isinstance(data, list):
            yield Problem(file, "must be an array of records")
            continue
        check = fastjsonschema.compile({**whole["items"], "definitions": whole["definitions"]})
        yield from _faults(check, [(f"{file}[{i}]{_label(r)}", r) for i, r in enumerate(data)])


def _label(record: object) -> str:
    key = record.get("id", record.get("file")) if isinstance(record, dict) else None
    return f" {key!r}" if isinstance(key, str) else ""


def _faults(check: Any, records: Iterable[tuple[str, object]]) -> Iterator[Problem]:
    from fastjsonschema import JsonSchemaValueException

    for where, record in records:
        try:
            check(record)
        except JsonSchemaValueException as error:
            name = str(error.name)
            field = name.removeprefix("data").removeprefix(".") or "the record"
            reason = error.message.removeprefix(name).strip()
            yield Problem(where, f"{field} {reason[:200]}")
        except (RecursionError, OverflowError) as error:
            yield Problem(where, f"cannot be checked ({error})")


def reference_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check what a schema cannot: unique ids, resolved references, derived fields, dates."""
    entities = _ids(parts["entities"], "id")
    topics = _ids(parts["topics"], "id")
    sources = {s["file"]: s for s in parts["sources"]}
    facts = _ids(parts["facts"], "id")
    for part, key in (("entities", "id"), ("topics", "id"), ("facts", "id"), ("sources", "file")):
        yield from _duplicates(f"{part}.json", parts[part], key)
    for topic in parts["topics"]:
        yield from _topic_problems(topic, parts["topics"], topics)
    for source in parts["sources"]:
        yield from _source_problems(source)
    yield from _coverage_problems(parts["manifest"], parts["sources"])
    overtaken = superseded(parts["facts"])
    for fact in parts["facts"]:
        where = f"facts.json {fact['id']!r}"
        for what in _fact_problems(fact, entities, topics, sources, facts):
            yield Problem(where, what)
        if sorted(fact["superseded_by"]) != sorted(overtaken.get(fact["id"], [])):
            yield Problem(where, "superseded_by is not what the relations of other facts say")


def superseded(facts: list[Fact]) -> dict[str, list[str]]:
    """Return, for each overtaken fact, the ids of the facts that supersede it, in order."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        for relation in fact["relations"]:
            if relation["type"] == "supersedes":
                found.setdefault(relation["fact"], []).append(fact["id"])
    return found


def _ids(records: list[Any], key: str) -> set[str]:
    return {record[key] for record in records}


def _duplicates(file: str, records: list[Any], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for record in records:
        if record[key] in seen:
            yield Problem(f"{file} {record[key]!r}", f"the {key} stands twice")
        seen.add(record[key])


def _topic_problems(topic: Topic, every: list[Topic], topics: set[str]) -> Iterator[Problem]:
    where = f"topics.json {topic['id']!r}"
    broader = {t["id"]: t["broader"] for t in every}
    if topic["broader"] is not None and topic["broader"] not in topics:
        yield Problem(where, f"broader names an unknown topic {topic['broader']!r}")
    seen = {topic["id"]}
    above = topic["broader"]
    while above is not None and above in broader:
        if above in seen:
            yield Problem(where, "broader leads back to the topic itself")
            return
        seen.add(above)
        above = broader[above]


def _source_problems(source: Source) -> Iterator[Problem]:
    where = f"sources.json {source['file']!r}"
    try:
        if source["published"]["edtf"] is not None:
            edtf_bounds(source["published"]["edtf"])
    except ValueError as error:
        yield Problem(where, f"published.edtf: {error}")
    for passage in source["passages"]:
        if not 0 <= passage["start"] < passage["end"] <= source["chars"]:
            yield Problem(where, f"passage {passage['start']}-{passage['end']} is outside the file")


def _coverage_problems(manifest: Manifest, sources: list[Source]) -> Iterator[Problem]:
    try:
        expected = coverage_of(sources)
    except ValueError:
        return  # named already, with its source
    if (manifest["coverage"]["first"], manifest["coverage"]["last"]) != expected:
        yield Problem(
            "manifest.json", f"coverage is not {expected[0]} to {expected[1]}, as the sources say"
        )


def coverage_of(sources: list[Source]) -> tuple[str | None, str | None]:
    """Return the first and last possible day of publication of all sources."""
    bounds = [edtf_bounds(s["published"]["edtf"]) for s in sources if s["published"]["edtf"]]
    starts = [b.start for b in bounds if b.start]
    ends = [b.end for b in bounds if b.end]
    return (min(starts) if starts else None), (max(ends) if ends else None)


def _fact_problems(
    fact: Fact,
    entities: set[str],
    topics: set[str],
    sources: dict[str, Source],
    facts: set[str],
) -> Iterator[str]:
    for field in ("said_by", "actors", "about", "places"):
        for entity in fact[field]:
            if entity not in entities:
                yield f"{field} names an unknown entity {entity!r}"
    for topic in fact["topics"]:
        if topic not in topics:
            yield f"topics names an unknown topic {topic!r}"
    if fact["stance"] is not None:
        if fact["stance"]["holder"] not in entities:
            yield f"stance.holder names an unknown entity {fact['stance']['holder']!r}"
        if fact["stance"]["on"] not in topics:
            yield f"stance.on names an unknown topic {fact['stance']['on']!r}"
    for relation in fact["relations"]:
        if relation["fact"] not in facts or relation["fact"] == fact["id"]:
            yield f"relations names an unknown fact {relation['fact']!r}"
    for required in kinds.KINDS[fact["kind"]].required:
        if not fact[required]:  # type: ignore[literal-required]
            yield f"{required} is empty, but a {fact['kind']} needs it"
    yield from _evidence_problems(fact, sources)
    yield from _date_problems(fact)


def _evidence_problems(fact: Fact, sources: dict[str, Source]) -> Iterator[str]:
    for number, evidence in enumerate(fact["evidence"]):
        source = sources.get(evidence["source"])
        if source is None:
            yield f"evidence[{number}] names an unknown source {evidence['source']!r}"
        elif not 0 <= evidence["start"] < evidence["end"] <= source["chars"]:
            yield (
                f"evidence[{number}] spans {evidence['start']}-{evidence['end']}, but "
                f"{evidence['source']} has {source['chars']} characters"
            )
        if evidence["reports"]["date"] is not None:
            try:
                edtf_bounds(evidence["reports"]["date"])
            except ValueError as error:
                yield f"evidence[{number}].reports.date: {error}"
    if fact["sources"] != distinct_sources(fact):
        yield "sources is not the list of the sources of its evidence"


def distinct_sources(fact: Fact) -> list[str]:
    """Return the source files of a fact's evidence, once each, in the order of their names."""
    return sorted({evidence["source"] for evidence in fact["evidence"]})


def _date_problems(fact: Fact) -> Iterator[str]:
    try:
        bounds = edtf_bounds(fact["date"]) if fact["date"] is not None else (None, None)
        precision = edtf_precision(fact["date"])
    except ValueError as error:
        yield f"date: {error}"
        return
    if (fact["date_start"], fact["date_end"]) != tuple(bounds):
        yield f"date_start and date_end are not the bounds of {fact['date']}: {tuple(bounds)}"
    if fact["date_precision"] != precision:
        yield f"date_precision is not {precision!r}, as {fact['date']} has it"
    if (fact["date"] is None) != (fact["date_basis"] == "none"):
        yield "date_basis is 'none' exactly when there is no date"
