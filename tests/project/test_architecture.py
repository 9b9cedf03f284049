"""The layers of docs/architecture.md, read from the imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.options import groups, parameters
from mss_cli.output.formats import FORMATS
from mss_cli.query.filters import FILTERS

PACKAGE = Path(__file__).parents[2] / "mss_cli"

# From the ground up. A module may import from its own package and from those above it here.
LAYERS = (
    *("base", "understanding", "facts", "conflicts", "query"),
    *("search", "stores", "drafting", "checking", "output", "cli"),
)
BASE = {"__init__", "errors", "limits", "text"}  # beside the packages
# Which packages may use what reaches outside, or takes long to import.
ONLY_IN = {
    "typer": {"cli"},
    "rich": {"output", "cli"},
    "plotille": {"output"},
    "jinja2": {"output"},
    "mcp": {"cli"},
    "mcp_types": {"cli"},
    "anyio": {"cli"},
    "markupsafe": {"output"},
    "rapidfuzz": {"query"},
    "Stemmer": {"search"},
    "snowballstemmer": {"search"},
    "fastjsonschema": {"stores"},
    "sqlite3": {"stores"},
    "pyarrow": {"stores"},
    "ibis": {"stores"},
    "pyspark": {"stores"},
    "trafilatura": {"drafting"},
    "lxml": {"drafting"},
    "pypdf": {"drafting"},
    "xlsxwriter": {"output"},
    "os": {"stores", "drafting", "cli"},
    "sys": {"stores", "drafting", "cli"},
    "time": {"cli", "stores"},
}
CALLS_ONLY_IN = {"open": {"stores", "search", "understanding"}, "print": {"cli"}}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def package(path: Path) -> str:
    """Return the layer of a file: its top folder; `cli` for the entry points beside them."""
    relative = path.relative_to(PACKAGE)
    if len(relative.parts) > 1:
        return relative.parts[0]
    return "base" if relative.stem in BASE else "cli"


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


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    own = LAYERS.index(package(path))
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "mss_cli":
            other = parts[1] if len(parts) > 1 and parts[1] in LAYERS else "base"
            assert LAYERS.index(other) <= own, f"{LAYERS[own]} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_system_and_heavy_modules_are_used_only_in_their_wings(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        if name != "os.path" and top in ONLY_IN:
            assert package(path) in ONLY_IN[top], f"{path.name} imports {name}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            allowed = CALLS_ONLY_IN.get(node.func.id)
            assert allowed is None or package(path) in allowed, f"{path.name}: {node.func.id}()"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_has_a_docstring(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert len(doc) > 20


def test_every_wing_exists() -> None:
    assert {package(path) for path in MODULES} == set(LAYERS)


def test_every_command_file_is_in_the_table() -> None:
    commands = {p.stem for p in (PACKAGE / "cli/commands").glob("*.py") if p.stem[0] != "_"}
    assert commands == set(COMMANDS)


def test_every_format_in_the_table_has_a_module() -> None:
    for name in FORMATS:
        assert (PACKAGE / f"output/formats/{name}.py").exists()


def test_every_option_is_read_by_a_command() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in MODULES if p.stem != "options")
    for command in COMMANDS:
        for group in groups(runner(command)):
            for parameter in parameters(group):
                used = f".{parameter.name}" in code or parameter.name in FILTERS
                assert used, parameter.name
