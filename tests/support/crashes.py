"""Stop a process at any of its calls that change files, as a power failure would."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

CALLS = (
    *("open", "write", "fsync", "ftruncate", "fchmod"),
    *("mkdir", "rmdir", "rename", "replace", "unlink"),
)
KILLED = 9


@contextmanager
def at_call(
    stop: int, act: Callable[[str, tuple[Any, ...]], None], onwards: bool = False
) -> Iterator[list[str]]:
    """Do something before the call with this number, counted from 1; yield the calls so far.

    act: takes the name of the call and its arguments. onwards: also before all later calls.
    """
    made: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            if len(made) == stop or (onwards and len(made) > stop):
                act(name, args)
            return real(*args, **kwargs)

        return call

    with ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(patch.object(os, name, counted(name, getattr(os, name))))
        yield made


def die(name: str, args: tuple[Any, ...]) -> None:
    """End the process at once; a write is cut short."""
    if name == "write":
        descriptor, content = args
        os.pwrite(descriptor, bytes(content)[: len(content) // 2], os.lseek(descriptor, 0, 1))
    os._exit(KILLED)


def killed(stop: int, work: Callable[[Path], object], store: Path) -> bool:
    """Let a child work on a store and die at the call with this number; False if it had fewer."""
    child = os.fork()
    if child == 0:
        try:
            with at_call(stop, die):
                work(store)
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), code
    return code == KILLED


class Unsynced:
    """The files and folders whose changes a power failure could still undo. A context manager."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._opened: dict[int, str] = {}
        self._is_new = False
        self._stack = ExitStack()

    def __enter__(self) -> "Unsynced":
        for name in ("open", "write", "fsync", "mkdir", "replace", "unlink"):
            call = self._noted(getattr(self, f"_{name}"), getattr(os, name))
            self._stack.enter_context(patch.object(os, name, call))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def paths(self) -> list[str]:
        """What is unsynced and still there."""
        return sorted(path for path in self._changed if os.path.exists(path))

    def _noted(self, note: Callable[..., None], real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if kwargs.get("dir_fd") is not None:  # of rmtree, which only sweeps
                return real(*args, **kwargs)
            self._is_new = isinstance(args[0], str) and not os.path.lexists(args[0])
            result = real(*args, **kwargs)
            note(result, *args)
            return result

        return call

    def _open(self, descriptor: int, path: str, flags: int, mode: int = 0) -> None:
        self._opened[descriptor] = path
        if self._is_new:
            self._changed |= {path, os.path.dirname(path)}

    def _write(self, _: int, descriptor: int, content: bytes) -> None:
        self._changed.add(self._opened[descriptor])

    def _fsync(self, _: None, descriptor: int) -> None:
        self._changed.discard(self._opened[descriptor])

    def _mkdir(self, _: None, path: str, mode: int = 0) -> None:
        self._changed.add(os.path.dirname(path))

    def _replace(self, _: None, old: str, new: str) -> None:
        self._changed |= {os.path.dirname(old), os.path.dirname(new)}

    def _unlink(self, _: None, path: str) -> None:
        self._changed.add(os.path.dirname(path))
