"""Citations: every style, pinned, and nothing made up."""

import subprocess
from typing import Any, cast

import pytest
from conftest import Call, Harbour

from mss_cli.facts.model import Source
from mss_cli.output.citations import Pin, citation
from mss_cli.stores.directory import PARTS, bundled_directory, fingerprint
from mss_cli.stores.loading import load

STORE = load()
PIN = Pin("harbour", "1.2", "f" * 64)


def cited(harbour: Harbour, **changes: Any) -> dict[str, Any]:
    fact = next(f for f in harbour.parts["facts"] if f["id"] == "harbour-opened")
    source = cast(Source, harbour.parts["sources"][0] | changes)
    return citation(source, PIN, fact)


def test_a_footnote_names_passages_and_what_pins_them(harbour: Harbour) -> None:
    headline, body = (e["sha256"][:16] for e in harbour.parts["facts"][0]["evidence"])
    assert cited(harbour)["footnote"] == (
        "“Blue Harbour opens”, publisher not stated, published in May 2021 (inferred), "
        f"harbour.txt, paragraph 1, characters 0–18 (SHA-256 {headline}…); paragraph 2, "
        f"characters 20–69 (SHA-256 {body}…). Cited from harbour 1.2 (SHA-256 ffffffffffffffff…), "
        "fact harbour-opened."
    )


def test_what_a_source_does_not_print_stays_unknown(harbour: Harbour) -> None:
    unknown = {"edtf": None, "basis": "none", "note": None}
    bare = cited(harbour, title=None, published=unknown)
    assert bare["footnote"].startswith(
        "Untitled article [The opening], publisher not stated, date of publication unknown, "
    )
    assert "title =" not in bare["bibtex"]
    assert "year =" not in bare["bibtex"]
    assert "title and publisher not stated" in bare["bibtex"]
    assert not {"title", "publisher", "issued"} & set(bare["csl"])


def test_bibtex_escapes_what_latex_would_obey(harbour: Harbour) -> None:
    entry = cited(harbour, title="50% of {A} & B_1 #2 $3 ~x^y \\end", publisher="A & B")["bibtex"]
    assert (
        r"title = {{50\% of \textbraceleft{}A\textbraceright{} \& B\_1 \#2 \$3 "
        r"\textasciitilde{}x\textasciicircum{}y "
        r"\textbackslash{}end}}," in entry
    )
    assert r"publisher = {A \& B}," in entry
    assert entry.startswith("@misc{harbour-opened.harbour.txt,\n")
    assert entry.endswith("},\n}")


DATES = [
    ("2024-09-30", "explicit", {"date-parts": [[2024, 9, 30]]}, "on 30 September 2024"),
    ("2024", "explicit", {"date-parts": [[2024]]}, "in 2024"),
    (
        "2024-09-21/2024-10",
        "inferred",
        {"date-parts": [[2024, 9, 21], [2024, 10]], "circa": True},
        "between 21 September 2024 and the end of October 2024 (inferred)",
    ),
    ("2024-10~", "explicit", {"date-parts": [[2024, 10]], "circa": True}, "in 2024-10~"),
    ("2024-09-30~", "explicit", {"date-parts": [[2024, 9, 30]], "circa": True}, "on 2024-09-30~"),
    ("2024-10-XX", "explicit", None, "in 2024-10-XX"),
    ("2024-XX", "explicit", None, "in 2024-XX"),
    ("../2024-10", "explicit", None, "by October 2024"),
]


@pytest.mark.parametrize(("edtf", "basis", "issued", "words"), DATES)
def test_dates_of_publication_in_csl_and_in_words(
    harbour: Harbour, edtf: str, basis: str, issued: Any, words: str
) -> None:
    told = cited(harbour, published={"edtf": edtf, "basis": basis, "note": None})
    assert told["csl"].get("issued") == issued
    assert f"published {words}, harbour.txt" in told["footnote"]


def test_a_year_is_given_only_where_it_can_be_only_one(harbour: Harbour) -> None:
    def year(edtf: str) -> bool:
        published = {"edtf": edtf, "basis": "inferred", "note": None}
        return "year = {2024}," in cited(harbour, published=published)["bibtex"]

    assert [year(e) for e in ("2024", "2024-01/2024-12", "2023-12/2024", "../2024")] == [
        *(True, True, False, False),
    ]


def test_every_source_of_a_fact_is_cited(mss: Call) -> None:
    answer = mss("cite", "ruto-visits-haiti")
    assert answer.code == 0
    assert [line.split(".txt")[0][-20:] for line in answer.out.splitlines()] == [
        *("000_b366583df173b4b8", "002_c576f9b1fd7ffba3", "003_ff6088571e946dc1"),
    ]
    assert answer.err == "3 citations\n"


def test_a_source_as_a_whole_is_cited_by_its_file(mss: Call) -> None:
    (record,) = mss("cite", "004", "--json").json()
    assert (record["fact"], record["id"]) == (None, "004_8cec4203320b9d43.txt")
    digest = fingerprint(bundled_directory())[:16]
    assert mss("cite", "004_8cec4203320b9d43.txt").out == (
        "“UN Chief backs Kenya’s push for Haiti security mission support”, Radio Generation "
        "Kenya, published between 19 August 2025 and the end of August 2025 (inferred), "
        "004_8cec4203320b9d43.txt, SHA-256 6f4da9ee855fd345…. Cited from mss-haiti 1.0.0 "
        f"(SHA-256 {digest}…).\n"
    )


def test_a_beginning_of_a_fact_and_of_a_source_is_ambiguous(mss: Call, harbour: Harbour) -> None:
    answer = mss("cite", "harbour", "--store", str(harbour.store))
    assert (answer.code, answer.err) == (
        1,
        "mss: 'harbour' is the start of several names; harbour.txt, harbour-opened\n",
    )
    assert mss("cite", "harbour.txt", "--store", str(harbour.store)).code == 0


def test_styles_are_printed_as_they_stand_and_records_have_all(mss: Call) -> None:
    records = mss("cite", "vote-un", "--json").json()
    assert mss("cite", "vote-un").out == records[0]["footnote"] + "\n"
    assert mss("cite", "vote-un", "--style", "bibtex").out == records[0]["bibtex"] + "\n"
    assert mss("cite", "vote-un", "-s", "csl-json").json() == [records[0]["csl"]]
    assert mss("cite", "vote-un", "--format", "csv").out.startswith("id,fact,source,footnote,")


USAGE = [
    (["cite", "qq", "--style", "bibtex"], 1, "no fact has the id 'qq'; "),
    (["cite", "vote"], 1, "'vote' is the start of several ids; vote-scheduled-2024-09-30, "),
    (
        ["cite", "00"],
        1,
        "'00' is the start of several names; 000_b366583df173b4b8.txt, 001_a18d88aab99c",
    ),
    (["cite", "vote-un", "--fields", ""], 2, "--fields: no field is named; the fields are id,"),
    (["cite", "vote-un", "--style", "apa"], 2, "--style: unknown value 'apa'; use one of footnote"),
    (
        ["cite", "vote-un", "--style", "bibtex", "--json"],
        2,
        "--style: a style cannot be combined with a format",
    ),
]


@pytest.mark.parametrize(("args", "code", "said"), USAGE, ids=[" ".join(a) for a, *_ in USAGE])
def test_what_cannot_be_cited_is_one_line(mss: Call, args: list[str], code: int, said: str) -> None:
    answer = mss(*args)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(f"mss: {said}")
    assert answer.err.count("\n") == 1


def test_the_stores_digest_can_be_recomputed_with_other_tools(mss: Call) -> None:
    files = [f"{bundled_directory()}/{part}.json" for part in PARTS]
    done = subprocess.run(
        f"cat {' '.join(files)} | sha256sum", shell=True, capture_output=True, text=True, check=True
    )
    assert fingerprint(bundled_directory()) == done.stdout.split()[0]
    assert fingerprint(bundled_directory())[:16] in mss("cite", "vote-un").out
    assert fingerprint(bundled_directory()) in mss("verify").out


def test_every_fact_can_be_cited(mss: Call) -> None:
    for fact in STORE.facts:
        assert len(mss("cite", fact["id"], "-q").out.splitlines()) == len(fact["sources"])
