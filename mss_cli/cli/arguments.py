"""Arguments as people and programs give them: bounded, without surrogates, and what day it is."""

import os
import re
from typing import Any

from mss_cli import limits
from mss_cli.cli.options import Parameter
from mss_cli.errors import UsageError


def given(parameter: Parameter, value: Any) -> Any:
    """Return a value from a command line, for a command. Raises UsageError like bounded."""
    if not parameter.opt.is_path:
        return bounded(parameter, value)
    if isinstance(value, tuple):
        return tuple(map(directory, value))
    return None if value is None else directory(value)


def directory(typed: str) -> str:
    """Return the path of a file or a directory as typed, in the encoding of the locale."""
    return typed if typed.isascii() else os.fsdecode(typed.encode("utf-8", "surrogateescape"))


def bounded(parameter: Parameter, value: Any) -> Any:
    """Return a text, or texts, with surrogates replaced.

    Raises UsageError if a text is longer than limits.MAX_ARGUMENT_CHARS.
    """
    if isinstance(value, tuple):
        return tuple(bounded(parameter, each) for each in value)
    if not isinstance(value, str):
        return value
    length = _length(value)
    if length > limits.MAX_ARGUMENT_CHARS:
        raise UsageError(
            f"the text has {length:,} characters",
            where=parameter.opt.flags[0] if parameter.opt.flags else parameter.name.upper(),
            expected=f"give at most {limits.MAX_ARGUMENT_CHARS:,}",
        )
    return value if value.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", value)


def _length(text: str) -> int:
    """Return the length of a text in characters after NFKC, which spells ligatures out."""
    if len(text) > limits.MAX_ARGUMENT_CHARS or text.isascii():
        return len(text)
    from unicodedata import normalize

    return len(normalize("NFKC", text))


def today(typed: str | None) -> str:
    """Return a typed day, or that of the clock, as YYYY-MM-DD. Raises UsageError."""
    from time import strftime

    clock = strftime("%Y-%m-%d")
    if typed is None:
        return clock
    from mss_cli.facts.periods import period

    day = period(typed, clock, "--today")
    if day.start is None or day.start != day.end:
        raise UsageError(
            f"{typed!r} is not a single day", where="--today", expected="write YYYY-MM-DD"
        )
    return day.start
