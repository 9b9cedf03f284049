"""Rules of evidence: what verify refuses although a store can be read."""

import json
from typing import Any

import pytest
from conftest import Call, Harbour, write

from scripts import derive


def changed(harbour: Harbour, **fields: Any) -> dict[str, Any]:
    """Change the first fact of the store, write the store, and return the fact."""
    fact: dict[str, Any] = harbour.parts["facts"][0]
    fact.update(fields)
    derive.derive(harbour.parts, None)
    write(harbour.store, harbour.parts)
    return fact


def rules(mss: Call, harbour: Harbour, *more: str) -> tuple[int, list[str]]:
    """Return the exit status of verify and the rows that failed."""
    answer = mss("verify", "--store", str(harbour.store), *more)
    return answer.code, [line for line in answer.out.splitlines() if "\tfailed\t" in line]


def test_sound_store_keeps_the_rules(mss: Call, harbour: Harbour) -> None:
    answer = mss("verify", "--store", str(harbour.store))
    assert (answer.code, answer.out.splitlines()[1]) == (
        0,
        "rules\t\tok\tphrases, numbers, positions and disagreements rest on evidence",
    )


def test_number_belongs_on_a_figure(mss: Call, harbour: Harbour) -> None:
    quantity = {"value": 3, "low": None, "high": None, "qualifier": None, "unit": "boats"}
    fact = changed(harbour, quantity={**quantity, "measure": "boats"})
    assert fact["kind"] == "event"
    assert rules(mss, harbour) == (
        1,
        [
            "rules\tfacts 'harbour-opened'\tfailed\tquantity must be null for the kind 'event'; "
            "make a figure of it"
        ],
    )


@pytest.mark.parametrize("kind", ["qualifies", "contradicts"])
@pytest.mark.parametrize(
    ("note", "settled", "missing"),
    [(None, "A log.", ["note"]), ("Why.", None, ["settled_by"]), ("Why.", "A log.", [])],
)
def test_disagreement_says_what_it_is_about_and_what_settles_it(
    mss: Call,
    harbour: Harbour,
    kind: str,
    note: str | None,
    settled: str | None,
    missing: list[str],
) -> None:
    other = harbour.parts["facts"][1]["id"]
    changed(
        harbour,
        relations=[{"type": kind, "fact": other, "note": note, "settled_by": settled}],
    )
    assert rules(mss, harbour) == (
        1 if missing else 0,
        [
            f"rules\tfacts 'harbour-opened'\tfailed\t{kind} {other!r} must have a {field}: "
            "a disagreement is about something"
            for field in missing
        ],
    )


def test_invented_phrase_fails_with_the_articles(mss: Call, harbour: Harbour) -> None:
    harbour.parts["wording"] = []
    changed(harbour, phrases=["no peace to keep"])
    assert rules(mss, harbour, "--articles", str(harbour.articles)) == (
        1,
        [
            "article\tharbour.txt 'harbour-opened'\tfailed\tno cited passage contains the phrase "
            "'no peace to keep'"
        ],
    )


def test_phrase_stands_verbatim_in_a_passage(mss: Call, harbour: Harbour) -> None:
    """The letters count as they are printed, and a line break counts as a space."""
    text = (harbour.articles / "harbour.txt").read_text(encoding="utf-8")
    evidence = harbour.parts["facts"][0]["evidence"][0]
    passage = text[evidence["start"] : evidence["end"]]
    real = " ".join(passage.split()[:3])
    changed(harbour, phrases=[real])
    assert rules(mss, harbour, "--articles", str(harbour.articles)) == (0, [])
    changed(harbour, phrases=[real.swapcase()])
    code, failed = rules(mss, harbour, "--articles", str(harbour.articles))
    assert (code, len(failed)) == (1, 1)


def test_phrase_with_a_word_of_no_passage_fails_without_the_articles(
    mss: Call, harbour: Harbour
) -> None:
    fact = changed(harbour, phrases=["invented harbour"])
    harbour.parts["wording"] = [
        {"source": e["source"], "start": e["start"], "end": e["end"], "words": "harbour opened"}
        for e in fact["evidence"]
    ]
    write(harbour.store, harbour.parts)
    assert rules(mss, harbour) == (
        1,
        [
            "rules\tfacts 'harbour-opened'\tfailed\tno cited passage has the words of the phrase "
            "'invented harbour'"
        ],
    )


def test_only_a_representative_speaks_for_the_holder_of_a_stance(
    mss: Call, harbour: Harbour
) -> None:
    entities = harbour.parts["entities"]
    speaker, holder = entities[0]["id"], entities[1]["id"]
    topic = harbour.parts["topics"][0]["id"]
    stance = {"holder": holder, "on": topic, "position": "supports"}
    changed(harbour, kind="stance", stance=stance, said_by=[speaker])
    assert rules(mss, harbour) == (
        1,
        [
            f"rules\tfacts 'harbour-opened'\tfailed\tsaid_by {speaker!r}, who may not speak for "
            f"{holder!r} according to entities.json"
        ],
    )
    harbour.parts["entities"][0]["represents"] = [holder]
    changed(harbour)
    assert rules(mss, harbour) == (0, [])
    del harbour.parts["entities"][0]["represents"]
    changed(harbour, status="alleged")  # one says it of the other
    assert rules(mss, harbour) == (0, [])


@pytest.mark.parametrize("other", ["nobody", ""])
def test_represented_entity_must_exist_and_be_another(
    mss: Call, harbour: Harbour, other: str
) -> None:
    entity = harbour.parts["entities"][0]
    entity["represents"] = [other or entity["id"]]
    write(harbour.store, harbour.parts)
    answer = mss("facts", "--store", str(harbour.store))
    assert answer.code == 2
    assert answer.err == (
        f"mss: store {str(harbour.store)!r}: entities.json {entity['id']!r}: represents must name "
        f"other entities, not {other or entity['id']!r}\n"
    )


# --- corroboration ------------------------------------------------------------------------


CORROBORATIONS = [
    ({}, {}, ""),
    ({"status": "proposed"}, {}, "but one is proposed and the other occurred"),
    ({"date": "2024-09"}, {"date": "2024-11"}, "but their dates differ: 2024-09 and 2024-11"),
    ({"date": "2024-09"}, {"date": "2024-09-22"}, ""),
    ({"date": None, "date_basis": "none"}, {}, "but their dates differ: undated and 2024-05-03"),
]


@pytest.mark.parametrize("form", ["json", "ndjson", "index"])
@pytest.mark.parametrize(("own", "others", "why"), CORROBORATIONS)
def test_corroboration_needs_one_time_and_one_status(
    mss: Call, harbour: Harbour, form: str, own: dict[str, Any], others: dict[str, Any], why: str
) -> None:
    facts = harbour.parts["facts"]
    same = {"date": "2024-05-03", "date_basis": "explicit", "date_derivation": None}
    facts[1].update(same | {"status": "occurred"} | others)
    relation = {"type": "corroborates", "fact": facts[1]["id"], "note": None, "settled_by": None}
    changed(harbour, **same | {"status": "occurred", "relations": [relation]} | own)
    if form != "json":
        (harbour.store / "facts.json").unlink()
        lines = "".join(f"{json.dumps(fact)}\n" for fact in facts)
        (harbour.store / "facts.ndjson").write_text(lines, encoding="utf-8")
    call = ("index",) if form == "index" else ("verify",)
    answer = mss(*call, "--store", str(harbour.store))
    fault = f"corroborates {facts[1]['id']!r}, {why}"
    assert answer.code == ({"index": 2}.get(form, 1) if why else 0)
    assert (fault in answer.out + answer.err) == bool(why)
