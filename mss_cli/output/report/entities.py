"""People and organisations, in a report: a section for each, with what the record holds on it."""

from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.facts.kinds import ENTITY_KINDS
from mss_cli.facts.model import Entity, Fact
from mss_cli.output.report.contents import Contents
from mss_cli.query.filters import involved
from mss_cli.query.profile import PARTS, in_parts

_HEADINGS = {
    "person": "People",
    "organization": "Organisations",
    "country": "Countries",
    "place": "Places",
    "mission": "Missions",
    "document": "Documents",
}


class Part(NamedTuple):
    """A part of a profile. more: the number of facts that are not listed."""

    title: str
    facts: list[Fact]
    more: int


class Profile(NamedTuple):
    """An entity with its facts."""

    entity: Entity
    number: int
    parts: list[Part]


def entities(contents: Contents) -> dict[str, Any]:
    """Return the values of entities.html: by kind, those with most facts first."""
    facts: dict[str, list[Fact]] = {}
    for fact in contents.facts:
        for one in involved(fact):
            facts.setdefault(one, []).append(fact)
    groups: dict[str, list[Profile]] = {kind: [] for kind in ENTITY_KINDS}
    for identifier, known in sorted(facts.items(), key=lambda item: (-len(item[1]), item[0])):
        entity = contents.store.entities[identifier]
        groups[entity["kind"]].append(Profile(entity, len(known), _parts(known, identifier)))
    return {
        "groups": [(_HEADINGS[kind], profiles) for kind, profiles in groups.items() if profiles]
    }


def _parts(facts: list[Fact], entity: str) -> list[Part]:
    most = limits.MAX_REPORT_FACTS_OF_PART
    return [
        Part(PARTS[name].title, found[:most], max(len(found) - most, 0))
        for name, found in in_parts(facts, entity).items()
        if found
    ]
