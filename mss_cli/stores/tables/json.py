"""Write an extract as a store: a folder of JSON files."""

import os

from mss_cli.errors import UsageError
from mss_cli.stores.deriving import written
from mss_cli.stores.directory import OPTIONAL
from mss_cli.stores.extract import Extract
from mss_cli.stores.tables.parts import parts_of


def write(extract: Extract, path: str) -> None:
    """Write the folder to an unused path. Raises OSError, UsageError."""
    if not extract.is_in_memory:
        raise UsageError(
            "the store is too large for one JSON file",
            where="json",
            expected="select some facts, e.g. with --since, or copy its folder",
        )
    os.mkdir(path)
    for part, records in parts_of(extract).items():
        if records or part not in OPTIONAL:
            with open(os.path.join(path, f"{part}.json"), "w", encoding="utf-8") as file:
                file.write(written(records))
