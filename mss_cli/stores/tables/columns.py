"""The columns of the Parquet files: the fields of each record, nested as in its JSON.

Each date appears twice: `date` is EDTF, date_start and date_end are dates. `number` is the position
of a fact in date order, from 1, and `place` its position in the store's file, from 0. `verbatim` is
the record as JSON if its columns cannot hold it exactly; it is nearly always null.
"""

import json
from datetime import date
from typing import Any

import pyarrow as pa

from mss_cli.facts.model import ENTITY_FIELDS, FACT_FIELDS, SOURCE_FIELDS, Fact
from mss_cli.stores.tables.exact import in_columns

Record = dict[str, Any]

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_INT = pa.int64()


def _texts(*names: str) -> list[pa.Field]:
    return [pa.field(name, _TEXT) for name in names]


def _lists(*names: str) -> list[pa.Field]:
    return [pa.field(name, _TEXTS) for name in names]


def _struct(*fields: pa.Field) -> pa.DataType:
    return pa.struct(fields)


_SPAN = (pa.field("start", _INT), pa.field("end", _INT))
_DERIVATION = _struct(*_texts("printed", "anchor", "anchored_on", "rule"), pa.field("count", _INT))
_QUANTITY = _struct(
    *(pa.field(name, pa.float64()) for name in ("value", "low", "high")),
    *_texts("qualifier", "unit", "measure"),
)
_EVIDENCE = _struct(
    *_texts("source"),
    *_SPAN,
    *_texts("sha256", "form"),
    pa.field("paragraph", _INT),
    pa.field("reports", _struct(*_texts("date", "value", "status", "wording", "part"))),
)
_CONFLICT_REF = _struct(*_texts("id", "class", "property"))

FACTS = pa.schema(
    [
        pa.field("number", _INT),
        *_texts("id", "kind", "text", "date"),
        pa.field("date_start", pa.date32()),
        pa.field("date_end", pa.date32()),
        *_texts("date_precision", "date_basis", "date_note"),
        pa.field("date_derivation", _DERIVATION),
        *_texts("status"),
        *_lists("said_by", "said_to", "actors", "about", "places", "topics"),
        pa.field("quantity", _QUANTITY),
        pa.field("stance", _struct(*_texts("holder", "on", "position"))),
        *_lists("phrases"),
        pa.field("evidence", pa.list_(_EVIDENCE)),
        pa.field("relations", pa.list_(_struct(*_texts("type", "fact", "note", "settled_by")))),
        *_lists("sources", "superseded_by"),
        pa.field("conflicts", pa.list_(_CONFLICT_REF)),
        pa.field("place", _INT),
        *_texts("verbatim"),
    ]
)

# Every other file, by its name without the suffix. Its rows are in the order of the store.
_FILES = {
    "sources": [
        *_texts("file", "title", "label", "publisher"),
        pa.field("published", _struct(*_texts("edtf", "basis", "note"))),
        *_texts("sha256"),
        pa.field("chars", _INT),
        *_texts("language"),
        pa.field("passages", pa.list_(_struct(*_SPAN, *_texts("label", "note")))),
        pa.field("sentences", pa.list_(pa.list_(_INT))),
        *_texts("byline"),
    ],
    "entities": [
        *_texts("id", "kind", "name"),
        *_lists("aliases"),
        *_texts("summary"),
        *_lists("represents"),
        *_texts("gender"),
    ],
    "topics": [*_texts("id", "label"), *_lists("alt_labels"), *_texts("broader", "definition")],
    "measures": [
        *_texts("id", "label"),
        *_lists("alt_labels"),
        *_texts("series", "stage", "definition"),
    ],
    "labels": [
        *_texts("of"),
        pa.field("hidden_labels", pa.list_(_struct(*_texts("label", "reason")))),
    ],
    "synonyms": [*_lists("words"), *_texts("reason")],
    "wording": [*_texts("source"), *_SPAN, *_texts("words")],
    "conflicts": [
        *_texts("id", "class", "property", "explanation"),
        *_lists("facts"),
        pa.field(
            "readings",
            pa.list_(_struct(*_texts("fact", "source"), *_SPAN, *_texts("value"))),
        ),
        *_lists("sources"),
        *_texts("settled_by"),
    ],
}

FILES = {part: pa.schema([*fields, *_texts("verbatim")]) for part, fields in _FILES.items()}


# --- to rows ------------------------------------------------------------------------------


def fact_row(number: int, place: int, fact: Fact) -> Record:
    """Return the row of a fact."""
    told, verbatim = in_columns("facts", fact)
    days = {
        name: date.fromisoformat(told[name]) if told[name] else None
        for name in ("date_start", "date_end")
    }
    return {**told, "number": number, "place": place, **days, "verbatim": verbatim}


def row(part: str, record: Any) -> Record:
    """Return the row of another record. part: a key of FILES."""
    told, verbatim = in_columns(part, record)
    if part == "labels":
        pairs = told["hidden_labels"].items()
        told = {**told, "hidden_labels": [{"label": a, "reason": b} for a, b in pairs]}
    return {**told, "verbatim": verbatim}


# --- and back -----------------------------------------------------------------------------


def fact_of(row: Record) -> Any:
    """Return the fact in a row."""
    if row["verbatim"] is not None:
        return json.loads(row["verbatim"])
    fact = {field: row[field] for field in FACT_FIELDS}
    for name in ("date_start", "date_end"):
        if fact[name] is not None:
            fact[name] = fact[name].isoformat()
    if fact["quantity"] is not None:
        quantity = fact["quantity"]
        for name in ("value", "low", "high"):
            if quantity[name] is not None and quantity[name].is_integer():
                quantity[name] = int(quantity[name])
    return fact


def record_of(part: str, row: Record) -> Any:
    """Return the record in a row of another file."""
    verbatim = row.pop("verbatim")
    if verbatim is not None:
        return json.loads(verbatim)
    if part == "labels":
        pairs = row["hidden_labels"]
        return {"of": row["of"], "hidden_labels": {p["label"]: p["reason"] for p in pairs}}
    if part == "sources":
        return _without_nulls(row, SOURCE_FIELDS, ("byline",))
    if part == "entities":
        return _without_nulls(row, ENTITY_FIELDS, ("represents", "gender"))
    return row


def _without_nulls(row: Record, fields: tuple[str, ...], optional: tuple[str, ...]) -> Record:
    """Return a record with these fields, and those optional ones that have a value."""
    record = {field: row[field] for field in fields}
    return record | {name: row[name] for name in optional if row[name] is not None}
