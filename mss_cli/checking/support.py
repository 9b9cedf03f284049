"""When the facts of one occasion support a clause: every part of it follows from them."""

from collections.abc import Mapping

from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, NEAR, OPEN, TOPIC, Alignment, Finding
from mss_cli.checking.parts import entities_of
from mss_cli.checking.reading import ReadClause
from mss_cli.facts.model import Entity
from mss_cli.understanding.opposites import side

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
    if clause.assertion.predicate is None or alignment.having(DIFFERS, ABSENT, OPEN):
        return False
    weak = [f.part for f in alignment.having(NEAR, TOPIC) if f.part.required]
    if any(part.kind in ("who", "where", "how many") for part in weak):
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
    main, predicate = alignment.cluster.main, clause.predicate
    if predicate is not None and predicate.required:
        return predicate.concept is None or main.realises(predicate.concept)
    if main.is_told_by(clause):
        return True
    words = (f.part for f in alignment.having(AGREES, NEAR) if f.part.kind == "what")
    return all(main.realises(part.concept) for part in words if part.required and part.concept)


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
    kind, predicate = main.fact["kind"], alignment.of(clause.predicate)
    acts = predicate is not None and predicate.part.required
    if kind == "role":
        return not acts or predicate in alignment.having(AGREES, NEAR)
    if _takes_sides(alignment):
        return True
    if assertion.copular and kind in ("event", *_SAID) and _is_nominal(alignment):
        agrees = acts and predicate in alignment.having(AGREES)
        if not agrees:
            return assertion.reported
    if kind == "mandate" and (assertion.intended or assertion.of_plan):
        return True  # what something is for
    if main.speakers and kind in _SAID and not assertion.reported:
        if not acts:
            return main.is_told_by(clause)
        head = main.verb if kind == "statement" else main.fact["text"].partition(" that ")[0]
        return predicate is not None and main.has(predicate.part.concept, head)
    if predicate is None:
        return True
    return _verb_agrees(predicate, alignment) if acts else _has_company(clause, alignment)


def _takes_sides(alignment: Alignment) -> bool:
    """Return True if a word of support or opposition agrees with the position of a stance."""
    stance = alignment.cluster.main.fact["stance"]
    words = (f.part.concept for f in alignment.having(AGREES) if f.part.concept is not None)
    return stance is not None and any(side(t) for c in words for t in c.typed.split())


def _verb_agrees(predicate: Finding, alignment: Alignment) -> bool:
    """Return True if the verb of a clause is the one of a fact, or near it and the rest agrees."""
    main = alignment.cluster.main
    kind, agreed = main.fact["kind"], alignment.having(AGREES)
    tells = not main.main_verb or main.has(predicate.part.concept, main.main_verb)
    if kind == "statement":
        return tells
    if predicate.verdict == AGREES:
        return tells or kind != "event"  # `the ousted premier met him` tells of no ousting
    exact = sum(f.part.kind in ("when", "how many") for f in agreed)
    return predicate.verdict == NEAR and len(agreed) + exact >= _COMPANY


def _has_company(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if enough else agrees, for a clause whose verb says too little."""
    agreed, assertion = alignment.having(AGREES), clause.assertion
    counted = any(f.part.kind == "how many" for f in agreed)
    over = assertion.ended and any(f.part.kind == "status" for f in agreed)
    if counted or over or alignment.cluster.main.is_told_by(clause):
        return True
    told = [f for f in agreed if f.part.kind in ("what", "when") and f.part.required]
    sure = sum(f.part.required for f in agreed) >= _COMPANY
    return (assertion.copular or assertion.reported) and bool(told) and sure


def _is_nominal(alignment: Alignment) -> bool:
    """Return True for `X is Y`, where a name or nothing else that agrees follows the verb."""
    named = any(f.part.kind == "who" and not f.part.acts for f in alignment.findings)
    return named or not any(f.part.kind == "what" for f in alignment.having(AGREES))
