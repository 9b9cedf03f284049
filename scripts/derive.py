"""Write the derived fields of a store: bounds, digests, paragraphs, sources, sentences.

    python scripts/derive.py                  what the store alone determines
    python scripts/derive.py --articles DIR   also digests, paragraphs and sentences
    python scripts/derive.py --check ...      write nothing; exit 1 if a file would change

A new piece of evidence, and a new passage in sources.json, may be written with
`"quote": "first words … last words"` (or the whole wording) in place of start and end;
with --articles the quotation is located, replaced by its span and dropped, so that no
wording of an article stays in the store. It must occur exactly once, unless `"nth"`
(from 1) says which one is meant.
"""

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from mss_cli.checks import coverage_of, superseded
from mss_cli.dates import edtf_bounds, edtf_precision
from mss_cli.errors import MssError
from mss_cli.evidence import Articles, digest, paragraph_number, sentences
from mss_cli.model import (
    ENTITY_FIELDS,
    FACT_FIELDS,
    SOURCE_FIELDS,
    TOPIC_FIELDS,
    Evidence,
    Passage,
    Relation,
    Reports,
    distinct_sources,
)

Record = dict[str, Any]
EVIDENCE_FIELDS = tuple(Evidence.__annotations__)


def main() -> int:
    """Derive, and write or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--store", type=Path, default=Path(__file__).parent.parent / "data")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    names = ("manifest", "sources", "entities", "topics", "facts")
    before = {n: (args.store / f"{n}.json").read_text(encoding="utf-8") for n in names}
    parts = {name: json.loads(text) for name, text in before.items()}
    try:
        derive(parts, Articles(str(args.articles)) if args.articles else None)
    except (MssError, ValueError) as error:
        print(f"derive: {error}", file=sys.stderr)
        return 2
    stale = [name for name in names if written(parts[name]) != before[name]]
    for name in stale:
        if args.check:
            print(f"derive: {name}.json is stale; run python scripts/derive.py", file=sys.stderr)
        else:
            (args.store / f"{name}.json").write_text(written(parts[name]), encoding="utf-8")
            print(f"derive: wrote {name}.json")
    return 1 if args.check and stale else 0


def written(part: Any) -> str:
    """Return a store file as text."""
    return json.dumps(part, ensure_ascii=False, indent=1) + "\n"


def derive(parts: dict[str, Any], articles: Articles | None) -> None:
    """Fill in the derived fields of all records, in place, and put fields in order."""
    for source in parts["sources"]:
        _derive_source(source, articles)
    overtaken = superseded(parts["facts"])
    for fact in parts["facts"]:
        for evidence in fact["evidence"]:
            _derive_evidence(evidence, articles, fact["id"])
        bounds = edtf_bounds(fact["date"]) if fact["date"] else (None, None)
        fact["date_start"], fact["date_end"] = bounds
        fact["date_precision"] = edtf_precision(fact["date"])
        fact["sources"] = distinct_sources(fact)
        fact["superseded_by"] = overtaken.get(fact["id"], [])
        fact["relations"] = [ordered(r, tuple(Relation.__annotations__)) for r in fact["relations"]]
    first, last = coverage_of(parts["sources"])
    parts["manifest"]["coverage"] = {"first": first, "last": last}
    for part, fields in (
        ("sources", SOURCE_FIELDS),
        ("entities", ENTITY_FIELDS),
        ("topics", TOPIC_FIELDS),
        ("facts", FACT_FIELDS),
    ):
        parts[part] = [ordered(record, fields) for record in parts[part]]


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
            _locate(passage, text, source["file"])
    fields = tuple(Passage.__annotations__)
    source["passages"] = [
        ordered(p, fields) for p in sorted(source["passages"], key=lambda p: p["start"])
    ]


def _derive_evidence(evidence: Record, articles: Articles | None, fact: str) -> None:
    given = evidence.get("reports") or {}
    evidence["reports"] = {name: given.get(name) for name in Reports.__annotations__}
    if articles is not None:
        text = articles.text(evidence["source"])
        _locate(evidence, text, fact)
        evidence["sha256"] = digest(text[evidence["start"] : evidence["end"]])
        evidence["paragraph"] = paragraph_number(text, evidence["start"])
    in_order = ordered(evidence, EVIDENCE_FIELDS)
    evidence.clear()
    evidence.update(in_order)


def _locate(record: Record, text: str, where: str) -> None:
    """Replace a record's `quote` by its start and end."""
    quote = record.pop("quote", None)
    if quote is None:
        return
    nth = record.pop("nth", None)
    opening, dots, closing = quote.partition("…")
    if not opening or text.count(opening) == 0 or (nth is None and text.count(opening) > 1):
        raise ValueError(f"{where}: {opening!r} occurs {text.count(opening)} times, not once")
    start = -1
    for _ in range(nth or 1):
        start = text.index(opening, start + 1)
    after = start + len(opening)
    record["start"] = start
    record["end"] = text.index(closing, after) + len(closing) if dots else after


if __name__ == "__main__":
    sys.exit(main())
