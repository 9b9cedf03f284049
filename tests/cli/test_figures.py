"""mss figures: numbers by measure, promises beside deliveries, plots."""

from typing import Any

import pytest
from conftest import Call, Harbour, write

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


def test_promises_stand_beside_deliveries(mss: Call) -> None:
    assert mss("figures", "--promised-vs-delivered") == (
        0,
        "bridge-cost\t○ 40,000,000 crowns; planned, 2023-05-09, superseded; gazette.txt; "
        "cost-40-million; ○ 55,000,000 crowns; planned, 2024-03; herald.txt; cost-55-million\t"
        "none reported of this\n"
        "norland-workers\t○ 300 workers; pledged, 2023-05-09; gazette.txt; workers-300-promised\t"
        "● about 120 workers; delivered, 2024-03; herald.txt; tribune.txt; workers-120-arrived\n",
        "2 series\n",
    )


def test_filters_choose_series_and_show_both_sides(mss: Call) -> None:
    def workers(*args: str) -> Any:
        every = mss("figures", "--promised-vs-delivered", "--json", *args).json()
        return next(row for row in every if row["series"] == "norland-workers")

    row = workers()
    assert [f["id"] for f in row["promised"]] == ["workers-300-promised"]
    assert [f["id"] for f in row["delivered"]] == ["workers-120-arrived"]
    assert row["sources"] == ["gazette.txt", "herald.txt", "tribune.txt"]
    assert workers("--status", "planned", "--limit", "1", "--match", "300") == row
    early = workers("--known-by", "2023")
    assert (len(early["promised"]), early["delivered"]) == (1, [])


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
        "       gazette.txt",
        "  b  ● about 120 workers, delivered, 2024-03",
        "       herald.txt",
        "       tribune.txt",
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
    (["--measure", "boats"], "--measure: unknown measure 'boats'; use one of bridge-cost-"),
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
