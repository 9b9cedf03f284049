"""The layers of docs/architecture.md, read from the imports."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mss_cli.commands import COMMANDS, runner
from mss_cli.options import groups, parameters
from mss_cli.render import FORMATS

PACKAGE = Path(__file__).parent.parent / "mss_cli"

# From the ground up; a module may import from layers below its own only.
LAYERS = (
    {"typed"},
    {"errors", "text", "model", ""},
    {"dates", "labels", "files"},
    {"kinds", "anchors", "quantities"},
    {"conflicts"},
    {"checks", "citations"},
    {"jsonfiles"},
    {"store"},
    {"factlines"},
    {"asof"},
    {"names", "evidence", "query"},
    {"search", "positions"},
    {"index"},
    {"opening"},
    {"result"},
    {"render"},
    {"columns", "options"},
    {"filters"},
    {"session"},
    {"commands"},
    {"argv", "completion"},
    {"app"},
    {"cli"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# Who may use what, of all that reaches outside.
ONLY_IN = {
    "typing": {"typed", "app"},
    "typer": {"app"},
    "rich": {"render"},
    "plotille": {"render"},
    "rapidfuzz": {"names"},  # and the benchmark, as one of the usual tools
    "Stemmer": {"search"},
    "fastjsonschema": {"checks"},
    "sqlite3": {"index"},
    "os": {
        "cli",
        "session",
        "store",
        "evidence",
        "completion",
        "factlines",
        "files",
        "opening",
        "index",
        "__main__",
    },
    "sys": {"cli", "session", "commands", "__main__"},
    "time": {"cli", "index"},
}
CALLS_ONLY_IN = {
    "open": {"files", "jsonfiles", "factlines", "store", "search", "index"},
    "print": {"cli", "session", "app"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def unit(path: Path) -> str:
    """Return the layer name of a file: its module, or its folder."""
    relative = path.relative_to(PACKAGE)
    name = relative.parts[0] if len(relative.parts) > 1 else relative.stem
    return "" if name == "__init__" else name


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "mss_cli":
                yield from (f"mss_cli.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down_only(path: Path) -> None:
    own = unit(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "mss_cli":
            continue
        other = parts[1] if len(parts) > 1 and parts[1] in LEVEL else ""
        assert other == own or LEVEL[other] < LEVEL[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_outside_is_reached_where_it_may_be(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        if name != "os.path" and top in ONLY_IN:
            assert unit(path) in ONLY_IN[top], f"{path.name} imports {name}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            allowed = CALLS_ONLY_IN.get(node.func.id)
            assert allowed is None or unit(path) in allowed, f"{path.name}: {node.func.id}()"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_says_why_it_exists(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert len(doc) > 20


def test_every_command_and_format_is_in_its_table() -> None:
    commands = {p.stem for p in (PACKAGE / "commands").glob("*.py") if p.stem[0] != "_"}
    assert commands == set(COMMANDS)
    modules = {f"mss_cli.render.{p.stem}" for p in (PACKAGE / "render").glob("as_*.py")}
    assert modules == set(FORMATS.values())


def test_every_option_is_read_somewhere() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in MODULES if p.stem != "options")
    for command in COMMANDS:
        for group in groups(runner(command)):
            for parameter in parameters(group):
                assert re.search(rf"\.{parameter.name}\b", code), parameter.name


def test_every_layer_exists() -> None:
    assert {unit(path) for path in MODULES} == set(LEVEL)
