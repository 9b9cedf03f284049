"""scripts/derive.py replaces quotations by spans and fills in derived fields."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ARTICLE, ROOT, Harbour, parts, write

from mss_cli.facts.passages import digest
from mss_cli.stores.articles import Articles
from scripts import derive


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/derive.py", *args],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def test_quotations_are_replaced_by_spans(harbour: Harbour) -> None:
    fact = harbour.parts["facts"][0]
    headline, body = fact["evidence"]
    passage = "Mayor Ana Núñez opened the harbour on 3 May 2021."
    assert (headline["start"], headline["end"]) == (0, 18)
    assert ARTICLE[body["start"] : body["end"]] == passage
    assert body["sha256"] == digest(passage)
    assert (headline["paragraph"], body["paragraph"]) == (1, 2)
    assert "quote" not in json.dumps(harbour.parts)
    assert (fact["date_start"], fact["date_precision"]) == ("2021-05-03", "day")
    assert fact["sources"] == ["harbour.txt"]


def test_quotation_must_occur_exactly_once(harbour: Harbour) -> None:
    for quote, count in (("Nowhere", 0), ("open", 2)):
        store = parts()
        store["facts"][0]["evidence"][0]["quote"] = quote
        with pytest.raises(
            ValueError, match=f"'{quote}' must occur once, but occurs {count} times"
        ):
            derive.derive(store, Articles(str(harbour.articles)))
    store = parts()
    store["facts"][0]["evidence"][0] |= {"quote": "open", "nth": 2}
    derive.derive(store, Articles(str(harbour.articles)))
    evidence = store["facts"][0]["evidence"][0]
    assert ARTICLE[evidence["start"] : evidence["end"]] == "open"
    assert evidence["start"] == ARTICLE.rindex("open")


def test_deriving_twice_changes_nothing(harbour: Harbour) -> None:
    before = json.dumps(harbour.parts)
    derive.derive(harbour.parts, None)
    assert json.dumps(harbour.parts) == before


def test_check_names_a_file_that_is_out_of_date(tmp_path: Path, harbour: Harbour) -> None:
    harbour.parts["facts"][0]["date_end"] = None
    store = str(write(tmp_path / "store", harbour.parts))
    assert run("--store", store).returncode == 0
    assert run("--store", store, "--check").returncode == 0
    facts = json.loads((tmp_path / "store" / "facts.json").read_text(encoding="utf-8"))
    assert facts[0]["date_end"] == "2021-05-03"
    facts[0]["sources"] = []
    (tmp_path / "store" / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    done = run("--store", store, "--check")
    assert done.returncode == 1
    assert done.stderr == "derive: facts.json is out of date; run 'python scripts/derive.py'\n"


FAULTS = [
    ({"relations": None}, "harbour-opened: the field 'relations' is missing"),
    ({"evidence": None}, "harbour-opened: the field 'evidence' is missing"),
    ({"date": "2021-5"}, "harbour-opened: '2021-5' is not an EDTF date of level 0 or 1"),
]


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_derive_error_names_the_fact_in_one_line(
    tmp_path: Path, harbour: Harbour, change: dict[str, str | None], message: str
) -> None:
    fact = harbour.parts["facts"][0]
    for name, value in change.items():
        if value is None:
            del fact[name]
        else:
            fact[name] = value
    done = run("--store", str(write(tmp_path / "store", harbour.parts)))
    assert (done.returncode, done.stderr) == (2, f"derive: {message}\n")


def test_unreadable_file_is_a_one_line_error(tmp_path: Path, harbour: Harbour) -> None:
    done = run("--store", str(tmp_path / "no"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    (harbour.store / "topics.json").write_text("[", encoding="utf-8")
    done = run("--store", str(harbour.store))
    assert done.returncode == 2
    assert done.stderr.startswith("derive: topics.json: ")
    assert done.stderr.count("\n") == 1


def test_quotation_without_its_closing_words_is_refused(harbour: Harbour) -> None:
    store = parts()
    store["facts"][0]["evidence"][1]["quote"] = "Mayor Ana…nowhere"
    with pytest.raises(ValueError, match="harbour-opened: 'nowhere' does not follow 'Mayor Ana'"):
        derive.derive(store, Articles(str(harbour.articles)))


def test_relation_to_unknown_fact_is_refused(harbour: Harbour) -> None:
    relation = {"type": "follows", "fact": "nowhere", "note": None}
    harbour.parts["facts"][0]["relations"] = [relation]
    with pytest.raises(ValueError, match="harbour-opened: there is no fact or source 'nowhere'"):
        derive.derive(harbour.parts, None)
