"""The screen of a review, exactly."""

from typing import Any

import pytest

from mss_cli.drafting.draft import Draft, empty_fact
from mss_cli.drafting.reviewing import Candidate, View
from mss_cli.output.review_screen import help_screen, screen


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
        why=("date: 'May' = 2021-05, counted from 2021-06-01 (publication)",),
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
because    date: 'May' = 2021-05, counted from 2021-06-01
           (publication)

[a]ccept [t]ext [d]ate [f]ield [e]dit [1-3] same as [r]elate
[x] reject [s]plit
[b]oilerplate [c]ommentary ca[p]tion [n]ext bac[k] [u]ndo
[q]uit and keep [?]
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


def crowded() -> View:
    """Return a screen with more than fits into 24 lines."""
    sentence = "The old port of the town was shut by the council after a long and loud quarrel. "
    draft = view().draft._replace(quote=sentence * 2, why=("kind: a", "date: b", "status: c"))
    return view(
        before=sentence * 9,
        after=sentence * 9,
        draft=draft,
        warnings=["text: is copied", "'Ana Nunez' is near Ana (ana): press = if it is the same"],
        disagreements=["contradiction: 30 and 40"],
        candidates=[Candidate(f"port-{n}", sentence, "same date; same number") for n in range(3)],
    )


@pytest.mark.parametrize("height", [23, 20, 16, 12])
@pytest.mark.parametrize("styled", [True, False])
def test_screen_fits_and_its_first_lines_stay(height: int, styled: bool) -> None:
    lines = screen(crowded(), 80, styled, "! said_by: there is no name 'x'", height).splitlines()
    assert len(lines) <= height
    assert "Draft 1 of 2 · 2 left" in lines[0]
    assert lines[-1] == "! said_by: there is no name 'x'"
    assert any("The old port of the town" in line for line in lines)


def test_long_passage_leaves_room_for_its_draft() -> None:
    draft = view().draft._replace(quote="It cost a lot. " * 130)
    shown = screen(view(draft=draft, before="", after=""), 80, False, "", 23)
    assert len(shown.splitlines()) == 23
    assert "… 12 lines more; enlarge the window\n" in shown
    assert "number     about 4,000 crowns (port-cost)\n" in shown


def test_taller_screen_leaves_nothing_out() -> None:
    assert screen(crowded(), 80, False, "", 200) == screen(crowded(), 80, False)


def test_message_breaks_between_words_and_an_id_stays_whole() -> None:
    identifier = "calder-terminals-could-not-go-higher"
    shown = screen(
        view(), 60, False, f"! there is no fact of the name that you typed, {identifier}"
    )
    assert shown.endswith(f"! there is no fact of the name that you typed,\n  {identifier}\n")


def test_error_that_the_screen_shows_as_missing_is_shown_once() -> None:
    shown = screen(view(warnings=["text: is copied"]), 80, False, "! text: is copied")
    assert shown.count("text: is copied") == 1


def test_help_fits_on_a_small_terminal() -> None:
    lines = help_screen(view(), 80, styled=False).splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert lines[:4] == [
        "Draft 1 of 2 · 2 left",
        "port.txt",
        "",
        "a                 accept the draft as a fact",
    ]
    assert "t TEXT            rewrite the text; Ctrl-U clears the line" in lines


def test_finished_review_says_so_at_the_top() -> None:
    shown = screen(view(finished="Finished."), 80, styled=False)
    assert shown.startswith("Draft 1 of 2 · 2 left\nport.txt\nFinished.\n\n")
