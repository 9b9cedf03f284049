"""When the facts of one occasion support a clause: every part of it follows from them."""

from collections.abc import Mapping

from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, NEAR, TOPIC, Alignment
from mss_cli.checking.parts import entities_of
from mss_cli.checking.reading import ReadClause
from mss_cli.facts.model import Entity

_SAID = ("statement", "stance")
_CONTENT = ("what", "when", "where", "how many")
_NAMES = ("who", "said by")


def supports(clause: ReadClause, alignment: Alignment, entities: Mapping[str, Entity]) -> bool:
    """Return True if every part of a clause follows from a cluster. entities: of the store."""
    if clause.assertion.predicate is None or alignment.having(DIFFERS, ABSENT):
        return False
    if any(f.part.kind == "who" for f in alignment.having(NEAR, TOPIC)):
        return False
    if not _may_be_said(clause, alignment, entities):
        return False
    return _has_enough(alignment) and acts_alike(clause, alignment)


def _may_be_said(clause: ReadClause, alignment: Alignment, entities: Mapping[str, Entity]) -> bool:
    """Return True if a fact needs no speaker, or the clause names the one it has."""
    main = alignment.cluster.main
    if not main.speakers:
        return True
    heard = {*main.speakers, *main.fact["actors"]}
    named = (p.concept for p in clause.parts if p.kind in _NAMES and p.concept is not None)
    return any(not entities_of(concept, entities).isdisjoint(heard) for concept in named)


def _has_enough(alignment: Alignment) -> bool:
    """Return True if enough parts agree, and not more are only near."""
    agreed = alignment.having(AGREES)
    content = sum(f.part.kind in _CONTENT for f in agreed)
    names = len({f.part.text for f in agreed if f.part.kind in _NAMES})
    if alignment.cluster.main.fact["kind"] == "role" and names > 1:
        content += 1  # who holds which office is all that such a clause says
    return content > 0 and content + names > 1 and len(alignment.having(TOPIC, NEAR)) <= len(agreed)


def acts_alike(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if a fact tells of the same act: its verb is that of the clause, or the reverse.

    What somebody says is not what they do, so a statement tells of its first verb only.
    """
    main, assertion = alignment.cluster.main, clause.assertion
    fact, predicate = main.fact, alignment.of(clause.predicate)
    acts = predicate is not None and predicate.part.required
    if fact["kind"] == "role":
        return not acts or predicate in alignment.having(AGREES, NEAR)
    if assertion.copular and fact["kind"] in ("event", *_SAID):
        agrees = acts and predicate in alignment.having(AGREES)
        if not agrees and _is_nominal(alignment):
            return assertion.reported
    if main.speakers and fact["kind"] == "statement" and not assertion.reported:
        return predicate is not None and main.has(predicate.part.concept, main.verb)
    if main.speakers and fact["kind"] == "stance" and not assertion.reported:
        head, that, _ = fact["text"].partition(" that ")
        if that:
            return predicate is not None and main.has(predicate.part.concept, head)
    if predicate is None or predicate.verdict == AGREES:
        return True
    if acts:
        return predicate.verdict == NEAR
    if assertion.copular or assertion.reported or main.is_told_by(clause):
        return True
    return any(f.part.kind == "how many" for f in alignment.having(AGREES))


def _is_nominal(alignment: Alignment) -> bool:
    """Return True for `X is Y`, where a name or nothing else that agrees follows the verb."""
    named = any(f.part.kind == "who" and not f.part.acts for f in alignment.findings)
    return named or not any(f.part.kind == "what" for f in alignment.having(AGREES))
