"""Run calls of the program and report their system access: `python watched.py FILE`.

FILE holds a JSON list of calls, each a list of arguments. Python's audit hooks (PEP 578) report
network access, processes, files written or changed, and compiled code. The script prints these
events to standard error as JSON, one list for each call, and discards the output of the calls.
"""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from mss_cli.cli.entry import main

# plotille uses NumPy if it is there, and NumPy changes its own environment when it loads.
sys.modules["numpy"] = None  # type: ignore[assignment]

BEGINNINGS = ("socket.", "subprocess.", "shutil.", "tempfile.", "urllib.", "http.", "ctypes.")
EXACT = frozenset(
    "os.system os.exec os.posix_spawn os.spawn os.fork os.forkpty os.startfile pty.spawn "
    "os.mkdir os.remove os.rename os.rmdir os.link os.symlink os.truncate os.chmod os.chown "
    "os.utime os.setxattr os.putenv sqlite3.connect sqlite3.enable_load_extension "
    "pickle.find_class webbrowser.open".split()
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

seen: list[list[str]] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Record an event that a promise rules out."""
    if not seen:
        return
    if event == "open":
        path, mode, flags = arguments
        if set(mode or "") & set("wax+") or (flags or 0) & WRITING:
            seen[-1].append(f"write {path}")
    elif event == "compile":
        source = arguments[0]
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else str(source)
        seen[-1].append(f"compile {text}")
    elif event in EXACT or event.startswith(BEGINNINGS):
        seen[-1].append(f"{event} {arguments[0] if arguments else ''}".strip())


def run(calls: list[list[str]]) -> list[list[str]]:
    """Run calls one after the other and return the events of each."""
    found: list[list[str]] = []
    for call in calls:
        seen.append([])
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main(call)
        found.append(seen.pop())
    return found


if __name__ == "__main__":
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.addaudithook(watch)
    print(json.dumps(run(wanted)), file=sys.stderr)
