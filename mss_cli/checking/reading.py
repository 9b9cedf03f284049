"""A claim as clauses with their parts, by the vocabulary of a store."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from mss_cli.checking.parts import PRONOUNS, Located, Parser, Part, entities_of
from mss_cli.checking.vocabulary import is_plain_verb
from mss_cli.query.store import Store
from mss_cli.search import dates as when
from mss_cli.search.collection import Collection
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import TemporalExpression
from mss_cli.search.documents import Reader
from mss_cli.search.lexicon import tag
from mss_cli.search.question import UNKNOWN, dates_in, undated_concepts
from mss_cli.text import fold, placed_words
from mss_cli.understanding.assertions import Assertion, read_assertion
from mss_cli.understanding.phrasal import plain_verbs
from mss_cli.understanding.sentences import Clause, Word, clauses, without_cleft

# After `take` or `come` they make a verb of its own: `took back`.
_PARTICLES = frozenset("back off out up down away over aside apart".split())
_DIRECTIONS = {"up": "increase", "down": "decrease"}
_NEAR = 4  # words between two words of a concept


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
    claim: str = ""

    def printed(self, word: Word) -> str:
        """Return a word as the claim has it."""
        return self.claim[word.start : word.end]


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
        """Return the person that a pronoun means, or an unknown one."""
        return self._last.get(pronoun, Concept(pronoun, (), "unknown"))

    def remember(self, claim: ReadClaim) -> None:
        """Take note of the people that a sentence names; one who acts comes last."""
        entities = claim.reader.store.entities
        parts = [part for clause in claim.clauses for part in clause.parts if part.concept]
        for part in sorted(parts, key=lambda part: (part.acts, -part.start)):
            assert part.concept is not None
            named = entities_of(part.concept, entities)
            people = [i for i in named if entities[i]["kind"] == "person"]
            if len(people) == 1 and part.text.lower() not in PRONOUNS:
                gender = entities[people[0]].get("gender", "")
                for pronoun, of in PRONOUNS.items():
                    if gender in ("", of):
                        self._last[pronoun] = part.concept


def vocabulary(store: Store, collection: Collection, text: str) -> Reader:
    """Return the reader of the facts for every word of a text, whose claims are to be read.

    Raises UsageError for an impossible date.
    """
    tokens = when.tokens(fold(text))
    queried = list(dict.fromkeys((*tokens, *plain_verbs(tokens))))
    return Reader(store, collection, queried, related=True)


def read_claim(reader: Reader, claim: str, today: str, context: Context | None = None) -> ReadClaim:
    """Return the clauses of a claim.

    reader: of a text that has the claim. today: ISO 8601. context: the sentences before it. Raises
    UsageError for an impossible date.
    """
    return _Claim(reader, claim, when.tokens(fold(claim)), today, context or Context()).read()


class _Claim:
    """Reads one claim."""

    def __init__(
        self, reader: Reader, claim: str, tokens: Sequence[str], today: str, context: Context
    ) -> None:
        self._reader = reader
        self._claim = claim
        self._today = today
        self._context = context
        self._parser = Parser(claim, reader.store.entities)
        self._notes: list[str] = []
        placed = [Word(*word) for word in placed_words(claim)]
        plain = _placed(plain_verbs(tokens, reader.lexicon.has_label), placed)
        self._words = without_cleft(claim, placed)
        self._plain = _with_directions(without_cleft(claim, plain))

    def read(self) -> ReadClaim:
        named = self._names(self._located(self._plain, []))

        def is_name(word: Word) -> bool:
            return any(start <= word.start < end for start, end in named)

        found = [self._clause(one) for one in clauses(self._claim, self._words, is_name)]
        # Words that no fact has are parts, and the verdict names them.
        notes = dict.fromkeys(n for n in self._notes if not n.startswith(UNKNOWN))
        return ReadClaim(self._claim, tuple(found), self._reader, tuple(notes))

    def _clause(self, clause: Clause) -> ReadClause:
        plain = [word for word in self._plain if clause.covers(word.start)]
        words = [word for word in self._words if clause.covers(word.start)]
        located = self._located(plain, self._notes)
        named = self._names(located)
        names = {n for n, w in enumerate(words) if any(s <= w.start < e for s, e in named)}
        assertion = read_assertion(self._claim, words, names)
        first = min((start for start, _ in named), default=len(self._claim))
        located += [
            Located(self._context.meant(word.text), word.start, word.end)
            for word in words
            if word.text in PRONOUNS and word.start < first  # else it may mean that name
        ]
        counted = list(self._parser.amounts(clause.spans))
        parts = [
            *counted,
            *self._parser.dates(plain, self._dates(plain), words),
            *self._parser.concepts(located, counted, words, assertion),
        ]
        predicate = _with_predicate(parts, words, assertion)
        text = " ".join(self._claim[start:end].strip() for start, end in clause.spans)
        return ReadClause(
            text,
            tuple(words),
            tuple(plain),
            tuple(parts),
            assertion,
            predicate,
            clause.title,
            self._claim,
        )

    def _dates(self, plain: Sequence[Word]) -> tuple[TemporalExpression, ...]:
        return dates_in(self._reader, [word.text for word in plain], self._today)

    def _located(self, plain: Sequence[Word], notes: list[str]) -> list[Located]:
        """Return the concepts of some words, each with its place in the claim."""
        texts, dates = [word.text for word in plain], self._dates(plain)
        found = undated_concepts(self._reader, texts, dates, notes)
        located = _located([c for c in found if c.kind != "extra"], plain, dates)
        return [self._as_name(one) for one in located]

    def _as_name(self, one: Located) -> Located:
        """Return a concept as a name, if it is one word of the name of one person."""
        concept = one.concept
        if concept.kind != "word" or not self._claim[one.start].isupper():
            return one
        lexicon, entities = self._reader.lexicon, self._reader.store.entities
        stem = lexicon.stem(concept.meant or concept.typed)
        stems = {term for term, _ in concept.terms} | {stem}
        people = {
            name.id
            for each in stems
            if each[0] not in "#="
            for name in lexicon.names_with(each)
            if entities[name.id]["kind"] == "person"
        }
        if len(people) != 1:
            return one
        terms = (*concept.terms, (tag(people.pop()), 1.0))
        return one._replace(concept=concept._replace(kind="name", terms=terms))

    def _names(self, located: Sequence[Located]) -> list[tuple[int, int]]:
        """Return the code points of the names among some concepts."""
        return [(one.start, one.end) for one in located if self._parser.is_name(one)]


def _with_predicate(parts: list[Part], words: Sequence[Word], assertion: Assertion) -> Part | None:
    """Return the part that says what happens; it is required unless it says too little."""
    if assertion.predicate is None or assertion.predicate >= len(words):
        return None
    at = words[assertion.predicate].start
    for n, part in enumerate(parts):
        if part.kind == "what" and part.start <= at < part.end and part.concept is not None:
            following = words[assertion.predicate + 1 : assertion.predicate + 2]
            particle = any(word.text in _PARTICLES for word in following)
            plain = not particle and all(map(is_plain_verb, part.concept.typed.split()))
            parts[n] = part._replace(required=not plain)
            return parts[n]
    return None


def _placed(plain: Sequence[str], placed: Sequence[Word]) -> list[Word]:
    """Return the words that search reads, with their places in the claim."""
    found: list[Word] = []
    matcher = SequenceMatcher(None, plain, [word.text for word in placed], autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        if last - first == end - start:
            found += (
                word._replace(text=text)
                for text, word in zip(plain[first:last], placed[start:end], strict=True)
            )
        elif first < last:
            at = found[-1].end if found else 0
            left, right = (placed[start].start, placed[end - 1].end) if end > start else (at, at)
            found += (Word(text, left, right) for text in plain[first:last])
    return found


def _with_directions(words: Sequence[Word]) -> list[Word]:
    """Return words with a verb for the direction of a number: `up 13 percent` increased."""
    found = list(words)
    for n, word in enumerate(words[:-1]):
        if word.text in _DIRECTIONS and words[n + 1].text[:1].isdecimal():
            found[n] = word._replace(text=_DIRECTIONS[word.text])
    return found


def _located(
    concepts: Sequence[Concept], words: Sequence[Word], dates: Sequence[TemporalExpression]
) -> Iterator[Located]:
    """Yield each concept with the code points of its words, from left to right."""
    in_dates = {n for d in dates for n in range(d.first - d.lead, d.last)}
    at = 0
    for concept in concepts:
        first, *rest = concept.typed.split()
        places = (n for n in range(at, len(words)) if n not in in_dates and words[n].text == first)
        n = next(places, None)
        if n is None:
            continue
        last = n
        for text in rest:
            near = range(last + 1, min(last + _NEAR, len(words)))
            last = next((k for k in near if words[k].text == text), last)
        at = last + 1
        yield Located(concept, words[n].start, words[last].end)
