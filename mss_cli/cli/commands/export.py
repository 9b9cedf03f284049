"""mss export: write the record for other programs."""

import os
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from mss_cli.cli.commands._lists import Listing, select
from mss_cli.cli.options import UnsortedFilters, argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.output.exports import FORMATS
from mss_cli.query.query import Filters
from mss_cli.query.reports import count_lines, no_match_lines
from mss_cli.query.selection import typed
from mss_cli.text import plural, size

if TYPE_CHECKING:
    from mss_cli.stores.extract import Extract


class ExportOptions(NamedTuple):
    """The format, and where the export goes."""

    format: Annotated[
        str,
        argument(f"The format: {', '.join(FORMATS)}.", "FORMAT", completes=tuple(FORMATS)),
    ]
    output: Annotated[
        str | None,
        option(
            "--output",
            "-o",
            help="Write to this file or folder (required); use - for standard output.",
            metavar="PATH",
            is_path=True,
        ),
    ] = None
    force: Annotated[
        bool, option("--force", help="Replace the file, or the folder of an earlier export.")
    ] = False


def run(session: Session, export: ExportOptions, filters: UnsortedFilters) -> int:
    """Write the record as a file or folder that other programs can open.

    sqlite is a database with tables, views and full-text search, for Datasette and any SQLite tool.
    parquet is a folder of Parquet files, for DuckDB, pandas and Spark. json is a new store.
    --store reads the same record back from these three. xlsx is a workbook, jsonld is linked
    data, timelinejs is a TimelineJS timeline, and ftm is a file of FollowTheMoney statements.

    The filters choose the facts. If an export fails, it leaves no partial file.

    Examples: mss export sqlite -o haiti.db; mss export xlsx -o kenya.xlsx --who kenya
    """
    if export.format not in FORMATS:
        raise UsageError(
            f"unknown format {export.format!r}",
            where="FORMAT",
            expected=f"use one of {', '.join(FORMATS)}",
        )
    if export.output is None:
        hint = "name a file or folder, e.g. -o haiti.db"
        raise UsageError("missing", where="--output", expected=hint)
    from mss_cli.stores.new_file import refuse_existing

    shape = FORMATS[export.format].shape
    if export.output == "-" and shape != "text":
        what = f"{export.format} cannot go to standard output"
        raise UsageError(what, where="--output", expected="name a file or folder")
    if export.output != "-":
        refuse_existing(export.output, "--output", export.force, folder=shape == "folder")
    writer = _loaded(export.format)
    _refuse_own_source(session, export.output)
    extract, listing = _extract(session, export.format, filters)
    left_out = _write(session, export, writer, extract)
    told = []
    if listing is not None:
        selected = (session.store, listing.selection, listing.query)
        told += count_lines(*selected) if extract.size else no_match_lines(*selected)
    if extract.left_out:
        relations = plural(extract.left_out, "relation")
        told.append(f"left out {relations} to facts outside the selection")
    if extract.conflicts_left_out:
        conflicts = plural(extract.conflicts_left_out, "conflict")
        told.append(f"left out {conflicts} with facts outside the selection")
    told += left_out
    if export.output != "-":
        written = size(_bytes(export.output))
        told.append(f"wrote {export.output}: {plural(extract.size, 'fact')}, {written}")
    session.say(told)
    return 0


def _loaded(name: str) -> Any:
    """Return the module of a format. Raises UsageError if its extra is not installed."""
    try:
        return FORMATS[name].load()
    except ImportError as error:
        if not FORMATS[name].extra:
            raise
        raise UsageError(
            f"the format {name} is not installed ({error.name} is missing)",
            expected=f"pip install 'mss-cli[{FORMATS[name].extra}]'",
        ) from None


def _refuse_own_source(session: Session, output: str) -> None:
    """Raise UsageError if an export would replace the store that it is made from."""
    from mss_cli.stores.locations import location

    for store in session.stores:
        path = location(store).path if store else ""
        if path and os.path.exists(output) and os.path.samefile(path, output):
            what = f"{output!r} is the store that is read"
            raise UsageError(what, where="--output", expected="name another file or folder")


def _extract(session: Session, name: str, filters: Filters) -> "tuple[Extract, Listing | None]":
    """Return the extract and the list that selected it, or None for the whole record."""
    from mss_cli.stores.extract import Extract

    if filters == Filters():
        return Extract(session.store), None
    listing = select(session, filters._replace(limit=filters.limit or 0))
    session.say(listing.notes)
    query, selection = listing.query, listing.selection
    known_by = f"{query.labels['known_by']} " if query.known_by else ""
    limit = f" --limit {query.limit}" if query.limit else ""
    asked = f"{known_by}{typed(query)}{limit}".strip()
    is_store = FORMATS[name].module.startswith("stores.")
    return Extract(session.store, selection.facts, asked, states=not is_store), listing


def _write(session: Session, export: ExportOptions, writer: Any, extract: "Extract") -> list[str]:
    """Write the export, and return what the format had to leave out."""
    from mss_cli.stores.new_file import new_path, write_file

    path = export.output or ""
    shape = FORMATS[export.format].shape
    if path == "-":
        session.write(lambda: writer.text(extract))
    elif shape == "text":
        write_file(path, writer.text(extract), "--output", export.force)
    else:
        with new_path(path, "--output", export.force, folder=shape == "folder") as beside:
            return writer.write(extract, beside) or []
    return writer.notes(extract) if hasattr(writer, "notes") else []


def _bytes(path: str) -> int:
    """Return the size of a file, or of the files in a folder."""
    inside = (os.path.join(at, name) for at, _, names in os.walk(path) for name in names)
    return sum(map(os.path.getsize, inside)) if os.path.isdir(path) else os.path.getsize(path)
