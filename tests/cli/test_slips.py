"""Slips on the command line: what is wrong, and the line that would work."""

import re

import pytest
from conftest import Call

from mss_cli.cli.argv import match
from mss_cli.cli.commands import COMMANDS, GROUPS
from mss_cli.cli.slips import COMMAND_SYNONYMS, OPTION_SYNONYMS

SLIPS = [
    ("--json events", "--json must come after the command; try: mss events --json"),
    (
        "--since 2024 events --who ruto",
        "--since must come after the command; try: mss events --since 2024 --who ruto",
    ),
    (
        "--limit 3 facts --csv",
        "--limit must come after the command; try: mss facts --limit 3 --format=csv",
    ),
    (
        "events --from 2024-06",
        "events has no option --from; try: mss events --since 2024-06",
    ),
    ("events --Since=2024", "events has no option --Since; try: mss events --since 2024"),
    ("facts -since 2024", "facts has no option -since; try: mss facts --since 2024"),
    ("events --foo bar", "events has no option --foo; try: mss events --help"),
    ("events 2024-09", "events takes no argument '2024-09'; try: mss events --on 2024-09"),
    (
        "events june 2024",
        "events takes no argument 'june'; try: mss events --on 'june 2024'",
    ),
    (
        "facts --since june 2024",
        "the value of --since has several words: quote it; try: mss facts --since 'june 2024'",
    ),
    (
        "events --who security council --json",
        "the value of --who has several words: quote it; try: mss events --who 'security council' "
        "--json",
    ),
    (
        "events --who ruto 2024",
        "events takes no argument '2024'; try: mss events --who ruto --on 2024",
    ),
    (
        "facts --kind event ruto",
        "facts takes no argument 'ruto'; try: mss facts --kind event --match ruto",
    ),
    ("events since 2024", "events takes no argument 'since'; try: mss events --since 2024"),
    (
        "events kenya police",
        "events takes no argument 'kenya'; try: mss events --match 'kenya police'",
    ),
    ("help who", "'help' is not a command; try: mss who --help"),
    ("help", "'help' is not a command; try: mss --help"),
    ("help nothing", "'help' is not a command; try: mss --help"),
    ("event --sinc 2024", "no such command: 'event'; try: mss events --since 2024"),
    ("list --who ruto", "no such command: 'list'; try: mss facts --who ruto"),
    ("shwo", "no such command: 'shwo'; try: mss show --help"),
    ("ruto", "no such command: 'ruto'; try: mss search ruto"),
    ("kenyan police", "no such command: 'kenyan'; try: mss search 'kenyan police'"),
    ("zzzz --json", "no such command: 'zzzz'; try 'mss --help'"),
    (
        "search funding -haiti --json",
        "search has no option -haiti; try: mss search 'funding -haiti' --json",
    ),
    (
        "search vote -who:ruto -1",
        "search has no option -who:ruto; try: mss search 'vote -who:ruto -1'",
    ),
    ("report out.html", "report takes no argument 'out.html'; try: mss report -o out.html"),
    (
        "report bridge.html --who braga workers.html ruto",
        "report takes no argument 'bridge.html'; try: mss report --who braga -o bridge.html "
        "--match 'workers.html ruto'",
    ),
    ("report 2024-09", "report takes no argument '2024-09'; try: mss report --on 2024-09"),
    ("report --sort id -o a.html", "report has no option --sort; try: mss report --help"),
    ("stats --limit 3", "stats has no option --limit; try: mss stats --help"),
    ("events --deep -f csv", "events has no option --deep; try: mss events --help"),
    ("who ruto --deep -f csv", "who has no option --deep; try: mss who --help"),
    ("events -nx", "-n: 'x' is not a whole number; try: mss events --help"),
    ("--bogus --today 2025-09-01", "No such option: --bogus; try 'mss --help'"),
    ("show a b", "show takes one argument, not 2; try: mss show --help"),
    ("events --limit x", "--limit: 'x' is not a whole number; try: mss events --help"),
    ("events --limit", "--limit needs a value: N; try: mss events --help"),
    ("events --json=1", "--json takes no value; try: mss events --help"),
]


@pytest.mark.parametrize(("line", "said"), SLIPS, ids=[line for line, _ in SLIPS])
def test_slip_is_answered_with_the_line_that_would_work(mss: Call, line: str, said: str) -> None:
    assert mss(*line.split()) == (2, "", f"mss: {said}\n")


def test_suggested_line_is_quoted_for_a_shell(mss: Call) -> None:
    assert mss("events", "$(x)").err == (
        "mss: events takes no argument '$(x)'; try: mss events --match '$(x)'\n"
    )


@pytest.mark.parametrize("name", COMMAND_SYNONYMS.values())
def test_every_command_synonym_leads_to_a_command(name: str) -> None:
    assert name in COMMANDS


@pytest.mark.parametrize(("typed", "meant"), OPTION_SYNONYMS.items())
def test_every_option_synonym_leads_to_an_option_of_a_list(typed: str, meant: str) -> None:
    words = [meant] if "=" in meant or meant == "--quiet" else [meant, "1"]
    assert match(["facts", typed, "1"]) is None
    assert match(["facts", *words]) is not None


def unstyled(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


# --- help ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "left_out"),
    [("report", {"--sort", "--reverse"}), ("stats", {"--sort", "--reverse", "--limit"})],
)
def test_help_offers_no_option_that_the_command_refuses(
    mss: Call, command: str, left_out: set[str]
) -> None:
    order = {"--sort", "--reverse", "--limit"}
    assert {flag for flag in order if flag in mss("facts", "--help").out} == order
    assert {flag for flag in order if flag not in mss(command, "--help").out} == left_out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_in_a_pipe_is_plain_and_lists_every_command(mss: Call, option: str) -> None:
    answer = mss(option)
    assert (answer.code, answer.err) == (0, "")
    assert "│" not in answer.out
    for name, summary in COMMANDS.items():
        assert f"  {name} " in answer.out
        assert summary.split()[0] in answer.out


def test_help_on_a_terminal_shows_the_commands_in_their_groups(
    mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    answer = mss("--help")
    assert (answer.code, answer.err) == (0, "")
    out = unstyled(answer.out)
    places = [out.index(f"─ {group} ─") for group in GROUPS]
    assert places == sorted(places)
    for group, commands in GROUPS.items():
        panel = out.partition(f"─ {group} ─")[2].partition("╰")[0]
        for name in commands:
            assert f"│ {name} " in panel


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_every_command_has_help(
    mss: Call, monkeypatch: pytest.MonkeyPatch, command: str, terminal: bool
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    answer = mss(command, "-h")
    assert (answer.code, answer.err) == (0, "")
    words = " ".join(unstyled(answer.out).replace("│", " ").split())
    assert f"Usage: mss {command}" in words
    assert "Show this message and exit." in words
    assert "instead of the bundled one [env: MSS_STORE]" in words
