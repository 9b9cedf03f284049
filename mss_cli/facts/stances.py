"""Stances over time: which position came before, and which moved."""

from collections.abc import Sequence

from mss_cli.facts.chronology import by_date
from mss_cli.facts.model import Fact


def on(fact: Fact) -> str:
    """Return the question (a topic id) of a fact's stance, or ""."""
    return fact["stance"]["on"] if fact["stance"] else ""


def holder(fact: Fact) -> str:
    """Return the holder (an entity id) of a fact's stance, or ""."""
    return fact["stance"]["holder"] if fact["stance"] else ""


def position(fact: Fact | None) -> str:
    """Return the position of a fact's stance, or ""."""
    return fact["stance"]["position"] if fact and fact["stance"] else ""


def movements(facts: Sequence[Fact], every: Sequence[Fact]) -> dict[str, Fact | None]:
    """Return the previous position of the same holder on the same question, for each stance.

    every: the facts to search, whatever is listed. A position is previous if it ends before the
    later one begins, or if the later one supersedes it. If dates overlap otherwise, the order
    is unknown. A denied position was not held.
    """
    held: dict[tuple[str, str], list[Fact]] = {}
    for fact in in_succession([f for f in every if f["stance"] and f["status"] != "denied"]):
        held.setdefault((holder(fact), on(fact)), []).append(fact)
    found: dict[str, Fact | None] = {}
    for fact in facts:
        before = [f for f in held.get((holder(fact), on(fact)), []) if _precedes(f, fact)]
        found[fact["id"]] = before[-1] if before else None
    return found


def _precedes(one: Fact, other: Fact) -> bool:
    end, start = one["date_end"], other["date_start"]
    return other["id"] in one["superseded_by"] or bool(end and start and end < start)


def in_succession(facts: Sequence[Fact]) -> list[Fact]:
    """Return stances by date; with equal starts, a superseded one before its successor."""
    by_id = {fact["id"]: fact for fact in facts}
    ahead: dict[str, int] = {}
    for fact in facts:  # the number of superseding facts after each
        path = {fact["id"]: None}
        while path:
            here = next(reversed(path))
            later = [i for i in by_id[here]["superseded_by"] if i in by_id]
            missing = [i for i in later if i not in ahead and i not in path]
            if missing:
                path.update(dict.fromkeys(missing))
            else:
                del path[here]
                ahead[here] = 1 + max((ahead.get(i, 0) for i in later), default=0)
    return sorted(facts, key=lambda f: (by_date(f)[0], -ahead[f["id"]], *by_date(f)[1:]))
