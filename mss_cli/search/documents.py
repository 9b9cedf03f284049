"""Facts as weighted bags of terms, for the terms of one query.

A term is a stemmed word, the tag of an entity or topic (`#kenya`), or a number (`=400`).
Terms that the query cannot mean are skipped, so two hundred facts take a few milliseconds
and need no index on disk.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import log

from mss_cli import limits
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import FACTORS, NUMERALS, digits, numerals
from mss_cli.query.store import Store
from mss_cli.search.collection import Collection, Frequency, Need, texts
from mss_cli.search.dates import DATE_WORDS, PARTS, TemporalExpression
from mss_cli.search.english import GLUE
from mss_cli.search.lexicon import Lexicon, is_stopword, stem_prefix, tag
from mss_cli.search.spelling import Corrected, Vocabulary
from mss_cli.text import words as words_in

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
    weights = dict(terms)
    whole = tuple(term for term, weight in weights.items() if weight >= FULL)
    parts = tuple(term for term, weight in weights.items() if weight < FULL)
    return Need(whole, parts)


def weight_of(bag: Bag, terms: Terms) -> float:
    """Return the weight of some terms in a bag."""
    return sum(weight * bag[term] for term, weight in terms if term in bag)


class Reader:
    """Reads the facts of a store as bags of the terms that one query could mean.

    query: the folded words of the query. corrections: the replacement of each unknown word,
    None if it cannot be corrected. initials: True if a word of the query is a single letter.
    related: True to look in facts also for words that mean about the same as a word they have.
    """

    def __init__(
        self, store: Store, collection: Collection, query: Sequence[str], related: bool = False
    ) -> None:
        self.store = store
        self.collection = collection
        self.lexicon = Lexicon(store, query)
        self.initials = any(len(word) == 1 and word.isalpha() for word in query)
        self._has_numbers = any(
            word in NUMERALS or word in FACTORS or word[:1].isdecimal() for word in query
        )
        self._named_in_part: set[str] = set()  # ids of entities whose name matches in part only
        self.corrections = self._correct(query)
        corrected = [w for found in self.corrections.values() if found for w in found.words]
        if corrected:
            self.lexicon = Lexicon(store, (*query, *corrected))
        self.lexicon.relate(
            word
            for word in query
            if (related and word not in self.corrections and not is_stopword(word))
            or (word in self.corrections and self.corrections[word] is None)
        )
        # If a word is in doubt, the query may be a name in a spelling that no label has: read all.
        in_doubt = self.corrections or self.initials
        self._ids = None if in_doubt else self.lexicon.ids() | self._named_in_part
        self._words_seen: set[str] = set(DATE_WORDS)
        self._term_of_word: dict[str, str] = {}
        self._terms_of_text: dict[str, list[str]] = {}
        self._bags: dict[str, Bag] = {}  # by fact id; kept for a small collection only
        collection.count(self.bags)

    def _correct(self, query: Sequence[str]) -> dict[str, Corrected | None]:
        """Return the spelling correction of each word that neither facts nor labels have."""
        stem = self.lexicon.stem
        unknown = []
        for word in dict.fromkeys(query):
            if len(word) < 2 or word[0].isdecimal() or word in NUMERALS or word in GLUE:
                continue
            if is_stopword(word) or self.lexicon.knows(stem(word)):
                continue
            forms = {stem(word), *self.lexicon.forms.get(stem(word), ())}
            alike = (other for form in forms for other in self.collection.words(stem_prefix(form)))
            if any(stem(other) in forms for other in alike):
                continue
            named = self.lexicon.names_with(stem(word))
            self._named_in_part.update(name.id for name in named)
            if not named:
                unknown.append(word)
        vocabulary = Vocabulary(self.store, self.collection) if unknown else None
        return {word: vocabulary.correct(word) for word in unknown} if vocabulary else {}

    def include(self, *ids: str) -> None:
        """Read facts for these entities too, although no label in the query names them."""
        if self._ids is not None and not self._ids.issuperset(ids):
            self._ids = self._ids.union(ids)
            self._bags.clear()
            self.collection.count(self.bags)

    def bags(self, facts: Sequence[Fact]) -> list[Bag]:
        """Return, for each fact, the weights of the terms that the query could mean."""
        if self.collection.size > limits.MAX_FACTS_RANKED:
            return self._read(facts)
        unread = [fact for fact in facts if fact["id"] not in self._bags]
        if unread:
            bags = self._read(unread)
            self._bags.update((fact["id"], bag) for fact, bag in zip(unread, bags, strict=True))
        return [self._bags[fact["id"]] for fact in facts]

    def _read(self, facts: Sequence[Fact]) -> list[Bag]:
        words_by_text = self.collection.words_by_text(facts)
        self._learn(set().union(*words_by_text.values()))
        self._terms_of_text = {t: self._terms(t, words) for t, words in words_by_text.items()}
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
                if self._ids is None or identifier in self._ids:
                    yield field, (tag(identifier),), ""
        stance, quantity = fact["stance"], fact["quantity"]
        if stance is not None:
            yield "stance", (tag(stance["holder"]), tag(stance["on"])), ""
        if quantity is not None:
            yield "quantity", (number(quantity["value"]),), ""
            yield "measure", (tag(quantity["measure"]),), ""

    def own_terms(self, fact: Fact) -> set[str]:
        """Return the terms of a fact, except those of its passages and its measure."""
        return {term for field, terms, _ in self.fields(fact) if field in OWN for term in terms}

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text that the query could mean, without its dates."""
        if text not in self._terms_of_text:
            words = words_in(text)
            self._learn({*words})
            self._terms_of_text[text] = self._terms(text, words)
        return self._terms_of_text[text]

    def _learn(self, words: set[str]) -> None:
        """Look up the terms of words that no text had so far."""
        new = words - self._words_seen
        self._words_seen |= new
        terms = ((word, self.lexicon.term(word)) for word in new)
        self._term_of_word.update((word, term) for word, term in terms if term)

    def _terms(self, text: str, words: Sequence[str]) -> list[str]:
        found: list[str] = []
        if not self._term_of_word.keys().isdisjoint(words):
            before = ""
            for word in words:
                term = self._term_of_word.get(word, "")
                if term:
                    found.append(term)
                elif before in PARTS and word in DATE_WORDS:
                    found.pop()  # `late September` is a date, `late deployment` is not
                before = word if term else ""
        if self._has_numbers:
            found += [number(numeral.value) for numeral in numerals(text)]
        return found

    def frequency(self, terms: Iterable[tuple[str, float]]) -> Frequency:
        """Return how many facts meet the need for some terms."""
        return self.collection.frequency(need(terms))

    def idf(self, frequency: int) -> float:
        """Return the inverse document frequency for a document frequency."""
        return log(1 + (self.collection.size - frequency + 0.5) / (frequency + 0.5))

    @property
    def units(self) -> set[str]:
        """The stems of the units that facts count in."""
        return {self.lexicon.stem(word) for word in self.collection.units}

    def with_likely_years(self, dated: TemporalExpression) -> TemporalExpression:
        """Return a date with only those of its possible years in which a fact is so dated."""
        if len(dated.intervals) < 2:
            return dated
        likely = tuple(i for i in dated.intervals if self.collection.dated_within(i))
        return dated._replace(intervals=likely or dated.intervals)
