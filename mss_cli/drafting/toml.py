"""Write plain records as TOML, which `tomllib` reads back as they were.

The standard library reads TOML but does not write it. Records here hold strings, numbers, booleans,
lists and other records; a value of None is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 88  # a list that fits on a line of this width stays on one
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dumps(record: Mapping[str, Any]) -> str:
    """Return a record as TOML: plain values first, then tables, then lists of tables."""
    return "\n".join(_lines(record, "")) + "\n"


def _lines(record: Mapping[str, Any], path: str) -> Iterator[str]:
    later: list[tuple[str, Any]] = []
    for key, value in record.items():
        if isinstance(value, Mapping) or _is_tables(value):
            later.append((key, value))
        elif value is not None:
            yield f"{key} = {_value(value)}"
    for key, value in sorted(later, key=lambda pair: isinstance(pair[1], list)):
        name = f"{path}{key}"
        for table in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            yield from _lines(table, f"{name}.")


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    if isinstance(value, int | float):
        return repr(value)
    items = [_value(item) for item in value]
    if sum(map(len, items)) + 2 * len(items) <= WIDTH:
        return f"[{', '.join(items)}]"
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    control = ord(char) < 32 or 127 <= ord(char) < 160
    return f"\\u{ord(char):04x}" if control else char
