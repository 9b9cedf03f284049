"""mss show and mss cite: one fact with its readings, evidence and conflicts."""

from pathlib import Path
from shutil import copytree

import pytest
from conftest import Call, Harbour, parts, write

from mss_cli.stores.articles import Articles
from scripts import derive

pytestmark = pytest.mark.usefixtures("bridge")


def test_page_has_readings_evidence_and_relations(mss: Call) -> None:
    assert mss("show", "work-began-2024-03") == (
        0,
        "Fact\tid\twork-began-2024-03\n"
        "Fact\tkind\tevent\n"
        "Fact\ttext\tWork on the bridge of Port Sable began in early March 2024.\n"
        "Fact\tstatus\toccurred; contradicted on date\n"
        "Fact\tdate\t2024-03-04/2024-03-05 (days, inferred): 2024-03-04 to 2024-03-05\n"
        "Fact\tdate note\tFrom the beginning: 4 March 2024, in herald.txt; 5 March 2024, in "
        "tribune.txt.\n"
        "Fact\tsaid by\tthe article's own voice\n"
        "Fact\tplaces\tPort Sable [port-sable]\n"
        "Fact\ttopics\tThe bridge [bridge]\n"
        "Fact\tsources\therald.txt; tribune.txt\n"
        "How it was dated\tprinted\tno date\n"
        "How it was dated\tanchor\t2024-03-04/2024-03-05: the beginning: 4 March 2024, in "
        "herald.txt; 5 March 2024, in tribune.txt\n"
        "How it was dated\trule\tfrom the first to the last reported day\n"
        "How it was dated\tresult\t2024-03-04/2024-03-05\n"
        "Readings\tdate (differs)\t2024-03-04\therald.txt\n"
        "Readings\tdate (differs)\t2024-03-05\ttribune.txt\n"
        "Conflicts\tcontradiction\tdate\therald.txt gives the date '2024-03-04', and "
        "tribune.txt gives '2024-03-05': they have no day in common.\t"
        "2024-03-04 — herald.txt 26-81; 2024-03-05 — "
        "tribune.txt 17-71\tA record that prints the day: a statement, transcript or schedule.\t"
        "work-began-2024-03--date\n"
        "Conflicts\tcorroborated\tassertion\t2 independent sources report it, but they "
        "differ on its date.\tWork on the bridge of Port Sable began in early March 2024. — "
        "herald.txt 26-81, tribune.txt 17-71\tNothing to settle, unless the articles share "
        "one origin.\twork-began-2024-03--corroborated\n"
        "Evidence\therald.txt\t2\t26-81\tbody\n"
        "Evidence\ttribune.txt\t2\t17-71\tbody\n"
        "Relations\tfollows\tbridge-announced\t\n",
        "--articles DIR or MSS_ARTICLES shows each passage in its paragraph\n",
    )


def test_json_page_has_related_facts_and_no_contexts_without_articles(mss: Call) -> None:
    page = mss("show", "bridge-announced", "--json").json()
    assert page["contexts"] is None
    assert [(r["type"], r["fact"]) for r in page["related_from"]] == [
        ("part-of", "nunez-only-way"),
        ("follows", "braga-opposes-bridge-2023"),
        ("follows", "work-began-2024-03"),
    ]


def test_derivation_is_shown_step_by_step(mss: Call) -> None:
    lines = [line.split("\t") for line in mss("show", "bridge-announced").out.splitlines()]
    assert [line[1:] for line in lines if line[0] == "How it was dated"] == [
        ["printed", "“Monday”"],
        ["anchor", "2023-05-09: the dateline of gazette.txt"],
        ["rule", "the nearest Monday before the anchor"],
        ["result", "2023-05-08"],
    ]
    assert "How it was dated" not in mss("show", "cost-40").out


def test_unique_beginning_of_an_id_is_enough(mss: Call) -> None:
    assert mss("show", "work-b", "--json").json()["id"] == "work-began-2024-03"


def test_ambiguous_beginning_lists_the_ids(mss: Call) -> None:
    assert mss("show", "work") == (
        1,
        "",
        "mss: 'work' is the start of several ids; work-began-2024-03, workers-120-arrived, "
        "workers-300-promised\n",
    )


def test_unknown_id_offers_the_nearest(mss: Call) -> None:
    assert mss("show", "workers-120-arived") == (
        1,
        "",
        "mss: no fact has the id 'workers-120-arived'; nearest: workers-120-arrived\n",
    )


def test_csv_of_a_page_is_its_record(mss: Call) -> None:
    header, line = mss("show", "work-b", "--format", "csv").out.splitlines()
    assert header.startswith("id,kind,text,date,")
    assert line.startswith("work-began-2024-03,event,Work on the bridge of Port Sable began in ")


def test_only_differing_readings_are_marked(mss: Call) -> None:
    lines = [line.split("\t") for line in mss("show", "workers-120").out.splitlines()]
    assert [line[1:] for line in lines if line[0] == "Readings"] == [
        ["value", "some 120", "herald.txt"],
        ["value", "120", "tribune.txt"],
    ]


def test_passage_of_two_paragraphs_shows_no_escaped_line_end(mss: Call, harbour: Harbour) -> None:
    harbour.parts["facts"] = parts()["facts"]
    harbour.parts["facts"][0]["evidence"][1]["quote"] = "opened the harbour…by June."
    derive.derive(harbour.parts, Articles(str(harbour.articles)))
    write(harbour.store, harbour.parts)
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    answer = mss("show", "harbour-opened", "--format", "table", *args)
    assert (answer.code, "\\n" in answer.out) == (0, False)
    assert "she said. About 40 boats are to come by June.⟧" in " ".join(answer.out.split())


def test_passage_is_marked_in_its_paragraph(mss: Call, harbour: Harbour) -> None:
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    answer = mss("show", "harbour-opened", "--format", "table", *args)
    assert (
        "Blue Harbour opens, paragraph 2: ⟦Mayor Ana Núñez opened the harbour on 3 May 2021.⟧ “It "
        "is [blue],” she said."
    ) in " ".join(answer.out.split())
    page = mss("show", "ana-blue", "--json", *args).json()
    assert page["contexts"] == [
        {
            "before": "Mayor Ana Núñez opened the harbour on 3 May 2021. ",
            "passage": "“It is [blue],” she said.",
            "after": "",
        }
    ]


def test_passage_in_a_pipe_is_a_line(mss: Call, harbour: Harbour) -> None:
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    assert mss("show", "ana-blue", *args).out.splitlines()[-1] == (
        "Passages\tharbour.txt\t2\tMayor Ana Núñez opened the harbour on 3 May 2021. \t"
        "“It is [blue],” she said.\t"
    )


@pytest.mark.parametrize("left", ["Nothing of the kind.\n" * 20, None])
def test_fact_is_shown_without_the_passage_of_a_changed_or_missing_article(
    mss: Call, harbour: Harbour, left: str | None
) -> None:
    path = harbour.articles / "harbour.txt"
    without = mss("show", "harbour-opened", "--store", str(harbour.store)).out
    if left is None:
        path.unlink()
        reason = f"{path}: the file is missing"
    else:
        path.write_text(left, encoding="utf-8")
        reason = (
            f"{path}: the article has changed: the passage is no longer where the fact points; "
            "run 'mss verify' to list the differences"
        )
    args = ("--store", str(harbour.store), "--articles", str(harbour.articles))
    shown = mss("show", "harbour-opened", *args)
    assert shown == (0, without, f"a passage is not shown: {reason}\n")
    assert mss("show", "harbour-opened", "--json", *args).json()["contexts"] == [None, None]


def test_passages_of_the_other_articles_are_shown(mss: Call, bridge: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    copytree(bridge / "articles", articles)
    (articles / "herald.txt").unlink()
    args = ("--articles", str(articles))
    done = mss("show", "work-began-2024-03", "--json", *args)
    evidence = done.json()["evidence"]
    shown = [context is not None for context in done.json()["contexts"]]
    assert shown == [e["source"] != "herald.txt" for e in evidence]
    assert True in shown
    assert done.err == (f"a passage is not shown: {articles / 'herald.txt'}: the file is missing\n")


def test_every_fact_is_shown_with_its_passages(mss: Call, bridge: Path) -> None:
    for fact in mss("facts", "--json").json():
        page = mss("show", fact["id"], "--articles", str(bridge / "articles"), "--json").json()
        assert [len(c["passage"]) for c in page["contexts"]] == [
            e["end"] - e["start"] for e in fact["evidence"]
        ]


def test_conflicts_with_very_many_readings_are_left_out(
    mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = mss("show", "work-began-2024-03", "--json")
    monkeypatch.setattr("mss_cli.limits.MAX_READINGS_SHOWN", 2)
    cut = mss("show", "work-began-2024-03", "--json")
    first, *rest = whole.json()["disagreements"]
    assert len(first["readings"]) == 2
    assert cut.json()["disagreements"] == [first]
    assert cut.json()["conflicts"] == whole.json()["conflicts"]
    assert cut.err.splitlines()[-1] == (
        f"{len(rest)} conflict with very many readings left out; 'mss conflicts' lists them"
    )
