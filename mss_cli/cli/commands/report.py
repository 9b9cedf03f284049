"""mss report: the record as one page of HTML."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from mss_cli import limits
from mss_cli.cli.commands._lists import Listing, select
from mss_cli.cli.options import UnsortedFilters, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.query.query import Filters
from mss_cli.query.reports import count_lines, no_match_lines
from mss_cli.query.selection import typed
from mss_cli.text import plural, size

if TYPE_CHECKING:
    from mss_cli.output.report.contents import Contents


class ReportOptions(NamedTuple):
    """Where the page goes, and its title."""

    output: Annotated[
        str | None,
        option(
            "--output",
            "-o",
            help="Write the page to this file (required); use - for standard output.",
            metavar="FILE",
            is_path=True,
        ),
    ] = None
    title: Annotated[
        str | None,
        option(
            "--title", help="Give the page this title. Default: the store's title.", metavar="TEXT"
        ),
    ] = None
    force: Annotated[bool, option("--force", help="Replace the file if it exists.")] = False


def run(session: Session, report: ReportOptions, filters: UnsortedFilters) -> int:
    """Write the record as a single HTML page that anyone can open, search and print.

    The page shows what the record covers and where the evidence is thin, a timeline, promised
    numbers beside delivered ones, positions over time, disagreements side by side, everyone
    involved, and every fact by date, with its evidence. It is a single file: readers need neither
    mss nor a network connection. The filters choose the facts. With --articles, it also shows each
    passage in its paragraph, and each article with the cited passages marked.

    Examples: mss report -o haiti.html; mss report -o kenya.html --who kenya --title "Kenya"
    """
    from mss_cli.stores.new_file import refuse_existing, write_file

    path = report.output
    if path is None:
        raise UsageError("missing", where="--output", expected="name a file, e.g. -o report.html")
    if path != "-":
        refuse_existing(path, "--output", report.force)
    listing = _listing(session, filters)
    session.say(listing.notes)
    contents = _contents(session, listing, report.title)
    from mss_cli.output.report.html import page

    if path == "-":
        session.write(lambda: page(contents))
    else:
        written = write_file(path, page(contents), "--output", report.force)
    found = listing.selection.facts
    told = [f"a passage is not shown: {problem}" for problem in contents.problems]
    told += [f"an article is not shown: {problem}" for problem in contents.problem_of.values()]
    selected = (session.store, listing.selection, listing.query)
    told += count_lines(*selected) if found else no_match_lines(*selected)
    if path != "-":
        told.append(f"wrote {path}: {plural(len(found), 'fact')}, {size(written)}")
    session.say(told)
    return 0


def _listing(session: Session, filters: Filters) -> Listing:
    """Return the facts of the report. Raises UsageError if a page cannot hold them."""
    most = limits.MAX_REPORT_FACTS
    limit = min(filters.limit or most + 1, most + 1)
    listing = select(session, filters._replace(limit=limit))
    if len(listing.selection.facts) > most:
        raise UsageError(
            f"more than {most:,} facts match, too many for one page",
            where="report",
            expected="add a filter, e.g. --since, --who or --topic",
        )
    return listing


def _contents(session: Session, listing: Listing, title: str | None) -> "Contents":
    from mss_cli.output.report.contents import Asked, Contents
    from mss_cli.query.conflicts import conflicts_among
    from mss_cli.query.source_names import short_names
    from mss_cli.stores.articles import Articles

    store, query = session.store, listing.query
    facts = listing.selection.facts
    directory = session.articles_directory
    return Contents(
        store,
        facts,
        conflicts_among(store, facts, query.known_by, query.certain),
        short_names(store),
        None if directory is None else Articles(directory),
        Asked((title or "").strip(), _asked(listing), query.known_by),
    )


def _asked(listing: Listing) -> str:
    """Return the filters and, if it left something out, the limit, as typed."""
    filters, selection = typed(listing.query), listing.selection
    cut = selection.more or selection.matched > len(selection.facts)
    return f"{filters} --limit {listing.query.limit}".strip() if cut else filters
