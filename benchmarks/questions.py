"""How often `mss search` answers a plain question, beside SQLite's FTS5, in one run.

    python benchmarks/questions.py              the questions to develop on
    python benchmarks/questions.py --rarely     also those that are run rarely
    python benchmarks/questions.py --by-type    and each type of question by itself

The questions lie in benchmarks/search/ (see its README.md) and, on an invented store of another
subject, in benchmarks/port/. Printed are

- first 3: of the questions with an answer, how many have a fact with their highest grade among
  the first three;
- lost: how many of them find nothing;
- nothing: of the questions without an answer, how many find nothing.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.search_quality import fts5
from mss_cli.query.query import Filters
from mss_cli.query.reading import Scope, build
from mss_cli.search import SearchableStore, parse_query, search
from mss_cli.search.named_sources import with_named_sources
from mss_cli.stores import open_store

HERE = Path(__file__).parent
TODAY = "2026-01-01"
SETS = {
    "develop": (None, HERE / "search" / "questions-develop.json"),
    "usual develop": (None, HERE / "search" / "usual-develop.json"),
    "everyday develop": (None, HERE / "search" / "everyday-develop.json"),
    "port": (str(HERE / "port" / "store"), HERE / "port" / "questions.json"),
    "rarely": (None, HERE / "search" / "questions-rarely.json"),
    "usual rarely": (None, HERE / "search" / "usual-rarely.json"),
    "everyday rarely": (None, HERE / "search" / "everyday-rarely.json"),
}
Search = Callable[[str], list[str]]


class Scores(NamedTuple):
    """Counts over some questions."""

    answered: int = 0
    lost: int = 0
    answerable: int = 0
    nothing: int = 0
    unanswerable: int = 0


def score(tool: Search, questions: Iterable[dict[str, Any]]) -> Scores:
    """Return the scores of a tool."""
    answered = lost = answerable = nothing = unanswerable = 0
    for question in questions:
        found, grades = tool(question["query"]), question["grades"]
        if not grades:
            unanswerable += 1
            nothing += not found
            continue
        best = {fact for fact, grade in grades.items() if grade == max(grades.values())}
        answerable += 1
        answered += not best.isdisjoint(found[:3])
        lost += not found
    return Scores(answered, lost, answerable, nothing, unanswerable)


def mss(store: SearchableStore) -> Search:
    """Return the search of this project, as the command calls it."""

    def run(query: str) -> list[str]:
        parsed = with_named_sources(store, parse_query(query))
        filters = Filters()
        for prefix, values in parsed.filters.items():
            filters = filters.with_typed(prefix, *values)
        built, _ = build(store, filters, TODAY, Scope(own_limit=True))
        return [hit.fact["id"] for hit in search(store, built, parsed, TODAY, 3).hits]

    return run


def _line(name: str, s: Scores) -> str:
    share = s.answered / s.answerable if s.answerable else 0.0
    return (
        f"{name:24} {s.answered:4}/{s.answerable:<4} {share:5.0%} {s.lost:5} "
        f"{s.nothing:5}/{s.unanswerable:<3}"
    )


def _by_type(tool: Search, questions: Sequence[dict[str, Any]]) -> None:
    for kind in dict.fromkeys(question["type"] for question in questions):
        print(_line(f"  {kind}", score(tool, [q for q in questions if q["type"] == kind])))


def main() -> int:
    """Score and print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rarely", action="store_true", help="also the set that is run rarely")
    parser.add_argument("--by-type", action="store_true", help="mss by type of question")
    args = parser.parse_args()
    for name, (directory, path) in SETS.items():
        if name.endswith("rarely") and not (args.rarely and path.exists()):
            continue
        store = open_store(directory).store
        questions = json.loads(path.read_text("utf-8"))
        print(f"\n{name}: {len(questions)} questions")
        print(f"{'':24} {'first 3':>15} {'lost':>5} {'nothing':>9}")
        print(_line("mss search", score(mss(store), questions)))
        print(_line("SQLite FTS5, porter, OR", score(fts5(list(store.facts)), questions)))
        if args.by_type and not name.endswith("rarely"):
            _by_type(mss(store), questions)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
