"""Make a new store: empty, or a copy of the bundled one. It appears whole or not at all."""

import os
import re
from contextlib import suppress
from os.path import abspath, basename, dirname, isdir, islink, lexists
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from mss_cli import limits
from mss_cli.errors import DataError, UsageError
from mss_cli.stores.deriving import written
from mss_cli.stores.directory import OPTIONAL, PARTS, bundled_directory, read_part
from mss_cli.stores.disk import Disk, sync_folder
from mss_cli.text import fold

LICENCE = "Not chosen yet. The articles stay under the rights of their publishers."
FOLDERS = ("articles", "originals", "drafts")
_README = """\
# {title}

A store of facts for `mss`. Each fact says which article reports it, and where in the article.
Every command reads this store if you set `MSS_STORE` to its directory, or add `--store DIR`.

## Add an article

```sh
mss add article.html
```

`mss` keeps the article in `originals/`, its plain text in `articles/`, and drafts of its facts in
`drafts/`. You can edit a draft in any editor.

## Review the drafts

```sh
mss review
```

You see each passage with its draft, and accept, change or reject it. Only facts that you accept
enter the store. Write them in your own words: a fact must not copy eight words in a row.

## Ask, correct, take back

```sh
mss facts                  # everything
mss who NAME               # what the record holds on a name
mss search "a question"
mss edit ID                # correct one fact
mss undo                   # take back the last change
mss verify                 # check every fact against its passage
```
{copied}
## Share it

The texts in `articles/`, `originals/` and `drafts/` belong to their publishers, so `.gitignore`
leaves them out. The facts are yours: say in `manifest.json` under which licence others may use
them.
"""
_COPIED = """
## The copied facts

This store began as a copy of the one that comes with `mss`. It does not contain the texts of those
articles. Whoever has them can check the copied passages: `mss verify --articles DIR`.
"""
_IGNORED = """\
# These hold the texts of articles, which belong to their publishers.
articles/
originals/
drafts/
# Bookkeeping of mss, and an index that it can build again.
.mss/
index.db*
"""


def create(directory: str, title: str | None, copy: bool) -> None:
    """Make a store. title: what it is about; None for the name of the directory.

    Raises UsageError if the directory is there and not empty, DataError if it cannot be written.
    """
    directory = directory.rstrip("/") or directory
    title = " ".join((title or "").split())
    most = limits.MAX_STORE_TITLE_CHARS
    if len(title) > most:
        what = f"the title has {len(title)} characters"
        raise UsageError(what, where="--title", expected=f"use at most {most}")
    parent = dirname(abspath(directory))
    if not isdir(parent):
        raise UsageError(f"there is no directory {parent!r}", where=directory)
    try:
        _require_new(directory)
        beside = mkdtemp(prefix=f".{_name(directory)}-", dir=parent)
        try:
            _fill(Disk(beside, "new"), _name(directory), title, copy)
            os.chmod(beside, 0o777 & ~_umask())
            if isdir(directory):
                os.rmdir(directory)
            os.rename(beside, directory)
        finally:
            rmtree(beside, ignore_errors=True)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise DataError(what, where=directory, expected="nothing was made") from None
    with suppress(OSError):  # the store is there
        sync_folder(parent)


def _require_new(directory: str) -> None:
    if islink(directory) or (lexists(directory) and not isdir(directory)):
        raise UsageError("is not a directory", where=directory, expected="choose a new one")
    if isdir(directory) and os.listdir(directory):
        raise UsageError("is not empty", where=directory, expected="choose a new directory")


def _fill(disk: Disk, name: str, title: str, copy: bool) -> None:
    parts: dict[str, Any] = {part: [] for part in PARTS}
    coverage, licence = {"first": None, "last": None}, LICENCE
    if copy:
        bundled = bundled_directory()
        parts = {part: read_part(bundled, part) for part in PARTS}
        coverage, licence = parts["manifest"]["coverage"], parts["manifest"]["licence"]
        title = title or parts["manifest"]["title"]
    parts["manifest"] = {
        "name": name,
        "title": title or name,
        "version": "0.1.0",
        "licence": licence,
        "coverage": coverage,
    }
    for part, content in parts.items():
        if content or part not in OPTIONAL:
            disk.write(f"{part}.json", written(content).encode())
    readme = _README.format(title=title or name, copied=_COPIED if copy else "")
    disk.write("README.md", readme.encode())
    disk.write(".gitignore", _IGNORED.encode())
    for folder in FOLDERS:
        disk.make_folder(folder)
    disk.sync()


def _name(directory: str) -> str:
    """Return a name for the manifest: lower-case words joined by hyphens."""
    words = re.findall(r"[a-z0-9]+", fold(basename(abspath(directory))))
    return "-".join(words)[:60].strip("-") or "store"


def _umask() -> int:
    """Return the permissions that new files do not get; the system tells only by setting them."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
