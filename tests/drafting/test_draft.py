"""Drafts and their files."""

import pytest

from mss_cli.drafting.draft import Draft, DraftFile, empty_fact, read_drafts, write_drafts
from mss_cli.errors import DataError

FULL = Draft(
    "s2-1",
    10,
    30,
    "Ana opened the port.",
    {
        **empty_fact(),
        "kind": "figure",
        "text": "The port cost 3.5 million crowns.",
        "date": "2021-05",
        "date_basis": "relative",
        "date_derivation": {
            "printed": "last month",
            "anchor": "2021-06-01",
            "anchored_on": "publication",
            "rule": "month-of",
            "count": None,
        },
        "said_by": ["ana"],
        "quantity": {
            "value": 3.5,
            "low": None,
            "high": 4,
            "qualifier": "about",
            "unit": "crowns",
            "measure": "port-cost",
        },
        "phrases": ["a “new” port"],
    },
    guessed=("said_by",),
    why=("'last month', published 2021-06-01: May 2021",),
    entities=({"id": "ana", "kind": "person", "name": "Ana", "aliases": [], "summary": "Mayor."},),
    relations=({"type": "follows", "fact": "port-planned", "note": "It was planned before."},),
)
EMPTY = Draft("s3-0", 31, 40, "Read also", empty_fact(), state="boilerplate")
FILE = DraftFile("port.txt", (FULL, EMPTY))
TEXT = write_drafts(FILE)


def test_round_trip() -> None:
    assert read_drafts(TEXT, "drafts/port.toml") == FILE
    assert write_drafts(read_drafts(TEXT, "drafts/port.toml")) == TEXT


def test_empty_file_has_no_drafts() -> None:
    assert read_drafts('source = "a.txt"\n', "a.toml") == DraftFile("a.txt", ())


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            'kind = "figure"',
            'kind = "figur"',
            "p.toml, line 15, kind: unknown 'figur'; use event, figure, statement, stance, role, "
            "mandate, condition, relation",
        ),
        ("start = 10", 'start = "10"', "p.toml, line 8, start: must be a whole number"),
        ("start = 10", "start = true", "p.toml, line 8, start: must be a whole number"),
        ("end = 30\n", "", "p.toml, line 6, end: is missing"),
        ("value = 3.5", 'value = "3.5"', "p.toml, line 35, quantity.value: must be a number"),
        (
            'rule = "month-of"',
            "rule = 1",
            "p.toml, line 32, date_derivation.rule: must be a string",
        ),
        (
            'said_by = ["ana"]',
            'said_by = "ana"',
            "p.toml, line 20, said_by: must be a list of strings",
        ),
        ('id = "s3-0"', 'id = "s2-1"', "p.toml, line 54, id: 's2-1' is used twice"),
        ('state = "boilerplate"', 'sate = "x"', "p.toml, line 59, sate: unknown field"),
        ('kind = "person"', 'kind = "god"', None),
        ('source = "port.txt"', "", "p.toml: 'source' is missing; name the source file"),
        ('source = "port.txt"', "source = [", None),
        ('source = "port.txt"', 'source = "a"\ntitle = "b"', "p.toml: unknown field 'title'"),
    ],
)
def test_nonsense_names_file_line_field_and_reason(old: str, new: str, error: str | None) -> None:
    assert old in TEXT
    with pytest.raises(DataError) as caught:
        read_drafts(TEXT.replace(old, new, 1), "p.toml")
    if error is not None:
        assert str(caught.value) == error
    else:
        assert str(caught.value).startswith("p.toml, line ")
