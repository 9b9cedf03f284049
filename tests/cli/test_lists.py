"""Lists of facts: filters, order, limits, fields, and what is said when nothing is found."""

import json
from pathlib import Path

import pytest
from conftest import ROOT, Call, Harbour, write
from support.bridge import GAZETTE, HERALD
from support.calls import PRINTING

from mss_cli.cli.commands import runner
from mss_cli.cli.options import groups
from mss_cli.facts.kinds import KINDS
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.query.filters import FILTERS, WITHOUT_OPTION
from mss_cli.query.query import Filters
from scripts import derive

pytestmark = pytest.mark.usefixtures("bridge")


def ids(mss: Call, *args: str) -> list[str]:
    return mss(*args, "--fields", "id", "--format", "tsv").out.split()


# A value of each filter that keeps some of the 15 facts, and how many it keeps.
KEPT = {
    "kind": ("figure", 4),
    "status": ("planned", 4),
    "who": ("braga", 3),
    "about": ("norland", 1),
    "by": ("nunez", 1),
    "place": ("port sable", 15),
    "topic": ("workers", 3),
    "source": ("her", 5),
    "match": ("crowns", 2),
    "since": ("2024-04", 4),
    "until": ("2023", 7),
    "on": ("2024-03", 6),
}
LISTS = [name for name in PRINTING if Filters in groups(runner(name)) and name != "stats"]


def test_every_filter_with_an_option_has_a_value_here() -> None:
    assert set(KEPT) == set(FILTERS) - set(WITHOUT_OPTION)


@pytest.mark.parametrize(("name", "value", "count"), [(n, *kept) for n, kept in KEPT.items()])
def test_filter_keeps_the_facts_that_match(mss: Call, name: str, value: str, count: int) -> None:
    found = mss("facts", f"--{name}", value, "--json").json()
    assert len(found) == count


@pytest.mark.parametrize("command", LISTS)
@pytest.mark.parametrize("name", KEPT)
def test_every_list_takes_every_filter(mss: Call, command: str, name: str) -> None:
    query = {"search": ["bridge"], "check": ["the bridge was closed"]}.get(command, [])
    value = KEPT[name][0] if (command, name) != ("events", "kind") else "event"
    answer = mss(command, *query, f"--{name}", value, "--json")
    assert answer.code == 0, answer.err
    assert isinstance(answer.json(), dict if command == "check" else list)


@pytest.mark.parametrize("name", [n for n in KEPT if FILTERS[n].example])
def test_search_operator_is_the_option_of_its_filter(mss: Call, name: str) -> None:
    value = KEPT[name][0]
    typed = f'{name}:"{value}"' if " " in value else f"{name}:{value}"
    operator = mss("search", f"bridge {typed}", "--json")
    option = mss("search", "bridge", f"--{name}", value, "--json")
    assert operator.code == option.code == 0
    assert [fact["id"] for fact in operator.json()] == [fact["id"] for fact in option.json()]


def test_events_are_events_by_date(mss: Call) -> None:
    assert ids(mss, "events") == [
        "bridge-announced",
        "work-began-2024-03",
        "bridge-to-open",
        "ferry-ended",
    ]


def test_partial_date_means_the_whole_period(mss: Call) -> None:
    assert ids(mss, "facts", "--on", "2023-05", "--when", "certain") == [
        "bridge-announced",
        "nunez-only-way",
        "cost-40-million",
        "workers-300-promised",
        "braga-opposes-bridge-2023",
    ]
    quarter, months = (mss("facts", "--on", d, "--json") for d in ("2024-Q1", "2024-01..2024-03"))
    assert quarter.json() == months.json()


def test_json_has_every_field_of_every_fact(mss: Call) -> None:
    facts = mss("facts", "--json", "--limit", "0").json()
    assert len(facts) == 15
    assert all(tuple(fact) == FACT_FIELDS for fact in facts)


def test_fields_select_columns_in_every_format(mss: Call) -> None:
    args = ("facts", "--match", "300", "--fields", "id,quantity.value,sources")
    assert mss(*args, "--json").json() == [
        {"id": "workers-300-promised", "quantity.value": 300, "sources": [GAZETTE]}
    ]
    assert mss(*args).out == f"workers-300-promised\t300\t{GAZETTE}\n"
    assert mss(*args, "--format", "csv").out == (
        f"id,quantity.value,sources\nworkers-300-promised,300,{GAZETTE}\n"
    )
    assert mss(*args, "--header").out == (
        f"id\tquantity.value\tsources\nworkers-300-promised\t300\t{GAZETTE}\n"
    )


def test_refused_field_is_the_only_line(mss: Call) -> None:
    answer = mss("who", "braga", "--fields", "nope")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_known_by_leaves_out_later_sources(mss: Call) -> None:
    known = {fact["id"]: fact for fact in mss("facts", "--known-by", "2024-03", "--json").json()}
    assert len(known) == 11
    assert known["workers-120-arrived"]["sources"] == [HERALD]
    work = known["work-began-2024-03"]
    assert (work["date"], work["date_precision"]) == ("2024-03-04", "day")
    assert work["date_note"] == f"Dated from {HERALD} alone."
    assert "tribune" not in json.dumps(list(known.values()))


def test_limit_counts_what_it_leaves_out(mss: Call) -> None:
    assert mss("facts", "--by", "hc", "--kind", "figures", "--limit", "1") == (
        0,
        "2023-05-09\tday\tplanned; superseded\t40,000,000 crowns\tThe bridge was to cost 40 "
        "million crowns, by the estimate of the Harbour Council.\tgazette.txt\tcost-40-million\n",
        "hc → Harbour Council (also called 'HC')\n1 of 2 facts (of 15 in the store)\n",
    )


def test_topic_includes_narrower_topics(mss: Call) -> None:
    assert ids(mss, "facts", "--topic", "cost") == ["cost-40-million", "cost-55-million"]
    assert {*ids(mss, "facts", "--topic", "cost")} < {*ids(mss, "facts", "--topic", "bridge")}
    assert len(ids(mss, "facts", "--topic", "bridge")) == 12


@pytest.mark.parametrize("kind", KINDS)
def test_kind_lists_only_facts_of_that_kind(mss: Call, kind: str) -> None:
    facts = mss("facts", "--kind", kind, "--json").json()
    assert {fact["kind"] for fact in facts} <= {kind}
    assert mss("facts", "--kind", kind, "--format", "table").code == 0


def test_nothing_found_says_what_each_filter_removed(mss: Call) -> None:
    answer = mss("events", "--since", "2026", "--json")
    assert (answer.code, answer.out) == (0, "[]\n")
    assert answer.err.splitlines() == [
        "no facts: of 15 in the store, the filter for events leaves out 11; "
        "--since 2026 leaves out 4",
        "--since 2026 lies outside the dates of the store, 2019-01-01 to 2025-12-31",
        "the store's last article is from 2024-04-30 or before",
    ]


def test_exit_status_is_1_for_nothing_found_when_asked(mss: Call) -> None:
    assert mss("events", "--since", "2026", "--exit-status").code == 1
    assert mss("events", "--exit-status").code == 0


def test_states_can_be_filtered_like_statuses(mss: Call) -> None:
    assert ids(mss, "facts", "--status", "superseded") == ["cost-40-million"]
    assert ids(mss, "facts", "--status", "corroborated") == [
        "workers-120-arrived",
        "work-began-2024-03",
    ]
    assert ids(mss, "facts", "--status", "undated") == ["ferry-ended", "marsh-reserve"]
    assert len(ids(mss, "facts", "--status", "one-source")) == 13
    assert ids(mss, "facts", "--status", "contradicted,superseded") == [
        "cost-40-million",
        "work-began-2024-03",
    ]


MARKED = {
    "contradicted": {"work-began-2024-03"},
    "qualified": {"braga-accepts-bridge-2024-03", "braga-supports-bridge-2024-04"},
    "superseded": {"cost-40-million"},
}


@pytest.mark.parametrize(("mark", "marked"), MARKED.items())
def test_every_list_marks_conflicts(mss: Call, mark: str, marked: set[str]) -> None:
    rows = [line.split("\t") for line in mss("facts").out.splitlines()]
    assert {row[-1] for row in rows if f"; {mark}" in row[2]} == marked


def test_statement_lists_show_every_status(mss: Call) -> None:
    rows = [line.split("\t") for line in mss("facts", "--kind", "figure").out.splitlines()]
    assert [row[2] for row in rows] == ["planned; superseded", "planned", "occurred", "planned"]


def test_reverse_leaves_undated_facts_last(mss: Call) -> None:
    forward, backward = ids(mss, "facts"), ids(mss, "facts", "--reverse")
    assert forward[-2:] == ["ferry-ended", "marsh-reserve"]
    assert backward[0] == "bridge-to-open"
    assert {*backward[-2:]} == {"ferry-ended", "marsh-reserve"}


def test_place_without_facts_is_not_an_unknown_name(mss: Call) -> None:
    answer = mss("facts", "--place", "norland", "--json")
    assert (answer.code, answer.out) == (0, "[]\n")
    assert answer.err.splitlines()[0] == "--place: no fact is set in Norland"


def test_undated_facts_are_counted_only_where_they_would_match(mss: Call) -> None:
    assert mss("facts", "--who", "braga", "--since", "2024").err.splitlines()[1:] == [
        "2 facts (of 15 in the store)"
    ]
    assert mss("facts", "--since", "2024").err.splitlines()[-1] == (
        "2 undated facts cannot match --since 2024"
    )


UNKNOWN = [
    ("--who", "middleton", "nothing in the store is called 'middleton'; 'mss who' lists everyone"),
    ("--by", "middleton", "nothing in the store is called 'middleton'; 'mss who' lists everyone"),
    ("--about", "zzzz", "nothing in the store is called 'zzzz'; 'mss who' lists everyone"),
    ("--place", "zzzz", "nothing in the store is called 'zzzz'; 'mss places' lists the places"),
    ("--topic", "zzzz", "nothing in the store is called 'zzzz'; 'mss topics' lists the topics"),
    (
        "--source",
        "zzzz",
        "no source is called 'zzzz'; use one of Sable Gazette, Norland Herald, Sable Tribune",
    ),
    (
        "--who",
        "braga,middleton",
        "nothing in the store is called 'middleton'; 'mss who' lists everyone",
    ),
]


@pytest.mark.parametrize(("flag", "typed", "why"), UNKNOWN)
def test_unknown_name_in_a_filter_is_a_usage_error(
    mss: Call, flag: str, typed: str, why: str
) -> None:
    assert mss("facts", flag, typed, "--json") == (2, "", f"mss: {flag}: {why}\n")
    assert mss("search", "bridge", flag, typed).code == 2


@pytest.mark.parametrize(
    ("flag", "commas", "repeated"),
    [
        ("--who", "braga,norland", ("braga", "norland")),
        ("--who", " braga , norland,", ("braga", "norland")),
        ("--by", "nunez,braga", ("nunez", "braga")),
        ("--source", "gazette,tribune.txt", ("gazette", "tribune")),
        ("--kind", "event,figure", ("event", "figure")),
        ("--status", "planned,ongoing", ("planned", "ongoing")),
    ],
)
def test_commas_and_repetition_mean_any_of_the_values(
    mss: Call, flag: str, commas: str, repeated: tuple[str, ...]
) -> None:
    both = [part for value in repeated for part in (flag, value)]
    joined = mss("facts", flag, commas, "--json")
    assert joined.code == 0
    assert joined.out == mss("facts", *both, "--json").out
    assert all(
        len(joined.json()) > len(mss("facts", *both[i : i + 2], "--json").json()) for i in (0, 2)
    )


def test_surname_before_a_comma_is_one_name(mss: Call) -> None:
    assert mss("facts", "--who", "Núñez, Ana", "--json").out == (
        mss("facts", "--who", "ana-nunez", "--json").out
    )


def test_name_with_a_comma_is_one_name(mss: Call, harbour: Harbour) -> None:
    store = ("--store", str(harbour.store))
    first, second = harbour.parts["entities"][:2]
    first["aliases"].append(f"{second['name']}, the first")
    write(harbour.store, harbour.parts)
    typed = mss("facts", "--who", f"{second['name']}, the first", *store, "--json")
    assert typed.out == mss("facts", "--who", first["id"], *store, "--json").out


def test_certain_leaves_out_approximate_dates(mss: Call, harbour: Harbour) -> None:
    store = ("--store", str(harbour.store), "--json")
    fact = harbour.parts["facts"][0]
    fact.update(date="2024-05~", date_basis="inferred", date_note=None, date_derivation=None)
    fact["evidence"][0]["reports"]["date"] = None
    derive.derive(harbour.parts, None)
    write(harbour.store, harbour.parts)
    possible = mss("facts", "--on", "2024-05", *store).json()
    certain = mss("facts", "--on", "2024-05", "--when", "certain", *store).json()
    assert fact["id"] in [f["id"] for f in possible]
    assert fact["id"] not in [f["id"] for f in certain]


@pytest.mark.parametrize("args", ["--on 2024-05 --on 2024-06", "--on=2024-05 --on=2024-05"])
def test_filter_with_one_value_is_given_once(mss: Call, args: str) -> None:
    for call in ("facts", "stances", "search harbour"):
        assert mss(*call.split(), *args.split()) == (
            2,
            "",
            "mss: --on: given twice; use it once\n",
        )


def test_period_before_the_store_is_named_although_open_dates_match(mss: Call) -> None:
    done = mss(
        "facts", "--until", "1999", "-n", "1", "--fields", "id", "--store", str(ROOT / "data")
    )
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert done.err.splitlines()[-1] == (
        "--until 1999 lies outside the dates of the store, 2021-01-01 to 2025-10-31"
    )


def test_about_a_country_hints_at_who(mss: Call) -> None:
    answer = mss("figures", "--about", "norland")
    assert answer.out == ""
    assert answer.err.splitlines()[-1] == "2 facts involve it; use --who norland"
    assert len(mss("figures", "--who", "norland", "--json").json()) == 2


# --- sources, topics, places --------------------------------------------------------------


def test_source_is_found_by_its_beginning(mss: Call) -> None:
    (source,) = mss("sources", "her", "--json").json()
    assert (source["file"], source["publisher"], source["facts"]) == (HERALD, "Norland Herald", 5)
    assert source["published"] == {
        "edtf": "2024-03",
        "basis": "inferred",
        "note": "The article prints no date; its events set the range.",
    }


def test_unknown_source_is_a_usage_error(mss: Call) -> None:
    for args in (["sources", "9"], ["sources", "9", "--json"]):
        assert mss(*args) == (
            2,
            "",
            "mss: SOURCE: no source is called '9'; use one of Sable Gazette, Norland Herald, "
            "Sable Tribune\n",
        )


@pytest.mark.parametrize(
    ("typed", "file"),
    [("norl", "herald.txt"), ("sable gaz", "gazette.txt"), ("Sable Tribun", "tribune.txt")],
)
def test_source_is_found_by_the_start_of_its_name(mss: Call, typed: str, file: str) -> None:
    answer = mss("sources", typed, "--fields", "file")
    assert (answer.code, answer.out) == (0, f"{file}\n")


def test_one_or_two_letters_are_no_start_of_a_source_name(mss: Call) -> None:
    assert mss("sources", "no").code == 2


def test_sources_in_a_pipe_show_the_basis_and_one_source_its_note(mss: Call) -> None:
    lines = mss("sources").out.splitlines()
    assert [line.split("\t")[3] for line in lines] == ["explicit", "inferred", "inferred"]
    assert mss("sources", "herald").out.endswith(
        "\tThe article prints no date; its events set the range.\n"
    )


def test_topics_count_facts_of_narrower_topics(mss: Call) -> None:
    counts = {topic["id"]: topic["facts"] for topic in mss("topics", "--json").json()}
    assert counts == {"bridge": 12, "cost": 2, "council": 1, "ferry": 1, "marsh": 1, "workers": 3}


def test_places_count_their_facts(mss: Call, harbour: Harbour) -> None:
    assert mss("places").out == "port-sable\t15\tplace\tPort Sable\t\n"
    assert mss("places", "--store", str(harbour.store)).out == (
        "blue-harbour\t3\tplace\tBlue Harbour\t\n"
    )


def test_store_on_the_line_wins_over_the_environment(mss: Call, harbour: Harbour) -> None:
    assert mss("facts", "--store", str(harbour.store), "--fields", "id").out.split() == [
        "harbour-opened",
        "ana-blue",
        "boats-to-come",
    ]


def test_articles_are_not_needed_for_lists(mss: Call, bridge: Path) -> None:
    for file in (bridge / "articles").iterdir():
        assert file.stem not in mss("facts", "--articles", "/nowhere", "--json", "-q").err


def test_excel_alone_prints_csv(mss: Call) -> None:
    csv = mss("facts", "--format", "csv", "--excel")
    assert mss("facts", "--excel") == csv
    assert csv.out.startswith('\ufeff"id"')


@pytest.mark.parametrize(
    ("flags", "name"),
    [
        (["--json"], "--json"),
        (["--format", "tsv"], "--format tsv"),
        (["-f", "json"], "--format json"),
    ],
)
def test_excel_is_refused_with_another_format(mss: Call, flags: list[str], name: str) -> None:
    assert mss("facts", "--excel", *flags) == (
        2,
        "",
        f"mss: --excel and {name} cannot be combined; use --excel alone, which prints csv\n",
    )


def test_too_many_values_of_a_filter_are_refused(mss: Call) -> None:
    names = ",".join(f"braga{n}" for n in range(101))
    error = "mss: --who: 101 values are too many; give at most 100\n"
    assert mss("facts", "--who", names) == (2, "", error)
    repeated = [part for n in range(101) for part in ("--topic", f"bridge{n}")]
    assert mss("facts", *repeated).err == error.replace("--who", "--topic")
    assert mss("facts", *["--who", "braga"] * 500, "--json").out == (
        mss("facts", "--who", "braga", "--json").out
    )


def test_source_that_straddles_the_as_of_day_is_named(mss: Call, harbour: Harbour) -> None:
    published = {"edtf": "2021-05-03/2021-05-20", "basis": "inferred", "note": None}
    harbour.parts["sources"][0]["published"] = published
    derive.derive(harbour.parts, None)
    write(harbour.store, harbour.parts)
    call = ("facts", "--store", str(harbour.store), "--fields", "id", "--known-by")
    counted = mss(*call, "2021-05-10")
    assert len(counted.out.splitlines()) == 3
    assert counted.err.splitlines()[0] == (
        "--known-by 2021-05-10: these sources may have been published later and are counted; "
        "--when certain leaves them out: harbour.txt"
    )
    certain = mss(*call, "2021-05-10", "--when", "certain")
    assert (certain.code, certain.out) == (0, "")
    assert certain.err.splitlines()[0] == (
        "--known-by 2021-05-10: these sources may have been published later and are "
        "left out: harbour.txt"
    )
    assert len(mss(*call, "2021-05-20", "--when", "certain").out.splitlines()) == 3
    assert "later" not in mss(*call, "2021-05-20").err
    conflicts = ("conflicts", "--store", str(harbour.store), "--known-by", "2021-05-10")
    assert mss(*conflicts, "--when", "certain", "--json").out == "[]\n"
