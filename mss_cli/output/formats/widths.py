"""Column widths that fit a terminal. Cells wrap; they are never cut off."""

from collections.abc import Sequence


def fitted(
    natural: Sequence[int], least: Sequence[int], words: Sequence[int], room: int
) -> list[int]:
    """Return column widths that fit into a room; the widest columns shrink first.

    natural: widths without wrapping. least: the longest item in a column that should not wrap
    (ids, dates, files). words: the longest word of its header. What does not fit wraps.
    """
    widths = [min(width, room) for width in natural]
    bounds = [max(pair) for pair in zip(least, words, strict=True)]
    for floor in (bounds, words, [1] * len(widths)):
        while sum(widths) > room:
            able = [n for n, width in enumerate(widths) if width > floor[n]]
            if not able:
                break
            widths[max(able, key=lambda n: widths[n])] -= 1
    return widths
