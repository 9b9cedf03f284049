"""Selecting fields of records, and turning their values into cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mss_cli.errors import UsageError
from mss_cli.facts.model import Derivation, Published, Quantity, Stance
from mss_cli.output.result import Cell, Column, Result, Row, Rows, Section, plain

# --- choosing fields ----------------------------------------------------------------------

# Nested records, whose fields have dotted names.
NESTED: dict[str, tuple[str, ...]] = {
    "quantity": tuple(Quantity.__annotations__),
    "stance": tuple(Stance.__annotations__),
    "published": tuple(Published.__annotations__),
    "date_derivation": tuple(Derivation.__annotations__),
}


def flat_fields(fields: Sequence[str]) -> list[str]:
    """Return field names for flat formats: a nested record becomes dotted names."""
    return [f"{f}.{sub}" if sub else f for f in fields for sub in NESTED.get(f, ("",))]


def flat_value(record: Mapping[str, Any], field: str) -> str:
    """Return a field as one text: a list is joined by `; `, and so are the records in it."""
    value = record[field] if field in record else value_of(record, field)
    if isinstance(value, str):
        return value
    return "" if value is None or value == [] else plain(_cell(value))


def cell_of(record: Mapping[str, Any], field: str) -> Cell:
    """Return a field as a cell: a list of texts stays a list, a nested record is one text."""
    value = value_of(record, field)
    if value is None:
        return ""
    return _TEXTS[field](value) if field in _TEXTS else _cell(value)


def _quantity(value: Quantity) -> str:
    from mss_cli.facts.quantities import in_words

    return in_words(value)


def _stance(value: Stance) -> str:
    return f"{value['holder']} {value['position']}: {value['on']}"


def _published(value: Published) -> str:
    return value["edtf"] or "unknown"


# Nested records as one text, for formats that have no records.
_TEXTS: dict[str, Callable[[Any], str]] = {
    "quantity": _quantity,
    "stance": _stance,
    "published": _published,
    "date_derivation": lambda value: _in_words(value),
}


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return tuple(map(_in_words, value))
    return _in_words(value)


def _in_words(value: Any) -> str:
    """Return a value as text: `type: follows, fact: vote` for a record, `0-41` for a span."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_in_words(leaf)}" for name, leaf in leaves(value))
    if isinstance(value, list):
        return "-".join(map(_in_words, value))
    return value if isinstance(value, str) else str(value)


def leaves(record: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of a record by dotted name, except those that are null."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{under}{name}.")
        elif value is not None:
            yield f"{under}{name}", value


def value_of(record: Mapping[str, Any], field: str) -> Any:
    """Return a field by its name or dotted path, or None if a record on the path is null."""
    if field in record:
        return record[field]
    name, _, sub = field.partition(".")
    nested = record.get(name)
    return nested.get(sub) if isinstance(nested, dict) else None


def with_fields(result: Result, typed: str) -> Result:
    """Return a result with only the fields that the user named, in that order.

    A header that a table or a page prints names its field too. Raises UsageError for an unknown
    field, and lists the known ones.
    """
    sections = [s for s in result.sections if s.audience != "people"]
    beside = [c.name for s in sections if s.audience for c in s.columns if result.row_keys]
    known = list(dict.fromkeys((*result.fields, *beside, *([SECTION] if result.row_keys else []))))
    every = [*known, *(name for name in flat_fields(known) if "." in name)]
    wanted = [_named(name, every) for name in typed.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in every]
    if unknown or not wanted:
        from difflib import get_close_matches

        near = [f"nearest: {n}" for name in unknown[:1] for n in get_close_matches(name, every, 1)]
        raise UsageError(
            f"unknown field {unknown[0]!r}" if unknown else "no field is named",
            where="--fields",
            expected="; ".join([*near, f"the fields are {', '.join(every)}"]),
        )
    return _only_fields(result, [name for name in wanted if name != SECTION])


SECTION = "section"  # the titles of the lists of a page, which tsv and csv print anyway


def _named(typed: str, every: Sequence[str]) -> str:
    """Return the field that a typed name means: itself, or one with that header."""
    name = typed.strip()
    if name in every:
        return name
    header = "_".join(name.lower().split())
    return next((f for f in every if header in (f, f.rpartition(".")[2])), name)


def columns_of(fields: Sequence[str]) -> tuple[Column, ...]:
    """Return a column for each field, with its name as header."""
    return tuple(Column(name, name, shape=_SHAPES.get(name, "")) for name in fields)


def flat_row(record: Mapping[str, Any], fields: Sequence[str]) -> Row:
    """Return a record as a row of these fields, which can be dotted names."""
    return Row(record, [cell_of(record, name) for name in fields])


def _only_fields(result: Result, wanted: list[str]) -> Result:
    columns = columns_of(wanted)
    beside = set(wanted) - {
        name for field in result.fields for name in (field, *flat_fields([field]))
    }
    sections = tuple(
        section._replace(columns=columns, rows=_cut_rows(section, wanted))
        for section in result.sections
        if not section.audience or not beside.isdisjoint(c.name for c in section.columns)
    )
    page = result.page
    if page is not None and not result.row_keys:
        page = _record(page, wanted)
        sections = (Section("", columns, [flat_row(page, wanted)]),)
    elif page is not None:
        page = {
            key: [_record(r, wanted) for r in value] if key in result.row_keys else value
            for key, value in page.items()
        }
    return result._replace(sections=sections, fields=tuple(wanted), page=page)


_SHAPES = {"id": "id", "date": "date", "sources": "files", "source": "files", "file": "files"}


def _cut_rows(section: Section, wanted: list[str]) -> Rows:
    return Rows(
        lambda: (_cut(row, wanted) for row in section.rows),
        lambda: (_record(record, wanted) for record in section.records()),
        lambda: bool(section.rows),
    )


def _cut(row: Row, wanted: list[str]) -> Row:
    return Row(_record(row.record, wanted), [cell_of(row.record, n) for n in wanted], row.dim)


def _record(record: Mapping[str, Any], wanted: list[str]) -> dict[str, Any]:
    return {name: value_of(record, name) for name in wanted}
