"""Records checked field by field: what is accepted, fastjsonschema accepts too."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.stores import write
from mss_cli.stores.directory import PARTS, read_part, schema
from mss_cli.stores.schema_columns import all_follow
from mss_cli.stores.validation import _record_check, _whole_check, record_fault

# Values that stand where others belong, and those that Python and JSON Schema compare differently.
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([1.0, 2.5, 1e300, 10**400, float("nan")]),
    st.text(max_size=3),
    st.sampled_from(["a-b", "2024-01-01", "2024-01-01\n", "A", "x" * 81, "x" * 2_001, "occurred"]),
    st.lists(st.sampled_from(["a", "b", "a\n", 1, True, 1.0, None]), max_size=3),
    st.dictionaries(st.sampled_from(["id", "date", "unknown"]), st.text(max_size=2), max_size=2),
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Return the records of every part of a store of 300 facts; the manifest is one record."""
    directory = tmp_path_factory.mktemp("store")
    write(directory, 300, seed=4)
    whole = {part: read_part(str(directory), part) for part in PARTS}
    whole["wording"] = [{"source": "a.txt", "start": 0, "end": 9, "words": "boats three"}]
    return {name: part if isinstance(part, list) else [part] for name, part in whole.items()}


@pytest.mark.parametrize("part", PARTS)
def test_valid_records_are_accepted(parts: dict[str, list[Any]], part: str) -> None:
    assert parts[part]
    assert all_follow(schema(part), parts[part])
    assert all_follow(schema(part), [])


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return each object or list inside a value with each of its keys."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    inner = [value[key] for key in keys if isinstance(value[key], dict | list)]
    return [(value, key) for key in keys] + [place for each in inner for place in places(each)]


@settings(
    deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_accepted_records_follow_the_schema(parts: dict[str, list[Any]], data: Any) -> None:
    part = data.draw(st.sampled_from([*PARTS, *["facts"] * 9]))
    record = copy.deepcopy(data.draw(st.sampled_from(parts[part])))
    for _ in range(data.draw(st.integers(1, 2))):
        where, key = data.draw(st.sampled_from(places(record)))
        change = data.draw(st.sampled_from(["set", "delete", "double", "add"]))
        if change == "set" or (change == "add" and isinstance(where, list)):
            where[key] = data.draw(VALUES)
        elif change == "delete":
            del where[key]
            break  # the places found before may be gone
        elif isinstance(where, list):
            where.append(copy.deepcopy(where[key]))
        else:
            where["another"] = data.draw(VALUES)
    if all_follow(schema(part), [*parts[part][:3], record]):
        whole = schema(part)["type"] != "array"
        check = (_whole_check if whole else _record_check)(schema(part))
        assert record_fault(check, record) == ""


@pytest.mark.parametrize(
    ("one", "values", "follow"),
    [
        ({"type": "integer"}, [1, 2], True),
        ({"type": "integer"}, [1, True], False),
        ({"type": "number", "maximum": 2}, [1, 2.0], True),
        ({"type": "number", "maximum": 2}, [1, 2.5], False),
        ({"type": ["string", "null"], "minLength": 1}, ["a", None], True),
        ({"type": ["string", "null"], "minLength": 1}, ["a", ""], False),
        ({"enum": ["a", None]}, ["a", None], True),
        ({"enum": [1]}, [1], False),  # in Python, 1 is also True
        ({"pattern": "^[a-z]$"}, ["a", 7], True),
        ({"pattern": "^[a-z]$"}, ["a\n"], False),
        ({"pattern": "[a-z]"}, ["a"], False),  # only patterns of whole texts are known
        ({"uniqueItems": True}, [["a", "b"], ["a", "b"]], True),
        ({"uniqueItems": True}, [["a", "a"]], False),
        ({"uniqueItems": True}, [[{"a": n} for n in range(30)]], True),
        ({"uniqueItems": True}, [[{"a": 1, "b": 2}, {"b": 2, "a": 1}] + [{}] * 20], False),
        ({"uniqueItems": True}, [[*map(str, range(30))]], True),
        ({"uniqueItems": True}, [[[n] for n in range(30)]], False),  # too many to compare
        ({"required": ["a"]}, [{"a": 1}, {"a": 2, "b": 3}], True),
        ({"required": ["a"]}, [{"a": 1}, {"b": 3}], False),
        ({"additionalProperties": False, "properties": {"a": True}}, [{"a": 1}], True),
        ({"additionalProperties": False, "properties": {"a": True}}, [{"b": 1}], False),
        ({"additionalProperties": {"type": "null"}}, [{"a": None}], True),
        ({"additionalProperties": {"type": "null"}}, [{"a": 1}], False),
        ({"$ref": "#/definitions/word"}, ["a"], True),
        ({"$ref": "#/definitions/word"}, [1], False),
        ({"$ref": "#/definitions/unknown"}, ["a"], False),
        ({"unknown": 1}, ["a"], False),
    ],
)
def test_columns_follow_each_keyword(one: Any, values: list[Any], follow: bool) -> None:
    whole = {"type": "array", "items": one, "definitions": {"word": {"type": "string"}}}
    assert all_follow(whole, values) is follow
