"""Which facts may pass a query: their numbers, in order of time or the newest first.

What is yielded holds every fact that passes, and seldom more; query.py decides. Each filter
is a term of the index, a period is a range of numbers: facts are numbered in order of time.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from heapq import merge
from typing import NamedTuple

from mss_cli import limits
from mss_cli.facts.dates import Interval
from mss_cli.query.filters import FILTERS
from mss_cli.query.query import Query
from mss_cli.stores.index.database import Database
from mss_cli.stores.index.filter_terms import filter_term
from mss_cli.stores.index.layout import LASTING, LONG, OPEN, YEAR, token

INFIX = 3  # letters of --match by which words are looked up
ROW = "f.number, f.id, f.byte, f.bytes, f.printed"


class Place(NamedTuple):
    """A fact of the index: its number and id, and where it stands in facts.ndjson.

    printed: whether the line there is just what is printed of the fact.
    """

    number: int
    id: str
    byte: int
    bytes: int
    printed: int


class Narrowing(NamedTuple):
    """match: an expression for the table `term`, or "". period: what dates must touch.

    known_by: a day by which a source of a fact was published, or all of them if the fact
    would be dated otherwise without one; or "".
    """

    match: str = ""
    period: Interval | None = None
    known_by: str = ""


def any_of(terms: Iterable[str]) -> str:
    """Return the expression for facts that have any of some terms."""
    return "(" + " OR ".join(map(token, terms)) + ")"


def all_of(parts: Iterable[str]) -> str:
    """Return the expression for facts that all of some expressions hold for."""
    return " AND ".join(part for part in parts if part)


class Narrow:
    """Finds the facts of an index that may pass queries."""

    def __init__(self, base: Database, stem: Callable[[str], str]) -> None:
        self._base = base
        self._stem = stem
        self.dated: int = base.meta("dated")  # the number of the last fact with a date

    def narrowing(self, query: Query) -> Narrowing | None:
        """Return what narrows a query; None if nothing can pass it."""
        parts: list[str | None] = []
        for name, value in query.criteria.items():
            if FILTERS[name].terms is not None:
                terms = sorted(filter_term(name, each) for each in value)
                parts.append(any_of(terms) if terms else None)
        parts += [self._with_text(text) for text in query.criteria.get("match", ())]
        if None in parts:
            return None
        return Narrowing(all_of(part for part in parts if part), query.period)

    def _with_text(self, text: str) -> str | None:
        """Return the expression for facts whose words may have a folded text in them.

        A text is in another only if each run of its letters is in a word of the other. None:
        no word has one of them. A word that is no term narrows nothing, nor do very many.
        """
        from mss_cli.stores.index.terms import may_be_no_term

        parts = []
        for run in re.findall(rf"[^\W_]{{{INFIX},}}", text):
            grams = {run[at : at + INFIX] for at in range(len(run) - INFIX + 1)}
            found = self._base.rows(
                "SELECT w.word FROM infix i JOIN word w ON w.number = i.rowid "
                "WHERE infix MATCH ? AND instr(w.word, ?) LIMIT ?",
                all_of(map(token, sorted(grams))),
                run,
                limits.MAX_INFIX_WORDS + 1,
            )
            words = [word for (word,) in found]
            if not words:
                return None
            if len(words) <= limits.MAX_INFIX_WORDS and not any(map(may_be_no_term, words)):
                parts.append(any_of(sorted({self._stem(word) for word in words})))
        return all_of(parts)

    def places(self, narrowing: Narrowing, newest: bool = False) -> Iterator[Place]:
        """Yield the facts that may pass, in order of time; newest: the other way round.

        Facts without a date come last either way.
        """
        streams = [self._select(narrowing, *stream, newest) for stream in self._streams(narrowing)]
        yield from merge(*streams, key=lambda p: -p.number if newest else p.number)
        if narrowing.period is None:
            yield from self._select(narrowing, "", self.dated + 1, 1 << 60, "", newest)

    def moved(self, narrowing: Narrowing, day: str, newest: bool) -> Iterator[Place]:
        """Yield the facts that stood elsewhere in time as of a day, in order of that time."""
        way = "DESC" if newest else "ASC"
        match, period = narrowing.match, narrowing.period
        among = "AND s.fact IN (SELECT rowid FROM term WHERE term MATCH ?)" if match else ""
        among += " AND s.last >= ? AND NOT s.undated" if period and period.start else ""
        rows = self._base.rows(
            f"SELECT {ROW} FROM state s JOIN fact f ON f.number = s.fact "
            f"WHERE s.known_from <= ? AND s.known_to > ? {among} "
            f"ORDER BY s.undated, s.first {way}, s.last {way}, s.id {way}",
            day,
            day,
            *([match] if match else []),
            *([period.start] if period and period.start else []),
        )
        yield from map(Place._make, rows)

    def _streams(self, narrowing: Narrowing) -> Iterator[tuple[str, int, int, str]]:
        """Yield where dates may touch a period: a term, the first and last number, a condition.

        A fact stands where its date begins, so one of a day or month stands near the period,
        and only those that last can stand further away. No two streams have a fact in common.
        """
        period, first, last = narrowing.period, 1, self.dated
        if period is not None and period.end is not None:
            last = self._first_from(period.end + "~") - 1
            yield OPEN, last + 1, self.dated, "AND s.date_start IS NULL"
        if period is not None and period.start is not None:
            ends = f"AND (s.date_end IS NULL OR s.date_end >= '{period.start}')"
            first = self._first_from(_before(period.start, LONG))
            before = self._first_from(_before(period.start, YEAR))
            yield LASTING, before, min(first - 1, last), ends
            yield OPEN, 1, min(first - 1, last), ends
        yield "", first, last, ""

    def _select(
        self, narrowing: Narrowing, term: str, first: int, last: int, condition: str, newest: bool
    ) -> Iterator[Place]:
        if first > last:
            return
        match = all_of([narrowing.match, token(term) if term else ""])
        if narrowing.known_by:
            day = narrowing.known_by
            condition += (
                f" AND f.known_first <= '{day}' AND (f.known_last <= '{day}' OR NOT shifts)"
            )
        order = "DESC" if newest else "ASC"
        if match:
            span = "JOIN span s ON s.number = t.rowid" if term else ""
            rows = self._base.rows(
                f"SELECT {ROW} FROM term t {span} JOIN fact f ON f.number = t.rowid "
                f"WHERE term MATCH ? AND t.rowid BETWEEN ? AND ? {condition} "
                f"ORDER BY t.rowid {order}",
                match,
                first,
                last,
            )
        else:
            rows = self._base.rows(
                f"SELECT {ROW} FROM fact f WHERE f.number BETWEEN ? AND ? {condition} "
                f"ORDER BY f.number {order}",
                first,
                last,
            )
        yield from map(Place._make, rows)

    def numbers(self, first: str, last: str) -> tuple[int, int]:
        """Return the first and last number of the facts that stand at some days."""
        return self._first_from(first), self._first_from(last + "~") - 1

    def _first_from(self, day: str) -> int:
        """Return the number of the first fact that stands at a day or after it."""
        low, high = 1, self.dated + 1
        while low < high:
            middle = (low + high) // 2
            sql = "SELECT coalesce(date_start, date_end) FROM fact WHERE number = ?"
            if self._base.one(sql, middle) < day:
                low = middle + 1
            else:
                high = middle
        return low

    def dated_within(self, period: Interval) -> bool:
        """Return whether the date of a fact lies in a period."""
        first = 1 if period.start is None else self._first_from(period.start)
        last = self.dated if period.end is None else self._first_from(period.end + "~") - 1
        sql = (
            "SELECT 1 FROM fact WHERE number BETWEEN ? AND ? AND date_start IS NOT NULL "
            "AND (? IS NULL OR date_end <= ?) LIMIT 1"
        )
        return bool(self._base.one(sql, first, last, period.end, period.end))

    def count(self, match: str) -> int:
        """Return how many facts an expression holds for."""
        return int(self._base.one("SELECT count(*) FROM term WHERE term MATCH ?", match))


def _before(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
