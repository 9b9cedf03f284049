"""Show a long answer through a pager, as git does it.

It is imported only for a terminal.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain

# What git sets for its pagers: less ends by itself if the text fits, and keeps colours.
_DEFAULTS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}  # mss writes UTF-8 everywhere
_SHELL = re.compile(r"[|&;<>()$`\\\"'*?\[#~=\n]")  # signs for which a command needs a shell
_NOT_STARTED = (126, 127)  # exit statuses of a shell that cannot run the command
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;.*?(?:\x1b\\|\x07)")


def show(chunks: Callable[[], Iterator[str]], command: str, width: int, height: int) -> None:
    """Write an answer to standard output, through the pager if it is longer than the screen.

    chunks: returns the answer from its start. If the pager cannot be started, the answer is
    written plainly. If the user quits it early, the rest is left out.
    """
    answer = chunks()
    begun: list[str] = []
    rows = 0
    for chunk in answer:
        begun.append(chunk)
        rows += _rows(chunk, width)
        if rows >= height:  # the prompt takes a row too
            break
    sys.stdout.flush()
    process = _started(command) if rows >= height else None
    if process is None:
        sys.stdout.writelines(chain(begun, answer))
    elif not _fed(process, chain(begun, answer)):
        sys.stdout.writelines(chunks())
    sys.stdout.flush()


def _rows(text: str, width: int) -> int:
    """Return the number of rows that lines of text take on the screen."""
    lines = _ESCAPES.sub("", text).split("\n")
    return sum(max(-(-len(line) // width), 1) for line in lines[:-1]) + len(lines[-1]) // width


def _started(command: str) -> "subprocess.Popen[bytes] | None":
    """Start the pager, or return None if it cannot be started."""
    in_shell = bool(_SHELL.search(command))
    try:
        words = shlex.split(command)
        return subprocess.Popen(
            command if in_shell else words,
            shell=in_shell,
            stdin=subprocess.PIPE,
            env=_DEFAULTS | os.environ,
        )
    except (OSError, ValueError):  # ValueError: quotation marks that do not match
        return None


def _fed(process: "subprocess.Popen[bytes]", text: Iterator[str]) -> bool:
    """Write text to the pager and wait for its end; return False if it did not start.

    An interrupt reaches the pager too, which decides what to do. The terminal is the pager's
    until it ends, so mss ends after it.
    """
    assert process.stdin is not None
    try:
        with suppress(BrokenPipeError):  # the user has quit
            for chunk in text:
                process.stdin.write(chunk.encode("utf-8", "backslashreplace"))
            process.stdin.flush()
    finally:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        with suppress(OSError):
            process.stdin.close()
        status = process.wait()
        signal.signal(signal.SIGINT, before)
    return status not in _NOT_STARTED
