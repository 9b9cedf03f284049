"""What a reviewer is told about a fact that the store would refuse."""

from typing import Any

import pytest

from mss_cli.drafting.draft import empty_fact
from mss_cli.drafting.refusals import in_plain_words, require_whole
from mss_cli.errors import DataError
from mss_cli.stores.validation import Problem


@pytest.mark.parametrize(
    ("where", "what", "told"),
    [
        (
            "facts.json[0] 'port-opened'",
            "places[0] must match pattern ^[a-z0-9][a-z0-9-]{0,79}$ (an id of a-z, 0-9 and "
            "hyphens), not 'Port Merrow'",
            "places must be an id of a-z, 0-9 and hyphens, not 'Port Merrow'",
        ),
        (
            "facts.json 'port-opened'",
            "places names an unknown entity 'port-merrow'",
            "places: there is no name 'port-merrow' in this store",
        ),
        (
            "facts.json 'port-opened'",
            "quantity.measure names an unknown measure 'ships'",
            "quantity.measure: there is no measure 'ships' in this store",
        ),
        (
            "entities.json[1] 'Ana'",
            "id must match pattern ^[a-z0-9][a-z0-9-]{0,79}$ (an id of a-z, 0-9 and hyphens), not "
            "'Ana'",
            "the new name 'Ana': id must be an id of a-z, 0-9 and hyphens, not 'Ana'",
        ),
        (
            "topics.json[1] 'x'",
            "label must be longer than or equal to 1 characters",
            "the new topic 'x': label must not be empty",
        ),
    ],
)
def test_problem_names_no_file_and_no_schema(where: str, what: str, told: str) -> None:
    assert str(in_plain_words(Problem(where, what))) == told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": " "}, "the fact has no text"),
        ({"kind": "role"}, "actors is missing; a role needs actors"),
        (
            {"kind": "stance", "stance": {"holder": "ana", "position": "supports"}},
            "stance.on is missing; a stance needs stance.holder, stance.on and stance.position",
        ),
        (
            {"date_derivation": {"printed": "Monday", "rule": "weekday-before"}},
            "date_derivation.anchor and date_derivation.anchored_on are missing; a derivation "
            "needs date_derivation.anchor, date_derivation.anchored_on and date_derivation.rule",
        ),
        (
            {"quantity": {"value": 0, "unit": "ships", "measure": "ships"}},
            "quantity: only a figure has one, and this is of the kind 'event'",
        ),
    ],
)
def test_fact_must_be_whole(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError) as caught:
        require_whole({**empty_fact(), "text": "x", **fields}, "")
    assert str(caught.value) == told


def test_zero_is_a_number() -> None:
    quantity = {"value": 0, "unit": "ships", "measure": "ships"}
    require_whole({**empty_fact(), "text": "x", "kind": "figure", "quantity": quantity}, "")
