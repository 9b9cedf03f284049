"""What a reviewer is told about a fact that the store would refuse.

The store checks its files; a reviewer sees one draft, and knows neither the files nor their
schemas.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mss_cli.errors import DataError
from mss_cli.stores.validation import Problem

# The tables that only one kind has: that kind, and the fields that must all be given.
_TABLES = {
    "quantity": ("figure", ("value", "unit", "measure")),
    "stance": ("stance", ("holder", "on", "position")),
}
_DERIVATION = ("anchor", "anchored_on", "rule")
_NEW = {"entities": "name", "topics": "topic", "measures": "measure"}
_WHERE = re.compile(r"(\w+)\.json(?:\[\d+\])?(?: (.*))?")
# The words of the checks of a store, and what to say instead.
_WORDING = (
    (r"^(\w+)\[\d+\]", r"\1"),
    (r"^([\w.]+) names an unknown entity (.*)", r"\1: there is no name \2 in this store"),
    (r"^([\w.]+) names an unknown (\w+) (.*)", r"\1: there is no \2 \3 in this store"),
    (r"must match pattern \S+(?: \S+){0,4} \((.*)\), not", r"must be \1, not"),
    (r"must match pattern \S+", "has a form that is not allowed"),
    (r"must be longer than or equal to 1 characters", "must not be empty"),
    (r"must be (?:shorter|longer) than or equal to", "must have at most"),
    (r"must contain unique items", "must not name anything twice"),
    (r"must contain (less|more) than or equal to", r"must have \1 than or exactly"),
    (r"must be one of \[(.*)\]", r"must be one of \1"),
    (r"must be (\w+) or null", r"must be \1"),
)


def require_whole(fact: Mapping[str, Any], how: str) -> None:
    """Raise DataError if a fact has no text, or only part of what its kind needs.

    how: how the user gives what is missing.
    """
    kind = fact["kind"]
    if not fact["text"].strip():
        raise DataError("the fact has no text", expected=how and "press t to write one")
    if kind == "role" and not fact["actors"]:
        raise _missing(["actors"], "a role", ["actors"], how)
    for table, (owner, parts) in _TABLES.items():
        if kind == owner:
            _require(fact[table] or {}, table, parts, f"a {owner}", how)
        elif fact[table] is not None:
            what = f"{table}: only a {owner} has one, and this is of the kind {kind!r}"
            raise DataError(what, expected=how and f"use f kind {owner}, or f {table} none")
    if fact["date_derivation"] is not None:
        _require(fact["date_derivation"], "date_derivation", _DERIVATION, "a derivation", how)


def _require(
    given: Mapping[str, Any], table: str, parts: Sequence[str], what: str, how: str
) -> None:
    missing = [f"{table}.{name}" for name in parts if given.get(name) in (None, "")]
    if missing:
        raise _missing(missing, what, [f"{table}.{name}" for name in parts], how)


def _missing(missing: Sequence[str], what: str, needed: Sequence[str], how: str) -> DataError:
    verb = "is" if len(missing) == 1 else "are"
    needs = f"{what} needs {_listed(needed)}"
    expected = f"{needs}; {how}" if how else needs
    return DataError(f"{_listed(missing)} {verb} missing", expected=expected)


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def in_plain_words(problem: Problem) -> DataError:
    """Return a problem of a store as a reviewer can read it: no files, no schemas."""
    where = _WHERE.fullmatch(problem.where)
    what = problem.what
    for form, english in _WORDING:
        what = re.sub(form, english, what)
    if where is None or where[1] == "facts":
        return DataError(what)
    return DataError(what, where=f"the new {_NEW.get(where[1], where[1])} {where[2] or ''}".strip())
