"""Files that a user names to be read: articles and drafts, or standard input."""

import os
import sys

from mss_cli import limits
from mss_cli.errors import DataError

STDIN = "standard input"


def input_name(file: str) -> str:
    """Return what messages call a file; `-` is standard input."""
    return STDIN if file == "-" else file


def content(file: str) -> bytes:
    """Return the bytes of a file, at most one more than an article may have. Raises DataError."""
    most = limits.MAX_ARTICLE_BYTES
    if file == "-":
        if sys.stdin is None:
            raise DataError("is closed", where=STDIN)
        return sys.stdin.buffer.read(most + 1)
    if os.path.islink(file):
        raise DataError("is a link", where=file, expected="name the file itself")
    from mss_cli.stores.files import read_file

    return read_file(file, file, most)
