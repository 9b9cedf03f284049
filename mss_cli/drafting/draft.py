"""Drafts of facts, and the TOML files that hold them: one file for each source.

A person may edit a file in any editor. It is read strictly: an error names the file, the line, the
field and the reason, and nothing is lost. Reading a file and writing it again gives the same text,
unless somebody edited it.
"""

import re
import tomllib
from math import isfinite
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.drafting.toml import dumps
from mss_cli.errors import DataError
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.kinds import BASES, ENTITY_KINDS, FORMS, KINDS, RELATIONS, STATUSES

# What became of a draft. `same-as` adds its passage to a fact; the last three label the passage.
STATES = (
    "open",
    "accepted",
    "rejected",
    "same-as",
    "boilerplate",
    "commentary",
    "caption",
)


class Draft(NamedTuple):
    """A fact that somebody has yet to check.

    id: `s12-1`, the number of the sentence and of the draft in it. start, end: the passage, code
    points of the article. quote: the passage itself; it must stand there. fact: the fields of a
    fact (kind, text, date, ...) except id, evidence and the derived ones. guessed: the fields that
    rules guessed. why: how the fields were found, for the reviewer. entities: new entities that the
    fact names, each with id, kind and name; they enter the store with the fact. relations: proposed
    relations, each with type, fact and note.
    """

    id: str
    start: int
    end: int
    quote: str
    fact: dict[str, Any]
    form: str = "body"
    state: str = "open"
    became: str = ""  # the id of the fact that the draft became, or whose evidence it joined
    guessed: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    entities: tuple[dict[str, Any], ...] = ()
    relations: tuple[dict[str, Any], ...] = ()


class DraftFile(NamedTuple):
    """The drafts of one source, in the order of its text."""

    source: str
    drafts: tuple[Draft, ...]


# The fields of a drafted fact, in the order of the file, with their empty values.
FACT_DEFAULTS: dict[str, Any] = {
    "kind": "event",
    "text": "",
    "date": None,
    "date_basis": "none",
    "date_note": None,
    "date_derivation": None,
    "status": "occurred",
    "said_by": [],
    "said_to": [],
    "actors": [],
    "about": [],
    "places": [],
    "topics": [],
    "quantity": None,
    "stance": None,
    "phrases": [],
}
_LISTS = ("said_by", "said_to", "actors", "about", "places", "topics", "phrases")
_TABLES: dict[str, dict[str, tuple[type, ...]]] = {
    "date_derivation": {
        "printed": (str,),
        "anchor": (str,),
        "anchored_on": (str,),
        "rule": (str,),
        "count": (int,),
    },
    "quantity": {
        "value": (int, float),
        "low": (int, float),
        "high": (int, float),
        "qualifier": (str,),
        "unit": (str,),
        "measure": (str,),
    },
    "stance": {"holder": (str,), "on": (str,), "position": (str,)},
}
_CHOICES = {
    "kind": tuple(KINDS),
    "status": tuple(STATUSES),
    "date_basis": BASES,
    "state": STATES,
    "form": FORMS,
}
_NAMES = {str: "a string", int: "a whole number", float: "a number"}
_OWN = ("id", "start", "end", "quote", "form", "state", "became", "guessed", "why")
_RECORDS = {
    "entities": ("id", "kind", "name", "aliases", "summary"),
    "relations": ("type", "fact", "note"),
}
_RECORD_CHOICES = {"entities": ("kind", ENTITY_KINDS), "relations": ("type", RELATIONS)}
_NEEDED = {"entities": ("id", "kind", "name"), "relations": ("type", "fact")}


def empty_fact() -> dict[str, Any]:
    """Return the fields of a drafted fact with their empty values."""
    return {
        name: list(value) if isinstance(value, list) else value
        for name, value in FACT_DEFAULTS.items()
    }


# --- writing ------------------------------------------------------------------------------

_HEADING = """\
# Drafts of facts. Edit any value; 'mss review' reads the file again.
# A passage (quote, start, end) must stand in the article as it is here.

"""


def write_drafts(file: DraftFile) -> str:
    """Return drafts as the text of their file."""
    return _HEADING + dumps({"source": file.source, "draft": list(map(_table, file.drafts))})


def _table(draft: Draft) -> dict[str, Any]:
    """Return a draft as a table, without empty values that a file need not have."""
    own = {name: getattr(draft, name) for name in _OWN}
    fact = {name: draft.fact.get(name, empty) for name, empty in FACT_DEFAULTS.items()}
    records = {name: list(getattr(draft, name)) for name in _RECORDS}
    return {
        **{name: value for name, value in own.items() if value not in ("", ()) or name == "quote"},
        **fact,
        **{name: value for name, value in records.items() if value},
    }


# --- reading ------------------------------------------------------------------------------


def read_drafts(text: str, name: str) -> DraftFile:
    """Return the drafts in the text of a file. name: of the file, for errors.

    Raises DataError, which names the line and the field.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{name}, line {line[1]}" if line else name
        what = re.sub(r" ?\(at .*\)$", "", str(error)) or "is nested too deeply"
        raise DataError(f"is not TOML: {what}", where=where) from None
    checked = _Checked(text, name)
    source = data.pop("source", None)
    if not isinstance(source, str):
        raise DataError("'source' is missing", where=name, expected="name the source file")
    drafts = data.pop("draft", [])
    if data:
        raise DataError(f"unknown field {next(iter(data))!r}", where=name)
    if not isinstance(drafts, list) or not all(isinstance(each, dict) for each in drafts):
        raise DataError("'draft' must be a list of tables: [[draft]]", where=name)
    if len(drafts) > limits.MAX_DRAFTS:
        raise DataError(f"more than {limits.MAX_DRAFTS:,} drafts", where=name)
    found = tuple(checked.draft(n, each) for n, each in enumerate(drafts))
    ids = [draft.id for draft in found]
    for n, one in enumerate(ids):
        if one in ids[:n]:
            raise checked.fault(n, "id", f"{one!r} is used twice")
    return DraftFile(source, found)


class _Checked:
    """Checks the tables of a file, and finds the line of a field for an error."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name

    def fault(self, number: int, field: str, what: str, expected: str = "") -> DataError:
        """Return the error for a field of a draft, by its number from 0."""
        where = f"{self._name}, line {self._line(number, field)}, {field}"
        return DataError(what, where=where, expected=expected)

    def _line(self, number: int, field: str) -> int:
        starts = [n for n, line in enumerate(self._lines) if line.strip() == "[[draft]]"]
        first = starts[number] if number < len(starts) else 0
        last = starts[number + 1] if number + 1 < len(starts) else len(self._lines)
        key = field.rpartition(".")[2]
        own = (
            n for n in range(first, last) if re.match(rf"\s*{re.escape(key)}\s*=", self._lines[n])
        )
        return next(own, first) + 1

    def draft(self, number: int, table: dict[str, Any]) -> Draft:
        """Return one draft. Raises DataError."""
        known = {*_OWN, *FACT_DEFAULTS, *_RECORDS}
        for field in table:
            if field not in known:
                raise self.fault(number, field, "unknown field")
        for field in ("id", "start", "end", "quote", "text", "kind"):
            if field not in table:
                raise self.fault(number, field, "is missing")
        fact = empty_fact()
        for field, empty in FACT_DEFAULTS.items():
            if field in table:
                fact[field] = self._of_fact(number, field, table[field], empty)
        own: dict[str, Any] = {
            name: self._own(number, name, table[name]) for name in _OWN if name in table
        }
        records: dict[str, Any] = {
            name: tuple(self._record(number, name, each, keys) for each in table.get(name, []))
            for name, keys in _RECORDS.items()
        }
        return Draft(fact=fact, **own, **records)

    def _own(self, number: int, field: str, value: Any) -> Any:
        if field in ("start", "end"):
            return self._of_type(number, field, value, (int,), "a whole number")
        if field in ("guessed", "why"):
            return tuple(self._strings(number, field, value))
        return self._choice(number, field, value)

    def _of_fact(self, number: int, field: str, value: Any, empty: Any) -> Any:
        if field in _TABLES:
            return self._table(number, field, value)
        if field in _LISTS:
            return self._strings(number, field, value)
        if field == "date":
            self._require_date(number, field, value)
        return self._choice(number, field, value)

    def _require_date(self, number: int, field: str, value: Any) -> None:
        try:
            edtf_bounds(self._of_type(number, field, value, (str,), "a string"))
        except ValueError as error:
            raise self.fault(number, field, str(error)) from None

    def _choice(self, number: int, field: str, value: Any) -> str:
        self._of_type(number, field, value, (str,), "a string")
        choices = _CHOICES.get(field)
        if choices and value not in choices:
            raise self.fault(number, field, f"unknown {value!r}", f"use {', '.join(choices)}")
        return str(value)

    def _table(self, number: int, field: str, value: Any) -> dict[str, Any]:
        self._of_type(number, field, value, (dict,), f"a table: [draft.{field}]")
        for key, each in value.items():
            if key not in _TABLES[field]:
                raise self.fault(number, f"{field}.{key}", "unknown field")
            types = _TABLES[field][key]
            self._of_type(number, f"{field}.{key}", each, types, _NAMES[types[-1]])
            if isinstance(each, float) and not isfinite(each):
                raise self.fault(number, f"{field}.{key}", "must be a finite number")
        return {key: value.get(key) for key in _TABLES[field]}

    def _record(self, number: int, field: str, value: Any, keys: tuple[str, ...]) -> dict[str, Any]:
        self._of_type(number, field, value, (dict,), f"tables: [[draft.{field}]]")
        for key, each in value.items():
            if key not in keys:
                raise self.fault(number, f"{field}.{key}", "unknown field")
            if key == "aliases":
                self._strings(number, f"{field}.{key}", each)
            else:
                self._of_type(number, f"{field}.{key}", each, (str,), "a string")
        for key in _NEEDED[field]:
            if not value.get(key):
                raise self.fault(number, f"{field}.{key}", "is missing")
        named, choices = _RECORD_CHOICES[field]
        if value[named] not in choices:
            what = f"unknown {value[named]!r}"
            raise self.fault(number, f"{field}.{named}", what, f"use {', '.join(choices)}")
        return dict(value)

    def _strings(self, number: int, field: str, value: Any) -> list[str]:
        self._of_type(number, field, value, (list,), "a list of strings")
        for each in value:
            self._of_type(number, field, each, (str,), "a list of strings")
        return list(value)

    def _of_type(
        self, number: int, field: str, value: Any, types: tuple[type, ...], wanted: str
    ) -> Any:
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise self.fault(number, field, f"must be {wanted}")
        return value
