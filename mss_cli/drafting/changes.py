"""Set one field of a draft, with what follows from it: the basis of a date, the reasons shown."""

from collections.abc import Mapping
from typing import Any

from mss_cli.drafting.draft import Draft
from mss_cli.drafting.rules import SAID
from mss_cli.drafting.rules.times import UNPRINTED, given_date
from mss_cli.drafting.rules.wording import LASTING
from mss_cli.errors import UsageError

NOTE = f"{UNPRINTED.capitalize()}."
# What the reasons for a field begin with.
_REASONS = {"quantity": "number", "said_by": "speaker"}


def with_field(draft: Draft, field: str, value: Any, published: str | None) -> tuple[Draft, str]:
    """Return a draft with another value of a field, and what the reviewer is told, or "".

    field: may be part of a table: `stance.on`. published: the date of publication (EDTF), or None.
    Raises UsageError.
    """
    name, _, key = field.partition(".")
    fact = {**draft.fact, name: {**(draft.fact[name] or {}), key: value} if key else value}
    guessed = tuple(each for each in draft.guessed if each != name)
    if name == "date" and value == draft.fact["date"]:
        return draft._replace(guessed=guessed), _stored(draft.fact, "as before")
    reason = f"{_REASONS.get(name, name)}: "
    why = tuple(each for each in draft.why if not each.startswith(reason))
    told = ""
    if name == "date":
        dated, found = _dated(draft, value, published)
        fact |= dated
        why += (f"{reason}{found}",) if found else ()
        told = _stored(fact, found)
    if name == "date_basis":
        fact |= _based(fact)
    return draft._replace(fact=fact, guessed=guessed, why=why), told


def _dated(draft: Draft, edtf: str | None, published: str | None) -> tuple[dict[str, Any], str]:
    """Return the fields of a date that a person gives, and what its basis is."""
    note = draft.fact["date_note"]
    kept = None if note == NOTE else note
    if edtf is None:
        none = {"date": None, "date_basis": "none", "date_derivation": None, "date_note": kept}
        return none, ""
    kind = draft.fact["kind"]
    found = given_date(edtf, draft.quote, published, kind in SAID, kind in (*LASTING, "figure"))
    is_bare = found.why == UNPRINTED
    fields = {
        "date": edtf,
        "date_basis": found.basis,
        "date_derivation": found.derivation,
        "date_note": NOTE if is_bare and kept is None else kept,
    }
    return fields, found.why


def _stored(fact: Mapping[str, Any], why: str) -> str:
    """Return what is stored of a date, for the reviewer."""
    return f"date {fact['date']}, {fact['date_basis']}: {why}" if fact["date"] else "no date"


def _based(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a typed basis changes. Raises UsageError if it needs a date."""
    basis = fact["date_basis"]
    if basis == "none":
        return {"date": None, "date_derivation": None}
    if fact["date"] is None:
        raise UsageError("there is no date", where="date_basis", expected="press d to set one")
    return {"date_derivation": None} if basis == "explicit" else {}
