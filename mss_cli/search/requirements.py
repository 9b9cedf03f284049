"""What a fact must say to answer a question, besides having enough of its words.

A question has a predicate, somebody who acts, names, numbers and a time. A fact that lacks one of
them may be worth reading, but it is no answer: `did Haiti thank Kenya` is not answered by Kenya's
thanks to Haiti, and `which court` not by a fact without a court.
"""

from collections.abc import Collection, Iterator, Sequence

from mss_cli.facts.dates import Interval
from mss_cli.facts.kinds import INTENDED, LASTING
from mss_cli.facts.model import Fact
from mss_cli.query.filters import speakers
from mss_cli.search.amounts_asked import counts, gives_length, gives_money
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import LEAST, fits, periods
from mss_cli.search.documents import FULL, Bag, Reader, need, weight_of
from mss_cli.search.english import STOPWORDS
from mss_cli.search.question import Question
from mss_cli.search.spelling import is_english
from mss_cli.text import words
from mss_cli.understanding import wordnet
from mss_cli.understanding.wordnet import is_person, parts

MET = 0.15  # the weight from which a fact has a word that is asked for
SAME = 0.4  # ... if the fact has only a word that means about the same
TOLD = 3  # other words that a fact has, from which it needs no word for what happens
NEAR = 2  # words between an office or attribute and the name that has it
RARE = 0.2  # the share of all facts that have a word which tells facts apart
USUAL = 0.1  # ... from which it is said of many things
SPECIFIC = 0.35  # a name that a larger share of all facts has need not be named again
ACTING = ("person", "organization", "country", "mission", "place")  # entities that may act


class Requirements:
    """What an answer to one question must say."""

    def __init__(self, reader: Reader, question: Question) -> None:
        self._reader = reader
        self._question = question
        self._frame = frame = question.frame
        if frame.pasted:
            return
        self._words = [c for c in (frame.predicate, frame.asked) if c is not None]
        self._content = [
            c
            for c in question.concepts
            if c.kind in ("word", "number") and c is not frame.predicate and is_rare(reader, c)
        ]
        self._numbers = [c for c in question.concepts if c.kind == "number"]
        wanted = question.answer_type
        self._is_position = wanted is not None and wanted.name == "a position"
        self._periods = [periods(dated) for dated in question.dates]
        self._is_short = any(map(_is_short, self._periods))
        names = [c for c in question.concepts if c.kind == "name"]
        self._names = [c for c in names if frame.roles or self._is_specific(c)]
        joints = ("or", "vs", "versus") if frame.mutual else ("and", "or", "vs", "versus")
        self._joined = joined(question.words, [c.typed for c in self._names], joints)
        self._agents = self._speaking_for(frame.agent) if frame.agent else frozenset()
        self._named = frozenset().union(*(_ids(c) for c in names))
        if frame.by_whom:  # `who killed Moïse`: a label has swallowed the name
            extras = (term for c in question.concepts if c.kind == "extra" for term, _ in c.terms)
            inside = (name.id for term in extras for name in reader.lexicon.names_with(term))
            self._named = self._named.union(inside)
        self._foreign = [
            repr(c.typed)
            for c in question.concepts
            if c.kind == "unknown" and not all(map(is_english, (c.meant or c.typed).split()))
        ]

    def unmet(self, fact: Fact) -> list[str]:
        """Return what a fact does not say, in words; empty for an answer.

        For example `'college'`, `that Kenya did it`, `who did it`, `that it was then`.
        """
        frame = self._frame
        if frame.pasted:
            return []
        (bag,) = self._reader.bags([fact])
        agents = {*speakers(fact), *fact["actors"]}
        if fact["stance"] is not None:
            agents.add(fact["stance"]["holder"])
        who = list(self._who(fact, agents))
        agent = repr(frame.agent.typed) if frame.agent else ""
        names = self._absent_names(fact, bag, agents)
        return [
            *self._absent_words(fact, bag),
            *who,
            *self._when(fact),
            *self._where(fact),
            *self._amount(fact),
            *(name for name in names if not (who and name == agent)),
            *self._foreign,
        ]

    def _absent_words(self, fact: Fact, bag: Bag) -> Iterator[str]:
        """Yield what happens, what is asked for, and numbers, if a fact lacks them."""
        frame = self._frame
        has_others = sum(weight_of(bag, c.terms) >= FULL for c in self._content) >= TOLD
        for concept in self._words:
            acts = concept is frame.predicate
            there = self._has(bag, concept) or (has_others and acts)
            if not there or (acts and self._is_only_near(bag, concept)):
                yield repr(concept.typed)
            elif frame.done and acts and not self._is_told(fact):
                yield "that it was done"
        own = self._reader.own_terms(fact) if frame.roles else set()
        for concept in frame.roles:
            if own.isdisjoint(self._office(concept)):
                yield repr(concept.typed)
            elif frame.owner and not self._is_owned(fact, concept, frame.owner):
                yield f"{concept.typed!r} of {frame.owner.typed!r}"
        yield from (repr(c.typed) for c in self._numbers if not weight_of(bag, c.terms))

    def _is_only_near(self, bag: Bag, concept: Concept) -> bool:
        """Return True if a fact has only the topic of an act that is asked for, and no word for it.

        `abstain` is a label of the topic of a vote, and most facts on a vote tell of no such thing.
        """
        frame, word = self._frame, concept.typed
        if not (frame.done or frame.by_whom) or " " in word or "c" in parts(word):
            return False
        return not weight_of(bag, tuple(t for t in concept.terms if t[0][0] != "#"))

    def _office(self, concept: Concept) -> Collection[str]:
        """Return the terms of an office or attribute. Only words for somebody mean an office."""
        words = concept.typed.split()
        if not is_person(words[-1]):
            return need(concept.terms).any_of
        stem = self._reader.lexicon.stem
        verbs = {verb for one in wordnet.lemmas(words[-1]) for verb in one.derived}
        acts = {
            word
            for word in concept.same
            if is_person(word) or not verbs.isdisjoint(one.lemma for one in wordnet.lemmas(word))
        }
        found = {stem(word) for word in (*words, *verbs, *acts)}
        return found.union(*(map(stem, wordnet.same_verb(verb)) for verb in verbs))

    def _is_owned(self, fact: Fact, concept: Concept, owner: Concept) -> bool:
        """Return True if a fact says that an office or attribute is that of a name."""
        if fact["kind"] == "role" and not _ids(owner).isdisjoint(fact["about"]):
            return True
        stem = self._reader.lexicon.stem
        stems = [stem(word) for word in words(fact["text"]) if word not in STOPWORDS]
        heads = [n for n, own in enumerate(stems) if own in need(concept.terms).any_of]
        owners = [n for n, own in enumerate(stems) if own in dict(owner.terms)]
        return any(abs(head - other) <= NEAR for head in heads for other in owners)

    def _who(self, fact: Fact, agents: Collection[str]) -> Iterator[str]:
        """Yield who did it, if a fact does not say so."""
        frame = self._frame
        if frame.says:
            holder = {fact["stance"]["holder"]} if fact["stance"] else set()
            agents = {*speakers(fact), *holder}
        # A fact need not name who acts, but whose view it is and who says something.
        told = agents or self._is_position or frame.says
        if frame.agent and self._agents and told and self._agents.isdisjoint(agents):
            yield f"that {frame.agent.typed!r} did it"
        acts = fact["kind"] in ("event", "statement", "stance", "role")
        others = {*agents} - self._named if acts else agents
        if frame.by_whom and (not others or (frame.leads and fact["kind"] != "role")):
            yield "who did it"

    def _when(self, fact: Fact) -> Iterator[str]:
        """Yield whether it was done, is so now, or was so then, if a fact does not say so."""
        frame = self._frame
        if frame.done and fact["status"] in INTENDED:
            yield "that it was done"
        if frame.now and not (fact["kind"] == "role" and fact["status"] in LASTING):
            yield "that it is so now"
        said_then = fact["kind"] in ("statement", "stance") and not frame.says
        if frame.when and (said_then or is_undated(fact)):
            yield "when"
        if self._is_short and fits(fact, self._periods) <= LEAST and not self._is_dated(fact):
            yield "that it was then"

    def _where(self, fact: Fact) -> Iterator[str]:
        """Yield `where`, if a fact has no place other than those that the question names.

        After a country, a place in it is asked for.
        """
        if not self._frame.where:
            return
        entities = self._reader.store.entities
        kinds = {i: entities[i]["kind"] for i in (*self._named, *fact["places"]) if i in entities}
        precise = any(kinds.get(i) in ("country", "place") for i in self._named)
        others = {*fact["places"]} - self._named
        if not any(kinds.get(i) == "place" or not precise for i in others):
            yield "where"

    def _amount(self, fact: Fact) -> Iterator[str]:
        """Yield `how many`, `how much` or `how long`, if a fact does not say so."""
        amount, reader = self._frame.amount, self._reader
        if amount == "money" and not gives_money(fact):
            yield "how much money"
        elif amount == "length" and not gives_length(fact):
            yield "how long"
        elif amount == "number" and self._frame.counted is not None:
            concept, noun = self._frame.counted
            terms = need(concept.terms).any_of
            if not counts(fact, noun, terms, reader.store, reader.lexicon):
                yield f"how many {noun}"

    def _is_told(self, fact: Fact) -> bool:
        """Return True if a fact itself says what happens, not a passage or a speaker only.

        For what few facts say, the passage is enough.
        """
        predicate = self._frame.predicate
        if predicate is None or is_rare(self._reader, predicate, USUAL):
            return True
        terms = {term for term in need(predicate.terms).any_of if term[0] != "#"}
        if fact["kind"] not in ("statement", "stance"):
            return not self._reader.own_terms(fact).isdisjoint(terms)
        main_clause = fact["text"].partition(" that ")[0]
        return not {*self._reader.terms(main_clause)}.isdisjoint(terms)

    def _is_dated(self, fact: Fact) -> bool:
        """Return True if the text of a fact has all dates of the question, as typed."""
        text = f" {' '.join(words(fact['text']))} "
        typed = (self._question.words[d.first : d.last] for d in self._question.dates)
        return all(f" {' '.join(date)} " in text for date in typed)

    def _has(self, bag: Bag, concept: Concept) -> bool:
        """Return True if a fact has a word that is asked for.

        A word that means about the same does for what happens, and not for what is asked for.
        """
        if concept.kind != "related":
            return weight_of(bag, concept.terms) >= MET
        return concept is self._frame.predicate and weight_of(bag, concept.terms) >= SAME

    def _is_specific(self, concept: Concept) -> bool:
        facts = self._reader.frequency(concept.terms).facts
        return facts <= SPECIFIC * self._reader.collection.size

    def _speaking_for(self, concept: Concept) -> frozenset[str]:
        """Return the entities that a concept names and may act, and those who speak for them."""
        store = self._reader.store
        ids = {i for i in _ids(concept) if i in store.entities}
        ids = {i for i in ids if store.entities[i]["kind"] in ACTING}
        return frozenset(ids).union(*(store.representatives(i) for i in ids))

    def _absent_names(self, fact: Fact, bag: Bag, agents: Collection[str]) -> list[str]:
        """Return the names that a fact lacks. Of two joined by `and` or `or`, one is enough."""
        if not self._names:
            return []
        own = self._reader.own_terms(fact) if self._frame.asks else frozenset[str]()
        absent: list[str] = []
        present: list[str] = []
        for concept in self._names:
            there = (
                not own.isdisjoint(need(concept.terms).any_of)
                if self._frame.asks
                else weight_of(bag, concept.terms) >= FULL
            )
            there = there or not self._speaking_for(concept).isdisjoint(agents)
            (present if there else absent).append(concept.typed)
        enough = frozenset().union(*(self._joined[name] for name in present))
        return [repr(name) for name in absent if name not in enough]


def is_undated(fact: Fact) -> bool:
    """Return True if a fact has no date of its own, only that of its article."""
    derivation = fact["date_derivation"]
    of_article = derivation is not None and derivation["rule"] in ("publication", "by-publication")
    return fact["date"] is None or of_article


def _ids(concept: Concept) -> frozenset[str]:
    """Return the ids of the entities and topics that a concept names."""
    return frozenset(term[1:] for term, _ in concept.terms if term[0] == "#")


def is_rare(reader: Reader, concept: Concept, most: float = RARE) -> bool:
    """Return True if few facts have a concept: at most a share of all."""
    return reader.frequency(concept.terms).facts <= most * reader.collection.size


def _is_short(any_of: Sequence[Interval]) -> bool:
    """Return True if each period lies in one month."""
    return all((p.start or "")[:7] == (p.end or "-")[:7] for p in any_of)


def joined(
    words: Sequence[str], names: Collection[str], joints: Collection[str]
) -> dict[str, set[str]]:
    """Return the names that stand next to each name, with only a word such as `and` between."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for at, word in enumerate(words):
        if word in joints:
            before, after = f" {' '.join(words[:at])}", f"{' '.join(words[at + 1 :])} "
            left = {name for name in names if before.endswith(f" {name}")}
            right = {name for name in names if after.startswith(f"{name} ")}
            for name in left:
                found[name] |= right
            for name in right:
                found[name] |= left
    return found
