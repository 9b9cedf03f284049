"""Write what the program says of itself into the documentation.

    python scripts/docs.py           write the generated pages and parts of pages
    python scripts/docs.py --check   write nothing; exit 1 if a file would change

Generated are docs/commands.md (from --help), docs/records.md (from the JSON Schemas), docs/api.md
(from docstrings), the picture docs/images/events.svg, the table of commands in README.md, and the
output of every example. In README.md and docs/guide/, a ```console block holds commands after
`$ ` and, below each, what a terminal of 80 columns shows. Commands that need more than mss are in
```sh blocks.
"""

import argparse
import inspect
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, is_typeddict

from rich.console import Console
from rich.text import Text

from mss_cli import answers, record
from mss_cli.cli.commands import COMMANDS, GROUPS
from mss_cli.stores.directory import PARTS, schema

ROOT = Path(__file__).parent.parent
TODAY = "2025-09-01"  # examples do not depend on the day they are made
RAW = ("schema", "cite")  # commands that print no table
PICTURE = "docs/images/events.svg"
PICTURED = ("events", "--on", "2024-09-30", "--when", "certain")
# Rich's own template loads a font from the network.
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>A terminal with an answer of mss</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>"""
Json = dict[str, Any]


def main() -> int:
    """Write or compare; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = 0
    for name, text in pages():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if check:
            print(f"docs: {name} is stale; run make docs", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"docs: wrote {name}")
    return 1 if check and stale else 0


def pages() -> Iterator[tuple[str, str]]:
    """Yield each generated page: its path and its text."""
    yield "docs/commands.md", commands_page()
    yield "docs/records.md", records_page()
    yield "docs/api.md", api_page()
    yield PICTURE, picture()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        if path.name == "README.md":
            text = re.sub(r"(?s)(<!-- commands -->\n).*?(<!-- end)", _commands_table, text)
        text = re.sub(r"(?s)```console\n(.*?)```", _example, text)
        yield str(path.relative_to(ROOT)), text


def run(*args: str, **env: str) -> str:
    """Return what a terminal of 80 columns shows for a command, in black and white."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-m", "mss_cli", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**kept, "COLUMNS": "80", **(env or {"NO_COLOR": "1"})},
        check=False,
    )
    if done.returncode > 1:
        raise SystemExit(f"docs: mss {' '.join(args)}: {done.stdout.strip()}")
    return done.stdout


def commands_page() -> str:
    """Return the reference of commands."""
    parts = [
        "# Commands\n\nGenerated from `--help` by `make docs`; do not edit.\n",
        f"## mss\n\n```text\n{run('--help').strip()}\n```\n",
    ]
    for name in COMMANDS:
        parts.append(f"## mss {name}\n\n```text\n{run(name, '--help').strip()}\n```\n")
    return "\n".join(parts)


def _commands_table(mark: re.Match[str]) -> str:
    """Return the README's table of commands, by the groups of --help."""
    rows = ["| | command | what it does |", "| --- | --- | --- |"]
    for group, commands in GROUPS.items():
        for name, summary in commands.items():
            rows.append(f"| {group} | `mss {name}` | {summary.removesuffix('.')} |")
            group = ""
    return f"{mark[1]}\n" + "\n".join(rows) + f"\n\n{mark[2]}"


def picture() -> str:
    """Return an SVG of a terminal that shows one answer; it refers to no other file or font."""
    answer = run(*PICTURED, "--today", TODAY, "--format", "table", FORCE_COLOR="1")
    console = Console(record=True, width=80, file=io.StringIO(), color_system="truecolor")
    console.print(Text("$ ", style="bold green") + Text(f"mss {' '.join(PICTURED)}"))
    console.print(Text.from_ansi(answer.rstrip()))
    return console.export_svg(title="mss", code_format=SVG, unique_id="mss") + "\n"


def _example(block: re.Match[str]) -> str:
    """Return a README example with its output made anew."""
    lines = []
    for line in block[1].splitlines():
        if line.startswith("$ mss "):
            args = [a.strip("'\"") for a in re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line[6:])]
            plain = {"--json", "--format", "--help"}.isdisjoint(args) and args[0] not in RAW
            shown = run(*args, "--today", TODAY, *(["--format", "table"] if plain else []))
            lines += [line, *shown.rstrip().splitlines(), ""]
    return "```console\n" + "\n".join(lines).rstrip() + "\n```"


# --- the Python API -----------------------------------------------------------------------


def api_page() -> str:
    """Return the reference of the Python API, from its signatures and docstrings."""
    parts = [
        "# Python API\n",
        "Generated from the docstrings by `make docs`; do not edit. "
        "[Python](guide/python.md) shows how to use it.\n",
        _function("mss.open", record.open_record),
        "## mss.Record\n",
        inspect.cleandoc(record.Record.__doc__ or "") + "\n",
    ]
    for name, member in vars(record.Record).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            parts.append(_function(f"Record.{name}", member, "###"))
    filters = record.Filters.__annotations__
    rows = [f"| `{name}` | `{_named(kind)}` |" for name, kind in filters.items()]
    parts += [
        "## Filters\n",
        inspect.cleandoc(record.Filters.__doc__ or "") + "\n",
        "\n".join(("| keyword | type |", "| --- | --- |", *rows)) + "\n",
    ]
    for cls in (answers.Rows, answers.Page):
        parts.append(f"## mss.{cls.__name__}\n\n{inspect.cleandoc(cls.__doc__ or '')}\n")
    parts.append(_function("Rows.to_pandas", answers.Rows.to_pandas, "###"))
    parts += [
        "## Types\n",
        "`mss_cli.answers` has a `TypedDict` for each kind of record, for annotations: "
        "`from mss_cli.answers import Number`. [Records](records.md) documents the fields.\n",
        "\n".join(("| type | fields |", "| --- | --- |", *_types())) + "\n",
    ]
    return "\n".join(parts)


def _types() -> Iterator[str]:
    """Yield a row for each type of record: its name and its fields."""
    named = {name: getattr(answers, name) for name in answers.__all__}
    fields_of = {n: tuple(kind.__annotations__) for n, kind in named.items() if is_typeddict(kind)}
    for name, fields in fields_of.items():
        inherited = [
            (base, len(first))
            for base, first in fields_of.items()
            if len(first) < len(fields) and fields[: len(first)] == first
        ]
        base, shared = inherited[0] if inherited else ("", 0)
        own = ", ".join(f"`{field}`" for field in fields[shared:])
        yield f"| `{name}` | {f'all of `{base}`, ' if base else ''}{own} |"


def _function(name: str, function: Any, level: str = "##") -> str:
    """Return a function with its signature and its docstring."""
    shown = []
    for parameter in list(inspect.signature(function).parameters.values()):
        if parameter.name == "self":
            continue
        if parameter.name == "filters":
            shown.append("**filters")
            continue
        star = "*" if parameter.kind == parameter.VAR_POSITIONAL else ""
        if parameter.kind == parameter.KEYWORD_ONLY and not any(s[:1] == "*" for s in shown):
            shown.append("*")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        shown.append(f"{star}{parameter.name}: {_named(parameter.annotation)}{default}")
    returned = _named(inspect.signature(function).return_annotation)
    signature = f"{name}({', '.join(shown)}) -> {returned}"
    text = inspect.cleandoc(function.__doc__ or "")
    return f"{level} {name}\n\n```python\n{signature}\n```\n\n{text}\n"


def _named(annotation: Any) -> str:
    """Return a type as a reader writes it."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", text)
    every = {"str | datetime.date": "Text", "str | date": "Text"}
    for long, short in every.items():
        text = text.replace(f"{long} | Iterable[{long}]", "Texts").replace(long, short)
    return text


# --- records ------------------------------------------------------------------------------


def records_page() -> str:
    """Return the reference of records, field by field, from the JSON Schemas."""
    parts = [
        "# Records\n",
        "Generated from the JSON Schemas in `data/schema/` by `make docs`; do not edit.\n",
        "`mss schema COMMAND` prints the schema of what a command's `--json` prints, "
        "`mss schema FILE.json` that of a store's file.\n",
        "## What `--json` prints\n",
        "| command | prints |\n| --- | --- |",
    ]
    output = schema("output")
    for name, definition in output["definitions"].items():
        parts.append(f"| `mss {name}` | {_shape(definition)} {definition['description']} |")
    known: dict[str, Json] = {}
    for part in PARTS:
        known |= schema(part).get("definitions", {})
    for name, definition in output["definitions"].items():
        if "object" in definition["type"]:
            parts += _table(f"`mss {name} --json`", definition, known)
    parts.append("\n# The store")
    for part in PARTS:
        whole = schema(part)
        parts.append(f"\n{whole['description']}")
        definitions = dict(whole.get("definitions", {}))
        if whole["type"] == "object":
            definitions = {part: whole, **definitions}
        for name, definition in definitions.items():
            parts += _table(name, definition, known)
    parts.append("\n# Records of single commands")
    for name, definition in output["shared"].items():
        parts += _table(name, definition, known)
    return "\n".join(parts) + "\n"


def _shape(definition: Json) -> str:
    return "an array:" if definition["type"] == "array" else "one object:"


def _table(title: str, definition: Json, known: dict[str, Json]) -> list[str]:
    lines = [f"\n## {title}\n", definition["description"], "", "| field | type | meaning |"]
    lines.append("| --- | --- | --- |")
    inherited = []
    for field, value in definition["properties"].items():
        base, _, same = value.get("$ref", "").removeprefix("#/definitions/").partition("/")
        if same:
            inherited.append((base, field))
            continue
        target = known.get(base, {}) if base else value
        meaning = value.get("description") or target.get("description", "")
        lines.append(f"| `{field}` | {_type(value, known)} | {meaning} |")
    if inherited:
        lines[1] += f" All fields of `{inherited[0][0]}`, and:"
    return lines


def _type(value: Json, known: dict[str, Json]) -> str:
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[1]
        return f"`{name}`" + (" or null" if "null" in known.get(name, {}).get("type", ()) else "")
    if "anyOf" in value:
        return f"({' or '.join(_type(each, known) for each in value['anyOf'])})"
    if "enum" in value:
        return " ".join(f"`{json_word(v)}`" for v in value["enum"])
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    if "array" in kinds:
        return f"array of {_type(value['items'], known)}" + (" or null" if "null" in kinds else "")
    return " or ".join(kinds)


def json_word(value: str | None) -> str:
    """Return a value of an enumeration as JSON prints it, without quotation marks."""
    return "null" if value is None else value


if __name__ == "__main__":
    sys.exit(main())
