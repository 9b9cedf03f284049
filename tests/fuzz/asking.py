"""What people type at the prompt: queries, names, whole command lines."""

import re
from collections.abc import Sequence

from fuzz.program import ask, harbour, kept, matched, one_line, sound, surroundings
from fuzz.words import NAMES
from mss_cli.cli.argv import Call, match
from mss_cli.cli.typer_app import parse
from mss_cli.errors import UsageError
from mss_cli.output.formats import FORMATS
from mss_cli.query.names import ListedNames, Name, Names
from mss_cli.query.resolution import STEPS, nearest, resolve

# Typer's own options, which write to the start-up files of a shell, or print what runs in it.
_NOT_OURS = ("--install-completion", "--show-completion")

ODD = ListedNames(
    [Name(f"n{n}", kind, (name, *more)) for n, (kind, name, more) in enumerate(NAMES)]
)


def query(data: bytes) -> None:
    """Search: a first line with words from `bundled`, `explain` and FORMATS says how."""
    head, line, rest = data.decode("utf-8", "replace").partition("\n")
    how = set(head.split()) if line else set()
    if not how <= {"bundled", "explain", *FORMATS}:
        how, rest = set(), f"{head}\n{rest}"
    form = next((name for name in FORMATS if name in how), "json")
    typed = rest if line else head
    args = ["search", typed, "--format", form]
    args += ["--explain"] if "explain" in how else []
    args += [] if "bundled" in how else ["--store", harbour()]
    with surroundings():
        answer = ask(*args)
    printed = sound(tuple(args), answer, "" if typed.startswith("-") else form)
    if printed and form == "json" and isinstance(printed, list):
        matched(printed)


def names(data: bytes) -> None:
    """Resolve a name among odd ones, and use it wherever a name can be used."""
    typed = data.decode("utf-8", "replace")
    _resolved(typed, ODD)
    with surroundings():
        for args in _with_name(typed):
            sound(args, ask(*args), "" if typed.startswith("-") else args[-1])


def _resolved(typed: str, known: Names) -> None:
    """Check what a name is taken for, and that the steps before one find no less."""
    found = resolve(typed, known)
    ids = {name.id: {*name.names, *name.hidden} for name in known}
    assert (found.step in STEPS) == bool(found.candidates), found
    assert len({c.id for c in found.candidates}) == len(found.candidates), found
    assert all(c.matched in ids[c.id] for c in found.candidates), found
    if found.explanation():
        one_line(found.explanation())
    for step in STEPS:
        same = found.step and STEPS.index(found.step) < STEPS.index(step)
        assert resolve(typed, known, step).candidates == (found.candidates if same else ()), step
    shown = {name.names[0] for name in known}
    assert shown.issuperset(nearest(typed, known)), typed


def _with_name(typed: str) -> list[tuple[str, ...]]:
    less = ("--limit", "2", "--store", harbour(), "--format")
    return [
        ("who", typed, "--format", "json"),
        ("who", typed, "--store", harbour(), "--format", "markdown"),
        ("facts", f"--who={typed}", f"--topic={typed}", *less, "json"),
        ("facts", f"--about={typed}", f"--place={typed}", *less, "csv"),
        ("figures", f"--measure={typed}", f"--by={typed}", *less, "table"),
        ("stances", f"--on={typed}", f"--source={typed}", *less, "ndjson"),
        ("show", typed, "--store", harbour(), "--format", "json"),
    ]


def argv(data: bytes) -> None:
    """Run a command line, its arguments parted by NUL, and compare its two readers.

    What comes after an argument COMPLETE is completed as a shell would ask for it.
    """
    args = [a for a in data.decode("utf-8", "replace").split("\0") if not a.startswith(_NOT_OURS)]
    if args[0] == "COMPLETE":
        _completed(args[1:])
        return
    with surroundings(MSS_STORE=harbour()):
        quick = match(args)
        if quick is not None:
            assert _typer_reads(args) == quick, args
        sound(tuple(args), ask(*args))


def _completed(typed: list[str]) -> None:
    """Check that a shell is offered plain words only, one a line."""
    line = " ".join(("mss", *typed))
    asked = {"_MSS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(typed))}
    with surroundings(kept, MSS_STORE=harbour(), **asked):
        answer = ask()
    sound(tuple(typed), answer)
    for word in answer.out.split("\n")[:-1]:
        assert re.fullmatch(r"[A-Za-z0-9._-]*", word), (typed, word)


def _typer_reads(args: Sequence[str]) -> Call | str:
    try:
        answer = parse(args)
    except UsageError as error:
        return f"refused: {error}"
    return answer if isinstance(answer, Call) else f"answered: {answer}"
