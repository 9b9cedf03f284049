"""The date that a sentence gives, worked out from the day of publication by the closed rules."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.derivations import fault

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: n for n, name in enumerate(_NAMES.split(), 1)}
_SHORT = {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_MONTH = (
    r"(?P<m>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.|apr\.|jun\.|jul\.|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_I = re.IGNORECASE
_FULL = re.compile(
    rf"\b(?:{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH.replace('<m>', '<m2>')},? "
    r"(?P<y2>(?:19|20)\d\d))\b",
    _I,
)
_MONTH_YEAR = re.compile(rf"(?<!\d )\b{_MONTH},? (?:of )?(?P<y>(?:19|20)\d\d)\b", _I)
_MONTH_DAY = re.compile(
    rf"\b(?:{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? "
    rf"{_MONTH.replace('<m>', '<m2>')})\b(?!,? ?\d)",
    _I,
)
_YEAR = re.compile(r"\b(?:in|since|by|during|until|of|early|late|mid-)\s?((?:19|20)\d\d)\b", _I)
_RELATIVE = re.compile(
    r"\b(?P<today>today|tonight|this (?:morning|afternoon|evening))\b|\b(?P<yesterday>yesterday)\b"
    r"|\b(?P<week>last week)\b|\b(?P<month>last month)\b|\b(?P<this>this month)\b"
    r"|\b(?P<year>last year)\b"
    r"|\b(?P<n>a|one|two|three|four|five|six|\d{1,2}) (?P<unit>days?|months?|years?) ago\b",
    _I,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", _I)
_IN_MONTH = re.compile(rf"\b(?:in|since|by|early|late|mid-?) ?{_MONTH}\b(?! \d)", _I)


class Dated(NamedTuple):
    """A date, its basis and derivation as in a fact, and the reason in words."""

    edtf: str | None
    basis: str = "none"
    derivation: dict[str, Any] | None = None
    why: str = ""
    guessed: bool = False


def dated(sentence: str, published: str | None, planned: bool) -> Dated | None:
    """Return the date that a sentence gives, or None if it gives none.

    published: EDTF. planned: True if the sentence tells of a plan, so that a weekday is the next.
    """
    for found in _candidates(sentence, published, planned):
        if found.edtf is None:
            continue
        derivation: Any = found.derivation
        if derivation is None or not fault(found.edtf, derivation):
            return found
    return None


def of_publication(published: str | None, said: bool, lasting: bool) -> Dated:
    """Return the date of what a sentence without a date says.

    said: True for what somebody said. lasting: True for what was so when it was written.
    """
    if published is None:
        return Dated(None)
    _, end = edtf_bounds(published)
    if (said or lasting) and published != _month_of(published):
        month = _month_of(published)
        derivation = _derivation(None, published, "publication")
        why = f"no date given; published in {month}"
        return Dated(month, "inferred", derivation, why, guessed=True)
    if said or lasting:
        derivation = _derivation(None, published, "publication")
        why = f"no date given; published {published}"
        return Dated(published, "inferred", derivation, why, guessed=True)
    if end is None:
        return Dated(None)
    derivation = _derivation(None, published, "by-publication")
    return Dated(
        f"../{end}", "inferred", derivation, f"no date given; by {end}, its publication", True
    )


def _month_of(published: str) -> str:
    """Return the month of a range of days within one month; else the date itself."""
    start, end = edtf_bounds(published)
    if start is None or end is None or start == end or start[:7] != end[:7]:
        return published
    return start[:7]


def _candidates(sentence: str, published: str | None, planned: bool) -> Iterator[Dated]:
    """Yield the readings of the dates in a sentence, the surest first."""
    yield from _printed(sentence)
    if published is None:
        return
    start, end = edtf_bounds(published)
    day = start if start is not None and start == end else None
    if day is not None:
        yield from _relative(sentence, published, day)
        yield from _weekday(sentence, published, day, planned)
    if start is not None and end is not None:
        yield from _yearless(sentence, published, start, end)
    match = _YEAR.search(sentence)
    if match:
        yield Dated(match[1], "explicit", None, f"'{match[1]}' is printed")


def _printed(sentence: str) -> Iterator[Dated]:
    match = _FULL.search(sentence)
    if match:
        month, day = _number(match["m"] or match["m2"]), match["d"] or match["d2"]
        edtf = f"{match['y'] or match['y2']}-{month:02}-{int(day):02}"
        if _valid(edtf):
            yield Dated(edtf, "explicit", None, f"'{match[0]}' is printed")
    match = _MONTH_YEAR.search(sentence)
    if match:
        edtf = f"{match['y']}-{_number(match['m']):02}"
        yield Dated(edtf, "explicit", None, f"'{match[0]}' is printed")


def _relative(sentence: str, published: str, day: str) -> Iterator[Dated]:
    match = _RELATIVE.search(sentence)
    if not match:
        return
    typed = match[0]
    if match["today"]:
        yield _relatively(typed, day, published, "same-date")
    elif match["yesterday"]:
        yield _relatively(typed, _days_before(day, 1), published, "days-before", 1)
    elif match["week"]:
        yield _relatively(typed, _week_before(day), published, "week-before")
    elif match["month"] or match["this"]:
        count = 1 if match["month"] else 0
        rule = "months-before" if count else "month-of"
        yield _relatively(typed, _month_before(day, count), published, rule, count or None)
    elif match["year"]:
        yield _relatively(typed, f"{int(day[:4]) - 1}", published, "years-before", 1)
    elif match["n"]:
        count = _COUNTS.get(match["n"].lower()) or int(match["n"])
        unit = match["unit"].lower().rstrip("s")
        if unit == "day":
            yield _relatively(typed, _days_before(day, count), published, "days-before", count)
        elif unit == "month":
            edtf = _month_before(day, count)
            yield _relatively(typed, edtf, published, "months-before", count)
        else:
            yield _relatively(typed, f"{int(day[:4]) - count}", published, "years-before", count)


def _weekday(sentence: str, published: str, day: str, planned: bool) -> Iterator[Dated]:
    from datetime import date, timedelta

    match = _WEEKDAY.search(sentence)
    if not match:
        return
    name, own = match[1], date.fromisoformat(day)
    wanted = _WEEKDAYS.index(name.lower())
    if own.weekday() == wanted:
        yield _relatively(name, day, published, "same-date", what="that day")
        return
    step = 1 if planned and not re.search(r"\b(?:said|told|announced)\b", sentence) else -1
    found = own
    while found.weekday() != wanted:
        found += timedelta(days=step)
    rule = "weekday-after" if step > 0 else "weekday-before"
    what = f"the {name} {'after' if step > 0 else 'before'}"
    yield _relatively(name, found.isoformat(), published, rule, what=what)


def _yearless(sentence: str, published: str, start: str, end: str) -> Iterator[Dated]:
    """Yield dates that are printed without a year: that of publication."""
    if start[:4] != end[:4]:
        return
    match = _MONTH_DAY.search(sentence)
    if match:
        month, day = _number(match["m"] or match["m2"]), match["d"] or match["d2"]
        edtf = f"{start[:4]}-{month:02}-{int(day):02}"
        if _valid(edtf):
            yield _relatively(match[0], edtf, published, "year-of", what="that year")
    match = _IN_MONTH.search(sentence)
    if match:
        edtf = f"{start[:4]}-{_number(match['m']):02}"
        yield _relatively(match["m"], edtf, published, "year-of", what="that year")


def _relatively(
    printed: str, edtf: str, published: str, rule: str, count: int | None = None, what: str = ""
) -> Dated:
    why = f"{printed!r}, published {published}: {what or edtf}"
    return Dated(edtf, "relative", _derivation(printed, published, rule, count), why)


def _derivation(
    printed: str | None, anchor: str, rule: str, count: int | None = None
) -> dict[str, Any]:
    return {
        "printed": " ".join(printed.split()[:5]) if printed else None,
        "anchor": anchor,
        "anchored_on": "publication of the article",
        "rule": rule,
        "count": count,
    }


def _number(month: str) -> int:
    name = month.lower().rstrip(".")
    return _MONTHS.get(name) or _SHORT[name[:4] if name[:4] in _SHORT else name[:3]]


def _valid(edtf: str) -> bool:
    try:
        edtf_bounds(edtf)
    except ValueError:
        return False
    return True


def _days_before(day: str, count: int) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) - timedelta(days=count)).isoformat()


def _week_before(day: str) -> str:
    from datetime import date

    monday = _days_before(day, date.fromisoformat(day).weekday() + 7)
    return f"{monday}/{_days_before(monday, -6)}"


def _month_before(day: str, count: int) -> str:
    index = int(day[:4]) * 12 + int(day[5:7]) - 1 - count
    return f"{index // 12:04}-{index % 12 + 1:02}"
