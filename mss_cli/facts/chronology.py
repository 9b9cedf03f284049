"""Sort keys that order facts by date."""

from mss_cli.facts.model import Fact

LAST = "9999-99-99"  # after every day


def by_date(fact: Fact) -> tuple[str, ...]:
    """Sort by first possible day, last possible day and id; undated facts come last.

    A fact that is only known to be before a day is sorted at that day.
    """
    start, end = fact["date_start"], fact["date_end"]
    return (start or end or LAST, end or LAST, fact["id"])


def latest(fact: Fact) -> tuple[bool, tuple[str, ...]]:
    """Sort by date in reverse, for the largest key first; undated facts come last."""
    return (fact["date"] is not None, by_date(fact))
