"""The subcommands, one file each: options in, a Query, a Result out.

A new command is one file here with a `run(session, <option groups>) -> int` and one line
below; its docstring is its help, and the line is its one-line description.
"""

from collections.abc import Callable

COMMANDS = {
    "events": "What happened, is planned or was proposed, in order of time.",
    "who": "One person, organisation or country: roles, deeds, words, stances, numbers.",
    "figures": "Numbers by measure, over time: pledged, planned, delivered.",
    "quotes": "Who said what, when, to whom.",
    "stances": "Who supports or opposes what, and how that changed.",
    "conflicts": "Where the sources disagree, seem to, overtake or confirm each other.",
    "timeline": "The story drawn along time.",
    "facts": "Facts of every kind, with every filter.",
    "search": "Full text, best match first; tolerates typing errors.",
    "show": "One fact whole: readings, disagreements, evidence, its passage in context.",
    "cite": "A footnote, BibTeX or CSL-JSON for a fact and its passage.",
    "sources": "The articles behind the facts.",
    "topics": "The topics, with the words that find them.",
    "places": "The places, with counts.",
    "stats": "Where the record is thin: by month, source and kind.",
    "index": "Make the index by which a large store answers at once.",
    "verify": "Check every span, digest, id and date.",
    "coverage": "Account for every sentence of every article.",
    "schema": "The JSON Schema of what --json prints.",
}


def runner(name: str) -> Callable[..., int]:
    """Return the run function of a command, imported only now."""
    run: Callable[..., int] = __import__(f"mss_cli.cli.commands.{name}", fromlist=["run"]).run
    return run
