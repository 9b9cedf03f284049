"""Where facts live: in memory, streamed from a file, or behind an SQLite index.

    directory.py   the files of a store, and its digest
    loading.py     the bundled store, and others, whole and validated
    validation.py  what must hold of a store: schemas, ids, references, dates, conflicts
    memory.py      a store in memory
    streamed.py    a store whose facts are read line by line
    index/         a store behind an SQLite index
    articles.py    a directory of articles
    proof.py       spans, digests and sentences compared with the articles
    json_files.py, ndjson.py, files.py  strict and bounded reading of other people's files

Every store implements query.store.Store, and search.SearchableStore for searches.
"""

import os
from typing import TYPE_CHECKING, Any

from mss_cli import limits
from mss_cli.stores.directory import PARTS, check_size, part_file, read_part, schema
from mss_cli.stores.loading import invalid_store, load, load_bundled

if TYPE_CHECKING:
    from mss_cli.search import SearchableStore


class Opened:
    """A store, and notes for the user on how it was opened."""

    def __init__(self, store: "SearchableStore", notes: tuple[str, ...] = ()) -> None:
        self.store = store
        self.notes = notes


def open_store(directory: str | None) -> Opened:
    """Open a store in the way that suits its size; None is the bundled one. The caller closes it.

    Raises DataError, naming file, record and field.
    """
    if directory is None:
        return Opened(load_bundled())
    path = part_file(directory, "facts")
    try:
        size = os.path.getsize(path) if path.endswith(".ndjson") else 0
    except OSError:
        size = 0
    if not size:
        return Opened(load(directory))
    notes: tuple[str, ...] = ()
    from mss_cli.stores.index.database import UnusableError, opened

    try:
        base = opened(directory)
    except UnusableError as error:
        base, notes = None, (f"the index is not used, {error}; 'mss index' makes it anew",)
    if base is not None:
        from mss_cli.stores.index.store import IndexStore

        try:
            return Opened(IndexStore(base, directory), notes)
        except BaseException:
            base.close()
            raise
    if size <= limits.MAX_NDJSON_BYTES_IN_MEMORY:
        return Opened(load(directory), notes)
    hint = f"{size / 1e6:,.0f} MB of facts are read line by line: 'mss index' makes this quick"
    return Opened(open_streamed(directory), (*notes, hint))


def open_streamed(directory: str) -> "SearchableStore":
    """Return a store whose facts stay in their file; each is checked when it is first read.

    What facts say of each other is not checked: that needs all of them.
    Raises DataError for what is wrong with the rest.
    """
    from mss_cli.stores.ndjson import Lines
    from mss_cli.stores.streamed import StreamedStore
    from mss_cli.stores.validation import checker, part_problems, schema_problems

    check_size(directory)
    parts: dict[str, Any] = {p: read_part(directory, p, strict=True) for p in PARTS if p != "facts"}
    problems = list(schema_problems(parts, {part: schema(part) for part in parts}))
    problems = problems or list(part_problems(parts))
    if problems:
        raise invalid_store(directory, problems)
    check = checker(parts, schema("facts"))
    return StreamedStore(parts, Lines(part_file(directory, "facts"), check), directory)
