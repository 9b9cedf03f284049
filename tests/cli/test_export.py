"""mss export: formats, refusals, and that a file or folder appears whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Call

from mss_cli.output.exports import FORMATS
from mss_cli.stores.new_file import MARK

TEXTS = [name for name, each in FORMATS.items() if each.shape == "text"]
FILES = [name for name, each in FORMATS.items() if each.shape != "folder"]
FOLDERS = [name for name, each in FORMATS.items() if each.shape == "folder"]


@pytest.mark.parametrize("name", FORMATS)
def test_export_is_announced_and_leaves_nothing_else(mss: Call, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    answer = mss("export", name, "-o", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines()[-1].startswith(f"wrote {path}: 206 facts, ")
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", FORMATS)
def test_empty_selection_is_exported_and_explained(mss: Call, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    answer = mss("export", name, "-o", str(path), "--since", "2030")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith("no facts: none of the 206 in the store matches --since 2030\n")
    assert f"wrote {path}: 0 facts, " in answer.err
    assert path.exists()


@pytest.mark.parametrize("name", FILES)
def test_file_is_replaced_only_if_asked(mss: Call, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    path.write_text("mine", encoding="utf-8")
    error = f"mss: --output: {str(path)!r} already exists; add --force to replace it\n"
    assert mss("export", name, "-o", str(path)) == (2, "", error)
    assert path.read_text(encoding="utf-8") == "mine"
    path.chmod(0o600)
    assert mss("export", name, "-o", str(path), "--force", "-q") == (0, "", "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size > 1_000


@pytest.mark.parametrize("name", FOLDERS)
def test_only_the_folder_of_an_export_is_replaced(mss: Call, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    call = ("export", name, "-o", str(path), "-q")
    assert mss(*call) == (0, "", "")
    error = f"mss: --output: {str(path)!r} already exists; add --force to replace it\n"
    assert mss(*call) == (2, "", error)
    assert mss(*call, "--limit", "3", "--force") == (0, "", "")
    (path / "mine.txt").write_text("mine", encoding="utf-8")
    error = (
        f"mss: --output: {str(path)!r} contains 'mine.txt', which mss did not export; "
        "name a new directory\n"
    )
    assert mss(*call, "--force") == (2, "", error)
    assert (path / "mine.txt").read_text(encoding="utf-8") == "mine"
    (path / "mine.txt").unlink()
    (path / MARK).write_text('{"files": 1}', encoding="utf-8")
    assert mss(*call, "--force").code == 2


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_may_be_empty_and_is_no_link(mss: Call, tmp_path: Path, name: str) -> None:
    path, link = tmp_path / "out", tmp_path / "link"
    path.mkdir()
    link.symlink_to(path)
    error = f"mss: --output: {str(link)!r} is a link; name a new directory\n"
    assert mss("export", name, "-o", str(link), "--force") == (2, "", error)
    assert mss("export", name, "-o", f"{path}/", "-q") == (0, "", "")
    assert (path / MARK).is_file()


@pytest.mark.parametrize("name", TEXTS)
def test_text_goes_to_standard_output(mss: Call, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    assert mss("export", name, "-o", str(path), "-q").code == 0
    assert mss("export", name, "-o", "-", "-q") == (0, path.read_text("utf-8"), "")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in TEXTS])
def test_what_is_no_text_does_not_go_to_standard_output(mss: Call, name: str) -> None:
    error = f"mss: --output: {name} cannot go to standard output; name a file or folder\n"
    assert mss("export", name, "-o", "-") == (2, "", error)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (
            ["excel", "-o", "x"],
            "FORMAT: unknown format 'excel'; use one of sqlite, parquet, json, xlsx, jsonld, "
            "timelinejs, ftm",
        ),
        (["sqlite"], "--output: missing; name a file or folder, e.g. -o haiti.db"),
        (["sqlite", "-o", ""], "--output: names no file; give a path"),
        (["sqlite", "-o", "no/x.db"], "--output: directory 'no' does not exist; create it first"),
        (
            ["sqlite", "-o", "x.db", "--sort", "id"],
            "export has no option --sort; try: mss export --help",
        ),
        (["sqlite", "-o", "/dev/null"], "--output: '/dev/null' is not a file; name a file"),
    ],
)
def test_wrong_call_is_one_line(mss: Call, call: list[str], error: str) -> None:
    assert mss("export", *call) == (2, "", f"mss: {error}\n")


def test_format_without_its_extra_is_named(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for name in [each for each in sys.modules if each.startswith("mss_cli.stores.tables")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    error = (
        "mss: the format parquet is not installed (pyarrow is missing); "
        "pip install 'mss-cli[parquet]'\n"
    )
    assert mss("export", "parquet", "-o", str(tmp_path / "out")) == (2, "", error)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["sqlite", "json"])
def test_failed_export_leaves_the_old_one(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "out"
    assert mss("export", name, "-o", str(path), "-q").code == 0
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}

    def failing(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    module = FORMATS[name].load()
    monkeypatch.setattr(module, "written" if name == "json" else "_insert", failing)
    error = f"mss: --output: cannot write {str(path)!r} (No space left on device)\n"
    assert mss("export", name, "-o", str(path), "--force") == (2, "", error)
    after = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
    assert after == before


def test_folder_comes_back_if_the_new_one_cannot_be_put_in_place(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    assert mss("export", "json", "-o", str(path), "-q").code == 0
    import os

    real = os.rename

    def rename(old: str, new: str) -> None:
        if new == str(path) and not old.endswith(".old"):
            raise OSError(13, "Permission denied")
        real(old, new)

    monkeypatch.setattr("os.rename", rename)
    answer = mss("export", "json", "-o", str(path), "--force", "--limit", "1")
    error = f"mss: --output: cannot write {str(path)!r} (Permission denied)\n"
    assert answer == (2, "", error)
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert len(json.loads((path / "facts.json").read_text("utf-8"))) == 206


def test_two_exports_of_the_same_record_are_the_same_bytes(mss: Call, tmp_path: Path) -> None:
    for name in FORMATS:
        paths = [tmp_path / f"{name}-{n}" for n in (1, 2)]
        for path in paths:
            assert mss("export", name, "-o", str(path), "-q").code == 0
        first, second = (
            {str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*.*")}
            if path.is_dir()
            else path.read_bytes()
            for path in paths
        )
        assert first == second, name


def test_store_that_is_read_is_not_replaced(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "haiti.db"
    assert mss("export", "sqlite", "-o", str(path), "-q").code == 0
    before = path.read_bytes()
    call = ("export", "sqlite", "-o", str(path), "--force", "--limit", "2")
    error = f"mss: --output: {str(path)!r} is the store that is read; name another file or folder\n"
    assert mss(*call, "--store", f"sqlite:{path}") == (2, "", error)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("name", "scheme"), [("sqlite", "sqlite"), ("parquet", "parquet")])
def test_export_named_without_its_scheme_is_explained(
    mss: Call, tmp_path: Path, name: str, scheme: str
) -> None:
    path = str(tmp_path / "out")
    assert mss("export", name, "-o", path, "-q").code == 0
    error = (
        f"mss: store: {path!r} is no directory of JSON files; "
        f"if it is an export, write {scheme}:{path}\n"
    )
    assert mss("facts", "--store", path) == (2, "", error)
