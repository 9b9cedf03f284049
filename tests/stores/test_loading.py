"""Stores of other people: mss validates them and names a problem in one line."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Harbour, write

from mss_cli.facts.kinds import KINDS
from mss_cli.stores.directory import PARTS, schema
from mss_cli.stores.validation import PATTERNS

Change = Callable[[dict[str, Any]], None]


def test_sound_store_answers_queries(mss: Call, harbour: Harbour) -> None:
    answer = mss("events", "--store", str(harbour.store))
    assert answer.code == 0
    assert answer.out == (
        "2021-05-03\tday\toccurred\tAna Núñez opened the harbour.\tharbour.txt\tharbour-opened\n"
    )
    assert answer.err == "1 fact (of 3 in the store)\n"


def test_store_option_overrides_environment(
    mss: Call, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSS_STORE", str(harbour.store))
    assert len(mss("facts", "--json").json()) == 3
    answer = mss("facts", "--store", "nowhere")
    assert answer.code == 2


def test_facts_may_be_in_ndjson(mss: Call, harbour: Harbour) -> None:
    lines = "".join(json.dumps(fact) + "\n" for fact in harbour.parts["facts"])
    (harbour.store / "facts.json").unlink()
    (harbour.store / "facts.ndjson").write_text(lines, encoding="utf-8")
    assert len(mss("facts", "--store", str(harbour.store), "--json").json()) == 3


def set_in(*path: Any, to: Any) -> Change:
    """Return a change that sets one nested value in the parts of a store."""

    def change(parts: dict[str, Any]) -> None:
        target: Any = parts
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = to

    return change


def duplicate_first(part: str) -> Change:
    """Return a change that adds the first record of a part again."""
    return lambda parts: parts[part].append(dict(parts[part][0]))


FACT = ("facts", 0)
EVIDENCE = (*FACT, "evidence", 0)
BAD_RECORDS = [
    (set_in(*FACT, "text", to=7), "facts.json[0] 'harbour-opened': text must be a string"),
    (set_in(*FACT, "id", to="Harbour-opened"), "facts.json[0] 'Harbour-opened': id must match"),
    (
        set_in(*FACT, "id", to="h\u0430rbour-opened"),
        "joined by hyphens), not 'h\\u0430rbour-opened'",
    ),
    (set_in(*FACT, "actors", 0, to="\u0430na-nunez"), "actors[0] must match pattern"),
    (set_in(*FACT, "kind", to="rumour"), "facts.json[0] 'harbour-opened': kind must be one of"),
    (set_in(*FACT, "actors", to=["nobody"]), "actors names an unknown entity 'nobody'"),
    (set_in(*FACT, "topics", to=["nothing"]), "topics names an unknown topic 'nothing'"),
    (
        set_in(*EVIDENCE, "source", to="other.txt"),
        "evidence[0] names an unknown source 'other.txt'",
    ),
    (set_in(*EVIDENCE, "source", to="../x"), "evidence[0].source must match pattern"),
    (set_in(*EVIDENCE, "end", to=99_999), "evidence[0] spans 0-99999, but harbour.txt has"),
    (set_in(*EVIDENCE, "sha256", to="00"), "evidence[0].sha256 must match pattern"),
    (set_in(*EVIDENCE, "reports", "date", to="soon"), "evidence[0].reports.date: 'soon' is not"),
    (set_in(*FACT, "evidence", to=[]), "evidence must contain at least 1 items"),
    (set_in(*FACT, "date", to="2021-13"), "date: months run from 01 to 12"),
    (
        set_in(*FACT, "date", to="2021"),
        "date_start and date_end must be 2021-01-01 and 2021-12-31, the bounds of 2021",
    ),
    (set_in(*FACT, "date_precision", to="year"), "date_precision must be 'day'"),
    (set_in(*FACT, "date_basis", to="none"), "date_basis must be 'none' if date is null"),
    (set_in(*FACT, "sources", to=[]), "sources must list the sources of the evidence"),
    (set_in(*FACT, "superseded_by", to=["ana-blue"]), "superseded_by does not match"),
    (
        set_in(
            *FACT,
            "relations",
            to=[{"type": "follows", "fact": "x", "note": None, "settled_by": None}],
        ),
        "'x'",
    ),
    (set_in(*FACT, "id", to="UP"), "id must match pattern"),
    (set_in(*FACT, "extra", to=1), "the record must not contain the field 'extra'"),
    (set_in("facts", 1, "quantity", to=None), "quantity must not be empty for the kind 'figure'"),
    (set_in("topics", 0, "broader", to="opening"), "broader leads back to the topic itself"),
    (set_in("topics", 0, "broader", to="above"), "broader names an unknown topic 'above'"),
    (set_in("sources", 0, "published", "edtf", to="May"), "published.edtf: 'May' is not an EDTF"),
    (set_in("sources", 0, "passages", 0, "end", to=99_999), "is outside the file"),
    (set_in("manifest", "coverage", "last", to="2020-01-01"), "coverage must be 2021-05-01 to"),
    (set_in("manifest", to={}), "manifest.json: the record must contain"),
    (set_in("entities", to={}), "entities.json: must be an array of records"),
    (
        set_in(*EVIDENCE, "start", to=0.0),
        "evidence[0]: start, end and paragraph must be whole",
    ),
    (
        set_in(*FACT, "phrases", to=["a b c d e f"]),
        "separated by single spaces), not 'a b c d e f'",
    ),
    (set_in("facts", 1, "quantity", "low", to=41), "quantity must have low <= value <= high"),
    (
        set_in("facts", 1, "quantity", "value", to=10**400),
        "quantity.value must be smaller than or equal to",
    ),
    (
        set_in("facts", 1, "relations", 0, "fact", to="boats-to-come"),
        "relations must not name the fact itself",
    ),
    (
        set_in("sources", 0, "published", "basis", to="none"),
        "published.basis must be 'none' if edtf is null",
    ),
    (set_in("sources", 0, "chars", to=137.0), "sentences must be whole numbers"),
    (set_in("topics", 0, "id", to="ana-nunez"), "an entity has the same id"),
    (
        lambda p: p["facts"][0]["evidence"].append(p["facts"][0]["evidence"][0]),
        "must contain unique",
    ),
    (
        lambda p: p["sources"].append({**p["sources"][0], "file": "HARBOUR.txt"}),
        "sources.json 'HARBOUR.txt': file differs from 'harbour.txt' only in case",
    ),
    (duplicate_first("facts"), "facts.json 'harbour-opened': id is used twice"),
    (duplicate_first("entities"), "entities.json 'ana-nunez': id is used twice"),
    (duplicate_first("topics"), "topics.json 'opening': id is used twice"),
    (duplicate_first("sources"), "sources.json 'harbour.txt': file is used twice"),
]


@pytest.mark.parametrize(
    ("change", "message"), BAD_RECORDS, ids=[message for _, message in BAD_RECORDS]
)
def test_invalid_record_is_named_in_one_line(
    mss: Call, harbour: Harbour, change: Change, message: str
) -> None:
    change(harbour.parts)
    write(harbour.store, harbour.parts)
    answer = mss("facts", "--store", str(harbour.store), "--json")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith(f"mss: store '{harbour.store}': ")
    assert message in answer.err
    assert answer.err.count("\n") == 1
    verified = mss("verify", "--store", str(harbour.store))
    assert verified.code == 1
    assert message.split(": ")[-1].replace("\\", "\\\\") in verified.out


BAD_FILES = [
    (b"{", "facts.json: is not JSON (line 1, column 2: unexpected end)"),
    (b"[1,]", "facts.json: is not JSON (line 1, column 4: unexpected ']')"),
    (b'[{"a": 1,\n }]', "facts.json: is not JSON (line 2, column 2: unexpected '}')"),
    (b'["a\nb"]', "facts.json: is not JSON (line 1, column 4: unexpected '\\n')"),
    (b"", "facts.json: is not JSON (line 1, column 1: unexpected end)"),
    (b"\xff[]", "facts.json: is not UTF-8 (line 1, byte 0)"),
    (b'[{"id": 1, "id": 2}]', "facts.json[0]: has the key 'id' twice in one object"),
    (b"[NaN]", "facts.json[0]: has NaN, which is not a JSON number"),
    (
        b'[{"a": "]"}, {"b": [,]}'.replace(b",]", b"NaN]"),
        "facts.json[1]: has NaN, which is not a JSON number",
    ),
    (b'{"a": NaN}', "facts.json: has NaN, which is not a JSON number"),
    (b"[1e999]", "facts.json[0]: has a number that is too large: 1e999"),
    (b"[" * 100_000, "facts.json[0]: is nested too deeply"),
    (b"[" + b"7" * 5000 + b"]", "facts.json[0]: has an integer with too many digits"),
    (b"[7]\0", "facts.json: is not JSON (line 1, column 4: unexpected '\\x00')"),
    ("[]".encode("utf-16"), "facts.json: is not UTF-8 (line 1, byte 0)"),
    (
        b'[{"' + b"k" * 999 + b'": 1, "' + b"k" * 999 + b'": 2}]',
        f"facts.json[0]: has the key '{'k' * 80}' twice",
    ),
    (b"{}", "facts.json: must be an array of records"),
    (b"[7]", "facts.json[0]: the record must be an object"),
]


@pytest.mark.parametrize(
    ("content", "message"), BAD_FILES, ids=[message for _, message in BAD_FILES]
)
def test_unparsable_file_is_named_in_one_line(
    mss: Call, harbour: Harbour, content: bytes, message: str
) -> None:
    (harbour.store / "facts.json").write_bytes(content)
    answer = mss("facts", "--store", str(harbour.store))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: store '{harbour.store}': {message}")
    assert answer.err.count("\n") == 1


def test_every_schema_pattern_is_explained() -> None:
    schemas = json.dumps([schema(part) for part in PARTS])
    patterns = {json.loads(text) for text in re.findall(r'"pattern": ("[^"]*")', schemas)}
    assert patterns == set(PATTERNS)


def test_byte_order_mark_is_ignored(mss: Call, harbour: Harbour) -> None:
    path = harbour.store / "topics.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert mss("topics", "--store", str(harbour.store)).code == 0


def test_syntax_error_in_ndjson_names_its_line(mss: Call, harbour: Harbour) -> None:
    (harbour.store / "facts.json").unlink()
    (harbour.store / "facts.ndjson").write_text("\n{}\n{\n", encoding="utf-8")
    answer = mss("facts", "--store", str(harbour.store))
    assert "facts.ndjson: is not JSON (line 3, column 2: unexpected end)" in answer.err


def test_missing_files_and_directories_are_named(mss: Call, harbour: Harbour) -> None:
    (harbour.store / "topics.json").unlink()
    answer = mss("facts", "--store", str(harbour.store))
    assert answer.code == 2
    assert answer.err == f"mss: store '{harbour.store}': topics.json: the file is missing\n"
    answer = mss("facts", "--store", str(harbour.store / "no"))
    assert answer.code == 2
    assert answer.err.startswith(
        f"mss: store: no directory '{harbour.store / 'no'}'; give a directory with"
    )
    answer = mss("verify", "--articles", str(harbour.store / "no"))
    assert answer.code == 2
    assert answer.err.startswith("mss: articles: no directory ")


def test_error_counts_problems_and_verify_lists_them(mss: Call, harbour: Harbour) -> None:
    for fact in harbour.parts["facts"]:
        fact["sources"] = []
    write(harbour.store, harbour.parts)
    answer = mss("facts", "--store", str(harbour.store))
    assert answer.err.endswith("; and 2 more; run 'mss verify --store DIR' to list them\n")
    verified = mss("verify", "--store", str(harbour.store), "--json")
    assert verified.code == 1
    assert [row["subject"] for row in verified.json()] == [
        "facts.json 'harbour-opened'",
        "facts.json 'boats-to-come'",
        "facts.json 'ana-blue'",
    ]
    assert verified.err == "3 checks failed\n"


def test_verify_lists_problems_of_all_files_at_once(mss: Call, harbour: Harbour) -> None:
    opened, boats, blue = harbour.parts["facts"]
    opened.update(kind="rumour", text="", colour="blue")
    del opened["phrases"]
    boats["actors"] = ["nobody"]
    blue["relations"] = [{**boats["relations"][0], "fact": "unheard"}]
    write(harbour.store, harbour.parts)
    rows = mss("verify", "--store", str(harbour.store), "--fields", "subject,detail").out
    first = "facts.json[0] 'harbour-opened'\t"
    assert rows.splitlines() == [
        f"{first}the record must contain the field 'phrases'",
        f"{first}kind must be one of {list(KINDS)}",
        f"{first}text must be longer than or equal to 1 characters",
        f"{first}the record must not contain the field 'colour'",
        "facts.json 'boats-to-come'\tactors names an unknown entity 'nobody'",
        "facts.json 'ana-blue'\trelations names an unknown fact 'unheard'",
    ]
    (harbour.store / "topics.json").write_text("[}", encoding="utf-8")
    rows = mss("verify", "--store", str(harbour.store), "--fields", "subject,detail").out
    assert rows.startswith("topics.json\tis not JSON (line 1, column 2: unexpected '}')\n" + first)
    assert rows.endswith("\nthe rest of the store\tit cannot be read\n")
    assert "names an unknown" not in rows  # not checked, because topics.json is missing


def test_checks_stop_after_a_thousand_problems(mss: Call, harbour: Harbour) -> None:
    (harbour.store / "topics.json").write_text(json.dumps([7] * 2000), encoding="utf-8")
    answer = mss("facts", "--store", str(harbour.store))
    assert answer.err == (
        f"mss: store '{harbour.store}': topics.json[0]: the record must be an object; "
        "and at least 999 more; run 'mss verify --store DIR' to list them\n"
    )
    rows = mss("verify", "--store", str(harbour.store), "--json").json()
    assert len(rows) == 1001
    assert rows[-1]["detail"] == "after 1,000 problems no more are looked for"


def test_cycles_and_long_chains_of_broader_are_refused_quickly(mss: Call, harbour: Harbour) -> None:
    many = 30_000  # walking to the top from each of them would take minutes
    topic = harbour.parts["topics"][0]
    chain = [{**topic, "id": f"t{n}", "broader": f"t{n + 1}"} for n in range(many)]
    harbour.parts["topics"] += [*chain, {**topic, "id": f"t{many}", "broader": None}]
    write(harbour.store, harbour.parts)
    assert mss("facts", "--store", str(harbour.store)).err.endswith(
        f": topics.json 't{many - 101}': has more than 100 topics above it\n"
    )
    harbour.parts["topics"][-1]["broader"] = f"t{many - 1}"
    write(harbour.store, harbour.parts)
    assert f": topics.json 't{many - 1}': broader leads back to the topic itself" in (
        mss("facts", "--store", str(harbour.store)).err
    )
    harbour.parts["topics"][1:] = chain[-101:-1]
    harbour.parts["topics"][-1]["broader"] = None
    write(harbour.store, harbour.parts)
    assert mss("facts", "--store", str(harbour.store)).code == 0


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("pipe", "is not a regular file"),
        ("directory", "is not a regular file"),
        ("device", "is a symbolic link that points outside its directory"),
        ("link out", "is a symbolic link that points outside its directory"),
        ("dangling", "is a symbolic link that points outside its directory"),
        (
            "huge",
            "its JSON files have 65 MB, but mss reads at most 64 MB; "
            "put the facts in facts.ndjson, one per line",
        ),
    ],
)
@pytest.mark.parametrize("part", ["topics", "labels"])
def test_only_bounded_regular_files_inside_the_store_are_read(
    tmp_path: Path, mss: Call, harbour: Harbour, part: str, kind: str, message: str
) -> None:
    path = harbour.store / f"{part}.json"
    content = path.read_bytes() if path.exists() else b"[]"
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    elif kind in ("device", "dangling"):
        path.symlink_to("/dev/zero" if kind == "device" else tmp_path / "nowhere")
    elif kind == "link out":
        (tmp_path / "elsewhere.json").write_bytes(content)
        path.symlink_to(tmp_path / "elsewhere.json")
    else:
        path.write_bytes(content)
        os.truncate(path, 65_000_000)
    answer = mss("facts", "--store", str(harbour.store), "--json")
    assert (answer.code, answer.out) == (2, "")
    named = message if kind == "huge" else f"{part}.json: {message}"
    assert answer.err == f"mss: store '{harbour.store}': {named}\n"


def test_symbolic_link_inside_the_store_is_followed(mss: Call, harbour: Harbour) -> None:
    path = harbour.store / "topics.json"
    path.rename(harbour.store / "topics-2.json")
    path.symlink_to("topics-2.json")
    assert mss("facts", "--store", str(harbour.store)).code == 0


def test_overlong_line_is_refused_unread(mss: Call, harbour: Harbour) -> None:
    (harbour.store / "facts.json").unlink()
    with (harbour.store / "facts.ndjson").open("wb") as file:
        file.write(b"\n" + b" " * 17_000_000)
    answer = mss("facts", "--store", str(harbour.store))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith("mss: facts.ndjson line 2: is longer than 4 MB\n")


def test_facts_in_both_json_and_ndjson_are_refused(mss: Call, harbour: Harbour) -> None:
    (harbour.store / "facts.ndjson").write_text("", encoding="utf-8")
    answer = mss("facts", "--store", str(harbour.store))
    assert answer.code == 2
    assert "facts: the store has both facts.json and facts.ndjson" in answer.err


@pytest.mark.parametrize("name", ["date", "superseded", "a--b", "-a", "a-"])
def test_reserved_ids_are_refused(mss: Call, harbour: Harbour, name: str) -> None:
    harbour.parts["facts"][2]["id"] = name
    write(harbour.store, harbour.parts)
    answer = mss("facts", "--store", str(harbour.store))
    assert (answer.code, answer.out) == (2, "")
    assert f"'{name}': " in answer.err


def test_facts_that_supersede_each_other_are_refused(mss: Call, harbour: Harbour) -> None:
    first, second = harbour.parts["facts"][:2]
    for fact, other in ((first, second), (second, first)):
        fact["relations"] = [
            {"type": "supersedes", "fact": other["id"], "note": None, "settled_by": None}
        ]
        fact["superseded_by"] = [other["id"]]
    write(harbour.store, harbour.parts)
    answer = mss("facts", "--store", str(harbour.store))
    assert answer.code == 2
    assert "supersedes relations lead back to the fact itself" in answer.err


def test_verify_fails_for_an_unaccounted_sentence(mss: Call, harbour: Harbour) -> None:
    harbour.parts["sources"][0]["passages"] = []
    write(harbour.store, harbour.parts)
    answer = mss("verify", "--store", str(harbour.store))
    assert answer.code == 1
    assert "coverage\tharbour.txt 133-164\tfailed\tthe sentence is neither cited" in answer.out


def test_verify_fails_for_wording_that_is_not_in_its_passage(mss: Call, harbour: Harbour) -> None:
    harbour.parts["facts"][0]["evidence"][1]["reports"]["wording"] = "closed"
    write(harbour.store, harbour.parts)
    answer = mss("verify", "--store", str(harbour.store), "--articles", str(harbour.articles))
    assert answer.code == 1
    assert "failed\tthe passage does not contain the wording 'closed'" in answer.out


# --- verify against articles --------------------------------------------------------------


def test_unchanged_articles_verify(mss: Call, harbour: Harbour) -> None:
    answer = mss("verify", "--store", str(harbour.store), "--articles", str(harbour.articles))
    assert answer.code == 0
    assert answer.out.splitlines()[2:] == [
        "coverage\t\tok\t5 sentences accounted for",
        "article\tharbour.txt\tok\t4 spans and digests",
    ]
    assert answer.err == "everything was checked and holds\n"


def test_verify_without_articles_says_what_it_did_not_check(mss: Call, harbour: Harbour) -> None:
    answer = mss("verify", "--store", str(harbour.store))
    assert answer.code == 0
    assert answer.out.splitlines()[3] == (
        "article\tharbour.txt\tnot checked\tno articles at hand: give --articles DIR"
    )
    assert answer.err == "nothing failed; 1 article not checked\n"


def test_verify_names_a_passage_with_one_changed_character(mss: Call, harbour: Harbour) -> None:
    path = harbour.articles / "harbour.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("3 May", "8 May"), encoding="utf-8")
    answer = mss("verify", "--store", str(harbour.store), "--articles", str(harbour.articles))
    assert answer.code == 1
    assert answer.out.splitlines()[3:] == [
        "article\tharbour.txt\tfailed\tthe article has changed: its SHA-256 differs from "
        "sources.json",
        "article\tharbour.txt 'harbour-opened' evidence[1]\tfailed\tthe passage's SHA-256 differs "
        "from the recorded one",
    ]
    assert answer.err == "2 checks failed\n"


def test_verify_fails_for_a_missing_article(mss: Call, harbour: Harbour) -> None:
    (harbour.articles / "harbour.txt").unlink()
    answer = mss("verify", "--store", str(harbour.store), "--articles", str(harbour.articles))
    assert answer.code == 1
    assert "article\tharbour.txt\tfailed\tthe file is missing" in answer.out


def test_article_linked_from_outside_its_directory_is_not_shown(
    tmp_path: Path, mss: Call, harbour: Harbour
) -> None:
    secret = tmp_path / "secret"
    (harbour.articles / "harbour.txt").rename(secret)
    (harbour.articles / "harbour.txt").symlink_to(secret)
    at = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    answer = mss("show", "harbour-opened", *at)
    assert "Mayor" not in answer.out
    assert "is a symbolic link that points outside its directory" in answer.out + answer.err
    verified = mss("verify", *at)
    assert verified.code == 1
    assert (
        "article\tharbour.txt\tfailed\tis a symbolic link that points outside its directory\n"
        in verified.out
    )


def test_source_file_name_may_not_leave_the_article_directory(
    tmp_path: Path, harbour: Harbour
) -> None:
    from mss_cli.stores.loading import examine

    harbour.parts["sources"][0]["file"] = "../store/facts.json"
    problems, _ = examine(str(write(harbour.store, harbour.parts)))
    assert [p.what[:23] for p in problems] == ["file must match pattern"]
