"""Messages for standard error: how many facts matched, or why none did."""

from mss_cli.facts.dates import Interval
from mss_cli.query.query import Query, Selection
from mss_cli.query.selection import describe, run
from mss_cli.query.store import Store
from mss_cli.text import plural


def count_lines(store: Store, selection: Selection, query: Query) -> list[str]:
    """Return lines that count the matching facts, and the undated facts left out.

    They also say if the period of the query lies outside the dates of the store, unless that
    takes a whole pass: a fact with an open date may match any period.
    """
    matched = selection.matched
    shown = len(selection.facts) or matched
    facts = plural(matched, "fact")
    count = f"{shown:,} of {facts}" if shown < matched else facts
    count += " or more" if selection.more else ""
    lines = [f"{count} (of {selection.total:,} in the store)"]
    if selection.undated and matched:
        undated = plural(selection.undated, "undated fact")
        lines.append(f"{undated} cannot match {_dates(query)}")
    return [*lines, *(_coverage(store, query) if store.countable else [])]


def no_match_lines(store: Store, selection: Selection, query: Query) -> list[str]:
    """Return lines that explain why no fact matches.

    They name the filters that removed facts, suggest other options, and compare the period of
    the query with the dates of the store.
    """
    total, removed = selection.total, selection.removed
    steps = "; ".join(f"{step.label} leaves out {step.facts:,}" for step in removed)
    if not store.countable:
        lines = [f"no facts: none of the {total:,} in the store matches {describe(query)}"]
    elif len(removed) == 1:
        lines = [f"no facts: none of the {total:,} in the store matches {removed[0].label}"]
    else:
        lines = [f"no facts: of {total:,} in the store, {steps or 'none'}"]
    criteria = query.criteria
    if criteria.get("about") and not criteria.get("who"):
        involving = len(run(store, _about_as_who(query)).facts)
        if involving:
            named = query.labels["about"].replace("--about", "--who")
            involve = "fact involves it" if involving == 1 else "facts involve it"
            lines.append(f"{involving:,} {involve}; use {named}")
    if "match" in criteria:
        lines.append(
            "--match looks for the exact letters; 'mss search' also finds other forms of a word"
        )
    return [*lines, *_coverage(store, query)]


def _about_as_who(query: Query) -> Query:
    """Return a query with --who instead of --about."""
    others = {name: value for name, value in query.criteria.items() if name != "about"}
    return query._replace(criteria={**others, "who": query.criteria["about"]}, limit=0)


def _coverage(store: Store, query: Query) -> list[str]:
    period = query.period
    if period is None:
        return []
    lines = []
    first, last = store.dates
    if first and last and not period.overlaps(Interval(first, last)):
        lines.append(f"{_dates(query)} lies outside the dates of the store, {first} to {last}")
    covered = store.manifest["coverage"]["last"]
    if covered and (period.start or "") > covered:
        lines.append(f"the store's last article is from {covered} or before")
    return lines


def _dates(query: Query) -> str:
    """Return the date filters as the user typed them."""
    names = [name for name, value in query.criteria.items() if isinstance(value, Interval)]
    return " ".join(query.labels[name] for name in names)
