"""The columns of lists of facts, and how each cell is made from a fact."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mss_cli.facts.kinds import CONFLICTS, KINDS, MIXED
from mss_cli.facts.model import Fact
from mss_cli.output.result import Cell, Column, Row, Rows, Section
from mss_cli.query.store import Store


class FactColumn(NamedTuple):
    """A column, and the function that makes its cell from a store and a fact."""

    column: Column
    cell: Callable[[Store, Fact], Cell]


def status(fact: Fact) -> tuple[str, ...]:
    """Return a fact's status, then the states that call for caution, such as `superseded`.

    A contradiction names the property, e.g. `contradicted on date`. Corroboration is left out,
    and so is the fact that this one superseded another.
    """
    marks = [fact["status"]]
    apart = [ref["property"] for ref in fact["conflicts"] if ref["class"] == "contradiction"]
    if apart:
        on = " and ".join(dict.fromkeys(apart))
        marks.append(f"{CONFLICTS['contradiction']} on {on}")
    if any(ref["class"] == "qualified" for ref in fact["conflicts"]):
        marks.append(CONFLICTS["qualified"])
    if fact["superseded_by"]:
        marks.append(CONFLICTS["superseded"])
    return tuple(marks)


def position(store: Store, fact: Fact) -> str:
    """Return a fact's stance as text, e.g. `Kenya supports: UN support`, or ""."""
    stance = fact["stance"]
    if stance is None:
        return ""
    return f"{store.name(stance['holder'])} {stance['position']}: {store.name(stance['on'])}"


def labelled(store: Store, identifier: str) -> str:
    """Return the name of an entity, topic or measure with its id, e.g. `Haiti [haiti]`."""
    name = store.name(identifier)
    return identifier if name == identifier else f"{name} [{identifier}]"


def speaker(store: Store, fact: Fact) -> Cell:
    """Return the names of a fact's speakers, or of the holder of its stance."""
    holder = [fact["stance"]["holder"]] if fact["stance"] else []
    return tuple(store.name(entity) for entity in fact["said_by"] or holder)


def _amount(_: Store, fact: Fact) -> str:
    from mss_cli.facts.quantities import amount

    return amount(fact)


def measure(store: Store, fact: Fact) -> str:
    """Return the measure of a fact's number with its id, or ""."""
    if fact["quantity"] is None:
        return ""
    found = store.measure(fact["quantity"]["measure"])
    same = found["label"] == found["id"]
    return found["id"] if same else f"{found['label']} [{found['id']}]"


COLUMNS: dict[str, FactColumn] = {
    "date": FactColumn(Column("date", "Date", shape="date"), lambda _, f: f["date"] or "undated"),
    "precision": FactColumn(
        Column("date_precision", "Date precision", under="date"),
        lambda _, f: (
            f["date_precision"]
            + ("" if f["date_basis"] in ("explicit", "none") else f", {f['date_basis']}")
        ),
    ),
    "status": FactColumn(Column("status", "Status", shape="marks"), lambda _, f: status(f)),
    "state": FactColumn(
        Column("status", "Status", shape="marks", under="date"), lambda _, f: status(f)
    ),
    "kind": FactColumn(Column("kind", "Kind", under="status"), lambda _, f: f["kind"]),
    "value": FactColumn(Column("quantity", "Quantity", narrow_under="status"), _amount),
    "position": FactColumn(Column("stance", "Stance", under="text"), position),
    "said_by": FactColumn(
        Column("said_by", "Said by", narrow_under="status"),
        lambda s, f: tuple(s.name(e) for e in f["said_by"]),
    ),
    "text": FactColumn(Column("text", "Text"), lambda _, f: f["text"]),
    "span": FactColumn(Column("date", "Date", shape="span"), lambda _, f: f["date"] or ""),
    "measure": FactColumn(Column("quantity.measure", "Measure", shape="group"), measure),
    "question": FactColumn(
        Column("stance.on", "On", shape="group"),
        lambda s, f: labelled(s, f["stance"]["on"]) if f["stance"] else "",
    ),
    "holder": FactColumn(
        Column("stance.holder", "Holder"),
        lambda s, f: s.name(f["stance"]["holder"]) if f["stance"] else "",
    ),
    "stand": FactColumn(
        Column("stance.position", "Position", under="stance.holder"),
        lambda _, f: f["stance"]["position"] if f["stance"] else "",
    ),
    "phrases": FactColumn(
        Column("phrases", "Phrases", under="text"),
        lambda _, f: tuple(f"“{phrase}”" for phrase in f["phrases"]),
    ),
    "said_to": FactColumn(
        Column("said_to", "Said to", under="said_by", lead="to "),
        lambda s, f: tuple(s.name(e) for e in f["said_to"]),
    ),
    "speaker": FactColumn(Column("said_by", "Said by", narrow_under="status"), speaker),
    "attribution": FactColumn(
        Column("said_by", "Said by", under="text", lead="said by "),
        lambda s, f: tuple(s.name(e) for e in f["said_by"]),
    ),
    "sources": FactColumn(
        Column("sources", "Sources", narrow_under="text", shape="files"),
        lambda _, f: tuple(f["sources"]),
    ),
    "id": FactColumn(Column("id", "Id", under="text", shape="id"), lambda _, f: f["id"]),
}


def columns_for(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the columns for facts of these kinds: the kind's own if there is only one."""
    one = set(kinds)
    return KINDS[one.pop()].columns if len(one) == 1 else MIXED


def fact_section(
    store: Store,
    facts: Iterable[Fact],
    columns: Sequence[str],
    title: str = "",
    extra: Sequence[tuple[Column, Sequence[Cell]]] = (),
    records: Sequence[Any] | None = None,
) -> Section:
    """Return facts as a section with the named columns, whose rows are made on demand.

    facts: iterated each time the rows are. extra: more columns, each with one cell per fact.
    records: what machine formats print instead of each fact.
    """
    chosen = [COLUMNS[name] for name in columns]

    def rows() -> Iterator[Row]:
        for index, fact in enumerate(facts):
            cells = [c.cell(store, fact) for c in chosen] + [cells[index] for _, cells in extra]
            dim = bool(fact["superseded_by"]) or fact["status"] in ("denied", "cancelled")
            yield Row(records[index] if records else fact, cells, dim)

    every = (*(c.column for c in chosen), *(column for column, _ in extra))
    return Section(title, every, Rows(rows, lambda: records or facts, lambda: bool(facts)))
