"""Conflicts as rows, for `mss conflicts` and for the page of one fact."""

from mss_cli.facts.model import Conflict
from mss_cli.output.result import Column, Row

COLUMNS = (
    Column("class", "Class"),
    Column("property", "Property", under="class", lead="on "),
    Column("explanation", "Explanation", cites=True),
    Column("readings", "Readings", under="explanation", shape="lines", lead="• ", cites=True),
    Column("settled_by", "Settled by", under="explanation", lead="Settled by: "),
    Column("facts", "Facts", under="explanation", shape="lines", lead="→ "),
    Column("sources", "Sources", narrow_under="explanation", shape="files"),
    Column("id", "Id", under="explanation", shape="id"),
)


def row(conflict: Conflict) -> Row:
    """Return a conflict as a row of COLUMNS."""
    return Row(
        conflict,
        (
            conflict["class"],
            conflict["property"],
            conflict["explanation"],
            told(conflict),
            conflict["settled_by"],
            tuple(conflict["facts"]),
            tuple(conflict["sources"]),
            conflict["id"],
        ),
        dim=conflict["class"] == "corroborated",
    )


def told(conflict: Conflict) -> tuple[str, ...]:
    """Return each distinct reading with the sources and spans that give it."""
    where: dict[tuple[str, str], list[str]] = {}
    for r in conflict["readings"]:
        spans = where.setdefault((r["fact"], r["value"]), [])
        spans.append(f"{r['source']} {r['start']}-{r['end']}")
    return tuple(f"{value} — {', '.join(spans)}" for (_, value), spans in where.items())
