"""An invented record for the tests of commands: how the town of Port Sable got its bridge.

Three invented articles tell the story. In May 2023 Mayor Ana Núñez announces a bridge over
the marsh for 40 million crowns; Norland promises 300 workers and Councillor João Braga is
against it. In March 2024 work begins, with 120 workers of Norland; the cost is now 55
million, and Braga would accept the bridge if it were free of tolls. In April 2024 a third
paper dates the beginning of the work a day later, confirms the 120 workers, and finds Braga
in favour. So the record holds a contradiction, a qualified pair, a plan that was superseded,
corroboration, a stance that moves, a promise beside what was delivered, dates of every kind,
and names with accents.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

from mss_cli.stores.articles import Articles
from scripts import derive

GAZETTE, HERALD, TRIBUNE = "gazette.txt", "herald.txt", "tribune.txt"

ARTICLES = {
    GAZETTE: (
        "Town wants a bridge\n\n"
        "Port Sable, 9 May 2023. Mayor Ana Núñez announced on Monday that the town would build a "
        "bridge over the marsh. “It is [the] only way,” she told the Harbour Council.\n\n"
        "The bridge is to cost 40 million crowns, the Harbour Council estimates. Norland has "
        "promised to send 300 workers.\n\n"
        "Councillor João Braga opposes the bridge. The old ferry no longer runs.\n"
        "Read also: Ten tips for sailors\n"
    ),
    HERALD: (
        "Work on the marsh bridge\n\n"
        "Work on the bridge began in Port Sable on 4 March 2024. Some 120 workers from Norland "
        "have arrived.\n\n"
        "The cost has risen to 55 million crowns, the Harbour Council said. Braga would accept "
        "the bridge if it were free of tolls.\n\n"
        "The bridge is to open by the end of 2025.\n"
    ),
    TRIBUNE: (
        "A month of work\n\n"
        "In Port Sable work on the bridge began on 5 March 2024, with 120 workers of Norland.\n\n"
        "Councillor Braga now supports the bridge. “Norland’s workers are welcome,” the Harbour "
        "Council wrote to Norland.\n\n"
        "Ana Núñez has been mayor since about 2019. The marsh is a nature reserve.\n"
    ),
}


def _source(
    file: str, title: str, publisher: str, published: str, basis: str, *unused: str
) -> dict[str, Any]:
    """Return a source. unused: quotations without a fact, beside the title."""
    note = None if basis == "explicit" else "The article prints no date; its events set the range."
    return {
        "file": file,
        "title": title,
        "label": title,
        "publisher": publisher,
        "published": {"edtf": published, "basis": basis, "note": note},
        "language": "en",
        "passages": [
            {"label": "boilerplate", "note": None, "quote": quote} for quote in (title, *unused)
        ],
    }


def _entity(id_: str, kind: str, name: str, aliases: list[str], summary: str) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "name": name, "aliases": aliases, "summary": summary}


def _topic(id_: str, label: str, alt_labels: list[str], broader: str | None) -> dict[str, Any]:
    text = f"{label} of the bridge."
    return {
        "id": id_,
        "label": label,
        "alt_labels": alt_labels,
        "broader": broader,
        "definition": text,
    }


def _measure(id_: str, label: str, series: str, stage: str) -> dict[str, Any]:
    return {
        "id": id_,
        "label": label,
        "alt_labels": [],
        "series": series,
        "stage": stage,
        "definition": f"{label}.",
    }


def _evidence(source: str, quote: str, **reports: str) -> dict[str, Any]:
    return {"source": source, "form": "body", "quote": quote, "reports": reports}


def _fact(
    id_: str, kind: str, text: str, date: str | None, *evidence: dict[str, Any], **more: Any
) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": kind,
        "text": text,
        "date": date,
        "date_basis": "explicit" if date else "none",
        "date_note": None,
        "status": "occurred",
        "said_by": [],
        "actors": [],
        "about": [],
        "places": ["port-sable"],
        "topics": ["bridge"],
        "quantity": None,
        "stance": None,
        "phrases": [],
        "evidence": list(evidence),
        "relations": [],
        **more,
    }


def _quantity(value: int, unit: str, measure: str, qualifier: str | None = None) -> dict[str, Any]:
    return {
        "value": value,
        "low": None,
        "high": None,
        "qualifier": qualifier,
        "unit": unit,
        "measure": measure,
    }


def _inferred(printed: str | None, anchor: str, on: str, rule: str) -> dict[str, Any]:
    derivation = {
        "printed": printed,
        "anchor": anchor,
        "anchored_on": on,
        "rule": rule,
        "count": None,
    }
    basis = "relative" if rule.startswith("weekday") else "inferred"
    return {
        "date_basis": basis,
        "date_derivation": derivation,
        "date_note": f"From {on}.",
    }


def _relation(type_: str, fact: str) -> dict[str, Any]:
    return {"type": type_, "fact": fact, "note": None}


_IN_PRINT = _inferred(None, "2024-03", f"publication of {HERALD}, itself inferred", "publication")

FACTS = [
    _fact(
        "bridge-announced",
        "event",
        "Mayor Ana Núñez announced that Port Sable would build a bridge over the marsh.",
        "2023-05-08",
        _evidence(GAZETTE, "Mayor Ana Núñez announced…marsh."),
        actors=["ana-nunez"],
        said_by=[],
        **_inferred("Monday", "2023-05-09", f"the dateline of {GAZETTE}", "weekday-before"),
    ),
    _fact(
        "nunez-only-way",
        "statement",
        "Núñez told the Harbour Council that there was no way but a bridge.",
        "2023-05-08",
        _evidence(GAZETTE, "“It is [the] only way…Council."),
        said_by=["ana-nunez"],
        said_to=["harbour-council"],
        phrases=["It is [the] only way"],
        relations=[_relation("part-of", "bridge-announced")],
        **_inferred("Monday", "2023-05-09", f"the dateline of {GAZETTE}", "weekday-before"),
    ),
    _fact(
        "cost-40-million",
        "figure",
        "The bridge was to cost 40 million crowns, by the estimate of the Harbour Council.",
        "2023-05-09",
        _evidence(GAZETTE, "The bridge is to cost…estimates."),
        status="planned",
        said_by=["harbour-council"],
        topics=["cost"],
        quantity=_quantity(40_000_000, "crowns", "bridge-cost-estimated"),
    ),
    _fact(
        "workers-300-promised",
        "figure",
        "Norland promised to send 300 workers for the bridge.",
        "2023-05-09",
        _evidence(GAZETTE, "Norland has promised…workers."),
        status="planned",
        actors=["norland"],
        topics=["workers"],
        quantity=_quantity(300, "workers", "norland-workers-pledged"),
    ),
    _fact(
        "braga-opposes-bridge-2023",
        "stance",
        "João Braga was against the bridge in May 2023.",
        "2023-05-09",
        _evidence(GAZETTE, "Councillor João Braga opposes the bridge."),
        stance={"holder": "joao-braga", "on": "bridge", "position": "opposes"},
        relations=[_relation("follows", "bridge-announced")],
    ),
    _fact(
        "ferry-ended",
        "event",
        "The old ferry of Port Sable stopped running.",
        None,
        _evidence(GAZETTE, "The old ferry no longer runs."),
        topics=["ferry"],
    ),
    _fact(
        "work-began-2024-03",
        "event",
        "Work on the bridge of Port Sable began in early March 2024.",
        "2024-03-04/2024-03-05",
        _evidence(HERALD, "Work on the bridge began…2024.", date="2024-03-04"),
        _evidence(TRIBUNE, "In Port Sable work…2024", date="2024-03-05"),
        relations=[_relation("follows", "bridge-announced")],
        **_inferred(
            None,
            "2024-03-04/2024-03-05",
            f"the beginning: 4 March 2024, in {HERALD}; 5 March 2024, in {TRIBUNE}",
            "both-reported",
        ),
    ),
    _fact(
        "workers-120-arrived",
        "figure",
        "About 120 workers from Norland had come to Port Sable by March 2024.",
        "2024-03",
        _evidence(HERALD, "Some 120 workers…arrived.", value="some 120"),
        _evidence(TRIBUNE, "with 120 workers of Norland", value="120"),
        actors=["norland"],
        topics=["workers"],
        quantity=_quantity(120, "workers", "norland-workers-arrived", "about"),
        **_IN_PRINT,
    ),
    _fact(
        "cost-55-million",
        "figure",
        "The cost of the bridge had grown to 55 million crowns, said the Harbour Council.",
        "2024-03",
        _evidence(HERALD, "The cost has risen…said."),
        status="planned",
        said_by=["harbour-council"],
        topics=["cost"],
        quantity=_quantity(55_000_000, "crowns", "bridge-cost-estimated"),
        relations=[_relation("supersedes", "cost-40-million")],
        **_IN_PRINT,
    ),
    _fact(
        "braga-accepts-bridge-2024-03",
        "stance",
        "João Braga would accept a bridge without tolls.",
        "2024-03",
        _evidence(HERALD, "Braga would accept…tolls."),
        stance={"holder": "joao-braga", "on": "bridge", "position": "conditional"},
        **_IN_PRINT,
    ),
    _fact(
        "bridge-to-open",
        "event",
        "The bridge was planned to open by the end of 2025.",
        "../2025",
        _evidence(HERALD, "The bridge is to open…2025."),
        status="planned",
    ),
    _fact(
        "braga-supports-bridge-2024-04",
        "stance",
        "João Braga had come round to the bridge by April 2024.",
        "2024-04",
        _evidence(TRIBUNE, "Councillor Braga now supports the bridge."),
        stance={"holder": "joao-braga", "on": "bridge", "position": "supports"},
        relations=[_relation("qualifies", "braga-accepts-bridge-2024-03")],
        **_inferred(None, "2024-04", f"publication of {TRIBUNE}", "publication"),
    ),
    _fact(
        "council-welcomes-workers",
        "statement",
        "The Harbour Council wrote to Norland that its workers were welcome.",
        "2024-04",
        _evidence(TRIBUNE, "“Norland’s workers are welcome…Norland."),
        said_by=["harbour-council"],
        said_to=["norland"],
        about=["norland"],
        topics=["workers"],
        phrases=["Norland’s workers are welcome"],
        **_inferred(None, "2024-04", f"publication of {TRIBUNE}", "publication"),
    ),
    _fact(
        "nunez-mayor",
        "role",
        "Ana Núñez is mayor of Port Sable, since about 2019.",
        "2019~/..",
        _evidence(TRIBUNE, "Ana Núñez has been mayor since about 2019."),
        status="ongoing",
        actors=["ana-nunez"],
        topics=["council"],
    ),
    _fact(
        "marsh-reserve",
        "condition",
        "The marsh beside Port Sable is protected as a reserve.",
        None,
        _evidence(TRIBUNE, "The marsh is a nature reserve."),
        status="ongoing",
        topics=["marsh"],
    ),
]


def parts() -> dict[str, Any]:
    """Return the store as an editor would write it, not yet derived."""
    return {
        "manifest": {
            "name": "bridge",
            "title": "The bridge of Port Sable",
            "version": "0.0.1",
            "licence": "CC0",
        },
        "sources": [
            _source(
                GAZETTE,
                "Town wants a bridge",
                "Sable Gazette",
                "2023-05-09",
                "explicit",
                "Port Sable, 9 May 2023.",
                "Read also…sailors",
            ),
            _source(HERALD, "Work on the marsh bridge", "Norland Herald", "2024-03", "inferred"),
            _source(TRIBUNE, "A month of work", "Sable Tribune", "2024-04", "inferred"),
        ],
        "entities": [
            _entity("ana-nunez", "person", "Ana Núñez", ["Mayor Núñez"], "Mayor of Port Sable."),
            _entity("joao-braga", "person", "João Braga", ["Braga"], "A councillor."),
            _entity(
                "harbour-council",
                "organization",
                "Harbour Council",
                ["HC", "the Council"],
                "The council of Port Sable.",
            ),
            _entity("norland", "country", "Norland", ["Kingdom of Norland"], "A country."),
            _entity("port-sable", "place", "Port Sable", [], "A town by a marsh."),
        ],
        "topics": [
            _topic("bridge", "The bridge", ["crossing"], None),
            _topic("cost", "Cost", ["price"], "bridge"),
            _topic("workers", "Workers", ["labour"], "bridge"),
            _topic("ferry", "Ferry", [], None),
            _topic("council", "The council's people", [], None),
            _topic("marsh", "Marsh", ["wetland"], None),
        ],
        "measures": [
            _measure(
                "bridge-cost-estimated", "Estimated cost of the bridge", "bridge-cost", "planned"
            ),
            _measure("norland-workers-pledged", "Workers pledged", "norland-workers", "pledged"),
            _measure("norland-workers-arrived", "Workers arrived", "norland-workers", "delivered"),
        ],
        "facts": FACTS,
    }


def build(directory: Path) -> None:
    """Write the derived store to `store` in a directory, and the articles to `articles`."""
    articles = directory / "articles"
    articles.mkdir()
    for file, text in ARTICLES.items():
        (articles / file).write_text(text, encoding="utf-8")
    store = deepcopy(parts())
    derive.derive(store, Articles(str(articles)))
    (directory / "store").mkdir()
    for name, part in store.items():
        (directory / "store" / f"{name}.json").write_text(derive.written(part), encoding="utf-8")
