"""Compare an index, DuckDB and Spark on one store: building, size, time and memory of answers.

    python benchmarks/engines.py STORE [--times 10] [--runs 3] [--engines index,duckdb,spark]

STORE is a directory with facts.ndjson (benchmarks/stores.py generates one) and an index; the
folder for the engines is exported beside it, or reused. With --times, the folder is multiplied: its
facts again under other ids, each time 400 years later, so that a store too large for JSON files
can be measured. An index is measured only without --times.

Each engine answers in a process of its own. `first` is the whole process of the first command,
with the start of the engine; `again` is the median of a command in a process that goes on. Memory
is the peak of Python and of its children together, in MB. Ratios are to a bare Python.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.scale import BARE, MSS, PIPES

QUESTIONS = {
    "20 events of a year": ["events", "--since", "2024", "--until", "2024", "--limit", "20"],
    "20 facts of a name": ["facts", "--who", "{name}", "--limit", "20"],
    "the newest 20 plans": ["events", "--status", "planned", "--reverse", "--limit", "20"],
    "search, two words": ["search", "{words}", "--limit", "20"],
    "show one fact": ["show", "{id}"],
}
# Answers the questions of its first argument again and again, in one process.
SESSION = """
import json, resource, sys, time
from mss_cli.cli.entry import main
from mss_cli import stores
questions, runs, place = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
start = time.perf_counter()
store = stores.open_store(place).store
opened = time.perf_counter() - start
store.close = lambda: None
stores.open_stores = lambda *_: stores.OpenedStore(store)
import mss_cli.cli.session
mss_cli.cli.session.open_stores = stores.open_stores
found = {}
for name, call in questions.items():
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        code = main([*call, "--json", "-q", "--store", place])
        times.append(time.perf_counter() - start)
        assert code == 0, (name, code)
    found[name] = times[1:]
usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF,
         resource.RUSAGE_CHILDREN)]
peak = usage[0]
for line in open("/proc/self/task/%d/children" % __import__("os").getpid()).read().split():
    for status in open(f"/proc/{line}/status"):
        if status.startswith("VmHWM"):
            peak += int(status.split()[1])
print(json.dumps({"opened": opened, "found": found, "peak": peak / 1e3}), file=sys.stderr)
"""


def main() -> None:
    """Measure, and print a table."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    reader.add_argument("store", type=Path)
    reader.add_argument("--times", type=int, default=1)
    reader.add_argument("--runs", type=int, default=3)
    reader.add_argument("--engines", default="index,duckdb,spark")
    args = reader.parse_args()
    store = args.store.resolve()
    bare = statistics.median(_seconds(BARE) for _ in range(9))
    print(f"bare Python: {bare * 1000:.0f} ms")
    folder = store.with_name(store.name + "-parquet")
    if not folder.exists():
        seconds = _seconds([MSS, "export", "parquet", "-o", str(folder), "--store", str(store)])
        print(f"mss export parquet: {seconds:,.0f} s, {_megabytes(folder):,.0f} MB")
    if args.times > 1:
        large = store.with_name(f"{store.name}-times-{args.times}")
        if not large.exists():
            multiply(folder, args.times, large)
        folder = large
    questions = _questions(folder)
    print(f"{folder.name}: {_facts(folder):,} facts, {_megabytes(folder):,.0f} MB\n")
    for engine in args.engines.split(","):
        if engine == "index" and args.times > 1:
            continue
        place = str(store) if engine == "index" else f"{engine}:{folder}"
        _measure(engine, place, questions, args.runs, bare)


def _measure(
    engine: str, place: str, questions: dict[str, list[str]], runs: int, bare: float
) -> None:
    """Print what one engine takes."""
    call = next(iter(questions.values()))
    first = _seconds([MSS, *call, "--json", "-q", "--store", place])
    session = [sys.executable, "-c", SESSION, json.dumps(questions), str(runs), place]
    done = subprocess.run(session, check=True, **PIPES)
    told: Any = json.loads(done.stderr.decode().strip().splitlines()[-1])
    print(f"## {engine}: first {first:.1f} s ({first / bare:,.0f}x), {told['peak']:,.0f} MB")
    for name, times in told["found"].items():
        again = statistics.median(times)
        print(f"   {name:22} {again * 1000:8,.0f} ms  {again / bare:8,.1f}x")
    print()


def _questions(folder: Path) -> dict[str, list[str]]:
    """Return the questions, about a name, words and a fact of the store."""
    import duckdb

    with duckdb.connect() as base:
        one = base.execute(
            f"SELECT id, actors[1], text FROM '{folder}/facts/**/*.parquet' "
            "WHERE kind = 'event' AND len(actors) > 0 AND len(text) > 60 ORDER BY number "
            "LIMIT 1 OFFSET 5000"
        ).fetchone()
    assert one is not None, "the store needs 5,000 events"
    words = " ".join(sorted((w for w in one[2].split() if w.isalpha()), key=len)[-2:])
    filled = {"id": one[0], "name": one[1], "words": words}
    return {name: [part.format(**filled) for part in call] for name, call in QUESTIONS.items()}


def multiply(folder: Path, times: int, target: Path) -> None:
    """Write a folder with the facts of another several times, each 400 years after the last."""
    import duckdb

    beside = target.with_name(target.name + ".partial")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(
        folder, beside, ignore=shutil.ignore_patterns("facts", "terms", "passages", "records")
    )
    for name in _COPIES:
        (beside / name).mkdir()
    about = json.loads(_row(folder)["totals"])
    dated, facts = about["dated"], about["facts"]
    with duckdb.connect() as base:
        base.execute(_MACROS)
        for copy in range(times):
            number = (
                f"CASE WHEN number <= {dated} THEN number + {copy * dated} "
                f"ELSE number - {dated} + {times * dated + copy * (facts - dated)} END"
            )
            for name, sql in _COPIES.items():
                base.execute(
                    f"COPY ({sql.format(folder=folder, number=number, copy=copy)}) "
                    f"TO '{beside}/{name}/part-{copy:02}.parquet' "
                    f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS.get(name, 20480)})"
                )
        totals = about | {
            "facts": facts * times,
            "dated": dated * times,
            "chars": about["chars"] * times,
            "dates": [about["dates"][0], _later(about["dates"][1], times - 1)],
            "years": sorted({y + 400 * n for y in about["years"] for n in range(times)}),
        }
        base.execute(
            f"COPY (SELECT * REPLACE ({facts * times}::BIGINT AS facts, ? AS totals) "
            f"FROM '{folder}/store.parquet') TO '{beside}/store.parquet' (FORMAT parquet)",
            [json.dumps(totals)],
        )
    beside.rename(target)


# A date a number of times 400 years later: the calendar is the same again.
_MACROS = """
CREATE MACRO later_edtf(edtf, n) AS array_to_string(list_transform(string_split(edtf, '/'),
  lambda x: CASE WHEN regexp_matches(x, '^[0-9]{4}')
  THEN (CAST(x[1:4] AS INT) + n * 400)::VARCHAR || x[5:] ELSE x END), '/');
CREATE MACRO later_day(day, n) AS CAST(day + to_years(CAST(n * 400 AS INT)) AS DATE);
CREATE MACRO own(id, n) AS CASE WHEN n = 0 THEN id ELSE id || '-copy' || n END;
CREATE MACRO patch(name, text) AS CASE WHEN text IS NULL THEN '{}' ELSE json_object(name, text) END;
"""
# What a copy changes: numbers, ids and years. It has no relations and conflicts.
_COPIES = {
    "facts": """
SELECT * EXCLUDE (month) REPLACE ({number} AS number, {number} - 1 AS place, own(id, {copy}) AS id,
  later_edtf(date, {copy}) AS date, later_day(date_start, {copy}) AS date_start,
  later_day(date_end, {copy}) AS date_end, []::VARCHAR[] AS superseded_by,
  [x FOR x IN relations IF false] AS relations, [x FOR x IN conflicts IF false] AS conflicts)
FROM read_parquet('{folder}/facts/*/*.parquet', hive_partitioning = true) ORDER BY number""",
    "search/records": """
SELECT {number} AS number, json_merge_patch(r.json,
  json_object('id', own(id, {copy}), 'superseded_by', [], 'relations', [], 'conflicts', []),
  patch('date', later_edtf(date, {copy})),
  patch('date_start', CAST(later_day(date_start, {copy}) AS VARCHAR)),
  patch('date_end', CAST(later_day(date_end, {copy}) AS VARCHAR)),
  CASE WHEN date_derivation IS NULL THEN '{{}}' ELSE json_object('date_derivation',
    json_object('anchor', later_edtf(date_derivation.anchor, {copy}))) END)::VARCHAR AS json
FROM read_parquet('{folder}/facts/*/*.parquet') f
JOIN '{folder}/search/records/*.parquet' r USING (number) ORDER BY number""",
    "search/terms": """
SELECT CASE WHEN term LIKE 'id:%' THEN own(term, {copy}) ELSE term END AS term,
  {number} AS number FROM '{folder}/search/terms/*.parquet'
WHERE term NOT LIKE 'relation:%' AND term NOT LIKE 'conflict:%' ORDER BY term, number""",
    "search/passages": """
SELECT * REPLACE ({number} AS number) FROM '{folder}/search/passages/*.parquet' ORDER BY ALL""",
}
_ROWS = {"search/records": 2048, "search/terms": 51200}  # DuckDB takes multiples of 2,048


def _later(day: str, copies: int) -> str:
    return f"{int(day[:4]) + 400 * copies:04}{day[4:]}"


def _row(folder: Path) -> dict[str, Any]:
    from mss_cli.stores.tables.parquet import read_store

    return read_store(str(folder))


def _facts(folder: Path) -> int:
    return int(_row(folder)["facts"])


def _seconds(command: list[str]) -> float:
    """Return how long a whole process takes. Raises CalledProcessError if it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, **PIPES)
    return time.perf_counter() - start


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
