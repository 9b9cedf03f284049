"""The screen of a review, exactly."""

from typing import Any

from mss_cli.drafting.draft import Draft, empty_fact
from mss_cli.drafting.reviewing import Candidate, View
from mss_cli.output.review_screen import screen


def view(**fields: Any) -> View:
    fact = {
        **empty_fact(),
        "kind": "figure",
        "text": "The port cost about 40 crowns.",
        "date": "2021-05",
        "said_by": ["ana", "ben"],
        "quantity": {
            "value": 4000,
            "low": None,
            "high": None,
            "qualifier": "about",
            "unit": "crowns",
            "measure": "port-cost",
        },
    }
    draft = Draft(
        "s2-1",
        21,
        36,
        "It cost about 4,000 crowns.",
        fact,
        guessed=("said_by",),
        why=("'May', published 2021-06-01: that month",),
    )
    names = {"ana": "Ana Núñez"}
    return View(
        "Draft 1 of 2 · 2 left", "port.txt", "Ana opened it. ", draft, " So what.", names
    )._replace(**fields)


def test_passage_stands_above_the_draft_and_guesses_are_marked() -> None:
    assert (
        screen(view(), 60, styled=False)
        == """\
Draft 1 of 2 · 2 left
port.txt

Ana opened it.
⟦It cost about 4,000 crowns.⟧
 So what.

------------------------------------------------------------
s2-1 · figure · occurred · 2021-05
text       The port cost about 40 crowns.
said by?   Ana Núñez; ben (new)
number     about 4,000 crowns (port-cost)
because    'May', published 2021-06-01: that month

[a]ccept  [t]ext  [e]dit  [1-3] same as  [r]elate  [x]
reject  [s]plit
[b]oilerplate  [c]ommentary  ca[p]tion  [n]ext  bac[k]
[u]ndo  [q]uit and keep  [?]
"""
    )


def test_what_is_in_the_way_and_what_may_be_the_same() -> None:
    shown = screen(
        view(
            warnings=["text: is copied"],
            disagreements=["contradiction: 30 and 40"],
            candidates=[Candidate("port-dear", "The port was dear.", "same date; same number")],
        ),
        80,
        styled=False,
    )
    assert (
        "missing    text: is copied\n"
        "disagrees  contradiction: 30 and 40\n"
        "\n"
        "Already in the store?\n"
        "1  port-dear: The port was dear.\n"
        "   same date; same number\n"
    ) in shown


def test_hostile_text_is_made_visible() -> None:
    draft = view().draft._replace(quote="a\x1b[31mred\x07\u202e")
    shown = screen(view(draft=draft), 80, styled=True)
    assert "\x1b[31m" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (40, 80, 120):
        assert max(map(len, screen(view(), width, styled=False).splitlines())) <= width
