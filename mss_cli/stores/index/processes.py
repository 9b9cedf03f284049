"""Shares work among processes: each takes one task at a time, and the results come in order.

A process is a Python that reads tasks from its standard input and writes results to its standard
output, both pickled. It does not depend on how the system starts processes, and it imports
nothing from the current directory. If its parent ends, its input ends, and so does the process.
"""

import gc
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from mss_cli.stores.child import start_python

Task = TypeVar("Task")
_CODE = "from mss_cli.stores.index.processes import serve; serve()"


class StoppedError(Exception):
    """A process ended before its work was done: it was killed, or memory ran out."""


def available() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Objects of one class, each in a process of its own, that do the same kind of work.

    make: what makes such an object from its arguments; both must be picklable. count: processes;
    below 2, or if none can be started, this process does the work. Use it as a context manager.
    """

    def __init__(self, make: Callable[..., Any], arguments: tuple[Any, ...], count: int) -> None:
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._processes = _started(pickle.dumps((make, arguments)), count) if count > 1 else []
        self._worker = None if self._processes else make(*arguments)
        self._threads = ThreadPoolExecutor(max(1, len(self._processes)))
        for process in self._processes:
            self._idle.put(process)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.stop()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.close()

    def results(self, method: str, tasks: Iterable[Task]) -> Iterator[tuple[Task, Any]]:
        """Yield each task with what a method of the object returns for it, in order.

        At most two tasks for each process are under way or wait for the caller. Raises what the
        method raised for the first task that failed, or StoppedError.
        """
        if not self._processes:
            work = getattr(self._worker, method)
            yield from ((task, work(task)) for task in tasks)
            return
        waiting: deque[tuple[Task, Future[Any]]] = deque()
        for task in tasks:
            waiting.append((task, self._threads.submit(self._ask, method, task)))
            if len(waiting) == 2 * len(self._processes):
                first, result = waiting.popleft()
                yield first, result.result()
        for task, result in waiting:
            yield task, result.result()

    def _ask(self, method: str, task: Any) -> Any:
        process = self._idle.get()
        try:
            return process.result(method, task)
        finally:
            self._idle.put(process)


class _Process:
    """A process with the object that works. worker: what makes the object, pickled."""

    def __init__(self, worker: bytes) -> None:
        self._unsent = worker
        self._popen = start_python(_CODE)

    def result(self, method: str, task: Any) -> Any:
        """Return the result of one task. Raises what the work raised, or StoppedError."""
        tasks, results = self._popen.stdin, self._popen.stdout
        assert tasks is not None
        assert results is not None
        try:
            tasks.write(self._unsent)
            self._unsent = b""
            pickle.dump((method, task), tasks, pickle.HIGHEST_PROTOCOL)
            tasks.flush()
            result, error = pickle.load(results)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            raise StoppedError from None
        if error is not None:
            raise error
        return result

    def stop(self) -> None:
        """End the process at once. A thread that waits for its result gets StoppedError."""
        self._popen.kill()
        self._popen.wait()

    def close(self) -> None:
        """Close the pipes to the process, when no thread uses them."""
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with suppress(OSError):  # the process did not read all that was sent
                    pipe.close()


def _started(worker: bytes, count: int) -> list[_Process]:
    """Start processes; return none of them if one cannot be started."""
    processes: list[_Process] = []
    try:
        for _ in range(count):
            processes.append(_Process(worker))
    except (OSError, ValueError):
        for process in processes:
            process.stop()
            process.close()
        return []
    return processes


# --- in the process -----------------------------------------------------------------------


def serve() -> None:
    """Do tasks until there are no more: the whole work of a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends us
    gc.disable()  # between the tasks only, when there is little to look through
    tasks, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library might print is no result
    with suppress(EOFError, BrokenPipeError):
        make, arguments = pickle.load(tasks)
        worker = make(*arguments)
        gc.freeze()
        while True:
            method, task = pickle.load(tasks)
            answer: tuple[Any, Exception | None]
            try:
                answer = (getattr(worker, method)(task), None)
            except Exception as error:
                answer = (None, error)
            pickle.dump(answer, results, pickle.HIGHEST_PROTOCOL)
            results.flush()
            del task, answer
            gc.collect()
