"""Facts as weighted bags of terms, for the terms of one query.

A term is a stemmed word, the tag of an entity or topic (`#kenya`), or a number (`=400`).
Terms that the query cannot mean are skipped, so two hundred facts take a few milliseconds
and need no index on disk.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import log

from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import NUMERALS, digits, numerals
from mss_cli.query.store import Store
from mss_cli.search.collection import Collection, Having, Need, texts
from mss_cli.search.dates import DATE_WORDS, PARTS, Dated
from mss_cli.search.english import GLUE
from mss_cli.search.lexicon import Lexicon, empty, head, tag
from mss_cli.search.spelling import Corrected, Vocabulary
from mss_cli.text import words

# The weight of a term, by field.
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
FULL = 0.3  # with this weight or more, a fact matches a concept fully
OWN = frozenset(WEIGHTS) - {"measure", "passage"}  # the fields of the fact itself
TAGGED = ("said_by", "said_to", "actors", "about", "places", "topics")
Bag = dict[str, float]
Terms = tuple[tuple[str, float], ...]


def number(value: float) -> str:
    """Return the term of a number: `=400`, `=2600000000`, `=2.5`."""
    return "=" + digits(value)


def need(terms: Iterable[tuple[str, float]]) -> Need:
    """Return the need for some terms: one term with enough weight, or all parts of a label."""
    every = dict(terms)
    whole = tuple(term for term, weight in every.items() if weight >= FULL)
    parts = tuple(term for term, weight in every.items() if weight < FULL)
    return Need(whole, parts)


def weight_of(bag: Bag, terms: Terms) -> float:
    """Return the weight of some terms in a bag."""
    return sum(weight * bag[term] for term, weight in terms if term in bag)


class Reader:
    """The facts of a store, as far as the words of one query can match them.

    asked: the folded words of the query. corrections: the replacement of each unknown word,
    None if it cannot be corrected. initials: True if one of the words is a single letter.
    """

    def __init__(self, store: Store, collection: Collection, asked: Sequence[str]) -> None:
        self.store = store
        self.collection = collection
        self.lexicon = Lexicon(store, asked)
        self.initials = any(len(word) == 1 and word.isalpha() for word in asked)
        self._counting = any(word in NUMERALS or word[:1].isdecimal() for word in asked)
        self._named: set[str] = set()  # entities that only a part of their name may mean
        self.corrections = self._corrected(asked)
        meant = [w for found in self.corrections.values() if found for w in found.words]
        if meant:
            self.lexicon = Lexicon(store, (*asked, *meant))
        # If a word is in doubt, the query may be a name in a spelling that no label has.
        unsure = self.corrections or self.initials
        self._tags = None if unsure else self.lexicon.tags() | self._named
        self._learnt: set[str] = set(DATE_WORDS)
        self._meant: dict[str, str] = {}
        self._terms: dict[str, list[str]] = {}
        collection.count(self.bags)

    def _corrected(self, asked: Sequence[str]) -> dict[str, Corrected | None]:
        """Return the spelling correction of each word that neither facts nor labels have."""
        stem = self.lexicon.stem
        unknown = []
        for word in dict.fromkeys(asked):
            if len(word) < 2 or word[0].isdecimal() or word in NUMERALS or word in GLUE:
                continue
            if empty(word) or self.lexicon.knows(stem(word)):
                continue
            if any(stem(w) == stem(word) for w in self.collection.words(head(stem(word)))):
                continue
            named = self.lexicon.within(stem(word))
            self._named.update(name.id for name in named)
            if not named:
                unknown.append(word)
        vocabulary = Vocabulary(self.store, self.collection) if unknown else None
        return {word: vocabulary.correct(word) for word in unknown} if vocabulary else {}

    def take(self, *identifiers: str) -> None:
        """Read facts for these entities too, although no label in the query names them."""
        if self._tags is not None and not self._tags.issuperset(identifiers):
            self._tags = self._tags.union(identifiers)
            self.collection.count(self.bags)

    def bags(self, facts: Sequence[Fact]) -> list[Bag]:
        """Return, for each fact, the weights of the terms that the query could mean."""
        every = self.collection.told(facts)
        self._learn(set().union(*every.values()))
        self._terms = {text: self._read(text, said) for text, said in every.items()}
        found = []
        for fact in facts:
            bag: Bag = {}
            for field, terms, _ in self.fields(fact):
                for term in terms:
                    bag[term] = bag.get(term, 0.0) + WEIGHTS[field]
            found.append(bag)
        return found

    def fields(self, fact: Fact) -> Iterator[tuple[str, Sequence[str], str]]:
        """Yield each field of a fact with the terms that the query could mean, and its text."""
        for field, text in texts(fact, self.store.wording):
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
        """Return the terms of a fact without those of its passages and its measure."""
        return {term for field, terms, _ in self.fields(fact) if field in OWN for term in terms}

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text that the query could mean, without its dates."""
        if text not in self._terms:
            said = words(text)
            self._learn({*said})
            self._terms[text] = self._read(text, said)
        return self._terms[text]

    def _learn(self, said: set[str]) -> None:
        new = said - self._learnt
        self._learnt |= new
        self._meant.update((word, term) for word in new if (term := self.lexicon.term(word)))

    def _read(self, text: str, said: Sequence[str]) -> list[str]:
        found: list[str] = []
        if not self._meant.keys().isdisjoint(said):
            before = ""
            for word in said:
                meant = self._meant.get(word, "")
                if meant:
                    found.append(meant)
                elif before in PARTS and word in DATE_WORDS:
                    found.pop()  # `late September` is a date, `late deployment` is not
                before = word if meant else ""
        if self._counting:
            found += [number(numeral.value) for numeral in numerals(text)]
        return found

    def having(self, terms: Iterable[tuple[str, float]]) -> Having:
        """Return how many facts meet the need for some terms."""
        return self.collection.having(need(terms))

    def idf(self, count: int) -> float:
        """Return the inverse document frequency for a document frequency."""
        return log(1 + (self.collection.size - count + 0.5) / (count + 0.5))

    @property
    def units(self) -> set[str]:
        """The stems of the units that facts count in."""
        return {self.lexicon.stem(word) for word in self.collection.units}

    def likely(self, dated: Dated) -> Dated:
        """Return a date with those of its possible years in which a fact is dated so."""
        if len(dated.intervals) < 2:
            return dated
        there = tuple(i for i in dated.intervals if self.collection.dated_within(i))
        return dated._replace(intervals=there or dated.intervals)
