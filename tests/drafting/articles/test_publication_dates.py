"""The dates on which an article may have been published."""

import pytest

from mss_cli.drafting.articles.dates import (
    DateCandidate,
    address_date,
    machine_date,
    printed_dates,
    published,
)
from mss_cli.errors import UsageError


def day(edtf: str, where: str = "meta date") -> DateCandidate:
    return DateCandidate(edtf, where, edtf)


@pytest.mark.parametrize(
    ("line", "edtf", "where"),
    [
        ("Published: 3 January 2025", "2025-01-03", "published line"),
        ("First published on Friday, 3rd January 2025 at 10:42 am", "2025-01-03", "published line"),
        ("Last updated Jan 4, 2025 | Published Jan 3, 2025", "2025-01-03", "published line"),
        ("Published 2025/01/03 10:00", "2025-01-03", "published line"),
        ("Published January 2025", "2025-01", "published line"),
        ("HALVEN, Jan 3, 2025 (Courier) - The bridge was closed.", "2025-01-03", "dateline"),
        ("PORT-OF-HALVEN, Northland — January 3, 2025", "2025-01-03", "dateline"),
        ("Sept. 5, 2024", "2024-09-05", "line by itself"),
        ("Sat 24 Feb 2024 12.42 CET", "2024-02-24", "line by itself"),
        ("By Ana Bell | Jan 3, 2025", "2025-01-03", "line by itself"),
        ("13/09/2024", "2024-09-13", "line by itself"),
    ],
)
def test_printed_date_is_read_with_its_place(line: str, edtf: str, where: str) -> None:
    assert [(d.edtf, d.where) for d in printed_dates(line)] == [(edtf, where)]


@pytest.mark.parametrize(
    "line",
    [
        "03/09/2024",  # two days
        "30/02/2024",
        "January 2025",  # a month without a label
        "Updated: 09:40 am, 4 January 2025",
        "Modified on Jan 4, 2025",
        "Updated\nJan 4, 2025",
        "She was born on Jan 3, 1960 in a town by the sea.",
        "The bridge of Halven opened on Jan 3, 2025",
        "— Ana (@ana_bell) January 3, 2025",
        "1735900000",
    ],
)
def test_what_is_no_date_of_publication_is_left_out(line: str) -> None:
    assert list(printed_dates(line)) == []


def test_title_is_no_date() -> None:
    assert list(printed_dates("Diary: Jan 3, 2025\n\nText.", "Diary: Jan 3, 2025")) == []


def test_end_of_a_text_gives_only_a_labelled_date() -> None:
    text = "Nothing happened here.\n\n" * 80 + "Jan 2, 2025\n\nPublished on Jan 3, 2025\n"
    assert [d.edtf for d in printed_dates(text)] == ["2025-01-03"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025-01-03T23:59:00+03:00", "2025-01-03"),
        ("20250103", "2025-01-03"),
        ("Fri, 03 Jan 2025 10:00:00 GMT", "2025-01-03"),
        ("2025-13-03", ""),
        ("03/09/2024", ""),
        ("1735900000", ""),
    ],
)
def test_date_for_machines(text: str, edtf: str) -> None:
    assert machine_date(text) == edtf


@pytest.mark.parametrize(
    ("address", "edtf", "printed"),
    [
        ("https://courier.example/2025/01/03/bridge", "2025-01-03", "2025/01/03"),
        ("https://courier.example/world/2024/feb/24/fire", "2024-02-24", "2024/feb/24"),
        ("https://courier.example/bridge-20250103", "2025-01-03", "20250103"),
        ("https://courier.example/2025/01/bridge", "2025-01", "2025/01"),
        ("https://courier.example/id/20251303", "", ""),
        ("https://courier.example/92025-01-03", "", ""),
    ],
)
def test_date_in_an_address(address: str, edtf: str, printed: str) -> None:
    assert address_date(address) == (edtf, printed)


def test_one_date_is_taken_with_all_its_places() -> None:
    dates = [day("2025-01-03", "JSON-LD datePublished"), day("2025-01", "address")]
    assert published([*dates, day("2025-01-03", "dateline")], None, None) == {
        "edtf": "2025-01-03",
        "basis": "explicit",
        "note": "Found in: JSON-LD datePublished, dateline.",
    }


def test_dates_that_contradict_are_stored_as_their_range() -> None:
    found = published([day("2025-01-05"), day("2025-01-03", "address")], None, None)
    assert found == {
        "edtf": "2025-01-03/2025-01-05",
        "basis": "inferred",
        "note": "The article gives several dates: 2025-01-05 (meta date); 2025-01-03 (address).",
    }


def test_chosen_date_is_taken() -> None:
    asked = []

    def ask(dates: object) -> str:
        asked.append(dates)
        return "2025-01-03"

    found = published([day("2025-01-05"), day("2025-01-03", "address")], None, ask)
    assert asked == [[day("2025-01-05"), day("2025-01-03", "address")]]
    assert found["edtf"] == "2025-01-03"
    assert found["note"] == "Chosen when it was added; found in: address."


def test_nobody_is_asked_about_one_date() -> None:
    def ask(dates: object) -> str:
        raise AssertionError(dates)

    assert published([day("2025-01-03")], None, ask)["edtf"] == "2025-01-03"
    assert published([], None, ask) == {"edtf": None, "basis": "none", "note": "No date was found."}


def test_typed_date_wins_and_must_be_edtf() -> None:
    found = published([day("2025-01-03")], "2025-01~", None)
    assert (found["edtf"], found["basis"]) == ("2025-01~", "explicit")
    with pytest.raises(UsageError) as caught:
        published([], "2025-13", None)
    assert str(caught.value) == (
        "--published: months run from 01 to 12; write 2025-01-03, 2025-01 or 2025-01-03/2025-01-05"
    )
