"""The parts of a clause that a fact must agree with: who, what, how many, when, where, said by."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from mss_cli.checking.vocabulary import RANKING, is_empty
from mss_cli.facts.amounts import Amount, amounts
from mss_cli.facts.model import Entity
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import TemporalExpression
from mss_cli.search.spelling import is_english
from mss_cli.text import words as words_in
from mss_cli.understanding.assertions import Assertion
from mss_cli.understanding.sentences import Word

PRONOUNS = {"he": "male", "she": "female"}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_PLACING = frozenset("in at near from to around outside inside across into".split())
_PLACES = ("place", "country")
_RELATIVE = frozenset("this last next today yesterday tomorrow".split())
_AGAIN = re.compile(r"\b(?:the|these|those|both)\s+$", re.IGNORECASE)
_ALIKE = 0.75  # the share of letters from which a word is a misspelt name
_LESS = re.compile(r"\b(?:(?<!\bno )(?<!\bnot )(?:less|fewer) than|under|below)\s+$", re.IGNORECASE)
_AT_MOST = re.compile(r"\bnot? more than\s+$", re.IGNORECASE)
_LED = re.compile(r"-[a-z]")  # `Kenyan-led`, not `US-Ecuador`
LESS, AT_MOST = "less-than", "at-most"  # qualifiers that facts do not have
_FEW = 5  # `the two countries` are those named before


class Part(NamedTuple):
    """A part of a clause. start, end: code points of the claim.

    kind: `who`, `what`, `how many`, `when`, `where` or `said by`; of the clause as a whole,
    `status`, `negated` or `extent`. One of concept, amount and dated says what it means; weekday
    is a day of the week from 0. acts: True for a name that acts. required: False if a fact need
    not say it.
    """

    kind: str
    text: str
    start: int
    end: int
    concept: Concept | None = None
    amount: Amount | None = None
    dated: TemporalExpression | None = None
    weekday: int | None = None
    acts: bool = False
    required: bool = True


class Located(NamedTuple):
    """A concept of a clause, with its code points in the claim."""

    concept: Concept
    start: int
    end: int


class Parser:
    """Finds the parts of the clauses of one claim. entities: those of the store, by id."""

    def __init__(self, claim: str, entities: Mapping[str, Entity]) -> None:
        self._claim = claim
        self._entities = entities

    def is_name(self, found: Located) -> bool:
        """Return True for a name, known or not, and for a pronoun that means somebody."""
        concept, start, _ = found
        if concept.kind == "name" or self._is_new(concept, start):
            return True
        if self._claim[start : start + 3].strip().lower() in PRONOUNS:
            return True
        return self._claim[start].isupper() and bool(entities_of(concept, self._entities))

    def _is_new(self, concept: Concept, start: int) -> bool:
        """Return True for a name that the store does not have."""
        if concept.kind not in ("unknown", "related"):
            return False
        if not self._claim[start : start + 1].isupper():
            return False
        return start > 0 or not all(map(is_english, concept.typed.split()))

    def amounts(self, spans: Sequence[tuple[int, int]]) -> Iterator[Part]:
        """Yield the numbers of a clause."""
        for first, last in spans:
            text, taken = self._claim[first:last], 0
            for amount in sorted(amounts(text), key=lambda a: text.find(a.printed)):
                at = max(text.find(amount.printed, taken), text.find(amount.printed))
                if at < 0:
                    continue
                taken = at + 1
                start, end = first + at, first + at + len(amount.printed)
                if _LESS.search(self._claim[:start]):
                    amount = amount._replace(qualifier=LESS)
                if _AT_MOST.search(self._claim[:start]):
                    amount = amount._replace(qualifier=AT_MOST)
                again = _AGAIN.search(self._claim[:start]) and amount.value < _FEW
                printed = self._claim[start:end]
                yield Part("how many", printed, start, end, amount=amount, required=not again)

    def dates(
        self, own: Sequence[Word], dates: Sequence[TemporalExpression], plain: Sequence[Word]
    ) -> Iterator[Part]:
        """Yield the dates and the days of the week of a clause."""
        for dated in dates:
            start, end = own[dated.first].start, own[dated.last - 1].end
            if dated.event:
                continue  # `since its president was murdered`: its words are parts
            relative = own[dated.first].text in _RELATIVE  # as of the articles, not of today
            text = self._claim[start:end]
            yield Part("when", text, start, end, dated=dated, required=not relative)
        for word in plain:
            if word.text in _WEEKDAYS:
                text, day = self._claim[word.start : word.end], _WEEKDAYS.index(word.text)
                yield Part("when", text, word.start, word.end, weekday=day)

    def concepts(
        self,
        located: Sequence[Located],
        counted: Sequence[Part],
        plain: Sequence[Word],
        assertion: Assertion,
    ) -> Iterator[Part]:
        """Yield the names and the other words of a clause. counted: its numbers."""
        speaking = {plain[n].start for n in assertion.speaker}
        acting = {plain[n].start for n in assertion.acting}
        addressed = {plain[n].start for n in assertion.addressed}
        for found in located:
            concept, start, end = found
            text = self._claim[start:end]
            inside = any(part.start <= start < part.end for part in counted)
            limits = any(self._claim[end : part.start] == " than " for part in counted)
            if concept.typed in _WEEKDAYS or limits:
                continue
            if concept.kind == "number" or any(t.startswith("=") for t, _ in concept.terms):
                if not inside:
                    sure = concept.kind == "number"
                    yield Part("how many", text, start, end, concept=concept, required=sure)
            elif self.is_forename(found, located):
                continue
            elif concept.typed in PRONOUNS or self.is_name(found):
                kind = "said by" if start in speaking else self._kind(concept, start)
                acts = start in acting and kind == "who" and not self._owns(concept, end)
                # Neither who was told nor the name in `Kenyan-led` needs to be in the fact.
                aside = start in addressed or _LED.match(self._claim, end) is not None
                yield Part(kind, text, start, end, concept=concept, acts=acts, required=not aside)
            else:  # inside a number, it is the unit
                ranks = assertion.copular and concept.typed in RANKING
                required = ranks or not (inside or is_empty(concept))
                yield Part("what", text, start, end, concept=concept, required=required)

    def is_forename(self, found: Located, located: Sequence[Located]) -> bool:
        """Return True for a misspelt word of a name that stands next to another of its words."""
        if found.concept.kind != "unknown":
            return False
        for other in located:
            first, second = sorted((found, other), key=lambda one: one.start)
            if self._claim[first.end : second.start] == " ":
                for identifier in entities_of(other.concept, self._entities):
                    entity = self._entities[identifier]
                    if entity["kind"] == "person" and _is_near(found.concept.typed, entity):
                        return True
        return False

    def _kind(self, concept: Concept, start: int) -> str:
        """Return `where` for a place after a preposition, else `who`.

        `Beijing` stands for a government, except after `in`.
        """
        before = self._claim[:start].lower().split()[-2:]
        placing = before[-2] if before[-1:] == ["the"] and len(before) > 1 else (before or [""])[-1]
        if placing not in _PLACING:
            return "who"
        ids = entities_of(concept, self._entities)
        kinds = {self._entities[i]["kind"] for i in ids}
        named = any(is_named(concept.typed, self._entities[i]) for i in ids)
        if ids and not named and placing != "in":
            return "who"
        return "where" if not kinds or not kinds.isdisjoint(_PLACES) else "who"

    def _owns(self, concept: Concept, end: int) -> bool:
        """Return True for a place whose people act: `Nairobi's dockers`."""
        ids = entities_of(concept, self._entities)
        is_place = bool(ids) and all(self._entities[i]["kind"] == "place" for i in ids)
        return is_place and self._claim[end : end + 2] in ("'s", "’s")


def entities_of(concept: Concept, entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the ids of the entities that a concept names."""
    return frozenset(t[1:] for t, _ in concept.terms if t[0] == "#" and t[1:] in entities)


def _is_near(typed: str, entity: Entity) -> bool:
    """Return True if a word is spelt like one of the words of a name."""
    return any(
        word[0] == typed[0] and SequenceMatcher(None, typed, word).ratio() >= _ALIKE
        for word in words_in(entity["name"])
    )


def is_named(typed: str, entity: Entity) -> bool:
    """Return True if a word is in a displayed name of an entity, not only in a hidden label."""
    return any(typed in " ".join(words_in(name)) for name in (entity["name"], *entity["aliases"]))
