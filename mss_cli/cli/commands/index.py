"""mss index: build the index of a large store."""

from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.output.formats.json import line
from mss_cli.output.progress import progress
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.text import plural

FIELDS = ("facts", "bytes", "path")
COLUMNS = tuple(Column(name, name.capitalize()) for name in FIELDS)


def run(session: Session, output: Output) -> int:
    """Build the index that speeds up a store with a facts.ndjson file.

    Name the store with --store or MSS_STORE. Every fact is checked. The index, index.db in the
    directory of the store, is an SQLite database that other programs can open. If you interrupt the
    build, the next run continues it. If the store changes, the index is ignored until you build it
    again.

    Example: mss index --store my-store
    """
    directory = session.store_directory
    if directory is None:
        raise UsageError(
            "the bundled store needs no index",
            expected="name a store that has facts.ndjson with --store or MSS_STORE",
        )
    from mss_cli.stores.index.build import build
    from mss_cli.stores.locations import refuse_tables

    refuse_tables(directory)
    with progress(session.watched) as told:
        built = build(directory, told, line)
    record = dict(zip(FIELDS, built, strict=True))
    rows = [Row(record, tuple(map(str, built)))]
    code = session.emit(Result((Section("", COLUMNS, rows),), FIELDS), output)
    session.say([f"{plural(built.facts, 'fact')} in {built.size / 1e6:,.1f} MB"])
    return code
