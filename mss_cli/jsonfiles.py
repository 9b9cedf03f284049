"""JSON and NDJSON files: strictly parsed, whole or line by line."""

import json
from collections.abc import Iterator
from os.path import basename

from mss_cli.errors import DataError
from mss_cli.typed import Any, NamedTuple

BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line that is not blank: its number from 1, where its bytes begin, and these."""

    number: int
    byte: int
    raw: bytes


def lines(path: str, byte: int = 0, number: int = 0) -> Iterator[Line]:
    """Yield the lines of a file; byte, number: where to begin, and the number of lines before.

    Raises DataError if the file cannot be read.
    """
    try:
        with open(path, "rb") as file:
            if byte == 0 and file.read(len(BOM)) == BOM:
                byte = len(BOM)
            file.seek(byte)
            for number, raw in enumerate(file, number + 1):  # noqa: B020 (goes on from it)
                if raw[:1] == b"{" or raw.decode("utf-8", "replace").strip():
                    yield Line(number, byte, raw)
                byte += len(raw)
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: str, error: OSError) -> DataError:
    """Return the error that says why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return DataError("the file is missing", where=basename(path))
    return DataError(f"cannot be read ({error.strerror})", where=basename(path))


def record(raw: bytes, where: str) -> Any:
    """Parse one line strictly. Raises DataError; where: the file and line it names."""
    try:
        return json.loads(raw.decode("utf-8"), **STRICT)
    except UnicodeDecodeError as error:
        raise DataError(f"is not UTF-8 (byte {error.start})", where=where) from None
    except json.JSONDecodeError as error:
        raise DataError(f"is not JSON (column {error.colno}: {error.msg})", where=where) from None
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DataError(reason, where=where) from None


def parse(path: str, strict: bool = False) -> Any:
    """Parse a JSON or NDJSON file. strict: also refuse duplicate keys, NaN and infinities."""
    name = basename(path)
    try:
        with open(path, "rb") as file:
            text = file.read().removeprefix(BOM).decode()
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError as error:
        raise DataError(f"is not UTF-8 (byte {error.start})", where=name) from None
    hooks = STRICT if strict else {}
    number = 0
    try:
        if not name.endswith(".ndjson"):
            return json.loads(text, **hooks)
        records = []
        for number, line in enumerate(text.split("\n"), 1):  # noqa: B007 (read on failure)
            if line.strip():
                records.append(json.loads(line, **hooks))
        return records
    except json.JSONDecodeError as error:
        line_number = number or error.lineno
        raise DataError(
            f"is not JSON (line {line_number}, column {error.colno}: {error.msg})", where=name
        ) from None
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DataError(reason, where=name) from None


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {double!r} stands twice in one object")
    return record


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is too large a number")
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


STRICT: dict[str, Any] = {
    "object_pairs_hook": _unique_keys,
    "parse_constant": _no_constant,
    "parse_float": _finite,
}
