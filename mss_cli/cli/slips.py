"""Common slips on the command line, and the line that would work.

Typer says that a line is wrong. This module says what is wrong with it, in the same words
under every version of Typer, and what to type instead. It is imported only after Typer has
refused a line.
"""

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from time import strftime
from typing import NamedTuple

from mss_cli.cli.argv import match
from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.options import Common, Parameter, groups, parameters
from mss_cli.errors import UsageError
from mss_cli.facts.periods import period
from mss_cli.output.formats import FORMATS

# What people type from habit with other programs, and what mss calls it.
COMMAND_SYNONYMS = {
    "articles": "sources",
    "bibtex": "cite",
    "find": "search",
    "grep": "search",
    "list": "facts",
    "ls": "facts",
    "numbers": "figures",
    "people": "who",
    "person": "who",
    "tags": "topics",
}
OPTION_SYNONYMS = {
    "--actor": "--who",
    "--after": "--since",
    "--author": "--by",
    "--before": "--until",
    "--count": "--limit",
    "--date": "--on",
    "--end": "--until",
    "--from": "--since",
    "--grep": "--match",
    "--head": "--limit",
    "--location": "--place",
    "--max": "--limit",
    "--name": "--who",
    "--order": "--sort",
    "--order-by": "--sort",
    "--output": "--format",
    "--person": "--who",
    "--silent": "--quiet",
    "--sort-by": "--sort",
    "--speaker": "--by",
    "--start": "--since",
    "--state": "--status",
    "--tag": "--topic",
    "--text": "--match",
    "--to": "--until",
    "--top": "--limit",
    "--type": "--kind",
    "--where": "--place",
    **{f"--{name}": f"--format={name}" for name in FORMATS if name not in ("json", "compact")},
}
_SIMILAR = 0.7  # difflib's ratio from which on a word counts as misspelt


class Slip(NamedTuple):
    """What is wrong with a line, and what to do about it."""

    what: str
    advice: str


class Option(NamedTuple):
    """One option of a line.

    typed: the flag as it was typed. flag: the flag that was meant. parameter: its declaration,
    or None if the command has no such option.
    """

    typed: str
    flag: str
    value: str | None
    parameter: Parameter | None
    before_command: bool

    @property
    def words(self) -> list[str]:
        """The option as it should be typed."""
        flag, equals, preset = self.flag.partition("=")
        if equals:
            return [f"{flag}={preset}"]
        if self.value is None:
            return [flag]
        return [f"{flag}={self.value}"] if self.value.startswith("-") else [flag, self.value]


class Line(NamedTuple):
    """A command line in parts. argument: the declaration of the command's argument, if any."""

    command: str
    options: list[Option]
    arguments: list[str]
    argument: Parameter | None


def diagnose(args: Sequence[str]) -> Slip | None:
    """Return what is wrong with a line that Typer has refused, or None if that is not known."""
    if args and args[0] == "help":
        topic = [arg for arg in args[1:2] if arg in COMMANDS]
        return Slip("'help' is not a command", _try([*topic, "--help"]))
    position = _command_position(args)
    if position is None or "--" in args:
        return None
    if args[position] not in COMMANDS:
        return _unknown_command(args, position)
    line = _read(args, position)
    quoted = _quoted(args, position) if line.arguments and line.argument is None else None
    if quoted is not None:
        return quoted
    what = _fault(line)
    if what is None:
        return None
    corrected = _corrected(line)
    return Slip(what, _try(corrected if match(corrected) else [line.command, "--help"]))


def _try(line: Iterable[str]) -> str:
    return f"try: mss {shlex.join(line)}"


def _quoted(args: Sequence[str], position: int) -> Slip | None:
    """Return the slip of a value of several words without quotation marks: `--since june 2024`."""
    known = _flags(args[position])
    line: list[str] = list(args[: position + 1])
    what = ""
    for word in args[position + 1 :]:
        flag = line[-2] if len(line) > position + 2 else ""
        if flag in known and _may_go_on(known[flag], word):
            line[-1] += f" {word}"
            what = f"the value of {flag} has several words: quote it"
        else:
            line.append(word)
    return Slip(what, _try(line)) if what and match(line) else None


def _may_go_on(parameter: Parameter, word: str) -> bool:
    """Return True if a word may belong to the value of the option before it."""
    if word.startswith("-") or parameter.shape not in ("text", "many"):
        return False
    if isinstance(parameter.opt.completes, tuple):  # one word of a list
        return False
    return parameter.opt.metavar == "DATE" or not _is_date(word)


# --- reading ------------------------------------------------------------------------------


def _command_position(args: Sequence[str]) -> int | None:
    """Return the place of the first argument that is neither an option nor its value."""
    known = {flag: p for name in COMMANDS for flag, p in _flags(name).items()}
    words = list(args)
    while words and words[0].startswith("-"):
        _take_option(words, known)
    return len(args) - len(words) if words else None


def _flags(command: str) -> dict[str, Parameter]:
    """Return the options of a command by their flags."""
    declared = (*parameters(Common), *(p for g in groups(runner(command)) for p in parameters(g)))
    return {flag: parameter for parameter in declared for flag in parameter.opt.flags}


def _read(args: Sequence[str], position: int) -> Line:
    """Part a line whose command stands at a position."""
    command = args[position]
    known = _flags(command)
    options: list[Option] = []
    arguments: list[str] = []
    words = list(args)
    while words:
        place = len(args) - len(words)
        if place == position:
            words.pop(0)
        elif not words[0].startswith("-") or words[0] == "-":
            arguments.append(words.pop(0))
        elif command == "search" and _is_excluded_word(words[0], known):
            word = words.pop(0)
            options.append(Option(word, word, None, None, before_command=place < position))
        else:
            option = _take_option(words, known)
            options.append(option._replace(before_command=place < position))
    own = [p for g in groups(runner(command)) for p in parameters(g) if not p.opt.flags]
    return Line(command, options, arguments, own[0] if own else None)


def _is_excluded_word(arg: str, known: Iterable[str]) -> bool:
    """Return whether an argument of `search` is a word to leave out, such as `-haiti`."""
    return not arg.startswith("--") and arg.partition("=")[0] not in known


def _take_option(words: list[str], known: Mapping[str, Parameter]) -> Option:
    """Take an option, and its value if it has one, from the front of a line."""
    arg = words.pop(0)
    typed, equals, value = arg.partition("=")
    short = known.get(arg[:2]) if not arg.startswith("--") and len(arg) > 2 else None
    if short is not None and short.shape != "flag":  # `-n5`
        typed, equals, value = arg[:2], "=", arg[2:]
    flag = _meant(typed, known)
    parameter = known.get(flag.partition("=")[0])
    takes_value = parameter is not None and parameter.shape != "flag" and "=" not in flag
    # Typer takes any word as a value; after an option that we only guess, a dash starts another.
    if takes_value and not equals and words and (typed in known or words[0][:1] != "-"):
        equals, value = "=", words.pop(0)
    known_as_typed = parameter if typed in known else None
    return Option(typed, flag, value if equals else None, known_as_typed, before_command=False)


def _meant(flag: str, known: Iterable[str]) -> str:
    """Return the option that a flag stands for, or the flag itself."""
    if flag in known:
        return flag
    long = flag if flag.startswith("--") else f"-{flag}"
    if any(flag in _flags(command) for command in COMMANDS):  # of another command, not misspelt
        return flag
    return OPTION_SYNONYMS.get(long.lower()) or _nearest(long.lower(), known) or flag


def _nearest(word: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(word, list(known), 1, _SIMILAR)), None)


# --- what is wrong ------------------------------------------------------------------------


def _unknown_command(args: Sequence[str], position: int) -> Slip:
    word = args[position]
    what = f"no such command: {word!r}"
    name = COMMAND_SYNONYMS.get(word.lower()) or _nearest(word.lower(), COMMANDS)
    if name:
        line = _corrected(_read([*args[:position], name, *args[position + 1 :]], position))
        return Slip(what, _try(line if match(line) else [name, "--help"]))
    if any(arg.startswith("-") for arg in args):
        return Slip(what, "try 'mss --help'")
    return Slip(what, _try(["search", " ".join(args)]))


def _fault(line: Line) -> str | None:
    """Return what is wrong with a line, in words."""
    common = {flag for p in parameters(Common) for flag in p.opt.flags}
    for option in line.options:
        if option.before_command and option.typed not in (*common, "-h", "--help"):
            return f"{option.typed} must come after the command"
    faults = (_option_fault(line.command, option) for option in line.options)
    return next(filter(None, faults), None) or _argument_fault(line)


def _option_fault(command: str, option: Option) -> str | None:
    typed, parameter = option.typed, option.parameter
    if typed in ("-h", "--help"):
        return None
    if parameter is None:
        return f"{command} has no option {typed}"
    if parameter.shape == "flag":
        return f"{typed} takes no value" if option.value is not None else None
    if option.value is None:
        return f"{typed} needs a value: {parameter.opt.metavar}"
    if parameter.shape == "number" and not re.fullmatch(r"[-+]?\d+", option.value):
        return f"{typed}: {option.value!r} is not a whole number"
    return None


def _argument_fault(line: Line) -> str | None:
    if line.argument is None:
        if line.arguments:
            return f"{line.command} takes no argument {line.arguments[0]!r}"
    elif line.argument.required and not line.arguments:
        return f"{line.command} needs an argument: {line.argument.opt.metavar}"
    elif line.argument.shape != "many" and len(line.arguments) > 1:
        return f"{line.command} takes one argument, not {len(line.arguments)}"
    return None


# --- what would work ----------------------------------------------------------------------


def _corrected(line: Line) -> list[str]:
    """Return the line as it was probably meant."""
    if line.command == "search":  # `-word` leaves out a word, if it is part of the query
        excluded = [o.typed for o in line.options if o.flag == o.typed and o.parameter is None]
        options = [word for o in line.options if o.typed not in excluded for word in o.words]
        return [
            "search",
            *([" ".join([*line.arguments, *excluded])] if excluded else line.arguments),
            *options,
        ]
    options = [word for option in line.options for word in option.words]
    if line.argument is None and line.arguments:
        return [line.command, *options, *_as_option(line, line.arguments)]
    return [line.command, *line.arguments, *options]


def _as_option(line: Line, words: list[str]) -> list[str]:
    """Return stray words as options: one that they name, a file to write, a date, or a text."""
    known = _flags(line.command)
    if (flag := f"--{words[0].lower()}") in known:
        return [flag, " ".join(words[1:])]
    text = " ".join(words)
    file = known.get("-o")
    if file and not _is_date(text) and file not in [option.parameter for option in line.options]:
        rest = line._replace(options=[*line.options, Option("-o", "-o", "", file, False)])
        return ["-o", words[0], *(_as_option(rest, words[1:]) if words[1:] else [])]
    return ["--on" if _is_date(text) else "--match", text]


def _is_date(text: str) -> bool:
    try:
        period(text, strftime("%Y-%m-%d"), "--on")
    except UsageError:
        return False
    return True
