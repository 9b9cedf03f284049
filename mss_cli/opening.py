"""Opening a store in the way that suits its size: whole, through its index, or line by line."""

import os

from mss_cli.store import Store, bundled, load, part_file
from mss_cli.typed import Any, NamedTuple

STREAMED = 16_000_000  # bytes of facts.ndjson that are read into memory whole


class Opened(NamedTuple):
    """A store, and what the user should know of how it was opened."""

    store: Store
    notes: tuple[str, ...] = ()


def open_store(directory: str | None) -> Opened:
    """Open a store; None is the bundled one. Raises DataError, naming file, record and field."""
    if directory is None:
        return Opened(bundled())
    path = part_file(directory, "facts")
    try:
        size = os.path.getsize(path) if path.endswith(".ndjson") else 0
    except OSError:
        size = 0
    if not size:
        return Opened(load(directory))
    notes: tuple[str, ...] = ()
    from mss_cli.index.database import UnusableError, opened

    try:
        base = opened(directory)
    except UnusableError as error:
        base, notes = None, (f"the index is not used, {error}; 'mss index' makes it anew",)
    if base is not None:
        from mss_cli.index.stored import Stored

        return Opened(Stored(base, directory, _collect), notes)
    if size <= STREAMED:
        return Opened(load(directory), notes)
    hint = f"{size / 1e6:,.0f} MB of facts are read line by line: 'mss index' makes this quick"
    return Opened(streamed(directory), (*notes, hint))


def _collect(store: Any, query: Any) -> object:
    from mss_cli.index.collection import Narrowed

    return Narrowed(store, query)


def streamed(directory: str) -> Store:
    """Return a store whose facts stay in their file; each is checked when it is first read.

    What facts say of each other is not checked: that needs all of them.
    Raises DataError for what is wrong with the rest.
    """
    from mss_cli.checks import checker, part_problems, schema_problems
    from mss_cli.factlines import Lines
    from mss_cli.index.streamed import Streamed
    from mss_cli.store import PARTS, check_size, read_part, refused, schema

    check_size(directory)
    parts: dict[str, Any] = {p: read_part(directory, p, strict=True) for p in PARTS if p != "facts"}
    problems = list(schema_problems(parts, {part: schema(part) for part in parts}))
    problems = problems or list(part_problems(parts))
    if problems:
        raise refused(directory, problems)
    check = checker(parts, schema("facts"))
    return Streamed(parts, Lines(part_file(directory, "facts"), check), directory)
