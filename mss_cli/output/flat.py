"""Flat rows: one row for each item of a list, for tools that know no lists."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from mss_cli.errors import UsageError
from mss_cli.facts.model import (
    ConflictReading,
    ConflictRef,
    Evidence,
    Passage,
    Relation,
    Reports,
)
from mss_cli.output.fields import columns_of, flat_row
from mss_cli.output.result import Result, Rows, Section

# The fields of the records in a list, by the field that holds the list.
_PARTS: dict[str, tuple[str, ...]] = {
    "evidence": (
        *(name for name in Evidence.__annotations__ if name != "reports"),
        *(f"reports.{name}" for name in Reports.__annotations__),
    ),
    "relations": tuple(Relation.__annotations__),
    "conflicts": tuple(ConflictRef.__annotations__),
    "readings": tuple(ConflictReading.__annotations__),
    "passages": tuple(Passage.__annotations__),
}


def flattened(result: Result, chosen: bool) -> Result:
    """Return a result with one row for each item of a list; the other fields are repeated.

    chosen: True if the user chose the fields: the first list among them is taken. Otherwise the
    first list of records is, or the first list, and other lists of records are left out: each row
    would repeat them. A record with an empty list keeps one row. Raises UsageError if no field
    holds a list.
    """
    sections = result.listed()
    name = _list_field(result, sections, chosen)
    if name is None:
        raise UsageError("none of the fields holds a list", where="--flat", expected="leave it out")
    parts = [f"{name}.{part}" for part in _PARTS.get(name, ())] or [name]
    kept = [f for f in result.fields if chosen or f == name or f not in _PARTS]
    fields = [f for field in kept for f in (parts if field == name else [field])]
    flat = tuple(_flat_section(section, name, fields) for section in sections)
    return result._replace(sections=flat, fields=tuple(fields), page=None, row_keys=(), heading=())


def _list_field(result: Result, sections: Sequence[Section], chosen: bool) -> str | None:
    record = next((record for section in sections for record in section.records()), None)
    if record is None:
        return next((field for field in result.fields if field in _PARTS), result.fields[0])
    lists = [field for field in result.fields if isinstance(record.get(field), list)]
    of_records = [field for field in lists if field in _PARTS]
    return next(iter(lists if chosen else [*of_records, *lists]), None)


def _flat_section(section: Section, name: str, fields: Sequence[str]) -> Section:
    records = partial(_records, section, name)
    rows = Rows(
        lambda: (flat_row(record, fields) for record in records()),
        records,
        lambda: bool(section.rows),
    )
    return Section(section.title, columns_of(fields), rows)


def _records(section: Section, name: str) -> Iterator[Mapping[str, Any]]:
    for record in section.records():
        rest = {field: value for field, value in record.items() if field != name}
        for item in record.get(name) or (None,):
            yield rest | (_named(name, item) if name in _PARTS else {name: item})


def _named(name: str, item: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the fields of a record in a list under dotted names."""
    known = item or {}
    reports = known.get("reports") or {}
    values = {**known, **{f"reports.{key}": value for key, value in reports.items()}}
    return {f"{name}.{part}": values.get(part) for part in _PARTS[name]}
