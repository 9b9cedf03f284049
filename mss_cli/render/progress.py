"""A bar on standard error that shows how far a long step is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Give the function to be told how far a step is: its name, how much is done, of how much.

    shown: whether there is a terminal to show it on; without one nothing is said.
    """
    if not shown:
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Remaining())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {step: bar.add_task(step, total=1) for step in ("checking", "writing", "finishing")}

        def told(step: str, done: int, total: int) -> None:
            bar.update(tasks[step], completed=done, total=max(total, 1))

        yield told
