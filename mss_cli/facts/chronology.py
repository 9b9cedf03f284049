"""The order of facts: by date, and within one date in story order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Any, NamedTuple

from mss_cli.facts.model import Fact

LAST = "9999-99-99"  # after every day
# Relations by which the other fact comes first.
_COMES_AFTER = ("follows", "supersedes", "part-of")


def by_day(fact: Fact) -> tuple[str, str]:
    """Sort by first and last possible day; undated facts come last.

    A fact that is only known to be before a day is sorted at that day. Stores give facts in story
    order, which a stable sort keeps within one date.
    """
    start, end = fact["date_start"], fact["date_end"]
    return start or end or LAST, end or LAST


def by_date(fact: Fact) -> tuple[Any, ...]:
    """Sort by day, then by the first passage, and by id if two facts share it.

    Unlike story order, this follows from the fact alone.
    """
    first = min((e["source"], e["start"]) for e in fact["evidence"])
    return (*by_day(fact), *first, fact["id"])


def latest(fact: Fact) -> tuple[Any, ...]:
    """Sort by date in reverse, for the largest key first; undated facts come last."""
    return (fact["date"] is not None, *by_date(fact))


# --- story order --------------------------------------------------------------------------


class Place(NamedTuple):
    """What decides the place of a fact in story order.

    first, last: as in by_day. published, source, start: of its first passage. after: the ids of
    the facts that come before it, if they have the same date. payload: for the caller.
    """

    first: str
    last: str
    published: str
    source: str
    start: int
    id: str
    after: tuple[str, ...]
    payload: Any = None


def place(fact: Fact, published: Mapping[str, str]) -> Place:
    """Return the place of a fact. published: the first possible day of each source."""
    passages = ((published[e["source"]], e["source"], e["start"]) for e in fact["evidence"])
    after = tuple(r["fact"] for r in fact["relations"] if r["type"] in _COMES_AFTER)
    first, last = by_day(fact)
    day, source, start = min(passages)
    return Place(first, last, day, source, start, fact["id"], after)


def story_order(places: Iterable[Place]) -> Iterator[Place]:
    """Yield places that are sorted, and within each date in story order.

    What a relation says came first comes first; otherwise the order of publication and of the
    article holds.
    """
    for _, same_date in groupby(places, key=lambda at: at[:2]):
        yield from _story(list(same_date))


def _story(places: Sequence[Place]) -> Iterator[Place]:
    """Yield places of one date: always the first that waits for no other (Kahn's algorithm).

    If relations form a circle, the first of those that are left comes next.
    """
    numbers = {at.id: n for n, at in enumerate(places)}
    waiting = [{numbers[i] for i in at.after if i in numbers} - {n} for n, at in enumerate(places)]
    if not any(waiting):
        yield from places
        return
    followers: dict[int, list[int]] = {}
    for n, before in enumerate(waiting):
        for other in before:
            followers.setdefault(other, []).append(n)
    ready = [n for n, before in enumerate(waiting) if not before]
    heapify(ready)
    done: set[int] = set()
    left = iter(range(len(places)))
    while len(done) < len(places):
        n = heappop(ready) if ready else next(each for each in left if each not in done)
        if n in done:
            continue
        done.add(n)
        yield places[n]
        for follower in followers.get(n, ()):
            waiting[follower].discard(n)
            if not waiting[follower] and follower not in done:
                heappush(ready, follower)
