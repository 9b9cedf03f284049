"""The places in the text and phrases of a fact where words of a query occur."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import numerals
from mss_cli.search.documents import Reader, number
from mss_cli.search.english import STOPWORDS
from mss_cli.search.question import Question
from mss_cli.text import placed_words, words


class Match(NamedTuple):
    """A span of a field in code points, end excluded. field: `text`, or `phrases.0`."""

    field: str
    start: int
    end: int


class Marker:
    """Finds the words of a question in facts; reads the labels of its names once."""

    def __init__(self, reader: Reader, question: Question) -> None:
        self.stem = reader.lexicon.stem
        self.phrases = [words(phrase) for phrase in question.phrases]
        self.terms = {term for concept in question.concepts for term, _ in concept.terms}
        named = {term[1:] for term in self.terms if term.startswith("#")}
        self.labels = {
            label
            for name in reader.store.entity_names.with_ids(named)
            for label in reader.lexicon.labels(name)
        }
        self.longest = max(map(len, self.labels), default=0)

    def matches(self, fact: Fact) -> tuple[Match, ...]:
        """Return the spans of the matching words, in order within each field, not overlapping."""
        found = []
        fields = [("text", fact["text"])]
        fields += [(f"phrases.{n}", phrase) for n, phrase in enumerate(fact["phrases"])]
        for field, text in fields:
            last = 0
            for start, end in sorted(self._spans(text), key=lambda span: (span[0], -span[1])):
                if start >= last:
                    found.append(Match(field, start, end))
                    last = end
        return tuple(found)

    def has_phrases(self, fact: Fact) -> bool:
        """Return True if each phrase occurs in the text or in a phrase of a fact."""
        texts = [words(text) for text in (fact["text"], *fact["phrases"])]
        return all(any(_occurrences(text, phrase) for text in texts) for phrase in self.phrases)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        tokens = placed_words(text)
        folded = [word for word, _, _ in tokens]
        for phrase in self.phrases:
            for at in _occurrences(folded, phrase):
                yield tokens[at][1], tokens[at + len(phrase) - 1][2]
        stems = [self.stem(word) for word in folded]
        for at, (word, start, end) in enumerate(tokens):
            for length in range(min(self.longest, len(stems) - at), 0, -1):
                if tuple(stems[at : at + length]) in self.labels:
                    yield start, tokens[at + length - 1][2]
                    break
            if stems[at] in self.terms and word not in STOPWORDS:
                yield start, end
        for numeral in numerals(text):
            if number(numeral.value) in self.terms:
                yield numeral.start, numeral.end


def _occurrences(text: Sequence[str], phrase: Sequence[str]) -> list[int]:
    """Return the positions in a text at which the words of a phrase occur in a row."""
    length = len(phrase)
    return [at for at in range(len(text) - length + 1) if text[at : at + length] == phrase]
