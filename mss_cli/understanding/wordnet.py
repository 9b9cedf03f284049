"""Words that mean about the same, and parts of speech, from WordNet 3.0 (wordnet.txt)."""

from functools import cache
from os.path import dirname, join
from typing import NamedTuple

from mss_cli.understanding.sorted_lines import line_of

PATH = join(dirname(__file__), "wordnet.txt")
# Endings of inflected forms, and what stands for them in the lemma (WordNet's morphy).
_ENDINGS = (
    *(("ies", "y"), ("ied", "y"), ("ying", "ie"), ("ses", "s"), ("xes", "x"), ("ches", "ch")),
    *(("shes", "sh"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", "")),
    *(("ing", "e"), ("ing", "")),
)


class Word(NamedTuple):
    """A lemma. parts: the letters n, v, a, r of its parts of speech, the most frequent first.

    synonyms: words of the same part of speech. derived: related words of another. forms: its
    irregular forms, `led` for `lead`.
    """

    lemma: str
    parts: str
    synonyms: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@cache
def lemmas(word: str) -> tuple[Word, ...]:
    """Return the lemmas of a folded word in any form, itself first; empty if it is unknown."""
    found: dict[str, Word] = {}
    fields = _line(word)
    if fields and not fields[0].startswith("="):
        found[word] = _word(word, fields)
    for field in fields:
        if field.startswith("="):
            found[field[1:]] = _word(field[1:], _line(field[1:]))
    if not any(field.startswith("=") for field in fields):
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                stem = word[: -len(ending)]
                doubled = (
                    [stem[:-1]] if ending in ("ed", "ing") and stem[-2:-1] == stem[-1:] else []
                )
                for lemma in (stem + instead, *doubled):
                    own = _line(lemma)
                    if lemma not in found and own and not own[0].startswith("="):
                        found[lemma] = _word(lemma, own)
    return tuple(found.values())


def parts(word: str) -> str:
    """Return the letters of the parts of speech of a word in any form; "" if it is unknown."""
    return "".join(dict.fromkeys(letter for one in lemmas(word) for letter in one.parts))


def same_verb(word: str) -> set[str]:
    """Return the other irregular forms of a word, and its lemmas: `lead` for `led`."""
    found = {form for one in lemmas(word) for form in (one.lemma, *one.forms) if one.forms}
    return found - {word}


def is_person(word: str) -> bool:
    """Return True if the usual meaning of a word, as a noun, is somebody: `commander`."""
    return "p" in parts(word)


def _word(lemma: str, fields: list[str]) -> Word:
    related: dict[str, tuple[str, ...]] = {}
    for field in fields[1:]:
        sign = field[0] if field[0] in "~^=" else ""
        related[sign] = tuple(field.removeprefix(sign).split(","))
    letters = fields[0] if fields else ""
    return Word(lemma, letters, *(related.get(sign, ()) for sign in ("", "~", "^")))


def _line(word: str) -> list[str]:
    """Return the fields of a word after the word itself."""
    return (line_of(word, PATH) or "").split(" ")[1:]
