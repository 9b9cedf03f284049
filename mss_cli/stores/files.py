"""Open files from other people's stores and article directories.

Such a directory may hold a named pipe that never ends, a symbolic link to a private file, or a
file larger than memory. mss reads only regular files inside the directory, up to a given size.
"""

import os
from os.path import dirname, islink, join, realpath
from stat import S_ISFIFO, S_ISREG
from typing import BinaryIO

from mss_cli.errors import DataError


def open_file(path: str, where: str, max_bytes: int | None = None) -> BinaryIO:
    """Open a file in binary mode.

    where: the name of the file in errors.

    Raises DataError if the file is missing, is not a regular file, is larger than max_bytes, or
    is a symbolic link that points outside its directory.
    """
    try:
        if leaves_directory(path):
            raise DataError("is a symbolic link that points outside its directory", where=where)
        status = os.stat(path)
        if not S_ISREG(status.st_mode):
            raise DataError("is not a regular file", where=where)
        if max_bytes is not None and status.st_size > max_bytes:
            raise DataError(
                f"has {status.st_size:,} bytes, but mss reads at most {max_bytes:,}", where=where
            )
        return open(path, "rb")
    except OSError as error:
        raise read_error(error, where) from None


def read_file(path: str, where: str, max_bytes: int) -> bytes:
    """Return the content of a file. Raises DataError like open_file."""
    try:
        with open_file(path, where, max_bytes) as file:
            return file.read()
    except OSError as error:
        raise read_error(error, where) from None


def read_file_or_pipe(path: str, where: str, max_bytes: int) -> bytes:
    """Return the content of a file that the user named, or of a named pipe up to its end.

    Raises DataError like open_file.
    """
    try:
        if not S_ISFIFO(os.stat(path).st_mode):
            return read_file(path, where, max_bytes)
        with open(path, "rb") as pipe:
            content = pipe.read(max_bytes + 1)
    except OSError as error:
        raise read_error(error, where) from None
    if len(content) > max_bytes:
        raise DataError(f"has more than {max_bytes:,} bytes", where=where)
    return content


def leaves_directory(path: str) -> bool:
    """Return True if a path is a symbolic link that points outside its directory."""
    return islink(path) and not realpath(path).startswith(join(realpath(dirname(path)), ""))


def read_error(error: OSError, where: str) -> DataError:
    """Return the DataError for an OSError that occurred while reading a file."""
    if isinstance(error, FileNotFoundError):
        return DataError("the file is missing", where=where)
    return DataError(f"cannot be read ({error.strerror})", where=where)


_PLAIN_IN_URI = frozenset(b"/-_.~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def sqlite_uri(path: str, parameters: str) -> str:
    """Return the URI of an SQLite file, whose name may be any bytes.

    parameters: how SQLite opens it, e.g. `mode=ro`.
    """
    absolute = os.fsencode(os.path.abspath(path).replace(os.sep, "/"))
    encoded = "".join(chr(b) if b in _PLAIN_IN_URI else f"%{b:02x}" for b in absolute)
    return f"file:///{encoded.lstrip('/')}?{parameters}"
