"""The clauses of a sentence, and what each asserts: who, what, denied, planned, and by whom."""

from typing import Any

import pytest

from mss_cli.text import placed_words
from mss_cli.understanding.assertions import NEGATIONS, read_assertion
from mss_cli.understanding.opposites import alike, leanings, opposed, side
from mss_cli.understanding.reported import reported
from mss_cli.understanding.sentences import Word, clauses, without_cleft


def words(sentence: str) -> list[Word]:
    return [Word(*word) for word in placed_words(sentence)]


def is_name(sentence: str) -> Any:
    return lambda word: sentence[word.start].isupper()


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Braga opposed the bridge and left the hall.",
            ["Braga opposed the bridge", "Braga left the hall."],
        ),
        (
            "Work began in May, but Norland sent nobody.",
            ["Work began in May", "Norland sent nobody."],
        ),
        ("After the vote ended, Braga left.", ["After the vote ended", "Braga left."]),
        (
            "Norland, which joined in 2022, sent 300 workers.",
            ["Norland sent 300 workers.", "Norland joined in 2022"],
        ),
        (
            "Ana Núñez, mayor of Port Sable, opened it.",
            ["Ana Núñez opened it.", "Ana Núñez mayor of Port Sable"],
        ),
        ("China and Russia opposed it.", ["China and Russia opposed it."]),
        (
            "He blamed the US and other states that had promised support.",
            ["He blamed the US and other states that had promised support."],
        ),
        ("“We came and saw,” she said.", ["“We came and saw,” she said."]),
    ],
)
def test_sentence_is_split_into_clauses(sentence: str, parts: list[str]) -> None:
    found = clauses(sentence, words(sentence), is_name(sentence))
    assert [" ".join(sentence[a:b].strip() for a, b in c.spans) for c in found] == parts
    assert [c.title for c in found] == [part.endswith("mayor of Port Sable") for part in parts]


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("It was Braga who opposed it.", "braga opposed it"),
        ("It wasn't Braga who opposed it.", "not braga opposed it"),
        ("Braga opposed it.", "braga opposed it"),
    ],
)
def test_cleft_sentence_is_read_plainly(sentence: str, left: str) -> None:
    assert " ".join(w.text for w in without_cleft(sentence, words(sentence))) == left


@pytest.mark.parametrize(
    ("sentence", "speaker", "content"),
    [
        ("Braga said on Monday that the bridge was late.", "braga", "the bridge was late"),
        ("The envoy to the UN argued that peace was near.", "the envoy", "peace was near"),
        ("Braga told the council that it was late.", "braga", "it was late"),
        ("According to Ana Núñez, the bridge is late.", "ana nunez", "the bridge is late"),
        ("The bridge is late, said Braga.", "said braga", "the bridge is late"),
        ("The bridge is late.", "", "the bridge is late"),
    ],
)
def test_speaker_and_content_of_reported_speech(sentence: str, speaker: str, content: str) -> None:
    own = words(sentence)
    found = reported(sentence, own)
    assert " ".join(own[n].text for n in found.speaker) == speaker
    assert " ".join(w.text for w in own[found.first : found.end]) == content


@pytest.mark.parametrize(
    ("sentence", "verb", "flags"),
    [
        ("Norland sent 300 workers.", "sent", set()),
        ("The workers were sent by Norland.", "sent", {"passive"}),
        ("Norland has not sent workers.", "sent", {"negated"}),
        ("Norland failed to send workers.", "failed", {"negated"}),
        ("He accused Norland of not paying.", "accused", {"denies_part"}),
        ("Norland will send workers.", "send", {"intended", "of_plan"}),
        ("Norland promised to send workers.", "send", {"intended", "of_plan", "present"}),
        ("Nobody but Norland sent workers.", "sent", {"only"}),
        ("All workers have left.", "left", {"every"}),
        ("Not all workers left.", "left", {"mixed"}),
        ("The ferry no longer runs.", "runs", {"ended", "present"}),
        ("Ana is mayor.", "is", {"copular", "present"}),
        ("The bridge opened in May.", "opened", set()),
    ],
)
def test_verb_of_a_clause_and_how_it_holds(sentence: str, verb: str, flags: set[str]) -> None:
    own = words(sentence)
    names = [n for n, word in enumerate(own) if n and sentence[word.start].isupper()]
    found = read_assertion(sentence, own, names)
    assert found.predicate is not None
    assert own[found.predicate].text == verb
    assert {name for name, value in found._asdict().items() if value is True} == flags


@pytest.mark.parametrize(
    ("sentence", "acting"),
    [
        ("The workers were sent by Norland.", "norland"),
        ("Gangs in Haiti attacked it.", "gangs"),
        ("In October 2024 Norland opposed it.", "norland"),
    ],
)
def test_who_acts_in_a_clause(sentence: str, acting: str) -> None:
    own = words(sentence)
    found = read_assertion(sentence, own, [])
    assert " ".join(own[n].text for n in found.acting) == acting


def test_sides_of_words() -> None:
    assert (side("backed"), side("against"), side("bridge")) == ("supports", "opposes", "")
    assert opposed("rejected", ["council", "backed"]) == "backed"
    assert opposed("rejected", ["rejected", "backed"]) is None
    assert opposed("bridge", ["backed"]) is None
    assert leanings("no objection to it".split(), NEGATIONS) == {"supports"}
    assert leanings(["opposed", "it"], NEGATIONS) == {"opposes"}
    assert alike("object", ["opposed"])
    assert not alike("object", ["bridge"])
