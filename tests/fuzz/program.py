"""Calls of the program in this process, and checks that hold for every answer."""

import atexit
import csv
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import fastjsonschema
from conftest import ARTICLE, parts, write

from mss_cli import stores
from mss_cli.cli.entry import main
from mss_cli.stores import OpenedStore, open_store
from mss_cli.stores.articles import Articles
from mss_cli.text import JOINERS, WIDE_SPACES, harmless, visible
from scripts import derive

TODAY = "2025-09-01"
OWN = r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\"  # the escape sequences of a table: style, links
CODES = (0, 1, 2)
_compile, _strftime = fastjsonschema.compile, time.strftime
_compiled: dict[str, Any] = {}


class Answer(NamedTuple):
    """The output and the exit status of one call."""

    code: int
    out: str
    err: str


def compiled(definition: Any, *more: Any, **others: Any) -> Any:
    """Compile each schema only once."""
    key = json.dumps(definition)
    if key not in _compiled:
        _compiled[key] = _compile(definition, *more, **others)
    return _compiled[key]


@cache
def scratch() -> Path:
    """Return a directory for the stores of this process, removed when it ends."""
    directory = tempfile.mkdtemp(prefix="mss-fuzz-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return Path(directory)


@cache
def derived() -> str:
    """Return the small store of conftest.py, derived, as JSON."""
    articles = scratch() / "articles"
    articles.mkdir()
    (articles / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    store = parts()
    derive.derive(store, Articles(str(articles)))
    return json.dumps(store)


@cache
def harbour() -> str:
    """Return the directory of the small store."""
    return str(write(scratch() / "harbour", json.loads(derived())))


@cache
def _opened(directory: str | None) -> OpenedStore:
    return open_store(directory)


def kept(directory: str | None, _: str = "") -> OpenedStore:
    """Open the bundled and the small store only once, any other store each time."""
    return _opened(directory) if directory in (None, harbour()) else open_store(directory)


@contextmanager
def surroundings(opener: Callable[..., OpenedStore] = kept, **more: str) -> Iterator[None]:
    """Give the program a fixed day, terminal and environment, and cached schemas.

    opener: how stores are opened. more: environment variables. Internal errors are raised.
    """
    home = str(scratch())  # where an option of Typer's would write
    environ = {"COLUMNS": "80", "MSS_DEBUG": "1", "HOME": home, "PATH": "", **more}
    with (
        patch.dict(os.environ, environ, clear=True),
        patch.object(fastjsonschema, "compile", compiled),
        patch.object(stores, "open_store", opener),
        patch.object(time, "strftime", lambda *a: _strftime(*a) if a[1:] else TODAY),
    ):
        yield


def ask(*args: str) -> Answer:
    """Call the program in a pipe; use it within surroundings()."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main(args)
        assert sys.stdout is out
    return Answer(code, out.getvalue(), err.getvalue())


def sound(args: tuple[str, ...], answer: Answer, form: str = "", styled: bool = False) -> Any:
    """Check an answer; return its output, parsed if `form` is a machine format.

    styled: whether a table may have escape sequences of its own.
    """
    what = f"{args} gave {answer.code}\n{answer.out[-900:]!r}\n{answer.err[-900:]!r}"
    assert answer.code in CODES, what
    assert "internal error" not in answer.err, what
    assert "cannot write to standard output" not in answer.err, what
    assert shown(answer.err), what
    out = re.sub(OWN, "", answer.out) if styled and form == "table" else answer.out
    plotted = "--plot" in args  # a plot has braille dots, and U+2800 where there is none
    assert shown(out.replace("\u2800", " ") if plotted else out, KEPT.get(form, "")), what
    assert (answer.code == 2) == (f"\n{answer.err}".count("\nmss: ") == 1) or answer.code == 1, what
    return parsed(answer.out, form) if answer.out else None


# What a format prints as it is into a file.
KEPT = {"csv": f"\r{WIDE_SPACES}{JOINERS}", "tsv": WIDE_SPACES, "compact": WIDE_SPACES}


def shown(text: str, kept: str = "") -> bool:
    """Return True if a terminal shows every line of a text verbatim, apart from kept characters."""
    plain = text.translate(dict.fromkeys(map(ord, kept), " "))
    lines = plain.replace("\t", " ").removeprefix("\ufeff").split("\n")
    return all(line.isprintable() and (harmless(line) or harmless(f"a{line}")) for line in lines)


def parsed(text: str, form: str) -> Any:
    """Parse output in a machine format."""
    if form == "json":
        return json.loads(text)
    if form == "ndjson":
        return [json.loads(line) for line in text.split("\n")[:-1]]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len({len(row) for row in rows}) <= 1, rows
        return rows
    return None


def one_line(message: str) -> None:
    """Check that an error is one line that a terminal shows verbatim."""
    line = visible(message)
    assert line.strip()
    assert harmless(line), message
    assert "\n" not in line


def matched(records: Any) -> None:
    """Check that the matches of `search` lie within their texts."""
    for record in records:
        for match in record["matches"]:
            field, _, at = match["field"].partition(".")
            text = record[field][int(at)] if at else record[field]
            assert 0 <= match["start"] < match["end"] <= len(text), (match, record["id"])
