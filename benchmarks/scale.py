"""How the time of an answer grows with the store: whole processes, as ratios, and their memory.

    python benchmarks/scale.py [--facts 10000,100000] [--runs N] [--stores DIR] [--docs [DIR]]

For each number of facts a store is made (benchmarks/stores.py) with its index, or reused from
DIR, where `DIR/<facts>.json` keeps what making it cost. Every round times `python -c pass` and
then each command once, as startup.py does; before, each is run once to see what it answers.
Printed are medians over the rounds, and the greatest resident memory. Seconds are those of
this machine: --docs, which writes scale.md and scale.svg, keeps to ratios.
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
LIMIT = 20  # facts that are asked for
FEW = 3  # rounds at most for what may take seconds: other tools, long output, no index
UNINDEXED = 100_000  # facts; a filter over more without an index takes minutes
GOAL = 5  # times a bare interpreter
# The greatest resident size of a process counts that of whoever started it, up to its exec: so
# the one that starts it is a bare interpreter, and nothing smaller can be told apart from that.
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
found = duckdb.sql(sys.argv[1])
print(json.dumps([dict(zip(found.columns, row)) for row in found.fetchall()]))
"""
DRAWN = {  # with their colours
    "date filter": "#0072b2", "name": "#c04a00", "search, two rare words": "#008060",
    "search, three common words": "#aa3377", "search, a misspelt word": "#806000",
    "show an id": "#333333",
}  # fmt: skip
LEFT, RIGHT, TOP, BOTTOM, GAP = 60, 530, 50, 370, 18  # of the picture and its labels, pixels
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 430" font-size="13"
 font-family="system-ui, sans-serif">
<title>Time of an answer by number of facts, in times of a bare Python interpreter</title>
<rect width="800" height="430" fill="white"/>
{}
</svg>
"""


class Cost(NamedTuple):
    """What one run took: seconds, and the greatest resident memory in MB."""

    seconds: float
    memory: float


class Figure(NamedTuple):
    """Ratios to a bare interpreter over all rounds, greatest memory and printed bytes in MB.

    to_mss: the median ratio to mss's answer of the same question; 0 if it is mss.
    """

    median: float
    least: float
    most: float
    to_mss: float
    memory: float
    printed: float


class Tool(NamedTuple):
    """A command of another tool, what mss is asked for the same; same: and ids are in order."""

    command: list[str]
    question: str
    same: bool = False


class Report(NamedTuple):
    """What was measured at one number of facts. made: seconds and MB, by name."""

    facts: int
    bare: Cost
    made: dict[str, float]
    parts: dict[str, dict[str, Figure]]  # under the head of a table the figures, by name


# --- running ------------------------------------------------------------------------------


def run(command: Sequence[str]) -> Cost:
    """Run a command, its output thrown away. Exits if it fails."""
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCH, *command]
    done = subprocess.run(launcher, **PIPES, text=True)
    seconds, resident, status = done.stdout.split() or ("0", "0", "unknown")
    if status != "0":
        raise SystemExit(f"{' '.join(command)}: exit code {status}\n{done.stderr}")
    return Cost(float(seconds), int(resident) * (1 if sys.platform == "darwin" else 1024) / 1e6)


def output(command: Sequence[str]) -> bytes:
    """Return what a command prints. Exits if it fails."""
    done: subprocess.CompletedProcess[bytes] = subprocess.run(command, **PIPES)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def measured(
    commands: Mapping[str, Sequence[str]], runs: int, others: Mapping[str, Tool]
) -> tuple[Cost, dict[str, Figure]]:
    """Return the median cost of a bare interpreter, and the figure of each command.

    others: those of the commands that are other tools.
    """
    answers = {name: output(call) for name, call in commands.items()}  # and caches are warm
    check(answers, others)
    rounds = [{n: run(c) for n, c in {"": BARE, **commands}.items()} for _ in range(runs)]
    figures = {}
    for name, answer in answers.items():
        ratios = [costs[name].seconds / costs[""].seconds for costs in rounds]
        ours = others[name].question if name in others else ""
        to_mss = statistics.median(costs[name].seconds / costs[ours].seconds for costs in rounds)
        memory = max(costs[name].memory for costs in rounds)
        spread = statistics.median(ratios), min(ratios), max(ratios)
        figures[name] = Figure(*spread, to_mss if ours else 0, memory, len(answer) / 1e6)
    return Cost(*map(statistics.median, zip(*(c[""] for c in rounds), strict=True))), figures


def check(answers: Mapping[str, bytes], others: Mapping[str, Tool]) -> None:
    """Exit if a command finds nothing where it should, or another tool finds something else."""
    for name, answer in answers.items():
        if (answer.strip() in (b"", b"[]")) != name.endswith("nothing found"):
            raise SystemExit(f"{name}: an answer of {len(answer)} bytes")
    for name in (name for name, tool in others.items() if tool.same):
        both = json.loads(answers[name]), json.loads(answers[others[name].question])
        if [fact["id"] for fact in both[0]] != [fact["id"] for fact in both[1]]:
            raise SystemExit(f"{name}: other facts than those that mss finds")


# --- stores -------------------------------------------------------------------------------


def made(directory: Path, facts: int) -> dict[str, float]:
    """Make a store and its index where they are missing; return costs and sizes, by name.

    An index of which it is not known what it cost is made again.
    """
    kept = directory.with_name(f"{directory.name}.json")
    known: dict[str, float] = json.loads(kept.read_text()) if kept.exists() else {}
    if not (directory / "synonyms.json").exists():  # what stores.py writes last
        maker = [sys.executable, str(ROOT / "benchmarks" / "stores.py")]
        cost = run([*maker, str(directory), "--facts", str(facts)])
        known = {"store s": cost.seconds, "store MB": cost.memory}
    try:
        fresh = open_index(str(directory)) is not None
    except UnusableError:
        fresh = False
    if not fresh or "index s" not in known:
        for leftover in directory.glob("index.db*"):
            leftover.unlink()
        floor = statistics.median(run(BARE).seconds for _ in range(9))
        cost = run([MSS, "index", "--store", str(directory)])
        known |= {"index s": cost.seconds, "index MB": cost.memory, "bare s": floor}
    known |= {n: (directory / n).stat().st_size / 1e6 for n in ("facts.ndjson", "index.db")}
    kept.write_text(json.dumps(known, indent=1) + "\n")
    return known


def sampled(path: Path) -> list[Fact]:
    """Return facts that are spread evenly over a file: the same ones each time."""
    size, found = path.stat().st_size, {}
    with path.open("rb") as lines:
        for near in range(0, size, max(1, size // SAMPLE)):
            lines.seek(near)
            lines.readline()  # the rest of one
            at, line = lines.tell(), lines.readline()
            if line.strip() and at not in found:
                found[at] = json.loads(line)
    return list(found.values())


def unindexed(directory: Path, scratch: Path) -> str:
    """Return a directory with the same store and no index.

    Symbolic links, since hard ones would change the time by which the index knows its store.
    """
    for path in (Path(part_file(str(directory), part)) for part in PARTS):
        if path.exists():
            (scratch / path.name).symlink_to(path.resolve())
    return str(scratch)


# --- questions ----------------------------------------------------------------------------


class Picked:
    """What is asked for, picked from a store itself.

    since: a day that 4 in 10 facts come after; until: another, a tenth of all facts later;
    told: a month in which the most common word is said.
    """

    def __init__(self, directory: Path) -> None:
        facts = sampled(directory / "facts.ndjson")
        self.id = facts[len(facts) // 2]["id"]
        days = sorted(day for fact in facts if (day := fact["date_start"] or fact["date_end"]))
        self.since, self.month = days[len(days) * 6 // 10], days[len(days) // 2][:7]
        lasting = [f for f in facts if f["date"] and (f["date_end"] or "~") >= self.since]
        starts = sorted(fact["date_start"] or "" for fact in lasting)
        self.until = max(starts[min(len(facts) // 10, len(starts) - 1)], self.since)
        self._pick_words([fact["text"] for fact in facts])
        told = [f["date_start"] for f in facts if f["date_start"] and self.common[0] in f["text"]]
        self.told = told[len(told) // 2][:7] if told else self.month
        self._pick_names(directory, facts)

    def _pick_words(self, texts: Sequence[str]) -> None:
        """Pick words of the matter that are the most common, and two rare ones of one text.

        The first of the rare ones is its own stem, so that tools without stems find the same.
        """
        split = [re.findall(r"\b[a-z]{6,}\b", text) for text in texts]
        times = Counter(chain.from_iterable(split))
        stem = stemmer()
        stems = {word: stem(word) for word in times}
        sums = Counter(stems[word] for word in times.elements())

        def rank(word: str) -> tuple[int, bool]:
            return sums[stems[word]], stems[word] != word

        usual = sorted(set(REAL) & set(times), key=lambda word: (-times[word], word))
        long = next(word for word in usual if len(word) > 7)
        cuts = (long[:at] + long[at + 1 :] for at in range(len(long) // 2, len(long)))
        pairs = (sorted(dict.fromkeys(words), key=rank)[:2] for words in split if words)
        phrases = re.finditer(rf"\b(?:{'|'.join(usual)}) [a-z]{{6,}}\b", " ".join(texts))
        self.common = usual[:3]
        self.misspelt = next(cut for cut in cuts if cut not in times)
        self.rare = min(pairs, key=lambda pair: (-len(pair), *map(rank, pair)))
        self.phrase = next(phrases)[0]

    def _pick_names(self, directory: Path, facts: Sequence[Fact]) -> None:
        """Pick a frequent name, a topic told of together with it, and a rare name."""
        entities = json.loads((directory / "entities.json").read_text(encoding="utf-8"))
        shared = Counter(n for e in entities for n in {*map(fold, (e["name"], *e["aliases"]))})
        names = {e["id"]: e["name"] for e in entities if shared[fold(e["name"])] == 1}
        acting = Counter(i for f in facts for i in {*f["actors"], *f["said_by"]} if i in names)
        often = sorted(acting, key=lambda i: (-acting[i], i))
        topics = Counter(t for f in facts if often[0] in f["actors"] for t in f["topics"])
        self.name, self.rare_name = names[often[0]], names[often[-1]]
        self.topic = min(topics, key=lambda t: (-topics[t], t))


def questions(directory: Path, p: Picked) -> dict[str, list[str]]:
    """Return mss's commands, by name."""
    limit = ["--limit", str(LIMIT)]
    asked = {
        "date filter": ["facts", "--since", p.since, *limit],
        "one month": ["facts", "--on", p.month, *limit],
        "newest first": ["facts", "--reverse", *limit],
        "name": ["facts", "--who", p.name, *limit],
        "name and topic": ["facts", "--who", p.name, "--topic", p.topic, *limit],
        "part of a text": ["facts", "--match", p.phrase, *limit],
        "figures": ["figures", *limit],
        "search, a rare word": ["search", p.rare[0], *limit],
        "search, two rare words": ["search", " ".join(p.rare), *limit],
        "search, three common words": ["search", " ".join(p.common), *limit],
        "search, a misspelt word": ["search", p.misspelt, *limit],
        "search, with a period": ["search", f"{p.common[0]} {in_words(p.told)}", *limit],
        "search, nothing found": ["search", "zzqxv qqxzv", *limit],
        "show an id": ["show", p.id],
        "who, a rare name": ["who", p.rare_name],
    }
    return {n: [MSS, *call, "--json", "--store", str(directory)] for n, call in asked.items()}


def tools(directory: Path, p: Picked) -> dict[str, Tool]:
    """Return the commands of the other tools that are installed, by name."""
    facts, index = str(directory / "facts.ndjson"), str(directory / "index.db")
    stem, some = stemmer()(p.rare[0]), "id, kind, status, date, text"
    dated = f"date IS NOT NULL AND (date_end IS NULL OR date_end >= '{p.since}')"
    columns = ", ".join(f"{c}: 'VARCHAR'" for c in f"{some}, date_start, date_end".split(", "))
    duck = (
        f"SELECT {some} FROM read_json('{facts}', format = 'newline_delimited', "
        f"columns = {{{columns}}}) WHERE {dated} ORDER BY coalesce(date_start, date_end), "
        f"coalesce(date_end, '~'), id LIMIT {LIMIT}"
    )
    ordered = f"SELECT {some} FROM fact WHERE {dated} ORDER BY number LIMIT {LIMIT}"
    having = (
        f"SELECT {some} FROM term JOIN fact ON number = term.rowid "
        f"""WHERE term MATCH '"{stem}"' LIMIT {LIMIT}"""
    )
    passes = f'select(.date and (.date_end == null or .date_end >= "{p.since}"))'
    shell = ["sqlite3", "-readonly", "-json", index]
    python = [sys.executable, "-c", DUCK] if find_spec("duckdb") else ["duckdb", "-json", "-c"]
    date, word = "date filter", "search, a rare word"
    known = {
        "jq (the first ones in the file)": Tool(
            ["jq", "-nc", f"limit({LIMIT}; inputs | {passes})", facts], date
        ),
        "sqlite3, on index.db": Tool([*shell, ordered], date, same=True),
        "duckdb": Tool([*python, duck], date, same=True),
        "sqlite3, on index.db (MATCH)": Tool([*shell, having], word),
        "grep": Tool(["grep", "-F", "-i", p.rare[0], facts], word),
        "rg": Tool(["rg", "-F", "-i", p.rare[0], facts], word),
    }
    return {name: tool for name, tool in known.items() if shutil.which(tool.command[0])}


def report(directory: Path, facts: int, runs: int) -> Report:
    """Measure everything at one number of facts."""
    costs, p, few = made(directory, facts), Picked(directory), min(runs, FEW)
    asked, others = questions(directory, p), tools(directory, p)
    bare, queries = measured(asked, runs, {})
    beside = {name: tool.question for name, tool in others.items()}
    compared = {question: asked[question] for question in beside.values()}
    calls = {**compared, **{name: tool.command for name, tool in others.items()}}
    _, figures = measured(calls, few, others)
    period = ["--since", p.since, "--until", p.until, "--limit", "0", "--format", "ndjson"]
    much = {"a tenth of the store, as ndjson": [MSS, "facts", *period, "--store", str(directory)]}
    with tempfile.TemporaryDirectory() as scratch:
        if facts <= UNINDEXED:
            plain = unindexed(directory, Path(scratch))
            much["date filter without the index"] = [*asked["date filter"][:-1], plain]
        _, bulk = measured(much, few, {})
    theirs = {f"{name}: {beside[name]}": figures[name] for name in beside}
    return Report(facts, bare, costs, {"mss": queries, "mss, in bulk": bulk, "others": theirs})


# --- what is said of it -------------------------------------------------------------------


def short(value: float) -> str:
    """Return a number with as many digits as mean something: 0.31, 3.1, 31, 3,142."""
    return f"{value:,.{0 if value >= 20 else 1 if value >= 1 else 2}f}"


def cell(figure: Figure) -> str:
    """Return a figure as a table has it."""
    beside = f" ({short(figure.to_mss)}× mss)" if figure.to_mss else ""
    printed = f", prints {short(figure.printed)} MB" if figure.printed > 1 else ""
    return f"{short(figure.median)}×{beside} · {short(figure.memory)} MB{printed}"


def tell(found: Report) -> None:
    """Print what was measured at one number of facts, with seconds."""
    print(f"\n{found.facts:,} facts:", ", ".join(f"{n} {v:,.4g}" for n, v in found.made.items()))
    print(f"python -c pass: {found.bare.seconds * 1000:.1f} ms, {found.bare.memory:.1f} MB")
    for head, figures in found.parts.items():
        print(f"{head}: median ratio (least, most), peak memory")
        for name, f in figures.items():
            speed = f" at {f.printed / f.median / found.bare.seconds:,.1f} MB/s" * (f.printed > 1)
            print(f"  {name:<52} ({f.least:.2f}, {f.most:.2f}) {cell(f)}{speed}", flush=True)


def building(m: Mapping[str, float]) -> dict[str, str]:
    """Return the cells about a store and its index."""
    cells = {f"size of {n}": f"{short(m[n])} MB" for n in ("facts.ndjson", "index.db")}
    for step in (step for step in ("store", "index") if f"{step} s" in m):
        ratio, memory = m[f"{step} s"] / m["bare s"], m[f"{step} MB"]
        cells[f"making the {step}"] = f"{short(ratio)}× · {short(memory)} MB"
    return cells


def table(sizes: Sequence[int], columns: Sequence[Mapping[str, str]]) -> str:
    """Return a table in Markdown, a column for each number of facts."""
    lines = [["", *(f"{facts:,} facts" for facts in sizes)], ["---", *("---:" for _ in sizes)]]
    for name in dict.fromkeys(name for column in columns for name in column):
        lines.append([name, *(column.get(name, "–") for column in columns)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def document(reports: Sequence[Report], runs: int) -> str:
    """Return docs/scale.md."""
    sizes = [found.facts for found in reports]
    tables = {"made": table(sizes, [building(found.made) for found in reports])}
    for head in reports[0].parts:
        cells = [{n: cell(f) for n, f in found.parts[head].items()} for found in reports]
        tables[head] = table(sizes, cells)
    few = min(runs, FEW)
    bare = " / ".join(f"{found.bare.seconds * 1000:.1f}" for found in reports)
    return f"""# Scale

How long an answer takes as the store grows. The stores are invented (`benchmarks/stores.py`) and
indexed. `docs/scale.md` and its picture are written by

```sh
python benchmarks/scale.py --facts {",".join(map(str, sizes))} --runs {runs} --docs
```

![Ratios to a bare interpreter, by number of facts](scale.svg)

Each figure covers a whole process from start to end, with its output thrown away. The ratio (×)
compares its time with that of `python -c pass` in the same round; the table shows medians over all
rounds. MB is the peak resident memory. The bare interpreter took {bare} ms
and {short(reports[0].bare.memory)} MB; the benchmark cannot measure a process below that size.
Each command ran once beforehand, so its files were in the system's cache. Words, names and days are
picked from the store itself. Commands ask for at most {LIMIT} facts as JSON, except `show` and
`who`. The goal is {GOAL}×.

{tables["mss"]}
The first row below asks for every fact of a period that holds a tenth of the store. The second
runs the date filter without an index, so that `mss` reads and checks every fact; it stops at
{UNINDEXED:,} facts. These two, and all that follow, ran in {few} rounds.

{tables["mss, in bulk"]}
Next come other tools on the same data, each compared with one `mss` command. `sqlite3` and `duckdb`
find the same facts in the same order, which the benchmark checks, and print five fields of each.
`duckdb` has no index and reads all facts. `jq` stops at the first {LIMIT} matching facts in the
file, in whatever order they come. `grep` and `rg` print every line with the word.

{tables["others"]}
Making the store and building its index, once:

{tables["made"]}"""


def picture(reports: Sequence[Report]) -> str:
    """Return docs/scale.svg: a line for each of DRAWN, labelled where it ends."""
    top = max(GOAL * 1.2, *(found.parts["mss"][n].median for found in reports for n in DRAWN))
    logs = [log10(found.facts) for found in reports]
    width = logs[-1] - logs[0] or 1
    across = [LEFT + (RIGHT - LEFT) * (log - logs[0]) / width for log in logs]
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if top / s <= 8)

    def down(ratio: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * ratio / top

    def text(x: float, y: float, words: str, fill: str = "#444", anchor: str = "start") -> str:
        return f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}">{words}</text>'

    def line(xs: Sequence[float], ys: Sequence[float], stroke: str, more: str = "") -> str:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
        return f'<polyline points="{points}" fill="none" stroke="{stroke}" {more}/>'

    drawn = [text(20, 26, "Time of a whole process, as a ratio to a bare Python", "#111")]
    for ratio in range(0, int(top) + 1, step):
        drawn.append(line([LEFT, RIGHT], [down(ratio)] * 2, "#ddd"))
        drawn.append(text(LEFT - 8, down(ratio) + 4, f"{ratio}×", anchor="end"))
    for x, found in zip(across, reports, strict=True):
        drawn.append(line([x, x], [BOTTOM, BOTTOM + 5], "#444"))
        drawn.append(text(x, BOTTOM + 22, f"{found.facts:,}", anchor="middle"))
    drawn.append(text((LEFT + RIGHT) / 2, BOTTOM + 46, "facts in the store", anchor="middle"))
    drawn.append(line([LEFT, RIGHT], [down(GOAL)] * 2, "#c00", 'stroke-dasharray="6 4"'))
    ends = [(down(GOAL), f"goal: {GOAL}×", "#c00")]
    for name, colour in DRAWN.items():
        ratios = [found.parts["mss"][name].median for found in reports]
        ys = list(map(down, ratios))
        drawn.append(line(across, ys, colour, 'stroke-width="2" stroke-linejoin="round"'))
        ends.append((ys[-1], f"{name} {short(ratios[-1])}×", colour))
    lowest = BOTTOM + 1.5 * GAP
    for y, words, colour in sorted(ends, reverse=True):
        lowest = min(y, lowest - GAP)  # labels give way upwards
        drawn.append(line([RIGHT + 4, RIGHT + 20], [y, lowest], colour))
        drawn.append(text(RIGHT + 24, lowest + 4, words, colour))
    return SVG.format("\n".join(drawn))


def main() -> int:
    """Measure and print tables, or write them down; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--facts", default="10000,100000,1000000", help="how many, with commas")
    parser.add_argument("--runs", type=int, default=7, help="rounds")
    parser.add_argument("--stores", type=Path, default=Path(tempfile.gettempdir()) / "mss-scale")
    parser.add_argument("--docs", type=Path, nargs="?", const=ROOT / "docs", help="write there")
    args = parser.parse_args()
    args.stores.mkdir(parents=True, exist_ok=True)
    reports: list[Report] = []
    for facts in sorted(map(int, args.facts.split(","))):
        reports.append(report(args.stores / str(facts), facts, args.runs))
        tell(reports[-1])
        if args.docs:
            (args.docs / "scale.md").write_text(document(reports, args.runs), encoding="utf-8")
            (args.docs / "scale.svg").write_text(picture(reports), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
