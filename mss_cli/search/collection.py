"""What search asks of all facts at once: how frequent a term is, which facts have it.

Scanned reads fact by fact, from memory or a file; stored.py answers the same from an index.
A collection of up to limits.MAX_FACTS_RANKED facts is ranked as a whole. In a larger one the candidates for
ranking are chosen here: those with most of the query, and of these the newest.
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
    """What a fact must have to be about something: any of some terms, or all of others."""

    any_of: tuple[str, ...]
    all_of: tuple[str, ...] = ()


class Having(NamedTuple):
    """How many facts have what is needed; of very many, at least so many."""

    facts: int
    exact: bool = True


class Collection(Protocol):
    """All facts that a search looks at; size: their number."""

    size: int

    @property
    def mean(self) -> float:
        """Code points of a text, on average."""

    @property
    def units(self) -> frozenset[str]:
        """The words in which facts count."""

    @property
    def years(self) -> list[int]:
        """The years in which dates of facts begin or end, in order."""

    def told(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of some facts."""

    def words(self, prefix: str, least: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts that begin so, with how often they stand there.

        least, longest: how many letters they have.
        """

    def count(self, bags: Bags) -> None:
        """Learn which facts have the terms of a query, if that is not known."""

    def knows(self, term: str) -> bool:
        """Return whether any fact has a term."""

    def having(self, need: Need) -> Having:
        """Return how many facts have what is needed."""

    def dated_within(self, period: Interval) -> bool:
        """Return whether the date of a fact lies in a period."""

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        most: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the facts to rank, in order of time: of each tier the newest, up to most.

        A tier is what a fact must have, all of it. keep: which facts may be candidates.
        most: 0 is all facts of all tiers. touching: a period that all that are kept touch.
        filtered: whether all that are kept pass the filters of the query.
        """

    def joined(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield the facts that a relation or passage joins to some: a number of these, the fact.

        To each are joined at most limits.MAX_RELATED_FACTS, the first in order of time.
        """


class SearchableStore(Store, Protocol):
    """A store that search can ask about all its facts."""

    def collection(self, query: Query) -> Collection:
        """Return what search asks of all facts, as they were known on the query's day.

        Candidates for the ranking are taken from the facts that match the query.
        """


def texts(fact: Fact, wording: Mapping[Span, str]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a fact that are read for words, with their fields."""
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
    """Return the words of each text of some facts."""
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
    """Facts that are read one after the other, in a few passes."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self.facts = facts
        self.size = len(facts)
        self._wording = store.wording
        self._having: dict[str, bytearray] = {}  # by term a bit for each fact
        self._kept: dict[str, Sequence[str]] = {}  # the words of a small collection's texts

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
        """Return the words of each text of some facts."""
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
        """Return the words of all texts that begin so, with how often they stand there."""
        return {
            word: n
            for word, n in self._counts.items()
            if word.startswith(prefix) and least <= len(word) <= longest
        }

    def count(self, bags: Bags) -> None:
        """Learn which facts have the terms of a query: a pass over all."""
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
        """Return whether any fact has a term."""
        return term in self._having

    def having(self, need: Need) -> Having:
        """Return how many facts have what is needed."""
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
        """The years in which dates of facts begin or end."""
        days = {day for fact in self.facts for day in (fact["date_start"], fact["date_end"])}
        return sorted({int(day[:4]) for day in days if day})

    def dated_within(self, period: Interval) -> bool:
        """Return whether the date of a fact lies in a period."""
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
        """Return the facts to rank, in order of time: a pass over all."""
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
        """Yield the facts that a relation or passage joins to some: a pass over all."""
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
    """Return the facts of tiers, each the newest first, until there are most; in order of time."""
    found: dict[str, Fact] = {}
    for tier in tiers:
        for fact in tier:
            if most and len(found) >= most:
                break
            found.setdefault(fact["id"], fact)
    return sorted(found.values(), key=by_date)
