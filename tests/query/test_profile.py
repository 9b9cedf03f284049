"""The profile of an entity: which part of it a fact goes into."""

from typing import Any, cast

import pytest

from mss_cli.facts.model import Fact
from mss_cli.query.profile import PARTS


def part_of(entity: str, **fields: Any) -> str:
    own: dict[str, Any] = {"actors": [], "said_by": [], "quantity": None, "stance": None}
    fact = cast(Fact, own | fields)
    return next(name for name, part in PARTS.items() if part.test(fact, entity))


@pytest.mark.parametrize(
    ("entity", "part"),
    [("norland", "stances"), ("mayor", "statements"), ("harbour", "mentions")],
)
def test_position_belongs_to_its_holder_and_not_to_the_speaker(entity: str, part: str) -> None:
    stance = {"holder": "norland", "on": "bridge", "position": "supports"}
    told = {"kind": "stance", "stance": stance, "said_by": ["mayor"], "actors": ["harbour"]}
    assert part_of(entity, **told) == part
