"""The bundled store: valid, derived, complete, and in our own words."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from conftest import ARTICLES, ROOT, Call

from mss_cli.facts import kinds
from mss_cli.facts.derivations import explained, fault
from mss_cli.facts.model import ENTITY_FIELDS, FACT_FIELDS, SOURCE_FIELDS, TOPIC_FIELDS, Fact
from mss_cli.facts.voices import voice
from mss_cli.stores.directory import PARTS, bundled_directory, schema
from mss_cli.stores.loading import examine, load
from mss_cli.stores.proof import coverage
from mss_cli.stores.rules import broken_rules
from mss_cli.text import words

STORE = load()
have_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"no articles at {ARTICLES}")


def test_bundled_store_is_valid() -> None:
    problems, parts = examine(bundled_directory())
    assert problems == []
    assert parts is not None


@pytest.mark.parametrize("articles", [False, pytest.param(True, marks=have_articles)])
def test_derived_fields_are_up_to_date(articles: bool) -> None:
    args = ["--articles", str(ARTICLES)] if articles else []
    done = subprocess.run(
        [sys.executable, "scripts/derive.py", "--check", *args],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@have_articles
def test_every_span_and_digest_holds_against_the_articles(mss: Call) -> None:
    answer = mss("verify", "--articles", str(ARTICLES), "--json")
    assert answer.code == 0
    assert [(row["check"], row["result"]) for row in answer.json()] == [
        ("store", "ok"),
        ("rules", "ok"),
        ("coverage", "ok"),
        *[("article", "ok")] * 5,
    ]


@have_articles
def test_no_eight_words_in_a_row_come_from_an_article() -> None:
    known: set[tuple[str, ...]] = set()
    for path in ARTICLES.glob("*.txt"):
        every = words(path.read_text(encoding="utf-8"))
        known.update(tuple(every[i : i + 8]) for i in range(len(every) - 7))
    assert known
    texts = [*_texts(STORE.facts), *_texts(list(STORE.entities.values()))]
    for text in texts:
        every = words(text)
        shared = [every[i : i + 8] for i in range(len(every) - 7) if (*every[i : i + 8],) in known]
        assert not shared, text


def _texts(value: Any) -> list[str]:
    """Return every string in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def test_every_sentence_is_cited_or_labelled() -> None:
    found = list(coverage(STORE))
    assert [c.unaccounted for c in found] == [[]] * 5
    assert all(c.sentences == c.cited + sum(c.labelled.values()) for c in found)


def test_boilerplate_is_never_evidence() -> None:
    for fact in STORE.facts:
        for evidence in fact["evidence"]:
            for passage in STORE.sources[evidence["source"]]["passages"]:
                if passage["label"] == "boilerplate":
                    assert (
                        evidence["end"] <= passage["start"] or evidence["start"] >= passage["end"]
                    ), fact["id"]


def test_every_entity_and_topic_is_used() -> None:
    used = {
        i
        for fact in STORE.facts
        for field in ("said_by", "actors", "about", "places", "topics")
        for i in fact[field]
    }
    broader = {t["broader"] for t in STORE.topics.values()}
    assert set(STORE.entities) - used == set()
    assert set(STORE.topics) - used - broader == set()


def test_quoted_phrases_have_at_most_five_words() -> None:
    assert [p for f in STORE.facts for p in f["phrases"] if len(p.split()) > 5] == []


def test_relative_and_inferred_dates_have_a_note() -> None:
    for fact in STORE.facts:
        if fact["date_basis"] in ("relative", "inferred"):
            assert fact["date_note"], fact["id"]


def test_every_relative_or_inferred_date_has_a_derivation() -> None:
    for fact in STORE.facts:
        how = fact["date_derivation"]
        assert (how is None) == (fact["date_basis"] in ("explicit", "none")), fact["id"]
        if how is not None:
            assert explained(how)
            assert how["printed"] is None or len(how["printed"].split()) <= 5
            assert fault(fact["date"] or "", how) == "", fact["id"]


def test_planned_numbers_have_a_planned_status() -> None:
    planned = {600, 1000, 1900, 2500, 2_600_000_000}
    for fact in STORE.facts:
        if fact["quantity"] and fact["quantity"]["value"] in planned:
            assert fact["status"] in ("planned", "proposed"), fact["id"]


def test_every_text_names_a_year() -> None:
    assert [f["id"] for f in STORE.facts if not re.search(r"\b20[0-9]{2}\b", f["text"])] == []


def test_text_that_says_by_a_time_has_a_date_open_at_its_start() -> None:
    """`By November 2024 it had called` does not say that it called in November."""
    closed = [f["id"] for f in STORE.facts if re.match(r"By .* had ", f["text"])]
    assert closed
    assert [i for i in closed if STORE.facts_by_id[i]["date_start"]] == []


def test_plain_words_are_used_for_an_extension() -> None:
    assert [f["id"] for f in STORE.facts if "prolong" in json.dumps(f)] == []


@pytest.mark.parametrize(
    ("fact", "holder"),
    [
        ("ruto-open-transition-2024-09", "william-ruto"),
        ("kenya-open-transition-2024-09", "kenya"),
        ("kenya-ready-transition-2024-09", "kenya"),
        ("ruto-calls-support-office", "william-ruto"),
    ],
)
def test_what_ruto_says_of_himself_is_his_stance(fact: str, holder: str) -> None:
    stance = STORE.facts_by_id[fact]["stance"]
    assert stance is not None
    assert stance["holder"] == holder


def test_record_says_who_may_speak_for_whom() -> None:
    represented = {e["id"]: e["represents"] for e in STORE.entities.values() if "represents" in e}
    assert represented == {
        "antonio-guterres": ["united-nations"],
        "dmitry-polyansky": ["russia"],
        "geng-shuang": ["china"],
        "haitian-government": ["haiti"],
        "joe-biden": ["united-states"],
        "joseph-boinnet": ["kenya"],
        "marco-rubio": ["united-states"],
        "monica-juma": ["kenya"],
        "william-ruto": ["kenya"],
        "xi-jinping": ["china"],
    }


def test_store_keeps_the_rules_of_evidence() -> None:
    assert list(broken_rules(STORE)) == []


def test_no_fact_asserts_a_veto_or_a_resolution_number() -> None:
    for fact in STORE.facts:
        assert "vetoed" not in fact["text"].replace("'vetoed'", ""), fact["id"]
        assert "resolution 2" not in fact["text"].lower(), fact["id"]


def test_speech_keeps_both_reported_dates() -> None:
    fact = STORE.facts_by_id["ruto-no-problem-un-2024-09"]
    reported = {
        e["source"][:3]: e["reports"]["date"] for e in fact["evidence"] if e["reports"]["date"]
    }
    assert reported["000"] == "2024-09-21"
    assert reported["002"] == "2024-09-22"
    assert (fact["date_start"], fact["date_end"]) == ("2024-09-21", "2024-09-22")


SPEAKERS = [
    ("geng-no-peace-to-keep", ["geng-shuang"]),
    ("polyansky-not-appropriate", ["dmitry-polyansky"]),
    ("polyansky-role-of-peacekeepers", ["dmitry-polyansky"]),
    ("guterres-transition-after-progress", ["antonio-guterres"]),
    ("mss-underfunded-2025-08", []),
    ("displaced-over-700000", ["un-human-rights-expert"]),
]


@pytest.mark.parametrize(("fact", "speakers"), SPEAKERS)
def test_statement_has_its_speakers(fact: str, speakers: list[str]) -> None:
    assert STORE.facts_by_id[fact]["said_by"] == speakers


# --- schemas and tables say the same ------------------------------------------------------


@pytest.mark.parametrize("part", [*PARTS, "output"])
def test_every_schema_is_valid(part: str) -> None:
    import fastjsonschema

    draft = schema(part)
    assert draft["$schema"] == "http://json-schema.org/draft-07/schema#"
    if part != "output":
        fastjsonschema.compile(draft)


ENUMS = [
    ("kind", kinds.KINDS),
    ("status", kinds.STATUSES),
    ("date_basis", kinds.BASES),
]


@pytest.mark.parametrize(("field", "known"), ENUMS)
def test_schema_has_the_values_of_the_tables(field: str, known: Any) -> None:
    facts = schema("facts")["definitions"]
    assert facts["fact"]["properties"][field]["enum"] == list(known)


def test_schema_has_the_values_of_the_other_tables() -> None:
    facts = schema("facts")["definitions"]
    assert facts["evidence"]["properties"]["form"]["enum"] == list(kinds.FORMS)
    assert facts["relation"]["properties"]["type"]["enum"] == list(kinds.RELATIONS)
    assert facts["stance"]["properties"]["position"]["enum"] == list(kinds.POSITIONS)
    entity = schema("entities")["definitions"]["entity"]
    assert entity["properties"]["kind"]["enum"] == list(kinds.ENTITY_KINDS)


RECORDS = [
    ("facts", "fact", FACT_FIELDS),
    ("sources", "source", SOURCE_FIELDS),
    ("entities", "entity", ENTITY_FIELDS),
    ("topics", "topic", TOPIC_FIELDS),
]


@pytest.mark.parametrize(("part", "record", "fields"), RECORDS)
def test_records_have_the_fields_of_the_model_in_order(
    part: str, record: str, fields: tuple[str, ...]
) -> None:
    definition = schema(part)["definitions"][record]
    optional = tuple(name for name in definition["properties"] if name not in fields)
    known = {"entities": ("represents", "gender"), "sources": ("byline",)}
    assert optional == known.get(part, ())
    assert tuple(definition["properties"]) == fields + optional
    assert tuple(definition["required"]) == fields
    data = json.loads((ROOT / "data" / f"{part}.json").read_text(encoding="utf-8"))
    for each in data:
        assert tuple(each) == fields + tuple(name for name in optional if name in each)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_is_used_and_its_columns_exist(kind: str) -> None:
    from mss_cli.output.columns import COLUMNS

    assert set(kinds.KINDS[kind].columns) <= set(COLUMNS)
    assert any(fact["kind"] == kind for fact in STORE.facts)


def test_year_in_an_id_is_a_year_of_the_fact() -> None:
    def years(fact: Fact) -> set[str]:
        return {part for part in fact["id"].split("-") if part.startswith("20") and len(part) == 4}

    for fact in STORE.facts:
        for year in years(fact):
            told = f"{fact['text']} {fact['date']} {fact['date_note']}"
            assert year in told, fact["id"]


def test_json_has_all_facts_with_evidence(mss: Call) -> None:
    facts = mss("facts", "--json", "--limit", "0").json()
    assert len(facts) >= 150
    assert all(tuple(fact) == FACT_FIELDS for fact in facts)
    wanted = {"source", "start", "end", "sha256"}
    assert all(wanted <= set(e) for fact in facts for e in fact["evidence"])


def test_known_by_drops_later_sources_and_relations(mss: Call) -> None:
    known = mss("facts", "--known-by", "2024-09-28", "--json").json()
    assert {s[:3] for fact in known for s in fact["sources"]} == {"000", "002"}
    assert {e["source"][:3] for fact in known for e in fact["evidence"]} == {"000", "002"}
    ids = {fact["id"] for fact in known}
    assert {i for fact in known for i in fact["superseded_by"]} <= ids
    vote = next(fact for fact in known if fact["id"] == "vote-scheduled-2024-09-30")
    assert (vote["status"], vote["superseded_by"]) == ("planned", [])


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_can_be_listed(mss: Call, kind: str) -> None:
    facts = mss("facts", "--kind", kind, "--json").json()
    assert {fact["kind"] for fact in facts} == {kind}
    assert mss("facts", "--kind", kind, "--format", "table").code == 0


def test_country_hints_at_its_representatives(mss: Call) -> None:
    assert mss("facts", "--by", "china").err.splitlines()[0] == (
        "for those who speak for 'China', use --by geng-shuang"
    )
    assert "also speaks for China: mss who geng-shuang\n" in mss("who", "china").err
    assert mss("who", "un").err.splitlines()[1:] == [  # ambassadors speak for their countries
        "12 facts",
        "also speaks for United Nations: mss who antonio-guterres",
    ]
    involved = mss("facts", "--who", "china", "--kind", "statement", "--json").json()
    assert "geng-no-peace-to-keep" in [fact["id"] for fact in involved]


def test_known_by_dates_the_visit_from_known_sources(mss: Call) -> None:
    known = {f["id"]: f for f in mss("facts", "--known-by", "2024-09-24", "--json").json()}
    visit = known["ruto-visits-haiti-2024-09"]
    assert (visit["date"], visit["date_precision"]) == ("2024-09-21", "day")
    assert visit["date_note"] == "Dated from 000_b366583df173b4b8.txt alone."
    leads = known["kenya-leads-mss"]
    assert (leads["date_start"], leads["date_end"]) == ("2024-09-01", "2024-09-30")
    assert all("2025" not in json.dumps(fact) for fact in known.values())


UNDERSTOOD = [
    ("ruto", "william-ruto", "ruto → William Ruto (also called 'Ruto')"),
    ("rutto", "william-ruto", "rutto → William Ruto (nearest spelling: 'Ruto')"),
    ("guteres", "antonio-guterres", "guteres → António Guterres (nearest spelling: 'Guterres')"),
    ("polyanskiy", "dmitry-polyansky", "polyanskiy → Dmitry Polyansky (also called 'Polyanskiy')"),
    ("moise", "jovenel-moise", "moise → Jovenel Moïse (also called 'Moïse')"),
    ("HNP", "haitian-national-police", "HNP → Haitian National Police (also called 'HNP')"),
    ("kenya", "kenya", ""),
]


@pytest.mark.parametrize(("typed", "entity", "said"), UNDERSTOOD)
def test_who_explains_how_it_read_a_name(mss: Call, typed: str, entity: str, said: str) -> None:
    answer = mss("who", typed, "--json")
    assert answer.code == 0
    assert answer.json()["entity"]["id"] == entity
    first = answer.err.splitlines()[0]
    assert first == said if said else first.endswith(" facts")


@have_articles
def test_every_fact_can_be_shown_in_context(mss: Call) -> None:
    for fact in mss("facts", "--json").json():
        answer = mss("show", fact["id"], "--articles", str(ARTICLES), "--json")
        assert answer.code == 0
        assert all(c["passage"] for c in answer.json()["contexts"])


SAID = [
    ("geng-no-peace-to-keep", "person"),
    ("us-agrees-support-office-2025-08", "person"),
    ("china-russia-ask-no-plan-2024-09", "institution"),
    ("haitian-gov-grateful", "institution"),
    ("guterres-backs-support-office", "position"),
    ("hope-un-operation-stability", "position"),
    ("mss-underfunded-2025-08", "article"),
    ("vote-unanimous-2024-09-30", "article"),
]


@pytest.mark.parametrize(("fact", "whose"), SAID)
def test_voice_is_person_institution_position_or_article(fact: str, whose: str) -> None:
    store = load()
    assert voice(store.entities, store.facts_by_id[fact]) == whose


def test_proposal_comes_before_it_is_given_up(mss: Call) -> None:
    listed = [fact["id"] for fact in mss("events", "--on", "2024-09", "--json").json()]
    story = (
        "us-ecuador-call-un-planning",
        "us-proposes-un-mission-2024-09",
        "us-ecuador-lack-support",
        "us-drops-un-plan-2024-09",
    )
    places = [listed.index(name) for name in story]
    assert max(places[:3]) < places[3]
    backwards = [f["id"] for f in mss("events", "--on", "2024-09", "--reverse", "--json").json()]
    assert backwards == listed[::-1]
