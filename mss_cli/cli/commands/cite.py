"""mss cite: citations of facts and their passages."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.kinds import CITATIONS
from mss_cli.output.citations import FIELDS, citation, pin
from mss_cli.output.formats.json import line
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.query.fact_ids import find_cited
from mss_cli.query.values import read_choice
from mss_cli.text import plural, visible

COLUMNS = (
    Column("source", "Source", narrow_under="footnote", shape="files"),
    Column("footnote", "Footnote"),
    Column("id", "Id", under="footnote", shape="id"),
)


class CitedArgument(NamedTuple):
    """The facts and sources to cite."""

    ids: Annotated[
        tuple[str, ...],
        argument(
            "The ids of facts or the names of sources, or the start of either.",
            metavar="ID",
            completes="cited",
        ),
    ]


class CiteOptions(NamedTuple):
    """The style in which a citation is printed."""

    style: Annotated[
        str | None,
        option(
            "--style",
            "-s",
            help=f"Citation style: {', '.join(CITATIONS)}. Default: {CITATIONS[0]}.",
            metavar="STYLE",
            completes=tuple(CITATIONS),
        ),
    ] = None


def run(session: Session, argument: CitedArgument, cite: CiteOptions, output: Output) -> int:
    """Cite facts, or sources, as footnotes, BibTeX or CSL-JSON.

    Each source of a fact has its own citation, and each citation is printed once. A citation gives
    the paragraph, characters and SHA-256 of the passage, and the version and SHA-256 of the store.
    If a source does not print its publisher or title, the citation does not invent one. If one of
    the ids is unknown, nothing is cited. --json and the other formats print all styles as records.

    Examples: mss cite vote-unanimous; mss cite mss-extended 004 --style bibtex
    """
    store = session.store
    cited = find_cited(store, argument.ids)
    found = [citation(store.sources[file], pin(*store.origin(file)), fact) for file, fact in cited]
    chosen = output.json or output.excel or output.compact or output.format
    if chosen or output.fields is not None:
        if cite.style is not None:
            raise UsageError(
                "a style cannot be combined with a format",
                where="--style",
                expected="use one of them; each record contains every style",
            )
        rows = [Row(c, (c["source"], c["footnote"], c["id"])) for c in found]
        return session.emit(Result((Section("", COLUMNS, rows),), FIELDS), output)
    style = read_choice("--style", cite.style, CITATIONS)
    if style == "csl-json":
        text = line([c["csl"] for c in found], indent=2)
    else:
        text = "\n".join(visible(part) for c in found for part in c[style].split("\n"))
    session.write(lambda: iter((text, "\n")))
    session.say([plural(len(found), "citation")])
    return 0
