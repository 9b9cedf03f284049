"""What each negative word of a sentence denies: a verb, a noun, or nothing."""

import pytest

from mss_cli.text import placed_words
from mss_cli.understanding.negation import Denial, denials
from mss_cli.understanding.sentences import Word


def read(sentence: str) -> tuple[list[str], list[Denial]]:
    words = [Word(*word) for word in placed_words(sentence)]
    return [word.text for word in words], denials(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "verbs", "nouns"),
    [
        ("Norland has not yet sent the workers.", "sent", ""),
        ("Norland didn't send workers.", "send", ""),
        ("Norland never sent workers.", "sent", ""),
        ("Norland failed to send workers.", "send", ""),
        ("The council asked Braga not to plan or build a bridge.", "plan build", ""),
        ("Braga did not manage to visit the marsh.", "manage visit", ""),
        ("Braga did not plan to visit the marsh.", "plan", ""),
        ("Braga did not say when Núñez visited the marsh.", "say", ""),
        ("Norland sent no workers.", "sent", "workers"),
        ("Norland sent money but no workers.", "sent", "workers"),
        ("Norland sent money, not workers.", "sent", "workers"),
        ("No workers from Norland came to Port Sable.", "came", "workers"),
        ("None of the workers arrived.", "arrived", "workers"),
        ("Nobody objected to the bridge.", "objected", ""),
        ("The council heard nothing about the visit.", "heard", ""),
        ("Neither Norland nor Kestria sent workers.", "sent", ""),
        ("Norland sent neither money nor workers.", "sent", ""),
        ("At no point did Braga visit the marsh.", "visit", ""),
        ("It is false that Braga visited the marsh.", "visited", ""),
        ("He accused Norland of not paying for the bridge.", "paying", ""),
        ("Braga left without visiting the marsh.", "visiting", ""),
        ("Braga, who visited the marsh, had no objection to the bridge.", "had", "objection"),
        ("Norland had no objection to the bridge replacing the ferry.", "had", "objection"),
        ("No date for the opening was set.", "set", "date"),
        ("There is no plan for peace.", "is", "plan"),
        ("There was no doubt that Norland would send workers.", "was", "doubt"),
        ("Braga visited the marsh with no escort.", "", "escort"),
        ("Braga visited the marsh without an escort.", "", "escort"),
        ("The work stopped for lack of money.", "", "money"),
        ("The bridge is not safe.", "is", "safe"),
        ("Braga saw peace in the town, but the marsh had none.", "had", "peace town"),
    ],
)
def test_negative_word_denies_what_it_governs(sentence: str, verbs: str, nouns: str) -> None:
    texts, (one,) = read(sentence)
    told = [" ".join(texts[n] for n in places) for places in (one.verbs, one.nouns)]
    assert (told, one.ended) == ([verbs, nouns], False)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland sent not only money but also workers.",
        "Norland sent no fewer than 300 workers.",
        "Norland sent workers no later than May.",
        "Norland sent nothing but workers.",
        "Norland did not fail to send workers.",
        "Not all workers arrived.",
        "The plan came to nothing.",
        "Norland sent workers.",
    ],
)
def test_negative_word_that_denies_nothing(sentence: str) -> None:
    assert read(sentence)[1] == []


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The workers did not arrive until July.", "until"),
        ("No workers arrived before July.", "before"),
        ("Norland did not send soldiers but workers.", "but"),
        ("Norland did not send soldiers but has sent workers.", None),
        ("Norland did not send soldiers, and only sang.", None),
    ],
)
def test_word_after_which_it_did_happen(sentence: str, word: str | None) -> None:
    texts, (one,) = read(sentence)
    assert (None if one.excepting is None else texts[one.excepting]) == word


def test_no_longer_denies_only_what_lasts() -> None:
    texts, (one,) = read("The old ferry no longer runs.")
    assert ([texts[n] for n in one.verbs], one.ended) == (["runs"], True)


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Norland sent workers while Kestria did not send any.", ["kestria"]),
        ("In July 2024 Norland did not send workers.", ["norland"]),
        ("Braga visited the marsh and did not meet Núñez.", []),
        ("Norland sent workers and Kestria sent no workers.", ["kestria"]),
    ],
)
def test_subject_of_what_is_denied(sentence: str, subject: list[str]) -> None:
    texts, (one,) = read(sentence)
    assert [texts[n] for n in one.subject] == subject
