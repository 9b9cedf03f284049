"""The collection that a search runs over: document frequencies and the candidate set.

Scanned reads fact by fact, from memory or from a file. stores/index/collection.py answers the
same questions from an index. A search ranks all facts of a collection of up to
limits.MAX_FACTS_RANKED. In a larger one it ranks only candidates: the facts that match most of
the query, newest first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from heapq import heappush, heappushpop, nsmallest
from itertools import chain
from operator import and_, or_
from typing import Any, NamedTuple, Protocol

from mss_cli import limits
from mss_cli.facts.chronology import by_date, latest
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.query.names import ANY
from mss_cli.query.query import Query
from mss_cli.query.store import Facts, Store, too_many
from mss_cli.text import words_of

Span = tuple[str, int, int]
Bags = Callable[[Sequence[Fact]], Sequence[Mapping[str, float]]]
Keep = Callable[[Fact], bool]


class Need(NamedTuple):
    """The terms that a fact needs to be about a concept: one of any_of, or all of all_of."""

    any_of: tuple[str, ...]
    all_of: tuple[str, ...] = ()


class Frequency(NamedTuple):
    """A document frequency: how many facts meet a need. exact: False if it is a lower bound."""

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

    def words_by_text(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of some facts, by text."""

    def words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts with a prefix, and their collection frequencies.

        shortest, longest: the lengths that a word may have, in letters.
        """

    def count(self, bags: Bags) -> None:
        """Find which facts have the terms of a query. Call it before the methods below."""

    def knows(self, term: str) -> bool:
        """Return True if any fact has a term."""

    def frequency(self, need: Need) -> Frequency:
        """Return how many facts meet a need."""

    def dated_within(self, period: Interval) -> bool:
        """Return True if any fact is dated within a period."""

    def candidates(
        self,
        tiers: Sequence[Sequence[Need]],
        keep: Keep,
        limit: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the candidates by date: the newest of each tier in turn, up to a limit.

        A tier is a list of needs, all of which a candidate meets. keep: tests whether a fact may
        be a candidate. limit: 0 means all facts of all tiers. touching: a period that every
        candidate touches. filtered: True if every candidate passes the filters of the query.
        """

    def related(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield (position of a leading fact, related fact): they share a relation or a passage.

        Each leading fact gets at most limits.MAX_RELATED_FACTS, the earliest first.
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
        passage = wording.get((e["source"], e["start"], e["end"])) if wording else None
        if passage is not None:
            yield "passage", passage


def words_by_text(facts: Iterable[Fact], wording: Mapping[Span, str]) -> dict[str, Sequence[str]]:
    """Return the words of each text of some facts, by text."""
    found: dict[str, Sequence[str]] = {}
    unsplit = []
    for fact in facts:
        for field, text in texts(fact, wording):
            if field == "passage":  # wording.json has the folded words of passages
                found[text] = text.split()
            else:
                unsplit.append(text)
    found.update(zip(unsplit, words_of(unsplit), strict=True))
    return found


class Scanned:
    """A collection that reads its facts one by one, in a few passes."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self.facts = facts
        self.size = len(facts)
        self._wording = store.wording
        self._bits_by_term: dict[str, bytearray] = {}  # which facts have a term, one bit each
        self._words_by_text: dict[str, Sequence[str]] = {}  # kept for a small collection only

    def _batches(self) -> Iterator[list[Fact]]:
        batch: list[Fact] = []
        for fact in self.facts:
            batch.append(fact)
            if len(batch) == limits.SCAN_BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def words_by_text(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[str]]:
        """Return the words of each text of some facts, by text."""
        if self._words_by_text:
            return self._words_by_text
        found = words_by_text(facts, self._wording)
        if self.size <= limits.MAX_FACTS_RANKED:
            self._words_by_text = found
        return found

    @cached_property
    def _frequencies(self) -> dict[str, int]:
        """The collection frequency of each word."""
        counts: Counter[str] = Counter()
        for batch in self._batches():
            words = self.words_by_text(batch)
            each = (words[text] for fact in batch for _, text in texts(fact, self._wording))
            counts.update(chain.from_iterable(each))
        return counts

    def words(self, prefix: str, shortest: int = 0, longest: int = ANY) -> Mapping[str, int]:
        """Return the words of all texts with a prefix, and their collection frequencies."""
        return {
            word: n
            for word, n in self._frequencies.items()
            if word.startswith(prefix) and shortest <= len(word) <= longest
        }

    def count(self, bags: Bags) -> None:
        """Find which facts have the terms of a query, in one pass over all facts."""
        first = 0
        for batch in self._batches():
            for at, bag in enumerate(bags(batch), first):
                for term in bag:
                    bits = self._bits_by_term.get(term)
                    if bits is None:
                        bits = self._bits_by_term[term] = bytearray(self.size // 8 + 1)
                    bits[at >> 3] |= 1 << (at & 7)
            first += len(batch)

    def _bits(self, terms: Sequence[str]) -> list[int]:
        return [int.from_bytes(self._bits_by_term.get(term, b""), "little") for term in terms]

    def _meeting(self, need: Need) -> int:
        """Return which facts meet a need, one bit each."""
        with_all = reduce(and_, self._bits(need.all_of)) if need.all_of else 0
        return reduce(or_, self._bits(need.any_of), with_all)

    def knows(self, term: str) -> bool:
        """Return True if any fact has a term."""
        return term in self._bits_by_term

    def frequency(self, need: Need) -> Frequency:
        """Return how many facts meet a need."""
        counts = [bits.bit_count() for bits in self._bits((*need.any_of, *need.all_of))]
        if len(counts) > 1 and sum(counts) > limits.MAX_EXACT_COUNT:
            return Frequency(max(counts[: len(need.any_of)], default=0), False)
        return Frequency(self._meeting(need).bit_count())

    @cached_property
    def mean(self) -> float:
        """Code points of a text, on average."""
        return sum(len(fact["text"]) for fact in self.facts) / max(1, self.size)

    @cached_property
    def units(self) -> frozenset[str]:
        """The words in which facts count."""
        units = {fact["quantity"]["unit"] for fact in self.facts if fact["quantity"]}
        return frozenset().union(*words_of(sorted(units)))

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
        limit: int,
        touching: Interval | None = None,
        filtered: bool = True,
    ) -> list[Fact]:
        """Return the candidates, in one pass over all facts; see Collection."""
        if self.size <= limits.MAX_FACTS_RANKED:
            return sorted(filter(keep, self.facts), key=by_date)
        masks = [self._mask(tier) for tier in tiers]
        found: list[list[tuple[tuple[Any, ...], int, Fact]]] = [[] for _ in tiers]
        for at, fact in enumerate(self.facts):
            there = [n for n, mask in enumerate(masks) if mask[at >> 3] & 1 << (at & 7)]
            if there and keep(fact):
                for n in there:
                    full = limit and len(found[n]) == limit
                    if not full and len(found[n]) == limits.MAX_FACTS_IN_MEMORY:
                        raise too_many()
                    (heappushpop if full else heappush)(found[n], (latest(fact), at, fact))
        newest_first = (sorted(tier, reverse=True) for tier in found)
        return newest_of_tiers(((fact for _, _, fact in tier) for tier in newest_first), limit)

    def _mask(self, tier: Sequence[Need]) -> bytes:
        """Return which facts meet all needs of a tier, one bit each."""
        length = self.size // 8 + 1
        all_facts = int.from_bytes(b"\xff" * length, "little")
        return reduce(and_, map(self._meeting, tier), all_facts).to_bytes(length, "little")

    def related(self, leading: Sequence[Fact]) -> Iterator[tuple[int, Fact]]:
        """Yield the facts related to some facts, in one pass over all facts; see Collection."""
        links = _Links(leading)
        found: list[list[Fact]] = [[] for _ in leading]
        for fact in self.facts:
            for n in links.to(fact):
                found[n].append(fact)
        for n, facts in enumerate(found):
            earliest = nsmallest(limits.MAX_RELATED_FACTS, facts, key=by_date)
            yield from ((n, fact) for fact in earliest)


class _Links:
    """The relations and passages of some leading facts, to find the facts that share one."""

    def __init__(self, leading: Sequence[Fact]) -> None:
        self._position = {fact["id"]: n for n, fact in enumerate(leading)}
        self._targets: dict[str, set[int]] = {}  # by the id of the fact that a relation names
        self._passages: dict[str, list[tuple[int, int, int]]] = {}  # by source: start, end, n
        for n, fact in enumerate(leading):
            for relation in fact["relations"]:
                self._targets.setdefault(relation["fact"], set()).add(n)
            for e in fact["evidence"]:
                self._passages.setdefault(e["source"], []).append((e["start"], e["end"], n))

    def to(self, fact: Fact) -> set[int]:
        """Return the positions of the leading facts that a fact is related to."""
        found = set(self._targets.get(fact["id"], ()))
        found.update(
            self._position[r["fact"]] for r in fact["relations"] if r["fact"] in self._position
        )
        for e in fact["evidence"]:
            found.update(
                n
                for start, end, n in self._passages.get(e["source"], ())
                if e["start"] < end and start < e["end"]
            )
        found.discard(self._position.get(fact["id"], -1))
        return found


def newest_of_tiers(tiers: Iterable[Iterable[Fact]], limit: int) -> list[Fact]:
    """Return up to `limit` facts, tier by tier and newest first in each, sorted by date."""
    found: dict[str, Fact] = {}
    for tier in tiers:
        for fact in tier:
            if limit and len(found) >= limit:
                break
            if len(found) > limits.MAX_FACTS_IN_MEMORY:
                raise too_many()
            found.setdefault(fact["id"], fact)
    return sorted(found.values(), key=by_date)
