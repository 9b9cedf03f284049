"""mss export jsonld: the triples, asked with SPARQL, and names that hold whatever ids hold."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from conftest import Call, Harbour

from mss_cli.output.exports import jsonld
from mss_cli.stores.extract import Extract
from mss_cli.stores.memory import MemoryStore

rdflib = pytest.importorskip("rdflib")
# rdflib 7 uses in its own parser what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

PREFIXES = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX mss: <urn:mss:terms:>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX schema: <https://schema.org/>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def ask(graph: Any, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query as Python values, sorted."""
    rows = [tuple(value.toPython() for value in row) for row in graph.query(PREFIXES + query)]
    return sorted(rows, key=repr)


@pytest.fixture
def graph(mss: Call, bridge: Path, tmp_path: Path) -> Any:
    """Return the triples of the invented record of the bridge."""
    path = tmp_path / "bridge.jsonld"
    answer = mss("export", "jsonld", "-o", str(path))
    size = f"{path.stat().st_size / 1000:.0f} kB"
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {path}: 15 facts, {size}\n")
    return rdflib.Graph().parse(path, format="json-ld")


def test_passages_of_a_fact(graph: Any) -> None:
    assert ask(
        graph,
        """SELECT ?file ?start ?end ?publisher WHERE {
            ?annotation oa:hasBody <urn:mss:bridge:fact:work-began-2024-03> ;
                oa:hasTarget [ oa:hasSource ?article ; oa:hasSelector ?selector ] .
            ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
            ?article schema:identifier ?file ; schema:publisher/schema:name ?publisher
        }""",
    ) == [
        ("herald.txt", 26, 81, "Norland Herald"),
        ("tribune.txt", 17, 71, "Sable Tribune"),
    ]


def test_facts_that_an_entity_said(graph: Any) -> None:
    assert ask(
        graph,
        """SELECT ?id ?to WHERE {
            ?fact a schema:Claim ; schema:identifier ?id ; prov:wasAttributedTo ?who .
            ?who schema:name "Harbour Council" .
            OPTIONAL { ?fact mss:saidTo/schema:name ?name } BIND(COALESCE(?name, "") AS ?to)
        }""",
    ) == [
        ("cost-40-million", ""),
        ("cost-55-million", ""),
        ("council-welcomes-workers", "Norland"),
    ]


def test_fact_has_its_date_quantity_and_sources(graph: Any) -> None:
    fact = "<urn:mss:bridge:fact:workers-120-arrived>"
    edtf = rdflib.URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
    claim = rdflib.URIRef(fact[1:-1])
    (when,) = graph.objects(claim, rdflib.URIRef("https://schema.org/temporalCoverage"))
    assert (str(when), when.datatype) == ("2024-03", edtf)
    assert ask(
        graph,
        f"""SELECT ?value ?unit ?qualifier ?stage ?first ?text WHERE {{
            {fact} mss:quantity ?q ; mss:dateStart ?first ; schema:text ?text .
            ?q schema:value ?value ; schema:unitText ?unit ; mss:qualifier ?qualifier ;
                mss:measure/mss:stage ?stage
        }}""",
    ) == [
        (
            *(120, "workers", "about", "delivered"),
            date(2024, 3, 1),
            "About 120 workers from Norland had come to Port Sable by March 2024.",
        )
    ]
    assert len(ask(graph, f"SELECT ?p WHERE {{ {fact} prov:wasDerivedFrom ?p }}")) == 2
    assert len(ask(graph, f"SELECT ?a WHERE {{ {fact} schema:appearance ?a }}")) == 2


def test_plans_are_found_by_status(graph: Any) -> None:
    found = ask(graph, 'SELECT ?id WHERE { [ mss:status "planned" ; schema:identifier ?id ] }')
    planned = ["bridge-to-open", "cost-40-million", "cost-55-million", "workers-300-promised"]
    assert [row[0] for row in found] == planned


def test_relations_are_links_with_reasons_and_conflicts_have_readings(graph: Any) -> None:
    assert ask(
        graph,
        """SELECT ?later ?earlier WHERE {
            ?l mss:supersedes ?e . ?l schema:identifier ?later . ?e schema:identifier ?earlier
        }""",
    ) == [("cost-55-million", "cost-40-million")]
    assert ask(graph, "SELECT (COUNT(?r) AS ?n) WHERE { ?r a mss:Relation ; mss:to ?f }") == [(5,)]
    assert ask(
        graph,
        """SELECT ?file ?value WHERE {
            ?c a mss:Conflict ; mss:class "contradiction" ; mss:property "date" ; mss:reading ?r .
            ?r schema:value ?value ; mss:passage/oa:hasSource/schema:identifier ?file
        }""",
    ) == [("herald.txt", "2024-03-04"), ("tribune.txt", "2024-03-05")]


def test_topics_are_a_scheme(graph: Any) -> None:
    assert ask(
        graph,
        """SELECT ?label ?above WHERE {
            ?t skos:inScheme <urn:mss:bridge:topics> ; skos:prefLabel ?label ; skos:broader ?b .
            ?b skos:prefLabel ?above
        }""",
    ) == [("Cost", "The bridge"), ("Workers", "The bridge")]
    top = "SELECT ?t WHERE { ?t skos:topConceptOf <urn:mss:bridge:topics> }"
    assert len(ask(graph, top)) == 4


def test_entities_have_types_of_schema_org(graph: Any) -> None:
    types = ask(
        graph,
        """SELECT ?id ?type WHERE {
            ?e a ?type ; mss:kind ?kind ; schema:identifier ?id .
            FILTER(CONTAINS(STR(?e), ":entity:") && STRSTARTS(STR(?type), "https://schema.org/"))
        }""",
    )
    assert [(id_, type_.rpartition("/")[2]) for id_, type_ in types] == [
        ("ana-nunez", "Person"),
        ("harbour-council", "Organization"),
        ("joao-braga", "Person"),
        ("norland", "Country"),
        ("port-sable", "Place"),
    ]


def keys(value: Any) -> Iterator[str]:
    """Yield the keys of a value and of all that is in it."""
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from keys(inner)
    if isinstance(value, dict):
        yield from value


def test_context_has_every_key(mss: Call, bridge: Path) -> None:
    document = mss("export", "jsonld", "-o", "-").json()
    assert list(document) == ["@context", "@graph"]
    context, used = {*document["@context"]}, {*keys(document["@graph"])}
    assert used <= context  # a program passes over a key that has no meaning
    prefixes = {"@version", "dcterms", "mss", "oa", "prov", "schema", "skos", "xsd"}
    of_other_records = {"byline", "count", "gender", "high", "low", "note", "part", "represents"}
    of_other_records |= {"contradicts", "corroborates", "reportedStatus", "wording"}
    assert context - used == prefixes | of_other_records


def test_document_needs_no_network(mss: Call, bridge: Path) -> None:
    context = mss("export", "jsonld", "-o", "-").json()["@context"]
    assert isinstance(context, dict)
    assert not [value for value in context.values() if value == "@import"]


def test_nothing_selected_is_a_valid_document(mss: Call, bridge: Path) -> None:
    answer = mss("export", "jsonld", "-o", "-", "--match", "zzzz")
    assert answer.code == 0
    graph = rdflib.Graph().parse(data=answer.out, format="json-ld")
    assert ask(graph, "SELECT ?f WHERE { ?f a schema:Claim }") == []
    assert len(ask(graph, "SELECT ?a WHERE { ?a a schema:NewsArticle }")) == 3


def test_selection_has_only_relations_within_it(mss: Call, bridge: Path) -> None:
    answer = mss("export", "jsonld", "-o", "-", "--topic", "cost")
    graph = rdflib.Graph().parse(data=answer.out, format="json-ld")
    found = ask(graph, "SELECT ?id WHERE { ?f a schema:Claim ; schema:identifier ?id }")
    assert found == [("cost-40-million",), ("cost-55-million",)]
    assert len(ask(graph, "SELECT ?f WHERE { ?e mss:supersedes ?f }")) == 1


def extract_of(harbour: Harbour, **manifest: str) -> Extract:
    """Return an extract of the small store as its parts are now, valid or not."""
    empty: dict[str, Any] = {"labels": [], "synonyms": [], "measures": [], "wording": []}
    parts = {**empty, **harbour.parts, "manifest": {**harbour.parts["manifest"], **manifest}}
    return Extract(MemoryStore(parts, str(harbour.store)))


HOSTILE = [
    "a:b",
    "é ü",
    "x> <y",
    '"',
    "\\",
    "a/b#c?d",
    "%41",
    "@id",
    "\n",
    "{}",
    "passage",
    "\u202e",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_ids_and_texts_stay_data(harbour: Harbour, name: str) -> None:
    fact = harbour.parts["facts"][0]
    fact |= {"id": name, "text": name, "said_by": [name], "phrases": ["@type", "urn:x:y", name]}
    harbour.parts["facts"][2]["relations"] = []
    harbour.parts["facts"] = [fact]
    document = "".join(jsonld.text(extract_of(harbour, name=name, title=name)))
    graph = rdflib.Graph().parse(data=document, format="json-ld")
    encoded = quote(name, safe="")
    (claim,) = graph.subjects(
        rdflib.RDF.type, rdflib.URIRef("https://schema.org/Claim"), unique=True
    )
    assert str(claim) == f"urn:mss:{encoded}:fact:{encoded}"
    assert ask(graph, "SELECT ?t WHERE { ?f a schema:Claim ; schema:text ?t }") == [(name,)]
    phrases = ask(graph, "SELECT ?p WHERE { ?f mss:phrase ?p }")
    assert {row[0] for row in phrases} == {"@type", "urn:x:y", name}
    (speaker,) = graph.objects(claim, rdflib.URIRef("http://www.w3.org/ns/prov#wasAttributedTo"))
    assert str(speaker) == f"urn:mss:{encoded}:entity:{encoded}"
    annotations = ask(graph, "SELECT ?a WHERE { ?a oa:hasBody ?f }")
    assert [row[0] for row in annotations] == [
        f"urn:mss:{encoded}:evidence:{encoded}:harbour.txt:0-18",
        f"urn:mss:{encoded}:evidence:{encoded}:harbour.txt:20-69",
    ]


def test_same_passage_read_twice_is_two_annotations(harbour: Harbour) -> None:
    evidence = harbour.parts["facts"][0]["evidence"]
    evidence.append({**evidence[0], "form": "caption"})
    document = "".join(jsonld.text(extract_of(harbour)))
    graph = rdflib.Graph().parse(data=document, format="json-ld")
    assert ask(
        graph,
        """SELECT ?a ?form WHERE {
            ?a oa:hasBody <urn:mss:harbour:fact:harbour-opened> ; mss:form ?form
        }""",
    ) == [
        ("urn:mss:harbour:evidence:harbour-opened:harbour.txt:0-18", "headline"),
        ("urn:mss:harbour:evidence:harbour-opened:harbour.txt:0-18:2", "caption"),
        ("urn:mss:harbour:evidence:harbour-opened:harbour.txt:20-69", "body"),
    ]
    passages = "SELECT ?p WHERE { ?p a oa:SpecificResource ; oa:hasSelector ?s }"
    assert len(ask(graph, passages)) == 4


def test_one_record_is_on_one_line(harbour: Harbour) -> None:
    lines = "".join(jsonld.text(extract_of(harbour))).splitlines()
    assert lines[1] == '"@graph": ['
    assert lines[-1] == "]}"
    assert json.loads(lines[2])["id"] == "urn:mss:harbour"
    assert json.loads(lines[3].lstrip(","))["id"] == "urn:mss:harbour:source:harbour.txt"
