"""mss quotes: who said what, to whom, and in whose words."""

import pytest
from conftest import Call

from mss_cli.facts.kinds import VOICES

pytestmark = pytest.mark.usefixtures("bridge")

SAID = {
    "person": ["nunez-only-way"],
    "institution": ["cost-40-million", "cost-55-million", "council-welcomes-workers"],
    "position": [
        "braga-opposes-bridge-2023",
        "braga-accepts-bridge-2024-03",
        "braga-supports-bridge-2024-04",
    ],
}


@pytest.mark.parametrize(("voice", "facts"), SAID.items())
def test_voice_selects_whose_words(mss: Call, voice: str, facts: list[str]) -> None:
    quotes = mss("quotes", "--voice", voice, "--json").json()
    assert [quote["id"] for quote in quotes] == facts
    assert {quote["voice"] for quote in quotes} == {voice}


def test_the_articles_own_voice_is_left_out_unless_asked_for(mss: Call) -> None:
    quotes = mss("quotes", "--json").json()
    own = mss("quotes", "--voice", "article", "--json").json()
    assert {quote["voice"] for quote in quotes} == set(VOICES) - {"article"}
    assert len(quotes) + len(own) == 15


def test_voices_can_be_listed_with_commas(mss: Call) -> None:
    assert len(mss("quotes", "--voice", "person,institution", "--json").json()) == 4


def test_quote_says_who_when_to_whom_and_in_whose_words(mss: Call) -> None:
    header, line = mss("quotes", "--by", "nunez", "--header").out.splitlines()
    assert dict(zip(header.split("\t"), line.split("\t"), strict=True)) == {
        "date": "2023-05-08",
        "date_precision": "day, relative",
        "status": "occurred",
        "said_by": "Ana Núñez",
        "said_to": "Harbour Council",
        "text": "Núñez told the Harbour Council that there was no way but a bridge.",
        "phrases": "“It is [the] only way”",
        "sources": "gazette.txt",
        "id": "nunez-only-way",
        "voice": "a person's words",
        "occasion": "bridge-announced",
    }


@pytest.mark.parametrize("width", ["70", "80", "99", "100", "120"])
def test_voice_is_shown_at_every_width(
    mss: Call, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    words = mss("quotes", "--on", "2023-05", "--format", "table").out.split()
    for part in ("person's", "position,", "Núñez", "Braga", "to", "Council"):
        assert part in words


def test_unknown_voice_is_refused(mss: Call) -> None:
    assert mss("quotes", "--voice", "choir") == (
        2,
        "",
        "mss: --voice: unknown value 'choir'; use one of person, institution, position, article\n",
    )


def test_nothing_found_names_the_filter(mss: Call) -> None:
    assert mss("quotes", "--since", "2026").err.splitlines()[0] == (
        "no facts: of 15 in the store, the filter for quotes leaves out 8; "
        "--since 2026 leaves out 7"
    )
    assert mss("quotes", "--voice", "person", "--since", "2026").err.splitlines()[0] == (
        "no facts: of 15 in the store, --voice person leaves out 14; --since 2026 leaves out 1"
    )
