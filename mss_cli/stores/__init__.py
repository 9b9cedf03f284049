"""Where facts live: in memory, streamed from a file, or behind an SQLite index.

    locations.py   where a store is, e.g. `sqlite:haiti.db`
    directory.py   the files of a store, and its fingerprint
    loading.py     load the bundled store, or load and validate another one
    deriving.py    fill in the fields that follow from others
    writing.py     write to a store, whole or not at all
    next_state.py  what a commit would make of a store, checked
    pending.py     what readers must know of a commit that is under way
    disk.py        synced writes and renames, and the lock
    creating.py    make a new store
    together.py    several stores read as one
    validation.py  check schemas, ids, references, dates and conflicts
    base.py        what every store shares
    memory.py      a store in memory
    streamed.py    a store whose facts are read line by line
    index/         a store behind an SQLite index
    extract.py     the records that an export holds
    tables/        a store as an SQLite database or a folder of Parquet files
    articles.py    a directory of articles
    proof.py       compare spans, digests and sentences with the articles
    json_files.py, ndjson.py, files.py  strict, bounded reading of other people's files

Every store implements query.store.Store, and search.SearchableStore for searches.
"""

import os
from typing import TYPE_CHECKING, Any

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.stores.directory import PARTS, check_size, part_file, read_part, schema
from mss_cli.stores.loading import invalid_store, load, load_bundled
from mss_cli.stores.locations import ENGINES, TABLES, Location, location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mss_cli.search import SearchableStore


class OpenedStore:
    """A store, with notes for the user about how mss reads it."""

    def __init__(self, store: "SearchableStore", notes: tuple[str, ...] = ()) -> None:
        self.store = store
        self.notes = notes


def open_store(directory: str | None, spark_master: str = "") -> OpenedStore:
    """Open a store; None means the bundled one. The caller closes it.

    spark_master: where Spark runs, for a store behind it; "" for this machine.

    A store with facts.ndjson is opened through its index, or in memory, or else streamed.

    Raises DataError, which names file, record and field.
    """
    if directory is None:
        return OpenedStore(load_bundled())
    place = location(directory)
    if place.scheme in TABLES:
        return OpenedStore(load(directory))
    if place.scheme in ENGINES:
        return OpenedStore(_open_engine(place, directory, spark_master))
    path = part_file(directory, "facts")
    try:
        size = os.path.getsize(path) if path.endswith(".ndjson") else 0
    except OSError:
        size = 0
    if not size:
        return OpenedStore(load(directory))
    indexed, notes = _open_indexed(directory)
    if indexed is not None:
        return OpenedStore(indexed)
    if size <= limits.MAX_NDJSON_BYTES_IN_MEMORY:
        return OpenedStore(load(directory), notes)
    hint = f"reading {size / 1e6:,.0f} MB of facts line by line; run 'mss index' to speed this up"
    return OpenedStore(open_streamed(directory), (*notes, hint))


BUNDLED = "bundled"  # what people call the bundled store


def named(typed: "Sequence[str]", default: str | None) -> "tuple[str | None, ...]":
    """Return the directories of the stores that a user names; None is the bundled store.

    default: the store if none is named.
    """
    found = list(typed) or [default or BUNDLED]
    return tuple(dict.fromkeys(None if each == BUNDLED else each for each in found))


def open_stores(directories: "Sequence[str | None]", spark_master: str = "") -> OpenedStore:
    """Open several stores as one; None means the bundled one. Raises DataError."""
    if len(directories) == 1:
        return open_store(directories[0], spark_master)
    from mss_cli.stores.directory import bundled_directory
    from mss_cli.stores.loading import examine
    from mss_cli.stores.together import together

    found = []
    paths = [bundled_directory() if each is None else each for each in directories]
    for path in paths:
        problems, parts = examine(path)
        if parts is None or problems:
            raise invalid_store(path, problems)
        found.append(parts)
    return OpenedStore(together(found, paths))


def _open_indexed(directory: str) -> "tuple[SearchableStore | None, tuple[str, ...]]":
    """Return the store behind its index, or None and a note that says why not."""
    from mss_cli.stores.index.database import UnusableError, open_index

    try:
        database = open_index(directory)
    except UnusableError as error:
        return None, (f"ignoring the index: {error}; run 'mss index' to rebuild it",)
    if database is None:
        return None, ()
    from mss_cli.stores.index.store import IndexStore

    try:
        return IndexStore(database, directory), ()
    except BaseException:
        database.close()
        raise


def _open_engine(place: Location, directory: str, spark_master: str) -> "SearchableStore":
    """Open a store behind an engine. Raises UsageError without its extra, DataError."""
    try:
        from mss_cli.stores.engine.store import open_engine

        return open_engine(place, directory, spark_master)
    except ImportError as error:
        extra = "spark" if place.scheme == "spark" else "engine"
        raise UsageError(
            f"the engine {place.scheme} is not installed ({_missing(error)} is missing)",
            where="--store",
            expected=f"pip install 'mss-cli[{extra}]'",
        ) from None


def _missing(error: ImportError) -> str:
    """Return what is missing. ibis raises an ImportError of its own, with the real one as cause."""
    cause: BaseException | None = error
    while cause is not None:
        name = getattr(cause, "name", None)
        if name:
            return str(name)
        cause = cause.__cause__ or cause.__context__
    return str(error)


def open_streamed(directory: str) -> "SearchableStore":
    """Return a store whose facts stay in facts.ndjson. Each fact is checked when first read.

    References between facts are not checked, because that needs all facts in memory.

    Raises DataError for the first problem in any other part.
    """
    from mss_cli.stores.ndjson import FactFile
    from mss_cli.stores.streamed import StreamedStore
    from mss_cli.stores.validation import fact_check, part_problems, schema_problems

    check_size(directory)
    parts: dict[str, Any] = {p: read_part(directory, p, strict=True) for p in PARTS if p != "facts"}
    problems = list(schema_problems(parts, {part: schema(part) for part in parts}))
    problems = problems or list(part_problems(parts))
    if problems:
        raise invalid_store(directory, problems)
    check = fact_check(parts, schema("facts"))
    return StreamedStore(parts, FactFile(part_file(directory, "facts"), check), directory)
