"""Measure how the time and memory of whole processes grow with the number of facts.

    python benchmarks/scale.py [--facts 10000,100000] [--runs N] [--stores DIR] [--docs [DIR]]

For each number of facts, the script generates a store with benchmarks/stores.py and indexes it,
or reuses the one in DIR; `DIR/<facts>.json` records the cost of generating and indexing. It runs
each command once to check the answer. Then every round times `python -c pass` and each command
once, like startup.py. The tables show medians over the rounds and peak resident memory. Seconds
depend on the machine, so --docs writes only ratios to scale.md and scale.svg.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import chain
from math import log10
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.invented import REAL
from mss_cli.facts.dates import in_words
from mss_cli.facts.model import Fact
from mss_cli.search.lexicon import stemmer
from mss_cli.stores.directory import PARTS, part_file
from mss_cli.stores.index.database import UnusableError, open_index
from mss_cli.text import fold

ROOT = Path(__file__).parent.parent
MSS = str(Path(sys.executable).parent / "mss")
BARE = [sys.executable, "-c", "pass"]
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON"))}
PIPES: Any = {"stdin": subprocess.DEVNULL, "capture_output": True, "env": ENVIRONMENT}
SAMPLE = 20_000  # facts from which words and names are picked
LIMIT = 20  # facts that each command asks for
FEW_ROUNDS = 3  # at most, for slow commands: other tools, long output, no index
MAX_UNINDEXED = 100_000  # facts; above this, a filter without an index takes minutes
GOAL = 5  # ratio to a bare interpreter
# The peak memory of a process includes that of its parent until exec. So a bare interpreter
# starts each process, and a process smaller than that cannot be measured.
LAUNCH = """
import os, sys, time
null = [(os.POSIX_SPAWN_DUP2, os.open(os.devnull, os.O_WRONLY), 1)]
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=null)
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - start, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
DUCK = """
import json, sys, duckdb
result = duckdb.sql(sys.argv[1])
print(json.dumps([dict(zip(result.columns, row)) for row in result.fetchall()]))
"""
DRAWN = {  # the lines of the picture, with their colours
    "date filter": "#0072b2", "name": "#c04a00", "search, two rare words": "#008060",
    "search, three common words": "#aa3377", "search, a misspelt word": "#806000",
    "show an id": "#333333",
}  # fmt: skip
LEFT, RIGHT, TOP, BOTTOM = 60, 530, 50, 370  # of the plot, in pixels
GAP = 18  # between two labels
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 430" font-size="13"
 font-family="system-ui, sans-serif">
<title>Time of an answer by number of facts, as a ratio to a bare Python interpreter</title>
<rect width="800" height="430" fill="white"/>
{}
</svg>
"""


class Cost(NamedTuple):
    """The cost of one run: seconds, and peak resident memory in MB."""

    seconds: float
    memory: float


class Figure(NamedTuple):
    """The figures for one command over all rounds.

    median, smallest, largest: ratios to a bare interpreter. to_mss: the median ratio to mss
    answering the same question; 0 for mss itself. memory, printed: in MB.
    """

    median: float
    smallest: float
    largest: float
    to_mss: float
    memory: float
    printed: float


class Tool(NamedTuple):
    """A command of another tool.

    question: the name of the mss command with the same purpose. same_answer: True if both must
    print the same ids in the same order.
    """

    command: list[str]
    question: str
    same_answer: bool = False


class Report(NamedTuple):
    """The figures for one number of facts.

    built: seconds and MB, by name. tables: figures by the name of the table and of the command.
    """

    facts: int
    bare: Cost
    built: dict[str, float]
    tables: dict[str, dict[str, Figure]]


# --- running ------------------------------------------------------------------------------


def run(command: Sequence[str]) -> Cost:
    """Run a command and throw its output away. Exit if it fails."""
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCH, *command]
    done = subprocess.run(launcher, **PIPES, text=True)
    seconds, resident, status = done.stdout.split() or ("0", "0", "unknown")
    if status != "0":
        raise SystemExit(f"{' '.join(command)}: exit status {status}\n{done.stderr}")
    return Cost(float(seconds), int(resident) * (1 if sys.platform == "darwin" else 1024) / 1e6)


def output(command: Sequence[str]) -> bytes:
    """Return what a command prints. Exit if it fails."""
    done: subprocess.CompletedProcess[bytes] = subprocess.run(command, **PIPES)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def measured(
    commands: Mapping[str, Sequence[str]], runs: int, others: Mapping[str, Tool]
) -> tuple[Cost, dict[str, Figure]]:
    """Return the median cost of a bare interpreter, and the figures for each command.

    others: the commands that belong to other tools.
    """
    answers = {name: output(call) for name, call in commands.items()}  # also warms the caches
    check(answers, others)
    rounds = [{n: run(c) for n, c in {"": BARE, **commands}.items()} for _ in range(runs)]
    figures = {}
    for name, answer in answers.items():
        ratios = [costs[name].seconds / costs[""].seconds for costs in rounds]
        question = others[name].question if name in others else ""
        to_mss = statistics.median(c[name].seconds / c[question].seconds for c in rounds)
        memory = max(costs[name].memory for costs in rounds)
        spread = statistics.median(ratios), min(ratios), max(ratios)
        figures[name] = Figure(*spread, to_mss if question else 0, memory, len(answer) / 1e6)
    return Cost(*map(statistics.median, zip(*(c[""] for c in rounds), strict=True))), figures


def check(answers: Mapping[str, bytes], others: Mapping[str, Tool]) -> None:
    """Exit if an answer is empty that should not be, or if another tool finds other facts."""
    for name, answer in answers.items():
        if (answer.strip() in (b"", b"[]")) != name.endswith("nothing found"):
            raise SystemExit(f"{name}: unexpected answer of {len(answer)} bytes")
    for name in (name for name, tool in others.items() if tool.same_answer):
        theirs, ours = json.loads(answers[name]), json.loads(answers[others[name].question])
        if [fact["id"] for fact in theirs] != [fact["id"] for fact in ours]:
            raise SystemExit(f"{name}: finds other facts than mss")


# --- stores -------------------------------------------------------------------------------


def build(directory: Path, facts: int) -> dict[str, float]:
    """Generate a store and its index if they are missing; return costs and sizes, by name.

    An index is also rebuilt if its cost is not on record.
    """
    record = directory.with_name(f"{directory.name}.json")
    costs: dict[str, float] = json.loads(record.read_text()) if record.exists() else {}
    if not (directory / "synonyms.json").exists():  # stores.py writes it last
        script = str(ROOT / "benchmarks" / "stores.py")
        cost = run([sys.executable, script, str(directory), "--facts", str(facts)])
        costs = {"store s": cost.seconds, "store MB": cost.memory}
    if not has_index(directory) or "index s" not in costs:
        for leftover in directory.glob("index.db*"):
            leftover.unlink()
        bare = statistics.median(run(BARE).seconds for _ in range(9))
        cost = run([MSS, "index", "--store", str(directory)])
        costs |= {"index s": cost.seconds, "index MB": cost.memory, "bare s": bare}
    costs |= {n: (directory / n).stat().st_size / 1e6 for n in ("facts.ndjson", "index.db")}
    record.write_text(json.dumps(costs, indent=1) + "\n")
    return costs


def has_index(directory: Path) -> bool:
    """Return True if a store has an index that mss can use."""
    try:
        database = open_index(str(directory))
    except UnusableError:
        return False
    if database is not None:
        database.close()
    return database is not None


def sampled(path: Path) -> list[Fact]:
    """Return facts spread evenly over a file; the same facts each time."""
    size, facts = path.stat().st_size, {}
    with path.open("rb") as file:
        for position in range(0, size, max(1, size // SAMPLE)):
            file.seek(position)
            file.readline()  # the rest of a line
            offset, line = file.tell(), file.readline()
            if line.strip() and offset not in facts:
                facts[offset] = json.loads(line)
    return list(facts.values())


def without_index(directory: Path, scratch: Path) -> str:
    """Copy a store without its index into a directory; return that directory."""
    for path in (Path(part_file(str(directory), part)) for part in PARTS):
        if path.exists():
            shutil.copy(path, scratch)
    return str(scratch)


# --- questions ----------------------------------------------------------------------------


class Samples:
    """Ids, days, words and names to ask for, picked from a store.

    since: 4 in 10 facts come after this day. until: one tenth of all facts lie between since
    and this day. word_month: a month with facts that contain the most common word.
    """

    def __init__(self, directory: Path) -> None:
        facts = sampled(directory / "facts.ndjson")
        self.id = facts[len(facts) // 2]["id"]
        days = sorted(day for fact in facts if (day := fact["date_start"] or fact["date_end"]))
        self.since, self.month = days[len(days) * 6 // 10], days[len(days) // 2][:7]
        later = [f for f in facts if f["date"] and (f["date_end"] or "~") >= self.since]
        begins = sorted(fact["date_start"] or "" for fact in later)
        self.until = max(begins[min(len(facts) // 10, len(begins) - 1)], self.since)
        self._pick_words([fact["text"] for fact in facts])
        starts = [f["date_start"] for f in facts if f["date_start"] and self.common[0] in f["text"]]
        self.word_month = starts[len(starts) // 2][:7] if starts else self.month
        self._pick_names(directory, facts)

    def _pick_words(self, texts: Sequence[str]) -> None:
        """Pick the most common content words, and two rare words of one text.

        The first rare word is its own stem, so that tools without stemming find the same facts.
        """
        split = [re.findall(r"\b[a-z]{6,}\b", text) for text in texts]
        times = Counter(chain.from_iterable(split))
        stem = stemmer()
        stems = {word: stem(word) for word in times}
        sums = Counter(stems[word] for word in times.elements())

        def rank(word: str) -> tuple[int, bool]:
            return sums[stems[word]], stems[word] != word

        common = sorted(set(REAL) & set(times), key=lambda word: (-times[word], word))
        long = next(word for word in common if len(word) > 7)
        typos = (long[:at] + long[at + 1 :] for at in range(len(long) // 2, len(long)))
        pairs = (sorted(dict.fromkeys(words), key=rank)[:2] for words in split if words)
        phrases = re.finditer(rf"\b(?:{'|'.join(common)}) [a-z]{{6,}}\b", " ".join(texts))
        self.common = common[:3]
        self.misspelt = next(typo for typo in typos if typo not in times)
        self.rare = min(pairs, key=lambda pair: (-len(pair), *map(rank, pair)))
        self.phrase = next(phrases)[0]

    def _pick_names(self, directory: Path, facts: Sequence[Fact]) -> None:
        """Pick the most frequent name, a topic of its facts, and a rare name."""
        entities = json.loads((directory / "entities.json").read_text(encoding="utf-8"))
        shared = Counter(n for e in entities for n in {*map(fold, (e["name"], *e["aliases"]))})
        names = {e["id"]: e["name"] for e in entities if shared[fold(e["name"])] == 1}
        acting = Counter(i for f in facts for i in {*f["actors"], *f["said_by"]} if i in names)
        ranked = sorted(acting, key=lambda i: (-acting[i], i))
        topics = Counter(t for f in facts if ranked[0] in f["actors"] for t in f["topics"])
        self.name, self.rare_name = names[ranked[0]], names[ranked[-1]]
        self.topic = min(topics, key=lambda t: (-topics[t], t))


def questions(directory: Path, samples: Samples) -> dict[str, list[str]]:
    """Return the commands of mss, by name."""
    limit = ["--limit", str(LIMIT)]
    dated_query = f"{samples.common[0]} {in_words(samples.word_month)}"
    calls = {
        "date filter": ["facts", "--since", samples.since, *limit],
        "one month": ["facts", "--on", samples.month, *limit],
        "newest first": ["facts", "--reverse", *limit],
        "name": ["facts", "--who", samples.name, *limit],
        "name and topic": ["facts", "--who", samples.name, "--topic", samples.topic, *limit],
        "part of a text": ["facts", "--match", samples.phrase, *limit],
        "figures": ["figures", *limit],
        "search, a rare word": ["search", samples.rare[0], *limit],
        "search, two rare words": ["search", " ".join(samples.rare), *limit],
        "search, three common words": ["search", " ".join(samples.common), *limit],
        "search, a misspelt word": ["search", samples.misspelt, *limit],
        "search, with a period": ["search", dated_query, *limit],
        "search, nothing found": ["search", "zzqxv qqxzv", *limit],
        "show an id": ["show", samples.id],
        "who, a rare name": ["who", samples.rare_name],
    }
    return {n: [MSS, *call, "--json", "--store", str(directory)] for n, call in calls.items()}


def tools(directory: Path, samples: Samples) -> dict[str, Tool]:
    """Return the commands of other tools, as far as they are installed, by name."""
    facts, index = str(directory / "facts.ndjson"), str(directory / "index.db")
    stem, columns = stemmer()(samples.rare[0]), "id, kind, status, date, text"
    in_period = f"date IS NOT NULL AND (date_end IS NULL OR date_end >= '{samples.since}')"
    types = ", ".join(f"{c}: 'VARCHAR'" for c in f"{columns}, date_start, date_end".split(", "))
    duck = (
        f"SELECT {columns} FROM read_json('{facts}', format = 'newline_delimited', "
        f"columns = {{{types}}}) WHERE {in_period} ORDER BY coalesce(date_start, date_end), "
        f"coalesce(date_end, '~'), id LIMIT {LIMIT}"
    )
    by_date = f"SELECT {columns} FROM fact WHERE {in_period} ORDER BY number LIMIT {LIMIT}"
    by_word = (
        f"SELECT {columns} FROM term JOIN fact ON number = term.rowid "
        f"""WHERE term MATCH '"{stem}"' LIMIT {LIMIT}"""
    )
    test = f'select(.date and (.date_end == null or .date_end >= "{samples.since}"))'
    sqlite = ["sqlite3", "-readonly", "-json", index]
    duckdb = [sys.executable, "-c", DUCK] if find_spec("duckdb") else ["duckdb", "-json", "-c"]
    date, word = "date filter", "search, a rare word"
    supported = {
        "jq (first matches in the file)": Tool(
            ["jq", "-nc", f"limit({LIMIT}; inputs | {test})", facts], date
        ),
        "sqlite3, on index.db": Tool([*sqlite, by_date], date, same_answer=True),
        "duckdb": Tool([*duckdb, duck], date, same_answer=True),
        "sqlite3, on index.db (MATCH)": Tool([*sqlite, by_word], word),
        "grep": Tool(["grep", "-F", "-i", samples.rare[0], facts], word),
        "rg": Tool(["rg", "-F", "-i", samples.rare[0], facts], word),
    }
    return {name: tool for name, tool in supported.items() if shutil.which(tool.command[0])}


def report(directory: Path, facts: int, runs: int) -> Report:
    """Measure everything for one number of facts."""
    costs, samples, few = build(directory, facts), Samples(directory), min(runs, FEW_ROUNDS)
    calls, others = questions(directory, samples), tools(directory, samples)
    bare, queries = measured(calls, runs, {})
    compared = {tool.question: calls[tool.question] for tool in others.values()}
    compared |= {name: tool.command for name, tool in others.items()}
    _, figures = measured(compared, few, others)
    period = ["--since", samples.since, "--until", samples.until]
    everything = ["--limit", "0", "--format", "ndjson", "--store", str(directory)]
    bulk = {"a tenth of the store, as ndjson": [MSS, "facts", *period, *everything]}
    with tempfile.TemporaryDirectory() as scratch:
        if facts <= MAX_UNINDEXED:
            plain = without_index(directory, Path(scratch))
            bulk["date filter without the index"] = [*calls["date filter"][:-1], plain]
        _, bulk_figures = measured(bulk, few, {})
    tables = {
        "mss": queries,
        "mss, in bulk": bulk_figures,
        "others": {f"{name}: {tool.question}": figures[name] for name, tool in others.items()},
    }
    return Report(facts, bare, costs, tables)


# --- the report ---------------------------------------------------------------------------


def short(value: float) -> str:
    """Return a number with its significant digits: 0.31, 3.1, 31, 3,142."""
    return f"{value:,.{0 if value >= 20 else 1 if value >= 1 else 2}f}"


def cell(figure: Figure) -> str:
    """Return a figure as a cell of a table."""
    to_mss = f" ({short(figure.to_mss)}× mss)" if figure.to_mss else ""
    printed = f", prints {short(figure.printed)} MB" if figure.printed > 1 else ""
    return f"{short(figure.median)}×{to_mss} · {short(figure.memory)} MB{printed}"


def print_report(report: Report) -> None:
    """Print the figures for one number of facts, with seconds."""
    costs = ", ".join(f"{name} {value:,.4g}" for name, value in report.built.items())
    print(f"\n{report.facts:,} facts: {costs}")
    print(f"python -c pass: {report.bare.seconds * 1000:.1f} ms, {report.bare.memory:.1f} MB")
    for table, figures in report.tables.items():
        print(f"{table}: median ratio (smallest, largest), peak memory")
        for name, f in figures.items():
            speed = f" at {f.printed / f.median / report.bare.seconds:,.1f} MB/s" * (f.printed > 1)
            print(f"  {name:<52} ({f.smallest:.2f}, {f.largest:.2f}) {cell(f)}{speed}", flush=True)


def build_cells(built: Mapping[str, float]) -> dict[str, str]:
    """Return the cells about generating a store and building its index."""
    cells = {f"size of {n}": f"{short(built[n])} MB" for n in ("facts.ndjson", "index.db")}
    for verb, step in (("making", "store"), ("building", "index")):
        if f"{step} s" not in built:
            continue
        ratio, memory = built[f"{step} s"] / built["bare s"], built[f"{step} MB"]
        cells[f"{verb} the {step}"] = f"{short(ratio)}× · {short(memory)} MB"
    return cells


def table(sizes: Sequence[int], columns: Sequence[Mapping[str, str]]) -> str:
    """Return a Markdown table with a column for each number of facts."""
    lines = [["", *(f"{facts:,} facts" for facts in sizes)], ["---", *("---:" for _ in sizes)]]
    for name in dict.fromkeys(name for column in columns for name in column):
        lines.append([name, *(column.get(name, "–") for column in columns)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


DOCUMENT = """# Scale

This page shows how the time an answer takes changes as the store grows. The stores are synthetic
(`benchmarks/stores.py`) and indexed. `docs/scale.md` and its chart are generated by

```sh
python benchmarks/scale.py --facts {sizes} --runs {runs} --docs
```

![Time relative to a bare interpreter, by number of facts](scale.svg)

Each measurement covers a whole process from start to finish, with its output discarded. The ratio
(×) compares its time with that of `python -c pass` in the same round; the table shows medians over
all rounds. MB is the peak resident memory. The bare interpreter took {bare} ms (one time per
column) and used {memory} MB; the benchmark cannot measure a memory use smaller than that. Each
command ran once beforehand, so its files were in the system's cache. Words, names and days are
picked from the store itself. Commands ask for at most {limit} facts as JSON, except `show` and
`who`. The goal is to stay within {goal}×.

{mss}
The first row below asks for every fact in a period that covers a tenth of the store's facts. The
second runs the date filter without an index, so `mss` reads and checks every fact; this row is not
measured beyond {max_unindexed:,} facts. These two, and all that follow, ran in {few} rounds.

{bulk}
Next come other tools on the same data, each compared with one `mss` command. `sqlite3` and `duckdb`
find the same facts in the same order, which the benchmark checks, and print five fields of each.
`duckdb` has no index and reads all facts. `jq` stops at the first {limit} matching facts in the
file, in whatever order they come. `grep` and `rg` print every line with the word.

{others}
Making the store and building its index, once:

{built}"""


def document(reports: Sequence[Report], runs: int) -> str:
    """Return docs/scale.md."""
    sizes = [report.facts for report in reports]
    tables = {}
    for name in reports[0].tables:
        columns = [{n: cell(f) for n, f in each.tables[name].items()} for each in reports]
        tables[name] = table(sizes, columns)
    return DOCUMENT.format(
        sizes=",".join(map(str, sizes)),
        runs=runs,
        few=min(runs, FEW_ROUNDS),
        bare=" / ".join(f"{report.bare.seconds * 1000:.1f}" for report in reports),
        memory=short(reports[0].bare.memory),
        limit=LIMIT,
        goal=GOAL,
        max_unindexed=MAX_UNINDEXED,
        mss=tables["mss"],
        bulk=tables["mss, in bulk"],
        others=tables["others"],
        built=table(sizes, [build_cells(report.built) for report in reports]),
    )


class Picture:
    """docs/scale.svg: a line for each of DRAWN, labelled at its end."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = reports
        medians = (each.tables["mss"][name].median for each in reports for name in DRAWN)
        self.top = max(GOAL * 1.2, *medians)  # the largest ratio in the plot
        logs = [log10(report.facts) for report in reports]
        width = logs[-1] - logs[0] or 1
        self.xs = [LEFT + (RIGHT - LEFT) * (log - logs[0]) / width for log in logs]
        self.elements: list[str] = []
        self.labels: list[tuple[float, str, str]] = []  # the y of each, its text and colour

    def svg(self) -> str:
        """Return the picture."""
        self._axes()
        self._lines()
        self._place_labels()
        return SVG.format("\n".join(self.elements))

    def _axes(self) -> None:
        self._text(20, 26, "Time of a whole process, as a ratio to a bare Python", "#111")
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if self.top / s <= 8)
        for ratio in range(0, int(self.top) + 1, step):
            self._polyline([LEFT, RIGHT], [self._y(ratio)] * 2, "#ddd")
            self._text(LEFT - 8, self._y(ratio) + 4, f"{ratio}×", anchor="end")
        for x, report in zip(self.xs, self.reports, strict=True):
            self._polyline([x, x], [BOTTOM, BOTTOM + 5], "#444")
            self._text(x, BOTTOM + 22, f"{report.facts:,}", anchor="middle")
        self._text((LEFT + RIGHT) / 2, BOTTOM + 46, "facts in the store", anchor="middle")

    def _lines(self) -> None:
        y = self._y(GOAL)
        self._polyline([LEFT, RIGHT], [y] * 2, "#c00", 'stroke-dasharray="6 4"')
        self.labels.append((y, f"goal: {GOAL}×", "#c00"))
        for name, colour in DRAWN.items():
            ratios = [report.tables["mss"][name].median for report in self.reports]
            ys = [self._y(ratio) for ratio in ratios]
            self._polyline(self.xs, ys, colour, 'stroke-width="2" stroke-linejoin="round"')
            self.labels.append((ys[-1], f"{name} {short(ratios[-1])}×", colour))

    def _place_labels(self) -> None:
        """Write each label beside its line, moved up if it would overlap the one below."""
        lowest = BOTTOM + 1.5 * GAP
        for y, words, colour in sorted(self.labels, reverse=True):
            lowest = min(y, lowest - GAP)
            self._polyline([RIGHT + 4, RIGHT + 20], [y, lowest], colour)
            self._text(RIGHT + 24, lowest + 4, words, colour)

    def _y(self, ratio: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * ratio / self.top

    def _text(
        self, x: float, y: float, words: str, fill: str = "#444", anchor: str = "start"
    ) -> None:
        place = f'x="{x:.1f}" y="{y:.1f}"'
        self.elements.append(f'<text {place} fill="{fill}" text-anchor="{anchor}">{words}</text>')

    def _polyline(
        self, xs: Sequence[float], ys: Sequence[float], stroke: str, style: str = ""
    ) -> None:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
        line = f'<polyline points="{points}" fill="none" stroke="{stroke}" {style}/>'
        self.elements.append(line)


def main() -> int:
    """Measure, print the tables, and write the documents; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--facts", default="10000,100000,1000000", help="numbers of facts, separated by commas"
    )
    parser.add_argument("--runs", type=int, default=7, help="number of rounds")
    parser.add_argument("--stores", type=Path, default=Path(tempfile.gettempdir()) / "mss-scale")
    parser.add_argument(
        "--docs", type=Path, nargs="?", const=ROOT / "docs", help="write scale.md and scale.svg"
    )
    args = parser.parse_args()
    args.stores.mkdir(parents=True, exist_ok=True)
    reports: list[Report] = []
    for facts in sorted(map(int, args.facts.split(","))):
        reports.append(report(args.stores / str(facts), facts, args.runs))
        print_report(reports[-1])
        if args.docs:
            (args.docs / "scale.md").write_text(document(reports, args.runs), encoding="utf-8")
            (args.docs / "scale.svg").write_text(Picture(reports).svg(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
