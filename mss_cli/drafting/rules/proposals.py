"""What a draft may relate to: facts that may say the same, and relations. Nothing is decided."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mss_cli.drafting.draft import Draft
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.model import Fact
from mss_cli.query.names import Names
from mss_cli.query.store import Store
from mss_cli.text import fold, plural

LIMIT = 3
LEAST = 2.0  # the score from which a fact is worth a look
RAREST, MOST = 8, 200  # words by which facts are looked up, and facts for each of them
SHARED_WORDS = 0.2  # the share of words that counts
_SMALL = frozenset(
    "a an and as at by for from in is it its of on or that the to was were with".split()
)


class Candidate(NamedTuple):
    """A fact that may say what a draft says, with the reasons."""

    fact: str
    reasons: tuple[str, ...]
    score: float


class Known:
    """The facts of a store by their words and numbers, read once for all drafts."""

    def __init__(self, store: Store) -> None:
        self._facts = {fact["id"]: fact for fact in store.facts}
        self._by_word: dict[str, list[str]] = {}
        self._by_value: dict[float, list[str]] = {}
        self.words = {i: _words(fact["text"]) for i, fact in self._facts.items()}
        for identifier, fact in self._facts.items():
            for word in self.words[identifier]:
                self._by_word.setdefault(word, []).append(identifier)
            if fact["quantity"]:
                self._by_value.setdefault(fact["quantity"]["value"], []).append(identifier)

    def near(self, draft: Draft, words: set[str]) -> Iterator[Fact]:
        """Yield the facts that share the number of a draft, or words that few facts have."""
        rare = sorted((w for w in words if w in self._by_word), key=self._frequency)[:RAREST]
        found = [i for word in rare for i in self._by_word[word][:MOST]]
        if draft.fact["quantity"]:
            found += self._by_value.get(draft.fact["quantity"]["value"], [])[:MOST]
        yield from (self._facts[i] for i in dict.fromkeys(found))

    def _frequency(self, word: str) -> int:
        return len(self._by_word[word])


def _words(text: str) -> set[str]:
    return {*fold(text).split()} - _SMALL


def already_there(draft: Draft, known: Known, limit: int = LIMIT) -> list[Candidate]:
    """Return the facts that may say what a draft says, the likeliest first."""
    words = _words(f"{draft.fact['text']} {draft.quote}")
    found = []
    for fact in known.near(draft, words):
        score, reasons = 0.0, []
        for points, reason in _alike(draft, fact, words, known.words[fact["id"]]):
            score += points
            reasons.append(reason)
        if score >= LEAST:
            found.append(Candidate(fact["id"], tuple(reasons), score))
    return sorted(found, key=lambda c: (-c.score, c.fact))[:limit]


def _alike(
    draft: Draft, fact: Fact, words: set[str], known: set[str]
) -> Iterator[tuple[float, str]]:
    """Yield points and a reason for each way in which a fact is like a draft.

    words, known: those of the draft and of the fact.
    """
    own = draft.fact
    quantity, other = own["quantity"], fact["quantity"]
    if quantity and other:
        if quantity["value"] == other["value"]:
            yield 2.0, "same number"
        if quantity["measure"] == other["measure"]:
            yield 1.0, "same measure"
    elif bool(quantity) != bool(other):
        yield -1.0, "only one has a number"
    if own["said_by"] and own["said_by"] == fact["said_by"]:
        yield 1.0, "same speaker"
    if own["date"] and fact["date"] and own["date"] == fact["date"]:
        yield 0.75, "same date"
    shared = words & known
    share = len(shared) / max(1, min(len(words), len(fact["text"].split())))
    if share >= SHARED_WORDS:
        yield 4 * share, f"{plural(len(shared), 'word')} in common"


def relations(draft: Draft, store: Store) -> Iterator[dict[str, Any]]:
    """Yield relations: only to facts of the same measure, or of the same holder and question."""
    own = draft.fact
    for fact in store.facts:
        if own["quantity"] and fact["quantity"]:
            same = own["quantity"]["measure"] == fact["quantity"]["measure"]
        elif own["stance"] and fact["stance"]:
            asked = (fact["stance"]["holder"], fact["stance"]["on"])
            same = (own["stance"]["holder"], own["stance"]["on"]) == asked
        else:
            same = False
        if same and own["date"] and fact["date"]:
            later = (edtf_bounds(own["date"])[0] or "") > (edtf_bounds(fact["date"])[1] or "9999")
            kind = "supersedes" if later else "qualifies"
            yield {"type": kind, "fact": fact["id"], "note": "the same measure or question"}


def near_name(name: str, names: Names) -> str | None:
    """Return the id of the entity whose name is near another: contains it, or is spelt alike."""
    from mss_cli.query.resolution import resolve

    found = resolve(name, names).candidates
    return found[0].id if found else None
