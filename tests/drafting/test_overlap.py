"""Words that two articles share."""

from mss_cli.drafting.overlap import Overlap

OTHER = "The mayor said that the bridge would stay closed until the spring. Nobody came by boat."
TEXT = (
    "It rained. The bridge would stay closed until the spring, she said. “Nobody came by boat.” "
    "But the mayor said that the Bridge would open."
)


def overlap(text: str | None = OTHER) -> Overlap:
    return Overlap([{"file": "other.txt"}], lambda _: text)


def test_shared_words_are_spans_of_the_text() -> None:
    found = list(overlap().shared(TEXT))
    assert [(file, TEXT[start:end]) for file, (start, end) in found] == [
        ("other.txt", "The bridge would stay closed until the spring"),
        ("other.txt", "the mayor said that the Bridge would"),
    ]


def test_names_alone_and_fewer_than_five_words_are_not_shared() -> None:
    names = Overlap([{"file": "a"}], lambda _: "He met the United Nations Security Council there.")
    assert list(names.shared("It was the United Nations Security Council that met.")) == []
    assert list(overlap().shared("Nobody came by boat.")) == []


def test_several_places_make_a_note() -> None:
    again = f"{TEXT} The bridge would stay closed until the spring."
    assert overlap().notes(again, "new.txt") == [
        "new.txt may not be independent of other.txt: the same words in 3 places, such as "
        "'The bridge would stay closed until the spring'"
    ]
    assert overlap().notes(TEXT, "new.txt") == []


def test_article_without_a_text_shares_nothing() -> None:
    assert list(overlap(None).shared(TEXT)) == []
