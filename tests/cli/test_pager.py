"""The pager: only on a terminal, only for long answers, and never in the way."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, Harbour, write
from support.process import MSS, environment
from support.terminal import Terminal

SHORT, LONG = ["topics", "--fields", "id"], ["facts", "--fields", "id"]
TOPICS = "bridge cost council ferry marsh workers".split()
PAGE = "sed s/^/paged:/"


def paged(shown: str) -> bool:
    lines = shown.splitlines()
    assert len({line.startswith("paged:") for line in lines}) == 1
    return lines[0].startswith("paged:")


def test_long_answer_on_a_terminal_goes_through_the_pager(bridge_files: Path) -> None:
    code, shown, said = Terminal(bridge_files, *LONG, PAGER=PAGE).end()
    assert (code, said) == (0, "15 facts (of 15 in the store)\n")
    assert paged(shown)
    assert len(shown.splitlines()) == 17


def test_short_answer_is_not_paged(bridge_files: Path) -> None:
    code, shown, _ = Terminal(bridge_files, *SHORT, PAGER=PAGE).end()
    assert (code, paged(shown)) == (0, False)
    assert shown.split()[-6:] == TOPICS


@pytest.mark.parametrize(("limit", "long"), [(7, False), (8, True)])
def test_answer_that_fills_the_screen_is_long(
    bridge_files: Path, limit: int, long: bool
) -> None:  # two rows of the heading; the prompt takes one of the ten
    args = [*LONG, "--limit", str(limit)]
    assert paged(Terminal(bridge_files, *args, PAGER=PAGE).end()[1]) is long


def test_long_lines_count_as_the_rows_that_they_take(bridge_files: Path) -> None:
    json = ("facts", "--limit", "1", "--json")
    assert paged(Terminal(bridge_files, *json, PAGER=PAGE).end()[1])


def test_answer_in_a_pipe_is_not_paged(bridge_files: Path) -> None:
    done = subprocess.run(
        [*MSS, *LONG],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(MSS_STORE=str(bridge_files / "store"), PAGER=PAGE),
        check=True,
    )
    assert not paged(done.stdout)


@pytest.mark.parametrize(
    ("args", "env", "through"),
    [
        ([], {"MSS_PAGER": PAGE, "PAGER": "false"}, True),
        ([], {"MSS_PAGER": "", "PAGER": PAGE}, False),
        ([], {"MSS_PAGER": "cat", "PAGER": PAGE}, False),
        ([], {"PAGER": ""}, False),
        ([], {"PAGER": " "}, False),
        ([], {"PAGER": " cat "}, False),
        (["--no-pager"], {"PAGER": PAGE}, False),
        ([], {"PAGER": PAGE, "TERM": "dumb"}, True),
        ([], {"TERM": "dumb"}, False),
        ([], {"PAGER": "sed 's/^/paged:/' | cat"}, True),
    ],
)
def test_pager_is_chosen_as_git_chooses_it(
    bridge_files: Path, args: list[str], env: dict[str, str], through: bool
) -> None:
    for line in ([*args, *LONG], [*LONG, *args]):  # --no-pager also before the command
        code, shown, said = Terminal(bridge_files, *line, **env).end()
        assert (code, paged(shown), said) == (0, through, "15 facts (of 15 in the store)\n")


@pytest.mark.parametrize(
    "pager", ["no-such-pager", "/", "no-such-pager -x | cat >&2; exit 127", 'less "', "/dev/null"]
)
def test_missing_pager_falls_back_to_plain_output(bridge_files: Path, pager: str) -> None:
    code, shown, _ = Terminal(bridge_files, *LONG, PAGER=pager).end()
    plain = Terminal(bridge_files, *LONG, PAGER="").end()[1]
    assert (code, shown) == (0, plain)


def test_quitting_early_is_no_error(bridge_files: Path) -> None:
    for pager in ("head -n 1", "true"):
        args = ["facts", "--json", "--fields", "text,evidence"]
        code, shown, said = Terminal(bridge_files, *args, PAGER=pager).end()
        assert (code, said) == (0, "15 facts (of 15 in the store)\n")
        assert shown == ("[\n" if pager == "head -n 1" else "")


@pytest.mark.parametrize(
    ("less", "seen"), [({}, "FRX"), ({"LESS": "-i"}, "-i"), ({"LESS": ""}, "")]
)
def test_less_is_set_up_only_if_the_user_has_not(
    bridge_files: Path, less: dict[str, str], seen: str
) -> None:
    pager = 'echo "LESS=$LESS"; cat >/dev/null'
    assert Terminal(bridge_files, *LONG, PAGER=pager, **less).end()[1] == f"LESS={seen}\n"


def test_exit_status_and_errors_are_those_of_the_answer(bridge_files: Path) -> None:
    assert Terminal(bridge_files, "facts", "--since", "x", PAGER=PAGE).end()[0] == 2
    assert Terminal(bridge_files, "cite", "zz", PAGER=PAGE).end()[0] == 1


@pytest.mark.parametrize("args", [["cite", "cost-40", "--style", "bibtex"], ["schema", "who"]])
def test_every_long_answer_is_paged(bridge_files: Path, args: list[str]) -> None:
    assert paged(Terminal(bridge_files, *args, PAGER=PAGE).end()[1])


HELD = "trap '' INT; {}; sleep 1; echo done; cat >/dev/null"
WAITS = [
    (LONG, HELD.format("cat >/dev/null; echo ready"), {}, 0),  # the pager has the whole answer
    (["facts", "--json"], HELD.format("echo ready"), {"MSS_STORE": ""}, 130),  # a pipe has not
]


@pytest.mark.parametrize(("args", "pager", "env", "code"), WAITS, ids=["answered", "interrupted"])
def test_interrupt_leaves_the_terminal_to_the_pager_until_it_ends(
    bridge_files: Path, args: list[str], pager: str, env: dict[str, str], code: int
) -> None:
    run = Terminal(bridge_files, *args, PAGER=pager, **env)
    assert run.read(until="ready").endswith("ready\n")
    os.killpg(run.process.pid, signal.SIGINT)
    said = "15 facts (of 15 in the store)\n" if code == 0 else ""
    assert run.end() == (code, "done\n", said)


def test_verify_on_a_terminal_reports_every_fault_of_a_store(harbour: Harbour) -> None:
    """Tables link sources to their articles, for which the store would have to be whole."""
    harbour.parts["facts"][0]["kind"] = harbour.parts["facts"][1]["kind"] = "rumour"
    write(harbour.store, harbour.parts)
    args = ("verify", "--articles", str(harbour.articles), "--fields", "result")
    run = Terminal(harbour.store.parent, *args)
    assert (run.end()[0], run.process.returncode) == (1, 1)
