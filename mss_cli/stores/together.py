"""Several stores read as one, so that a record of one's own stands beside the bundled one.

What is the same in two stores appears once: a source with the same bytes, an entity of the same id
and kind, a fact that says the same. An id that means different things is kept apart: in the later
store it gets the name of the store in front (`harbour-ana`). Disagreements are computed anew, so
that a contradiction between two stores shows. Nothing is written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from mss_cli import limits
from mss_cli.conflicts import find, references
from mss_cli.errors import DataError
from mss_cli.facts.story import in_story_order
from mss_cli.stores.base import undescribed_measure
from mss_cli.stores.directory import fingerprint
from mss_cli.stores.memory import MemoryStore

Record = dict[str, Any]
Parts = dict[str, Any]
_ENTITIES = ("said_by", "said_to", "actors", "about", "places")
_DERIVED = ("superseded_by", "conflicts")


def together(stores: Sequence[Parts], directories: Sequence[str]) -> "TogetherStore":
    """Return several stores as one. stores: their parts, validated; they are not changed.

    Raises DataError if they have too many facts together.
    """
    total = sum(len(parts["facts"]) for parts in stores)
    if total > limits.MAX_FACTS_IN_MEMORY:
        raise DataError(
            f"{total:,} facts in several stores together",
            where="--store",
            expected=f"read at most {limits.MAX_FACTS_IN_MEMORY:,} together",
        )
    whole = _empty()
    origins: dict[str, int] = {}
    for number, parts in enumerate(stores):
        _add(whole, {**parts, "measures": parts["measures"] or _undescribed(parts["facts"])})
        for source in whole["sources"]:
            origins.setdefault(source["file"], number)
    manifests = [parts["manifest"] for parts in stores]
    whole["manifest"] = _manifest(manifests)
    sources = {source["file"]: source for source in whole["sources"]}
    whole["facts"] = in_story_order(whole["facts"], sources)
    conflicts = references(find(whole["facts"], sources))
    for fact in whole["facts"]:
        fact["conflicts"] = conflicts.get(fact["id"], [])
    return TogetherStore(whole, directories, manifests, origins)


class TogetherStore(MemoryStore):
    """Several stores as one. Its fingerprint is that of all their files.

    origins: for each source, the number of the first store that has it.
    """

    def __init__(
        self,
        parts: Parts,
        directories: Sequence[str],
        manifests: Sequence[Record],
        origins: Mapping[str, int],
    ) -> None:
        super().__init__(parts, ", ".join(directories), in_order=True)
        self._directories = directories
        self._manifests = manifests
        self._origins = origins

    def origin(self, source: str) -> tuple[Any, str]:
        """Return the manifest and the fingerprint of the first store that has a source."""
        number = self._origins[source]
        return self._manifests[number], fingerprint(self._directories[number])

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the fingerprints of the stores, one after the other."""
        from hashlib import sha256

        prints = "".join(map(fingerprint, self._directories))
        return sha256(prints.encode()).hexdigest()


def _empty() -> Parts:
    names = ("sources", "entities", "topics", "measures", "labels", "synonyms", "wording", "facts")
    return {name: [] for name in names}


def _add(whole: Parts, parts: Parts) -> None:
    """Add the records of a store, with new ids where an id means something else."""
    name = parts["manifest"]["name"]
    files = _joined(whole, parts, "sources", "file", name, _same_bytes, ".")
    ids = _joined(whole, parts, "entities", "id", name, _same_kind, "-", _merged_names)
    ids |= _joined(whole, parts, "topics", "id", name, lambda *_: True, "-", _merged_labels)
    ids |= _joined(whole, parts, "measures", "id", name, _same_series, "-", _merged_labels)
    ids = {"": "", **ids}
    for entity in whole["entities"]:
        if "represents" in entity:
            entity["represents"] = _renamed(entity["represents"], ids)
    hidden = {each["of"]: each["hidden_labels"] for each in whole["labels"]}
    for each in parts["labels"]:
        of = ids.get(each["of"], each["of"])
        hidden[of] = each["hidden_labels"] | hidden.get(of, {})
    whole["labels"] = [{"of": of, "hidden_labels": labels} for of, labels in hidden.items()]
    whole["synonyms"] += [each for each in parts["synonyms"] if each not in whole["synonyms"]]
    known = {(w["source"], w["start"], w["end"]) for w in whole["wording"]}
    for wording in parts["wording"]:
        source = files.get(wording["source"], wording["source"])
        if (source, wording["start"], wording["end"]) not in known:
            whole["wording"].append({**wording, "source": source})
    _add_facts(whole, parts, name, files, ids)


def _undescribed(facts: Sequence[Any]) -> list[Record]:
    """Return a record for each measure of a store that describes none; another store may."""
    used = dict.fromkeys(fact["quantity"]["measure"] for fact in facts if fact["quantity"])
    return [undescribed_measure(measure) for measure in used]


def _joined(
    whole: Parts,
    parts: Parts,
    part: str,
    key: str,
    name: str,
    same: Callable[[Record, Record], bool],
    sign: str,
    merged: Callable[[Record, Record], Record] = lambda old, _: old,
) -> dict[str, str]:
    """Add the records of one part; return the new name of each that had to be renamed."""
    known = {record[key]: n for n, record in enumerate(whole[part])}
    renamed: dict[str, str] = {}
    for record in parts[part]:
        at = known.get(record[key])
        if at is None:
            whole[part].append(dict(record))
        elif same(whole[part][at], record):
            whole[part][at] = merged(whole[part][at], record)
        else:
            renamed[record[key]] = _free(f"{name}{sign}{record[key]}", known)
            whole[part].append({**record, key: renamed[record[key]]})
    return renamed


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, 1_000_000))
    return next(name for name in names if name not in taken)


def _same_bytes(one: Record, other: Record) -> bool:
    return bool(one["sha256"] == other["sha256"])


def _same_kind(one: Record, other: Record) -> bool:
    return bool(one["kind"] == other["kind"])


def _same_series(one: Record, other: Record) -> bool:
    return bool((one["series"], one["stage"]) == (other["series"], other["stage"]))


def _merged_names(one: Record, other: Record) -> Record:
    names = dict.fromkeys((*one["aliases"], other["name"], *other["aliases"]))
    represents = dict.fromkeys((*one.get("represents", ()), *other.get("represents", ())))
    merged = {**one, "aliases": [name for name in names if name != one["name"]]}
    return merged | ({"represents": list(represents)} if represents else {})


def _merged_labels(one: Record, other: Record) -> Record:
    labels = dict.fromkeys((*one["alt_labels"], other["label"], *other["alt_labels"]))
    return {**one, "alt_labels": [label for label in labels if label != one["label"]]}


def _renamed(ids: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(i, i) for i in ids]


def _add_facts(
    whole: Parts, parts: Parts, name: str, files: Mapping[str, str], ids: Mapping[str, str]
) -> None:
    """Add facts. One that says the same in the same words is added once."""
    known = {fact["id"]: fact for fact in whole["facts"]}
    moved = [_moved(fact, files, ids) for fact in parts["facts"]]
    new = {
        fact["id"]: _free(f"{name}-{fact['id']}", known)
        for fact in moved
        if fact["id"] in known and not _says_the_same(known[fact["id"]], fact)
    }
    for fact in moved:
        if fact["id"] in known and fact["id"] not in new:
            continue
        fact["id"] = new.get(fact["id"], fact["id"])
        fact["superseded_by"] = _renamed(fact["superseded_by"], new)
        fact["relations"] = [
            {**relation, "fact": new.get(relation["fact"], relation["fact"])}
            for relation in fact["relations"]
        ]
        whole["facts"].append(fact)


def _says_the_same(one: Record, other: Record) -> bool:
    return all(one[field] == other[field] for field in one if field not in _DERIVED)


def _moved(fact: Record, files: Mapping[str, str], ids: Mapping[str, str]) -> Record:
    """Return a copy of a fact with the new names of its sources, entities, topics and measures."""
    moved = {**fact, **{field: _renamed(fact[field], ids) for field in (*_ENTITIES, "topics")}}
    moved["evidence"] = [
        {**each, "source": files.get(each["source"], each["source"])} for each in fact["evidence"]
    ]
    moved["sources"] = sorted(_renamed(fact["sources"], files))
    quantity, stance = fact["quantity"], fact["stance"]
    if quantity is not None:
        moved["quantity"] = {
            **quantity,
            "measure": ids.get(quantity["measure"], quantity["measure"]),
        }
    if stance is not None:
        renamed = {key: ids.get(stance[key], stance[key]) for key in ("holder", "on")}
        moved["stance"] = {**stance, **renamed}
    return moved


def _manifest(manifests: Sequence[Record]) -> Record:
    """Return a manifest that names all stores."""

    def each(field: str) -> str:
        return "; ".join(dict.fromkeys(manifest[field] for manifest in manifests))

    firsts = [m["coverage"]["first"] for m in manifests if m["coverage"]["first"]]
    lasts = [m["coverage"]["last"] for m in manifests if m["coverage"]["last"]]
    coverage = {"first": min(firsts, default=None), "last": max(lasts, default=None)}
    fields = {field: each(field) for field in ("name", "title", "version", "licence")}
    return {**fields, "coverage": coverage}
