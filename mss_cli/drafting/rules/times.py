"""The date that a sentence gives, worked out from the day of publication by the closed rules.

Every date in the sentence is read. The one nearest to what happens decides: a date in the main
clause before one after `since`, `which` or `until`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
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
_MONTH_2 = _MONTH.replace("<m>", "<m2>")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_YEAR_2 = _YEAR.replace("<y>", "<y2>")
_PRINTED_DAY = (
    rf"\b(?:{_MONTH} (?P<d>\d{{1,2}}){_TH},? {_YEAR}|(?P<d2>\d{{1,2}}){_TH} (?:of )?{_MONTH_2},? "
    rf"{_YEAR_2})\b"
)
_PRINTED_MONTHS = rf"\b{_MONTH} (?:and|to|or) {_MONTH_2},? {_YEAR}\b"
_PART = r"(?:the (?:end|beginning|start) of |early |late |mid-)?"
_MONTHS_RANGE = (
    rf"\b(?:from|between) {_PART}{_MONTH} (?:to|until|till|and|through) {_PART}{_MONTH_2}\b(?! \d)"
)
_PRINTED_MONTH = rf"(?<!\d )\b{_MONTH},? (?:of )?{_YEAR}\b"
_PRINTED_YEARS = rf"\b(?:from|between) {_YEAR} (?:to|and|until) {_YEAR_2}\b"
_PRINTED_YEAR = (
    r"\b(?P<lead>in|since|by|during|until|of|from|early|late|mid|the|after|before)[ -]"
    rf"{_YEAR}\b(?! (?!\w*(?:ly|ed)\b)[a-z]+s\b)"
)
_DAY = (
    rf"\b(?:{_MONTH} (?P<d>\d{{1,2}}){_TH}|(?P<d2>\d{{1,2}}){_TH} (?:of )?{_MONTH_2})\b(?!,? ?\d)"
)
_IN_MONTH = (
    r"\b(?:in|since|by|from|during|until|through|of|last|this|early|late|mid)[ -]"
    rf"(?:early |late |mid-)?{_MONTH}\b(?! \d)"
)
_WEEKDAY = rf"\b(?:(?P<which>last|next|this) )?(?P<day>{'|'.join(_WEEKDAYS)})s?\b"
_RELATIVE = (
    r"\b(?:(?P<today>today|tonight|overnight|this (?:morning|afternoon|evening))"
    r"|(?P<yesterday>yesterday|last night)|(?P<tomorrow>tomorrow)"
    r"|(?P<weekend>(?:last|over the|at the|this past) weekend)"
    r"|(?P<week>last|this|next) week|(?P<month>last|this|next) month|(?P<year>last|this|next) year"
    r"|(?P<n>a|one|two|three|four|five|six|\d{1,2}) (?P<unit>days?|months?|years?) ago)\b"
)
UNPRINTED = "given in review; the passage does not print it"
_MOST, _NEAR = 20, 300  # dates of one form in a sentence, and characters before one
# A date after one of these is not that of the main clause.
_SUBORDINATE = re.compile(
    r"\b(?:who|which|whose|where|when|after|before|since|following|until|through|than|despite"
    r"|that (?:was|were|is|are|has|have|had)|ahead of|prior to|expires?|ends?|ended|due|while|as"
    r"|because)\b(?!.*[,;])",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\bcompared (?:with|to) (?:all )?$", re.IGNORECASE)
# A date in a clause on somebody is not that of the sentence: `Conille, who came in June, left`.
_RELATIVE_CLAUSE = re.compile(r"(?:\b(?:who|whose|where)|, which)\b(?!.*[,;])", re.IGNORECASE)
_SAYING = re.compile(r"\b(?:said|told|announced)\b")


class Dated(NamedTuple):
    """A date, its basis and derivation as in a fact, and the reason in words."""

    edtf: str | None
    basis: str = "none"
    derivation: dict[str, Any] | None = None
    why: str = ""
    guessed: bool = False


class _Publication(NamedTuple):
    """When an article was published. day: the day, if it is known."""

    edtf: str
    start: str
    end: str
    planned: bool

    @property
    def day(self) -> str | None:
        return self.start if self.start == self.end else None


def dated(sentence: str, published: str | None, planned: bool) -> Dated | None:
    """Return the date that a sentence gives, or None if it gives none.

    published: EDTF. planned: True if the sentence tells of a plan, so that a weekday is the next.
    """
    known = _publication(published, planned)
    places: dict[tuple[int, bool, int], Dated] = {}
    taken: set[int] = set()
    for order, (pattern, read) in enumerate(_READERS):
        for match in islice(pattern.finditer(sentence), _MOST):
            if taken.isdisjoint(range(*match.span())):
                found, before = read(match, known), _before(sentence, match.start())
                taken.update(range(*match.span()))
                elsewhere = _COMPARED.search(before) or _RELATIVE_CLAUSE.search(before)
                if found is not None and _holds(found) and not elsewhere:
                    place = (_distance(sentence, *match.span()), order > 1, match.start())
                    places[place] = found
    return places[min(places)] if places else None


def _publication(published: str | None, planned: bool) -> _Publication | None:
    if published is None:
        return None
    start, end = edtf_bounds(published)
    return None if start is None or end is None else _Publication(published, start, end, planned)


def given_date(edtf: str, sentence: str, published: str | None, said: bool, lasting: bool) -> Dated:
    """Return a date that a person gives, with the basis that the passage supports.

    said, lasting: as for `of_publication`.
    """
    every = [found for planned in (False, True) for found in _every(sentence, published, planned)]
    for found in every:
        if found.basis == "explicit" and f"{found.edtf}-".startswith(f"{edtf}-"):
            return Dated(edtf, "explicit", None, found.why)
    for found in (*every, of_publication(published, said, lasting)):
        if found.edtf == edtf:
            return found
    return Dated(edtf, "inferred", None, UNPRINTED)


def _every(sentence: str, published: str | None, planned: bool) -> Iterator[Dated]:
    """Yield the dates that a sentence may give; a weekday is the one before or the one after."""
    known = _publication(published, planned)
    taken: set[int] = set()
    for pattern, read in _READERS:
        for match in islice(pattern.finditer(sentence), _MOST):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                found = [read(match, known)]
                if read is _weekday and known is not None and known.day is not None:
                    found.append(_nearest(match["day"], known, 1 if planned else -1))
                yield from (each for each in found if each is not None and _holds(each))


def _holds(found: Dated) -> bool:
    """Return True for a date that exists and that its rule gives."""
    try:
        edtf_bounds(found.edtf or "")
    except ValueError:
        return False
    derivation: Any = found.derivation
    return derivation is None or not fault(found.edtf or "", derivation)


def _distance(sentence: str, start: int, end: int) -> int:
    """Return 0 for a date in the main clause, else 1: `after Friday`, `Friday’s flood`."""
    owned = sentence[end : end + 2] in ("'s", "’s") or sentence[end - 2 : end] in ("'s", "’s")
    return int(owned or bool(_SUBORDINATE.search(_before(sentence, start))))


def _before(sentence: str, start: int) -> str:
    """Return the clause before a date, as far as it matters."""
    return sentence[max(0, start - _NEAR) : start]


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


def same_as(day: str, what: str) -> Dated:
    """Return the date of something else in the article. what: what it is."""
    derivation = {
        "printed": None,
        "anchor": day,
        "anchored_on": what,
        "rule": "same-date",
        "count": None,
    }
    return Dated(day, "inferred", derivation, f"{day}: {what}", guessed=True)


def _month_of(published: str) -> str:
    """Return the month of a range of days within one month; else the date itself."""
    start, end = edtf_bounds(published)
    if start is None or end is None or start == end or start[:7] != end[:7]:
        return published
    return start[:7]


# --- dates that are printed whole ----------------------------------------------------------


def _printed_day(match: re.Match[str], known: _Publication | None) -> Dated:
    return _explicit(match, f"{match['y'] or match['y2']}-{_month(match):02}-{_day_of(match):02}")


def _printed_months(match: re.Match[str], known: _Publication | None) -> Dated:
    year = match["y"]
    first, last = _number(match["m"]), _number(match["m2"])
    return _explicit(match, f"{year}-{first:02}/{year}-{last:02}")


def _printed_years(match: re.Match[str], known: _Publication | None) -> Dated:
    return _explicit(match, f"{match['y']}/{match['y2']}")


def _printed_month(match: re.Match[str], known: _Publication | None) -> Dated:
    return _explicit(match, f"{match['y']}-{_number(match['m']):02}")


def _printed_year(match: re.Match[str], known: _Publication | None) -> Dated:
    return Dated(match["y"], "explicit", None, f"the passage gives the year {match['y']}")


def _explicit(match: re.Match[str], edtf: str) -> Dated:
    return Dated(edtf, "explicit", None, f"the passage gives '{match[0]}'")


# --- dates without a year ------------------------------------------------------------------


def _yearless_day(match: re.Match[str], known: _Publication | None) -> Dated | None:
    return _of_year(f"{_month(match):02}-{_day_of(match):02}", match[0], known)


def _yearless_month(match: re.Match[str], known: _Publication | None) -> Dated | None:
    return _of_year(f"{_number(match['m']):02}", match["m"], known)


def _yearless_months(match: re.Match[str], known: _Publication | None) -> Dated | None:
    first, last = _number(match["m"]), _number(match["m2"])
    if known is None or known.start[:4] != known.end[:4] or first > last:
        return None
    year = known.start[:4]
    edtf = f"{year}-{first:02}/{year}-{last:02}"
    return _relatively(match[0], edtf, known, "year-of")


def _of_year(rest: str, printed: str, known: _Publication | None) -> Dated | None:
    """Return a date in the year of publication; in the one before if it were to come.

    A plan is for the year after if the date has passed.
    """
    if known is None or known.start[:4] != known.end[:4]:
        return None
    year = int(known.start[:4])
    own = f"{year}-{rest}"
    if not known.planned and own > known.end[: len(own)]:
        edtf = f"{year - 1}-{rest}"
        return _relatively(printed, edtf, known, "last-such-date")
    if known.planned and own < known.start[: len(own)] and _is_far(own, known.start):
        edtf = f"{year + 1}-{rest}"
        return _relatively(printed, edtf, known, "next-such-date")
    return _relatively(printed, own, known, "year-of")


def _is_far(own: str, start: str) -> bool:
    """Return True if a month lies more than half a year before another."""
    return int(start[5:7]) - int(own[5:7]) > 6


# --- dates counted from the day of publication ---------------------------------------------


def _relative(match: re.Match[str], known: _Publication | None) -> Dated | None:
    if known is None or known.day is None:
        return None
    day, typed = known.day, match[0]
    if match["today"]:
        return _relatively(typed, day, known, "same-date")
    if match["yesterday"]:
        return _relatively(typed, _days(day, -1), known, "days-before", 1)
    if match["tomorrow"]:
        return None  # no rule leads to it
    if match["weekend"]:
        sunday = _days(day, -((date.fromisoformat(day).weekday() + 1) % 7 or 7))
        return _relatively(typed, f"{_days(sunday, -1)}/{sunday}", known, "weekend-before")
    if match["week"]:
        rule, later = {
            "last": ("week-before", -7),
            "this": ("week-of", 0),
            "next": ("week-after", 7),
        }[match["week"].lower()]
        monday = _days(day, later - date.fromisoformat(day).weekday())
        return _relatively(typed, f"{monday}/{_days(monday, 6)}", known, rule)
    if match["month"]:
        rule, count = {
            "last": ("months-before", -1),
            "this": ("month-of", 0),
            "next": ("months-after", 1),
        }[match["month"].lower()]
        return _relatively(typed, _months(day, count), known, rule, abs(count) or None)
    if match["year"]:
        return _years(typed, day, known, {"last": -1, "this": 0}.get(match["year"].lower()))
    return _ago(match, day, known)


def _years(typed: str, day: str, known: _Publication, later: int | None) -> Dated | None:
    if later is None:
        return None
    edtf = f"{int(day[:4]) + later}"
    if later == 0:
        return _relatively(typed, edtf, known, "year-of")
    return _relatively(typed, edtf, known, "years-before", -later)


def _ago(match: re.Match[str], day: str, known: _Publication) -> Dated:
    count = _COUNTS.get(match["n"].lower()) or int(match["n"])
    unit = match["unit"].lower().rstrip("s")
    if unit == "day":
        return _relatively(match[0], _days(day, -count), known, "days-before", count)
    if unit == "month":
        return _relatively(match[0], _months(day, -count), known, "months-before", count)
    return _relatively(match[0], f"{int(day[:4]) - count}", known, "years-before", count)


def _weekday(match: re.Match[str], known: _Publication | None) -> Dated | None:
    if known is None or known.day is None:
        return None
    name, own = match["day"], date.fromisoformat(known.day)
    wanted = _WEEKDAYS.index(name.lower())
    which = (match["which"] or "").lower()
    if own.weekday() == wanted and which in ("", "this"):
        return _relatively(name, known.day, known, "same-date")
    said = bool(_SAYING.search(match.string))
    step = 1 if which == "next" or (known.planned and which != "last" and not said) else -1
    return _nearest(name, known, step)


def _nearest(name: str, known: _Publication, step: int) -> Dated:
    """Return the nearest weekday after the day of publication (step 1), or before it (-1)."""
    found = date.fromisoformat(known.start) + timedelta(days=step)
    while found.weekday() != _WEEKDAYS.index(name.lower()):
        found += timedelta(days=step)
    rule = "weekday-after" if step > 0 else "weekday-before"
    what = f"the {'first' if step > 0 else 'last'} {name} {'after' if step > 0 else 'before'}"
    return _relatively(name, found.isoformat(), known, rule, what=what)


def _relatively(
    printed: str,
    edtf: str,
    known: _Publication,
    rule: str,
    count: int | None = None,
    what: str = "",
) -> Dated:
    counted = f"{what} {known.edtf}" if what else f"{edtf}, counted from {known.edtf}"
    why = f"{printed!r} = {counted} (publication)"
    return Dated(edtf, "relative", _derivation(printed, known.edtf, rule, count), why)


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


def _month(match: re.Match[str]) -> int:
    return _number(match["m"] or match["m2"])


def _day_of(match: re.Match[str]) -> int:
    return int(match["d"] or match["d2"])


def _number(month: str) -> int:
    name = month.lower().rstrip(".")
    return _MONTHS.get(name) or _SHORT[name[:4] if name[:4] in _SHORT else name[:3]]


def _days(day: str, later: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=later)).isoformat()


def _months(day: str, later: int) -> str:
    index = int(day[:4]) * 12 + int(day[5:7]) - 1 + later
    return f"{index // 12:04}-{index % 12 + 1:02}"


_Reader = Callable[[re.Match[str], _Publication | None], Dated | None]
# The surest first: of two dates in the same clause, the first two forms come before all others.
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (_PRINTED_DAY, _printed_day),
        (_DAY, _yearless_day),
        (_PRINTED_MONTHS, _printed_months),
        (_PRINTED_MONTH, _printed_month),
        (_PRINTED_YEARS, _printed_years),
        (_MONTHS_RANGE, _yearless_months),
        (_RELATIVE, _relative),
        (_WEEKDAY, _weekday),
        (_IN_MONTH, _yearless_month),
        (_PRINTED_YEAR, _printed_year),
    )
)
