"""Whether the facts of one occasion agree with a part of a claim, differ, or do not say."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from mss_cli.checking.evidence import Cluster, Evidence
from mss_cli.checking.reading import Part, ReadClause, is_named
from mss_cli.drafting.rules.amounts import Amount
from mss_cli.facts.dates import Interval, edtf_bounds
from mss_cli.facts.kinds import INTENDED
from mss_cli.facts.model import Entity, Fact
from mss_cli.facts.quantities import number
from mss_cli.search.dates import fits, periods
from mss_cli.search.documents import FULL, Reader
from mss_cli.search.requirements import is_undated
from mss_cli.text import words as words_in
from mss_cli.understanding import wordnet
from mss_cli.understanding.assertions import NEGATIONS
from mss_cli.understanding.opposites import alike, opposed, side

AGREES, NEAR, TOPIC, DIFFERS, ABSENT = "agrees", "near", "topic", "differs", "absent"
_PEOPLE = frozenset(
    "people persons person individuals men women troops police policemen personnel staff forces "
    "officer officers soldiers soldier cops haitians kenyans residents workers dockers".split()
)
_MONTHS = {"month": 1.0, "year": 12.0, "decade": 120.0}
_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0}
_CURRENCIES = frozenset("dollars euros pounds shillings crowns francs ringgit".split())
_TOLERANCE = 0.1  # `about 400` is 360 to 440
_LARGE = 10  # a number from which the same value is hardly a coincidence


class Finding(NamedTuple):
    """How the record compares with a part. says: what it says. fact: the id of that fact."""

    part: Part
    verdict: str
    says: str = ""
    fact: str = ""


class Alignment(NamedTuple):
    """A clause compared with a cluster. disputed: True if other readings deny what it says."""

    cluster: Cluster
    findings: tuple[Finding, ...]
    score: float

    def having(self, *verdicts: str) -> list[Finding]:
        """Return the findings with one of some verdicts.

        Parts that a fact need not say count if it says them.
        """
        return [
            f
            for f in self.findings
            if f.verdict in verdicts and (f.part.required or f.verdict in (AGREES, NEAR))
        ]


class Comparer:
    """Compares the parts of one clause with clusters of facts."""

    def __init__(self, reader: Reader, clause: ReadClause) -> None:
        self._reader = reader
        self._store = reader.store
        self._clause = clause
        self._weights = {part: self._weight(part) for part in clause.parts}
        self._has_day = any(p.dated is not None for p in clause.parts)

    def align(self, cluster: Cluster) -> Alignment:
        """Return how a cluster compares with each part of the clause."""
        findings = [self._compare(part, cluster) for part in self._clause.parts]
        whole = list(self._whole(cluster))
        denied = {f.part.start for f in whole if f.part.kind == "what"}
        findings = [f for f in findings if f.part.kind != "what" or f.part.start not in denied]
        findings += whole
        score = self._bonus(cluster.main.fact)
        for finding in findings:
            weight = self._weights.get(finding.part, 1.0)
            score += weight * _WORTH[finding.verdict]
        return Alignment(cluster, tuple(findings), score)

    def _bonus(self, fact: Fact) -> float:
        """Return what a fact is worth for its kind: an office, if the clause is about one."""
        plain = self._clause.predicate is None or not self._clause.predicate.required
        return 0.5 if plain and fact["kind"] == "role" else 0.0

    def _weight(self, part: Part) -> float:
        if part.concept is None or part.amount is not None:
            return 3.0
        found = self._reader.frequency(part.concept.terms).facts if part.concept.terms else 0
        return self._reader.idf(found) if part.required else 0.1

    def _compare(self, part: Part, cluster: Cluster) -> Finding:
        if part.amount is not None:
            return self._amount(part, part.amount, cluster)
        if part.dated is not None or part.weekday is not None:
            return self._date(part, cluster)
        if part.kind == "said by":
            return self._speaker(part, cluster)
        if part.kind == "where":
            return self._place(part, cluster)
        if part.kind == "who":
            return self._name(part, cluster)
        return self._words(part, cluster)

    # --- words ----------------------------------------------------------------------------

    def _words(self, part: Part, cluster: Cluster) -> Finding:
        concept = part.concept
        assert concept is not None
        told = self._position(part, cluster.main.fact)
        if told is not None:
            return told
        best = ABSENT
        only_near = self._related_terms(concept.typed, concept.terms)
        for evidence in cluster.every:
            found = self._grade(concept.terms, evidence, only_near)
            if _ORDER.index(found) < _ORDER.index(best):
                best = found
            if best == AGREES:
                return Finding(part, AGREES, fact=evidence.fact["id"])
        if best in (TOPIC, ABSENT) and alike(concept.typed, cluster.main.words):
            best = NEAR
        return Finding(part, best, fact=cluster.main.fact["id"])

    def _position(self, part: Part, fact: Fact) -> Finding | None:
        """Return how a word of support or opposition compares with the position of a stance."""
        assert part.concept is not None
        stance, typed = fact["stance"], part.concept.typed
        wanted = next(filter(None, (side(text) for text in typed.split())), "")
        if stance is None or not wanted:
            return None
        position = stance["position"]
        if self._clause.assertion.negated:
            return None
        if position == wanted:
            return Finding(part, AGREES, position, fact["id"])
        if position == "conditional" and wanted == "supports":
            return Finding(part, NEAR, position, fact["id"])
        if {position, wanted} <= {"supports", "opposes", "conditional"}:
            return Finding(part._replace(required=True), DIFFERS, position, fact["id"])
        return Finding(part, ABSENT, position, fact["id"])

    def _related_terms(self, typed: str, terms: Sequence[tuple[str, float]]) -> set[str]:
        """Return the terms that only mean about the same as a word, by WordNet."""
        lexicon = self._reader.lexicon
        stem = lexicon.stem(typed)
        rings = {s for ring in lexicon.synonyms.get((stem,), {}) for s in ring}
        related = {*lexicon.related.get(stem, {})} - rings - {*lexicon.forms.get(stem, ())}
        return {term for term, _ in terms if term in related}

    @staticmethod
    def _grade(
        terms: Sequence[tuple[str, float]], evidence: Evidence, only_near: Collection[str]
    ) -> str:
        own = sum(w for term, w in terms if term in evidence.own and term not in only_near)
        if own >= FULL:
            return AGREES
        own += sum(w for term, w in terms if term in evidence.own and term in only_near)
        passage = sum(w for term, w in terms if term in evidence.passage)
        if own + passage >= FULL:
            return NEAR
        if any(term in evidence.topics for term, _ in terms):
            return TOPIC
        return ABSENT

    # --- names ----------------------------------------------------------------------------

    def _ids(self, part: Part) -> frozenset[str]:
        """Return the entities that a part names, with those who speak for them."""
        assert part.concept is not None
        entities = self._store.entities
        ids = {t[1:] for t, w in part.concept.terms if t[0] == "#" and t[1:] in entities}
        return frozenset(ids).union(
            *(self._store.representatives(i) for i in ids),
            *(entities[i].get("represents", ()) for i in ids),
        )

    def _name(self, part: Part, cluster: Cluster) -> Finding:
        ids, main = self._ids(part), cluster.main
        if part.acts and self._clause.assertion.predicate is not None:
            if not ids.isdisjoint(main.actors):
                return Finding(part, AGREES, fact=main.fact["id"])
            if main.actors and not self._clause.assertion.copular:
                return Finding(part, DIFFERS, self._names(main.actors), main.fact["id"])
        if not ids.isdisjoint(main.named):
            return Finding(part, AGREES, fact=main.fact["id"])
        for evidence in cluster.others:  # it may be the occasion, or somebody else's part in it
            if not ids.isdisjoint(evidence.named):
                sure = self._clause.assertion.reported or part.kind == "where"
                return Finding(part, AGREES if sure else NEAR, fact=evidence.fact["id"])
        return self._words(part, cluster)

    def _names(self, ids: Collection[str]) -> str:
        return ", ".join(self._store.name(i) for i in sorted(ids))

    def _speaker(self, part: Part, cluster: Cluster) -> Finding:
        ids = self._ids(part)
        main = cluster.main
        told = {*main.speakers} | (
            main.actors if main.fact["kind"] in ("statement", "stance") else set()
        )
        if not ids.isdisjoint(told):
            return Finding(part, AGREES, fact=main.fact["id"])
        if main.speakers:
            return Finding(part, DIFFERS, self._names(main.speakers), main.fact["id"])
        return Finding(part, ABSENT, fact=main.fact["id"])

    def _place(self, part: Part, cluster: Cluster) -> Finding:
        assert part.concept is not None
        entities = self._store.entities
        main = cluster.main.fact
        ids = {t[1:] for t, _ in part.concept.terms if t[0] == "#" and t[1:] in entities}
        places = [i for i in main["places"] if i in entities]
        named = any(is_named(part.concept.typed, entities[i]) for i in ids)
        if named and not ids.isdisjoint(places):
            return Finding(part, AGREES, fact=main["id"])
        if ids.isdisjoint(places) and places and main["kind"] in ("event", "statement", "stance"):
            return Finding(part, DIFFERS, self._names(places), main["id"])
        if ids and not named:
            return Finding(part, ABSENT, fact=main["id"])  # a capital that stands for a government
        return self._name(part._replace(acts=False), cluster)._replace(part=part)

    # --- numbers --------------------------------------------------------------------------

    def _amount(self, part: Part, amount: Amount, cluster: Cluster) -> Finding:
        differing: list[tuple[int, Finding]] = []
        agreeing: list[tuple[int, Finding]] = []
        owner = self._owner(part)
        for evidence in cluster.every:
            if owner and owner.isdisjoint(evidence.actors | evidence.named):
                continue
            for other in evidence.amounts:
                alike, factor, other_factor = _alike(amount, other)
                if not alike:
                    if amount.value == other.value and amount.value >= _LARGE:
                        agreeing.append((0, Finding(part, NEAR, fact=evidence.fact["id"])))
                    continue
                says = f"{(other.qualifier or '').replace('-', ' ')} {number(other.value)} {other.unit}"
                if _agree(amount, other, factor, other_factor):
                    agreeing.append((alike, Finding(part, AGREES, says.strip(), evidence.fact["id"])))
                elif evidence is cluster.main or alike > 1:
                    differing.append(
                        (alike, Finding(part, DIFFERS, says.strip(), evidence.fact["id"]))
                    )
        best = max((a for a, _ in (*agreeing, *differing)), default=0)
        for alike, finding in agreeing:
            if alike == best or alike >= 2:
                return finding
        for alike, finding in differing:
            if alike == best:
                return finding
        return agreeing[0][1] if agreeing else Finding(part, ABSENT, fact=cluster.main.fact["id"])

    def _owner(self, amount: Part) -> frozenset[str]:
        """Return the entities of the last name before a number that may have it."""
        before = [
            p
            for p in self._clause.parts
            if p.kind in ("who", "said by") and p.acts and p.start < amount.start
        ]
        return self._ids(before[-1]) if before else frozenset()

    # --- dates ----------------------------------------------------------------------------

    def _date(self, part: Part, cluster: Cluster) -> Finding:
        best = Finding(part, ABSENT, fact=cluster.main.fact["id"])
        for evidence in cluster.every:
            found = (
                _weekday(part.weekday, evidence.fact)
                if part.weekday is not None
                else self._dated(part, evidence)
            )
            if found == AGREES:
                return Finding(part, AGREES, _when(evidence.fact), evidence.fact["id"])
            if found == DIFFERS and part.weekday is not None and self._has_day:
                continue  # a day of the week beside a date may belong to another act
            if found == NEAR or (found == DIFFERS and evidence is cluster.main):
                best = Finding(part, found, _when(evidence.fact), evidence.fact["id"])
        return best

    def _dated(self, part: Part, evidence: Evidence) -> str:
        assert part.dated is not None
        fact = evidence.fact
        typed = words_in(part.text)
        text = evidence.words
        if any(text[n : n + len(typed)] == typed for n in range(len(text))):
            return AGREES
        if fact["date"] is None:
            return ABSENT
        wanted = periods(part.dated)
        for reading in _days(fact):
            if any(reading.within(period) for period in wanted):
                return AGREES
        fit = fits(fact, [wanted])
        own = Interval(fact["date_start"], fact["date_end"])
        if fit >= 1:
            return AGREES
        if fit > 0:
            return NEAR if part.dated.side or not _finer(wanted, own) else ABSENT
        return ABSENT if is_undated(fact) else DIFFERS

    # --- the clause as a whole ------------------------------------------------------------

    def _whole(self, cluster: Cluster) -> Iterator[Finding]:
        """Yield findings on the status, the negation, opposites and universals of the clause."""
        clause, fact = self._clause, cluster.main.fact
        at = clause.predicate or next(iter(clause.parts), None)
        if at is None:
            return
        at = at._replace(required=True)
        assertion = clause.assertion
        intended = fact["status"] in INTENDED
        to_come = assertion.intended or assertion.of_plan
        if intended and not to_come and fact["kind"] not in ("stance", "statement"):
            yield Finding(at._replace(kind="status"), DIFFERS, fact["status"], fact["id"])
        elif assertion.intended and not intended and fact["kind"] in ("event", "figure"):
            yield Finding(at._replace(kind="status"), ABSENT, fact["status"], fact["id"])
        if assertion.ended:
            over = not _OVER.isdisjoint(cluster.main.words)
            yield Finding(at._replace(kind="status"), AGREES if over else ABSENT, "", fact["id"])
        if "unanimous" in cluster.main.words and not _DISSENT.isdisjoint(
            word.text for word in clause.words
        ):
            yield Finding(at._replace(kind="extent"), DIFFERS, "unanimous", fact["id"])
        if "unanimous" in clause.text.lower() and _SPLIT.search(fact["text"]):
            yield Finding(at._replace(kind="extent"), DIFFERS, fact["text"], fact["id"])
        if assertion.mixed:
            divided = fact["stance"] is not None and fact["stance"]["position"] == "divided"
            yield Finding(at._replace(kind="extent"), AGREES if divided else ABSENT, "", fact["id"])
            return
        denies, told = self._negations(cluster.main)
        if assertion.negated and not told:
            yield Finding(at._replace(kind="negated"), DIFFERS, "it is so", fact["id"])
        elif denies and not assertion.negated:
            yield Finding(at._replace(kind="negated"), DIFFERS, "it is denied", fact["id"])
        for text, start, end in clause.plain:
            opposite = None if text in cluster.main.words else opposed(text, cluster.main.words)
            if opposite:
                yield Finding(Part("what", text, start, end), DIFFERS, opposite, fact["id"])
        if assertion.only or assertion.every:
            yield self._extent(at, cluster)

    def _extent(self, at: Part, cluster: Cluster) -> Finding:
        fact, main = cluster.main.fact, cluster.main
        part = at._replace(kind="extent", required=True)
        mark = {"only", "alone", "sole"} if self._clause.assertion.only else {"all", "every"}
        if not mark.isdisjoint(main.words) or "unanimous" in main.words:
            return Finding(part, AGREES, fact=fact["id"])
        if self._clause.assertion.only:
            named = frozenset().union(*(self._ids(p) for p in self._clause.parts if p.kind == "who"))
            others = {*fact["actors"]} - named
            if others:
                return Finding(part, DIFFERS, f"also {self._names(others)}", fact["id"])
        return Finding(part, ABSENT, fact=fact["id"])

    def _negations(self, evidence: Evidence) -> tuple[bool, bool]:
        """Return whether a fact denies a word of the clause, and whether it denies anything."""
        if evidence.fact["status"] in ("denied", "cancelled"):
            return True, True
        stem = self._reader.lexicon.stem
        wanted = {
            term
            for part in self._clause.parts
            if part.concept is not None and part.kind == "what"
            for term, _ in part.concept.terms
        }
        words = evidence.words
        found = [
            n
            for n, word in enumerate(words)
            if word in _DENYING and words[n + 1 : n + 2] != ["only"]
        ]
        near = any(stem(each) in wanted for n in found for each in words[n + 1 : n + 5])
        return near, bool(found)


_DENYING = NEGATIONS | frozenset("failed declined refused doubts divided withdrew".split())
_DISSENT = frozenset("against abstained abstain dissent dissenting".split())
_OVER = frozenset(
    "ousted former until resigned dropped gave withdrawn ended longer stepped left removed".split()
)
_SPLIT = re.compile(r"\b(?:\w+ to (?:one|two|three|four|five|six|seven|[1-9]\d*)|\d+-[1-9]\d*)\b")
_WORTH = {AGREES: 1.0, NEAR: 0.6, TOPIC: 0.3, DIFFERS: 0.1, ABSENT: 0.0}
_ORDER = (AGREES, NEAR, TOPIC, DIFFERS, ABSENT)


def _alike(one: Amount, other: Amount) -> tuple[int, float, float]:
    """Return how surely two amounts count the same, and the factors that make units equal."""
    units, others = one.unit.lower().split(), other.unit.lower().split()
    if not units or not others:
        return 0, 1, 1
    for table in (_MONTHS, _DAYS):
        first, second = table.get(units[-1].rstrip("s")), table.get(others[-1].rstrip("s"))
        if first and second:
            return 3, first, second
    if units[-1] in _CURRENCIES or others[-1] in _CURRENCIES:
        return (3 if units[-1] in _CURRENCIES and others[-1] in _CURRENCIES else 0), 1, 1
    own = {w.rstrip("s") for w in units}
    their = {w.rstrip("s") for w in others}
    if units[-1].rstrip("s") in their or others[-1].rstrip("s") in own:
        return 2 + len(own & their), 1, 1
    if _counts_people(units) and _counts_people(others):
        return 1, 1, 1
    return 0, 1, 1


def _counts_people(units: Sequence[str]) -> bool:
    return any(unit in _PEOPLE or wordnet.is_person(unit) for unit in units)


def _agree(claimed: Amount, told: Amount, factor: float, other_factor: float) -> bool:
    value, other = claimed.value * factor, told.value * other_factor
    if claimed.qualifier == "more-than":
        return other > value or (other == value and told.qualifier in ("more-than", "at-least"))
    if claimed.qualifier == "at-least":
        return other >= value
    if claimed.qualifier == "up-to":
        return other <= value
    if claimed.qualifier == "about" or told.qualifier == "about":
        return abs(value - other) <= _TOLERANCE * max(value, other)
    return value == other


def _days(fact: Fact) -> Iterator[Interval]:
    """Yield the dates that single passages give."""
    for evidence in fact["evidence"]:
        read = evidence["reports"]["date"]
        if read:
            yield Interval(*edtf_bounds(read))


def _finer(wanted: Sequence[Interval], own: Interval) -> bool:
    """Return True if a claim gives a more precise date than a fact."""
    return any(period.within(own) for period in wanted)


def _weekday(day: int | None, fact: Fact) -> str:
    days = {read.start for read in _days(fact) if read.start == read.end}
    if fact["date_start"] == fact["date_end"]:
        days.add(fact["date_start"])
    found = {date.fromisoformat(each).weekday() for each in days if each}
    if day in found:
        return AGREES
    return DIFFERS if found else ABSENT


def _when(fact: Fact) -> str:
    return fact["date"] or "undated"
