"""Slips of the keyboard: the word that one was for, and the English words that are none."""

from functools import cache
from os.path import dirname, join
from typing import NamedTuple

from mss_cli.query.resolution import edits
from mss_cli.query.store import Store
from mss_cli.search.collection import Collection
from mss_cli.search.english import STOPWORDS

ENGLISH = join(dirname(__file__), "english.txt")
LONGEST = 40  # letters of a word that may be a slip
SURE = 9  # letters of an ordinary word that is recognised with two slips


class Corrected(NamedTuple):
    """What an unknown word was read as, and how: `spelling`, `start` (any of them), `joined`."""

    words: tuple[str, ...]
    how: str


class Vocabulary:
    """Every word that a slip may be for: those of facts, labels and synonyms."""

    def __init__(self, store: Store, collection: Collection) -> None:
        self._store = store
        self._collection = collection

    def correct(self, word: str) -> Corrected | None:
        """Return what a word that nothing knows was probably meant to be.

        An English word is no slip. A proper name is one only of a person's name.
        """
        if is_english(word) or not word.isalpha() or len(word) > LONGEST:
            return None
        proper = is_proper(word)
        near = self._near(word, proper)
        if near:
            return Corrected((near,), "spelling")
        named = self._store.entity_names.shown(word)
        if len(word) >= 3 and len(named) == 1:
            return Corrected((*named,), "start")
        if proper or len(word) < 4:
            return None
        longer = sorted(self._starting(word))
        if 0 < len(longer) <= 3:
            return Corrected(tuple(longer), "start")
        for cut in range(3, len(word) - 2):
            parts = (word[:cut], word[cut:])
            if all(part in self._starting(part) for part in parts):
                return Corrected(parts, "joined")
        return None

    def _near(self, word: str, proper: bool) -> str | None:
        """Return the word that is fewest edits away; of several, the most frequent.

        Another word begins with the same letter, or with the first two of it swapped.
        """
        return self._within(1, word, proper) or self._within(2, word, proper)

    def _within(self, most: int, word: str, proper: bool) -> str | None:
        found = []
        for begin in dict.fromkeys((word[0], word[1::-1])):
            people = self._store.entity_names.shown(begin, "person")
            others = dict.fromkeys(people, 0) if proper else self._starting(begin, len(word), most)
            for other, count in others.items():
                if other == word or abs(len(other) - len(word)) > most or other in STOPWORDS:
                    continue
                lenient = other in people or len(word) >= SURE
                distance = edits(word, other, most if lenient and not proper else 1)
                if distance is not None:
                    found.append((distance, -count, other))
        return min(found)[2] if found else None

    def _starting(self, prefix: str, length: int = 0, most: int = LONGEST) -> dict[str, int]:
        """Return every word that begins so, with how often it stands in facts.

        length, most: only those that have so many letters, or up to most more or fewer.
        """
        bounds = (length - most, length + most)
        store = self._store
        labels = (store.entity_names, store.topic_names, store.measure_names, store.rings)
        known = dict.fromkeys(
            (word for names in labels for word in names.words(prefix, *bounds)), 0
        )
        return {**known, **self._collection.words(prefix, *bounds)}


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
