"""Strict parsing of JSON and NDJSON files, as a whole or line by line."""

import json
import re
from collections.abc import Iterator
from itertools import takewhile
from os.path import basename
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.errors import DataError

BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line of an NDJSON file that is not blank.

    number: counted from 1. offset: the position of its first byte in the file.
    """

    number: int
    offset: int
    raw: bytes


def read_lines(path: str, offset: int = 0, number: int = 0) -> Iterator[Line]:
    """Yield the lines of a file that are not blank.

    To resume reading, give the offset of the next line and the number of the last line read.

    Raises DataError if the file cannot be read or a line exceeds limits.MAX_LINE_BYTES.
    """
    from mss_cli.stores.files import open_file, read_error

    where = basename(path)
    try:
        with open_file(path, where) as file:
            if offset == 0 and file.read(len(BOM)) == BOM:
                offset = len(BOM)
            file.seek(offset)
            while raw := file.readline(limits.MAX_LINE_BYTES + 1):
                number += 1
                if len(raw) > limits.MAX_LINE_BYTES:
                    raise DataError(
                        f"is longer than {limits.MAX_LINE_BYTES // 1_000_000} MB",
                        where=f"{where} line {number}",
                    )
                if raw[:1] == b"{" or raw.decode("utf-8", "replace").strip():
                    yield Line(number, offset, raw)
                offset += len(raw)
    except OSError as error:
        raise read_error(error, where) from None


class Block(NamedTuple):
    """Some lines of an NDJSON file that follow each other.

    offset, end: the position of the first byte, and of the byte after the last one. lines: how many
    there are. before: how many come before them.
    """

    offset: int
    end: int
    lines: int
    before: int


def line_blocks(path: str, offset: int = 0, before: int = 0) -> Iterator[Block]:
    """Yield the lines of a file in blocks of up to limits.INDEX_BATCH lines.

    A block ends with the first line that exceeds limits.INDEX_BATCH_BYTES. To resume, give the
    offset of the next line and the number of lines before it. Raises DataError like read_lines.
    """
    from mss_cli.stores.files import open_file, read_error

    where = basename(path)
    try:
        with open_file(path, where) as file:
            file.seek(offset)
            while True:
                end, number = offset, before
                while number - before < limits.INDEX_BATCH:
                    length = len(file.readline(limits.MAX_LINE_BYTES + 1))
                    if not length:
                        break
                    end, number = end + length, number + 1
                    if end - offset > limits.INDEX_BATCH_BYTES:
                        break
                if end == offset:
                    return
                yield Block(offset, end, number - before, before)
                offset, before = end, number
    except OSError as error:
        raise read_error(error, where) from None


def read_block(path: str, block: Block) -> Iterator[Line]:
    """Yield the lines of a block that are not blank. Raises DataError like read_lines."""
    return takewhile(lambda at: at.offset < block.end, read_lines(path, block.offset, block.before))


def parse_line(raw: bytes, where: str) -> Any:
    """Parse one line strictly. Raises DataError. where: the file and line to name in errors."""
    try:
        return _STRICT_DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DataError(f"is not UTF-8 (byte {error.start})", where=where) from None
    except json.JSONDecodeError as error:
        _, column, fault = _syntax_error(error)
        raise DataError(f"is not JSON (column {column}: {fault})", where=where) from None
    except (ValueError, RecursionError) as error:
        raise DataError(_reason(error), where=where) from None


def parse_file(path: str, strict: bool = False) -> Any:
    """Parse a JSON or NDJSON file. Raises DataError.

    strict: for files of other people. Also refuse duplicate keys, NaN, infinities, files that
    are too large, and everything that open_file refuses.
    """
    name = basename(path)
    text = _text(path, name, strict)
    if strict:
        _check_brackets(text, name)
    hooks = STRICT if strict else {}
    number = 0
    try:
        if not name.endswith(".ndjson"):
            return json.loads(text, **hooks)
        records = []
        for number, line in enumerate(text.split("\n"), 1):  # noqa: B007 (used in the handlers)
            if line.strip():
                records.append(json.loads(line, **hooks))
        return records
    except json.JSONDecodeError as error:
        line_number, column, fault = _syntax_error(error)
        position = f"line {number or line_number}, column {column}"
        raise DataError(f"is not JSON ({position}: {fault})", where=name) from None
    except (ValueError, RecursionError) as error:
        where = f"{name} line {number}" if number else _first_bad_record(text, name)
        raise DataError(_reason(error), where=where) from None


def _text(path: str, name: str, strict: bool) -> str:
    """Read and decode a file. Raises DataError."""
    try:
        content = _content(path, name, strict).removeprefix(BOM)
        return content.decode()
    except OSError as error:
        from mss_cli.stores.files import read_error

        raise read_error(error, name) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"is not UTF-8 (line {line}, byte {error.start})", where=name) from None


def _content(path: str, name: str, strict: bool) -> bytes:
    if not strict:
        with open(path, "rb") as file:
            return file.read()
    from mss_cli.stores.files import read_file

    max_bytes = limits.MAX_NDJSON_BYTES if name.endswith(".ndjson") else limits.MAX_JSON_BYTES
    return read_file(path, name, max_bytes)


def _check_brackets(text: str, name: str) -> None:
    """Raise DataError for a file of mostly empty lists, which would need far more memory."""
    brackets = text.count("{") + text.count("[")
    if brackets > max(limits.MAX_BRACKETS, len(text) // limits.MIN_CHARS_PER_BRACKET):
        raise DataError("has too many brackets for its size", where=name)


def _first_bad_record(text: str, name: str) -> str:
    """Return the file name and, for an array, the index of the first record that fails."""
    array = re.match(r"\s*\[", text)
    if not array:
        return name
    decoder, separator = json.JSONDecoder(**STRICT), re.compile(r"[\s,]*")
    position, index = array.end(), 0
    try:
        while match := separator.match(text, position):
            _, position = decoder.raw_decode(text, match.end())
            index += 1
    except (ValueError, RecursionError):
        pass
    return f"{name}[{index}]"


def _syntax_error(error: json.JSONDecodeError) -> tuple[int, int, str]:
    """Return the line, the column and a description of a syntax error.

    Python's own wording changes between versions. Since 3.13, Python reports a trailing comma
    at the comma; earlier versions report it at the bracket after it, and so do we.
    """
    trailing = re.compile(r",\s*(?=[\]}])").match(error.doc, error.pos)
    position = trailing.end() if trailing else error.pos
    at_end = position >= len(error.doc)
    fault = "unexpected end" if at_end else f"unexpected {error.doc[position]!r}"
    line = error.doc.count("\n", 0, position) + 1
    return line, position - error.doc.rfind("\n", 0, position), fault


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    return "has an integer with too many digits" if "digits" in str(error) else str(error)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        seen: set[str] = set()
        duplicate = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"has the key {duplicate[:80]!r} twice in one object")
    return record


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"has a number that is too large: {text[:80]}")
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(f"has {name}, which is not a JSON number")


STRICT: dict[str, Any] = {
    "object_pairs_hook": _unique_keys,
    "parse_constant": _no_constant,
    "parse_float": _finite,
}
_STRICT_DECODER = json.JSONDecoder(**STRICT)  # for many lines: making one takes time
