"""Dates and numbers that are written out: `the last day of September 2024`, `autumn 2024`."""

import re
from collections.abc import Callable

from mss_cli.facts.dates import month_days
from mss_cli.text import MONTHS

MONTH = f"(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*"
_TENS: dict[str, int] = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        (*range(10, 20), *range(20, 100, 10)),
        strict=True,
    )
)
_UNITS: dict[str, int] = {
    w: n for n, w in enumerate("one two three four five six seven eight nine".split(), 1)
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        1,
    )
} | {"thirtieth": 30}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
# Seasons of the northern hemisphere, by their first and last month.
_SEASONS = {"spring": ("03", "05"), "summer": ("06", "08"), "autumn": ("09", "11")}
_TWO_DIGITS = rf"({'|'.join(_TENS)})(?:[ -]({'|'.join(_UNITS)}))?"


def _two_digits(match: re.Match[str]) -> int:
    return _TENS[match[1]] + _UNITS.get(match[2] or "", 0)


def _end_of_month(match: re.Match[str]) -> str:
    month = next((n for n, m in enumerate(MONTHS, 1) if m[:3] == match[2][:3]), 0)
    days = month_days(int(match[3]), month)
    return f"{match[3]}-{month:02}-{1 if match[1] == 'first' else days:02}"


def _months(match: re.Match[str]) -> str:
    first, last = _SEASONS[match[1]]
    return f"{match[2]}-{first} to {match[2]}-{last}"


_EARLY_OR_LATE = {"start": "early", "beginning": "early", "middle": "mid", "end": "late"}
_PERIOD = rf"(?=(?:{'|'.join((*MONTHS, *(m[:3] for m in MONTHS), 'sept'))}|\d{{4}})\b)"  # follows

# A word without which a pattern cannot match, the pattern, and what stands for it in digits.
_WRITTEN_OUT: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    ("days of", r"\b(?:opening|first|early) (?:few )?days of ", "early "),
    ("days of", r"\b(?:closing|last|final) (?:few )?days of ", "late "),
    ("thousand and twenty", r"\btwo thousand and twenty", "twenty twenty"),
    (
        "twenty",
        rf"\btwenty[ -]{_TWO_DIGITS}\b(?! (?:hundred|thousand|percent|per))",
        lambda m: str(2000 + _two_digits(m)),
    ),
    ("hundred", rf"\b{_TWO_DIGITS} hundred\b", lambda m: str(100 * _two_digits(m))),
    ("half a", r"\bhalf a (?=million|billion)", "0.5 "),
    (
        "and a half",
        rf"\b({'|'.join(_UNITS)}|\d) and a half (?=thousand|million|billion)",
        lambda m: f"{_UNITS.get(m[1], m[1])}.5 ",
    ),
    ("end of", rf"\b(by|until|till|through|to|after) the end of {_PERIOD}", r"\1 "),
    ("end of", rf"\bbefore the end of {_PERIOD}", "until "),
    (" of ", rf"\b(since|from|before) the (?:start|beginning) of {_PERIOD}", r"\1 "),
    (
        " of ",
        r"\b(?:(?:at|in|near|around|towards?) )?(?:the )?"
        rf"({'|'.join(_EARLY_OR_LATE)}) of {_PERIOD}",
        lambda m: f"{_EARLY_OR_LATE[m[1]]} ",
    ),
    (
        "quarter",
        rf"\b({'|'.join(_QUARTERS)}) quarter (?:of |in )?(\d{{4}})\b",
        lambda m: f"{m[2]}-q{_QUARTERS[m[1]]}",
    ),
    (" of ", rf"\b(first|last) day of ({MONTH}) (\d{{4}})\b", _end_of_month),
    (
        " of ",
        rf"\b(?:(twenty|thirty)[ -])?({'|'.join(_ORDINALS)}) of (?={MONTH})",
        lambda m: f"{_TENS.get(m[1] or '', 0) + _ORDINALS[m[2]]} ",
    ),
    *(
        (
            word,
            rf"\b({MONTH}) (?:the )?(?:(twenty|thirty)[ -])?({'|'.join(_ORDINALS)})\b",
            lambda m: f"{m[1]} {_TENS.get(m[2] or '', 0) + _ORDINALS[m[3]]}",
        )
        for word in ("th", "first", "second", "third")
    ),
    *((s, rf"\b({s}) (?:of )?(\d{{4}})\b", _months) for s in _SEASONS),
)


def in_digits(folded: str) -> str:
    """Return folded text with dates and numbers that are written out in digits.

    `twenty twenty-four` is 2024, `the third quarter of 2024` 2024-q3, `the last day of september
    2024` 2024-09-30, `autumn 2024` 2024-09 to 2024-11, and `twenty-five hundred` 2500.
    """
    for word, pattern, instead in _WRITTEN_OUT:
        if word in folded:
            folded = re.sub(pattern, instead, folded)
    return folded
