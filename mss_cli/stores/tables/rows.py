"""Records as rows of the tables in layout.sql, and back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from mss_cli.facts.model import Conflict, Fact, distinct_sources

Record = dict[str, Any]
Row = tuple[str, tuple[Any, ...]]  # the table, and a value for each of its columns
Grouped = Mapping[Any, Sequence[Sequence[Any]]]  # the rows of a table by their first column

ROLES = ("said_by", "said_to", "actors", "about", "places")
_DERIVATION = ("printed", "anchor", "anchored_on", "rule", "count")
_QUANTITY = ("value", "low", "high", "qualifier", "unit", "measure")
_STANCE = ("holder", "on", "position")
_WORDING = ("source", "start", "end", "words")
_REPORTS = ("date", "value", "status", "wording", "part")


# --- to rows ------------------------------------------------------------------------------


def manifest_row(manifest: Any, selection: str, total: int) -> Row:
    """Return the row of a manifest.

    selection: the filters of the export, as typed. total: the number of facts in the store.
    """
    coverage = manifest["coverage"]
    named = (manifest[name] for name in ("name", "title", "version", "licence"))
    return "store", (*named, coverage["first"], coverage["last"], selection or None, total)


def source_rows(place: int, source: Any) -> Iterator[Row]:
    """Yield the rows of a source."""
    file, published = source["file"], source["published"]
    yield (
        "sources",
        (
            *(file, place, source["title"], source["label"], source["publisher"]),
            *(published["edtf"], published["basis"], published["note"], source.get("byline")),
            *(source["language"], source["chars"], source["sha256"]),
        ),
    )
    for at, each in enumerate(source["passages"]):
        yield "passages", (file, at, each["start"], each["end"], each["label"], each["note"])
    for at, (start, end) in enumerate(source["sentences"]):
        yield "sentences", (file, at, start, end)


def _entity_rows(place: int, entity: Record) -> Iterator[Row]:
    own = (entity["id"], place, entity["kind"], entity["name"], entity["summary"])
    yield "entities", (*own, entity.get("gender"))
    yield from _listed("aliases", entity["id"], entity["aliases"])
    yield from _listed("represents", entity["id"], entity.get("represents", ()))


def _topic_rows(place: int, topic: Record) -> Iterator[Row]:
    yield "topics", (topic["id"], place, topic["label"], topic["broader"], topic["definition"])
    yield from _listed("topic_labels", topic["id"], topic["alt_labels"])


def _measure_rows(place: int, measure: Record) -> Iterator[Row]:
    fields = ("label", "series", "stage", "definition")
    yield "measures", (measure["id"], place, *(measure[field] for field in fields))
    yield from _listed("measure_labels", measure["id"], measure["alt_labels"])


def _label_rows(place: int, labels: Record) -> Iterator[Row]:
    for at, (label, reason) in enumerate(labels["hidden_labels"].items()):
        yield "hidden_labels", (place, at, labels["of"], label, reason)


def _synonym_rows(place: int, ring: Record) -> Iterator[Row]:
    for at, word in enumerate(ring["words"]):
        yield "synonyms", (place, at, word, ring["reason"])


VOCABULARY_ROWS: Mapping[str, Callable[[int, Record], Iterator[Row]]] = {
    "entities": _entity_rows,
    "topics": _topic_rows,
    "measures": _measure_rows,
    "labels": _label_rows,
    "synonyms": _synonym_rows,
}


def wording_rows(place: int, wording: Record) -> Iterator[Row]:
    """Yield the row of the words of a passage."""
    yield "wording", (place, *_values(wording, _WORDING))


def _listed(table: str, owner: str, values: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a list of texts."""
    return ((table, (owner, place, value)) for place, value in enumerate(values))


def fact_rows(number: int, place: int, fact: Fact) -> Iterator[Row]:
    """Yield the rows of a fact. number: from 1, in date order. place: from 0, in the file."""
    own = fact["id"]
    dates = ("date", "date_start", "date_end", "date_precision", "date_basis", "date_note")
    yield (
        "facts",
        (
            *(number, own, place, fact["kind"], fact["status"], fact["text"]),
            *map(cast(Record, fact).get, dates),
            *_values(fact["quantity"], _QUANTITY),
            *_values(fact["stance"], _STANCE),
            *_values(fact["date_derivation"], _DERIVATION),
        ),
    )
    for role in ROLES:
        for at, entity in enumerate(cast(Record, fact)[role]):
            yield "fact_entities", (own, role, at, entity)
    yield from _listed("fact_topics", own, fact["topics"])
    yield from _listed("phrases", own, fact["phrases"])
    for at, each in enumerate(fact["evidence"]):
        span = (each["source"], each["start"], each["end"], each["paragraph"], each["form"])
        reports = _values(each["reports"], _REPORTS)
        yield "evidence", (own, at, *span, each["sha256"], *reports)
    for at, relation in enumerate(fact["relations"]):
        fields = ("type", "fact", "note", "settled_by")
        yield "relations", (own, at, *_values(relation, fields))
    yield from _listed("fact_conflicts", own, (ref["id"] for ref in fact["conflicts"]))


def conflict_rows(conflict: Conflict) -> Iterator[Row]:
    """Yield the rows of a conflict."""
    fields = ("id", "class", "property", "explanation", "settled_by")
    yield "conflicts", _values(conflict, fields)
    for at, reading in enumerate(conflict["readings"]):
        span = (reading["fact"], reading["source"], reading["start"], reading["end"])
        yield "readings", (conflict["id"], at, *span, reading["value"])


def _values(record: Any, fields: Sequence[str]) -> tuple[Any, ...]:
    """Return the fields of a record, or None for each field if there is no record."""
    return tuple(record.get(field) for field in fields) if record else (None,) * len(fields)


# --- and back -----------------------------------------------------------------------------


def manifest_of(row: Sequence[Any]) -> Record:
    """Return the manifest in a row of `store`."""
    manifest: Record = dict(zip(("name", "title", "version", "licence"), row, strict=False))
    return {**manifest, "coverage": {"first": row[4], "last": row[5]}}


def source_of(row: Sequence[Any], passages: Grouped, sentences: Grouped) -> Any:
    """Return the source in a row, with its passages and sentences."""
    file, _, title, label, publisher, edtf, basis, note, byline, language, chars, sha256 = row
    return {
        "file": file,
        "title": title,
        "label": label,
        "publisher": publisher,
        "published": {"edtf": edtf, "basis": basis, "note": note},
        "sha256": sha256,
        "chars": chars,
        "language": language,
        "passages": [
            dict(zip(("start", "end", "label", "note"), each[2:], strict=True))
            for each in passages.get(file, ())
        ],
        "sentences": [list(each[2:]) for each in sentences.get(file, ())],
        **({} if byline is None else {"byline": byline}),
    }


def entity_of(row: Sequence[Any], aliases: Grouped, represents: Grouped) -> Any:
    """Return the entity in a row, with its aliases."""
    own, _, kind, name, summary, gender = row
    entity = {"id": own, "kind": kind, "name": name, "aliases": _texts(aliases, own)}
    entity["summary"] = summary
    if own in represents:
        entity["represents"] = _texts(represents, own)
    return entity if gender is None else {**entity, "gender": gender}


def topic_of(row: Sequence[Any], labels: Grouped) -> Record:
    """Return the topic in a row, with its alternative labels."""
    own, _, label, broader, definition = row
    alternative = _texts(labels, own)
    names = ("id", "label", "alt_labels", "broader", "definition")
    return dict(zip(names, (own, label, alternative, broader, definition), strict=True))


def measure_of(row: Sequence[Any], labels: Grouped) -> Record:
    """Return the measure in a row, with its alternative labels."""
    own, _, label, *rest = row
    names = ("id", "label", "alt_labels", "series", "stage", "definition")
    return dict(zip(names, (own, label, _texts(labels, own), *rest), strict=True))


def labels_of(rows: Sequence[Sequence[Any]]) -> Record:
    """Return the hidden labels of one record, from its rows."""
    return {"of": rows[0][2], "hidden_labels": {label: reason for *_, label, reason in rows}}


def ring_of(rows: Sequence[Sequence[Any]]) -> Record:
    """Return a ring of synonyms, from its rows."""
    return {"words": [row[2] for row in rows], "reason": rows[0][3]}


def wording_of(row: Sequence[Any]) -> Record:
    """Return the words of a passage in a row."""
    return dict(zip(_WORDING, row[1:], strict=True))


def fact_of(row: Sequence[Any], related: Mapping[str, Grouped]) -> Any:
    """Return the fact in a row, except superseded_by.

    related: the rows of the other tables of facts, by table. A conflict there is a full reference.
    """
    own = row[1]
    roles: dict[str, list[str]] = {role: [] for role in ROLES}
    for _, role, _, entity in related["fact_entities"].get(own, ()):
        roles.setdefault(role, []).append(entity)
    evidence = [_evidence_of(each) for each in related["evidence"].get(own, ())]
    return {
        "id": own,
        "kind": row[3],
        "text": row[5],
        "date": row[6],
        "date_start": row[7],
        "date_end": row[8],
        "date_precision": row[9],
        "date_basis": row[10],
        "date_note": row[11],
        "date_derivation": _record(row[21:26], _DERIVATION),
        "status": row[4],
        **roles,
        "topics": _texts(related["fact_topics"], own),
        "quantity": _record(row[12:18], _QUANTITY),
        "stance": _record(row[18:21], _STANCE),
        "phrases": _texts(related["phrases"], own),
        "evidence": evidence,
        "relations": [
            dict(zip(("type", "fact", "note", "settled_by"), each[2:], strict=True))
            for each in related["relations"].get(own, ())
        ],
        "sources": distinct_sources(cast(Fact, {"evidence": evidence})),
        "superseded_by": [],
        "conflicts": [
            dict(zip(("id", "class", "property"), each[2:], strict=True))
            for each in related["fact_conflicts"].get(own, ())
        ],
    }


def _evidence_of(row: Sequence[Any]) -> Record:
    _, _, source, start, end, paragraph, form, sha256, *reports = row
    names = ("source", "start", "end", "sha256", "form", "paragraph", "reports")
    said = dict(zip(_REPORTS, reports, strict=True))
    return dict(zip(names, (source, start, end, sha256, form, paragraph, said), strict=True))


def _record(values: Sequence[Any], fields: Sequence[str]) -> Record | None:
    """Return a record of fields, or None if it has no values."""
    if all(value is None for value in values):
        return None
    return dict(zip(fields, values, strict=True))


def _texts(grouped: Grouped, owner: str) -> list[Any]:
    """Return a list of texts from its rows."""
    return [row[2] for row in grouped.get(owner, ())]
