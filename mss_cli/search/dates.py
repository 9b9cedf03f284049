"""Dates and periods in running text: `in july 2024`, `oct 2`, `since september`, `2024-q3`.

`--since` and `--on` take a single date. In a query, dates occur among other words and often
without a year. A date without a year means that date in every year of the store.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval, month_days, span
from mss_cli.facts.model import Fact
from mss_cli.facts.periods import period
from mss_cli.search.spelt_dates import MONTH, in_digits
from mss_cli.text import MONTHS

# `2024-09-21`, `2024-09`, `2024-q3`, `2024-w40`, `2.5`, and words; of folded text.
TOKEN = r"\d{4}-\d\d(?:-\d\d)?(?![\d-])|\d{4}-?q[1-4]\b|\d{4}-?w\d\d?\b|\d+\.\d+(?:[a-z]+)?|[^\W_]+"
# Dates in digits, which are rewritten in ISO 8601: `2024/9/21`, `21.9.2024`, `2024-9`.
_DIGITS = (
    r"(?<![\w./-])(?:\d{4}[-/]\d{1,2}|\d{4}([-/.])\d{1,2}\1\d{1,2}"
    r"|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d\d))(?![\w/-]|\.\d)"
)
_QUARTERS = ("q1", "q2", "q3", "q4")
_ISO = r"\d{4}-(?:\d\d(?:-\d\d)?|q[1-4]|w\d\d?)|\d{4}(?:q[1-4]|w\d\d?)"
_SHORT = {month[:3]: number for number, month in enumerate(MONTHS, 1)} | {"sept": 9}
_NAMED = {month: number for number, month in enumerate(MONTHS, 1)} | _SHORT
SIDES = {
    "since": "from", "from": "from", "starting": "from", "after": "after", "following": "after",
    "before": "before", "until": "to", "till": "to", "by": "to", "through": "to",
}  # fmt: skip
# `not before` is on or after. Other negations before `before` or `after` are not understood.
_OPPOSITE = {"before": "from", "after": "to", "to": "from"}
_NEGATIONS = frozenset("no not never nobody nothing none neither without".split())
BEFORE_EVENT = frozenset(("since", "after", "following", "before", "until", "till"))
DATE_WORDS = frozenset(MONTHS) - {"may", "march"}
PARTS = {"early": (0, 1), "mid": (1, 2), "late": (2, 3)}
# Months that are also verbs: without a number they are months only after these words.
_VERBS = ("may", "march", "mar")
_IN = {*SIDES, "in", "of", "during", "between", "and", "to", "last", "this"}


class TemporalExpression(NamedTuple):
    """A temporal expression: tokens first to last (excluded) mean one of the intervals.

    side: `from`, `after`, `before`, `to`, or "" for the time itself. lead: how many words before
    the first belong to it, such as `since`. event: the id of the fact whose date it is. negated:
    True if a negation before it leaves its meaning open, as in `no vote before october`.
    """

    first: int
    last: int
    intervals: tuple[Interval, ...]
    side: str = ""
    lead: int = 0
    event: str = ""
    negated: bool = False


def periods(dated: TemporalExpression) -> tuple[Interval, ...]:
    """Return the periods that a temporal expression means, with its preposition.

    With several possible years, an open period begins in the first or ends in the last.
    """
    found = [_sided(interval, dated.side) for interval in dated.intervals]
    if dated.side in ("from", "after"):
        return (min(found, key=lambda period: period.start or ""),)
    if dated.side in ("to", "before"):
        return (max(found, key=lambda period: period.end or ""),)
    return tuple(found)


def _sided(interval: Interval, side: str) -> Interval:
    if side == "from":
        return Interval(interval.start, None)
    if side == "to":
        return Interval(None, interval.end)
    if side == "after":
        return Interval(_moved(interval.end, 1), None)
    if side == "before":
        return Interval(None, _moved(interval.start, -1))
    return interval


def _moved(day: str | None, days: int) -> str | None:
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else None
    except OverflowError:  # before year 1 or after year 9999
        return day


def nearness(own: Interval, period: Interval) -> float:
    """Return how well a date fits a period: 1 if it lies within, 0 if it does not touch it.

    In between, the share of its days within the period, at least 0.2. An open end reaches one
    year at most: `by 2024` is not about 1999.
    """
    if own.within(period):
        return 1.0
    start = own.start or _moved(own.end, -YEAR)
    end = own.end or _moved(own.start, YEAR)
    if start is None or end is None or not Interval(start, end).overlaps(period):
        return 0.0
    if own.start is None or own.end is None:
        return LEAST
    return max(
        LEAST,
        _days(max(start, period.start or start), min(end, period.end or end)) / _days(start, end),
    )


def fits(fact: Fact, wanted: Sequence[Sequence[Interval]]) -> float:
    """Return how well the date of a fact fits one period of each list, or 0."""
    if not wanted:
        return 1.0
    if fact["date"] is None:
        return 0.0
    own = Interval(fact["date_start"], fact["date_end"])
    return min(max(nearness(own, period) for period in any_of) for any_of in wanted)


YEAR = 366  # days
LEAST = 0.2


def _days(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def tokens(folded: str) -> list[str]:
    """Split folded text into words, numbers and ISO dates.

    Raises UsageError for a date in digits that is impossible or ambiguous.
    """
    plain = folded
    if "'" in plain:
        plain = re.sub(rf"\b({MONTH})(?:\.? ?)'(\d\d)\b", r"\1 20\2", plain)
        plain = re.sub(r"'s?\b", " ", plain)
    plain = in_digits(plain)
    if any(character.isdecimal() for character in plain):
        plain = _rewritten(plain)
    return re.findall(TOKEN, plain)


def _rewritten(plain: str) -> str:
    """Return text with ranges as `A to B`, and dates in digits as ISO 8601."""
    month = "|".join(month[:3] for month in MONTHS)
    plain = re.sub(r"(?<=\d)\.\.(?=\d)|(?<=\d\d-\d\d)/(?=\d{4}-)", " to ", plain)
    plain = re.sub(
        rf"\s+[-–—]\s+(?=\d|early |mid |late |(?:{month}))|(?<=\d)[–—](?=\d)", " to ", plain
    )
    plain = re.sub(r"(\S*\d)\.\.(?!\S)", r"from \1", plain)
    plain = re.sub(r"(?<!\S)\.\.(?=\d)", "until ", plain)
    plain = re.sub(r"\bweek (\d{1,2})(?: of)? (\d{4})\b", r"\2-w\1", plain)
    return re.sub(_DIGITS, _in_iso, plain, flags=re.ASCII)


def _in_iso(match: re.Match[str]) -> str:
    found = period(match[0], "1970-01-01", "the query")
    start = found.start or ""
    return start if found.start == found.end else start[:7]


def find(words: Sequence[str], today: str, years: Sequence[int]) -> Iterator[TemporalExpression]:
    """Yield the temporal expressions in a list of tokens, from left to right.

    years: the years that a date without a year may mean. today: ISO 8601.
    """
    at = 0
    while at < len(words):
        found = _at(words, at, today, years)
        if found is None:
            at += 1
            continue
        end, intervals = found
        second = _at(words, end + 1, today, years) if end < len(words) else None
        opening = words[at - 1] if at else ""
        side, lead, negated = _preposition(words, at)
        if (
            second
            and words[end] in ("to", "until", "till", "and", "through")
            and (words[end] != "and" or opening == "between")
        ):
            last, closing = second
            yield TemporalExpression(at, last, _between(intervals, closing))
            at = last
            continue
        yield TemporalExpression(at, end, intervals, side, lead, negated=negated)
        at = end


def _preposition(words: Sequence[str], at: int) -> tuple[str, int, bool]:
    """Read the words before a date: return its side, how many they are, and if it is negated."""
    before = ["", "", "", *words[:at]]
    if before[-1] == "than" and before[-2] in ("earlier", "later") and before[-3] in ("no", "not"):
        return ("from" if before[-2] == "earlier" else "to"), 3, False
    side = SIDES.get(before[-1], "")
    if not side:
        return "", 0, False
    if side in _OPPOSITE and before[-2] == "not":
        return _OPPOSITE[side], 2, False
    return side, 1, side in ("before", "after") and not _NEGATIONS.isdisjoint(words[: at - 1])


def _between(first: Sequence[Interval], last: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the shortest span from one of the starts to each end."""
    found = []
    for end in (other.end or "" for other in last):
        starts = [one.start for one in first if one.start and one.start <= end]
        if starts:
            found.append(Interval(max(starts), end))
    if not found:
        raise UsageError(
            f"the period starts ({first[0].start}) after it ends ({last[0].end})",
            where="the query",
            expected="give an earlier start or a later end",
        )
    return tuple(found)


def _at(
    words: Sequence[str], at: int, today: str, years: Sequence[int]
) -> tuple[int, tuple[Interval, ...]] | None:
    """Read the date that starts at a token: return its end and its possible meanings.

    Raises UsageError for a day that the month does not have.
    """
    one, two = [*words[at : at + 2], "", ""][:2]
    alone = one in ("yesterday", "today") or (one[:1].isdecimal() and re.fullmatch(_ISO, one))
    if alone:
        return at + 1, (period(one, today, "the query"),)
    if one in ("this", "last") and two in ("week", "month", "quarter", "year"):
        return at + 2, (period(f"{one} {two}", today),)
    if (_is_year(one) and two in _QUARTERS) or (one in _QUARTERS and _is_year(two)):
        return at + 2, (period(f"{one} {two}", today),)
    part, first = (one, at + 1) if one in PARTS else ("", at)
    found = _named(words, first, years)
    if found is None or (part and found[2]):
        return None
    return found[0], tuple(_part(part, interval) for interval in found[1])


def _named(
    words: Sequence[str], at: int, years: Sequence[int]
) -> tuple[int, list[Interval], bool] | None:
    """Read `june 2024`, `21 june`, `june 21st 2024`, `2024`: end, meanings, True for a day."""
    one, two, three, four = [*words[at : at + 4], "", "", "", ""][:4]
    day, month, end, year = 0, 0, at, ""
    if one in _NAMED and not (one in _VERBS and not _is_month(words, at)):
        month, end, year = _NAMED[one], at + 1, two
        if _day(two):
            day, end, year = _day(two), at + 2, three
    elif _day(one) and two in _NAMED:
        day, month, end, year = _day(one), _NAMED[two], at + 2, three
    elif _day(one) and two == "of" and three in _NAMED:
        day, month, end, year = _day(one), _NAMED[three], at + 3, four
    elif _is_year(one):
        return at + 1, [span(int(one))], False
    if not month:
        return None
    if day > month_days(int(year) if _is_year(year) else 2024, month):
        raise UsageError(
            f"{' '.join(words[at:end])!r} is not a date: {MONTHS[month - 1].title()} has "
            f"{month_days(int(year) if _is_year(year) else 2024, month)} days",
            where="the query",
            expected="give a day of that month",
        )
    if _is_year(year):
        return end + 1, [span(int(year), month, day or None)], bool(day)
    every = [span(y, month, day or None) for y in years if not day or day <= month_days(y, month)]
    return (end, every, bool(day)) if every else None


def _is_month(words: Sequence[str], at: int) -> bool:
    """Return True if `may` or `march` is a month in its context: `in may`, `may 2024`."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return _is_year(after) or bool(_day(after)) or (at > 0 and words[at - 1] in _IN)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and ("1950" <= word < "2100")


def _day(word: str) -> int:
    """Return the day of a month as a number (`21`, `21st`), or 0."""
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return int(digits) if digits.isdecimal() and len(digits) < 3 and int(digits) < 32 else 0


def _part(name: str, whole: Interval) -> Interval:
    """Return the first, middle or last third of a month or year: `early`, `mid`, `late`."""
    if not name or whole.start is None or whole.end is None:
        return whole
    first, last = PARTS[name]
    if whole.start[5:7] == whole.end[5:7]:
        ends = (1, 11, 21, int(whole.end[8:]) + 1)
        month = whole.start[:8]
        return Interval(f"{month}{ends[first]:02d}", f"{month}{ends[last] - 1:02d}")
    year = int(whole.start[:4])
    return Interval(span(year, first * 4 + 1).start, span(year, last * 4).end)
