"""Numbers with units as text, and number words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mss_cli.facts.model import Fact

# English number words; FACTORS multiply the number before them.
ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
FACTORS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
NUMERALS = {**ONES, **TENS}
_IN_TEXT = r"(\d[\d,]*(?:\.\d+)?)(?:[ \xa0-]?(thousand|million|billion|trillion)\b)?"


class Numeral(NamedTuple):
    """A number in a text with its span in code points, end excluded."""

    value: float
    start: int
    end: int


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers written in digits: `1,900`, `2.6 billion`. Years are dates, not numbers."""
    for match in re.finditer(_IN_TEXT, text, re.ASCII):
        plain = match[1].rstrip(",").replace(",", "")
        if len(plain) > 15 or (len(plain) == 4 and plain[:2] == "20" and not match[2]):
            continue
        value = round(float(plain) * FACTORS.get(match[2] or "", 1), 6)
        yield Numeral(value, match.start(), match.end())


def digits(value: float) -> str:
    """Return a number in plain digits: `400`, `2600000000`, `2.5`."""
    if value == int(value):
        return str(int(value))
    plain = str(value)
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in plain else plain


def number(value: float) -> str:
    """Return a number as people write it: `2,600,000,000`, `2.5`."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def amount(fact: Fact) -> str:
    """Return a fact's quantity as text, e.g. `at least 700,000 people`, or ""."""
    q = fact["quantity"]
    if q is None:
        return ""
    qualifier = q["qualifier"].replace("-", " ") + " " if q["qualifier"] else ""
    return f"{qualifier}{number(q['value'])} {q['unit']}"
