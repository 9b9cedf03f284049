"""mss places: the places where facts are set."""

from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.facts.model import ENTITY_FIELDS
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.text import plural

FIELDS = (*ENTITY_FIELDS, "facts")
COLUMNS = (
    Column("id", "Id", shape="id"),
    Column("facts", "Facts"),
    Column("kind", "Kind"),
    Column("name", "Name"),
    Column("aliases", "Aliases"),
)


def run(session: Session, output: Output) -> int:
    """List the countries and places in which facts are set, most frequent first.

    Example: mss places
    """
    store = session.store
    counts = store.tally("places")
    rows = []
    for place, facts in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        entity = store.entities[place]
        aliases = ", ".join(entity["aliases"])
        cells = (place, str(facts), entity["kind"], entity["name"], aliases)
        rows.append(Row({**entity, "facts": facts}, cells))
    code = session.emit(Result((Section("", COLUMNS, rows),), FIELDS), output)
    session.say([plural(len(rows), "place")])
    return code
