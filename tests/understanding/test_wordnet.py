"""Lemmas, parts of speech and related words."""

import pytest

from mss_cli.understanding.wordnet import PATH, is_person, lemmas, parts, same_verb


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("journeyed", ["journey"]),
        ("went", ["go"]),
        ("sent", ["sent", "send"]),
        ("stopped", ["stopped", "stop"]),
        ("deployed", ["deploy"]),
        ("applies", ["apply"]),
        ("officers", ["officer"]),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_lemmas_of_any_form(word: str, found: list[str]) -> None:
    assert [one.lemma for one in lemmas(word)] == found


def test_parts_of_speech_come_by_frequency() -> None:
    assert parts("deploy") == "v"
    assert parts("fragile") == "a"
    assert parts("court")[0] == "n"
    assert "c" in parts("accuse")
    assert parts("xyzzy") == ""


def test_related_words_of_a_verb() -> None:
    (prolong,) = lemmas("prolong")
    assert prolong.synonyms == ("sustain", "protract")
    assert prolong.derived == ("prolongation",)
    (abuse,) = lemmas("abuse")
    assert abuse.derived == ("abuser",)


def test_irregular_forms_of_one_word() -> None:
    assert same_verb("led") == {"lead"}
    assert same_verb("lead") == {"led"}
    assert same_verb("gave") == {"give", "given"}
    assert same_verb("deployed") == set()


def test_nouns_for_somebody() -> None:
    assert is_person("commander")
    assert is_person("presidents")
    assert not is_person("budget")
    assert not is_person("leadership")


def test_rare_senses_relate_no_words() -> None:
    assert "stay" not in lemmas("arrest")[0].synonyms
    assert "approach" not in lemmas("bank")[0].synonyms


def test_file_is_sorted_and_ascii() -> None:
    with open(PATH, encoding="ascii") as file:
        words = [line.split()[0] for line in file if not line.startswith("#")]
    assert words == sorted(words)
    assert len(words) == len(set(words))
