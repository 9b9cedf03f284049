"""The Typer application: help, completion, and every command line argv.py does not read.

It is built from the declarations in options.py, with Typer's public API only. Its commands do
not act: each returns the Call that was typed, and entry.py runs it.
"""

import inspect
import itertools
import os
import re
import sys
from collections.abc import Callable, MutableMapping, Sequence
from typing import Annotated, Any

import typer

from mss_cli import __version__
from mss_cli.cli.argv import Call
from mss_cli.cli.commands import GROUPS, runner
from mss_cli.cli.options import PANELS, Common, Parameter, groups, parameters
from mss_cli.errors import UsageError

_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_COMPLETION_REQUEST = f"(complete|source)_({'|'.join(_SHELLS)})"
_TYPES = {"flag": bool, "number": int | None, "text": str | None, "many": list[str]}
_HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


def parse(args: Sequence[str]) -> Call | int:
    """Return the call a command line means, or an exit status if it was answered (help).

    Raises UsageError for every line that Typer refuses.
    """
    request = os.environ.get("_MSS_COMPLETE")
    if request is not None and not re.fullmatch(_COMPLETION_REQUEST, request):
        raise UsageError(
            f"{request!r} asks for no completion",
            where="_MSS_COMPLETE",
            expected="unset it, or use complete_SHELL or source_SHELL",
        )
    if list(args[:1]) == ["--show-completion"] and len(args) == 2 and args[1] in _SHELLS:
        os.environ["_MSS_COMPLETE"] = f"source_{args[1]}"  # Typer's own option takes no value
        try:
            return parse(())
        finally:
            del os.environ["_MSS_COMPLETE"]
    _check_completion_options(args)
    if "COMP_WORDS" in os.environ:
        _rejoin_words(os.environ)
    if request is not None:
        os.environ["COLUMNS"] = "10000"  # or Rich breaks the help of an option into lines
    try:
        app = _application(args)
        answer = app(list(args) or ["--help"], prog_name="mss", standalone_mode=False)
    except SystemExit as stop:  # completion ends so, and so does a broken pipe
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return int(stop.code or 0)
    except typer.Abort:
        return 130
    except typer.TyperException as error:
        raise _usage_error(error, args) from None
    except (OSError, RuntimeError, UnicodeError) as error:
        if "--install-completion" not in args:
            raise
        raise UsageError(
            f"the start-up files cannot be changed ({error})", where="--install-completion"
        ) from None
    return answer if isinstance(answer, Call) else int(answer or 0)


def _rejoin_words(environ: MutableMapping[str, str]) -> None:
    """Put together the words that bash parted at a colon or an equals sign (COMP_WORDBREAKS).

    The line `--store st:ore` reaches the program as `--store`, `st`, `:`, `ore`.
    """
    words = environ["COMP_WORDS"].split("\n" if "\n" in environ["COMP_WORDS"] else " ")
    current = int(environ.get("COMP_CWORD", "0") or 0)
    joined: list[str] = []
    glued, here = False, current
    for number, word in enumerate(words):
        separator = bool(joined) and re.fullmatch("[:=]+", word) is not None
        if joined and (glued or separator):
            joined[-1] += word
        else:
            joined.append(word)
        glued = separator
        if number == current:
            here = len(joined) - 1
    environ["COMP_WORDS"] = "\n".join(joined)
    environ["COMP_CWORD"] = str(
        here if current < len(words) else current - len(words) + len(joined)
    )


def _check_completion_options(args: Sequence[str]) -> None:
    """Raise UsageError for `--install-completion zsh`: Typer would ignore the name of the shell.

    Also for a home directory with signs that a shell obeys: Typer writes its name unquoted.
    """
    home = os.path.expanduser("~")
    if "--install-completion" in args and re.search(r"[^\w ./@+,:=-]", home):
        raise UsageError(
            f"the home directory {home!r} cannot be named in a start-up file",
            where="--install-completion",
            expected="add the output of '_MSS_COMPLETE=source_bash mss' to it yourself",
        )
    for flag, value in itertools.pairwise(args):
        if flag in ("--install-completion", "--show-completion") and value in _SHELLS:
            raise UsageError(
                f"takes no value, not {value!r}",
                where=flag,
                expected=f"run it in {value}, or run '_MSS_COMPLETE=source_{value} mss' "
                "to print the script",
            )


def _usage_error(error: typer.TyperException, args: Sequence[str]) -> UsageError:
    from mss_cli.cli.slips import diagnose

    if slip := diagnose(args):
        return UsageError(slip.what, expected=slip.advice)
    what = " ".join(error.format_message().split()).removesuffix(".")
    return UsageError(what, expected="try 'mss --help'")


# --- the application ----------------------------------------------------------------------


def _application(args: Sequence[str]) -> typer.Typer:
    """Return the application; only the commands that occur in the line get their options.

    Declaring the options of every command takes longer than printing the help does.
    """
    # Typer renders the help that shells show through Rich, too.
    styled = sys.stdout.isatty() or "_MSS_COMPLETE" in os.environ
    app = typer.Typer(
        name="mss",
        help="Sourced facts about the Kenya-led security mission in Haiti.",
        epilog="Every answer names its source. 'mss show ID' prints the exact passage.",
        rich_markup_mode="rich" if styled else None,
        pretty_exceptions_enable=False,
        suggest_commands=False,
        context_settings=_HELP_OPTIONS,
    )
    app.callback()(_before_command(styled))
    typed = _words(args)
    for group, commands in GROUPS.items():
        for name, summary in commands.items():
            function = _command(name, styled) if name in typed else _stub
            help_text = _help(runner(name), styled) if name in typed else summary
            app.command(
                name,
                help=help_text,
                short_help=summary,
                rich_help_panel=group if styled else None,
                context_settings=_HELP_OPTIONS,
            )(function)
    return app


def _help(run: Callable[..., int], styled: bool) -> str:
    """Return the help of a command: its docstring, with each paragraph on one line.

    Rich would keep the line breaks of the docstring, and break the lines again.
    """
    text = inspect.getdoc(run) or ""
    return _escaped(re.sub(r"(?<=\S)\n(?=\S)", " ", text), styled)


def _words(args: Sequence[str]) -> set[str]:
    """Return the words of the command line, or of the one that a shell completes."""
    completed = (os.environ.get(name, "") for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"))
    return {*args, *(word for line in completed for word in line.split())}


def _stub() -> None:
    """Stand in for a command that is only listed."""


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"mss {__version__}")
        raise typer.Exit


def _before_command(styled: bool) -> Callable[..., None]:
    """Return the function that reads the options before the command."""

    def keep(context: typer.Context, **values: Any) -> None:
        context.obj = values

    version = typer.Option(
        "--version", help="Print the version and exit.", callback=_print_version, is_eager=True
    )
    flag = inspect.Parameter(
        "version",
        inspect.Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[bool, version],
    )
    return _signed(keep, [flag, *(_signature(p, styled, None) for p in parameters(Common))])


def _command(name: str, styled: bool) -> Callable[..., Call]:
    """Return the Typer function of a command, which returns the call."""
    declared = [(p, group) for group in (*groups(runner(name)), Common) for p in parameters(group)]

    def call(context: typer.Context, **typed: Any) -> Call:
        values = {p.name: _plain(p, typed[p.name]) for p, _ in declared}
        for parameter in parameters(Common):
            before = _plain(parameter, context.obj[parameter.name])  # given before the command
            if parameter.shape == "many":
                values[parameter.name] = (*before, *values[parameter.name])
            elif values[parameter.name] == parameter.default:
                values[parameter.name] = before
        return Call(name, values)

    return _signed(call, [_signature(p, styled, _panel(p, group)) for p, group in declared])


def _panel(parameter: Parameter, group: Any) -> str | None:
    """Return the help panel of an option: its group's title, or Typer's own for the others."""
    return PANELS.get(group) if parameter.opt.flags else None


def _signed(function: Callable[..., Any], typed: list[inspect.Parameter]) -> Callable[..., Any]:
    """Give a function the signature from which Typer reads its parameters."""
    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    function.__signature__ = inspect.Signature([context, *typed])  # type: ignore[attr-defined]
    return function


def _plain(parameter: Parameter, value: Any) -> Any:
    return tuple(value or ()) if parameter.shape == "many" else value


def _escaped(text: str, styled: bool) -> str:
    """Return help text in which Rich finds no markup, such as in `[env: MSS_STORE]`."""
    if not styled:
        return text
    from rich.markup import escape

    return escape(text)


def _signature(parameter: Parameter, styled: bool, panel: str | None) -> inspect.Parameter:
    """Return the parameter of a Typer function for one of our declarations."""
    opt = parameter.opt
    settings: dict[str, Any] = {
        "help": _escaped(opt.help, styled),
        "metavar": opt.metavar,
        "autocompletion": _completer(parameter) if opt.completes else None,
        "rich_help_panel": panel if styled else None,
        "show_default": False,
    }
    declaration = typer.Option(*opt.flags, **settings) if opt.flags else typer.Argument(**settings)
    default = inspect.Parameter.empty if parameter.required else parameter.default
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=list(default) if default == () else default,
        annotation=Annotated[_TYPES[parameter.shape], declaration],
    )


def _completer(parameter: Parameter) -> Callable[[typer.Context, str], list[str]]:
    """Return the function that Typer asks for the values of a parameter."""
    from mss_cli.cli.completion import offered

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        before = context.parent.params if context.parent else {}
        given = {k: v for k, v in context.params.items() if v not in (None, [], ())}
        return offered(parameter, context.info_name or "", {**before, **given}, incomplete)

    return complete
