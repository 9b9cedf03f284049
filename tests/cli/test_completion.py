"""Completion: what the program answers a shell, and what real shells do with it at a Tab."""

import copy
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE, ROOT, Answer, Call, Harbour, parts, write
from support.calls import PRINTING
from support.indexes import lined
from support.shells import STARTS, Shell

from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.completion import FROM_STORE, offered
from mss_cli.cli.options import Common, Opt, Parameter, groups, parameters
from mss_cli.cli.typer_app import _rejoin_words
from mss_cli.stores import OpenedStore
from mss_cli.stores.articles import Articles
from mss_cli.stores.memory import MemoryStore
from scripts import derive

# --- what the program prints --------------------------------------------------------------


Asked = Callable[..., Answer]


@pytest.fixture
def asked(bridge: Path, mss: Call, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Ask as the script of a shell does, over the bridge record; fish asks `is`, then `get`."""

    def ask(line: str, shell: str = "bash") -> Answer:
        words = line.split(" ")
        monkeypatch.setenv("_MSS_COMPLETE", f"complete_{shell if shell in STARTS else 'fish'}")
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", f"{shell}-args")
        return mss()

    return ask


FITS = [
    ("mss ev", "events"),
    ("mss --vers", "--version"),
    ("mss facts --sinc", "--since"),
    ("mss facts --kind fi", "figure"),
    ("mss facts --kind event,fi", "event,figure"),
    ("mss facts --kind event,event", ""),
    ("mss facts -f nd", "ndjson"),
    ("mss facts --fields id,tex", "id,text"),
    ("mss facts --fields quantity.v", "quantity.value"),
    ("mss facts --topic fer", "ferry"),
    ("mss facts --on 2024", ""),
    ("mss stances --on wor", "workers"),
    ("mss figures --measure norland-workers-p", "norland-workers-pledged"),
    ("mss conflicts --class con", "contradiction"),
    ("mss quotes --voice per", "person"),
    ("mss who jo", "joao-braga"),
    ("mss show work-b", "work-began-2024-03"),
    ("mss cite work-b --style bib", "bibtex"),
    ("mss cite trib", "tribune.txt"),
    ("mss sources gaz", "gazette.txt"),
    ("mss facts --since 20", ""),
    ("mss facts --kind $(x),ev", ""),
    ("mss nothing el", ""),
    ("mss facts --nothing --kind fi", "figure"),
]


@pytest.mark.parametrize(("line", "offered"), FITS, ids=[line for line, _ in FITS])
def test_bash_gets_only_values(asked: Asked, line: str, offered: str) -> None:
    assert asked(line) == (0, f"{offered}\n", "")


def test_completion_reads_the_store_on_the_line(asked: Asked, harbour: Harbour) -> None:
    assert asked(f"mss who --store {harbour.store} bl") == (0, "blue-harbour\n", "")


def test_completion_of_an_unreadable_store_offers_nothing(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSS_STORE", "/nowhere")
    assert asked("mss who jo") == (0, "\n", "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("mss ev", '"events":"List what happened, is planned or was proposed, by date."'),
        ("mss facts --kind event,fi", '"event,figure"'),
        ("mss facts --q", '"--quiet":"Print no counts, hints or explanations on standard error."'),
    ],
)
def test_zsh_gets_arguments_to_evaluate(asked: Asked, line: str, told: str) -> None:
    assert asked(line, "zsh") == (0, f"_arguments '*: :(({told}))'\n", "")


@pytest.mark.parametrize(
    "line",
    ["mss facts --since 20", "mss facts fe", "mss facts --kind=$(x),ev", "mss facts --store /u"],
)
def test_zsh_completes_files_where_mss_offers_nothing(asked: Asked, line: str) -> None:
    assert asked(line, "zsh") == (0, "_files\n", "")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("mss facts --kind event,fi", 0, "event,figure"),
        ("mss ev", 0, "events\tList what happened, is planned or was proposed, by date."),
        ("mss facts --store /u", 1, ""),  # 1: fish looks for files
    ],
)
def test_fish_gets_an_exit_status_and_the_values(
    asked: Asked, line: str, code: int, told: str
) -> None:
    assert asked(line, "get") == (0, f"{told}\n", "")
    assert asked(line, "is") == (code, "", "")


def taking(completes: str) -> Parameter:
    """Return an argument whose values are completed in the given way."""
    return Parameter("value", "text", Opt((), "", "VALUE", completes))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_completion_of_a_command_is_known(command: str) -> None:
    declared = (Common, *groups(runner(command)))
    for parameter in (p for group in declared for p in parameters(group)):
        completes = parameter.opt.completes
        assert isinstance(completes, tuple) or completes in ("", "schema", "fields", *FROM_STORE)


WANTS = {
    "who": ["braga"],
    "show": ["work-b"],
    "cite": ["work-b"],
    "search": ["bridge"],
    "check": ["the bridge was closed"],
}


@pytest.mark.parametrize("command", PRINTING)
@pytest.mark.usefixtures("bridge")
def test_every_field_of_a_command_is_offered(mss: Call, command: str) -> None:
    answer = mss(command, *WANTS.get(command, ()), "--fields", "?")
    known = answer.err.rstrip("\n").partition("the fields are ")[2].split(", ")
    assert offered(taking("fields"), command, {}, "") == known


@pytest.mark.usefixtures("bridge")
def test_list_above_the_limit_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(offered(taking("fact"), "show", {}, "")) == 15
    monkeypatch.setattr("mss_cli.limits.MAX_COMPLETIONS", 14)
    assert offered(taking("fact"), "show", {}, "") == []
    assert offered(taking("fact"), "show", {}, "work-b") == ["work-began-2024-03"]


def test_large_store_is_completed_only_from_its_index(
    mss: Call, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    lined(harbour)
    store = {"store": [str(harbour.store)]}
    monkeypatch.setattr("mss_cli.limits.MAX_NDJSON_BYTES_IN_MEMORY", 0)
    assert offered(taking("fact"), "show", store, "") == []
    assert mss("index", "--store", str(harbour.store)).code == 0
    assert offered(taking("fact"), "show", store, "") == [
        "ana-blue",
        "boats-to-come",
        "harbour-opened",
    ]
    assert offered(taking("fact"), "show", store, "ana") == ["ana-blue"]
    assert offered(taking("entity"), "who", store, "b") == ["blue-harbour"]
    assert offered(taking("measure"), "figures", store, "") == ["boats-expected"]


SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


@pytest.mark.parametrize("name", SHELLS)
def test_script_of_every_shell_can_be_printed(
    mss: Call, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("_MSS_COMPLETE", f"source_{name}")
    answer = mss()
    assert (answer.code, answer.err) == (0, "")
    assert f"complete_{name.replace('pwsh', 'powershell')}" in answer.out


@pytest.mark.parametrize("request_text", ["", "1", "complete_tcsh", "complete", "source_zsh\n"])
def test_unknown_completion_request_is_a_usage_error(
    mss: Call, monkeypatch: pytest.MonkeyPatch, request_text: str
) -> None:
    monkeypatch.setenv("_MSS_COMPLETE", request_text)
    answer = mss("events")
    assert (answer.code, answer.out) == (2, "")
    silent = request_text.startswith("complete_")  # a shell shows it in the line being typed
    assert answer.err == (
        ""
        if silent
        else f"mss: _MSS_COMPLETE: {request_text!r} asks for no completion; unset it, or use "
        "complete_SHELL or source_SHELL\n"
    )


def test_completion_is_installed_for_the_shell_that_runs_mss(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("fish", "/usr/bin/fish"))
    monkeypatch.setenv("HOME", str(tmp_path))
    script = tmp_path / ".config" / "fish" / "completions" / "mss.fish"
    answer = mss("--install-completion")
    assert (answer.code, answer.err) == (0, "")
    assert str(script) in answer.out.replace("\n", "")
    shown = mss("--show-completion")
    assert (shown.code, shown.err) == (0, "")
    assert script.read_text() == shown.out


def test_failed_installation_is_a_one_line_error(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("fish", "/usr/bin/fish"))
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("HOME", str(file))
    answer = mss("--install-completion")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(
        "mss: --install-completion: the start-up files cannot be changed ([Errno 20] "
    )
    assert answer.err.count("\n") == 1


def test_internal_error_during_completion_prints_nothing(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.cli.completion.open_stores", lambda _: 1 / 0)
    assert asked("mss who jo") == (2, "", "")


# --- hostile stores -----------------------------------------------------------------------

HARM = [
    "$(touch PWNED)",
    "`touch PWNED`",
    "x; touch PWNED #",
    "x\ntouch PWNED",
    "'; touch PWNED; '",
    '"; touch PWNED; "',
    "x\x1b]52;c;UFdORUQ=\x07",
    "\x1b]52;c;UFdORUQ=\x07",
    "* ? [a-z]",
    "-rf",
    "!!",
    "~root",
    "(touch PWNED)",
    "x(touch PWNED)",
    "%(?..$(touch PWNED))",
    "x:$(touch PWNED)",
    "${(e):-$(touch PWNED)}",
    "x)' ; touch PWNED ; ('",
    "$(touch${IFS}PWNED)",
]


def harmful(store: dict[str, Any], valid: bool) -> dict[str, Any]:
    """Return a store with hostile texts everywhere; valid: leave ids and file names alone."""
    store = copy.deepcopy(store)
    every = " ".join(HARM)
    for part, field in (("entities", "name"), ("topics", "label"), ("sources", "label")):
        store[part][0][field] = every[:200].strip()
    store["entities"][0] |= {"aliases": HARM, "summary": every}
    store["topics"][0] |= {"alt_labels": HARM, "definition": every}
    if not valid:
        for part, key in (("entities", "id"), ("topics", "id"), ("sources", "file")):
            store[part] += [{**store[part][0], key: harm} for harm in HARM]
        store["facts"] += [{**store["facts"][0], "id": harm} for harm in HARM]
    return store


VALUES = {
    "entity": "mss who --store {} ",
    "topic": "mss facts --store {} --topic ",
    "source": "mss sources --store {} ",
    "fact": "mss show --store {} ",
    "measure": "mss figures --store {} --measure ",
}


@pytest.mark.parametrize("checked", [True, False], ids=["checked", "unchecked"])
@pytest.mark.parametrize("what", VALUES)
def test_only_slugs_are_offered_even_from_an_unchecked_store(
    monkeypatch: pytest.MonkeyPatch, harbour: Harbour, what: str, checked: bool
) -> None:
    bad = MemoryStore(harmful(harbour.parts, valid=checked), str(harbour.store))
    monkeypatch.setattr("mss_cli.cli.completion.open_stores", lambda _: OpenedStore(bad))
    found = offered(taking(what), "who", {}, "")
    assert found
    assert all(re.fullmatch(r"[a-z][a-z.-]*", value) for value in found)


# --- real shells --------------------------------------------------------------------------


@pytest.fixture(scope="module", params=list(STARTS))
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, bridge_files: Path
) -> Iterator[Shell]:
    """Start a shell in its own directory, with our program and four stores.

    The program reads the bridge record by default.
    """
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    directory = tmp_path_factory.mktemp(request.param)
    program = directory / "bin" / "mss"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mss_cli "$@"\n')
    program.chmod(0o755)
    derived = parts()
    (directory / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    derive.derive(derived, Articles(str(directory)))
    write(directory / "harmful", harmful(derived, valid=True))
    write(directory / "refused", harmful(derived, valid=False))
    write(directory / "broken", {**derived, "facts": 1})
    started = Shell(
        request.param,
        directory,
        PATH=f"{program.parent}:{os.environ['PATH']}",
        PYTHONPATH=str(ROOT),
        HOME=str(directory),
        ZDOTDIR=str(directory),
        TERM="xterm",
        LANG="C.UTF-8",
        MSS_STORE=str(bridge_files / "store"),
    )
    yield started
    started.close()


COMPLETED = [
    ("mss ev", "mss events "),
    ("mss facts --sinc", "mss facts --since "),
    ("mss facts --kind fi", "mss facts --kind figure "),
    ("mss facts --status und", "mss facts --status undated "),
    ("mss facts --format nd", "mss facts --format ndjson "),
    ("mss facts --fields date,tex", "mss facts --fields date,text "),
    ("mss facts --topic fer", "mss facts --topic ferry "),
    ("mss who jo", "mss who joao-braga "),
    ("mss show work-b", "mss show work-began-2024-03 "),
    ("mss sources gaz", "mss sources gazette.txt "),
    ("mss --store harmf", "mss --store harmful/"),
    ("mss who --store harmful an", "mss who --store harmful ana-nunez "),
    ("mss who --store broken an", "mss who --store broken an"),
    ("mss facts --kind '$(touch PWNED),ev", "mss facts --kind '$(touch PWNED),ev"),
    ("mss facts --nothing `touch PWNED", "mss facts --nothing `touch PWNED"),
]


@pytest.mark.parametrize(("typed", "line"), COMPLETED, ids=[typed for typed, _ in COMPLETED])
def test_tab_completes_the_line(shell: Shell, typed: str, line: str) -> None:
    seen = shell.tab(typed)
    assert seen.line == line
    assert "mss:" not in seen.screen
    assert "Traceback" not in seen.screen
    assert not [*shell.directory.rglob("PWNED*")]


def test_tab_lists_the_values_that_fit(shell: Shell) -> None:
    listed = {*shell.tab("mss facts --status o").listed, *shell.tab("mss facts --status ").listed}
    assert {"occurred", "planned", "contradicted", "undated"} <= listed
    assert {"facts", "figures"} <= {*shell.tab("mss f").listed}


def test_tab_reads_the_store_of_the_environment(shell: Shell, bridge_files: Path) -> None:
    shell.run("export MSS_STORE=harmful")
    try:
        assert shell.tab("mss who bl").line == "mss who blue-harbour "
        assert shell.tab("mss sources har").line == "mss sources harbour.txt "
    finally:
        shell.run(f"export MSS_STORE='{bridge_files}/store'")
    assert shell.tab("mss who jo").line == "mss who joao-braga "


@pytest.mark.parametrize("line", VALUES.values(), ids=VALUES)
def test_tab_runs_and_prints_nothing_of_a_store(shell: Shell, line: str) -> None:
    for store, begun in (("harmful", ""), ("harmful", "x"), ("refused", "")):
        seen = shell.tab(line.format(store) + begun)
        assert "\x1b]52" not in seen.screen
        assert "touch PWNED" not in seen.screen
        assert "UFdO" not in seen.screen
    assert not [*shell.directory.rglob("PWNED*")]


def test_show_completion_takes_a_shell(mss: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = mss("--show-completion", "fish")
    monkeypatch.setenv("_MSS_COMPLETE", "source_fish")
    assert shown == mss()
    assert (shown.code, shown.err) == (0, "")
    assert "complete --command mss" in shown.out


@pytest.mark.parametrize(
    ("words", "current", "joined", "here"),
    [
        ("mss|show|--store|st|:|ore|ruto", 6, "mss|show|--store|st:ore|ruto", 4),
        ("mss|show|--store|st|:|ore", 5, "mss|show|--store|st:ore", 3),
        ("mss|show|--store|st|:", 4, "mss|show|--store|st:", 3),
        ("mss|show|--store|a|:|b|:|c|x", 8, "mss|show|--store|a:b:c|x", 4),
        ("mss|facts|--kind|=|ev", 4, "mss|facts|--kind=ev", 2),
        ("mss|facts|--store|=|st|:|ore|--who|r", 8, "mss|facts|--store=st:ore|--who|r", 4),
        ("mss|facts|", 2, "mss|facts|", 2),
        ("mss", 0, "mss", 0),
    ],
)
def test_words_that_bash_parts_at_colons_are_put_together(
    words: str, current: int, joined: str, here: int
) -> None:
    environ = {"COMP_WORDS": words.replace("|", "\n"), "COMP_CWORD": str(current)}
    _rejoin_words(environ)
    assert environ == {"COMP_WORDS": joined.replace("|", "\n"), "COMP_CWORD": str(here)}


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(
    ("completes", "typed", "values"),
    [
        ("entity", "bra", ["braga"]),
        ("entity", "BRA", ["BRAga"]),
        ("entity", "ANA", ["ANA-nunez"]),
        ("entity", "joao", ["joao-braga"]),
        ("topic", "BRI", ["BRIdge"]),
        ("about", "Bra", ["Braga"]),
        ("source", "TRI", ["TRIbune.txt"]),
    ],
)
def test_people_are_offered_by_surname_and_case_does_not_matter(
    mss: Call, completes: str, typed: str, values: list[str]
) -> None:
    assert offered(taking(completes), "who", {}, typed) == values
    filters = {"entity": "--who", "topic": "--topic", "about": "--about", "source": "--source"}
    assert all(mss("facts", filters[completes], value).code == 0 for value in values)


@pytest.mark.parametrize("flag", ["--install-completion"])
def test_completion_options_take_no_shell(mss: Call, flag: str) -> None:
    assert mss(flag, "fish") == (
        2,
        "",
        f"mss: {flag}: takes no value, not 'fish'; run it in fish, or run "
        "'_MSS_COMPLETE=source_fish mss' to print the script\n",
    )


@pytest.mark.parametrize("name", ["o'brien", "x'$(touch RUN)'y", "a`b", "new\nline", 'quote"'])
def test_home_that_a_shell_would_obey_is_not_written_to_a_start_up_file(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    home = tmp_path / name
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    assert mss("--install-completion") == (
        2,
        "",
        f"mss: --install-completion: the home directory {str(home)!r} cannot be named in a "
        "start-up file; add the output of '_MSS_COMPLETE=source_bash mss' to it yourself\n",
    )
    assert list(home.iterdir()) == []
