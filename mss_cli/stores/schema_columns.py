"""Checks many records against a JSON Schema at once, field by field.

A field of all records is a column: its types are one set, its longest value is one maximum, and
the values of an enumeration are compared once each. That takes a quarter of the time of
fastjsonschema, which goes through one record after the other. The answer is only yes or no, so
validation.py finds and words the faults.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, combinations
from operator import itemgetter
from types import NoneType
from typing import Any

from mss_cli import limits

Schema = Mapping[str, Any]

# The types of parsed JSON. JSON Schema also takes 3.0 for an integer; here it is "perhaps not".
_TYPES: dict[str, set[type]] = {
    "object": {dict},
    "array": {list},
    "string": {str},
    "integer": {int},
    "number": {int, float},
    "boolean": {bool},
    "null": {NoneType},
}
# Keywords that say nothing about a value, or that _Checker reads with another one.
_NOTES = frozenset(("$schema", "title", "description", "definitions"))
_OF_OBJECTS = frozenset(("properties", "required", "additionalProperties"))
_MOST_COMPARED = 20  # items of one list that are compared in pairs


class Column:
    """Values of one field, in the order of the records. kinds: their types."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values
        self.kinds = {*map(type, values)}

    def of(self, kind: type) -> Sequence[Any]:
        """Return the values of one type."""
        if kind not in self.kinds:
            return ()
        if len(self.kinds) == 1:
            return self.values
        return [value for value in self.values if type(value) is kind]

    def numbers(self) -> Sequence[int | float]:
        """Return the integers and floats."""
        return (*self.of(int), *self.of(float))


def all_follow(schema: Schema, records: Sequence[Any]) -> bool:
    """Return True if every record follows the schema of a file or, if it is an array, of its items.

    False if a record does not or might not, or if the schema has a keyword that is unknown here.
    """
    checker = _Checker(schema.get("definitions", {}))
    one = schema["items"] if schema["type"] == "array" else schema
    starts = range(0, len(records), limits.SCAN_BATCH)
    return all(checker.follow(one, records[at : at + limits.SCAN_BATCH]) for at in starts)


class _Checker:
    """Checks columns. definitions: the schemas that "$ref" may name."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions

    def follow(self, schema: Schema, values: Sequence[Any]) -> bool:
        """Return True if every value surely follows a schema."""
        if not values:
            return True
        column = Column(values)
        return all(
            self._follows(keyword, argument, column)
            for keyword, argument in schema.items()
            if keyword not in _NOTES and keyword not in _OF_OBJECTS
        ) and self._objects_follow(schema, column.of(dict))

    def _follows(self, keyword: str, argument: Any, column: Column) -> bool:
        """Check one keyword of a schema."""
        if keyword == "$ref":
            definition = self._definitions.get(argument.removeprefix("#/definitions/"))
            return definition is not None and self.follow(definition, column.values)
        if keyword == "items":
            return self.follow(argument, [*chain.from_iterable(column.of(list))])
        if keyword == "propertyNames":
            return self.follow(argument, [*chain.from_iterable(column.of(dict))])
        rule = _RULES.get(keyword)
        return rule is not None and rule(argument, column)

    def _objects_follow(self, schema: Schema, objects: Sequence[Any]) -> bool:
        """Check which fields objects have, and the column of each field."""
        shapes = {*map(tuple, objects)}  # the names of the fields of each; most have the same
        if not all({*schema.get("required", ())} <= {*shape} for shape in shapes):
            return False
        fields: Mapping[str, Schema | bool] = schema.get("properties", {})
        others: Schema | bool = schema.get("additionalProperties", True)
        for name in {*chain.from_iterable(shapes)}:
            field = fields.get(name, others)
            if isinstance(field, bool):
                if not field:
                    return False
            else:
                everywhere = all(name in shape for shape in shapes)
                having = objects if everywhere else [each for each in objects if name in each]
                if not self.follow(field, [*map(itemgetter(name), having)]):
                    return False
        return True


# --- keywords of one value ----------------------------------------------------------------


def _is_type(names: str | Sequence[str], column: Column) -> bool:
    wanted = (_TYPES[name] for name in ([names] if isinstance(names, str) else names))
    return column.kinds.issubset(chain.from_iterable(wanted))


def _is_one_of(allowed: Sequence[Any], column: Column) -> bool:
    """Check an enumeration of strings and null. Others are unknown here: in Python, 1 is True."""
    return column.kinds <= {str, NoneType} and {*column.values} <= {*allowed}


def _matches(pattern: str, column: Column) -> bool:
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return False
    return all(map(re.compile(pattern[1:-1]).fullmatch, {*column.of(str)}))


def _are_distinct(wanted: bool, column: Column) -> bool:
    return not wanted or all(_distinct(each) for each in column.of(list) if len(each) > 1)


def _distinct(items: Sequence[Any]) -> bool:
    if len(items) > _MOST_COMPARED:
        try:  # objects are compared by their fields, in one order
            return len({tuple(sorted(each.items())) for each in items}) == len(items)
        except (AttributeError, TypeError):
            return {*map(type, items)} == {str} and len({*items}) == len(items)
    return all(one != other for one, other in combinations(items, 2))


def _shortest(kind: type) -> Callable[[int, Column], bool]:
    return lambda least, column: min(map(len, column.of(kind)), default=least) >= least


def _longest(kind: type) -> Callable[[int, Column], bool]:
    return lambda most, column: max(map(len, column.of(kind)), default=most) <= most


_RULES: dict[str, Callable[[Any, Column], bool]] = {
    "type": _is_type,
    "enum": _is_one_of,
    "pattern": _matches,
    "uniqueItems": _are_distinct,
    "minLength": _shortest(str),
    "maxLength": _longest(str),
    "minItems": _shortest(list),
    "maxItems": _longest(list),
    "minProperties": _shortest(dict),
    "minimum": lambda least, column: all(value >= least for value in column.numbers()),
    "maximum": lambda most, column: all(value <= most for value in column.numbers()),
}
