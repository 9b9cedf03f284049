"""mss show: one fact in full."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.errors import DataError
from mss_cli.facts.model import Fact
from mss_cli.output.fact_page import FIELDS, fact_page, first_conflicts
from mss_cli.query.conflicts import conflicts_of
from mss_cli.query.fact_ids import find_fact
from mss_cli.text import plural

if TYPE_CHECKING:
    from mss_cli.facts.passages import Context

__all__ = ["FIELDS", "run"]  # completion reads FIELDS


class IdArgument(NamedTuple):
    """The fact to show."""

    id: Annotated[
        str, argument("The id of a fact, or the start of it.", metavar="ID", completes="fact")
    ]


def run(session: Session, argument: IdArgument, output: Output) -> int:
    """Show one fact in full: its date, readings, conflicts, evidence and relations.

    If no article prints the date, the output shows how the date was derived: anchor, rule and
    result. The start of the id is enough if no other id starts the same way. With --articles, the
    output also shows each passage in its paragraph, between ⟦ and ⟧, if that directory has its
    article.

    Example: mss show ruto-visits
    """
    store = session.store
    fact = find_fact(store, argument.id)
    conflicts = conflicts_of(store, fact)
    shown = first_conflicts(conflicts)
    directory = session.articles_directory
    contexts, hints = None, ["--articles DIR or MSS_ARTICLES shows each passage in its paragraph"]
    if directory is not None:
        contexts, problems = _contexts(fact, directory)
        hints = [f"a passage is not shown: {problem}" for problem in problems]
    code = session.emit(fact_page(store, fact, shown, contexts), output)
    if len(shown) < len(conflicts):
        rest = plural(len(conflicts) - len(shown), "conflict")
        hints.append(f"{rest} with very many readings left out; 'mss conflicts' lists them")
    session.say(hints)
    return code


def _contexts(fact: Fact, directory: str) -> tuple[list["Context | None"], list[str]]:
    """Return each passage of a fact in its paragraph, and why some cannot be shown.

    Raises DataError if there is no such directory.
    """
    from mss_cli.stores.articles import Articles

    articles = Articles(directory)
    contexts: list[Context | None] = []
    problems: dict[str, None] = {}
    for evidence in fact["evidence"]:
        try:
            contexts.append(articles.context(evidence))
        except DataError as error:
            contexts.append(None)
            problems[str(error)] = None
    return contexts, list(problems)
