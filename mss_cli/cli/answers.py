"""The answers of a review: keys on a terminal, or lines of a file or a pipe; and the editor."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TextIO

from mss_cli import limits
from mss_cli.errors import DataError, UsageError
from mss_cli.stores.files import read_file_or_pipe

WITH_TEXT = ("t", "d", "f", "r")  # keys that a line of text follows
_ARROWS = {"\x1b[C": "n", "\x1b[D": "k", "\x1b[B": "n", "\x1b[A": "k", "\r": "", "\n": ""}
Prefill = Callable[[str], str]


class Lines:
    """Answers from a file or a pipe, one a line. The first wrong one ends the review."""

    whole_screen = False
    strict = True

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0

    def next(self, prefill: Prefill) -> str | None:
        """Return the next answer, or None at the end. Empty lines and # comments are skipped."""
        while line := self._stream.readline(limits.MAX_ANSWER_CHARS):
            self.number += 1
            if line.strip() and not line.startswith("#"):
                return line.strip()
        return None


class Keys:
    """Answers from the keyboard: one key each, and a line of text for some."""

    whole_screen = True
    strict = False
    number = 0

    def next(self, prefill: Prefill) -> str | None:
        """Return the next answer, or None at the end of the input."""
        sys.stdout.write("> ")
        sys.stdout.flush()
        key = _key()
        if key in ("", "\x04"):
            return None
        key = _ARROWS.get(key, key)
        if key not in WITH_TEXT:
            sys.stdout.write(f"{key}\n" if key.isprintable() else "\n")
            return key
        filled = prefill(key)
        sys.stdout.write(f"> {key}  (Ctrl-U clears the line)\n" if filled else f"> {key}\n")
        return f"{key} {_line(filled)}"


@contextmanager
def answers(path: str | None) -> Iterator[Lines | Keys]:
    """Open the answers: a file, the keyboard, or standard input. Raises DataError."""
    if path is None:
        yield Keys() if _is_terminal() else Lines(sys.stdin)
        return
    yield Lines(StringIO(read_answer(path)))


def read_answer(path: str) -> str:
    """Return the whole text of a file or a named pipe of answers. Raises DataError."""
    try:
        return read_file_or_pipe(path, f"--answers {path}", limits.MAX_ANSWERS_BYTES).decode(
            "utf-8"
        )
    except UnicodeDecodeError:
        raise DataError("is not UTF-8", where=f"--answers {path}") from None


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _key() -> str:
    """Return one key; a line where the system has no raw terminal. "" at the end."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return sys.stdin.readline()[:1]
    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream, termios.TCSADRAIN)  # keep what was typed ahead
        return os.read(stream, 8).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)


def _line(filled: str) -> str:
    """Return a line of text that the user types; it starts with some text to change."""
    try:
        import readline
    except ImportError:
        return input("  ")
    readline.set_startup_hook(lambda: readline.insert_text(filled))
    try:
        return input("  ")
    except EOFError:
        return filled
    finally:
        readline.set_startup_hook(None)


def editor(text: str, name: str) -> str:
    """Return a text as the user's editor leaves it. Raises UsageError or DataError.

    name: the end of the name of the temporary file, so that an editor knows the format.
    """
    from tempfile import NamedTemporaryFile

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise UsageError("no editor is set", expected="set EDITOR, for example EDITOR=nano")
    with NamedTemporaryFile("w", suffix=name, encoding="utf-8", delete=False) as file:
        file.write(text)
    try:
        _run(command, file.name)
        return Path(file.name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DataError("is not UTF-8", where="the edited text") from None
    finally:
        os.unlink(file.name)


def _run(command: str, path: str) -> None:
    try:
        status = subprocess.run([*shlex.split(command), path], check=False).returncode
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot start the editor {command!r} ({error})") from None
    if status:
        raise UsageError(f"the editor ended with status {status}; nothing was changed")
