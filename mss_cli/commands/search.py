"""mss search: ranked full text."""

from mss_cli.columns import fact_section
from mss_cli.errors import UsageError
from mss_cli.filters import Scope, build, nothing
from mss_cli.kinds import MIXED
from mss_cli.model import FACT_FIELDS
from mss_cli.options import Explain, Filters, Output, QueryArgument
from mss_cli.query import run as select
from mss_cli.result import Column, Result
from mss_cli.search import search
from mss_cli.session import Session
from mss_cli.text import plural, words

DEFAULT_LIMIT = 20
FIELDS = (*FACT_FIELDS, "score", "why")


def run(
    session: Session,
    argument: QueryArgument,
    explain: Explain,
    filters: Filters,
    output: Output,
) -> int:
    """Full text over text, names, aliases, topics and phrases; best match first.

    Typing errors are corrected and names expanded, and that is said on standard error.
    Without --sort the order is that of relevance; 20 facts unless --limit says otherwise.

    Example: mss search "why was the deployment delayed"
    """
    typed = " ".join(argument.query)
    if not words(typed):
        raise UsageError("the query has no words", expected="give one, e.g. mss search funding")
    store = session.store
    query, notes = build(store, filters, session.today, Scope(whole=True))
    selection = select(store, query)
    found = search(store, selection.facts, typed)
    hits = found.hits
    if filters.sort is not None:
        place = {fact["id"]: number for number, fact in enumerate(selection.facts)}
        hits = sorted(hits, key=lambda hit: place[hit.fact["id"]])
    elif filters.reverse:
        hits = hits[::-1]
    limit = DEFAULT_LIMIT if filters.limit is None else filters.limit
    shown = hits[:limit] if limit else hits
    why = Column("why", "Why", under="text")
    extra = [(why, [hit.why for hit in shown])] if explain.explain else []
    section = fact_section(
        store,
        [hit.fact for hit in shown],
        MIXED,
        extra=extra,
        records=[{**hit.fact, "score": hit.score, "why": list(hit.why)} for hit in shown],
    )
    code = session.emit(Result((section,), FIELDS), output, [*notes, *found.notes])
    if hits:
        session.say([f"{len(shown):,} of {plural(len(hits), 'fact')} found"])
    elif not selection.facts:
        session.say(nothing(store, selection, query))
    else:
        session.say([f"nothing in the store answers {typed!r}"])
    return code
