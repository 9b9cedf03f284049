"""mss show: one fact whole."""

from typing import Any

from mss_cli import conflicts
from mss_cli.columns import number, position, quantity, status
from mss_cli.errors import NotFoundError, UsageError
from mss_cli.evidence import Articles, Context, context, digest
from mss_cli.model import FACT_FIELDS, Evidence, Fact
from mss_cli.names import edits
from mss_cli.options import IdArgument, Output
from mss_cli.result import Block, Cell, Column, Result, Row, Section
from mss_cli.session import Session
from mss_cli.store import Store

FIELDS = (*FACT_FIELDS, "readings", "related_from", "contexts")


def run(session: Session, argument: IdArgument, output: Output) -> int:
    """One fact whole: readings per source, evidence, relations, its passage in context.

    The id may be cut short where it stays unique. With --articles the passage is shown in
    its paragraph, between ⟦ and ⟧.

    Example: mss show ruto-visits
    """
    store = session.store
    fact = _find(store, argument.id)
    given = session.articles_directory
    articles = Articles(given) if given is not None else None
    contexts = [_context(articles, e) for e in fact["evidence"]] if articles else None
    code = session.emit(_page(store, fact, contexts), output)
    if articles is None:
        session.say(["--articles DIR or MSS_ARTICLES shows each passage in its paragraph"])
    return code


def _find(store: Store, typed: str) -> Fact:
    """Return the fact with an id or its unique beginning. Raises NotFoundError."""
    if typed in store.facts_by_id:
        return store.facts_by_id[typed]
    if not typed.strip():
        raise UsageError("the id is empty", expected="'mss facts --fields id' lists them")
    begin = [i for i in store.facts_by_id if i.startswith(typed.lower())]
    if len(begin) == 1:
        return store.facts_by_id[begin[0]]
    if begin:
        listed = ", ".join(begin[:10]) + (f" and {len(begin) - 10} more" if begin[10:] else "")
        raise NotFoundError(f"{typed!r} begins several ids", expected=listed)
    raise NotFoundError(f"no fact has the id {typed!r}", expected=_nearest(store, typed))


def _nearest(store: Store, typed: str) -> str:
    wanted = set(typed.lower().split("-"))
    scored = []
    for identifier in store.facts_by_id:
        have = identifier.split("-")
        alike = sum(1 for w in wanted if w in have or any(edits(w, h) is not None for h in have))
        if alike * 2 >= len(wanted):
            scored.append((-alike, identifier))
    nearest = ", ".join(identifier for _, identifier in sorted(scored)[:5])
    return f"nearest: {nearest}" if nearest else "'mss search' finds facts by their words"


def _context(articles: Articles, evidence: Evidence) -> Context:
    """Return a passage in its paragraph. Raises DataError if the article is another one."""
    text = articles.text(evidence["source"])
    found = context(text, evidence)
    if digest(found.passage) != evidence["sha256"]:
        from mss_cli.errors import DataError

        raise DataError(
            "the article has changed: the passage is no longer where the fact points",
            where=articles.path(evidence["source"]),
            expected="'mss verify' names every difference",
        )
    return found


def _page(store: Store, fact: Fact, contexts: list[Context] | None) -> Result:
    back = [
        {"type": r["type"], "fact": other["id"], "note": r["note"]}
        for other in store.facts
        for r in other["relations"]
        if r["fact"] == fact["id"]
    ]
    page: dict[str, Any] = {
        **fact,
        "readings": [r._asdict() for r in conflicts.readings(fact)],
        "related_from": back,
        "contexts": None if contexts is None else [c._asdict() for c in contexts],
    }
    sections: tuple[Section, ...] = (
        Section("Fact", _columns("field", "value"), _field_rows(store, fact)),
        Section("Readings", _columns("property", "value", "source"), _reading_rows(fact)),
        Section(
            "Evidence",
            _columns("source", "paragraph", "span", "form"),
            [_evidence_row(e) for e in fact["evidence"]],
        ),
        Section(
            "Relations", _columns("relation", "fact", "note"), _relation_rows(store, fact, back)
        ),
    )
    if contexts is not None:
        columns = _columns("source", "paragraph", "before", "passage", "after")
        rows = [
            _row(e["source"], str(e["paragraph"]), c.before, c.passage, c.after)
            for e, c in zip(fact["evidence"], contexts, strict=True)
        ]
        sections = (*sections, Section("Passages", columns, rows, piped=True))
    blocks = [Block("", fact["text"])]
    for evidence, found in zip(fact["evidence"], contexts or [], strict=False):
        start = len(found.before)
        blocks.append(
            Block(
                f"{evidence['source']}, paragraph {evidence['paragraph']}:",
                found.before + found.passage + found.after,
                (start, start + len(found.passage)),
            )
        )
    return Result(sections, FIELDS, page=page, heading=tuple(blocks))


def _columns(*names: str) -> tuple[Column, ...]:
    shapes = {"source": "files", "value": "lines"}
    return tuple(Column(name, name.capitalize(), shape=shapes.get(name, "")) for name in names)


def _row(*cells: Cell) -> Row:
    return Row({}, cells)


def _field_rows(store: Store, fact: Fact) -> list[Row]:
    def listed(ids: list[str]) -> Cell:
        return tuple(f"{store.name(i)} [{i}]" for i in ids)

    q = fact["quantity"]
    bounds = f"{fact['date_start'] or 'open'} to {fact['date_end'] or 'open'}"
    basis = f"{fact['date_precision']}, {fact['date_basis']}"
    values: dict[str, Cell] = {
        "id": fact["id"],
        "kind": fact["kind"],
        "text": fact["text"],
        "status": status(fact),
        "date": f"{fact['date']} ({basis}): {bounds}" if fact["date"] else "undated",
        "date note": fact["date_note"] or "",
        "said by": listed(fact["said_by"]) or "the article's own voice",
        "actors": listed(fact["actors"]),
        "about": listed(fact["about"]),
        "places": listed(fact["places"]),
        "topics": listed(fact["topics"]),
        "quantity": f"{quantity(fact)} [{q['measure']}]" + _bounds(q["low"], q["high"])
        if q
        else "",
        "stance": position(store, fact),
        "phrases": tuple(f"“{p}”" for p in fact["phrases"]),
        "superseded by": tuple(fact["superseded_by"]),
        "sources": tuple(fact["sources"]),
    }
    return [_row(name, value) for name, value in values.items() if value]


def _bounds(low: float | None, high: float | None) -> str:
    parts = [f"{name} {number(v)}" for name, v in (("low", low), ("high", high)) if v is not None]
    return f" ({', '.join(parts)})" if parts else ""


def _reading_rows(fact: Fact) -> list[Row]:
    return [
        _row(r.property + (" (differs)" if conflicts.contested(fact, r) else ""), r.value, r.source)
        for r in conflicts.readings(fact)
    ]


def _evidence_row(evidence: Evidence) -> Row:
    return _row(
        evidence["source"],
        str(evidence["paragraph"]),
        f"{evidence['start']}-{evidence['end']}",
        evidence["form"],
    )


def _relation_rows(store: Store, fact: Fact, back: list[dict[str, Any]]) -> list[Row]:
    ahead = [_row(r["type"], r["fact"], r["note"] or "") for r in fact["relations"]]
    return ahead + [_row(f"← {r['type']}", r["fact"], r["note"] or "") for r in back]
