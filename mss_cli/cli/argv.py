"""Read a well-formed command line without Typer, whose import alone takes longer than a call.

This reader accepts only what options.py declares: known options with their values, and
arguments. For everything else (help, completion, errors, `--`, values that start with a dash)
it returns None, and Typer reads the line. A property test checks that both give the same Call.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.options import Common, Parameter, groups, parameters


class Call(NamedTuple):
    """A command and the value of each of its parameters, by name."""

    command: str
    values: dict[str, Any]


def match(args: Sequence[str]) -> Call | None:
    """Return the call of a well-formed command line, or None to leave the line to Typer."""
    common = parameters(Common)
    before: dict[str, Any] = {}
    rest = _options(list(args), common, before)
    if not rest or rest[0] not in COMMANDS:
        return None
    command = rest[0]
    declared = [p for group in groups(runner(command)) for p in parameters(group)]
    values: dict[str, Any] = {p.name: p.default for p in (*common, *declared) if not p.required}
    values.update(before)
    arguments: list[str] = []
    left: list[str] | None = rest[1:]
    while left:
        if left[0].startswith("-"):
            left = _options(left, (*common, *declared), values)
            if left is None:
                return None
        else:
            arguments.append(left.pop(0))
    if left is None or not _place(arguments, [p for p in declared if not p.opt.flags], values):
        return None
    return Call(command, values)


def _options(
    args: list[str], known: Sequence[Parameter], values: dict[str, Any]
) -> list[str] | None:
    """Read options from the front of args into values; return the rest, or None to give up."""
    by_flag = {flag: p for p in known for flag in p.opt.flags}
    while args and args[0].startswith("-"):
        flag, equals, value = args.pop(0).partition("=")
        parameter = by_flag.get(flag)
        if parameter is None or (equals and not flag.startswith("--")):
            return None
        if parameter.shape == "flag":
            if equals:
                return None
            values[parameter.name] = True
            continue
        if not equals:
            if not args or (args[0].startswith("-") and args[0] != "-"):
                return None
            value = args.pop(0)
        if parameter.shape == "number":
            if not (value.isascii() and value.isdecimal() and len(value) < 10):
                return None
            values[parameter.name] = int(value)
        elif parameter.shape == "many":
            values[parameter.name] = (*values.get(parameter.name, ()), value)
        else:
            values[parameter.name] = value
    return args


def _place(arguments: list[str], declared: list[Parameter], values: dict[str, Any]) -> bool:
    """Store the arguments in the one positional parameter; return False if they do not fit."""
    if not declared:
        return not arguments
    (parameter,) = declared
    if parameter.required and not arguments:
        return False
    if parameter.shape == "many":
        values[parameter.name] = tuple(arguments)
        return True
    if len(arguments) > 1:
        return False
    if arguments:
        values[parameter.name] = arguments[0]
    return True
