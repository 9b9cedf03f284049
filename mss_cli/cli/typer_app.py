"""The Typer application: help, completion, and the last word on any command line.

It is built from the declarations in options.py. Its commands do not act: each returns the
Call that was typed, and cli.py runs it, as it runs what argv.py matched.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from subprocess import CalledProcessError
from typing import Annotated, Any

import typer
from typer import _completion_classes
from typer._click.shell_completion import (
    CompletionItem,
    add_completion_class,
    get_completion_class,
)
from typer._completion_shared import _get_shell_name, get_completion_script, install
from typer.core import TyperCommand, TyperGroup

from mss_cli import __version__
from mss_cli.cli.argv import Call
from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.completion import offered
from mss_cli.cli.options import Common, Parameter, groups, parameters
from mss_cli.errors import UsageError

_TYPES = {"flag": bool, "number": int | None, "text": str | None, "many": list[str]}
DIRECTORIES = tuple(
    flag for p in parameters(Common) if p.opt.metavar == "DIR" for flag in p.opt.flags
)
SCRIPTS = ("--show-completion", "--install-completion")
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def parse(args: Sequence[str]) -> Call | int:
    """Return the call a command line means, or an exit code if it was answered (help).

    Raises UsageError for whatever Typer refuses.
    """
    if args and args[0] in SCRIPTS and len(args) < 3:
        return _script(args[0], *args[1:])
    try:
        answer = build().main(list(args) or ["--help"], prog_name="mss", standalone_mode=False)
    except SystemExit as stop:  # how completion ends, and a broken pipe
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return int(stop.code or 0)
    except typer.Abort:
        return 130
    except typer.exceptions.TyperException as error:
        what = " ".join(error.format_message().split()).removesuffix(".")
        raise UsageError(what, expected=_help(what, args)) from None
    return answer if isinstance(answer, Call) else int(answer or 0)


def _help(what: str, args: Sequence[str]) -> str:
    """Return where to read on; a query's `-word` that was taken for an option is explained."""
    if re.match("No such option: -[^-]", what) and "search" in args:
        return "to leave out a word, write the query as one: mss search 'kenya -haiti'"
    return "'mss --help' and 'mss COMMAND --help' tell more"


class _Commands(TyperGroup):
    """Has a line for each command, and makes the command only when it is the one typed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        for name, line in COMMANDS.items():
            self.add_command(TyperCommand(name, short_help=line))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments begin with."""
        if args[0] in COMMANDS:
            self.add_command(_command(args[0]))
        return super().resolve_command(ctx, args)


def build() -> Any:
    """Return the application."""
    app = typer.Typer(
        name="mss",
        cls=_Commands,
        help="Sourced facts about the Kenya-led security mission in Haiti.",
        epilog="Every answer names its source file; 'mss show ID' gives the exact passage.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_top())
    made = typer.main.get_command(app)
    _shells()
    return made


def _version(asked: bool) -> None:
    if asked:
        print(f"mss {__version__}")
        raise typer.Exit


def _top() -> Callable[..., None]:
    """Return the function of the application itself: the options before a command."""

    def top(context: typer.Context, **values: Any) -> None:
        context.obj = values

    version = typer.Option(
        "--version", help="Print the version and exit.", callback=_version, is_eager=True
    )
    flag = inspect.Parameter(
        "version",
        inspect.Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[bool, version],
    )
    return _signed(top, [flag, *map(_signature, parameters(Common))])


def _command(name: str) -> Any:
    """Return a command, which answers with the call."""
    run = runner(name)
    declared = [*(p for g in groups(run) for p in parameters(g)), *parameters(Common)]

    def call(context: typer.Context, **typed: Any) -> Call:
        values = {p.name: _plain(p, typed[p.name]) for p in declared}
        for parameter in parameters(Common):  # given before the command's name
            if values[parameter.name] == parameter.default:
                values[parameter.name] = context.obj[parameter.name]
        return Call(name, values)

    one = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    one.command(name, help=inspect.getdoc(run), short_help=COMMANDS[name])(
        _signed(call, [_signature(p) for p in declared])
    )
    return typer.main.get_command(one)


def _signed(function: Callable[..., Any], typed: list[inspect.Parameter]) -> Callable[..., Any]:
    """Give a function the signature from which Typer reads its parameters."""
    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    function.__signature__ = inspect.Signature([context, *typed])  # type: ignore[attr-defined]
    return function


def _plain(parameter: Parameter, value: Any) -> Any:
    return tuple(value or ()) if parameter.shape == "many" else value


def _signature(parameter: Parameter) -> inspect.Parameter:
    """Return a parameter of a Typer command for one of ours."""
    opt = parameter.opt
    complete = _completer(opt.completes) if opt.completes else None
    more = {"help": opt.help, "metavar": opt.metavar or None, "autocompletion": complete}
    declaration = (
        typer.Option(*opt.flags, show_default=False, **more)  # type: ignore[call-overload]
        if opt.flags
        else typer.Argument(show_default=False, **more)  # type: ignore[call-overload]
    )
    default = inspect.Parameter.empty if parameter.required else parameter.default
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=list(default) if default == () else default,
        annotation=Annotated[_TYPES[parameter.shape], declaration],
    )


# --- completion ---------------------------------------------------------------------------


def _completer(what: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what Typer asks for the values of a parameter."""

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        before = context.parent.params if context.parent else {}
        given = {k: v for k, v in context.params.items() if v is not None}
        return offered(what, context.info_name or "", {**before, **given}, incomplete)

    return complete


class _Ours:
    """Goes before each of Typer's classes for shells.

    It knows `--kind=a`, offers options where no value can be typed, and lets a shell offer
    files only where a directory is typed (bash does so wherever there is nothing else).
    """

    def complete(self) -> str:
        """Return what the shell is told."""
        args, _ = self.get_completion_args()  # type: ignore[attr-defined]
        directory = bool(args) and args[-1] in DIRECTORIES
        try:
            told: str = super().complete()  # type: ignore[misc]
        except SystemExit as end:  # fish asks whether there is something of ours
            raise SystemExit(end.code if directory else 0) from None
        if told == "_files":  # zsh
            return "_files -/" if directory else ""
        return told

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what fits; where no value can be typed, the options."""
        args = [a for a in args if a != "="]  # bash parts `--kind=a` there
        find = super().get_completions  # type: ignore[misc]
        flag, equals, _ = incomplete.partition("=")
        if equals and re.fullmatch("--[a-z-]+", flag):
            return [CompletionItem(f"{flag}={i.value}") for i in find(args, incomplete)]
        ended = not (args and args[-1].startswith("-"))
        return find(args, incomplete) or (find(args, "--") if ended and not incomplete else [])


def _shells() -> None:
    """Let Typer answer shells through _Ours."""
    _completion_classes._sanitize_help_text = lambda text: text  # no markup, and Rich is slow
    for name in SHELLS:
        theirs = get_completion_class(name)
        assert theirs is not None
        add_completion_class(type("Shell", (_Ours, theirs), {}), name)


def _script(what: str, shell: str | None = None) -> int:
    """Print or install the script of a shell: the one named, or the one that called us.

    Raises UsageError.
    """
    try:
        shell = shell or _get_shell_name()
        if shell not in SHELLS:
            raise UsageError(
                f"there is no completion for {shell!r}" if shell else "the shell cannot be told",
                where=what,
                expected=f"name one of {', '.join(SHELLS)}",
            )
        if what == "--install-completion":
            _, path = install(shell, "mss", "_MSS_COMPLETE")
    except (OSError, RuntimeError, UnicodeError, CalledProcessError) as error:
        raise UsageError(f"the start-up files cannot be changed ({error})", where=what) from None
    if what == "--show-completion":
        print(get_completion_script(prog_name="mss", complete_var="_MSS_COMPLETE", shell=shell))
    else:
        print(f"{shell} completion is in {path}; it takes effect in a new terminal")
    return 0
