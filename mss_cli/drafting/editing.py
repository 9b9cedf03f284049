"""One fact as TOML for an editor, and back.

The derived fields are left out; they follow from the others. What a person types is read strictly:
an error names the field and the reason, and the fact stays as it was.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mss_cli.drafting.draft import FACT_DEFAULTS
from mss_cli.drafting.toml import dumps
from mss_cli.errors import DataError, UsageError
from mss_cli.stores.articles import Articles

_KEPT = ("id", *FACT_DEFAULTS, "evidence", "relations")
_HEADING = """\
# The fact {id!r}. Save and close the editor to check it and write it to the store.
# A field that is not there is empty. The derived fields (bounds, sources, conflicts) follow.

"""
_REPORTS = ("date", "value", "status", "wording", "part")
_EMPTY: dict[str, tuple[str, ...]] = {
    "date_derivation": ("printed", "anchor", "anchored_on", "rule", "count"),
    "quantity": ("value", "low", "high", "qualifier", "unit", "measure"),
    "stance": ("holder", "on", "position"),
}


def as_toml(fact: Mapping[str, Any]) -> str:
    """Return a fact as TOML, without its derived fields."""
    return _HEADING.format(id=fact["id"]) + dumps({name: fact[name] for name in _KEPT})


def from_toml(text: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fact that an edited text describes. fact: as it was before.

    Raises DataError. The types of the values are checked with the store's schema later.
    """
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"is not TOML: {error}", where="the edited fact") from None
    for name in read:
        if name not in _KEPT:
            raise DataError("unknown field", where=f"the edited fact, {name}")
    if read.get("id") != fact["id"]:
        raise DataError(
            f"the id is {fact['id']!r} and cannot change",
            where="the edited fact, id",
            expected="other facts and citations may name it",
        )
    whole = {name: read.get(name, _copy(empty)) for name, empty in FACT_DEFAULTS.items()}
    for name, fields in _EMPTY.items():
        if isinstance(whole[name], dict):
            whole[name] = {field: whole[name].get(field) for field in fields} | whole[name]
    relations = [_with(each, ("note", "settled_by")) for each in _tables(read, "relations")]
    evidence = []
    for each in _tables(read, "evidence"):
        reports = each.get("reports", {})
        evidence.append({**each, "reports": _with(reports, _REPORTS)})
    return {"id": fact["id"], **whole, "evidence": evidence, "relations": relations}


def _tables(read: Mapping[str, Any], name: str) -> list[Any]:
    value = read.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise DataError(f"must be tables: [[{name}]]", where=f"the edited fact, {name}")
    return value


def _with(record: Any, fields: tuple[str, ...]) -> Any:
    return {**dict.fromkeys(fields), **record} if isinstance(record, dict) else record


def _copy(empty: Any) -> Any:
    return list(empty) if isinstance(empty, list) else empty


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields that differ."""
    return [name for name in _KEPT if before.get(name) != after.get(name)]


def found(facts: Sequence[dict[str, Any]], identifier: str) -> dict[str, Any]:
    """Return the fact with an id. Raises UsageError."""
    from difflib import get_close_matches

    fact = next((fact for fact in facts if fact["id"] == identifier), None)
    if fact is None:
        near = get_close_matches(identifier, [each["id"] for each in facts], 3)
        expected = f"nearest: {', '.join(near)}" if near else ""
        raise UsageError(f"there is no fact {identifier!r}", expected=expected)
    return fact


def checked(
    text: str, before: Mapping[str, Any], parts: Mapping[str, Any], directory: str
) -> dict[str, Any]:
    """Return the fact that an edited text describes, checked against its store. Raises DataError.

    directory: of the store, whose articles say whether the text is in our own words.
    """
    from mss_cli.drafting.acceptance import check

    fact = from_toml(text, before)
    fact["evidence"] = _with_digests(fact["evidence"], before["evidence"])
    articles = "\n".join(_texts(directory, fact["evidence"]))
    check(parts, articles, fact, ())
    return fact


def _with_digests(evidence: list[Any], before: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return evidence with the derived digest and paragraph of the passages that stayed."""
    known = {(e["source"], e["start"], e["end"]): e for e in before}
    found = []
    for each in evidence:
        old = known.get((each.get("source"), each.get("start"), each.get("end")), {})
        derived = {name: old[name] for name in ("sha256", "paragraph") if name in old}
        found.append({**each, **derived})
    return found


def _texts(directory: str, evidence: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the texts of the cited articles, as far as the store has them."""
    try:
        articles = Articles(f"{directory}/articles")
        for source in dict.fromkeys(str(each.get("source")) for each in evidence):
            yield articles.text(source)
    except DataError:
        return
