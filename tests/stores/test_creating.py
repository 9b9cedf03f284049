"""A new store is made whole or not at all, verifies at once, and says how to go on."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.crashes import at_call

from mss_cli.errors import DataError, UsageError
from mss_cli.stores.creating import FOLDERS, LICENCE, create
from mss_cli.stores.loading import examine, load_bundled
from mss_cli.stores.writing import Writer


def manifest(store: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    return read


def test_empty_store_is_valid_and_can_be_written_to(tmp_path: Path) -> None:
    store = tmp_path / "Port of Halvenmouth"
    create(str(store), "  The port\nof Halvenmouth ", copy=False)
    assert examine(str(store))[0] == []
    assert manifest(store) == {
        "name": "port-of-halvenmouth",
        "title": "The port of Halvenmouth",
        "version": "0.1.0",
        "licence": LICENCE,
        "coverage": {"first": None, "last": None},
    }
    assert sorted(path.name for path in store.iterdir()) == [
        *(".gitignore", "README.md", "articles", "drafts", "entities.json", "facts.json"),
        *("manifest.json", "originals", "sources.json", "topics.json"),
    ]
    assert (store / "README.md").read_text().startswith("# The port of Halvenmouth\n")
    with Writer(str(store)) as writer:
        writer.commit({}, {"articles/one.txt": b"One.\n"}, "add")
    assert [path.name for path in tmp_path.iterdir()] == [store.name]


def test_copy_has_every_fact_and_no_text(tmp_path: Path) -> None:
    store = tmp_path / "copy"
    create(str(store), None, copy=True)
    problems, parts = examine(str(store))
    assert problems == []
    assert parts is not None
    bundled = load_bundled()
    assert parts["facts"] == list(bundled.facts)
    assert parts["labels"] == bundled.part("labels")
    assert parts["manifest"] == {**bundled.manifest, "name": "copy", "version": "0.1.0"}
    assert [list((store / folder).iterdir()) for folder in FOLDERS] == [[], [], []]
    assert "It does not contain the texts" in (store / "README.md").read_text()


def test_readme_of_an_empty_store_does_not_speak_of_copies(tmp_path: Path) -> None:
    create(str(tmp_path / "new"), None, copy=False)
    readme = (tmp_path / "new" / "README.md").read_text()
    assert "copied" not in readme
    assert "\n\n\n" not in readme
    for command in ("mss add", "mss review", "mss undo", "mss verify"):
        assert f"\n{command}" in readme


def test_git_ignores_the_texts_and_the_bookkeeping(tmp_path: Path) -> None:
    store = tmp_path / "new"
    create(str(store), None, copy=False)
    with Writer(str(store)) as writer:
        files = {"articles/a.txt": b"A.\n", "originals/a.html": b"A", "drafts/a.toml": b"a = 1\n"}
        writer.commit({}, files, "add")
    git = ["git", "-C", str(store)]
    subprocess.run([*git, "init", "-q"], check=True)
    done = subprocess.run([*git, "add", "-An", "."], capture_output=True, text=True, check=True)
    assert done.stdout == "".join(
        f"add '{name}'\n"
        for name in (
            *(".gitignore", "README.md", "entities.json", "facts.json", "manifest.json"),
            *("sources.json", "topics.json"),
        )
    )


@pytest.mark.parametrize(
    ("directory", "name"),
    [
        *(("Haïti 2025!", "haiti-2025"), ("...", "store"), ("记录", "store")),
        *(("x" * 90, "x" * 60), ("a/", "a"), ("-A_b-", "a-b")),
    ],
)
def test_name_is_made_safe(tmp_path: Path, directory: str, name: str) -> None:
    create(f"{tmp_path}/{directory}", None, copy=False)
    store = tmp_path / directory
    assert manifest(store)["name"] == manifest(store)["title"] == name
    assert examine(str(store))[0] == []


def test_empty_directory_is_taken(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    create(str(tmp_path / "new"), None, copy=False)
    assert examine(str(tmp_path / "new"))[0] == []


def test_directory_with_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    with pytest.raises(UsageError) as caught:
        create(str(tmp_path), None, copy=False)
    assert str(caught.value) == f"{tmp_path}: is not empty; choose a new directory"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_file_or_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("file", "link", "dangling"):
        path = tmp_path / name
        with pytest.raises(UsageError) as caught:
            create(str(path), None, copy=False)
        assert str(caught.value) == f"{path}: is not a directory; choose a new one"
    assert list((tmp_path / "real").iterdir()) == []
    assert (tmp_path / "file").read_text() == "kept"


def test_missing_parent_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none" / "new"
    with pytest.raises(UsageError) as caught:
        create(str(path), None, copy=False)
    assert str(caught.value) == f"{path}: there is no directory {str(path.parent)!r}"


def test_long_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        create(str(tmp_path / "new"), "x" * 201, copy=False)
    assert str(caught.value) == "--title: the title has 201 characters; use at most 200"
    create(str(tmp_path / "new"), "x" * 200, copy=False)
    assert examine(str(tmp_path / "new"))[0] == []


def test_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    def full(name: str, args: tuple[Any, ...]) -> None:
        raise OSError(28, "No space left on device")

    store = tmp_path / "new"
    for stop in range(1, 1_000):
        message = ""
        with at_call(stop, full) as made:
            try:
                create(str(store), None, copy=False)
            except DataError as error:
                message = str(error)
        if "rename" in made[: stop - 1]:
            assert message == ""
            assert examine(str(store))[0] == []
            return
        what = "cannot be written (No space left on device); nothing was made"
        assert message == f"{store}: {what}"
        assert list(tmp_path.iterdir()) == []
    raise AssertionError("it never ended")


def test_permissions_are_those_of_any_new_directory(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        create(str(tmp_path / "new"), None, copy=False)
    finally:
        os.umask(mask)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "new" / "facts.json").stat().st_mode & 0o777 == 0o640
