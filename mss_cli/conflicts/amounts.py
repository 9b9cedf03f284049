"""Parsing of amounts as passages write them: `around 400`, `20 soldiers and 4 police`.

Number words, ranges and bounds in English are understood. Anything else is marked as unclear
and is not compared.
"""

import re
from typing import NamedTuple

from mss_cli.facts.quantities import FACTORS, ONES, TENS
from mss_cli.text import fold

_ROUGHLY = 0.1  # relative difference up to which an approximate number agrees
_ABOUT = {"about", "around", "approximately", "roughly", "nearly", "some", "almost"}
_NEGATIONS = {"not", "no", "never"}
_IGNORED = {"additional", "further", "and", "the", "of", "exactly", "only", "more", "than"}
_BETWEEN = {"to", "between", "-", "–"}
_SINGLE = {"a", "an", "another"}
_BOUNDS = (  # match negated forms first
    ("most", r"\b(?:no|not) more than\b"),
    ("least", r"\b(?:no|not) (?:fewer|less) than\b"),
    ("least", r"\b(?:at least|more than|over|above)\b"),
    ("most", r"\b(?:at most|up to|fewer than|less than|under|below)\b"),
)
_TOKEN = r"(?<![\w.])-?\d+(?:\.\d+)?|(?<=\d)[-–](?=\d)|%|[^\W\d_]+"
# Fractions, powers, decimal commas, and words that make a number vague.
_UNCLEAR = r"\d\s*[/^]|\d,\d|\b(?:half|quarter|few|several|couple)\b"


class Amount(NamedTuple):
    """A parsed amount. numbers: in order of occurrence. unit: singular words.

    bound: `least`, `most`, `between` or "". unclear: True if a part was not understood.
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


def parsed(text: str) -> Amount:
    """Parse an amount; a year is twelve months, `a year` is one year, `billion` a factor."""
    plain = fold(text)
    unclear = bool(re.search(_UNCLEAR, plain))
    bound = ""
    for name, form in _BOUNDS:
        if not bound and re.search(form, plain):
            bound, plain = name, re.sub(form, " ", plain)
    numbers: list[float] = []
    unit: list[str] = []
    seen: set[str] = set()
    before = ""
    for word in re.findall(_TOKEN, plain):
        last, before = before, word if word != "and" else before
        if word in (*ONES, *TENS) and last in FACTORS:
            unclear = True  # `one hundred and five` is not supported
        if _numeral(word, numbers, last):
            continue
        if word in FACTORS and (numbers or "single" in seen or word in ("hundred", "dozen")):
            numbers[-1:] = [(numbers[-1] if numbers else 1) * FACTORS[word]]
        elif word in _BETWEEN:
            seen.add("between")
        elif word in _SINGLE:
            seen.add("single")
        elif word in _ABOUT:
            seen.add("about")
        elif word in _NEGATIONS:
            seen.add("negated")
        elif word not in _IGNORED:
            unit.append(word.removesuffix("s"))
    if "single" in seen and unit and not numbers:
        numbers.append(1)
    if "negated" in seen and not numbers and unit:
        numbers.append(0)
        seen.discard("negated")
    if "year" in unit:
        numbers = [number * 12 for number in numbers]
        unit[unit.index("year")] = "month"
    if "between" in seen and len(numbers) == 2:
        bound = "between"
    return Amount(tuple(numbers), tuple(unit), "about" in seen, bound, "negated" in seen, unclear)


def _numeral(word: str, numbers: list[float], last: str) -> bool:
    """Add a numeral to the numbers, `four` to a `twenty` just before; return whether it is one."""
    if word[-1].isdecimal():
        numbers.append(float(word))
    elif word in TENS:
        numbers.append(TENS[word])
    elif word in ONES:
        if last in TENS and 0 < ONES[word] < 10:
            numbers[-1] += ONES[word]
        else:
            numbers.append(ONES[word])
    else:
        return False
    return True
