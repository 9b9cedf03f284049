"""What a fact must say to answer a question; shown on an invented store of a seaport."""

import pytest
from conftest import ROOT, Call

from mss_cli.search.requirements import joined

STORE = ("--store", str(ROOT / "benchmarks" / "port" / "store"))


def found(mss: Call, question: str) -> list[str]:
    done = mss("search", question, "--fields", "id", *STORE)
    assert done.code == 0
    return done.out.splitlines()


def missing(mss: Call, question: str) -> str:
    """Return why nothing was found."""
    done = mss("search", question, "--fields", "id", *STORE)
    assert (done.code, done.out) == (0, "")
    return done.err.splitlines()[-1].removeprefix(f"nothing in the store answers {question!r}: ")


@pytest.mark.parametrize(
    ("question", "nearest", "lacks"),
    [
        ("has Corvane paid for North Mole", "corvane-supports-terminal", "'paid'"),
        ("did Dunscar recall its ships", "dunscar-26-extra-ships", "'recall'"),
        ("which hospital did the strike close", "foreign-crews-alleged", "'hospital'"),
        ("who killed Karsten", "karsten-killed", "who did it"),
        ("has Dunscar built a second berth", "dunscar-second-berth", "that it was done"),
        ("how many judges are there", "teale-judge", "how many judges"),
        ("did Brandl and Marrow meet", "brandl-offers-mediation", "'marrow'"),
        ("what did Karsten say", "karsten-killed", "that 'karsten' did it"),
        ("when will Dunscar build", "dunscar-second-berth", "when"),
        ("judge of Dunscar", "dunscar-against-grant", "'judge'"),
        ("strike of Dunscar", "dunscar-26-extra-ships", "'strike' of 'dunscar'"),
        (
            "did Halvenmouth Harbour Authority sue Brandl",
            "brandl-offers-mediation",
            "'sue' or that 'halvenmouth harbour authority' did it",
        ),
    ],
)
def test_nearest_fact_and_what_it_lacks_are_named(
    mss: Call, question: str, nearest: str, lacks: str
) -> None:
    assert missing(mss, question) == f"the nearest fact, {nearest}, does not say {lacks}"


def test_names_with_and_between_them_stand_for_each_other() -> None:
    words = "did ana or ben and the union meet ana".split()
    assert joined(words, ["ana", "ben", "the union", "eve"], ("and", "or")) == {
        "ana": {"ben"},
        "ben": {"ana", "the union"},
        "the union": {"ben"},
        "eve": set(),
    }


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("did the fishermen walk out", "fishermen-not-on-strike"),
        ("hi all, does anybody know if the fishermen went on strike?", "fishermen-not-on-strike"),
    ],
)
def test_question_is_answered(mss: Call, question: str, first: str) -> None:
    assert found(mss, question)[0] == first


def test_view_that_is_asked_for_is_that_of_who_is_named(mss: Call) -> None:
    assert found(mss, "does Dunscar want the grant")[0] == "dunscar-against-grant"
    assert found(mss, "do shopkeepers want it") == ["marsh-end-divided"]


def test_irregular_forms_are_the_same_word(mss: Call) -> None:
    assert found(mss, "who leads the investigations")[0] == "oduya-chief-investigator"
    assert "crane-collapse-2022-09-06" in found(mss, "cranes that fall")[:3]


def test_explanation_says_how_the_question_was_read(mss: Call) -> None:
    done = mss("search", "has Corvane paid for North Mole", "--explain", *STORE)
    assert done.err.splitlines()[3:6] == [
        "what happens: 'paid'",
        "who does it: 'corvane'",
        "asked: whether it is so; events and stances are preferred",
    ]


def test_question_without_a_known_word_says_which_are_missing(mss: Call) -> None:
    assert missing(mss, "who is the president of Kestria") == (
        "'kestria' is in 8 facts, 'president' in none"
    )


def test_who_leads_is_answered_by_a_role(mss: Call) -> None:
    assert found(mss, "who is running the harbour authority")[0] == "salter-chief-executive"
    assert found(mss, "what did Velloso say about the ruling")[0] == "velloso-welcomes-ruling"
