"""Fill in the derived fields of a store: bounds, digests, paragraphs, sources, conflicts.

In a new piece of evidence, or a new passage in sources.json, a quotation may stand instead of start
and end: `"quote": "first words…last words"` or the whole passage. With the articles it is replaced
by its span, so that no words of an article stay in the store.

The first words must occur exactly once in the article, or `"nth"` must say which occurrence is
meant, counted from 1. The passage ends where the last words next occur. The sign between them is
the single character `…`.
"""

import json
from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any, cast

from mss_cli.conflicts import find, references
from mss_cli.errors import MssError
from mss_cli.facts.dates import edtf_bounds, edtf_precision
from mss_cli.facts.model import (
    ENTITY_FIELDS,
    FACT_FIELDS,
    LABEL_FIELDS,
    MEASURE_FIELDS,
    SOURCE_FIELDS,
    SYNONYM_FIELDS,
    TOPIC_FIELDS,
    Evidence,
    Fact,
    Passage,
    Relation,
    Reports,
    distinct_sources,
)
from mss_cli.facts.passages import digest, distinct_words, paragraph_number, sentences
from mss_cli.facts.story import in_story_order
from mss_cli.stores.articles import Articles
from mss_cli.stores.directory import OPTIONAL
from mss_cli.stores.validation import coverage_of, successors

Record = dict[str, Any]
DERIVED = ("date_start", "date_end", "date_precision", "sources", "superseded_by", "conflicts")
REQUIRED = tuple(field for field in FACT_FIELDS if field not in DERIVED)
EVIDENCE_FIELDS = tuple(Evidence.__annotations__)
PASSAGE_FIELDS = tuple(Passage.__annotations__)
RELATION_FIELDS = tuple(Relation.__annotations__)
FIELDS = {
    "sources": SOURCE_FIELDS,
    "entities": ENTITY_FIELDS,
    "topics": TOPIC_FIELDS,
    "measures": MEASURE_FIELDS,
    "labels": LABEL_FIELDS,
    "synonyms": SYNONYM_FIELDS,
    "facts": FACT_FIELDS,
}


def derive_in_order(
    parts: dict[str, Any], articles: Articles | None, texts: Collection[str] | None = None
) -> None:
    """Derive all fields and put the facts in story order; lists of facts follow that order.

    texts: the sources whose articles can be read; None means all.
    """
    derive(parts, articles, texts)
    sources = {source["file"]: source for source in parts["sources"]}
    parts["facts"] = in_story_order(parts["facts"], sources)
    derive(parts, articles, texts)


def written(part: Any) -> str:
    """Return a part of a store as the text of its file. Raises ValueError for NaN and the like."""
    return json.dumps(part, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def derive(
    parts: dict[str, Any], articles: Articles | None, texts: Collection[str] | None = None
) -> None:
    """Fill in the derived fields of all records, in place, and put all fields in order.

    texts: the sources whose articles can be read; None means all. What follows from an article that
    cannot be read stays as it is.

    Raises ValueError or MssError, which name the record, if a field cannot be derived.
    """
    for name in OPTIONAL:
        parts.setdefault(name, [])
    readable = {s["file"] for s in parts["sources"]} if texts is None else {*texts}
    for source in parts["sources"]:
        _derive_source(source, articles if source["file"] in readable else None)
    _check_facts(parts)
    _derive_facts(parts, articles, readable)
    first, last = coverage_of(parts["sources"])
    parts["manifest"]["coverage"] = {"first": first, "last": last}
    for name, fields in FIELDS.items():
        parts[name] = [ordered(record, fields) for record in parts[name]]
    if articles is not None:
        kept = [w for w in parts["wording"] if w["source"] not in readable]
        parts["wording"] = [*kept, *_wording(parts["facts"], articles, readable)]


def ordered(record: Record, fields: tuple[str, ...]) -> Record:
    """Return a record with its fields in this order; unknown fields come last."""
    return {field: record[field] for field in fields if field in record} | record


def _wording(
    facts: list[Record], articles: Articles, readable: Collection[str]
) -> Iterator[Record]:
    """Yield the distinct words of each passage of a readable article that a fact cites."""
    every = (e for fact in facts for e in fact["evidence"] if e["source"] in readable)
    spans = {(e["source"], e["start"], e["end"]) for e in every}
    for source, start, end in sorted(spans):
        words = distinct_words(articles.text(source)[start:end])
        yield {"source": source, "start": start, "end": end, "words": words}


# --- sources ------------------------------------------------------------------------------


def _derive_source(source: Record, articles: Articles | None) -> None:
    if articles is not None:
        text = articles.text(source["file"])
        source["sha256"] = sha256(articles.content(source["file"])).hexdigest()
        source["chars"] = len(text)
        source["sentences"] = [list(span) for span in sentences(text)]
        for passage in source["passages"]:
            _locate(passage, text)
    in_order = sorted(source["passages"], key=lambda passage: passage["start"])
    source["passages"] = [ordered(passage, PASSAGE_FIELDS) for passage in in_order]


# --- facts --------------------------------------------------------------------------------


def _check_facts(parts: dict[str, Any]) -> None:
    """Add the optional fields. Raise ValueError for a missing field or an unknown reference."""
    ids = {fact.get("id") for fact in parts["facts"]}
    if len(ids) < len(parts["facts"]):
        raise ValueError("facts.json: two facts have the same id, or none")
    files = {source["file"] for source in parts["sources"]}
    for fact in parts["facts"]:
        fact.setdefault("said_to", [])
        fact.setdefault("date_derivation", None)
        missing = [field for field in REQUIRED if field not in fact]
        if missing:
            raise ValueError(f"{fact.get('id', 'a fact')}: the field {missing[0]!r} is missing")
        unknown = {relation["fact"] for relation in fact["relations"]} - ids
        unknown |= {evidence["source"] for evidence in fact["evidence"]} - files
        if unknown:
            raise ValueError(f"{fact['id']}: there is no fact or source {min(unknown)!r}")


def _derive_facts(
    parts: dict[str, Any], articles: Articles | None, readable: Collection[str]
) -> None:
    facts = parts["facts"]
    superseding = successors(facts)
    for fact in facts:
        try:
            _derive_fact(fact, articles, readable)
        except (MssError, ValueError) as error:
            raise ValueError(f"{fact['id']}: {error}") from None
        fact["superseded_by"] = superseding.get(fact["id"], [])
    conflicts = references(find(facts, {s["file"]: s for s in parts["sources"]}))
    for fact in facts:
        fact["conflicts"] = conflicts.get(fact["id"], [])


def _derive_fact(fact: Record, articles: Articles | None, readable: Collection[str]) -> None:
    """Derive the fields that follow from the fact itself and its articles."""
    for evidence in fact["evidence"]:
        _derive_evidence(evidence, articles if evidence["source"] in readable else None)
    bounds = edtf_bounds(fact["date"]) if fact["date"] else (None, None)
    fact["date_start"], fact["date_end"] = bounds
    fact["date_precision"] = edtf_precision(fact["date"])
    fact["sources"] = distinct_sources(cast(Fact, fact))
    for relation in fact["relations"]:
        relation.setdefault("settled_by", None)
    fact["relations"] = [ordered(relation, RELATION_FIELDS) for relation in fact["relations"]]


def _derive_evidence(evidence: Record, articles: Articles | None) -> None:
    given = evidence.get("reports") or {}
    evidence["reports"] = {name: given.get(name) for name in Reports.__annotations__}
    if evidence["reports"]["date"] is not None:
        edtf_bounds(evidence["reports"]["date"])  # so that the error names the fact
    if articles is not None:
        text = articles.text(evidence["source"])
        _locate(evidence, text)
        evidence["sha256"] = digest(text[evidence["start"] : evidence["end"]])
        evidence["paragraph"] = paragraph_number(text, evidence["start"])
    in_order = ordered(evidence, EVIDENCE_FIELDS)
    evidence.clear()
    evidence.update(in_order)


# --- quotations ---------------------------------------------------------------------------


def _locate(record: Record, text: str) -> None:
    """Replace the quotation in a record, if it has one, by its start and end in the text."""
    quote = record.pop("quote", None)
    if quote is None:
        return
    nth = record.pop("nth", None)
    opening, ellipsis, closing = quote.partition("…")
    count = text.count(opening) if opening else 0
    if nth is None and count != 1:
        raise ValueError(f"{opening!r} must occur once, but occurs {count} times")
    if nth is not None and count < nth:
        raise ValueError(f"{opening!r} must occur {nth} times or more, but occurs {count} times")
    start = -1
    for _ in range(nth or 1):
        start = text.index(opening, start + 1)
    end = start + len(opening)
    if closing and closing not in text[end:]:
        raise ValueError(f"{closing!r} does not follow {opening!r}")
    record["start"] = start
    record["end"] = text.index(closing, end) + len(closing) if ellipsis else end
