"""The record as linked data: one JSON-LD 1.1 document, with its context inside.

It uses terms from standard vocabularies wherever they mean the same:

- A fact is a schema:Claim, "a specific, factually-oriented claim" that appears in a CreativeWork
  (https://schema.org/Claim). A fact that nobody disputes is still what articles say, so it is not
  an rdf:Statement that holds, and a planned one is not a schema:Event.
- A piece of evidence is an oa:Annotation. Its body is the fact. Its target is the passage, an
  oa:SpecificResource with an oa:TextPositionSelector: code points from 0, end excluded
  (https://www.w3.org/TR/annotation-model/#text-position-selector). The digest is the
  schema:sha256 of the passage, not an oa:refinedBy, which is for selectors: a digest selects
  nothing.
- prov:wasDerivedFrom links a fact to its passages, and prov:wasAttributedTo to its speakers.
- Topics and measures are SKOS concepts. schema:temporalCoverage, the period that a work describes,
  is the date of a fact, an EDTF literal of the Library of Congress.

What no vocabulary has (status, relations, conflicts, stances) is under urn:mss:terms:. Records are
urn:mss:STORE:KIND:ID. These names are as permanent as ids, and do not resolve to a web address.
`mss` is not registered with IANA.

The document is written record by record, one per line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from mss_cli.facts.model import Conflict, ConflictReading, Evidence, Fact, Source
from mss_cli.output.formats.json import line
from mss_cli.stores.extract import Extract

Node = dict[str, Any]

_ID = {"@type": "@id"}
_DATE = {"@type": "xsd:date"}
_EDTF = {"@type": "http://id.loc.gov/datatypes/edtf/EDTF"}
_POSITION = {"@type": "xsd:nonNegativeInteger"}


def _term(name: str, **more: Any) -> Any:
    return {"@id": name, **more} if more else name


# Each key of a node, with the property that it stands for. A key that is not here is not written.
_CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "dcterms": "http://purl.org/dc/terms/",
    "mss": "urn:mss:terms:",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    # any record
    "identifier": "schema:identifier",
    "name": "schema:name",
    "title": "schema:headline",
    "description": "schema:description",
    "isPartOf": _term("schema:isPartOf", **_ID),
    "sha256": "schema:sha256",
    # the record as a whole
    "version": "schema:version",
    "rights": "dcterms:rights",
    "coverageFirst": _term("mss:coverageFirst", **_DATE),
    "coverageLast": _term("mss:coverageLast", **_DATE),
    # facts
    "text": "schema:text",
    "kind": "mss:kind",
    "status": "mss:status",
    "date": _term("schema:temporalCoverage", **_EDTF),
    "dateStart": _term("mss:dateStart", **_DATE),
    "dateEnd": _term("mss:dateEnd", **_DATE),
    "datePrecision": "mss:datePrecision",
    "dateBasis": "mss:dateBasis",
    "dateNote": "mss:dateNote",
    "dateDerivation": "mss:dateDerivation",
    "printed": "mss:printed",
    "anchor": _term("mss:anchor", **_EDTF),
    "anchoredOn": "mss:anchoredOn",
    "rule": "mss:rule",
    "count": "mss:count",
    "saidBy": _term("prov:wasAttributedTo", **_ID),
    "saidTo": _term("mss:saidTo", **_ID),
    "actor": _term("mss:actor", **_ID),
    "about": _term("schema:about", **_ID),
    "place": _term("schema:contentLocation", **_ID),
    "topic": _term("dcterms:subject", **_ID),
    "phrase": "mss:phrase",
    "appearance": _term("schema:appearance", **_ID),
    "derivedFrom": _term("prov:wasDerivedFrom", **_ID),
    "quantity": "mss:quantity",
    "value": "schema:value",
    "low": "schema:minValue",
    "high": "schema:maxValue",
    "qualifier": "mss:qualifier",
    "unit": "schema:unitText",
    "measure": _term("mss:measure", **_ID),
    "stance": "mss:stance",
    "holder": _term("mss:holder", **_ID),
    "on": _term("mss:on", **_ID),
    "position": "mss:position",
    # relations: each as a link, and as a node with its reason
    "supersedes": _term("mss:supersedes", **_ID),
    "corroborates": _term("mss:corroborates", **_ID),
    "contradicts": _term("mss:contradicts", **_ID),
    "qualifies": _term("mss:qualifies", **_ID),
    "part-of": _term("mss:partOf", **_ID),
    "follows": _term("mss:follows", **_ID),
    "relation": "mss:relation",
    "relationType": "mss:relationType",
    "to": _term("mss:to", **_ID),
    "note": "mss:note",
    "settledBy": "mss:settledBy",
    # evidence
    "motivation": _term("oa:motivatedBy", **_ID),
    "body": _term("oa:hasBody", **_ID),
    "target": _term("oa:hasTarget", **_ID),
    "source": _term("oa:hasSource", **_ID),
    "selector": "oa:hasSelector",
    "start": _term("oa:start", **_POSITION),
    "end": _term("oa:end", **_POSITION),
    "form": "mss:form",
    "paragraph": "mss:paragraph",
    "reportedDate": _term("mss:reportedDate", **_EDTF),
    "reportedValue": "mss:reportedValue",
    "reportedStatus": "mss:reportedStatus",
    "wording": "mss:wording",
    "part": "mss:part",
    # conflicts
    "class": "mss:class",
    "property": "mss:property",
    "explanation": "mss:explanation",
    "among": _term("mss:among", **_ID),
    "reading": "mss:reading",
    "fact": _term("mss:fact", **_ID),
    "passage": _term("mss:passage", **_ID),
    # entities
    "alternateName": "schema:alternateName",
    "represents": _term("mss:represents", **_ID),
    "gender": "schema:gender",
    # topics and measures
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "definition": "skos:definition",
    "broader": _term("skos:broader", **_ID),
    "inScheme": _term("skos:inScheme", **_ID),
    "topConceptOf": _term("skos:topConceptOf", **_ID),
    "series": "mss:series",
    "stage": "mss:stage",
    # sources
    "published": _term("schema:datePublished", **_EDTF),
    "publisher": "schema:publisher",
    "byline": "schema:creditText",
    "language": "schema:inLanguage",
    "chars": "mss:chars",
}
_ENTITIES = {
    "person": ["schema:Person", "prov:Agent"],
    "organization": ["schema:Organization", "prov:Agent"],
    "country": ["schema:Country", "prov:Agent"],
    "place": ["schema:Place"],
    "mission": ["schema:Organization", "prov:Agent"],
    "document": ["schema:CreativeWork"],
}


def text(extract: Extract) -> Iterator[str]:
    """Yield a JSON-LD document, one record per line."""
    yield f'{{"@context": {line(_CONTEXT)},\n"@graph": [\n'
    for number, node in enumerate(_nodes(extract)):
        yield f"{',' if number else ''}{line(_known(node))}\n"
    yield "]}\n"


def _known(value: Any) -> Any:
    """Return a node without null or empty values, which say nothing in JSON-LD."""
    if isinstance(value, dict):
        return {k: _known(v) for k, v in value.items() if v is not None and v != []}
    return list(map(_known, value)) if isinstance(value, list) else value


def _nodes(extract: Extract) -> Iterator[Node]:
    names = Iris(extract.manifest["name"])
    yield _dataset(extract, names)
    for source in extract.sources:
        yield _source(source, names)
    yield from _entities(extract, names)
    yield from _concepts(extract, names)
    for fact in extract.facts:
        yield _fact(fact, names)
        yield from _evidence(fact, names)
    for conflict in extract.conflicts:
        yield _conflict(conflict, names)


class Iris:
    """The names of the records of a store: `urn:mss:STORE:KIND:ID`.

    Whatever could end a part of a name, or is not allowed in one, is percent-encoded.
    """

    def __init__(self, store: str) -> None:
        self.dataset = f"urn:mss:{_encoded(store)}"

    def of(self, kind: str, identifier: str) -> str:
        """Return the name of a record."""
        return f"{self.dataset}:{kind}:{_encoded(identifier)}"

    def all_of(self, kind: str, identifiers: Iterable[str]) -> list[str]:
        """Return the names of several records."""
        return [self.of(kind, identifier) for identifier in identifiers]

    def passage(self, evidence: Evidence | ConflictReading) -> str:
        """Return the name of a passage."""
        return f"{self.of('passage', evidence['source'])}:{_span(evidence)}"

    def evidence(self, fact: Fact, evidence: Evidence) -> str:
        """Return the name of a piece of evidence: its span, so that new evidence renames none."""
        of_fact = self.of("evidence", fact["id"])
        return f"{of_fact}:{_encoded(evidence['source'])}:{_span(evidence)}"


def _span(evidence: Evidence | ConflictReading) -> str:
    return f"{evidence['start']}-{evidence['end']}"


def _encoded(part: str) -> str:
    return quote(part, safe="")


def _dataset(extract: Extract, names: Iris) -> Node:
    manifest = extract.manifest
    return {
        "id": names.dataset,
        "type": ["schema:Dataset", "prov:Entity"],
        "identifier": manifest["name"],
        "name": manifest["title"],
        "description": extract.share,
        "version": manifest["version"],
        "rights": manifest["licence"],
        "sha256": extract.fingerprint,
        "coverageFirst": manifest["coverage"]["first"],
        "coverageLast": manifest["coverage"]["last"],
    }


def _source(source: Source, names: Iris) -> Node:
    publisher = source["publisher"]
    return {
        "id": names.of("source", source["file"]),
        "type": ["schema:NewsArticle", "prov:Entity"],
        "identifier": source["file"],
        "title": source["title"],
        "description": source["label"],
        "publisher": {"type": "schema:Organization", "name": publisher} if publisher else None,
        "byline": source.get("byline"),
        "published": source["published"]["edtf"],
        "dateBasis": source["published"]["basis"],
        "dateNote": source["published"]["note"],
        "language": source["language"],
        "chars": source["chars"],
        "sha256": source["sha256"],
    }


def _entities(extract: Extract, names: Iris) -> Iterator[Node]:
    for entity in extract.vocabulary("entities"):
        yield {
            "id": names.of("entity", entity["id"]),
            "type": _ENTITIES[entity["kind"]],
            "identifier": entity["id"],
            "kind": entity["kind"],
            "name": entity["name"],
            "alternateName": entity["aliases"],
            "description": entity["summary"],
            "represents": names.all_of("entity", entity.get("represents", ())),
            "gender": entity.get("gender"),
        }


def _concepts(extract: Extract, names: Iris) -> Iterator[Node]:
    """Yield the topics and the measures, each in its scheme."""
    title = extract.manifest["title"]
    topics, measures = f"{names.dataset}:topics", f"{names.dataset}:measures"
    yield {"id": topics, "type": "skos:ConceptScheme", "prefLabel": f"Topics of {title}"}
    for topic in extract.vocabulary("topics"):
        above = topic["broader"]
        yield {
            **_concept(names.of("topic", topic["id"]), topic, topics),
            "type": "skos:Concept",
            "broader": names.of("topic", above) if above else None,
            "topConceptOf": None if above else topics,
        }
    yield {"id": measures, "type": "skos:ConceptScheme", "prefLabel": f"Measures of {title}"}
    for measure in extract.vocabulary("measures"):
        yield {
            **_concept(names.of("measure", measure["id"]), measure, measures),
            "type": ["skos:Concept", "mss:Measure"],
            "series": measure["series"],
            "stage": measure["stage"],
        }


def _concept(iri: str, record: Node, scheme: str) -> Node:
    return {
        "id": iri,
        "identifier": record["id"],
        "prefLabel": record["label"],
        "altLabel": record["alt_labels"],
        "definition": record["definition"],
        "inScheme": scheme,
    }


def _fact(fact: Fact, names: Iris) -> Node:
    return {
        "id": names.of("fact", fact["id"]),
        "type": ["schema:Claim", "prov:Entity"],
        "identifier": fact["id"],
        "kind": fact["kind"],
        "status": fact["status"],
        "text": fact["text"],
        **_date(fact),
        "saidBy": names.all_of("entity", fact["said_by"]),
        "saidTo": names.all_of("entity", fact["said_to"]),
        "actor": names.all_of("entity", fact["actors"]),
        "about": names.all_of("entity", fact["about"]),
        "place": names.all_of("entity", fact["places"]),
        "topic": names.all_of("topic", fact["topics"]),
        "phrase": fact["phrases"],
        "quantity": _quantity(fact, names),
        "stance": _stance(fact, names),
        **_relations(fact, names),
        "appearance": names.all_of("source", fact["sources"]),
        "derivedFrom": [names.passage(evidence) for evidence in fact["evidence"]],
        "isPartOf": names.dataset,
    }


def _date(fact: Fact) -> Node:
    derivation = fact["date_derivation"]
    return {
        "date": fact["date"],
        "dateStart": fact["date_start"],
        "dateEnd": fact["date_end"],
        "datePrecision": fact["date_precision"],
        "dateBasis": fact["date_basis"],
        "dateNote": fact["date_note"],
        "dateDerivation": derivation
        and {
            "type": "mss:Derivation",
            "printed": derivation["printed"],
            "anchor": derivation["anchor"],
            "anchoredOn": derivation["anchored_on"],
            "rule": derivation["rule"],
            "count": derivation["count"],
        },
    }


def _quantity(fact: Fact, names: Iris) -> Node | None:
    quantity = fact["quantity"]
    return quantity and {
        **quantity,
        "type": "schema:QuantitativeValue",
        "measure": names.of("measure", quantity["measure"]),
    }


def _stance(fact: Fact, names: Iris) -> Node | None:
    stance = fact["stance"]
    return stance and {
        "type": "mss:Stance",
        "holder": names.of("entity", stance["holder"]),
        "on": names.of("topic", stance["on"]),
        "position": stance["position"],
    }


def _relations(fact: Fact, names: Iris) -> Node:
    """Return the relations of a fact, each as a link and as a node with its reason."""
    links: Node = {}
    nodes = []
    for relation in fact["relations"]:
        to = names.of("fact", relation["fact"])
        links.setdefault(relation["type"], []).append(to)
        nodes.append(
            {
                "type": "mss:Relation",
                "relationType": relation["type"],
                "to": to,
                "note": relation["note"],
                "settledBy": relation["settled_by"],
            }
        )
    return {**links, "relation": nodes}


def _evidence(fact: Fact, names: Iris) -> Iterator[Node]:
    """Yield each piece of evidence with its passage."""
    seen: Counter[str] = Counter()
    for evidence in fact["evidence"]:
        name = names.evidence(fact, evidence)
        seen[name] += 1
        if seen[name] > 1:  # the same passage, read in another way
            name = f"{name}:{seen[name]}"
        reports = evidence["reports"]
        yield {
            "id": name,
            "type": "oa:Annotation",
            "motivation": "oa:describing",
            "body": names.of("fact", fact["id"]),
            "target": _passage(evidence, names),
            "form": evidence["form"],
            "paragraph": evidence["paragraph"],
            "reportedDate": reports["date"],
            "reportedValue": reports["value"],
            "reportedStatus": reports["status"],
            "wording": reports["wording"],
            "part": reports.get("part"),
        }


def _passage(evidence: Evidence, names: Iris) -> Node:
    """Return a passage. Its selector has a name too, so that a passage may appear many times."""
    name = names.passage(evidence)
    return {
        "id": name,
        "type": ["oa:SpecificResource", "prov:Entity"],
        "source": names.of("source", evidence["source"]),
        "selector": {
            "id": f"{name}#selector",
            "type": "oa:TextPositionSelector",
            "start": evidence["start"],
            "end": evidence["end"],
        },
        "sha256": evidence["sha256"],
    }


def _conflict(conflict: Conflict, names: Iris) -> Node:
    return {
        "id": names.of("conflict", conflict["id"]),
        "type": "mss:Conflict",
        "identifier": conflict["id"],
        "class": conflict["class"],
        "property": conflict["property"],
        "explanation": conflict["explanation"],
        "among": names.all_of("fact", conflict["facts"]),
        "reading": [
            {
                "type": "mss:Reading",
                "fact": names.of("fact", reading["fact"]),
                "passage": names.passage(reading),
                "value": reading["value"],
            }
            for reading in conflict["readings"]
        ],
        "settledBy": conflict["settled_by"],
    }
