"""Measure the whole-process time of each command against a bare interpreter.

    python benchmarks/startup.py [--runs N] [--tricks]

Each round times `python -c pass` and then every command once, so that a drift in the speed of
the machine affects both. The table shows the median ratio over the rounds, the smallest and the
largest, and the goal where there is one. Output is thrown away. --tricks measures instead what
each start-up trick is worth: the time of a call without the trick over the time with it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

MSS = str(Path(sys.executable).parent / "mss")
BARE = [sys.executable, "-c", "pass"]
# Each command, and the ratio that it may cost.
COMMANDS: dict[str, float | None] = {
    "events --json": 3.5,
    "events --since 2024-06 --json": 3.5,
    "events --who ruto --json": None,
    "events": 3.5,
    "figures --json": None,
    "conflicts --json": None,
    "timeline --json": None,
    "stats --json": None,
    "facts --json --limit 0": 3.5,
    "facts --format csv": 3.5,
    "who ruto --json": 3.5,
    "who rutto --json": None,
    "search funding --json": 4.2,
    "search fundng --json": 4.5,
    "show vote-unanimous-2024-09-30 --json": 3.5,
    "sources": None,
    "topics": None,
    "places": None,
    "coverage": None,
    "verify": None,
    "schema": None,
    "events --format table": 9.0,
    "who ruto --format table": 9.0,
    "timeline --format table": 9.0,
    "figures --plot": None,
    "--help": 12.0,
    "events --help": 12.0,
}
COMPLETION = {  # what bash asks for at `mss events --who ru<Tab>`
    "_MSS_COMPLETE": "complete_bash",
    "COMP_WORDS": "mss events --who ru",
    "COMP_CWORD": "3",
}

# A call with everything, and the same call without one trick.
CALL = "import sys; sys.argv = ['mss', *sys.argv[1:]]; from mss_cli.__main__ import main; main()"
WITHOUT = {
    "the quick argv reader": "import mss_cli.cli.entry as e; e.match = lambda args: None; ",
    "gc.disable() at the start": "import gc; gc.disable = lambda: None; ",
    "gc.freeze() before the exit": "import gc; gc.freeze = lambda: None; ",
}
TRICK_CALLS = ("events --json", "search funding --json")


def seconds(command: list[str], env: dict[str, str]) -> float:
    """Return the wall time of one run of a command, in seconds. Raises if it fails."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON"))} | env
    start = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept, check=True
    )
    return time.perf_counter() - start


def measure_commands(runs: int) -> None:
    """Print the ratio of each command to a bare interpreter."""
    calls: dict[str, tuple[list[str], dict[str, str]]] = {
        "python -c 'import typer'": ([sys.executable, "-c", "import typer"], {}),
        **{f"mss {command}": ([MSS, *command.split()], {}) for command in COMMANDS},
        "completion of mss events --who ru": ([MSS], COMPLETION),
    }
    bare: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in calls}
    for round_number in range(runs + 1):
        floor = seconds(BARE, {})
        measured = {name: seconds(*call) / floor for name, call in calls.items()}
        if round_number:  # the first round warms the caches
            bare.append(floor)
            for name, ratio in measured.items():
                ratios[name].append(ratio)
    print(
        f"python -c pass: median {statistics.median(bare) * 1000:.1f} ms over {runs} rounds = 1.0"
    )
    print(f"{'median':>7} {'least':>7} {'most':>7} {'goal':>6}")
    for name, values in ratios.items():
        goal = COMMANDS.get(name.removeprefix("mss "))
        numbers = f"{statistics.median(values):7.2f} {min(values):7.2f} {max(values):7.2f}"
        print(f"{numbers} {goal or '':>6}  {name}")


def measure_tricks(runs: int) -> None:
    """Print how much longer a call takes without each trick."""
    print(f"{'median':>7} {'least':>7} {'most':>7}   time without the trick / time with it")
    for trick, change in WITHOUT.items():
        for command in TRICK_CALLS:
            ratios = []
            for round_number in range(runs + 1):
                with_it = seconds([sys.executable, "-c", CALL, *command.split()], {})
                without = seconds([sys.executable, "-c", change + CALL, *command.split()], {})
                if round_number:
                    ratios.append(without / with_it)
            numbers = f"{statistics.median(ratios):7.2f} {min(ratios):7.2f} {max(ratios):7.2f}"
            print(f"{numbers}   {trick}: mss {command}")


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=15, help="rounds that count, after one more")
    parser.add_argument("--tricks", action="store_true", help="measure the start-up tricks")
    options = parser.parse_args()
    (measure_tricks if options.tricks else measure_commands)(options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
