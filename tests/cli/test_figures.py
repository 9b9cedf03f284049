"""mss figures: numbers by measure, promises beside deliveries, plots."""

import csv
import json
from typing import Any

import pytest
from conftest import Call, Harbour, write

from mss_cli.cli.commands.figures import SIDE_FIELDS
from scripts import derive

pytestmark = pytest.mark.usefixtures("bridge")


def test_figures_are_listed_by_measure_then_date(mss: Call) -> None:
    figures = mss("figures", "--json").json()
    assert [(f["series"], f["stage"], f["id"]) for f in figures] == [
        ("bridge-cost", "planned", "cost-40-million"),
        ("bridge-cost", "planned", "cost-55-million"),
        ("norland-workers", "pledged", "workers-300-promised"),
        ("norland-workers", "delivered", "workers-120-arrived"),
    ]


def test_measure_is_found_by_its_words(mss: Call) -> None:
    answer = mss("figures", "--measure", "arrived")
    assert answer.out == (
        "Workers arrived [norland-workers-arrived]\t2024-03\tmonth, inferred\toccurred\tabout 120 "
        "workers\tAbout 120 workers from Norland had come to Port Sable by March 2024.\t\t"
        "herald.txt; tribune.txt\tworkers-120-arrived\n"
    )
    assert answer.err == (
        "arrived → Workers arrived (in 'Workers arrived')\n1 fact (of 15 in the store)\n"
    )


def test_promises_stand_beside_deliveries_on_a_terminal(mss: Call) -> None:
    assert mss("figures", "--promised-vs-delivered", "--format", "table", "--who", "norland") == (
        0,
        "norland-workers\n"
        "Promised               Delivered\n"
        "──────────────────────────────────────────\n"
        "○ 300 workers          ● about 120 workers\n"
        "pledged, 2023-05-09    delivered, 2024-03\n"
        "Sable Gazette          Norland Herald\n"
        "workers-300-promised   Sable Tribune\n"
        "                       workers-120-arrived\n",
        "1 series; promised includes planned and proposed; do not add the numbers up\n",
    )


SIDES = ("figures", "--promised-vs-delivered", "--header", "--format")
SIDE_HEADER = (
    "series,side,stage,quantity.value,quantity.low,quantity.high,quantity.qualifier,quantity.unit,"
    "quantity.measure,date,date_start,date_end,date_precision,date_basis,status,states,said_by,"
    "text,sources,superseded_by,id"
)


def test_promises_and_deliveries_are_flat_rows_in_csv(mss: Call) -> None:
    answer = mss(*SIDES, "csv", "--who", "norland")
    assert answer.out == (
        f"{SIDE_HEADER}\n"
        "norland-workers,promised,pledged,300,,,,workers,norland-workers-pledged,2023-05-09,"
        "2023-05-09,2023-05-09,day,explicit,planned,,,"
        "Norland promised to send 300 workers for the bridge.,gazette.txt,,workers-300-promised\n"
        "norland-workers,delivered,delivered,120,,,about,workers,norland-workers-arrived,2024-03,"
        "2024-03-01,2024-03-31,month,inferred,occurred,,,"
        "About 120 workers from Norland had come to Port Sable by March 2024.,"
        "herald.txt; tribune.txt,,workers-120-arrived\n"
    )
    assert (
        answer.err
        == "1 series; promised includes planned and proposed; do not add the numbers up\n"
    )


def test_promises_and_deliveries_are_the_same_rows_in_every_flat_format(mss: Call) -> None:
    rows = [line.split("\t") for line in mss(*SIDES, "tsv").out.splitlines()]
    assert rows[0] == SIDE_HEADER.split(",")
    assert [row[:4] + row[15:16] + row[19:] for row in rows[1:]] == [
        "bridge-cost promised planned 40000000 superseded cost-55-million cost-40-million".split(),
        ["bridge-cost", "promised", "planned", "55000000", "", "", "cost-55-million"],
        ["norland-workers", "promised", "pledged", "300", "", "", "workers-300-promised"],
        ["norland-workers", "delivered", "delivered", "120", "", "", "workers-120-arrived"],
    ]
    table = list(csv.reader(mss(*SIDES, "csv").out.splitlines()))
    assert table == rows
    lines = mss(*SIDES, "markdown").out.splitlines()
    assert len(lines) == 6
    assert lines[2].startswith(r"| bridge-cost | promised | planned | 40000000 | ")
    records = mss(*SIDES, "json").json()
    assert [json.loads(line) for line in mss(*SIDES, "ndjson").out.splitlines()] == records
    assert [list(record) for record in records] == [list(SIDE_FIELDS)] * 4
    assert [record["quantity"]["value"] for record in records] == [40_000_000, 55_000_000, 300, 120]


def test_fields_of_promises_and_deliveries_can_be_chosen(mss: Call) -> None:
    answer = mss(*SIDES, "table", "--fields", "side,quantity.value", "--who", "norland")
    assert [line.split() for line in answer.out.splitlines()[2:]] == [
        ["promised", "300"],
        ["delivered", "120"],
    ]


def test_filters_choose_series_and_show_both_sides(mss: Call) -> None:
    def workers(*args: str) -> Any:
        rows = mss("figures", "--promised-vs-delivered", "--json", *args).json()
        return [(r["side"], r["id"]) for r in rows if r["series"] == "norland-workers"]

    both = [("promised", "workers-300-promised"), ("delivered", "workers-120-arrived")]
    assert workers() == both
    assert workers("--status", "planned", "--limit", "1", "--match", "300") == both
    assert workers("--known-by", "2023") == both[:1]


def test_plot_has_a_letter_for_each_number_and_a_legend(mss: Call) -> None:
    answer = mss("figures", "--plot", "--who", "norland")
    lines = answer.out.splitlines()
    assert lines[0] == "norland-workers (workers)"
    canvas = lines[1 : lines.index("")]
    assert all(len(line) <= 80 for line in canvas)
    drawn = "".join(line.partition("|")[2] for line in canvas[1:14])
    assert [drawn.count(letter) for letter in "abc"] == [1, 1, 0]
    assert lines[lines.index("") + 1 :][:5] == [
        "  a  ○ 300 workers, pledged, 2023-05-09",
        "       Sable Gazette",
        "  b  ● about 120 workers, delivered, 2024-03",
        "       Norland Herald",
        "       Sable Tribune",
    ]
    assert "\x1b" not in answer.out


def test_plot_says_how_many_numbers_it_leaves_out(mss: Call, harbour: Harbour) -> None:
    boats = next(fact for fact in harbour.parts["facts"] if fact["id"] == "boats-to-come")
    dated = {**boats, "id": "boats-in-june", "date": "2021-06", "date_basis": "explicit"}
    harbour.parts["facts"].append(dated)
    derive.derive(harbour.parts, None)
    write(harbour.store, harbour.parts)
    assert mss("figures", "--plot", "--store", str(harbour.store)).err.splitlines() == [
        "2 facts (of 4 in the store)",
        "1 number not drawn: undated, alone in its series, or too many",
    ]
    assert "not drawn" not in mss("figures", "--plot").err


REFUSED = [
    (["--plot", "--json"], "--plot: a plot is not a machine format; leave out the format, or "),
    (["--plot", "--format", "csv"], "--plot: a plot is not a machine format; leave out the format"),
    (
        ["--plot", "--promised-vs-delivered"],
        "--plot: cannot be combined with --promised-vs-delivered; use one of them",
    ),
    (["--plot", "--fields", "id"], "--plot: cannot be combined with --fields; use one of them"),
    (
        ["--measure", "boats"],
        "--measure: nothing in the store is called 'boats'; use one of bridge-cost-",
    ),
    (["--measure", ""], "--measure: the name is empty; give a name or an id"),
]


@pytest.mark.parametrize(("args", "said"), REFUSED)
def test_impossible_options_are_refused_in_one_line(mss: Call, args: list[str], said: str) -> None:
    answer = mss("figures", *args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: {said}")
    assert answer.err.count("\n") == 1


def test_nothing_found_names_the_filter(mss: Call) -> None:
    late = mss("figures", "--since", "2026").err
    assert "the filter for numbers leaves out 11; --since 2026 leaves out 4\n" in late
    early = mss("figures", "--measure", "arrived", "--on", "2023").err
    assert "--measure arrived leaves out 14; --on 2023 leaves out 1\n" in early
