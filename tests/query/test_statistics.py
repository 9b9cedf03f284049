"""Statistics: the months in which a fact counts."""

import pytest

from mss_cli.query.statistics import months

MONTHS = [
    (("2024-09-01", "2024-09-30"), ["2024-09"]),
    (("2024-11-20", "2025-01-02"), ["2024-11", "2024-12", "2025-01"]),
    (("2024-11-20", "2025-02-01"), ["longer"]),
    ((None, "2024-09-30"), ["longer"]),
    (("2024-09-01", None), ["longer"]),
]


@pytest.mark.parametrize(("bounds", "keys"), MONTHS)
def test_fact_counts_in_every_month_that_its_date_touches(
    bounds: tuple[str | None, str | None], keys: list[str]
) -> None:
    start, end = bounds
    fact = {"date": "x", "date_start": start, "date_end": end}
    assert months(fact) == keys  # type: ignore[arg-type]
    assert months({"date": None}) == ["undated"]  # type: ignore[typeddict-item]
