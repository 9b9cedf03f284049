"""Write a file that the user named: whole or not at all, and over another only if asked."""

import os
from collections.abc import Iterable
from contextlib import suppress
from os.path import basename, dirname, isdir, join, lexists
from secrets import token_hex
from stat import S_ISREG

from mss_cli.errors import UsageError


def refuse_existing(path: str, where: str, force: bool) -> None:
    """Raise UsageError if a file cannot be written there, before any work is done for it.

    where: the option, for the error. force: True to replace a file that is there.
    """
    if isdir(path):
        raise UsageError(f"{path!r} is a directory", where=where, expected="name a file")
    folder = dirname(path)
    if folder and not isdir(folder):
        raise UsageError(
            f"directory {folder!r} does not exist", where=where, expected="create it first"
        )
    if not force and lexists(path) and not _is_device(path):
        raise UsageError(
            f"{path!r} already exists", where=where, expected="add --force to replace it"
        )


def write_file(path: str, chunks: Iterable[str], where: str, force: bool = False) -> int:
    """Write a text as UTF-8 and return its size in bytes.

    The text is written beside the file and renamed, so that an error leaves no half a file. A
    device or a named pipe, such as /dev/stdout, is written to as it is. Raises UsageError like
    refuse_existing, or if the system does not let mss write.
    """
    refuse_existing(path, where, force)
    try:
        if lexists(path) and _is_device(path):
            return _write(os.open(path, os.O_WRONLY), chunks)
        beside = join(dirname(path), f".{basename(path)[:100]}.{token_hex(4)}.part")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            size = _write(os.open(beside, flags, 0o666), chunks)
            refuse_existing(path, where, force)  # somebody may have made it meanwhile
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
        return size
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"cannot write {path!r} ({error.strerror})", where=where) from None


def _is_device(path: str) -> bool:
    """Return True for what is there and is no file: a device, a pipe, or a link to one."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not S_ISREG(mode)


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
