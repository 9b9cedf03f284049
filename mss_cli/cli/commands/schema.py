"""mss schema: the JSON Schemas that scripts can rely on."""

from typing import Annotated, Any, NamedTuple

from mss_cli.cli.commands import COMMANDS, fields_of, prints_records
from mss_cli.cli.options import argument
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.formats.json import line
from mss_cli.stores.directory import PARTS, schema

DEFAULT = "facts"


class CommandArgument(NamedTuple):
    """The command, or the file, to describe."""

    command: Annotated[
        str | None,
        argument("A command, or a file in a store.", metavar="COMMAND", completes="schema"),
    ] = None


def run(session: Session, argument: CommandArgument) -> int:
    """Print the JSON Schema (draft 7) of a command's --json output, or of a file in a store.

    Without an argument, print the schema of 'mss facts --json'. For a file in a store, give its
    name, including .json.

    Examples: mss schema who; mss schema sources.json
    """
    name = DEFAULT if argument.command is None else argument.command
    text = line(_schema(name), indent=2)
    session.write(lambda: iter((text, "\n")))
    return 0


def _schema(name: str) -> dict[str, Any]:
    stem = name.removesuffix(".json")
    if name.endswith(".json") and stem in PARTS:
        return schema(stem)
    if name not in COMMANDS or not prints_records(name):
        printing = filter(prints_records, COMMANDS)
        known = ", ".join((*printing, *(f"{part}.json" for part in PARTS)))
        raise UsageError(f"there is no schema for {name!r}", expected=f"use one of {known}")
    return bundled(name)


def bundled(command: str) -> dict[str, Any]:
    """Return the schema of a command's output with every reference inside one document.

    A command that data/schema/output.schema.json does not define prints a list of its fields.
    """
    definitions: dict[str, Any] = {}
    for part in PARTS:
        definitions.update(schema(part).get("definitions", {}))
    output = schema("output")
    definitions.update(output.get("shared", {}))
    fields = fields_of(command)
    record = {"$ref": "#/definitions/fact"} if fields == FACT_FIELDS else {"required": [*fields]}
    listed = {"type": "array", "items": {"type": "object", **record}}
    return {
        "$schema": output["$schema"],
        "title": f"mss {command} --json",
        **output["definitions"].get(command, listed),
        "definitions": definitions,
    }
