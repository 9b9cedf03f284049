"""From a question to ranked facts, or to no answer.

Each concept is scored like one term in BM25F (Robertson and Zaragoza 2009): the weights of its
terms are added before saturation, and its IDF comes from the facts that have any of them. Each
concept is a share of the query, by its IDF; a concept that no fact has gets the largest share.
If even the best fact covers too small a share, the store has no answer.

In a large store only candidates are ranked: facts with all concepts, then facts without the
concept of the lowest IDF, and so on.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mss_cli import limits
from mss_cli.facts.chronology import LAST, by_date
from mss_cli.facts.dates import Interval
from mss_cli.facts.kinds import INTENDED
from mss_cli.facts.model import Fact
from mss_cli.search.collection import Keep, Need
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import DATE_WORDS, PARTS, fits, periods
from mss_cli.search.documents import FULL, Reader, need, weight_of
from mss_cli.search.english import GLUE, INTENTIONS, STOPWORDS
from mss_cli.search.lexicon import is_stopword
from mss_cli.search.question import Question
from mss_cli.search.requirements import Requirements
from mss_cli.search.spelling import is_common, is_common_noun, is_english
from mss_cli.text import words
from mss_cli.understanding.wordnet import parts

# BM25's saturation and length normalisation; the texts of a store are similar in length.
K1, B = 1.2, 0.4
ANSWER = 0.5  # the share of a query that the best fact must cover
FRAMED_ANSWER = 0.42  # ... if it has what the question asks for, too
PASTED_ANSWER = 0.3  # ... of a pasted text
RELATED_SHARE = 0.6  # the part of its share that a word has by one that means about the same
ADJECTIVE = 0.4  # the factor on the share of an adjective or adverb
LIGHT = 0.05  # the factor on the share of a word that says too little
UNANSWERING = 0.2  # the factor on the score of a fact that does not answer the question
LISTED = 0.25  # the share that every other fact must cover
# The weight of the single words of a label, and of words that say too little.
FACTORS = {"extra": 0.3, "light": 0.3}
DATED = 2.0  # the score of a date within the period
INTENT = 1.3  # the factor on a plan, if the question is about one
ASKED, FILLED = 0.5, 0.1  # the weight of the expected answer type
COMMON = 0.3  # the factor on the IDF of a common English word
# The share of a word that no fact has, relative to the rarest word. A fact may paraphrase an
# everyday word; a noun, a rare word or another name is more likely to be missing.
EVERYDAY, ENGLISH, OTHER = 0.25, 0.7, 1.2
# The factor on a fact's score and share if it lacks a name of the query.
UNNAMED, UNNAMED_SHARE = 0.6, 0.7
# The factor on a fact's share if it has only one of several concepts of similar weight.
ALONE, WEIGHTY = 0.8, 0.5
# The part of a leading fact's score that a related fact gets.
RELATED, LEADING = 0.3, 5
CAUSE = 0.95  # the part that a fact gets which a leading one follows, if the question is why
# Candidates are chosen by at most this many concepts, the ones with the highest IDF.
MAX_CONCEPTS = 8
# Near-duplicates among the first facts, so that these cover different answers: how many facts,
# overlap of words, fewest words in common, factor on the score.
FIRST, ALIKE, SHARED, REPEATED = 20, 0.45, 4, 0.8


class Scored(NamedTuple):
    """A fact, its score, and the share of the query that it covers.

    related_to: the id of a related fact with a higher score, if that raised this score.
    """

    fact: Fact
    score: float
    coverage: float
    related_to: str = ""


class WeighedConcept(NamedTuple):
    """A concept with its need, its IDF and its share of the query."""

    concept: Concept
    need: Need
    idf: float
    share: float


class Ranked(NamedTuple):
    """Facts, best first. cut: True if there were more candidates than were ranked.

    nearest: the id of the best fact, if it has the words of the question but is no answer. lacks:
    what it does not say.
    """

    facts: list[Scored]
    cut: bool = False
    nearest: str = ""
    lacks: tuple[str, ...] = ()


def ranked(reader: Reader, question: Question, keep: Keep, limit: int = 0) -> Ranked:
    """Return the facts that answer a question, best first, or none.

    keep: tests whether a fact may be listed. limit: how many candidates to rank; 0 means all.
    """
    wanted = [periods(dated) for dated in question.dates]
    weighed = [_weighed(reader, concept) for concept in question.concepts]

    def possible(fact: Fact) -> bool:
        return keep(fact) and fits(fact, wanted) > 0

    size = reader.collection.size
    facts = reader.collection.candidates(
        _tiers(reader, question, weighed), possible, limit, _hull(wanted)
    )
    found = {}
    for scored in _scored(reader, facts, weighed):
        if scored.coverage >= LISTED:
            near = fits(scored.fact, wanted)
            score = scored.score + DATED * near * bool(question.dates)
            score *= scored.coverage * _boost(scored.fact, question)
            found[scored.fact["id"]] = scored._replace(score=score)
    frame = question.frame
    enough = PASTED_ANSWER if frame.pasted else FRAMED_ANSWER if frame.asks else ANSWER
    required = Requirements(reader, question)
    answers = {
        scored.fact["id"]
        for scored in found.values()
        if scored.coverage >= enough and not required.unmet(scored.fact)
    }
    if not answers:
        best = max(found.values(), key=lambda s: (s.coverage >= enough, s.score), default=None)
        if best is None or best.coverage < enough:
            return Ranked([])
        at = best.fact["id"]
        return Ranked([], nearest=at, lacks=tuple(dict.fromkeys(required.unmet(best.fact))))
    for at, scored in found.items():
        if at not in answers:
            found[at] = scored._replace(score=scored.score * UNANSWERING)
    why = question.answer_type is not None and question.answer_type.name == "a reason"
    _add_related(reader, found, possible, CAUSE if why else 0.0)
    _penalise_duplicates(reader, found)
    cut = 0 < limit <= len(facts) and size > limits.MAX_FACTS_RANKED
    return Ranked(_ordered(list(found.values())), cut)


def _hull(wanted: Sequence[Sequence[Interval]]) -> Interval | None:
    """Return a period that every date touches that fits one period of each list."""
    if not wanted:
        return None
    starts = [min((p.start or "" for p in any_of), default="") for any_of in wanted]
    ends = [max((p.end or LAST for p in any_of), default=LAST) for any_of in wanted]
    start, end = max(starts) or None, min(ends)
    return Interval(start, None if end == LAST else end)


def _tiers(
    reader: Reader, question: Question, weighed: Sequence[WeighedConcept]
) -> list[list[Need]]:
    """Return the tiers of needs: all concepts, then fewer and fewer."""
    phrases = [
        need(((reader.lexicon.stem(word), 1.0),))
        for phrase in question.phrases
        for word in words(phrase)
        if word.isalpha() and not _may_be_no_term(word)
    ]
    chosen = [w for w in weighed if w.concept.kind != "extra" and _exists(reader, w)]
    chosen = sorted(chosen, key=lambda w: -w.share)[:MAX_CONCEPTS]
    needs = [w.need for w in chosen]
    tiers = [needs[:length] for length in range(len(needs), 0, -1)]
    tiers += [[need] for need in needs[1:]]
    if not tiers and all(w.concept.kind == "extra" for w in weighed):
        tiers = [[]]
    return [[*tier, *phrases] for tier in tiers]


def _may_be_no_term(word: str) -> bool:
    """Return True if facts may have a word that is not a term: `us`, the `s` of S/RES."""
    return is_stopword(word) or any(word in some for some in (GLUE, STOPWORDS, DATE_WORDS, PARTS))


def _exists(reader: Reader, weighed: WeighedConcept) -> bool:
    return reader.collection.frequency(weighed.need).facts > 0


def _add_related(reader: Reader, found: dict[str, Scored], possible: Keep, cause: float) -> None:
    """Raise or add facts that share a relation or a passage with the leading ones.

    cause: the part of its score that a leading fact gives to the facts that it follows.
    """
    own = {at: scored.score for at, scored in found.items()}
    leading = sorted(own, key=lambda at: -own[at])[:LEADING]
    related = reader.collection.related([found[at].fact for at in leading])
    for n, fact in sorted(related, key=lambda pair: (pair[0], by_date(pair[1]))):
        best, at = leading[n], fact["id"]
        follows = cause and any(
            r["type"] == "follows" and r["fact"] == at for r in found[best].fact["relations"]
        )
        raised = own.get(at, 0.0) + (cause if follows else RELATED) * own[best]
        before = found.get(at, Scored(fact, 0.0, 0.0))
        if raised > before.score and possible(fact):
            found[at] = Scored(fact, raised, before.coverage, "" if at in own else best)


def _penalise_duplicates(reader: Reader, found: dict[str, Scored]) -> None:
    """Lower the score of near-duplicates of higher-ranked facts."""
    order = sorted(found, key=lambda at: -found[at].score)[:FIRST]
    words_by_text = reader.collection.words_by_text([found[at].fact for at in order])
    content = {at: {*words_by_text[found[at].fact["text"]]} - STOPWORDS for at in order}
    for number, at in enumerate(order):
        if any(_alike(content[at], content[other]) for other in order[:number]):
            found[at] = found[at]._replace(score=found[at].score * REPEATED)


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= max(SHARED, ALIKE * len(one | other))


def _scored(
    reader: Reader, facts: Sequence[Fact], weighed: Sequence[WeighedConcept]
) -> Iterator[Scored]:
    """Yield the score and share of each fact, before dates and the expected answer type."""
    whole = sum(w.share for w in weighed)
    several = sum(w.share >= WEIGHTY for w in weighed) > 1
    mean = reader.collection.mean
    for fact, bag in zip(facts, reader.bags(facts), strict=True):
        length = 1 - B + B * len(fact["text"]) / mean
        score, coverage, met, has_names = 0.0, 0.0, 0, True
        for concept, _, idf, share in weighed:
            weight = weight_of(bag, concept.terms)
            part = idf * weight * (K1 + 1) / (weight + K1 * length)
            score += part * FACTORS.get(concept.kind, 1.0)
            sure = RELATED_SHARE if concept.kind == "related" else 1.0
            coverage += share * sure * min(1.0, weight / FULL)
            met += weight >= FULL and share >= WEIGHTY
            has_names = has_names and (concept.kind != "name" or weight >= FULL)
        coverage = coverage / whole if whole else 1.0
        if several and met < 2:
            coverage *= ALONE
        if not has_names:
            score, coverage = score * UNNAMED, coverage * UNNAMED_SHARE
        yield Scored(fact, score, coverage)


def _weighed(reader: Reader, concept: Concept) -> WeighedConcept:
    needed = need(concept.terms)
    frequency = reader.collection.frequency(needed).facts
    idf = _idf(reader, concept, frequency)
    return WeighedConcept(concept, needed, idf, _share(reader, concept, frequency, idf))


def _idf(reader: Reader, concept: Concept, frequency: int) -> float:
    """Return the IDF of a concept, reduced for a common English word."""
    idf = reader.idf(frequency)
    plain = concept.kind == "word" and not any(term[0] == "#" for term, _ in concept.terms)
    return idf * COMMON if plain and is_common(concept.typed) else idf


def _share(reader: Reader, concept: Concept, frequency: int, idf: float) -> float:
    """Return how large a share of the query a concept has."""
    if concept.kind == "extra":
        return 0.0
    if concept.kind == "number":
        return reader.idf(0)
    if concept.kind == "light":
        return LIGHT * min(idf, reader.idf(0))
    plain = concept.kind == "unknown" or (concept.kind == "word" and len(concept.terms) == 1)
    if plain and _only_qualifies(concept.typed):
        return idf * ADJECTIVE
    if frequency and concept.kind != "related":
        return idf
    typed = (concept.meant or concept.typed).split()
    if not all(map(is_english, typed)):
        return reader.idf(0) * OTHER
    everyday = all(is_common(word) and not is_common_noun(word) for word in typed)
    unknown = reader.idf(0) * (EVERYDAY if everyday else ENGLISH)
    return min(idf, unknown) if frequency else unknown


def _only_qualifies(word: str) -> bool:
    """Return True for an adjective or adverb that cannot be a noun or a verb."""
    kinds = parts(word)
    return kinds != "" and not {*kinds} & {"n", "v"}


def _boost(fact: Fact, question: Question) -> float:
    """Return the boost of a fact for the expected answer type, and for a plan that is asked for."""
    expected = question.answer_type
    planned = fact["status"] in INTENDED and not INTENTIONS.isdisjoint(question.words)
    factor = INTENT if planned else 1.0
    if expected is None:
        return factor
    factor *= 1 + ASKED * expected.kinds.get(fact["kind"], 0.0)
    filled = bool(expected.field and fact[expected.field])  # type: ignore[literal-required]
    return factor * (1 + FILLED * filled)


def _ordered(found: Sequence[Scored]) -> list[Scored]:
    """Return facts best first, each superseding fact before the one it supersedes."""
    best = sorted(found, key=lambda scored: (-scored.score, by_date(scored.fact)))
    position = {scored.fact["id"]: n for n, scored in enumerate(best)}
    order: dict[int, None] = {}
    for n in range(len(best)):
        path = {n: _later(best[n].fact, position)}
        while path:  # walk the chains of superseding facts without recursion
            here, later = next(reversed(path.items()))
            next_up = next((p for p in later if p not in order and p not in path), None)
            if next_up is None:
                order.setdefault(here)
                del path[here]
            else:
                path[next_up] = _later(best[next_up].fact, position)
    return [best[n] for n in order]


def _later(fact: Fact, position: Mapping[str, int]) -> Iterator[int]:
    """Return the positions of the facts that supersede a fact, each of which is tried once."""
    return iter(sorted(position[i] for i in fact["superseded_by"] if i in position))
