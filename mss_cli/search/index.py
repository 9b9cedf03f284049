"""Facts as weighted bags of terms, read for the terms of one query.

A term is a stemmed word, the tag of an entity or topic (`#kenya`), or a number (`=400`).
Only what the query could mean is kept, so that reading two hundred facts costs a few
milliseconds and needs no index on disk.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import log

from mss_cli.dates import Interval
from mss_cli.model import Fact
from mss_cli.quantities import NUMERALS, digits, numerals
from mss_cli.search.english import GLUE
from mss_cli.search.lexicon import Lexicon, empty, head, tag
from mss_cli.search.slips import Corrected, Vocabulary
from mss_cli.search.when import DATE_WORDS, PARTS, Dated
from mss_cli.store import Store
from mss_cli.text import words_of

# How much a term counts by the field it stands in.
WEIGHTS = {
    "text": 1.0,
    "phrases": 0.8,
    "said_by": 0.9,
    "actors": 0.9,
    "about": 0.6,
    "said_to": 0.4,
    "places": 0.3,
    "topics": 0.6,
    "stance": 0.6,
    "quantity": 1.0,
    "measure": 0.8,
    "passage": 0.35,
}
FULL = 0.3  # the weight from which on a fact carries what terms mean wholly
OWN = frozenset(WEIGHTS) - {"measure", "passage"}  # what a fact itself says
TAGGED = ("said_by", "said_to", "actors", "about", "places", "topics")


def number(value: float) -> str:
    """Return the term of a number: `=400`, `=2600000000`, `=2.5`."""
    return "=" + digits(value)


class Index:
    """Some facts of a store, as far as the words of a query can touch them.

    asked: the folded words of the query. bags: for each fact the weight of each term.
    frequency: how many facts have a term. words: those of each text. corrections: what words
    were read as that nothing in the store knows, None for no idea. initials: whether one of
    the words is a single letter.
    """

    def __init__(self, store: Store, facts: Sequence[Fact], asked: Sequence[str]) -> None:
        self.store = store
        self.facts = facts
        self.lexicon = Lexicon(store, asked)
        self.initials = any(len(word) == 1 and word.isalpha() for word in asked)
        self._counting = any(word in NUMERALS or word[:1].isdecimal() for word in asked)
        self.words: dict[str, list[str]] = {t: t.split() for t in store.wording.values()}
        texts = {text: 0 for fact in facts for _, text in self._texts(fact)}
        plain = [text for text in texts if text not in self.words]
        self.words.update(zip(plain, words_of(plain), strict=True))
        self.corrections = self._corrected(asked)
        meant = [w for found in self.corrections.values() if found for w in found.words]
        if meant:
            self.lexicon = Lexicon(store, (*asked, *meant))
        # Where a word is in doubt, the query may be a name that no label has so.
        self._tags = None if self.corrections or self.initials else self.lexicon.tags()
        different: set[str] = set().union(*self.words.values()) - DATE_WORDS
        terms = {word: self.lexicon.term(word) for word in different}
        self._meant = {word: term for word, term in terms.items() if term}
        self._terms: dict[str, list[str]] = {}
        self.bags = [self._bag(fact) for fact in facts]
        self.frequency: dict[str, int] = {}
        for bag in self.bags:
            for term in bag:
                self.frequency[term] = self.frequency.get(term, 0) + 1
        self.mean = sum(len(fact["text"]) for fact in self.facts) / max(1, len(self.facts))

    def _bag(self, fact: Fact) -> dict[str, float]:
        bag: dict[str, float] = {}
        for field, terms, _ in self.fields(fact):
            for term in terms:
                bag[term] = bag.get(term, 0.0) + WEIGHTS[field]
        return bag

    def _corrected(self, asked: Sequence[str]) -> dict[str, Corrected | None]:
        """Return what each word was read as that neither facts nor labels have."""
        stem = self.lexicon.stem
        doubtful = [
            word
            for word in dict.fromkeys(asked)
            if len(word) > 1
            and not (empty(word) or word[0].isdecimal() or word in NUMERALS or word in GLUE)
            and not self.lexicon.knows(stem(word))
        ]
        if not doubtful:
            return {}
        counts: dict[str, int] = {}
        for told in self.words.values():
            for word in told:
                counts[word] = counts.get(word, 0) + 1
        heads = {head(stem(word)) for word in doubtful}
        stems = {stem(w) for w in counts if not heads.isdisjoint((w[:2], w[:3], w[:4]))}
        unknown = [w for w in doubtful if stem(w) not in stems and not self.lexicon.within(stem(w))]
        vocabulary = Vocabulary(self.store, counts) if unknown else None
        return {word: vocabulary.correct(word) for word in unknown} if vocabulary else {}

    def fields(self, fact: Fact) -> Iterator[tuple[str, Sequence[str], str]]:
        """Yield field by field the terms of a fact that the query could mean, and their text."""
        for field, text in self._texts(fact):
            terms = self.terms(text)
            if terms:
                yield field, terms, text
        for field in TAGGED:
            for identifier in fact[field]:  # type: ignore[literal-required]
                if self._tags is None or identifier in self._tags:
                    yield field, (tag(identifier),), ""
        stance, quantity = fact["stance"], fact["quantity"]
        if stance is not None:
            yield "stance", (tag(stance["holder"]), tag(stance["on"])), ""
        if quantity is not None:
            yield "quantity", (number(quantity["value"]),), ""
            yield "measure", (tag(quantity["measure"]),), ""

    def own(self, fact: Fact) -> set[str]:
        """Return the terms that a fact itself has, not its passages or its measure."""
        return {term for field, terms, _ in self.fields(fact) if field in OWN for term in terms}

    def _texts(self, fact: Fact) -> Iterator[tuple[str, str]]:
        """Yield the texts of a fact that are read for words, with their fields."""
        yield "text", fact["text"]
        for phrase in fact["phrases"]:
            yield "phrases", phrase
        if fact["stance"] is not None:
            yield "stance", fact["stance"]["position"]
        if fact["quantity"] is not None:
            yield "quantity", fact["quantity"]["unit"]
        wording = self.store.wording
        for e in fact["evidence"]:
            told = wording.get((e["source"], e["start"], e["end"]))
            if told is not None:
                yield "passage", told

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text that the query could mean; its dates are left to dates."""
        found = self._terms.get(text)
        if found is None:
            found = self._terms[text] = self._read(text)
        return found

    def _read(self, text: str) -> list[str]:
        found: list[str] = []
        every = self.words[text]
        if not self._meant.keys().isdisjoint(every):
            before = ""
            for word in every:
                meant = self._meant.get(word, "")
                if meant:
                    found.append(meant)
                elif before in PARTS and word in DATE_WORDS:
                    found.pop()  # `late September` is a date, `late deployment` is not
                before = word if meant else ""
        if self._counting:
            found += [number(numeral.value) for numeral in numerals(text)]
        return found

    def weights(self, terms: Iterable[tuple[str, float]]) -> dict[int, float]:
        """Return how much of some terms each fact has, by its number; none is left out."""
        found: dict[int, float] = {}
        for term, weight in terms:
            if term in self.frequency:
                for at, bag in enumerate(self.bags):
                    if term in bag:
                        found[at] = found.get(at, 0.0) + weight * bag[term]
        return found

    def facts_with(self, terms: Iterable[tuple[str, float]]) -> int:
        """Return how many facts have enough of some terms to be about them."""
        return sum(1 for weight in self.weights(terms).values() if weight >= FULL)

    def idf(self, count: int) -> float:
        """Return the inverse document frequency of what so many facts have."""
        return log(1 + (len(self.facts) - count + 0.5) / (count + 0.5))

    @property
    def units(self) -> set[str]:
        """The stems of the words in which facts count."""
        told = {fact["quantity"]["unit"] for fact in self.facts if fact["quantity"]}
        return {self.lexicon.stem(word) for unit in told for word in self.words[unit]}

    @property
    def years(self) -> list[int]:
        """The years in which dates of facts begin or end."""
        days = {day for fact in self.facts for day in (fact["date_start"], fact["date_end"])}
        return sorted({int(day[:4]) for day in days if day})

    def likely(self, dated: Dated) -> Dated:
        """Return a date that may mean several years with those in which a fact has it."""
        if len(dated.intervals) < 2:
            return dated
        own = [Interval(f["date_start"], f["date_end"]) for f in self.facts if f["date_start"]]
        there = tuple(i for i in dated.intervals if any(o.within(i) for o in own))
        return dated._replace(intervals=there or dated.intervals)
