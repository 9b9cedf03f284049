"""The sentences of a draft, and where each stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.checking.drafts import draft_sentences

DRAFT = """---
title: A draft
---
# Bridge opens

The **bridge** was [opened](https://a.example) on
Monday. Who paid for it?

- Norland sent *120* workers.
- No.

| a | table says things |
> “We are glad,” she said. <!-- ask her -->

```sh
this is code that was run
```
The ferry has stopped.[^1]

[^1]: A note that was added.
"""


def test_sentences_of_markdown_have_their_line_and_column() -> None:
    found = [
        (s.line, s.column, " ".join(s.text.split()), s.claims) for s in draft_sentences(DRAFT, True)
    ]
    assert found == [
        (4, 3, "Bridge opens", False),
        (6, 1, "The bridge was opened on Monday.", True),
        (7, 9, "Who paid for it?", False),
        (9, 3, "Norland sent 120 workers.", True),
        (10, 3, "No.", False),
        (13, 3, "“We are glad,” she said.", True),
        (18, 1, "The ferry has stopped.", True),
    ]


def test_marks_of_plain_text_stay() -> None:
    (one,) = draft_sentences("He said *that* was all.", False)
    assert one.text == "He said *that* was all."


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The gangs still hold large parts of the city.", True),
        ("The president in the capital", False),
        ("Is it over for the town?", False),
        ("Yes, it is.", False),
    ],
)
def test_sentence_without_a_claim_is_passed_over(text: str, claims: bool) -> None:
    assert [s.claims for s in draft_sentences(text, True)] == [claims]


@given(st.text(alphabet='ab. \n*_`[]()|#>-<!"“”éß😀', max_size=200), st.booleans())
def test_every_sentence_starts_where_it_is_said_to(text: str, markdown: bool) -> None:
    for sentence in draft_sentences(text, markdown):
        before = text[: sentence.start]
        assert sentence.line == before.count("\n") + 1
        assert sentence.column == sentence.start - before.rfind("\n")
        assert text[sentence.start] == sentence.text[0]
        assert sentence.text == " ".join(sentence.text.split())
        assert sentence.end <= len(text)


def test_wrapped_lines_are_one_sentence() -> None:
    text = "The premier was killed\nin July 1999.\n\nA heading\nThe town wept."
    assert [s.text for s in draft_sentences(text, True)] == [
        "The premier was killed in July 1999.",
        "A heading The town wept.",
    ]
    assert [s.text for s in draft_sentences(text, False)] == [
        "The premier was killed in July 1999.",
        "A heading",
        "The town wept.",
    ]
