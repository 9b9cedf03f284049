"""mss export ftm: the statements, entity by entity. tests/tools reads them with FollowTheMoney."""

import csv
from hashlib import sha1
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Harbour

from mss_cli.output.exports import ftm
from mss_cli.stores.extract import Extract
from mss_cli.stores.memory import MemoryStore


def extract_of(harbour: Harbour) -> Extract:
    """Return an extract of the small store as its parts are now, valid or not."""
    empty: dict[str, Any] = {"labels": [], "synonyms": [], "measures": [], "wording": []}
    return Extract(MemoryStore({**empty, **harbour.parts}, str(harbour.store)))


def parsed(text: str) -> list[dict[str, str]]:
    """Return the statements of a file."""
    return list(csv.DictReader(StringIO(text, newline=""), dialect="unix"))


def values(rows: list[dict[str, str]], entity: str) -> list[tuple[str, str, str]]:
    """Return property, value and origin of the statements of an entity."""
    found = [row for row in rows if row["entity_id"] == entity]
    return [(row["prop"], row["value"], row["origin"]) for row in found]


@pytest.fixture
def file(mss: Call, bridge: Path, tmp_path: Path) -> Path:
    """Return the statements of the invented record of the bridge."""
    path = tmp_path / "bridge.csv"
    answer = mss("export", "ftm", "-o", str(path))
    size = f"{path.stat().st_size / 1000:.0f} kB"
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote {path}: 15 facts, {size}\n")
    return path


@pytest.fixture
def rows(file: Path) -> list[dict[str, str]]:
    return parsed(file.read_text(encoding="utf-8"))


def test_statement_has_every_column_and_an_id_of_its_content(rows: list[dict[str, str]]) -> None:
    row = next(r for r in rows if r["value"] == "João Braga")
    key = "bridge.bridge.entity.joao-braga.name.João Braga"
    assert row == {
        "canonical_id": "bridge.entity.joao-braga",
        "entity_id": "bridge.entity.joao-braga",
        "prop": "name",
        "prop_type": "name",
        "schema": "Person",
        "value": "João Braga",
        "dataset": "bridge",
        "origin": "",
        "lang": "",
        "original_value": "",
        "external": "f",
        "first_seen": "",
        "last_seen": "",
        "id": sha1(key.encode()).hexdigest(),
    }
    assert list(row) == list(ftm.COLUMNS)


def test_fact_of_two_articles_is_an_event_with_two_proofs(rows: list[dict[str, str]]) -> None:
    text = "About 120 workers from Norland had come to Port Sable by March 2024."
    found = values(rows, "bridge.fact.workers-120-arrived")
    assert found[:-2] == [
        ("id", "bridge.fact.workers-120-arrived", ""),
        ("name", text, ""),
        ("summary", text, ""),
        ("recordId", "workers-120-arrived", ""),
        ("date", "2024-03", ""),
        ("description", "Status: occurred", ""),
        ("description", "Date: in March 2024 (inferred)", ""),
        ("description", "Workers arrived: about 120 workers", ""),
        ("keywords", "figure", ""),
        ("keywords", "occurred", ""),
        ("keywords", "Workers", ""),
        ("location", "Port Sable", ""),
        ("addressEntity", "bridge.entity.port-sable", ""),
        ("involved", "bridge.entity.norland", ""),
        ("proof", "bridge.source.herald.txt", "herald.txt"),
        ("proof", "bridge.source.tribune.txt", "tribune.txt"),
    ]
    assert [(prop, origin) for prop, _, origin in found[-2:]] == [
        ("notes", "herald.txt"),
        ("notes", "tribune.txt"),
    ]


def test_plan_is_marked_and_rests_on_its_article(rows: list[dict[str, str]]) -> None:
    text = (
        "Planned: The bridge was to cost 40 million crowns, by the estimate of the Harbour Council."
    )
    found = values(rows, "bridge.fact.cost-40-million")
    assert ("name", text, "gazette.txt") in found
    assert ("summary", text, "gazette.txt") in found
    assert ("description", "Said by: Harbour Council", "gazette.txt") in found
    assert ("description", "Status: planned, superseded", "gazette.txt") in found
    assert ("involved", "bridge.entity.harbour-council", "gazette.txt") in found


def test_holder_of_a_stance_is_involved(rows: list[dict[str, str]]) -> None:
    found = values(rows, "bridge.fact.braga-opposes-bridge-2023")
    assert ("involved", "bridge.entity.joao-braga", "gazette.txt") in found
    position = "Position: João Braga opposes: The bridge"
    assert ("description", position, "gazette.txt") in found


def test_article_has_a_date_only_as_precise_as_known(rows: list[dict[str, str]]) -> None:
    sha256 = next(
        r["value"] for r in rows if r["entity_id"].endswith("gazette.txt") and r["prop"] == "notes"
    )
    assert values(rows, "bridge.source.gazette.txt") == [
        (prop, value, "" if prop == "id" else "gazette.txt")
        for prop, value in (
            ("id", "bridge.source.gazette.txt"),
            ("fileName", "gazette.txt"),
            ("title", "Town wants a bridge"),
            ("publisher", "Sable Gazette"),
            ("summary", "Town wants a bridge"),
            ("publishedAt", "2023-05-09"),
            ("description", "Published on 9 May 2023"),
            ("notes", sha256),
        )
    ]


@pytest.mark.parametrize(
    ("edtf", "moment"),
    [
        ("2021-05-03", "2021-05-03"),
        ("2021-05-03/2021-05-09", "2021-05"),
        ("2021-05-20/2021-05", "2021-05"),
        ("2021-05-20/2021-06", "2021"),
        ("2021/2022", None),
        ("../2021", None),
        ("2021/..", None),
        ("2021-05~", "2021-05"),
        ("202X", None),
    ],
)
def test_day_of_publication_is_what_the_whole_range_shares(
    harbour: Harbour, edtf: str, moment: str | None
) -> None:
    harbour.parts["sources"][0]["published"]["edtf"] = edtf
    found = values(parsed("".join(ftm.text(extract_of(harbour)))), "harbour.source.harbour.txt")
    assert [value for prop, value, _ in found if prop == "publishedAt"] == [moment] * bool(moment)


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("2021-05", [("date", "2021-05")]),
        ("2021-05-03~", [("date", "2021-05-03")]),
        ("2021-05-03/2021-06", [("startDate", "2021-05-03"), ("endDate", "2021-06")]),
        ("../2021", [("endDate", "2021")]),
        ("2021/..", [("startDate", "2021")]),
        ("202X", [("startDate", "2020"), ("endDate", "2029")]),
        (None, []),
    ],
)
def test_range_has_a_start_and_an_end(
    harbour: Harbour, edtf: str | None, dates: list[tuple[str, str]]
) -> None:
    harbour.parts["facts"][0]["date"] = edtf
    found = values(parsed("".join(ftm.text(extract_of(harbour)))), "harbour.fact.harbour-opened")
    assert [(prop, value) for prop, value, _ in found if "date" in prop.lower()] == dates


def test_relation_and_representation_are_links(harbour: Harbour) -> None:
    harbour.parts["entities"][0]["represents"] = ["town", "blue-harbour"]
    town = {**harbour.parts["entities"][1], "id": "town", "kind": "organization", "name": "Town"}
    harbour.parts["entities"].append(town)
    boats = next(fact for fact in harbour.parts["facts"] if fact["id"] == "boats-to-come")
    boats["relations"][0] |= {"note": "Later.", "settled_by": "A list."}
    rows = parsed("".join(ftm.text(extract_of(harbour))))
    assert [
        (prop, value)
        for prop, value, _ in values(rows, "harbour.relation.boats-to-come.follows.harbour-opened")
    ][1:] == [
        ("subject", "harbour.fact.boats-to-come"),
        ("object", "harbour.fact.harbour-opened"),
        ("role", "follows"),
        ("summary", "Later."),
        ("description", "Would be settled by: A list."),
    ]
    links = [row["entity_id"] for row in rows if row["schema"] == "Representation"]
    assert set(links) == {"harbour.entity.ana-nunez.represents.town"}  # a place has no agents


def test_document_is_only_a_keyword(harbour: Harbour) -> None:
    harbour.parts["entities"][1]["kind"] = "document"
    harbour.parts["facts"][0] |= {"about": ["blue-harbour"], "places": []}
    rows = parsed("".join(ftm.text(extract_of(harbour))))
    assert values(rows, "harbour.entity.blue-harbour") == []
    found = values(rows, "harbour.fact.harbour-opened")
    assert ("keywords", "Blue Harbour", "harbour.txt") in found
    assert [value for prop, value, _ in found if prop == "involved"] == ["harbour.entity.ana-nunez"]


@pytest.mark.parametrize("file", ["a_b.txt", "a-b_", "é.txt", "x" * 250, 'a"b', "a b"])
def test_ids_are_what_followthemoney_takes(harbour: Harbour, file: str) -> None:
    source = harbour.parts["sources"][0]
    other = {**source, "file": file.replace("_", "-") + "-"}
    harbour.parts["sources"] = [source | {"file": file}, other]
    harbour.parts["facts"] = []
    rows = parsed("".join(ftm.text(extract_of(harbour))))
    ids = {row["entity_id"] for row in rows if row["schema"] == "Article"}
    assert len(ids) == 2
    for identifier in ids:
        assert len(identifier) <= 200
        assert identifier.isascii()
        assert identifier.replace(".", "").replace("-", "").isalnum()
        assert identifier[-1].isalnum()


def test_hostile_text_stays_one_value(harbour: Harbour) -> None:
    bad = 'a","b"\nc\x00\u202e;'
    harbour.parts["facts"][0]["text"] = bad
    harbour.parts["entities"][0]["name"] = bad
    rows = parsed("".join(ftm.text(extract_of(harbour))))
    found = values(rows, "harbour.fact.harbour-opened")
    assert found[1][1] == 'a","b" c\\x00\\u202e;'  # a name is one line
    assert found[2][1] == 'a","b"\nc\\x00\\u202e;'
    assert values(rows, "harbour.entity.ana-nunez")[1][1] == 'a","b" c\\x00\\u202e;'


def test_long_name_is_cut_and_the_summary_is_whole(harbour: Harbour) -> None:
    harbour.parts["facts"][0]["text"] = "word " * 100
    found = values(parsed("".join(ftm.text(extract_of(harbour)))), "harbour.fact.harbour-opened")
    assert found[1][1] == "word " * 75 + "word" + "…"
    assert found[2][1] == ("word " * 100).strip()


def test_nothing_selected_is_a_valid_file(mss: Call, bridge: Path) -> None:
    answer = mss("export", "ftm", "-o", "-", "--match", "zzzz")
    rows = parsed(answer.out)
    assert answer.code == 0
    assert {row["schema"] for row in rows} == {
        *("Article", "Person", "Organization", "PublicBody", "Address")
    }


def test_statements_of_an_entity_stand_together(rows: list[dict[str, str]]) -> None:
    ids = [row["canonical_id"] for row in rows]
    starts = [one for one, before in zip(ids, [None, *ids], strict=False) if one != before]
    assert len(starts) == len(set(starts)) == 3 + 5 + 15 + 5
    assert len({row["id"] for row in rows}) == len(rows)
