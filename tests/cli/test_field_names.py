"""Headers, --fields and the keys of JSON use the same words, in every list and every format."""

import csv
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from conftest import Call
from support.calls import CALLS, PRINTING

from mss_cli.cli.session import Session
from mss_cli.output.formats import FORMATS
from mss_cli.output.result import Result, headed

LISTS = [
    *(CALLS[command] for command in PRINTING if command not in ("show", "check")),  # one record
    ["figures", "--promised-vs-delivered"],
    ["sources", "004"],
    ["search", "haiti", "--explain"],
    ["facts", "--kind", "stance"],
    ["facts", "--kind", "figure"],
    ["facts", "--kind", "statement"],
]


def headers(name: str, text: str) -> Iterator[str]:
    """Yield every header, or key, that an answer prints."""
    lines = text.splitlines()
    if name == "json":
        yield from _keys(json.loads(text))
    elif name == "ndjson":
        records = [json.loads(line) for line in lines]
        yield from _keys(records[0] if "entity" in records[0] else records)
    elif name == "csv":
        yield from next(csv.reader(lines))
    elif name == "tsv":
        yield from lines[0].split("\t")
    else:
        mark, between = ("| ---", r" \| ") if name == "markdown" else ("────", r"  +")
        for header, below in pairwise(lines):
            if below.startswith(mark):
                yield from re.split(between, header.replace("\\", "").strip("| "))


def _keys(answer: Any) -> Iterator[str]:
    """Yield the keys of the records of a list, or of the lists of a page."""
    records = answer if isinstance(answer, list) else _records(answer)
    yield from dict.fromkeys(key for record in records for key in record)


def _records(page: Any) -> list[Any]:
    pages = [page] if isinstance(page, dict) else page
    return [r for one in pages for part in one.values() if isinstance(part, list) for r in part]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "compact"])  # has none
@pytest.mark.parametrize("args", LISTS, ids=" ".join)
def test_fields_accept_every_header_that_is_printed(
    mss: Call, monkeypatch: pytest.MonkeyPatch, args: list[str], name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    if args[0] == "timeline" and name == "table":
        pytest.skip("the header of a drawing is its time axis")
    if args[:2] == ["figures", "--promised-vs-delivered"] and name == "table":
        pytest.skip("the columns of the comparison are the two values of `side`")
    answer = mss(*args, "--header", "--format", name)
    printed = list(headers(name, answer.out))
    assert printed
    again = mss(*args, "--format", name, "--fields", ",".join(printed))
    assert (again.code, again.out != "") == (0, True), again.err
    listed = mss(*args, "--format", name, "--fields", "?").err.rpartition("the fields are ")[2]
    known = [headed(field) for field in listed.strip().split(", ")]
    assert {headed(field.replace(" ", "_")) for field in printed} <= set(known)


@pytest.mark.parametrize("args", LISTS, ids=" ".join)
def test_header_of_each_column_is_the_name_of_its_field(
    mss: Call, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    printed: list[Result] = []
    real = Session.emit

    def emit(session: Session, result: Result, *rest: Any) -> int:
        printed.append(result)
        return real(session, result, *rest)

    monkeypatch.setattr(Session, "emit", emit)
    assert mss(*args, "--format", "tsv").code == 0
    (result,) = printed
    columns = [c for s in result.sections if s.audience != "people" for c in s.columns]
    assert [c.header for c in columns if c.header not in (headed(c.name), c.name)] == []


@pytest.mark.parametrize(
    ("args", "typed", "out"),
    [
        (("facts",), "Said by", "said_by"),
        (("figures",), "value", "quantity.value"),
        (("figures",), "Measure", "quantity.measure"),
        (("stances",), "HOLDER", "stance.holder"),
        (("sources",), "basis", "published.basis"),
        (("who", "ruto"), "Date precision", "date_precision"),
    ],
)
def test_header_as_people_read_it_names_its_field(
    mss: Call, args: tuple[str, ...], typed: str, out: str
) -> None:
    assert mss(*args, "--json", "--fields", typed) == mss(*args, "--json", "--fields", out)
    assert f'"{out}": ' in mss(*args, "--format", "ndjson", "--fields", typed).out


@pytest.mark.usefixtures("bridge")
def test_nested_record_is_one_text_in_a_column_and_columns_in_csv(mss: Call) -> None:
    one = ("figures", "--measure", "arrived", "-q", "--fields", "quantity,id")
    assert mss(*one).out == "about 120 workers\tworkers-120-arrived\n"
    assert mss(*one, "--json").json()[0]["quantity"]["value"] == 120
    assert mss(*one, "--format", "csv").out == (
        "quantity.value,quantity.low,quantity.high,quantity.qualifier,quantity.unit,"
        "quantity.measure,id\n120,,,about,workers,norland-workers-arrived,workers-120-arrived\n"
    )
    stance = mss("stances", "--by", "braga", "-q", "--fields", "stance", "--limit", "1").out
    assert stance == "joao-braga opposes: bridge\n"
    assert mss("sources", "herald", "-q", "--fields", "published").out == "2024-03\n"


@pytest.mark.usefixtures("bridge")
def test_page_can_be_cut_to_the_fields_of_its_entity(mss: Call) -> None:
    assert mss("who", "nunez", "--fields", "section,name,id", "-q").out.splitlines()[:2] == [
        "Entity\tAna Núñez\tana-nunez",
        "Roles\t\tnunez-mayor",
    ]
