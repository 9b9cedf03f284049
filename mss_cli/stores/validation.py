"""Check what must hold in a store: schemas, ids, references, dates and conflicts.

Used for stores other than the bundled one, and by `mss verify`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.conflicts import corroboration_fault, find, references
from mss_cli.facts import kinds
from mss_cli.facts.dates import edtf_bounds, edtf_precision
from mss_cli.facts.derivations import fault
from mss_cli.facts.model import Fact, Manifest, Source, Topic, Wording, distinct_sources
from mss_cli.stores.schema_columns import all_follow
from mss_cli.text import words

Schema = dict[str, Any]
# The messages of fastjsonschema, and how to say them in English.
_WORDING = (
    (r"^must be (object|array|integer)", r"must be an \1"),
    (r"^must be (string|number|boolean)", r"must be a \1"),
    (r"^must contain \[(.*)\] properties$", r"must contain the field \1"),
    (r"^must not contain \{(.*)\} properties$", r"must not contain the field \1"),
)
SchemaCheck = Callable[[Any], Any]  # compiled; raises JsonSchemaValueException

WRONG_SUPERSEDED_BY = "superseded_by does not match the supersedes relations of other facts"
# The id of a conflict about one fact is the fact's id, two hyphens, and one of these words.
RESERVED_IDS = frozenset(("date", "value", "status", "superseded", "corroborated"))
# The patterns in the schemas, explained to people.
PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words of a-z and 0-9, joined by hyphens",
    "^[a-z0-9][a-z0-9-]{0,79}$": "an id of a-z, 0-9 and hyphens",
    "^[a-z0-9][a-z0-9-]{0,199}$": "the id of a conflict",
    "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$": "a file name of A-Z, a-z, 0-9, dots, hyphens and _",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day, YYYY-MM-DD",
    "^[0-9a-f]{64}$": "a SHA-256 in hexadecimal",
    "^[0-9]+\\.[0-9]+\\.[0-9]+$": "a version such as 1.2.3",
    "^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "a BCP 47 language tag such as en",
    "^\\S+( \\S+){0,4}$": "at most five words, separated by single spaces",
}


class Problem(NamedTuple):
    """One failed check. where: the file and record. what: the field and the reason."""

    where: str
    what: str


def all_problems(parts: dict[str, Any], schemas: dict[str, Schema]) -> Iterator[Problem]:
    """Yield every problem of a store.

    parts: those that could be parsed. If only some facts break their schema, the other facts
    are still checked one by one. If any other part is missing or breaks its schema, the checks
    stop, because references point into that part.
    """
    follow_references = set(schemas) == set(parts)
    sound = True
    for problem in schema_problems(parts, schemas):
        sound = False
        follow_references = follow_references and problem.where.startswith("facts.json[")
        yield problem
    if not follow_references:
        return
    if not sound:
        yield from part_problems(parts)
        yield from _problems_of_sound_facts(parts, schemas["facts"])
        return
    for problem in reference_problems(parts):
        sound = False
        yield problem
    if sound:
        yield from conflict_problems(parts)


def _problems_of_sound_facts(parts: dict[str, Any], facts_schema: Schema) -> Iterator[Problem]:
    """Check the facts that follow their schema, in a store where some do not."""
    check = _record_check(facts_schema)
    sound = [fact for fact in parts["facts"] if not record_fault(check, fact)]
    ids = {_key(fact) for fact in parts["facts"]}
    yield from _fact_problems(sound, FactChecker(parts), ids)


# --- schemas ------------------------------------------------------------------------------


def schema_problems(parts: dict[str, Any], schemas: dict[str, Schema]) -> Iterator[Problem]:
    """Check each record against its JSON Schema; yield a problem for each faulty field."""
    for part, part_schema in schemas.items():
        if part not in parts:
            continue
        content = parts[part]
        file = f"{part}.json"
        if part_schema["type"] != "array":
            if not all_follow(part_schema, [content]):
                yield from _faults(_whole_check(part_schema), part_schema, [(file, content)])
        elif not isinstance(content, list):
            yield Problem(file, "must be an array of records")
        elif not all_follow(part_schema, content):
            records = ((f"{file}[{i}]{_label(r)}", r) for i, r in enumerate(content))
            yield from _faults(_record_check(part_schema), part_schema, records)


# The compiled schemas of this process, by the schema object, which stays alive here. Compiling
# takes 200 ms for a store, and a review checks a fact at each key.
_COMPILED: dict[int, tuple[Schema, SchemaCheck]] = {}


def _record_check(part_schema: Schema) -> SchemaCheck:
    """Compile the schema of one record of an array, once for each schema."""
    if id(part_schema) not in _COMPILED:
        import fastjsonschema

        record = {**part_schema["items"], "definitions": part_schema["definitions"]}
        _COMPILED[id(part_schema)] = part_schema, fastjsonschema.compile(record)
    return _COMPILED[id(part_schema)][1]


def _whole_check(part_schema: Schema) -> SchemaCheck:
    """Compile the schema of a file that is no array, once for each schema."""
    if id(part_schema) not in _COMPILED:
        import fastjsonschema

        _COMPILED[id(part_schema)] = part_schema, fastjsonschema.compile(part_schema)
    return _COMPILED[id(part_schema)][1]


def _label(record: Any) -> str:
    key = _key(record)
    return f" {key[:80]!r}" if key is not None else ""


def _key(record: Any) -> str | None:
    key = record.get("id", record.get("file")) if isinstance(record, dict) else None
    return key if isinstance(key, str) else None


def _faults(
    check: SchemaCheck, part_schema: Schema, records: Iterable[tuple[str, Any]]
) -> Iterator[Problem]:
    """Yield every fault of each record. A compiled schema reports only the first."""
    field_checks: dict[str, SchemaCheck] = {}
    for where, record in records:
        first = record_fault(check, record)
        if not first:
            continue
        field_checks = field_checks or _field_checks(part_schema)
        fields = record if isinstance(record, dict) else {}
        others = [
            record_fault(field_checks[name], {name: value})
            for name, value in fields.items()
            if name in field_checks
        ]
        others.append(record_fault(field_checks[""], fields))
        for each in dict.fromkeys((first, *filter(None, others))):
            yield Problem(where, each)


def _field_checks(part_schema: Schema) -> dict[str, SchemaCheck]:
    """Return a check for each field by itself; under "" one that finds unknown fields."""
    import fastjsonschema

    definitions = part_schema.get("definitions", {})
    record_schema = part_schema
    if part_schema["type"] == "array":
        record_schema = definitions[part_schema["items"]["$ref"].rpartition("/")[2]]
    fields = record_schema["properties"]
    checks = {
        name: fastjsonschema.compile({"properties": {name: field}, "definitions": definitions})
        for name, field in fields.items()
    }
    no_others = {"properties": dict.fromkeys(fields, True), "additionalProperties": False}
    return {**checks, "": fastjsonschema.compile(no_others)}


def record_fault(check: SchemaCheck, record: Any) -> str:
    """Return the first fault that a compiled schema finds in a record, or ""."""
    from fastjsonschema import JsonSchemaValueException

    try:
        check(record)
    except JsonSchemaValueException as error:
        name = str(error.name)
        field = name.removeprefix("data").removeprefix(".")[:80] or "the record"
        reason = error.message.removeprefix(name).strip()
        for form, english in _WORDING:
            reason = re.sub(form, english, reason)
        reason = reason[:200]
        if error.rule == "pattern" and isinstance(error.value, str):
            meaning = PATTERNS.get(error.rule_definition, "")
            # ASCII shows letters that look alike, such as a Cyrillic a.
            reason += f"{meaning and f' ({meaning})'}, not {error.value[:80]!a}"
        return f"{field} {reason}"
    except (RecursionError, OverflowError) as error:
        return f"cannot be checked ({error})"
    return ""


# --- references and derived fields --------------------------------------------------------


def reference_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check what a schema cannot: unique ids, references, derived fields and dates."""
    yield from part_problems(parts)
    facts = parts["facts"]
    yield from _duplicates("facts.json", facts, "id")
    superseding = successors(facts)
    yield from supersedes_cycles(superseding)
    yield from _fact_problems(facts, FactChecker(parts), _ids(facts, "id"))
    for fact in facts:
        if sorted(fact["superseded_by"]) != sorted(superseding.get(fact["id"], [])):
            yield Problem(f"facts.json {fact['id']!r}", WRONG_SUPERSEDED_BY)
    yield from _wording_problems(parts.get("wording", []), facts)
    yield from _corroboration_problems(facts)


def _corroboration_problems(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Check that what corroborates another fact is of its time and status."""
    states = {fact["id"]: (fact["status"], fact["date"]) for fact in facts}
    for fact in facts:
        for relation in fact["relations"]:
            if relation["type"] == "corroborates" and relation["fact"] in states:
                own, other = states[fact["id"]], states[relation["fact"]]
                what = corroboration_fault(relation["fact"], *own, *other)
                if what:
                    yield Problem(f"facts.json {fact['id']!r}", what)


def _fact_problems(
    facts: Iterable[Fact], checker: "FactChecker", ids: Collection[str | None]
) -> Iterator[Problem]:
    """Check facts one by one. ids: the facts that relations may name."""
    for fact in facts:
        where = f"facts.json {fact['id']!r}"
        for what in checker.faults(fact):
            yield Problem(where, what)
        for relation in fact["relations"]:
            if relation["fact"] not in ids:
                yield Problem(where, f"relations names an unknown fact {relation['fact']!r}")


def _ids(records: Iterable[Any], key: str) -> set[str]:
    return {record[key] for record in records}


def _duplicates(file: str, records: list[Any], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for record in records:
        if record[key] in seen:
            yield Problem(f"{file} {record[key]!r}", f"{key} is used twice")
        seen.add(record[key])


# --- parts other than facts ---------------------------------------------------------------


def part_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check every part of a store except its facts."""
    keys = {"entities": "id", "topics": "id", "measures": "id", "labels": "of", "sources": "file"}
    for part, key in keys.items():
        yield from _duplicates(f"{part}.json", parts.get(part, []), key)
    yield from _topic_problems(parts["topics"])
    for source in parts["sources"]:
        yield from _source_problems(source)
    yield from _file_name_problems(parts["sources"])
    yield from _coverage_problems(parts["manifest"], parts["sources"])
    entities, topics = _ids(parts["entities"], "id"), _ids(parts["topics"], "id")
    for entity in parts["entities"]:
        for other in entity.get("represents", ()):
            if other not in entities or other == entity["id"]:
                what = f"represents must name other entities, not {other!r}"
                yield Problem(f"entities.json {entity['id']!r}", what)
    for shared in sorted(entities & topics):
        yield Problem(f"topics.json {shared!r}", "an entity has the same id")
    yield from _words_problems(parts.get("wording", []))
    named = entities | topics | _ids(parts.get("measures", []), "id")
    for labels in parts.get("labels", []):
        if labels["of"] not in named:
            where = f"labels.json {labels['of']!r}"
            yield Problem(where, "of names an unknown entity, topic or measure")


def _topic_problems(topics: list[Topic]) -> Iterator[Problem]:
    """Check that `broader` names a topic, forms no cycle and no long chain.

    Each topic is visited once, so a long chain takes linear and not quadratic time.
    """
    broader = {topic["id"]: topic["broader"] for topic in topics}
    for topic in topics:
        if topic["broader"] is not None and topic["broader"] not in broader:
            where = f"topics.json {topic['id']!r}"
            yield Problem(where, f"broader names an unknown topic {topic['broader']!r}")
    depths: dict[str, int] = {}  # 1 for a topic at the top
    for start in broader:
        path: dict[str, None] = {}
        topic_id: str | None = start
        while (
            topic_id is not None
            and topic_id in broader
            and topic_id not in depths
            and topic_id not in path
        ):
            path[topic_id] = None
            topic_id = broader[topic_id]
        if topic_id in path:
            yield Problem(f"topics.json {topic_id!r}", "broader leads back to the topic itself")
        for each in reversed(path):
            depths[each] = depths.get(broader[each] or "", 0) + 1
            if depths[each] == limits.MAX_TOPIC_DEPTH + 2:
                what = f"has more than {limits.MAX_TOPIC_DEPTH} topics above it"
                yield Problem(f"topics.json {each!r}", what)


def _integers(*numbers: Any) -> bool:
    """Return True if all are integers below 2^53. JSON Schema also takes 3.0 for an integer."""
    return all(type(number) is int and abs(number) < 1 << 53 for number in numbers)


def _source_problems(source: Source) -> Iterator[Problem]:
    where = f"sources.json {source['file']!r}"
    spans = [(p["start"], p["end"]) for p in source["passages"]]
    if not all(_integers(*span) for span in (*spans, *source["sentences"], (source["chars"],))):
        yield Problem(where, "chars, passages and sentences must be whole numbers")
        return
    edtf = source["published"]["edtf"]
    if (edtf is None) != (source["published"]["basis"] == "none"):
        yield Problem(where, "published.basis must be 'none' if edtf is null, and only then")
    try:
        if edtf is not None:
            edtf_bounds(edtf)
    except ValueError as error:
        yield Problem(where, f"published.edtf: {error}")
    for passage in source["passages"]:
        if not 0 <= passage["start"] < passage["end"] <= source["chars"]:
            yield Problem(where, f"passage {passage['start']}-{passage['end']} is outside the file")


def _file_name_problems(sources: list[Source]) -> Iterator[Problem]:
    """Check that no two file names differ only in case, because some file systems ignore case."""
    files: dict[str, str] = {}
    for source in sources:
        first = files.setdefault(source["file"].lower(), source["file"])
        if first != source["file"]:
            where = f"sources.json {source['file']!r}"
            yield Problem(where, f"file differs from {first!r} only in case")


def _coverage_problems(manifest: Manifest, sources: list[Source]) -> Iterator[Problem]:
    try:
        first, last = coverage_of(sources)
    except ValueError:
        return  # _source_problems reports the date
    if (manifest["coverage"]["first"], manifest["coverage"]["last"]) != (first, last):
        yield Problem("manifest.json", f"coverage must be {first} to {last}, as in sources.json")


def coverage_of(sources: Iterable[Source]) -> tuple[str | None, str | None]:
    """Return the first and last possible publication day of these sources."""
    bounds = [edtf_bounds(s["published"]["edtf"]) for s in sources if s["published"]["edtf"]]
    starts = [b.start for b in bounds if b.start]
    ends = [b.end for b in bounds if b.end]
    return (min(starts) if starts else None), (max(ends) if ends else None)


def _words_problems(wording: list[Wording]) -> Iterator[Problem]:
    """Check that each passage is listed once, with folded words as text.words returns them."""
    seen = set()
    for record in wording:
        start, end = record["start"], record["end"]
        span = (record["source"], start, end)
        where = f"wording.json {record['source']!r} {start}-{end}"
        if span in seen:
            yield Problem(where, "the passage is listed twice")
        elif not _integers(start, end):
            yield Problem(where, "start and end must be whole numbers")
        elif not _folded(record["words"]):
            yield Problem(where, "words must contain folded words and numbers only")
        seen.add(span)


def _folded(text: str) -> bool:
    """Return True if a text consists of folded words and numbers in digits, such as `2.6`."""
    tokens = text.split()
    if "." in text:
        tokens = [token for token in tokens if not re.fullmatch(r"[0-9]+\.[0-9]+", token)]
    return words(" ".join(tokens)) == tokens


def _wording_problems(wording: list[Wording], facts: list[Fact]) -> Iterator[Problem]:
    cited = {(e["source"], e["start"], e["end"]) for fact in facts for e in fact["evidence"]}
    for record in wording:
        if (record["source"], record["start"], record["end"]) not in cited:
            yield uncited_passage(record["source"], record["start"], record["end"])


def uncited_passage(source: str, start: int, end: int) -> Problem:
    """Return the problem that wording.json lists a passage that no fact cites."""
    return Problem(f"wording.json {source!r} {start}-{end}", "no fact cites this passage")


# --- one fact -----------------------------------------------------------------------------


def fact_check(
    parts: dict[str, Any], facts_schema: Schema, sources: Mapping[str, Source] | None = None
) -> Callable[[Fact], str]:
    """Return a function that returns the first problem of a fact by itself, or "".

    parts: the other parts of the store. facts_schema: the schema of facts.json. sources: those of a
    store whose parts do not hold them.
    """
    schema_check = _record_check(facts_schema)
    checker = FactChecker(parts)
    if sources is not None:
        checker.sources = sources

    def check(fact: Fact) -> str:
        schema_fault = record_fault(schema_check, fact)
        if schema_fault:
            return schema_fault
        first = next(checker.faults(fact), "")
        return f"{fact['id']!r}: {first}" if first else ""

    return check


FirstFault = Callable[[Sequence[Fact]], tuple[int, str] | None]


def first_fault(parts: dict[str, Any], facts_schema: Schema) -> FirstFault:
    """Return a function that returns the index and the problem of the first faulty fact of many.

    The problem is that of fact_check, and the function takes half as long. parts, facts_schema:
    as for fact_check.
    """
    checker = FactChecker(parts)

    def check(facts: Sequence[Fact]) -> tuple[int, str] | None:
        well_formed = all_follow(facts_schema, facts)
        if well_formed and not any(fault for fact in facts for fault in checker.faults(fact)):
            return None
        problems = map(fact_check(parts, facts_schema), facts)
        return next(((index, problem) for index, problem in enumerate(problems) if problem), None)

    return check


class FactChecker:
    """Checks facts one by one against the other parts of their store."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.entities = _ids(parts["entities"], "id")
        self.topics = _ids(parts["topics"], "id")
        self.measures = _ids(parts.get("measures", []), "id")
        self.sources: Mapping[str, Source] = {s["file"]: s for s in parts["sources"]}

    def faults(self, fact: Fact) -> Iterator[str]:
        """Yield the faults of a fact that follows its schema."""
        if fact["id"] in RESERVED_IDS:
            yield "this id is reserved for the ids of conflicts"
        for field, identifier in self._unknown_ids(fact):
            kind = "topic" if field in ("topics", "stance.on") else "entity"
            yield f"{field} names an unknown {kind} {identifier!r}"
        if fact["id"] in [relation["fact"] for relation in fact["relations"]]:
            yield "relations must not name the fact itself"
        for required in kinds.KINDS[fact["kind"]].required:
            if not fact[required]:  # type: ignore[literal-required]
                yield f"{required} must not be empty for the kind {fact['kind']!r}"
        yield from self._quantity_faults(fact)
        yield from self._evidence_faults(fact)
        yield from _date_faults(fact)

    def _unknown_ids(self, fact: Fact) -> Iterator[tuple[str, str]]:
        """Yield each field that names an unknown entity or topic, with the id."""
        for field in ("said_by", "said_to", "actors", "about", "places"):
            for entity in fact[field]:
                if entity not in self.entities:
                    yield field, entity
        for topic in fact["topics"]:
            if topic not in self.topics:
                yield "topics", topic
        stance = fact["stance"]
        if stance is not None:
            if stance["holder"] not in self.entities:
                yield "stance.holder", stance["holder"]
            if stance["on"] not in self.topics:
                yield "stance.on", stance["on"]

    def _quantity_faults(self, fact: Fact) -> Iterator[str]:
        quantity = fact["quantity"]
        if quantity is None:
            return
        numbers = (quantity["low"], quantity["value"], quantity["high"])
        given = [number for number in numbers if number is not None]
        if given != sorted(given):
            yield "quantity must have low <= value <= high"
        if self.measures and quantity["measure"] not in self.measures:
            yield f"quantity.measure names an unknown measure {quantity['measure']!r}"

    def _evidence_faults(self, fact: Fact) -> Iterator[str]:
        spans = [(e["source"], e["start"], e["end"]) for e in fact["evidence"]]
        if len(set(spans)) < len(spans):
            yield "evidence cites the same passage twice"
        for number, evidence in enumerate(fact["evidence"]):
            source, start, end = evidence["source"], evidence["start"], evidence["end"]
            where = f"evidence[{number}]"
            if not _integers(start, end, evidence["paragraph"]):
                yield f"{where}: start, end and paragraph must be whole numbers"
            elif source not in self.sources:
                yield f"{where} names an unknown source {source!r}"
            elif not 0 <= start < end <= self.sources[source]["chars"]:
                chars = self.sources[source]["chars"]
                yield f"{where} spans {start}-{end}, but {source} has {chars} characters"
            elif end - start > limits.MAX_PASSAGE_CHARS:
                yield f"{where} spans more than {limits.MAX_PASSAGE_CHARS:,} characters"
            if evidence["reports"]["date"] is not None:
                try:
                    edtf_bounds(evidence["reports"]["date"])
                except ValueError as error:
                    yield f"{where}.reports.date: {error}"
        if fact["sources"] != distinct_sources(fact):
            yield "sources must list the sources of the evidence, in order"


def _date_faults(fact: Fact) -> Iterator[str]:
    date, basis = fact["date"], fact["date_basis"]
    try:
        bounds = edtf_bounds(date) if date is not None else (None, None)
        precision = edtf_precision(date)
    except ValueError as error:
        yield f"date: {error}"
        return
    if (fact["date_start"], fact["date_end"]) != tuple(bounds):
        first, last = (bound or "null" for bound in bounds)
        yield f"date_start and date_end must be {first} and {last}, the bounds of {date}"
    if fact["date_precision"] != precision:
        yield f"date_precision must be {precision!r}, the precision of {date}"
    if (date is None) != (basis == "none"):
        yield "date_basis must be 'none' if date is null, and only then"
    derivation = fact["date_derivation"]
    if derivation is None:
        return
    if basis in ("explicit", "none"):
        yield f"date_derivation must be null if date_basis is {basis!r}"
    elif date and (derivation_fault := fault(date, derivation)):
        yield derivation_fault


# --- between facts ------------------------------------------------------------------------


def conflict_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check that each fact lists its conflicts. All references must be sound."""
    sources = {s["file"]: s for s in parts["sources"]}
    computed = references(find(parts["facts"], sources))
    for fact in parts["facts"]:
        expected = computed.get(fact["id"], [])
        if fact["conflicts"] != expected:
            ids = ", ".join(reference["id"] for reference in expected)
            given = f"give {len(expected)}: {ids[:200]}" if expected else "give none"
            yield Problem(
                f"facts.json {fact['id']!r}",
                f"conflicts must follow from readings and relations, which {given}",
            )


def successors(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Return, for each superseded fact, the ids of the facts that supersede it, in order."""
    superseding: dict[str, list[str]] = {}
    for fact in facts:
        for relation in fact["relations"]:
            ids = superseding.setdefault(relation["fact"], [])
            if relation["type"] == "supersedes" and ids[-1:] != [fact["id"]]:
                ids.append(fact["id"])
    return {old: ids for old, ids in superseding.items() if ids}


def supersedes_cycles(superseding: dict[str, list[str]]) -> Iterator[Problem]:
    """Yield a problem for each fact at which a chain of `supersedes` closes.

    superseding: as successors returns it. The walk is depth-first and not recursive.
    """
    done: set[str] = set()
    for start in superseding:
        if start in done:
            continue
        path = {start: iter(superseding[start])}
        while path:
            fact, newer = next(reversed(path.items()))
            step = next(newer, None)
            if step is None:
                done.add(fact)
                del path[fact]
            elif step in path:
                what = "supersedes relations lead back to the fact itself"
                yield Problem(f"facts.json {step!r}", what)
            elif step not in done:
                path[step] = iter(superseding.get(step, ()))
