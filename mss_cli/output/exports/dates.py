"""EDTF dates for programs that know only plain dates, and in words for their readers."""

import re

from mss_cli.facts.dates import edtf_bounds, in_words

_QUALIFIERS = {"~": "approximate", "?": "uncertain", "%": "uncertain and approximate"}
_DERIVED = ("relative", "inferred")  # a date of another basis is printed, or missing


def points(edtf: str) -> tuple[str | None, str | None]:
    """Return the start and the end of an EDTF date as `2024`, `2024-09` or `2024-09-21`.

    Each is as precise as the EDTF date. The end is None for a single date, and each is None where
    the date is open. Raises ValueError for anything that is not EDTF.

    >>> points("2024-09-30/2024-10~")
    ('2024-09-30', '2024-10')
    >>> points("../2024-10"), points("2024-10-XX")
    ((None, '2024-10'), ('2024-10', None))
    >>> points("202X")
    ('2020', '2029')
    """
    edtf_bounds(edtf)
    first, slash, last = edtf.partition("/")
    if slash:
        return _point(first, 0), _point(last, 1)
    start, end = _point(first, 0), _point(first, 1)
    return start, end if end != start else None


def _point(point: str, side: int) -> str | None:
    """Return one end of an interval. side: 0 for the first year of a decade, 1 for its last."""
    if point in ("", ".."):
        return None
    known = re.sub("-XX|[?~%]", "", point)
    return (edtf_bounds(known)[side] or "")[:4] if "X" in known else known


def words(edtf: str, basis: str) -> str:
    """Return an EDTF date in words, with any uncertainty in brackets.

    >>> words("2024-10~", "inferred")
    'in October 2024 (inferred, approximate)'
    >>> words("2024-10-XX", "explicit"), words("202X", "explicit")
    ('in October 2024 (day not known)', 'in the 2020s')
    """
    remarks = [basis] if basis in _DERIVED else []
    remarks += [word for sign, word in _QUALIFIERS.items() if sign in edtf]
    if "-XX" in edtf:
        known = re.search(r"\d{4}-\d\d-XX", edtf)
        remarks.append(f"{'day' if known else 'month'} not known")
    plain = in_words(re.sub("-XX|[?~%]", "", edtf))
    plain = re.sub(r"\b(\d{3})X\b", r"the \g<1>0s", plain)
    plain = re.sub(r"\b(\d\d)XX\b", r"the years \g<1>00 to \g<1>99", plain)
    return f"{plain} ({', '.join(remarks)})" if remarks else plain
