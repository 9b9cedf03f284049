"""EDTF dates for programs that know only plain dates."""

import doctest

import pytest

from mss_cli.output.exports import dates


def test_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(dates)
    assert (failed, tried > 3) == (0, True)


@pytest.mark.parametrize(
    ("edtf", "start", "end", "words"),
    [
        ("2024", "2024", None, "in 2024"),
        ("2024-09", "2024-09", None, "in September 2024"),
        ("2024-09-21", "2024-09-21", None, "on 21 September 2024"),
        ("2024-09-21~", "2024-09-21", None, "on 21 September 2024 (approximate)"),
        ("2024?", "2024", None, "in 2024 (uncertain)"),
        ("2024-XX", "2024", None, "in 2024 (month not known)"),
        ("2024-XX-XX", "2024", None, "in 2024 (month not known)"),
        (
            "2024-10-XX%",
            "2024-10",
            None,
            "in October 2024 (uncertain and approximate, day not known)",
        ),
        ("202X", "2020", "2029", "in the 2020s"),
        ("19XX", "1900", "1999", "in the years 1900 to 1999"),
        ("00XX", "0001", "0099", "in the years 0000 to 0099"),
        ("2024-10/..", "2024-10", None, "since October 2024"),
        ("../2024-10", None, "2024-10", "by October 2024"),
        ("/2024-10", None, "2024-10", "by October 2024"),
        (
            "2024-09-21/2024-09-30",
            "2024-09-21",
            "2024-09-30",
            "between 21 and 30 September 2024",
        ),
        ("2019~/202X", "2019", "2029", "between 2019 and the end of the 2020s (approximate)"),
    ],
)
def test_date_has_its_points_and_words(
    edtf: str, start: str | None, end: str | None, words: str
) -> None:
    assert dates.points(edtf) == (start, end)
    assert dates.words(edtf, "explicit") == words


def test_basis_is_said_if_no_article_prints_the_date() -> None:
    assert dates.words("2024-10~", "inferred") == "in October 2024 (inferred, approximate)"
    assert dates.words("2024-10-02", "relative") == "on 2 October 2024 (relative)"
    assert dates.words("2024", "none") == "in 2024"


def test_what_is_not_edtf_is_refused() -> None:
    with pytest.raises(ValueError, match="is not an EDTF date"):
        dates.points("2024-W40")
