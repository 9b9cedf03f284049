"""Sort keys that order facts by date. story.py orders those of one date."""

from typing import Any

from mss_cli.facts.model import Fact

LAST = "9999-99-99"  # after every day


def by_day(fact: Fact) -> tuple[str, str]:
    """Sort by first and last possible day; undated facts come last.

    A fact that is only known to be before a day is sorted at that day. Stores give facts in story
    order, which a stable sort keeps within one date.
    """
    start, end = fact["date_start"], fact["date_end"]
    return start or end or LAST, end or LAST


def by_date(fact: Fact) -> tuple[Any, ...]:
    """Sort by day, then by the first passage, and by id if two facts share it.

    Unlike story order, this follows from the fact alone.
    """
    first = min((e["source"], e["start"]) for e in fact["evidence"])
    return (*by_day(fact), *first, fact["id"])


def latest(fact: Fact) -> tuple[Any, ...]:
    """Sort by date in reverse, for the largest key first; undated facts come last."""
    return (fact["date"] is not None, *by_date(fact))
