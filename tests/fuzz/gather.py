"""Choose a corpus: the smallest inputs of a search that reach the most code."""

import re
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

import mss_cli
from fuzz import indexes, loading, rendering
from fuzz.mutation import CORPUS, corpus
from fuzz.targets import TARGETS
from mss_cli.text import fold

LIMITS = {"index": (16, 60)}  # how many inputs of a target are kept, and tried; otherwise USUAL
USUAL = (40, 500)
SIZE = 300  # bytes of an input
PACKAGE = str(Path(mss_cli.__file__).parent)
Edge = tuple[str, int, int]
DESCRIBED: dict[str, Callable[[bytes], str]] = {
    "store": loading.describe,
    "render": rendering.describe,
    "index": indexes.describe,
}


def gather(name: str, work: Path) -> int:
    """Add the inputs to the corpus of a target that reach the most new code."""
    kept, (most, tried) = corpus(name), LIMITS.get(name, USUAL)
    reached: set[Edge] = set()
    for data in kept.values():
        reached |= edges(name, data)
    found = {data: edges(name, data) for data in _tried(work, tried) if data not in kept.values()}
    while found and len(kept) < most:
        best = max(found, key=lambda data: (len(found[data] - reached), -len(data)))
        if not found[best] - reached:
            break
        file = _label(name, best)
        while file in kept:
            file = f"{file[:40]}-{sha256(best).hexdigest()[:4]}"
        (CORPUS / name / file).write_bytes(best)
        print(f"{name}/{file}: {len(found[best] - reached)} more steps")
        kept[file] = best
        reached |= found.pop(best)
    return 0


def _tried(work: Path, many: int) -> list[bytes]:
    """Return a sample of the inputs that a search has kept, ordered by size."""
    every = sorted((path.read_bytes() for path in work.iterdir()), key=len)
    fitting = [data for data in every if len(data) <= SIZE]
    step = max(len(fitting) // many, 1)
    return fitting[::step]


def edges(name: str, data: bytes) -> set[Edge]:
    """Return the steps from line to line that the program takes for an input."""
    found: set[Edge] = set()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        file, line = frame.f_code.co_filename, frame.f_lineno
        if not file.startswith(PACKAGE):
            return None
        last = line

        def step(inner: FrameType, event: str, argument: object) -> Any:
            nonlocal last
            found.add((file, last, inner.f_lineno))
            last = inner.f_lineno
            return step

        return step

    sys.settrace(trace)
    try:
        TARGETS[name](data)
    finally:
        sys.settrace(None)
    return found


def _label(name: str, data: bytes) -> str:
    """Return a file name that describes an input."""
    told = DESCRIBED[name](data) if name in DESCRIBED else data.decode("utf-8", "replace")
    words: Iterator[str] = (m[0] for m in re.finditer("[a-z0-9.]+", fold(told)))
    return "-".join(words)[:44].strip("-.") or f"x-{sha256(data).hexdigest()[:6]}"
