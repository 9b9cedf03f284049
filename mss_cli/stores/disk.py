"""Write the files of one directory so that they survive a crash, and never through a link.

Files are named relative to the directory, with `/` between folders: `articles/one.txt`. A new file
is synced when `write` returns. The folders that name it are synced by `sync`, once for many files.
"""

import os
from contextlib import suppress
from os.path import dirname, isdir, islink, join, lexists
from shutil import rmtree
from stat import S_IMODE, S_ISREG

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.stores.files import read_file

# Windows has neither a flag against links nor binary files by default.
_FLAGS: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_is_junction = getattr(os.path, "isjunction", lambda _: False)  # Windows, from Python 3.12


class Disk:
    """The files of one directory. Methods raise OSError, or DataError for a link in the way.

    beside: the name of the file that `replace` writes before it renames it.
    """

    def __init__(self, root: str, beside: str) -> None:
        self.root = root
        self._beside = beside
        self._unsynced: dict[str, None] = {}  # folders in which a name has changed

    def path(self, name: str) -> str:
        """Return the path of a file. Raises DataError if it or a folder above it is a link."""
        return resolved(self.root, name)

    def has(self, name: str) -> bool:
        """Return True if there is a file of this name."""
        return lexists(self.path(name))

    def read(self, name: str) -> bytes:
        """Return the content of a file. Raises DataError if it is missing or too large."""
        return read_file(self.path(name), name, limits.MAX_WRITTEN_BYTES)

    def write(self, name: str, content: bytes, like: str = "") -> None:
        """Write a new file and sync it. like: the file whose permissions it gets, if there."""
        path = self.path(name)
        self.make_folder(dirname(name))
        self.remove(name)  # never into a file that has a second name elsewhere
        mode = S_IMODE(os.lstat(self.path(like)).st_mode) if like and self.has(like) else None
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, mode or 0o666)
        try:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            _write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._unsynced[dirname(name)] = None

    def replace(self, name: str, content: bytes) -> None:
        """Put a file in place of another, whole: readers see the old one or the new one."""
        path = self.path(name)
        self.make_folder(dirname(name))
        self.write(self._beside, content, like=name)
        os.replace(self.path(self._beside), path)
        self._unsynced[dirname(name)] = None

    def append(self, name: str, content: bytes, at: int) -> None:
        """Write at the end of a file and sync it. at: where the end is; what follows is cut off."""
        path = self.path(name)
        is_new = not lexists(path)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
        try:
            status = os.fstat(descriptor)
            if not S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise DataError("is not a file of its own", where=name)
            if status.st_size < at:
                raise DataError("has become shorter while it was written to", where=name)
            if status.st_size > at:
                os.ftruncate(descriptor, at)
            os.lseek(descriptor, at, os.SEEK_SET)
            try:
                _write_all(descriptor, content)
                os.fsync(descriptor)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, at)
                raise
        finally:
            os.close(descriptor)
        if is_new:
            self._unsynced[dirname(name)] = None
            self.sync()

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        path = self.path(name)
        if lexists(path):
            os.unlink(path)
            self._unsynced[dirname(name)] = None

    def clear(self, name: str) -> None:
        """Remove a folder with all that is in it, as far as possible."""
        rmtree(self.path(name), ignore_errors=True)
        gone = [each for each in self._unsynced if f"{each}/".startswith(f"{name}/")]
        for each in gone:
            del self._unsynced[each]

    def make_folder(self, name: str) -> None:
        """Make a folder and those above it, if they are missing; but never the directory itself."""
        if name and not isdir(self.path(name)):
            self.make_folder(dirname(name))
            with suppress(FileExistsError):  # another writer may be as fast
                os.mkdir(self.path(name))
            self._unsynced[dirname(name)] = None

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; none if it is missing."""
        path = self.path(folder)
        return sorted(os.listdir(path)) if isdir(path) else []

    def sync(self) -> None:
        """Sync the folders in which names have changed, so that the changes survive a crash."""
        for folder in list(self._unsynced):
            sync_folder(self.path(folder) if folder else self.root)
            del self._unsynced[folder]


def resolved(root: str, name: str) -> str:
    """Return the path of a file in a directory. Raises DataError if there is a link on the way."""
    parts = name.split("/")
    for depth in range(1, len(parts) + 1):
        path = join(root, *parts[:depth])
        if islink(path) or _is_junction(path):
            raise DataError("is a link, and mss follows none here", where="/".join(parts[:depth]))
    return join(root, *parts)


def sync_folder(path: str) -> None:
    """Sync a folder. Windows can sync only files."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


# --- the lock -----------------------------------------------------------------------------


def lock(path: str) -> int:
    """Return the descriptor of a locked file; the lock ends with it, or with the process.

    Raises BlockingIOError if another process holds the lock, other OSErrors if it cannot be taken.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
    try:
        _lock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError as error:
            raise BlockingIOError(error.errno, error.strerror) from None
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
