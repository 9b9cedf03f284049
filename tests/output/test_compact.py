"""--compact: one line for each fact, cut on a terminal and whole in a pipe."""

import pytest
from conftest import Call, Harbour, write

from mss_cli.output.formats import render
from mss_cli.output.result import Column, Result, Row, Section, Style

COLUMNS = (
    Column("date", "Date", shape="date"),
    Column("status", "Status", shape="marks"),
    Column("text", "Text"),
    Column("sources", "Sources", shape="files"),
)
NAMES = {"a.txt": "The Herald", "b.txt": "A long title of an…"}


def printed(*rows: Row, width: int = 60, terminal: bool = True) -> list[str]:
    result = Result((Section("", COLUMNS, rows),), ())
    style = Style(width=width, terminal=terminal, names=NAMES)
    return "".join(render("compact", result, style)).splitlines()


def row(text: str, *files: str, state: tuple[str, ...] = ("occurred",), date: str = "2024") -> Row:
    return Row({}, (date, state, text, files))


def test_parts_stand_in_columns_and_lines_are_cut_on_a_terminal() -> None:
    assert printed(
        row("A short text.", "a.txt"),
        row("word " * 20, "b.txt", "a.txt", date="2024-09-21/2024-10"),
        row("A plan.", "a.txt", "b.txt", "c.txt", state=("planned", "superseded"), date=""),
    ) == [
        "2024                The Herald       A short text.",
        "2024-09-21/2024-10  A long titl… +1  word word word word wo…",
        "undated             The Herald +2    [planned, superseded]…",
    ]


def test_parts_are_whole_and_separated_by_tabs_in_a_pipe() -> None:
    assert printed(
        row("word " * 20 + "tab\there", "b.txt", "a.txt"),
        row("It goes on.", "a.txt", state=("ongoing", "qualified")),
        terminal=False,
    ) == [
        "2024\tA long title of an…; The Herald\t" + "word " * 20 + r"tab\there",
        "2024\tThe Herald\t[qualified] It goes on.",
    ]


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_wide_characters_are_cut_by_the_columns_that_they_take(width: int) -> None:
    (line,) = printed(row("漢字" * 100, "a.txt"), width=width)
    assert line.endswith("…")
    columns = sum(2 if c in "漢字" else 1 for c in line)
    assert columns in (width - 1, width)
    (line,) = printed(row("e\u0301" * 30, "a.txt"), width=80)
    assert "…" not in line


@pytest.mark.usefixtures("bridge")
def test_every_list_has_one_line_for_each_record(mss: Call) -> None:
    for call in ("facts", "events", "quotes", "stances", "search bridge", "conflicts", "topics"):
        args = call.split()
        assert len(mss(*args, "--compact", "-q").out.splitlines()) == len(
            mss(*args, "--json").json()
        )


@pytest.mark.usefixtures("bridge")
def test_facts_have_date_short_name_and_text(mss: Call) -> None:
    one = ("--limit", "1", "-q")
    text = "Mayor Ana Núñez announced that Port Sable would build a bridge over the marsh."
    line = f"2023-05-08\tSable Gazette\t{text}\n"
    assert mss("events", "--compact", *one).out == line
    assert mss("timeline", "--compact", *one).out == line
    assert mss("events", "--format", "compact", *one).out == line
    assert mss("show", "bridge-announced", "--compact", "-q").out == line
    fields = ("--compact", "--fields", "id,sources", "-q")
    assert mss("events", *fields, "--limit", "1").out == "bridge-announced\tgazette.txt\n"
    assert mss("show", "bridge-announced", *fields).out == "bridge-announced\tgazette.txt\n"
    promised = mss("figures", "--promised-vs-delivered", "--compact").out.splitlines()
    assert promised[0] == (
        "2023-05-09\tSable Gazette\t[planned, superseded] The bridge was to cost 40 million "
        "crowns, by the estimate of the Harbour Council."
    )
    assert len(promised) == 4
    assert len(mss("who", "nunez", "--compact").out.splitlines()) == 3


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--json"], "--json and --compact cannot be combined; use one of them\n"),
        (["--format", "csv"], "--compact and --format csv cannot be combined; use one of them\n"),
        (["--excel"], "--excel and --compact cannot be combined; use --excel alone, which"),
    ],
)
def test_compact_is_a_format_of_its_own(mss: Call, args: list[str], said: str) -> None:
    answer = mss("facts", "--compact", *args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: {said}")
    assert mss("facts", "--compact", "--format", "compact").code == 0
    assert mss("figures", "--plot", "--compact").err.startswith("mss: --plot: a plot is not a mach")


def test_undated_fact_says_so(mss: Call, harbour: Harbour) -> None:
    write(harbour.store, harbour.parts)
    lines = mss("facts", "--compact", "--store", str(harbour.store)).out.splitlines()
    assert (
        lines[-1] == "undated\tBlue Harbour opens\t[planned] About 40 boats were expected by June."
    )
