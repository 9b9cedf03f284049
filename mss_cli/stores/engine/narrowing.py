"""A query as one expression, which selects every fact that may match; the query then decides.

As in an index, each filter value and each word is a term of a fact (stores/index/terms.py). A
condition is a boolean expression over the table of facts; None means that no fact can match.
"""

import re
from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from mss_cli import limits
from mss_cli.facts.dates import Interval
from mss_cli.query.filters import FILTERS
from mss_cli.query.query import Query
from mss_cli.search.collection import Need
from mss_cli.stores.engine.tables import Tables
from mss_cli.stores.index.filter_terms import filter_term
from mss_cli.stores.index.terms import may_lack_term

INFIX_LENGTH = 3  # shortest part of a --match text worth looking up


class Narrowing:
    """Translates queries for the tables of an engine."""

    def __init__(self, tables: Tables, stem: Callable[[str], str]) -> None:
        self._tables = tables
        self._stem = stem

    def of_query(self, query: Query) -> Any:
        """Return the condition of a query."""
        conditions = []
        for name, values in query.criteria.items():
            if FILTERS[name].terms is not None:
                if not values:
                    return None
                conditions.append(self.any_of(filter_term(name, value) for value in values))
        if "match" in query.criteria:
            matching = self._containing_any(query.criteria["match"])
            if matching is None:
                return None
            conditions.append(matching)
        conditions.append(self.touching(query.period))
        return all_of(conditions)

    def any_of(self, terms: Iterable[str]) -> Any:
        """Return the condition that a fact has one of these terms."""
        found = self._tables.terms
        wanted = found.filter(found.term.isin(sorted(terms)))
        return self._tables.facts.number.isin(wanted.number)

    def meets(self, need: Need) -> Any:
        """Return the condition that a fact meets a need; any fact meets an empty one."""
        parts = [self.any_of(need.any_of)] if need.any_of else []
        if need.all_of:
            parts.append(all_of([self.any_of([term]) for term in need.all_of]))
        return reduce(or_, parts) if parts else ibis.literal(True)

    def touching(self, period: Interval | None) -> Any:
        """Return the condition that the date of a fact touches a period; None is all time."""
        if period is None:
            return ibis.literal(True)
        facts = self._tables.facts
        conditions = [facts.date.notnull()]
        if period.end is not None:
            end = ibis.date(period.end)
            conditions.append(facts.date_start.isnull() | (facts.date_start <= end))
        if period.start is not None:
            start = ibis.date(period.start)
            conditions.append(facts.date_end.isnull() | (facts.date_end >= start))
        return all_of(conditions)

    def _containing_any(self, texts: Iterable[str]) -> Any:
        """Return the condition that the words of a fact may contain one of several texts."""
        possible = [found for text in texts if (found := self._containing(text)) is not None]
        return reduce(or_, possible) if possible else None

    def _containing(self, text: str) -> Any:
        """Return the condition that the words of a fact may contain a folded text.

        A fact can contain the text only if each run of letters is part of one of its words. A run
        is ignored if it is part of too many words, or of a word that may lack a term.
        """
        conditions = []
        for run in re.findall(rf"[^\W_]{{{INFIX_LENGTH},}}", text):
            words = self._words_containing(run)
            if not words:
                return None
            if len(words) <= limits.MAX_INFIX_WORDS and not any(map(may_lack_term, words)):
                conditions.append(self.any_of({self._stem(word) for word in words}))
        return all_of(conditions)

    def _words_containing(self, run: str) -> list[str]:
        words = self._tables.words
        found = words.filter(words.word.contains(run)).select("word").distinct()
        return [row["word"] for row in self._tables.rows(found.limit(limits.MAX_INFIX_WORDS + 1))]


def all_of(conditions: Iterable[Any]) -> Any:
    """Return the condition that all of these hold."""
    return reduce(and_, conditions, ibis.literal(True))
