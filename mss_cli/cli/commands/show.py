"""mss show: one fact whole."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.output.fact_page import FIELDS, fact_page
from mss_cli.query.fact_ids import find_fact

__all__ = ["FIELDS", "run"]  # completion reads FIELDS


class IdArgument(NamedTuple):
    """The fact that `show` shows."""

    id: Annotated[
        str, argument("The id of a fact, or the start of it.", metavar="ID", completes="fact")
    ]


def run(session: Session, argument: IdArgument, output: Output) -> int:
    """One fact whole: how it was dated, disagreements, evidence, its passage in context.

    A date that is not printed is shown with its anchor, the rule and the result. The id may
    be cut short where it stays unique. With --articles the passage is shown in its
    paragraph, between ⟦ and ⟧.

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
