"""Write a file that the user named: whole or not at all, and over another only if asked."""

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from os.path import abspath, dirname, isdir, islink, join, lexists
from secrets import token_hex
from stat import S_IMODE, S_ISREG

from mss_cli.errors import UsageError

# The signals that end a program and let it clean up; Windows has no SIGHUP.
_ENDING = [s for name in ("SIGTERM", "SIGHUP") if (s := getattr(signal, name, None)) is not None]


def refuse_existing(path: str, where: str, force: bool) -> None:
    """Raise UsageError if a file cannot be written there, before any work is done for it.

    where: the option, for the error. force: True to replace a file that is there.
    """
    if not path:
        raise UsageError("names no file", where=where, expected="give a path")
    if isdir(path):
        raise UsageError(f"{path!r} is a directory", where=where, expected="name a file")
    folder = dirname(path)
    if folder and not isdir(folder):
        if lexists(folder):
            raise UsageError(f"{folder!r} is a file", where=where, expected="name a directory")
        raise UsageError(
            f"directory {folder!r} does not exist", where=where, expected="create it first"
        )
    if not force and lexists(path) and not _is_written_to(path):
        raise UsageError(
            f"{path!r} already exists", where=where, expected="add --force to replace it"
        )


def write_file(path: str, chunks: Iterable[str], where: str, force: bool = False) -> int:
    """Write a text as UTF-8 and return its size in bytes.

    The text is written beside the file and renamed, so that an error leaves no half a file. A
    file that is replaced keeps its permissions. A named pipe or a device, such as /dev/stdout, is
    written to as it is. Raises UsageError like refuse_existing, or if the system does not let mss
    write.
    """
    refuse_existing(path, where, force)
    try:
        if lexists(path) and _is_written_to(path):
            return _write(os.open(path, os.O_WRONLY), chunks)
        beside = join(dirname(path), f".mss-{token_hex(8)}.part")
        with stopping_late():
            try:
                size = _write(_new(beside, like=path), chunks)
                _put(beside, path, where, force)
            except BaseException:
                with suppress(OSError):
                    os.unlink(beside)
                raise
        return size
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"cannot write {path!r} ({error.strerror})", where=where) from None


@contextmanager
def stopping_late() -> Iterator[None]:
    """Interrupt a block that SIGTERM or SIGHUP would end, and end when it has cleaned up.

    A signal that is ignored, as under nohup, stays ignored. A second one ends mss at once.
    """
    received: list[int] = []

    def interrupt(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        received.append(number)
        raise KeyboardInterrupt

    ending = [n for n in _ENDING if signal.getsignal(n) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():  # it cannot set a handler
        ending = []
    try:
        for number in ending:
            signal.signal(number, interrupt)
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)
        for number in received:
            os.kill(os.getpid(), number)


def _new(path: str, like: str) -> int:
    """Open a new file. like: the file whose permissions it gets, if it is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    if lexists(like) and not islink(like) and hasattr(os, "fchmod"):
        os.fchmod(descriptor, S_IMODE(os.lstat(like).st_mode))
    return descriptor


def _put(beside: str, path: str, where: str, force: bool) -> None:
    """Give a file its name. Raises UsageError if another has got it meanwhile."""
    if not force:
        try:
            os.link(beside, path)
            os.unlink(beside)
            return
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            if not lexists(path):
                os.replace(beside, path)
                return
        refuse_existing(path, where, force)
    os.replace(beside, path)


def _is_written_to(path: str) -> bool:
    """Return True for a pipe or a device, which is written to and never replaced."""
    if dirname(abspath(path)).startswith("/dev"):  # /dev/stdout may be a link to a file
        return True
    try:
        return not S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _write(descriptor: int, chunks: Iterable[str]) -> int:
    """Write a text to an open file, sync it and close it."""
    size = 0
    with open(descriptor, "wb") as file:
        for chunk in chunks:
            content = chunk.encode("utf-8")
            size += len(content)
            file.write(content)
        file.flush()
        with suppress(OSError):  # a pipe cannot be synced
            os.fsync(file.fileno())
    return size
