"""Writing a file that the user named: whole or not at all, and over another only if asked."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mss_cli.errors import UsageError
from mss_cli.stores.new_file import refuse_existing, write_file


def failing() -> Iterator[str]:
    yield "half "
    raise KeyboardInterrupt


def test_text_is_written_as_utf8_with_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    mask = os.umask(0o027)
    try:
        assert write_file(str(path), ("Núñez", "\n"), "-o") == 8
    finally:
        os.umask(mask)
    assert path.read_bytes() == "Núñez\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_interrupted_file_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_file(str(tmp_path / "page.html"), failing(), "-o")
    assert list(tmp_path.iterdir()) == []


def test_interrupted_replacement_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_file(str(path), failing(), "-o", force=True)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_file_is_replaced_only_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_file(str(path), ("new",), "-o")
    assert str(caught.value) == f"-o: {str(path)!r} already exists; add --force to replace it"
    assert path.read_text(encoding="utf-8") == "old"
    write_file(str(path), ("new",), "-o", force=True)
    assert path.read_text(encoding="utf-8") == "new"


def test_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "page.html"

    def slow() -> Iterator[str]:
        path.write_text("theirs", encoding="utf-8")
        yield "ours"

    with pytest.raises(UsageError, match="already exists"):
        write_file(str(path), slow(), "-o")
    assert path.read_text(encoding="utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("kept", encoding="utf-8")
    link.symlink_to(target)
    with pytest.raises(UsageError, match="exists"):
        write_file(str(link), ("new",), "-o")
    write_file(str(link), ("new",), "-o", force=True)
    assert (target.read_text(encoding="utf-8"), link.read_text(encoding="utf-8")) == ("kept", "new")
    assert not link.is_symlink()


def test_named_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    assert write_file(str(pipe), ("text",), "-o") == 4
    reader.join()
    assert read == ["text"]


def test_directory_and_missing_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        refuse_existing(str(tmp_path), "-o", force=True)
    assert str(caught.value) == f"-o: {str(tmp_path)!r} is a directory; name a file"
    missing = tmp_path / "none" / "page.html"
    with pytest.raises(UsageError) as caught:
        refuse_existing(str(missing), "-o", force=True)
    assert (
        str(caught.value)
        == f"-o: directory {str(missing.parent)!r} does not exist; create it first"
    )


def test_name_that_the_system_refuses_is_one_error(tmp_path: Path) -> None:
    path = str(tmp_path / ("n" * 300))
    with pytest.raises(UsageError) as caught:
        write_file(path, ("text",), "-o")
    assert str(caught.value) == f"-o: cannot write {path!r} (File name too long)"
    assert list(tmp_path.iterdir()) == []


def test_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o600)
    write_file(str(path), ("new",), "-o", force=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_long_name_that_the_system_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("漢" * 84 + ".x")
    assert write_file(str(path), ("text",), "-o") == 4


def test_empty_name_and_file_as_directory_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    for path, line in (
        ("", "-o: names no file; give a path"),
        (f"{tmp_path}/file/x", f"-o: '{tmp_path}/file' is a file; name a directory"),
    ):
        with pytest.raises(UsageError) as caught:
            refuse_existing(path, "-o", force=True)
        assert str(caught.value) == line


def test_file_system_without_hard_links_gets_the_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "page.html"
    write_file(str(path), ("text",), "-o")
    assert path.read_text(encoding="utf-8") == "text"
    with pytest.raises(UsageError, match="already exists"):
        write_file(str(path), ("text",), "-o")
    assert list(tmp_path.iterdir()) == [path]
