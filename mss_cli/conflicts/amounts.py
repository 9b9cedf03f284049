"""Parsing of amounts as passages write them: `around 400`, `20 soldiers and 4 police`, `7-4`.

Number words, ranges, tallies (the votes of a ballot, the score of a match) and bounds in
English are understood. Anything else is marked as unclear and is not compared.
"""

import re
from typing import NamedTuple

from mss_cli.facts.quantities import FACTORS, ONES, TENS
from mss_cli.text import fold

_ROUGHLY = 0.1  # relative difference up to which an approximate number agrees
# Words other than numerals and units, by what they say about the amount.
_QUALIFIERS = {
    "about": {"about", "around", "approximately", "roughly", "nearly", "some", "almost"},
    "negated": {"not", "no", "never"},
    "between": {"to", "between", "-", "–"},
    "single": {"a", "an", "another"},
    "ignored": {"additional", "further", "and", "the", "of", "exactly", "only", "more", "than"},
}
_BOUNDS = (  # match negated forms first
    ("most", r"\b(?:no|not) more than\b"),
    ("least", r"\b(?:no|not) (?:fewer|less) than\b"),
    ("least", r"\b(?:at least|more than|over|above)\b"),
    ("most", r"\b(?:at most|up to|fewer than|less than|under|below)\b"),
)
_TOKEN = r"(?<![\w.])-?\d+(?:\.\d+)?|(?<=\d)[-–](?=\d)|%|[^\W\d_]+"
# Fractions, powers, decimal commas, and words that make a number vague.
_UNCLEAR = r"\d\s*[/^]|\d,\d|\b(?:half|quarter|few|several|couple)\b"
# Words that only the result of a vote or a match has.
_TALLIED = {
    *("vote", "votes", "favour", "favor", "against", "abstention", "abstentions", "abstained"),
    *("ballot", "ballots", "score", "goal", "goals", "ayes", "noes", "yes", "nays"),
}


class Amount(NamedTuple):
    """A parsed amount. numbers: in order of occurrence. unit: singular words.

    bound: `least`, `most`, `between`, `tally` or "". unclear: True if a part was not understood.
    """

    numbers: tuple[float, ...]
    unit: tuple[str, ...]
    about: bool = False
    bound: str = ""
    negated: bool = False
    unclear: bool = False

    def range(self) -> tuple[float, float]:
        """The smallest and the largest number that it allows."""
        least, most = min(self.numbers), max(self.numbers)
        if self.bound == "least":
            return least, float("inf")
        return (min(most, 0.0), most) if self.bound == "most" else (least, most)


def near(first: float, second: float) -> bool:
    """Return True if two numbers, one of them approximate, can be the same."""
    return abs(first - second) <= max(abs(first), abs(second)) * _ROUGHLY


def parsed(text: str, unit: str = "") -> Amount:
    """Parse an amount; a year is twelve months, `a year` is one year, `billion` a factor.

    unit: what the fact counts. Two numbers of votes are a tally even if they rise.
    """
    plain = fold(text)
    unclear = bool(re.search(_UNCLEAR, plain))
    bound = ""
    for name, form in _BOUNDS:
        if not bound and re.search(form, plain):
            bound, plain = name, re.sub(form, " ", plain)
    parser = _Parser(not _TALLIED.isdisjoint(fold(unit).split()))
    for word in re.findall(_TOKEN, plain):
        parser.read(word)
    return parser.amount(bound, unclear)


class _Parser:
    """Reads the words of an amount from left to right."""

    def __init__(self, tallied: bool) -> None:
        self._numbers: list[float] = []
        self._unit: list[str] = []
        self._qualifiers: set[str] = set()  # keys of _QUALIFIERS
        self._before = ""  # the word before, without `and`
        self._tallied = tallied
        self._joints = 0  # how often `to` or a dash joins two numbers
        self._unclear = False

    def read(self, word: str) -> None:
        """Read the next word."""
        self._tallied = self._tallied or word in _TALLIED
        if word in (*ONES, *TENS) and self._before in FACTORS:
            self._unclear = True  # `one hundred and five` is not supported
        if not (self._numeral(word) or self._factor(word)):
            qualifier = next((name for name, words in _QUALIFIERS.items() if word in words), "")
            if qualifier:
                self._qualifiers.add(qualifier)
                self._joints += qualifier == "between"
            else:
                self._unit.append(word.removesuffix("s"))
        if word != "and":
            self._before = word

    def _numeral(self, word: str) -> bool:
        """Read a numeral: `four` adds to a `twenty` just before. Return False for other words."""
        if word[-1].isdecimal():
            self._numbers.append(float(word))
        elif word in TENS:
            self._numbers.append(TENS[word])
        elif word in ONES:
            if self._before in TENS and 0 < ONES[word] < 10:
                self._numbers[-1] += ONES[word]
            else:
                self._numbers.append(ONES[word])
        else:
            return False
        return True

    def _factor(self, word: str) -> bool:
        """Multiply by a factor such as `million`. Return False for other words."""
        alone = "single" in self._qualifiers or word in ("hundred", "dozen")
        if word not in FACTORS or not (self._numbers or alone):
            return False
        self._numbers[-1:] = [(self._numbers[-1] if self._numbers else 1) * FACTORS[word]]
        return True

    def amount(self, bound: str, unclear: bool) -> Amount:
        """Return the amount that the words make, with a bound that was read before."""
        numbers, unit, qualifiers = self._numbers, self._unit, self._qualifiers
        negated = "negated" in qualifiers
        if "single" in qualifiers and unit and not numbers:
            numbers = [1]
        if negated and unit and not numbers:
            numbers, negated = [0], False
        if "year" in unit:
            numbers = [number * 12 for number in numbers]
            unit[unit.index("year")] = "month"
        if len(numbers) > 1 and self._is_tally(bound):
            bound = "tally"
        elif "between" in qualifiers and len(numbers) == 2:
            bound = "between"
        return Amount(
            tuple(numbers),
            tuple(unit),
            "about" in qualifiers,
            bound,
            negated,
            unclear or self._unclear,
        )

    def _is_tally(self, bound: str) -> bool:
        """Return True for the result of a vote or a match, such as `7-4` or `12 to 3`.

        A range has two numbers and rises, so joined numbers that do not are a tally.
        """
        numbers = self._numbers
        joined = self._joints == len(numbers) - 1
        rises = len(numbers) == 2 and numbers[0] < numbers[1]
        return not bound and (self._tallied or (joined and not rises))
