"""The page of one fact: its derivation, readings, conflicts, evidence and relations."""

from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from mss_cli import limits
from mss_cli.conflicts.readings import PROPERTIES, contested, reported
from mss_cli.facts.model import FACT_FIELDS, Conflict, Fact
from mss_cli.facts.quantities import amount, number
from mss_cli.output.columns import labelled, measure, position, status
from mss_cli.output.conflict_rows import COLUMNS, row
from mss_cli.output.result import Block, Cell, Column, Result, Row, Section
from mss_cli.query.store import Store

if TYPE_CHECKING:
    from mss_cli.facts.passages import Context

FIELDS = (*FACT_FIELDS, "readings", "disagreements", "related_from", "contexts")
# The columns of `mss conflicts`, without the facts concerned.
_CONFLICT_COLUMNS = ("class", "property", "explanation", "readings", "settled_by", "id")


def fact_page(
    store: Store,
    fact: Fact,
    conflicts: list[Conflict],
    contexts: "list[Context | None] | None",
) -> Result:
    """Return the page of one fact.

    conflicts: those it takes part in. contexts: its passages in context, one of them None if its
    article cannot be read; None without articles.
    """
    related_from = [
        {**r, "fact": other["id"]}
        for other in store.facts_related_to(fact["id"])
        for r in other["relations"]
        if r["fact"] == fact["id"]
    ]
    page: dict[str, Any] = {
        **fact,
        "readings": [r._asdict() for r in reported(fact)],
        "disagreements": conflicts,
        "related_from": related_from,
        "contexts": None if contexts is None else [c and c._asdict() for c in contexts],
    }
    sections = [
        Section("Fact", _columns("field", "value"), _field_rows(store, fact)),
        Section("How it was dated", _columns("step", "value"), _date_rows(fact)),
        Section("Readings", _columns("property", "value", "source"), _reading_rows(fact)),
        _conflict_section(conflicts),
        _evidence_section(fact),
        _relation_section(fact, related_from),
    ]
    if contexts is not None:
        sections.append(_passage_section(fact, contexts))
    heading = (Block("", fact["text"]), *_passage_blocks(fact, contexts or []))
    return Result(tuple(sections), FIELDS, page=page, heading=heading)


def first_conflicts(conflicts: list[Conflict]) -> list[Conflict]:
    """Return the first conflicts, with limits.MAX_READINGS_SHOWN readings at most together."""
    totals = accumulate(len(conflict["readings"]) for conflict in conflicts)
    return conflicts[: sum(1 for total in totals if total <= limits.MAX_READINGS_SHOWN)]


def _passage_blocks(fact: Fact, contexts: "list[Context | None]") -> Iterator[Block]:
    """Yield each passage in its paragraph, marked."""
    for evidence, context in zip(fact["evidence"], contexts, strict=False):
        if context is None:
            continue
        start = len(context.before)
        yield Block(
            f"{evidence['source']}, paragraph {evidence['paragraph']}:",
            (context.before + context.passage + context.after).replace("\n", " "),
            (start, start + len(context.passage)),
        )


def _columns(*names: str) -> tuple[Column, ...]:
    shapes = {"source": "files", "value": "lines"}
    return tuple(Column(name, name.capitalize(), shape=shapes.get(name, "")) for name in names)


def _row(*cells: Cell) -> Row:
    return Row({}, cells)


def _field_rows(store: Store, fact: Fact) -> list[Row]:
    def listed(ids: list[str]) -> Cell:
        return tuple(labelled(store, i) for i in ids)

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
        "said to": listed(fact["said_to"]),
        "actors": listed(fact["actors"]),
        "about": listed(fact["about"]),
        "places": listed(fact["places"]),
        "topics": listed(fact["topics"]),
        "quantity": f"{amount(fact)}: {measure(store, fact)}" + _bounds(q["low"], q["high"])
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


def _date_rows(fact: Fact) -> list[Row]:
    """Return the steps by which a date was derived, or nothing for a printed date."""
    derivation = fact["date_derivation"]
    if derivation is None:
        return []
    from mss_cli.facts import derivations

    steps = {
        "printed": f"“{derivation['printed']}”" if derivation["printed"] else "no date",
        "anchor": f"{derivation['anchor']}: {derivation['anchored_on']}",
        "rule": derivations.explained(derivation),
        "result": fact["date"] or "undated",
    }
    return [_row(step, value) for step, value in steps.items()]


def _reading_rows(fact: Fact) -> list[Row]:
    differs = {reading for name in PROPERTIES for reading in contested(fact, name)}
    return [
        _row(r.property + (" (differs)" if r in differs else ""), r.value, r.source)
        for r in reported(fact)
    ]


def _conflict_section(conflicts: list[Conflict]) -> Section:
    if not conflicts:
        return Section("Conflicts", (), [])
    at = [i for i, column in enumerate(COLUMNS) if column.name in _CONFLICT_COLUMNS]
    rows = [row(conflict) for conflict in conflicts]
    return Section(
        "Conflicts",
        tuple(COLUMNS[i] for i in at),
        [row._replace(record={}, cells=[row.cells[i] for i in at]) for row in rows],
    )


def _evidence_section(fact: Fact) -> Section:
    partial = any(e["reports"].get("part") for e in fact["evidence"])
    names = ("source", "paragraph", "span", "form", *(("part",) if partial else ()))
    rows = []
    for e in fact["evidence"]:
        cells = [e["source"], str(e["paragraph"]), f"{e['start']}-{e['end']}", e["form"]]
        rows.append(_row(*cells, *([e["reports"].get("part") or ""] if partial else [])))
    return Section("Evidence", _columns(*names), rows)


def _relation_section(fact: Fact, related_from: list[dict[str, Any]]) -> Section:
    rows = [_row(r["type"], r["fact"], r["note"] or "") for r in fact["relations"]]
    rows += [_row(f"← {r['type']}", r["fact"], r["note"] or "") for r in related_from]
    return Section("Relations", _columns("relation", "fact", "note"), rows)


def _passage_section(fact: Fact, contexts: "list[Context | None]") -> Section:
    columns = _columns("source", "paragraph", "before", "passage", "after")
    rows = [
        _row(e["source"], str(e["paragraph"]), c.before, c.passage, c.after)
        for e, c in zip(fact["evidence"], contexts, strict=True)
        if c is not None
    ]
    return Section("Passages", columns, rows, audience="pipes")
