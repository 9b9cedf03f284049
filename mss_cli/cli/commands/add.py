"""mss add: take in articles."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from mss_cli.cli.inputs import STDIN, content, input_name
from mss_cli.cli.options import Output, argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import MssError, UsageError
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.text import plural, visible

if TYPE_CHECKING:
    from mss_cli.drafting.adding import Addition, Given
    from mss_cli.drafting.articles import Article, DateCandidate
    from mss_cli.stores.writing import Writer

FIELDS = ("file", "title", "published", "publisher", "sentences", "drafts")
COLUMNS = tuple(Column(name, name.capitalize()) for name in FIELDS)


class Arguments(NamedTuple):
    """Which articles to take in, and what is known about them."""

    files: Annotated[
        tuple[str, ...],
        argument(
            "Files of text, Markdown, HTML or PDF; - is standard input.", "FILE", is_path=True
        ),
    ]
    published: Annotated[
        str | None,
        option("--published", help="The date of publication, e.g. 2025-01-03.", metavar="EDTF"),
    ] = None
    publisher: Annotated[
        str | None, option("--publisher", help="The publisher.", metavar="TEXT")
    ] = None
    title: Annotated[str | None, option("--title", help="The title.", metavar="TEXT")] = None
    repair: Annotated[
        bool, option("--repair", help="Repair text that was decoded wrongly (â€™ for ’).")
    ] = False
    again: Annotated[
        bool,
        option(
            "--again", help="Draft an article's facts again; keep the drafts you have decided on."
        ),
    ] = False
    dry_run: Annotated[
        bool, option("--dry-run", help="Show what would be added, and change nothing.")
    ] = False


def run(session: Session, arguments: Arguments, output: Output) -> int:
    """Add articles: store the files and their text, find title and date, and draft facts.

    mss looks for the date of publication in the page and in the text. If it finds several, it asks
    on a terminal, and stores the range in a pipe. 'mss review' turns drafts into facts. If one of
    several files cannot be added, none is. HTML and PDF need: pip install 'mss-cli[add]'.

    Example: mss add article.html --store my-store
    """
    from mss_cli.stores.writing import refuse_bundled

    directory = refuse_bundled(session.store_directory, "add")
    _check(session, arguments, output)
    added = _add(directory, arguments)
    for each in added:
        session.say(each.notes)
    code = session.emit(_result(added), output)
    drafts = sum(len(each.drafts) for each in added)
    told = f"{plural(len(added), 'article')}, {plural(drafts, 'draft')}"
    next_step = f"next: mss review --store {directory}" if drafts else "no fact was drafted"
    ending = "nothing was written (--dry-run)" if arguments.dry_run else next_step
    session.say([f"{told}; {ending}"])
    return code


def _add(directory: str, arguments: Arguments) -> "list[Addition]":
    """Add all articles, or none. Return what they change."""
    contents = [(input_name(file), content(file)) for file in arguments.files]

    from mss_cli.drafting.articles import Readers, read_article

    with Readers(arguments.files) as readers:  # they start while the rest is imported and opened
        from mss_cli.drafting.adding import given
        from mss_cli.stores.writing import Writer

        said = given(arguments.published, arguments.publisher, arguments.title)
        with Writer(directory) as writer:
            articles = [
                (name, read_article(content, name, arguments.repair, readers))
                for name, content in contents
            ]
            added = _additions(articles, said, arguments.again, writer)
            if not arguments.dry_run:
                _commit(added, writer)
    return added


def _check(session: Session, arguments: Arguments, output: Output) -> None:
    """Raise UsageError for options that are wrong, before anything is written."""
    session.format(output)
    if output.fields is not None:
        from mss_cli.output.fields import with_fields

        with_fields(_result(()), output.fields)
    if arguments.title is not None and len(arguments.files) > 1:
        raise UsageError("is for one article", where="--title", expected="add them one by one")
    if arguments.files.count("-") > 1:
        raise UsageError("standard input can be read once", where="-")
    for flag, value in (
        ("--published", arguments.published),
        ("--publisher", arguments.publisher),
        ("--title", arguments.title),
    ):
        if arguments.again and value is not None:
            raise UsageError("cannot be combined with --again", where=flag)


def _additions(
    articles: "Sequence[tuple[str, Article]]", said: "Given", is_again: bool, writer: "Writer"
) -> "list[Addition]":
    """Return what each article changes. Raises an error that names the file."""
    from mss_cli.drafting.adding import addition, again
    from mss_cli.stores.memory import MemoryStore

    if is_again and writer.decisions():
        raise UsageError(
            "a review is not finished",
            expected="run 'mss review' first, which writes its decisions",
        )
    store = MemoryStore(writer.parts, writer.directory)
    added: list[Addition] = []

    def read(file: str) -> bytes | None:
        new = next((each.files[file] for each in added if file in each.files), None)
        return new or writer.read(file)

    for name, article in articles:
        sources = [*writer.parts["sources"], *(each.source for each in added)]
        try:
            if is_again:
                found = again(article, sources, read, store)
            else:
                found = addition(article, said, sources, store, _asker(name), read)
        except MssError as error:
            error.where = f"{name}: {error.where}" if error.where else name
            raise
        added.append(found)
    return added


def _commit(added: "Sequence[Addition]", writer: "Writer") -> None:
    """Write all articles, or none."""
    new = {each.source["file"]: each.source for each in added}
    others = [source for source in writer.parts["sources"] if source["file"] not in new]
    files = {name: content for each in added for name, content in each.files.items()}
    what = next(iter(new)) if len(new) == 1 else plural(len(new), "article")
    writer.commit({"sources": [*others, *new.values()]}, files, f"the addition of {what}")


# --- asking -------------------------------------------------------------------------------


def _asker(name: str) -> Any:
    """Return the function that asks for a date, or None if nobody can be asked."""

    def ask(dates: "Sequence[DateCandidate]") -> str:
        return _ask(name, dates)

    terminal = sys.stdin is not None and sys.stdin.isatty() and name != STDIN
    return ask if terminal and sys.stderr is not None else None


def _ask(name: str, dates: "Sequence[DateCandidate]") -> str:
    """Ask which date is that of publication; "" stores the range."""
    print(f"{visible(name)}: when was it published?", file=sys.stderr)
    for number, date in enumerate(dates, 1):
        told = f"{number}  {date.edtf}  ({date.where}: {date.printed})"
        print(visible(told), file=sys.stderr)
    print("0  none of them for certain: store the whole range", file=sys.stderr)
    while True:
        print("Number [1]: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        typed = line.strip() or "1"
        if not line or typed == "0":
            return ""
        if typed.isascii() and typed.isdecimal() and int(typed[:9]) <= len(dates):
            return dates[int(typed) - 1].edtf


def _result(added: "Sequence[Addition]") -> Result:
    return Result((Section("", COLUMNS, [_row(each) for each in added]),), FIELDS)


def _row(added: "Addition") -> Row:
    source = added.source
    record = {
        "file": source["file"],
        "title": source["title"],
        "published": source["published"],
        "publisher": source["publisher"],
        "sentences": len(source["sentences"]),
        "drafts": len(added.drafts),
    }
    cells = {**record, "published": source["published"]["edtf"] or "unknown"}
    return Row(record, tuple("" if value is None else str(value) for value in cells.values()))
