"""The verbs of a sentence, by their forms and places, and the function words around them."""

from collections.abc import Sequence

from mss_cli.understanding import clauses, wordnet
from mss_cli.understanding.clauses import BE, DO, HAVE, MODALS

AUXILIARIES = DO | HAVE | BE | MODALS
PREPOSITIONS = frozenset(
    "of in on at for from with about to into by after before during under over through against "
    "between among around near behind without within".split()
)
PRONOUNS = frozenset("he she it they we i you both".split())
_PLURAL = frozenset("they we you who people police men women both".split())
DETERMINERS = clauses.DETERMINERS | frozenset("no every each both what whose".split())
# Verbs and adjectives after which something is to come, or is only proposed.
INTENDING = frozenset(
    "plan intend expect schedule hope want aim promise pledge vow propose offer prepare due set "
    "seek consider discuss recommend urge call suggest request undertake commit mean would could "
    "may might should must envisage foresee supposed ask".split()
)
# Verbs whose past looks like their lemma.
_INVARIANT = frozenset("put cut set hit let shut cost hurt quit spread beat split bet".split())


def lemmas(word: str) -> frozenset[str]:
    """Return a folded word and its lemmas."""
    return frozenset((word, *(one.lemma for one in wordnet.lemmas(word))))


def first_verb(texts: Sequence[str]) -> int | None:
    """Return the position of the first finite verb or auxiliary, or None."""
    for n, word in enumerate(texts):
        if word in AUXILIARIES or (n and is_verb(texts, n)):
            return n
    return None


def is_verb(texts: Sequence[str], n: int) -> bool:
    """Return True if a word is a verb in the past or of a third person, by its place."""
    word, before = texts[n], texts[n - 1]
    if before in DETERMINERS or before in PREPOSITIONS:
        return False
    if is_past(word):
        following = texts[n + 1] if n + 1 < len(texts) else ""
        noun = following not in DETERMINERS and wordnet.parts(following)[:1] == "n"
        return not (noun and wordnet.parts(word)[:1] == "a")
    if wordnet.parts(word)[:1] == "v" and not word.endswith("ing"):
        subject = next((t for t in reversed(texts[:n]) if wordnet.parts(t)[:1] != "r"), "")
        if subject.endswith("s") or subject in _PLURAL:
            return True  # `the gangs still hold`
    verbs = [one for one in wordnet.lemmas(word) if "v" in one.parts and one.lemma != word]
    return bool(verbs) and word.endswith("s") and verbs[0].parts[:1] == "v"


def is_past(word: str) -> bool:
    """Return True if a word may be the past of a verb."""
    if word in _INVARIANT:
        return True
    verbs = [one for one in wordnet.lemmas(word) if "v" in one.parts and one.lemma != word]
    if not verbs or word.endswith(("s", "ing")):
        return False
    return word.endswith("ed") or any(one.parts[:1] == "v" for one in verbs)


def starts_with_verb(texts: Sequence[str]) -> bool:
    """Return True if a clause goes on with a verb: `and left`, `and was later killed`."""
    for word in texts[:3]:
        if word in AUXILIARIES:
            return True
        if wordnet.parts(word)[:1] == "r":
            continue
        return is_past(word) and wordnet.parts(word)[:1] != "n"
    return False


def is_main(texts: Sequence[str], n: int) -> bool:
    """Return True for a finite verb that no relative pronoun or conjunction comes before."""
    linked = texts[n - 1] in ("that", "which", "who", "and", "but", "as", "when", "it", "they")
    return not linked and (texts[n] in AUXILIARIES or is_verb(texts, n))


def is_intending(word: str) -> bool:
    """Return True for a verb or adjective after which something is to come."""
    return not lemmas(word).isdisjoint(INTENDING)
