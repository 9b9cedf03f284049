"""mss quotes: who said what, to whom, and in whose words."""

from pathlib import Path

import pytest
from conftest import Call

from mss_cli.facts.kinds import VOICES
from mss_cli.stores.articles import Articles

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


def test_quotes_have_the_speakers_own_words_with_the_articles(mss: Call, bridge: Path) -> None:
    articles = ("--articles", str(bridge / "articles"))
    own = {
        quote["id"]: quote["quotations"]
        for quote in mss("quotes", "--voice", "person,institution", "--json", *articles).json()
    }
    assert own == {
        "nunez-only-way": ["It is [the] only way"],
        "cost-40-million": [],
        "cost-55-million": [],
        "council-welcomes-workers": ["Norland’s workers are welcome"],
    }
    one = ("quotes", "--by", "nunez", "--header", *articles)
    header, line = mss(*one).out.splitlines()
    cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
    assert cells["quotations"] == cells["phrases"] == "“It is [the] only way”"
    assert mss(*one, "--fields", "quotations").out == "quotations\nIt is [the] only way\n"
    assert mss(*one, "--format", "csv").out.splitlines()[1].endswith(",It is [the] only way")
    assert "| “It is \\[the\\] only way” |" in mss(*one, "--format", "markdown").out
    assert mss(*one, "--format", "table").out.count("“It is [the] only way”") == 1
    assert mss(*one).err == "nunez → Ana Núñez (in 'Ana Núñez')\n1 fact (of 15 in the store)\n"


def test_quotes_without_the_articles_say_how_to_get_the_words(mss: Call) -> None:
    answer = mss("quotes", "--by", "nunez", "--json")
    assert [quote["quotations"] for quote in answer.json()] == [None]
    hint = "--articles DIR or MSS_ARTICLES adds the speakers' own words\n"
    assert answer.err.endswith(f"1 fact (of 15 in the store)\n{hint}")
    assert "quotations" not in mss("quotes", "--header").out.splitlines()[0]
    assert mss("quotes", "-q").err == ""


def test_missing_or_changed_article_costs_only_its_own_words(
    mss: Call, bridge: Path, tmp_path: Path
) -> None:
    gazette = (bridge / "articles" / "gazette.txt").read_text(encoding="utf-8")
    (tmp_path / "gazette.txt").write_text(gazette.replace("[the]", "[one]"), encoding="utf-8")
    tribune = (bridge / "articles" / "tribune.txt").read_bytes()
    (tmp_path / "tribune.txt").write_bytes(tribune)
    answer = mss("quotes", "--voice", "person,institution", "--json", "--articles", str(tmp_path))
    own = {quote["id"]: quote["quotations"] for quote in answer.json()}
    assert own["nunez-only-way"] is None
    assert own["cost-55-million"] is None
    assert own["council-welcomes-workers"] == ["Norland’s workers are welcome"]
    assert answer.code == 0
    assert answer.err.splitlines()[1:] == [
        f"own words are not shown: {tmp_path}/gazette.txt: the article has changed: the passage is "
        "no longer where the fact points; run 'mss verify' to list the differences",
        f"own words are not shown: {tmp_path}/herald.txt: the file is missing",
    ]
    assert mss("quotes", "--articles", str(tmp_path / "none")).code == 2


def test_articles_own_voice_has_no_words_of_a_speaker(mss: Call, bridge: Path) -> None:
    own = mss("quotes", "--voice", "article,position", "--json", "--articles")
    assert own.code == 2
    articles = str(bridge / "articles")
    every = mss("quotes", "--voice", "article,position", "--json", "--articles", articles).json()
    assert {tuple(quote["quotations"]) for quote in every} == {()}


def test_passage_that_carries_part_of_a_fact_gives_no_words(mss: Call, bridge: Path) -> None:
    (fact,) = mss("quotes", "--by", "nunez", "--json").json()
    articles = Articles(str(bridge / "articles"))
    assert articles.own_words([fact]) == ({fact["id"]: ["It is [the] only way"]}, [])
    fact["evidence"][0]["reports"]["part"] = "the occasion"
    assert articles.own_words([fact]) == ({fact["id"]: []}, [])
