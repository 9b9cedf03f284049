"""Find the records that columns cannot hold exactly, so that they are also kept as JSON.

A number column cannot tell 2.0 from 2. A text column cannot tell a missing field from an empty one,
or hold a lone surrogate. Such records are rare, but a store may have them.
"""

import json
from typing import Any

from mss_cli.facts.model import Fact


def in_columns(part: str, record: Any) -> tuple[Any, str | None]:
    """Return a record as columns can hold it and, if that is not exact, its JSON.

    part: the file of the store that has the record, by its name without the suffix.
    """
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return _encodable(record), json.dumps(record)
    test = _TESTS.get(part)
    return record, None if test is None or test(record) else json.dumps(record)


def _encodable(value: Any) -> Any:
    """Return a value whose texts can be encoded, with lone surrogates escaped."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_encodable(each) for each in value]
    if isinstance(value, dict):
        return {_encodable(key): _encodable(each) for key, each in value.items()}
    return value


def _is_exact_fact(fact: Fact) -> bool:
    quantity = fact["quantity"]
    numbers = (quantity["value"], quantity["low"], quantity["high"]) if quantity else ()
    if any(isinstance(number, float) and number.is_integer() for number in numbers):
        return False
    return all("part" in evidence["reports"] for evidence in fact["evidence"])


def _is_exact_source(source: Any) -> bool:
    return source.get("byline", "") is not None


def _is_exact_entity(entity: Any) -> bool:
    return "represents" not in entity or bool(entity["represents"])


_TESTS: dict[str, Any] = {
    "facts": _is_exact_fact,
    "sources": _is_exact_source,
    "entities": _is_exact_entity,
}
