"""Compares the parts of a clause with the facts of one occasion."""

import re
from collections.abc import Collection, Sequence

from mss_cli.checking.amounts import compare_amount
from mss_cli.checking.evidence import Cluster, Evidence
from mss_cli.checking.findings import (
    ABSENT,
    AGREES,
    DIFFERS,
    NEAR,
    OPEN,
    ORDER,
    TOPIC,
    WORTH,
    Alignment,
    Finding,
)
from mss_cli.checking.parts import Part, entities_of, is_named
from mss_cli.checking.reading import ReadClause
from mss_cli.checking.times import compare_date, is_before_plan
from mss_cli.checking.whole import Whole
from mss_cli.facts.model import Fact
from mss_cli.search.concepts import Concept
from mss_cli.search.documents import FULL, Reader
from mss_cli.understanding.opposites import alike, side

_UTTERED = ("statement", "stance")
# Of another act, these deny nothing.
_OF_ACT = ("who", "status", "negated", "when", "where")
_SPECIFIC = 3.0  # the weight of a number or a date
# A number of several together, which no fact of one of them has.
_SUMMED = re.compile(r"\b(?:between them|together|combined|altogether|jointly)\b", re.IGNORECASE)
_LIGHT = 0.1  # the weight of a part that a fact need not say
_OFFICE = 0.5  # what a fact about an office is worth to a clause without a verb of its own


class Comparer:
    """Compares one clause with clusters of facts."""

    def __init__(self, reader: Reader, clause: ReadClause) -> None:
        self._reader = reader
        self._store = reader.store
        self._clause = clause
        self._weights = {part: self._weight(part) for part in clause.parts}
        self._whole = Whole(clause, reader.lexicon.stem, self._other_actors)

    def align(self, cluster: Cluster) -> Alignment:
        """Return how a cluster compares with each part of the clause."""
        findings = [self._compare(part, cluster) for part in self._clause.parts]
        whole = list(self._whole.compare(cluster))
        if not self._is_same_act(findings):
            findings = [_unless_of_act(finding) for finding in findings]
            whole = [_unless_of_act(finding) for finding in whole]
        if any(f.part.kind == "status" and f.verdict == DIFFERS for f in whole):
            findings = [_unless_before_plan(f, cluster.main.fact) for f in findings]
        denied = {f.part.start for f in whole if f.part.kind == "what"}
        findings = [f for f in findings if f.part.kind != "what" or f.part.start not in denied]
        findings += whole
        plain = self._clause.predicate is None or not self._clause.predicate.required
        score = _OFFICE if plain and cluster.main.fact["kind"] == "role" else 0.0
        score += sum(self._weights.get(f.part, 1.0) * WORTH[f.verdict] for f in findings)
        return Alignment(cluster, tuple(findings), score, self._weights)

    def _is_same_act(self, findings: Sequence[Finding]) -> bool:
        """Return True if a cluster tells of what happens in the clause.

        Without a verb that says what happens, two other words must be the same.
        """
        predicate = self._clause.predicate
        if predicate is not None and predicate.required:
            found = next((f.verdict for f in findings if f.part == predicate), ABSENT)
            return found in (AGREES, NEAR, DIFFERS)
        same = [f for f in findings if f.verdict == AGREES and f.part.kind == "what"]
        names = {f.part.text for f in findings if f.verdict == AGREES and f.part.kind == "who"}
        return len(same) > 1 or (len(same) == 1 and len(names) > 1)

    def _weight(self, part: Part) -> float:
        if part.concept is None:
            return _SPECIFIC
        if not part.required and part.kind != "who":
            return _LIGHT
        terms = part.concept.terms
        return self._reader.idf(self._reader.frequency(terms).facts if terms else 0)

    def _compare(self, part: Part, cluster: Cluster) -> Finding:
        if part.amount is not None:
            found = compare_amount(part, part.amount, cluster, self._owner(part))
            summed = found.verdict == DIFFERS and _SUMMED.search(self._clause.claim)
            return found._replace(verdict=ABSENT) if summed else found
        if part.dated is not None or part.weekday is not None:
            return self._date(part, cluster)
        assert part.concept is not None
        if part.kind == "said by":
            return self._speaker(part, part.concept, cluster.main)
        if part.kind == "where":
            return self._place(part, part.concept, cluster)
        if part.kind == "who":
            return self._name(part, part.concept, cluster)
        return self._words(part, part.concept, cluster)

    def _date(self, part: Part, cluster: Cluster) -> Finding:
        """Return how a date compares; a day of the week beside another date is of another act."""
        dated = [one for one in self._clause.parts if one.dated is not None and one != part]
        apart = part.dated is None and any(
            compare_date(one, cluster, False).verdict != AGREES for one in dated
        )
        return compare_date(part, cluster, apart)

    # --- words ----------------------------------------------------------------------------

    def _words(self, part: Part, concept: Concept, cluster: Cluster) -> Finding:
        told = self._position(part, concept, cluster.main.fact)
        if told is not None:
            return told
        found = Finding(part, ABSENT, fact=cluster.main.fact["id"])
        only_near = self._related_terms(concept)
        number = part.kind == "how many" and part.required
        for evidence in cluster.every:
            grade = _grade(concept, evidence, only_near)
            if ORDER.index(grade) < ORDER.index(found.verdict):
                # A number of which nobody says what it counts may count something else.
                sure = NEAR if number and grade == AGREES else grade
                found = Finding(part, sure, fact=evidence.fact["id"])
        if found.verdict in (TOPIC, ABSENT) and alike(concept.typed, cluster.main.words):
            return Finding(part, NEAR, fact=cluster.main.fact["id"])
        return found

    def _position(self, part: Part, concept: Concept, fact: Fact) -> Finding | None:
        """Return how a word of support or opposition compares with the position of a stance."""
        wanted = next(filter(None, map(side, concept.typed.split())), "")
        stance = fact["stance"]
        if stance is None or not wanted or not self._names_holder(stance["holder"]):
            return None
        position = stance["position"]
        if self._clause.assertion.negated:
            opposed = {"supports": "opposes", "opposes": "supports"}.get(position, "")
            told = DIFFERS if position == wanted else AGREES if opposed == wanted else ABSENT
            return Finding(part._replace(required=True), told, position, fact["id"])
        if position == wanted:
            return Finding(part, AGREES, position, fact["id"])
        if position == "conditional" and wanted == "supports":
            return Finding(part, NEAR, position, fact["id"])
        if position in ("supports", "opposes", "conditional"):
            return Finding(part._replace(required=True), DIFFERS, position, fact["id"])
        return Finding(part, ABSENT, position, fact["id"])

    def _names_holder(self, holder: str) -> bool:
        """Return True if the clause names the holder of a stance, or somebody who speaks for it."""
        entities = self._store.entities
        named = (entities_of(p.concept, entities) for p in self._clause.parts if p.concept)
        heard = {holder, *self._store.representatives(holder)}
        return any(not ids.isdisjoint(heard) for ids in named)

    def _related_terms(self, concept: Concept) -> set[str]:
        """Return the terms of a concept that only mean about the same, by WordNet."""
        lexicon = self._reader.lexicon
        stem = lexicon.stem(concept.typed)
        rings = {one for ring in lexicon.synonyms.get((stem,), {}) for one in ring}
        related = {*lexicon.related.get(stem, {})} - rings - {*lexicon.forms.get(stem, ())}
        return {term for term, _ in concept.terms if term in related}

    # --- names ----------------------------------------------------------------------------

    def _speaking_for(self, concept: Concept, fact: Fact) -> frozenset[str]:
        """Return the entities that a concept names, with those who speak for them in a fact."""
        ids = entities_of(concept, self._store.entities)
        if fact["kind"] not in _UTTERED and not fact["said_by"]:
            return ids
        return ids.union(*map(self._store.representatives, ids))

    def _name(self, part: Part, concept: Concept, cluster: Cluster) -> Finding:
        main, assertion = cluster.main, self._clause.assertion
        ids, at = self._speaking_for(concept, main.fact), main.fact["id"]
        acts = part.acts and assertion.predicate is not None
        decided = main.fact["kind"] == "mandate" and assertion.intended  # who is to do it
        other = main.actors and ids.isdisjoint(main.actors) and not decided
        if acts and other and not assertion.copular:
            if self._are_part(main.actors, ids):
                return Finding(part, AGREES, self._listed(main.actors), at)
            return Finding(part, DIFFERS, self._listed(main.actors), at)
        if not ids.isdisjoint(main.named | (main.actors if acts else set())):
            return Finding(part, AGREES, fact=at)
        for evidence in cluster.others:  # it may be the occasion, or somebody else's part in it
            if not ids.isdisjoint(evidence.named):
                sure = assertion.reported or part.kind == "where"
                return Finding(part, AGREES if sure else NEAR, fact=evidence.fact["id"])
        found = self._words(part, concept, cluster)
        # A known name that the fact only mentions undergoes nothing, and becomes nothing.
        predicate = self._clause.predicate
        happens = predicate is not None and predicate.required
        undergoes = assertion.passive and part.start < self._predicate_start()
        known = bool(entities_of(concept, self._store.entities))
        weak = found.verdict == AGREES and known and (undergoes or not happens)
        return found._replace(verdict=NEAR) if weak else found

    def _predicate_start(self) -> int:
        n = self._clause.assertion.predicate
        return -1 if n is None else self._clause.words[n].start

    def _are_part(self, actors: Collection[str], ids: Collection[str]) -> bool:
        """Return True if the name of an actor begins with one of these: `UN Security Council`."""
        entities = self._store.entities
        wholes = {
            f"{name} "
            for i in ids
            for name in (entities[i]["name"], *entities[i]["aliases"])
            if len(name) > 1
        }
        return any(entities[i]["name"].startswith(tuple(wholes)) for i in actors if i in entities)

    def _speaker(self, part: Part, concept: Concept, main: Evidence) -> Finding:
        ids, at = self._speaking_for(concept, main.fact), main.fact["id"]
        heard = main.speakers | (main.actors if main.fact["kind"] in _UTTERED else set())
        if not ids.isdisjoint(heard):
            return Finding(part, AGREES, fact=at)
        if main.speakers:
            return Finding(part, DIFFERS, self._listed(main.speakers), at)
        return Finding(part, ABSENT, fact=at)

    def _place(self, part: Part, concept: Concept, cluster: Cluster) -> Finding:
        entities, fact = self._store.entities, cluster.main.fact
        ids = entities_of(concept, entities)
        places = [i for i in fact["places"] if i in entities]
        named = any(is_named(concept.typed, entities[i]) for i in ids)
        if named and not ids.isdisjoint(places):
            return Finding(part, AGREES, fact=fact["id"])
        happens = fact["kind"] in ("event", "figure", *_UTTERED)
        sort = (
            "country" if any(entities[i]["kind"] == "country" for i in ids) and named else "place"
        )
        others = [i for i in places if entities[i]["kind"] == sort]
        unsaid = ids.isdisjoint(cluster.main.named) and _grade(concept, cluster.main, ()) != AGREES
        if others and happens and ids.isdisjoint(places) and unsaid:
            return Finding(part, DIFFERS, self._listed(others), fact["id"])
        if ids and not named:  # a capital that stands for a government is no place
            return Finding(part, ABSENT, fact=fact["id"])
        return self._name(part, concept, cluster)

    def _listed(self, ids: Collection[str]) -> str:
        return ", ".join(self._store.name(i) for i in sorted(ids))

    def _other_actors(self, main: Evidence) -> str:
        """Return the names of those who act in a fact, too, and whom the clause does not name."""
        named: set[str] = set()
        for part in self._clause.parts:
            if part.kind == "who" and part.concept is not None:
                named |= entities_of(part.concept, self._store.entities)
        return self._listed({*main.fact["actors"]} - named)

    def _owner(self, amount: Part) -> frozenset[str]:
        """Return the entities of the last name before a number that may have it."""
        acting = [p for p in self._clause.parts if p.acts and p.start < amount.start and p.concept]
        if not acting:
            return frozenset()
        assert acting[-1].concept is not None
        ids = entities_of(acting[-1].concept, self._store.entities)
        return ids.union(*map(self._store.representatives, ids))


def _unless_of_act(finding: Finding) -> Finding:
    """Return a finding, but none that differs or is open because of another act."""
    of_act = finding.verdict in (DIFFERS, OPEN) and finding.part.kind in _OF_ACT
    return finding._replace(verdict=ABSENT) if of_act else finding


def _unless_before_plan(finding: Finding, fact: Fact) -> Finding:
    """Return a finding, but an open one for a date before a plan that a clause tells as done.

    What was still planned in September was not done in June.
    """
    dated, away = finding.part.dated, finding.verdict in (ABSENT, DIFFERS)
    if dated is None or not away or not is_before_plan(dated, fact):
        return finding
    return Finding(finding.part, OPEN, fact["date"] or "", fact["id"])


def _grade(concept: Concept, evidence: Evidence, only_near: Collection[str]) -> str:
    """Return how surely a fact has a concept. only_near: terms that mean about the same."""
    own = sum(w for t, w in concept.terms if t in evidence.own and t not in only_near)
    if own >= FULL:
        return AGREES
    own += sum(w for t, w in concept.terms if t in evidence.own and t in only_near)
    own += sum(w for t, w in concept.terms if t in evidence.passage)
    if own >= FULL:
        return NEAR
    return TOPIC if any(t in evidence.topics for t, _ in concept.terms) else ABSENT
