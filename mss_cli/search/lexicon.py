"""The vocabulary of a store: names, topics, measures and synonyms.

Labels and synonym rings come from the data of the store. Labels are the names and aliases of
entities and, as in SKOS, the prefLabel, altLabel and hiddenLabel of topics. All are compared by
the stems of their words. A stem starts like its word, so only labels that could have a word of
the query are read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from mss_cli.facts.quantities import NUMERALS
from mss_cli.query.names import Name
from mss_cli.query.store import Store
from mss_cli.search.english import APART, ARTICLES, GLUE, LIGHT, STOPWORDS
from mss_cli.text import fold, words

LONGEST = 6  # words of a label that are matched together
HEAD = 4  # letters of the prefix by which words without a stem are skipped
NARROWER = 0.8  # the weight of a narrower topic
Stems = tuple[str, ...]


def tag(identifier: str) -> str:
    """Return the term of an entity or topic: its id with a sign that no word has."""
    return f"#{identifier}"


def head(stem: str) -> str:
    """Return the prefix of every word with a stem: up to four letters, `mov` for `move`."""
    first = stem[:HEAD]
    return first[:-1] if first[-1:] in ("e", "i", "y") and first[1:] else first


def label_stems(text: str, stem: Callable[[str], str]) -> Stems:
    """Return the stems of the words of a label, without words that only join them.

    Empty if only one word of several would be left: `in the red` is not `red`.
    """
    every = [word for word in words(text) if word not in ARTICLES]
    telling = [word for word in every if word not in GLUE]
    if len(telling) < 2 <= len(every):
        return ()
    return tuple(map(stem, telling))


def empty(word: str) -> bool:
    """Return True if a folded word by itself is nothing that a fact could be about."""
    return word != "us" and (word in STOPWORDS or word in LIGHT)


def stemmer() -> Callable[[str], str]:
    """Return the function that stems a folded word, by Snowball's rules for English."""
    try:
        import Stemmer  # PyStemmer, in C: 1 ms to import

        snowball = Stemmer.Stemmer("english")
    except ImportError:  # Python 3.15: pyproject.toml says why
        import snowballstemmer

        snowball = snowballstemmer.stemmer("english")
    stems: dict[str, str] = {**APART}

    def stem(word: str) -> str:
        found = stems.get(word)
        if found is None:
            found = stems[word] = str(snowball.stemWord(word))
        return found

    return stem


class Lexicon:
    """What the words of a query mean in a store.

    query: its words, folded. asked: their stems.
    """

    def __init__(self, store: Store, query: Sequence[str]) -> None:
        self.store = store
        self.stem = stemmer()
        told = [word for word in query if not empty(word) and word not in GLUE]
        self._telling = tuple(self.stem(word) for word in told)
        counted = {float(word) for word in told if re.fullmatch(r"[0-9]+(\.[0-9]+)?", word)}
        self._numerals = [self.stem(word) for word, n in NUMERALS.items() if n in counted]
        self.asked = frozenset(map(self.stem, query))
        light = (self.stem(word) for word in query if word in LIGHT)
        first = sorted({head(stem) for stem in (*self._telling, *light)})
        heads = "|".join(map(re.escape, first))
        self.heads = re.compile(heads or r"(?!)")
        # By stems: labels and synonyms with all words in the query, and labels among their
        # synonyms that start alike (`extend` for `extension`).
        self.owners: dict[Stems, list[Name]] = {}
        self.rings: dict[Stems, dict[Stems, str]] = {}
        self._read_rings()
        self._read_names()

    def _read_names(self) -> None:
        same = {other for ring in self.rings.values() for other in ring}
        stems = self.asked.union(*same)
        store = self.store
        for names in (store.entity_names, store.topic_names, store.measure_names):
            for name in names.labelled(stems):
                for key in self.keys(name, self.heads):
                    if key in same or self.asked.issuperset(key):
                        owners = self.owners.setdefault(key, [])
                        owners += [name] if name not in owners else []

    def keys(self, name: Name, heads: re.Pattern[str] | None = None) -> Iterator[Stems]:
        """Yield the stems of those labels of a name that match a pattern."""
        labels = [*name.names, *name.hidden]
        if heads is not None:
            plain = [label for label in labels if label.isascii()]
            if not heads.search("\n".join(plain).lower()):  # none of these can match
                labels = [label for label in labels if not label.isascii()]
        for label in labels:
            if heads is None or heads.search(label.lower() if label.isascii() else fold(label)):
                key = self.stems(label)
                if key:
                    yield key

    def _read_rings(self) -> None:
        """Read the synonym rings: which stems mean the same, and the word of each stem."""
        for ring in self.store.rings.labelled(self.asked):
            likely = [word for word in ring.names if self.heads.search(word.lower())]
            keys = {key for word in likely if (key := self.stems(word))}
            asked = [key for key in keys if self.asked.issuperset(key)]
            if asked:
                every = {self.stems(word): word for word in reversed(ring.names)}
                every.pop((), None)
                for key in asked:
                    others = self.rings.setdefault(key, {})
                    for other, word in every.items():
                        if other != key:
                            others.setdefault(other, word)

    def stems(self, text: str) -> Stems:
        """Return the stems of the words of a label; see label_stems."""
        return label_stems(text, self.stem)

    def longest(self, stems: Sequence[str], at: int) -> int:
        """Return the length of the longest label or synonym at a place, in stems; 0 if none."""
        for length in range(min(LONGEST, len(stems) - at), 0, -1):
            key = tuple(stems[at : at + length])
            if key in self.owners or key in self.rings:
                return length
        return 0

    def knows(self, stem: str) -> bool:
        """Return True if a stem is part of a label or synonym that the query has completely."""
        return stem in self._parts

    @cached_property
    def _parts(self) -> frozenset[str]:
        keys = (key for key in (*self.owners, *self.rings) if self.asked.issuperset(key))
        return frozenset(stem for key in keys for stem in key)

    def within(self, stem: str) -> list[Name]:
        """Return the entities with a stem in one of their displayed names."""
        start = re.compile(re.escape(head(stem)))
        return [
            name
            for name in self.store.entity_names.with_stem(stem)
            if any(stem in key for key in self.keys(name._replace(hidden=()), start))
        ]

    def tags(self) -> frozenset[str]:
        """Return the ids of everything that the query could name, with narrower topics."""
        found = {owner.id for owners in self.owners.values() for owner in owners}
        return frozenset().union(found, *(self.store.narrower(i) for i in found))

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The stems to look for in facts: those of the query and of their synonyms."""
        same = (other for ring in self.rings.values() for other in ring)
        return frozenset(
            (*self._telling, *self._numerals, *(other[0] for other in same if len(other) == 1))
        )

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(map(head, self.wanted))

    def term(self, word: str) -> str:
        """Return the stem of a word of a fact if the query could mean it, else ''."""
        begins = (word[:1], word[:2], word[:3], word[:4])
        if self._heads.isdisjoint(begins) or word in STOPWORDS:
            return ""
        stem = self.stem(word)
        return stem if stem in self.wanted else ""


def tags(owners: Iterable[Name], store: Store) -> list[tuple[str, float]]:
    """Return the terms of entities and topics with their weights.

    A topic includes narrower topics with a lower weight.
    """
    found: dict[str, float] = {}
    for owner in owners:
        found[tag(owner.id)] = 1.0
        if owner.kind == "topic":
            for below in sorted(store.narrower(owner.id)):
                found.setdefault(tag(below), NARROWER)
    return list(found.items())
