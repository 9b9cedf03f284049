"""mss stances: who holds which position, and how that moved."""

from typing import Any

import pytest
from conftest import Call, Harbour, write

from scripts import derive

pytestmark = pytest.mark.usefixtures("bridge")


def test_positions_of_a_holder_are_in_succession(mss: Call) -> None:
    stances = mss("stances", "--by", "braga", "--on", "bridge", "--json").json()
    assert [(s["stance"]["position"], s["moved"], s["previous"]) for s in stances] == [
        ("opposes", False, None),
        ("conditional", True, "braga-opposes-bridge-2023"),
        ("supports", True, "braga-accepts-bridge-2024-03"),
    ]


def test_filters_do_not_change_what_came_before(mss: Call) -> None:
    def april(*args: str) -> Any:
        return mss("stances", "--json", *args).json()[-1]

    assert april("--on", "2024-04") == april("--source", "tribune") == april()


def test_known_by_forgets_later_positions(mss: Call) -> None:
    known = mss("stances", "--known-by", "2024-03", "--json").json()
    assert [s["id"] for s in known] == [
        "braga-opposes-bridge-2023",
        "braga-accepts-bridge-2024-03",
    ]


def test_on_takes_a_topic_or_a_date(mss: Call) -> None:
    topic = mss("stances", "--on", "crossing", "--json")
    assert {s["stance"]["on"] for s in topic.json()} == {"bridge"}
    assert topic.err.splitlines()[0] == "crossing → The bridge (also called 'crossing')"
    dated = mss("stances", "--on", "2023", "--json").json()
    assert [s["id"] for s in dated] == ["braga-opposes-bridge-2023"]


def test_on_refuses_what_is_neither(mss: Call) -> None:
    assert mss("stances", "--on", "cheese") == (
        2,
        "",
        "mss: --on: 'cheese' is neither a date nor a topic; run 'mss topics' for the topics, or "
        "'mss stances --help' for the forms of dates\n",
    )


def test_terminal_shows_a_matrix_of_holders_over_time(mss: Call) -> None:
    table = mss("stances", "--on", "bridge", "--format", "table").out.splitlines()
    assert table[:7] == [
        "The bridge, over time",
        "Holder       2023-05   2024-03       2024-04",
        "─────────────────────────────────────────────",
        "João Braga   opposes   conditional   supports",
        "             (gaz)     (her)         (tri)",
        "",
        "The bridge [bridge]",
    ]
    assert "over time" not in mss("stances", "--on", "bridge").out


def test_wide_date_is_not_drawn_at_its_first_month(mss: Call, harbour: Harbour) -> None:
    """A position of some time in two years was not held in the first month of them."""
    facts, topic = harbour.parts["facts"], harbour.parts["topics"][0]["id"]
    holder = harbour.parts["entities"][0]["id"]
    dates = ("2023-10/2025-02", "2024-05")
    for fact, date, position in zip(facts, dates, ("supports", "opposes"), strict=False):
        stance = {"holder": holder, "on": topic, "position": position}
        fact.update(kind="stance", stance=stance, said_by=[], relations=[], quantity=None)
        fact.update(date=date, date_basis="explicit", date_note=None, date_derivation=None)
        for evidence in fact["evidence"]:
            evidence["reports"] = {}
    derive.derive(harbour.parts, None)
    write(harbour.store, harbour.parts)
    table = mss("stances", "--on", topic, "--store", str(harbour.store), "--format", "table").out
    rows = [" ".join(line.split()) for line in table.splitlines()[1:]]
    name = harbour.parts["entities"][0]["name"]
    assert rows[0] == "Holder 2024-05 at some time in"
    assert rows[2:5] == [f"{name} opposes supports", "(har) (har)", "2023-10/2025-02"]
