"""Articles: reading one from its directory, and a passage in its paragraph."""

from pathlib import Path
from typing import Any, cast

import pytest

from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence
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
