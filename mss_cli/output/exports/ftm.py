"""The record as statements of FollowTheMoney (https://followthemoney.tech), in its CSV format.

`ftm aggregate-statements` turns them into entities. It needs the statements of one entity next to
each other. Each statement has the id that the library would give it.

- A fact is an Event, whatever its kind: a Note has no date, and nothing else names who is involved.
  Its name starts with `Planned:` or the like if it is not something that happened.
- An article is an Article, the `proof` of its facts. A statement that rests on a single article has
  the file of that article as its origin.
- People are Person; organisations and missions are Organization. A country is a PublicBody, since
  only a legal entity can be involved in an Event. A place is an Address.
- A relation is an UnknownLink. If an entity may speak for another, that is a Representation.

FollowTheMoney has no place for documents as subjects (a Document is a file), or for our measures,
topics, conflicts and spans. So an Event names documents and topics in its keywords, gives the
measure and any disagreement in its description, and lists its passages in its notes.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from hashlib import sha1, sha256
from io import StringIO
from typing import NamedTuple
from unicodedata import normalize

from mss_cli.facts.model import Entity, Evidence, Fact, Relation, Source
from mss_cli.facts.quantities import amount
from mss_cli.output.columns import status
from mss_cli.output.exports.dates import points, words
from mss_cli.output.exports.names import Names
from mss_cli.stores.extract import Extract
from mss_cli.text import for_file

COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin"),
    *("lang", "original_value", "external", "first_seen", "last_seen", "id"),
)
# The type of each property that is used here.
TYPES = {
    "id": "id",
    **dict.fromkeys(("name", "weakAlias"), "name"),
    **dict.fromkeys(("summary", "description", "notes"), "text"),
    **dict.fromkeys(("full", "location"), "address"),
    **dict.fromkeys(("date", "startDate", "endDate", "publishedAt"), "date"),
    **dict.fromkeys(
        ("involved", "proof", "addressEntity", "subject", "object", "agent", "client"), "entity"
    ),
    **dict.fromkeys(
        ("keywords", "recordId", "role", "fileName", "title", "author", "publisher"), "string"
    ),
    "gender": "gender",
}
_SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "mission": "Organization",
    "country": "PublicBody",
    "place": "Address",
}
_LEGAL = ("person", "organization", "mission", "country")
_TOLD = ("occurred", "ongoing")
_MAX_NAME = 384  # as the library allows
_MAX_ID = 200


class Value(NamedTuple):
    """A value of a property. origin: the file of the one source that it rests on, or ""."""

    prop: str
    value: str
    origin: str = ""


def text(extract: Extract) -> Iterator[str]:
    """Yield the statements as CSV, one entity after the other."""
    store = _Store(extract)
    yield _csv([COLUMNS])
    for source in store.names.sources.values():
        yield store.statements("source", source["file"], "Article", _article(source))
    for entity in store.names.entities.values():
        if entity["kind"] in _SCHEMATA:
            schema = _SCHEMATA[entity["kind"]]
            yield store.statements("entity", entity["id"], schema, _entity(entity))
            yield from store.representations(entity)
    for fact in extract.facts:
        yield store.statements("fact", fact["id"], "Event", store.event(fact))
        yield from store.relations(fact)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    file = StringIO(newline="")
    csv.writer(file, dialect="unix").writerows(rows)
    return file.getvalue()


class _Store:
    """Makes the statements of one store, and its ids."""

    def __init__(self, extract: Extract) -> None:
        self.names = Names(extract)
        self._name = extract.manifest["name"]
        self._dataset = re.sub("[^a-z0-9]+", "_", self._name).strip("_")

    def _id(self, kind: str, identifier: str) -> str:
        """Return an id that FollowTheMoney takes: letters, digits, dots and hyphens."""
        whole = f"{self._name}.{kind}.{identifier}"
        plain = re.sub("[^0-9A-Za-z.-]", "-", whole)[: _MAX_ID - 17].strip("-.")
        # A digest tells apart ids that have become the same.
        return whole if plain == whole else f"{plain}-{sha256(whole.encode()).hexdigest()[:16]}"

    def statements(
        self, kind: str, identifier: str, schema: str, values: Iterable[Value | None]
    ) -> str:
        """Return the statements of an entity, each value once."""
        entity = self._id(kind, identifier)
        rows: dict[str, tuple[str, ...]] = {}
        for value in (Value("id", entity), *values):
            cleaned = _cleaned(value)
            if cleaned:
                row = self._row(entity, schema, cleaned)
                rows.setdefault(row[-1], row)
        return _csv(rows.values())

    def _row(self, entity: str, schema: str, value: Value) -> tuple[str, ...]:
        # Like Statement.make_key, so that a statement has the same id wherever it is made.
        key = f"{self._dataset}.{entity}.{value.prop}.{value.value}"
        identifier = sha1(key.encode(), usedforsecurity=False).hexdigest()
        of_value = (value.prop, TYPES[value.prop], schema, value.value)
        return (
            *(entity, entity, *of_value, self._dataset, value.origin),
            *("", "", "f", "", "", identifier),
        )

    def event(self, fact: Fact) -> Iterator[Value | None]:
        """Yield the values of a fact."""
        origin = fact["sources"][0] if len(fact["sources"]) == 1 else ""
        mark = "" if fact["status"] in _TOLD else f"{fact['status'].capitalize()}: "
        yield Value("name", _short(mark + fact["text"]), origin)
        yield Value("summary", mark + fact["text"], origin)
        yield Value("recordId", fact["id"])
        yield from (Value(*each, origin) for each in _dates(fact))
        yield from (Value("description", each, origin) for each in self._described(fact))
        yield from (Value("keywords", each, origin) for each in self._keywords(fact))
        for place in fact["places"]:
            yield Value("location", self.names.of(place), origin)
            if self._kind(place) == "place":
                yield Value("addressEntity", self._id("entity", place), origin)
        for entity in self._involved(fact):
            yield Value("involved", self._id("entity", entity), origin)
        for file in fact["sources"]:
            yield Value("proof", self._id("source", file), file)
        for evidence in fact["evidence"]:
            yield Value("notes", _passage(evidence), evidence["source"])

    def _kind(self, entity: str) -> str:
        found = self.names.entities.get(entity)
        return found["kind"] if found else ""

    def _involved(self, fact: Fact) -> list[str]:
        """Return the legal entities of a fact, whatever their role."""
        holder = [fact["stance"]["holder"]] if fact["stance"] else []
        every = (*fact["actors"], *fact["said_by"], *holder, *fact["said_to"], *fact["about"])
        return [each for each in dict.fromkeys(every) if self._kind(each) in _LEGAL]

    def _keywords(self, fact: Fact) -> list[str]:
        """Return the kind, the status, the topics, and the names that no link can hold."""
        every = dict.fromkeys((*fact["actors"], *fact["said_by"], *fact["about"]))
        others = [each for each in every if self._kind(each) not in _LEGAL]
        named = self.names.all_of((*fact["topics"], *others))
        return [fact["kind"], fact["status"], *named]

    def _described(self, fact: Fact) -> Iterator[str]:
        if fact["said_by"]:
            yield f"Said by: {'; '.join(self.names.all_of(fact['said_by']))}"
        yield f"Status: {', '.join(status(fact))}"
        if fact["date"]:
            yield f"Date: {words(fact['date'], fact['date_basis'])}"
        if fact["quantity"]:
            yield f"{self.names.of(fact['quantity']['measure'])}: {amount(fact)}"
        if fact["stance"]:
            holder, on = self.names.all_of((fact["stance"]["holder"], fact["stance"]["on"]))
            yield f"Position: {holder} {fact['stance']['position']}: {on}"

    def relations(self, fact: Fact) -> Iterator[str]:
        """Yield the statements of each relation of a fact."""
        for relation in fact["relations"]:
            identifier = f"{fact['id']}.{relation['type']}.{relation['fact']}"
            link = self._link(fact, relation)
            yield self.statements("relation", identifier, "UnknownLink", link)

    def _link(self, fact: Fact, relation: Relation) -> Iterator[Value | None]:
        yield Value("subject", self._id("fact", fact["id"]))
        yield Value("object", self._id("fact", relation["fact"]))
        yield Value("role", relation["type"])
        yield _optional("summary", relation["note"])
        if relation["settled_by"]:
            yield Value("description", f"Would be settled by: {relation['settled_by']}")

    def representations(self, entity: Entity) -> Iterator[str]:
        """Yield the statements about those an entity may speak for."""
        for client in entity.get("represents", ()):
            if entity["kind"] in _LEGAL and self._kind(client) in _LEGAL:
                ends = [
                    Value("agent", self._id("entity", entity["id"])),
                    Value("client", self._id("entity", client)),
                    Value("role", "may speak for"),
                ]
                identifier = f"{entity['id']}.represents.{client}"
                yield self.statements("entity", identifier, "Representation", ends)


# --- values -------------------------------------------------------------------------------


def _optional(prop: str, value: str | None, origin: str = "") -> Value | None:
    return Value(prop, value, origin) if value else None


def _cleaned(value: Value | None) -> Value | None:
    """Return a value as the library would clean it, or None if it is empty."""
    if value is None:
        return None
    cleaned = normalize("NFC", for_file(value.value)).strip()
    if TYPES[value.prop] in ("name", "address", "string"):
        cleaned = " ".join(cleaned.split())
    return value._replace(value=cleaned) if cleaned else None


def _short(name: str) -> str:
    """Return a name, cut after a word if it is longer than the library allows."""
    return name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1].rpartition(" ")[0] + "…"


def _article(source: Source) -> Iterator[Value | None]:
    file = source["file"]
    published = source["published"]
    yield Value("fileName", file, file)
    yield _optional("title", source["title"], file)
    yield _optional("author", source.get("byline"), file)
    yield _optional("publisher", source["publisher"], file)
    yield Value("summary", source["label"], file)
    if published["edtf"]:
        yield _optional("publishedAt", _moment(published["edtf"]), file)
        when = words(published["edtf"], published["basis"])
        yield Value("description", f"Published {when}", file)
    yield Value("notes", f"SHA-256 {source['sha256']}", file)


def _moment(edtf: str) -> str | None:
    """Return the most precise date that holds all of an EDTF date, or None if there is none."""
    start, end = points(edtf)
    if "/" not in edtf and not end:
        return start
    if not start or not end:
        return None
    for size in (7, 4):
        if start[:size] == end[:size]:
            return start[:size]
    return None


def _entity(entity: Entity) -> Iterator[Value | None]:
    yield Value("name", entity["name"])
    if entity["kind"] == "place":
        yield Value("full", entity["name"])
    # Aliases are also what people type, so no program should match on them.
    yield from (Value("weakAlias", alias) for alias in entity["aliases"])
    yield Value("summary", entity["summary"])
    yield _optional("gender", entity.get("gender"))


def _dates(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield the date of a fact, or the ends of the period in which it lies."""
    if fact["date"] is None:
        return
    start, end = points(fact["date"])
    if start and not end and "/" not in fact["date"]:
        yield "date", start
        return
    if start:
        yield "startDate", start
    if end:
        yield "endDate", end


def _passage(evidence: Evidence) -> str:
    part = evidence["reports"].get("part")
    told = f"; supports only {part}" if part else ""
    return (
        f"{evidence['source']}, paragraph {evidence['paragraph']}, characters "
        f"{evidence['start']}-{evidence['end']}, SHA-256 {evidence['sha256']}{told}"
    )
