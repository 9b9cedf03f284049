"""Words that an article shares with another one, which may then be no independent source.

News agencies are reprinted. A run of five words that is no name rarely stands in two articles by
chance, and several of them hardly ever do.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mss_cli import limits
from mss_cli.facts.passages import Span
from mss_cli.text import plural

RUN = 5  # words in a row
SEVERAL = 3  # places from which an article is said to share words with another one
_SHORT = 3  # letters of a function word
_PLAIN = 2  # longer words without a capital that a run must have
_WORD = re.compile(r"[^\W_]+")
Run = tuple[str, ...]
Text = Callable[[str], str | None]


class Overlap:
    """The runs of words of other articles. text: returns that of a source, or None."""

    def __init__(self, sources: Iterable[Mapping[str, object]], text: Text) -> None:
        files = [str(source["file"]) for source in sources]
        self._runs_of: dict[str, set[Run]] = {}
        for file in files[-limits.MAX_ARTICLES_COMPARED :]:
            words = _WORD.findall((text(file) or "").casefold())
            self._runs_of[file] = set(zip(*(words[n:] for n in range(RUN)), strict=False))

    def shared(self, text: str) -> Iterator[tuple[str, Span]]:
        """Yield each source with each span of words that it shares with a text."""
        runs = list(_runs(text))
        for file, known in self._runs_of.items():
            start = end = -1
            for run, span in runs:
                if run in known:
                    if span.start > end:
                        if end > start:
                            yield file, Span(start, end)
                        start = span.start
                    end = span.end
            if end > start:
                yield file, Span(start, end)

    def notes(self, text: str, name: str) -> list[str]:
        """Return a line for each source with which an article shares words in several places."""
        places: dict[str, list[Span]] = {}
        for file, span in self.shared(text):
            places.setdefault(file, []).append(span)
        return [
            f"{name} may not be independent of {file}: the same words in "
            f"{plural(len(spans), 'place')}, such as {_longest(text, spans)!r}"
            for file, spans in places.items()
            if len(spans) >= SEVERAL
        ]


def _longest(text: str, spans: Sequence[Span]) -> str:
    """Return the first words of the longest span."""
    start, end = max(spans, key=lambda span: span.end - span.start)
    return " ".join(text[start:end].split()[: 2 * RUN])


def _runs(text: str) -> Iterator[tuple[Run, Span]]:
    """Yield each run of words with its span. A run of names alone is left out."""
    words = list(_WORD.finditer(text))
    folded = [word[0].casefold() for word in words]
    plain = [not word[0][0].isupper() and len(word[0]) > _SHORT for word in words]
    for n in range(len(words) - RUN + 1):
        if sum(plain[n : n + RUN]) >= _PLAIN:
            yield tuple(folded[n : n + RUN]), Span(words[n].start(), words[n + RUN - 1].end())
