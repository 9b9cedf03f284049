"""mss stats: where the record is thin."""

from typing import Any

from mss_cli.cli.commands._lists import answer, select, streamed
from mss_cli.cli.options import Output, UnlistedFilters
from mss_cli.cli.session import Session
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.statistics import COUNTS, Tally, tallies

FIELDS = ("by", "key", "facts", *COUNTS, "by_source", "sources")
COLUMNS = (
    Column("by", "By", shape="group"),
    Column("key", "Key", shape="id", cites=True),
    Column("facts", "Facts"),
    Column("one_source", "One source"),
    Column("in_disagreement", "In disagreement"),
    Column("inferred", "Inferred"),
    Column("undated", "Undated"),
    Column("by_source", "By source", shape="lines", under="key", cites=True),
)


def run(session: Session, filters: UnlistedFilters, output: Output) -> int:
    """Count facts by month, source and kind, to show where the record is thin.

    The columns count facts with one source, corroborated facts, facts in a conflict, facts whose
    date no article prints, and undated facts. A fact is counted in every month in which its date
    may fall; if there are more than three such months, it is counted under `longer`. A fact with
    one source may still be corroborated by another fact.

    Examples: mss stats; mss stats --topic funding; mss facts --status one-source
    """
    streaming = streamed(session, filters)
    listing = streaming or select(session, filters)
    facts = streaming.facts if streaming else listing.selection.facts
    section = Section("", COLUMNS, [_row(*line) for line in tallies(facts)])
    return answer(session, listing, Result((section,), FIELDS), output)


def _row(by: str, key: str, tally: Tally) -> Row:
    by_source = dict(sorted(tally.by_source.items()))
    record: dict[str, Any] = {"by": by, "key": key, "facts": tally.facts, **tally.counts}
    record |= {"by_source": by_source, "sources": list(by_source)}
    shown = [f"{source} {n}" for source, n in by_source.items()] if by != "source" else []
    numbers = (str(record[column.name]) for column in COLUMNS[2:-1])
    return Row(record, (by, key, *numbers, tuple(shown)))
