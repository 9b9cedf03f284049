"""Numbers with units as text, and number words."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli.facts.model import Fact, Quantity

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


_COUNTED = r"(\d{1,15}(?:\.\d{1,9})?)(k|m|mn|bn)?"


class Reading(NamedTuple):
    """A number in a list of words. end: the position after its last word.

    certain: False for a lone small number word, such as `two`, which often counts nothing.
    """

    end: int
    value: float
    certain: bool = True


def number_at(words: Sequence[str], at: int) -> Reading | None:
    """Read the number that starts at a folded word: `2.5 million`, `2 500`, `two thousand five`.

    None if there is none, and for `one` and `zero`, which rarely count things.
    """
    match = re.fullmatch(_COUNTED, words[at], re.ASCII)
    if not match:
        return _spelled(words, at)
    value, end = float(match[1]), at + 1
    if len(words[at]) <= 3 and words[at].isdecimal():  # spaces between groups of three digits
        while end < len(words) and re.fullmatch(r"\d{3}", words[end], re.ASCII):
            value, end = value * 1000 + int(words[end]), end + 1
    factor = match[2] or ""
    if not factor and end < len(words) and words[end] in FACTORS:
        factor, end = words[end], end + 1
    return Reading(end, round(value * FACTORS.get(factor, 1), 6))


def _spelled(words: Sequence[str], at: int) -> Reading | None:
    """Read a number in words; `a thousand` is one, and `and` may follow a factor."""
    total, group, end = 0, 0, at
    last = ""
    if words[at] == "a" and at + 1 < len(words) and words[at + 1] in FACTORS:
        group, end, last = 1, at + 1, "one"
    while end < len(words):
        word = words[end]
        if word in FACTORS and last:
            if word in ("hundred", "dozen"):
                group = max(group, 1) * FACTORS[word]
            else:
                total, group = total + max(group, 1) * FACTORS[word], 0
        elif word in TENS and (not last or last in FACTORS):
            group += TENS[word]
        elif word in ONES and (not last or last in FACTORS or (last in TENS and ONES[word] < 10)):
            group += ONES[word]
        elif not (word == "and" and last in FACTORS and _is_small(words[end + 1 : end + 2])):
            break
        last = word if word != "and" else last
        end += 1
    value = total + group
    large = any(word in FACTORS for word in words[at:end])
    return Reading(end, value, large) if value >= 2 else None


def _is_small(words: Sequence[str]) -> bool:
    return any(word in NUMERALS for word in words)


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
    """Return a fact's quantity as text, e.g. `more than 700,000 people`, or ""."""
    return in_words(fact["quantity"]) if fact["quantity"] else ""


def in_words(q: Quantity) -> str:
    """Return a quantity as text, e.g. `more than 700,000 people`."""
    qualifier = q["qualifier"].replace("-", " ") + " " if q["qualifier"] else ""
    return f"{qualifier}{number(q['value'])} {q['unit']}"
