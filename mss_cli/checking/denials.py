"""Whether the negative words of a fact deny what happens in a clause, or something else."""

from collections.abc import Callable

from mss_cli.checking.evidence import Evidence
from mss_cli.checking.reading import ReadClause
from mss_cli.understanding.assertions import NEGATIONS, ONLY, is_negation
from mss_cli.understanding.clauses import LIGHT_VERBS
from mss_cli.understanding.negation import Denial
from mss_cli.understanding.verbs import lemmas

# Words of a fact that deny as `not` does, unless the claim has them, too.
_DENYING = frozenset(
    "failed declined refused rejected reject dismissed doubts divided withdrew avoid "
    "lack lacks lacking short shortage insufficient".split()
)
_NEAR = 4  # up to this word after a negation
_ANTECEDENT = 12  # words before `none`


class Denials:
    """Compares the negative words of a clause with those of facts. stem: stems a folded word."""

    def __init__(self, clause: ReadClause, stem: Callable[[str], str]) -> None:
        self._clause = clause
        self._stem = stem
        self._texts = [word.text for word in clause.words]
        self._stems = {stem(text) for text in self._texts}
        self._lemmas = {lemma for text in self._texts for lemma in lemmas(text)}
        predicate = clause.predicate
        self._acts = predicate is not None and predicate.required
        # What happens in the clause; without a verb that says it, all its words.
        self._wanted = [
            part.concept
            for part in clause.parts
            if part.concept is not None
            and part.kind == "what"
            and (part == predicate or not self._acts)
        ]
        self._terms = {term for concept in self._wanted for term, _ in concept.terms}

    def own(self) -> int:
        """Return how often the clause denies; `not only` does not, nor does `nobody else`."""
        if self._clause.assertion.only and ONLY.isdisjoint(self._texts):
            return 0
        return sum(is_negation(self._texts, n) for n in range(len(self._texts)))

    def count(self, main: Evidence) -> int:
        """Return how often a fact denies something."""
        return len(self._denying(main))

    def are_in(self, main: Evidence) -> bool:
        """Return True if a fact denies what happens in the clause."""
        return any(self._is_denied_by(one, main) for one in main.denials)

    def may_be_in(self, main: Evidence) -> bool:
        """Return True if what happens in the clause stands near a negative word of a fact."""
        if self._acts and main.assertion.negated and not main.assertion.reported:
            return True
        words, found = main.plain, self._denying(main)
        near = [word for n in found for word in words[n + 1 : n + _NEAR]]
        near += [
            word for n in found if words[n] == "none" for word in words[max(0, n - _ANTECEDENT) : n]
        ]
        return any(self._stem(word) in self._terms for word in near)

    def _denying(self, main: Evidence) -> list[int]:
        """Return the positions of the words of a fact that deny something."""
        words, ended = main.plain, self._clause.assertion.ended
        return [
            n
            for n, word in enumerate(words)
            if is_negation(words, n)
            or (words[n : n + 2] == ["no", "longer"] and not ended)
            or (word in _DENYING and self._is_alone(word))
        ]

    def _is_alone(self, word: str) -> bool:
        """Return False for a verb that denies, if the clause has it, too: `refused`."""
        return word in NEGATIONS or self._lemmas.isdisjoint(lemmas(word))

    def _is_denied_by(self, denial: Denial, main: Evidence) -> bool:
        """Return True if a denial governs what happens in the clause.

        `sent no soldiers` denies only that soldiers were sent, and `Kestria sent none` nothing of
        Norland.
        """
        assertion = self._clause.assertion
        lasts = assertion.present and not assertion.ended  # all that `no longer` denies
        if not self._is_alone(main.words[denial.at]) or (denial.ended and not lasts):
            return False
        # `did not open before May` denies only that it opened before May.
        if denial.excepting is not None and main.words[denial.excepting] not in self._texts:
            return False
        light = all(not lemmas(main.told(n)).isdisjoint(LIGHT_VERBS) for n in denial.verbs)
        nouns = denial.nouns if light or not self._acts else ()
        if not any(self._is_wanted(n, main) for n in (*nouns, *denial.verbs)):
            return False
        return all(
            not places or any(self._says(n, main) for n in places)
            for places in (denial.nouns, denial.subject)
        )

    def _is_wanted(self, n: int, main: Evidence) -> bool:
        """Return True if a word of a fact is what happens in the clause, or says about the same."""
        word = main.told(n)
        return self._stem(word) in self._terms or any(main.has(c, word) for c in self._wanted)

    def _says(self, n: int, main: Evidence) -> bool:
        """Return True if the clause has a word of a fact, or one that says about the same."""
        word = main.told(n)
        parts = self._clause.parts
        return self._stem(word) in self._stems or any(main.has(p.concept, word) for p in parts)
