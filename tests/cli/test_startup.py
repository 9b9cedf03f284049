"""The imports of a call: machine formats must not load the code for tables and help.

The calls read the bundled store, because mss validates any other store with a schema library.
"""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from mss_cli.cli.commands import COMMANDS

HEAVY = {
    "typer",
    "rich",
    "pydantic",
    "rapidfuzz",
    "Stemmer",
    "snowballstemmer",
    "fastjsonschema",
    "dataclasses",
    "inspect",
    "plotille",
}
# A search imports PyStemmer first, and snowballstemmer if it is missing.
STEMMERS = {"Stemmer"} if find_spec("Stemmer") else {"Stemmer", "snowballstemmer"}


def imported(*args: str, **env: str) -> set[str]:
    """Return the modules and top-level packages that a call imports."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON"))} | env
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mss_cli", *args],
        capture_output=True,
        text=True,
        env=kept,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    names = {line.rsplit("|", 1)[1].strip() for line in lines}
    return names | {name.split(".")[0] for name in names}


CASES = [
    (("events", "--json"), set()),
    (("facts", "--format", "ndjson", "--topic", "funding", "--since", "2024-06"), set()),
    (("events", "--who", "ruto", "--format", "csv"), set()),
    (("who", "ruto", "--json"), set()),
    (("show", "vote-unanimous-2024-09-30", "--json"), set()),
    (("figures", "--json"), set()),
    (("quotes", "--by", "ruto", "--format", "ndjson"), set()),
    (("stances", "--on", "peacekeeping-transition"), set()),
    (("conflicts", "--json"), set()),
    (("timeline",), set()),
    (("stats", "--format", "csv"), set()),
    (("cite", "vote-unanimous-2024-09-30"), set()),
    (("sources",), set()),
    (("coverage",), set()),
    (("who", "rutto", "--json"), set()),
    (("who", "guterez", "--json"), {"rapidfuzz"}),
    (("search", "funding", "--json"), STEMMERS),
    (("search", "fundng", "--json"), STEMMERS),
    (("show", "vote-unanimous", "--format", "ndjson"), set()),
    (("search", "kenya police", "--format", "csv"), STEMMERS),
    (("check", "Belize sent two officers", "--json"), STEMMERS),
    (("check", "Rutto visited Hayti", "--format", "csv"), STEMMERS),
    (("verify",), set()),
]


@pytest.mark.parametrize(("args", "heavy"), CASES, ids=[" ".join(args) for args, _ in CASES])
def test_call_imports_only_what_it_needs(args: tuple[str, ...], heavy: set[str]) -> None:
    assert imported(*args) & HEAVY == heavy


def test_claim_does_not_load_the_reader_of_drafts() -> None:
    modules = imported("check", "Belize sent two officers", "--json")
    assert not {name for name in modules if name.startswith("mss_cli.drafting")}


def test_table_loads_rich_and_not_typer() -> None:
    assert imported("events", "--format", "table") & {"rich", "typer"} == {"rich"}


@pytest.mark.parametrize(
    ("args", "env", "command"),
    [
        (("--help",), {}, ""),
        (("events", "--help"), {}, "events"),
        (
            (),
            {
                "_MSS_COMPLETE": "complete_bash",
                "COMP_WORDS": "mss events --who ru",
                "COMP_CWORD": "3",
            },
            "events",
        ),
    ],
    ids=["--help", "events --help", "completion"],
)
def test_help_and_completion_load_one_command(
    args: tuple[str, ...], env: dict[str, str], command: str
) -> None:
    modules = imported(*args, **env)
    commands = {f"mss_cli.cli.commands.{name}" for name in COMMANDS}
    assert modules & commands == ({f"mss_cli.cli.commands.{command}"} if command else set())
    # Typer loads pydantic from 0.29 on, and Rich for the help texts that a shell shows.
    allowed = {"typer", "pydantic", "dataclasses", "inspect", *(["rich"] if env else [])}
    assert modules & HEAVY <= allowed
    assert "typer" in modules


def test_import_check_sees_imports() -> None:
    assert {"typer", "inspect"} <= imported("--help")
