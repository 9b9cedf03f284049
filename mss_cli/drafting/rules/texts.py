"""The text of a draft, and what in a text is copied from the article."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mss_cli.drafting.rules.subjects import Speaker
from mss_cli.facts.amounts import Amount
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.passages import Span
from mss_cli.facts.quantities import number
from mss_cli.text import fold

RUN = 8  # words in a row that nobody may copy
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DATELINE = re.compile(
    r"^(?:[A-Z][a-z]{2,4}\. \d{1,2}|[A-Z][A-Z’'.-]+)(?:[ ,]+[A-Z][\w’'.-]*){0,5}"
    r"(?: \d{1,2})?(?:,? \d{4})?,?"
    r"\s?(?:\([^)]{2,30}\)\s?)?(?:[—–-]+\s|(?<=[A-Z]{3}):\s)"
)
_VERBS = {
    "planned": "was planned to be",
    "proposed": "was proposed to be",
    "conditional": "was to be, on a condition,",
    "alleged": "was said to be",
    "denied": "was denied to be",
    "cancelled": "was no longer to be",
    "ongoing": "was",
    "occurred": "was",
}


def copied_runs(text: str, article: str) -> Iterator[Span]:
    """Yield the runs of eight words or more of a text that stand in the article, in order."""
    own = list(_WORD.finditer(text))
    words = [fold(match[0]) for match in own]
    if len(words) < RUN:
        return
    wanted = {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    there = wanted & _runs(article)
    at = 0
    while at <= len(words) - RUN:
        if tuple(words[at : at + RUN]) not in there:
            at += 1
            continue
        end = at + RUN
        while tuple(words[end - RUN + 1 : end + 1]) in there:
            end += 1
        yield Span(own[at].start(), own[end - 1].end())
        at = end


@lru_cache(maxsize=4)  # a review asks for the same article again at each key
def _runs(article: str) -> frozenset[tuple[str, ...]]:
    """Return every run of words of an article."""
    words = [fold(match[0]) for match in _WORD.finditer(article)]
    return frozenset(zip(*(words[n:] for n in range(RUN)), strict=False))


def figure_text(amount: Amount, date: str | None, status: str) -> str:
    """Return the text of a figure, from a template; "" for a share, which is one of something."""
    if amount.unit == "per cent":
        return ""
    qualifier = f"{amount.qualifier.replace('-', ' ')} " if amount.qualifier else ""
    when = f"{in_words(date)} the" if date else "The"
    what = "amount in" if amount.unit in ("dollars", "euros", "pounds") else "number of"
    return f"{when} {what} {amount.unit} {_VERBS[status]} {qualifier}{number(amount.value)}."


def in_words(date: str) -> str:
    """Return a date as a text begins with it: `In May 2021`, `By 3 June 2021`."""
    start, end = edtf_bounds(date)
    if start is None:
        return f"By {_day(end)}," if end else "At some time"
    if start == end:
        return f"On {_day(start)}"
    if end is None:
        return f"From {_day(start)} on,"
    if start[:7] == end[:7] and start.endswith("-01") and int(end[8:]) >= 28:
        return f"In {_MONTHS[int(start[5:7]) - 1]} {start[:4]}"
    if start[:4] == end[:4] and start.endswith("01-01") and end.endswith("12-31"):
        return f"In {start[:4]}"
    return f"Between {_day(start)} and {_day(end)},"


def _day(day: str) -> str:
    return f"{int(day[8:])} {_MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def without_dateline(sentence: str) -> str:
    """Return a sentence without the place and date in front of it: `NAIROBI, Jan. 3 - `."""
    return _DATELINE.sub("", sentence, count=1)


def prose_text(sentence: str, speaker: Speaker | None) -> str:
    """Return the sentence itself, in which the reviewer says it in other words."""
    return without_dateline(sentence)
