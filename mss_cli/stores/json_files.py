"""JSON and NDJSON files: strictly parsed, whole or line by line."""

import json
import re
from collections.abc import Iterator
from os.path import basename
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.errors import DataError

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
    from mss_cli.stores.files import open_file, unreadable

    where = basename(path)
    try:
        with open_file(path, where) as file:
            if byte == 0 and file.read(len(BOM)) == BOM:
                byte = len(BOM)
            file.seek(byte)
            while raw := file.readline(limits.MAX_LINE_BYTES + 1):
                number += 1
                if len(raw) > limits.MAX_LINE_BYTES:
                    raise DataError(
                        f"has more than {limits.MAX_LINE_BYTES // 1_000_000} MB",
                        where=f"{where} line {number}",
                    )
                if raw[:1] == b"{" or raw.decode("utf-8", "replace").strip():
                    yield Line(number, byte, raw)
                byte += len(raw)
    except OSError as error:
        raise unreadable(error, where) from None


def record(raw: bytes, where: str) -> Any:
    """Parse one line strictly. Raises DataError; where: the file and line it names."""
    try:
        return json.loads(raw.decode("utf-8"), **STRICT)
    except UnicodeDecodeError as error:
        raise DataError(f"is not UTF-8 (byte {error.start})", where=where) from None
    except json.JSONDecodeError as error:
        raise DataError(f"is not JSON (column {error.colno}: {error.msg})", where=where) from None
    except (ValueError, RecursionError) as error:
        raise DataError(_reason(error), where=where) from None


def parse(path: str, strict: bool = False) -> Any:
    """Parse a JSON or NDJSON file. Raises DataError.

    strict: what others made; also refuse duplicate keys, NaN, infinities, and a file that is
    too large, is none, or is a link that leads out of its directory.
    """
    name = basename(path)
    try:
        content = _content(path, name, strict).removeprefix(BOM)
        text = content.decode()
    except OSError as error:
        from mss_cli.stores.files import unreadable

        raise unreadable(error, name) from None
    except UnicodeDecodeError as error:
        at = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"is not UTF-8 (line {at}, byte {error.start})", where=name) from None
    if strict and text.count("{") + text.count("[") > max(limits.MAX_BRACKETS, len(text) // 12):
        raise DataError("has more brackets than records need", where=name)
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
        where = f"{name} line {number}" if number else _record(text, name)
        raise DataError(_reason(error), where=where) from None


def _record(text: str, name: str) -> str:
    """Return the file and, if it is an array, the first record that cannot be read."""
    begun = re.match(r"\s*\[", text)
    if not begun:
        return name
    decoder, between = json.JSONDecoder(**STRICT), re.compile(r"[\s,]*")
    at, number = begun.end(), 0
    try:
        while match := between.match(text, at):
            _, at = decoder.raw_decode(text, match.end())
            number += 1
    except (ValueError, RecursionError):
        pass
    return f"{name}[{number}]"


def _content(path: str, name: str, strict: bool) -> bytes:
    if not strict:
        with open(path, "rb") as file:
            return file.read()
    from mss_cli.stores.files import read_file

    return read_file(
        path, name, limits.MAX_NDJSON_BYTES if name.endswith(".ndjson") else limits.MAX_JSON_BYTES
    )


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    return "has an integer of too many digits" if "digits" in str(error) else str(error)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        seen: set[str] = set()
        double = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {double[:80]!r} stands twice in one object")
    return record


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text[:80]} is too large a number")
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


STRICT: dict[str, Any] = {
    "object_pairs_hook": _unique_keys,
    "parse_constant": _no_constant,
    "parse_float": _finite,
}
