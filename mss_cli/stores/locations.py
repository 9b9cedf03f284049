"""The location of a store: a directory, or a path with a scheme in front.

my-store           a directory of JSON files
sqlite:haiti.db    a database that `mss export sqlite` wrote
parquet:haiti      a folder that `mss export parquet` wrote, read into memory
duckdb:haiti       the same folder, of any size, read through DuckDB
spark:haiti        the same folder, read through Spark
"""

from typing import Any, NamedTuple

from mss_cli.errors import DataError, UsageError

# Schemes that are read into memory whole, each with its module below mss_cli/stores.
TABLES = {"sqlite": "tables.sqlite", "parquet": "tables.parquet"}
ENGINES = ("duckdb", "spark")


class Location(NamedTuple):
    """The location of a store. scheme: "" for a directory."""

    scheme: str
    path: str


def location(typed: str) -> Location:
    """Parse the location of a store. For a directory with a colon in its name, type `./a:b`.

    Raises UsageError.
    """
    scheme, colon, path = typed.partition(":")
    known = colon and (scheme in TABLES or scheme in ENGINES)
    if known and not path:
        raise UsageError("names no file", where="--store", expected=f"write e.g. {scheme}:haiti")
    return Location(scheme, path) if known else Location("", typed)


def refuse_tables(directory: str) -> None:
    """Raise UsageError for a store that is not a directory, and so is read-only."""
    if location(directory).scheme:
        raise UsageError(
            f"{directory!r} is read-only",
            where="--store",
            expected="make a copy that you can edit, with 'mss export json'",
        )


def read_tables(place: Location) -> dict[str, Any]:
    """Return the parts of a store in tables, unchecked. Raises DataError."""
    parts: dict[str, Any] = _module(place).read(place.path)
    return parts


def digest_of_tables(place: Location) -> str:
    """Return one SHA-256 over all files of a store in tables, in order.

    Raises DataError.
    """
    from hashlib import sha256

    digest = sha256()
    try:
        for path in _module(place).files(place.path):
            with open(path, "rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=place.path) from None
    return digest.hexdigest()


def _module(place: Location) -> Any:
    name = TABLES.get(place.scheme, TABLES["parquet"])
    try:
        return __import__(f"mss_cli.stores.{name}", fromlist=["read"])
    except ImportError as error:
        raise UsageError(
            f"Parquet files cannot be read ({error.name} is missing)",
            where="--store",
            expected="pip install 'mss-cli[parquet]'",
        ) from None
