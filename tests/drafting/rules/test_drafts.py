"""Drafts of the sentences of an invented article."""

from conftest import Harbour

from mss_cli import limits
from mss_cli.drafting.articles.blocks import blocks_of
from mss_cli.drafting.draft import Draft
from mss_cli.drafting.rules import draft
from mss_cli.drafting.rules.proposals import Known, already_there, relations
from mss_cli.stores.memory import MemoryStore

TEXT = """\
Harbour grows

Mayor Núñez said on Thursday that the harbour would take 40 boats. "We are ready," she said.

The Halven Port Authority denied that the walls were weak. If it rains, work will stop.

Subscribe to our newsletter
"""


def drafts(harbour: Harbour, text: str = TEXT) -> list[Draft]:
    store = MemoryStore(harbour.parts, str(harbour.store))
    return draft(text, blocks_of(text, "Harbour grows"), "2021-05-07", "a.txt", store)


def of_kind(found: list[Draft], kind: str) -> list[Draft]:
    return [each for each in found if each.fact["kind"] == kind]


def test_passages_are_the_sentences_of_the_article(harbour: Harbour) -> None:
    found = drafts(harbour)
    assert all(TEXT[each.start : each.end] == each.quote for each in found)
    assert len({each.id for each in found}) == len(found)
    assert not any("Subscribe" in each.quote for each in found)


def test_known_speaker_and_day_of_speech(harbour: Harbour) -> None:
    said = of_kind(drafts(harbour), "statement")[0]
    assert said.fact["said_by"] == ["ana-nunez"]
    assert said.fact["date"] == "2021-05-06"
    assert "date: 'Thursday' = the last Thursday before 2021-05-07 (publication)" in said.why
    assert "said_by" not in said.guessed


def test_pronoun_is_the_last_speaker_and_a_guess(harbour: Harbour) -> None:
    quoted = of_kind(drafts(harbour), "statement")[1]
    assert quoted.fact["said_by"] == ["ana-nunez"]
    assert "said_by" in quoted.guessed


def test_number_is_a_figure(harbour: Harbour) -> None:
    (figure,) = of_kind(drafts(harbour), "figure")
    assert figure.fact["quantity"]["value"] == 40
    assert figure.fact["quantity"]["unit"] == "boats"


def test_new_body_is_proposed_and_a_denial_is_marked(harbour: Harbour) -> None:
    found = [each for each in drafts(harbour) if "denied" in each.quote]
    assert {each.fact["status"] for each in found} == {"denied"}
    assert found[0].entities == (
        {
            "id": "halven-port-authority",
            "kind": "organization",
            "name": "Halven Port Authority",
            "aliases": [],
            "summary": "",
        },
    )


def test_condition_is_marked(harbour: Harbour) -> None:
    found = [each for each in drafts(harbour) if each.quote.startswith("If it rains")]
    assert {each.fact["status"] for each in found} == {"conditional"}


def test_fact_that_says_the_same_is_proposed_with_reasons(harbour: Harbour) -> None:
    text = "Harbour grows\n\nAbout 40 boats were expected by June, the mayor said again.\n"
    store = MemoryStore(harbour.parts, str(harbour.store))
    (figure,) = of_kind(drafts(harbour, text), "figure")
    first = already_there(figure, Known(store))[0]
    assert first.fact == "boats-to-come"
    assert first.reasons[0] == "same number"


def test_relation_is_proposed_for_the_same_measure_only(harbour: Harbour) -> None:
    boats = next(fact for fact in harbour.parts["facts"] if fact["id"] == "boats-to-come")
    boats |= {"date": "2021-05-01", "date_basis": "explicit"}
    store = MemoryStore(harbour.parts, str(harbour.store))
    (figure,) = of_kind(drafts(harbour), "figure")
    assert list(relations(figure, store)) == []
    quantity = {**figure.fact["quantity"], "measure": "boats-expected"}
    same = figure._replace(fact={**figure.fact, "quantity": quantity, "date": "2021-05-06"})
    assert list(relations(same, store)) == [
        {"type": "supersedes", "fact": "boats-to-come", "note": "the same measure or question"}
    ]


def test_headline_has_the_first_day_of_the_text_and_is_marked(harbour: Harbour) -> None:
    text = "Ten ships leave Halven\n\nTen ships left Halven on Monday. Nobody said why they did.\n"
    store = MemoryStore(harbour.parts, str(harbour.store))
    found = draft(text, blocks_of(text, "Ten ships leave Halven"), "2021-05-07", "a.txt", store)
    headline = next(each for each in found if each.form == "headline")
    assert headline.fact["date"] == "2021-05-03"
    assert "date" in headline.guessed


def test_place_of_a_dateline_does_not_speak(harbour: Harbour) -> None:
    text = "Ships leave\n\nHALVEN (AP) — A clerk said on Monday that ten ships left. It rained.\n"
    store = MemoryStore(harbour.parts, str(harbour.store))
    found = draft(text, blocks_of(text, "Ships leave"), "2021-05-07", "a.txt", store)
    (said,) = [d for d in of_kind(found, "statement") if "clerk" in d.quote]
    assert (said.fact["said_by"], said.fact["date"]) == ([], "2021-05-03")


def test_proposal_that_was_made_has_occurred(harbour: Harbour) -> None:
    text = "Ships\n\nThe owners proposed ten ships. The ships would be new. They have left since.\n"
    store = MemoryStore(harbour.parts, str(harbour.store))
    found = draft(text, blocks_of(text, "Ships"), "2021-05-07", "a.txt", store)
    statuses = {(d.quote, d.fact["kind"]): d.fact["status"] for d in found}
    assert statuses["The owners proposed ten ships.", "statement"] == "occurred"
    assert statuses["The owners proposed ten ships.", "figure"] == "proposed"
    assert statuses["The ships would be new.", "event"] == "planned"


def test_what_is_too_long_for_a_sentence_gets_no_draft(harbour: Harbour) -> None:
    long = "said " * (limits.MAX_SENTENCE_CHARS // 5) + "so."
    text = f"Ships\n\n{long}\n\nTen ships left Halven on Monday.\n"
    store = MemoryStore(harbour.parts, str(harbour.store))
    found = draft(text, blocks_of(text, "Ships"), "2021-05-07", "a.txt", store)
    assert {each.quote for each in found} == {"Ten ships left Halven on Monday."}


def test_what_somebody_says_in_indirect_speech_is_drafted_too(harbour: Harbour) -> None:
    text = "Ships\n\nA clerk said that ten ships left. Residents say they live in fear now.\n"
    store = MemoryStore(harbour.parts, str(harbour.store))
    found = draft(text, blocks_of(text, "Ships"), "2021-05-07", "a.txt", store)
    kinds = [(d.quote.split()[0], d.fact["kind"]) for d in found]
    assert kinds == [
        ("A", "statement"),
        ("A", "event"),
        ("A", "figure"),
        ("Residents", "statement"),
        ("Residents", "condition"),
    ]


def test_office_in_lower_case_keeps_its_words(harbour: Harbour) -> None:
    text = (
        "Harbour grows\n\nThe dockers met union president Inga Salvesen in May. Its chief "
        "executive, Tomas Reyl, called the walkout illegal. Reporters saw former prime minister "
        "Karl Bohm there.\n"
    )
    roles = of_kind(drafts(harbour, text), "role")
    assert [role.fact["text"] for role in roles] == [
        "Inga Salvesen was union president.",
        "Tomas Reyl was chief executive.",
        "Karl Bohm was former prime minister.",
    ]
    assert all("text" in role.guessed for role in roles)


def test_plan_with_a_condition_is_a_planned_event(harbour: Harbour) -> None:
    text = (
        "Harbour grows\n\nThe union plans to extend the walkout if no deal is reached. The council "
        "will close the pier if it rains. The union wants a raise for night crews.\n"
    )
    told = [(each.fact["kind"], each.fact["status"]) for each in drafts(harbour, text)]
    assert told == [("event", "planned"), ("event", "conditional"), ("event", "occurred")]


def test_reasons_name_their_fields(harbour: Harbour) -> None:
    text = "Harbour grows\n\nThe union plans to extend the walkout on Thursday.\n"
    (plan,) = drafts(harbour, text)
    assert plan.why == (
        "kind: the words 'plans to' tell of a plan",
        "date: 'Thursday' = the first Thursday after 2021-05-07 (publication)",
        "status: planned, because of 'plans to'",
    )


def test_last_year_and_its_length_make_one_figure(harbour: Harbour) -> None:
    text = "Harbour grows\n\nThe last strike at the port, in 2016, lasted eleven days.\n"
    (figure,) = of_kind(drafts(harbour, text), "figure")
    assert (figure.fact["quantity"]["value"], figure.fact["quantity"]["unit"]) == (11, "days")


def test_share_has_no_text_until_somebody_writes_it(harbour: Harbour) -> None:
    text = "Harbour grows\n\nThe union asked for 9 percent on Thursday.\n"
    (figure,) = of_kind(drafts(harbour, text), "figure")
    assert figure.fact["text"] == ""
