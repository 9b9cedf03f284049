"""Articles: reading one from its directory, and a passage in its paragraph."""

from pathlib import Path
from typing import Any, cast

import pytest

from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence, Fact
from mss_cli.facts.passages import Context, digest
from mss_cli.stores.articles import Articles

TEXT = "A headline\n\nThe bridge is blue. It opened.\n"


def evidence(**changes: Any) -> Evidence:
    """Return evidence for the sentence about the colour of the bridge."""
    passage = {"source": "a.txt", "start": 12, "end": 31, "sha256": digest("The bridge is blue.")}
    return cast(Evidence, passage | changes)


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    """Return a directory with one article."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return Articles(str(tmp_path))


def test_passage_is_returned_with_its_paragraph(articles: Articles) -> None:
    assert articles.context(evidence()) == Context("", "The bridge is blue.", " It opened.")


def test_changed_passage_is_refused(articles: Articles) -> None:
    with pytest.raises(DataError) as caught:
        articles.context(evidence(sha256=digest("The bridge is red.")))
    path = articles.path("a.txt")
    assert str(caught.value) == (
        f"{path}: the article has changed: the passage is no longer where the fact points; "
        "run 'mss verify' to list the differences"
    )


def test_each_article_is_decoded_once(articles: Articles) -> None:
    assert articles.text("a.txt") == TEXT
    assert articles.text("a.txt") is articles.text("a.txt")


# --- the speakers' own words --------------------------------------------------------------

SPOKEN = "A tide\n\n“It is high,” Ana said. “It is [very] high.”\nBen wrote: “We leave.”\n"
ANA, AGAIN, BEN = "“It is high,” Ana said.", "“It is [very] high.”", "Ben wrote: “We leave.”"


def said(*evidence: Evidence, **changes: Any) -> Fact:
    """Return a statement with this evidence."""
    return cast(Fact, {"id": "tide", "said_by": ["ana"], "evidence": list(evidence)} | changes)


def spoken(passage: str, file: str = "b.txt", **reports: str) -> Evidence:
    """Return evidence for a passage of the article with quotations."""
    start = SPOKEN.index(passage)
    span = {"source": file, "start": start, "end": start + len(passage)}
    return cast(Evidence, {**span, "sha256": digest(passage), "reports": reports})


@pytest.fixture
def speeches(articles: Articles) -> Articles:
    """Return a directory with a second article, which quotes two people."""
    Path(articles.path("b.txt")).write_text(SPOKEN, encoding="utf-8")
    return articles


def test_own_words_are_the_quotations_in_the_passages_of_a_fact(speeches: Articles) -> None:
    ana = said(spoken(ANA), spoken(AGAIN))
    ben = said(spoken(BEN), id="leaving", said_by=["ben"])
    words = {"tide": ["It is high", "It is [very] high."], "leaving": ["We leave."]}
    assert speeches.own_words([ana, ben]) == (words, [])


def test_quotation_of_two_passages_is_listed_once(speeches: Articles) -> None:
    both = f"{ANA} {AGAIN}"
    words = {"tide": ["It is high", "It is [very] high."]}
    assert speeches.own_words([said(spoken(ANA), spoken(both))]) == (words, [])


def test_fact_without_a_speaker_has_no_words_of_its_own(speeches: Articles) -> None:
    assert speeches.own_words([said(spoken(ANA), said_by=[])]) == ({"tide": []}, [])


def test_passage_that_carries_part_of_a_fact_gives_no_words(speeches: Articles) -> None:
    fact = said(spoken(ANA), spoken(BEN, part="the place"))
    assert speeches.own_words([fact]) == ({"tide": ["It is high"]}, [])


def test_unreadable_passage_is_named_once_and_the_others_are_read(speeches: Articles) -> None:
    gone = spoken(ANA, "c.txt")
    only = said(gone, id="only")
    problem = f"{speeches.path('c.txt')}: the file is missing"
    assert speeches.own_words([only, said(gone, spoken(ANA))]) == (
        {"tide": ["It is high"]},
        [problem],
    )


def test_quotations_of_a_changed_passage_are_refused(speeches: Articles) -> None:
    changed = cast(Evidence, {**spoken(ANA), "sha256": digest(BEN)})
    with pytest.raises(DataError, match="the article has changed"):
        speeches.quotations(changed)
