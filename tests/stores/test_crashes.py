"""Killed at any moment, a store is the old or the new one, and no decision is lost."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ARTICLE, ROOT, Call, Harbour
from support.crashes import Unsynced, at_call, killed
from support.process import environment
from support.schemas import compile_once

from mss_cli.errors import DataError
from mss_cli.stores.creating import create
from mss_cli.stores.disk import Disk
from mss_cli.stores.loading import examine
from mss_cli.stores.pending import DECISIONS, HEAD, INTENT
from mss_cli.stores.writing import Writer

Tree = dict[str, bytes]
DECISION = {"do": "accept", "source": "harbour.txt", "draft": "s1-1"}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(autouse=True)
def _compile_schemas_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)


@pytest.fixture
def own(harbour: Harbour) -> Path:
    """Return the small store with its article, a draft and one logged decision."""
    for name in ("articles", "drafts"):
        (harbour.store / name).mkdir()
    (harbour.store / "articles" / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    with Writer(str(harbour.store)) as writer:
        writer.commit({}, {"drafts/harbour.toml": b"one\n", "drafts/gone.toml": b"gone\n"}, "one")
        writer.log(DECISION)
    return harbour.store


def tree(store: Path) -> Tree:
    """Return the files of a store without its bookkeeping."""
    files = (path for path in store.rglob("*") if path.is_file())
    names = {path.relative_to(store).as_posix(): path for path in files}
    return {n: path.read_bytes() for n, path in sorted(names.items()) if n[:5] != ".mss/"}


def change(store: Path) -> None:
    """Change facts, sources and files in one commit that takes the logged decision."""
    with Writer(str(store)) as writer:
        change_with(writer)


def change_with(writer: Writer) -> None:
    fact = {**writer.parts["facts"][0], "text": "Ana Núñez opened a harbour."}
    source = {**writer.parts["sources"][0], "label": "The opening of the harbour"}
    files = {"drafts/harbour.toml": b"two\n", "drafts/gone.toml": None, "originals/new.html": b"x"}
    parts = {"facts": [fact, *writer.parts["facts"][1:]], "sources": [source]}
    writer.commit(parts, files, "two", takes_decisions=True)


def decisions(store: Path) -> list[dict[str, Any]]:
    with Writer(str(store)) as writer:
        return writer.decisions()


def check(store: Path, old: Tree, new: Tree, mss: Call) -> bool:
    """Check a store after a crash; return True if it is the new one."""
    before = tree(store)
    problems, parts = examine(str(store))
    assert problems == []
    assert mss("verify", "--store", str(store)).code == 0
    assert tree(store) == before, "a reader wrote something"
    with Writer(str(store)) as writer:  # which ends what is pending
        left, after = writer.decisions(), tree(store)
        assert after in (old, new)
        assert parts is not None
        assert parts["facts"] == json.loads(after["facts.json"]), "a reader saw another state"
        assert left == ([] if after == new else [DECISION])
        assert not (store / INTENT).exists()
        label = {**writer.parts["sources"][0], "label": "Another"}
        writer.commit({"sources": [label]}, {"drafts/more.toml": b"more\n"}, "more")
        assert writer.decisions() == left
    more = tree(store)
    assert json.loads(more["sources.json"]) == [label]
    assert more == {**after, "drafts/more.toml": b"more\n", "sources.json": more["sources.json"]}
    return after == new


def every_kill(base: Path, work: Callable[[Path], object]) -> list[Path]:
    """Kill some work on copies of a store at each call in turn; return the copies."""
    copies = []
    for stop in range(1, 1_000):
        copy = base.parent / f"killed-{stop}"
        shutil.copytree(base, copy)
        copies.append(copy)
        if not killed(stop, work, copy):
            return copies
    raise AssertionError("it never ended")


def test_commit_killed_at_every_call_is_whole_or_nothing(own: Path, mss: Call) -> None:
    old = tree(own)
    copies = every_kill(own, change)
    assert len(copies) > 40
    new = tree(copies[-1])
    assert new != old
    outcomes = [check(copy, old, new, mss) for copy in copies]
    assert outcomes == sorted(outcomes), "new before old"
    assert {*outcomes} == {False, True}


def test_roll_forward_killed_at_every_call_ends_as_the_new_store(own: Path, mss: Call) -> None:
    pending = pending_commit(own)
    old, finished = tree(own), own.parent / "finished"
    shutil.copytree(pending, finished)
    assert decisions(finished) == []
    new = tree(finished)
    copies = every_kill(pending, decisions)
    assert len(copies) > 20
    assert all(check(copy, old, new, mss) for copy in copies)


def pending_commit(own: Path) -> Path:
    """Return a copy of a store with a commit that was cut short right after its intent."""
    for stop in range(1, 1_000):
        copy = own.parent / "pending"
        shutil.copytree(own, copy)
        assert killed(stop, change, copy)
        if (copy / INTENT).exists():
            return copy
        shutil.rmtree(copy)
    raise AssertionError("there was no intent")


def test_undo_killed_at_every_call_is_whole_or_nothing(own: Path, mss: Call) -> None:
    change(own)
    changed = tree(own)

    def undo(store: Path) -> None:
        with Writer(str(store)) as writer:
            assert writer.undo() == "two"

    copies = every_kill(own, undo)
    before = tree(copies[-1])
    assert before["drafts/gone.toml"] == b"gone\n"
    states = []
    for copy in copies:
        assert mss("verify", "--store", str(copy)).code == 0
        assert decisions(copy) == []
        states.append(tree(copy))
        assert states[-1] in (changed, before)
        with Writer(str(copy)) as writer:
            assert writer.undo() == ("two" if states[-1] == changed else "one")
    assert states[0] == changed


def test_log_killed_at_every_call_keeps_every_decision_that_counted(own: Path) -> None:
    more = [{"do": "reject", "draft": f"s{n}-1"} for n in range(3)]
    counted = own.parent / "counted"

    def log(store: Path) -> None:
        with Writer(str(store)) as writer:
            for number, decision in enumerate(more):
                writer.log(decision)
                counted.write_text(str(number + 1))

    for stop in range(1, 1_000):
        copy = own.parent / f"killed-{stop}"
        shutil.copytree(own, copy)
        counted.write_text("0")
        died = killed(stop, log, copy)
        least = int(counted.read_text() or "0")
        left = decisions(copy)
        assert left == [DECISION, *more][: len(left)]
        assert len(left) > least
        with Writer(str(copy)) as writer:
            writer.log({"do": "label"})
            assert writer.decisions() == [*left, {"do": "label"}]
        if not died:
            assert left == [DECISION, *more]
            return
    raise AssertionError("it never ended")


def test_new_store_killed_at_every_call_is_whole_or_missing(tmp_path: Path, mss: Call) -> None:
    def make(store: Path) -> None:
        create(str(store), None, copy=False)

    missing = 0
    for stop in range(1, 1_000):
        store = tmp_path / f"store-{stop}"
        died = killed(stop, make, store)
        if store.exists():
            assert mss("verify", "--store", str(store)).code == 0
        else:
            missing += 1
            make(store)
        if not died:
            assert 10 < missing < stop
            return
    raise AssertionError("it never ended")


def test_everything_is_synced_when_a_commit_and_a_decision_count(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[str]] = {}
    replace, remove = Disk.replace, Disk.remove

    def noted_replace(disk: Disk, name: str, content: bytes) -> None:
        seen.setdefault(f"before {name}", unsynced.paths)
        replace(disk, name, content)

    def noted_remove(disk: Disk, name: str) -> None:
        seen[f"without {name}"] = unsynced.paths
        remove(disk, name)

    with Writer(str(own)) as writer, Unsynced() as unsynced:
        monkeypatch.setattr(Disk, "replace", noted_replace)
        monkeypatch.setattr(Disk, "remove", noted_remove)
        writer.log(DECISION)
        assert unsynced.paths == []
        change_with(writer)
        assert unsynced.paths == []
    assert seen[f"before {INTENT}"] == []
    assert seen[first_after(f"before {INTENT}", seen)] == []
    assert seen[f"before {HEAD}"] == []
    assert seen[f"without {INTENT}"] == []


def first_after(key: str, seen: dict[str, list[str]]) -> str:
    """Return the key that came next, apart from those of the file that is written beside."""
    keys = [each for each in seen if not each.endswith("/new")]
    return keys[keys.index(key) + 1]


def full(name: str, args: tuple[Any, ...]) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_disk_full_at_every_call_loses_nothing(own: Path, mss: Call) -> None:
    old, outcomes = tree(own), []
    for stop in range(1, 1_000):
        copy = own.parent / f"full-{stop}"
        shutil.copytree(own, copy)
        message = ""
        with Writer(str(copy)) as writer, at_call(stop, full, onwards=stop % 2 == 0) as made:
            try:
                change_with(writer)
            except DataError as error:
                message = str(error)
        where = f"store {str(copy)!r}: cannot be written (No space left on device)"
        saved = f"{where}; the change is saved, and the next command that writes puts it in place"
        assert message in ("", saved, f"{where}; nothing was changed")
        is_new = mss("facts", "--store", str(copy)).out.find("opened a harbour") >= 0
        assert is_new is (message in ("", saved))
        assert check(copy, old, tree_after_change(own), mss) is is_new
        outcomes.append(message)
        if len(made) < stop:
            break
    assert outcomes[0].endswith("nothing was changed")
    assert outcomes[-1] == ""
    assert any("the change is saved" in message for message in outcomes)


def tree_after_change(own: Path) -> Tree:
    done = own.parent / "done"
    if not done.exists():
        shutil.copytree(own, done)
        change(done)
    return tree(done)


def test_disk_full_while_logging_does_not_count_the_decision(own: Path) -> None:
    def torn(name: str, args: tuple[Any, ...]) -> None:
        if name == "write":
            os.pwrite(args[0], bytes(args[1])[:5], os.lseek(args[0], 0, 1))
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    before = (own / DECISIONS).read_bytes()
    with Writer(str(own)) as writer:
        for stop in (1, 2, 3):
            message = f"store {str(own)!r}: cannot be written (Disk quota exceeded); the decision"
            with at_call(stop, torn), pytest.raises(DataError) as caught:
                writer.log({"do": "reject"})
            assert str(caught.value) == f"{message} was not taken"
            assert (own / DECISIONS).read_bytes() == before
            assert writer.decisions() == [DECISION]
        writer.log({"do": "label"})
        assert writer.decisions() == [DECISION, {"do": "label"}]


def test_writer_goes_on_after_a_full_disk(own: Path, mss: Call) -> None:
    new = tree_after_change(own)
    with Writer(str(own)) as writer:
        for stop in range(1, 1_000):
            if (own / INTENT).exists():
                break
            with at_call(stop, full, onwards=True), pytest.raises(DataError):
                change_with(writer)
        assert writer.parts["facts"][0]["text"] == "Ana Núñez opened a harbour."
        writer.commit({}, {"drafts/more.toml": b"more\n"}, "more")
    assert tree(own) == {**new, "drafts/more.toml": b"more\n"}
    assert mss("verify", "--store", str(own)).code == 0


def test_writer_goes_on_after_one_failed_write(own: Path) -> None:
    for stop in range(1, 30):
        with Writer(str(own)) as writer:
            with at_call(stop, full), pytest.raises(DataError, match="nothing was changed"):
                writer.commit({}, {"drafts/n.toml": b"lost", "drafts/m.toml": b"lost"}, "lost")
            writer.commit({}, {"drafts/n.toml": b"%d" % stop}, "kept")
        assert (own / "drafts" / "n.toml").read_bytes() == b"%d" % stop
        assert not (own / "drafts" / "m.toml").exists()


LOOP = """
import sys
from mss_cli.stores.writing import Writer
number = int(sys.argv[2])
while True:
    with Writer(sys.argv[1]) as writer:
        for _ in range(3):
            number += 1
            fact = {**writer.parts["facts"][0], "text": f"Ana opened the harbour, {number}."}
            writer.log({"do": "accept", "number": number})
            print("logged", number, flush=True)
            if number % 2:
                parts = {"facts": [fact, *writer.parts["facts"][1:]]}
                files = {"drafts/n.toml": b"%d" % number}
                writer.commit(parts, files, str(number), takes_decisions=True)
                print("committed", number, flush=True)
"""


def test_store_survives_kills_at_random_moments(own: Path, mss: Call) -> None:
    kill_at_random(own, mss, kills=20, seed=1)


def kill_at_random(own: Path, mss: Call, kills: int, seed: int) -> int:
    """Kill a loop of commits again and again; return how many commits it made."""
    with Writer(str(own)) as writer:
        writer.commit({}, {}, "none", takes_decisions=True)
    random, number = Random(seed), 0
    for _ in range(kills):
        lines = run_and_kill(own, number, random)
        logged = max((int(line.split()[1]) for line in lines), default=number)
        committed = max(
            (int(n) for what, n in map(str.split, lines) if what == "committed"), default=0
        )
        assert mss("verify", "--store", str(own)).code == 0
        text = mss("facts", "--store", str(own), "--match", "opened", "--fields", "text").out
        left = [decision["number"] for decision in decisions(own)]
        draft = own / "drafts" / "n.toml"
        taken = int(draft.read_bytes()) if draft.exists() else 0
        assert taken == 0 or f"Ana opened the harbour, {taken}." in text
        assert taken >= committed
        assert left == [*range(taken + 1, taken + 1 + len(left))]
        assert taken + len(left) >= logged, "a decision that counted is lost"
        number = taken + len(left)
    return number


def run_and_kill(own: Path, number: int, random: Random) -> list[str]:
    """Start the loop, kill it after some lines, and return the lines that it printed."""
    with subprocess.Popen(
        [sys.executable, "-c", LOOP, str(own), str(number)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT)),
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(random.randint(1, 6))]
        for _ in range(random.randint(0, 1_000_000)):  # a moment that no line marks
            pass
        child.send_signal(signal.SIGKILL)
        return [line for line in (*lines, *child.stdout) if line.endswith("\n")]
