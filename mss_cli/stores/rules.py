"""Rules of evidence that `mss verify` checks, and that need no article.

A store that breaks one can still be read: its facts are well formed, but they say more than
their evidence does.
"""

from collections.abc import Iterator, Mapping, Set

from mss_cli.facts.model import Entity, Fact, Relation
from mss_cli.query.store import Store
from mss_cli.stores.validation import Problem
from mss_cli.text import words

# What only facts of one kind have: field, kind.
_RESERVED = (("quantity", "figure"), ("stance", "stance"))


def broken_rules(store: Store) -> Iterator[Problem]:
    """Yield a problem for each rule that a fact breaks."""
    for fact in store.facts:
        where = f"facts {fact['id']!r}"
        yield from (Problem(where, what) for what in broken_by(fact, store))


def broken_by(fact: Fact, store: Store) -> Iterator[str]:
    """Yield what is wrong for each rule that one fact breaks."""
    yield from _reserved_fields(fact)
    yield from _unexplained_relations(fact)
    yield from _invented_phrases(fact, store.wording)
    yield from _unrepresented_holder(fact, store.entities)


def _reserved_fields(fact: Fact) -> Iterator[str]:
    for field, kind in _RESERVED:
        if fact[field] is not None and fact["kind"] != kind:  # type: ignore[literal-required]
            yield f"{field} must be null for the kind {fact['kind']!r}; make a {kind} of it"


def _unexplained_relations(fact: Fact) -> Iterator[str]:
    """Yield the relations that state a disagreement without saying which, or what settles it."""
    for relation in fact["relations"]:
        if relation["type"] in ("contradicts", "qualifies"):
            for field in _missing(relation):
                name = f"{relation['type']} {relation['fact']!r}"
                yield f"{name} must have a {field}: a disagreement is about something"


def _missing(relation: Relation) -> Iterator[str]:
    if not relation["note"]:
        yield "note"
    if not relation["settled_by"]:
        yield "settled_by"


def _invented_phrases(fact: Fact, wording: Mapping[tuple[str, int, int], str]) -> Iterator[str]:
    """Yield the phrases with a word that no cited passage has.

    wording.json has the words of a passage and not their order, so the articles tell the rest.
    """
    spans = [(e["source"], e["start"], e["end"]) for e in fact["evidence"]]
    if not all(span in wording for span in spans):
        return
    passages = [set(wording[span].split()) for span in spans]
    for phrase in fact["phrases"]:
        if not any(_has_words(passage, phrase) for passage in passages):
            yield f"no cited passage has the words of the phrase {phrase!r}"


def _has_words(passage: Set[str], phrase: str) -> bool:
    return all(word in passage for word in words(phrase))


def _unrepresented_holder(fact: Fact, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Yield a stance that rests on somebody who may not speak for its holder."""
    stance = fact["stance"]
    if stance is None or fact["status"] == "alleged" or not fact["said_by"]:
        return
    holder = stance["holder"]
    speakers = [entities[i] for i in fact["said_by"]]
    if not any(s["id"] == holder or holder in s.get("represents", ()) for s in speakers):
        names = ", ".join(repr(speaker["id"]) for speaker in speakers)
        yield f"said_by {names}, who may not speak for {holder!r} according to entities.json"
