"""mss show: one fact whole."""

from typing import Annotated, Any, NamedTuple, cast

from mss_cli.cli.commands._ids import find_fact
from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.conflicts.readings import PROPERTIES, contested, reported
from mss_cli.errors import DataError
from mss_cli.facts import derivations as anchors
from mss_cli.facts.model import FACT_FIELDS, Conflict, Evidence, Fact
from mss_cli.facts.passages import Context, context, digest
from mss_cli.facts.quantities import amount, number
from mss_cli.output.columns import labelled, measure, position, status
from mss_cli.output.result import Block, Cell, Column, Result, Row, Section
from mss_cli.query.store import Store
from mss_cli.stores.articles import Articles

FIELDS = (*FACT_FIELDS, "readings", "disagreements", "related_from", "contexts")
# What a page says of a disagreement: all that `mss conflicts` does, but the facts in it.
_DISAGREEMENT = ("class", "property", "explanation", "readings", "settled_by", "id")


class IdArgument(NamedTuple):
    """The fact that `show` shows."""

    id: Annotated[
        str, argument("The id of a fact, or the start of it.", metavar="ID", completes="fact")
    ]


def run(session: Session, argument: IdArgument, output: Output) -> int:
    """One fact whole: how it was dated, disagreements, evidence, its passage in context.

    A date that is not printed is shown with its anchor, the rule and the result. The id may
    be cut short where it stays unique. With --articles the passage is shown in its
    paragraph, between ⟦ and ⟧.

    Example: mss show ruto-visits
    """
    store = session.store
    fact = find_fact(store, argument.id)
    given = session.articles_directory
    articles = Articles(given) if given is not None else None
    contexts = [_context(articles, e) for e in fact["evidence"]] if articles else None
    code = session.emit(_page(store, fact, contexts), output)
    if articles is None:
        session.say(["--articles DIR or MSS_ARTICLES shows each passage in its paragraph"])
    return code


def _context(articles: Articles, evidence: Evidence) -> Context:
    """Return a passage in its paragraph. Raises DataError if the article is another one."""
    text = articles.text(evidence["source"])
    found = context(text, evidence)
    if digest(found.passage) != evidence["sha256"]:
        raise DataError(
            "the article has changed: the passage is no longer where the fact points",
            where=articles.path(evidence["source"]),
            expected="'mss verify' names every difference",
        )
    return found


def _page(store: Store, fact: Fact, contexts: list[Context] | None) -> Result:
    back = [
        {**r, "fact": other["id"]}
        for other in store.relating(fact["id"])
        for r in other["relations"]
        if r["fact"] == fact["id"]
    ]
    apart = _disagreements(store, fact)
    page: dict[str, Any] = {
        **fact,
        "readings": [r._asdict() for r in reported(fact)],
        "disagreements": apart,
        "related_from": back,
        "contexts": None if contexts is None else [c._asdict() for c in contexts],
    }
    sections: tuple[Section, ...] = (
        Section("Fact", _columns("field", "value"), _field_rows(store, fact)),
        Section("How it was dated", _columns("step", "value"), _date_rows(fact)),
        Section("Readings", _columns("property", "value", "source"), _reading_rows(fact)),
        _disagreement_section(apart),
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
        sections = (*sections, Section("Passages", columns, rows, audience="pipes"))
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
    """Return anchor, rule and result of a date that is not printed."""
    derivation = fact["date_derivation"]
    if derivation is None:
        return []
    steps = {
        "printed": f"“{derivation['printed']}”" if derivation["printed"] else "no date",
        "anchor": f"{derivation['anchor']}: {derivation['anchored_on']}",
        "rule": anchors.explained(derivation),
        "result": fact["date"] or "undated",
    }
    return [_row(step, value) for step, value in steps.items()]


def _reading_rows(fact: Fact) -> list[Row]:
    differs = {reading for name in PROPERTIES for reading in contested(fact, name)}
    return [
        _row(r.property + (" (differs)" if r in differs else ""), r.value, r.source)
        for r in reported(fact)
    ]


def _disagreements(store: Store, fact: Fact) -> list[Conflict]:
    """Return the disagreements in which a fact stands, explained.

    They are computed anew from the facts that stand in them, and from no others.
    """
    wanted = [reference["id"] for reference in fact["conflicts"]]
    if not wanted:
        return []
    from mss_cli.conflicts import find

    near = {f["id"]: f for f in store.disputed(wanted)}
    alone = [
        cast(Fact, {**f, "relations": [r for r in f["relations"] if r["fact"] in near]})
        for f in near.values()
    ]
    found = {conflict["id"]: conflict for conflict in find(alone, store.sources)}
    unknown = next((identifier for identifier in wanted if identifier not in found), None)
    if unknown is not None:  # of a store that is read through its index or line by line
        raise DataError(
            f"conflicts names {unknown!r}, which readings and relations do not give",
            where=f"fact {fact['id']!r}",
            expected="'mss verify --store DIR' lists all",
        )
    return [found[identifier] for identifier in wanted]


def _disagreement_section(apart: list[Conflict]) -> Section:
    if not apart:
        return Section("Disagreements", (), [])
    from mss_cli.cli.commands import conflicts

    at = [i for i, column in enumerate(conflicts.COLUMNS) if column.name in _DISAGREEMENT]
    rows = [conflicts.row(conflict) for conflict in apart]
    return Section(
        "Disagreements",
        tuple(conflicts.COLUMNS[i] for i in at),
        [row._replace(record={}, cells=[row.cells[i] for i in at]) for row in rows],
    )


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
