"""What README.md promises under "Promises": what the program never does, watched as it runs."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Call, Harbour
from support.calls import CALLS, PRINTING

from benchmarks.stores import write as write_many
from mss_cli.cli.entry import main
from mss_cli.output.formats import FORMATS

MARK = "$(touch pwned) `id` {__import__('os').system('id')} %s {0.__class__} =cmd|' /C calc'!A0"
FORMS = [["--format", name] for name in FORMATS]


def watched(tmp_path: Path, calls: list[list[str]], **env: str) -> list[list[str]]:
    """Return what each call asked of the system."""
    file = tmp_path / "calls.json"
    file.write_text(json.dumps(calls), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", str(ROOT / "tests" / "support" / "watched.py"), str(file)],
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "COLUMNS": "80", **env},
        check=True,
    )
    found: list[list[str]] = json.loads(done.stderr)
    return found


def marked(harbour: Harbour) -> Path:
    """Give the harbour store texts that are code somewhere, and return where it lies."""
    for entity in harbour.parts["entities"]:
        entity["name"] = entity["summary"] = MARK
        entity["aliases"] = [MARK]
    for topic in harbour.parts["topics"]:
        topic["label"] = topic["definition"] = MARK
        topic["alt_labels"] = [MARK]
    for source in harbour.parts["sources"]:
        source["label"] = source["title"] = MARK
    for fact in harbour.parts["facts"]:
        fact["text"] = fact["date_note"] = MARK
    for name, part in harbour.parts.items():
        (harbour.store / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")
    return harbour.store


def every_call(harbour: Harbour) -> list[list[str]]:
    """Every command in every format, on the bundled store and on one made by an enemy."""
    store = ["--store", str(marked(harbour)), "--articles", str(harbour.articles)]
    theirs = {
        **CALLS,
        "who": ["who", "ana-nunez"],
        "search": ["search", "touch pwned"],
        "show": ["show", "harbour-opened"],
        "cite": ["cite", "harbour-opened"],
    }
    return [
        *([*CALLS[name], *form] for name in PRINTING for form in FORMS),
        *([*theirs[name], *form, *store] for name in PRINTING for form in FORMS),
        *(["cite", "harbour-opened", "--style", s, *store] for s in ("bibtex", "csl-json")),
        ["figures", "--plot", *store],
        ["figures", "--plot"],
        ["report", "-o", "-", *store],
        ["report", "-o", "-"],
        ["schema"],
        ["--help"],
        ["who", "nobody at all"],
        ["events", "--since", "never"],
        ["events", "--store", "missing"],
    ]


def test_no_command_writes_a_file_uses_the_network_or_runs_anything(
    tmp_path: Path, harbour: Harbour
) -> None:
    calls = every_call(harbour)
    found = watched(tmp_path, calls, FORCE_COLOR="1", TERM="xterm-256color")
    assert len(found) == len(calls)
    compiled = []
    for call, events in zip(calls, found, strict=True):
        asked = [event for event in events if not event.startswith("compile ")]
        assert (call, asked) == (call, [])
        compiled += [event for event in events if event.startswith("compile ")]
    assert compiled  # fastjsonschema makes code of our own schemas: the watch is on
    assert [code for code in compiled if "pwned" in code or "calc" in code] == []
    assert not (tmp_path / "pwned").exists()


def test_index_writes_in_the_directory_of_its_store_only(tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_many(store, 300)
    (events,) = watched(tmp_path, [["index", "--store", str(store)]])
    asked = {event for event in events if not event.startswith("compile ")}
    partial, whole = store / "index.db.partial", store / "index.db"
    assert asked == {
        f"sqlite3.connect {partial}",
        f"write {partial}",
        f"os.utime {partial}",
        f"os.rename {partial}",
    }
    assert whole.exists()
    assert not partial.exists()


def test_report_writes_the_named_file_only(tmp_path: Path) -> None:
    page, drawing = tmp_path / "page.html", tmp_path / "drawing.svg"
    calls = [["report", "-o", str(page)], ["timeline", "--svg", str(drawing)]]
    for path, events in zip((page, drawing), watched(tmp_path, calls), strict=True):
        beside = re.escape(f"{tmp_path}/.mss-") + r"\w{16}\.part"
        asked = [event for event in events if not event.startswith("compile ")]
        opened, descriptor, named, removed = asked
        assert re.fullmatch(f"write {beside}", opened)
        assert re.fullmatch(r"write \d+", descriptor)  # the same file, once it is open
        assert re.fullmatch(f"os.link {beside}", named)
        assert re.fullmatch(f"os.remove {beside}", removed)
        assert path.exists()


# Runs a command as the installed program does, and tells the most memory it had, in kB.
PEAK = (
    "import resource, subprocess, sys; "
    "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, len(done.stdout))"
)


def peak(*args: str) -> tuple[int, int]:
    """Return the most memory that a call had, in kB, and how many bytes it printed."""
    command = [sys.executable, "-m", "mss_cli", *args]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *command], capture_output=True, cwd=ROOT, check=True
    )
    memory, printed = map(int, done.stdout.split())
    return memory // (1024 if sys.platform == "darwin" else 1), printed


def test_memory_does_not_grow_with_the_answer(tmp_path: Path) -> None:
    asked = ("facts", "--format", "ndjson", "-q", "--store")
    found = []
    for size in (500, 10_000):
        store = tmp_path / str(size)
        write_many(store, size)
        main(["index", "-q", "--store", str(store)])
        found.append(peak(*asked, str(store)))
    (little, printed), (much, printed_more) = found
    assert printed_more > 15 * printed > 5_000_000
    assert much < little + 4_000  # 4 MB, of an answer of more than 10


@pytest.mark.parametrize(
    ("code", "call"),
    [
        (0, "events"),
        (0, "events --on 1899 --when certain"),
        (0, "verify"),
        (1, "events --on 1899 --when certain --exit-status"),
        (1, "search zzzz --exit-status"),
        (1, "who zzzz"),
        (1, "show zzzz"),
        (1, "cite zzzz"),
        (1, "verify --store FAILING"),
        (2, "facts --store FAILING"),
        (2, "facts --store missing"),
        (2, "events --since never"),
        (2, "events --limit -1"),
        (2, "events --no-such-option"),
        (2, "no-such-command"),
        (130, "events INTERRUPTED"),
        (141, "facts --json LEFT"),
    ],
)
def test_exit_statuses_are_those_of_the_guide(
    mss: Call, harbour: Harbour, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    def stop(error: type[BaseException]) -> Callable[..., object]:
        def stopped(*_: object) -> object:
            raise error

        return stopped

    args = call.split()
    if args[-1] == "FAILING":
        (harbour.store / "topics.json").write_text("[]", encoding="utf-8")
        args[-1] = str(harbour.store)
    elif args[-1] in ("INTERRUPTED", "LEFT"):
        error = KeyboardInterrupt if args.pop() == "INTERRUPTED" else BrokenPipeError
        monkeypatch.setattr("mss_cli.cli.entry.execute", stop(error))
        monkeypatch.setattr("mss_cli.cli.entry.abandon", lambda stream: None)
    answer = mss(*args)
    assert answer.code == code
    assert answer.err.count("\n") == 1 or code in (0, 1, 130, 141)
    assert "Traceback" not in answer.err
