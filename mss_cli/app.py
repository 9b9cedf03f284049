"""The Typer application: help, completion, and the last word on any command line.

It is built from the declarations in options.py. Its commands do not act: each returns the
Call that was typed, and cli.py runs it, as it runs what argv.py matched.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from mss_cli import __version__, kinds, query
from mss_cli.argv import Call
from mss_cli.commands import COMMANDS, runner
from mss_cli.errors import MssError, UsageError
from mss_cli.options import Common, Parameter, groups, parameters
from mss_cli.render import FORMATS
from mss_cli.store import PARTS, Store, load

_TYPES = {"flag": bool, "number": int | None, "text": str | None, "many": list[str]}
_SLUG = r"[A-Za-z0-9][A-Za-z0-9._-]*"


def parse(args: Sequence[str]) -> Call | int:
    """Return the call a command line means, or an exit code if it was answered (help).

    Raises UsageError for whatever Typer refuses.
    """
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
    return typer.main.get_command(app)


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

_STORED: dict[str, Callable[[Store], list[str]]] = {
    "entity": lambda store: list(store.entities),
    "topic": lambda store: list(store.topics),
    "about": lambda store: [*store.topics, *store.entities],
    "place": lambda store: sorted(store.tally("places")),
    "source": lambda store: list(store.sources),
    "fact": lambda store: list(store.ids()),
    "cited": lambda store: [*store.ids(), *store.sources],
    "question": lambda store: list(store.topics),
    "measure": lambda store: [name.id for name in store.measure_names],
}
_ONLY_FOR = {"question": "stances"}  # elsewhere --on takes dates, which are not offered
_FIXED: dict[str, Sequence[str]] = {
    "format": tuple(FORMATS),
    "kind": tuple(kinds.KINDS),
    "status": (*kinds.STATUSES, *query.STATES),
    "sort": query.SORTS,
    "when": ("possible", "certain"),
    "voice": tuple(kinds.VOICES),
    "class": tuple(kinds.CONFLICTS),
    "citation": kinds.CITATIONS,
    "schema": (*(c for c in COMMANDS if c != "schema"), *(f"{part}.json" for part in PARTS)),
}


def _completer(what: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what the shell may offer: plain slugs only, and no help text from a store.

    A shell may evaluate what it is offered (zsh expands `$(...)` in descriptions).
    """

    def complete(context: typer.Context, incomplete: str) -> list[str]:
        from os import environ

        if _ONLY_FOR.get(what, context.info_name) != context.info_name:
            return []
        typed = {**(context.parent.params if context.parent else {}), **context.params}
        store = typed.get("store") or environ.get("MSS_STORE") or None
        if what in _FIXED:
            offered: Sequence[str] = _FIXED[what]
        else:
            try:
                offered = _STORED[what](load(store))
            except MssError:
                return []
        return [s for s in offered if s.startswith(incomplete) and re.fullmatch(_SLUG, s)]

    return complete
