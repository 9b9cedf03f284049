"""The vocabulary of a store: names, topics, measures and synonyms.

Labels and synonym rings come from the data of the store. Labels are the names and aliases of
entities and, as in SKOS, the prefLabel, altLabel and hiddenLabel of topics. All are compared by
the stems of their words. A word starts with the prefix of its stem, so labels without such a
prefix are skipped unread.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from mss_cli.facts.quantities import NUMERALS
from mss_cli.query.names import Name
from mss_cli.query.store import Store
from mss_cli.search.english import APART, ARTICLES, GLUE, LIGHT, STOPWORDS
from mss_cli.text import fold, words
from mss_cli.understanding import wordnet

LONGEST = 6  # words of a label that are matched together
PREFIX = 4  # letters of a stem that its words certainly start with
NARROWER = 0.8  # the weight of a narrower topic
RELATED = (0.5, 0.45)  # the weights of synonyms, and of words of another part of speech
Stems = tuple[str, ...]


def tag(identifier: str) -> str:
    """Return the term of an entity or topic: its id with a sign that no word has."""
    return f"#{identifier}"


def stem_prefix(stem: str) -> str:
    """Return the prefix of every word with a stem: up to four letters, `mov` for `move`."""
    first = stem[:PREFIX]
    return first[:-1] if first[-1:] in ("e", "i", "y") and first[1:] else first


def label_stems(text: str, stem: Callable[[str], str]) -> Stems:
    """Return the stems of the words of a label, without articles and prepositions.

    Empty if only one word of several would be left: `in the red` is not `red`.
    """
    every = [word for word in words(text) if word not in ARTICLES]
    content = [word for word in every if word not in GLUE]
    if len(content) < 2 <= len(every):
        return ()
    return tuple(map(stem, content))


def is_stopword(word: str) -> bool:
    """Return True if no fact can be about a folded word alone: a function or question word."""
    return word != "us" and (word in STOPWORDS or word in LIGHT)


def stemmer() -> Callable[[str], str]:
    """Return the function that stems a folded word, by Snowball's rules for English."""
    try:
        import Stemmer  # PyStemmer, in C: 1 ms to import

        snowball = Stemmer.Stemmer("english")
    except ImportError:  # Python 3.15: pyproject.toml says why
        import snowballstemmer

        snowball = snowballstemmer.stemmer("english")
    return _Stems(snowball.stemWord).__getitem__


class _Stems(dict[str, str]):
    """The stems of words, each computed at its first look-up. stem: computes it."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__(APART)
        self._stem = stem

    def __missing__(self, word: str) -> str:
        found = self[word] = str(self._stem(word))
        return found


class Lexicon:
    """The meaning of the words of a query in a store.

    query: the words of the query, folded. query_stems: their stems. names_by_label: the names
    with a label made only of query stems, by the stems of that label; also names whose label is
    a synonym of the query and starts like a query word (`extend` for `extension`). forms: for each
    stem, those of irregular forms of the same word (`sent` for `send`). synonyms: for
    each label in the query, the stems of its synonyms and the word that each stands for.
    """

    def __init__(self, store: Store, query: Sequence[str]) -> None:
        self.store = store
        self.stem = stemmer()
        content = [word for word in query if not is_stopword(word) and word not in GLUE]
        self._content_stems = tuple(self.stem(word) for word in content)
        numbers = {float(word) for word in content if re.fullmatch(r"[0-9]+(\.[0-9]+)?", word)}
        self._numerals = [self.stem(word) for word, n in NUMERALS.items() if n in numbers]
        self.query_stems = frozenset(map(self.stem, query))
        question_stems = (self.stem(word) for word in query if word in LIGHT)
        self._prefixes = {stem_prefix(s) for s in (*self._content_stems, *question_stems)}
        self.forms = {self.stem(word): self._forms_of(word) for word in content}
        self.related: dict[str, dict[str, tuple[float, str]]] = {}
        self.synonyms = self._find_synonyms()
        self.names_by_label = self._find_names()

    def relate(self, words_: Iterable[str]) -> None:
        """Look in facts also for words that mean about the same as some words of the query."""
        self.related.update((self.stem(word), self._related(word)) for word in words_)
        self.__dict__.pop("_wanted", None)
        self.__dict__.pop("_wanted_prefixes", None)

    def _forms_of(self, word: str) -> tuple[str, ...]:
        forms = {self.stem(form) for form in wordnet.same_verb(word)}
        return tuple(sorted(forms - {self.stem(word)}))

    def _related(self, word: str) -> dict[str, tuple[float, str]]:
        """Return the stems of words that mean about the same, each with a weight and the word.

        They are those of a general lexical resource, not of the store.
        """
        own, found = self.stem(word), dict[str, tuple[float, str]]()
        for lemma in wordnet.lemmas(word):
            for weight, others in zip(RELATED, (lemma.synonyms, lemma.derived), strict=True):
                for other in _with_forms(others):
                    stem = self.stem(other)
                    if stem != own and not is_stopword(other):
                        found.setdefault(stem, (weight, other))
        return found

    def _find_synonyms(self) -> dict[Stems, dict[Stems, str]]:
        found: dict[Stems, dict[Stems, str]] = {}
        for ring in self.store.synonym_rings.labelled(self.query_stems):
            if not _has_any("\n".join(ring.names).lower(), self._prefixes):
                continue
            likely = [word for word in ring.names if _has_any(word.lower(), self._prefixes)]
            labels = {label for word in likely if (label := self.stems(word))}
            in_query = [label for label in labels if self.query_stems.issuperset(label)]
            if in_query:
                words_by_stems = {self.stems(word): word for word in reversed(ring.names)}
                words_by_stems.pop((), None)
                for label in in_query:
                    synonyms = found.setdefault(label, {})
                    for other, word in words_by_stems.items():
                        if other != label:
                            synonyms.setdefault(other, word)
        return found

    def _find_names(self) -> dict[Stems, list[Name]]:
        found: dict[Stems, dict[Name, None]] = {}
        synonyms = self._all_synonyms()
        stems = self.query_stems.union(*synonyms)
        store = self.store
        for names in (store.entity_names, store.topic_names, store.measure_names):
            for name in names.labelled(stems):
                for label in self.labels(name, self._prefixes):
                    if label in synonyms or self.query_stems.issuperset(label):
                        found.setdefault(label, {})[name] = None
        return {label: list(named) for label, named in found.items()}

    def _all_synonyms(self) -> set[Stems]:
        return {other for synonyms in self.synonyms.values() for other in synonyms}

    def labels(self, name: Name, prefixes: Collection[str] = ("",)) -> Iterator[Stems]:
        """Yield the stems of those labels of a name in which one of some prefixes occurs."""
        labels = (*name.names, *name.hidden)
        plain = [label for label in labels if label.isascii()]
        accented = [label for label in labels if not label.isascii()]
        # Most names have none of the prefixes: look at all their labels at once.
        together = "\n".join(plain).lower()
        if accented:
            together += "\n" + fold("\n".join(accented))
        if not _has_any(together, prefixes):
            return
        for label in labels:
            if _has_any(_lower(label), prefixes):
                stems = self.stems(label)
                if stems:
                    yield stems

    def stems(self, text: str) -> Stems:
        """Return the stems of the words of a label; see label_stems."""
        return label_stems(text, self.stem)

    def longest_label(self, stems: Sequence[str], at: int) -> int:
        """Return how many stems the longest label or synonym at a position has; 0 if none."""
        for length in range(min(LONGEST, len(stems) - at), 0, -1):
            label = tuple(stems[at : at + length])
            if label in self.names_by_label or label in self.synonyms:
                return length
        return 0

    def has_label(self, typed: Sequence[str]) -> bool:
        """Return True if some words are a label or a synonym of the store."""
        return self.longest_label(tuple(map(self.stem, typed)), 0) == len(typed)

    def knows(self, stem: str) -> bool:
        """Return True if a stem is part of a label or synonym whose stems are all in the query."""
        return stem in self._stems_of_labels

    @cached_property
    def _stems_of_labels(self) -> frozenset[str]:
        labels = (*self.names_by_label, *self.synonyms)
        in_query = (label for label in labels if self.query_stems.issuperset(label))
        return frozenset(stem for label in in_query for stem in label)

    def names_with(self, stem: str) -> list[Name]:
        """Return the entities with a stem in one of their displayed names."""
        prefix = (stem_prefix(stem),)
        return [
            name
            for name in self.store.entity_names.with_stem(stem)
            if any(stem in label for label in self.labels(name._replace(hidden=()), prefix))
        ]

    def ids(self) -> frozenset[str]:
        """Return the ids of everything that the query could name, and of narrower topics."""
        found = {name.id for names in self.names_by_label.values() for name in names}
        return frozenset().union(found, *(self.store.narrower(i) for i in found))

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The stems to look for in facts: those of the query and of its one-word synonyms."""
        synonyms = (label[0] for label in self._all_synonyms() if len(label) == 1)
        related = chain.from_iterable(self.related.values())
        forms = chain.from_iterable(self.forms.values())
        return frozenset((*self._content_stems, *self._numerals, *forms, *synonyms, *related))

    @cached_property
    def _wanted_prefixes(self) -> frozenset[str]:
        return frozenset(map(stem_prefix, self._wanted))

    def term(self, word: str) -> str:
        """Return the stem of a word of a fact if the query could mean it, else ''."""
        prefixes = (word[:1], word[:2], word[:3], word[:4])
        if self._wanted_prefixes.isdisjoint(prefixes) or word in STOPWORDS:
            return ""
        stem = self.stem(word)
        return stem if stem in self._wanted else ""


def _with_forms(words_: Iterable[str]) -> Iterator[str]:
    """Yield each word and the irregular forms of the same word."""
    for word in words_:
        yield word
        yield from sorted(wordnet.same_verb(word))


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)


def _has_any(text: str, parts: Iterable[str]) -> bool:
    return any(part in text for part in parts)


def tags(names: Iterable[Name], store: Store) -> list[tuple[str, float]]:
    """Return the terms of entities and topics with their weights.

    A topic includes narrower topics with a lower weight.
    """
    found: dict[str, float] = {}
    for name in names:
        found[tag(name.id)] = 1.0
        if name.kind == "topic":
            for narrower in sorted(store.narrower(name.id)):
                found.setdefault(tag(narrower), NARROWER)
    return list(found.items())
