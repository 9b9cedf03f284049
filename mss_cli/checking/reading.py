"""A claim as clauses, and each clause as the parts that a fact must agree with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from mss_cli.drafting.rules.amounts import Amount, amounts
from mss_cli.facts.model import Entity
from mss_cli.query.store import Store
from mss_cli.search import dates as when
from mss_cli.search.collection import Collection
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import TemporalExpression
from mss_cli.search.documents import Reader
from mss_cli.search.question import dates_in, undated_concepts
from mss_cli.search.spelling import is_common, is_english
from mss_cli.text import fold, placed_words
from mss_cli.text import words as words_in
from mss_cli.understanding import wordnet
from mss_cli.understanding.assertions import (
    Assertion,
    Clause,
    Word,
    clauses,
    read_assertion,
    without_cleft,
)
from mss_cli.understanding.clauses import LIGHT_VERBS
from mss_cli.understanding.phrasal import plain_verbs

_PRONOUNS = {"he": "male", "she": "female"}
_DIRECTIONS = {"up": "increase", "down": "decrease"}
_PLACING = frozenset("in at near from to around outside inside across into".split())
_PLACES = ("place", "country")
_RELATIVE = frozenset("this last next today yesterday tomorrow".split())
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# Words that no fact needs to have: they add emphasis, or say how sure or how recent it is.
_EMPTY = frozenset(
    "now still already really actually also even just so far then there here again indeed "
    "reportedly apparently currently recently previously formerly formal formally fully full "
    "whole entire very quite rather such own same some part kind sort way thing case fact time "
    "per cent percent least most other others another additional extra further total altogether "
    "overall respectively meanwhile moreover however therefore thus both each either neither "
    "them they he she it his its her their who which that this these those one ones well back "
    "down out over about around roughly approximately nearly almost only alone all every no not "
    "never none nobody nothing first yet ever any anyone anybody somebody someone once long "
    "longer during since until amid among behind against himself herself itself themselves "
    "country countries government governments state states nation nations people person man men woman women member members side sides body home "
    "new latest good great big large important idea issue matter question moment audience "
    "everything everyone capital".split()
)
# Verbs of saying, thinking and doing that leave the meaning to other words.
_PLAIN_VERBS = LIGHT_VERBS | frozenset(
    "speak say tell discuss mention talk comment remark describe reckon think believe note voice "
    "express announce report state argue call leave go come".split()
)
# What a thing is called the second time it is mentioned.
_GENERIC = frozenset(
    "force mission operation programme program project document text move step effort measure "
    "scheme process initiative deal plan proposal draft option event remark comment speech word "
    "statement thing number figure".split()
)


class Part(NamedTuple):
    """A part of a clause. start, end: code points of the claim.

    kind: `who`, `what`, `how many`, `when`, `where` or `said by`. One of concept, amount and
    dated says what it means; weekday is a day of the week from 0. required: False if a fact need
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


class ReadClause(NamedTuple):
    """A clause with its parts.

    words: folded, with their places in the claim. plain: with plain verbs, as search reads them.
    title: True for an office in apposition.
    """

    text: str
    words: tuple[Word, ...]
    plain: tuple[Word, ...]
    parts: tuple[Part, ...]
    assertion: Assertion
    predicate: Part | None
    title: bool = False


class ReadClaim(NamedTuple):
    """A claim as mss understands it. notes: spelling corrections, for the user."""

    text: str
    clauses: tuple[ReadClause, ...]
    reader: Reader
    notes: tuple[str, ...]


class Context:
    """Whom `he` and `she` mean in the next sentence of a text: the last person named."""

    def __init__(self) -> None:
        self._last: dict[str, Concept] = {}

    def meant(self, pronoun: str) -> Concept:
        """Return the person that a pronoun means; nobody known without one."""
        return self._last.get(pronoun, Concept(pronoun, (), "unknown"))

    def remember(self, claim: "ReadClaim") -> None:
        """Take note of the people that a sentence names."""
        entities = claim.reader.store.entities
        for clause in claim.clauses:
            for part in sorted(clause.parts, key=lambda part: (not part.acts, part.start)):
                ids = _entities(part.concept, entities) if part.concept else []
                people = [i for i in ids if entities[i]["kind"] == "person"]
                if len(people) == 1 and part.text.lower() not in _PRONOUNS:
                    gender = entities[people[0]].get("gender", "")
                    for pronoun, of in _PRONOUNS.items():
                        if gender in ("", of):
                            self._last[pronoun] = part.concept or self.meant(pronoun)


def read_claim(
    store: Store,
    collection: Collection,
    claim: str,
    today: str,
    context: Context | None = None,
) -> ReadClaim:
    """Return the clauses of a claim, by the vocabulary of a store.

    today: ISO 8601. context: the sentences before it. Raises UsageError for an impossible date.
    """
    context = context or Context()
    tokens = when.tokens(fold(claim))
    reader = Reader(store, collection, list(dict.fromkeys((*tokens, *plain_verbs(tokens)))), related=True)
    plain = plain_verbs(tokens, reader.lexicon.has_label)
    placed = [Word(*word) for word in placed_words(claim)]
    words = _with_directions(without_cleft(claim, _placed(plain, placed)))
    placed = without_cleft(claim, placed)
    notes: list[str] = []
    named = _name_spans(reader, claim, words, today)

    def is_name(word: Word) -> bool:
        return any(start <= word.start < end for start, end in named)

    found = [
        _read_clause(reader, claim, clause, words, placed, today, notes, context)
        for clause in clauses(claim, placed, is_name)
    ]
    return ReadClaim(claim, tuple(found), reader, tuple(dict.fromkeys(notes)))


def _with_directions(words: Sequence[Word]) -> list[Word]:
    """Return words with a verb for the direction of a number: `up 13 percent` increased."""
    found = list(words)
    for n, word in enumerate(words[:-1]):
        if word.text in _DIRECTIONS and words[n + 1].text[:1].isdecimal():
            found[n] = word._replace(text=_DIRECTIONS[word.text])
    return found


def _name_spans(
    reader: Reader, claim: str, words: Sequence[Word], today: str
) -> list[tuple[int, int]]:
    """Return the code points of the names in a claim."""
    texts = [word.text for word in words]
    dates = dates_in(reader, texts, today)
    concepts = _located(list(undated_concepts(reader, texts, dates, [])), words, dates)
    return [
        (start, end) for c, start, end in concepts if _is_name(reader, c, claim, start)
    ]


def _placed(plain: Sequence[str], placed: Sequence[Word]) -> list[Word]:
    """Return the words that search reads with their places in the claim."""
    found: list[Word] = []
    matcher = SequenceMatcher(None, plain, [word.text for word in placed], autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        if first == last:
            continue
        if last - first == end - start:
            found += (
                word._replace(text=text)
                for text, word in zip(plain[first:last], placed[start:end], strict=True)
            )
            continue
        at = found[-1].end if found else 0
        left, right = (placed[start].start, placed[end - 1].end) if end > start else (at, at)
        found += (Word(text, left, right) for text in plain[first:last])
    return found


def _read_clause(
    reader: Reader,
    claim: str,
    clause: Clause,
    words: Sequence[Word],
    placed: Sequence[Word],
    today: str,
    notes: list[str],
    context: Context,
) -> ReadClause:
    own = [word for word in words if clause.covers(word.start)]
    texts = [word.text for word in own]
    dates = dates_in(reader, texts, today)
    concepts = list(_located(list(undated_concepts(reader, texts, dates, notes)), own, dates))
    plain = [word for word in placed if clause.covers(word.start)]
    named = [(start, end) for c, start, end in concepts if _is_name(reader, c, claim, start)]
    names = {
        n for n, word in enumerate(plain) if any(s <= word.start < e for s, e in named)
    }
    assertion = read_assertion(claim, plain, names)
    text = " ".join(claim[first:last].strip() for first, last in clause.spans)
    concepts += [
        (context.meant(word.text), word.start, word.end)
        for word in plain
        if word.text in _PRONOUNS and not _follows_name(word, named)
    ]
    parts = list(_parts(reader, claim, clause, own, plain, dates, concepts, assertion))
    predicate = None
    if assertion.predicate is not None and assertion.predicate < len(plain):
        at = plain[assertion.predicate].start
        n = next((n for n, p in enumerate(parts) if p.start <= at < p.end and p.kind == "what"), -1)
        if n >= 0:
            concept = parts[n].concept
            light = concept is not None and all(map(_is_plain_verb, concept.typed.split()))
            predicate = parts[n] = parts[n]._replace(required=not light)
    return ReadClause(
        text, tuple(plain), tuple(own), tuple(parts), assertion, predicate, clause.title
    )


def _located(
    concepts: Sequence[Concept], own: Sequence[Word], dates: Sequence[TemporalExpression]
) -> Iterator[tuple[Concept, int, int]]:
    """Yield each concept with the code points of its words."""
    in_dates = {n for d in dates for n in range(d.first - d.lead, d.last)}
    at = 0
    for concept in concepts:
        if concept.kind == "extra":
            continue
        typed = concept.typed.split()
        n = next(
            (n for n in range(at, len(own)) if n not in in_dates and own[n].text == typed[0]), None
        )
        if n is None:
            continue
        last = n
        for text in typed[1:]:
            last = next(
                (k for k in range(last + 1, min(last + 4, len(own))) if own[k].text == text), last
            )
        at = last + 1
        yield concept, own[n].start, own[last].end


def _is_name(reader: Reader, concept: Concept, claim: str, start: int) -> bool:
    """Return True for a name, known or not."""
    if concept.kind == "name" or _is_new(concept, claim, start):
        return True
    if claim[start : start + 3].strip().lower() in _PRONOUNS:
        return True
    entities = reader.store.entities
    return claim[start].isupper() and any(
        term[0] == "#" and term[1:] in entities for term, _ in concept.terms
    )


def _is_new(concept: Concept, claim: str, start: int) -> bool:
    """Return True for a name that the store does not have."""
    if concept.kind not in ("unknown", "related") or not claim[start : start + 1].isupper():
        return False
    return start > 0 or not all(map(is_english, concept.typed.split()))


def _parts(
    reader: Reader,
    claim: str,
    clause: Clause,
    own: Sequence[Word],
    plain: Sequence[Word],
    dates: Sequence[TemporalExpression],
    concepts: Sequence[tuple[Concept, int, int]],
    assertion: Assertion,
) -> Iterator[Part]:
    counted = list(_amounts(claim, clause))
    spans = [(start, end) for _, start, end in counted]
    for amount, start, end in counted:
        yield Part("how many", claim[start:end], start, end, amount=amount)
    for dated in dates:
        start, end = own[dated.first].start, own[dated.last - 1].end
        relative = own[dated.first].text in _RELATIVE  # as of the articles, not of today
        yield Part("when", claim[start:end], start, end, dated=dated, required=not relative)
    for word in plain:
        if word.text in _WEEKDAYS:
            day = _WEEKDAYS.index(word.text)
            yield Part("when", claim[word.start : word.end], word.start, word.end, weekday=day)
    speaking = {plain[n].start for n in assertion.speaker}
    acting = {plain[n].start for n in assertion.acting}
    for concept, start, end in concepts:
        text = claim[start:end]
        if concept.typed in _WEEKDAYS:
            continue
        if concept.kind == "number" or any(term.startswith("=") for term, _ in concept.terms):
            if not any(s <= start < e for s, e in spans):
                light = concept.kind != "number"
                yield Part("how many", text, start, end, concept=concept, required=not light)
            continue
        if concept.typed in _PRONOUNS or _is_name(reader, concept, claim, start):
            kind = "said by" if start in speaking else _kind(reader, concept, claim, start)
            acts = start in acting and kind == "who" and not _owns(reader, concept, claim, end)
            yield Part(kind, text, start, end, concept=concept, acts=acts)
        else:
            inside = any(s <= start < e for s, e in spans)
            required = not _is_empty(concept) and not inside  # it is the unit of a number
            yield Part("what", text, start, end, concept=concept, required=required)


def _follows_name(word: Word, named: Sequence[tuple[int, int]]) -> bool:
    """Return True for a pronoun after a name, which it may mean: `Ruto said he would`."""
    return any(end <= word.start for _, end in named)


def _entities(concept: Concept, entities: Mapping[str, Entity]) -> list[str]:
    """Return the ids of the entities that a concept names."""
    return [term[1:] for term, _ in concept.terms if term[0] == "#" and term[1:] in entities]


def _owns(reader: Reader, concept: Concept, claim: str, end: int) -> bool:
    """Return True for a place whose people act: `Nairobi's dockers`."""
    entities = reader.store.entities
    ids = [term[1:] for term, _ in concept.terms if term[0] == "#" and term[1:] in entities]
    is_place = bool(ids) and all(entities[i]["kind"] == "place" for i in ids)
    return is_place and claim[end : end + 2] in ("'s", "’s")


def _amounts(claim: str, clause: Clause) -> Iterator[tuple[Amount, int, int]]:
    """Yield the amounts of a clause with their code points in the claim."""
    for first, last in clause.spans:
        text = claim[first:last]
        taken = 0
        for amount in sorted(amounts(text), key=lambda a: text.find(a.printed)):
            at = text.find(amount.printed, taken)
            if at < 0:
                at = text.find(amount.printed)
            if at >= 0:
                taken = at + 1
                yield amount, first + at, first + at + len(amount.printed)


def _kind(reader: Reader, concept: Concept, claim: str, start: int) -> str:
    """Return `where` for a place after a preposition, else `who`.

    `Beijing` stands for a government, except after `in`.
    """
    before = claim[:start].rstrip().rpartition(" ")[2].lower()
    if before == "the":
        before = claim[:start].rstrip()[:-3].rstrip().rpartition(" ")[2].lower()
    if before not in _PLACING:
        return "who"
    entities = reader.store.entities
    ids = [term[1:] for term, _ in concept.terms if term[0] == "#" and term[1:] in entities]
    kinds = {entities[i]["kind"] for i in ids}
    named = any(is_named(concept.typed, entities[i]) for i in ids)
    if ids and not named and before != "in":
        return "who"
    return "where" if not kinds or not kinds.isdisjoint(_PLACES) else "who"


def is_named(typed: str, entity: Entity) -> bool:
    """Return True if a word is in a displayed name of an entity, not only in a hidden label."""
    return any(typed in " ".join(words_in(name)) for name in (entity["name"], *entity["aliases"]))


def _is_plain_verb(word: str) -> bool:
    """Return True for a verb that leaves the meaning to other words."""
    if word in _PLAIN_VERBS:
        return wordnet.parts(word)[:1] != "n"
    return any(
        one.lemma in _PLAIN_VERBS and one.parts[:1] == "v"
        for one in wordnet.lemmas(word)
        if one.lemma != word
    )


def _is_empty(concept: Concept) -> bool:
    """Return True for a word that a fact need not have."""
    for word in concept.typed.split():
        own = {word, *(one.lemma for one in wordnet.lemmas(word))}
        kinds = wordnet.parts(word)
        plain = _is_plain_verb(word)
        soft = (kinds[:1] in ("a", "r") and is_common(word)) or re.search(r"-\w+ed$", word)
        if not (plain or soft or kinds == "r") and own.isdisjoint(_EMPTY | _GENERIC):
            return False
    return True
