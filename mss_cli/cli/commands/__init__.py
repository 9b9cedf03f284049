"""The subcommands, one file each: read the options, build a Query, print a Result.

To add a command, write one file here with `run(session, <option groups>) -> int`, and add one
line to the table below. The docstring of `run` is the help of the command.
"""

from collections.abc import Callable
from typing import Any

from mss_cli.facts.model import FACT_FIELDS

# The groups of `mss --help`, and the commands of each with a one-line summary.
GROUPS = {
    "Ask": {
        "events": "List what happened, is planned or was proposed, by date.",
        "who": "Show what the record holds on a name; without one, list everyone.",
        "figures": "List numbers by measure: pledged, planned, delivered.",
        "quotes": "List who said what, when and to whom.",
        "stances": "Show who supports or opposes what, and how that changed.",
        "facts": "List facts of every kind.",
        "search": "Search the text, best match first; spelling mistakes are tolerated.",
        "show": "Show one fact in full, with its evidence and conflicts.",
    },
    "Compare": {
        "conflicts": "List where sources contradict, qualify or supersede each other.",
        "timeline": "Draw the events along a time axis.",
        "check": "Check a claim, or each sentence of a draft, against the record.",
    },
    "Prove": {
        "sources": "List the articles behind the facts.",
        "topics": "List the topics and the words you can use to find them.",
        "places": "List the places and how many facts each has.",
        "stats": "Count facts by month, source and kind, to show where the record is thin.",
        "coverage": "Check that every sentence has a fact or a label.",
        "verify": "Check every span, digest, id and date of a store.",
        "cite": "Cite facts and their passages as footnotes, BibTeX or CSL-JSON.",
    },
    "Look": {
        "report": "Write the record as a single HTML page, to look at, print and share.",
    },
    "Grow": {
        "new": "Make a store of your own, empty or as a copy.",
        "add": "Take in an article: keep its text, and draft facts from it.",
        "review": "Accept, edit or reject drafted facts, one by one.",
        "edit": "Open one fact in your editor, and check it before it is written.",
        "undo": "Take back the last change of a store.",
        "index": "Build the index that speeds up a large store.",
    },
    "Connect": {
        "export": "Write the record for another program: SQLite, Parquet, Excel, JSON-LD.",
        "mcp": "Serve the record to an agent over the Model Context Protocol.",
        "schema": "Print the JSON Schema of the --json output.",
    },
}
COMMANDS = {name: text for group in GROUPS.values() for name, text in group.items()}


def fields_of(name: str) -> tuple[str, ...]:
    """Return the fields of what a command prints: its FIELDS, or those of a fact."""
    fields: tuple[str, ...] = getattr(_module(name), "FIELDS", FACT_FIELDS)
    return fields


def prints_records(name: str) -> bool:
    """Return True if a command prints records, and so has --json: not new, review or schema."""
    from inspect import signature

    return "output" in signature(runner(name)).parameters


def runner(name: str) -> Callable[..., int]:
    """Return the run function of a command, imported only now."""
    run: Callable[..., int] = _module(name).run
    return run


def _module(name: str) -> Any:
    return __import__(f"mss_cli.cli.commands.{name}", fromlist=["run"])
