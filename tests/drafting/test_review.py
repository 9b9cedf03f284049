"""Decisions on drafts: checked, logged, applied, undone, and gathered for a commit."""

from typing import Any

import pytest

from mss_cli.drafting.draft import Draft, DraftFile, empty_fact, read_drafts
from mss_cli.drafting.review import Progress, Review
from mss_cli.errors import DataError, UsageError
from mss_cli.facts.passages import digest

TEXT = "Ana opened the port.\nIt cost 40 crowns. Read also: boats.\n"
SPANS = [(0, 20), (21, 39), (40, 57)]
OLD = {
    "id": "port-opened",
    "text": "Ana opened the port.",
    "evidence": [{"source": "other.txt", "start": 0, "end": 5}],
}


def parts() -> dict[str, Any]:
    source = {"file": "port.txt", "sentences": [list(s) for s in SPANS], "passages": []}
    other = {"file": "other.txt", "sentences": [], "passages": []}
    return {
        "sources": [source, other],
        "entities": [{"id": "ana", "name": "Ana"}],
        "topics": [{"id": "trade", "label": "Trade"}],
        "facts": [OLD],
    }


def draft(number: int, text: str, **fields: Any) -> Draft:
    start, end = SPANS[number]
    fact = {**empty_fact(), "text": text}
    return Draft(f"s{number + 1}-1", start, end, TEXT[start:end], fact, **fields)


OPENS = draft(0, "The port was opened by Ana.")
COSTS = draft(
    1,
    "The port cost 40 crowns.",
    entities=({"id": "port", "kind": "place", "name": "Port"},),
)


class Desk:
    """A review with its log, and a check that refuses facts about `nonsense`."""

    def __init__(self, *drafts: Draft, decisions: Any = ()) -> None:
        self.log: list[dict[str, Any]] = list(decisions)
        file = DraftFile("port.txt", drafts or (OPENS, COSTS))
        self.review = Review(parts(), TEXT, file, self.log[:], self.log.append, self._check)

    def _check(self, fact: dict[str, Any], entities: Any) -> None:
        if "nonsense" in fact["text"]:
            raise DataError("is nonsense", where="text")

    def again(self) -> "Desk":
        """Return the desk that somebody finds after a crash."""
        return Desk(decisions=self.log)


def test_sentence_without_a_draft_gets_an_empty_one() -> None:
    review = Desk().review
    assert [each.id for each in review.drafts] == ["s1-1", "s2-1", "s3-0"]
    assert review.drafts[2].quote == "Read also: boats."
    assert review.progress == Progress(3, 0, 0, 0, 3)


def test_accepted_draft_becomes_a_fact_with_its_passage() -> None:
    desk = Desk()
    assert desk.review.accept() == "port-opened-ana"
    changed, files = desk.review.changes()
    fact = changed["facts"][-1]
    assert fact["id"] == "port-opened-ana"
    assert fact["evidence"] == [
        {
            "source": "port.txt",
            "start": 0,
            "end": 20,
            "sha256": digest("Ana opened the port."),
            "form": "body",
            "paragraph": 1,
            "reports": {},
        }
    ]
    written = files["drafts/port.toml"]
    assert written is not None
    first = read_drafts(written.decode(), "port.toml").drafts[0]
    assert (first.state, first.became) == ("accepted", "port-opened-ana")
    assert desk.review.current.id == "s2-1"


def test_new_entities_enter_with_an_accepted_fact_only() -> None:
    desk = Desk()
    desk.review.move(1)
    assert [e["id"] for e in desk.review.changes()[0]["entities"]] == ["ana"]
    desk.review.accept()
    assert desk.review.changes()[0]["entities"][1] == {
        "id": "port",
        "kind": "place",
        "name": "Port",
        "aliases": [],
        "summary": "Port",
    }


def test_new_topics_enter_with_an_accepted_fact() -> None:
    fact = {**empty_fact(), "text": "The port opened.", "topics": ["trade", "port-works"]}
    desk = Desk(OPENS._replace(fact=fact))
    desk.review.accept()
    assert desk.review.changes()[0]["topics"] == [
        {"id": "trade", "label": "Trade"},
        {
            "id": "port-works",
            "label": "Port works",
            "alt_labels": [],
            "broader": None,
            "definition": "Not described yet.",
        },
    ]


def test_refused_fact_is_not_logged() -> None:
    desk = Desk(draft(0, "This is nonsense."))
    with pytest.raises(DataError, match=r"^text: is nonsense$"):
        desk.review.accept()
    assert desk.log == []
    assert desk.review.current.state == "open"


def test_two_facts_never_have_one_id() -> None:
    desk = Desk(OPENS, draft(1, "The port was opened by Ana."))
    assert [desk.review.accept(), desk.review.accept()] == ["port-opened-ana", "port-opened-ana-2"]


def test_same_as_adds_the_passage_to_a_fact() -> None:
    desk = Desk()
    desk.review.same_as("port-opened", {"value": "40"})
    (fact,) = desk.review.changes()[0]["facts"]
    assert [(e["source"], e["start"], e["end"]) for e in fact["evidence"]] == [
        ("other.txt", 0, 5),
        ("port.txt", 0, 20),
    ]
    assert fact["evidence"][1]["reports"] == {"value": "40"}
    assert OLD["evidence"] == [{"source": "other.txt", "start": 0, "end": 5}]
    with pytest.raises(UsageError, match=r"^there is no fact 'port-closed'$"):
        desk.review.same_as("port-closed")


def test_label_accounts_for_a_sentence_and_a_rejection_does_not() -> None:
    desk = Desk()
    desk.review.reject()
    desk.review.label("commentary")
    desk.review.label("boilerplate")
    assert desk.review.progress == Progress(1, 0, 1, 2, 1)
    assert not desk.review.progress.done
    assert desk.review.current.id == "s1-0"
    assert desk.review.changes()[0]["sources"][0]["passages"] == [
        {"start": 21, "end": 39, "label": "commentary", "note": None},
        {"start": 40, "end": 57, "label": "boilerplate", "note": None},
    ]


def test_sentence_whose_draft_was_rejected_is_offered_when_no_other_draft_is_left() -> None:
    desk = Desk()
    desk.review.reject()
    assert [each.id for each in desk.review.drafts] == ["s1-1", "s2-1", "s3-0"]
    desk.review.label("commentary")
    desk.review.label("boilerplate")
    assert [each.id for each in desk.review.drafts] == ["s1-1", "s1-0", "s2-1", "s3-0"]
    desk.review.reject()
    assert (desk.review.current.id, desk.review.current.state) == ("s1-0", "open")
    desk.review.label("caption")
    assert desk.review.progress == Progress(0, 0, 1, 3, 0)
    assert desk.review.progress.done
    assert desk.again().review.changes() == desk.review.changes()
    assert desk.review.undo() == "label s1-0"
    assert desk.review.current.id == "s1-0"
    assert [desk.review.undo() for _ in range(2)] == ["reject s1-0", "label s3-0"]
    assert [each.id for each in desk.review.drafts] == ["s1-1", "s2-1", "s3-0"]


def test_open_draft_does_not_account_for_a_sentence() -> None:
    desk = Desk()
    assert desk.review.progress == Progress(3, 0, 0, 0, 3)
    desk.review.accept()
    assert desk.review.progress == Progress(2, 1, 0, 0, 2)
    desk.review.same_as("port-opened")
    assert desk.review.progress == Progress(1, 2, 0, 0, 1)


def test_decisions_survive_a_crash() -> None:
    desk = Desk()
    desk.review.accept()
    desk.review.edit(COSTS._replace(fact={**COSTS.fact, "text": "It was dear."}))
    found = desk.again().review
    assert found.drafts == desk.review.drafts
    assert found.changes() == desk.review.changes()
    assert found.current.fact["text"] == "It was dear."


def test_every_decision_can_be_undone() -> None:
    desk = Desk()
    before = desk.review.changes()
    desk.review.accept()
    desk.review.split()
    desk.review.reject()
    assert [desk.review.undo() for _ in range(3)] == ["reject s2-1", "split s2-1", "accept s1-1"]
    assert desk.review.changes() == before
    assert desk.review.current.id == "s1-1"
    assert desk.again().review.changes() == before
    with pytest.raises(UsageError, match=r"^there is no decision to undo in this review$"):
        desk.review.undo()


def test_split_adds_a_draft_for_the_same_passage() -> None:
    desk = Desk()
    desk.review.split()
    assert [each.id for each in desk.review.drafts] == ["s1-1", "s1-2", "s2-1", "s3-0"]
    assert desk.review.drafts[1] == OPENS._replace(id="s1-2")


def test_decided_draft_takes_no_second_decision() -> None:
    desk = Desk()
    desk.review.accept()
    desk.review.move(-1)
    with pytest.raises(
        UsageError, match=r"^s1-1 is accepted already; press u until it is open again$"
    ):
        desk.review.reject()


def test_relation_needs_a_fact_and_enters_with_the_draft() -> None:
    desk = Desk()
    with pytest.raises(UsageError, match=r"^there is no fact 'nothing'$"):
        desk.review.relate("follows", "nothing", "")
    desk.review.relate("follows", "port-opened", "It came later.")
    desk.review.accept()
    assert desk.review.changes()[0]["facts"][-1]["relations"] == [
        {"type": "follows", "fact": "port-opened", "note": "It came later.", "settled_by": None}
    ]


def test_passage_must_stand_in_the_article() -> None:
    with pytest.raises(DataError) as caught:
        Desk(OPENS._replace(quote="Ana closed the port."))
    assert str(caught.value) == (
        "drafts of port.txt, s1-1, quote: 'Ana closed the port.' is not at 0-20 of the article; "
        "quote the passage exactly, and give its start and end"
    )
    desk = Desk()
    with pytest.raises(DataError):
        desk.review.edit(OPENS._replace(start=1))
    assert desk.log == []
