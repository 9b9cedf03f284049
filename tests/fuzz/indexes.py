"""The same answers in memory, through an index and line by line, for odd stores and odd calls."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from fuzz.calls import Calls
from fuzz.choices import Choices
from fuzz.program import Answer, ask, scratch, sound, surroundings
from fuzz.stores import Maker, write_lines
from mss_cli import limits
from mss_cli import stores as opening
from mss_cli.stores import OpenedStore, open_store
from mss_cli.stores.loading import load

HOW = ("indexed", "large", "streamed")  # large: indexed, and taken for one of many facts
BATCHES = (1, 7, 5000)  # facts that are written to an index at a time
MOST = (5, 30, 120)  # facts in a store
CALLS = (4, 8, 24)


def target(data: bytes) -> None:
    """Make a store and calls about it, and compare the ways to answer them."""
    choices = Choices(data, endless=True)
    how, batch = choices.pick(HOW), choices.pick(BATCHES)
    parts = Maker(choices, choices.pick(MOST)).parts()
    base = scratch() / "odd"
    shutil.rmtree(base, ignore_errors=True)
    write_lines(base / "plain", parts, choices)
    shutil.copytree(base / "plain", base / "other")
    with patch.object(limits, "INDEX_BATCH", batch), surroundings(open_store):
        whole = OpenedStore(load(str(base / "plain")))
        if how != "streamed":
            made = ask("index", "--store", str(base / "other"), "-q")
            assert made.code == 0, made
    calls = Calls(parts, choices)
    with (
        _thresholds(how != "indexed"),
        surroundings(_Opener(whole, str(base / "plain"), how == "streamed")),
    ):
        for _ in range(choices.pick(CALLS)):
            _compared(calls.call(), str(base))


def describe(data: bytes) -> str:
    """Return how the store that some bytes make is answered from, and how large it is."""
    choices = Choices(data, endless=True)
    how, _ = choices.pick(HOW), choices.pick(BATCHES)
    maker = Maker(choices, choices.pick(MOST))
    return f"{how} {maker.size} facts {len(maker.entities)} entities {len(maker.sources)} sources"


class _Opener:
    """Opens one store in memory, and the other as large stores are opened."""

    def __init__(self, whole: OpenedStore, directory: str, streamed: bool) -> None:
        self._whole, self._directory, self._streamed = whole, directory, streamed

    def __call__(self, directory: str | None) -> OpenedStore:
        if directory == self._directory:
            return self._whole
        assert directory is not None
        return (
            OpenedStore(opening.open_streamed(directory))
            if self._streamed
            else open_store(directory)
        )


def _compared(call: list[str], base: str) -> None:
    form = call[-1]
    one, other = (
        _asked((*call, "--today", "2024-07-01", "--store", f"{base}/{name}"), form)
        for name in ("plain", "other")
    )
    assert one == other, (call, one, other)


def _asked(args: tuple[str, ...], form: str) -> Answer:
    answer = ask(*args)
    sound(args, answer, form)
    return answer._replace(err=answer.err.replace(args[-1], "STORE"))


@contextmanager
def _thresholds(lowered: bool) -> Iterator[None]:
    """Let a store of some facts be a large one: not counted, ranked by candidates."""
    low = {
        "MAX_COUNTED_FACTS": 10,
        "MAX_FACTS_RANKED": 10,
        "MAX_EXACT_COUNT": 15,
        "MIN_CANDIDATES": 5,
    }
    with ExitStack() as stack:
        for name, value in low.items() if lowered else ():
            stack.enter_context(patch.object(limits, name, value))
        yield
