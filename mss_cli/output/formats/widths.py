"""Column widths: what fits into a terminal, decided here so that nothing is ever cut off."""

from collections.abc import Sequence


def fitted(
    natural: Sequence[int], least: Sequence[int], words: Sequence[int], room: int
) -> list[int]:
    """Return column widths that fit into so much room: the widest columns give way first.

    natural: without any wrapping. least: what is not to be broken in a column (ids, dates,
    files); words: the longest word of its header. What cannot be kept is broken, never cut.
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
