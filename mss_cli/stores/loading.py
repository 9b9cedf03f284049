"""Load a whole store into memory.

The bundled store is part of the program: tests and `mss verify` check it, so a query only
parses it. mss does not trust any other store and validates it on every load.
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


def load_bundled() -> MemoryStore:
    """Read the bundled store, except the parts that only some commands need."""
    directory = bundled_directory()
    parts = [part for part in PARTS if part not in READ_LATER]
    read = {part: read_part(directory, part) for part in parts}
    return MemoryStore(read, directory, in_order=True)


def load(directory: str | None = None) -> MemoryStore:
    """Read and validate a store; None means the bundled one.

    Raises DataError, which names the first problem and counts the others.
    """
    if directory is None:
        return load_bundled()
    problems, parts = examine(directory)
    if parts is None or problems:
        raise invalid_store(directory, problems)
    return MemoryStore(parts, directory)


def invalid_store(directory: str, problems: "Sequence[Problem]") -> DataError:
    """Return the error for a store with problems: it names the first and counts the others."""
    first, others = problems[0], len(problems) - 1
    hint = ""
    if others:
        at_least = "at least " if len(problems) >= limits.MAX_PROBLEMS else ""
        hint = f"and {at_least}{others:,} more; run 'mss verify --store DIR' to list them"
    return DataError(f"{first.where}: {first.what}", where=f"store {directory!r}", expected=hint)


def examine(directory: str) -> "tuple[list[Problem], dict[str, Any] | None]":
    """Read and check a store. Return its problems, and its parts if all of them can be parsed.

    The check stops after limits.MAX_PROBLEMS problems. Raises DataError if the directory does
    not exist or its files are too large.
    """
    from itertools import chain, islice

    from mss_cli.stores.locations import ENGINES, location, read_tables
    from mss_cli.stores.pending import steadily
    from mss_cli.stores.validation import Problem, all_problems

    place = location(directory)
    if place.scheme:
        parts = read_tables(place)
        found = all_problems(parts, {part: schema(part) for part in PARTS})
        if place.scheme in ENGINES:
            from mss_cli.stores.tables.parquet import copy_problems

            found = chain(copy_problems(place.path, parts["facts"]), found)
        return [*islice(found, limits.MAX_PROBLEMS)], parts
    if isfile(directory) or isfile(join(directory, "store.parquet")):
        scheme = "sqlite" if isfile(directory) else "parquet"
        raise DataError(
            f"{directory!r} is no directory of JSON files",
            where="store",
            expected=f"if it is an export, write {scheme}:{directory}",
        )
    if not isdir(directory):
        raise DataError(
            f"no directory {directory!r}",
            where="store",
            expected="give a directory with manifest.json, sources.json, entities.json, "
            "topics.json and facts.json",
        )
    problems, parts = steadily(directory, lambda: _read(directory))
    if isfile(join(directory, "facts.json")) and isfile(join(directory, "facts.ndjson")):
        problems.append(Problem("facts", "the store has both facts.json and facts.ndjson"))
    parsed = not problems
    schemas = {part: schema(part) for part in PARTS}
    problems += islice(all_problems(parts, schemas), limits.MAX_PROBLEMS - len(problems))
    # Validation says facts.json; name the file that the store really has.
    file = basename(part_file(directory, "facts"))
    problems = [p._replace(where=p.where.replace("facts.json", file, 1)) for p in problems]
    return problems, parts if parsed else None


def _read(directory: str) -> "tuple[list[Problem], dict[str, Any]]":
    """Read the parts of a store. Return why some cannot be read, and the others."""
    from mss_cli.stores.validation import Problem

    check_size(directory)
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for part in PARTS:
        try:
            parts[part] = read_part(directory, part, strict=True)
        except DataError as error:
            problems.append(Problem(error.where, error.what))
    return problems, parts
