"""The commands, as called: exact output, notes on standard error, exit codes."""

import json
from typing import Any

import fastjsonschema
import pytest
from conftest import ARTICLES, Call, Harbour
from support.calls import CALLS, PRINTING

from mss_cli.cli.commands import COMMANDS
from mss_cli.cli.commands.schema import bundled
from mss_cli.facts.kinds import KINDS
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.formats import FORMATS

have_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"no articles at {ARTICLES}")


def test_every_command_has_a_call_here() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("command", PRINTING)
@pytest.mark.parametrize("name", FORMATS)
def test_every_command_prints_every_format(mss: Call, command: str, name: str) -> None:
    answer = mss(*CALLS[command], "--format", name)
    assert answer.code == 0
    assert answer.out.endswith("\n")
    assert "\x1b" not in answer.out


@pytest.mark.parametrize("command", PRINTING)
def test_json_is_valid_by_the_schema_that_is_printed_for_it(mss: Call, command: str) -> None:
    printed = mss("schema", command)
    assert printed.code == 0
    assert printed.json() == bundled(command)
    schema = _without_paths(printed.json())
    fastjsonschema.compile(schema)(mss(*CALLS[command], "--json").json())


def _without_paths(schema: dict[str, Any]) -> dict[str, Any]:
    """Inline references into a record's properties, which fastjsonschema names badly."""
    known = schema["definitions"]

    def inline(value: Any) -> Any:
        if isinstance(value, dict):
            path = str(value.get("$ref", "")).removeprefix("#/definitions/").split("/properties/")
            if len(path) == 2:
                return known[path[0]]["properties"][path[1]]
            return {key: inline(item) for key, item in value.items()}
        return [inline(item) for item in value] if isinstance(value, list) else value

    result: dict[str, Any] = inline(schema)
    return result


@pytest.mark.parametrize("command", PRINTING)
def test_quiet_silences_standard_error(mss: Call, command: str) -> None:
    assert mss(*CALLS[command], "-q").err == ""
    assert mss("-q", *CALLS[command]).err == ""


# --- lists --------------------------------------------------------------------------------


def test_events_are_events_in_order_of_time(mss: Call) -> None:
    events = mss("events", "--json").json()
    assert {e["kind"] for e in events} == {"event"}
    starts = [e["date_start"] or e["date_end"] or "9999" for e in events]
    assert starts == sorted(starts)


def test_a_partial_date_is_the_whole_period(mss: Call) -> None:
    on_day = mss("facts", "--on", "2024-09-30", "--when", "certain", "--fields", "id").out.split()
    until = mss("facts", "--until", "2024-09", "--fields", "id").out.split()
    assert "mss-extended-2024-09-30" in on_day
    assert set(on_day) <= set(until)
    assert (
        mss("facts", "--on", "2024-Q3", "--json").json()
        == mss("facts", "--on", "2024-07..2024-09", "--json").json()
    )


def test_the_whole_store_as_json(mss: Call) -> None:
    facts = mss("facts", "--json", "--limit", "0").json()
    assert len(facts) >= 150
    assert all(tuple(fact) == FACT_FIELDS for fact in facts)
    wanted = {"source", "start", "end", "sha256"}
    assert all(wanted <= set(e) for fact in facts for e in fact["evidence"])


def test_fields_cut_every_format(mss: Call) -> None:
    args = ("facts", "--source", "harbour", "--fields", "id,quantity.value")
    assert mss(*args, "--json").json() == []
    one = ("facts", "--match", "1,900", "--fields", "id,quantity.value,sources")
    assert mss(*one, "--json").json() == [
        {
            "id": "troops-1900-pledged",
            "quantity.value": 1900,
            "sources": ["000_b366583df173b4b8.txt"],
        }
    ]
    assert mss(*one).out == "troops-1900-pledged\t1900\t000_b366583df173b4b8.txt\n"
    assert mss(*one, "--format", "csv").out == (
        "id,quantity.value,sources\ntroops-1900-pledged,1900,000_b366583df173b4b8.txt\n"
    )
    assert mss(*one, "--header").out.startswith("id\tquantity.value\tsources\n")


def test_known_by_forgets_what_came_later(mss: Call) -> None:
    known = mss("facts", "--known-by", "2024-09-28", "--json").json()
    assert {s[:3] for fact in known for s in fact["sources"]} == {"000", "002"}
    assert {e["source"][:3] for fact in known for e in fact["evidence"]} == {"000", "002"}
    ids = {fact["id"] for fact in known}
    assert {i for fact in known for i in fact["superseded_by"]} <= ids
    vote = next(fact for fact in known if fact["id"] == "vote-scheduled-2024-09-30")
    assert (vote["status"], vote["superseded_by"]) == ("planned", [])


def test_filters_combine_and_limit_counts(mss: Call) -> None:
    answer = mss("facts", "--by", "guterres", "--kind", "statements", "--limit", "2")
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 2
    lines = answer.err.splitlines()
    assert lines[0] == "guterres → António Guterres (also called 'Guterres')"
    assert lines[1].startswith("2 of ")


def test_a_topic_includes_those_below_it(mss: Call) -> None:
    all_of_it = mss("facts", "--topic", "funding", "--json").json()
    below = mss("facts", "--topic", "funding-shortfall", "--json").json()
    assert {f["id"] for f in below} < {f["id"] for f in all_of_it}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_listed(mss: Call, kind: str) -> None:
    facts = mss("facts", "--kind", kind, "--json").json()
    assert {fact["kind"] for fact in facts} == {kind}
    assert mss("facts", "--kind", kind, "--format", "table").code == 0


def test_nothing_found_says_which_filter_removed_what(mss: Call) -> None:
    answer = mss("events", "--since", "2026", "--json")
    assert (answer.code, answer.out) == (0, "[]\n")
    lines = answer.err.splitlines()
    assert lines[0].startswith("no facts: of 201 in the store, keeping only events removed ")
    assert "--since 2026 removed" in lines[0]
    assert lines[1] == "--since 2026 lies outside the dates of the store, 2021-01-01 to 2025-10-31"
    assert lines[2] == "the store's last article is from 2025-08-31 or before"
    assert mss("events", "--since", "2026", "--exit-status").code == 1


def test_superseded_is_a_status_to_filter_by(mss: Call) -> None:
    found = mss("facts", "--status", "superseded", "--json").json()
    assert found
    assert all(fact["superseded_by"] for fact in found)
    both = mss("facts", "--status", "superseded,planned", "--json").json()
    assert {f["id"] for f in found} < {f["id"] for f in both}


@pytest.mark.parametrize("mark", ["contradicted", "qualified", "superseded"])
def test_every_list_marks_what_stands_in_a_disagreement(mss: Call, mark: str) -> None:
    found = mss("facts", "--status", mark).out.splitlines()
    assert found
    assert all(f"; {mark}" in line.split("\t")[2] for line in found)
    states = [line.split("\t")[2] for line in mss("facts").out.splitlines()]
    assert len(found) == sum(1 for state in states if f"; {mark}" in state)
    assert mark in mss("who", "kenya").out


def test_the_thin_record_can_be_asked_for(mss: Call) -> None:
    one = mss("facts", "--status", "one-source", "--json").json()
    assert {len(fact["sources"]) for fact in one} == {1}
    undated = mss("facts", "--status", "undated", "--json").json()
    assert {fact["date"] for fact in undated} == {None}
    confirmed = mss("facts", "--status", "corroborated", "--json").json()
    assert "kenyan-officers-400-deployed" in [fact["id"] for fact in confirmed]


def test_those_who_speak_for_a_country_are_named(mss: Call) -> None:
    assert mss("facts", "--by", "china").err.splitlines()[0] == (
        "who speaks for China: --by geng-shuang"
    )
    assert "for China speaks also: mss who geng-shuang\n" in mss("who", "china").err
    assert mss("who", "un").err.splitlines()[1:] == ["12 facts"]  # ambassadors speak for others
    involved = mss("facts", "--who", "china", "--kind", "statement", "--json").json()
    assert "geng-no-peace-to-keep" in [fact["id"] for fact in involved]


def test_a_refused_field_is_the_only_line(mss: Call) -> None:
    assert mss("who", "ruto", "--fields", "nope").err.count("\n") == 1


def test_known_by_dates_a_fact_by_what_was_known(mss: Call) -> None:
    known = {f["id"]: f for f in mss("facts", "--known-by", "2024-09-24", "--json").json()}
    visit = known["ruto-visits-haiti-2024-09"]
    assert (visit["date"], visit["date_precision"]) == ("2024-09-21", "day")
    assert visit["date_note"] == "As 000_b366583df173b4b8.txt alone would date it."
    leads = known["kenya-leads-mss"]
    assert (leads["date_start"], leads["date_end"]) == ("2024-09-01", "2024-09-30")
    assert all("2025" not in json.dumps(fact) for fact in known.values())


def test_the_newest_first_leaves_undated_facts_last(mss: Call) -> None:
    facts = mss("facts", "--reverse", "--json").json()
    dated = [fact["date"] is not None for fact in facts]
    assert dated == sorted(dated, reverse=True)
    assert facts[0]["date"].startswith("2025-")


@pytest.mark.parametrize("kind", ["statement", "stance"])
def test_no_list_hides_a_status(mss: Call, kind: str) -> None:
    lines = mss("facts", "--kind", kind).out.splitlines()
    facts = mss("facts", "--kind", kind, "--json").json()
    assert [line.split("\t")[2].split("; ")[0] for line in lines] == [f["status"] for f in facts]
    assert {f["status"] for f in facts} > {"occurred"}


def test_a_place_without_facts_is_not_called_unknown(mss: Call) -> None:
    answer = mss("facts", "--place", "china", "--json")
    assert (answer.code, answer.out) == (0, "[]\n")
    assert answer.err.splitlines()[0] == "--place: no fact is set in China"


def test_undated_facts_are_counted_among_what_else_would_be_found(mss: Call) -> None:
    assert "undated" not in mss("facts", "--who", "belize", "--since", "2024").err
    assert "undated" in mss("facts", "--since", "2024").err


def test_an_unknown_name_in_a_filter_is_an_empty_answer(mss: Call) -> None:
    answer = mss("facts", "--who", "middleton", "--json")
    assert (answer.code, answer.out) == (0, "[]\n")
    assert answer.err.splitlines()[0] == "--who: nothing in the store is called 'middleton'"


USAGE = [
    (
        ["events", "--since", "2024-13"],
        "--since: '2024-13' is not a date: there is no month 13; write",
    ),
    (
        ["events", "--on", "soon"],
        "--on: 'soon' is not a date: it has none of the known forms; write",
    ),
    (["events", "--since", "2025", "--until", "2024"], "--since and --until: the period begins"),
    (["facts", "--kind", "rumour"], "--kind: unknown value 'rumour'; use one of event, figure,"),
    (["facts", "--status", "done"], "--status: unknown value 'done'; use one of occurred,"),
    (["facts", "--when", "maybe"], "--when: unknown value 'maybe'; use one of possible, certain"),
    (["facts", "--sort", "size"], "--sort: unknown value 'size'; use one of date, kind,"),
    (["facts", "--fields", "id,nope"], "--fields: unknown field 'nope'; the fields are id, kind,"),
    (["facts", "--sort", ""], "--sort: unknown value ''; use one of date,"),
    (["facts", "--when", ""], "--when: unknown value ''; use one of possible, certain"),
    (["facts", "--source", ""], "--source: the name is empty; 'mss sources' lists them"),
    (["facts", "--since", "..2024"], "--since: '..2024' is open at that end; name a day there"),
    (["facts", "--until", "2024.."], "--until: '2024..' is open at that end; name a day there"),
    (["events", "--kind", "role"], "--kind: this command lists events only; 'mss facts' takes"),
    (["verify", "--store", ""], "store: no directory ''; a store is a directory with"),
    (["verify", "--articles", ""], "articles: no directory ''; name the directory that holds"),
    (["schema", ""], "there is no schema for ''; use one of"),
    (["who", "?!"], "the name is empty; give a name"),
    (["show", " "], "the id is empty;"),
    (["facts", "--today", "0001-01-01", "--since", "yesterday"], "--since: 'yesterday' is not"),
    (["facts", "--fields", ","], "--fields: no field is named; the fields are id,"),
    (["facts", "--format", "xml"], "--format: unknown format 'xml'; use one of json, ndjson,"),
    (["facts", "--json", "--format", "csv"], "--json and --format csv contradict each other"),
    (["facts", "--limit", "-1"], "--limit: -1 is below zero; 0 is all"),
    (["facts", "--match", " "], "--match: the text is empty"),
    (["facts", "--who", ""], "--who: the name is empty"),
    (["facts", "--who", "president"], "--who: 'president' fits several equally; use "),
    (["facts", "--today", "2024"], "--today: '2024' is not a single day; write YYYY-MM-DD"),
    (["search", ""], "the query has no words; give one,"),
    (["search", "?!"], "the query has no words; give one,"),
    (["who", ""], "the name is empty; give a name"),
    (["show", ""], "the id is empty;"),
    (["schema", "x"], "there is no schema for 'x'; use one of events, who,"),
]


@pytest.mark.parametrize(("args", "said"), USAGE, ids=[" ".join(args) for args, _ in USAGE])
def test_bad_usage_is_one_line_and_exit_code_2(mss: Call, args: list[str], said: str) -> None:
    answer = mss(*args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: {said}")
    assert answer.err.count("\n") == 1


# --- who ----------------------------------------------------------------------------------

UNDERSTOOD = [
    ("ruto", "william-ruto", "ruto → William Ruto (also called 'Ruto')"),
    ("rutto", "william-ruto", "rutto → William Ruto (spelt like 'Ruto')"),
    ("guteres", "antonio-guterres", "guteres → António Guterres (spelt like 'Guterres')"),
    ("polyanskiy", "dmitry-polyansky", "polyanskiy → Dmitry Polyansky (also called 'Polyanskiy')"),
    ("moise", "jovenel-moise", "moise → Jovenel Moïse (also called 'Moïse')"),
    ("HNP", "haitian-national-police", "HNP → Haitian National Police (also called 'HNP')"),
    ("kenya", "kenya", ""),
]


@pytest.mark.parametrize(("typed", "entity", "said"), UNDERSTOOD)
def test_who_understands_and_says_why(mss: Call, typed: str, entity: str, said: str) -> None:
    answer = mss("who", typed, "--json")
    assert answer.code == 0
    assert answer.json()["entity"]["id"] == entity
    first = answer.err.splitlines()[0]
    assert first == said if said else first.endswith(" facts")


def test_a_persons_page_has_each_fact_once_with_its_sources(mss: Call) -> None:
    page = mss("who", "ruto", "--json").json()
    assert list(page) == [
        "entity",
        "roles",
        "figures",
        "stances",
        "statements",
        "events",
        "mentions",
    ]
    facts = [fact for key in list(page)[1:] for fact in page[key]]
    assert len({fact["id"] for fact in facts}) == len(facts)
    assert all(fact["sources"] for fact in facts)
    assert [f["id"] for f in page["roles"]] == ["ruto-president-of-kenya"]
    assert "ruto-visits-haiti-2024-09" in [f["id"] for f in page["events"]]
    assert "ruto-no-problem-un-2024-09" in [f["id"] for f in page["statements"]]
    assert "kenya-ready-transition-2024-09" in [f["id"] for f in page["stances"]]
    assert "ruto-commits-600-2024-09" in [f["id"] for f in page["figures"]]


def test_every_line_of_a_page_names_a_source_file(mss: Call) -> None:
    first, *lines = mss("who", "ruto").out.splitlines()
    assert first.startswith("Entity\tWilliam Ruto\tperson\tPresident of Kenya")
    assert len(lines) == 20
    assert all(".txt" in line for line in lines)


def test_a_topic_is_offered_not_taken_for_a_name(mss: Call) -> None:
    answer = mss("who", "peacekeeping")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(
        "mss: 'peacekeeping' is a topic (Transition to UN peacekeeping), not a name; "
        "'mss facts --topic peacekeeping-transition' has "
    )


@pytest.mark.parametrize("typed", ["middleton", "zzzz"])
def test_what_only_an_advert_names_is_not_there(mss: Call, typed: str) -> None:
    answer = mss("who", typed)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"mss: nothing in the store is called '{typed}'\n"


def test_near_names_are_offered(mss: Call) -> None:
    answer = mss("who", "ruta")
    assert answer.code == 1
    assert answer.err == "mss: nothing in the store is called 'ruta'; nearest: William Ruto\n"


# --- show, search, sources, schema --------------------------------------------------------


def test_show_gives_readings_evidence_and_relations(mss: Call) -> None:
    page = mss("show", "ruto-visits-haiti-2024-09", "--json").json()
    assert [(r["property"], r["source"][:3], r["value"]) for r in page["readings"]][:3] == [
        ("date", "000", "2024-09-21"),
        ("date", "002", "2024-09-22"),
        ("date", "003", "2024-09"),
    ]
    assert page["contexts"] is None
    assert {r["type"] for r in page["related_from"]} == {"part-of"}


def test_show_takes_a_unique_beginning_and_lists_several(mss: Call) -> None:
    assert mss("show", "vote-un", "--json").json()["id"] == "vote-unanimous-2024-09-30"
    answer = mss("show", "vote")
    assert answer.code == 1
    assert answer.err == (
        "mss: 'vote' begins several ids; vote-scheduled-2024-09-30, vote-unanimous-2024-09-30\n"
    )
    answer = mss("show", "vote-unanimos-2024")
    assert answer.code == 1
    assert answer.err.startswith("mss: no fact has the id 'vote-unanimos-2024'; nearest: vote-unan")


def test_show_marks_the_passage_in_its_paragraph(mss: Call, harbour: Harbour) -> None:
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    answer = mss("show", "harbour-opened", "--format", "table", *args)
    shown = " ".join(answer.out.split())
    assert (
        "harbour.txt, paragraph 2: ⟦Mayor Ana Núñez opened the harbour on 3 May 2021.⟧ “It is "
        "[blue],” she said."
    ) in shown
    page = mss("show", "ana-blue", "--json", *args).json()
    assert page["contexts"] == [
        {
            "before": "Mayor Ana Núñez opened the harbour on 3 May 2021. ",
            "passage": "“It is [blue],” she said.",
            "after": "",
        }
    ]


def test_show_refuses_a_changed_article(mss: Call, harbour: Harbour) -> None:
    path = harbour.articles / "harbour.txt"
    path.write_text("Nothing of the kind.\n" * 20, encoding="utf-8")
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    answer = mss("show", "harbour-opened", *args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"mss: {path}: the article has changed: the passage is no longer where the fact points; "
        "'mss verify' names every difference\n"
    )


@have_articles
def test_every_fact_can_be_shown_in_context(mss: Call) -> None:
    for fact in mss("facts", "--json").json():
        answer = mss("show", fact["id"], "--articles", str(ARTICLES), "--json")
        assert answer.code == 0
        assert all(c["passage"] for c in answer.json()["contexts"])


def test_pipes_get_what_headings_say_to_people(mss: Call, harbour: Harbour) -> None:
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    lines = mss("show", "ana-blue", *args).out.splitlines()
    assert lines[-1] == (
        "Passages\tharbour.txt\t2\tMayor Ana Núñez opened the harbour on 3 May 2021. \t"
        "“It is [blue],” she said.\t"
    )
    assert "No date or year is printed" in mss("sources", "004").out
    assert all("\tinferred\t" in line for line in mss("sources").out.splitlines())


def test_a_page_as_csv_is_its_record(mss: Call) -> None:
    header, line = mss("show", "vote-un", "--format", "csv").out.splitlines()
    assert header.startswith("id,kind,text,date,")
    assert line.startswith("vote-unanimous-2024-09-30,event,The Security Council's vote of")


def test_only_the_reading_that_stands_alone_differs(mss: Call) -> None:
    out = mss("show", "ruto-visits-haiti-2024-09").out
    readings = [line.split("\t")[1:] for line in out.splitlines() if line.startswith("Readings")]
    assert readings[:3] == [
        ["date (differs)", "2024-09-21", "000_b366583df173b4b8.txt"],
        ["date (differs)", "2024-09-22", "002_c576f9b1fd7ffba3.txt"],
        ["date", "2024-09", "003_ff6088571e946dc1.txt"],
    ]


def test_one_source_by_its_beginning(mss: Call) -> None:
    answer = mss("sources", "004", "--json")
    (source,) = answer.json()
    assert source["file"] == "004_8cec4203320b9d43.txt"
    assert source["publisher"] == "Radio Generation Kenya"
    assert source["published"]["edtf"] == "2025-08-19/2025-08"
    assert mss("sources", "9", "--json").out == "[]\n"
    assert mss("sources", "9").err == "no source begins with '9'; 'mss sources' lists them\n"


def test_places_and_topics_count_their_facts(mss: Call) -> None:
    places = mss("places", "--json").json()
    assert places[0]["id"] == "haiti"
    assert [p["facts"] for p in places] == sorted((p["facts"] for p in places), reverse=True)
    topics = {t["id"]: t for t in mss("topics", "--json").json()}
    assert topics["funding"]["facts"] == len(mss("facts", "--topic", "funding", "--json").json())


def test_schemas_of_store_files(mss: Call) -> None:
    assert mss("schema", "facts.json").json()["title"] == "Facts"
    assert json.loads(mss("schema").out)["title"] == "mss facts --json"


def test_the_version(mss: Call) -> None:
    from mss_cli import __version__

    answer = mss("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"mss {__version__}\n", "")
    assert mss().out == mss("--help").out


# --- completion ---------------------------------------------------------------------------


def complete(mss: Call, monkeypatch: pytest.MonkeyPatch, line: str) -> list[str]:
    monkeypatch.setenv("_MSS_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    return mss().out.split()


def test_completion_offers_commands_ids_names_and_topics(
    mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert complete(mss, monkeypatch, "mss ev") == ["events"]
    assert complete(mss, monkeypatch, "mss who will") == ["william-ruto"]
    assert complete(mss, monkeypatch, "mss show vote-un") == ["vote-unanimous-2024-09-30"]
    assert complete(mss, monkeypatch, "mss facts --topic elec") == ["elections"]
    assert complete(mss, monkeypatch, "mss facts --sinc") == ["--since"]
    assert complete(mss, monkeypatch, "mss stances --on peacek") == ["peacekeeping-transition"]
    assert complete(mss, monkeypatch, "mss facts --on peacek") == []
    assert complete(mss, monkeypatch, "mss figures --measure beli") == [
        "belizean-personnel-deployed"
    ]
    assert complete(mss, monkeypatch, "mss conflicts --class con") == ["contradiction"]
    assert complete(mss, monkeypatch, "mss quotes --voice per") == ["person"]
    assert complete(mss, monkeypatch, "mss cite 004") == ["004_8cec4203320b9d43.txt"]
    assert complete(mss, monkeypatch, "mss cite vote-un --style bib") == ["bibtex"]


def test_completion_reads_the_store_on_the_line(
    mss: Call, monkeypatch: pytest.MonkeyPatch, harbour: Harbour
) -> None:
    line = f"mss who --store {harbour.store} an"
    assert complete(mss, monkeypatch, line) == ["ana-nunez"]


def test_completion_of_a_bad_store_offers_nothing(
    mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSS_STORE", "/nowhere")
    assert complete(mss, monkeypatch, "mss who will") == []
