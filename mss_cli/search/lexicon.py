"""What words mean in a store: names, topics, synonyms, and the word that a slip was for.

Labels (names and aliases of entities, labels of topics after SKOS: prefLabel, altLabel and
hiddenLabel) and rings of synonyms come from the store's data. All are compared by the stems
of their words. Of thousands of labels only those are read that could have a word of the
query: a stem begins as its word does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from os.path import dirname, join
from typing import NamedTuple

from mss_cli.names import edits
from mss_cli.search.english import APART, ARTICLES, GLUE, LIGHT, STOPWORDS
from mss_cli.store import Name, Store
from mss_cli.text import fold, words

ENGLISH = join(dirname(__file__), "english.txt")
LONGEST = 6  # words of a label that are looked for together
HEAD = 4  # letters by which a word or text is skipped that cannot have a stem
NARROWER = 0.8  # what a narrower topic counts where the one above it was asked for
LONGEST_WORD = 40  # letters of a word that may be a slip
SURE = 9  # letters of an ordinary word that is recognised with two slips
Stems = tuple[str, ...]


class Corrected(NamedTuple):
    """What an unknown word was read as, and how: `spelling`, `start` (any of them), `joined`."""

    words: tuple[str, ...]
    how: str


def known_names(store: Store) -> tuple[Name, ...]:
    """Return everything that words can be labels of: entities, topics and measures."""
    return (*store.entity_names, *store.topic_names, *store.measure_names)


def tag(identifier: str) -> str:
    """Return the term of an entity or topic: its id, which no word can be taken for."""
    return f"#{identifier}"


def head(stem: str) -> str:
    """Return how every word begins that has a stem: up to four letters, `mov` for `move`."""
    first = stem[:HEAD]
    return first[:-1] if first[-1:] in ("e", "i", "y") else first


def empty(word: str) -> bool:
    """Return whether a folded word by itself says nothing that a fact could be about."""
    return word != "us" and (word in STOPWORDS or word in LIGHT)


class Lexicon:
    """What the words of a query mean in a store. words: those of the query, folded."""

    def __init__(self, store: Store, words: Sequence[str]) -> None:
        from Stemmer import Stemmer  # Snowball's English stemmer, in C: 1 ms to import

        self.store = store
        self._snowball = Stemmer("english").stemWord
        self._stems: dict[str, str] = {}
        told = [word for word in words if not empty(word) and word not in GLUE]
        self._asked = tuple(self.stem(word) for word in told)
        self.all = frozenset(map(self.stem, words))
        light = (self.stem(word) for word in words if word in LIGHT)
        first = sorted({head(stem) for stem in (*self._asked, *light)})
        heads = "|".join(map(re.escape, first))
        self.heads = re.compile(heads or r"(?!)")
        # Labels and synonyms all of whose words the query has, and the labels among their
        # synonyms that begin alike (`extend` for `extension`), by the stems of their words.
        self.owners: dict[Stems, list[Name]] = {}
        self.rings: dict[Stems, dict[Stems, str]] = {}
        self._read_rings()
        self._read_names()

    def _read_names(self) -> None:
        same = {other for ring in self.rings.values() for other in ring}
        for name in known_names(self.store):
            for key in self.keys(name, self.heads):
                if key in same or self.all.issuperset(key):
                    owners = self.owners.setdefault(key, [])
                    owners += [name] if name not in owners else []

    def keys(self, name: Name, heads: re.Pattern[str] | None = None) -> Iterator[Stems]:
        """Yield the stems of the labels of a name, of those only that a pattern is found in."""
        for label in (*name.names, *name.hidden):
            if heads is None or heads.search(label.lower() if label.isascii() else fold(label)):
                key = self.stems(label)
                if key:
                    yield key

    def _read_rings(self) -> None:
        """Read which stems mean the same as others, with the word that each is the stem of."""
        for ring in self.store.synonyms:
            likely = [word for word in ring["words"] if self.heads.search(word.lower())]
            keys = {key for word in likely if (key := self.stems(word))}
            asked = [key for key in keys if self.all.issuperset(key)]
            if asked:
                every = {self.stems(word): word for word in reversed(ring["words"])}
                every.pop((), None)
                for key in asked:
                    others = self.rings.setdefault(key, {})
                    for other, word in every.items():
                        if other != key:
                            others.setdefault(other, word)

    def stem(self, word: str) -> str:
        """Return the stem of a folded word."""
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = APART.get(word) or str(self._snowball(word))
        return found

    def stems(self, text: str) -> Stems:
        """Return the stems of the words of a label, without what only joins them.

        Nothing, if that would leave one word of several: `in the red` is not `red`.
        """
        every = [word for word in words(text) if word not in ARTICLES]
        telling = [word for word in every if word not in GLUE]
        if len(telling) < 2 <= len(every):
            return ()
        return tuple(self.stem(word) for word in telling)

    def longest(self, stems: Sequence[str], at: int) -> int:
        """Return how many stems from a place on make the longest label or synonym; 0: none."""
        for length in range(min(LONGEST, len(stems) - at), 0, -1):
            key = tuple(stems[at : at + length])
            if key in self.owners or key in self.rings:
                return length
        return 0

    def knows(self, stem: str) -> bool:
        """Return whether a stem stands in a label or synonym that the query has wholly."""
        return stem in self._parts

    @cached_property
    def _parts(self) -> frozenset[str]:
        keys = (key for key in (*self.owners, *self.rings) if self.all.issuperset(key))
        return frozenset(stem for key in keys for stem in key)

    def within(self, stem: str) -> list[Name]:
        """Return the entities that have a stem in one of their displayed names."""
        start = re.compile(re.escape(head(stem)))
        return [
            name
            for name in self.store.entity_names
            if any(stem in key for key in self.keys(name._replace(hidden=()), start))
        ]

    def tags(self) -> frozenset[str]:
        """Return the ids of everything that the query could name, with all that is below."""
        found = {owner.id for owners in self.owners.values() for owner in owners}
        return frozenset().union(found, *(self.store.narrower(i) for i in found))

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The stems that facts are read for: those of the query and of their synonyms."""
        same = (other for ring in self.rings.values() for other in ring)
        return frozenset((*self._asked, *(other[0] for other in same if len(other) == 1)))

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(map(head, self.wanted))

    def term(self, word: str) -> str:
        """Return the stem of a word of a fact if the query could mean it, else nothing."""
        if self._heads.isdisjoint((word[:2], word[:3], word[:4])) or word in STOPWORDS:
            return ""
        stem = self.stem(word)
        return stem if stem in self.wanted else ""


# --- slips --------------------------------------------------------------------------------


class Vocabulary:
    """Every word that a slip may be for. counts: those of facts, with how often."""

    def __init__(self, store: Store, counts: Mapping[str, int]) -> None:
        self._store = store
        self._counts = counts

    def correct(self, word: str) -> Corrected | None:
        """Return what a word that nothing knows was probably meant to be.

        An English word is no slip. A proper name is one only of a person's name.
        """
        if is_english(word) or not word.isalpha() or len(word) > LONGEST_WORD:
            return None
        proper = is_proper(word)
        near = self._near(word, proper)
        if near:
            return Corrected((near,), "spelling")
        displayed = words("\n".join(name.names[0] for name in self._store.entity_names))
        named = {known for known in displayed if known.startswith(word)}
        if len(word) >= 3 and len(named) == 1:
            return Corrected((*named,), "start")
        if proper or len(word) < 4:
            return None
        longer = sorted(known for known in self._like(word) if known.startswith(word))
        if 0 < len(longer) <= 3:
            return Corrected(tuple(longer), "start")
        for cut in range(3, len(word) - 2):
            parts = (word[:cut], word[cut:])
            if all(part in self._like(part) for part in parts):
                return Corrected(parts, "joined")
        return None

    def _near(self, word: str, proper: bool) -> str | None:
        """Return the word that is fewest edits away; of several, the most frequent."""
        found = []
        for other in self._people if proper else self._like(word):
            if other == word or abs(len(other) - len(word)) > 2 or other in STOPWORDS:
                continue
            lenient = other in self._people or len(word) >= SURE
            distance = edits(word, other, 2 if lenient and not proper else 1)
            if distance is not None:
                found.append((distance, -self._counts.get(other, 0), other))
        return min(found)[2] if found else None

    def _like(self, word: str) -> set[str]:
        """Return the words of facts, labels and synonyms whose first or second letter it has."""
        first = re.escape(word[0])
        like = rf"\b[^\W_]?{first}[^\W_]*"
        counted = [each for each in self._counts if word[0] in each[:2]]
        return {*re.findall(like, self._labels), *counted}

    @cached_property
    def _labels(self) -> str:
        """Return all labels and synonyms in Latin letters, folded."""
        labels = [
            label for name in known_names(self._store) for label in (*name.names, *name.hidden)
        ]
        rings = [word for ring in self._store.synonyms for word in ring["words"]]
        plain = "\n".join(label for label in (*labels, *rings) if label.isascii())
        accented = "\n".join(each for each in labels if each and "\x7f" < max(each) < "\u0370")
        return f"{fold(plain)}\n{fold(accented)}"

    @cached_property
    def _people(self) -> frozenset[str]:
        """The words of people's names, which are spelt in more ways than others."""
        people = [name.names[0] for name in self._store.entity_names if name.kind == "person"]
        return frozenset(words("\n".join(people)))


@cache
def _english() -> bytes:
    with open(ENGLISH, "rb") as file:
        return file.read()


def _listed(line: str) -> bool:
    """Return whether a line stands in the word list: a binary search in its bytes.

    The lines of its heading begin with a sign that sorts before all others.
    """
    wanted, content = line.encode(), _english()
    low, high = 0, len(content)
    while low < high:
        start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = content.index(b"\n", start)
        if content[start:end] == wanted:
            return True
        low, high = (end + 1, high) if content[start:end] < wanted else (low, start)
    return False


def is_english(word: str) -> bool:
    """Return whether a folded word is one of some 40,000 English words."""
    return _listed(word) or is_common(word)


def is_common(word: str) -> bool:
    """Return whether a folded word is among the most frequent of English."""
    return _listed(f"+{word}") or is_common_noun(word)


def is_common_noun(word: str) -> bool:
    """Return whether a folded word is among the most frequent, and mostly a noun."""
    return _listed(f"={word}")


def is_proper(word: str) -> bool:
    """Return whether a folded word is one of some 9,000 proper names that English has."""
    return _listed(word.capitalize())


def tags(owners: Iterable[Name], store: Store) -> list[tuple[str, float]]:
    """Return the terms of entities and topics, with how much each counts.

    A topic takes in those below it, for less: what is asked is the topic itself.
    """
    found: dict[str, float] = {}
    for owner in owners:
        found[tag(owner.id)] = 1.0
        if owner.kind == "topic":
            for below in sorted(store.narrower(owner.id)):
                found.setdefault(tag(below), NARROWER)
    return list(found.items())
