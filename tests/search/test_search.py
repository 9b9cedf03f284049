"""Search: what a query means, what carries it, what is found first, and how it is said."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Call, Harbour, write
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval
from mss_cli.query.filters import involved
from mss_cli.query.query import Query
from mss_cli.search import Found, parse_query, search
from mss_cli.search import explanations as reasons
from mss_cli.search import ranking as rank
from mss_cli.search.collection import Scanned
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import find, nearness, periods, tokens
from mss_cli.search.documents import Reader
from mss_cli.search.english import answer_type
from mss_cli.search.lexicon import Lexicon, stem_prefix
from mss_cli.search.question import query_words, read
from mss_cli.search.ranking import Scored
from mss_cli.search.spelling import Vocabulary, is_common, is_english, is_proper, sound
from mss_cli.stores.loading import load
from mss_cli.text import words, words_of

STORE = load()
TODAY = "2025-09-01"
QUERIES = Path(__file__).parents[2] / "benchmarks" / "search"


def answer(query: str) -> Found:
    return search(STORE, Query(), parse_query(query), TODAY)


def reader(*asked: str) -> Reader:
    return Reader(STORE, Scanned(STORE, STORE.facts), asked)


def found(query: str) -> list[str]:
    return [hit.fact["id"] for hit in answer(query).hits]


# --- operators ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "text", "phrases", "excluded", "filters"),
    [
        ("kenya police", "kenya police", (), (), {}),
        ('"cash crunch" kenya', "kenya", ("cash crunch",), (), {}),
        ("“cash crunch” «no peace»", "", ("cash crunch", "no peace"), (), {}),
        ("kenya -haiti", "kenya", (), ("haiti",), {}),
        ('kenya -"support office"', "kenya", (), ("support office",), {}),
        ("port-au-prince", "port-au-prince", (), (), {}),
        ("kind:figure KIND:event x", "x", (), (), {"kind": ("figure", "event")}),
        ('who:"security council"', "", (), (), {"who": ("security council",)}),
        ("since:2024-06 until:2024-07", "", (), (), {"since": ("2024-06",), "until": ("2024-07",)}),
        ("16:30 http://x", "16:30 http://x", (), (), {}),
        ('"no peace" "no peace" -x -x', "", ("no peace",), ("x",), {}),
        ('an "open quote', "an open quote", (), (), {}),
        ('-- "" - kenya', "-- - kenya", (), (), {}),
    ],
)
def test_operators_are_taken_out_of_a_query(
    query: str,
    text: str,
    phrases: tuple[str, ...],
    excluded: tuple[str, ...],
    filters: dict[str, tuple[str, ...]],
) -> None:
    assert parse_query(query) == (text, phrases, excluded, filters)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "kind: figure",
            "the query: there is no value after 'kind:'; give a value, e.g. kind:figure",
        ),
        ('who:"" x', "the query: there is no value after 'who:'; give a value, e.g. who:ruto"),
        (
            "x -kind:figure",
            "the query: '-kind:figure' cannot exclude a filter; "
            "put a minus sign before a word or a phrase, e.g. -haiti",
        ),
        ("since:2024 since:2025", "the query: since: is given twice; use it once"),
        (
            "kind:figur",
            "kind: unknown value 'figur'; use one of event, figure, statement, stance, role, "
            "mandate, condition, relation",
        ),
        (
            "kind:bogus",
            "kind: unknown value 'bogus'; use one of event, figure, statement, "
            "stance, role, mandate, condition, relation",
        ),
        (
            "31 june 2024",
            "the query: '31 june' is not a date: June has 30 days; give a day of that month",
        ),
        (
            "feb 30",
            "the query: 'feb 30' is not a date: February has 29 days; give a day of that month",
        ),
        (
            "2024-13",
            "the query: '2024-13' is not a date: months run from 01 to 12; write YYYY, YYYY-MM, "
            "YYYY-MM-DD, YYYY-Qn, YYYY-Wnn, A..B, 'june 2024', '30 june 2024', 'today' or "
            "'last month'",
        ),
        (
            "02/10/2024",
            "the query: '02/10/2024' is ambiguous: 2 October 2024 or 10 February 2024; "
            "write 2024-10-02 or 2024-02-10",
        ),
        (
            "vote 30.9.24",
            "the query: '30.9.24' is not a date: the year needs four digits; write YYYY, YYYY-MM, "
            "YYYY-MM-DD, YYYY-Qn, YYYY-Wnn, A..B, 'june 2024', '30 june 2024', 'today' or "
            "'last month'",
        ),
        (
            "between 2025 and 2024",
            "the query: the period starts (2025-01-01) after it ends (2024-12-31); "
            "give an earlier start or a later end",
        ),
        ("kenya " * 101, "the query: 101 words are too many; give at most 100"),
        (",".join(["kenya"] * 101), "the query: 101 words are too many; give at most 100"),
        ("", "the query has no words; give a word, e.g. mss search funding"),
        ("?!", "the query has no words; give a word, e.g. mss search funding"),
    ],
)
def test_an_operator_that_cannot_be_used_is_one_line(mss: Call, query: str, said: str) -> None:
    assert mss("search", query) == (2, "", f"mss: {said}\n")


def test_a_word_with_a_minus_outside_the_query_is_told_how_to_write_it(mss: Call) -> None:
    done = mss("search", "kenya", "-haiti")
    assert (done.code, done.out) == (2, "")
    assert done.err == "mss: search has no option -haiti; try: mss search 'kenya -haiti'\n"


# --- dates in a query ---------------------------------------------------------------------

DATES = {
    "what happened in july 2024": ["2024-07-01/2024-07-31"],
    "2 october 2024": ["2024-10-02/2024-10-02"],
    "june 21st 2024": ["2024-06-21/2024-06-21"],
    "21 of june": ["2023-06-21/2023-06-21", "2024-06-21/2024-06-21"],
    "29 feb": ["2024-02-29/2024-02-29"],
    "2024-q3 and q4 2024": ["2024-07-01/2024-09-30", "2024-10-01/2024-12-31"],
    "2024-09-21 kenya": ["2024-09-21/2024-09-21"],
    "2024-09": ["2024-09-01/2024-09-30"],
    "early 2024": ["2024-01-01/2024-04-30"],
    "late september 2024": ["2024-09-21/2024-09-30"],
    "mid june 2024": ["2024-06-11/2024-06-20"],
    "between june and august 2024": ["2024-06-01/2024-08-31"],
    "from june to 2 july 2024": ["2024-06-01/2024-07-02"],
    "since september 2024": ["2024-09-01/.."],
    "after july 2024": ["2024-08-01/.."],
    "before 2024": ["../2023-12-31"],
    "until june 2024": ["../2024-06-30"],
    "last month": ["2025-08-01/2025-08-31"],
    "today": ["2025-09-01/2025-09-01"],
    "in may 2024": ["2024-05-01/2024-05-31"],
    "may the council vote": [],
    "march on the capital": [],
    "1000 officers 1900 troops": [],
    "after dec 31": ["2024-01-01/.."],
    "until october": ["../2024-10-31"],
    "99 problems": [],
    "guterres 2025/02/24": ["2025-02-24/2025-02-24"],
    "guterres 24-02-2025": ["2025-02-24/2025-02-24"],
    "guterres 2025-2-24": ["2025-02-24/2025-02-24"],
    "guterres 2025.02.24": ["2025-02-24/2025-02-24"],
    "vote 13/09/2024": ["2024-09-13/2024-09-13"],
    "vote 09/13/2024": ["2024-09-13/2024-09-13"],
    "2024/9 vote": ["2024-09-01/2024-09-30"],
    "2024-09..2024-11 vote": ["2024-09-01/2024-11-30"],
    "2024-09-21/2024-09-22 visit": ["2024-09-21/2024-09-22"],
    "september 2024 - november 2024": ["2024-09-01/2024-11-30"],
    "2024–2025": ["2024-01-01/2025-12-31"],
    "2024-09.. vote": ["2024-09-01/.."],
    "vote ..2024-09": ["../2024-09-30"],
    "vote 2024-w40": ["2024-09-30/2024-10-06"],
    "kenya week 40 2024": ["2024-09-30/2024-10-06"],
    "not before october 2024": ["2024-10-01/.."],
    "not after october 2024": ["../2024-10-31"],
    "not until october 2024": ["2024-10-01/.."],
    "no earlier than october 2024": ["2024-10-01/.."],
    "not later than october 2024": ["../2024-10-31"],
    "2.5 million and 2000.5": [],
    "s/res/2699 and 10.10.10.10 and v1.2.24": [],
    "7-4 vote": [],
}


@pytest.mark.parametrize("query", DATES)
def test_dates_are_read_where_they_stand(query: str) -> None:
    meant = [
        f"{period.start or '..'}/{period.end or '..'}"
        for dated in find(tokens(query), TODAY, range(2023, 2025))
        for period in periods(dated)
    ]
    assert meant == DATES[query]


def test_negation_before_a_date_is_said_and_the_date_left_out(mss: Call) -> None:
    done = mss("search", "no vote before october 2024", "--fields", "id")
    assert done.code == 0
    assert done.err.splitlines()[0] == (
        "'before october 2024' is left out: its negation is not understood"
    )
    assert done.out.split() == mss("search", "no vote", "--fields", "id").out.split()


def test_a_date_fits_a_period_by_the_share_of_its_days() -> None:
    june = Interval("2024-06-01", "2024-06-30")
    assert nearness(june, Interval("2024-01-01", "2024-12-31")) == 1
    assert nearness(june, Interval("2024-06-16", None)) == 0.5
    assert nearness(june, Interval("2024-06-30", "2024-07-31")) == 0.2
    assert nearness(june, Interval("2024-07-01", None)) == 0
    assert nearness(Interval(None, "2024-06-30"), june) == 0.2


def test_a_date_narrows_and_that_is_said(mss: Call) -> None:
    done = mss("search", "what happened in july 2024", "--json", "--limit", "0")
    assert done.err.splitlines()[0] == "july 2024 → only dates 2024-07-01 to 2024-07-31"
    facts = done.json()
    assert facts
    assert all(f["date_start"] is None or f["date_start"] <= "2024-07-31" for f in facts)
    assert all(f["date_end"] is None or f["date_end"] >= "2024-07-01" for f in facts)


def test_an_event_bounds_a_period(mss: Call) -> None:
    done = mss("search", "what did kenya say since the vote in september", "--json")
    assert done.err.splitlines()[0] == (
        "since the vote in september (vote-unanimous-2024-09-30) → only dates from 2024-09-30 on"
    )
    assert all((f["date_end"] or "9") >= "2024-09-30" for f in done.json())


@pytest.mark.parametrize(
    "query", ["kenya before the vote should", "kenya before a vote", "kenya after nine months"]
)
def test_what_names_no_event_bounds_no_period(query: str) -> None:
    assert [note for note in answer(query).notes if "only dates" in note] == []


def test_a_day_without_a_year_is_one_that_the_store_has() -> None:
    assert found("oct 2")[0] == "mandate-expires-2024-10-02"
    assert answer("oct 2").notes == ("oct 2 → only dates 2024-10-02",)


def test_a_date_that_no_answer_has_is_named(mss: Call) -> None:
    done = mss("search", "displaced people 2019")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "2019 → only dates 2019-01-01 to 2019-12-31",
        "nothing in the store answers 'displaced people 2019': 13 facts without the date",
    ]


# --- numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "fact"),
    [
        ("1,900 troops", "troops-1900-pledged"),
        ("1900 troops", "troops-1900-pledged"),
        ("$2.6bn", "roadmap-2-6-billion"),
        ("2.6 billion", "roadmap-2-6-billion"),
        ("700k displaced", "displaced-over-700000"),
        ("seven countries petition", "petition-7-countries"),
        ("24 jamaicans", "jamaican-personnel-24"),
        ("three year roadmap", "roadmap-3-years"),
        ("1000 officers", "kenyan-officers-1000-planned"),
    ],
)
def test_a_number_is_found_however_it_is_written(query: str, fact: str) -> None:
    assert fact in found(query)[:3]


@pytest.mark.parametrize(
    "query", ["5000 officers", "601 police", "2,000 officers", "2601 billion", "19000 troops"]
)
def test_a_number_that_no_fact_has_is_not_found(query: str) -> None:
    assert found(query) == []
    assert answer(query).notes[0].startswith("no fact contains '")


# --- words, names, topics -----------------------------------------------------------------

FIRST = [
    ("unanimous vote", "vote-unanimous-2024-09-30"),
    ("Moise assassination", "moise-assassinated-2021-07"),
    ("displaced people", "displaced-over-700000"),
    ("no peace to keep", "geng-no-peace-to-keep"),
    ("rubio phone call", "ruto-rubio-call-2025-08-19"),
    ("dual track strategy", "guterres-dual-track"),
    ("belize officers", "belizean-officers-2"),
    ("peace keeping not for urban crime", "polyansky-role-of-peacekeepers"),
    ("who is monica juma", "juma-security-advisor"),
    ("voluntry contribtions", "draft-urges-contributions"),
]


@pytest.mark.parametrize(("query", "fact"), FIRST)
def test_the_best_answer_is_among_the_first_three(query: str, fact: str) -> None:
    assert fact in found(query)[:3]


def test_an_acronym_finds_what_is_tagged_with_its_entity() -> None:
    hits = answer("HNP").hits
    direct = [hit for hit in hits if "haitian-national-police" in involved(hit.fact)]
    assert len(direct) >= 5
    assert hits[: len(direct) // 2] == direct[: len(direct) // 2]
    assert hits[0].why[0].startswith("'hnp' as 'Haitian National Police': ")


def test_us_is_a_country_unless_it_is_those_who_ask() -> None:
    asked = reader("us", "tell", "lobbied")
    assert read(asked, parse_query("us lobbied"), TODAY).concepts[0].typed == "us"
    told = read(asked, parse_query("tell us"), TODAY).concepts
    assert [c for c in told if c.typed == "us"] == []


def test_case_accents_and_word_forms_do_not_matter() -> None:
    assert found("MOISE") == found("Moïse")
    assert found("delay") == found("delays")
    assert found("troop") == found("troops")


MISSPELT = [
    ("depolyment", "depolyment → deployment (no fact contains 'depolyment')"),
    ("roadmapp", "roadmapp → roadmap (no fact contains 'roadmapp')"),
    ("guteres", "guteres → guterres (no fact contains 'guteres')"),
    ("policeofficers", "policeofficers → police officers (no fact contains 'policeofficers')"),
    ("guter", "guter → guterres (no fact contains 'guter')"),
    ("beleeze", "beleeze → belize (no fact contains 'beleeze')"),
    ("connile", "connile → conille (no fact contains 'connile')"),
]


@pytest.mark.parametrize(("typed", "note"), MISSPELT)
def test_a_misspelt_word_is_corrected_and_said(typed: str, note: str) -> None:
    done = answer(typed)
    assert done.notes == (note,)
    assert done.hits


@pytest.mark.parametrize("query", ["events in september 2024", "list all events of september 2024"])
def test_events_are_no_content(query: str) -> None:
    assert len(answer(query).hits) > 100
    assert [note for note in answer(query).notes if "contains" in note] == []


def test_filters_that_leave_out_every_answer_are_named(mss: Call) -> None:
    assert mss("search", "belize", "--kind", "stance") == (
        0,
        "",
        "no fact answers 'belize' with --kind stance; without filters, 8 do\n",
    )
    assert mss("search", "norway", "--kind", "stance").err.splitlines()[-1] == (
        "nothing in the store answers 'norway'"
    )


@pytest.mark.parametrize(("typed", "note"), MISSPELT)
def test_a_large_vocabulary_gives_the_same_corrections(
    typed: str, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.search.spelling.MANY", 0)
    assert answer(typed).notes == (note,)


def test_a_date_without_a_year_is_looked_for_in_the_latest_years(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert answer("kenya september").notes == ("september → only dates 2024-09-01 to 2024-09-30",)
    monkeypatch.setattr("mss_cli.limits.MAX_YEARS", 1)
    assert answer("kenya september").notes == ("september → only dates 2025-09-01 to 2025-09-30",)


def test_a_query_that_is_a_name_is_read_as_who_reads_it() -> None:
    done = answer("W. Ruto")
    assert done.notes == ("W. Ruto → William Ruto (the start of a word in 'William Ruto')",)
    assert "william-ruto" in involved(done.hits[0].fact)


@pytest.mark.parametrize("word", ["hold", "the", "prison", "quickly"])
def test_an_english_word_is_no_slip(word: str) -> None:
    assert is_english(word)
    assert is_common(word) == (word in ("hold", "the", "quickly"))
    assert not is_proper(word)


def test_only_what_may_be_a_slip_is_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = Vocabulary(STORE, Scanned(STORE, []))
    assert vocabulary.correct("fundng") == (("funding",), "spelling")
    assert vocabulary.correct("coast") is None  # English, though one letter from `cost`
    monkeypatch.setattr(Vocabulary, "_starting", lambda *_: pytest.fail("compared"))
    assert vocabulary.correct("x" * 41) is None


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("josef", "joseph", True),
        ("corvain", "corvane", True),
        ("katherine", "catarina", True),
        ("juma", "jama", True),
        ("ruto", "rubio", False),
        ("boinet", "monet", False),
    ],
)
def test_names_sound_alike_by_their_consonants(one: str, other: str, alike: bool) -> None:
    assert (sound(one) == sound(other)) is alike


def test_a_word_with_the_sound_of_two_names_is_neither(mss: Call, harbour: Harbour) -> None:
    harbour.parts["entities"][0]["name"] = "Ana Belleza"
    harbour.parts["entities"][1]["name"] = "Bolloza"
    store = str(write(harbour.store, harbour.parts))
    assert mss("search", "beleze", "--store", store).err.splitlines()[0] == (
        "no fact contains 'beleze'"
    )


def test_more_than_a_number_is_not_that_number(mss: Call) -> None:
    done = mss("search", "more than 500000 displaced", "--fields", "id", "--limit", "1")
    assert done.out == "displaced-over-700000\n"


def test_a_plan_that_is_asked_for_comes_first(mss: Call) -> None:
    store = ("--store", str(ROOT / "benchmarks" / "port" / "store"))
    done = mss("search", "did Dunscar intend to grow", "--fields", "id", "--limit", "1", *store)
    assert done.out == "dunscar-second-berth\n"


def test_an_article_parts_a_label(mss: Call) -> None:
    done = mss("search", "does china support the mission", "--explain", "--limit", "1")
    assert "what happens: 'support'" in done.err.splitlines()


def test_a_label_is_not_cut_to_one_of_its_words() -> None:
    stems = Lexicon(STORE, []).stems
    assert (stems("in the red"), stems("the mission")) == ((), ("mission",))
    assert stems("Organization of American States") == ("organiz", "american", "state")


def test_a_part_of_a_month_is_a_date_and_no_word() -> None:
    late = reader("late")
    assert (late.terms("late deployment"), late.terms("by late September")) == (["late"], [])


def test_proper_names_and_nonsense_are_told_apart() -> None:
    assert (is_proper("norway"), is_english("norway")) == (True, False)
    assert not any(test("zzzz") or test("") for test in (is_proper, is_english, is_common))


def test_a_word_begins_as_its_stem_does() -> None:
    stem = Lexicon(STORE, []).stem
    every = (*STORE.entity_names, *STORE.topic_names, *STORE.measure_names)
    labels = itertools.chain.from_iterable((*n.names, *n.hidden) for n in every)
    told = {w for text in (*labels, *STORE.wording.values()) for w in words(text)}
    assert [word for word in told if not word.startswith(stem_prefix(stem(word)))] == []


# --- what carries a query -----------------------------------------------------------------

NOTHING = [
    "middleton",
    "zzzz",
    "Norway",
    "bank robbery nyalenda",
    "machete attack machakos",
    "pregnant teenager",
    "gachagua impeachment",
    "1999",
    "bangladesh contingent",
    "martine moise",
    "cholera outbreak",
    "haiti earthquake",
    "kenya fuel prices",
    "successor of conille",
    "women officers in the mission",
    "arms embargo on Haiti",
]


@pytest.mark.parametrize("query", NOTHING)
def test_what_is_not_in_the_store_is_not_found(mss: Call, query: str) -> None:
    done = mss("search", query, "--json")
    assert (done.code, done.out) == (0, "[]\n")
    assert done.err.splitlines()[-1].startswith(f"nothing in the store answers '{query}'")


def test_what_is_missing_is_named(mss: Call) -> None:
    done = mss("search", "norway gangs")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "no fact contains 'norway'",
        "nothing in the store answers 'norway gangs': 'gangs' is in 39 facts, 'norway' in none",
    ]


def test_a_query_of_common_words_says_so(mss: Call) -> None:
    done = mss("search", "who is the")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "nothing in the store answers 'who is the': it contains only very common words\n"
    )


# --- order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["mandate expiry", "kenya un peacekeeping", "us plan", "extension vote", "haiti"]
)
def test_superseding_fact_comes_first(query: str) -> None:
    order = found(query)
    place = {fact: number for number, fact in enumerate(order)}
    for hit in answer(query).hits:
        for later in hit.fact["superseded_by"]:
            if later in place:
                assert place[later] < place[hit.fact["id"]]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("how many officers", "a number"),
        ("who supports a UN force", "a position"),
        ("does kenya want a UN force", "a position"),
        ("who is juma", "who somebody is"),
        ("who was killed", "who somebody is"),
        ("what did geng say", "what was said"),
        ("when does the mandate end", "a date"),
        ("why so late", "a reason"),
        ("where did they meet", "a place"),
        ("whom did he call", "who it was"),
        ("what happened", "what happened"),
        ("did the council vote", "whether it is so"),
        ("kenya police", None),
        ("whole show", None),
    ],
)
def test_the_sort_of_answer_is_read_from_the_question(query: str, name: str | None) -> None:
    wanted = answer_type(query)
    assert (wanted.name if wanted else None) == name


def test_the_kind_that_is_asked_for_comes_first() -> None:
    assert answer("how many officers did kenya pledge").hits[0].fact["kind"] == "figure"
    assert answer("who is geng").hits[0].fact["kind"] == "role"


def test_what_says_nearly_the_same_gives_way() -> None:
    alike = ("kenya-open-transition-2024-09", "ruto-no-problem-un-2024-09")
    facts = [STORE.facts_by_id[name] for name in (*alike, "guterres-dual-track")]
    found = {f["id"]: Scored(f, 10.0 - place, 1.0) for place, f in enumerate(facts)}
    rank._penalise_duplicates(Reader(STORE, Scanned(STORE, facts), ["kenya"]), found)
    assert [one.score for one in found.values()] == [10.0, pytest.approx(9 * 0.8), 8.0]


def test_giving_way_changes_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    before = found("kenya open to a un peacekeeping operation")
    monkeypatch.setattr(rank, "REPEATED", 0.01)
    assert found("kenya open to a un peacekeeping operation") != before


def test_what_is_related_comes_after_what_answers() -> None:
    first, *others = answer("oas").hits
    assert first.fact["id"] == "oas-supports-un-mission"
    assert others
    said = ("related to oas-supports-un-mission: they share a relation or a passage",)
    assert {hit.why for hit in others} == {said}


def test_scores_and_reasons_are_of_the_shown(mss: Call) -> None:
    done = mss("search", "funding of the mission", "--json")
    facts = done.json()
    assert len(facts) == 20
    assert all(fact["why"] and fact["score"] > 0 for fact in facts)
    assert done.err.splitlines()[-1].startswith("20 of ")


def test_filters_sort_and_limit(mss: Call) -> None:
    some = mss("search", "funding", "--source", "004", "--json").json()
    assert some
    assert all("004_8cec4203320b9d43.txt" in fact["sources"] for fact in some)
    by_date = mss("search", "haiti", "--sort", "date", "--limit", "0", "--json").json()
    starts = [fact["date_start"] or fact["date_end"] or "9999" for fact in by_date]
    assert starts == sorted(starts)
    assert all(fact["why"] for fact in by_date)
    backwards = mss("search", "funding", "--reverse", "--json", "--limit", "0").json()
    forwards = mss("search", "funding", "--json", "--limit", "0").json()
    assert [f["id"] for f in backwards] == [f["id"] for f in forwards][::-1]


def test_prefixes_are_the_filters(mss: Call) -> None:
    prefixed = mss("search", "kind:figure kenya", "--json")
    assert prefixed.err.splitlines()[0] == "only kind:figure"
    assert prefixed.out == mss("search", "kenya", "--kind", "figure", "--json").out
    alone = mss("search", "kind:role", "--json", "--limit", "0")
    assert {fact["kind"] for fact in alone.json()} == {"role"}


def test_words_of_asking_beside_a_filter_leave_the_filter(mss: Call) -> None:
    said = mss("search", "who:ruto said", "--json", "--limit", "0")
    assert [f["id"] for f in said.json()] == [
        f["id"] for f in mss("facts", "--who", "ruto", "--json").json()
    ]


def test_an_office_is_no_officer(mss: Call) -> None:
    kept = mss("search", "guterres -officers", "--json", "--limit", "0").json()
    assert [fact["id"] for fact in kept if "office" in fact["text"]]
    (first, *_) = mss("search", "1,000 officers", "--json").json()
    assert {first["text"][m["start"] : m["end"]] for m in first["matches"]} <= {
        "1,000",
        "officers",
        "police officers",
        "Kenyan police officers",
        "Kenyan police",
        "contingent",
    }


def test_a_long_word_is_no_slip(mss: Call) -> None:
    assert mss("search", "a" * 1_000).code == 0


def test_a_label_of_several_words_is_not_said_to_stand_where_one_does() -> None:
    index = reader("deployment", "delayed")
    concept = Concept("deployment delayed", (("deploy", 0.25), ("#deployment-delay", 1.0)))
    said = reasons._reason(index, concept, "deploy", "text", "Kenya's deployment of June.")
    assert said == "'deployment': in its text"
    said = reasons._reason(index, concept, "#deployment-delay", "topics", "")
    assert said == "'deployment delayed' as 'Deployment delay': its topic"


@pytest.mark.parametrize("word", ["hi", "AI", "Xi", "i.e.", "pie"])
def test_short_words_are_found(mss: Call, harbour: Harbour, word: str) -> None:
    harbour.parts["facts"][0]["text"] = f"Ana Núñez said {word} to the harbour."
    store = str(write(harbour.store, harbour.parts))
    done = mss("search", word, "--fields", "id", "--limit", "1", "--store", store)
    assert done.out == "harbour-opened\n"


def test_a_word_that_only_a_name_has_finds_what_is_tagged_with_it(
    mss: Call, harbour: Harbour
) -> None:
    harbour.parts["entities"][0]["name"] = "Ana Núñez Quillfeather"
    store = str(write(harbour.store, harbour.parts))
    done = mss("search", "quillfeather", "--fields", "id", "--store", store)
    assert {*done.out.split()[:2]} == {"harbour-opened", "ana-blue"}


def test_zero_width_characters_part_no_word() -> None:
    assert found("ken\u200bya") == found("kenya")


def test_a_phrase_must_stand_so(mss: Call) -> None:
    done = mss("search", '"cash crunch"', "--json")
    assert [fact["id"] for fact in done.json()] == ["mss-cash-crunch-2024"]
    assert done.json()[0]["matches"] == [{"field": "phrases.0", "start": 8, "end": 19}]
    assert done.err.splitlines() == ['only with the words "cash crunch"', "1 of 1 fact found"]
    assert "“serious cash crunch”" in mss("search", '"cash crunch"', "-f", "table").out
    none = mss("search", '"crunch cash"')
    assert (none.code, none.out) == (0, "")
    assert none.err.splitlines()[-1] == (
        'nothing in the store answers \'"crunch cash"\': no fact contains "crunch cash"'
    )


def test_an_excluded_word_is_in_no_answer(mss: Call) -> None:
    done = mss("search", "peacekeeping -russia", "--json", "--limit", "0")
    facts = done.json()
    assert done.err.splitlines()[0] == "without 'russia'"
    assert facts
    assert not [f for f in facts if "russia" in f["text"].lower() or "russia" in f["actors"]]
    assert len(facts) < len(mss("search", "peacekeeping", "--json", "--limit", "0").json())


# --- places of words ----------------------------------------------------------------------


def test_matches_are_the_words_that_were_found(mss: Call) -> None:
    (first, *_) = mss("search", "kenyan cops 400", "--json").json()
    assert first["id"] == "kenyan-officers-400-deployed"
    text = first["text"]
    assert [text[m["start"] : m["end"]] for m in first["matches"]] == [
        "400",
        "Kenyan police officers",
    ]
    assert {m["field"] for m in first["matches"]} == {"text"}


def test_matches_lie_in_their_fields_and_apart() -> None:
    for query in ("us un vote 2.6 billion", "Moïse killed", "kenya's 1,000 officers"):
        for hit in answer(query).hits:
            last = {"text": 0}
            for match in hit.matches:
                whole = hit.fact["text"]
                if match.field != "text":
                    whole = hit.fact["phrases"][int(match.field.removeprefix("phrases."))]
                assert last.get(match.field, 0) <= match.start < match.end <= len(whole)
                last[match.field] = match.end


def test_matches_are_marked_on_a_terminal(mss: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    shown = mss("search", "unanimous", "--format", "table", "--limit", "1").out
    assert "\x1b[1;4munanimous\x1b[0m" in shown


def test_explain_says_how_the_query_was_read(mss: Call) -> None:
    done = mss("search", "how many cops", "--explain", "--limit", "1")
    lines = done.err.splitlines()
    assert lines[0].startswith("'cops' → ")
    assert lines[1] == "asked: a number; figures and mandates are preferred"
    assert "'cops' as " in done.out.split("\t")[-1]


def test_explain_is_silent_unless_asked(mss: Call) -> None:
    done = mss("search", "funding", "--limit", "1")
    assert len(done.err.splitlines()) == 1


# --- hostile input ------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_no_query_breaks_the_search(query: str) -> None:
    try:
        found = search(STORE, Query(), parse_query(query), TODAY, 3)
    except UsageError:  # such as a date that does not exist
        return
    assert all(hit.score >= 0 for hit in found.hits)


@pytest.mark.parametrize("query", ["0001/13", "0000/0"])
def test_date_in_digits_that_does_not_exist_is_one_clear_error(mss: Call, query: str) -> None:
    done = mss("search", query)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mss: the query: '{query}' is not a date: ")
    assert done.err.count("\n") == 1


@given(st.lists(st.text(max_size=30), max_size=6))
def test_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert words_of(texts) == [words(text) for text in texts]


def test_an_empty_selection_answers_nothing() -> None:
    nobody = Query({"kind": frozenset()})
    assert search(STORE, nobody, parse_query("haiti"), TODAY).hits == []
    assert search(STORE, nobody, parse_query("july 2024"), TODAY).hits == []


def test_a_store_without_words_for_search_is_searched_all_the_same(
    mss: Call, harbour: Harbour
) -> None:
    for part in ("labels", "synonyms", "wording"):
        (harbour.store / f"{part}.json").unlink()
    done = mss("search", "boats", "--store", str(harbour.store), "--json")
    assert next(fact["id"] for fact in done.json()) == "boats-to-come"


def test_a_word_of_the_passage_finds_the_fact(mss: Call, harbour: Harbour) -> None:
    assert "blue" not in harbour.parts["facts"][0]["text"].lower()
    done = mss("search", "3 may 2021 harbour blue", "--store", str(harbour.store), "--json")
    assert next(fact["id"] for fact in done.json()) == "harbour-opened"


FAULTS: list[tuple[str, Any, str]] = [
    (
        "labels",
        [{"of": "nobody", "hidden_labels": {"x": "y"}}],
        "labels.json 'nobody': of names an unknown entity, topic or measure",
    ),
    ("synonyms", [{"words": ["one"], "reason": "r"}], "synonyms.json[0]: words"),
    (
        "wording",
        [{"source": "harbour.txt", "start": 0, "end": 5, "words": "x"}],
        "wording.json 'harbour.txt' 0-5: no fact cites this passage",
    ),
    (
        "wording",
        [{"source": "harbour.txt", "start": 0, "end": 18, "words": "blue harbour opens"}] * 2,
        "wording.json 'harbour.txt' 0-18: the passage is listed twice",
    ),
]


@pytest.mark.parametrize(("part", "data", "said"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_faulty_vocabulary_is_refused(
    mss: Call, harbour: Harbour, part: str, data: Any, said: str
) -> None:
    harbour.parts[part] = data
    write(harbour.store, harbour.parts)
    done = mss("search", "boats", "--store", str(harbour.store))
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_words_that_are_not_those_of_the_passage_fail_verify(mss: Call, harbour: Harbour) -> None:
    where = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    assert mss("verify", *where).code == 0
    harbour.parts["wording"][0]["words"] = "another word"
    write(harbour.store, harbour.parts)
    done = mss("verify", *where)
    assert done.code == 1
    assert (
        "harbour.txt 0-18\tfailed\twording.json does not have the words of the passage" in done.out
    )


# --- the graded queries -------------------------------------------------------------------


@pytest.mark.parametrize("part", ["develop", "rarely"])
def test_graded_queries_are_well_formed(part: str) -> None:
    queries = json.loads((QUERIES / f"{part}.json").read_text(encoding="utf-8"))
    known = {fact["id"] for fact in STORE.facts}
    assert len({query["query"] for query in queries}) == len(queries) > 100
    for query in queries:
        assert set(query["grades"]) <= known
        assert set(query["grades"].values()) <= {1, 2, 3}
        assert (not query["grades"]) == (query["type"] == "nothing")


def test_a_name_that_only_the_query_as_a_whole_names_is_read_in_facts_too(
    mss: Call, harbour: Harbour
) -> None:
    parts = harbour.parts
    parts["entities"][0].update(kind="organization", name="U.S. Department of State", aliases=[])
    parts["facts"][0]["text"] = "A department opened the harbour, as the U.S. asked."
    write(harbour.store, parts)
    found = mss("search", "U.S. Department of", "--json", "--store", str(harbour.store))
    assert {fact["id"] for fact in found.json()} == {"harbour-opened", "boats-to-come", "ana-blue"}
    named = "'u.s. department of' as 'U.S. Department of State': "
    assert all(fact["why"][0].startswith(named) for fact in found.json())


def test_a_word_of_a_synonym_names_an_entity_by_itself_too(harbour: Harbour) -> None:
    parts = harbour.parts
    parts["entities"][0].update(name="Twelve Months Plan", aliases=[])
    parts["synonyms"] = [{"words": ["twelve months", "vote"], "reason": "r"}]
    store = load(str(write(harbour.store, parts)))
    typed = parse_query("boats twelve months")
    reader = Reader(store, Scanned(store, store.facts), query_words(typed))
    months = read(reader, typed, "2021-01-01").concepts[-1]
    assert months.terms == (("#ana-nunez", 1.0),)
    assert reader.frequency(months.terms).facts == 3


@pytest.mark.parametrize("phrase", ["S/RES/2699 (2023)", "told us all", "late may vote"])
def test_words_that_are_no_terms_do_not_hide_a_phrase_in_a_large_store(
    mss: Call, harbour: Harbour, monkeypatch: pytest.MonkeyPatch, phrase: str
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_RANKED", 2)
    harbour.parts["facts"][0]["text"] = f"Blue, {phrase}."
    write(harbour.store, harbour.parts)
    found = mss("search", f'"{phrase}"', "--json", "--store", str(harbour.store))
    assert [fact["id"] for fact in found.json()] == ["harbour-opened"]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("one thousand officers", "kenyan-officers-1000-planned"),
        ("a thousand officers", "kenyan-officers-1000-planned"),
        ("1 000 officers", "kenyan-officers-1000-planned"),
        ("two thousand five hundred personnel", "mss-2500-personnel-planned"),
        ("2 500 personnel", "mss-2500-personnel-planned"),
        ("2\u202f500 personnel", "mss-2500-personnel-planned"),
        ("seven hundred thousand displaced", "displaced-over-700000"),
        ("700 000 displaced", "displaced-over-700000"),
    ],
)
def test_number_is_found_however_it_is_written(query: str, best: str) -> None:
    assert answer(query).hits[0].fact["id"] == best


@pytest.mark.parametrize(
    ("hyphenated", "plain"),
    [
        ("multi-national mission", "multinational mission"),
        ("co-operation", "cooperation"),
        ("peace-keeping", "peacekeeping"),
    ],
)
def test_hyphen_is_left_out_of_a_word_that_is_known_without(hyphenated: str, plain: str) -> None:
    assert answer(hyphenated).hits == answer(plain).hits


def test_hyphen_stays_between_words_that_are_known_apart() -> None:
    assert answer("anti-gang operations").hits == answer("anti gang operations").hits
