"""The files of a store directory: their names, how to read one, and the store's fingerprint.

A store has manifest.json, sources.json, entities.json, topics.json, and either facts.json or
facts.ndjson. measures.json, labels.json, synonyms.json and wording.json are optional.
"""

from functools import cache
from os.path import basename, dirname, getsize, isdir, isfile, join, lexists
from typing import Any, cast

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.stores.json_files import parse_file

# A part is one file of a store, by its name without the suffix.
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
# Only some commands need these parts, so the bundled store reads them at first use.
READ_LATER = ("labels", "synonyms", "wording")


def bundled_directory() -> str:
    """Return the directory of the bundled store.

    It is inside the package in a wheel, and beside the package in a source checkout.
    """
    package = dirname(dirname(__file__))
    inside = join(package, "data")
    return inside if isdir(inside) else join(dirname(package), "data")


def part_file(directory: str, part: str) -> str:
    """Return the path of a part of a store, even if the file does not exist.

    It is another one while a writer puts a commit in place. Raises DataError.
    """
    path = join(directory, f"{part}.json")
    if lexists(join(directory, ".mss", "intent.json")):
        from mss_cli.stores.pending import current

        path = current(directory, f"{part}.json")
    if part == "facts" and not lexists(path) and lexists(join(directory, "facts.ndjson")):
        return join(directory, "facts.ndjson")
    return path


def read_part(directory: str, part: str, strict: bool = False) -> Any:
    """Parse one part of a store. An optional part is empty if its file is missing.

    strict: as in parse_file. Raises DataError.
    """
    path = part_file(directory, part)
    if part in OPTIONAL and not lexists(path):
        return []
    return parse_file(path, strict)


def check_size(directory: str) -> None:
    """Raise DataError if the JSON files of a store are too large in total to hold in memory."""
    paths = (part_file(directory, part) for part in PARTS)
    total = sum(getsize(path) for path in paths if isfile(path) and path.endswith(".json"))
    if total > limits.MAX_JSON_BYTES:
        raise DataError(
            f"its JSON files have {total / 1e6:,.0f} MB, but mss reads at most "
            f"{limits.MAX_JSON_BYTES / 1e6:,.0f} MB",
            where=f"store {directory!r}",
            expected="put the facts in facts.ndjson, one per line",
        )


def fingerprint(directory: str) -> str:
    """Return the fingerprint of a store: the SHA-256 of its files, one after the other.

    `cat` the files in the order of PARTS into `sha256sum` to get the same value. For a database or
    another file, it is the SHA-256 of that file.
    Raises DataError.
    """
    from mss_cli.stores.locations import digest_of_tables, location
    from mss_cli.stores.pending import steadily

    place = location(directory)
    if place.scheme:
        return digest_of_tables(place)
    return steadily(directory, lambda: _fingerprint(directory))


def _fingerprint(directory: str) -> str:
    from hashlib import sha256

    digest = sha256()
    for part in PARTS:
        path = part_file(directory, part)
        if part in OPTIONAL and not isfile(path):
            continue
        try:
            with open(path, "rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", where=basename(path)) from None
    return digest.hexdigest()


@cache
def schema(part: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a part, or of the program's output for `output`.

    It is read once, so that validation.py can keep what it compiles from it. Do not change it.
    """
    path = join(bundled_directory(), "schema", f"{part}.schema.json")
    return cast(dict[str, Any], parse_file(path))
