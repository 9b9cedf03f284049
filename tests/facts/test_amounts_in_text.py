"""Numbers that count or measure something."""

import pytest

from mss_cli.facts.amounts import amounts


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("About 150 Guatemalan officers arrived.", [(150, "Guatemalan officers", "about")]),
        ("It cost more than $2.6 billion.", [(2_600_000_000, "dollars", "more-than")]),
        ("They paid £61m.", [(61_000_000, "pounds", None)]),
        ("Up to 12 per cent of voters stayed at home.", [(12, "per cent", "up-to")]),
        ("It grew by 7.5%.", [(7.5, "per cent", None)]),
        ("Kenya sent 600 more police officers.", [(600, "police officers", None)]),
        ("It was extended for another year.", [(1, "year", None)]),
        ("This is the second time they failed.", [(2, "times", None)]),
        ("Two soldiers and 1,900 troops came.", [(2, "soldiers", None), (1900, "troops", None)]),
        ("On 3 January 2025 the 34-year-old came 80th, 3-1 ahead, at 10:30.", []),
        ("In 2019 one man spoke.", []),
        ("They found 20 men, five of them hurt.", [(20, "men", None), (5, "men", None)]),
        ("Some 400 officers departed Halven.", [(400, "officers", "about")]),
        ("It fell in the past two days, and 27 bodies still lay there.", [(27, "bodies", None)]),
        ("It came two days after the vote.", []),
        ("The 15-month-old force left.", []),
        ("The last strike, in 2016, lasted eleven days.", [(11, "days", None)]),
        ("In 1998, 40 ships came.", [(40, "ships", None)]),
        ("Of 12 dockers two hundred left.", [(12, "dockers", None)]),
        ("It has 40 men and was to have below 100.", [(40, "men", None), (100, "men", None)]),
    ],
)
def test_amounts(sentence: str, found: list[tuple[float, str, str | None]]) -> None:
    assert [(a.value, a.unit, a.qualifier) for a in amounts(sentence)] == found
