"""Order in time: which of two facts comes first."""

from mss_cli.facts.model import Fact

LAST = "9999-99-99"  # after every day: undated facts come last


def by_date(fact: Fact) -> tuple[str, ...]:
    """The order of time: first possible day, last possible day, id; undated facts last.

    What is only known to be before a day stands at that day.
    """
    start, end = fact["date_start"], fact["date_end"]
    return (start or end or LAST, end or LAST, fact["id"])


def latest(fact: Fact) -> tuple[bool, tuple[str, ...]]:
    """The order of time from its end, the greatest first; undated facts last."""
    return (fact["date"] is not None, by_date(fact))
