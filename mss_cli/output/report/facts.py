"""The facts of a report: each with its evidence, its relations and its citations; and filters."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from mss_cli.facts import derivations
from mss_cli.facts.kinds import CONFLICTS, KINDS, STATUSES
from mss_cli.facts.model import Evidence, Fact
from mss_cli.facts.passages import Context
from mss_cli.facts.states import STATES
from mss_cli.output.citations import citation
from mss_cli.output.columns import measure, position
from mss_cli.output.report.contents import Contents
from mss_cli.query.filters import involved

# Each relation in words, from either side.
_RELATIONS = {
    "supersedes": ("supersedes", "superseded by"),
    "corroborates": ("corroborates", "corroborated by"),
    "contradicts": ("contradicts", "contradicted by"),
    "qualifies": ("qualifies", "qualified by"),
    "part-of": ("part of", "has as a part"),
    "follows": ("follows", "followed by"),
}


class Link(NamedTuple):
    """A line of the evidence that leads to a related fact or a conflict. href may be ""."""

    words: str
    href: str
    text: str
    note: str = ""


class Shown(NamedTuple):
    """A fact as the page shows it.

    values: those that the filters compare, by filter. derivation: how its date was worked out.
    footnotes: one for each of its sources.
    """

    fact: Fact
    values: dict[str, list[str]]
    measure: str
    position: str
    derivation: str
    evidence: list[tuple[Evidence, Context | None]]
    relations: list[Link]
    conflicts: list[Link]
    footnotes: list[str]


class Choice(NamedTuple):
    """A value of a filter with the number of facts that have it."""

    value: str
    label: str
    number: int


class Filter(NamedTuple):
    """A filter of the page: a list to choose from, in groups with a label or without one."""

    name: str
    label: str
    groups: list[tuple[str, list[Choice]]]


def facts(contents: Contents) -> dict[str, Any]:
    """Return the values of facts.html. `shown` is made one by one: a page may have many facts."""
    broader = _broader(contents)
    values = {fact["id"]: _values(fact, broader) for fact in contents.facts}
    related = _related(contents)
    return {
        "filters": _filters(contents, values.values()),
        "shown": (
            _shown(contents, fact, values[fact["id"]], related.get(fact["id"], []))
            for fact in contents.facts
        ),
    }


# --- filters ------------------------------------------------------------------------------


def _values(fact: Fact, broader: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what the filters compare: ids and words, never text."""
    topics = {each for topic in fact["topics"] for each in (topic, *broader.get(topic, ()))}
    states = [state for state, holds in STATES.items() if holds(fact)]
    return {
        "kind": [fact["kind"]],
        "status": [fact["status"], *states],
        "source": fact["sources"],
        "who": sorted(involved(fact)),
        "topic": sorted(topics),
    }


def _broader(contents: Contents) -> dict[str, list[str]]:
    """Return the topics above each topic, as `--topic` finds the facts of narrower ones."""
    above: dict[str, list[str]] = {}
    for topic in contents.store.topics:
        for narrower in contents.store.narrower(topic) - {topic}:
            above.setdefault(narrower, []).append(topic)
    return above


def _filters(contents: Contents, values: Iterable[dict[str, list[str]]]) -> list[Filter]:
    counts: dict[str, Counter[str]] = {}
    for of_fact in values:
        for name, given in of_fact.items():
            counts.setdefault(name, Counter()).update(given)

    def listed(name: str, known: Iterable[str]) -> list[Choice]:
        found = counts.get(name, Counter())
        return [Choice(value, value, found[value]) for value in known if found[value]]

    def named(name: str, label: str) -> Filter:
        found = counts.get(name, Counter())
        label_of = contents.source_name if name == "source" else contents.name
        choices = [Choice(value, label_of(value), found[value]) for value in found]
        return Filter(name, label, [("", sorted(choices, key=lambda c: c.label.casefold()))])

    status = [("Status", listed("status", STATUSES)), ("Also", listed("status", STATES))]
    return [
        Filter("kind", "Kind", [("", listed("kind", KINDS))]),
        Filter("status", "Status", status),
        named("source", "Source"),
        named("who", "Who or where"),
        named("topic", "Topic"),
    ]


# --- one fact -----------------------------------------------------------------------------


def _related(contents: Contents) -> dict[str, list[Link]]:
    """Return the relations that lead to each fact of the page from another."""
    found: dict[str, list[Link]] = {}
    for fact in contents.facts:
        for r in fact["relations"]:
            link = _link(contents, _RELATIONS[r["type"]][1], fact["id"], r["note"])
            found.setdefault(r["fact"], []).append(link)
    return found


def _link(contents: Contents, words: str, fact: str, note: str | None) -> Link:
    return Link(words, contents.fact_href(fact), contents.fact_text(fact) or fact, note or "")


def _shown(
    contents: Contents, fact: Fact, values: dict[str, list[str]], related: list[Link]
) -> Shown:
    store = contents.store
    relations = [
        _link(contents, _RELATIONS[r["type"]][0], r["fact"], r["note"]) for r in fact["relations"]
    ]
    return Shown(
        fact,
        values,
        measure(store, fact),
        position(store, fact),
        _derivation(fact),
        [(e, contents.passage(e)) for e in fact["evidence"]],
        [*relations, *related],
        list(_conflicts(contents, fact)),
        [
            citation(store.sources[file], contents.pins[file], fact)["footnote"]
            for file in fact["sources"]
        ],
    )


def _conflicts(contents: Contents, fact: Fact) -> Iterator[Link]:
    """Yield a link to each conflict of a fact."""
    for reference in fact["conflicts"]:
        conflict = contents.conflict_by_id.get(reference["id"])
        if conflict:
            words = f"{CONFLICTS[reference['class']].capitalize()} on {reference['property']}"
            yield Link(words, f"#conflict-{conflict['id']}", contents.explanation(conflict))


def _derivation(fact: Fact) -> str:
    """Return how a date was worked out, in words; "" if an article prints it."""
    derivation = fact["date_derivation"]
    if derivation is None:
        return ""
    printed = f"“{derivation['printed']}”" if derivation["printed"] else "no date is printed"
    anchor = f"{derivation['anchor']} ({derivation['anchored_on']})"
    return f"{printed}; {derivations.explained(derivation)}; counted from {anchor}"
