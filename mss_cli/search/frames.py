"""Frames: what a fact must say to answer a question, besides having its words."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from mss_cli.search.amounts_asked import MEASURED, amount_asked
from mss_cli.search.concepts import Concept
from mss_cli.understanding import wordnet
from mss_cli.understanding.clauses import (
    LEADING_VERBS,
    LIGHT_VERBS,
    MUTUAL_VERBS,
    PEOPLE,
    RECEIVING_VERBS,
    SAYING_VERBS,
    SORTS,
    Clause,
    read_clause,
)

PASTED = 14  # words from which a query that asks nothing is a pasted text
# A name after one of these is no longer who acts: `the authorities in Rome`.
_PREPOSITIONS = frozenset(("in", "of", "at", "from"))


class Frame(NamedTuple):
    """What a fact must say to answer a question.

    predicate: what happens. agent: who does it. asked: the thing asked for, as in `which court`.
    by_whom: True if the question asks who does it. pasted: True for a pasted text, of which a
    fact needs to have only a part. asks: True for a question. roles: the words of an office or
    a result that is asked for, as in `who is the force commander`. done: True if the question
    asks whether something was done, so that a plan is no answer. now: True if it asks who holds
    an office today. owner: whose office or attribute it is. amount: the sort of amount that is
    asked for, see amount_asked(). counted: what is counted, and its noun. where: True if the
    question asks for a place. says: True if it asks what the agent said. mutual: True if several
    names do something with each other, as in `did A and B meet`. leads: True if what happens is
    leading something, which is a role. when: True if it asks for a date.
    """

    predicate: Concept | None = None
    agent: Concept | None = None
    asked: Concept | None = None
    by_whom: bool = False
    pasted: bool = False
    asks: bool = False
    roles: tuple[Concept, ...] = ()
    done: bool = False
    now: bool = False
    owner: Concept | None = None
    amount: str = ""
    counted: tuple[Concept, str] | None = None
    where: bool = False
    says: bool = False
    mutual: bool = False
    leads: bool = False
    when: bool = False


def framed(words: Sequence[str], concepts: list[Concept]) -> tuple[Frame, list[Concept]]:
    """Return the frame of a query, and its concepts with those marked that say too little."""
    named = {w for c in concepts if c.kind == "name" for w in c.typed.split()}
    clause = read_clause(words, {n for n, word in enumerate(words) if word in named})
    measured = {w for before, w in pairwise(words) if before == "how" and w in MEASURED}
    if clause == Clause():
        concepts = [c._replace(kind="light") if c.typed in measured else c for c in concepts]
        amount = amount_asked(words)
        pasted = len(words) >= PASTED and not amount
        return Frame(pasted=pasted, amount=amount, asks=bool(amount)), concepts
    asked = _concept(words, concepts, clause.asked)
    counted = _concept(words, concepts, clause.counted)
    if counted is not None and counted.kind in ("unknown", "related"):
        asked = counted  # nothing of the kind is counted
    is_sort = clause.asked is not None and _is_one_of(words[clause.asked], SORTS)
    predicate = _predicate(words, concepts, clause)
    acts = clause.predicate is not None
    verb = words[clause.predicate] if clause.predicate is not None else ""
    told = acts and "c" in wordnet.parts(verb)
    agent = _agent(words, concepts, clause, named)
    frame = Frame(
        predicate=predicate,
        agent=agent,
        asked=None if is_sort else asked,
        by_whom=clause.by_whom and acts,
        asks=not clause.bare,
        roles=tuple(filter(None, (_concept(words, concepts, at) for at in clause.role))),
        done=clause.done and predicate is not None and not told,
        now=clause.now,
        amount=amount_asked(words),
        where=clause.where,
        says=agent is not None and _is_one_of(verb, SAYING_VERBS),
        leads=acts and _is_one_of(verb, LEADING_VERBS),
        when=words[:1] == ["when"],
        mutual=acts and _is_one_of(verb, MUTUAL_VERBS),
        counted=(counted, words[clause.counted or 0]) if counted is not None else None,
        owner=_concept(words, concepts, clause.owner[0] if clause.owner else None),
    )
    kept = (predicate, frame.asked, *frame.roles)
    return frame, [
        c._replace(kind="light") if (is_sort and c is asked) or _is_light(c, kept, measured) else c
        for c in concepts
    ]


def _concept(words: Sequence[str], concepts: Sequence[Concept], at: int | None) -> Concept | None:
    """Return the concept of the word at a position."""
    if at is None:
        return None
    there = (c for c in concepts if words[at] in c.typed.split() and c.kind != "extra")
    return next(there, None)


def _predicate(words: Sequence[str], concepts: Sequence[Concept], clause: Clause) -> Concept | None:
    """Return the concept of what happens.

    A verb that says too little is none, nor is a verb of communication that no fact has: facts
    have many words for saying.
    """
    if clause.predicate is None or _is_one_of(words[clause.predicate], LIGHT_VERBS):
        return None
    found = _concept(words, concepts, clause.predicate)
    if found is None or found.kind == "name":
        return None
    told = "c" in wordnet.parts(words[clause.predicate])
    return None if told and found.kind in ("unknown", "related") else found


def _agent(
    words: Sequence[str], concepts: Sequence[Concept], clause: Clause, named: Collection[str]
) -> Concept | None:
    """Return the concept of the one name that acts."""
    at = clause.predicate
    if at is None or clause.passive or _is_one_of(words[at], RECEIVING_VERBS):
        return None
    acting = dict.fromkeys(
        _concept(words, concepts, n) for n in clause.subject if words[n] in named
    )
    if len(acting) != 1 or not _PREPOSITIONS.isdisjoint(words[clause.subject[0] : at]):
        return None
    (agent,) = acting
    last = words[clause.subject[-1]]
    return agent if agent and (last in agent.typed.split() or last in PEOPLE) else None


def _is_light(
    concept: Concept, kept: Collection[Concept | None], measured: Collection[str]
) -> bool:
    """Return True if a concept says too little to be required.

    measured: the words after `how`.
    """
    if concept.kind not in ("word", "related", "unknown") or any(concept is c for c in kept):
        return False
    if concept.typed.startswith("how ") or concept.typed in measured:
        return True
    if all(_is_one_of(word, LIGHT_VERBS) for word in concept.typed.split()):
        return True
    return concept.kind != "word" and wordnet.parts(concept.typed)[:1] == "v"


def _is_one_of(word: str, lemmas: Collection[str]) -> bool:
    return word in lemmas or any(one.lemma in lemmas for one in wordnet.lemmas(word))
