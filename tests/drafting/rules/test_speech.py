"""Who says a sentence, and when."""

import pytest
from conftest import Harbour

from mss_cli.drafting.rules.names import Names
from mss_cli.drafting.rules.quotations import masked
from mss_cli.drafting.rules.speech import occasion, speakers
from mss_cli.drafting.rules.subjects import Told
from mss_cli.facts.passages import sentences
from mss_cli.stores.memory import MemoryStore


def said(harbour: Harbour, text: str) -> list[tuple[str, ...] | None]:
    """Return who says each sentence of an article."""
    quoted = masked(text)
    told = [
        Told(s, quoted[s.start : s.end], "body", n, text[s.end : s.end + 1] not in ("", "\n"))
        for n, s in enumerate(sentences(text), 1)
    ]
    found = speakers(told, Names(MemoryStore(harbour.parts, str(harbour.store)), text), 4)
    return [one.ids if one else None for one in found]


ROSSI = ("eva-rossi",)
SENTENCES = [
    ("Eva Rossi said the port would grow.", ROSSI),
    ("Mayor Eva Rossi said the port would grow.", ROSSI),
    ("Eva Rossi, the harbour master, told reporters on Friday that it grew.", ROSSI),
    ("The harbour master, Eva Rossi, said that it grew.", ROSSI),
    ("Eva Rossi of the Port Authority said that it grew.", ROSSI),
    ("Eva Rossi on Friday also said that it grew.", ROSSI),
    ("“It will grow,” said Eva Rossi, who runs the port.", ROSSI),
    ("“It will grow,” said the harbour master, Eva Rossi.", ROSSI),
    ("It will grow, according to Eva Rossi.", ROSSI),
    ("She met Eva Rossi, officials said.", None),
    ("The ships of Eva Rossi, a worker told the paper, were late.", None),
    ("Eva Rossi came to the port, urging calm.", ROSSI),
    ("The port grew, with Eva Rossi signalling that more would come.", ROSSI),
    ("A spokesman for the Port Authority said that it grew.", ("port-authority",)),
    ("A worker at the Port Authority said that it grew.", None),
    ("Eva Rossi and Max Brandl said that it grew.", ("eva-rossi", "max-brandl")),
    ("Eva Rossi welcomed the proposed quay.", ROSSI),
    ("The port has 40 ships, said Eva Rossi, who runs it.", ROSSI),
    ("Eva Rossi, a clerk who now runs a group known as Port Watch, claimed it.", ROSSI),
    ("Eva Rossi is urging the council to help.", ROSSI),
    ("Rossi, a clerk, noted that ships were few.", ("rossi",)),
    ("The proposed quay of Eva Rossi would be long.", None),
]


@pytest.mark.parametrize(("sentence", "ids"), SENTENCES)
def test_speaker_is_the_subject_of_the_verb(
    harbour: Harbour, sentence: str, ids: tuple[str, ...] | None
) -> None:
    assert said(harbour, sentence) == [ids]


def test_quotation_belongs_to_who_is_named_where_it_ends(harbour: Harbour) -> None:
    text = (
        "Max Brandl said no.\n\n“We are late. We need ships. We need more of them,” Eva Rossi said."
    )
    assert said(harbour, text) == [("max-brandl",), ROSSI, ROSSI, ROSSI]


def test_pronoun_and_quotation_without_a_name_are_of_the_last_speaker(harbour: Harbour) -> None:
    text = "Eva Rossi said no. “We are all very late.” She added that ships were few."
    assert said(harbour, text) == [ROSSI, ROSSI, ROSSI]


def test_somebody_unnamed_ends_the_turn_of_the_last_speaker(harbour: Harbour) -> None:
    text = "Eva Rossi said no. A worker said yes. “We are all very late.”"
    assert said(harbour, text) == [ROSSI, None, None]


def test_it_goes_on_for_a_body_and_the_body_has_a_short_name(harbour: Harbour) -> None:
    text = "The Halven Port Bank said no. It added that ships were few. The Bank warned of more."
    assert said(harbour, text) == [("halven-port-bank",)] * 3


def test_office_means_its_last_holder(harbour: Harbour) -> None:
    text = "Governor Eva Rossi came. Judge Max Brandl left. The governor said that ships were few."
    assert said(harbour, text)[2] == ROSSI


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Rossi said on Friday that ships left on Monday.", "on Friday"),
        ("Rossi on Friday said that ships left on Monday.", "on Friday"),
        ("Speaking in Halven on May 3, Rossi said no.", "Speaking in Halven on May 3,"),
        ("Rossi told a news conference late Friday.", "late Friday"),
        ("Rossi said the ships would leave in May.", ""),
        ("Rossi said ships left on Monday.", ""),
        ("Ships left on Monday.", ""),
    ],
)
def test_occasion_is_the_day_of_saying(sentence: str, told: str) -> None:
    assert occasion(masked(sentence)).strip() == told
