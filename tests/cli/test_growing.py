"""A record of one's own, from an article to facts, through the commands."""

import json
import os
from pathlib import Path
from threading import Thread

import pytest
from conftest import Call

ARTICLE = """\
Bridge closed

HALVEN, March 7, 2025 - The city closed the old bridge on Thursday, as inspectors had found a crack.

Mayor Lucia Brandl told reporters that the repair would cost 40 crowns. She thanked the engineers.

Read also: Ten walks along the river
"""
SOURCE = "2025-03-07-bridge-closed.txt"
ANSWERS = """\
# the title says no more than the text
x
t The old bridge of Halven was shut on 6 March 2025 because of a crack.
a
t Mayor Lucia Brandl spoke to the press in March 2025 about what the repair costs.
a
q
"""


@pytest.fixture
def store(mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store with one article that nobody has reviewed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "answers").write_text(ANSWERS, encoding="utf-8")
    assert mss("new", "river", "--title", "Bridges").code == 0
    done = mss("add", "bridge.txt", "--publisher", "Courier", "--store", "river", "--json")
    assert done.code == 0
    assert done.json() == [
        {
            "file": SOURCE,
            "title": "Bridge closed",
            "published": {
                "edtf": "2025-03-07",
                "basis": "explicit",
                "note": "Found in: dateline.",
            },
            "publisher": "Courier",
            "sentences": 5,
            "drafts": len(drafts(tmp_path / "river")),
        }
    ]
    return tmp_path / "river"


def drafts(store: Path) -> list[str]:
    text = (store / "drafts" / "2025-03-07-bridge-closed.toml").read_text("utf-8")
    return [line for line in text.splitlines() if line == "[[draft]]"]


def files(directory: Path) -> dict[str, bytes]:
    """Return every file below a directory, without the bookkeeping of writers."""
    paths = (path for path in directory.rglob("*") if path.is_file())
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in paths
        if ".mss" not in path.parts
    }


def test_new_store_verifies_and_has_a_readme(mss: Call, tmp_path: Path) -> None:
    store = str(tmp_path / "river")
    assert mss("new", store, "--title", "Bridges") == (
        0,
        "",
        f"created the store {store}\nnext: mss add ARTICLE --store {store}\n",
    )
    assert mss("verify", "--store", store).err == "everything was checked and holds\n"
    assert (tmp_path / "river" / "README.md").read_text("utf-8").startswith("# Bridges\n")
    again = mss("new", store)
    assert (again.code, again.out) == (2, "")


def test_copy_has_the_facts_of_the_bundled_store(mss: Call, tmp_path: Path) -> None:
    store = str(tmp_path / "copy")
    assert mss("new", store, "--copy").code == 0
    ids = mss("facts", "--fields", "id")
    assert mss("facts", "--fields", "id", "--store", store).out == ids.out
    assert mss("verify", "--store", store).code == 0


def test_article_becomes_facts(mss: Call, store: Path) -> None:
    assert (store / "articles" / SOURCE).read_text("utf-8") == ARTICLE
    assert (store / "originals" / "2025-03-07-bridge-closed.txt").read_text("utf-8") == ARTICLE
    done = mss("review", "--store", "river", "--answers", "answers")
    assert done.code == 0
    assert done.err.startswith("saved 5 changes; ")
    facts = mss("facts", "--store", "river", "--json").json()
    assert [(f["text"], f["date"], f["said_by"]) for f in facts] == [
        (
            "The old bridge of Halven was shut on 6 March 2025 because of a crack.",
            "2025-03-06",
            [],
        ),
        (
            "Mayor Lucia Brandl spoke to the press in March 2025 about what the repair costs.",
            "2025-03-07",
            ["lucia-brandl"],
        ),
    ]
    assert mss("verify", "--store", "river").code == 0
    shown = mss("show", facts[0]["id"], "--store", "river").out
    assert "The city closed the old bridge on Thursday" in shown


def test_undo_takes_back_one_change_after_the_other(mss: Call, store: Path) -> None:
    before = files(store)
    mss("review", "--store", "river", "--answers", "answers")
    assert mss("undo", "--store", "river") == (
        0,
        "",
        f"undid the review of {SOURCE} (5 changes)\n",
    )
    assert files(store) == before
    assert mss("undo", "--store", "river").err == f"undid the addition of {SOURCE}\n"
    assert mss("sources", "--store", "river").out == ""
    assert mss("undo", "--store", "river").code == 2


def test_wrong_answer_stops_the_review_and_loses_nothing(mss: Call, store: Path) -> None:
    Path("answers").write_text("x\nz\n", encoding="utf-8")
    done = mss("review", "--store", "river", "--answers", "answers")
    assert (done.code, done.err) == (
        2,
        "mss: answer 2, 'z': no key 'z'; ? lists the keys\n",
    )
    Path("answers").write_text("q\n", encoding="utf-8")
    again = mss("review", "--store", "river", "--answers", "answers")
    assert again.err.splitlines()[0] == f"recovered 1 change of {SOURCE}"


def test_copied_words_are_not_accepted(mss: Call, store: Path) -> None:
    Path("answers").write_text("n\na\n", encoding="utf-8")
    done = mss("review", "--store", "river", "--answers", "answers")
    assert done.code == 2
    assert done.err.endswith(
        "is copied from the article; rewrite it: at most seven words in a row from the article\n"
    )
    assert mss("facts", "--store", "river").out == ""


def test_draft_edited_into_nonsense_is_named_and_stays(mss: Call, store: Path) -> None:
    path = store / "drafts" / "2025-03-07-bridge-closed.toml"
    text = path.read_text("utf-8").replace('kind = "event"', 'kind = "evnt"', 1)
    path.write_text(text, encoding="utf-8")
    done = mss("review", "--store", "river", "--answers", "answers")
    assert done.code == 2
    assert done.err.startswith("mss: drafts/2025-03-07-bridge-closed.toml, line ")
    assert ", kind: unknown 'evnt'; use event, " in done.err
    assert path.read_text("utf-8") == text


def test_edited_fact_is_checked_before_it_is_taken(mss: Call, store: Path) -> None:
    mss("review", "--store", "river", "--answers", "answers")
    identifier = mss("facts", "--store", "river", "--fields", "id").out.splitlines()[0]
    text = mss("edit", identifier, "--print", "--store", "river").out
    Path("fact.toml").write_text(text.replace('status = "occurred"', 'status = "ocurred"'))
    wrong = mss("edit", identifier, "--answers", "fact.toml", "--store", "river")
    assert (wrong.code, wrong.out) == (2, "")
    assert "status" in wrong.err
    Path("fact.toml").write_text(text.replace("because of a crack", "for a crack"))
    done = mss("edit", identifier, "--answers", "fact.toml", "--store", "river")
    assert done == (0, "", f"changed text of {identifier}\n")
    shown = mss("facts", "--store", "river", "--fields", "text", "--limit", "1")
    assert shown.out == "The old bridge of Halven was shut on 6 March 2025 for a crack.\n"


def test_same_article_is_refused_and_drafted_again_on_request(mss: Call, store: Path) -> None:
    done = mss("add", "bridge.txt", "--store", "river")
    assert done == (
        2,
        "",
        f"mss: bridge.txt: {SOURCE}: the store has this article already; use --again to draft its "
        "facts anew\n",
    )
    mss("review", "--store", "river", "--answers", "answers")
    before = mss("facts", "--store", "river").out
    assert mss("add", "bridge.txt", "--again", "--store", "river").code == 0
    assert mss("facts", "--store", "river").out == before
    states = (store / "drafts" / "2025-03-07-bridge-closed.toml").read_text("utf-8")
    assert states.count('state = "accepted"') == 2


def test_dry_run_changes_nothing(mss: Call, store: Path) -> None:
    before = files(store)
    Path("other.txt").write_text(ARTICLE.replace("Bridge", "Tunnel"), encoding="utf-8")
    done = mss("add", "other.txt", "--dry-run", "--store", "river")
    assert done.code == 0
    assert done.err.endswith("nothing was written (--dry-run)\n")
    assert files(store) == before


def test_several_dates_are_stored_as_a_range_in_a_pipe(mss: Call, store: Path) -> None:
    Path("two.txt").write_text(
        f"Bridge open\n\nPublished: 9 March 2025\n\n{ARTICLE.partition('closed')[2]}", "utf-8"
    )
    done = mss("add", "two.txt", "--store", "river", "--json")
    assert done.json()[0]["published"]["edtf"] == "2025-03-07/2025-03-09"


def test_other_language_gets_no_drafts(mss: Call, store: Path) -> None:
    pytest.importorskip("trafilatura")
    page = "<html lang='fr'><article><p>" + "Le pont est ferme. " * 12 + "</p></article></html>"
    Path("pont.html").write_text(page, encoding="utf-8")
    done = mss("add", "pont.html", "--published", "2025-03-09", "--store", "river", "--json")
    assert done.json()[0]["drafts"] == 0
    assert "no drafts: its language is 'fr', and the rules read English" in done.err


@pytest.mark.parametrize("call", [["add", "x.txt"], ["review"], ["edit", "x"], ["undo"]])
def test_bundled_store_is_refused(mss: Call, call: list[str]) -> None:
    done = mss(*call)
    assert (done.code, done.out) == (2, "")
    assert "does not change the bundled store" in done.err
    assert "mss new --copy DIR" in done.err


def test_nothing_is_written_outside_the_store(mss: Call, store: Path, tmp_path: Path) -> None:
    before = {p for p in tmp_path.rglob("*") if "river" not in p.relative_to(tmp_path).parts}
    mss("review", "--store", "river", "--answers", "answers")
    mss("undo", "--store", "river")
    after = {p for p in tmp_path.rglob("*") if "river" not in p.relative_to(tmp_path).parts}
    assert after == before
    assert json.loads((store / "facts.json").read_text("utf-8")) == []


NEAR = """\
Bridge opened again

HALVEN, March 20, 2025 - Mayor Lucia Brandel told reporters on Thursday that the bridge is open.

People came to see it. The weather was fine.
"""


def near(store: Path, mss: Call, *lines: str) -> "tuple[int, str]":
    """Review an article that spells the mayor's name in another way; return status and error."""
    mss("review", "--store", "river", "--answers", "answers")
    (store.parent / "near.txt").write_text(NEAR, encoding="utf-8")
    assert mss("add", "near.txt", "--store", "river").code == 0
    (store.parent / "more").write_text("\n".join((*lines, "q")), encoding="utf-8")
    source = "2025-03-20-bridge-opened-again"
    done = mss("review", source, "--store", "river", "--answers", "more")
    return done.code, done.err.splitlines()[0]


QUESTION = (
    "'Lucia Brandel' is near Lucia Brandl (lucia-brandl): press = if it is the same, + if it is not"
)
REWRITTEN = "t Mayor Brandl reported that people may cross again."


def test_name_near_a_known_one_is_asked_about(mss: Call, store: Path) -> None:
    assert near(store, mss, "x", REWRITTEN, "a") == (2, f"mss: answer 3, 'a': {QUESTION}")


def test_near_name_may_be_the_known_entity(mss: Call, store: Path) -> None:
    assert near(store, mss, "x", REWRITTEN, "=", "a")[0] == 0
    (fact,) = mss("facts", "--store", "river", "--since", "2025-03-20", "--json").json()
    assert fact["said_by"] == ["lucia-brandl"]
    assert "lucia-brandel" not in (store / "entities.json").read_text("utf-8")


def test_near_name_may_be_another_entity(mss: Call, store: Path) -> None:
    assert near(store, mss, "x", REWRITTEN, "+", "a")[0] == 0
    (fact,) = mss("facts", "--store", "river", "--since", "2025-03-20", "--json").json()
    assert fact["said_by"] == ["lucia-brandel"]
    assert "lucia-brandel" in (store / "entities.json").read_text("utf-8")


def test_fact_that_breaks_a_rule_of_evidence_is_not_accepted(mss: Call, store: Path) -> None:
    lines = "x\nt The bridge of Halven was shut for a crack.\nf quantity.value 3\n"
    lines += "f quantity.unit crowns\n"
    lines += "f quantity.measure cost\na\n"
    (store.parent / "rule").write_text(lines, encoding="utf-8")
    done = mss("review", "--store", "river", "--answers", "rule")
    assert (done.code, done.err) == (
        2,
        "mss: answer 6, 'a': quantity: only a figure has one, and this is of the kind 'event'; "
        "use f kind figure, or f quantity none\n",
    )


def test_answers_come_from_a_named_pipe_too(mss: Call, store: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_text, args=("x\nq\n",))
    writer.start()
    done = mss("review", "--store", "river", "--answers", "pipe")
    writer.join()
    assert done.code == 0
    assert done.err.startswith("saved 1 change; ")


def test_commands_that_print_no_records_have_no_schema(mss: Call) -> None:
    for name in ("new", "review", "edit", "undo", "schema"):
        done = mss("schema", name)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(
            f"mss: there is no schema for {name!r}; use one of events, who, "
        )


def test_review_of_a_copy_begins_with_the_article_that_is_there(
    mss: Call, store: Path, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy")
    mss("new", copy, "--copy")
    assert mss("add", "bridge.txt", "--store", copy).code == 0
    done = mss("review", "--store", copy, "--answers", "answers")
    assert done.code == 0
    assert done.err.startswith("saved 5 changes; ")
    missing = mss("review", "000", "--store", copy, "--answers", "answers")
    assert (missing.code, missing.out) == (2, "")
    assert missing.err.endswith("000_b366583df173b4b8.txt: the file is missing\n")


def test_figure_of_a_new_measure_enters_a_store_with_measures(
    mss: Call, store: Path, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy")
    mss("new", copy, "--copy")
    assert mss("add", "bridge.txt", "--store", copy).code == 0
    lines = "n\n" * 5 + "t In March 2025 the repair was expected to cost 40 crowns.\na\nq\n"
    Path("cost").write_text(lines, encoding="utf-8")
    done = mss("review", "--store", copy, "--answers", "cost")
    assert (done.code, done.err.splitlines()[0]) == (
        0,
        "saved 2 changes; 6 drafts left; 3 sentences have no fact or label yet",
    )
    measures = json.loads((tmp_path / "copy" / "measures.json").read_text("utf-8"))
    assert measures[-1] == {
        "id": "crowns",
        "label": "Crowns",
        "alt_labels": [],
        "series": "crowns",
        "stage": "reported",
        "definition": "Not described yet.",
    }
    assert mss("verify", "--store", copy).code == 0
    assert mss("undo", "--store", copy).code == 0
    assert "crowns" not in (tmp_path / "copy" / "measures.json").read_text("utf-8")


def test_byline_is_stored_and_cited(mss: Call, store: Path) -> None:
    text = ARTICLE.replace("Bridge closed\n", "Bridge shut\n\nBy Jane Roe\n", 1)
    (store.parent / "signed.txt").write_text(text, encoding="utf-8")
    assert mss("add", "signed.txt", "--store", "river").code == 0
    new = "2025-03-07-bridge-shut.txt"
    assert mss("sources", "--fields", "file,byline", "--store", "river").out == (
        f"{SOURCE}\t\n{new}\tJane Roe\n"
    )
    assert mss("cite", new, "--store", "river").out.startswith("Jane Roe, “Bridge shut”, ")
    assert mss("verify", "--store", "river").code == 0


def test_copied_facts_without_their_article_are_no_problem(mss: Call, tmp_path: Path) -> None:
    store = str(tmp_path / "copy")
    mss("new", store, "--copy")
    done = mss("quotes", "--by", "ruto", "--store", store, "--limit", "1")
    assert done.code == 0
    assert "own words are not shown" not in done.err


REPRINT = """\
Repair of the bridge

HALVEN, March 9, 2025 - Another paper writes that the city closed the old bridge on Thursday.
It was said that inspectors had found a crack. Somebody told reporters that the repair would cost
more than that.
"""


def test_words_of_another_article_are_named(mss: Call, store: Path) -> None:
    (store.parent / "reprint.txt").write_text(REPRINT, encoding="utf-8")
    done = mss("add", "reprint.txt", "--store", "river")
    assert done.code == 0
    new = "2025-03-09-repair-of-the-bridge.txt"
    assert done.err.splitlines()[1] == (
        f"{new} may not be independent of {SOURCE}: the same words in 3 places, such as "
        "'told reporters that the repair would cost'"
    )
    Path("next").write_text("n\n" * 5, encoding="utf-8")
    screen = mss("review", new, "--store", "river", "--answers", "next").out
    assert "shared     'told reporters that the repair would cost' stands in" in screen
