"""Words that say the opposite of each other: `more` and `fewer`, `back` and `oppose`."""

from collections.abc import Collection, Iterable, Sequence

from mss_cli.understanding.verbs import lemmas

# Each pair has the lemmas of two sides. A word of one side denies what a word of the other says.
_PAIRS = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        (
            "more greater higher larger increase rise grow expand",
            "fewer less lower smaller decrease fall decline shrink reduce",
        ),
        (
            "support back favour favor endorse approve agree welcome accept backing advocate",
            "oppose reject refuse object resist against opposition objection exclude condemn",
        ),
        ("begin start launch", "end stop finish cease"),
        ("succeed win", "fail lose"),
        ("improve better", "worsen deteriorate worse"),
        ("allow permit authorise authorize", "forbid ban bar prohibit outlaw"),
        ("praise thank commend hail", "blame condemn criticise criticize denounce"),
        ("accelerate hasten speed quicken", "slow delay hinder"),
        ("send deploy dispatch contribute", "withdraw recall"),
        ("keep retain remain continue stay", "abandon relinquish surrender"),
        ("easy easier", "hard harder difficult"),
        ("dear dearer costly expensive", "cheap cheaper"),
        ("pay fund finance", "unpaid unfunded"),
        ("confirm admit acknowledge", "deny dispute"),
        ("join", "leave quit"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("considerable significant serious severe grave", "little slight minor negligible"),
        ("lawful legal", "unlawful illegal"),
        ("strong strengthen", "weak weaken"),
        ("raise lift", "lower cut"),
        ("predictable steady regular", "unpredictable irregular erratic"),
    )
)


_SUPPORT, _OPPOSE = next(pair for pair in _PAIRS if "support" in pair[0])


_OTHER = {"supports": "opposes", "opposes": "supports"}
_NEAR = 2  # words before another that a negation denies


def side(word: str) -> str:
    """Return "supports" or "opposes" for a word that tells somebody's position, else ""."""
    own = lemmas(word)
    return "supports" if own & _SUPPORT else "opposes" if own & _OPPOSE else ""


def opposed(word: str, others: Iterable[str]) -> str | None:
    """Return the word that says the opposite of a word, if others have one and none of its side.

    word, others: folded.
    """
    own = lemmas(word)
    sides = [
        (one, other)
        for pair in _PAIRS
        for one, other in (pair, pair[::-1])
        if not own.isdisjoint(one)
    ]
    if not sides:
        return None
    found = [(each, lemmas(each)) for each in others]
    for same, opposite in sides:
        if any(not forms.isdisjoint(same) for _, forms in found):
            return None
        for each, forms in found:
            if not forms.isdisjoint(opposite):
                return each
    return None


def leanings(words: Sequence[str], negations: Collection[str]) -> set[str]:
    """Return the positions that words tell: `no objection` supports."""
    found = set()
    for n, word in enumerate(words):
        own = side(word)
        if own:
            denied = not {*words[max(0, n - _NEAR) : n]}.isdisjoint(negations)
            found.add(_OTHER[own] if denied else own)
    return found


def alike(word: str, others: Iterable[str]) -> bool:
    """Return True if others have a word of the same side: `object`, and `opposed`."""
    own = lemmas(word)
    sides = [side for pair in _PAIRS for side in pair if not own.isdisjoint(side)]
    if not sides:
        return False
    found = frozenset().union(*(lemmas(each) for each in others))
    return any(not found.isdisjoint(side) for side in sides)
