"""Slips of the keyboard: the word that one was for, and the English words that are none."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from os.path import dirname, join

from mss_cli.names import edits
from mss_cli.search.english import STOPWORDS
from mss_cli.search.lexicon import known_names
from mss_cli.store import Store
from mss_cli.text import fold, words
from mss_cli.typed import NamedTuple

ENGLISH = join(dirname(__file__), "english.txt")
LONGEST = 40  # letters of a word that may be a slip
SURE = 9  # letters of an ordinary word that is recognised with two slips


class Corrected(NamedTuple):
    """What an unknown word was read as, and how: `spelling`, `start` (any of them), `joined`."""

    words: tuple[str, ...]
    how: str


class Vocabulary:
    """Every word that a slip may be for. counts: those of facts, with how often."""

    def __init__(self, store: Store, counts: Mapping[str, int]) -> None:
        self._store = store
        self._counts = counts

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
