"""From a question to facts, best first, or to nothing.

A concept is scored as one term of BM25F (Robertson and Zaragoza 2009): the weights of all
terms that mean it are added before saturation, and its rarity is that of their union. Each
concept carries a share of the query, by its rarity; what no fact has carries most. If even
the best fact carries too little, the store has no answer.
"""

from collections.abc import Iterator, Sequence

from mss_cli.dates import Interval
from mss_cli.model import Fact
from mss_cli.query import by_date
from mss_cli.search.english import STOPWORDS
from mss_cli.search.index import FULL, Index
from mss_cli.search.question import Concept, Question
from mss_cli.search.slips import is_common, is_common_noun, is_english
from mss_cli.search.when import nearness, periods
from mss_cli.typed import NamedTuple

# BM25's saturation and normalisation; texts of a store are of much the same length.
K1, B = 1.2, 0.4
ANSWER = 0.5  # the share of a query that the best fact must carry
LISTED = 0.25  # the share that any other must carry
EXTRA = 0.3  # what the single words of a label add to the score of the label
DATED = 2.0  # the score of a date that lies within the period asked for
ASKED, FILLED = 0.5, 0.1  # how far the sort of answer counts that the question wants
COMMON = 0.3  # what is left of the rarity of a word that is common in English
# The share of a word that no fact has, of that of the rarest. It may be another way to say
# what is there: an everyday word more than a noun, a rare word or the name of something else.
EVERYDAY, ENGLISH, OTHER = 0.25, 0.7, 1.2
# What is left of a fact, and of its share, if it lacks a name that the query has.
UNNAMED, UNNAMED_SHARE = 0.6, 0.7
# What is left of a fact's share if it has one only of several concepts that weigh so much.
ALONE, WEIGHTY = 0.8, 0.5
# What a fact gets of the score of a leading one that it is related to.
RELATED, LEADING = 0.3, 5
# Of the first facts one whose words are this far those of a better one keeps this much.
FIRST, ALIKE, REPEATED = 20, 0.6, 0.85


class Scored(NamedTuple):
    """A fact by its number, its score, and the share of the query that it carries.

    beside: the number of the better fact that it was found beside, if that helped it.
    """

    at: int
    score: float
    carried: float
    beside: int | None = None


def ranked(index: Index, question: Question, allowed: Sequence[bool]) -> list[Scored]:
    """Return the facts that answer a question, best first; nothing if none answers it.

    allowed: which facts may be listed at all, by number.
    """
    wanted = [periods(dated) for dated in question.dates]
    near = [_nearness(fact, wanted) * allowed[at] for at, fact in enumerate(index.facts)]
    found = {}
    for one in _scored(index, question.concepts):
        if near[one.at] and one.carried >= LISTED:
            score = one.score + DATED * near[one.at] * bool(question.dates)
            score *= one.carried * _wanted(index.facts[one.at], question)
            found[one.at] = one._replace(score=score)
    if max((one.carried for one in found.values()), default=0.0) < ANSWER:
        return []
    _add_related(index, found, near)
    _thin_out(index, found)
    return _ordered(index.facts, list(found.values()))


def _add_related(index: Index, found: dict[int, Scored], near: Sequence[float]) -> None:
    """Raise, or add, the facts that a relation or a passage joins to the leading ones."""
    own = {at: one.score for at, one in found.items()}
    leading = sorted(own, key=lambda at: -own[at])[:LEADING]
    for best, at in _joined(index.facts, leading):
        raised = own.get(at, 0.0) + RELATED * own[best]
        before = found.get(at, Scored(at, 0.0, 0.0))
        if near[at] and raised > before.score:
            found[at] = Scored(at, raised, before.carried, None if at in own else best)


def _joined(facts: Sequence[Fact], leading: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each leading fact with each that a relation, or a passage of both, joins to it."""
    place = {fact["id"]: at for at, fact in enumerate(facts)}
    linked: dict[int, set[int]] = {at: set() for at in leading}
    cited: dict[str, list[tuple[int, int, int]]] = {}
    for at, fact in enumerate(facts):
        for relation in fact["relations"]:
            other = place.get(relation["fact"], at)
            for one, two in ((at, other), (other, at)):
                if one in linked:
                    linked[one].add(two)
        for e in fact["evidence"]:
            cited.setdefault(e["source"], []).append((e["start"], e["end"], at))
    for best in leading:
        for e in facts[best]["evidence"]:
            for start, end, at in cited[e["source"]]:
                if e["start"] < end and start < e["end"]:
                    linked[best].add(at)
        yield from ((best, at) for at in sorted(linked[best] - {best}))


def _thin_out(index: Index, found: dict[int, Scored]) -> None:
    """Lower what says nearly the same as a better fact, so that other facts come between."""
    order = sorted(found, key=lambda at: -found[at].score)[:FIRST]
    told = {at: {*index.words[index.facts[at]["text"]]} - STOPWORDS for at in order}
    for number, at in enumerate(order):
        if any(_alike(told[at], told[other]) for other in order[:number]):
            found[at] = found[at]._replace(score=found[at].score * REPEATED)


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def _scored(index: Index, concepts: Sequence[Concept]) -> Iterator[Scored]:
    """Yield each fact's score and share, before dates and the sort of answer are looked at."""
    weights = [index.weights(concept.terms) for concept in concepts]
    rarity = [_rarity(index, *each) for each in zip(concepts, weights, strict=True)]
    shares = [_share(index, *each) for each in zip(concepts, weights, rarity, strict=True)]
    whole = sum(shares)
    several = sum(share >= WEIGHTY for share in shares) > 1
    for at, fact in enumerate(index.facts):
        length = 1 - B + B * len(fact["text"]) / index.mean
        score, carried, met, named = 0.0, 0.0, 0, True
        for n, concept in enumerate(concepts):
            weight = weights[n].get(at, 0.0)
            part = rarity[n] * weight * (K1 + 1) / (weight + K1 * length)
            score += part * (EXTRA if concept.kind == "extra" else 1.0)
            carried += shares[n] * min(1.0, weight / FULL)
            met += weight >= FULL and shares[n] >= WEIGHTY
            named = named and (concept.kind != "name" or weight >= FULL)
        carried = carried / whole if whole else 1.0
        if several and met < 2:
            carried *= ALONE
        if not named:
            score, carried = score * UNNAMED, carried * UNNAMED_SHARE
        yield Scored(at, score, carried)


def _rarity(index: Index, concept: Concept, weights: dict[int, float]) -> float:
    """Return how much a concept tells facts apart: its IDF, less for a common English word."""
    idf = index.idf(sum(1 for weight in weights.values() if weight >= FULL))
    plain = concept.kind == "word" and not any(term[0] == "#" for term, _ in concept.terms)
    return idf * COMMON if plain and is_common(concept.typed) else idf


def _share(index: Index, concept: Concept, weights: dict[int, float], rarity: float) -> float:
    """Return how much of a query hangs on a concept."""
    if concept.kind == "extra":
        return 0.0
    if concept.kind == "number":
        return index.idf(0)
    if any(weight >= FULL for weight in weights.values()):
        return rarity
    every = concept.typed.split()
    if not all(map(is_english, every)):
        return index.idf(0) * OTHER
    everyday = all(is_common(word) and not is_common_noun(word) for word in every)
    return index.idf(0) * (EVERYDAY if everyday else ENGLISH)


def _wanted(fact: Fact, question: Question) -> float:
    """Return by how much a fact's sort of answer is more wanted than another."""
    asks = question.asks
    if asks is None:
        return 1.0
    factor = 1 + ASKED * asks.kinds.get(fact["kind"], 0.0)
    filled = bool(asks.field and fact[asks.field])  # type: ignore[literal-required]
    return factor * (1 + FILLED * filled)


def _nearness(fact: Fact, wanted: Sequence[Sequence[Interval]]) -> float:
    """Return how well a fact's date fits one of each of several periods; 0 if it does not."""
    if not wanted:
        return 1.0
    if fact["date"] is None:
        return 0.0
    own = Interval(fact["date_start"], fact["date_end"])
    return min(max(nearness(own, period) for period in any_of) for any_of in wanted)


def _ordered(facts: Sequence[Fact], found: Sequence[Scored]) -> list[Scored]:
    """Return facts, best first; what overtook a fact stands before it."""
    best = sorted(found, key=lambda one: (-one.score, by_date(facts[one.at])))
    place = {facts[one.at]["id"]: number for number, one in enumerate(best)}
    order: dict[int, None] = {}
    for number in range(len(best)):
        waiting = [number]
        while waiting:  # a walk along what overtook what, without recursion
            fact = facts[best[waiting[-1]].at]
            later = sorted(place[i] for i in fact["superseded_by"] if i in place)
            ahead = next((n for n in later if n not in order and n not in waiting), None)
            if ahead is None:
                order.setdefault(waiting.pop())
            else:
                waiting.append(ahead)
    return [best[number] for number in order]
