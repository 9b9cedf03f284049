"""Find the facts of an index that may match a query, by date or newest first.

The result has every fact that matches, and few others; the query decides. Each filter value is
a term of the index. A period is a range of numbers, because facts are numbered by date.
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
from mss_cli.stores.index.layout import LONG_DAYS, LONG_SPAN, OPEN_SPAN, YEAR_DAYS, quoted
from mss_cli.stores.ndjson import Location

INFIX_LENGTH = 3  # characters; --match texts are looked up by their trigrams
LOCATION_COLUMNS = "f.id, f.byte, f.bytes, f.canonical, f.number"  # of the table `fact` as f


class IndexQuery(NamedTuple):
    """The conditions of a query that the index can test.

    match: an expression for the table `term`, or "" for any fact. period: the date of a fact
    must touch it. known_by: a source of the fact must have been published by this day. If the
    fact may be dated differently without its later sources, all of them must; "" for no day.
    """

    match: str = ""
    period: Interval | None = None
    known_by: str = ""


class _NumberRange(NamedTuple):
    """Facts from one number to another.

    term: each fact must have this term and a row in `span`; "" for no such condition.
    condition: further SQL.
    """

    first: int
    last: int
    term: str = ""
    condition: str = ""


def any_of(terms: Iterable[str]) -> str:
    """Return the expression that matches facts with any of these terms."""
    return "(" + " OR ".join(map(quoted, terms)) + ")"


def all_of(expressions: Iterable[str]) -> str:
    """Return the expression that matches facts for which all expressions hold."""
    return " AND ".join(expression for expression in expressions if expression)


class FactFinder:
    """Finds the facts of an index that may match a query."""

    def __init__(self, database: Database, stem: Callable[[str], str]) -> None:
        self._database = database
        self._stem = stem
        self.last_dated: int = database.meta("dated")  # the number of the last fact with a date

    # --- queries --------------------------------------------------------------------------

    def index_query(self, query: Query) -> IndexQuery | None:
        """Translate a query; None if no fact can match it."""
        expressions: list[str | None] = []
        for name, values in query.criteria.items():
            if FILTERS[name].terms is not None:
                terms = sorted(filter_term(name, value) for value in values)
                expressions.append(any_of(terms) if terms else None)
        if "match" in query.criteria:
            expressions.append(self._containing_any(query.criteria["match"]))
        if None in expressions:
            return None
        match = all_of(expression for expression in expressions if expression)
        return IndexQuery(match, query.period)

    def _containing_any(self, texts: Iterable[str]) -> str | None:
        """Return the expression for facts whose words may contain one of several texts."""
        possible = [found for text in texts if (found := self._containing(text)) is not None]
        if not possible:
            return None
        return "" if "" in possible else f"({' OR '.join(f'({each})' for each in possible)})"

    def _containing(self, text: str) -> str | None:
        """Return the expression for facts whose words may contain a folded text.

        A fact contains the text only if each run of letters in it is part of a word of the
        fact. So the expression is None if a run is part of no word at all. A run does not
        narrow if it is part of very many words, or of a word that may lack a term.
        """
        from mss_cli.stores.index.terms import may_lack_term

        expressions = []
        for run in re.findall(rf"[^\W_]{{{INFIX_LENGTH},}}", text):
            words = self._words_containing(run)
            if not words:
                return None
            if len(words) <= limits.MAX_INFIX_WORDS and not any(map(may_lack_term, words)):
                expressions.append(any_of(sorted({self._stem(word) for word in words})))
        return all_of(expressions)

    def _words_containing(self, run: str) -> list[str]:
        """Return the words of the index that contain this, up to one more than the limit."""
        starts = range(len(run) - INFIX_LENGTH + 1)
        trigrams = {run[start : start + INFIX_LENGTH] for start in starts}
        rows = self._database.rows(
            "SELECT w.word FROM infix i JOIN word w ON w.number = i.rowid "
            "WHERE infix MATCH ? AND instr(w.word, ?) LIMIT ?",
            all_of(map(quoted, sorted(trigrams))),
            run,
            limits.MAX_INFIX_WORDS + 1,
        )
        return [word for (word,) in rows]

    # --- facts ----------------------------------------------------------------------------

    def locations(self, query: IndexQuery, newest: bool = False) -> Iterator[Location]:
        """Yield the facts that may match, by date; undated facts always come last.

        newest: the latest facts first.
        """
        streams = [self._select(query, each, newest) for each in self._ranges(query.period)]
        yield from merge(*streams, key=lambda at: -at.number if newest else at.number)
        if query.period is None:
            yield from self._select(query, _NumberRange(self.last_dated + 1, 1 << 60), newest)

    def redated(self, query: IndexQuery, day: str, newest: bool) -> Iterator[Location]:
        """Yield the facts that had another date as of a day, in the order of that date."""
        match, period = query.match, query.period
        conditions, values = "", [day, day]
        if match:
            conditions += " AND s.fact IN (SELECT rowid FROM term WHERE term MATCH ?)"
            values.append(match)
        if period and period.start:
            conditions += " AND s.last >= ? AND NOT s.undated"
            values.append(period.start)
        direction = "DESC" if newest else "ASC"
        rows = self._database.rows(
            f"SELECT {LOCATION_COLUMNS} FROM state s JOIN fact f ON f.number = s.fact "
            f"WHERE s.known_from <= ? AND s.known_to > ?{conditions} "
            f"ORDER BY s.undated, s.first {direction}, s.last {direction}, s.fact {direction}",
            *values,
        )
        yield from map(Location._make, rows)

    def _ranges(self, period: Interval | None) -> Iterator[_NumberRange]:
        """Yield the number ranges of facts whose dates may touch a period, without overlap.

        A fact is numbered by the start of its date. So a short date is numbered near the
        period, and only a long or open date can be numbered farther away.
        """
        first, last = 1, self.last_dated
        if period is not None and period.end is not None:
            last = self._first_number_from(period.end + "~") - 1
            no_start = "AND s.date_start IS NULL"
            yield _NumberRange(last + 1, self.last_dated, OPEN_SPAN, no_start)
        if period is not None and period.start is not None:
            still_on = f"AND (s.date_end IS NULL OR s.date_end >= '{period.start}')"
            first = self._first_number_from(_days_before(period.start, LONG_DAYS))
            year_ago = self._first_number_from(_days_before(period.start, YEAR_DAYS))
            before = min(first - 1, last)
            yield _NumberRange(year_ago, before, LONG_SPAN, still_on)
            yield _NumberRange(1, before, OPEN_SPAN, still_on)
        yield _NumberRange(first, last)

    def _select(self, query: IndexQuery, numbers: _NumberRange, newest: bool) -> Iterator[Location]:
        first, last, term, condition = numbers
        if first > last:
            return
        if query.known_by:
            day = query.known_by
            condition += (
                f" AND f.known_first <= '{day}' AND (f.known_last <= '{day}' OR NOT shifts)"
            )
        direction = "DESC" if newest else "ASC"
        match = all_of([query.match, quoted(term) if term else ""])
        if match:
            span = "JOIN span s ON s.number = t.rowid" if term else ""
            rows = self._database.rows(
                f"SELECT {LOCATION_COLUMNS} "
                f"FROM term t {span} JOIN fact f ON f.number = t.rowid "
                f"WHERE term MATCH ? AND t.rowid BETWEEN ? AND ? {condition} "
                f"ORDER BY t.rowid {direction}",
                match,
                first,
                last,
            )
        else:
            rows = self._database.rows(
                f"SELECT {LOCATION_COLUMNS} FROM fact f "
                f"WHERE f.number BETWEEN ? AND ? {condition} ORDER BY f.number {direction}",
                first,
                last,
            )
        yield from map(Location._make, rows)

    # --- numbers and counts ---------------------------------------------------------------

    def numbers(self, first: str, last: str) -> tuple[int, int]:
        """Return the first and last number of the facts whose dates start in these days."""
        return self._first_number_from(first), self._first_number_from(last + "~") - 1

    def _first_number_from(self, day: str) -> int:
        """Return the number of the first fact whose date starts on a day or later.

        Binary search: the numbers follow the dates, so they need no index of their own.
        """
        low, high = 1, self.last_dated + 1
        while low < high:
            middle = (low + high) // 2
            sql = "SELECT coalesce(date_start, date_end) FROM fact WHERE number = ?"
            if self._database.value(sql, middle) < day:
                low = middle + 1
            else:
                high = middle
        return low

    def dated_within(self, period: Interval) -> bool:
        """Return True if the date of any fact lies within a period."""
        first = 1 if period.start is None else self._first_number_from(period.start)
        last = self.last_dated
        if period.end is not None:
            last = self._first_number_from(period.end + "~") - 1
        sql = (
            "SELECT 1 FROM fact WHERE number BETWEEN ? AND ? AND date_start IS NOT NULL "
            "AND (? IS NULL OR date_end <= ?) LIMIT 1"
        )
        return bool(self._database.value(sql, first, last, period.end, period.end))

    def count(self, match: str) -> int:
        """Return how many facts an expression matches."""
        return int(self._database.value("SELECT count(*) FROM term WHERE term MATCH ?", match))


def _days_before(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
