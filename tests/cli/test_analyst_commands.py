"""The analyst's commands: numbers, quotes, stances, the timeline, the thin record."""

from typing import Any

import pytest
from conftest import Call, Harbour, write

from mss_cli import limits
from mss_cli.facts.kinds import STAGES, VOICES
from mss_cli.facts.model import Fact
from mss_cli.facts.stances import in_succession, movements
from mss_cli.facts.voices import voice
from mss_cli.query.statistics import months
from mss_cli.stores.loading import load
from scripts import derive

STORE = load()
FACTS = STORE.facts_by_id


def ids(answer: Any) -> list[str]:
    return [record["id"] for record in answer.json()]


# --- figures ------------------------------------------------------------------------------


def test_every_number_is_listed_by_measure_in_order_of_time(mss: Call) -> None:
    figures = mss("figures", "--json").json()
    assert {f["id"] for f in figures} == {f["id"] for f in STORE.facts if f["quantity"]}
    measures = [f["quantity"]["measure"] for f in figures]
    assert measures == sorted(measures, key=measures.index)  # each in one piece
    stages = [f["stage"] for f in figures if f["series"] == "kenyan-officers"]
    assert stages == sorted(stages, key=list(STAGES).index)
    assert mss("figures", "--measure", "kenyan-officers-deployed").out == (
        "Kenyan officers deployed [kenyan-officers-deployed]\t2024-09\tmonth, inferred\toccurred\t"
        "about 400 police officers\tAbout 400 Kenyan police officers had been deployed to Haiti "
        "by September 2024.\t\t000_b366583df173b4b8.txt; 001_a18d88aab99cdd82.txt; "
        "002_c576f9b1fd7ffba3.txt\tkenyan-officers-400-deployed\n"
    )


def test_a_measure_is_named_by_its_words_too(mss: Call) -> None:
    answer = mss("figures", "--measure", "displaced", "--json")
    assert ids(answer) == ["displaced-over-700000"]
    assert answer.err.splitlines()[0] == (
        "displaced → People displaced inside Haiti (also called 'displaced')"
    )


def test_promises_stand_beside_deliveries_whole_whatever_the_filter(mss: Call) -> None:
    def officers(*args: str) -> Any:
        every = mss("figures", "--promised-vs-delivered", "--json", *args).json()
        return next(row for row in every if row["series"] == "kenyan-officers")

    row = officers()
    assert [f["quantity"]["value"] for f in row["promised"]] == [1000, 1000, 600, 600]
    assert [f["id"] for f in row["delivered"]] == ["kenyan-officers-400-deployed"]
    assert row["sources"] == sorted(
        {s for side in ("promised", "delivered") for f in row[side] for s in f["sources"]}
    )
    assert officers("--status", "planned", "--limit", "1", "--since", "2024-10") == row
    then = officers("--known-by", "2024-09-24")
    assert [f["quantity"]["value"] for f in then["promised"]] == [1000]


def test_what_is_only_promised_says_that_no_delivery_of_it_is_reported(mss: Call) -> None:
    answer = mss("figures", "--promised-vs-delivered", "--match", "1,900")
    assert answer.out == (
        "additional-troops\t○ 1,900 troops; pledged, 2024-09, qualified; "
        "000_b366583df173b4b8.txt; troops-1900-pledged\tnone reported of this\n"
    )
    assert answer.err == "1 series\n"


def test_a_store_without_measures_json_has_its_measures_all_the_same(
    mss: Call, harbour: Harbour
) -> None:
    (harbour.store / "measures.json").unlink()
    answer = mss("figures", "--store", str(harbour.store))
    assert answer.code == 0
    assert answer.out.startswith("boats-expected\tundated\tunknown\tplanned\tabout 40 boats\t")
    assert mss("verify", "--store", str(harbour.store)).code == 0
    sides = mss("figures", "--promised-vs-delivered", "--store", str(harbour.store))
    assert (sides.code, sides.out) == (0, "")


def test_a_measure_that_measures_json_does_not_know_is_refused(mss: Call, harbour: Harbour) -> None:
    harbour.parts["measures"] = [
        {
            "id": "ships",
            "label": "Ships",
            "alt_labels": [],
            "series": "ships",
            "stage": "planned",
            "definition": "Ships.",
        }
    ]
    write(harbour.store, harbour.parts)
    answer = mss("figures", "--store", str(harbour.store))
    assert (answer.code, answer.out) == (2, "")
    assert "'boats-to-come': quantity.measure names an unknown measure 'boats-ex" in answer.err


def test_a_plot_has_a_letter_for_each_number_and_a_legend(mss: Call) -> None:
    answer = mss("figures", "--plot", "--measure", "kenyan officers", "--measure", "next batch")
    lines = answer.out.splitlines()
    assert lines[0] == "kenyan-officers (police officers)"
    canvas = lines[1 : lines.index("")]
    assert all(len(line) <= 80 for line in canvas)
    drawn = "".join(line.partition("|")[2] for line in canvas[1:14])
    assert [drawn.count(letter) for letter in "abc"] == [1, 1, 1]
    legend = lines[lines.index("") + 1 :][:9]
    assert legend[:2] == [
        "  a  ○ 600 police officers, outstanding, 2024-09-21/2024-09-22, qualified",
        "       002_c576f9b1fd7ffba3.txt",
    ]
    assert "\x1b" not in answer.out
    assert "Kenyan officers deployed [kenyan-officers-deployed]" in lines


def test_two_numbers_at_one_place_stand_side_by_side() -> None:
    from mss_cli.output.formats.plot import drawn
    from mss_cli.output.result import Plot, Point, Style

    days = ("2024-09-01", "2024-09-30")
    points = [Point(*days, 12, "boats", "●", f"n{n}", ("a.txt",)) for n in range(3)]
    canvas = drawn(Plot("boats", tuple(points)), Style()).split("\n\n")[0]
    assert "abc" in canvas


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((-5, 7), ["8.4", "-8.4"]),
        ((2_600_000_000, 1), ["3,600.0 m", "0.0 m"]),
        ((0, 0), ["1.2", "0"]),
        ((5e-324, 0), ["1.2", "0"]),  # the least number: a tenth of it is none
        ((0.5, 0.25), ["0.6", "0"]),
        ((1e15, 1), ["1,200.0 tn", "0.0 tn"]),
    ],
)
def test_the_scale_holds_every_value(values: tuple[float, float], ticks: list[str]) -> None:
    from mss_cli.output.formats.plot import drawn
    from mss_cli.output.result import Plot, Point, Style

    days = ("0001-01-01", "0001-01-31"), ("9999-12-01", "9999-12-31")
    points = [
        Point(*d, v, "boats", "●", "n", ("a.txt",)) for d, v in zip(days, values, strict=True)
    ]
    lines = drawn(Plot("boats", tuple(points)), Style()).splitlines()
    scale = [line.partition("|")[0].strip() for line in lines[2:15]]
    assert [scale[0], scale[-1]] == ticks
    canvas = "".join(line.partition("|")[2] for line in lines[2:15])
    assert (canvas.count("a"), canvas.count("b")) == (1, 1)


def test_more_numbers_than_letters_are_counted_as_not_drawn_and_narrow_has_a_legend() -> None:
    from mss_cli.output.formats.plot import drawn
    from mss_cli.output.result import Plot, Point, Style

    many = [
        Point("2024-09-01", "2024-09-30", n, "boats", "●", f"n{n}", ("a.txt",)) for n in range(60)
    ]
    plot = Plot("boats", tuple(many))
    assert drawn(plot, Style()).count("a.txt") == limits.MAX_PLOT_POINTS == 52
    narrow = drawn(plot, Style(width=40)).splitlines()
    assert narrow[:3] == ["boats", "", "  a  ● n0"]


PLOTS = [
    (["--plot", "--json"], "--plot: it draws for people; leave the format out, or use table"),
    (["--plot", "--format", "csv"], "--plot: it draws for people; leave the format out, or use"),
    (
        ["--plot", "--promised-vs-delivered"],
        "--plot: it cannot go with --promised-vs-delivered; give one of the two",
    ),
    (["--plot", "--fields", "id"], "--plot: it cannot go with --fields; give one of the two"),
    (["--measure", "boats"], "--measure: unknown measure 'boats'; use one of additional-troops-"),
    (["--measure", ""], "--measure: the name is empty; give a name or an id"),
]


@pytest.mark.parametrize(("args", "said"), PLOTS)
def test_what_figures_refuses_is_one_line(mss: Call, args: list[str], said: str) -> None:
    answer = mss("figures", *args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: {said}")
    assert answer.err.count("\n") == 1


def test_nothing_about_a_country_points_to_what_it_does(mss: Call) -> None:
    answer = mss("figures", "--about", "belize")
    assert answer.out == ""
    assert "2 facts involve it: --who belize" in answer.err.splitlines()


# --- quotes -------------------------------------------------------------------------------

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
def test_a_persons_words_are_told_from_an_institutions_and_the_articles(
    fact: str, whose: str
) -> None:
    assert voice(STORE.entities, FACTS[fact]) == whose


def test_quotes_leave_the_articles_own_voice_out_unless_asked(mss: Call) -> None:
    quotes = mss("quotes", "--json").json()
    assert {q["voice"] for q in quotes} == set(VOICES) - {"article"}
    own = mss("quotes", "--voice", "article", "--json").json()
    assert {q["voice"] for q in own} == {"article"}
    assert len(quotes) + len(own) == len(STORE.facts)
    both = mss("quotes", "--voice", "person,institution", "--json").json()
    assert {q["voice"] for q in both} == {"person", "institution"}


def test_a_quote_says_who_when_to_whom_where_and_in_whose_words(mss: Call) -> None:
    answer = mss("quotes", "--by", "guterres", "--match", "fragile", "--header")
    header, line = answer.out.splitlines()
    cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
    assert cells == {
        "date": "2025-08",
        "precision": "month, inferred",
        "status": "occurred",
        "said_by": "António Guterres",
        "said_to": "UN Security Council",
        "text": FACTS["guterres-fragile-gains"]["text"],
        "phrases": "“decisive and coordinated”; “fragile gains”",
        "sources": "004_8cec4203320b9d43.txt",
        "id": "guterres-fragile-gains",
        "voice": "a person's words",
        "occasion": "guterres-speaks-council-2025-08",
    }


@pytest.mark.parametrize("width", ["70", "80", "99", "100", "120"])
def test_the_voice_stands_at_every_width(
    mss: Call, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = mss("quotes", "--by", "guterres", "--on", "2025-08", "--format", "table").out
    for part in ("person's", "position,", "Security", "Guterres", "a", "to"):
        assert part in out.split()


def test_an_unknown_voice_is_refused(mss: Call) -> None:
    answer = mss("quotes", "--voice", "choir")
    assert (answer.code, answer.err) == (
        2,
        "mss: --voice: unknown value 'choir'; use one of person, institution, position, article\n",
    )


# --- stances ------------------------------------------------------------------------------


def test_the_united_states_propose_drop_and_propose_again(mss: Call) -> None:
    stances = mss("stances", "--by", "us", "--on", "peacekeeping-transition", "--json").json()
    assert [(s["stance"]["position"], s["moved"]) for s in stances] == [
        ("supports", False),
        ("withdrawn", True),
        ("supports", True),
    ]
    assert stances[2]["previous"] == "us-withdraws-un-force-2024-09"


def test_a_move_is_the_same_whatever_is_listed_but_not_known_too_early(mss: Call) -> None:
    def november(*args: str) -> Any:
        return next(
            s
            for s in mss("stances", "--by", "kenya", "--json", *args).json()
            if s["id"] == "kenya-supports-appeal-2024-11"
        )

    assert november()["previous"] == "kenya-ready-transition-2024-09"
    assert november()["moved"] is True
    assert november("--on", "2024-11") == november("--source", "003") == november()
    early = mss("stances", "--by", "ecuador", "--known-by", "2024-09-24", "--json").json()
    assert [(s["id"], s["previous"]) for s in early] == [("stance-ecuador-un-force-2024", None)]


def stance(name: str, position: str, start: str | None, end: str | None, *after: str) -> Fact:
    held = {"holder": "mayor", "on": "harbour", "position": position}
    dates = {"date": start and "x", "date_start": start, "date_end": end}
    return {"id": name, "status": "x", "stance": held, "superseded_by": list(after), **dates}  # type: ignore[typeddict-item]


def test_only_what_certainly_came_earlier_comes_before() -> None:
    wide = stance("wide", "supports", "2023-10-01", "2025-02-28")
    may = stance("may", "opposes", "2024-05-01", "2024-05-31")
    june = stance("june", "supports", "2024-06-01", "2024-06-30", "drop")
    drop = stance("drop", "withdrawn", "2024-06-01", "2024-06-30")
    undated = stance("undated", "neutral", None, None)
    every = [undated, drop, june, may, wide]
    before = {k: v and v["id"] for k, v in movements(every, every).items()}
    assert before == {"wide": None, "may": None, "june": "may", "drop": "june", "undated": None}


def test_a_chain_on_one_day_is_listed_from_its_first_to_its_last() -> None:
    day = ("2024-05-01", "2024-05-01")
    chain = [stance("a", "opposes", *day), stance("m", "neutral", *day, "a")]
    chain.append(stance("z", "supports", *day, "m"))
    assert [f["id"] for f in in_succession(chain)] == ["z", "m", "a"]
    denied = stance("old", "supports", "2023-05-01", "2023-05-01") | {"status": "denied"}
    before = movements(chain, [*chain, denied])
    assert {k: v and v["id"] for k, v in before.items()} == {"z": None, "m": "z", "a": "m"}


def test_on_takes_a_question_or_a_date(mss: Call) -> None:
    question = mss("stances", "--on", "peace", "--json")
    assert {s["stance"]["on"] for s in question.json()} == {"peacekeeping-transition"}
    assert question.err.splitlines()[0] == (
        "peace → Transition to UN peacekeeping (the start of a word in 'peacekeeping')"
    )
    dated = mss("stances", "--on", "2025-08", "--json").json()
    assert {s["stance"]["on"] for s in dated} > {"un-support"}
    both = mss("stances", "--on", "un-support", "--since", "2025-08", "--json").json()
    assert {s["id"] for s in both} < {s["id"] for s in mss("stances", "--json").json()}
    answer = mss("stances", "--on", "cheese")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "mss: --on: 'cheese' is neither a date nor a topic; 'mss topics' lists the topics, "
        "'mss stances --help' the forms of dates\n"
    )


def test_people_see_a_matrix_of_one_question(mss: Call) -> None:
    args = ("stances", "--on", "peacekeeping-transition", "--by", "united states", "--by", "kenya")
    table = mss(*args, "--format", "table").out.splitlines()
    assert table[:12] == [
        "Transition to UN peacekeeping, over time",
        "Holder          2023-10           2024-09         2024-11",
        "──────────────────────────────────────────────────────────",
        "Kenya           supports          conditional     supports",
        "                (004)             (000 002)       (003)",
        "                2023-10/2025-02",
        "United States                     supports        supports",
        "                                  (000 002 003)   (003)",
        "                                  → withdrawn",
        "                                  (002)",
        "",
        "Transition to UN peacekeeping [peacekeeping-transition]",
    ]
    assert "over time" not in mss(*args).out
    assert len(mss(*args, "--json").json()) == 7


# --- timeline, stats ----------------------------------------------------------------------


def test_the_timeline_is_events_drawn_for_people_and_listed_for_pipes(mss: Call) -> None:
    args = ("timeline", "--on", "2024-09-30", "--when", "certain")
    piped = mss(*args)
    assert [line.split("\t")[0] for line in piped.out.splitlines()] == ["2024-09-30"] * 3
    assert piped.err.splitlines()[0] == "3 facts (of 201 in the store)"
    assert "of other kinds: --kind stance,statement, ..." in piped.err
    drawn = mss(
        "timeline",
        "--on",
        "2024-09",
        "--about",
        "deployment",
        "--who",
        "jamaica",
        "--format",
        "table",
    )
    assert drawn.out.splitlines()[:7] == [
        "2024",
        "Sep                              What · Source",
        "────────────────────────────────────────────────────────────────────────────────",
        "┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄●┄┄┄┄┄┄┄┄┄┄┄┄┄┄   Jamaica sent soldiers and police officers to",
        "2024-09                          Haiti in September 2024.",
        "month                            001_a18d88aab99cdd82.txt",
        "● occurred                       002_c576f9b1fd7ffba3.txt",
    ]
    kinds = mss("timeline", "--kind", "stance", "--json")
    assert {f["kind"] for f in kinds.json()} == {"stance"}
    assert "of other kinds" not in kinds.err
    nothing = mss("timeline", "--match", "zzz").err.splitlines()[0]
    assert nothing.startswith("no facts: of 201 in the store, keeping only events removed ")


def test_undated_events_stand_last_without_a_drawing(mss: Call) -> None:
    table = mss("timeline", "--status", "undated", "--format", "table")
    assert table.code == 0
    assert table.out.count("undated") == 3
    assert "●┄" not in table.out


def test_stats_count_what_the_filters_would_list(mss: Call) -> None:
    counted = {(row["by"], row["key"]): row for row in mss("stats", "--json").json()}
    everything = counted["all", "all"]
    assert everything["facts"] == len(STORE.facts)
    for field, state in (
        ("one_source", "one-source"),
        ("corroborated", "corroborated"),
        ("contradicted", "contradicted"),
        ("qualified", "qualified"),
        ("superseded", "superseded"),
        ("undated", "undated"),
    ):
        assert everything[field] == len(mss("facts", "--status", state, "--json").json())
    differ = mss("facts", "--status", "contradicted,qualified", "--json").json()
    assert everything["in_disagreement"] == len(differ)
    assert everything["by_source"] == {
        file: counted["source", file]["facts"] for file in everything["sources"]
    }
    assert sum(row["facts"] for (by, _), row in counted.items() if by == "kind") == len(STORE.facts)
    july = mss("stats", "--on", "2024-07", "--when", "certain", "--json").json()
    assert {row["key"] for row in july if row["by"] == "month"} == {"2024-07"}
    assert mss("stats", "--who", "middleton", "--json").out == "[]\n"


@pytest.mark.parametrize("args", [["--sort", "id"], ["--reverse"], ["--limit", "3"]])
def test_counts_are_neither_sorted_nor_cut(mss: Call, args: list[str]) -> None:
    answer = mss("stats", *args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "mss: --sort, --reverse, --limit: counts are neither sorted nor cut; leave them out\n"
    )


MONTHS = [
    (("2024-09-01", "2024-09-30"), ["2024-09"]),
    (("2024-11-20", "2025-01-02"), ["2024-11", "2024-12", "2025-01"]),
    (("2024-11-20", "2025-02-01"), ["longer"]),
    ((None, "2024-09-30"), ["longer"]),
    (("2024-09-01", None), ["longer"]),
]


@pytest.mark.parametrize(("bounds", "keys"), MONTHS)
def test_a_fact_counts_in_the_months_it_may_lie_in(
    bounds: tuple[str | None, str | None], keys: list[str]
) -> None:
    start, end = bounds
    fact = {"date": "x", "date_start": start, "date_end": end}
    assert months(fact) == keys  # type: ignore[arg-type]
    assert months({"date": None}) == ["undated"]  # type: ignore[typeddict-item]


@pytest.mark.parametrize("command", ["conflicts", "search kenya", "figures", "timeline", "quotes"])
def test_a_limit_below_zero_is_refused_everywhere(mss: Call, command: str) -> None:
    answer = mss(*command.split(), "--limit", "-1")
    assert (answer.code, answer.err) == (2, "mss: --limit: -1 is below zero; 0 is all\n")


@pytest.mark.parametrize("args", [["--sort", "id"], ["--reverse"], ["--limit", "2"]])
def test_conflicts_can_be_ordered_and_cut(mss: Call, args: list[str]) -> None:
    every = ids(mss("conflicts", "--json"))
    found = ids(mss("conflicts", "--json", *args))
    assert (
        found == {"--sort": sorted(every), "--reverse": every[::-1], "--limit": every[:2]}[args[0]]
    )


def test_conflicts_of_nothing_say_why(mss: Call) -> None:
    assert mss("conflicts", "--who", "belize", "--class", "contradiction").err.splitlines()[-1] == (
        "no such disagreement among 2 facts"
    )
    assert "--since 2026 removed" in mss("conflicts", "--since", "2026").err
    answer = mss("conflicts", "--class", "quarrel")
    assert (answer.code, answer.err) == (
        2,
        "mss: --class: unknown value 'quarrel'; use one of contradiction, qualified, superseded, "
        "corroborated\n",
    )


def test_a_derivation_is_shown_step_by_step(mss: Call) -> None:
    lines = [line.split("\t") for line in mss("show", "mandate-expires").out.splitlines()]
    assert [line[1:] for line in lines if line[0] == "How it was dated"] == [
        ["printed", "“Wednesday”"],
        ["anchor", "2024-09-30: the vote of Monday 30 September 2024, in 002_c576f9b1fd7ffba3.txt"],
        ["rule", "the nearest Wednesday after the anchor"],
        ["result", "2024-10-02"],
    ]
    assert "How it was dated" not in mss("show", "vote-unanimous").out


def test_a_lying_derivation_or_conflict_is_refused(mss: Call, harbour: Harbour) -> None:
    fact = harbour.parts["facts"][0]
    fact["date_basis"] = "inferred"
    fact["date_derivation"] = {
        "printed": "Monday",
        "anchor": "2021-05-03",
        "anchored_on": "the opening",
        "rule": "weekday-after",
        "count": None,
    }
    write(harbour.store, harbour.parts)
    assert mss("facts", "--store", str(harbour.store)).err.startswith(
        f"mss: store '{harbour.store}': facts.json 'harbour-opened': date 2021-05-03 is not the "
        "nearest Monday after the anchor (2021-05-03)"
    )
    fact["date_derivation"] = None
    fact["conflicts"] = [{"id": "x", "class": "contradiction", "property": "date"}]
    write(harbour.store, harbour.parts)
    assert "conflicts is not what readings and relations give" in (
        mss("facts", "--store", str(harbour.store)).err
    )


def test_derive_names_a_relation_that_leads_nowhere(harbour: Harbour) -> None:
    relation = {"type": "follows", "fact": "nowhere", "note": None}
    harbour.parts["facts"][0]["relations"] = [relation]
    with pytest.raises(ValueError, match="harbour-opened: there is no fact or source 'nowhere'"):
        derive.derive(harbour.parts, None)


def test_conflicts_are_chosen_by_one_of_their_facts_and_ordered_by_it(mss: Call) -> None:
    args = ("conflicts", "--source", "003", "--class", "qualified", "--json")
    shown = mss(*args).json()
    facts = {f["id"]: n for n, f in enumerate(mss("facts", "--source", "003", "--json").json())}
    assert all(any(f in facts for f in c["facts"]) for c in shown)
    assert any(not all(f in facts for f in c["facts"]) for c in shown)
    places = [
        min(facts[f] for f in c["facts"] if f in facts) for c in mss(*args, "--sort", "date").json()
    ]
    assert places == sorted(places)


def test_conflicts_count_what_is_cut(mss: Call) -> None:
    every = len(mss("conflicts", "--json").json())
    assert mss("conflicts", "--limit", "2").err == f"2 of {every} disagreements\n"
    assert mss("conflicts").err == f"{every} disagreements\n"
    assert mss("conflicts", "--class", "contradiction").err == "1 disagreement\n"


def test_figures_say_what_they_did_not_draw_and_what_they_keep(mss: Call) -> None:
    drawn = mss("figures", "--plot", "--measure", "kenyan-officers-pledged")
    assert drawn.err.splitlines()[-1] == (
        "1 number not drawn: undated, alone in its series, or too many"
    )
    assert drawn.out.startswith("Kenyan officers pledged [kenyan-officers-pledged]\n")
    single = mss("figures", "--plot", "--measure", "kenyan-officers-deployed")
    assert "not drawn" not in single.err
    assert single.out.startswith("kenyan-officers (police officers)\n")
    both = mss("figures", "--plot", "--who", "kenya").out
    assert "kenyan-contingents (" not in both  # alone in its series
    assert "keeping only numbers removed" in mss("figures", "--since", "2026").err
    measure = mss("figures", "--measure", "displaced", "--since", "2026").err
    assert "--measure displaced removed" in measure


def test_quotes_of_nobody_name_the_filter(mss: Call) -> None:
    assert "keeping only what was said removed" in mss("quotes", "--since", "2026").err
    assert "--voice article removed" in mss("quotes", "--voice", "article", "--since", "2026").err


def test_stats_list_sources_of_months_and_count_inferred_dates(mss: Call) -> None:
    lines = [line.split("\t") for line in mss("stats").out.splitlines()]
    rows = {(line[0], line[1]): line for line in lines}
    assert rows["month", "2024-02"] == [
        *("month", "2024-02", "1", "1", "0", "0", "0", "001_a18d88aab99cdd82.txt 1"),
    ]
    assert rows["source", "000_b366583df173b4b8.txt"][-1] == ""
    inferred = [f for f in STORE.facts if f["date_basis"] in ("relative", "inferred")]
    assert rows["all", "all"][5] == str(len(inferred))


FITTED = [
    ([10, 10], [0, 0], [1, 1], 20, [10, 10]),
    ([10, 40], [0, 0], [4, 4], 30, [10, 20]),
    ([30, 40], [24, 0], [4, 4], 40, [24, 16]),  # what must not be broken gives way last
    ([30, 40], [24, 34], [4, 4], 40, [20, 20]),
    ([30, 40], [24, 34], [9, 25], 40, [15, 25]),  # then the words of headers
    ([30, 40], [24, 34], [30, 30], 10, [5, 5]),  # nothing is cut off
    ([90], [0], [4], 20, [20]),
]


@pytest.mark.parametrize(("natural", "least", "words", "room", "widths"), FITTED)
def test_the_widest_column_gives_way_first(
    natural: list[int], least: list[int], words: list[int], room: int, widths: list[int]
) -> None:
    from mss_cli.output.formats.widths import fitted

    assert fitted(natural, least, words, room) == widths
