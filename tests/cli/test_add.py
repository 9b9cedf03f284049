"""mss add: articles into a store of one's own. All articles are invented."""

import io
import json
import os
from pathlib import Path

import pytest
from conftest import Call

from mss_cli import limits
from mss_cli.drafting.articles import read_article
from mss_cli.stores.writing import Writer

BODY = (
    "The old bridge was closed on Thursday after a crack was found in a tower. The mayor spoke to "
    "reporters. Buses will go over the northern bridge until May."
)
PLAIN = f"Bridge closed\n\nHALVEN, March 7, 2025 - {BODY}\n\nRead also: Ten walks\n"
TWO_DATES = PLAIN.replace("closed\n\n", "closed\n\nPublished: 9 March 2025\n\n")
SOURCE = "2025-03-07-bridge-closed.txt"
RANGE = "2025-03-07/2025-03-09"


@pytest.fixture
def store(mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty store; the current directory has the articles."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("bridge.txt", PLAIN), ("two.txt", TWO_DATES), ("short.txt", "One. Two.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert mss("new", "river").code == 0
    return tmp_path / "river"


class Terminal(io.StringIO):
    """Standard input that a person types into."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def tree(directory: Path) -> dict[str, bytes]:
    """Return every file of a store but those of its bookkeeping."""
    found = {}
    for path in directory.rglob("*"):
        if path.is_file() and ".mss" not in path.parts:
            found[path.relative_to(directory).as_posix()] = path.read_bytes()
    return found


def sources(store: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((store / "sources.json").read_text("utf-8"))
    return found


def test_article_is_kept_with_its_record_and_drafts(mss: Call, store: Path) -> None:
    done = mss("add", "bridge.txt", "--publisher", "The Courier", "--store", "river")
    drafts = (store / "drafts" / "2025-03-07-bridge-closed.toml").read_text("utf-8")
    count = drafts.count("[[draft]]")
    assert done.code == 0
    assert done.out == f"{SOURCE}\tBridge closed\t2025-03-07\tThe Courier\t5\t{count}\n"
    assert done.err == (
        f"{SOURCE}: publication date: 2025-03-07 (found in: dateline)\n"
        f"1 article, {count} drafts; next: mss review --store river\n"
    )
    assert (store / "articles" / SOURCE).read_bytes() == PLAIN.encode()
    assert (store / "originals" / SOURCE).read_bytes() == PLAIN.encode()
    (source,) = sources(store)
    start = PLAIN.index("Read also")
    assert source["label"] == "Article of 2025-03-07, The Courier"
    assert source["title"] == "Bridge closed"
    assert source["passages"] == [
        {"start": start, "end": len(PLAIN) - 1, "label": "boilerplate", "note": None}
    ]
    assert mss("verify", "--store", "river").code == 0


def test_machine_formats_have_the_same_fields(mss: Call, store: Path) -> None:
    done = mss("add", "bridge.txt", "--store", "river", "--json", "-q")
    (row,) = done.json()
    assert list(row) == ["file", "title", "published", "publisher", "sentences", "drafts"]
    assert (row["file"], row["publisher"]) == (SOURCE, None)
    assert row["published"] == {
        "edtf": "2025-03-07",
        "basis": "explicit",
        "note": "Found in: dateline.",
    }
    assert done.err == ""


def test_standard_input_is_read(mss: Call, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    assert mss("add", "-", "--store", "river", "--fields", "file").out == f"{SOURCE}\n"
    monkeypatch.setattr("sys.stdin", None)
    assert mss("add", "-", "--store", "river").err == "mss: standard input: is closed\n"


def test_given_values_win(mss: Call, store: Path) -> None:
    done = mss(
        *("add", "two.txt", "--store", "river", "--json", "-q"),
        *("--title", "The  bridge", "--published", "2025-03", "--publisher", "Courier"),
    )
    (row,) = done.json()
    assert row["file"] == "2025-03-01-the-bridge.txt"
    assert (row["title"], row["publisher"]) == ("The bridge", "Courier")
    assert row["published"] == sources(store)[0]["published"]
    assert row["published"] == {
        "edtf": "2025-03",
        "basis": "explicit",
        "note": "Given with --published.",
    }


# --- the date of publication ----------------------------------------------------------------


def test_several_dates_are_stored_as_a_range_in_a_pipe(mss: Call, store: Path) -> None:
    done = mss("add", "two.txt", "--store", "river", "--fields", "published")
    assert done.out == f"{RANGE}\n"
    assert done.err.splitlines()[0] == (
        f"{SOURCE}: publication date: {RANGE} (the article gives several dates: 2025-03-09 "
        "(published line); 2025-03-07 (dateline))"
    )


@pytest.mark.parametrize(
    ("typed", "published"),
    [
        ("\n", "2025-03-09"),
        ("2\n", "2025-03-07"),
        ("0\n", RANGE),
        ("7\nx\n2\n", "2025-03-07"),
        ("", RANGE),
    ],
)
def test_terminal_asks_for_the_date(
    mss: Call, store: Path, monkeypatch: pytest.MonkeyPatch, typed: str, published: str
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    done = mss("add", "two.txt", "--store", "river", "--fields", "published", "-q")
    assert done.out == f"{published}\n"
    asked = max(typed.count("\n"), 1)
    assert done.err == (
        "two.txt: when was it published?\n"
        "1  2025-03-09  (published line: 9 March 2025)\n"
        "2  2025-03-07  (dateline: March 7, 2025)\n"
        "0  none of them for certain: store the whole range\n" + "Number [1]: " * asked
    )


def test_terminal_does_not_ask_about_one_date(
    mss: Call, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(""))
    done = mss("add", "bridge.txt", "--store", "river", "-q")
    assert (done.code, done.err) == (0, "")


def test_article_without_a_date_is_undated(mss: Call, store: Path) -> None:
    Path("bridge.txt").write_text(PLAIN.replace("HALVEN, March 7, 2025 - ", ""), "utf-8")
    done = mss("add", "bridge.txt", "--store", "river", "--fields", "file,published")
    assert done.out == "undated-bridge-closed.txt\tunknown\n"
    assert done.err.startswith(
        "undated-bridge-closed.txt: publication date: unknown (no date was found)\n"
    )
    assert sources(store)[0]["label"] == "Article without a date, publisher unknown"


# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("Brücke — gesperrt!", "2025-03-07-brucke-gesperrt.txt"),
        ("桥", "2025-03-07.txt"),
        ("../../etc/passwd", "2025-03-07-etc-passwd.txt"),
        ("one two three four five six seven", "2025-03-07-one-two-three-four-five-six.txt"),
    ],
)
def test_file_is_named_by_date_and_title(mss: Call, store: Path, title: str, file: str) -> None:
    done = mss("add", "bridge.txt", "--title", title, "--store", "river", "--fields", "file")
    assert done.out == f"{file}\n"


def test_second_article_of_a_name_gets_a_number(mss: Call, store: Path) -> None:
    Path("other.txt").write_text(PLAIN.replace("Ten walks", "Ten boats"), "utf-8")
    done = mss("add", "bridge.txt", "other.txt", "--store", "river", "--fields", "file")
    assert done.out == f"{SOURCE}\n2025-03-07-bridge-closed-2.txt\n"


# --- refusals -------------------------------------------------------------------------------


def test_same_text_is_refused_with_the_source_that_has_it(mss: Call, store: Path) -> None:
    assert mss("add", "bridge.txt", "--store", "river").code == 0
    Path("wrapped.txt").write_text(PLAIN.replace("\n", "\r\n"), "utf-8")
    done = mss("add", "wrapped.txt", "--store", "river")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"mss: wrapped.txt: {SOURCE}: the store has this article already; use --again to draft "
        "its facts anew\n"
    )


@pytest.mark.parametrize("wrong", ["short.txt", "missing.txt", "bridge.txt"])
def test_one_wrong_file_leaves_nothing_added(mss: Call, store: Path, wrong: str) -> None:
    before = tree(store)
    done = mss("add", "bridge.txt", "two.txt", wrong, "--store", "river")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mss: {wrong}: ")
    assert done.err.count("\n") == 1
    assert tree(store) == before


def test_several_files_are_one_change(mss: Call, store: Path) -> None:
    before = tree(store)
    assert mss("add", "bridge.txt", "two.txt", "--store", "river").code == 0
    assert mss("undo", "--store", "river").err == "undid the addition of 2 articles\n"
    assert tree(store) == before


def test_dry_run_changes_nothing(mss: Call, store: Path) -> None:
    before = tree(store)
    done = mss("add", "bridge.txt", "--dry-run", "--store", "river", "--fields", "file")
    assert done.out == f"{SOURCE}\n"
    assert done.err.endswith("; nothing was written (--dry-run)\n")
    assert tree(store) == before


def test_link_is_refused(mss: Call, store: Path) -> None:
    os.symlink("bridge.txt", "link.txt")
    done = mss("add", "link.txt", "--store", "river")
    assert (done.code, done.err) == (2, "mss: link.txt: is a link; name the file itself\n")


def test_large_file_is_refused(mss: Call, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ARTICLE_BYTES", 10)
    done = mss("add", "bridge.txt", "--store", "river")
    size = len(PLAIN.encode())
    assert done.err == f"mss: bridge.txt: has {size} bytes, but mss reads at most 10\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    done = mss("add", "-", "--store", "river")
    assert done.err == "mss: standard input: has more than 10 bytes, and mss reads no more\n"


def test_locked_store_is_refused(mss: Call, store: Path) -> None:
    with Writer("river"):
        done = mss("add", "bridge.txt", "--store", "river")
    assert (done.code, done.err) == (
        2,
        "mss: store 'river': another mss is writing to this store; wait until it has finished\n",
    )


def test_bundled_store_is_refused(mss: Call) -> None:
    done = mss("add", "any.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mss: 'mss add' does not change the bundled store; ")


def test_wrong_decoding_is_refused_and_repaired_on_request(mss: Call, store: Path) -> None:
    Path("wrong.txt").write_text(PLAIN.replace("The mayor", "The cityâ€™s mayor"), "utf-8")
    done = mss("add", "wrong.txt", "--store", "river")
    assert done.err == (
        "mss: wrong.txt: its text was decoded wrongly: it has signs such as â€™ or Ã©; use "
        "'mss add --repair', or save the article again as UTF-8\n"
    )
    assert mss("add", "wrong.txt", "--repair", "--store", "river").code == 0
    assert "The city’s mayor" in (store / "articles" / SOURCE).read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            ["--published", "3 March"],
            "--published: '3 March' is not an EDTF date of level 0 or 1; write 2025-01-03, 2025-01 "
            "or 2025-01-03/2025-01-05",
        ),
        (["--title", " "], "--title: is empty; give a text"),
        (["--publisher", "x" * 201], "--publisher: has more than 200 characters"),
        (["two.txt", "--title", "x"], "--title: is for one article; add them one by one"),
        (["--again", "--title", "x"], "--title: cannot be combined with --again"),
        (["-", "-"], "-: standard input can be read once"),
        (
            ["--fields", "fact"],
            "--fields: unknown field 'fact'; the fields are file, title, published, publisher, "
            "sentences, drafts, published.edtf, published.basis, published.note",
        ),
        (["--json", "--compact"], "--json and --compact cannot be combined; use one of them"),
    ],
)
def test_bad_usage_is_one_line(mss: Call, store: Path, options: list[str], error: str) -> None:
    before = tree(store)
    done = mss("add", "bridge.txt", *options, "--store", "river")
    assert (done.code, done.out, done.err) == (2, "", f"mss: {error}\n")
    assert tree(store) == before


def test_other_language_gets_no_drafts(mss: Call, store: Path) -> None:
    text = "Le pont de la ville est fermé. Il est dans un état de danger. Les bus vont au nord.\n"
    Path("pont.txt").write_text(text, "utf-8")
    done = mss("add", "pont.txt", "--published", "2025-03-09", "--store", "river", "--json")
    (row,) = done.json()
    assert (row["sentences"], row["drafts"]) == (3, 0)
    name = row["file"]
    assert done.err.splitlines()[1:] == [
        f"{name}: no drafts: its language is 'fr', and the rules read English",
        "1 article, 0 drafts; no fact was drafted",
    ]


# --- again ----------------------------------------------------------------------------------


def test_again_keeps_decided_drafts(mss: Call, store: Path) -> None:
    assert mss("add", "bridge.txt", "--store", "river").code == 0
    path = store / "drafts" / "2025-03-07-bridge-closed.toml"
    fresh = path.read_text("utf-8")
    one, _, rest = fresh.partition('state = "open"')
    path.write_text(f'{one}state = "rejected"{rest}', "utf-8")
    done = mss("add", "bridge.txt", "--again", "--store", "river", "--fields", "file")
    assert (done.code, done.out) == (0, f"{SOURCE}\n")
    assert done.err.startswith(f"{SOURCE}: 1 decided draft stays\n")
    after = path.read_text("utf-8")
    assert after.count('state = "rejected"') == 1
    assert after.count("[[draft]]") == fresh.count("[[draft]]")


def test_again_finds_the_article_by_its_original(
    mss: Call, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mss("add", "bridge.txt", "--store", "river").code == 0
    before = tree(store)

    def otherwise(content: bytes, name: str, *rest: object) -> object:
        article = read_article(content, name)
        return article._replace(text=article.text.replace("Ten walks", "Ten   walks"))

    monkeypatch.setattr("mss_cli.drafting.articles.read_article", otherwise)
    assert mss("add", "bridge.txt", "--again", "--store", "river").code == 0
    assert tree(store) == before


def test_again_needs_an_article_of_the_store(mss: Call, store: Path) -> None:
    done = mss("add", "bridge.txt", "--again", "--store", "river")
    assert (done.code, done.err) == (
        2,
        "mss: bridge.txt: the store does not have this article; leave out --again\n",
    )
