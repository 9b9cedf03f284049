"""Files that others made: read only if they are files, where they should be, and not too large.

A store or a directory of articles may hold a named pipe that never ends, a link to a file
that is none of its business, or more than fits into memory.
"""

import os
from os.path import dirname, islink, join, realpath
from stat import S_ISREG
from typing import BinaryIO

from mss_cli.errors import DataError


def open_file(path: str, where: str, most: int | None = None) -> BinaryIO:
    """Open a file for reading its bytes. where: how errors name it; most: bytes it may have.

    Raises DataError if there is no such file, if it is a link that leads out of its directory,
    or if it is larger.
    """
    try:
        if islink(path) and _leads_out(path):
            raise DataError("is a link that leads out of its directory", where=where)
        found = os.stat(path)
        if not S_ISREG(found.st_mode):
            raise DataError("is not a file", where=where)
        if most is not None and found.st_size > most:
            raise DataError(
                f"has {found.st_size:,} bytes, more than the {most:,} that are read into memory",
                where=where,
            )
        return open(path, "rb")
    except OSError as error:
        raise unreadable(error, where) from None


def read_file(path: str, where: str, most: int) -> bytes:
    """Return the bytes of a file. Raises DataError, as open_file does."""
    try:
        with open_file(path, where, most) as file:
            return file.read()
    except OSError as error:
        raise unreadable(error, where) from None


def _leads_out(path: str) -> bool:
    return not realpath(path).startswith(join(realpath(dirname(path)), ""))


def unreadable(error: OSError, where: str) -> DataError:
    """Return the error that says why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return DataError("the file is missing", where=where)
    return DataError(f"cannot be read ({error.strerror})", where=where)
