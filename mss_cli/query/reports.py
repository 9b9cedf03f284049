"""Messages about a selection: how many facts it has, or why it has none."""

from mss_cli import limits
from mss_cli.facts.dates import Interval
from mss_cli.query.query import Query, Selection
from mss_cli.query.selection import described, run
from mss_cli.query.store import Store
from mss_cli.text import plural


def counted(selection: Selection, query: Query) -> list[str]:
    """Return lines that count the facts, and the undated facts that a date filter left out."""
    shown, found = len(selection.facts) or selection.found, selection.found
    of = f"{shown:,} of {plural(found, 'fact')}" if shown < found else plural(found, "fact")
    of += " and more" if selection.more else ""
    lines = [f"{of} (of {selection.total:,} in the store)"]
    if selection.undated and found:
        undated = plural(selection.undated, "undated fact")
        lines.append(f"{undated} cannot match {_dates(query)}")
    return lines


def nothing(store: Store, selection: Selection, query: Query) -> list[str]:
    """Return lines that say why a selection is empty: the filters, and the store's coverage."""
    total, removed = selection.total, selection.removed
    steps = "; ".join(f"{step.label} leaves out {step.facts:,}" for step in removed)
    if total > limits.MAX_COUNTED_FACTS:
        lines = [f"no facts: none of {total:,} in the store matches {described(query)}"]
    elif len(removed) == 1:
        lines = [f"no facts: none of {total:,} in the store matches {removed[0].label}"]
    else:
        lines = [f"no facts: of {total:,} in the store, {steps or 'none'}"]
    criteria = query.criteria
    if criteria.get("about") and not criteria.get("who"):
        involving = len(run(store, Query({"who": criteria["about"]})).facts)
        if involving:
            named = query.labels["about"].replace("--about", "--who")
            involve = "fact involves it" if involving == 1 else "facts involve it"
            lines.append(f"{involving:,} {involve}; use {named}")
    if "match" in criteria:
        lines.append(
            "--match looks for the exact letters; 'mss search' also finds other forms of a word"
        )
    return [*lines, *_coverage(store, query)]


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
    """Return the date filters as the user wrote them."""
    names = [name for name, value in query.criteria.items() if isinstance(value, Interval)]
    return " ".join(query.labels[name] for name in names)
