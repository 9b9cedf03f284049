"""Whether a store would take a fact: its fields, its references, its words, its disagreements.

A whole store is checked when it is committed. Here one fact is checked against the records that it
names, so that a reviewer learns at once, in a store of any size.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from mss_cli.conflicts import find
from mss_cli.drafting.refusals import in_plain_words, require_whole
from mss_cli.drafting.review import new_measures, new_topics
from mss_cli.drafting.rules.texts import copied_runs
from mss_cli.errors import DataError
from mss_cli.stores.deriving import derive
from mss_cli.stores.directory import schema
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.rules import broken_by
from mss_cli.stores.validation import all_problems
from mss_cli.text import fold

Record = dict[str, Any]
_WITHOUT = ("labels", "synonyms", "wording")


def check(
    parts: Mapping[str, Any],
    text: str,
    fact: Record,
    entities: Sequence[Mapping[str, Any]],
    how: str = "",
) -> Record:
    """Return a fact with its derived fields. Raises DataError for the first thing that is wrong.

    text: of the article. entities: new ones that enter the store with the fact. how: how the user
    gives what is missing.
    """
    require_whole(fact, how)
    for start, end in copied_runs(fact["text"], text):
        copied = fact["text"][start:end]
        raise DataError(
            f"{copied[:80]!r} is copied from the article",
            where="text",
            expected="rewrite it: at most seven words in a row from the article",
        )
    told = " ".join(fold(text[each["start"] : each["end"]]) for each in fact["evidence"] if text)
    for phrase in fact["phrases"] if text else ():
        if fold(phrase) not in told:
            raise DataError(f"{phrase[:80]!r} is not in the passage", where="phrases")
    small = _small(parts, fact, entities)
    try:
        derive(small, None)
    except ValueError as error:
        raise DataError(str(error).removeprefix(f"{fact['id']}: ")) from None
    checked = next(each for each in small["facts"] if each["id"] == fact["id"])
    for problem in all_problems(small, _schemas()):
        raise in_plain_words(problem)
    for what in broken_by(checked, MemoryStore(small, "")):
        raise DataError(what)
    return dict(checked)


def disagreements(parts: Mapping[str, Any], fact: Record) -> Iterator[str]:
    """Yield what the store would say of a new fact: contradictions, and what it supersedes.

    fact: with its derived fields.
    """
    sources = {source["file"]: source for source in parts["sources"]}
    others = _derived(parts, [_alone(other) for other in _comparable(parts["facts"], fact)])
    for conflict in find([fact, *others], sources):  # type: ignore[list-item]
        if fact["id"] in conflict["facts"] and conflict["class"] != "corroborated":
            yield f"{conflict['class']}: {conflict['explanation']}"


def _comparable(facts: Sequence[Record], fact: Record) -> Iterator[Record]:
    """Yield the facts with the same measure or question, and those that a relation names."""
    named = {relation["fact"] for relation in fact["relations"]}
    quantity, stance = fact["quantity"], fact["stance"]
    for other in facts:
        if other["id"] == fact["id"]:
            continue
        same = (
            quantity and other["quantity"] and quantity["measure"] == other["quantity"]["measure"]
        )
        asked = stance and other["stance"] and stance["on"] == other["stance"]["on"]
        if same or asked or other["id"] in named:
            yield other


def _derived(parts: Mapping[str, Any], facts: list[Record]) -> list[Record]:
    """Return facts with their derived fields, which those of a review do not have yet."""
    from copy import deepcopy

    if all("date_start" in fact for fact in facts):
        return facts
    small: dict[str, Any] = {name: [] for name in (*_WITHOUT, "entities", "topics", "measures")}
    small |= {"manifest": dict(parts["manifest"]), "sources": deepcopy(parts["sources"])}
    small["facts"] = deepcopy(facts)
    derive(small, None)
    return list(small["facts"])


def _alone(fact: Record) -> Record:
    """Return a copy of a fact without relations, which may name facts that are not there."""
    return {**fact, "relations": [], "superseded_by": [], "conflicts": []}


def _small(
    parts: Mapping[str, Any], fact: Record, entities: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the parts of a store with one fact and those that it names."""
    from copy import deepcopy

    named = {relation["fact"] for relation in fact["relations"]}
    cited = {evidence["source"] for evidence in fact["evidence"]}
    others = [deepcopy(_alone(f)) for f in parts["facts"] if f["id"] in named]
    cited |= {evidence["source"] for other in others for evidence in other["evidence"]}
    known = {entity["id"] for entity in parts["entities"]}
    new = [dict(entity) for entity in entities if entity["id"] not in known]
    small: dict[str, Any] = {name: [] for name in _WITHOUT}
    small["measures"] = [*parts["measures"], *new_measures(fact, parts["measures"])]
    small["manifest"] = dict(parts["manifest"])
    small["sources"] = [deepcopy(s) for s in parts["sources"] if s["file"] in cited]
    small["entities"] = [*_named(parts["entities"], fact, others), *new]
    small["topics"] = [*parts["topics"], *new_topics(fact, parts["topics"], small["entities"])]
    small["facts"] = [deepcopy(fact), *others]
    return small


def _named(entities: Sequence[Record], fact: Record, others: Sequence[Record]) -> Iterator[Record]:
    """Yield the entities that facts name, and those for which these speak."""
    fields = ("said_by", "said_to", "actors", "about", "places")
    wanted = {i for each in (fact, *others) for field in fields for i in each[field]}
    wanted |= {each["stance"]["holder"] for each in (fact, *others) if each["stance"]}
    known = {entity["id"]: entity for entity in entities}
    waiting = list(wanted)
    while waiting:
        spoken_for = known.get(waiting.pop(), {}).get("represents", ())
        waiting += [i for i in spoken_for if i not in wanted]
        wanted.update(spoken_for)
    yield from (entity for entity in entities if entity["id"] in wanted)


@cache
def _schemas() -> dict[str, Any]:
    names = ("manifest", "sources", "entities", "topics", "measures", "facts")
    return {name: schema(name) for name in names} | {name: schema(name) for name in _WITHOUT}
