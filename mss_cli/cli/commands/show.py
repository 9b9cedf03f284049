"""mss show: one fact in full."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.output.fact_page import FIELDS, fact_page
from mss_cli.query.fact_ids import find_fact

__all__ = ["FIELDS", "run"]  # completion reads FIELDS


class IdArgument(NamedTuple):
    """The fact to show."""

    id: Annotated[
        str, argument("The id of a fact, or the start of it.", metavar="ID", completes="fact")
    ]


def run(session: Session, argument: IdArgument, output: Output) -> int:
    """Show one fact in full: its date, readings, conflicts, evidence and relations.

    If no article prints the date, the output shows how the date was derived: anchor, rule and
    result. The start of the id is enough if no other id starts the same way. With --articles, each
    paragraph is shown with the passage marked by ⟦ and ⟧.

    Example: mss show ruto-visits
    """
    store = session.store
    fact = find_fact(store, argument.id)
    contexts = None
    if session.articles_directory is not None:
        from mss_cli.stores.articles import Articles

        articles = Articles(session.articles_directory)
        contexts = [articles.context(evidence) for evidence in fact["evidence"]]
    code = session.emit(fact_page(store, fact, contexts), output)
    if contexts is None:
        session.say(["--articles DIR or MSS_ARTICLES shows each passage in its paragraph"])
    return code
