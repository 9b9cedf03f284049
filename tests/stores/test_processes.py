"""Work shared among processes: one order of results, one error, and nothing left behind."""

import os
import pickle
import signal
import time
from collections.abc import Iterator

import pytest

from mss_cli.errors import DataError
from mss_cli.stores import child
from mss_cli.stores.index import processes
from mss_cli.stores.index.processes import StoppedError, Workers


class Worker:
    """Work for the tests."""

    def __init__(self, first: int) -> None:
        self.first = first

    def add(self, number: int) -> tuple[int, int]:
        """Return a sum after a while, and the process."""
        time.sleep(0.01 * (number % 3))
        return self.first + number, os.getpid()

    def refuse_odd(self, number: int) -> int:
        """Raise for odd numbers; the first one takes longest."""
        if number % 2:
            time.sleep(0.3 if number == 1 else 0)
            raise DataError(f"{number} is odd", where="tasks", expected="even numbers")
        return number

    def die(self, number: int) -> int:
        """Be killed at a number."""
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    def echo(self, text: bytes) -> bytes:
        """Return a task."""
        return text


def sums(count: int) -> tuple[list[tuple[int, int]], set[int]]:
    """Return each number with its sum, and the processes that worked."""
    with Workers(Worker, (100,), count) as workers:
        found = list(workers.results("add", range(12)))
    return [(task, result[0]) for task, result in found], {result[1] for _, result in found}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    expected = [(number, 100 + number) for number in range(12)]
    found, worked = sums(count)
    assert found == expected
    assert (worked == {os.getpid()}) == (count < 2)


@pytest.mark.parametrize("count", [1, 2])
def test_first_failed_task_is_the_one_that_is_raised(count: int) -> None:
    with Workers(Worker, (0,), count) as workers:
        results = workers.results("refuse_odd", range(9))
        assert next(results) == (0, 0)
        with pytest.raises(DataError, match=r"^tasks: 1 is odd; even numbers$"):
            list(results)


def test_large_tasks_and_results_fit_through_the_pipes() -> None:
    tasks = [bytes([number]) * 3_000_000 for number in range(6)]
    with Workers(Worker, (0,), 2) as workers:
        assert list(workers.results("echo", tasks)) == list(zip(tasks, tasks, strict=True))


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with Workers(Worker, (0,), 2) as workers:
        next(workers.results("add", tasks()))
        assert len(taken) == 4


def test_killed_process_is_an_error_and_no_process_is_left() -> None:
    with Workers(Worker, (0,), 2) as workers:
        with pytest.raises(StoppedError):
            list(workers.results("die", range(20)))
        started = [process._popen for process in workers._processes]
    assert [popen.poll() is not None for popen in started] == [True, True]


def test_process_that_cannot_be_made_is_an_error() -> None:
    with Workers(Worker, (), 2) as workers, pytest.raises(StoppedError):
        list(workers.results("add", range(3)))


def test_process_ends_with_its_parent() -> None:
    popen = child.start_python(processes._CODE)
    with popen:
        assert popen.stdin is not None
        popen.stdin.write(pickle.dumps((Worker, (0,))))
        popen.stdin.close()
        assert popen.wait(timeout=30) == 0


def test_without_processes_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    first = child.start_python(processes._CODE)
    starts = iter([first])

    def start(_: str) -> object:
        for popen in starts:
            return popen
        raise OSError("no more processes")

    monkeypatch.setattr(processes, "start_python", start)
    found, worked = sums(2)
    assert found == [(number, 100 + number) for number in range(12)]
    assert worked == {os.getpid()}
    assert first.poll() is not None
