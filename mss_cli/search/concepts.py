"""Concepts: the units of a query, each with the terms that mean it."""

from typing import NamedTuple


class Concept(NamedTuple):
    """One unit of a query: the words as typed, and the terms that mean it with their weights.

    kind: `word`, `name`, `number` or `unknown`; `related` if facts have only words that mean about
    the same; `light` if it says too little; `extra` if it raises scores but is not required.
    meant: the corrected words, if any. same: synonyms.
    """

    typed: str
    terms: tuple[tuple[str, float], ...]
    kind: str = "word"
    meant: str = ""
    same: tuple[str, ...] = ()
