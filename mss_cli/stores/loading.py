"""Load a whole store into memory.

The bundled store is part of the program: its tests and `mss verify` check it, a query only
parses it. Any other store is hostile until it has passed validation.py, on every load.
"""

from collections.abc import Sequence
from os.path import basename, isdir, isfile, join
from typing import TYPE_CHECKING, Any

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.stores.directory import (
    PARTS,
    READ_LATER,
    bundled_directory,
    check_size,
    part_file,
    read_part,
    schema,
)
from mss_cli.stores.memory import MemoryStore

if TYPE_CHECKING:
    from mss_cli.stores.validation import Problem


def bundled() -> MemoryStore:
    """Read the bundled store, but for what only some commands need."""
    directory = bundled_directory()
    first = [part for part in PARTS if part not in READ_LATER]
    return MemoryStore({part: read_part(directory, part) for part in first}, directory)


def load(directory: str | None = None) -> MemoryStore:
    """Read a store whole; None is the bundled one. Raises DataError for the first problem."""
    if directory is None:
        return bundled()
    problems, parts = examine(directory)
    if parts is None or problems:
        raise refused(directory, problems)
    return MemoryStore(parts, directory)


def refused(directory: str, problems: "Sequence[Problem]") -> DataError:
    """Return the error that names the first of a store's problems."""
    first, more = problems[0], len(problems) - 1
    rest = f"and {more:,} more; 'mss verify --store DIR' lists them all" if more else ""
    if len(problems) >= limits.MAX_PROBLEMS:
        rest = f"and at least {more:,} more; 'mss verify --store DIR' lists these"
    return DataError(f"{first.where}: {first.what}", where=f"store {directory!r}", expected=rest)


def examine(directory: str) -> "tuple[list[Problem], dict[str, Any] | None]":
    """Read and check a store: its problems, and its parts if they could be parsed.

    The check stops after limits.MAX_PROBLEMS problems. Raises DataError if there is no such
    directory.
    """
    from itertools import islice

    from mss_cli.stores.validation import Problem, all_problems

    if not isdir(directory):
        raise DataError(
            f"no directory {directory!r}",
            where="store",
            expected="a store is a directory with manifest.json, sources.json, entities.json, "
            "topics.json and facts.json",
        )
    check_size(directory)
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for part in PARTS:
        try:
            parts[part] = read_part(directory, part, strict=True)
        except DataError as error:
            problems.append(Problem(error.where, error.what))
    if isfile(join(directory, "facts.json")) and isfile(join(directory, "facts.ndjson")):
        problems.append(Problem("facts", "both facts.json and facts.ndjson are there"))
    parsed = not problems
    found = all_problems(parts, {part: schema(part) for part in PARTS})
    problems += islice(found, limits.MAX_PROBLEMS - len(problems))
    file = basename(part_file(directory, "facts"))
    named = [p._replace(where=p.where.replace("facts.json", file, 1)) for p in problems]
    return named, parts if parsed else None
