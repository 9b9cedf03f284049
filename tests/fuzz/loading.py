"""Stores that others made: a small one with some of its values or bytes changed.

What is read is a store, or an error that names the file in one line; and a store that is
taken for sound is answered from soundly.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from fuzz.choices import Choices
from fuzz.hostile import TEXTS, VALUES, Raw
from fuzz.program import OWN, ask, derived, one_line, scratch, sound, surroundings
from mss_cli.errors import DataError
from mss_cli.output.formats import FORMATS
from mss_cli.query.store import Store
from mss_cli.stores import OpenedStore, open_streamed
from mss_cli.stores.directory import PARTS
from mss_cli.stores.loading import examine, load

_NAMED = rf"(?:{'|'.join(PARTS)})(?:\.json|\.ndjson|\b)"
_OVERWRITES = (
    b"",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b'"',
    b"{",
    b"]",
    b",",
    b"\n",
    b"\\",
)
WIDTHS = (80, 20, 30, 59, 60, 69, 70, 99, 100, 120, 200)
ARTICLES = str(scratch() / "articles")
COMMANDS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in "facts events figures quotes stances conflicts timeline".split()),
    *((name,) for name in "sources topics places stats coverage verify".split()),
    *(("search", "harbour boats"), ("search", "since the opening", "--explain"), ("who", "ana")),
    *(("who", "blue harbour"), ("show", "ana-blue"), ("show", "boats"), ("cite", "harbour")),
    *(("cite", "harbour.txt", "--style", "bibtex"), ("cite", "ana", "--style", "csl-json")),
    *(("figures", "--plot"), ("figures", "--promised-vs-delivered"), ("facts", "--known-by=2021")),
    *(("events", "--since", "2021", "--when", "certain"), ("stances", "--on", "opening")),
    *(("facts", "--fields", "id,text,quantity.value"), ("facts", "--fields", "date_note,phrases")),
    *(
        ("who", "ana", "--fields", "id,sources"),
        ("sources", "--fields", "file,published"),
    ),
    *((*call, "--articles", ARTICLES) for call in (("verify",), ("coverage",), ("show", "boats"))),
    *((*call, "--articles", ARTICLES) for call in (("cite", "ana"), ("show", "harbour-opened"))),
)


def target(data: bytes) -> None:
    """Change the small store, read it, and ask it what it can be asked."""
    choices = Choices(data)
    directory = scratch() / "changed"
    lines = made(choices, directory)
    read(choices, directory, lines)


def describe(data: bytes) -> str:
    """Return what the store that some bytes make is like."""
    directory = scratch() / "described"
    made(Choices(data), directory)
    with surroundings():
        problems, parts = examine(str(directory))
    if problems:
        return f"{problems[0].where} {problems[0].what}"
    before = json.loads(derived())
    changed = [part for part in PARTS if parts and parts[part] != before[part]]
    return f"sound {' '.join(changed)}"


def made(choices: Choices, directory: Path) -> bool:
    """Write a changed store; return whether its facts are one a line."""
    store = json.loads(derived())
    lines = bool(choices.number(0, 1))
    for _ in range(choices.number(0, 3)):
        change(choices, store)
    files = dict(written(choices, store, lines))
    if not choices.number(0, 3):
        damage(choices, files)
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for name, content in files.items():
        (directory / name).write_bytes(content)
    return lines


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place in a JSON value, as the object or array and the key there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inside:
        yield value, key
        if isinstance(item, (dict, list)):
            yield from places(item)


def change(choices: Choices, store: dict[str, Any]) -> None:
    """Change one value of a store, or take it away, or repeat it."""
    holder, key = choices.pick(list(places(store)))
    value, how = holder[key], choices.number(0, 7)
    if how <= 2 and isinstance(value, str):
        holder[key] = choices.text(TEXTS)
    elif how <= 3:
        holder[key] = choices.pick(VALUES)
    elif how == 4:
        del holder[key]
    elif how == 5:
        holder[key] = choices.pick(([value], {"a": value}, [value, value], str(value), Raw("")))
    elif how == 6 and isinstance(holder, list):
        holder.insert(choices.number(0, len(holder)), value)
    else:
        other, at = choices.pick(list(places(store)))
        holder[key] = json.loads(json.dumps(other[at]))


def written(choices: Choices, store: dict[str, Any], lines: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a store, with facts one a line or in an array."""
    plain = bool(choices.number(0, 1))
    for part, value in store.items():
        if part == "facts" and lines and isinstance(value, list):
            text = "".join(f"{_json(fact, plain)}\n" for fact in value)
            yield "facts.ndjson", text.encode("utf-8", "surrogatepass")
        else:
            yield f"{part}.json", _json(value, plain).encode("utf-8", "surrogatepass")


def _json(value: Any, plain: bool) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        pairs = (
            f"{json.dumps(k, ensure_ascii=plain)}: {_json(v, plain)}" for k, v in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_json(item, plain) for item in value)}]"
    return json.dumps(value, ensure_ascii=plain)


def damage(choices: Choices, files: dict[str, bytes]) -> None:
    """Cut a file, write over some of its bytes, or take it away."""
    name = choices.pick(sorted(files))
    content, how = files[name], choices.number(0, 3)
    at = choices.number(0, len(content))
    if how == 0:
        files[name] = content[:at]
    elif how == 1:
        files[name] = content[:at] + choices.pick(_OVERWRITES) + content[at + 1 :]
    elif how == 2:
        files[name] = content[:at] + content[choices.number(0, len(content)) :]
    else:
        del files[name]


def read(choices: Choices, directory: Path, lines: bool) -> None:
    """Read a store in each of the ways there are, and ask it."""
    styled, width = choices.number(0, 3) == 3, choices.pick(WIDTHS)
    environ = {"FORCE_COLOR": "1"} if styled else {}
    with surroundings(load_once := _Once(), COLUMNS=str(width), **environ):
        problems, parts = examine(str(directory))
        for where, what in problems:
            one_line(f"{where}: {what}")
            assert re.match(_NAMED, where), (where, what)
        assert parts is not None or problems
        if lines:
            _streamed(str(directory))
        refusal = _refusal(str(directory))
        assert bool(refusal) == bool(problems), (refusal, problems)
        if refusal:
            one_line(refusal)
            assert re.search(rf": {_NAMED}", refusal), refusal
        load_once.directory = None
        for _ in range(1 if problems else 3):
            form = choices.pick(list(FORMATS))
            args = (*choices.pick(COMMANDS), "--format", form, "--store", str(directory))
            out = _asked(args, form, bool(problems), styled)
            if form == "table":
                wide = [line for line in out.split("\n") if cell_len(line) > width]
                assert not wide, (args, width, wide)


def _refusal(directory: str) -> str:
    try:
        load(directory)
    except DataError as error:
        return str(error)
    return ""


class _Once:
    """Opens a store once as long as it stays as it is: it is checked whole each time."""

    directory: str | None = None

    def __call__(self, directory: str | None) -> OpenedStore:
        if self.directory is None or self.directory != directory:
            self.opened = OpenedStore(load(directory))
            self.directory = directory
        return self.opened


def _streamed(directory: str) -> Store | None:
    """Read a store line by line, as a large one."""
    try:
        store = open_streamed(directory)
        for fact in store.facts:
            assert fact["id"]
        return store
    except DataError as error:
        one_line(str(error))
        return None


def _asked(args: tuple[str, ...], form: str, broken: bool, styled: bool) -> str:
    answer = ask(*args)
    sound(args, answer, form, styled)
    if broken and args[0] != "verify":
        assert answer.code == 2, (args, answer)
        assert answer.out == "", (args, answer)
        assert answer.err.count("\n") == 1, (args, answer)
    return re.sub(OWN, "", answer.out)
