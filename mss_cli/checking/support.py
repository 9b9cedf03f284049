"""When the facts of one occasion support a clause: every part of it follows from them."""

from collections.abc import Mapping

from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, NEAR, TOPIC, Alignment
from mss_cli.checking.parts import entities_of
from mss_cli.checking.reading import ReadClause
from mss_cli.facts.model import Entity

_SAID = ("statement", "stance")
_CONTENT = ("what", "when", "where", "how many")
_NAMES = ("who", "said by")
_COMPANY = 3  # parts that agree
_HEDGES = frozenset(
    "reportedly apparently allegedly said seen called considered hoped hope doubt doubts some "
    "critics article articles report reports judged described".split()
)


def supports(clause: ReadClause, alignment: Alignment, entities: Mapping[str, Entity]) -> bool:
    """Return True if every part of a clause follows from a cluster. entities: of the store."""
    if clause.assertion.predicate is None or alignment.having(DIFFERS, ABSENT):
        return False
    if any(f.part.kind in ("who", "where", "how many") for f in alignment.having(NEAR, TOPIC)):
        return False
    if not _is_real(clause, alignment):
        return False
    if not _may_be_said(clause, alignment, entities):
        return False
    return _has_enough(alignment) and acts_alike(clause, alignment)


def _is_real(clause: ReadClause, alignment: Alignment) -> bool:
    """Return False if a fact has what the clause says only as what may be."""
    assertion = clause.assertion
    fact = alignment.cluster.main.fact
    if fact["status"] == "alleged" and not _is_hedged(clause):
        return False  # an article's own judgement, or hearsay
    if assertion.intended or assertion.of_plan:
        return True
    if fact["kind"] == "mandate" and not assertion.present and not assertion.copular:
        return fact["status"] == "occurred"  # an aim is no deed
    decisive = (
        [clause.predicate]
        if clause.predicate and clause.predicate.required
        else [
            f.part
            for f in alignment.having(AGREES, NEAR)
            if f.part.kind == "what" and f.part.required
        ]
    )
    return all(alignment.cluster.main.realises(p.concept) for p in decisive if p.concept)


def _is_hedged(clause: ReadClause) -> bool:
    """Return True if a clause says that it is somebody's judgement."""
    return clause.assertion.reported or any(word.text in _HEDGES for word in clause.words)


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
    agreed = alignment.having(AGREES)
    if predicate is None:
        return True
    if predicate.verdict == AGREES and acts:
        tells = not main.main_verb or main.has(predicate.part.concept, main.main_verb)
        if fact["kind"] == "statement":
            return tells
        return tells or fact["kind"] != "event"  # `the ousted premier` tells of no ousting
    if acts:  # a verb that only the passage has, or that says about the same, needs company
        if fact["kind"] == "statement" and main.main_verb:
            return main.has(predicate.part.concept, main.main_verb)
        exact = sum(f.part.kind in ("when", "how many") for f in agreed)
        return predicate.verdict == NEAR and len(agreed) + exact >= _COMPANY
    if any(f.part.kind == "how many" for f in agreed) or main.is_told_by(clause):
        return True
    told = [f for f in agreed if f.part.kind in ("what", "when") and f.part.required]
    return (assertion.copular or assertion.reported) and len(told) > 1


def _is_nominal(alignment: Alignment) -> bool:
    """Return True for `X is Y`, where a name or nothing else that agrees follows the verb."""
    named = any(f.part.kind == "who" and not f.part.acts for f in alignment.findings)
    return named or not any(f.part.kind == "what" for f in alignment.having(AGREES))
