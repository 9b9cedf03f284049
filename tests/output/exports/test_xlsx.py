"""mss export xlsx: cells, links and limits, read with openpyxl."""

import errno
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Harbour, write

from mss_cli import limits
from mss_cli.stores.extract import Extract
from mss_cli.stores.memory import MemoryStore

openpyxl = pytest.importorskip("openpyxl")
xlsx = pytest.importorskip("mss_cli.output.exports.xlsx")


def extract_of(harbour: Harbour) -> Extract:
    """Return an extract of the small store as its parts are now, valid or not."""
    empty: dict[str, Any] = {"labels": [], "synonyms": [], "measures": [], "wording": []}
    store = MemoryStore({**empty, **harbour.parts}, str(harbour.store))
    return Extract(store)


def written(harbour: Harbour, path: Path) -> Any:
    """Return the workbook of the small store as its parts are now."""
    write(harbour.store, harbour.parts)
    xlsx.write(extract_of(harbour), str(path))
    return openpyxl.load_workbook(path)


def rows(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows of a sheet by the names in its header, without empty cells."""
    head, *body = sheet.iter_rows(values_only=True)
    return [{n: v for n, v in zip(head, row, strict=True) if v is not None} for row in body]


@pytest.fixture
def book(mss: Call, bridge: Path, tmp_path: Path) -> Any:
    """Return the workbook of the invented record of the bridge."""
    path = tmp_path / "bridge.xlsx"
    answer = mss("export", "xlsx", "-o", str(path))
    size = f"{path.stat().st_size / 1000:.0f} kB"
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {path}: 15 facts, {size}\n")
    return openpyxl.load_workbook(path)


def test_workbook_has_a_sheet_for_each_table(book: Any) -> None:
    assert book.sheetnames == ["About", *xlsx.TABLES]
    for name, table in xlsx.TABLES.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
    assert [book[name].max_row - 1 for name in xlsx.TABLES] == [15, 17, 41, 5, 5, 10, 5, 6, 3, 3]


def test_fact_has_typed_cells_and_names(book: Any) -> None:
    facts = {row["id"]: row for row in rows(book["Facts"])}
    assert facts["workers-120-arrived"] == {
        "id": "workers-120-arrived",
        "kind": "figure",
        "status": "occurred",
        "text": "About 120 workers from Norland had come to Port Sable by March 2024.",
        "date": "2024-03",
        "date_in_words": "in March 2024 (inferred)",
        "date_start": datetime(2024, 3, 1),
        "date_end": datetime(2024, 3, 31),
        "date_precision": "month",
        "date_basis": "inferred",
        "date_note": "From publication of herald.txt, itself inferred.",
        "actors": "Norland",
        "places": "Port Sable",
        "topics": "Workers",
        "quantity.value": 120,
        "quantity.qualifier": "about",
        "quantity.unit": "workers",
        "quantity.measure": "Workers arrived",
        "sources": "Norland Herald; Sable Tribune",
        "conflicts": "corroborated on assertion",
    }
    undated = facts["ferry-ended"]
    assert "date" not in undated
    assert undated["date_in_words"] == "undated"
    stance = facts["braga-opposes-bridge-2023"]
    told = [stance[f"stance.{field}"] for field in ("holder", "on", "position")]
    assert told == ["João Braga", "The bridge", "opposes"]
    assert facts["nunez-mayor"]["date"] == "2019~/.."
    assert facts["nunez-mayor"]["date_in_words"] == "since 2019 (approximate)"
    assert "date_end" not in facts["nunez-mayor"]


def test_dates_and_numbers_have_number_formats(book: Any) -> None:
    sheet = book["Facts"]
    head = [cell.value for cell in sheet[1]]
    first = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "cost-40-million")
    cells = dict(zip(head, first, strict=True))
    assert (cells["date_start"].number_format, cells["date_start"].is_date) == ("yyyy-mm-dd", True)
    assert (cells["quantity.value"].number_format, cells["quantity.value"].data_type) == (
        "#,##0",
        "n",
    )
    assert (cells["date"].value, cells["date"].is_date) == ("2023-05-09", False)
    assert cells["text"].alignment.wrap_text


def test_evidence_leads_to_facts_and_sources(book: Any) -> None:
    sheet = book["Evidence"]
    for fact, source, *_ in sheet.iter_rows(min_row=2):
        assert fact.hyperlink.location.startswith("'Facts'!A")
        assert book["Facts"][fact.hyperlink.location.split("!")[1]].value == fact.value
        assert source.hyperlink.location.startswith("'Sources'!A")
        assert book["Sources"][source.hyperlink.location.split("!")[1]].value == source.value
    assert rows(sheet)[0]["fact"] == "nunez-mayor"


def test_relations_and_readings_lead_to_earlier_and_later_rows(book: Any) -> None:
    for fact, _, to, *_ in book["Relations"].iter_rows(min_row=2):
        for cell in (fact, to):
            assert book["Facts"][cell.hyperlink.location.split("!")[1]].value == cell.value
    for conflict, fact, *_ in book["Readings"].iter_rows(min_row=2):
        assert book["Conflicts"][conflict.hyperlink.location.split("!")[1]].value == conflict.value
        assert book["Facts"][fact.hyperlink.location.split("!")[1]].value == fact.value


def test_involved_names_each_entity_and_topic(book: Any) -> None:
    found = [row for row in rows(book["Involved"]) if row["fact"] == "nunez-only-way"]
    assert found == [
        {"fact": "nunez-only-way", "field": field, "id": id_, "name": name, "kind": kind}
        for field, id_, name, kind in (
            ("said_by", "ana-nunez", "Ana Núñez", "person"),
            ("said_to", "harbour-council", "Harbour Council", "organization"),
            ("places", "port-sable", "Port Sable", "place"),
            ("topics", "bridge", "The bridge", "topic"),
        )
    ]


def test_sources_have_dates_of_publication(book: Any) -> None:
    herald = rows(book["Sources"])[1]
    assert herald["published.edtf"] == "2024-03"
    assert herald["published_start"] == datetime(2024, 3, 1)
    assert herald["published_end"] == datetime(2024, 3, 31)
    assert herald["published.basis"] == "inferred"


def test_first_sheet_says_what_it_is(mss: Call, bridge: Path, tmp_path: Path) -> None:
    path = tmp_path / "braga.xlsx"
    answer = mss("export", "xlsx", "-o", str(path), "--who", "braga")
    assert answer.err.splitlines()[1:3] == [
        "3 facts (of 15 in the store)",
        "left out 1 relation to facts outside the selection",
    ]
    about = openpyxl.load_workbook(path)["About"]
    told = {label: text for label, text in about.iter_rows(values_only=True) if label}
    assert about["B1"].value == "The bridge of Port Sable"
    assert told["Record"].startswith("bridge 0.0.1, SHA-256 ")
    assert told["Licence"] == "CC0"
    assert told["Coverage"] == "articles published between 9 May 2023 and 30 April 2024"
    assert told["Selection"] == "3 of 15 facts in the record: --who braga"
    assert told["Left out"] == "1 relation to facts that were not selected"
    assert told["Facts"] == "3 rows: the facts in date order, undated ones last"
    assert told["Relations"] == "1 row: how facts relate to other facts"
    assert told["Sources"] == "3 rows: the articles that the facts are taken from"


def test_empty_selection_is_a_valid_workbook(mss: Call, bridge: Path, tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    answer = mss("export", "xlsx", "-o", str(path), "--match", "zzzz")
    assert answer.code == 0
    book = openpyxl.load_workbook(path)
    assert [book[name].max_row - 1 for name in xlsx.TABLES] == [0, 0, 0, 0, 0, 0, 5, 6, 3, 3]
    assert book["Facts"].auto_filter.ref == "A1:AD1"


def test_same_record_gives_the_same_bytes(harbour: Harbour, tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    written(harbour, one)
    written(harbour, other)
    assert one.read_bytes() == other.read_bytes()


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    '=HYPERLINK("http://example.org","x")',
    "http://example.org",
    "internal:'Facts'!A1",
    "12",
    "_x0041_",
    "<r><t>x</t></r>",
    "a & b <c>",
    "line\nline",
    " spaces ",
    "😀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(harbour: Harbour, tmp_path: Path, text: str) -> None:
    harbour.parts["facts"][0]["text"] = text
    sheet = written(harbour, tmp_path / "h.xlsx")["Facts"]
    fact = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "harbour-opened")
    cell = fact[3]
    assert cell.value == text.replace("_x0041_", "_x005F_x0041_")  # openpyxl does not decode it
    assert cell.data_type != "f"
    assert cell.hyperlink is None
    assert cell.quotePrefix == (text[0] in "=+-@")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x00b", r"a\x00b"), ("\u202ex", r"\u202ex"), ("a\r\nb\rc", "a\nb\nc"), ("￾", r"\ufffe")],
)
def test_what_xml_cannot_hold_is_shown(
    harbour: Harbour, tmp_path: Path, text: str, shown: str
) -> None:
    harbour.parts["facts"][0]["text"] = text
    sheet = written(harbour, tmp_path / "h.xlsx")["Facts"]
    assert shown in [row[3].value for row in sheet.iter_rows(min_row=2)]


def test_early_dates_are_text(harbour: Harbour, tmp_path: Path) -> None:
    fact = harbour.parts["facts"][0]
    fact |= {"date_start": "1900-02-28", "date_end": "1900-03-01"}
    found = rows(written(harbour, tmp_path / "h.xlsx")["Facts"])
    row = next(row for row in found if row["id"] == "harbour-opened")
    assert (row["date_start"], row["date_end"]) == ("1900-02-28", datetime(1900, 3, 1))


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_text_longer_than_a_cell_is_cut_and_said(
    harbour: Harbour, tmp_path: Path, letter: str
) -> None:
    harbour.parts["facts"][0]["text"] = letter * 40_000
    write(harbour.store, harbour.parts)
    path = tmp_path / "h.xlsx"
    notes = xlsx.write(extract_of(harbour), str(path))
    note = "1 text was cut: a cell holds at most 32,767 characters"
    assert notes == [note]
    book = openpyxl.load_workbook(path)
    cut = max((row["text"] for row in rows(book["Facts"])), key=len)
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert cut.startswith(letter * 10_000 + letter)
    assert cut.endswith("… [cut: too long for a cell; export sqlite or parquet for the whole text]")
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Cut"] == note


def test_too_many_rows_name_another_format(
    mss: Call, bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.xlsx"
    monkeypatch.setattr(limits, "MAX_SHEET_ROWS", 15)
    answer = mss("export", "xlsx", "-o", str(path))
    advice = "too many for one sheet; export parquet or sqlite, or add a filter\n"
    assert (answer.code, answer.err) == (2, f"mss: xlsx: more than 14 facts, {advice}")
    monkeypatch.setattr(limits, "MAX_SHEET_ROWS", 17)
    answer = mss("export", "xlsx", "-o", str(path))
    assert (answer.code, answer.err) == (2, f"mss: xlsx: more than 16 rows of Involved, {advice}")
    assert list(tmp_path.iterdir()) == []


def test_links_end_where_excel_has_no_more(
    harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_SHEET_LINKS", 3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sheet = written(harbour, tmp_path / "h.xlsx")["Evidence"]
    links = [cell.hyperlink is not None for row in sheet.iter_rows(min_row=2) for cell in row[:2]]
    assert links == [True, True, True, *[False] * 5]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == ["ana-blue", "boats-to-come"]


def test_full_disk_is_an_os_error(
    harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = xlsx.Workbook.close

    def close(book: Any) -> None:
        real(book)
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise xlsx.FileCreateError(error)  # noqa: B904 - as XlsxWriter does

    monkeypatch.setattr(xlsx.Workbook, "close", close)
    with pytest.raises(OSError, match="No space left on device") as caught:
        xlsx.write(extract_of(harbour), str(tmp_path / "h.xlsx"))
    assert caught.value.errno == errno.ENOSPC
