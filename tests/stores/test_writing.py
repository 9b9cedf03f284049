"""A writer changes a store whole or not at all, one at a time, and only where it should."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE, ROOT, Call, Harbour
from support.crashes import at_call
from support.process import environment
from support.schemas import compile_once

from mss_cli import limits
from mss_cli.errors import DataError, UsageError
from mss_cli.facts.passages import digest
from mss_cli.stores import disk, pending
from mss_cli.stores.directory import read_part
from mss_cli.stores.loading import examine, load
from mss_cli.stores.packing import packed
from mss_cli.stores.pending import DECISIONS, HEAD, INTENT, RECORD, STAGED
from mss_cli.stores.writing import HISTORY, TORN, Writer, refuse_bundled, undo

TEXT = "Two boats came.\n\nThree boats left.\n"


@pytest.fixture(autouse=True)
def _compile_schemas_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)


@pytest.fixture
def own(harbour: Harbour) -> Path:
    """Return the small store with its article, as a store of one's own."""
    for name in ("articles", "originals", "drafts"):
        (harbour.store / name).mkdir()
    (harbour.store / "articles" / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    return harbour.store


def source(file: str, **more: Any) -> dict[str, Any]:
    """Return a source as an editor writes it, without derived fields."""
    published = {"edtf": "2022-03", "basis": "inferred", "note": None}
    record = {"file": file, "title": None, "label": "Boats", "publisher": None}
    return {**record, "published": published, "language": "en", "passages": [], **more}


def with_text(writer: Writer, text: str) -> list[dict[str, Any]]:
    """Return the facts with another text of the first."""
    first, *others = writer.parts["facts"]
    return [{**first, "text": text}, *others]


def contents(store: Path, bookkeeping: bool = True) -> dict[str, bytes]:
    """Return the files of a store, with or without those of .mss."""
    files = {p.relative_to(store).as_posix(): p for p in store.rglob("*") if p.is_file()}
    shown = (name for name in files if bookkeeping or not name.startswith(".mss/"))
    return {name: files[name].read_bytes() for name in shown}


def text_of(store: Path) -> str:
    return str(next(iter(load(str(store)).facts))["text"])


# --- commits ------------------------------------------------------------------------------


def test_commit_adds_an_article_and_derives_what_follows(own: Path, mss: Call) -> None:
    with Writer(str(own)) as writer:
        sources = [*writer.parts["sources"], source("boats.txt")]
        files = {"articles/boats.txt": TEXT.encode(), "originals/boats.html": b"<p>Two"}
        writer.commit({"sources": sources}, files, "add boats.txt")
        assert writer.parts["sources"][1]["sentences"] == [[0, 15], [17, 34]]
    added = json.loads((own / "sources.json").read_text(encoding="utf-8"))[1]
    assert (added["chars"], added["sha256"]) == (35, digest(TEXT))
    assert json.loads((own / "manifest.json").read_text())["coverage"]["last"] == "2022-03-31"
    assert (own / "articles" / "boats.txt").read_text() == TEXT
    assert (own / "originals" / "boats.html").read_bytes() == b"<p>Two"
    answer = mss("verify", "--store", str(own), "--format", "csv", "--fields", "result,detail")
    assert "2 sentences" not in answer.out
    assert "the sentence is neither cited nor labelled" in answer.out


def test_commit_that_changes_nothing_is_not_recorded(own: Path) -> None:
    with Writer(str(own)) as writer:
        writer.commit({}, {}, "derive")
        writer.commit({"facts": writer.parts["facts"]}, {"drafts/none.toml": None}, "nothing")
        assert writer.undo() == "derive"
        with pytest.raises(UsageError):
            writer.undo()
    assert (own / HEAD).read_text() == "2\n"


def test_commit_writes_only_files_that_change(own: Path) -> None:
    before = {path.name: path.stat().st_ino for path in own.glob("*.json")}
    with Writer(str(own)) as writer:
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
    after = {path.name: path.stat().st_ino for path in own.glob("*.json")}
    assert {name for name in after if before[name] != after[name]} == {"facts.json"}


def test_parts_are_as_readers_read_them(own: Path) -> None:
    with Writer(str(own)) as writer:
        entities = [{**e, "aliases": tuple(e["aliases"])} for e in writer.parts["entities"]]
        writer.commit({"entities": [*entities, {**entities[0], "id": "new-one"}]}, {}, "add")
        assert writer.parts["entities"][2]["aliases"] == ["Mayor Núñez"]
        assert writer.parts == examine(str(own))[1]


def test_commit_leaves_the_given_parts_alone(own: Path) -> None:
    with Writer(str(own)) as writer:
        new = source("boats.txt")
        writer.commit(
            {"sources": [*writer.parts["sources"], new]}, {"articles/boats.txt": b"Two.\n"}, "add"
        )
        assert new == source("boats.txt")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "miracle"}, "facts.json[0] 'harbour-opened': kind must be one of"),
        ({"actors": ["nobody"]}, "facts.json 'harbour-opened': actors names an unknown entity"),
        ({"phrases": ["It is green"]}, "no cited passage contains the phrase 'It is green'"),
        ({"date": "2021-13"}, "harbour-opened: "),
        ({"evidence": None}, "a field is missing or has the wrong type: TypeError"),
        ({"text": "\ud800"}, "surrogates not allowed"),
    ],
)
def test_invalid_commit_changes_nothing(own: Path, change: dict[str, Any], message: str) -> None:
    before = contents(own)
    with Writer(str(own)) as writer:
        facts = [{**fact, **change} for fact in writer.parts["facts"][:1]]
        files = {"articles/harbour.txt": ARTICLE.encode(), "drafts/new.toml": b"new"}
        with pytest.raises(DataError) as caught:
            writer.commit({"facts": [*facts, *writer.parts["facts"][1:]]}, files, "wrong")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(own) == {**before, ".mss/lock": b""}
    assert not (own / STAGED).exists()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400])
def test_number_that_json_cannot_hold_is_refused(own: Path, number: float) -> None:
    with Writer(str(own)) as writer:
        facts = [dict(fact) for fact in writer.parts["facts"]]
        figure = next(fact for fact in facts if fact["quantity"])
        figure["quantity"] = {**figure["quantity"], "value": number}
        with pytest.raises(DataError) as caught:
            writer.commit({"facts": facts}, {}, "nan")
        assert str(caught.value).startswith((f"store {str(own)!r}: ", "facts.json"))
    assert examine(str(own))[0] == []


@pytest.mark.parametrize(
    "name",
    [
        *("../x.txt", "/etc/x", "facts.json", "facts.ndjson", "articles/../x", "articles/a/b"),
        *(".x", DECISIONS, INTENT, "", "articles/", "drafts\\x", "a\nb"),
    ],
)
def test_commit_writes_no_other_files(own: Path, name: str) -> None:
    with Writer(str(own)) as writer, pytest.raises(DataError) as caught:
        writer.commit({}, {name: b"x"}, "elsewhere")
    assert str(caught.value).endswith("is not a file that a commit may write")


def test_unknown_part_is_refused(own: Path) -> None:
    with Writer(str(own)) as writer, pytest.raises(DataError) as caught:
        writer.commit({"fact": []}, {}, "typing error")
    assert str(caught.value) == f"store {str(own)!r}: a store has no part 'fact'"


def test_changed_article_is_refused_and_not_derived_anew(own: Path) -> None:
    article = own / "articles" / "harbour.txt"
    article.write_text(ARTICLE.replace("3 May", "4 May"), encoding="utf-8")
    with Writer(str(own)) as writer, pytest.raises(DataError) as caught:
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
    assert str(caught.value) == (
        "articles/harbour.txt: the article has changed since it was added; put back the text as it "
        "was"
    )


def test_commit_that_shifts_a_cited_passage_is_refused(own: Path) -> None:
    with Writer(str(own)) as writer, pytest.raises(DataError) as caught:
        writer.commit({}, {"articles/harbour.txt": f"New. {ARTICLE}".encode()}, "replace")
    assert str(caught.value) == (
        "articles/harbour.txt: the passage of 'harbour-opened' is no longer there"
    )
    assert (own / "articles" / "harbour.txt").read_text(encoding="utf-8") == ARTICLE


def test_store_without_its_texts_can_be_changed(own: Path) -> None:
    shutil.rmtree(own / "articles")
    with Writer(str(own)) as writer:
        before = writer.parts
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
        assert writer.parts["wording"] == before["wording"]
        assert writer.parts["sources"] == before["sources"]
    assert text_of(own) == "Ana opened it."
    assert not (own / "articles").exists()


def test_store_that_grows_too_large_is_refused(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(str(own)) as writer:
        monkeypatch.setattr("mss_cli.limits.MAX_JSON_BYTES", 5_000)
        with pytest.raises(DataError) as caught:
            writer.commit({"facts": with_text(writer, "x" * 400)}, {}, "grow")
    assert str(caught.value) == (
        f"store {str(own)!r}: its JSON files would have 0 MB; a store holds at most 0 MB; begin "
        "another"
    )


def test_permissions_of_replaced_files_stay(own: Path) -> None:
    (own / "facts.json").chmod(0o600)
    with Writer(str(own)) as writer:
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
        modes = {path: path.stat().st_mode & 0o777 for path in own.rglob("facts.json*")}
    assert len(modes) == 3  # also in the history, and staged
    assert {*modes.values()} == {0o600}


def test_hand_edit_while_a_writer_is_open_is_not_lost(own: Path) -> None:
    with Writer(str(own)) as writer:
        by_hand = (own / "topics.json").read_text(encoding="utf-8").replace("Openings.", "Others.")
        (own / "topics.json").write_text(by_hand, encoding="utf-8")
        with pytest.raises(DataError) as caught:
            writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
    assert str(caught.value) == (
        f"store {str(own)!r}: has changed while mss was at work; nothing was written over it; run "
        "the command again"
    )
    assert (own / "topics.json").read_text(encoding="utf-8") == by_hand


def test_file_that_the_writer_has_read_is_not_written_over(own: Path) -> None:
    draft = own / "drafts" / "harbour.toml"
    draft.write_text("one")
    with Writer(str(own)) as writer:
        assert writer.read("drafts/harbour.toml") == b"one"
        assert writer.read("drafts/none.toml") is None
        draft.write_text("by hand")
        with pytest.raises(DataError) as caught:
            writer.commit({}, {"drafts/harbour.toml": b"two"}, "edit")
        assert str(caught.value).startswith("drafts/harbour.toml: has changed while mss was at")
        assert draft.read_text() == "by hand"
        assert writer.read("drafts/harbour.toml") == b"by hand"
        writer.commit({}, {"drafts/harbour.toml": b"two"}, "edit")
    assert draft.read_text() == "two"


def test_reading_outside_the_store_is_refused(own: Path) -> None:
    with Writer(str(own)) as writer, pytest.raises(DataError):
        writer.read("../secret")


# --- opening ------------------------------------------------------------------------------


def test_missing_directory_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Writer(str(tmp_path / "none"))
    where = str(tmp_path / "none")
    assert str(caught.value) == f"store: no directory {where!r}; make it with 'mss new DIR'"


def test_second_writer_is_refused(own: Path) -> None:
    message = (
        f"store {str(own)!r}: another mss is writing to this store; wait until it has finished"
    )
    with Writer(str(own)), pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == message
    Writer(str(own)).close()


HOLD = """
import sys
from mss_cli.stores.writing import Writer
with Writer(sys.argv[1]):
    print("locked", flush=True)
    input()
"""


def test_second_process_is_refused_until_the_first_is_dead(own: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(own)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"locked\n"
        with pytest.raises(DataError, match="another mss is writing to this store"):
            Writer(str(own))
        child.kill()
        child.wait()
        Writer(str(own)).close()


def test_closing_twice_closes_nothing_else(own: Path) -> None:
    writer = Writer(str(own))
    writer.close()
    descriptor = os.open(own / "facts.json", os.O_RDONLY)
    writer.close()
    assert os.read(descriptor, 1) == b"["
    os.close(descriptor)


def test_invalid_store_is_not_opened_and_stays_unlocked(own: Path) -> None:
    (own / "facts.json").write_text("[")
    for _ in range(2):
        with pytest.raises(DataError) as caught:
            Writer(str(own))
        assert str(caught.value) == (
            f"store {str(own)!r}: facts.json: is not JSON (line 1, column 2: unexpected end)"
        )


def test_store_with_ndjson_is_refused(own: Path) -> None:
    facts = json.loads((own / "facts.json").read_text(encoding="utf-8"))
    (own / "facts.json").unlink()
    (own / "facts.ndjson").write_text("".join(f"{json.dumps(fact)}\n" for fact in facts))
    with pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == (
        f"store {str(own)!r}: mss does not write to a store with facts.ndjson; keep the facts of a "
        "store of your own in facts.json"
    )


@pytest.mark.parametrize("name", [".mss", "articles", "originals", "drafts", "facts.json"])
def test_link_in_the_store_is_refused(own: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    if (own / name).exists():
        (own / name).rename(elsewhere)
    else:
        elsewhere.mkdir()
    (own / name).symlink_to(elsewhere)
    with pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == f"{name}: is a link, and mss follows none here"


@pytest.mark.parametrize(
    "name", ["staged", "history", "history/1", "new", "decisions.ndjson", "head", "lock"]
)
def test_nothing_is_written_through_a_link_in_the_bookkeeping(
    own: Path, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    if name in ("staged", "history", "history/1"):
        elsewhere.mkdir()
    else:
        elsewhere.write_text("0")
    link = own / ".mss" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    with pytest.raises(DataError) as caught:
        log_and_commit(own)
    assert str(caught.value).endswith("is a link, and mss follows none here")
    if elsewhere.is_dir():
        assert list(elsewhere.iterdir()) == []
    else:
        assert elsewhere.read_text() == "0"


def log_and_commit(own: Path) -> None:
    with Writer(str(own)) as writer:
        writer.log({"do": "reject"})
        writer.commit({}, {"drafts/new.toml": b"new"}, "new")


def test_link_in_place_of_an_article_is_refused(own: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (own / "drafts" / "new.toml").symlink_to(tmp_path / "secret")
    with Writer(str(own)) as writer, pytest.raises(DataError) as caught:
        writer.commit({}, {"drafts/new.toml": b"new"}, "new")
    assert str(caught.value) == "drafts/new.toml: is a link, and mss follows none here"
    assert (tmp_path / "secret").read_text() == "secret"


def test_log_with_a_second_name_is_not_written_to(own: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    with Writer(str(own)) as writer:
        os.link(tmp_path / "other", own / DECISIONS)
        with pytest.raises(DataError) as caught:
            writer.log({"do": "reject"})
    assert str(caught.value) == ".mss/decisions.ndjson: is not a file of its own"
    assert (tmp_path / "other").read_text() == ""


def test_read_only_directory_is_one_clear_line(own: Path) -> None:
    def refuse(name: str, args: tuple[Any, ...]) -> None:
        raise PermissionError(13, "Permission denied")

    with at_call(1, refuse, onwards=True), pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == (
        f"store {str(own)!r}: cannot be written (Permission denied); nothing was changed"
    )


def test_directory_that_vanishes_is_one_clear_line(own: Path) -> None:
    with Writer(str(own)) as writer:
        facts = with_text(writer, "Ana opened it.")
        shutil.rmtree(own)
        with pytest.raises(DataError) as caught:
            writer.commit({"facts": facts}, {}, "edit")
        assert str(caught.value) == "manifest.json: cannot be read (No such file or directory)"
        with pytest.raises(DataError) as caught:
            writer.log({"do": "reject"})
    assert str(caught.value) == (
        f"store {str(own)!r}: cannot be written (No such file or directory); the decision was not "
        "taken"
    )
    assert not own.exists()


# --- pending commits ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        *("", "nonsense", "[]", "7", "null", '{"number": 1}', "[" * 5_000, "\x00", '"text"'),
        '{"number": 0, "why": "", "files": {}, "drop": []}',
        '{"number": 1, "why": "", "files": [], "drop": []}',
        '{"number": 1, "why": "", "files": {"../../x": true}, "drop": []}',
        '{"number": 1, "why": "", "files": {"articles/x": 1}, "drop": []}',
        '{"number": 1, "why": "", "files": {}, "drop": ["x"]}',
    ],
)
def test_nonsense_in_the_intent_is_one_clear_line(own: Path, mss: Call, content: str) -> None:
    with Writer(str(own)) as writer:
        writer.log({"do": "reject"})
    before = contents(own)
    (own / INTENT).write_text(content)
    answer = mss("facts", "--store", str(own))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("mss: .mss/intent.json: is not the record of a commit (")
    assert answer.err.count("\n") == 1
    assert "copy .mss/staged/N/commit.json over it, with the highest N" in answer.err
    with pytest.raises(DataError, match=r"^\.mss/intent\.json: is not the record of a commit"):
        Writer(str(own))
    (own / INTENT).unlink()
    assert contents(own) == before
    with Writer(str(own)) as writer:
        assert writer.decisions() == [{"do": "reject"}]


def stopped_after_intent(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a commit that stops right after its intent is in place."""
    with monkeypatch.context() as patched:

        def stop(self: Writer, parts: dict[str, Any]) -> None:
            raise KeyboardInterrupt

        patched.setattr(Writer, "_committed", stop)
        with Writer(str(own)) as writer:
            sources = [*writer.parts["sources"], source("boats.txt")]
            parts = {"sources": sources, "facts": with_text(writer, "Ana opened it.")}
            files = {"articles/boats.txt": TEXT.encode(), "drafts/old.toml": None}
            with pytest.raises(KeyboardInterrupt):
                writer.commit(parts, files, "add")
    assert (own / INTENT).exists()


def test_reader_sees_the_new_store_from_its_intent_on(
    own: Path, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "drafts" / "old.toml").write_text("old")
    stopped_after_intent(own, monkeypatch)
    assert not (own / "articles" / "boats.txt").exists()
    assert text_of(own) == "Ana opened it."
    answer = mss("verify", "--store", str(own), "--format", "csv", "--fields", "subject,result")
    assert "boats.txt,ok\n" in answer.out
    Writer(str(own)).close()
    assert (own / "articles" / "boats.txt").read_text() == TEXT
    assert not (own / "drafts" / "old.toml").exists()
    assert not (own / STAGED).exists()
    after = mss("verify", "--store", str(own), "--format", "csv", "--fields", "subject,result")
    assert after.out == answer.out


def test_mangled_intent_is_restored_from_its_copy(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after_intent(own, monkeypatch)
    (own / INTENT).write_text("nonsense")
    with pytest.raises(DataError):
        Writer(str(own))
    shutil.copy(own / STAGED / "1" / RECORD, own / INTENT)
    Writer(str(own)).close()
    assert text_of(own) == "Ana opened it."


def test_intent_without_its_files_changes_nothing(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after_intent(own, monkeypatch)
    (own / STAGED / "1" / "articles" / "boats.txt").unlink()
    before = (own / "facts.json").read_bytes()
    with pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == ".mss/staged/1/articles/boats.txt: the file is missing"
    assert (own / "facts.json").read_bytes() == before


def test_staged_link_is_not_read(
    own: Path, mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after_intent(own, monkeypatch)
    (own / STAGED / "1").rename(tmp_path / "elsewhere")
    (own / STAGED / "1").symlink_to(tmp_path / "elsewhere")
    answer = mss("facts", "--store", str(own))
    assert (answer.code, answer.out) == (2, "")
    assert ".mss/staged/1: is a link, and mss follows none here" in answer.err


def test_reader_never_mixes_two_commits(own: Path) -> None:
    """Each commit gives a fact, a source and a topic the same number; readers compare them."""
    stop = threading.Event()
    seen: set[str] = set()
    wrong: list[object] = []

    def read() -> None:
        while not stop.is_set():
            try:
                _, parts = examine(str(own))
            except DataError as error:
                wrong.extend([str(error)] if "keeps writing to it" not in str(error) else [])
                continue
            if parts is None:
                wrong.append("unreadable")
                continue
            texts = {parts[part][0][field][-6:] for part, field in FIELDS.items()}
            seen.update(texts)
            if len(texts) > 1:
                wrong.append(texts)

    with Writer(str(own)) as writer:
        writer.commit(numbered(writer, 0), {}, "0")
        reader = threading.Thread(target=read)
        reader.start()
        for number in range(1, 16):
            writer.commit(numbered(writer, number), {}, str(number))
        stop.set()
        reader.join()
    assert wrong == []
    assert seen


FIELDS = {"facts": "text", "sources": "label", "topics": "definition"}


def numbered(writer: Writer, number: int) -> dict[str, Any]:
    return {
        part: [{**writer.parts[part][0], field: f"Version {number:06}"}, *writer.parts[part][1:]]
        for part, field in FIELDS.items()
    }


def test_reader_reads_again_if_a_commit_came_between(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = [1, 2]

    def read(directory: str, part: str, strict: bool = False) -> Any:
        found = read_part(directory, part, strict)
        if part == "sources" and commits and not busy:
            busy.append(True)
            with Writer(directory) as writer:
                writer.commit(numbered(writer, commits.pop(0)), {}, "between")
            busy.clear()
        return found

    busy: list[bool] = []
    monkeypatch.setattr("mss_cli.stores.loading.read_part", read)
    _, parts = examine(str(own))
    assert parts is not None
    texts = {parts[part][0][field] for part, field in FIELDS.items()}
    assert texts == {"Version 000002"}


def test_reader_gives_up_if_commits_never_end(own: Path) -> None:
    numbers = iter(range(1, 100))

    def read() -> None:
        (own / ".mss").mkdir(exist_ok=True)
        (own / HEAD).write_text(str(next(numbers)))

    with pytest.raises(DataError) as caught:
        pending.steadily(str(own), read)
    assert str(caught.value) == (
        f"store {str(own)!r}: another program keeps writing to it; try again"
    )
    assert next(numbers) == limits.MAX_READ_ATTEMPTS + 1


# --- undo ---------------------------------------------------------------------------------


def test_undo_goes_back_step_by_step(own: Path) -> None:
    (own / "drafts" / "harbour.toml").write_text("zero")
    states = []
    for number in (1, 2, 3):
        states.append(contents(own, bookkeeping=False))
        draft = None if number == 2 else b"%d" % number
        with Writer(str(own)) as writer:
            facts = with_text(writer, f"Text {number}.")
            writer.commit({"facts": facts}, {"drafts/harbour.toml": draft}, f"step {number}")
    for number in (3, 2, 1):
        assert undo(str(own)) == f"step {number}"
        assert contents(own, bookkeeping=False) == states.pop()
    with pytest.raises(UsageError) as caught:
        undo(str(own))
    assert str(caught.value) == f"store {str(own)!r}: there is no change to take back"


def test_undo_in_the_same_writer_gives_the_old_parts(own: Path) -> None:
    with Writer(str(own)) as writer:
        before = writer.parts["facts"]
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
        assert writer.undo() == "edit"
        assert writer.parts["facts"] == before
        writer.commit({"facts": with_text(writer, "Again.")}, {}, "again")
        assert writer.undo() == "again"
    assert text_of(own) == "Ana Núñez opened the harbour."


def test_undo_keeps_the_last_commits_only(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_COMMITS_KEPT", 2)
    with Writer(str(own)) as writer:
        for number in range(4):
            writer.commit({}, {"drafts/n.toml": b"%d" % number}, f"step {number}")
        assert sorted(path.name for path in (own / HISTORY).iterdir()) == ["3", "4"]
        assert [writer.undo(), writer.undo()] == ["step 3", "step 2"]
        with pytest.raises(UsageError):
            writer.undo()
    assert (own / "drafts" / "n.toml").read_bytes() == b"1"


def test_undo_does_not_lose_what_was_edited_by_hand_since(own: Path) -> None:
    with Writer(str(own)) as writer:
        writer.commit({}, {"drafts/n.toml": b"drafted"}, "add")
    (own / "drafts" / "n.toml").write_text("an hour of work")
    with pytest.raises(DataError) as caught:
        undo(str(own))
    assert str(caught.value) == (
        "drafts/n.toml: has changed since, and undo would lose that; move the file to another "
        "place, or take back your own change first"
    )
    assert (own / "drafts" / "n.toml").read_text() == "an hour of work"
    (own / "drafts" / "n.toml").unlink()
    assert undo(str(own)) == "add"


def test_undo_waits_for_decisions_that_no_commit_has_taken(own: Path) -> None:
    with Writer(str(own)) as writer:
        writer.commit({}, {"drafts/n.toml": b"drafted"}, "add")
        writer.log({"do": "accept", "source": "a"})
        writer.log({"do": "accept", "source": "a"})
        writer.log({"do": "undo", "source": "a"})
        with pytest.raises(UsageError) as caught:
            writer.undo()
        assert str(caught.value) == (
            f"store {str(own)!r}: 1 decision of a review waits; run 'mss review', which takes them "
            "into the store, then undo that"
        )
        writer.log({"do": "undo", "source": "a"})
        assert writer.undo() == "add"


@pytest.mark.parametrize(
    "record",
    [
        *("nonsense", "[]", '{"why": "x"}', '{"why": "x", "files": {"facts.json": 7}}'),
        '{"why": "x", "files": {"../../x": [true, null]}}',
        '{"why": "x", "files": {".mss/head": [1, 2]}}',
    ],
)
def test_nonsense_in_the_history_is_one_clear_line(own: Path, record: str) -> None:
    with Writer(str(own)) as writer:
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
    (own / HISTORY / "1" / RECORD).write_text(record)
    with pytest.raises(DataError) as caught:
        undo(str(own))
    assert str(caught.value).startswith(".mss/history/1/commit.json: ")
    assert text_of(own) == "Ana opened it."


def test_undo_to_an_invalid_store_is_refused(own: Path) -> None:
    with Writer(str(own)) as writer:
        writer.commit({"facts": with_text(writer, "Ana opened it.")}, {}, "edit")
    (own / HISTORY / "1" / "facts.json.gz").write_bytes(packed(b'[{"id": "x"}]'))
    with pytest.raises(DataError, match=r"facts\.json\[0\] 'x': the record must contain"):
        undo(str(own))
    (own / HISTORY / "1" / "facts.json.gz").unlink()
    with pytest.raises(DataError, match="the file is missing"):
        undo(str(own))
    assert text_of(own) == "Ana opened it."


def test_nonsense_in_the_head_is_one_clear_line(own: Path) -> None:
    (own / ".mss").mkdir()
    (own / HEAD).write_text("many")
    with pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == (
        ".mss/head: 'many' is not the number of a commit; write into it the highest number under "
        ".mss/history"
    )


# --- decisions ----------------------------------------------------------------------------


def test_decisions_stay_until_a_commit_takes_them(own: Path) -> None:
    with Writer(str(own)) as writer:
        assert writer.decisions() == []
        writer.log({"do": "accept", "text": "a “quote”\n\u2028"})
        writer.log({"do": "reject"})
        writer.commit({}, {"drafts/n.toml": b"1"}, "other")
    with Writer(str(own)) as writer:
        assert writer.decisions() == [
            {"do": "accept", "text": "a “quote”\n\u2028"},
            {"do": "reject"},
        ]
        writer.commit({}, {"drafts/n.toml": b"2"}, "review", takes_decisions=True)
        assert writer.decisions() == []
        writer.log({"do": "label"})
    with Writer(str(own)) as writer:
        assert writer.decisions() == [{"do": "label"}]


def test_commit_can_take_some_decisions_only(own: Path) -> None:
    with Writer(str(own)) as writer:
        for name in "abab":
            writer.log({"do": "accept", "source": name})
        writer.commit({}, {}, "a", takes_decisions=lambda each: each["source"] == "a")
        writer.log({"do": "reject", "source": "b"})
        assert [(d["do"], d["source"]) for d in writer.decisions()] == [
            ("accept", "b"),
            ("accept", "b"),
            ("reject", "b"),
        ]


@pytest.mark.parametrize("torn", [b'{"do": "acc', b"\x00\x00\x00", b"{", b'{"do": "x"}'])
def test_line_cut_short_by_a_crash_is_set_aside(own: Path, torn: bytes) -> None:
    with Writer(str(own)) as writer:
        writer.log({"do": "accept"})
    with (own / DECISIONS).open("ab") as file:
        file.write(torn)
    with Writer(str(own)) as writer:
        assert writer.decisions() == [{"do": "accept"}]
        writer.log({"do": "reject"})
        assert writer.decisions() == [{"do": "accept"}, {"do": "reject"}]
    assert (own / TORN).read_bytes() == torn
    assert (own / DECISIONS).read_bytes() == b'{"do": "accept"}\n{"do": "reject"}\n'


@pytest.mark.parametrize("line", ["nonsense", "7", "{}", '{"do": 7}', "", "[" * 5_000])
def test_nonsense_among_the_decisions_names_the_line(own: Path, line: str) -> None:
    with Writer(str(own)) as writer:
        writer.log({"do": "accept"})
    with (own / DECISIONS).open("a") as file:
        file.write(f"{line}\n")
    with Writer(str(own)) as writer:
        writer.log({"do": "reject"})
        with pytest.raises(DataError) as caught:
            writer.decisions()
    assert str(caught.value) == ".mss/decisions.ndjson, line 2: is not a decision"
    assert (own / DECISIONS).read_text().splitlines()[2] == '{"do": "reject"}'


@pytest.mark.parametrize("value", [float("nan"), "\ud800", {1, 2}])
def test_decision_that_json_cannot_hold_is_refused(own: Path, value: Any) -> None:
    with Writer(str(own)) as writer:
        with pytest.raises(DataError, match=r"^decision: cannot be kept"):
            writer.log({"do": "edit", "with": value})
        assert writer.decisions() == []


def test_full_log_is_refused(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WRITTEN_BYTES", 30)
    with Writer(str(own)) as writer:
        writer.log({"do": "accept"})
        with pytest.raises(DataError) as caught:
            writer.log({"do": "reject"})
        assert str(caught.value) == (".mss/decisions.ndjson: is full; end this review, and go on")


def test_log_that_somebody_cut_is_not_filled_with_zeros(own: Path) -> None:
    with Writer(str(own)) as writer:
        writer.log({"do": "accept"})
        (own / DECISIONS).write_text("")
        with pytest.raises(DataError, match="has become shorter while it was written to"):
            writer.log({"do": "reject"})
    assert (own / DECISIONS).read_bytes() == b""


# --- the rest -----------------------------------------------------------------------------


def test_bundled_store_is_refused() -> None:
    assert refuse_bundled("mine", "add") == "mine"
    with pytest.raises(UsageError) as caught:
        refuse_bundled(None, "add")
    assert str(caught.value) == (
        "'mss add' does not change the bundled store; make one of your own with 'mss new DIR' or "
        "'mss new --copy DIR', and name it with --store DIR"
    )


def test_lock_that_the_system_does_not_know_is_one_clear_line(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(descriptor: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(disk, "_lock", unknown)
    with pytest.raises(DataError) as caught:
        Writer(str(own))
    assert str(caught.value) == (
        f"store {str(own)!r}: cannot be written (Operation not supported); nothing was changed"
    )


def test_current_article_looks_only_beside_a_folder_of_articles(tmp_path: Path) -> None:
    assert pending.current_article("/x/texts", "a.txt") == "/x/texts/a.txt"
    assert pending.current_article("articles/", "a.txt") == "articles/a.txt"
    assert pending.current_article("/", "a.txt") == "/a.txt"
