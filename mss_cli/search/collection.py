"""The collection that a search runs over: document frequencies and the candidate set.

Scanned reads fact by fact, from memory or from a file. stores/index/collection.py answers the
same questions from an index. Up to limits.MAX_FACTS_RANKED facts are all ranked. In a larger
collection only candidates are: the facts that match most of the query, newest first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from heapq import heappush, heappushpop, nsmallest
from itertools import chain
from operator import and_, or_
from typing import NamedTuple, Protocol

from mss_cli import limits
from mss_cli.facts.chronology import by_date, latest
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.names import ANY
from mss_cli.query.query import Query
from mss_cli.query.store import Facts, Store
from mss_cli.text import words_of

Span = tuple[str, int, int]
Bags = Callable[[Sequence[Fact]], Sequence[Mapping[str, float]]]
Keep = Callable[[Fact], bool]


class Need(NamedTuple):
    """The terms that a fact needs to be about something: any of some, or all of others."""

    any_of: tuple[str, ...]
    all_of: tuple[str, ...] = ()


class Having(NamedTuple):
    """How many facts meet a need; for very many facts, a lower bound."""

    facts: int
    exact: bool = True


class Collection(Protocol):
    """All facts that a search runs over. size: how many there are."""

    size: int

    @property
    def mean(self) -> float:
        """The mean length of a text, in code points."""

    @property
    def units(self) -> frozenset[str]:
        """The units that facts count in."""

    @property
    def years(self) -> list[int]:
        """The years in which facts begin or end, ascending."""

    def told(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of each fact."""

    def words(self, prefix: str, least: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts with a prefix, and their collection frequencies.

        least, longest: the shortest and the longest length, in letters.
        """

    def count(self, bags: Bags) -> None:
        """Find which facts have the terms of a query, before the other methods are called."""

    def knows(self, term: str) -> bool:
        """Return True if any fact has a term."""

    def having(self, need: Need) -> Having:
        """Return how many facts meet a need."""

    def dated_within(self, period: Interval) -> bool:
        """Return True if any fact is dated within a period."""

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        most: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the candidates by date: the newest of each tier in turn, up to `most`.

        A tier is a list of needs, all of which a candidate meets. keep: tests whether a fact may
        be a candidate. most: 0 means all facts of all tiers. touching: a period that every
        candidate touches. filtered: True if every candidate passes the filters of the query.
        """

    def joined(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield (position of a fact, related fact) for facts with a common relation or passage.

        Each fact gets at most limits.MAX_RELATED_FACTS, the earliest first.
        """


class SearchableStore(Store, Protocol):
    """A store that offers a collection to search."""

    def collection(self, query: Query) -> Collection:
        """Return the collection of facts as known on the as-of date of a query.

        Candidates are taken from the facts that match its filters.
        """


def texts(fact: Fact, wording: Mapping[Span, str]) -> Iterator[tuple[str, str]]:
    """Yield each searchable text of a fact with its field."""
    yield "text", fact["text"]
    for phrase in fact["phrases"]:
        yield "phrases", phrase
    if fact["stance"] is not None:
        yield "stance", fact["stance"]["position"]
    if fact["quantity"] is not None:
        yield "quantity", fact["quantity"]["unit"]
    for e in fact["evidence"]:
        told = wording.get((e["source"], e["start"], e["end"])) if wording else None
        if told is not None:
            yield "passage", told


def told(facts: Iterable[Fact], wording: Mapping[Span, str]) -> dict[str, Sequence[str]]:
    """Return the words of each text of each fact."""
    found: dict[str, Sequence[str]] = {}
    plain = []
    for fact in facts:
        for field, text in texts(fact, wording):
            if field == "passage":
                found[text] = text.split()
            else:
                plain.append(text)
    found.update(zip(plain, words_of(plain), strict=True))
    return found


class Scanned:
    """A collection that is read fact by fact, in a few passes."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self.facts = facts
        self.size = len(facts)
        self._wording = store.wording
        self._having: dict[str, bytearray] = {}  # one bit per fact, by term
        self._kept: dict[
            str, Sequence[str]
        ] = {}  # the words of all texts, kept for a small collection only

    def _batches(self) -> Iterator[list[Fact]]:
        batch: list[Fact] = []
        for fact in self.facts:
            batch.append(fact)
            if len(batch) == limits.SCAN_BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def told(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of each fact."""
        if self._kept:
            return self._kept
        found = told(facts, self._wording)
        if self.size <= limits.MAX_FACTS_RANKED:
            self._kept = found
        return found

    @cached_property
    def _counts(self) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for batch in self._batches():
            told = self.told(batch)
            said = (told[text] for fact in batch for _, text in texts(fact, self._wording))
            counts.update(chain.from_iterable(said))
        return counts

    def words(self, prefix: str, least: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts with a prefix, and their collection frequencies."""
        return {
            word: n
            for word, n in self._counts.items()
            if word.startswith(prefix) and least <= len(word) <= longest
        }

    def count(self, bags: Bags) -> None:
        """Find which facts have the terms of a query, in one pass over all facts."""
        first = 0
        for batch in self._batches():
            for at, bag in enumerate(bags(batch), first):
                for term in bag:
                    bits = self._having.get(term)
                    if bits is None:
                        bits = self._having[term] = bytearray(self.size // 8 + 1)
                    bits[at >> 3] |= 1 << (at & 7)
            first += len(batch)

    def _bits(self, terms: Sequence[str]) -> list[int]:
        return [int.from_bytes(self._having.get(term, b""), "little") for term in terms]

    def _with(self, need: Need) -> int:
        every = reduce(and_, self._bits(need.all_of)) if need.all_of else 0
        return reduce(or_, self._bits(need.any_of), every)

    def knows(self, term: str) -> bool:
        """Return True if any fact has a term."""
        return term in self._having

    def having(self, need: Need) -> Having:
        """Return how many facts meet a need."""
        each = [bits.bit_count() for bits in self._bits((*need.any_of, *need.all_of))]
        if len(each) > 1 and sum(each) > limits.MAX_EXACT_COUNT:
            return Having(max(each[: len(need.any_of)], default=0), False)
        return Having(self._with(need).bit_count())

    @cached_property
    def mean(self) -> float:
        """Code points of a text, on average."""
        return sum(len(fact["text"]) for fact in self.facts) / max(1, self.size)

    @cached_property
    def units(self) -> frozenset[str]:
        """The words in which facts count."""
        told = {fact["quantity"]["unit"] for fact in self.facts if fact["quantity"]}
        return frozenset().union(*words_of(sorted(told)))

    @cached_property
    def years(self) -> list[int]:
        """The years in which facts begin or end, ascending."""
        days = {day for fact in self.facts for day in (fact["date_start"], fact["date_end"])}
        return sorted({int(day[:4]) for day in days if day})

    def dated_within(self, period: Interval) -> bool:
        """Return True if any fact is dated within a period."""
        return any(
            Interval(f["date_start"], f["date_end"]).within(period)
            for f in self.facts
            if f["date_start"]
        )

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        most: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the candidates, in one pass over all facts; see the protocol."""
        if self.size <= limits.MAX_FACTS_RANKED:
            return sorted(filter(keep, self.facts), key=by_date)
        masks = [self._mask(tier) for tier in tiers]
        found: list[list[tuple[tuple[bool, tuple[str, ...]], int, Fact]]] = [[] for _ in tiers]
        for at, fact in enumerate(self.facts):
            there = [n for n, mask in enumerate(masks) if mask[at >> 3] & 1 << (at & 7)]
            if there and keep(fact):
                for n in there:
                    full = most and len(found[n]) == most
                    (heappushpop if full else heappush)(found[n], (latest(fact), at, fact))
        newest_first = (sorted(tier, reverse=True) for tier in found)
        return chosen(((fact for _, _, fact in tier) for tier in newest_first), most)

    def _mask(self, tier: Sequence[Need]) -> bytes:
        length = self.size // 8 + 1
        every = int.from_bytes(b"\xff" * length, "little")
        return reduce(and_, map(self._with, tier), every).to_bytes(length, "little")

    def joined(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield the facts related to some facts, in one pass over all facts; see the protocol."""
        joined: list[list[Fact]] = [[] for _ in leading]
        place = {fact["id"]: n for n, fact in enumerate(leading)}
        ahead: dict[str, set[int]] = {}
        cited: dict[str, list[tuple[int, int, int]]] = {}
        for n, fact in enumerate(leading):
            for relation in fact["relations"]:
                ahead.setdefault(relation["fact"], set()).add(n)
            for e in fact["evidence"]:
                cited.setdefault(e["source"], []).append((e["start"], e["end"], n))
        for fact in self.facts:
            near = {*ahead.get(fact["id"], ())}
            near.update(place[r["fact"]] for r in fact["relations"] if r["fact"] in place)
            for e in fact["evidence"]:
                for start, end, n in cited.get(e["source"], ()):
                    if e["start"] < end and start < e["end"]:
                        near.add(n)
            for n in near:
                if place.get(fact["id"]) != n:
                    joined[n].append(fact)
        for n, facts in enumerate(joined):
            yield from (
                (n, fact) for fact in nsmallest(limits.MAX_RELATED_FACTS, facts, key=by_date)
            )


def chosen(tiers: Iterable[Iterable[Fact]], most: int) -> list[Fact]:
    """Return up to `most` facts, tier by tier and newest first in each, sorted by date."""
    found: dict[str, Fact] = {}
    for tier in tiers:
        for fact in tier:
            if most and len(found) >= most:
                break
            found.setdefault(fact["id"], fact)
    return sorted(found.values(), key=by_date)
