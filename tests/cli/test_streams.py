"""The program as a process: closed and full streams, locales, colour, interrupts."""

import io
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Call, Harbour
from support.indexes import lined
from support.process import MSS, environment

from mss_cli.output.progress import progress

FULL = Path("/dev/full")
Shell = Callable[..., subprocess.CompletedProcess[bytes]]


# Without bytecode, because Python would leave a truncated .pyc file and read it in the next run.
LIMITED = "export PYTHONDONTWRITEBYTECODE=1; ulimit -f"


def shell(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell command in which `mss` is the program under test."""
    program = " ".join(MSS)
    script = f'mss() {{ {program} "$@"; }}; set -o pipefail; {command}'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, env=environment(**env), cwd=ROOT, check=False
    )


@pytest.fixture(scope="module")
def usual(bridge_files: Path) -> Shell:
    """Return a function that runs a command over the invented record, each command only once."""
    return cache(lambda command: shell(command, MSS_STORE=str(bridge_files / "store")))


def test_reader_that_leaves_early_is_no_error() -> None:
    done = shell("mss facts --json -q | head -c 10 >/dev/null")
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", ["events", "events --format table", "schema", "--help"])
def test_full_disk_is_a_one_line_error(command: str) -> None:
    done = shell(f"mss {command} -q >/dev/full" if command != "--help" else "mss --help >/dev/full")
    assert done.returncode == 2
    assert done.stderr == b"mss: cannot write to standard output: No space left on device\n"


def test_closed_stdout_is_a_one_line_error() -> None:
    done = shell("mss events >&-")
    assert done.returncode == 2
    assert done.stderr == b"mss: standard output is closed\n"


def test_closed_stderr_does_not_change_the_answer() -> None:
    done = shell("mss events --json 2>&-")
    assert done.returncode == 0
    assert done.stdout.startswith(b"[\n{")
    assert done.stdout.endswith(b"}\n]\n")
    assert shell("mss who zzzz 2>&-").returncode == 1
    assert shell("mss events --since x 2>&-").returncode == 2


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_full_stderr_does_not_change_the_answer() -> None:
    done = shell("mss events --json 2>/dev/full")
    assert done.returncode == 0
    assert done.stdout.endswith(b"}\n]\n")


def test_help_into_a_closed_pipe_is_no_error() -> None:
    done = shell("mss --help | true")
    assert done.returncode in (0, 141)
    assert done.stderr == b""


def test_closed_stdin_does_not_change_the_answer() -> None:
    assert shell("mss events --json <&-").returncode == 0


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}],
    ids=str,
)
def test_arguments_and_output_are_utf8_in_any_locale(
    bridge_files: Path, env: dict[str, str]
) -> None:
    done = shell("mss who Núñez --json", MSS_STORE=str(bridge_files / "store"), **env)
    assert done.returncode == 0
    assert '"name": "Ana Núñez"'.encode() in done.stdout
    assert done.stderr.startswith("Núñez → Ana Núñez".encode())


def test_interrupt_exits_with_130() -> None:
    code = (
        "import signal, time, mss_cli.cli.entry as cli\n"
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


def test_interrupt_during_import_exits_with_130() -> None:
    code = (
        "import sys; sys.modules['mss_cli.cli.entry'] = None; import builtins; real = __import__\n"
        "def stop(name, *rest):\n"
        "    if name == 'mss_cli.cli.entry': raise KeyboardInterrupt\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = stop\n"
        "from mss_cli.__main__ import main; raise SystemExit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")


def test_internal_error_is_one_line_unless_debugging() -> None:
    code = (
        "import mss_cli.cli.entry as cli; cli.execute = lambda call: 1 / 0; "
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
def test_pipe_gets_escapes_only_when_forced(env: dict[str, str], escapes: bool) -> None:
    out = shell("mss events --format table", **env).stdout
    assert (b"\x1b[" in out) == escapes
    assert b"\x1b[3" not in out or "NO_COLOR" not in env


@pytest.mark.parametrize("columns", ["80", "120", "0", "wide", "-5", "9" * 30])
def test_invalid_columns_are_ignored(columns: str) -> None:
    out = shell("mss events --format table", COLUMNS=columns).stdout.decode()
    width = max(map(len, out.splitlines()))
    assert width <= (120 if columns == "120" else 80)


def test_module_and_command_behave_alike() -> None:
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


# --- output that cannot be written --------------------------------------------------------

SMALL = ["--version", "sources --json", "topics --format csv", "events --limit 1 --format table"]
TABLES = ["figures", "show vote-unanimous-2024-09-30", "who ruto", "stances"]
LARGE = ["facts --json", "facts --format ndjson", "facts --format csv", "facts --format table"]
HELP = ["--help", "facts --help", "--version"]


@pytest.mark.parametrize(
    "command", [*SMALL, *LARGE, *HELP, *(f"{call} --format table" for call in TABLES)]
)
def test_reader_that_has_left_exits_with_141(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as pipe:
        done = subprocess.run(
            [*MSS, *command.split()],
            stdout=pipe,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 141
    assert b"mss:" not in done.stderr
    assert b"Error" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", [*SMALL, *LARGE, *HELP])
def test_output_that_cannot_be_written_exits_with_2(command: str) -> None:
    done = shell(f"mss {command} >/dev/full")
    lines = [line for line in done.stderr.splitlines() if line.startswith(b"mss:")]
    assert lines == [b"mss: cannot write to standard output: No space left on device"]
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("mss events >&- 2>&-", 2),
        ("mss --help >&- 2>&-", 2),
        ("mss events <&- >&- 2>&-", 2),
        ("mss events >/dev/full 2>/dev/full", 2),
        ("mss events >/dev/full 2>&-", 2),
        ("mss events --since x 2>/dev/full", 2),
        ("mss who zzzz 2>/dev/full", 1),
        ("mss nothing 2>&-", 2),
    ],
)
def test_exit_status_is_right_without_a_usable_stderr(command: str, code: int) -> None:
    if "/dev/full" in command and not FULL.exists():
        pytest.skip("no /dev/full on this system")
    done = shell(command)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")


@pytest.mark.parametrize(
    "limited", [f"{LIMITED} 1; mss facts --json -q >answer", "mss facts --json -q 1<setup"]
)
def test_truncated_answer_is_a_one_line_error(tmp_path: Path, limited: str) -> None:
    (tmp_path / "setup").touch()
    done = shell(f"cd {tmp_path}; {limited}", PYTHONPATH=str(ROOT))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr in (
        b"mss: cannot write to standard output: File too large\n",
        b"mss: cannot write to standard output: Bad file descriptor\n",
    )


@pytest.mark.parametrize("env", [{}, {"PYTHONUNBUFFERED": "1"}], ids=str)
def test_failed_final_write_is_an_error(tmp_path: Path, env: dict[str, str]) -> None:
    """The file may hold one kilobyte, so a single write succeeds only in part."""
    done = shell(f"{LIMITED} 1; mss schema facts >{tmp_path}/answer", **env)
    assert (tmp_path / "answer").stat().st_size == 1024
    assert done.stderr == b"mss: cannot write to standard output: File too large\n"
    assert done.returncode == 2


# --- environments -------------------------------------------------------------------------

ENVIRONMENTS = [
    {"LC_ALL": "POSIX"},
    {"LANG": ""},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"PYTHONIOENCODING": "utf-8:garbage"},
    {"PYTHONUTF8": "0"},
    {"PYTHONSAFEPATH": "1", "PYTHONPATH": str(ROOT)},
    {"PYTHONWARNINGS": "error", "PYTHONWARNDEFAULTENCODING": "1"},
    {"PYTHONDEVMODE": "1"},
    {"PYTHONUNBUFFERED": "1"},
    {"PYTHONOPTIMIZE": "2"},
    {"HOME": "/nowhere"},
    {"HOME": ""},
    {"TMPDIR": "/nowhere"},
    {"TERM": ""},
]


@pytest.mark.parametrize("env", ENVIRONMENTS, ids=str)
def test_environment_does_not_change_the_answer(
    bridge_files: Path, usual: Shell, env: dict[str, str]
) -> None:
    done = shell("mss who Núñez --json", MSS_STORE=str(bridge_files / "store"), **env)
    plain = usual("mss who Núñez --json")
    assert done.stdout.startswith(b"{\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, plain.stderr)


@pytest.mark.parametrize("env", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=str)
@pytest.mark.parametrize("name", ["é", r"\xff", r"a\nb\e]52;c;x\a"], ids=["é", "byte", "control"])
def test_store_directory_may_have_any_name(
    harbour: Harbour, name: str, env: dict[str, str]
) -> None:
    named = f"{harbour.store.parent}/$'{name}'" if "\\" in name else harbour.store.parent / name
    done = shell(f"mv {harbour.store} {named}; mss sources -q --store {named} --fields file", **env)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"harbour.txt\n", b"")
    done = shell(f"mss who $'\\xff' --store {named}", **env)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"mss: the name is empty; give a name, e.g. mss who ruto\n"
    done = shell(f"mss sources --store {named}x", **env)
    assert done.returncode == 2
    assert done.stderr.startswith(b"mss: store: no directory '")
    assert b"\x1b" not in done.stderr


def test_deleted_current_directory_does_not_matter(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(f"cd {gone} && rmdir {gone} && mss events -q --json", PYTHONPATH=str(ROOT))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == shell("mss events -q --json").stdout


def test_inherited_signal_handling_does_not_matter() -> None:
    script = "trap '' PIPE HUP TERM; mss facts --json -q | head -c 10"
    done = shell(script)
    assert (done.returncode, done.stdout, done.stderr) == (141, b'[\n{"id": "', b"")


def test_out_of_memory_is_a_one_line_error(harbour: Harbour) -> None:
    code = (
        "import sys; from mss_cli.cli import entry as cli\n"
        "def run(call): return len([bytearray(1 << 20) for _ in iter(int, 1)])\n"
        "cli.execute = run; raise SystemExit(cli.main(['facts']))"
    )
    done = subprocess.run(
        ["sh", "-c", f'ulimit -v 300000; exec "{sys.executable}" -c "{code}"'],
        capture_output=True,
        env=environment(),
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"mss: out of memory\n")


# --- an index -----------------------------------------------------------------------------


def test_index_build_on_a_full_disk_is_resumed(harbour: Harbour) -> None:
    lined(harbour)
    done = shell(f"{LIMITED} 8; mss index --store {harbour.store}")
    partial = harbour.store / "index.db.partial"
    message = f"mss: {partial}: cannot be written (disk I/O error)\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", message)
    assert not (harbour.store / "index.db").exists()
    assert shell(f"mss index --store {harbour.store}").returncode == 0
    assert not partial.exists()


def test_unwritable_directory_is_a_one_line_error(harbour: Harbour) -> None:
    lined(harbour)
    code = (  # root may write anywhere, so the process loads everything and then drops root
        "import os; from mss_cli.cli.entry import main; import mss_cli.stores.index.build\n"
        "main(['verify', '-q', '--store', '.'])\n"
        "if os.getuid() == 0: os.setuid(54321)\n"
        "raise SystemExit(main(['index', '--store', '.']))"
    )
    harbour.store.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env=environment(PYTHONPATH=str(ROOT)),
        cwd=harbour.store,
        check=False,
    )
    harbour.store.chmod(0o755)
    message = b"mss: ./index.db.partial: cannot be written (unable to open database file)\n"
    assert (done.returncode, done.stderr) == (2, message)


def test_index_build_survives_a_closed_terminal(harbour: Harbour) -> None:
    lined(harbour)
    terminal, child_side = os.openpty()
    code = (
        "import sys, mss_cli.stores.index.build as build; from mss_cli.cli.entry import main\n"
        "def wait(*args, publish=build._publish): sys.stdin.readline(); return publish(*args)\n"
        "build._publish = wait; raise SystemExit(main(sys.argv[1:]))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, "index", "--store", str(harbour.store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=child_side,
        env=environment(TERM="xterm", PYTHONUNBUFFERED="1"),
        cwd=ROOT,
    )
    os.close(child_side)
    shown = b""
    while b"finishing" not in shown:
        shown += os.read(terminal, 1000)
    os.close(terminal)
    out, _ = running.communicate(b"\n", timeout=20)
    path = harbour.store / "index.db"
    assert (running.returncode, out.decode()) == (0, f"3\t{path.stat().st_size}\t{path}\n")


def test_full_temporary_directory_is_a_one_line_error(
    mss: Call, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(name: str, connect: Any = sqlite3.connect) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(name)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    lined(harbour)
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 0)
    monkeypatch.setattr("mss_cli.stores.streamed.sqlite3.connect", small)
    answer = mss("facts", "-q", "--store", str(harbour.store))
    message = "mss: temporary file: cannot be written (database or disk is full); set TMPDIR"
    assert answer == (2, "", f"{message} to another directory\n")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            "who $(printf 'a%.0s' {1..1001})",
            "NAME: the text has 1,001 characters; give at most 1,000",
        ),
        (
            "facts --who $(printf 'ﷺ%.0s' {1..60})",
            "--who: the text has 1,080 characters; give at most 1,000",
        ),
        (
            "search a $(printf '1,%.0s' {1..60000})",
            "QUERY: the text has 120,000 characters; give at most 1,000",
        ),
        ("facts --store $(printf 'a%.0s' {1..9999})", "store: no directory 'aaaa"),
        ("facts -n 9223372036854775808", "--limit: 9223372036854775808 is too many; 0 means all"),
    ],
)
def test_overlong_arguments_are_refused(call: str, message: str) -> None:
    done = shell(f"mss {call}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"mss: {message}")
    assert done.stderr.count(b"\n") == 1
    assert len(done.stderr.decode()) < 2_100


@pytest.mark.parametrize("name", ["LINES", "COLUMNS"])
@pytest.mark.parametrize("value", ["²", "9" * 5000, "0000509999999", "-1", "\x1b[2J", "1e3"])
def test_invalid_terminal_size_is_ignored(
    bridge_files: Path, usual: Shell, name: str, value: str
) -> None:
    env = {"MSS_STORE": str(bridge_files / "store"), name: value}
    for call in ("figures --plot --format table", "show work-b --format table"):
        done = shell(f"mss {call} -q", **env)
        plain = usual(f"mss {call} -q").stdout
        assert (done.returncode, done.stdout, done.stderr) == (0, plain, b"")


@pytest.mark.parametrize(
    ("filename", "where"), [((), "the current directory"), (("a.txt",), "a.txt")]
)
def test_missing_file_is_not_reported_as_an_output_error(
    mss: Call, monkeypatch: pytest.MonkeyPatch, filename: tuple[str, ...], where: str
) -> None:
    def gone(_: object) -> int:
        raise FileNotFoundError(2, "No such file or directory", *filename)

    monkeypatch.setattr("mss_cli.cli.entry.execute", gone)
    monkeypatch.setattr("mss_cli.cli.entry.abandon", lambda stream: None)
    answer = mss("facts")
    assert answer == (2, "", f"mss: {where}: No such file or directory\n")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["LINES", "COLUMNS"])
def test_progress_bar_ignores_an_invalid_terminal_size(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "²")
    shown = _Terminal()
    with progress(shown) as report:
        report("checking", 1, 2)
    assert "checking" in shown.getvalue()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("x.so: failed to map segment from shared object", "out of memory"),
        ("x.so: cannot allocate memory in static TLS block", "out of memory"),
        (
            "No module named 'x'",
            "internal error, please report it: ImportError: No module named 'x'",
        ),
    ],
)
def test_module_that_does_not_fit_in_memory_is_a_one_line_error(
    said: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mss_cli.cli import entry

    def run(call: object) -> int:
        raise ImportError(said)

    monkeypatch.setattr(entry, "execute", run)
    assert entry.main(["facts"]) == 2
    assert capsys.readouterr() == ("", f"mss: {told}\n")
