"""What stands in quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.drafting.rules.quotations import QUOTED, is_mostly_quoted, masked


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ('He said "we are all ready to go" then.', "He said ~ then."),
        ("“We are all ready,” he said.", "~ he said."),
        ("“We are all ready. We go,“ he said.", "~ he said."),
        ("“We are ready to leave.\n“We go now, all of us,” he said.", "~\n~ he said."),
        ("‘We don’t have any problem,’ he said.", "~ he said."),
        ("the “peace” force", "the “peace” force"),
        ("the workers' and owners' views", "the workers' and owners' views"),
        ("", ""),
    ],
)
def test_quotations_are_masked(text: str, outside: str) -> None:
    found = masked(text)
    assert len(found) == len(text)
    shortened = "".join(
        "~" if c == QUOTED and found[n - 1 : n] != QUOTED else c if c != QUOTED else ""
        for n, c in enumerate(found)
    )
    assert shortened == outside


def test_sentence_that_begins_with_a_quotation_is_mostly_quoted() -> None:
    assert is_mostly_quoted(masked("“We go now,” the mayor of the town said after the vote."))
    assert not is_mostly_quoted(masked("The mayor of the town said after the vote: “We go now.”"))


@given(st.text(alphabet='ab .,“”"‘’\n', max_size=60))
def test_masked_text_has_the_same_length_and_lines(text: str) -> None:
    found = masked(text)
    assert len(found) == len(text)
    assert found.count("\n") == text.count("\n")
