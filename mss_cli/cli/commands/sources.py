"""mss sources: the articles behind the facts."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.facts.model import SOURCE_FIELDS, Source
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.values import source_files
from mss_cli.text import plural

FIELDS = (*SOURCE_FIELDS, "facts")
COLUMNS = (
    Column("file", "File", shape="files"),
    Column("published", "Published", shape="date"),
    Column("published.basis", "Basis", under="published"),
    Column("facts", "Facts"),
    Column("title", "Title"),
    Column("publisher", "Publisher", narrow_under="file"),
)
NOTE = Column("published.note", "Note", under="title")


class SourceArgument(NamedTuple):
    """The source to describe."""

    file: Annotated[
        str | None,
        argument("A source file, or the start of its name.", metavar="FILE", completes="source"),
    ] = None


def run(session: Session, argument: SourceArgument, output: Output) -> int:
    """List the articles behind the facts, when they were published, and how that is known.

    Give the start of a file name to see one article, with a note on its date.

    Example: mss sources 004
    """
    store = session.store
    typed = argument.file
    facts = store.tally("sources")
    files = list(store.sources) if typed is None else source_files(store, typed)
    rows = [_row(store.sources[file], facts.get(file, 0), typed is not None) for file in files]
    columns = COLUMNS if typed is None else (*COLUMNS, NOTE)
    code = session.emit(Result((Section("", columns, rows),), FIELDS), output)
    if files:
        session.say([plural(len(files), "source")])
    else:
        session.say([f"no source starts with {typed!r}; run 'mss sources' to list the sources"])
    return code


def _row(source: Source, facts: int, noted: bool) -> Row:
    cells: tuple[str, ...] = (
        source["file"],
        source["published"]["edtf"] or "unknown",
        source["published"]["basis"],
        str(facts),
        source["title"] or f"[{source['label']}]",
        source["publisher"] or "not stated",
    )
    if noted:
        cells = (*cells, source["published"]["note"] or "no note on its date")
    return Row({**source, "facts": facts}, cells)
