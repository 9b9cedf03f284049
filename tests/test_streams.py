"""The program as a process: closed and full streams, locales, colour, interrupts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

MSS = [sys.executable, "-m", "mss_cli"]
FULL = Path("/dev/full")


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON", "LC_"))}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        kept.pop(name, None)
    return {**kept, **more}


def shell(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell command in which `mss` is the program under test."""
    program = " ".join(MSS)
    script = f'mss() {{ {program} "$@"; }}; set -o pipefail; {command}'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, env=environment(**env), cwd=ROOT, check=False
    )


def test_a_reader_that_leaves_early_is_no_error() -> None:
    done = shell("mss facts --json -q | head -c 10 >/dev/null")
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", ["events", "events --format table", "schema", "--help"])
def test_a_full_disk_is_one_line(command: str) -> None:
    done = shell(f"mss {command} -q >/dev/full" if command != "--help" else "mss --help >/dev/full")
    assert done.returncode == 2
    assert done.stderr == b"mss: cannot write to standard output: No space left on device\n"


def test_a_closed_standard_output_is_one_line() -> None:
    done = shell("mss events >&-")
    assert done.returncode == 2
    assert done.stderr == b"mss: standard output is closed\n"


def test_a_closed_standard_error_changes_nothing_else() -> None:
    done = shell("mss events --json 2>&-")
    assert done.returncode == 0
    assert done.stdout.startswith(b"[\n{")
    assert done.stdout.endswith(b"}\n]\n")
    assert shell("mss who zzzz 2>&-").returncode == 1
    assert shell("mss events --since x 2>&-").returncode == 2


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_a_full_standard_error_changes_nothing_else() -> None:
    done = shell("mss events --json 2>/dev/full")
    assert done.returncode == 0
    assert done.stdout.endswith(b"}\n]\n")


def test_help_into_a_closed_pipe_is_no_error() -> None:
    done = shell("mss --help | true")
    assert done.returncode in (0, 141)
    assert done.stderr == b""


def test_a_closed_standard_input_changes_nothing() -> None:
    assert shell("mss events --json <&-").returncode == 0


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}],
    ids=str,
)
def test_arguments_and_output_are_utf8_in_any_locale(env: dict[str, str]) -> None:
    done = shell("mss who Moïse --json", **env)
    assert done.returncode == 0
    assert '"name": "Jovenel Moïse"'.encode() in done.stdout
    assert done.stderr.startswith("Moïse → Jovenel Moïse".encode())


def test_an_interrupt_is_exit_code_130() -> None:
    code = (
        "import signal, time, mss_cli.cli as cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def wait(call):\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(30)\n"
        "cli.execute = wait\n"
        "raise SystemExit(cli.main(['events']))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
    finally:
        running.kill()
        running.wait()
    assert (running.returncode, err) == (130, b"")


def test_an_interrupt_while_loading_is_exit_code_130() -> None:
    code = (
        "import sys; sys.modules['mss_cli.cli'] = None; import builtins; real = __import__\n"
        "def stop(name, *rest):\n"
        "    if name == 'mss_cli.cli': raise KeyboardInterrupt\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = stop\n"
        "from mss_cli.__main__ import main; raise SystemExit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")


def test_a_defect_is_one_line_unless_debugging() -> None:
    code = (
        "import mss_cli.cli as cli; cli.execute = lambda call: 1 / 0; "
        "raise SystemExit(cli.main(['events']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        b"mss: internal error, please report it: ZeroDivisionError: division by zero\n"
    )


@pytest.mark.parametrize(
    ("env", "escapes"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True),
        ({"TERM": "dumb"}, False),
    ],
    ids=str,
)
def test_escapes_in_a_pipe_only_when_forced(env: dict[str, str], escapes: bool) -> None:
    out = shell("mss events --format table", **env).stdout
    assert (b"\x1b[" in out) == escapes
    assert b"\x1b[3" not in out or "NO_COLOR" not in env


@pytest.mark.parametrize("columns", ["80", "120", "0", "wide", "-5", "9" * 30])
def test_columns_is_obeyed_or_passed_over(columns: str) -> None:
    out = shell("mss events --format table", COLUMNS=columns).stdout.decode()
    width = max(map(len, out.splitlines()))
    assert width <= (120 if columns == "120" else 80)


def test_the_module_and_the_command_are_one() -> None:
    command = Path(sys.executable).parent / "mss"
    if not command.exists():
        pytest.skip(f"no installed command at {command}")
    for args in (["events", "--json"], ["events", "--since", "x"]):
        both = [
            subprocess.run(
                [*program, *args], capture_output=True, env=environment(), cwd=ROOT, check=False
            )
            for program in (MSS, [str(command)])
        ]
        assert (both[0].returncode, both[0].stdout, both[0].stderr) == (
            both[1].returncode,
            both[1].stdout,
            both[1].stderr,
        )
