"""Quotations: what stands between marks, and nothing that may be an apostrophe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.facts.passages import Span
from mss_cli.facts.quotations import quotations, quoted

FOUND = [
    ("“It is late,” she said.", ["It is late"]),
    ('"It is late," she said. "Go."', ["It is late", "Go."]),
    ('"It is late,” she said.', ["It is late"]),  # marks of two kinds
    ("“It is late,\" she said.", ["It is late"]),
    ("He said: ‘It is late,’ and left.", ["It is late"]),
    ("He said: ‘The boats’ ropes are wet,’ and left.", ["The boats’ ropes are wet"]),
    ("He called it ‘a wall’ and left.", ["a wall"]),
    ("He said: 'It is late,' and left.", ["It is late"]),
    ("«Il est tard», dit-elle.", ["Il est tard"]),
    ("„Es ist spät“, sagte sie.", ["Es ist spät"]),
    ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me"]),
    ("The boats’ ropes, the ‘90s and Ana’s boat.", []),
    ("The boats' ropes, the '90s and the sailors' boat.", []),
    ("A plank of 6\" and one of 8\" lay there.", []),
    ("“No end to this.\nIt is late.", []),
    ("An end” without a beginning.", []),
    ("“One.\n“Two,” she said.", ["One.", "Two"]),
    ("“Lost. “Found,” she said.", ["Found"]),
    ("“ — ” she said.", []),
    ("“It is\xa0 late,” she said. “It is late.” “It is late”", ["It is late", "It is late."]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FOUND, ids=[text for text, _ in FOUND])
def test_words_between_marks_are_found(text: str, found: list[str]) -> None:
    assert quotations(text, quoted(text), Span(0, len(text))) == found


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("late. We", ["late. We"]),
        ("We go,” she said.", ["We go"]),
        ("Ana spoke. “It is", ["It is"]),
        ("Ana spoke.", []),
        ("she said. “Now!”", ["Now!"]),
    ],
)
def test_only_what_the_passage_contains_is_quoted(passage: str, found: list[str]) -> None:
    text = "Ana spoke. “It is late. We go,” she said. “Now!”"
    start = text.index(passage)
    assert quotations(text, quoted(text), Span(start, start + len(passage))) == found


@given(st.text(alphabet="ab .,\n“”\"'‘’«»„", max_size=40))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans = quoted(text)
    ends = [0, *(place for span in spans for place in span), len(text)]
    assert ends == sorted(ends)
