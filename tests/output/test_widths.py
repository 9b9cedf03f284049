"""Widths: which column of a table shrinks first."""

import pytest

from mss_cli.output.formats.widths import fitted

FITTED = [
    ([10, 10], [0, 0], [1, 1], 20, [10, 10]),
    ([10, 40], [0, 0], [4, 4], 30, [10, 20]),
    ([30, 40], [24, 0], [4, 4], 40, [24, 16]),  # unbreakable text shrinks last
    ([30, 40], [24, 34], [4, 4], 40, [20, 20]),
    ([30, 40], [24, 34], [9, 25], 40, [15, 25]),  # then the words of headers
    ([30, 40], [24, 34], [30, 30], 10, [5, 5]),  # nothing is cut off
    ([90], [0], [4], 20, [20]),
]


@pytest.mark.parametrize(("natural", "least", "words", "room", "widths"), FITTED)
def test_widest_column_shrinks_first(
    natural: list[int], least: list[int], words: list[int], room: int, widths: list[int]
) -> None:
    assert fitted(natural, least, words, room) == widths
