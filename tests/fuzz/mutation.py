"""The corpus, and bytes near to it: spliced, cut, repeated, with tokens put in."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from fuzz.hostile import TEXTS

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 400  # bytes of an input
HOSTILE = [text.encode("utf-8", "surrogatepass") for text in TEXTS if len(text) < 40]
NUMBERS = [bytes((number,)) for number in (0, 1, 2, 3, 7, 50, 99, 127, 128, 255)]
# What stands in inputs of a target and is hard to come by, for both ways to change bytes.
TOKENS: dict[str, list[bytes]] = {
    "dates": [
        *b"2024 0001 9999 0000 -01 -12 -31 -02-29 -XX XX X / .. ? ~ % q1 Q4 june sept 31".split(),
        *(b"last week", b"last month", b"yesterday", b"today", b" 2024", b",", b"\n2024-03-01"),
    ],
    "query": [
        *b"json table markdown bundled explain since before until in by kind: status: who:".split(),
        *b'topic: source: on: place: about: " -not who what when many 400 2024 kenya vote'.split(),
        *(b"\n", b" ", b"bundled\n", b"explain bundled\n", b"last month", b"since the opening"),
    ],
    "names": [
        *b"kenya ruto U.S. un the of A. J. B. -- ' polianski guterres haiti blue ana".split(),
        *(word.encode() for word in ("Núñez", "Полянский", "习近平", "İ", "ß", "ﬁ", " ")),
    ],
    "argv": [
        *b"\0 \0--json \0--format\0csv \0-q \0--since\x002024 \0--who\0ana \0-n\x002 \0--".split(b" "),
        *b"\0--fields\0id \0--help \0--today\x002021 \0--sort\0id \0--plot \0--explain -- = ,".split(b" "),
        *(name.encode() for name in "facts who search show cite figures stances verify".split()),
    ],
    "store": NUMBERS,
    "render": NUMBERS,
    "index": NUMBERS,
}


def tokens(name: str) -> list[bytes]:
    """Return what is put into inputs of a target."""
    return [*TOKENS[name], *HOSTILE]


def corpus(name: str) -> dict[str, bytes]:
    """Return the inputs that are kept for a target, by the names of their files."""
    return {path.name: path.read_bytes() for path in sorted((CORPUS / name).iterdir())}


def mutated(name: str) -> st.SearchStrategy[bytes]:
    """Return bytes near to the corpus of a target."""
    seeds = st.sampled_from(list(corpus(name).values()))
    known = st.sampled_from(tokens(name))

    @st.composite
    def made(draw: st.DrawFn) -> bytes:
        data = draw(seeds)
        for _ in range(draw(st.integers(0, 4))):
            start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
            other = draw(seeds)
            change: Callable[[], bytes] = draw(
                st.sampled_from(
                    (
                        lambda: data[:start] + data[end:],
                        lambda: data[:end] + data[start:],
                        lambda: data[:start] + draw(known) + data[start:],
                        lambda: data[:start] + draw(known) + data[end:],
                        lambda: data[:start] + other[len(other) * start // (len(data) + 1) :],
                        lambda: data[:start] + draw(st.binary(max_size=3)) + data[end:],
                    )
                )
            )
            data = change()[:LONGEST]
        return data

    return made()
