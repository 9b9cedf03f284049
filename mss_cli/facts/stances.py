"""Stances over time: which position came before, and which moved."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from mss_cli.facts.chronology import by_day
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
    histories = {key: _History(positions) for key, positions in held.items()}
    nothing = _History(())
    return {f["id"]: histories.get((holder(f), on(f)), nothing).before(f) for f in facts}


class _History:
    """The positions of one holder on one question, in succession."""

    def __init__(self, positions: Sequence[Fact]) -> None:
        self._positions = positions
        # The place of the last position that ends by each end, and of the last superseded one.
        ends = sorted((f["date_end"], n) for n, f in enumerate(positions) if f["date_end"])
        self._ends = [end for end, _ in ends]
        self._last_to_end = list(accumulate((n for _, n in ends), max))
        self._superseded = {i: n for n, f in enumerate(positions) for i in f["superseded_by"]}

    def before(self, fact: Fact) -> Fact | None:
        """Return the last position that came before one, or None."""
        ended = bisect_left(self._ends, fact["date_start"] or "")
        last = self._last_to_end[ended - 1] if ended else -1
        last = max(last, self._superseded.get(fact["id"], -1))
        return self._positions[last] if last >= 0 else None


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
    return sorted(facts, key=lambda f: (by_day(f)[0], -ahead[f["id"]], by_day(f)[1]))
