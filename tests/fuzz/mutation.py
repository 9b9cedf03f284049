"""The corpus, and bytes near it: spliced, cut, repeated, with inserted tokens."""

from functools import reduce
from pathlib import Path

from hypothesis import strategies as st

from fuzz.hostile import TEXTS

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 400  # bytes of an input
EDITS = ("cut", "repeat", "insert", "insert", "replace", "splice")
HOSTILE = [text.encode("utf-8", "surrogatepass") for text in TEXTS if len(text) < 40]
NUMBERS = [bytes((number,)) for number in (0, 1, 2, 3, 7, 50, 99, 127, 128, 255)]
# Parts of inputs that random changes rarely hit. Both searches insert them.
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
        *(f"\0{part}".encode() for part in "--json --format=csv -q --since=2024 --who=ana".split()),
        *(
            f"\0{part}".encode()
            for part in "-n=2 --fields=id --today=2021 --sort=id --plot".split()
        ),
        *(b"COMPLETE\0", b"\0--who\0", b"\0--topic\0"),
        *(b"\0--", b"\0--help", b"\0--explain", b"--", b"=", b",", b"\0-n\x002", b"\0--limit\x000"),
        *(name.encode() for name in "facts who search show cite figures stances verify".split()),
    ],
    "store": NUMBERS,
    "render": NUMBERS,
    "index": NUMBERS,
}


def tokens(name: str) -> list[bytes]:
    """Return the tokens to insert into inputs of a target."""
    return [*TOKENS[name], *HOSTILE]


def corpus(name: str) -> dict[str, bytes]:
    """Return the corpus of a target by file name."""
    return {path.name: path.read_bytes() for path in sorted((CORPUS / name).iterdir())}


def mutated(name: str) -> st.SearchStrategy[bytes]:
    """Return bytes near the corpus of a target."""
    seeds = st.sampled_from(list(corpus(name).values()))
    put = st.sampled_from(tokens(name)) | st.binary(max_size=3)
    place = st.integers(0, LONGEST)
    edits = st.tuples(st.sampled_from(EDITS), place, place, put, seeds)
    return st.builds(
        lambda data, made: reduce(_edited, made, data), seeds, st.lists(edits, max_size=4)
    )


def _edited(data: bytes, edit: tuple[str, int, int, bytes, bytes]) -> bytes:
    how, one, two, put, other = edit
    start, end = sorted((one % (len(data) + 1), two % (len(data) + 1)))
    made = {
        "cut": data[:start] + data[end:],
        "repeat": data[:end] + data[start:],
        "insert": data[:start] + put + data[start:],
        "replace": data[:start] + put + data[end:],
        "splice": data[:start] + other[two % (len(other) + 1) :],
    }
    return made[how][:LONGEST]
