"""Citations: every style, with digests, and nothing invented."""

import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest
from conftest import Call, Harbour

from mss_cli.facts.model import Source
from mss_cli.output.citations import Pin, citation
from mss_cli.stores.directory import PARTS, fingerprint

PIN = Pin("harbour", "1.2", "f" * 64)


def cited(harbour: Harbour, **changes: Any) -> dict[str, Any]:
    fact = next(f for f in harbour.parts["facts"] if f["id"] == "harbour-opened")
    source = cast(Source, harbour.parts["sources"][0] | changes)
    return citation(source, PIN, fact)


def test_footnote_names_passages_with_digests_and_the_store(harbour: Harbour) -> None:
    headline, body = (e["sha256"][:16] for e in harbour.parts["facts"][0]["evidence"])
    assert cited(harbour)["footnote"] == (
        "“Blue Harbour opens”, publisher not stated, published in May 2021 (inferred), "
        f"harbour.txt, paragraph 1, characters 0–18 (SHA-256 {headline}…); paragraph 2, "
        f"characters 20–69 (SHA-256 {body}…). Cited from harbour 1.2 (SHA-256 ffffffffffffffff…), "
        "fact harbour-opened."
    )


def test_missing_title_publisher_and_date_stay_unknown(harbour: Harbour) -> None:
    unknown = {"edtf": None, "basis": "none", "note": None}
    bare = cited(harbour, title=None, published=unknown)
    assert bare["footnote"].startswith(
        "Untitled article [The opening], publisher not stated, date of publication unknown, "
    )
    assert "title =" not in bare["bibtex"]
    assert "year =" not in bare["bibtex"]
    assert "title and publisher not stated" in bare["bibtex"]
    assert not {"title", "publisher", "issued"} & set(bare["csl"])


def test_byline_is_the_author_in_every_style(harbour: Harbour) -> None:
    found = cited(harbour, byline="Ana Núñez & Bo Li")
    assert found["footnote"].startswith("Ana Núñez & Bo Li, “Blue Harbour opens”, publisher")
    assert r"  author = {{Ana Núñez \& Bo Li}}," in found["bibtex"]
    assert found["csl"]["author"] == [{"literal": "Ana Núñez & Bo Li"}]


def test_bibtex_escapes_latex_specials(harbour: Harbour) -> None:
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
def test_publication_date_in_csl_and_in_words(
    harbour: Harbour, edtf: str, basis: str, issued: Any, words: str
) -> None:
    told = cited(harbour, published={"edtf": edtf, "basis": basis, "note": None})
    assert told["csl"].get("issued") == issued
    assert f"published {words}, harbour.txt" in told["footnote"]


def test_bibtex_has_a_year_only_if_one_year_is_possible(harbour: Harbour) -> None:
    def year(edtf: str) -> bool:
        published = {"edtf": edtf, "basis": "inferred", "note": None}
        return "year = {2024}," in cited(harbour, published=published)["bibtex"]

    assert [year(e) for e in ("2024", "2024-01/2024-12", "2023-12/2024", "../2024")] == [
        *(True, True, False, False),
    ]


@pytest.mark.usefixtures("bridge")
def test_every_source_of_a_fact_is_cited(mss: Call) -> None:
    answer = mss("cite", "work-b")
    assert answer.code == 0
    assert [line.split(".txt")[0].rpartition(" ")[2] for line in answer.out.splitlines()] == [
        "herald",
        "tribune",
    ]
    assert answer.err == "2 citations\n"


def test_source_is_cited_by_the_start_of_its_file_name(mss: Call, bridge: Path) -> None:
    (record,) = mss("cite", "tri", "--json").json()
    assert (record["fact"], record["id"]) == (None, "tribune.txt")
    article = sha256((bridge / "articles" / "tribune.txt").read_bytes()).hexdigest()
    store = fingerprint(str(bridge / "store"))
    assert mss("cite", "tribune.txt").out == (
        "“A month of work”, Sable Tribune, published in April 2024 (inferred), tribune.txt, "
        f"SHA-256 {article[:16]}…. Cited from bridge 0.0.1 (SHA-256 {store[:16]}…).\n"
    )


def test_start_of_both_a_fact_and_a_source_is_ambiguous(mss: Call, harbour: Harbour) -> None:
    answer = mss("cite", "harbour", "--store", str(harbour.store))
    assert (answer.code, answer.err) == (
        1,
        "mss: 'harbour' is the start of several names; harbour.txt, harbour-opened\n",
    )
    assert mss("cite", "harbour.txt", "--store", str(harbour.store)).code == 0


@pytest.mark.usefixtures("bridge")
def test_record_has_every_style_as_it_is_printed(mss: Call) -> None:
    records = mss("cite", "cost-40", "--json").json()
    assert mss("cite", "cost-40").out == records[0]["footnote"] + "\n"
    assert mss("cite", "cost-40", "--style", "bibtex").out == records[0]["bibtex"] + "\n"
    assert mss("cite", "cost-40", "-s", "csl-json").json() == [records[0]["csl"]]
    assert mss("cite", "cost-40", "--format", "csv").out.startswith("id,fact,source,footnote,")


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize("style", ["footnote", "bibtex"])
def test_several_ids_are_cited_in_the_typed_order_each_once(mss: Call, style: str) -> None:
    def printed(*ids: str) -> str:
        return mss("cite", *ids, "--style", style, "-q").out

    each = [printed(one) for one in ("workers-300", "tri", "work-b")]
    assert printed("workers-300", "tri", "work-b", "tribune.txt", "work-began") == "".join(each)


@pytest.mark.usefixtures("bridge")
def test_several_ids_are_one_csl_array_and_one_list_of_records(mss: Call) -> None:
    ids = ("work-b", "tribune.txt", "work-began-2024-03")
    records = mss("cite", *ids, "--json").json()
    assert [(r["fact"], r["source"]) for r in records] == [
        ("work-began-2024-03", "herald.txt"),
        ("work-began-2024-03", "tribune.txt"),
        (None, "tribune.txt"),
    ]
    answer = mss("cite", *ids, "--style", "csl-json")
    assert answer.json() == [record["csl"] for record in records]
    assert answer.err == "3 citations\n"
    assert len({record["id"] for record in records}) == 3


def test_keys_of_similar_file_names_differ(harbour: Harbour) -> None:
    source = harbour.parts["sources"][0]
    names = {"ä.txt": "a" * 64, "ö.txt": "b" * 64}
    keys = [
        citation(source | {"file": file, "sha256": digest}, PIN)["id"]
        for file, digest in names.items()
    ]
    assert keys == ["-.txt-aaaaaaaaaaaaaaaa", "-.txt-bbbbbbbbbbbbbbbb"]


USAGE = [
    (["cite", "qq", "--style", "bibtex"], 1, "no fact has the id 'qq'; "),
    (
        ["cite", "wo"],
        1,
        "'wo' is the start of several ids; work-began-2024-03, workers-120-arrived",
    ),
    (
        ["cite", "cost-40", "cots-40-million", "zz", "wo", "zz"],
        1,
        "no fact has the id 'cots-40-million'; nearest: cost-40-million, cost-55-million; no "
        "fact has the id 'zz'; 'mss search' finds facts by their words; 'wo' is the start of "
        "several ids; work-began-2024-03, workers-120-arrived",
    ),
    (["cite", "cost-40", ""], 2, "the id is empty; run"),
    (
        ["cite", "Sable Trbune"],
        1,
        "no fact has the id 'Sable Trbune'; 'mss search' finds facts by their words; nearest "
        "source: Sable Tribune\n",
    ),
    (["cite", "workers120arrived"], 1, "no fact has the id 'workers120arrived'; nearest: "),
    (["cite", "cost-40", "--fields", ""], 2, "--fields: no field is named; the fields are id,"),
    (["cite", "cost-40", "--style", "apa"], 2, "--style: unknown value 'apa'; use one of footnote"),
    (
        ["cite", "cost-40", "--style", "bibtex", "--json"],
        2,
        "--style: a style cannot be combined with a format",
    ),
]


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(("args", "code", "said"), USAGE, ids=[" ".join(a) for a, *_ in USAGE])
def test_refused_citation_is_one_line(mss: Call, args: list[str], code: int, said: str) -> None:
    answer = mss(*args)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(f"mss: {said}")
    assert answer.err.count("\n") == 1


def test_other_tools_compute_the_same_digest_of_a_store(mss: Call, bridge: Path) -> None:
    store = bridge / "store"
    files = [str(path) for part in PARTS if (path := store / f"{part}.json").exists()]
    done = subprocess.run(
        f"cat {' '.join(files)} | sha256sum", shell=True, capture_output=True, text=True, check=True
    )
    digest = done.stdout.split()[0]
    assert fingerprint(str(store)) == digest
    assert digest[:16] in mss("cite", "cost-40").out
    assert digest in mss("verify").out


@pytest.mark.usefixtures("bridge")
def test_every_fact_can_be_cited(mss: Call) -> None:
    for fact in mss("facts", "--json").json():
        assert len(mss("cite", fact["id"], "-q").out.splitlines()) == len(fact["sources"])
