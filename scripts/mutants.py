"""Print the mutation score of each module, and every survivor that is not listed.

    python scripts/mutants.py    run it after `mutmut run`; it exits with 1 if a survivor is not
                                 in tests/mutants.toml, or if the tests notice fewer than 95 %

docs/mutants.md explains which code is mutated.
"""

import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
LISTED = ROOT / "tests" / "mutants.toml"
LEAST = 95.0  # per cent
NOTICED = ("killed", "timeout", "segfault")


def main() -> int:
    """Print the table and the unlisted survivors; return the exit status."""
    states = results()
    allowed = listed()
    every = Counter(module(name) for name in states)
    alive = [name for name, state in states.items() if state not in NOTICED]
    lives = Counter(map(module, alive))
    print(f"{'Module':32}{'Mutants':>9}{'Killed':>9}{'Score':>10}")
    for name, total in sorted(every.items()):
        print(row(name, total, total - lives[name]))
    print(row("all", len(states), len(states) - len(alive)))
    changes = {name: change(name) for name in alive}
    unlisted = [name for name in alive if changes[name] not in allowed]
    for name in unlisted:
        print(f"\n# {name}: {states[name]}, not in {LISTED.name}\n{changes[name]}")
    print(f"\n{len(alive)} survivors, {len(unlisted)} of them not in {LISTED.name}")
    for gone in sorted(allowed - {*changes.values()}):
        print(f"\n# in {LISTED.name}, but did not survive\n{gone}")
    enough = bool(states) and score(len(states), len(states) - len(alive)) >= LEAST
    return 0 if enough and not unlisted else 1


def mutmut(*args: str) -> str:
    """Return what mutmut prints."""
    command = [sys.executable, "-m", "mutmut", *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout


def results() -> dict[str, str]:
    """Return the state of each mutant, by its name."""
    lines = mutmut("results", "--all", "true").splitlines()
    parted = (line.strip().partition(": ") for line in lines if ": " in line)
    return {name: state for name, _, state in parted}


def listed() -> set[str]:
    """Return the changes that may survive, in the form that `change` returns."""
    entries = tomllib.loads(LISTED.read_text(encoding="utf-8"))["may_live"]
    return {each for entry in entries for each in entry["mutants"].strip().split("\n\n")}


def module(name: str) -> str:
    """Return the module of a mutant such as `mss_cli.facts.dates.x_span__mutmut_5`."""
    return name.rpartition(".")[0]


def change(name: str) -> str:
    """Return the function of a mutant, and the lines that it removes and adds.

    Unlike the number of a mutant, this stays the same when the code around it changes.
    """
    function = name.rpartition(".x")[2].rpartition("__mutmut_")[0]
    where = f"{module(name)} {function.lstrip('_').replace('ǁ', '.').strip('.')}"
    told = [line for line in mutmut("show", name).splitlines() if line[:1] in ("+", "-")]
    lines = [f"{line[0]} {line[1:].strip()}" for line in told if line[:3] not in ("+++", "---")]
    return "\n".join([where, *lines])


def row(name: str, total: int, killed: int) -> str:
    """Return a line of the table."""
    return f"{name:32}{total:>9,}{killed:>9,}{score(total, killed):>8.1f} %"


def score(total: int, killed: int) -> float:
    """Return the percentage of mutants that the tests notice."""
    return 100 * killed / total


if __name__ == "__main__":
    sys.exit(main())
