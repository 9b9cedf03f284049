"""mss timeline, stats and conflicts."""

import pytest
from conftest import Call

pytestmark = pytest.mark.usefixtures("bridge")


def test_timeline_in_a_pipe_is_a_list_of_events(mss: Call) -> None:
    answer = mss("timeline")
    assert [line.split("\t")[-1] for line in answer.out.splitlines()] == [
        "bridge-announced",
        "work-began-2024-03",
        "bridge-to-open",
        "ferry-ended",
    ]
    assert answer.err.splitlines() == [
        "4 facts (of 15 in the store)",
        "11 facts of other kinds also match; to draw them, use --kind stance,statement, ...",
    ]


def test_timeline_on_a_terminal_is_drawn(mss: Call) -> None:
    assert mss("timeline", "--format", "table").out.splitlines()[:8] == [
        "2023      2024      2025",
        "May     ⋯ Mar     ⋯ Dec        Text · Sources",
        "────────────────────────────────────────────────────────────────────────────────",
        " ●                             Mayor Ana Núñez announced that Port Sable would",
        "2023-05-08                     build a bridge over the marsh.",
        "day, relative                  Sable Gazette",
        "● occurred                     bridge-announced",
        "",
    ]


def test_undated_events_stand_last_without_a_drawing(mss: Call) -> None:
    table = mss("timeline", "--status", "undated", "--format", "table").out
    assert table.count("undated") == 1
    assert "●┄" not in table


def test_timeline_of_other_kinds_has_no_hint(mss: Call) -> None:
    kinds = mss("timeline", "--kind", "stance", "--json")
    assert {fact["kind"] for fact in kinds.json()} == {"stance"}
    assert kinds.err == "3 facts (of 15 in the store)\n"


def test_empty_timeline_says_why(mss: Call) -> None:
    assert mss("timeline", "--match", "zzz").err.splitlines()[0] == (
        "no facts: of 15 in the store, the filter for events leaves out 11; "
        "--match zzz leaves out 4"
    )


# --- stats --------------------------------------------------------------------------------


def test_stats_count_states_sources_months_and_kinds(mss: Call) -> None:
    assert mss("stats").out.splitlines() == [
        "all\tall\t15\t13\t3\t8\t2\tgazette.txt 6; herald.txt 5; tribune.txt 6",
        "source\tgazette.txt\t6\t6\t0\t2\t1\t",
        "source\therald.txt\t5\t3\t2\t4\t0\t",
        "source\ttribune.txt\t6\t4\t2\t4\t1\t",
        "month\t2023-05\t5\t5\t0\t2\t0\tgazette.txt 5",
        "month\t2024-03\t4\t2\t2\t4\t0\therald.txt 4; tribune.txt 2",
        "month\t2024-04\t2\t2\t1\t2\t0\ttribune.txt 2",
        "month\tlonger\t2\t2\t0\t0\t0\therald.txt 1; tribune.txt 1",
        "month\tundated\t2\t2\t0\t0\t2\tgazette.txt 1; tribune.txt 1",
        "kind\tevent\t4\t3\t1\t2\t1\tgazette.txt 2; herald.txt 2; tribune.txt 1",
        "kind\tfigure\t4\t3\t0\t2\t0\tgazette.txt 2; herald.txt 2; tribune.txt 1",
        "kind\tstatement\t2\t2\t0\t2\t0\tgazette.txt 1; tribune.txt 1",
        "kind\tstance\t3\t3\t2\t2\t0\tgazette.txt 1; herald.txt 1; tribune.txt 1",
        "kind\trole\t1\t1\t0\t0\t0\ttribune.txt 1",
        "kind\tcondition\t1\t1\t0\t0\t1\ttribune.txt 1",
    ]


def test_stats_count_what_the_filters_would_list(mss: Call) -> None:
    everything = mss("stats", "--json").json()[0]
    for field, state in (
        ("one_source", "one-source"),
        ("corroborated", "corroborated"),
        ("contradicted", "contradicted"),
        ("qualified", "qualified"),
        ("superseded", "superseded"),
        ("undated", "undated"),
        ("in_disagreement", "contradicted,qualified"),
    ):
        assert everything[field] == len(mss("facts", "--status", state, "--json").json()), field
    march = mss("stats", "--on", "2024-03", "--when", "certain", "--json").json()
    assert {row["key"] for row in march if row["by"] == "month"} == {"2024-03"}
    assert mss("stats", "--match", "middleton", "--json").out == "[]\n"


@pytest.mark.parametrize("args", [["--sort", "id"], ["--reverse"], ["--limit", "3"]])
def test_stats_refuse_order_and_limit(mss: Call, args: list[str]) -> None:
    assert mss("stats", *args) == (
        2,
        "",
        f"mss: stats has no option {args[0]}; try: mss stats --help\n",
    )


# --- conflicts ----------------------------------------------------------------------------

CONFLICTS = [
    "work-began-2024-03--date",
    "braga-accepts-bridge-2024-03--braga-supports-bridge-2024-04",
    "cost-40-million--superseded",
]
AGREEMENTS = ["workers-120-arrived--corroborated", "work-began-2024-03--corroborated"]


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ([], CONFLICTS),
        (["--sort", "id"], sorted(CONFLICTS)),
        (["--reverse"], CONFLICTS[::-1]),
        (["--limit", "2"], CONFLICTS[:2]),
        (["--class", "qualified,superseded"], CONFLICTS[1:3]),
        (["--source", "tribune", "--class", "qualified"], CONFLICTS[1:2]),
        (["--class", "corroborated"], AGREEMENTS),
        (["--class", "corroborated", "--who", "norland"], AGREEMENTS[:1]),
        (["--who", "norland"], []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_conflicts_are_filtered_ordered_and_limited(
    mss: Call, args: list[str], ids: list[str]
) -> None:
    assert [conflict["id"] for conflict in mss("conflicts", "--json", *args).json()] == ids


def test_conflicts_are_counted(mss: Call) -> None:
    agreements = "2 agreements: mss conflicts --class corroborated\n"
    assert mss("conflicts").err == f"3 conflicts\n{agreements}"
    assert mss("conflicts", "--limit", "2").err == f"2 of 3 conflicts\n{agreements}"
    assert mss("conflicts", "--class", "contradiction").err == "1 conflict\n"


def test_no_conflict_found_counts_the_facts_searched(mss: Call) -> None:
    assert mss("conflicts", "--who", "ana nunez").err == "no such conflict among 3 facts\n"
    assert mss("conflicts", "--match", "zzz").err.splitlines()[0] == (
        "no facts: none of the 15 in the store matches --match zzz"
    )


def test_unknown_class_is_refused(mss: Call) -> None:
    assert mss("conflicts", "--class", "quarrel") == (
        2,
        "",
        "mss: --class: unknown value 'quarrel'; use one of contradiction, qualified, superseded, "
        "corroborated\n",
    )
