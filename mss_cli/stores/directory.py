"""The files of a store directory: their names, how to read one, and the store's digest.

A store is manifest.json, sources.json, entities.json, topics.json, and facts.json or
facts.ndjson; measures.json, labels.json, synonyms.json and wording.json are optional.
"""

from os.path import basename, dirname, getsize, isdir, isfile, join, lexists
from typing import Any, cast

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.stores.json_files import parse

PARTS = (
    "manifest",
    "sources",
    "entities",
    "topics",
    "measures",
    "labels",
    "synonyms",
    "wording",
    "facts",
)
OPTIONAL = ("measures", "labels", "synonyms", "wording")
READ_LATER = ("labels", "synonyms", "wording")  # of the bundled store: only some commands need them


def bundled_directory() -> str:
    """Return the directory of the store that comes with the program.

    Inside the package in a wheel, beside it in a source checkout or an editable install.
    """
    package = dirname(dirname(__file__))
    inside = join(package, "data")
    return inside if isdir(inside) else join(dirname(package), "data")


def part_file(directory: str, part: str) -> str:
    """Return the path of a file of a store, whether it is there or not."""
    path = join(directory, f"{part}.json")
    if part == "facts" and not lexists(path) and lexists(join(directory, "facts.ndjson")):
        return join(directory, "facts.ndjson")
    return path


def read_part(directory: str, part: str, strict: bool = False) -> Any:
    """Parse one file of a store; an optional one that is missing is empty."""
    path = part_file(directory, part)
    if part in OPTIONAL and not lexists(path):
        return []
    return parse(path, strict)


def check_size(directory: str) -> None:
    """Raise DataError if the files of a store that are read whole have too many bytes together."""
    paths = (part_file(directory, part) for part in PARTS)
    total = sum(getsize(path) for path in paths if isfile(path) and path.endswith(".json"))
    if total > limits.MAX_JSON_BYTES:
        raise DataError(
            f"its files have {total / 1e6:,.0f} MB, more than the "
            f"{limits.MAX_JSON_BYTES / 1e6:,.0f} MB that are read into memory",
            where=f"store {directory!r}",
            expected="facts can stand in facts.ndjson, one a line",
        )


def fingerprint(directory: str) -> str:
    """Return the SHA-256 of a store: of its files' bytes, one after the other.

    `cat` of the files of PARTS in their order, through `sha256sum`, prints the same.
    Raises DataError.
    """
    from hashlib import sha256

    total = sha256()
    for part in PARTS:
        path = part_file(directory, part)
        if part in OPTIONAL and not isfile(path):
            continue
        try:
            with open(path, "rb") as file:
                while chunk := file.read(1 << 20):
                    total.update(chunk)
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", where=basename(path)) from None
    return total.hexdigest()


def schema(part: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a store file, or of the output for `output`."""
    return cast(dict[str, Any], parse(join(bundled_directory(), "schema", f"{part}.schema.json")))
