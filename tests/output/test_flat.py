"""--flat: one row for each item of a list."""

import pytest
from conftest import Call

pytestmark = pytest.mark.usefixtures("bridge")


def test_first_list_in_fields_gets_a_row_for_each_item(mss: Call) -> None:
    answer = mss("show", "workers-120", "--flat", "--fields", "id,sources,topics", "-f", "csv")
    assert answer.out == (
        "id,sources,topics\n"
        "workers-120-arrived,herald.txt,workers\n"
        "workers-120-arrived,tribune.txt,workers\n"
    )


def test_evidence_is_the_list_without_fields(mss: Call) -> None:
    header, *rows = mss("facts", "--flat", "-f", "csv").out.splitlines()
    assert ",evidence.source,evidence.start,evidence.end," in header
    assert ",evidence.reports.part,sources," in header
    assert "relations" not in header  # each row would repeat the whole list
    assert len(rows) > 15


def test_record_with_an_empty_list_keeps_its_row(mss: Call) -> None:
    answer = mss("facts", "--flat", "--fields", "id,said_to", "-f", "csv")
    assert len(answer.out.splitlines()) == 16


def test_list_of_records_in_a_cell_is_text_and_not_json(mss: Call) -> None:
    answer = mss("facts", "--fields", "relations", "-f", "csv", "--kind", "stance")
    assert answer.out == (
        "relations\n"
        '"type: follows, fact: bridge-announced"\n'
        '""\n'
        '"type: qualifies, fact: braga-accepts-bridge-2024-03"\n'
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            "facts --flat --json",
            "--flat: cannot be combined with the format json; use csv, tsv, table, markdown",
        ),
        ("places --flat --fields id", "--flat: none of the fields holds a list; leave it out"),
    ],
)
def test_flat_that_cannot_be_is_a_usage_error(mss: Call, call: str, message: str) -> None:
    assert mss(*call.split()) == (2, "", f"mss: {message}\n")
