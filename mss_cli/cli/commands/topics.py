"""mss topics: the topics and the words that find them."""

from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.facts.model import TOPIC_FIELDS
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.text import plural

FIELDS = (*TOPIC_FIELDS, "facts")
COLUMNS = (
    Column("id", "Id", shape="id"),
    Column("facts", "Facts"),
    Column("broader", "Broader"),
    Column("label", "Label", narrow_under="id"),
    Column("alt_labels", "Alt labels"),
)


def run(session: Session, output: Output) -> int:
    """List the topics, with the number of facts in each and the words you can use to find it.

    A topic includes the facts of narrower topics.

    Example: mss topics --fields id,facts
    """
    store = session.store
    rows = []
    for topic in sorted(store.topics.values(), key=lambda t: t["id"]):
        facts = store.count_facts_on(topic["id"])
        cells = (
            topic["id"],
            str(facts),
            topic["broader"] or "",
            topic["label"],
            ", ".join(topic["alt_labels"]),
        )
        rows.append(Row({**topic, "facts": facts}, cells))
    code = session.emit(Result((Section("", COLUMNS, rows),), FIELDS), output)
    session.say([plural(len(rows), "topic")])
    return code
