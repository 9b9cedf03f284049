"""The documentation says what the program does."""

import re
import subprocess
import sys

import pytest
from conftest import ARTICLES, ROOT

from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.options import groups, parameters
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.output.formats import FORMATS
from mss_cli.stores.loading import load

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = (ROOT / "docs" / "guide" / "scripts.md").read_text(encoding="utf-8")
PROMISES = (ROOT / "docs" / "guide" / "promises.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
REFERENCE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
RECORDS = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")


def test_generated_pages_and_readme_examples_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/docs.py", "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command: str) -> None:
    section = REFERENCE[REFERENCE.index(f"## mss {command}\n") :].split("\n## ", 1)[0]
    for group in groups(runner(command)):
        for parameter in parameters(group):
            assert all(flag in section for flag in parameter.opt.flags)
            assert parameter.opt.help
    assert f"mss {command}" in README
    assert runner(command).__doc__


@pytest.mark.parametrize("field", FACT_FIELDS)
def test_every_field_of_a_fact_is_documented(field: str) -> None:
    assert f"| `{field}` |" in RECORDS


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_in_the_guide(name: str) -> None:
    assert re.search(rf"\b{name}\b", SCRIPTS)


def test_every_promise_names_tests_that_are_there() -> None:
    promises = PROMISES[PROMISES.index("## Promises") : PROMISES.index("## Limits")]
    rows = [row.split(" | ") for row in promises.splitlines() if row.startswith("| ")][2:]
    assert len(rows) > 8
    for promise, tests in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
        assert named, promise
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), test


def test_readme_has_at_most_150_lines() -> None:
    assert len(README.splitlines()) <= 150


def test_picture_refers_to_nothing_outside_itself() -> None:
    picture = (ROOT / "docs" / "images" / "events.svg").read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"']+", picture))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in picture
    assert "mss-extended-2024-09-30" in picture


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"no articles at {ARTICLES}")
def test_no_page_holds_eight_words_in_a_row_of_an_article() -> None:
    from mss_cli.text import words

    known: set[tuple[str, ...]] = set()
    for path in ARTICLES.glob("*.txt"):
        every = words(path.read_text(encoding="utf-8"))
        known.update(tuple(every[i : i + 8]) for i in range(len(every) - 7))
    for source in load().sources.values():  # a title is a citation
        every = words(source["title"] or "")
        known -= {tuple(every[i : i + 8]) for i in range(len(every) - 7)}
    for page in PAGES:
        every = words(page.read_text(encoding="utf-8"))
        for i in range(len(every) - 7):
            assert tuple(every[i : i + 8]) not in known, f"{page.name}: {every[i : i + 8]}"
