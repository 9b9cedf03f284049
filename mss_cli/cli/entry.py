"""The entry point: read the command line, run the command, report errors in one line."""

import io
import os
import sys
from collections.abc import Sequence
from typing import Any

from mss_cli import limits
from mss_cli.cli.arguments import directory, given, today
from mss_cli.cli.argv import Call, match
from mss_cli.cli.commands import runner
from mss_cli.cli.options import Common, filled, groups, parameters
from mss_cli.cli.session import Session, abandon
from mss_cli.errors import MssError, OutputError
from mss_cli.output.result import Style
from mss_cli.stores import named
from mss_cli.text import visible

INTERRUPTED, BROKEN_PIPE, FAILED = 130, 141, 2
COMPLETION_VARIABLE = "_MSS_COMPLETE"  # set by the script of a shell, as Typer names it


def main(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status.

    No exception leaves here, unless MSS_DEBUG asks for the traceback of a defect.
    """
    try:
        try:
            _prepare_streams()
            code = _run([_decoded(a) for a in sys.argv[1:]] if args is None else args)
            sys.stdout.flush()
            return code
        except MssError as error:
            _report(str(error))
            return error.exit_code
    except KeyboardInterrupt:
        abandon(sys.stdout)  # its reader may be gone
        return INTERRUPTED
    except BrokenPipeError:
        abandon(sys.stdout)
        return BROKEN_PIPE
    except OSError as error:
        abandon(sys.stdout)
        where = error.filename or "cannot write to standard output"
        if isinstance(error, FileNotFoundError) and not error.filename:  # os.getcwd
            where = "the current directory"
        _report(f"{where}: {error.strerror or error}")
        return FAILED
    except MemoryError:
        _report("out of memory")
        return FAILED
    except ImportError as error:
        if "failed to map segment" not in str(error) and "llocate memory" not in str(error):
            return _defect(error)
        _report("out of memory")  # the dynamic linker says so in its own words
        return FAILED
    except Exception as error:  # a defect: still one line, still no traceback
        return _defect(error)


def _defect(error: Exception) -> int:
    """Report a defect in one line, or raise it for whoever asks for its traceback."""
    if os.environ.get("MSS_DEBUG"):
        raise error
    _report(f"internal error, please report it: {type(error).__name__}: {error}")
    return FAILED


def _run(args: Sequence[str]) -> int:
    call = None if COMPLETION_VARIABLE in os.environ else match(args)
    if call is None:
        from mss_cli.cli.typer_app import parse

        answer = parse(args)
        if not isinstance(answer, Call):
            return answer
        call = answer
    return execute(call)


def execute(call: Call) -> int:
    """Build the session and the option groups of a call, and run its command."""
    run = runner(call.command)
    values = {**call.values}
    for each in (p for group in groups(run) for p in parameters(group)):
        values[each.name] = given(each, values[each.name])
    common: Common = filled(Common, values)
    taken = [filled(group, values) for group in groups(run)]
    session = _session(common)
    try:
        return run(session, *taken)
    finally:
        session.close()


def _session(common: Common) -> Session:
    return Session(
        style=_style(),
        today=today(common.today),
        stores=named([directory(each) for each in common.store], os.environ.get("MSS_STORE")),
        articles=_articles(common.articles),
        quiet=common.quiet,
        pager="" if common.no_pager else _pager(),
        height=_height(),
        spark_master=os.environ.get("MSS_SPARK_MASTER", ""),
    )


def _style() -> Style:
    """Read the width and the colour from the environment (no-color.org, force-color.org)."""
    environ = os.environ
    terminal = sys.stdout.isatty()
    forced = bool(environ.get("FORCE_COLOR"))
    styled = forced or (terminal and environ.get("TERM") != "dumb")
    return Style(
        width=_width(environ.get("COLUMNS", ""), terminal),
        terminal=terminal,
        styled=styled,
        colour=styled and not environ.get("NO_COLOR"),
    )


def _width(columns: str, terminal: bool) -> int:
    digits = columns.lstrip("0")
    if digits.isascii() and digits.isdecimal() and len(digits) < 6 and 20 <= int(digits) <= 10_000:
        return int(digits)
    return max(_terminal_size()[0], 20) if terminal else 80


def _height() -> int:
    lines = os.environ.get("LINES", "")
    if lines.isascii() and lines.isdecimal() and len(lines) < 6 and int(lines) > 0:
        return int(lines)
    return _terminal_size()[1]


def _terminal_size() -> tuple[int, int]:
    """Return the columns and lines of the terminal; 80 and 24 if it does not know."""
    try:
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return 80, 24
    return columns or 80, lines or 24


def _pager() -> str:
    """Return the command of the pager, or "" for none: as git chooses it."""
    environ = os.environ
    if not sys.stdout.isatty():
        return ""
    chosen = environ.get("MSS_PAGER", environ.get("PAGER"))
    if chosen is None:  # less cannot draw on a terminal without a cursor
        return "" if environ.get("TERM", "dumb") == "dumb" else "less"
    return "" if chosen.strip() == "cat" else chosen.strip()


# --- streams ------------------------------------------------------------------------------


def _prepare_streams() -> None:
    """Make the streams write UTF-8 in every locale, as the formats promise."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    out: Any = sys.stdout
    if sys.stdout is sys.__stdout__ and isinstance(getattr(out, "buffer", None), io.RawIOBase):
        # With PYTHONUNBUFFERED, Python ignores a write that a full disk has cut short.
        buffer = io.BufferedWriter(out.detach())
        sys.stdout = io.TextIOWrapper(buffer, line_buffering=buffer.isatty())
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _decoded(argument: str) -> str:
    """Return an argument decoded as UTF-8, in a locale without UTF-8 too.

    Bytes that are not UTF-8 stay surrogates, since they may name a directory.
    """
    if argument.isascii():
        return argument
    return os.fsencode(argument).decode("utf-8", "surrogateescape")


def _articles(typed: str | None) -> str | None:
    return os.environ.get("MSS_ARTICLES") or None if typed is None else directory(typed)


def _report(line: str) -> None:
    """Print an error in one line on stderr, but not into the line that a shell completes."""
    if len(line) > limits.MAX_ERROR_CHARS:  # names in a store can be of any length
        line = f"{line[: limits.MAX_ERROR_CHARS // 2]} … {line[-limits.MAX_ERROR_CHARS // 2 :]}"
    completing = os.environ.get(COMPLETION_VARIABLE, "").startswith("complete_")
    if sys.stderr is not None and not completing:
        try:
            print(f"mss: {visible(line)}", file=sys.stderr, flush=True)
        except (OSError, ValueError):
            abandon(sys.stderr)
