"""Name resolution: find the name that a user meant, and say why.

Each step runs only if the step before found nothing: (1) the exact id; (2) a whole name or
alias; (3) a name with all typed words; (4) a name with words that start like the typed words;
(5) the same with misspelt words. In each step a whole name comes before a part of one. Case
and accents do not matter. Only words of four letters or more may be misspelt, without digits;
acronyms must be exact. If two names fit equally, both are returned: mss does not guess.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mss_cli.facts.quantities import NUMERALS
from mss_cli.query.names import Name, Names
from mss_cli.text import fold
from mss_cli.text import words as plain_words

LISTED = 5
ALIKE = 0.666  # least similarity of a suggested name: two thirds, rounded down
_BEFORE = {"the", "a", "an", "mr", "mrs", "ms", "dr", "sir", "madam"}
_BETWEEN = dict.fromkeys(map(ord, " '-_.,/()&\n"))
_BREAK = "\x00"  # between names
_SMALL = {"the", "for", "and", "of", "on", "in", "to"}
_INITIALS = r"(?:[^\W\d_]\.\s*){2,}"  # `A.G.`, `J. B.`


def words(text: str) -> list[str]:
    """Return the folded words of a name; numerals as digits, so that `three` is `3`."""
    return [str(NUMERALS[word]) if word in NUMERALS else word for word in plain_words(text)]


class Candidate(NamedTuple):
    """A name that fits: id, kind, display name, and the name or alias that fitted."""

    id: str
    kind: str
    name: str
    matched: str


class Resolution(NamedTuple):
    """The result of name resolution.

    how: the step that found it, `id`, `name`, `word`, `start` or `spelling`; "" if none did.
    candidates: one name, or several that fit equally.
    """

    typed: str
    how: str
    candidates: tuple[Candidate, ...]

    @property
    def only(self) -> Candidate | None:
        """The one candidate, or None."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    def explanation(self) -> str:
        """Return why the typed name means its candidate, or "" if that is obvious."""
        found = self.only
        if found is None or fold(self.typed) in (found.id, fold(found.name)):
            return ""
        reason = {
            "name": f"also called {found.matched!r}" if found.matched != found.name else "",
            "word": f"in {found.matched!r}",
            "start": f"the start of a word in {found.matched!r}",
            "spelling": f"spelt like {found.matched!r}",
        }[self.how]
        return f"{self.typed} → {found.name}" + (f" ({reason})" if reason else "")


STEPS = ("id", "name", "word", "start", "spelling")


def resolve(typed: str, known: Names, better_than: str = "") -> Resolution:
    """Return the names that a typed name may mean; the module docstring has the steps.

    better_than: a step of STEPS; only the steps before it run. Empty means all steps.
    """
    wanted = key(typed)
    tried = STEPS[: STEPS.index(better_than)] if better_than else STEPS
    if not initials(typed) and all(len(word) < 3 or word in _SMALL for word in wanted):
        tried = tried[:2]  # too short to find a part of a name
    for how in tried if wanted else ():
        found = _step(how, typed, wanted, list(known.near(how, typed)))
        if found:
            return Resolution(typed, how, found)
    return Resolution(typed, "", ())


def _step(how: str, typed: str, wanted: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    if how == "id":
        plain = fold(typed)
        return tuple(
            Candidate(n.id, n.kind, n.names[0], n.names[0]) for n in names if n.id == plain
        )
    if how == "name":
        likely = _with_letters("".join(wanted)[:3], names)
        return _collect(likely, lambda alias: _same(key(alias), wanted), len(wanted))
    if how == "word":
        asked = telling(wanted)
        return _collect(names, lambda alias: asked <= {*words(alias)}, len(wanted))
    if any(len(word) == 1 for word in wanted):  # an initial does not stand for a title
        names = [name._replace(names=_untitled(name)) for name in names]
    if how == "start":
        letters = initials(typed)
        if letters:
            return _with_initials(letters, names)
        return _collect(names, lambda alias: _begins(wanted, _parts(alias)), len(wanted))
    return _misspelt(wanted, names)


def _with_letters(letters: str, names: list[Name]) -> list[Name]:
    """Return the names, with hidden labels, that may contain some letters in a row.

    This quick test leaves few names to compare. Numerals and accents may hide letters. It folds
    all names at once, because folding them one by one is slow.
    """
    if any(letter.isdecimal() for letter in letters):
        return [name._replace(names=(*name.names, *name.hidden)) for name in names]
    every = [alias for name in names for alias in (*name.names, *name.hidden)]
    plain = [alias for alias in every if alias.isascii()]
    squeezed = _squeezed(_BREAK.join(plain).lower()).split(_BREAK)
    if len(squeezed) != len(plain):  # a name contains the separator
        squeezed = [_squeezed(alias.lower()) for alias in plain]
    likely = {alias for alias, text in zip(plain, squeezed, strict=True) if letters in text}
    if letters in _squeezed(fold(" ".join(alias for alias in every if not alias.isascii()))):
        likely.update(alias for alias in every if not alias.isascii())
    found = ((name, [a for a in (*name.names, *name.hidden) if a in likely]) for name in names)
    return [name._replace(names=(name.names[0], *aliases)) for name, aliases in found if aliases]


def _squeezed(plain: str) -> str:
    """Return folded text without spaces and punctuation, which people put in different places."""
    return plain.replace("'s", "").translate(_BETWEEN)


def _same(have: list[str], wanted: list[str]) -> bool:
    """Return True if two names are the same, even if they are split into words differently."""
    if have == wanted:
        return True
    joined = "".join(wanted)
    return len(joined) >= 6 and "".join(have) == joined  # `Xi Jin-ping`, `Portauprince`


def telling(wanted: Sequence[str]) -> set[str]:
    """Return the words that a name must have: all but `of` and `the`, if it has others."""
    return {word for word in wanted if word not in _SMALL} or {*wanted}


def initials(typed: str) -> list[str]:
    """Return the letters of initials such as `A.G.`, or nothing for other text."""
    there = re.fullmatch(_INITIALS, typed.strip())
    return [fold(letter) for letter in re.findall(r"\w", typed)] if there else []


def key(name: str) -> list[str]:
    """Return the words of a name without title or article: `the Council` is `council`."""
    every = words(name)
    while len(every) > 1 and every[0] in _BEFORE:
        every = every[1:]
    return every


def _collect(names: list[Name], fits: Callable[[str], bool], wanted: int) -> tuple[Candidate, ...]:
    """Return a candidate for each entity or topic with a name that fits.

    wanted: the number of typed words. Names with that many words take precedence over longer
    names, and display names over aliases.
    """
    found = []
    for name in names:
        fitting = [(len(words(alias)), alias) for alias in name.names if fits(alias)]
        if fitting:
            length, matched = min(fitting, key=lambda fit: fit[0])
            shown = fits(name.names[0])
            found.append((length, shown, Candidate(name.id, name.kind, name.names[0], matched)))
    whole = [candidate for length, _, candidate in found if length == wanted]
    displayed = [candidate for _, shown, candidate in found if shown]
    return tuple(whole or displayed or (candidate for _, _, candidate in found))


def _untitled(name: Name) -> tuple[str, ...]:
    """Return the display name, and the names with the same first and last word."""
    shown = words(name.names[0])
    ends = (shown[:1], shown[-1:])
    return tuple(a for a in name.names if (words(a)[:1], words(a)[-1:]) == ends)


def _with_initials(letters: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    """Return the people whose display names have these initials."""
    return tuple(
        Candidate(n.id, n.kind, n.names[0], n.names[0])
        for n in names
        if n.kind == "person" and [word[0] for word in words(n.names[0])] == letters
    )


class _Part(NamedTuple):
    """A folded word of a name. An acronym must be typed in full and without a mistake."""

    word: str
    acronym: bool


def _parts(alias: str) -> list[_Part]:
    return [
        _Part(folded, word.isupper() and len(word) <= 6)
        for word in alias.split()
        for folded in words(word)
    ]


def _begins(wanted: list[str], have: list[_Part]) -> bool:
    return all(any(_starts(word, part) for part in have) for word in wanted)


def _starts(wanted: str, part: _Part) -> bool:
    """Return True if a typed word is a word of a name, the start of it, or its initial."""
    if wanted == part.word:
        return True
    long_enough = len(wanted) >= 3 or len(wanted) == 1
    return long_enough and wanted.isalpha() and not part.acronym and part.word.startswith(wanted)


def allowed_distance(first: str, second: str) -> int:
    """Return the most edits by which a typed word may differ from a word of a name.

    0 below four letters or with a digit; by the longer word, 1 up to seven letters, then 2.
    """
    if min(len(first), len(second)) < 4 or not (first.isalpha() and second.isalpha()):
        return 0
    return 1 if max(len(first), len(second)) < 8 else 2


def edits(first: str, second: str, most: int = 2) -> int | None:
    """Return the edit distance of two words if it is allowed, else None.

    Optimal string alignment: a swap of neighbouring letters is one edit. Words with different
    first letters never match, unless the first two letters are swapped. Words of four letters
    match only by a swap: `ruot` is Ruto, but `Ruth` is not. most: an upper bound.
    """
    if first == second:
        return 0
    most = min(most, allowed_distance(first, second))
    if not most or (first[0] != second[0] and first[1::-1] != second[:2]):
        return None
    distance = 1 if one_edit(first, second) else _distance_of_more(first, second, most)
    if distance > most:
        return None
    if len(first) == len(second) == 4 and sorted(first) != sorted(second):
        return None
    return distance


def one_edit(first: str, second: str) -> bool:
    """Return True if one letter added, dropped, changed or swapped turns one word into the other.

    Most slips are of this kind, and importing rapidfuzz takes as long as the whole answer.
    """
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    at = next((n for n, letter in enumerate(first) if letter != second[n]), len(first))
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    swapped = second[at + 1 : at + 2] + second[at : at + 1]
    return first[at + 1 :] == second[at + 1 :] or (
        first[at : at + 2] == swapped and first[at + 2 :] == second[at + 2 :]
    )


def _distance_of_more(first: str, second: str, most: int) -> int:
    """Return the distance of words more than one edit apart; most + 1 if it is above most."""
    if most < 2 or abs(len(first) - len(second)) > most:
        return most + 1
    from rapidfuzz.distance import OSA

    return int(OSA.distance(first, second, score_cutoff=most))


def _misspelt(wanted: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    if not any(len(word) >= 4 and word.isalpha() for word in wanted):
        return ()
    best = _fitting(wanted, names, 1)
    if not best or best[0] != (False, 1):  # nothing can be nearer than one edit
        best = _fitting(wanted, names, 2)
    return best[1] if best else ()


def _fitting(
    wanted: list[str], names: list[Name], most: int
) -> tuple[tuple[bool, int], tuple[Candidate, ...]] | None:
    """Return the names that fit best, and how well: (only a part fits, number of edits)."""
    best: dict[str, tuple[tuple[bool, int], Candidate]] = {}
    for name in names:
        for alias in name.names:
            have = _parts(alias)
            whole = len(have) == len(wanted)
            lenient = name.kind == "person" or (whole and len(wanted[0]) >= 9)
            distance = _distance(wanted, have, whole, min(most, 2 if lenient else 1))
            if distance is None:
                continue
            fit = (not whole, distance)
            if name.id not in best or fit < best[name.id][0]:
                best[name.id] = (fit, Candidate(name.id, name.kind, name.names[0], alias))
    if not best:
        return None
    least = min(fit for fit, _ in best.values())
    return least, tuple(candidate for fit, candidate in best.values() if fit == least)


def _distance(wanted: list[str], have: list[_Part], whole: bool, most: int) -> int | None:
    """Return how many edits turn the typed words into words of a name, None if too many.

    most: the bound for one word. If the typed words are only a part of the name, a misspelt
    word needs six letters.
    """
    total = 0
    for word in wanted:
        bound = most if whole or len(word) >= 6 else 0
        found = [d for part in have if (d := _part_distance(word, part, bound)) is not None]
        if not found:
            return None
        total += min(found)
    return total


def _part_distance(word: str, part: _Part, bound: int) -> int | None:
    if _starts(word, part):
        return 0
    return edits(word, part.word, bound) if bound and not part.acronym else None


def nearest(typed: str, known: Names) -> tuple[str, ...]:
    """Return the display names to suggest, nearest first.

    A word of the name is at least ALIKE similar to a typed word; both have four letters or more.
    """
    wanted = [word for word in key(typed) if len(word) >= 4 and word.isalpha()]
    scored = []
    for name in known.near("", typed) if wanted else ():
        have = {word for alias in name.names for word in words(alias)}
        scores = [score for word in wanted for score in alike(word, have).values()]
        if scores:
            scored.append((-max(scores), name.names[0]))
    return tuple(name for _, name in sorted(scored)[:LISTED])


def alike(word: str, others: Iterable[str]) -> dict[str, float]:
    """Return the words with at least ALIKE similarity to a word, and their similarity (0 to 1)."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    longer = [other for other in others if len(other) >= 4]
    scorer = OSA.normalized_similarity
    found = extract(word, longer, scorer=scorer, score_cutoff=ALIKE, limit=None)
    return {other: score for other, score, _ in found}
