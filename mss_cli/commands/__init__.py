"""The subcommands, one file each: options in, a Query, a Result out.

A new command is one file here with a `run(session, <option groups>) -> int` and one line
below; its docstring is its help, and the line is its one-line description.
"""

from collections.abc import Callable

COMMANDS = {
    "events": "What happened, is planned or was proposed, in order of time.",
    "who": "One person, organisation or country: roles, deeds, words, stances, numbers.",
    "facts": "Facts of every kind, with every filter.",
    "search": "Full text, best match first; tolerates typing errors.",
    "show": "One fact whole: readings, evidence, relations, its passage in context.",
    "sources": "The articles behind the facts.",
    "topics": "The topics, with the words that find them.",
    "places": "The places, with counts.",
    "verify": "Check every span, digest, id and date.",
    "coverage": "Account for every sentence of every article.",
    "schema": "The JSON Schema of what --json prints.",
}


def runner(name: str) -> Callable[..., int]:
    """Return the run function of a command, imported only now."""
    from importlib import import_module

    run: Callable[..., int] = import_module(f"mss_cli.commands.{name}").run
    return run
