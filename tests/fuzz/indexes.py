"""Compare answers from memory, from an index and from streaming, for odd stores and odd calls."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from fuzz.calls import Calls
from fuzz.choices import Choices
from fuzz.program import Answer, ask, scratch, sound, surroundings
from fuzz.stores import StoreMaker, write_lines
from mss_cli import limits
from mss_cli import stores as opening
from mss_cli.stores import OpenedStore, open_store
from mss_cli.stores.loading import load

MODES = ("indexed", "large", "streamed")  # large: indexed, with limits lowered
BATCHES = (1, 7, 5000)  # facts per transaction while an index is built
MAX_FACTS = (5, 30, 120)  # facts in a store, at most
CALLS = (4, 8, 24)


def target(data: bytes) -> None:
    """Generate a store and calls, and compare the answers with those from memory."""
    choices = Choices(data, endless=True)
    mode, batch = choices.pick(MODES), choices.pick(BATCHES)
    parts = StoreMaker(choices, choices.pick(MAX_FACTS)).parts()
    base = scratch() / "odd"
    shutil.rmtree(base, ignore_errors=True)
    write_lines(base / "plain", parts, choices)
    shutil.copytree(base / "plain", base / "other")
    with patch.object(limits, "INDEX_BATCH", batch), surroundings(open_store):
        in_memory = OpenedStore(load(str(base / "plain")))
        if mode != "streamed":
            built = ask("index", "--store", str(base / "other"), "-q")
            assert built.code == 0, built
    calls = Calls(parts, choices)
    with (
        low_limits(lowered=mode != "indexed"),
        surroundings(_Opener(in_memory, str(base / "plain"), mode == "streamed")),
    ):
        for _ in range(choices.pick(CALLS)):
            _compare(calls.call(), str(base))


def describe(data: bytes) -> str:
    """Return the mode and the size of the store that these bytes generate."""
    choices = Choices(data, endless=True)
    mode, _ = choices.pick(MODES), choices.pick(BATCHES)
    maker = StoreMaker(choices, choices.pick(MAX_FACTS))
    return f"{mode} {maker.size} facts {len(maker.entities)} entities {len(maker.sources)} sources"


class _Opener:
    """Opens one directory as the store in memory, and any other as a large store."""

    def __init__(self, in_memory: OpenedStore, directory: str, streamed: bool) -> None:
        self._in_memory, self._directory, self._streamed = in_memory, directory, streamed

    def __call__(self, directory: str | None, _: str = "") -> OpenedStore:
        if directory == self._directory:
            return self._in_memory
        assert directory is not None
        return (
            OpenedStore(opening.open_streamed(directory))
            if self._streamed
            else open_store(directory)
        )


def _compare(call: list[str], base: str) -> None:
    form = call[-1]
    plain, other = (
        _answer((*call, "--today", "2024-07-01", "--store", f"{base}/{name}"), form)
        for name in ("plain", "other")
    )
    assert plain == other, (call, plain, other)


def _answer(args: tuple[str, ...], form: str) -> Answer:
    answer = ask(*args)
    sound(args, answer, form)
    return answer._replace(err=answer.err.replace(args[-1], "STORE"))


@contextmanager
def low_limits(lowered: bool) -> Iterator[None]:
    """Treat a small store as a large one: do not count facts, and rank only candidates."""
    low_limits = {
        "MAX_COUNTED_FACTS": 10,
        "MAX_FACTS_RANKED": 10,
        "MAX_EXACT_COUNT": 15,
        "MIN_CANDIDATES": 5,
    }
    with ExitStack() as stack:
        for name, value in low_limits.items() if lowered else ():
            stack.enter_context(patch.object(limits, name, value))
        yield
