"""The table of filters.

To add a filter, add one entry to the table. mss derives everything else from it: the options of
the list commands, the operators of `search`, the terms of an index, shell completion and
docs/commands.md.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from mss_cli.facts.dates import Interval, is_approximate
from mss_cli.facts.kinds import KINDS, STATUSES
from mss_cli.facts.model import Fact
from mss_cli.facts.states import STATES, in_state
from mss_cli.query import values as read
from mss_cli.query.query import Query
from mss_cli.text import fold

Test = Callable[[Fact], bool]


class Filter(NamedTuple):
    """One filter.

    name: the name of the option (`--who`) and of the search operator (`who:`).
    read: resolves the typed values to the value of the filter; raises UsageError.
    test: returns the test of a fact for a resolved value.
    terms: returns the terms under which an index files a fact. A fact matches if the value of
        the filter contains one of its terms. None if no index covers the filter.
    help, metavar: as `--help` prints them, with other filters in braces: `{who}`.
    also: what only the command line can do, for `--help`.
    repeatable: True if users may repeat the option.
    completes: the values that shell completion offers (cli/completion.py).
    example: an example value for the search operator; "" if there is no operator.
    """

    name: str
    read: Callable[[read.Reader, str, tuple[str, ...]], Any]
    test: Callable[[Any, Query], Test]
    terms: Callable[[Fact], Iterable[str]] | None = None
    help: str = ""
    also: str = ""
    metavar: str = ""
    repeatable: bool = True
    completes: str | tuple[str, ...] = ""
    example: str = ""


# --- tests --------------------------------------------------------------------------------


def _any(values: Callable[[Fact], Iterable[str]]) -> Callable[[frozenset[str], Query], Test]:
    """Return a test for facts that share a value with the filter."""
    return lambda wanted, _: lambda fact: not wanted.isdisjoint(values(fact))


def _dated(period: Interval, query: Query) -> Test:
    certain = query.certain
    return lambda fact: in_period(fact, period, certain)


def in_period(fact: Fact, period: Interval, certain: bool) -> bool:
    """Return True if a fact's date may fall in a period. Undated facts never match.

    certain: True if the whole date must lie inside the period. An approximate date never does.
    """
    if fact["date"] is None or (certain and is_approximate(fact["date"])):
        return False
    dates = Interval(fact["date_start"], fact["date_end"])
    return dates.within(period) if certain else dates.overlaps(period)


def _contains(texts: tuple[str, ...], _: Query) -> Test:
    def test(fact: Fact) -> bool:
        parts = [fold(part) for part in (fact["text"], *fact["phrases"])]
        return any(text in part for text in texts for part in parts)

    return test


# --- values of a fact ---------------------------------------------------------------------


def involved(fact: Fact) -> set[str]:
    """Return all entities of a fact: actors, speakers, stance holder, subjects and places."""
    holder = [fact["stance"]["holder"]] if fact["stance"] else []
    return {*fact["actors"], *fact["said_by"], *fact["about"], *fact["places"], *holder}


def speakers(fact: Fact) -> set[str]:
    """Return the speakers of a fact and the holder of its stance."""
    holder = [fact["stance"]["holder"]] if fact["stance"] else []
    return {*fact["said_by"], *holder}


def _status_and_states(fact: Fact) -> list[str]:
    return [fact["status"], *(state for state, holds in STATES.items() if holds(fact))]


def _measure(fact: Fact) -> list[str]:
    return [fact["quantity"]["measure"]] if fact["quantity"] else []


def _parts(fact: Fact) -> list[str]:
    return [part for part in ("quantity", "stance") if fact[part]]


# --- the table ----------------------------------------------------------------------------

_ENTRIES = (
    Filter(
        "kind",
        read.word_in(KINDS),
        _any(lambda f: (f["kind"],)),
        lambda f: (f["kind"],),
        help=f"Keep facts of this kind: {', '.join(KINDS)}. Separate multiple values with commas.",
        metavar="KIND",
        completes=tuple(KINDS),
        example="figure",
    ),
    Filter(
        "status",
        read.word_in((*STATUSES, *STATES)),
        lambda wanted, _: lambda fact: in_state(fact, wanted),
        _status_and_states,
        help=f"Keep facts with this status: {', '.join(STATUSES)}; or in this state: "
        f"{', '.join(STATES)}. Separate multiple values with commas.",
        metavar="STATUS",
        completes=(*STATUSES, *STATES),
        example="planned",
    ),
    Filter(
        "who",
        read.ids(read.Reader.entity),
        _any(involved),
        involved,
        help="Keep facts that involve this person, organisation or country.",
        metavar="NAME",
        completes="entity",
        example="ruto",
    ),
    Filter(
        "about",
        read.ids(read.Reader.entity_or_topic),
        _any(lambda f: (*f["about"], *f["topics"])),
        lambda f: (*f["about"], *f["topics"]),
        help="Keep facts about this name or topic. For what someone did, use {who}.",
        metavar="NAME|TOPIC",
        completes="about",
        example="funding",
    ),
    Filter(
        "by",
        read.ids(read.Reader.speaker),
        _any(speakers),
        speakers,
        help="Keep statements made, or positions held, by this person, organisation or country.",
        metavar="NAME",
        completes="entity",
        example="guterres",
    ),
    Filter(
        "place",
        read.ids(read.Reader.place),
        _any(lambda f: f["places"]),
        lambda f: f["places"],
        help="Keep facts set in this place.",
        metavar="NAME",
        completes="place",
        example="haiti",
    ),
    Filter(
        "topic",
        read.ids(read.Reader.topic),
        _any(lambda f: f["topics"]),
        lambda f: f["topics"],
        help="Keep facts on this topic or a narrower one.",
        metavar="TOPIC",
        completes="topic",
        example="funding",
    ),
    Filter(
        "source",
        read.ids(read.Reader.source),
        _any(lambda f: f["sources"]),
        lambda f: f["sources"],
        help="Keep facts from this source: its short name or file name, or the start of either.",
        metavar="SOURCE",
        completes="source",
        example="000",
    ),
    # Commands set these two filters; most commands have no option for them.
    Filter("having", read.word_in(("quantity", "stance")), _any(_parts), _parts),
    Filter("measure", read.ids(read.Reader.measure), _any(_measure), _measure),
    Filter(
        "match",
        read.folded,
        _contains,
        help="Keep facts that contain this text; case and accents do not matter. A comma in a "
        "number or before a space is part of the text.",
        metavar="TEXT",
    ),
    # Date filters apply last, so that they count only facts that a wider period would add.
    Filter(
        "since",
        read.period_from,
        _dated,
        help="Keep facts dated on or after the start of this period: YYYY, YYYY-MM, YYYY-MM-DD, "
        "YYYY-Qn, YYYY-Wnn, A..B, 'june 2024', 'today', 'last month'.",
        metavar="DATE",
        repeatable=False,
        example="2024-06",
    ),
    Filter(
        "until",
        read.period_to,
        _dated,
        help="Keep facts dated on or before the end of this period.",
        metavar="DATE",
        repeatable=False,
        example="2024-09",
    ),
    Filter(
        "on",
        read.period_of,
        _dated,
        help="Keep facts dated in this period.",
        also="With 'mss stances', it can also be a question.",
        metavar="DATE",
        repeatable=False,
        completes="question",
        example="2024-09",
    ),
)
FILTERS: dict[str, Filter] = {each.name: each for each in _ENTRIES}  # in the order they apply
WITHOUT_OPTION = ("having", "measure")


def tests(query: Query) -> list[tuple[str, Test]]:
    """Return the tests of a query in the order they apply, each with the name of its filter."""
    named_tests: list[tuple[str, Test]] = [("keep", query.keep)] if query.keep is not None else []
    criteria = query.criteria
    named_tests += [(n, f.test(criteria[n], query)) for n, f in FILTERS.items() if n in criteria]
    return named_tests


def matches(query: Query) -> Test:
    """Return a test for facts that pass every filter of a query."""
    all_tests = [test for _, test in tests(query)]
    return lambda fact: all(test(fact) for test in all_tests)
