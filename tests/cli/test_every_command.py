"""Rules for every command: formats, schemas, --quiet, usage errors.

The calls are the examples in the help texts, so they read the bundled store.
"""

from typing import Any

import fastjsonschema
import pytest
from conftest import Call
from support.calls import CALLS, PRINTING

from mss_cli.cli.commands import COMMANDS
from mss_cli.cli.commands.schema import bundled
from mss_cli.output.formats import FORMATS


def test_every_command_has_a_call_here() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("command", PRINTING)
@pytest.mark.parametrize("name", FORMATS)
def test_every_command_prints_every_format(mss: Call, command: str, name: str) -> None:
    answer = mss(*CALLS[command], "--format", name)
    assert answer.code == 0
    assert answer.out.endswith("\n")
    assert "\x1b" not in answer.out


@pytest.mark.parametrize("command", PRINTING)
def test_json_output_is_valid_by_its_printed_schema(mss: Call, command: str) -> None:
    printed = mss("schema", command)
    assert printed.code == 0
    assert printed.json() == bundled(command)
    schema = _without_paths(printed.json())
    fastjsonschema.compile(schema)(mss(*CALLS[command], "--json").json())


def _without_paths(schema: dict[str, Any]) -> dict[str, Any]:
    """Inline references into a record's properties, which fastjsonschema names badly."""
    known = schema["definitions"]

    def inline(value: Any) -> Any:
        if isinstance(value, dict):
            path = str(value.get("$ref", "")).removeprefix("#/definitions/").split("/properties/")
            if len(path) == 2:
                return known[path[0]]["properties"][path[1]]
            return {key: inline(item) for key, item in value.items()}
        return [inline(item) for item in value] if isinstance(value, list) else value

    result: dict[str, Any] = inline(schema)
    return result


@pytest.mark.parametrize("command", PRINTING)
def test_quiet_silences_standard_error(mss: Call, command: str) -> None:
    assert mss(*CALLS[command], "-q").err == ""
    assert mss("-q", *CALLS[command]).err == ""


def test_version_is_the_package_version(mss: Call) -> None:
    from mss_cli import __version__

    assert mss("--version") == (0, f"mss {__version__}\n", "")


def test_no_arguments_print_help(mss: Call) -> None:
    assert mss() == mss("--help")


def test_schemas_of_store_files_are_printed(mss: Call) -> None:
    assert mss("schema", "facts.json").json()["title"] == "Facts"
    assert mss("schema").json()["title"] == "mss facts --json"


USAGE = [
    (
        ["events", "--since", "2024-13"],
        "--since: '2024-13' is not a date: months run from 01 to 12; write",
    ),
    (
        ["events", "--on", "soon"],
        "--on: 'soon' is not a date: unrecognised date format; write",
    ),
    (["events", "--since", "2025", "--until", "2024"], "--since and --until: the period starts"),
    (["facts", "--known-by", ""], "--known-by: '' is not a date"),
    (["facts", "--kind", "rumour"], "--kind: unknown value 'rumour'; use one of event, figure,"),
    (["facts", "--status", "done"], "--status: unknown value 'done'; use one of occurred,"),
    (["facts", "--when", "maybe"], "--when: unknown value 'maybe'; use one of possible, certain"),
    (["facts", "--sort", "size"], "--sort: unknown value 'size'; use one of date, kind,"),
    (["facts", "--fields", "source"], "--fields: unknown field 'source'; nearest: sources; the fi"),
    (["facts", "--fields", "txt"], "--fields: unknown field 'txt'; nearest: text; the fields are"),
    (["facts", "--fields", "id,nope"], "--fields: unknown field 'nope'; the fields are id, kind,"),
    (["facts", "--sort", ""], "--sort: unknown value ''; use one of date,"),
    (["facts", "--when", ""], "--when: unknown value ''; use one of possible, certain"),
    (
        ["facts", "--source", ""],
        "--source: the name is empty; use one of [Ruto visits Haiti…], UN Extends Kenya-Led…, ",
    ),
    (["facts", "--since", "..2024"], "--since: '..2024' has no start; give a start date"),
    (["facts", "--until", "2024.."], "--until: '2024..' has no end; give an end date"),
    (["events", "--kind", "role"], "--kind: this command lists events only; 'mss facts' lists"),
    (["verify", "--store", ""], "store: no directory ''; give a directory with"),
    (["verify", "--articles", ""], "articles: no directory ''; give the directory that holds"),
    (["schema", ""], "there is no schema for ''; use one of"),
    (["who", "?!"], "the name is empty; give a name"),
    (["show", " "], "the id is empty;"),
    (["facts", "--today", "0001-01-01", "--since", "yesterday"], "--since: 'yesterday' is not"),
    (["facts", "--fields", ","], "--fields: no field is named; the fields are id,"),
    (["facts", "--format", "xml"], "--format: unknown format 'xml'; use one of json, ndjson,"),
    (["facts", "--json", "--format", "csv"], "--json and --format csv cannot be combined"),
    (["facts", "--limit", "-1"], "--limit: -1 is below zero; 0 means all"),
    (["facts", "--match", " "], "--match: the text is empty"),
    (["facts", "--who", ""], "--who: the name is empty"),
    (["facts", "--today", "2024"], "--today: '2024' is not a single day; write YYYY-MM-DD"),
    (["search", ""], "the query has no words; give a word,"),
    (["search", "?!"], "the query has no words; give a word,"),
    (["who", ""], "the name is empty; give a name"),
    (["show", ""], "the id is empty;"),
    (["schema", "x"], "there is no schema for 'x'; use one of events, who,"),
]


@pytest.mark.parametrize(("args", "said"), USAGE, ids=[" ".join(args) for args, _ in USAGE])
def test_bad_usage_is_one_line_with_exit_status_2(mss: Call, args: list[str], said: str) -> None:
    answer = mss(*args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: {said}")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("command", ["conflicts", "search kenya", "figures", "timeline", "quotes"])
def test_negative_limit_is_refused_by_every_command(mss: Call, command: str) -> None:
    answer = mss(*command.split(), "--limit", "-1")
    assert (answer.code, answer.err) == (2, "mss: --limit: -1 is below zero; 0 means all\n")
