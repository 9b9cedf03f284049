"""Stances: in which order a holder took them, and which is a move."""

from mss_cli.facts.model import Fact
from mss_cli.facts.stances import in_succession, movements


def stance(name: str, position: str, start: str | None, end: str | None, *after: str) -> Fact:
    held = {"holder": "mayor", "on": "harbour", "position": position}
    dates = {"date": start and "x", "date_start": start, "date_end": end}
    return {"id": name, "status": "x", "stance": held, "superseded_by": list(after), **dates}  # type: ignore[typeddict-item]


def test_previous_stance_is_certainly_earlier() -> None:
    wide = stance("wide", "supports", "2023-10-01", "2025-02-28")
    may = stance("may", "opposes", "2024-05-01", "2024-05-31")
    june = stance("june", "supports", "2024-06-01", "2024-06-30", "drop")
    drop = stance("drop", "withdrawn", "2024-06-01", "2024-06-30")
    undated = stance("undated", "neutral", None, None)
    every = [undated, drop, june, may, wide]
    before = {k: v and v["id"] for k, v in movements(every, every).items()}
    assert before == {"wide": None, "may": None, "june": "may", "drop": "june", "undated": None}


def test_stances_of_one_day_follow_their_relations() -> None:
    day = ("2024-05-01", "2024-05-01")
    chain = [stance("a", "opposes", *day), stance("m", "neutral", *day, "a")]
    chain.append(stance("z", "supports", *day, "m"))
    assert [f["id"] for f in in_succession(chain)] == ["z", "m", "a"]
    denied = stance("old", "supports", "2023-05-01", "2023-05-01") | {"status": "denied"}
    before = movements(chain, [*chain, denied])
    assert {k: v and v["id"] for k, v in before.items()} == {"z": None, "m": "z", "a": "m"}
