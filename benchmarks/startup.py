"""Whole-process time of each command, as a ratio to a bare interpreter in the same run.

    python benchmarks/startup.py [--runs N]

Every round times `python -c pass` and then each command once, so that a machine whose speed
drifts slows both; printed are the medians over the rounds, and the least and greatest ratio.
Output is thrown away. Seconds are those of this machine and say nothing about another.
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
COMMANDS = [
    "events --json",
    "events --since 2024-06 --json",
    "events --who ruto --json",
    "events",
    "figures --json",
    "conflicts --json",
    "timeline --json",
    "stats --json",
    "facts --json --limit 0",
    "facts --format csv",
    "who ruto --json",
    "who rutto --json",
    "search funding --json",
    "search fundng --json",
    "show vote-unanimous-2024-09-30 --json",
    "sources",
    "topics",
    "places",
    "coverage",
    "verify",
    "schema",
    "events --format table",
    "who ruto --format table",
    "timeline --format table",
    "figures --plot",
    "--help",
    "events --help",
]
COMPLETE = {  # what bash asks at `mss events --who ru<Tab>`
    "_MSS_COMPLETE": "complete_bash",
    "COMP_WORDS": "mss events --who ru",
    "COMP_CWORD": "3",
}


def seconds(command: list[str], env: dict[str, str]) -> float:
    """Return the wall time of one run of a command, in seconds. Raises if it fails."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON"))} | env
    start = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept, check=True
    )
    return time.perf_counter() - start


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=15, help="rounds counted, after one more")
    runs = parser.parse_args().runs
    calls: dict[str, tuple[list[str], dict[str, str]]] = {
        "python -c 'import typer'": ([sys.executable, "-c", "import typer"], {}),
        **{f"mss {command}": ([MSS, *command.split()], {}) for command in COMMANDS},
        "completion of mss events --who ru": ([MSS], COMPLETE),
    }
    bare: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in calls}
    for round_number in range(runs + 1):
        floor = seconds(BARE, {})
        measured = {name: seconds(*call) / floor for name, call in calls.items()}
        if round_number:  # the first one warms caches
            bare.append(floor)
            for name, ratio in measured.items():
                ratios[name].append(ratio)
    print(
        f"python -c pass: median {statistics.median(bare) * 1000:.1f} ms over {runs} rounds = 1.0"
    )
    print(f"{'median':>7} {'least':>7} {'most':>7}")
    for name, values in ratios.items():
        print(f"{statistics.median(values):7.2f} {min(values):7.2f} {max(values):7.2f}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
