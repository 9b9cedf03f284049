"""What each format promises: width, escaping, round trips; data is never a command."""

import csv
import io
import json
import re
from typing import Any

import pytest
from conftest import Call, Harbour, write
from hypothesis import given
from hypothesis import strategies as st
from support.bridge import FACTS

from mss_cli.output.formats import FORMATS, render
from mss_cli.output.formats.markdown import escaped
from mss_cli.output.result import Block, Column, Result, Row, Section, Style, plain
from mss_cli.text import JOINERS, WIDE_SPACES, visible

HOSTILE = (
    "[bold]x[/bold] :smile: \x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07 \x9b5m "
    "a\rb \u202eabc\u202c \u200b tab\there | `code` <b> =1+1 \U000e0041"
)
COLUMNS = (
    Column("date", "Date", shape="date"),
    Column("text", "What"),
    Column("sources", "Source", narrow_under="text", shape="files"),
    Column("id", "Id", under="text", shape="id"),
)


def result(text: str = "A plain text", title: str = "") -> Result:
    record = {"date": "2024", "text": text, "sources": ["a.txt", "b.txt"], "id": "one"}
    row = Row(record, ("2024", text, ("a.txt", "b.txt"), "one"))
    return Result((Section(title, COLUMNS, [row]),), tuple(record), heading=(Block("Head", text),))


def printed(name: str, what: Result, style: Style = Style()) -> str:  # noqa: B008 (immutable)
    return "".join(render(name, what, style))


@pytest.mark.parametrize("name", FORMATS)
def test_control_characters_in_data_never_reach_the_output(name: str) -> None:
    text = printed(name, result(HOSTILE, title=HOSTILE), Style(width=200, terminal=True))
    assert [c for c in text if not c.isprintable() and c not in "\n\t"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_store_with_hostile_texts_prints_safely(mss: Call, harbour: Harbour, name: str) -> None:
    for entity in harbour.parts["entities"]:
        entity["name"] = entity["summary"] = HOSTILE
        entity["aliases"] = [HOSTILE]
    for fact in harbour.parts["facts"]:
        fact["text"] = HOSTILE
        fact["date_note"] = HOSTILE
    write(harbour.store, harbour.parts)
    for args in (["facts"], ["who", "ana-nunez"], ["show", "ana-blue"], ["places"]):
        answer = mss(*args, "--store", str(harbour.store), "--format", name)
        assert answer.code == 0
        kept = f"\n\t\r{JOINERS}" if name == "csv" else "\n\t"  # csv in a file is as it is
        assert [c for c in answer.out if not c.isprintable() and c not in kept] == []
        assert [c for c in answer.err if not c.isprintable() and c not in "\n\t"] == []


def test_table_prints_brackets_and_emoji_codes_verbatim() -> None:
    assert "[blue] :smile: [/]" in printed("table", result("[blue] :smile: [/]"))


def test_json_round_trips_hostile_text() -> None:
    (record,) = json.loads(printed("json", result(HOSTILE)))
    assert record["text"] == HOSTILE
    assert json.loads(printed("ndjson", result(HOSTILE)))["text"] == HOSTILE


def test_json_is_unescaped_utf8_with_one_record_a_line() -> None:
    assert printed("json", result("Moïse")) == (
        '[\n{"date": "2024", "text": "Moïse", "sources": ["a.txt", "b.txt"], "id": "one"}\n]\n'
    )


@pytest.mark.parametrize(("name", "nothing"), [("json", "[]\n"), ("ndjson", ""), ("tsv", "")])
def test_empty_list_is_empty_output(name: str, nothing: str) -> None:
    empty = Result((Section("", COLUMNS, []),), ("date",))
    assert printed(name, empty) == nothing


def test_csv_of_an_empty_list_has_a_header() -> None:
    assert printed("csv", Result((Section("", COLUMNS, []),), ("id", "stance"))) == (
        "id,stance.holder,stance.on,stance.position\n"
    )


def test_tsv_is_untruncated_and_escapes_its_own_separators() -> None:
    text = "word " * 100 + "\tand\nmore"
    line = printed("tsv", result(text), Style(width=20, header=True))
    assert line == (
        "date\ttext\tsources\tid\n2024\t" + "word " * 100 + "\\tand\\nmore\ta.txt; b.txt\tone\n"
    )


def test_tsv_and_csv_have_the_section_in_the_first_column() -> None:
    two = result(title="Roles")
    two = two._replace(sections=(*two.sections, *result(title="Said").sections))
    assert [line.split("\t")[0] for line in printed("tsv", two).splitlines()] == ["Roles", "Said"]
    rows = list(csv.reader(io.StringIO(printed("csv", two))))
    assert [row[0] for row in rows] == ["section", "Roles", "Said"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1 2", "'+1 2"),
        ("-1+2", "'-1+2"),
        ("@SUM(1)", "'@SUM(1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\xa0=1", "'\xa0=1"),
        ("\n=1", "'\n=1"),
        ("'=1", "''=1"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("-5", "-5"),
        ("-2.5e-07", "-2.5e-07"),
        ("'Since then'", "'Since then'"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula_to_a_spreadsheet(text: str, cell: str) -> None:
    shown = printed("csv", result(text), Style(excel=True)).removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(shown, newline="")))[1][1] == cell


TEXTS = [
    "tab\there",
    r"tab\there",
    "one\ntwo",
    "cr\rhere",
    "a\u200cb",
    "10\xa0000",
    r"back\slash",
    "‑",
]


@pytest.mark.parametrize("text", [*TEXTS, f"{WIDE_SPACES}{JOINERS}"])
def test_csv_in_a_file_holds_the_text_itself(text: str) -> None:
    shown = printed("csv", result(text))
    assert list(csv.reader(io.StringIO(shown, newline="")))[1][1] == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("tab\there", r"tab\there"),
        (r"tab\there", r"tab\\there"),
        ("one\ntwo", r"one\ntwo"),
        ("cr\rhere", r"cr\rhere"),
        ("a\u200cb", r"a\u200cb"),
        ("\x1b[1m", r"\x1b[1m"),
        ("10\xa0000", "10\xa0000"),
    ],
)
def test_tsv_escapes_reversibly(text: str, cell: str) -> None:
    assert printed("tsv", result(text)).split("\t")[1] == cell


def test_only_excel_csv_guards_formulas() -> None:
    guarded = printed("csv", result("=1+1"), Style(excel=True))
    assert guarded == ('\ufeff"date","text","sources","id"\n"2024","\'=1+1","a.txt; b.txt","one"\n')
    assert printed("csv", result("=1+1")) == "date,text,sources,id\n2024,=1+1,a.txt; b.txt,one\n"
    text = 'a "quoted", line\nand another'
    rows = list(csv.reader(io.StringIO(printed("csv", result(text)))))
    assert rows[1][1] == text


def test_csv_guards_and_escapes_section_titles() -> None:
    two = result(title="=1\x1b[1m")
    two = two._replace(sections=two.sections * 2)
    rows = list(csv.reader(io.StringIO(printed("csv", two, Style(excel=True)))))
    assert rows[1][0] == "'=1\\x1b[1m"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("---", r"\---"),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("    code", "code"),
        ("2.6 billion", "2.6 billion"),
        ("2024-09-30", "2024-09-30"),
        ("see www.example.org, http://x", r"see www\.example\.org, http\://x"),
    ],
)
def test_markdown_escapes_block_syntax_in_paragraphs(text: str, told: str) -> None:
    one = result()._replace(heading=(Block("", text),))
    assert printed("markdown", one).split("\n")[0] == told


def test_empty_rows_print_nothing_on_a_narrow_terminal() -> None:
    empty = Section("", COLUMNS, [Row({}, ("", "", (), ""))])
    assert printed("table", Result((empty,), ()), Style(width=60)).strip() == ""


def test_markdown_escapes_inline_syntax_in_cells() -> None:
    assert printed("markdown", result("a|b [x](y) <i>")).splitlines()[-1] == (
        r"| 2024 | a\|b \[x\](y) \<i\> | a\.txt; b\.txt | one |"
    )


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 99, 100, 120, 200])
def test_table_fits_its_width_and_loses_nothing(mss: Call, width: int) -> None:
    facts = mss("facts", "--json").json()
    what = Result((Section("", COLUMNS, [_row(fact) for fact in facts]),), ())
    table = printed("table", what, Style(width=width))
    assert max(map(len, table.splitlines())) <= width
    seen = re.sub(r"\s", "", table)
    assert all(fact["id"] in seen for fact in facts)
    assert all(file in seen for fact in facts for file in fact["sources"])
    if width >= 80:
        assert all(file in table for fact in facts for file in fact["sources"])


def _row(fact: dict[str, Any]) -> Row:
    cells = (fact["date"] or "", fact["text"], tuple(fact["sources"]), fact["id"])
    return Row(fact, cells)


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("kind", sorted({fact["kind"] for fact in FACTS}))
def test_list_of_any_kind_keeps_every_date_status_and_source(
    mss: Call, monkeypatch: pytest.MonkeyPatch, kind: str, width: str
) -> None:
    facts = mss("facts", "--kind", kind, "--json").json()
    monkeypatch.setenv("COLUMNS", width)
    table = mss("facts", "--kind", kind, "--format", "table").out
    names = {source["file"]: source["name"] for source in mss("sources", "--json").json()}
    seen = "".join(table.split())
    assert facts
    assert max(map(len, table.splitlines())) <= int(width)
    for fact in facts:
        for part in (fact["date"] or "undated").split("/"):
            assert part in table
        assert fact["status"] in table
        assert all("".join(names[file].split()) in seen for file in fact["sources"])
        assert fact["date_precision"] in table


@pytest.mark.parametrize("width", [70, 80, 100, 140])
def test_long_name_is_folded_not_cut(width: int) -> None:
    long = "z" * 120
    table = printed(
        "table",
        result()._replace(
            sections=(Section("", COLUMNS, [Row({}, ("2024", "A text", (f"{long}.txt",), long))]),)
        ),
        Style(width=width),
    )
    assert max(map(len, table.splitlines())) <= width
    assert re.sub(r"\s", "", table).count("z") == 240
    assert "A text" in table


def test_table_has_escapes_only_where_the_terminal_understands_them() -> None:
    assert "\x1b" not in printed("table", result(), Style(terminal=True))
    assert "\x1b[1m" in printed("table", result(), Style(styled=True))
    assert "\x1b]8;" not in printed("table", result(), Style(styled=True))
    linked = printed("table", result(), Style(styled=True, links={"a.txt": "file:///a.txt"}))
    assert "file:///a.txt" in linked


@pytest.mark.usefixtures("bridge")
def test_plans_and_superseded_facts_are_marked_without_colour(mss: Call) -> None:
    lines = mss("facts", "--topic", "cost", "--on", "2023", "--format", "table").out.splitlines()
    assert lines[2].startswith("2023-05-09   ○ planned ")
    assert lines[3].startswith("day          ↳ superseded ")


def test_list_cell_is_joined_with_semicolons() -> None:
    assert plain(("a", "b")) == "a; b"
    assert visible(plain("a\x1bb")) == "a\\x1bb"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("See _www.ex.am/pay_ now.", r"See \_www\.ex\.am/pay\_ now."),
        ("Write to a@b.co.", "Write to `a@b.co`."),
        ("mailto:a.b-c@ex.am", "mailto:`a.b-c@ex.am`"),
        ("on ex.am or //ex.am", r"on ex\.am or //ex\.am"),
        ("U.S. 2.6 billion, etc.", "U.S. 2.6 billion, etc."),
        ("@name at 5", r"\@name at 5"),
    ],
)
def test_markdown_does_not_become_a_link(text: str, printed: str) -> None:
    """The right values were read with cmark-gfm, and with markdown-it and its linkify."""
    assert escaped(text) == printed


@given(st.lists(st.text(alphabet="a;\\ \t\n"), min_size=1))
def test_list_in_a_cell_reads_back(items: list[str]) -> None:
    r"""A semicolon in an item is `\;` and a backslash `\\`."""
    read: list[str] = []
    item, text, at = "", plain(tuple(items)), 0
    while at < len(text):
        if text[at] == "\\":
            item += text[at + 1]
            at += 2
        elif text[at] == ";":
            read.append(item)
            item = ""
            at += 2
        else:
            item += text[at]
            at += 1
    assert [*read, item] == items


def test_item_with_a_semicolon_is_one_in_csv_and_tsv(mss: Call, harbour: Harbour) -> None:
    facts = harbour.parts["facts"]
    facts[0]["phrases"], facts[1]["phrases"] = ["war; peace"], ["war", "peace"]
    write(harbour.store, harbour.parts)
    call = ("facts", "--fields", "id,phrases", "--store", str(harbour.store), "-q", "--format")
    names = [fact["id"] for fact in facts[:2]]
    csv = mss(*call, "csv").out.splitlines()
    assert f"{names[0]},war\\; peace" in csv
    assert f"{names[1]},war; peace" in csv
    assert f"{names[0]}\twar\\\\; peace" in mss(*call, "tsv").out.splitlines()
