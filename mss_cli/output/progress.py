"""A progress bar on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any


class _Terminal:
    """A terminal that may disappear: then the bar is lost, and the work goes on."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def progress(terminal: Any) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that reports progress: the name of the step, units done, units in all.

    terminal: the stream that shows the bar; None shows nothing.
    """
    if terminal is None:
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Remaining())
    # Without a size, Rich reads COLUMNS and LINES, and fails on some values.
    console = Console(file=_Terminal(terminal), width=80, height=25)  # type: ignore[arg-type]
    with Progress(*columns, console=console, transient=True) as bar:
        tasks = {step: bar.add_task(step, total=1) for step in ("checking", "writing", "finishing")}

        def told(step: str, done: int, total: int) -> None:
            bar.update(tasks[step], completed=done, total=max(total, 1))

        yield told
