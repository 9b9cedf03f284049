"""What must hold of a store beyond being JSON: its schemas, ids, references and dates.

Loaded only for stores that are not the bundled one, and for `verify`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.conflicts import find, references
from mss_cli.facts import kinds
from mss_cli.facts.dates import edtf_bounds, edtf_precision
from mss_cli.facts.derivations import fault
from mss_cli.facts.model import Fact, Manifest, Source, Topic, Wording, distinct_sources
from mss_cli.text import words

NOT_SUPERSEDED = "superseded_by is not what the relations of other facts say"
# With two hyphens before it, each of these ends the id of a disagreement about one fact.
RESERVED = frozenset(("date", "value", "status", "superseded", "corroborated"))
# What the patterns of the schemas want, in words.
FORMS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "words of a-z and 0-9, joined by hyphens",
    "^[a-z0-9][a-z0-9-]{0,79}$": "an id of a-z, 0-9 and hyphens",
    "^[a-z0-9][a-z0-9-]{0,199}$": "the id of a disagreement",
    "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$": "a plain file name of A-Z, a-z, 0-9, dot, - and _",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day, YYYY-MM-DD",
    "^[0-9a-f]{64}$": "a SHA-256 in hexadecimal",
    "^[0-9]+\\.[0-9]+\\.[0-9]+$": "a version, 1.2.3",
    "^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "a language tag (BCP 47), en",
    "^\\S+( \\S+){0,4}$": "at most five words, with one space between",
}


class Problem(NamedTuple):
    """One failed check. where: file and record; what: field and reason."""

    where: str
    what: str


def all_problems(parts: dict[str, Any], schemas: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """Yield everything that is wrong with a store, as far as it could be parsed.

    parts may lack some of those that have a schema. What a faulty record would be needed for
    is not checked: then facts are checked one by one, and not what they say of each other.
    """
    found = False
    others = set(schemas) == set(parts)  # whether all is sound but some facts
    for problem in schema_problems(parts, schemas):
        found, others = True, others and problem.where.startswith("facts.json[")
        yield problem
    if not found and others:
        for problem in reference_problems(parts):
            found = True
            yield problem
        if not found:
            yield from conflict_problems(parts)
    elif others:
        yield from part_problems(parts)
        check = _compiled(schemas["facts"])
        sound = [fact for fact in parts["facts"] if not record_fault(check, fact)]
        known = {_key(fact) for fact in parts["facts"]}
        yield from _fact_by_fact(sound, FactChecker(parts), known)


def schema_problems(parts: dict[str, Any], schemas: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """Check each record against its JSON Schema: every field with a fault, in every record."""
    import fastjsonschema

    for part, whole in schemas.items():
        if part not in parts:
            continue
        data = parts[part]
        file = f"{part}.json"
        if whole["type"] != "array":
            yield from _faults(fastjsonschema.compile(whole), whole, [(file, data)])
            continue
        if not isinstance(data, list):
            yield Problem(file, "must be an array of records")
            continue
        records = ((f"{file}[{i}]{_label(r)}", r) for i, r in enumerate(data))
        yield from _faults(_compiled(whole), whole, records)


def _compiled(whole: dict[str, Any]) -> Callable[[Any], Any]:
    """Return the check of one record of an array."""
    import fastjsonschema

    checked: Callable[[Any], Any] = fastjsonschema.compile(
        {**whole["items"], "definitions": whole["definitions"]}
    )
    return checked


def _label(record: object) -> str:
    key = _key(record)
    return f" {key[:80]!r}" if key is not None else ""


def _key(record: object) -> str | None:
    key = record.get("id", record.get("file")) if isinstance(record, dict) else None
    return key if isinstance(key, str) else None


def _faults(
    check: Callable[[Any], Any], whole: dict[str, Any], records: Iterable[tuple[str, object]]
) -> Iterator[Problem]:
    fields: dict[str, Callable[[Any], Any]] = {}
    for where, record in records:
        first = record_fault(check, record)
        if first and not fields:
            fields = _field_checks(whole)
        if first:
            known = record if isinstance(record, dict) else {}
            each = [record_fault(fields[f], {f: v}) for f, v in known.items() if f in fields]
            each.append(record_fault(fields[""], known))
            for fault in dict.fromkeys((first, *filter(None, each))):
                yield Problem(where, fault)


def _field_checks(whole: dict[str, Any]) -> dict[str, Callable[[Any], Any]]:
    """Return a check of a record for each field, of it alone, and "" for fields too many.

    They are for the faults after the first.
    """
    import fastjsonschema

    defined = whole.get("definitions", {})
    record = whole
    if whole["type"] == "array":
        record = defined[whole["items"]["$ref"].rpartition("/")[2]]
    fields = record["properties"]
    no_more = {"properties": dict.fromkeys(fields, True), "additionalProperties": False}
    checks = {
        name: fastjsonschema.compile({"properties": {name: kind}, "definitions": defined})
        for name, kind in fields.items()
    }
    return {**checks, "": fastjsonschema.compile(no_more)}


def record_fault(check: Callable[[Any], Any], record: object) -> str:
    """Return what a compiled schema finds wrong with a record, or ""."""
    from fastjsonschema import JsonSchemaValueException

    try:
        check(record)
    except JsonSchemaValueException as error:
        name = str(error.name)
        field = name.removeprefix("data").removeprefix(".")[:80] or "the record"
        said = error.message.removeprefix(name).strip()[:200]
        if error.rule == "pattern" and isinstance(error.value, str):
            form = FORMS.get(error.rule_definition, "")  # ascii shows letters that look alike
            said += f"{form and f' ({form})'}, not {error.value[:80]!a}"
        return f"{field} {said}"
    except (RecursionError, OverflowError) as error:
        return f"cannot be checked ({error})"
    return ""


def reference_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check what a schema cannot: unique ids, resolved references, derived fields, dates."""
    yield from part_problems(parts)
    facts = _ids(parts["facts"], "id")
    yield from _duplicates("facts.json", parts["facts"], "id")
    overtaken = superseded(parts["facts"])
    yield from circles(overtaken)
    yield from _fact_by_fact(parts["facts"], FactChecker(parts), facts)
    for fact in parts["facts"]:
        if sorted(fact["superseded_by"]) != sorted(overtaken.get(fact["id"], [])):
            yield Problem(f"facts.json {fact['id']!r}", NOT_SUPERSEDED)
    yield from _wording_problems(parts.get("wording", []), parts["facts"])


def _fact_by_fact(
    facts: Iterable[Fact], checker: "FactChecker", known: Collection[str | None]
) -> Iterator[Problem]:
    """Check facts one by one; known: the ids that relations may name."""
    for fact in facts:
        where = f"facts.json {fact['id']!r}"
        for what in checker.faults(fact):
            yield Problem(where, what)
        for relation in fact["relations"]:
            if relation["fact"] not in known:
                yield Problem(where, f"relations names an unknown fact {relation['fact']!r}")


def part_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check everything of a store but its facts."""
    entities = _ids(parts["entities"], "id")
    topics = _ids(parts["topics"], "id")
    measures = _ids(parts.get("measures", []), "id")
    for part, key in (
        ("entities", "id"),
        ("topics", "id"),
        ("measures", "id"),
        ("labels", "of"),
        ("sources", "file"),
    ):
        yield from _duplicates(f"{part}.json", parts.get(part, []), key)
    yield from _topic_problems(parts["topics"])
    files: dict[str, str] = {}
    for source in parts["sources"]:
        yield from _source_problems(source)
        other = files.setdefault(source["file"].lower(), source["file"])
        if other != source["file"]:
            where = f"sources.json {source['file']!r}"
            yield Problem(where, f"the file differs from {other!r} in capitals only")
    yield from _coverage_problems(parts["manifest"], parts["sources"])
    for shared in sorted(entities & topics):
        yield Problem(f"topics.json {shared!r}", "an entity has the same id")
    yield from _words_problems(parts.get("wording", []))
    named = entities | topics | measures
    for labels in parts.get("labels", []):
        if labels["of"] not in named:
            yield Problem(f"labels.json {labels['of']!r}", "of names no entity, topic or measure")


class FactChecker:
    """What must hold of a fact by itself, in a store with certain other parts."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.entities = _ids(parts["entities"], "id")
        self.topics = _ids(parts["topics"], "id")
        self.measures = _ids(parts.get("measures", []), "id")
        self.sources: dict[str, Source] = {s["file"]: s for s in parts["sources"]}

    def faults(self, fact: Fact) -> Iterator[str]:
        """Yield what is wrong with a fact that its schema allows."""
        if fact["id"] in RESERVED:
            yield "this id ends the ids of disagreements"
        yield from _fact_problems(fact, self.entities, self.topics, self.sources)
        q = fact["quantity"]
        if self.measures and q and q["measure"] not in self.measures:
            yield f"quantity.measure names an unknown measure {q['measure']!r}"


def _wording_problems(wording: list[Wording], facts: list[Fact]) -> Iterator[Problem]:
    cited = {(e["source"], e["start"], e["end"]) for fact in facts for e in fact["evidence"]}
    for record in wording:
        if (record["source"], record["start"], record["end"]) not in cited:
            yield uncited(record["source"], record["start"], record["end"])


def uncited(source: str, start: int, end: int) -> Problem:
    """Return the problem that words are given of a passage that no fact cites."""
    return Problem(f"wording.json {source!r} {start}-{end}", "no fact cites this passage")


def _words_problems(wording: list[Wording]) -> Iterator[Problem]:
    """Check that each passage stands once, with its words as text.words has them."""
    seen = set()
    for record in wording:
        span = (record["source"], record["start"], record["end"])
        where = f"wording.json {record['source']!r} {record['start']}-{record['end']}"
        if span in seen:
            yield Problem(where, "the passage stands twice")
        elif not _whole(*span[1:]):
            yield Problem(where, "start or end is no whole number")
        elif not _folded(record["words"]):
            yield Problem(where, "words has something else than folded words")
        seen.add(span)


def _folded(told: str) -> bool:
    """Return whether a text is folded words and numbers in digits, `2.6` among them."""
    parted = told.split()
    if "." in told:
        parted = [word for word in parted if not re.fullmatch(r"[0-9]+\.[0-9]+", word)]
    return words(" ".join(parted)) == parted


def conflict_problems(parts: dict[str, Any]) -> Iterator[Problem]:
    """Check that each fact names the disagreements it stands in; needs sound references."""
    sources = {s["file"]: s for s in parts["sources"]}
    standing = references(find(parts["facts"], sources))
    for fact in parts["facts"]:
        wanted = standing.get(fact["id"], [])
        if fact["conflicts"] != wanted:
            names = ", ".join(reference["id"] for reference in wanted)
            yield Problem(
                f"facts.json {fact['id']!r}",
                "conflicts is not what readings and relations give: "
                + (f"{len(wanted)}, by id {names[:200]}" if wanted else "none"),
            )


def superseded(facts: list[Fact]) -> dict[str, list[str]]:
    """Return, for each overtaken fact, the ids of the facts that supersede it, in order."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        for relation in fact["relations"]:
            later = found.setdefault(relation["fact"], [])
            if relation["type"] == "supersedes" and later[-1:] != [fact["id"]]:
                later.append(fact["id"])
    return {old: later for old, later in found.items() if later}


def circles(overtaken: dict[str, list[str]]) -> Iterator[Problem]:
    """Yield each fact at which a walk along `supersedes` comes back to where it passed."""
    done: set[str] = set()
    for start in overtaken:
        path: dict[str, Iterator[str]] = (
            {start: iter(overtaken[start])} if start not in done else {}
        )
        while path:
            fact, later = next(reversed(path.items()))
            step = next(later, None)
            if step is None:
                done.add(fact)
                del path[fact]
            elif step in path:
                yield Problem(f"facts.json {step!r}", "supersedes lead back to the fact itself")
            elif step not in done:
                path[step] = iter(overtaken.get(step, ()))


def _ids(records: list[Any], key: str) -> set[str]:
    return {record[key] for record in records}


def _duplicates(file: str, records: list[Any], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for record in records:
        if record[key] in seen:
            yield Problem(f"{file} {record[key]!r}", f"the {key} stands twice")
        seen.add(record[key])


def _topic_problems(topics: list[Topic]) -> Iterator[Problem]:
    """Check that `broader` names a topic, and never leads back; each topic is passed once."""
    broader = {topic["id"]: topic["broader"] for topic in topics}
    for topic in topics:
        if topic["broader"] is not None and topic["broader"] not in broader:
            where = f"topics.json {topic['id']!r}"
            yield Problem(where, f"broader names an unknown topic {topic['broader']!r}")
    above: dict[str, int] = {}  # how many topics stand over each, itself among them
    for start in broader:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here in broader and here not in above and here not in path:
            path[here] = None
            here = broader[here]
        if here in path:
            yield Problem(f"topics.json {here!r}", "broader leads back to the topic itself")
        for name in reversed(path):
            above[name] = above.get(broader[name] or "", 0) + 1
            if above[name] == limits.MAX_TOPIC_DEPTH + 2:
                yield Problem(
                    f"topics.json {name!r}",
                    f"more than {limits.MAX_TOPIC_DEPTH} topics lie above it",
                )


def _whole(*numbers: object) -> bool:
    """Return whether all are integers of a sane size; JSON Schema takes 3.0 for one."""
    return all(type(number) is int and abs(number) < 1 << 53 for number in numbers)


def _source_problems(source: Source) -> Iterator[Problem]:
    where = f"sources.json {source['file']!r}"
    spans = [(p["start"], p["end"]) for p in source["passages"]]
    if not all(_whole(*span) for span in (*spans, *source["sentences"], (source["chars"],))):
        yield Problem(where, "chars, passages or sentences has a number that is not whole")
        return
    if (source["published"]["edtf"] is None) != (source["published"]["basis"] == "none"):
        yield Problem(where, "published.basis is 'none' exactly when there is no date")
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
) -> Iterator[str]:
    for field in ("said_by", "said_to", "actors", "about", "places"):
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
        if relation["fact"] == fact["id"]:
            yield "relations names the fact itself"
    yield from _quantity_problems(fact)
    for required in kinds.KINDS[fact["kind"]].required:
        if not fact[required]:  # type: ignore[literal-required]
            yield f"{required} is empty, but a {fact['kind']} needs it"
    yield from _evidence_problems(fact, sources)
    yield from _date_problems(fact)


def checker(parts: dict[str, Any], whole: dict[str, Any]) -> Callable[[Fact], str]:
    """Return the function that says what is wrong with a fact by itself, or "".

    parts: the store's other files; whole: the schema of facts.json.
    """
    check = _compiled(whole)
    facts = FactChecker(parts)

    def fault(fact: Fact) -> str:
        wrong = record_fault(check, fact)
        first = wrong or next(facts.faults(fact), "")
        return f"{fact['id']!r}: {first}" if first and not wrong else first

    return fault


def _quantity_problems(fact: Fact) -> Iterator[str]:
    q = fact["quantity"]
    if q is None:
        return
    bounds = [b for b in (q["low"], q["value"], q["high"]) if b is not None]
    if bounds != sorted(bounds):
        yield "quantity is not low <= value <= high"


def _evidence_problems(fact: Fact, sources: dict[str, Source]) -> Iterator[str]:
    spans = [(e["source"], e["start"], e["end"]) for e in fact["evidence"]]
    if len(set(spans)) < len(spans):
        yield "evidence has the same passage twice"
    for number, evidence in enumerate(fact["evidence"]):
        source = sources.get(evidence["source"])
        if not _whole(evidence["start"], evidence["end"], evidence["paragraph"]):
            yield f"evidence[{number}] has a start, end or paragraph that is no whole number"
        elif source is None:
            yield f"evidence[{number}] names an unknown source {evidence['source']!r}"
        elif not 0 <= evidence["start"] < evidence["end"] <= source["chars"]:
            yield (
                f"evidence[{number}] spans {evidence['start']}-{evidence['end']}, but "
                f"{evidence['source']} has {source['chars']} characters"
            )
        elif evidence["end"] - evidence["start"] > limits.MAX_PASSAGE_CHARS:
            yield f"evidence[{number}] spans more than {limits.MAX_PASSAGE_CHARS:,} characters"
        if evidence["reports"]["date"] is not None:
            try:
                edtf_bounds(evidence["reports"]["date"])
            except ValueError as error:
                yield f"evidence[{number}].reports.date: {error}"
    if fact["sources"] != distinct_sources(fact):
        yield "sources is not the list of the sources of its evidence"


def _date_problems(fact: Fact) -> Iterator[str]:
    try:
        bounds = edtf_bounds(fact["date"]) if fact["date"] is not None else (None, None)
        precision = edtf_precision(fact["date"])
    except ValueError as error:
        yield f"date: {error}"
        return
    if (fact["date_start"], fact["date_end"]) != tuple(bounds):
        first, last = (bound or "null" for bound in bounds)
        yield f"date_start and date_end must be {first} and {last}, the bounds of {fact['date']}"
    if fact["date_precision"] != precision:
        yield f"date_precision is not {precision!r}, as {fact['date']} has it"
    if (fact["date"] is None) != (fact["date_basis"] == "none"):
        yield "date_basis is 'none' exactly when there is no date"
    derivation = fact["date_derivation"]
    if derivation is not None and fact["date_basis"] in ("explicit", "none"):
        yield f"date_derivation must be null where date_basis is {fact['date_basis']!r}"
    elif derivation is not None and fact["date"] and (wrong := fault(fact["date"], derivation)):
        yield wrong
