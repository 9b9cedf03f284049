"""Name resolution: finds the entity, topic or measure that a user means, and explains why.

Resolution stops at the first step that matches:

1. id: the exact id.
2. name: a whole name or alias.
3. word: a name that contains every typed word.
4. start: a name with words that start with the typed words.
5. spelling: like 4, but words may be misspelt.

At each step, a whole name takes precedence over part of a name. Case, accents and apostrophes do
not matter. Each typed word needs a word of its own in the name: `R. Ruto` and `Ruto Ruto` do not
find William Ruto. A misspelt word must have four letters or more and no digits. Acronyms must be
exact. If several names match equally well, mss returns all of them instead of guessing.

If no name contains every typed word, honorifics are set aside (honorifics.py), and the steps run
again.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mss_cli.facts.quantities import NUMERALS
from mss_cli.query.names import Name, Names
from mss_cli.text import fold
from mss_cli.text import words as plain_words

if TYPE_CHECKING:
    from mss_cli.query.honorifics import Addressed

LISTED = 5  # names in a message
MIN_SIMILARITY = 0.666  # of a suggested name: two thirds, rounded down
RUN = 4  # most words of a name that people write as one: `delacruz`
_PUNCTUATION = dict.fromkeys(map(ord, " '`-_.,/()&\n"))
_SEPARATOR = "\x00"  # between names
_SMALL = {"the", "for", "and", "of", "on", "in", "to"}
_INITIALS = r"(?:[^\W\d_]\.\s*){2,}"  # `A.G.`, `J. B.`


def words(text: str) -> list[str]:
    """Return the folded words of a name, with numerals as digits: `three` becomes `3`."""
    return [str(NUMERALS[word]) if word in NUMERALS else word for word in plain_words(text)]


class Candidate(NamedTuple):
    """An entity, topic or measure that matches a typed name.

    name: the display name. matched: the name or alias that matched.
    """

    id: str
    kind: str
    name: str
    matched: str


class Resolution(NamedTuple):
    """The result of name resolution.

    step: the step that matched, a word of STEPS; "" if no step did.
    candidates: the best match, or several if they match equally well; () if nothing matches.
    aside: the honorifics that were set aside, as typed.
    """

    typed: str
    step: str
    candidates: tuple[Candidate, ...]
    aside: tuple[str, ...] = ()

    @property
    def only(self) -> Candidate | None:
        """The candidate if there is exactly one, otherwise None."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    def explanation(self) -> str:
        """Return a line that explains why the typed name matched; "" if that is obvious."""
        best = self.only
        if best is None or fold(self.typed) in (best.id, fold(best.name)):
            return ""
        reason = {
            "id": "",
            "name": f"also called {best.matched!r}" if best.matched != best.name else "",
            "word": f"in {best.matched!r}",
            "start": f"the start of a word in {best.matched!r}",
            "spelling": f"nearest spelling: {best.matched!r}",
        }[self.step]
        aside = f"{' '.join(self.aside)!r} set aside" if self.aside else ""
        reason = "; ".join(filter(None, (reason, aside)))
        return f"{self.typed} → {best.name}" + (f" ({reason})" if reason else "")


STEPS = ("id", "name", "word", "start", "spelling")
WITH_EVERY_WORD = 3  # the first steps, at which a name contains every typed word


def resolve(typed: str, names: Names, better_than: str = "") -> Resolution:
    """Resolve a typed name among some names, in the steps that the module docstring lists.

    better_than: a word of STEPS; only the steps before it run. "" runs all steps.
    """
    steps = STEPS[: STEPS.index(better_than)] if better_than else STEPS
    found = _stepwise(typed, names, steps[:WITH_EVERY_WORD])
    person = None if found.step else _without_honorifics(typed)
    if person:
        found = _addressed(typed, person, names, steps)
    if not found.step:
        found = _stepwise(typed, names, steps[WITH_EVERY_WORD:])
    if person and person.gender:
        found = found._replace(candidates=_of_gender(person.gender, found.candidates, names))
    if not found.step and key(typed)[:1] in (["a"], ["an"]) and not typed[:3].count("."):
        found = _without_article(typed, names, steps)
    return found if found.candidates else Resolution(typed, "", ())


def _stepwise(typed: str, names: Names, steps: Sequence[str]) -> Resolution:
    """Return what the first matching step finds."""
    wanted = key(typed)
    if not initials(typed) and all(len(word) < 3 or word in _SMALL for word in wanted):
        steps = [step for step in steps if step in STEPS[:2]]  # so short, it is a whole name
    for step in steps if wanted else ():
        matching = _matching(step, typed, wanted, list(names.candidates(step, typed)))
        if matching:
            return Resolution(typed, step, matching)
    return Resolution(typed, "", ())


def _without_honorifics(typed: str) -> "Addressed | None":
    from mss_cli.query.honorifics import addressed  # most names have none

    return addressed(typed)


def _addressed(typed: str, person: "Addressed", names: Names, steps: Sequence[str]) -> Resolution:
    """Return the people whom a name means without its honorifics."""
    found = _stepwise(person.name, names, steps)
    people = tuple(c for c in found.candidates if c.kind == "person")
    return (
        Resolution(typed, found.step, people, person.honorifics)
        if people
        else found._replace(typed=typed, step="", candidates=())
    )


def _of_gender(
    gender: str, candidates: tuple[Candidate, ...], names: Names
) -> tuple[Candidate, ...]:
    """Return the candidates who may be of a gender."""
    recorded = {name.id: name.gender for name in names.with_ids([c.id for c in candidates])}
    return tuple(c for c in candidates if recorded.get(c.id, "") in ("", gender))


def _without_article(typed: str, names: Names, steps: Sequence[str]) -> Resolution:
    """Return what is not a person after `a` or `an`: before a surname, that is an initial."""
    found = _stepwise(typed.split(None, 1)[-1], names, steps)
    others = tuple(c for c in found.candidates if c.kind != "person")
    return Resolution(typed, found.step if others else "", others)


def _matching(step: str, typed: str, wanted: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    """Return the names that match at one step. wanted: the words of the typed name."""
    if step == "id":
        plain = fold(typed)
        return tuple(
            Candidate(n.id, n.kind, n.names[0], n.names[0]) for n in names if n.id == plain
        )
    if step == "name":
        likely = _with_letters("".join(wanted)[:3], names)
        return _collect(likely, lambda alias: _same(key(alias), wanted), len(wanted))
    if step == "word":
        required = [word for word in wanted if word in content_words(wanted)]
        joined = "".join(wanted)

        def contains(alias: str) -> bool:
            have = words(alias)
            return not Counter(required) - Counter(have) or joined in runs_together(have)

        return _collect(names, contains, len(wanted))
    if any(len(word) == 1 for word in wanted):  # `J` must not match a title
        names = [name._replace(names=_untitled(name)) for name in names]
    if step == "start":
        letters = initials(typed)
        if letters:
            return _with_initials(letters, names)
        return _collect(names, lambda alias: _begins(wanted, _parts(alias)), len(wanted))
    return _misspelt(wanted, names)


def _with_letters(letters: str, names: list[Name]) -> list[Name]:
    """Return the names and hidden labels that may contain these consecutive letters.

    This is a fast filter before the exact comparison. It folds all names in one call, because
    folding them one by one is slow. It keeps every name if the letters include a digit, which a
    name may spell out, and every accented name if one of them contains the letters.
    """
    if any(letter.isdecimal() for letter in letters):
        return [name._replace(names=(*name.names, *name.hidden)) for name in names]
    aliases = [alias for name in names for alias in (*name.names, *name.hidden)]
    plain = [alias for alias in aliases if alias.isascii()]
    accented = [alias for alias in aliases if not alias.isascii()]
    squeezed = _squeezed(_SEPARATOR.join(plain).lower()).split(_SEPARATOR)
    if len(squeezed) != len(plain):  # a name contains the separator
        squeezed = [_squeezed(alias.lower()) for alias in plain]
    likely = {alias for alias, text in zip(plain, squeezed, strict=True) if letters in text}
    if letters in _squeezed(fold(" ".join(accented))):
        likely.update(accented)
    kept = ((name, [a for a in (*name.names, *name.hidden) if a in likely]) for name in names)
    return [
        name._replace(names=(name.names[0], *likely_of)) for name, likely_of in kept if likely_of
    ]


def _squeezed(plain: str) -> str:
    """Remove spaces and punctuation from folded text, because people place them differently."""
    return plain.replace("'s", "").translate(_PUNCTUATION)


def _same(have: list[str], wanted: list[str]) -> bool:
    """Return True if two names have the same letters, even if they divide words differently."""
    if have == wanted:
        return True
    joined = "".join(wanted)
    return len(joined) >= 6 and "".join(have) == joined  # `Xi Jin-ping`, `Portauprince`


def runs_together(name_words: Sequence[str]) -> set[str]:
    """Return what people write as one word: `delacruz` for `de la cruz`, and `obrien`."""
    count = len(name_words)
    runs = (
        "".join(name_words[at : at + length])
        for length in range(1, min(RUN, count) + 1)
        for at in range(count - length + 1)
    )
    return {run for run in runs if len(run) >= 5}


def content_words(wanted: Sequence[str]) -> set[str]:
    """Return the words without small words such as `of`; all words if all are small."""
    return {word for word in wanted if word not in _SMALL} or {*wanted}


def initials(typed: str) -> list[str]:
    """Return the folded letters of initials such as `A.G.`; [] for any other text."""
    match = re.fullmatch(_INITIALS, typed.strip())
    return [fold(letter) for letter in re.findall(r"\w", typed)] if match else []


def key(name: str) -> list[str]:
    """Return the words of a name without its article: `the Council` is `council`."""
    name_words = words(name)
    return name_words[1:] if name_words[:1] == ["the"] and len(name_words) > 1 else name_words


def _collect(names: list[Name], fits: Callable[[str], bool], wanted: int) -> tuple[Candidate, ...]:
    """Return the entities, topics or measures with a name that passes the test `fits`.

    wanted: the number of typed words. Names with exactly this many words take precedence over
    longer names; after that, display names take precedence over aliases.
    """
    matching = []
    for name in names:
        fitting = [(len(words(alias)), alias) for alias in name.names if fits(alias)]
        if fitting:
            length, matched = min(fitting, key=lambda fit: fit[0])
            shown = fits(name.names[0])
            matching.append((length, shown, Candidate(name.id, name.kind, name.names[0], matched)))
    whole = [candidate for length, _, candidate in matching if length == wanted]
    displayed = [candidate for _, shown, candidate in matching if shown]
    return tuple(whole or displayed or (candidate for _, _, candidate in matching))


def _untitled(name: Name) -> tuple[str, ...]:
    """Return the display name and the aliases that begin and end with the same words.

    An alias that begins with a title, such as `President Ruto`, is left out.
    """
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
    """A folded word of a name. Users must type an acronym exactly."""

    word: str
    acronym: bool


def _parts(alias: str) -> list[_Part]:
    return [
        _Part(folded, word.isupper() and len(word) <= 6)
        for word in alias.split()
        for folded in words(word)
    ]


def _begins(wanted: list[str], have: list[_Part]) -> bool:
    """Return True if each typed word starts a word of its own."""
    return _assigned([[0 if _starts(w, part) else None for part in have] for w in wanted]) == 0


def _assigned(costs: Sequence[Sequence[int | None]]) -> int | None:
    """Return the total cost of giving each row a column of its own, or None if that fails.

    costs: None where a row cannot have a column. Each row takes its cheapest free column; if there
    is none, rows that hold one move to another (augmenting paths).
    """
    holders: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        fitting = [(cost, column) for column, cost in enumerate(costs[row]) if cost is not None]
        for _, column in sorted(fitting):
            if column not in seen:
                seen.add(column)
                if column not in holders or place(holders[column], seen):
                    holders[column] = row
                    return True
        return False

    if not all(place(row, set()) for row in range(len(costs))):
        return None
    return sum(costs[row][column] or 0 for column, row in holders.items())


def _starts(wanted: str, part: _Part) -> bool:
    """Return True if a typed word is a word of a name, its first letters, or its initial."""
    if wanted == part.word:
        return True
    long_enough = len(wanted) >= 3 or len(wanted) == 1
    return long_enough and wanted.isalpha() and not part.acronym and part.word.startswith(wanted)


def allowed_distance(first: str, second: str) -> int:
    """Return the most edits allowed between a typed word and a word of a name.

    No edits if either word has a digit or fewer than four letters. Otherwise 1 if the longer
    word has at most seven letters, and 2 if it has more.
    """
    if min(len(first), len(second)) < 4 or not (first.isalpha() and second.isalpha()):
        return 0
    return 1 if max(len(first), len(second)) < 8 else 2


def edits(first: str, second: str, most: int = 2, beside: bool = False) -> int | None:
    """Return the edit distance of two words, or None if it is more than the allowed distance.

    The distance is optimal string alignment: swapping neighbouring letters is one edit. The
    words must start with the same letter, or swap their first two letters. Two words of four
    letters match only by a swap: `ruot` matches `Ruto`, but `Ruth` does not.

    most: an upper bound on the distance, besides allowed_distance. beside: True if the other
    words of the name are right, so that any one edit will do: `monica jume`.
    """
    if first == second:
        return 0
    most = min(most, allowed_distance(first, second))
    if not most or (first[0] != second[0] and first[1::-1] != second[:2]):
        return None
    distance = 1 if one_edit(first, second) else _distance_of_more(first, second, most)
    if distance > most:
        return None
    if not beside and len(first) == len(second) == 4 and sorted(first) != sorted(second):
        return None
    return distance


def words_near(word: str, others: Iterable[str], most: int) -> list[str]:
    """Return the words at most some edits away. Of thousands of words, it is faster than edits."""
    from rapidfuzz.distance import OSA

    return [other for other in others if OSA.distance(word, other, score_cutoff=most) <= most]


def one_edit(first: str, second: str) -> bool:
    """Return True if at most one edit turns one word into the other.

    Most misspellings are one edit, and this function finds them without importing rapidfuzz,
    which takes as long as the rest of the answer.
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
    """Return the distance of two words that differ by more than one edit, at most `most` + 1."""
    if most < 2 or abs(len(first) - len(second)) > most:
        return most + 1
    from rapidfuzz.distance import OSA

    return int(OSA.distance(first, second, score_cutoff=most))


def _misspelt(wanted: list[str], names: list[Name]) -> tuple[Candidate, ...]:
    if not any(len(word) >= 4 and word.isalpha() for word in wanted):
        return ()
    best = _fitting(wanted, names, 1)
    if not best or best[0] != (False, 1):  # nothing can beat one edit in a whole name
        best = _fitting(wanted, names, 2)
    return best[1] if best else ()


def _fitting(
    wanted: list[str], names: list[Name], most: int
) -> tuple[tuple[bool, int], tuple[Candidate, ...]] | None:
    """Return the rank of the best matches, and the matches. None if nothing matches.

    The rank is (True if the typed words are only part of the name, number of edits).
    most: the most edits in one word.
    """
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
    """Return the number of edits between the typed words and a name.

    None if a word does not match.

    most: the most edits in one word. whole: True if both have the same number of words. If not,
    only a word of six letters or more may be misspelt.
    """
    exact = sum(any(word == part.word for part in have) for word in wanted)
    beside = whole and exact == len(wanted) - 1 > 0
    return _assigned(
        [
            [
                _part_distance(word, part, most if whole or len(word) >= 6 else 0, beside)
                for part in have
            ]
            for word in wanted
        ]
    )


def _part_distance(word: str, part: _Part, bound: int, beside: bool) -> int | None:
    if _starts(word, part):
        return 0
    return edits(word, part.word, bound, beside) if bound and not part.acronym else None


def nearest(typed: str, names: Names) -> tuple[str, ...]:
    """Return the display names to suggest for a name that nothing matched, nearest first.

    A suggested name has a word whose similarity to a typed word is at least MIN_SIMILARITY.
    Words of fewer than four letters are not compared.
    """
    wanted = [word for word in key(typed) if len(word) >= 4 and word.isalpha()]
    scored = []
    for name in names.candidates("", typed) if wanted else ():
        name_words = {word for alias in name.names for word in words(alias)}
        scores = [s for word in wanted for s in similar_words(word, name_words).values()]
        if scores:
            scored.append((-max(scores), name.names[0]))
    return tuple(name for _, name in sorted(scored)[:LISTED])


def similar_words(word: str, others: Iterable[str]) -> dict[str, float]:
    """Return the words that resemble a word, with their similarity: MIN_SIMILARITY to 1."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    comparable = [other for other in others if len(other) >= 4]
    scorer = OSA.normalized_similarity
    scored = extract(word, comparable, scorer=scorer, score_cutoff=MIN_SIMILARITY, limit=None)
    return {other: score for other, score, _ in scored}
