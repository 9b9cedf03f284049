"""Evidence: paragraphs, sentences, digests, and the comparison of a store with its articles."""

import json
import os
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.errors import DataError
from mss_cli.facts.model import FACT_FIELDS, Evidence
from mss_cli.facts.passages import (
    Context,
    Span,
    context,
    digest,
    distinct_words,
    paragraph_number,
    paragraphs,
    sentences,
)
from mss_cli.stores.articles import Articles
from mss_cli.stores.loading import load
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.proof import SourceCoverage, SourceProof, coverage, prove
from mss_cli.stores.validation import Problem

# --- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        (" \n\t\n", []),
        ("a", [(0, 1)]),
        ("One\nTwo", [(0, 3), (4, 7)]),
        ("One\r\n\r\nTwo\r\n", [(0, 3), (7, 10)]),
        ("\n\n  One two  \n\n", [(4, 11)]),
        ("\xa0É 1.\xa0\n\u20032", [(1, 5), (8, 9)]),
    ],
)
def test_paragraphs_are_the_lines_that_are_not_blank(
    text: str, spans: list[tuple[int, int]]
) -> None:
    assert paragraphs(text) == spans


@pytest.mark.parametrize(
    "expected",
    [
        ["A heading without a stop"],
        ["It rained.", "Boats stayed in!", "Why?", "Nobody knew."],
        ["It rose to 2.6 m.", "$3 more came.", "£4?", "5 boats sank."],
        ["It fell. then it rose."],
        ["The U.S. Navy came.", "It left."],
        ["J. K. Smith sailed.", "He sank."],
        ["She said “no.”", "“Why?”", "'So.'", '"Go."', "(Nobody went.)"],
        ["Odd,” he said.", "[Sic]"],
        ["Wait...", "Go?!", "Stop"],
        ["No.space after it"],
        [],
    ],
)
@pytest.mark.parametrize("gap", [" ", "\xa0", "   ", "\n", " \r\n\r\n "])
def test_sentence_ends_at_a_stop_before_a_capital_digit_or_quote(
    expected: list[str], gap: str
) -> None:
    text = gap.join(["", *expected, ""])
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_every_line_end_ends_a_paragraph_and_a_sentence(end: str) -> None:
    text = end.join(["A heading", "", "One two. Three.", " Four "])
    lines = ["A heading", "One two. Three.", "Four"]
    assert [text[a:b] for a, b in paragraphs(text)] == lines
    assert [text[a:b] for a, b in sentences(text)] == ["A heading", "One two.", "Three.", "Four"]
    assert paragraph_number(text, text.index("Four")) == 3


LINES = "\nOne. Two.\n\n  Three four.\n"


@pytest.mark.parametrize(
    ("start", "number"), [(0, 0), (1, 1), (6, 1), (10, 1), (14, 2), (20, 2), (25, 2)]
)
def test_paragraphs_are_numbered_from_one(start: int, number: int) -> None:
    assert paragraph_number(LINES, start) == number


@pytest.mark.parametrize(
    ("passage", "before", "after"),
    [
        ("Two.", "One. ", ""),
        ("One. Two.", "", ""),
        ("four", "Three ", "."),
        ("Two.\n\n  Three", "One. ", " four."),
        ("\n\n  ", "", ""),
        (" ", "", ""),  # a blank passage is in no paragraph
    ],
)
def test_context_is_the_rest_of_the_paragraphs(passage: str, before: str, after: str) -> None:
    start = LINES.index(passage)
    evidence = cast(Evidence, {"start": start, "end": start + len(passage)})
    assert context(LINES, evidence) == Context(before, passage, after)


def test_context_begins_with_the_first_character_of_the_text() -> None:
    assert context("One. Two.", cast(Evidence, {"start": 5, "end": 9})) == ("One. ", "Two.", "")


@pytest.mark.parametrize(
    ("passage", "hexadecimal"),
    [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("Moïse", sha256(b"Mo\xc3\xafse").hexdigest()),
        ("\ud800", sha256(b"\xed\xa0\x80").hexdigest()),
    ],
)
def test_digest_is_the_sha256_of_the_utf8_bytes(passage: str, hexadecimal: str) -> None:
    assert digest(passage) == hexadecimal


PIECES = 'A b é . ! ? ” ’ " ( ) U.S. 5 \n \r \t \xa0 \u2028 \x85'.split(" ")
TEXTS = st.text() | st.lists(st.sampled_from([*PIECES, " ", ". "])).map("".join)


@given(TEXTS)
def test_sentences_cover_all_paragraphs_in_order(text: str) -> None:
    spans = sentences(text)
    around = paragraphs(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(sum(p.start <= s.start < s.end <= p.end for p in around) == 1 for s in spans)
    outside = set(range(len(text))).difference(*(range(start, end) for start, end in spans))
    assert all(text[position].isspace() for position in outside)


# --- an invented store and its articles ---------------------------------------------------

ARTICLE = "Tide at Núñez Bay\n\nThe tide rose on Monday. It was high.\nAdvert. Photo: a boat.\n"
OTHER = "Nothing happened."
NONE: dict[str, Any] = dict.fromkeys(("date", "value", "status", "wording"))


def evidence(passage: str, paragraph: int) -> dict[str, Any]:
    """Return a piece of evidence in the first article."""
    start = ARTICLE.index(passage)
    span = {"source": "a.txt", "start": start, "end": start + len(passage), "form": "body"}
    return {**span, "sha256": digest(passage), "paragraph": paragraph, "reports": NONE}


def source(file: str, text: str, **labels: str) -> dict[str, Any]:
    """Return the record of an article. labels: its passages without facts, by label."""
    record = {"file": file, "title": None, "label": "Tide", "publisher": None, "language": "en"}
    passages = [
        {"start": text.index(passage), "end": text.index(passage) + len(passage)}
        | {"label": label, "note": None}
        for label, passage in labels.items()
    ]
    return record | {
        "published": {"edtf": "2021-05", "basis": "inferred", "note": None},
        "sha256": sha256(text.encode()).hexdigest(),
        "chars": len(text),
        "sentences": [list(span) for span in sentences(text)],
        "passages": passages,
    }


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    """Write and load a store with one fact in two passages, and write its articles."""
    empty = "said_by said_to actors about places topics phrases relations superseded_by conflicts"
    fact = dict.fromkeys(FACT_FIELDS) | {name: [] for name in empty.split()}
    fact |= {"id": "tide", "kind": "event", "text": "The tide rose.", "status": "occurred"}
    fact |= {"date_precision": "unknown", "date_basis": "none", "sources": ["a.txt"]}
    fact |= {"evidence": [evidence("Tide at Núñez Bay", 1), evidence("The tide rose on", 2)]}
    manifest = {"name": "tide", "title": "Tide", "version": "1.0.0", "licence": "CC0"}
    parts = {
        "manifest": manifest | {"coverage": {"first": "2021-05-01", "last": "2021-05-31"}},
        "sources": [
            source("a.txt", ARTICLE, boilerplate="Advert.", caption="Bay"),
            source("b.txt", OTHER),
        ],
        "entities": [],
        "topics": [],
        "facts": [fact],
    }
    for name, part in parts.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(ARTICLE.encode())
    (tmp_path / "b.txt").write_bytes(OTHER.encode())
    return load(str(tmp_path))


def test_unchanged_articles_have_no_problems(store: MemoryStore) -> None:
    proofs = list(prove(store, Articles(store.directory)))
    assert proofs == [SourceProof("a.txt", 2, []), SourceProof("b.txt", 0, [])]


CHANGED = ("a.txt", "the article has changed: its SHA-256 differs from sources.json")
MOVED = ("a.txt", "the sentences of the article differ from sources.json")
LONGER = ("a.txt", "the article has 85 characters, but sources.json says 80")
SHORTER = ("a.txt", "the article has 17 characters, but sources.json says 80")
FIRST, SECOND = "a.txt 'tide' evidence[0]", "a.txt 'tide' evidence[1]"
NO_DIGEST = "the passage's SHA-256 differs from the recorded one"


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (None, [("a.txt", "the file is missing")]),
        (b"Tide \xff", [("a.txt", "is not UTF-8 (byte 5)")]),
        (ARTICLE.replace("high", "High"), [CHANGED]),
        (ARTICLE.replace("tide", "Tide"), [CHANGED, (SECOND, NO_DIGEST)]),
        (
            ARTICLE.replace("\n\nThe", "\xa0 The"),
            [CHANGED, MOVED, (SECOND, "the passage is not in paragraph 2")],
        ),
        (f"{ARTICLE}More.", [CHANGED, LONGER, MOVED]),
        (
            ARTICLE[:17],
            [CHANGED, SHORTER, MOVED, (SECOND, "the span ends at 35, after the article's end")],
        ),
    ],
    ids="missing binary elsewhere digest paragraph longer shorter".split(),
)
def test_every_difference_from_an_article_is_named(
    store: MemoryStore, content: str | bytes | None, problems: list[tuple[str, str]]
) -> None:
    path = Path(store.directory, "a.txt")
    path.unlink()
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    first, second = prove(store, Articles(store.directory))
    assert first == ("a.txt", 2, problems, 0)
    assert second == ("b.txt", 0, [], 0)


def test_wrong_digest_paragraph_and_wording_are_named(store: MemoryStore) -> None:
    first, second = next(iter(store.facts))["evidence"]
    first["sha256"], second["paragraph"] = "0" * 64, 3
    first["reports"]["wording"], second["reports"]["wording"] = "NUNEZ bay", "fell"
    assert next(prove(store, Articles(store.directory))).problems == [
        (FIRST, NO_DIGEST),
        (SECOND, "the passage is not in paragraph 3"),
        (SECOND, "the passage does not contain the wording 'fell'"),
    ]


def test_passages_that_carry_part_of_their_fact_are_counted(store: MemoryStore) -> None:
    first, _ = next(iter(store.facts))["evidence"]
    first["reports"]["part"] = "the place"
    proofs = list(prove(store, Articles(store.directory)))
    assert proofs == [SourceProof("a.txt", 2, [], 1), SourceProof("b.txt", 0, [], 0)]


def in_other(start: int, end: int) -> Any:
    """Return a piece of evidence in the second article."""
    span = {"source": "b.txt", "start": start, "end": end, "form": "body"}
    return {**span, "sha256": digest(OTHER[start:end]), "paragraph": 1, "reports": {**NONE}}


def test_phrase_must_be_in_a_cited_passage_word_for_word(store: MemoryStore) -> None:
    fact = next(iter(store.facts))
    fact["phrases"] = ["Tide at", "tide rose", "happened.", "Rose on", "on Monday"]
    fact["evidence"].append(in_other(0, 17))
    assert list(prove(store, Articles(store.directory))) == [
        SourceProof(
            "a.txt",
            2,
            [
                Problem("a.txt 'tide'", "no cited passage contains the phrase 'Rose on'"),
                Problem("a.txt 'tide'", "no cited passage contains the phrase 'on Monday'"),
            ],
        ),
        SourceProof("b.txt", 1, []),
    ]


def test_line_break_in_a_passage_counts_as_a_space_of_a_phrase(store: MemoryStore) -> None:
    fact = next(iter(store.facts))
    fact["evidence"] = [cast(Evidence, evidence("Monday. It was high.\nAdvert.", 2))]
    fact["phrases"] = ["high. Advert."]
    assert next(prove(store, Articles(store.directory))).problems == []


def test_phrases_are_not_checked_if_an_article_of_the_fact_cannot_be_read(
    store: MemoryStore,
) -> None:
    (fact,) = store.facts
    fact["phrases"] = ["sank"]
    fact["evidence"].append(in_other(0, 7))
    other = {**fact, "id": "nothing", "phrases": ["happened", "occurred"]}
    other["evidence"] = [in_other(8, 17)]
    cast(list[Any], store.facts).append(other)
    Path(store.directory, "a.txt").unlink()
    assert list(prove(store, Articles(store.directory))) == [
        SourceProof("a.txt", 2, [Problem("a.txt", "the file is missing")]),
        SourceProof(
            "b.txt",
            2,
            [Problem("b.txt 'nothing'", "no cited passage contains the phrase 'occurred'")],
        ),
    ]


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("", ""),
        ("The tide and the TIDE’s rise", "and rise the tide"),
        ("About 1,900 of 2.6 million, not 5", "1900 2600000 5 about million not of"),
        ("Núñez, in 2024", "in nunez"),  # a year is a date, not a number
    ],
)
def test_distinct_words_are_folded_and_sorted(passage: str, words: str) -> None:
    assert distinct_words(passage) == words


def test_wording_must_have_the_words_of_its_passage(store: MemoryStore) -> None:
    evidence = next(iter(store.facts))["evidence"]
    wording = [
        {"source": "a.txt", "start": e["start"], "end": e["end"], "words": words}
        for e, words in zip(evidence, ["at bay nunez tide", "on rose tide"], strict=True)
    ]
    Path(store.directory, "wording.json").write_text(json.dumps(wording), encoding="utf-8")
    assert list(prove(load(store.directory), Articles(store.directory))) == [
        SourceProof(
            "a.txt",
            2,
            [Problem("a.txt 19-35", "wording.json does not have the words of the passage")],
        ),
        SourceProof("b.txt", 0, []),
    ]


def test_every_sentence_is_cited_labelled_or_unaccounted(store: MemoryStore) -> None:
    labelled = {"boilerplate": 1, "caption": 0, "commentary": 0}  # the caption is also cited
    left = [Span(44, 56), Span(65, 79)]
    nothing = dict.fromkeys(labelled, 0)
    assert list(coverage(store)) == [
        SourceCoverage("a.txt", 5, 2, labelled, left),
        SourceCoverage("b.txt", 1, 0, nothing, [Span(0, 17)]),
    ]
    assert [ARTICLE[start:end] for start, end in left] == ["It was high.", "Photo: a boat."]


def test_adjacent_spans_do_not_account_for_a_sentence() -> None:
    three = [[0, 5], [6, 9], [10, 15]]
    between = {"start": 9, "end": 10, "label": "caption"}
    parts: dict[str, Any] = dict.fromkeys(("manifest", "entities", "topics"), ())
    parts["sources"] = [{"file": "a", "sentences": three, "passages": [between]}]
    parts["facts"] = [{"evidence": [{"source": "a", "start": 5, "end": 6}]}]
    (result,) = coverage(MemoryStore(parts, ""))
    assert (result.cited, sum(result.labelled.values())) == (0, 0)
    assert [list(span) for span in result.unaccounted] == three


def test_labelled_sentences_are_counted_by_label() -> None:
    sentence = {"start": 0, "end": 5, "label": "caption"}
    passages = [sentence, {"start": 5, "end": 9, "label": "caption"}]
    parts: dict[str, Any] = dict.fromkeys(("manifest", "entities", "topics", "facts"), ())
    parts["sources"] = [{"file": "a", "sentences": [[0, 5], [5, 9]], "passages": passages}]
    (result,) = coverage(MemoryStore(parts, ""))
    assert (result.labelled, result.unaccounted) == (
        {"boilerplate": 0, "caption": 2, "commentary": 0},
        [],
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "the file is missing"), (b"\xff", "is not UTF-8 (byte 0)")],
)
def test_unreadable_article_is_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        Articles(str(tmp_path)).text("a.txt")
    assert str(caught.value) == f"{path}: {message}"


def test_each_article_is_read_once(tmp_path: Path) -> None:
    none = str(tmp_path / "none")
    with pytest.raises(DataError) as caught:
        Articles(none)
    message = f"articles: no directory {none!r}; give the directory that holds the articles"
    assert str(caught.value) == message
    (tmp_path / "a.txt").write_bytes(b"A\r\n\xc3\xa9")
    articles = Articles(str(tmp_path))
    assert (articles.text("a.txt"), articles.content("a.txt")) == ("A\r\né", b"A\r\n\xc3\xa9")
    (tmp_path / "a.txt").unlink()
    assert articles.text("a.txt") == "A\r\né"


def test_overlarge_article_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    os.truncate(path, 4_000_000)
    assert len(Articles(str(tmp_path)).content("a.txt")) == 4_000_000
    os.truncate(path, 4_000_001)
    with pytest.raises(DataError) as caught:
        Articles(str(tmp_path)).content("a.txt")
    assert str(caught.value) == (f"{path}: has 4,000,001 bytes, but mss reads at most 4,000,000")


def test_at_most_eight_articles_stay_in_memory(tmp_path: Path) -> None:
    articles = Articles(str(tmp_path))
    for number in range(9):
        (tmp_path / f"{number}").write_text(f"text {number}", encoding="utf-8")
        assert articles.text(f"{number}") == f"text {number}"
        (tmp_path / "0").write_text("later", encoding="utf-8")
        assert articles.text("0") == ("later" if number == 8 else "text 0")
    for number, held in ((8, True), (7, False)):
        (tmp_path / f"{number}").write_text("changed", encoding="utf-8")
        assert (articles.text(f"{number}") == f"text {number}") is held


@pytest.mark.parametrize("more", [0, 1])
def test_long_context_is_cut_around_the_passage(more: int) -> None:
    side = "ab" * 1_000 + "c" * more
    cited = cast(Evidence, {"start": len(side) + 6, "end": len(side) + 9})
    result = context(f"Title\n{side}xyz{side[::-1]}", cited)
    mark = "…" if more else ""
    assert result == (mark + side[more and -2_000 :], "xyz", side[::-1][:2_000] + mark)


def test_context_that_is_cut_at_a_space_is_marked_too() -> None:
    side = "a" * 2_000
    cited = cast(Evidence, {"start": 2_006, "end": 2_009})
    assert context(f"More {side} xyz {side} more", cited) == (
        f"…{side[1:]} ",
        "xyz",
        f" {side[1:]}…",
    )
    assert context(f"More {side}xyz{side} more"[1:], {**cited, "start": 2_004, "end": 2_007}) == (
        f"…{side}",
        "xyz",
        f"{side}…",
    )


BOUNDARIES = [
    ("(He left.) Then she came.", ["(He left.)", "Then she came."]),
    ("He left. Élise came.", ["He left.", "Élise came."]),
    ("Mr. Ruto spoke on Sept. 30. He left.", ["Mr. Ruto spoke on Sept. 30.", "He left."]),
    ("The U.S. Council met. It sat.", ["The U.S. Council met.", "It sat."]),
]


ABBREVIATED = "Mr Mrs Ms Dr Prof Gen Col Lt Sen Gov St No Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec"


@pytest.mark.parametrize("word", ABBREVIATED.split())
def test_abbreviation_does_not_end_a_sentence(word: str) -> None:
    text = f"So {word}. Smith sailed."
    assert sentences(text) == [(0, len(text))]
    assert len(sentences(f"So {word}! Smith sailed.")) == 2
    assert len(sentences(f"So {word}x. Smith sailed.")) == 2


@pytest.mark.parametrize(("text", "expected"), BOUNDARIES)
def test_sentence_boundaries_in_real_prose(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_line_that_is_only_a_hyphen_is_not_blank() -> None:
    text = "One -\nTwo"
    assert context(text, cast(Evidence, {"start": 4, "end": 9})) == ("One ", "-\nTwo", "")
