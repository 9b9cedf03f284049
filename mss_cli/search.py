"""Ranked full-text search that tolerates typing errors and explains itself.

Ranking is BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75) over one bag of terms a
fact. A term is a stemmed word of the fact's text, phrases, names or topics, or the id of an
entity or topic. A query is a list of concepts: each is a name (any alias of an entity or
topic) or a word, corrected if no fact has it, and stands for the alternatives that mean it.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from math import log
from typing import NamedTuple

from mss_cli.model import Fact
from mss_cli.names import edits
from mss_cli.query import involved
from mss_cli.store import Name, Store
from mss_cli.text import words

K1, B = 1.2, 0.75
# A hit must carry this share of the query's weight, or the query is not about it.
CARRIED = 0.5
# Text and phrases count in full, what a fact is tagged with counts less.
FIELD_WEIGHTS = {"text": 1.0, "phrase": 1.0, "value": 1.0, "name": 0.4, "topic": 0.4}
LONGEST_NAME = 6  # words of an alias that are looked for together
STOPWORDS = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have "
    "he her his how if in into is it its many me much of on or she should so some tell than "
    "that the their them there they this those to was we were what when where which who whom "
    "whose why will with would you your happened happen".split()
)


class Concept(NamedTuple):
    """One unit of a query: what was typed, the terms that mean it, and a note for the user.

    extra: it adds to the score of a hit, but no hit needs it. meant: the corrected word.
    """

    typed: str
    terms: tuple[str, ...]
    note: str = ""
    extra: bool = False
    meant: str = ""


class Hit(NamedTuple):
    """A fact with its score and, for each concept that matched, why."""

    fact: Fact
    score: float
    why: tuple[str, ...]


class Found(NamedTuple):
    """hits: best first. notes: how the query was understood, where that is not obvious."""

    hits: list[Hit]
    notes: tuple[str, ...]


class Index:
    """Facts of a store, as bags of terms."""

    def __init__(self, store: Store, facts: Iterable[Fact]) -> None:
        from Stemmer import Stemmer  # Snowball's English stemmer, in C: 1 ms to import

        self._stem = Stemmer("english").stemWord
        self._stems: dict[str, str] = {}
        self._entities = {n.id: n for n in store.entity_names}
        self._topics = {n.id: n for n in store.topic_names}
        self.vocabulary: Counter[str] = Counter()
        self.facts = list(facts)
        self.fields = [self._terms(fact) for fact in self.facts]
        self.lengths = [sum(sum(c.values()) for c in f.values()) for f in self.fields]
        self.mean = sum(self.lengths) / len(self.lengths) if self.lengths else 1.0
        self.frequency = Counter(
            term for fields in self.fields for term in set().union(*fields.values())
        )

    def stem(self, word: str) -> str:
        """Return the stem of a folded word."""
        if word not in self._stems:
            self._stems[word] = str(self._stem(word))
        return self._stems[word]

    def _terms(self, fact: Fact) -> dict[str, Counter[str]]:
        tagged = [self._entities[i] for i in sorted(involved(fact))]
        topics = [self._topics[i] for i in fact["topics"]]
        quantity = fact["quantity"]
        value = f"{quantity['value']} {quantity['unit']}" if quantity else ""
        texts = {
            "text": [fact["text"]],
            "phrase": fact["phrases"],
            "value": [value],
            "name": [n.names[0] for n in tagged],
            "topic": [n.names[0] for n in topics],
        }
        terms = {
            field: Counter(self.stem(w) for text in of for w in self._seen(text))
            for field, of in texts.items()
        }
        terms["name"].update(n.id for n in tagged)
        terms["topic"].update(n.id for n in topics)
        return terms

    def _seen(self, text: str) -> list[str]:
        found = [word for word in words(text) if word not in STOPWORDS]
        self.vocabulary.update(found)
        return found

    @cached_property
    def names(self) -> dict[tuple[str, ...], list[Name]]:
        """Entities and topics by the stems of each of their names."""
        found: dict[tuple[str, ...], list[Name]] = {}
        for name in (*self._entities.values(), *self._topics.values()):
            for alias in name.names:
                key = tuple(self.stem(word) for word in words(alias) if word not in STOPWORDS)
                owners = found.setdefault(key, [])
                if key and name not in owners:
                    owners.append(name)
        return found

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of a term; a term of no fact weighs most."""
        n = self.frequency[term]
        return log(1 + (len(self.facts) - n + 0.5) / (n + 0.5))

    def score(self, number: int, term: str) -> tuple[float, str]:
        """Return the BM25 score of a term in a fact, and the field that gave most of it."""
        weight, best = 0.0, ("", 0.0)
        for field, counts in self.fields[number].items():
            if term in counts:
                part = FIELD_WEIGHTS[field] * counts[term]
                weight += part
                best = max(best, (field, part), key=lambda b: b[1])
        if not weight:
            return 0.0, ""
        length = 1 - B + B * self.lengths[number] / self.mean
        return self.idf(term) * weight * (K1 + 1) / (weight + K1 * length), best[0]


def search(store: Store, facts: Iterable[Fact], typed: str) -> Found:
    """Return the facts that answer a query, best first, with why each one does."""
    content = [word for word in words(typed) if word not in STOPWORDS]
    if not content:
        return Found([], (f"{typed!r} has only words that nearly every sentence has",))
    index = Index(store, facts)
    concepts = list(_concepts(index, content))
    weights = [_weight(index, concept) for concept in concepts]
    hits = []
    for number, fact in enumerate(index.facts):
        score, carried, why = 0.0, 0.0, []
        for concept, weight in zip(concepts, weights, strict=True):
            best, field, term = max(
                ((*index.score(number, term), term) for term in concept.terms),
                default=(0.0, "", ""),
            )
            if best:
                score += best
                carried += min(weight, index.idf(term))
                why.append(_reason(store, concept, term, field))
        if score and carried >= CARRIED * sum(weights):
            hits.append(Hit(fact, round(score, 3), tuple(why)))
    hits.sort(key=lambda hit: (-hit.score, bool(hit.fact["superseded_by"]), hit.fact["id"]))
    return Found(hits, tuple(dict.fromkeys(c.note for c in concepts if c.note)))


def _weight(index: Index, concept: Concept) -> float:
    """Return what share of the query a concept carries; an unknown word carries most."""
    if concept.extra:
        return 0.0
    return max(map(index.idf, concept.terms)) if concept.terms else index.idf("")


def _reason(store: Store, concept: Concept, term: str, field: str) -> str:
    """Return why a term was found, e.g. `'HNP' as 'Haitian National Police' in its name`."""
    known = term in store.entities or term in store.topics
    meant = store.name(term) if known else concept.meant or concept.typed
    how = f" as {meant!r}" if meant.lower() != concept.typed else ""
    return f"{concept.typed!r}{how} in its {field}"


def _concepts(index: Index, content: list[str]) -> Iterable[Concept]:
    """Split the words of a query into names, longest first, and single words."""
    position = 0
    while position < len(content):
        for length in range(min(LONGEST_NAME, len(content) - position), 0, -1):
            part = content[position : position + length]
            owners = index.names.get(tuple(index.stem(word) for word in part))
            if owners:
                stem = (index.stem(part[0]),) if length == 1 else ()
                yield Concept(" ".join(part), (*stem, *(owner.id for owner in owners)))
                if length > 1:
                    yield from (Concept(w, (index.stem(w),), extra=True) for w in part)
                position += length
                break
        else:
            yield _word(index, content[position])
            position += 1


def _word(index: Index, word: str) -> Concept:
    """Return the concept of a word that is no name: itself, else what it may be a slip for."""
    stem = index.stem(word)
    if index.frequency[stem]:
        return Concept(word, (stem,))
    known = [*index.vocabulary, *(key[0] for key in index.names if len(key) == 1)]
    near = [(d, -index.vocabulary[k], k) for k in known if (d := edits(word, k)) is not None]
    if not near:
        return Concept(word, (), f"no fact has {word!r}")
    meant = min(near)[2]
    owners = index.names.get((index.stem(meant),), [])
    terms = (index.stem(meant), *(owner.id for owner in owners))
    return Concept(word, terms, f"{word} → {meant} (no fact has {word!r})", meant=meant)
