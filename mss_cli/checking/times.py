"""Whether the dates of an occasion agree with a date or a day of the week in a clause."""

import re
from collections.abc import Iterator
from datetime import date

from mss_cli.checking.evidence import Cluster, Evidence
from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, NEAR, OPEN, Finding
from mss_cli.checking.parts import Part
from mss_cli.facts.dates import Interval, edtf_bounds
from mss_cli.facts.kinds import INTENDED, LASTING
from mss_cli.facts.model import Fact
from mss_cli.search.dates import TemporalExpression, fits, periods
from mss_cli.search.requirements import is_undated
from mss_cli.text import words as words_in

_RANGE = re.compile(r"\b(?:to|until|till|through)\b", re.IGNORECASE)


def compare_date(part: Part, cluster: Cluster, apart: bool) -> Finding:
    """Return how the dates of a cluster compare with one of a clause.

    apart: True for a day of the week that may be that of another act.
    """
    best = Finding(part, ABSENT, fact=cluster.main.fact["id"])
    for evidence in cluster.every:
        fact = evidence.fact
        if part.dated is not None:
            found = _compare(part.text, part.dated, evidence)
        else:
            found = _weekday(part.weekday, fact)
        told = Finding(part, found, fact["date"] or "undated", fact["id"])
        if found == AGREES:
            return told
        decides = evidence is cluster.main and not apart
        if found in (NEAR, OPEN) or (found == DIFFERS and decides):
            best = told
    return best


def holds_for_all(part: Part, fact: Fact) -> bool:
    """Return True if a date or a day of the week holds for every reading of a fact."""
    readings = list(_readings(fact))
    if part.dated is None:
        days = {date.fromisoformat(one.start).weekday() for one in readings if one.start}
        return days == {part.weekday}
    wanted = periods(part.dated)
    return all(any(one.within(period) for period in wanted) for one in readings)


def _compare(text: str, dated: TemporalExpression, evidence: Evidence) -> str:
    """Return how a date compares with that of a fact, and with those in its text."""
    fact, typed, told = evidence.fact, words_in(text), evidence.words
    if not dated.side and any(told[n : n + len(typed)] == typed for n in range(len(told))):
        return AGREES
    if fact["date"] is None:
        return ABSENT
    wanted = periods(dated)
    own = Interval(fact["date_start"], fact["date_end"])
    if dated.side in ("from", "to"):
        return _sided(dated, own, fact)
    whole = next((one for one in dated.intervals if own.within(one)), None)
    if _lasts(fact) and whole and _RANGE.search(text) and (own.start or "") > (whole.start or ""):
        return ABSENT  # `from 2019 to 2023`, of what is known only from 2022
    if any(read.within(period) for read in (own, *_readings(fact)) for period in wanted):
        return AGREES
    if fits(fact, [wanted]) > 0:
        finer = any(period.within(own) for period in wanted)  # more precise than the record
        return OPEN if finer else NEAR
    return ABSENT if is_undated(fact) else DIFFERS


def is_before_plan(dated: TemporalExpression, fact: Fact) -> bool:
    """Return True if a fact tells of a plan for a time no earlier than a date."""
    until = fact["date_end"]
    if fact["status"] not in INTENDED or until is None:
        return False
    return all(one.end is not None and one.end <= until for one in periods(dated))


def _lasts(fact: Fact) -> bool:
    return fact["status"] in LASTING or fact["kind"] == "role"


def _sided(dated: TemporalExpression, own: Interval, fact: Fact) -> str:
    """Return how `since` or `by` a date compares with the date of a fact.

    What lasts holds since a date by which it had begun, what happened only on a later one.
    """
    (period,) = periods(dated)
    lasts = _lasts(fact)
    ends = [one.end for one in dated.intervals if one.end]
    begun = bool(own.start and ends and own.start <= max(ends))
    if own.within(period) and not (lasts and dated.side == "from" and not begun):
        return AGREES
    if lasts and begun:
        return AGREES
    if is_undated(fact) or fits(fact, [(period,)]) > 0:
        return ABSENT
    return DIFFERS


def _readings(fact: Fact) -> Iterator[Interval]:
    """Yield the dates that single passages give."""
    for evidence in fact["evidence"]:
        read = evidence["reports"]["date"]
        if read:
            yield Interval(*edtf_bounds(read))


def _weekday(day: int | None, fact: Fact) -> str:
    """Return how a day of the week, from 0, compares with the days that a fact gives."""
    intervals = (*_readings(fact), Interval(fact["date_start"], fact["date_end"]))
    days = {one.start for one in intervals if one.start and one.start == one.end}
    found = {date.fromisoformat(each).weekday() for each in days}
    if day in found:
        return AGREES
    return DIFFERS if found else ABSENT
