"""mss sources: the articles behind the facts."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.facts.model import SOURCE_FIELDS, Source
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.source_names import short_names
from mss_cli.query.values import known_source_files
from mss_cli.text import plural

FIELDS = (*SOURCE_FIELDS, "byline", "name", "facts")
COLUMNS = (
    Column("file", "File", under="name", shape="id"),
    Column("name", "Name", shape="files"),
    Column("published", "Published", shape="date"),
    Column("published.basis", "Basis", under="published"),
    Column("facts", "Facts"),
    Column("title", "Title"),
    Column("publisher", "Publisher", narrow_under="name"),
)
NOTE = Column("published.note", "Note", under="title")


class SourceArgument(NamedTuple):
    """The source to describe."""

    file: Annotated[
        str | None,
        argument(
            "The short name or file name of a source, or the start of either.",
            metavar="SOURCE",
            completes="source",
        ),
    ] = None


def run(session: Session, argument: SourceArgument, output: Output) -> int:
    """List the articles behind the facts, when they were published, and how that is known.

    Every table uses the short name of a source, and --source accepts it too. Name one article, by
    its short name or the start of its file name, to see a note on its date.

    Examples: mss sources 004; mss sources 'radio generation'
    """
    store = session.store
    typed = argument.file
    facts = store.tally("sources")
    files = list(store.sources)
    if typed is not None:
        files = known_source_files(store, typed, "SOURCE")
    names = short_names(store)
    rows = [
        _row(store.sources[file], names.get(file, file), facts.get(file, 0), typed is not None)
        for file in files
    ]
    columns = COLUMNS if typed is None else (*COLUMNS, NOTE)
    code = session.emit(Result((Section("", columns, rows),), FIELDS), output)
    session.say([plural(len(files), "source")])
    return code


def _row(source: Source, name: str, facts: int, noted: bool) -> Row:
    cells: tuple[str, ...] = (
        source["file"],
        name,
        source["published"]["edtf"] or "unknown",
        source["published"]["basis"],
        str(facts),
        source["title"] or f"[{source['label']}]",
        source["publisher"] or "not stated",
    )
    if noted:
        cells = (*cells, source["published"]["note"] or "no note on its date")
    return Row({**source, "name": name, "facts": facts}, cells)
