"""The types of the Python API's records are those of the JSON Schemas."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from pathlib import Path
from types import NoneType
from typing import (
    Any,
    Literal,
    NotRequired,
    assert_type,
    get_args,
    get_origin,
    get_overloads,
    get_type_hints,
    is_typeddict,
)

import pytest

import mss_cli as mss
from mss_cli import answers
from mss_cli.answers import (
    Check,
    CheckPage,
    Context,
    Fact,
    FactPage,
    Page,
    Quantity,
    Reading,
    Rows,
    Show,
    Side,
    Who,
    WhoPage,
)
from mss_cli.stores.directory import PARTS, schema

Json = dict[str, Any]
TYPES = {n: kind for n in answers.__all__ if is_typeddict(kind := getattr(answers, n))}
PLAIN = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "null": NoneType,
}


def definitions() -> dict[str, Json]:
    """Return the definitions of records by name; a command's own wins over `verify`'s `check`."""
    known: dict[str, Json] = {}
    for part in PARTS:
        known |= schema(part).get("definitions", {})
    output = schema("output")
    known |= output["shared"]
    known |= {name: output["definitions"][name] for name in ("who", "show", "check")}
    return known


KNOWN = definitions()


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def typed(given: Json) -> Any:
    """Return the type that a schema describes."""
    if "$ref" in given:
        name, _, field = given["$ref"].removeprefix("#/definitions/").partition("/properties/")
        if field:
            return typed(KNOWN[name]["properties"][field])
        nullable = "null" in KNOWN[name]["type"]
        kind = TYPES["".join(map(str.capitalize, name.split("_")))]
        return kind | None if nullable else kind
    if "anyOf" in given:
        return either(map(typed, given["anyOf"]))
    if "enum" in given:
        return either(type(value) for value in given["enum"])
    names = given["type"] if isinstance(given["type"], list) else [given["type"]]
    return either(_of_name(name, given) for name in names)


def either(kinds: Iterable[Any]) -> Any:
    return reduce(or_, kinds)


def _of_name(name: str, given: Json) -> Any:
    if name == "array":
        return list[typed(given["items"])]  # type: ignore[misc]
    if name == "object":
        values = given.get("additionalProperties")
        return dict[str, typed(values) if values else Any]  # type: ignore[misc]
    return PLAIN[name]


@pytest.mark.parametrize("name", TYPES)
def test_type_is_that_of_its_schema(name: str) -> None:
    described = KNOWN[snake(name)]
    required = set(described["required"])
    assert get_type_hints(TYPES[name], include_extras=True) == {
        field: typed(value) if field in required else NotRequired[typed(value)]
        for field, value in described["properties"].items()
    }


@pytest.mark.parametrize(("page", "record"), [(WhoPage, Who), (FactPage, Show), (CheckPage, Check)])
def test_page_has_the_fields_of_its_record(page: type[Page], record: Any) -> None:
    fields: dict[str, Any] = {}
    for overload in get_overloads(page.__getitem__):
        hints = get_type_hints(overload)
        assert get_origin(hints["name"]) is Literal
        fields |= dict.fromkeys(get_args(hints["name"]), hints["return"])
    assert fields == get_type_hints(record)


def test_type_checker_knows_the_fields(bridge: Path) -> None:
    """Mypy reads this test: `assert_type` does nothing when it runs."""
    with mss.open(bridge / "store") as record:
        assert_type(record.facts(), Rows[Fact])
        assert_type(record.promised_vs_delivered(), Rows[Side])
        assert_type(record.facts()[:2], Rows[Fact])
        assert_type(record.figures()[0]["series"], str)
        assert_type(record.figures()[0]["quantity"], Quantity | None)
        assert_type(record.quotes()[0]["quotations"], list[str] | None)
        assert_type(record.stances()[0]["moved"], bool)
        assert_type(record.search("bridge")[0]["score"], float)
        assert_type(record.conflicts()[0]["readings"][0]["start"], int)
        assert_type(record.who("norland")["entity"]["aliases"], list[str])
        assert_type(record.who("norland")["statements"], list[Fact])
        assert_type(record.who("norland").notes, tuple[str, ...])
        assert_type(record.fact("work-began")["readings"], list[Reading])
        assert_type(record.fact("work-began")["contexts"], list[Context | None] | None)
        assert_type(record.check("Norland sent 300 workers")["parts"][0]["says"], str)
        assert_type(record.cite("work-began")[0]["footnote"], str)
        assert_type(record.entities()[0]["facts"], int)
        assert_type(record.sources()[0]["name"], str)
        assert_type(record.stats()[0]["by_source"], dict[str, int])


def test_type_checker_refuses_a_field_that_is_not_there(bridge: Path) -> None:
    """Mypy reads this test, and would report an ignored line without an error."""
    with mss.open(bridge / "store") as record:
        with pytest.raises(KeyError):
            record.who("norland")["enity"]  # type: ignore[call-overload]
        with pytest.raises(KeyError):
            record.figures()[0]["serie"]  # type: ignore[typeddict-item]
