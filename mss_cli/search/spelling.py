"""Spelling correction, and the list of English words that are not corrected."""

import re
from os.path import dirname, join
from typing import NamedTuple

from mss_cli.query.store import Store
from mss_cli.search.collection import Collection
from mss_cli.search.english import LIGHT, STOPWORDS
from mss_cli.text import fold
from mss_cli.understanding.sorted_lines import line_of

ENGLISH = join(dirname(__file__), "english.txt")
LONGEST = 40  # shortest word to correct, in letters
MANY = 2_000  # words that are looked at one by one
SURE = 9  # shortest word to correct at edit distance 2
HEARD, FAR = 5, 2  # shortest word to correct by its sound, and how many letters more or fewer
LIKELY = 6  # ... if a name has the word and the first three letters are right


class Corrected(NamedTuple):
    """The correction of an unknown word. how: `spelling`, `start` (any of several), `joined`."""

    words: tuple[str, ...]
    how: str


class Vocabulary:
    """The words that a correction can choose from: those of facts, labels and synonyms."""

    def __init__(self, store: Store, collection: Collection) -> None:
        self._store = store
        self._collection = collection

    def without_hyphens(self, text: str) -> str:
        """Return a query with hyphens left out of words that are known without: `co-operation`."""

        def joined(match: re.Match[str]) -> str:
            word = match[0].replace("-", "")
            return word if fold(word) in self._starting(fold(word)) else match[0]

        return re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)+", joined, text)

    def correct(self, word: str) -> Corrected | None:
        """Return the correction of an unknown word, or None.

        English words are not corrected. A proper name is corrected only to a person's name.
        """
        if is_english(word) or not word.isalpha() or len(word) > LONGEST:
            return None
        proper = is_proper(word)
        function = _swapped(word) or _near_function_word(word)
        if function:
            return Corrected((function,), "spelling")
        near = self._near(word, proper)
        if near:
            return Corrected((near,), "spelling")
        named = self._store.entity_names.display_words(word)
        if len(word) >= 3 and len(named) == 1:
            return Corrected((*named,), "start")
        if proper or len(word) < 4:
            return None
        common = _near_question_word(word)
        if common:
            return Corrected((common,), "spelling")
        longer = sorted(self._starting(word))
        if 0 < len(longer) <= 3:
            return Corrected(tuple(longer), "start")
        for cut in range(3, len(word) - 2):
            parts = (word[:cut], word[cut:])
            if all(part in self._starting(part) for part in parts):
                return Corrected(parts, "joined")
        return None

    def _near(self, word: str, proper: bool) -> str | None:
        """Return the word with the smallest edit distance; among several, the most frequent.

        It starts with the same letter, or with the first two letters swapped.
        """
        within = self._within(1, word, proper) or self._within(2, word, proper)
        return within or self._sounding_like(word)

    def _sounding_like(self, word: str) -> str | None:
        """Return the only word of a name that sounds the same and has about as many letters."""
        from mss_cli.query.resolution import words_near

        if len(word) < HEARD:
            return None
        named = self._store.entity_names.display_words(word[0])
        long = [other for other in named if abs(len(other) - len(word)) <= FAR]
        likely = long if len(long) <= MANY else words_near(word, long, FAR + 1)
        alike = [other for other in likely if sound(other) == sound(word)]
        return alike[0] if len(alike) == 1 else None

    def _within(self, most: int, word: str, proper: bool) -> str | None:
        from mss_cli.query.resolution import edits, words_near

        found = []
        for begin in dict.fromkeys((word[0], word[1::-1])):
            people = self._store.entity_names.display_words(begin, "person")
            named = self._store.entity_names.display_words(begin)
            others = dict.fromkeys(people, 0) if proper else self._starting(begin, len(word), most)
            if len(others) > MANY:
                near = words_near(word, others, most)
                others = {other: others[other] for other in near}
            for other, count in others.items():
                if other == word or abs(len(other) - len(word)) > most or other in STOPWORDS:
                    continue
                lenient = (
                    other in people
                    or len(word) >= SURE
                    or (len(word) >= LIKELY and other in named and other[:3] == word[:3])
                )
                far = lenient and (not proper or (len(word) > LIKELY and other[:3] == word[:3]))
                distance = edits(word, other, most if far else 1)
                if distance is not None:
                    found.append((distance, -count, other))
        return min(found)[2] if found else None

    def _starting(self, prefix: str, length: int = 0, most: int = LONGEST) -> dict[str, int]:
        """Return every word with a prefix, and how often it occurs in facts.

        length, most: only words of this length, give or take `most` letters.
        """
        bounds = (length - most, length + most)
        store = self._store
        labels = (store.entity_names, store.topic_names, store.measure_names, store.synonym_rings)
        known = dict.fromkeys(
            (word for names in labels for word in names.label_words(prefix, *bounds)), 0
        )
        return {**known, **self._collection.words(prefix, *bounds)}


def sound(word: str) -> str:
    """Return the consonants of a folded word as they sound: `Josef` and `Joseph` are alike."""
    for letters, instead in (("ph", "f"), ("ck", "k"), ("qu", "k"), ("th", "t"), ("gh", "g")):
        word = word.replace(letters, instead)
    plain = word.translate(str.maketrans("cqzwy", "kksvi"))
    return plain[:1] + re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouh]", "", plain[1:]))


def _swapped(word: str) -> str | None:
    """Return the function word that a word misspells by two swapped letters: `thier`, `waht`."""
    swaps = (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1))
    return next((other for other in swaps if len(word) > 3 and other in STOPWORDS), None)


def _near_function_word(word: str) -> str | None:
    """Return the function word of four letters or more that a word misspells by one letter."""
    from mss_cli.query.resolution import edits

    if len(word) < 4:
        return None
    alike = (other for other in _FUNCTION if other[0] == word[0] and len(other) >= 4)
    return min((other for other in alike if edits(word, other, 1) is not None), default=None)


# Function words that a slip is likely to mean; others are too near to content words.
_FUNCTION = frozenset(
    "about actually after again because before between could does from have really should since "
    "than that their them then there these they this those through were what when where whether "
    "which while whose with would your".split()
)


def _near_question_word(word: str) -> str | None:
    """Return the question word that a word misspells by one letter: `statment`, `happend`."""
    from mss_cli.query.resolution import edits

    alike = (other for other in LIGHT if other[0] == word[0] and len(other) >= 6)
    return min((other for other in alike if edits(word, other, 1) is not None), default=None)


def _listed(line: str) -> bool:
    return line_of(line, ENGLISH) is not None


def is_english(word: str) -> bool:
    """Return True if a folded word is one of some 40,000 English words."""
    return _listed(word) or is_common(word)


def is_common(word: str) -> bool:
    """Return True if a folded word is among the most frequent English words."""
    return _listed(f"+{word}") or is_common_noun(word)


def is_common_noun(word: str) -> bool:
    """Return True if a folded word is frequent and usually a noun."""
    return _listed(f"={word}")


def is_proper(word: str) -> bool:
    """Return True if a folded word is one of some 9,000 English proper names."""
    return _listed(word.capitalize())
