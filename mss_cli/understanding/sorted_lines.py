"""Look up words in a large sorted file by binary search, without parsing it."""

from functools import cache


def line_of(word: str, path: str) -> str | None:
    """Return the line whose first field is a word, or None.

    The fields of a line are separated by spaces. The lines are sorted by the first one; those of
    a heading start with a sign that sorts first.
    """
    wanted, content = word.encode(), _content(path)
    low, high = 0, len(content)
    while low < high:
        start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = content.index(b"\n", start)
        found = content[start:end].partition(b" ")[0]
        if found == wanted:
            return content[start:end].decode()
        low, high = (end + 1, high) if found < wanted else (low, start)
    return None


@cache
def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
