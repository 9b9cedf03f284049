"""Load stores of other people: a small store with some values or bytes changed.

Loading gives a store, or an error that names the file in one line. A store that passes
validation must give sound answers.
"""

import json
import re
import shutil
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from fuzz.choices import Choices
from fuzz.hostile import TEXTS, VALUES, Raw
from fuzz.program import OWN, ask, derived, one_line, scratch, sound, surroundings
from mss_cli.errors import DataError
from mss_cli.output.formats import FORMATS
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
    """Change the small store, load it and query it."""
    choices = Choices(data)
    directory = scratch() / "changed"
    ndjson = write_changed(choices, directory)
    load_and_query(choices, directory, ndjson)


def describe(data: bytes) -> str:
    """Return the first problem, or the changed parts, of the store that these bytes generate."""
    directory = scratch() / "described"
    write_changed(Choices(data), directory)
    with surroundings():
        problems, parts = examine(str(directory))
    if problems:
        return f"{problems[0].where} {problems[0].what}"
    before = json.loads(derived())
    changed = [part for part in PARTS if parts and parts[part] != before[part]]
    return f"sound {' '.join(changed)}"


def write_changed(choices: Choices, directory: Path) -> bool:
    """Write a changed store; return True if its facts are in facts.ndjson."""
    store = json.loads(derived())
    ndjson = bool(choices.number(0, 1))
    for _ in range(choices.number(0, 3)):
        change(choices, store)
    files = dict(files_of(choices, store, ndjson))
    if not choices.number(0, 3):
        damage(choices, files)
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for name, content in files.items():
        (directory / name).write_bytes(content)
    return ndjson


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the place of each nested value: its object or array, and its key or index."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield value, key
        if isinstance(item, (dict, list)):
            yield from places(item)


def change(choices: Choices, store: dict[str, Any]) -> None:
    """Change, remove or repeat one value of a store."""
    holder, key = choices.pick(list(places(store)))
    value, action = holder[key], choices.number(0, 7)
    if action <= 2 and isinstance(value, str):
        holder[key] = choices.text(TEXTS)
    elif action <= 3:
        holder[key] = choices.pick(VALUES)
    elif action == 4:
        del holder[key]
    elif action == 5:
        holder[key] = choices.pick(([value], {"a": value}, [value, value], str(value), Raw("")))
    elif action == 6 and isinstance(holder, list):
        holder.insert(choices.number(0, len(holder)), value)
    else:
        other, at = choices.pick(list(places(store)))
        holder[key] = json.loads(json.dumps(other[at]))


def files_of(choices: Choices, store: dict[str, Any], ndjson: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the files of a store."""
    ascii_only = bool(choices.number(0, 1))
    for part, value in store.items():
        if part == "facts" and ndjson and isinstance(value, list):
            text = "".join(f"{_json(fact, ascii_only)}\n" for fact in value)
            yield "facts.ndjson", text.encode("utf-8", "surrogatepass")
        else:
            yield f"{part}.json", _json(value, ascii_only).encode("utf-8", "surrogatepass")


def _json(value: Any, ascii_only: bool) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        pairs = (
            f"{json.dumps(k, ensure_ascii=ascii_only)}: {_json(v, ascii_only)}"
            for k, v in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_json(item, ascii_only) for item in value)}]"
    return json.dumps(value, ensure_ascii=ascii_only)


def damage(choices: Choices, files: dict[str, bytes]) -> None:
    """Truncate a file, overwrite or remove some of its bytes, or delete it."""
    name = choices.pick(sorted(files))
    content, action = files[name], choices.number(0, 3)
    position = choices.number(0, len(content))
    if action == 0:
        files[name] = content[:position]
    elif action == 1:
        files[name] = content[:position] + choices.pick(_OVERWRITES) + content[position + 1 :]
    elif action == 2:
        files[name] = content[:position] + content[choices.number(0, len(content)) :]
    else:
        del files[name]


def load_and_query(choices: Choices, directory: Path, ndjson: bool) -> None:
    """Load a store in each way, and query it."""
    styled, width = choices.number(0, 3) == 3, choices.pick(WIDTHS)
    environ = {"FORCE_COLOR": "1"} if styled else {}
    with surroundings(opener := _CachingOpener(), COLUMNS=str(width), **environ):
        problems, parts = examine(str(directory))
        for where, what in problems:
            one_line(f"{where}: {what}")
            assert re.match(_NAMED, where), (where, what)
        assert parts is not None or problems
        if ndjson:
            _stream(str(directory))
        refusal = _refusal(str(directory))
        assert bool(refusal) == bool(problems), (refusal, problems)
        if refusal:
            one_line(refusal)
            assert re.search(rf": {_NAMED}", refusal), refusal
        opener.directory = None
        size = sum(file.stat().st_size for file in directory.iterdir())
        for _ in range(1 if problems else 3):
            form = choices.pick(list(FORMATS))
            args = (*choices.pick(COMMANDS), "--format", form, "--store", str(directory))
            with in_proportion(size) as spent:
                out = _answer(args, form, bool(problems), styled)
                spent.printed = len(out)
            if form == "table":
                wide = [line for line in out.split("\n") if cell_len(line) > width]
                assert not wide, (args, width, wide)


# What an answer may take: so much for each byte of the store, and so much in any case.
OUTPUT_PER_BYTE, OUTPUT_SPARE = 20, 100_000
MEMORY_PER_BYTE, MEMORY_SPARE = 100, 30_000_000


@dataclass
class Spent:
    """What an answer took. printed: characters."""

    printed: int = 0


@contextmanager
def in_proportion(size: int) -> Iterator[Spent]:
    """Check that an answer prints and holds no more than a store of this size, in bytes, allows."""
    spent = Spent()
    tracemalloc.start()
    try:
        yield spent
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert spent.printed <= OUTPUT_PER_BYTE * size + OUTPUT_SPARE, (spent.printed, size)
    assert peak <= MEMORY_PER_BYTE * size + MEMORY_SPARE, (peak, size)


def _refusal(directory: str) -> str:
    try:
        load(directory)
    except DataError as error:
        return str(error)
    return ""


class _CachingOpener:
    """Opens a store and keeps it, because every opening validates the whole store."""

    directory: str | None = None

    def __call__(self, directory: str | None, _: str = "") -> OpenedStore:
        if self.directory is None or self.directory != directory:
            self.opened = OpenedStore(load(directory))
            self.directory = directory
        return self.opened


def _stream(directory: str) -> None:
    """Stream the facts of a store; an error must be one line."""
    try:
        for fact in open_streamed(directory).facts:
            assert fact["id"]
    except DataError as error:
        one_line(str(error))


def _answer(args: tuple[str, ...], form: str, broken: bool, styled: bool) -> str:
    answer = ask(*args)
    sound(args, answer, form, styled)
    if broken and args[0] != "verify":
        assert answer.code == 2, (args, answer)
        assert answer.out == "", (args, answer)
        assert answer.err.count("\n") == 1, (args, answer)
    return re.sub(OWN, "", answer.out)
