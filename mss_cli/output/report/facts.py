"""The facts of a report: each with its evidence, its relations and its citations; and filters."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from mss_cli.facts import derivations
from mss_cli.facts.kinds import KINDS, STATUSES
from mss_cli.facts.model import Evidence, Fact
from mss_cli.facts.passages import Context
from mss_cli.facts.states import STATES
from mss_cli.output.citations import citation
from mss_cli.output.columns import measure, position
from mss_cli.output.report.contents import Contents
from mss_cli.query.filters import involved


class Shown(NamedTuple):
    """A fact as the page shows it.

    values: those that the filters compare, by filter. derivation: how its date was worked out.
    relations: each with the type, the other fact and a note, in the direction of the arrow.
    """

    fact: Fact
    values: dict[str, list[str]]
    measure: str
    position: str
    derivation: str
    evidence: list[tuple[Evidence, Context | None]]
    relations: list[tuple[str, str, str]]
    footnotes: list[tuple[str, str]]


class Choice(NamedTuple):
    """A value of a filter with the number of facts that have it."""

    value: str
    label: str
    number: int


class Filter(NamedTuple):
    """A filter of the page: a list to choose from."""

    name: str
    label: str
    choices: list[Choice]


def facts(contents: Contents) -> dict[str, Any]:
    """Return the values of facts.html. `shown` is made one by one: a page may have many facts."""
    broader = _broader(contents)
    values = {fact["id"]: _values(fact, broader) for fact in contents.facts}
    related = _related(contents)
    return {
        "filters": list(_filters(contents, values.values())),
        "shown": (
            _shown(contents, fact, values[fact["id"]], related.get(fact["id"], []))
            for fact in contents.facts
        ),
    }


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


def _filters(contents: Contents, values: Iterable[dict[str, list[str]]]) -> Iterator[Filter]:
    counts: dict[str, Counter[str]] = {}
    for of_fact in values:
        for name, given in of_fact.items():
            counts.setdefault(name, Counter()).update(given)

    def plain(value: str) -> str:
        return value

    labels: dict[str, tuple[str, Callable[[str], str]]] = {
        "kind": ("Kind", plain),
        "status": ("Status", plain),
        "source": ("Source", contents.source_name),
        "who": ("Person or organisation", contents.name),
        "topic": ("Topic", contents.name),
    }
    order = {name: n for n, name in enumerate((*KINDS, *STATUSES, *STATES))}
    for name, (label, named) in labels.items():
        found = counts.get(name, Counter())
        ranked = sorted(found, key=lambda value: (order.get(value, 0), named(value).casefold()))
        yield Filter(name, label, [Choice(value, named(value), found[value]) for value in ranked])


def _related(contents: Contents) -> dict[str, list[tuple[str, str, str]]]:
    """Return the relations that lead to each fact of the page from another."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for fact in contents.facts:
        for r in fact["relations"]:
            entry = (f"← {r['type']}", fact["id"], r["note"] or "")
            found.setdefault(r["fact"], []).append(entry)
    return found


def _shown(
    contents: Contents,
    fact: Fact,
    values: dict[str, list[str]],
    related: list[tuple[str, str, str]],
) -> Shown:
    store = contents.store
    relations = [(f"{r['type']} →", r["fact"], r["note"] or "") for r in fact["relations"]]
    return Shown(
        fact,
        values,
        measure(store, fact),
        position(store, fact),
        _derivation(fact),
        [(e, contents.passage(e)) for e in fact["evidence"]],
        [*relations, *related],
        [
            (file, citation(store.sources[file], contents.pins[file], fact)["footnote"])
            for file in fact["sources"]
        ],
    )


def _derivation(fact: Fact) -> str:
    """Return how a date was worked out, in words; "" if an article prints it."""
    derivation = fact["date_derivation"]
    if derivation is None:
        return ""
    printed = f"“{derivation['printed']}”" if derivation["printed"] else "no date is printed"
    anchor = f"{derivation['anchor']} ({derivation['anchored_on']})"
    return f"{printed}; {derivations.explained(derivation)}; counted from {anchor}"
