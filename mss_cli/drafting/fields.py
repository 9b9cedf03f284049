"""The fields of a draft as a reviewer types them: read, or refused at once.

A message names the field and says what would be right. Lists are typed with commas.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from typing import Any, NamedTuple

from mss_cli.drafting.draft import FACT_DEFAULTS
from mss_cli.errors import UsageError
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.derivations import RULES
from mss_cli.facts.kinds import BASES, KINDS, POSITIONS, QUALIFIERS, STATUSES
from mss_cli.text import fold

MAX_TEXT = 2_000  # characters of a text or a note
MAX_WORD = 80  # characters of an id, a unit or a phrase
MAX_PHRASE_WORDS = 5
MAX_VALUE = 1e15
NEAREST = 3
_NOTHING = ("", "none")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_DATES = "use 2025-10-14, 2025-10 or 2025-10-13/2025-10-14"


class Vocabulary(NamedTuple):
    """What a typed value may name.

    names: the display name and the aliases of each entity, by id. topics, measures: their labels,
    by id. quote: the passage of the draft.
    """

    names: Mapping[str, Sequence[str]]
    topics: Mapping[str, Sequence[str]]
    measures: Mapping[str, Sequence[str]]
    quote: str


Reader = Callable[[str, str, Vocabulary], Any]


def read_field(field: str, typed: str, known: Vocabulary) -> Any:
    """Return the value of a field, which may be part of a table: `stance.on`. Raises UsageError."""
    reader = _READERS.get(field.lower())
    if reader is not None:
        return reader(field.lower(), typed.strip(), known)
    table, _, _ = field.partition(".")
    parts = [name for name in _READERS if name.startswith(f"{table}.")]
    if not parts:
        what = f"there is no field {field!r}" if field else "no field is named"
        raise UsageError(what, expected=f"use {', '.join(_READERS)}")
    if field == table and typed.strip() in _NOTHING:
        return None
    what = f"there is no field {field!r}" if field != table else "has several fields"
    where = "" if field != table else table
    raise UsageError(what, where=where, expected=f"use {', '.join(parts)}, one at a time")


# --- plain values -------------------------------------------------------------------------


def _one_of(choices: Sequence[str], optional: bool = False) -> Reader:
    def read(field: str, typed: str, known: Vocabulary) -> str | None:
        value = typed.lower()
        if optional and value in _NOTHING:
            return None
        if value not in choices:
            what = f"unknown {typed!r}" if typed else "no value is given"
            raise UsageError(what, where=field, expected=f"use {', '.join(choices)}")
        return value

    return read


def _text(most: int, optional: bool = False) -> Reader:
    def read(field: str, typed: str, known: Vocabulary) -> str | None:
        if typed in _NOTHING and optional:
            return None
        if not typed:
            raise UsageError("no value is given", where=field)
        if len(typed) > most:
            raise UsageError(f"has more than {most:,} characters", where=field)
        return typed

    return read


def _date(field: str, typed: str, known: Vocabulary) -> str | None:
    if typed.lower() in _NOTHING:
        return None
    try:
        edtf_bounds(typed)
    except ValueError as error:
        told = str(error)
        what = f"{typed!r} is not a date that mss reads" if "EDTF" in told else told
        raise UsageError(what, where=field, expected=f"{_DATES}, or none") from None
    if len(typed) > 40:
        raise UsageError("is too long for a date", where=field, expected=_DATES)
    return typed


def _number(optional: bool = False) -> Reader:
    def read(field: str, typed: str, known: Vocabulary) -> float | None:
        if optional and typed.lower() in _NOTHING:
            return None
        try:
            number = float(typed.replace(",", ""))
        except ValueError:
            number = float("nan")
        if not isfinite(number) or abs(number) > MAX_VALUE:
            what = f"{typed!r} is not a number" if typed else "no value is given"
            raise UsageError(what, where=field, expected="use digits, for example 1200 or 2.5")
        return int(number) if number.is_integer() else number

    return read


def _count(field: str, typed: str, known: Vocabulary) -> int | None:
    if typed.lower() in _NOTHING:
        return None
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:5]) <= 1_200):
        raise UsageError(f"{typed!r} is not a whole number from 1 to 1200", where=field)
    return int(typed)


# --- names --------------------------------------------------------------------------------


def _items(typed: str) -> list[str]:
    return list(dict.fromkeys(item.strip() for item in typed.split(",") if item.strip()))


def _entity(field: str, typed: str, known: Vocabulary) -> str:
    """Return the id that a typed id or whole name means."""
    if not typed:
        raise UsageError("no name is given", where=field)
    found = [typed] if typed in known.names else _with_name(typed, known.names)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{typed!r} is the name of several", where=field, expected=f"use {', '.join(found)}"
        )
    near = get_close_matches(_slug(typed), list(known.names), NEAREST)
    nearest = f"nearest: {', '.join(near)}; " if near else ""
    raise UsageError(
        f"there is no name {typed!r} in this store",
        where=field,
        expected=f"{nearest}to bring a new name, press e and add it under [[draft.entities]]",
    )


def _with_name(typed: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    wanted = fold(typed)
    return [i for i, given in names.items() if any(fold(name) == wanted for name in given)]


def _slug(typed: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(typed)).strip("-")[:MAX_WORD]


def _entities(field: str, typed: str, known: Vocabulary) -> list[str]:
    items = [] if typed.lower() in _NOTHING else _items(typed)
    return list(dict.fromkeys(_entity(field, item, known) for item in items))


def _new_or_known(labels: str) -> Reader:
    """Read the id or the label of a topic or a measure; a new id brings a new one."""

    def read(field: str, typed: str, known: Vocabulary) -> str:
        there: Mapping[str, Sequence[str]] = getattr(known, labels)
        found = [typed] if typed in there else _with_name(typed, there)
        if len(found) == 1:
            return found[0]
        if typed in known.names:
            what = f"{typed!r} is the id of {known.names[typed][0]}"
            raise UsageError(what, where=field, expected="use another id")
        if not _ID.fullmatch(typed):
            what = f"{typed!r} is not an id" if typed else "no id is given"
            example = f", for example {_slug(typed)}" if _slug(typed) else ""
            expected = f"use a-z, 0-9 and hyphens{example}"
            raise UsageError(what, where=field, expected=expected)
        return typed

    return read


def _topics(field: str, typed: str, known: Vocabulary) -> list[str]:
    one = _new_or_known("topics")
    items = [] if typed.lower() in _NOTHING else _items(typed)
    return list(dict.fromkeys(one(field, item, known) for item in items))


def _phrases(field: str, typed: str, known: Vocabulary) -> list[str]:
    items = [] if typed.lower() in _NOTHING else _items(typed)
    for item in items:
        if len(item.split()) > MAX_PHRASE_WORDS or len(item) > MAX_WORD:
            what = f"{item[:MAX_WORD]!r} has more than {MAX_PHRASE_WORDS} words"
            raise UsageError(what, where=field)
        if fold(item) not in fold(known.quote):
            raise UsageError(f"{item!r} is not in the passage", where=field)
    return [" ".join(item.split()) for item in items]


_BY_NAME: dict[str, Reader] = {
    "kind": _one_of(tuple(KINDS)),
    "text": _text(MAX_TEXT),
    "date": _date,
    "date_basis": _one_of(BASES),
    "date_note": _text(MAX_TEXT, optional=True),
    "date_derivation.printed": _text(MAX_WORD, optional=True),
    "date_derivation.anchor": _date,
    "date_derivation.anchored_on": _text(500),
    "date_derivation.rule": _one_of(tuple(RULES)),
    "date_derivation.count": _count,
    "status": _one_of(tuple(STATUSES)),
    **dict.fromkeys(("said_by", "said_to", "actors", "about", "places"), _entities),
    "topics": _topics,
    "quantity.value": _number(),
    "quantity.low": _number(optional=True),
    "quantity.high": _number(optional=True),
    "quantity.qualifier": _one_of(QUALIFIERS, optional=True),
    "quantity.unit": _text(MAX_WORD),
    "quantity.measure": _new_or_known("measures"),
    "stance.holder": _entity,
    "stance.on": _new_or_known("topics"),
    "stance.position": _one_of(POSITIONS),
    "phrases": _phrases,
}
_ORDER = list(FACT_DEFAULTS)
_READERS = dict(sorted(_BY_NAME.items(), key=lambda pair: _ORDER.index(pair[0].partition(".")[0])))
