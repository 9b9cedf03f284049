"""From what was typed to what is meant, with the reason.

Order (each step only if the one before found nothing): the exact id, name or alias; all
typed words whole in one name; each typed word the start of a word in one name; the same
with misspelt words. In each step a whole name comes before a part of one. Case and accents
are folded. Only words of four letters or more are compared by edit distance, digits never,
and acronyms must be exact. When two fit equally, both are returned and nothing is guessed.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from mss_cli.store import Name
from mss_cli.text import fold, words

LISTED = 5
_ARTICLES = {"the", "a", "an"}


class Candidate(NamedTuple):
    """id, kind, display name, and the one of its names that fitted."""

    id: str
    kind: str
    name: str
    matched: str


class Resolution(NamedTuple):
    """What a typed name may mean.

    how: `id`, `name`, `word`, `start`, `spelling` or "" when nothing fitted.
    candidates: one when it is clear, several when they fit equally.
    nearest: display names that come nearest when nothing fitted.
    """

    typed: str
    how: str
    candidates: tuple[Candidate, ...]
    nearest: tuple[str, ...] = ()

    @property
    def only(self) -> Candidate | None:
        """The one candidate, or None."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    def explanation(self) -> str:
        """Return why the typed name means its candidate, or "" where it says so itself."""
        found = self.only
        if found is None or fold(self.typed) in (found.id, fold(found.name)):
            return ""
        reason = {
            "name": f"also called {found.matched!r}" if found.matched != found.name else "",
            "word": f"in {found.matched!r}",
            "start": f"the start of a word in {found.matched!r}",
            "spelling": f"spelt like {found.matched!r}",
        }.get(self.how, "")
        return f"{self.typed} → {found.name}" + (f" ({reason})" if reason else "")


STEPS = ("id", "name", "word", "start", "spelling")


def resolve(typed: str, names: Iterable[Name], better_than: str = "") -> Resolution:
    """Return what a typed name means among names; see the module's docstring for the order.

    better_than: a step of STEPS; only those before it are tried (all, if empty).
    """
    names = list(names)
    wanted = _key(typed)
    tried = STEPS[: STEPS.index(better_than)] if better_than else STEPS
    if all(word in _ARTICLES for word in wanted):
        tried = tried[:2]
    for how in tried if wanted else ():
        found = _step(how, typed, wanted, names)
        if found:
            return Resolution(typed, how, found)
    return Resolution(typed, "", (), () if better_than else _nearest(wanted, names))


def _step(how: str, typed: str, wanted: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    if how == "id":
        plain = fold(typed)
        return tuple(
            Candidate(n.id, n.kind, n.names[0], n.names[0]) for n in names if n.id == plain
        )
    if how == "name":
        return _collect(names, _key, lambda have: have == wanted, len(wanted))
    if how == "spelling":
        return _misspelt(wanted, names)
    fits = _all_fit(wanted, _same if how == "word" else _starts)
    return _collect(names, words, fits, len(wanted))


def _key(name: str) -> list[str]:
    """The words of a name without articles, so that `the Council` is `council`."""
    every = words(name)
    return [word for word in every if word not in _ARTICLES] or every


def _collect(
    names: list[Name],
    split: Callable[[str], list[str]],
    test: Callable[[list[str]], bool],
    wanted: int,
) -> tuple[Candidate, ...]:
    """Return a candidate for each record of which one name, split into words, passes.

    wanted: how many words were typed; names of so many words come before longer ones.
    """
    found = []
    for name in names:
        fits = [(len(have), alias) for alias in name.names if test(have := split(alias))]
        if fits:
            length, matched = min(fits, key=lambda fit: fit[0])
            found.append((length, Candidate(name.id, name.kind, name.names[0], matched)))
    whole = [candidate for length, candidate in found if length == wanted]
    return tuple(whole or (candidate for _, candidate in found))


def _all_fit(wanted: list[str], fits: Callable[[str, str], bool]) -> Callable[[list[str]], bool]:
    """Return a test: each wanted word fits some word of a name."""
    return lambda have: all(any(fits(word, h) for h in have) for word in wanted)


def _same(wanted: str, have: str) -> bool:
    return wanted == have


def _starts(wanted: str, have: str) -> bool:
    return wanted == have or (len(wanted) >= 3 and wanted.isalpha() and have.startswith(wanted))


def allowed_distance(first: str, second: str) -> int:
    """Return how many edits apart two folded words may be and still be the same word.

    None below four letters or where there is a digit; one up to seven letters, two from
    eight (of the longer word).
    """
    if min(len(first), len(second)) < 4 or not (first.isalpha() and second.isalpha()):
        return 0
    return 1 if max(len(first), len(second)) < 8 else 2


def edits(first: str, second: str, most: int = 2) -> int | None:
    """Return the edit distance of two words if it is allowed, else None.

    Optimal string alignment: a swap of neighbours is one edit. Words that begin with
    another letter are other words, unless the first two are swapped. Of two words of four
    letters only a swap counts: `ruot` is Ruto, `Ruth` is not. most: an upper bound.
    """
    if first == second:
        return 0
    most = min(most, allowed_distance(first, second))
    if not most or (first[0] != second[0] and first[1::-1] != second[:2]):
        return None
    from rapidfuzz.distance import OSA

    distance = int(OSA.distance(first, second, score_cutoff=most))
    if distance > most:
        return None
    if len(first) == len(second) == 4 and sorted(first) != sorted(second):
        return None
    return distance


def _misspelt(wanted: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    if not any(len(word) >= 4 and word.isalpha() for word in wanted):
        return ()
    best: dict[str, tuple[tuple[bool, int], Candidate]] = {}
    for name in names:
        for alias in name.names:
            have = _spellable(alias)
            whole = len(have) == len(wanted)
            distance = _distance(wanted, have, whole, 2 if name.kind == "person" else 1)
            if distance is None:
                continue
            fit = (not whole, distance)
            if name.id not in best or fit < best[name.id][0]:
                best[name.id] = (fit, Candidate(name.id, name.kind, name.names[0], alias))
    least = min((fit for fit, _ in best.values()), default=None)
    return tuple(candidate for fit, candidate in best.values() if fit == least)


def _spellable(alias: str) -> list[str]:
    """Return the folded words of a name that may be misspelt: acronyms may not."""
    return [
        folded
        for word in alias.split()
        for folded in words(word)
        if not (word.isupper() and len(word) <= 6)
    ]


def _distance(wanted: list[str], have: list[str], whole: bool, most: int) -> int | None:
    """Return how many edits turn the typed words into words of a name, None if too many.

    most: the bound for one word; people's names are spelt in more ways than others. A word
    that is only a part of a name must have six letters to be read as misspelt.
    """
    total = 0
    for word in wanted:
        bound = most if whole or len(word) >= 6 else 0
        distances = [
            d
            for h in have
            if (d := 0 if _starts(word, h) else _bounded(word, h, bound)) is not None
        ]
        if not distances:
            return None
        total += min(distances)
    return total


def _bounded(word: str, have: str, bound: int) -> int | None:
    return edits(word, have, bound) if bound else None


def _nearest(wanted: list[str], names: list[Name]) -> tuple[str, ...]:
    """Return display names with a word at least two thirds like a typed one, nearest first."""
    letters = [word for word in wanted if len(word) >= 4 and word.isalpha()]
    if not letters:
        return ()
    from rapidfuzz.distance import OSA

    scored = []
    for name in names:
        have = {word for alias in name.names for word in words(alias) if len(word) >= 4}
        score = max((OSA.normalized_similarity(w, h) for w in letters for h in have), default=0.0)
        if score >= 2 / 3:
            scored.append((-score, name.names[0]))
    return tuple(name for _, name in sorted(scored)[:LISTED])
