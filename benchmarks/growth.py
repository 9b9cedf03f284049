"""How time and memory grow with a store: each hostile shape at N, 2N and 4N.

    python benchmarks/growth.py [NAME ...]

Each line is one shape: records that relate to, or name, very many others. The ratios are those
of a doubling: 2 is in proportion, 4 is quadratic. The start of the program counts too, so that a
small ratio says little. Memory is the peak of the process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import Process
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts import derive  # noqa: E402

Record = dict[str, Any]
# Runs the program and prints the peak of its memory in KiB to file descriptor 3.
MEASURED = (
    "import os, resource, runpy, sys\n"
    "try:\n    runpy.run_module('mss_cli', run_name='__main__', alter_sys=True)\n"
    "finally:\n    os.write(int(os.environ['PEAK']), "
    "str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())\n"
)


def fact(name: str, **fields: Any) -> Record:
    """Return an event of September 2024 that source s0 reports."""
    return {
        "id": name, "kind": "event", "text": f"The harbour of {name} opened.", "date": "2024-09",
        "date_basis": "explicit", "date_note": None, "date_derivation": None, "status": "occurred",
        "said_by": [], "said_to": [], "actors": [], "about": [], "places": [], "topics": ["t"],
        "quantity": None, "stance": None, "phrases": [], "evidence": [evidence("s0")],
        "relations": [], **fields,
    }  # fmt: skip


def evidence(source: str, start: int = 0) -> Record:
    """Return a passage of five characters."""
    span = {"source": source, "start": start, "end": start + 5, "sha256": "0" * 64}
    reports = dict.fromkeys(("date", "value", "status", "wording"))
    return {**span, "form": "body", "paragraph": 1, "reports": reports}


def supersedes(other: str) -> Record:
    """Return a relation."""
    return {"type": "supersedes", "fact": other, "note": "Later.", "settled_by": None}


def one_supersedes_many(n: int) -> tuple[Record, list[str]]:
    """One fact of N sources supersedes N facts."""
    old = [fact(f"old-{k}") for k in range(n)]
    new = fact("new", evidence=[evidence(f"s{k}") for k in range(n)])
    new["relations"] = [supersedes(each["id"]) for each in old]
    return {"facts": [new, *old], "sources": n}, ["topics"]


def shown_in_many(n: int) -> tuple[Record, list[str]]:
    """`show` of a fact that stands in N conflicts of N sources."""
    return one_supersedes_many(n)[0], ["show", "new", "--json"]


def positions_of_one_holder(n: int) -> tuple[Record, list[str]]:
    """N positions of one holder on one question."""
    stance = {"holder": "e0", "on": "t", "position": "supports"}
    days = (f"{1000 + k // 336:04d}-{k // 28 % 12 + 1:02d}-{k % 28 + 1:02d}" for k in range(n))
    facts = [fact(f"f{k}", kind="stance", stance=stance, date=d) for k, d in enumerate(days)]
    return {"facts": facts}, ["stances", "--json"]


def chain_of_successors(n: int) -> tuple[Record, list[str]]:
    """A fact that N facts supersede, in a search."""
    new = [fact(f"new-{k}", relations=[supersedes("old")]) for k in range(n)]
    return {"facts": [fact("old"), *new]}, ["search", "harbour", "-n", "5"]


def shared_alias(n: int) -> tuple[Record, list[str]]:
    """N entities with one alias, in a search."""
    return {"facts": [fact("one")], "entities": n}, ["search", "harbour master", "-n", "5"]


def repeated_names(n: int) -> tuple[Record, list[str]]:
    """One name typed N times."""
    return {"facts": [fact("one", actors=["e0"])]}, ["facts", *["--who", "entity 0"] * n]


def sources_together(n: int) -> tuple[Record, list[str]]:
    """N sources that report one fact, counted."""
    one = fact("one", evidence=[evidence(f"s{k}") for k in range(n)])
    return {"facts": [one], "sources": n}, ["stats", "--json"]


SHAPES: dict[str, tuple[Callable[[int], tuple[Record, list[str]]], int]] = {
    "one-supersedes-many": (one_supersedes_many, 2_000),
    "shown-in-many": (shown_in_many, 2_000),
    "positions-of-one-holder": (positions_of_one_holder, 2_000),
    "chain-of-successors": (chain_of_successors, 2_000),
    "shared-alias": (shared_alias, 5_000),
    "repeated-names": (repeated_names, 1_000),
    "sources-together": (sources_together, 1_000),
}


TYPED = ("repeated-names",)  # shapes of the call, not of the store


def write(directory: Path, made: Record) -> None:
    """Write a whole store."""
    published = {"edtf": "2024-09-30", "basis": "explicit", "note": None}
    sources: list[Record] = [
        {"file": f"s{k}", "title": None, "label": "A", "publisher": None, "published": published,
         "sha256": "0" * 64, "chars": 1000, "language": "en", "passages": [], "sentences": []}
        for k in range(made.get("sources", 1))
    ]  # fmt: skip
    entities = [
        {"id": f"e{k}", "kind": "person", "name": f"Entity {k}", "aliases": ["harbour master"],
         "summary": "Somebody."}
        for k in range(made.get("entities", 1))
    ]  # fmt: skip
    topic: Record = {
        "id": "t",
        "label": "Harbours",
        "alt_labels": [],
        "broader": None,
        "definition": "D.",
    }
    manifest = {"name": "growth", "title": "T", "version": "1.0.0", "licence": "L"}
    parts: Record = {"manifest": manifest, "sources": sources, "entities": entities,
                     "topics": [topic], "facts": made["facts"]}  # fmt: skip
    derive.derive(parts, None)
    for name, part in parts.items():
        if part or name in ("manifest", "sources", "entities", "topics", "facts"):
            (directory / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")


def _write_shape(directory: str, name: str, n: int) -> None:
    write(Path(directory), SHAPES[name][0](n)[0])


def measured(store: Path, args: list[str]) -> tuple[float, float]:
    """Return the seconds and the mebibytes that a call takes."""
    reading, writing = os.pipe()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON"))}
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", MEASURED, *args, "--store", str(store)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=env | {"PEAK": str(writing)},
        pass_fds=(writing,),
        check=False,
    )
    seconds = time.perf_counter() - started
    os.close(writing)
    with os.fdopen(reading) as pipe:
        return seconds, int(pipe.read() or 0) / 1024


def lines(names: list[str]) -> Iterator[str]:
    """Yield the table, one shape at a time."""
    yield f"{'shape':26}{'N':>7}{'s':>8}{'2N':>7}{'4N':>7}   {'MB':>6}{'2N':>7}{'4N':>7}"
    for name in names or SHAPES:
        shape, size = SHAPES[name]
        taken = []
        for n in (size, 2 * size, 4 * size):
            with tempfile.TemporaryDirectory() as temporary:
                # In a process of its own: a child starts with the peak of its parent.
                made = Process(target=_write_shape, args=(temporary, name, n))
                made.start()
                made.join()
                taken.append(measured(Path(temporary), shape(n if name in TYPED else 1)[1]))
        (s1, m1), (s2, m2), (s4, m4) = taken
        yield (
            f"{name:26}{size:7,}{s1:8.2f}{s2 / s1:7.2f}{s4 / s2:7.2f}"
            f"   {m1:6.0f}{m2 / m1:7.2f}{m4 / m2:7.2f}"
        )


if __name__ == "__main__":
    for line in lines(sys.argv[1:]):
        print(line, flush=True)
