"""Interrupts at every stage: exit status 130, no message, no half-written file."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, Call, Harbour
from support.indexes import lined
from support.process import MSS, environment

# Sends the program a signal when it first enters the function (or `<module>`) that STOP_AT
# names as FILE:FUNCTION. With TWICE, it sends another one on the way out.
STOPPER = """
import os, signal, sys
FILE, NAME = os.environ["STOP_AT"].split(":")
SIGNAL = int(os.environ.get("STOP_BY", signal.SIGINT))

def watch(frame, event, _):
    if event == "call" and frame.f_code.co_name == NAME and frame.f_code.co_filename.endswith(FILE):
        sys.setprofile(None)
        os.kill(os.getpid(), SIGNAL)

def leave(code, real=os._exit):
    if os.environ.pop("TWICE", ""):
        os.kill(os.getpid(), SIGNAL)
    real(code)

os._exit = leave
sys.setprofile(watch)
"""
FACTS = ["facts", "--json"]
STAGES = [
    ("mss_cli/cli/entry.py:<module>", FACTS),
    ("mss_cli/cli/options.py:<module>", FACTS),
    ("mss_cli/output/formats/json.py:<module>", FACTS),
    ("mss_cli/stores/json_files.py:parse_file", FACTS),
    ("mss_cli/stores/memory.py:__init__", FACTS),
    ("mss_cli/output/formats/json.py:line", FACTS),
    ("mss_cli/cli/session.py:say", FACTS),
    ("mss_cli/output/formats/table.py:_table", ["facts", "--format", "table"]),
    ("mss_cli/search/ranking.py:<module>", ["search", "police"]),
    ("mss_cli/stores/validation.py:schema_problems", ["verify"]),
    ("mss_cli/stores/validation.py:conflict_problems", ["verify"]),
    ("mss_cli/cli/typer_app.py:<module>", ["--help"]),
    ("mss_cli/cli/entry.py:_report", ["events", "--since", "x"]),
    ("mss_cli/cli/session.py:emit", [*FACTS, "-q"]),
]


def stopped(
    directory: Path, stage: str, args: list[str], **env: str
) -> subprocess.CompletedProcess[bytes]:
    (directory / "sitecustomize.py").write_text(STOPPER, encoding="utf-8")
    return subprocess.run(
        [*MSS, *args],
        capture_output=True,
        env=environment(STOP_AT=stage, PYTHONPATH=str(directory), **env),
        cwd=ROOT,
        check=False,
    )


@pytest.mark.parametrize(("stage", "args"), STAGES, ids=[stage for stage, _ in STAGES])
def test_interrupt_at_any_stage_exits_with_130(tmp_path: Path, stage: str, args: list[str]) -> None:
    done = stopped(tmp_path, stage, args)
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.parametrize(("stage", "args"), STAGES[::5], ids=[stage for stage, _ in STAGES[::5]])
def test_second_interrupt_on_the_way_out_changes_nothing(
    tmp_path: Path, stage: str, args: list[str]
) -> None:
    done = stopped(tmp_path, stage, args, TWICE="1")
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.parametrize(
    ("stage", "by"),
    [
        ("build.py:_open_partial", signal.SIGINT),
        ("work.py:check", signal.SIGINT),
        ("build.py:_order", signal.SIGINT),
        ("work.py:build", signal.SIGINT),
        ("work.py:build", signal.SIGTERM),
        ("build.py:_write_other_tables", signal.SIGHUP),
        ("build.py:_check_references", signal.SIGINT),
        ("build.py:_write_meta", signal.SIGKILL),
        ("build.py:_publish", signal.SIGINT),
    ],
    ids=str,
)
def test_interrupted_index_is_finished_by_the_next_run(
    mss: Call, harbour: Harbour, tmp_path: Path, stage: str, by: signal.Signals
) -> None:
    lined(harbour)
    args = ["index", "--store", str(harbour.store)]
    done = stopped(tmp_path, f"index/{stage}", args, STOP_BY=str(int(by)))
    code = 130 if by is signal.SIGINT else -by
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
    assert not (harbour.store / "index.db").exists()
    assert mss(*args, "-q").code == 0
    assert not [*harbour.store.glob("index.db.*")]
    with closing(sqlite3.connect(harbour.store / "index.db")) as base:
        assert base.execute("SELECT count(*) FROM fact").fetchone() == (3,)
    answer = mss("facts", "--store", str(harbour.store))
    assert (answer.code, answer.err) == (0, "3 facts (of 3 in the store)\n")


@pytest.mark.parametrize("stage", ["_write", "_put"])
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
@pytest.mark.parametrize("args", [["report", "-o"], ["timeline", "--svg"]], ids=" ".join)
def test_stopped_command_leaves_no_file(
    tmp_path: Path, bridge_files: Path, stage: str, by: signal.Signals, args: list[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    store = str(bridge_files / "store")
    done = stopped(
        tmp_path,
        f"stores/new_file.py:{stage}",
        [*args, str(folder / "page"), "--store", store],
        STOP_BY=str(int(by)),
    )
    assert done.returncode == (130 if by is signal.SIGINT else -by)
    assert [*folder.iterdir()] == []


def test_ignored_hangup_does_not_stop_a_report(tmp_path: Path, bridge_files: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(STOPPER, encoding="utf-8")
    page = tmp_path / "page.html"
    command = f'trap "" HUP; exec "{sys.executable}" -m mss_cli report -q -o "{page}"'
    done = subprocess.run(
        ["sh", "-c", command],
        env=environment(
            STOP_AT="stores/new_file.py:_put",
            STOP_BY=str(int(signal.SIGHUP)),
            PYTHONPATH=str(tmp_path),
            MSS_STORE=str(bridge_files / "store"),
        ),
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, page.exists()) == (0, True)
    assert not [*tmp_path.glob(".mss-*")]


def test_ignored_interrupt_changes_nothing(tmp_path: Path, bridge_files: Path) -> None:
    """Under nohup, or in the background of a script, interrupts are ignored."""
    (tmp_path / "sitecustomize.py").write_text(STOPPER, encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f'trap "" INT; exec "{sys.executable}" -m mss_cli facts -q'],
        capture_output=True,
        env=environment(
            STOP_AT="mss_cli/stores/memory.py:__init__",
            PYTHONPATH=str(tmp_path),
            MSS_STORE=str(bridge_files / "store"),
        ),
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 15, b"")


def test_interrupt_works_while_a_full_pipe_blocks_the_output() -> None:
    """Nobody reads the pipe, so the rest of the answer cannot be written on the way out."""
    running = subprocess.Popen(
        [*MSS, "facts", "--json", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    with running, running.stdout, running.stderr:
        assert os.read(running.stdout.fileno(), 1) == b"["
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 130
        assert running.stderr.read() == b""
