"""One valid call of every command, the example in its help. Several tests loop over them."""

import inspect
import re
import shlex

from mss_cli.cli.commands import COMMANDS, prints_records, runner


def _example(command: str) -> list[str]:
    """Return the arguments of the first example in the help of a command."""
    lines = inspect.getdoc(runner(command)) or ""
    example = re.search(rf"Examples?:.*?mss ({command}\b[^;\n]*)", lines, re.DOTALL)
    assert example, f"the help of {command} has no example"
    return shlex.split(
        re.sub(r"--(store|articles|fields) \S+", "", example[1])
    )  # tests give their own


CALLS = {command: _example(command) for command in COMMANDS}
WRITING = ("new", "add", "review", "edit", "undo", "index")  # tests/cli/test_growing.py
PRINTING = [name for name in COMMANDS if prints_records(name) and name not in WRITING]
