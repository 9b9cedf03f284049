"""How often `mss check` gives the right verdict, beside two simple tools, in one run.

    python benchmarks/claims.py              the claims to develop on
    python benchmarks/claims.py --rarely     also those that are run rarely
    python benchmarks/claims.py --wrong      list the claims with a wrong verdict

The claims lie in benchmarks/claims/ (see its README.md) and, on an invented store of another
subject, in benchmarks/port/. Printed are

- right: the verdict is the label, or another that a fair judge accepts;
- false +: `supported`, where the articles contradict the claim or do not have it: the worst error;
- false -: `contradicted`, where the articles support the claim or do not have it;
- cited: of the right verdicts supported and contradicted, how many name a fact whose evidence
  overlaps a deciding passage.

The two simple tools say not-in-record always, and supported whenever `mss search` finds anything.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from mss_cli.checking import check
from mss_cli.facts.model import Fact
from mss_cli.query.query import Query
from mss_cli.search import SearchableStore, parse_query, search
from mss_cli.stores import open_store

HERE = Path(__file__).parent
TODAY = "2026-01-01"
PORT = HERE / "port"
SETS = {
    "develop": (None, HERE / "claims" / "develop.jsonl"),
    "port develop": (str(PORT / "store"), PORT / "claims-develop.jsonl"),
    "rarely": (None, HERE / "claims" / "rarely.jsonl"),
    "port rarely": (str(PORT / "store"), PORT / "claims-rarely.jsonl"),
}
Answer = tuple[str, list[Fact]]
Tool = Callable[[str], Answer]


class Scores(NamedTuple):
    """Counts over some claims, and the ids of those with a wrong verdict."""

    claims: int = 0
    right: int = 0
    false_supported: int = 0
    false_contradicted: int = 0
    cited: int = 0
    citable: int = 0
    wrong: tuple[str, ...] = ()


def score(tool: Tool, claims: Iterable[dict[str, Any]]) -> Scores:
    """Return the scores of a tool."""
    s = Scores()
    for claim in claims:
        verdict, facts = tool(claim["claim"])
        right = verdict == claim["label"] or verdict in claim["accept"]
        decided = right and verdict in ("supported", "contradicted") and bool(claim["span"])
        unfounded = not right and claim["label"] == "not-in-record"
        s = Scores(
            s.claims + 1,
            s.right + right,
            s.false_supported
            + (verdict == "supported" and (unfounded or _is(claim, "contradicted", right))),
            s.false_contradicted
            + (verdict == "contradicted" and (unfounded or _is(claim, "supported", right))),
            s.cited + (decided and _overlap(facts, claim["span"])),
            s.citable + decided,
            s.wrong if right else (*s.wrong, f"{claim['id']} {claim['label']} -> {verdict}"),
        )
    return s


def _is(claim: dict[str, Any], label: str, right: bool) -> bool:
    return not right and claim["label"] == label


def _overlap(facts: Iterable[Fact], spans: list[list[Any]]) -> bool:
    """Return True if some evidence shares a code point with a deciding passage."""
    cited = [e for fact in facts for e in fact["evidence"]]
    return any(
        e["source"] == source and min(e["end"], end) > max(e["start"], start)
        for e in cited
        for source, start, end in spans
    )


def mss(store: SearchableStore) -> Tool:
    """Return the checker of this project, as the command calls it."""

    def run(claim: str) -> Answer:
        checked = check(store, Query(), claim, TODAY)
        return checked.verdict, list(checked.facts)

    return run


def found(store: SearchableStore) -> Tool:
    """Return a tool that calls supported whatever a search finds anything for."""

    def run(claim: str) -> Answer:
        parsed = parse_query(claim.replace('"', " ").replace("-", " "))
        hits = search(store, Query(), parsed, TODAY, 1).hits
        return ("supported" if hits else "not-in-record"), [hit.fact for hit in hits[:1]]

    return run


def _never(_: str) -> Answer:
    return "not-in-record", []


def _line(name: str, s: Scores) -> str:
    share = s.right / s.claims if s.claims else 0.0
    cited = f"{s.cited}/{s.citable}" if s.citable else "-"
    return (
        f"{name:30} {s.right:4}/{s.claims:<4} {share:5.0%} {s.false_supported:8} "
        f"{s.false_contradicted:8} {cited:>9}"
    )


def main() -> int:
    """Score and print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rarely", action="store_true", help="also the claims run rarely")
    parser.add_argument("--wrong", action="store_true", help="list wrong verdicts")
    args = parser.parse_args()
    for name, (directory, path) in SETS.items():
        if name.endswith("rarely") and not args.rarely:
            continue
        store = open_store(directory).store
        claims = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        print(f"\n{name}: {len(claims)} claims")
        print(f"{'':30} {'right':>15} {'false +':>8} {'false -':>8} {'cited':>9}")
        own = score(mss(store), claims)
        print(_line("mss check", own))
        print(_line("always not-in-record", score(_never, claims)))
        print(_line("supported if search finds it", score(found(store), claims)))
        if args.wrong and not name.endswith("rarely"):
            print("  " + "\n  ".join(own.wrong))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
