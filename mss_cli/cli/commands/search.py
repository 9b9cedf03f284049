"""mss search: ranked search for names, topics, numbers, dates and questions."""

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.kinds import MIXED
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.columns import fact_section
from mss_cli.output.result import Column, Result, Row, Rows, Section
from mss_cli.query.filters import FILTERS
from mss_cli.query.query import Filters, Query
from mss_cli.query.reading import BuiltQuery, Scope, build
from mss_cli.query.reports import no_match_lines
from mss_cli.query.selection import any_fact, describe, sort_and_limit
from mss_cli.query.selection import run as select
from mss_cli.query.store import Store
from mss_cli.search import Found, Hit, ParsedQuery, parse_query, search
from mss_cli.search.named_sources import with_named_sources
from mss_cli.text import plural

DEFAULT_LIMIT = 20
_AFTER = MIXED.index("text") + 1
COLUMNS = (*MIXED[:_AFTER], "phrases", *MIXED[_AFTER:])  # a phrase may be what was found
FIELDS = (*FACT_FIELDS, "score", "why", "matches")


class QueryArgument(NamedTuple):
    """The query."""

    query: Annotated[tuple[str, ...], argument("Words to look for.", metavar="QUERY")]


class Explain(NamedTuple):
    """Whether to explain the answer."""

    explain: Annotated[
        bool, option("--explain", help="Explain how the query was read and why each fact matched.")
    ] = False


def run(
    session: Session,
    argument: QueryArgument,
    explain: Explain,
    filters: Filters,
    output: Output,
) -> int:
    """Search texts, names, aliases, topics, numbers and phrases; best match first.

    Write your query as you would say it. Search understands names, acronyms, synonyms, numbers with
    units, dates, periods ("in july 2024", "since the vote") and question words. It corrects
    spelling mistakes and tells you when it does. If the record has no answer, it returns nothing
    and says what is missing.

    In a query, quotation marks ("...") find words in exactly this order, and -word leaves out facts
    that contain that word. The filters work inside the query too: kind:figure, who:ruto. Without
    --limit, at most 20 facts are listed.

    Example: mss search "why was the deployment delayed"
    """
    parsed = parse_query(" ".join(argument.query))
    if not (parsed.has_words or parsed.filters):
        raise UsageError("the query has no words", expected="give a word, e.g. mss search funding")
    store = session.store
    parsed = with_named_sources(store, parsed)
    filters = _with_prefixes(filters, parsed)
    query, notes = _build(store, filters, session.today, parsed)
    limit = DEFAULT_LIMIT if filters.limit is None else filters.limit
    candidates = 0 if filters.sort is not None or filters.reverse else limit
    found = search(store, query, parsed, session.today, candidates, explained=explain.explain)
    hits = _sorted(found.hits, filters, query)
    shown = hits[:limit] if limit else hits
    section = _section(store, shown, explain.explain)
    narrowed = [f"only {prefix}:{', '.join(v)}" for prefix, v in parsed.filters.items()]
    said = [*notes, *narrowed, *found.notes, *found.read]
    code = session.emit(Result((section,), FIELDS), output, said)
    if hits:
        of = "the best " if found.cut else ""
        session.say([f"{len(shown):,} of {of}{plural(len(hits), 'fact')} found"])
    else:
        session.say(_nothing(session, query, parsed, found))
    return code


def _sorted(hits: list[Hit], filters: Filters, query: Query) -> list[Hit]:
    """Return hits best first, or in the order that --sort and --reverse ask for."""
    if filters.sort is not None:
        by_id = {hit.fact["id"]: hit for hit in hits}
        return [by_id[fact["id"]] for fact in sort_and_limit([hit.fact for hit in hits], query)]
    return hits[::-1] if filters.reverse else hits


def _with_prefixes(filters: Filters, parsed: ParsedQuery) -> Filters:
    """Return the filters together with those inside the query.

    Raises UsageError if a filter that takes one value occurs twice.
    """
    for prefix, values in parsed.filters.items():
        given = filters.typed.get(prefix, ())
        if not FILTERS[prefix].repeatable and (given or len(values) > 1):
            raise UsageError(f"{prefix}: is given twice", where="the query", expected="use it once")
        filters = filters.with_typed(prefix, *given, *values)
    return filters


def _build(store: Store, filters: Filters, today: str, parsed: ParsedQuery) -> BuiltQuery:
    """Return the query; an error names a filter as the user typed it."""
    try:
        return build(store, filters, today, Scope(own_limit=True))
    except UsageError as error:
        prefix = error.where.removeprefix("--")
        if prefix in parsed.filters:
            error.where = prefix
        raise


def _section(store: Store, shown: Sequence[Hit], explained: bool) -> Section:
    why = Column("why", "Why", under="text")
    section = fact_section(
        store,
        [hit.fact for hit in shown],
        COLUMNS,
        extra=[(why, [hit.why for hit in shown])] if explained else [],
        records=[
            {
                **hit.fact,
                "score": hit.score,
                "why": list(hit.why),
                "matches": [match._asdict() for match in hit.matches],
            }
            for hit in shown
        ],
    )

    def rows() -> Iterator[Row]:
        for row, hit in zip(section.rows, shown, strict=True):
            spans = [(m.start, m.end) for m in hit.matches if m.field == "text"]
            yield row._replace(marks={"text": spans})

    return section._replace(rows=Rows(rows, section.records, lambda: bool(shown)))


def _without_filters(session: Session, parsed: ParsedQuery) -> int:
    """Return how many facts answer a query if its filters are left out."""
    query, _ = _build(session.store, Filters(), session.today, parsed)
    return len(search(session.store, query, parsed, session.today, DEFAULT_LIMIT).hits)


def _nothing(session: Session, query: Query, parsed: ParsedQuery, found: Found) -> list[str]:
    """Return lines that say why nothing was found: the filters, or the words."""
    store = session.store
    if not any_fact(store, query):
        return no_match_lines(store, select(store, query), query)
    asked = " ".join((parsed.text, *(f'"{phrase}"' for phrase in parsed.phrases))).strip()
    filtered = query.criteria or query.known_by
    if filtered and (without := _without_filters(session, parsed)):
        do = "1 does" if without == 1 else f"{without} do"
        return [f"no fact answers {asked!r} with {describe(query)}; without filters, {do}"]
    reason = f": {found.missing}" if found.missing else ""
    return [f"nothing in the store answers {asked!r}{reason}"]
