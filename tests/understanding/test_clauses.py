"""The predicate of a question, its subject, and the noun that it asks for."""

import pytest

from mss_cli.understanding.clauses import Clause, read_clause

NAMES = frozenset("jamaica kenya belize biden moise haiti kenyan chinese".split())


def read(question: str) -> tuple[list[str], Clause]:
    words = question.split()
    return words, read_clause(words, {n for n, word in enumerate(words) if word in NAMES})


@pytest.mark.parametrize(
    ("question", "predicate", "subject"),
    [
        ("did jamaica recall its soldiers", "recall", ["jamaica"]),
        ("has kenya thanked the government", "thanked", ["kenya"]),
        ("when did the first kenyan officers arrive", "arrive", ["kenyan", "officers"]),
        ("how many vehicles has the mission received", "received", ["mission"]),
        ("who ordered the killing of moise", "ordered", []),
        ("who is supposed to pay for the mission", "pay", []),
        ("biden criticising chinese policies", "criticising", ["biden"]),
        ("which country hosts the base", "hosts", []),
        ("whether jamaica recalled its soldiers", "recalled", ["jamaica"]),
        ("whether the mandate was extended", "extended", ["mandate"]),
        ("whether kenya has sent more officers", "sent", ["kenya"]),
    ],
)
def test_predicate_and_subject(question: str, predicate: str, subject: list[str]) -> None:
    words, clause = read(question)
    assert clause.predicate is not None
    assert words[clause.predicate] == predicate
    assert [words[n] for n in clause.subject] == subject


@pytest.mark.parametrize(
    ("question", "passive"),
    [
        ("was the mandate extended", True),
        ("were the officers wounded", True),
        ("is kenya sending more police", False),
        ("has kenya extended the mandate", False),
    ],
)
def test_subject_of_a_passive_undergoes_it(question: str, passive: bool) -> None:
    assert read(question)[1].passive is passive


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("at which college are the officers trained", "college"),
        ("which judge dealt with it", "judge"),
        ("what weapons did kenya send", "weapons"),
        ("how many officers did kenya send", None),
    ],
)
def test_noun_after_which_is_asked_for(question: str, asked: str | None) -> None:
    words, clause = read(question)
    assert (None if clause.asked is None else words[clause.asked]) == asked


@pytest.mark.parametrize(
    ("question", "role", "now"),
    [
        ("who is the prime minister of haiti", ["prime", "minister"], True),
        ("whos the force commander", ["force", "commander"], True),
        ("who was president in 2021", ["president"], False),
        ("what were the findings of the review", ["findings"], False),
        ("name of the director of the police", ["director"], False),
    ],
)
def test_office_or_result_is_asked_for(question: str, role: list[str], now: bool) -> None:
    words, clause = read(question)
    assert [words[n] for n in clause.role] == role
    assert clause.now is now


@pytest.mark.parametrize(
    ("phrase", "head", "owner"),
    [
        ("force commander", "commander", []),
        ("president of haiti", "president", ["haiti"]),
        ("kenya ambassador to haiti", "ambassador", ["kenya"]),
        ("size of the jamaica contingent", None, []),
        ("kenya", None, []),
        ("officers deployed", None, []),
        ("strike over pay", None, []),
    ],
)
def test_noun_phrase_names_an_office_or_attribute(
    phrase: str, head: str | None, owner: list[str]
) -> None:
    words, clause = read(phrase)
    assert [words[n] for n in clause.role] == ([head] if head else [])
    assert [words[n] for n in clause.owner] == owner
    assert clause.bare is bool(head)


@pytest.mark.parametrize(
    "text",
    [
        "jamaican soldiers deployed",
        "funding shortfall",
        "what was decided about the mission",
        "who is kenya",
        "",
    ],
)
def test_words_without_a_question_have_no_parts(text: str) -> None:
    clause = read(text)[1]
    assert (clause.predicate, clause.role) in ((None, ()), (2, ()))


def test_question_in_the_past_asks_for_what_is_done() -> None:
    assert read("did jamaica deploy soldiers")[1].done
    assert read("has jamaica deployed soldiers")[1].done
    assert not read("does jamaica deploy soldiers")[1].done
    assert not read("when did jamaica deploy soldiers")[1].done


def test_who_as_the_subject_asks_who_acts() -> None:
    assert read("who ordered the killing")[1].by_whom
    assert not read("who was killed")[1].by_whom
    assert not read("when was moise killed")[1].by_whom
