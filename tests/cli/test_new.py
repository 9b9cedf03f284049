"""mss new, mss undo, and the articles of a store of one's own."""

import json
from pathlib import Path

import pytest
from conftest import ARTICLE, Call, Harbour

from mss_cli.stores.writing import Writer


def test_new_store_verifies_at_once(tmp_path: Path, mss: Call) -> None:
    store = str(tmp_path / "port")
    assert mss("new", store, "--title", "The port") == (
        0,
        "",
        f"created the store {store}\nnext: mss add ARTICLE --store {store}\n",
    )
    answer = mss("verify", "--store", store, "--fields", "check,result")
    assert (answer.code, answer.out) == (0, "store\tok\nrules\tok\ncoverage\tok\n")
    assert answer.err == "everything was checked and holds\n"
    for command in ("events", "facts", "figures", "quotes", "conflicts", "sources", "stats"):
        answer = mss(command, "--store", store)
        assert (answer.code, "error" in answer.err) == (0, False)


def test_copy_says_that_it_has_no_texts(tmp_path: Path, mss: Call) -> None:
    store = str(tmp_path / "copy")
    assert mss("new", "--copy", store) == (
        0,
        "",
        f"created the store {store}\n"
        "it has no texts of articles; whoever has them can give --articles DIR\n"
        f"next: mss add ARTICLE --store {store}\n",
    )
    assert mss("verify", "--store", store).code == 0
    assert mss("facts", "--json", "--store", store).out == mss("facts", "--json").out


def test_new_refuses_what_is_there(tmp_path: Path, mss: Call) -> None:
    (tmp_path / "kept").write_text("kept")
    assert mss("new", str(tmp_path)) == (
        2,
        "",
        f"mss: {tmp_path}: is not empty; choose a new directory\n",
    )
    assert mss("new").code == 2


def test_quiet_new_says_nothing(tmp_path: Path, mss: Call) -> None:
    assert mss("new", "-q", str(tmp_path / "port")) == (0, "", "")


def test_undo_says_what_it_took_back(tmp_path: Path, mss: Call) -> None:
    store = str(tmp_path / "port")
    mss("new", store)
    with Writer(store) as writer:
        writer.commit({}, {"drafts/a.toml": b"a"}, "the addition of a.txt")
    assert mss("undo", "--store", store) == (0, "", "undid the addition of a.txt\n")
    assert not (tmp_path / "port" / "drafts" / "a.toml").exists()
    assert mss("undo", "--store", store) == (
        2,
        "",
        f"mss: store {store!r}: there is no change to take back\n",
    )


def test_undo_waits_for_nobody(tmp_path: Path, mss: Call) -> None:
    store = str(tmp_path / "port")
    mss("new", store)
    with Writer(store):
        assert mss("undo", "--store", store) == (
            2,
            "",
            f"mss: store {store!r}: another mss is writing to this store; wait until it has "
            "finished\n",
        )


def test_undo_refuses_the_bundled_store(mss: Call) -> None:
    assert mss("undo") == (
        2,
        "",
        "mss: 'mss undo' does not change the bundled store; make one of your own with 'mss new DIR'"
        " or 'mss new --copy DIR', and name it with --store DIR\n",
    )


@pytest.fixture
def own(harbour: Harbour) -> Path:
    (harbour.store / "articles").mkdir()
    (harbour.store / "articles" / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    return harbour.store


def shows_passage(mss: Call, *args: str) -> bool:
    answer = mss("show", "harbour-opened", "--json", *args)
    assert answer.code == 0
    return "Mayor Ana Núñez opened" in json.dumps(answer.json(), ensure_ascii=False)


def test_articles_of_the_store_are_the_default(
    own: Path, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shows_passage(mss, "--store", str(own))
    monkeypatch.setenv("MSS_STORE", str(own))
    assert shows_passage(mss)
    monkeypatch.chdir(own.parent)
    assert shows_passage(mss, "--store", own.name)


def test_given_articles_win_over_those_of_the_store(
    own: Path, tmp_path: Path, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    empty = str(tmp_path / "empty")
    assert not shows_passage(mss, "--store", str(own), "--articles", empty)
    monkeypatch.setenv("MSS_ARTICLES", empty)
    assert not shows_passage(mss, "--store", str(own))


def test_linked_articles_of_a_store_are_not_read(own: Path, tmp_path: Path, mss: Call) -> None:
    (own / "articles").rename(tmp_path / "elsewhere")
    (own / "articles").symlink_to(tmp_path / "elsewhere")
    assert not shows_passage(mss, "--store", str(own))
