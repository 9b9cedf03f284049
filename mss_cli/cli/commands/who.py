"""mss who: the page of a person, organisation, country or mission."""

from typing import Annotated, NamedTuple

from mss_cli.cli.options import Output, argument
from mss_cli.cli.session import Session
from mss_cli.errors import NotFoundError, UsageError
from mss_cli.facts.kinds import ENTITY_KINDS
from mss_cli.facts.model import ENTITY_FIELDS, FACT_FIELDS, Entity, Fact
from mss_cli.output.columns import fact_section
from mss_cli.output.fields import SECTION
from mss_cli.output.result import Block, Column, Result, Row, Section
from mss_cli.query.profile import PARTS, profile
from mss_cli.query.resolution import Resolution, nearest, resolve
from mss_cli.query.store import Store
from mss_cli.query.values import better_topic, list_candidates, unknown_name
from mss_cli.text import plural, words

_ENTITY = ("name", "kind", "summary", "aliases")
FIELDS = tuple(dict.fromkeys((*FACT_FIELDS, *_ENTITY, SECTION)))  # what --fields accepts
_LINE = ("date", "precision", "status", "text", "sources", "id")
_NUMBER = ("date", "precision", "status", "value", "text", "sources", "id")
_MIXED = ("date", "precision", "status", "kind", "text", "sources", "id")
# The columns of each part of a profile.
COLUMNS = {
    "roles": _LINE,
    "figures": _NUMBER,
    "stances": _LINE,
    "statements": _LINE,
    "events": _LINE,
    "mentions": _MIXED,
}


# The columns of the list of everyone.
EVERYONE = (
    Column("id", "Id", shape="id"),
    Column("facts", "Facts"),
    Column("kind", "Kind"),
    Column("name", "Name"),
    Column("summary", "Summary", under="name"),
)


class NameArgument(NamedTuple):
    """The name to look up."""

    name: Annotated[
        tuple[str, ...],
        argument(
            "A name, alias or acronym; without one, everyone is listed.",
            metavar="NAME",
            completes="entity",
        ),
    ] = ()


def run(session: Session, argument: NameArgument, output: Output) -> int:
    """Show what the record holds on a person, organisation or country.

    The output lists roles, numbers, positions, statements and events. You can type half a name or
    misspell it; case, accents and word order do not matter. mss tells you how it read the name.
    Without a name, everyone in the record is listed, with the number of facts that involve them.

    Examples: mss who ruto; mss who
    """
    store = session.store
    if not argument.name:
        return _everyone(session, output)
    typed = " ".join(argument.name)
    if not words(typed):
        raise UsageError("the name is empty", expected="give a name, e.g. mss who ruto")
    entity = _find(store, typed)
    assert entity.only is not None
    record = store.entities[entity.only.id]
    grouped = profile(store, record["id"])
    notes = [entity.explanation()] if entity.explanation() else []
    code = session.emit(_page(store, record, grouped), output, notes)
    people = store.representatives(record["id"])
    session.say([plural(sum(map(len, grouped.values())), "fact")])
    session.say([f"also speaks for {record['name']}: mss who {person}" for person in people])
    return code


def _everyone(session: Session, output: Output) -> int:
    """List all entities: people first, and those with most facts first."""
    store = session.store
    counts = store.tally("who")
    rows = []
    for entity in sorted(
        store.entities.values(),
        key=lambda e: (ENTITY_KINDS.index(e["kind"]), -counts.get(e["id"], 0), e["id"]),
    ):
        facts = counts.get(entity["id"], 0)
        cells = (entity["id"], str(facts), entity["kind"], entity["name"], entity["summary"])
        rows.append(Row({**entity, "facts": facts}, cells))
    section = Section("", EVERYONE, rows)
    code = session.emit(Result((section,), (*ENTITY_FIELDS, "facts")), output)
    session.say([plural(len(rows), "name")])
    return code


def _find(store: Store, typed: str) -> Resolution:
    """Return the entity that a name means. Raises NotFoundError with the nearest names."""
    entity = resolve(typed, store.entity_names)
    topic = better_topic(store, typed, entity)
    if topic is not None:
        there = store.count_facts_on(topic.id)
        also = f"; names with it: {list_candidates(entity)}" if entity.candidates else ""
        raise NotFoundError(
            f"{typed!r} is a topic ({topic.name}), not a name",
            expected=f"'mss facts --topic {topic.id}' has {plural(there, 'fact')}{also}",
        )
    if len(entity.candidates) > 1:
        raise NotFoundError(f"{typed!r} is ambiguous", expected=f"use {list_candidates(entity)}")
    if entity.only is None:
        raise NotFoundError(unknown_name(typed, nearest(typed, store.entity_names)))
    return entity


def _page(store: Store, entity: Entity, grouped: dict[str, list[Fact]]) -> Result:
    names = (entity["name"], entity["kind"], entity["summary"], tuple(entity["aliases"]))
    columns = tuple(Column(n, n.capitalize()) for n in _ENTITY)
    sections = [
        fact_section(store, facts, COLUMNS[part], PARTS[part].title)
        for part, facts in grouped.items()
    ]
    return Result(
        (Section("Entity", columns, [Row(entity, names)], audience="pipes"), *sections),
        FACT_FIELDS,
        page={"entity": entity, **grouped},
        row_keys=tuple(grouped),
        heading=(
            Block(f"{entity['name']} ({entity['kind']})", entity["summary"]),
            Block("Also called", "; ".join(entity["aliases"])),
        ),
    )
