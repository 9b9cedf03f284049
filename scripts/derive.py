"""Write the derived fields of a store: bounds, digests, paragraphs, sources, sentences.

    python scripts/derive.py                  what the store alone determines
    python scripts/derive.py --articles DIR   also digests, paragraphs, sentences, wording
    python scripts/derive.py --check ...      write nothing; exit 1 if a file would change

A new piece of evidence, and a new passage in sources.json, may be written with
`"quote": "first words … last words"` (or the whole wording) in place of start and end;
with --articles the quotation is located, replaced by its span and dropped, so that no
wording of an article stays in the store. The first words must occur exactly once, unless
`"nth"` (from 1) says which of them is meant; the passage ends with the last words where they
next occur. Between them stands one character, the ellipsis.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
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
from mss_cli.stores.articles import Articles
from mss_cli.stores.directory import OPTIONAL, PARTS
from mss_cli.stores.validation import coverage_of, superseded

Record = dict[str, Any]
DERIVED = ("date_start", "date_end", "date_precision", "sources", "superseded_by", "conflicts")
WRITTEN = tuple(field for field in FACT_FIELDS if field not in DERIVED)
EVIDENCE_FIELDS = tuple(Evidence.__annotations__)


def main() -> int:
    """Derive, and write or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--store", type=Path, default=Path(__file__).parent.parent / "data")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    before = {}
    try:
        for name in PARTS:
            path = args.store / f"{name}.json"
            there = path.exists() or name not in OPTIONAL
            before[name] = path.read_text(encoding="utf-8") if there else written([])
        parts = {name: _parsed(name, text) for name, text in before.items()}
        derive(parts, Articles(str(args.articles)) if args.articles else None)
    except (MssError, ValueError, OSError) as error:
        print(f"derive: {error}", file=sys.stderr)
        return 2
    except (TypeError, KeyError, AttributeError) as error:
        print(f"derive: a field is missing or of another type: {error!r}", file=sys.stderr)
        return 2
    stale = [name for name in PARTS if written(parts[name]) != before[name]]
    for name in stale:
        if args.check:
            print(f"derive: {name}.json is stale; run python scripts/derive.py", file=sys.stderr)
        else:
            (args.store / f"{name}.json").write_text(written(parts[name]), encoding="utf-8")
            print(f"derive: wrote {name}.json")
    return 1 if args.check and stale else 0


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{name}.json: {error}") from None


def written(part: Any) -> str:
    """Return a store file as text."""
    return json.dumps(part, ensure_ascii=False, indent=1) + "\n"


def derive(parts: dict[str, Any], articles: Articles | None) -> None:
    """Fill in the derived fields of all records, in place, and put fields in order."""
    for optional in OPTIONAL:
        parts.setdefault(optional, [])
    for source in parts["sources"]:
        _derive_source(source, articles)
    known = {fact.get("id") for fact in parts["facts"]}
    files = {source["file"] for source in parts["sources"]}
    for fact in parts["facts"]:
        fact.setdefault("said_to", [])
        fact.setdefault("date_derivation", None)
        missing = [name for name in WRITTEN if name not in fact]
        if missing:
            raise ValueError(f"{fact.get('id', 'a fact')}: the field {missing[0]!r} is missing")
        named = {relation["fact"] for relation in fact["relations"]} - known
        named |= {evidence["source"] for evidence in fact["evidence"]} - files
        if named:
            raise ValueError(f"{fact['id']}: there is no fact or source {min(named)!r}")
    overtaken = superseded(parts["facts"])
    for fact in parts["facts"]:
        try:
            _derive_fact(fact, articles, overtaken)
        except (MssError, ValueError) as error:
            raise ValueError(f"{fact['id']}: {error}") from None
    standing = references(find(parts["facts"], {s["file"]: s for s in parts["sources"]}))
    for fact in parts["facts"]:
        fact["conflicts"] = standing.get(fact["id"], [])
    first, last = coverage_of(parts["sources"])
    parts["manifest"]["coverage"] = {"first": first, "last": last}
    for part, fields in (
        ("sources", SOURCE_FIELDS),
        ("entities", ENTITY_FIELDS),
        ("topics", TOPIC_FIELDS),
        ("measures", MEASURE_FIELDS),
        ("labels", LABEL_FIELDS),
        ("synonyms", SYNONYM_FIELDS),
        ("facts", FACT_FIELDS),
    ):
        parts[part] = [ordered(record, fields) for record in parts[part]]
    if articles is not None:
        parts["wording"] = list(_wording(parts["facts"], articles))


def _wording(facts: list[Record], articles: Articles) -> Iterator[Record]:
    """Yield the words of each passage that a fact cites, once."""
    spans = {(e["source"], e["start"], e["end"]) for fact in facts for e in fact["evidence"]}
    for source, start, end in sorted(spans):
        told = distinct_words(articles.text(source)[start:end])
        yield {"source": source, "start": start, "end": end, "words": told}


def ordered(record: Record, fields: tuple[str, ...]) -> Record:
    """Return a record with its fields in order; unknown ones stay, at the end."""
    return {f: record[f] for f in fields if f in record} | record


def _derive_source(source: Record, articles: Articles | None) -> None:
    if articles is not None:
        text = articles.text(source["file"])
        source["sha256"] = sha256(articles.content(source["file"])).hexdigest()
        source["chars"] = len(text)
        source["sentences"] = [list(span) for span in sentences(text)]
        for passage in source["passages"]:
            _locate(passage, text)
    fields = tuple(Passage.__annotations__)
    source["passages"] = [
        ordered(p, fields) for p in sorted(source["passages"], key=lambda p: p["start"])
    ]


def _derive_fact(fact: Record, articles: Articles | None, overtaken: dict[str, list[str]]) -> None:
    for evidence in fact["evidence"]:
        _derive_evidence(evidence, articles)
    bounds = edtf_bounds(fact["date"]) if fact["date"] else (None, None)
    fact["date_start"], fact["date_end"] = bounds
    fact["date_precision"] = edtf_precision(fact["date"])
    fact["sources"] = distinct_sources(cast(Fact, fact))
    fact["superseded_by"] = overtaken.get(fact["id"], [])
    for relation in fact["relations"]:
        relation.setdefault("settled_by", None)
    fact["relations"] = [ordered(r, tuple(Relation.__annotations__)) for r in fact["relations"]]


def _derive_evidence(evidence: Record, articles: Articles | None) -> None:
    given = evidence.get("reports") or {}
    evidence["reports"] = {name: given.get(name) for name in Reports.__annotations__}
    if evidence["reports"]["date"] is not None:
        edtf_bounds(evidence["reports"]["date"])  # or the fact at fault could not be named
    if articles is not None:
        text = articles.text(evidence["source"])
        _locate(evidence, text)
        evidence["sha256"] = digest(text[evidence["start"] : evidence["end"]])
        evidence["paragraph"] = paragraph_number(text, evidence["start"])
    in_order = ordered(evidence, EVIDENCE_FIELDS)
    evidence.clear()
    evidence.update(in_order)


def _locate(record: Record, text: str) -> None:
    """Replace a record's `quote` by its start and end."""
    quote = record.pop("quote", None)
    if quote is None:
        return
    nth = record.pop("nth", None)
    opening, dots, closing = quote.partition("…")
    count = text.count(opening) if opening else 0
    if count < (nth or 1) or (nth is None and count > 1):
        raise ValueError(
            f"{opening!r} occurs {count} times, not {f'{nth} or more' if nth else 'once'}"
        )
    start = -1
    for _ in range(nth or 1):
        start = text.index(opening, start + 1)
    after = start + len(opening)
    if closing and closing not in text[after:]:
        raise ValueError(f"{closing!r} does not follow {opening!r}")
    record["start"] = start
    record["end"] = text.index(closing, after) + len(closing) if dots else after


if __name__ == "__main__":
    sys.exit(main())
