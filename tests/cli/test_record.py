"""The Python API: the same answers as the commands, typed keywords, and errors."""

import datetime
import doctest
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from conftest import ROOT, Call

import mss_cli as mss
from mss_cli import limits
from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.options import groups, parameters
from mss_cli.query.query import Filters as TypedFilters
from mss_cli.record import Filters, Record


@pytest.fixture
def record(bridge: Path) -> Iterator[Record]:
    with mss.open(bridge / "store", today="2025-09-01") as opened:
        yield opened


ARRIVED = "norland-workers-arrived"
# A call of each method, and the command that prints the same.
SAME: list[tuple[str, dict[str, Any], list[str]]] = [
    ("facts", {"who": "braga", "sort": "id"}, ["facts", "--who", "braga", "--sort", "id"]),
    ("events", {"since": "2024", "limit": 1}, ["events", "--since", "2024", "--limit", "1"]),
    (
        "figures",
        {"measure": ARRIVED},
        ["figures", "--measure", ARRIVED],
    ),
    ("promised_vs_delivered", {}, ["figures", "--promised-vs-delivered"]),
    ("quotes", {"voice": ["person", "institution"]}, ["quotes", "--voice", "person,institution"]),
    ("stances", {"by": ("braga",)}, ["stances", "--by", "braga"]),
    ("search", {"query": "who is against the bridge"}, ["search", "who is against the bridge"]),
    ("who", {"name": "norland"}, ["who", "norland"]),
    ("entities", {}, ["who"]),
    ("fact", {"id": "work-began"}, ["show", "work-began"]),
    ("conflicts", {"cls": "contradiction"}, ["conflicts", "--class", "contradiction"]),
    ("check", {"claim": "Norland sent 300 workers"}, ["check", "Norland sent 300 workers"]),
    ("sources", {}, ["sources"]),
    ("topics", {}, ["topics"]),
    ("places", {}, ["places"]),
    ("stats", {"topic": "workers"}, ["stats", "--topic", "workers"]),
]


@pytest.mark.parametrize(("method", "options", "command"), SAME, ids=[m for m, _, _ in SAME])
def test_answer_is_that_of_the_command(
    mss: Call, record: Record, method: str, options: dict[str, Any], command: list[str]
) -> None:
    answer = getattr(record, method)(**options)
    printed = mss(*command, "--json")
    assert json.loads(json.dumps(answer)) == printed.json()
    assert "".join(f"{note}\n" for note in answer.notes) == printed.err


def test_citations_are_those_of_the_command(mss: Call, record: Record) -> None:
    assert (
        record.cite("work-began", "gazette")
        == mss("cite", "work-began", "gazette", "--json").json()
    )


def test_several_ids_are_cited_at_once_or_as_a_list(record: Record) -> None:
    ids = ["work-began", "gazette"]
    assert record.cite(ids) == record.cite(*ids) == record.cite("work-began", iter(["gazette"]))
    assert [c["source"] for c in record.cite(ids)] == ["herald.txt", "tribune.txt", "gazette.txt"]
    assert [c["source"] for c in record.cite("gazette")] == ["gazette.txt"]


@pytest.mark.parametrize(
    "call",
    [
        *(lambda r, m=m, o=o: getattr(r, m)(**o) for m, o, _ in SAME),
        lambda r: r.cite("work-began"),
        lambda r: r.check_draft("Norland sent 300 workers."),
        lambda r: r.to_pandas(),
        lambda r: r.coverage,
        lambda r: r.is_large,
        lambda r: r.__enter__(),
    ],
)
def test_closed_record_says_so(bridge: Path, call: Callable[[Record], Any]) -> None:
    with mss.open(bridge / "store") as record:
        answered = record.facts()
    record.close()
    with pytest.raises(mss.UsageError) as caught:
        call(record)
    assert str(caught.value) == "the record is closed; open it again with mss.open()"
    assert repr(record) == "<Record bridge 0.0.1: closed>"
    assert len(answered) == 15


def test_citing_nothing_gives_nothing(record: Record) -> None:
    assert record.cite([]) == []


def test_id_that_is_no_text_is_a_type_error(record: Record) -> None:
    with pytest.raises(TypeError, match=r"^ids must be a text or a date, not 3$"):
        record.cite([3])  # type: ignore[list-item]


DRAFT = """\
# The bridge

Work on the bridge began in March 2024. Norland has sent 300 workers. Who paid?
"""
PARAGRAPH = "<p>Work on the bridge began in Port Sable on 4 March 2024, in rain and wind.</p>"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("draft.md", DRAFT),
        ("draft.txt", "Norland sent 300 workers."),
        (
            "draft.html",
            f"<html>{PARAGRAPH * 2}<p>Norland sent 300 workers.</p></html>",
        ),
    ],
)
def test_draft_is_checked_as_the_command_checks_a_file(
    mss: Call,
    record: Record,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    printed = mss("check", "--file", name, "--json", "--source", "gazette,herald")
    (tmp_path / name).unlink()
    checked = record.check_draft(text, name=name, source=["gazette", "herald"])
    assert checked == printed.json()
    assert checked[-1]["verdict"] == "contradicted"
    assert "".join(f"{note}\n" for note in checked.notes) == printed.err


def test_draft_is_markdown_unless_its_name_says_otherwise(record: Record) -> None:
    places = [(c["file"], c["line"], c["column"]) for c in record.check_draft(DRAFT)]
    assert places == [("draft.md", 3, 1), ("draft.md", 3, 41)]


def test_draft_without_a_claim_is_an_error(record: Record) -> None:
    for text in ("", "Who paid?"):
        with pytest.raises(mss.DataError) as caught:
            record.check_draft(text)
        assert str(caught.value) == "draft.md: has no sentence that claims something"
    with pytest.raises(mss.DataError, match=r"^draft\.md: is not UTF-8"):
        record.check_draft("Norland sent \ud800 workers.")
    with pytest.raises(TypeError, match=r"^text must be a text, not b'x'$"):
        record.check_draft(b"x")  # type: ignore[arg-type]


def test_every_filter_is_a_keyword_with_the_name_of_its_option() -> None:
    assert set(get_type_hints(Filters)) == {p.name for p in parameters(TypedFilters)}


def test_every_keyword_of_a_method_is_an_option_of_its_command() -> None:
    named = {"fact": "show", "entities": "who", "promised_vs_delivered": "figures"}
    for method, options, _ in SAME:
        command = named.get(method, method)
        assert command in COMMANDS
        declared = {p.name for group in groups(runner(command)) for p in parameters(group)}
        assert set(options) <= declared


def test_dates_and_lists_are_read_as_their_texts(record: Record) -> None:
    by_date = record.facts(since=datetime.date(2024, 4, 1), who=["braga", "norland"])
    assert [fact["id"] for fact in by_date] == [
        *("braga-supports-bridge-2024-04", "council-welcomes-workers")
    ]


def test_stores_are_read_as_one(bridge: Path) -> None:
    with mss.open("bundled", bridge / "store") as both:
        assert repr(both).endswith(": 221 facts>")
        assert len(both.facts(source="gazette")) == 6


def test_articles_give_the_passages(bridge: Path) -> None:
    with mss.open(bridge / "store", articles=bridge / "articles") as opened:
        contexts = opened.fact("work-began")["contexts"]
        assert contexts
        assert contexts[0]
        assert contexts[0]["passage"] == "Work on the bridge began in Port Sable on 4 March 2024."


def test_answers_are_copies(record: Record) -> None:
    record.facts()[0]["sources"].append("mine")
    page = record.fact("work-began")
    page["evidence"].clear()
    assert all("mine" not in fact["sources"] for fact in record.facts())
    assert len(record.fact("work-began")["evidence"]) == 2


def test_nothing_found_says_why(record: Record) -> None:
    found = record.events(match="zzzz")
    assert found == []
    assert found.notes[0] == (
        "no facts: of 15 in the store, the filter for events leaves out 11; "
        "--match zzzz leaves out 4"
    )


@pytest.mark.parametrize(
    ("call", "error", "where"),
    [
        (lambda r: r.events(since="2024-13"), mss.UsageError, "--since"),
        (lambda r: r.facts(who="zzzz"), mss.UsageError, "--who"),
        (lambda r: r.facts(sort="size"), mss.UsageError, "--sort"),
        (lambda r: r.facts(match="x" * 2000), mss.UsageError, "--match"),
        (lambda r: r.check(""), mss.UsageError, ""),
        (lambda r: r.who("zzzz"), mss.NotFoundError, ""),
        (lambda r: r.fact("zzzz"), mss.NotFoundError, ""),
        (lambda _: mss.open("/no/such/store"), mss.DataError, None),
        (lambda _: mss.open(articles="/no/such/articles"), mss.DataError, None),
        (lambda _: mss.open(today="2024-13"), mss.UsageError, "--today"),
    ],
)
def test_wrong_argument_raises_an_error_with_its_place(
    record: Record, call: Any, error: type[mss.MssError], where: str | None
) -> None:
    with pytest.raises(error) as caught:
        call(record)
    assert caught.value.what
    assert where is None or caught.value.where == where


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"sinc": "2024"}, "events() has no option 'sinc'"),
        ({"json": True}, "events() has no option 'json'"),
        ({"measure": "boats"}, "events() has no option 'measure'"),
        ({"limit": "3"}, "limit must be a whole number, not '3'"),
        ({"limit": True}, "limit must be a whole number, not True"),
        ({"who": [3]}, "who must be a text or a date, not 3"),
        ({"since": 2024}, "since must be a text or a date, not 2024"),
        ({"since": ["2024", 3]}, "since must be a text or a date, not 3"),
        ({"sort": 1}, "sort must be a text or a date, not 1"),
    ],
)
def test_keyword_of_the_wrong_name_or_type_is_a_type_error(
    record: Record, options: dict[str, Any], line: str
) -> None:
    with pytest.raises(TypeError) as caught:
        record.events(**options)
    assert str(caught.value) == line


def test_answer_of_too_many_records_is_refused(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_FACTS_IN_MEMORY", 14)
    with pytest.raises(mss.UsageError, match="needs more than 14 facts in memory"):
        record.facts()


def test_missing_pandas_is_named(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(mss.UsageError) as caught:
        record.to_pandas()
    assert str(caught.value) == "to_pandas: pandas is not installed; pip install pandas"


def test_table_has_a_row_for_each_record(record: Record) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    table = record.figures().to_pandas()
    assert list(table["quantity.value"]) == [40_000_000, 55_000_000, 300, 120]
    assert list(table["stage"]) == ["planned", "planned", "pledged", "delivered"]


def test_table_of_no_record_has_the_columns_of_one(record: Record) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    for method, options, _ in SAME:
        answer = getattr(record, method)(**options)
        if isinstance(answer, mss.Rows):
            table = answer.to_pandas()
            assert list(answer[:0].to_pandas().columns) == list(table.columns)
            assert len(table) == len(answer)


def test_columns_are_those_of_csv(mss: Call, record: Record) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    header = mss("figures", "--format", "csv").out.splitlines()[0]
    assert list(record.figures().to_pandas().columns) == header.split(",")
    assert list(record.entities().to_pandas().columns) == [
        *("id", "kind", "name", "aliases", "summary", "represents", "gender", "facts")
    ]


def test_slice_keeps_the_notes(record: Record) -> None:
    answer = record.events(known_by="2024-12")
    assert [type(part) for part in (answer[:2], answer[::-1], answer[5:])] == [mss.Rows] * 3
    assert answer[:2].notes == answer[9:].notes == answer.notes != ()
    assert answer[:2] == list(answer)[:2]
    assert answer[0] == next(iter(answer))


def test_examples_of_the_guide_are_true() -> None:
    tested = doctest.testfile(str(ROOT / "docs" / "guide" / "python.md"), module_relative=False)
    assert (tested.failed, tested.attempted > 10) == (0, True)


def test_importing_the_package_loads_nothing_else() -> None:
    code = (
        "import sys, mss_cli\n"
        "print(sorted(m for m in sys.modules if m.startswith('mss_cli')), 'typer' in sys.modules)\n"
        "mss_cli.open\n"
        "print('typer' in sys.modules, 'rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "['mss_cli', 'mss_cli.errors'] False\nFalse False\n"
    with pytest.raises(AttributeError, match="has no attribute 'opne'"):
        _ = mss.opne
