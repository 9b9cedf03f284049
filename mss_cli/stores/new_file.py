"""Write a file that the user named: all or nothing, replacing another only if asked to."""

import json
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from os.path import abspath, dirname, isdir, islink, join, lexists
from secrets import token_hex
from shutil import rmtree
from stat import S_IMODE, S_ISREG

from mss_cli.errors import UsageError

# In an exported folder, the list of the files that mss wrote. Parquet readers skip this file.
MARK = "_export.json"
_MAX_MARK_CHARS = 1_000_000
# The signals that end a program and let it clean up; Windows has no SIGHUP.
_ENDING = [s for name in ("SIGTERM", "SIGHUP") if (s := getattr(signal, name, None)) is not None]


def refuse_existing(path: str, where: str, force: bool, folder: bool = False) -> None:
    """Raise UsageError if a file cannot be written there, before any work is done for it.

    where: the option, for the error. force: True to replace an existing file. folder: True for a
    folder, which replaces only one that new_path wrote, with nothing added at its top level.
    """
    if not path:
        raise UsageError("names no file", where=where, expected="give a path")
    if folder:
        path = path.rstrip("/") or path
    if folder and islink(path):
        raise UsageError(f"{path!r} is a link", where=where, expected="name a new directory")
    if folder and isdir(path):
        _refuse_folder(path, where, force)
        return
    if isdir(path):
        raise UsageError(f"{path!r} is a directory", where=where, expected="name a file")
    parent = dirname(path)
    if parent and not isdir(parent):
        if lexists(parent):
            raise UsageError(f"{parent!r} is a file", where=where, expected="name a directory")
        raise UsageError(
            f"directory {parent!r} does not exist", where=where, expected="create it first"
        )
    if folder and lexists(path):
        raise UsageError(f"{path!r} is a file", where=where, expected="name a new directory")
    if not force and lexists(path) and not _is_written_to(path):
        raise UsageError(
            f"{path!r} already exists", where=where, expected="add --force to replace it"
        )


def write_file(path: str, chunks: Iterable[str], where: str, force: bool = False) -> int:
    """Write a text as UTF-8 and return its size in bytes.

    The text goes to a temporary file beside it, which is then renamed, so an error leaves no
    partial file. A file that is replaced keeps its permissions. A named pipe or a device, such as
    /dev/stdout, is written to directly. Raises UsageError like refuse_existing, or if writing
    fails.
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
def new_path(path: str, where: str, force: bool = False, folder: bool = False) -> Iterator[str]:
    """Yield a temporary path beside this one, and rename what is written there at the end.

    An error leaves nothing behind. folder: True for a folder. Raises UsageError like write_file.
    """
    refuse_existing(path, where, force, folder)
    path = (path.rstrip("/") or path) if folder else path
    if not folder and lexists(path) and _is_written_to(path):
        raise UsageError(f"{path!r} is not a file", where=where, expected="name a file")
    beside = join(dirname(path), f".mss-{token_hex(8)}.part")
    with stopping_late():
        try:
            yield beside
            if folder:
                _put_folder(beside, path, where, force)
            else:
                _keep_permissions(beside, like=path)
                _put(beside, path, where, force)
        except OSError as error:
            raise UsageError(f"cannot write {path!r} ({error.strerror})", where=where) from None
        finally:
            rmtree(beside, ignore_errors=True)
            with suppress(OSError):
                os.unlink(beside)


def _refuse_folder(path: str, where: str, force: bool) -> None:
    """Raise UsageError unless a folder is empty or, with force, holds just an earlier export."""
    found = {*os.listdir(path)}
    if not found:
        return
    try:
        with open(join(path, MARK), encoding="utf-8") as file:
            written = {MARK, *json.loads(file.read(_MAX_MARK_CHARS))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        written = set()
    if not force and written:
        what, right = f"{path!r} already exists", "add --force to replace it"
    elif others := found - written:
        what = f"{path!r} contains {min(others)!r}, which mss did not export"
        right = "name a new directory"
    else:
        return
    raise UsageError(what, where=where, expected=right)


def _put_folder(beside: str, path: str, where: str, force: bool) -> None:
    """Rename a folder to its final name, replacing an empty folder or an earlier export."""
    with open(join(beside, MARK), "x", encoding="utf-8") as file:
        json.dump({"files": sorted(os.listdir(beside))}, file)
    refuse_existing(path, where, force, folder=True)
    if not isdir(path):
        os.rename(beside, path)
        return
    old = f"{beside}.old"
    os.rename(path, old)
    try:
        os.rename(beside, path)
    except OSError:
        os.rename(old, path)
        raise
    rmtree(old, ignore_errors=True)


def _keep_permissions(path: str, like: str) -> None:
    """Give a new file the permissions of the file that it will replace, if that is there."""
    if lexists(like) and not islink(like):
        os.chmod(path, S_IMODE(os.lstat(like).st_mode))


@contextmanager
def stopping_late() -> Iterator[None]:
    """Raise KeyboardInterrupt on SIGTERM or SIGHUP, and exit once the block has cleaned up.

    A signal that is ignored, as under nohup, stays ignored. A second one ends mss at once.
    """
    received: list[int] = []

    def interrupt(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        received.append(number)
        raise KeyboardInterrupt

    ending = [n for n in _ENDING if signal.getsignal(n) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():  # only that one can set handlers
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
    """Rename a file to its final name. Raises UsageError if the name was taken meanwhile."""
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
