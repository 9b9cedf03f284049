"""Candidates for the day on which an article was published, each with the place where it stands.

mss reads a date only if it can mean one day: `03/09/2024` is none. A time of a change is never a
candidate.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval, edtf_bounds, span
from mss_cli.facts.periods import in_digits
from mss_cli.text import MONTHS

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}}){_ORDINAL},? (?P<y1>{_YEAR})"
    rf"|(?P<d2>\d{{1,2}}){_ORDINAL}(?: of)?[ -](?P<m2>{_MONTH})\.?[,-]? ?(?P<y2>{_YEAR})"
    rf"|(?P<m3>{_MONTH})\.? (?P<y3>{_YEAR})"
    rf"|(?P<digits>{_YEAR}(?P<s1>[-/.])\d{{1,2}}(?P=s1)\d{{1,2}}"
    rf"|\d{{1,2}}(?P<s2>[-/.])\d{{1,2}}(?P=s2){_YEAR}))(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_MACHINE = re.compile(rf"\s*({_YEAR})-?(\d\d)-?(\d\d)(?!\d)", re.ASCII)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLOCK = r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?"
_ZONE = r"[A-Z]{2,4}(?:[+-]\d{1,2}(?::?\d\d)?)?|\(?(?:UTC|GMT)[^)\s]{0,6}\)?"
# What stands between a label and its date, or beside a date: `at 10:42 AM EAT, Friday`.
_BESIDE = re.compile(rf"\b(?i:{_WEEKDAY}|at|on|am|pm|o'clock)\b\.?|{_CLOCK}|\b{_ZONE}\b")
_CHANGED = re.compile(
    r"\b(?:updated?|modified|edited|changed|corrected|revised|last|accessed|retrieved)\W*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:published|posted|publication date|publish date|date|issued|released)\W*$",
    re.IGNORECASE,
)
# `NAIROBI`, `PORT-AU-PRINCE, Haiti (AP)`: what stands before the date of a dateline.
_DATELINE = re.compile(
    r"\W{0,3}[A-Z]{3}[A-Z .,’'/-]{0,40}(?:,? ?[A-Z][a-z.]{1,20}){0,3}(?: ?\([^()@]{1,40}\))?"
    r"[\s,:—–-]*"
)
HEAD, TAIL = 1_200, 400  # characters at the start and at the end of a text that may print the date
MOST_LINES = 30  # of the head
_PRINTED = 60  # characters of a candidate as printed
_NEAR_START = 60  # characters before a date in a dateline
_FEW_WORDS = 4  # beside a date that stands by itself, such as a name
# Dates in an address: /2025/01/03/, /2025/jan/03/, /2025-01-03, -20250103, /2025/01/.
_ADDRESS = re.compile(
    rf"[/_-]({_YEAR})([/-])(\d\d|[a-z]{{3}})\2(\d\d)(?!\d)|[/_-]({_YEAR})(\d\d)(\d\d)(?!\d)"
    rf"|/({_YEAR})/(\d\d)/"
)


class DateCandidate(NamedTuple):
    """A day, month or year in which an article may have been published.

    edtf: the period. where: the place where it stands. printed: as it stands there.
    """

    edtf: str
    where: str
    printed: str


def candidate(edtf: str, where: str, printed: str) -> DateCandidate:
    """Return a candidate; a long print is cut."""
    return DateCandidate(edtf, where, " ".join(printed.split())[:_PRINTED])


def machine_date(text: str) -> str:
    """Return the day in a date for machines: `2025-01-03T10:00Z`, `20250103`; else as printed.

    It is "" if there is none.
    """
    match = _MACHINE.match(text)
    if match:
        return _edtf(int(match[1]), int(match[2]), int(match[3]))
    written = _WRITTEN.search(text[:100])
    return _read(written) if written and not written["m3"] else ""


def address_date(address: str) -> tuple[str, str]:
    """Return the date in the address of a page, in EDTF, and as printed; or two empty texts."""
    for match in _ADDRESS.finditer(address[:1_000].lower()):
        year, _, month, day, year2, month2, day2, year3, month3 = match.groups()
        if month and month.isalpha():
            month = str(_month(month)) if _month(month) else "0"
        found = _edtf(
            int(year or year2 or year3), int(month or month2 or month3), int(day or day2 or 0)
        )
        if found:
            return found, match[0].strip("/_-")
    return "", ""


# --- dates that a text prints ---------------------------------------------------------------


def printed_dates(text: str, title: str | None = None) -> Iterator[DateCandidate]:
    """Yield the dates in the head of a text that stand alone, in a dateline, or after a label.

    At the end of a text, only those after a label. title: a line that is no date.
    """
    lines = [line for line in text[:HEAD].split("\n") if line.strip()][:MOST_LINES]
    yield from dates_of_lines([line for line in lines if line != title])
    if len(text) > HEAD + TAIL:
        for line in text[-TAIL:].split("\n")[1:]:
            yield from (found for found in _of_line(line, "") if found.where == "published line")


def dates_of_lines(lines: Sequence[str]) -> Iterator[DateCandidate]:
    """Yield the dates in lines at the head of an article."""
    before = ""
    for line in lines:
        yield from _of_line(line, before)
        before = line


def _of_line(line: str, line_before: str) -> Iterator[DateCandidate]:
    """Yield the dates of publication in a line. line_before: may be its label."""
    for match in _WRITTEN.finditer(line):
        edtf = _read(match)
        before = _BESIDE.sub(" ", line[: match.start()]).strip()
        if not before and len(line_before) < 40:
            before = line_before.strip()
        if not edtf or _CHANGED.search(before):
            continue
        if _LABEL.search(before):
            yield candidate(edtf, "published line", match[0])
        elif match["m3"]:
            continue  # a month alone needs a label
        elif match.start() <= _NEAR_START and _DATELINE.fullmatch(line[: match.start()]):
            yield candidate(edtf, "dateline", match[0])
        elif _alone(line, match):
            yield candidate(edtf, "line by itself", match[0])


def _alone(line: str, match: re.Match[str]) -> bool:
    """Return True if a line is a date, perhaps with its time, a label, and a name or two."""
    rest = _BESIDE.sub(" ", f"{line[: match.start()]} | {line[match.end() :]}")
    words = re.findall(r"[^\W_]+", rest)
    is_post = "@" in rest  # of somebody, shown in the article
    return len(words) <= _FEW_WORDS and not is_post and not rest.rstrip().endswith((".", "?", "!"))


def _read(match: re.Match[str]) -> str:
    """Return a written date in EDTF; "" if it is none, or can mean two days."""
    if match["digits"]:
        try:
            found = in_digits(match["digits"])
        except ValueError:
            return ""
        return found.start or "" if found else ""
    month = _month((match["m1"] or match["m2"] or match["m3"]).lower())
    year = int(match["y1"] or match["y2"] or match["y3"])
    return _edtf(year, month, int(match["d1"] or match["d2"] or 0))


def _month(name: str) -> int:
    """Return the number of a month from the first letters of its name; 0 if there is none."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3])), 0)


def _edtf(year: int, month: int, day: int = 0) -> str:
    """Return a day or, without one, a month; "" if there is none."""
    try:
        bounds = span(year, month, day or None)
    except ValueError:
        return ""
    return str(bounds.start) if day else f"{year:04d}-{month:02d}"


# --- the date of publication ----------------------------------------------------------------

Ask = Callable[[Sequence[DateCandidate]], str]
_FORMS = "write 2025-01-03, 2025-01 or 2025-01-03/2025-01-05"


def published(dates: Sequence[DateCandidate], typed: str | None, ask: Ask | None) -> dict[str, Any]:
    """Return the date of publication for a source record, with its basis and a note.

    typed: what the user says. ask: chooses among candidates that contradict each other, and returns
    its EDTF, or "" for all of them; without it, their range is stored. Raises UsageError.
    """
    if typed is not None:
        return {"edtf": checked(typed), "basis": "explicit", "note": "Given with --published."}
    if not dates:
        return {"edtf": None, "basis": "none", "note": "No date was found."}
    rivals = narrowest(dates)
    chosen = ask(rivals) if ask is not None and len(rivals) > 1 else ""
    if chosen or len(rivals) == 1:
        edtf = chosen or rivals[0].edtf
        where = ", ".join(dict.fromkeys(date.where for date in dates if date.edtf == edtf))
        how = "Chosen when it was added; found in" if chosen else "Found in"
        return {"edtf": edtf, "basis": "explicit", "note": f"{how}: {where}."[:2_000]}
    bounds = [edtf_bounds(date.edtf) for date in rivals]
    edtf = f"{min(str(b.start) for b in bounds)}/{max(str(b.end) for b in bounds)}"
    told = "; ".join(f"{date.edtf} ({date.where})" for date in rivals)
    return {
        "edtf": edtf,
        "basis": "inferred",
        "note": f"The article gives several dates: {told}."[:2_000],
    }


def narrowest(dates: Iterable[DateCandidate]) -> list[DateCandidate]:
    """Return the candidates that contradict each other, the first one of each date.

    A month that contains the day of another candidate does not contradict it.
    """
    distinct = list({date.edtf: date for date in reversed(list(dates))}.values())[::-1]
    bounds = [edtf_bounds(date.edtf) for date in distinct]

    def is_wider(period: Interval) -> bool:
        return any(other != period and other.within(period) for other in bounds)

    return [date for date, period in zip(distinct, bounds, strict=True) if not is_wider(period)]


def checked(typed: str) -> str:
    """Return a typed date of publication. Raises UsageError if it is not EDTF."""
    try:
        edtf_bounds(typed)
    except ValueError as error:
        raise UsageError(str(error), where="--published", expected=_FORMS) from None
    if len(typed) > 40:
        raise UsageError("is too long", where="--published", expected=_FORMS)
    return typed
