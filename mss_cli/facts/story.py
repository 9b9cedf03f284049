"""Story order: the order of facts within one date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import Any, NamedTuple

from mss_cli.facts.chronology import LAST, by_day
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.model import Fact, Source

# Relations by which the other fact comes first.
_COMES_AFTER = ("follows", "supersedes", "part-of")


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


def first_days(sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the first possible day of publication of each source; undated ones come last."""
    return {
        file: (edtf_bounds(source["published"]["edtf"]).start or "")
        if source["published"]["edtf"]
        else LAST
        for file, source in sources.items()
    }


def in_story_order(facts: Iterable[Fact], sources: Mapping[str, Source]) -> list[Fact]:
    """Return facts by date, and within one date in story order."""
    published = first_days(sources)
    by_id = {fact["id"]: fact for fact in facts}
    return [by_id[at.id] for at in story_order(sorted(place(f, published) for f in by_id.values()))]
