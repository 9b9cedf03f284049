"""The columns in which facts are listed: how each cell is made from a fact."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from mss_cli.conflicts import differing
from mss_cli.kinds import KINDS, MIXED
from mss_cli.model import Fact
from mss_cli.result import Cell, Column, Row, Section
from mss_cli.store import Store


class FactColumn(NamedTuple):
    """A column, and the text of its cell for a fact of a store."""

    column: Column
    cell: Callable[[Store, Fact], Cell]


def number(value: float) -> str:
    """Return a number as people write it: `2,600,000,000`, `2.5`."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def quantity(fact: Fact) -> str:
    """Return a fact's quantity as text, e.g. `at least 700,000 people`, or ""."""
    q = fact["quantity"]
    if q is None:
        return ""
    qualifier = q["qualifier"].replace("-", " ") + " " if q["qualifier"] else ""
    return f"{qualifier}{number(q['value'])} {q['unit']}"


def status(fact: Fact) -> tuple[str, ...]:
    """Return a fact's status with what it is to be read with: superseded, sources differ."""
    marks = [fact["status"]]
    if fact["superseded_by"]:
        marks.append("superseded")
    if differing(fact):
        marks.append("sources differ")
    return tuple(marks)


def position(store: Store, fact: Fact) -> str:
    """Return a fact's stance as text, e.g. `Kenya supports: UN support`, or ""."""
    stance = fact["stance"]
    if stance is None:
        return ""
    return f"{store.name(stance['holder'])} {stance['position']}: {store.name(stance['on'])}"


COLUMNS: dict[str, FactColumn] = {
    "date": FactColumn(Column("date", "Date", shape="date"), lambda _, f: f["date"] or "undated"),
    "precision": FactColumn(
        Column("precision", "Precision", under="date"),
        lambda _, f: (
            f["date_precision"]
            + ("" if f["date_basis"] in ("explicit", "none") else f", {f['date_basis']}")
        ),
    ),
    "status": FactColumn(Column("status", "Status", shape="marks"), lambda _, f: status(f)),
    "kind": FactColumn(Column("kind", "Kind", under="status"), lambda _, f: f["kind"]),
    "value": FactColumn(Column("value", "Value", narrow_under="status"), lambda _, f: quantity(f)),
    "position": FactColumn(Column("position", "Position", under="text"), position),
    "said_by": FactColumn(
        Column("said_by", "Said by", narrow_under="status"),
        lambda s, f: tuple(s.name(e) for e in f["said_by"]),
    ),
    "text": FactColumn(Column("text", "What"), lambda _, f: f["text"]),
    "sources": FactColumn(
        Column("sources", "Source", narrow_under="text", shape="files"),
        lambda _, f: tuple(f["sources"]),
    ),
    "id": FactColumn(Column("id", "Id", under="text", shape="id"), lambda _, f: f["id"]),
}


def columns_for(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the columns for a list of facts of these kinds: their own if it is only one."""
    one = set(kinds)
    return KINDS[one.pop()].columns if len(one) == 1 else MIXED


def fact_section(
    store: Store,
    facts: Sequence[Fact],
    columns: Sequence[str],
    title: str = "",
    extra: Sequence[tuple[Column, Sequence[Cell]]] = (),
    records: Sequence[Any] | None = None,
) -> Section:
    """Return facts as a section with the named columns.

    extra: further columns, each with one cell per fact. records: what machine formats
    print for each fact, if not the fact itself.
    """
    chosen = [COLUMNS[name] for name in columns]
    rows = []
    for index, fact in enumerate(facts):
        cells = [c.cell(store, fact) for c in chosen] + [cells[index] for _, cells in extra]
        dim = bool(fact["superseded_by"]) or fact["status"] in ("denied", "cancelled")
        rows.append(Row(records[index] if records else fact, cells, dim))
    return Section(title, (*(c.column for c in chosen), *(column for column, _ in extra)), rows)
