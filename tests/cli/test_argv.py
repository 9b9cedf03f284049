"""The quick argv reader against Typer: it reads the same call, or leaves the line to Typer."""

import random
from collections.abc import Sequence
from itertools import chain

import pytest
from conftest import Call as Program
from hypothesis import given, settings
from hypothesis import strategies as st

from mss_cli.cli.argv import Call, match
from mss_cli.cli.commands import COMMANDS, runner
from mss_cli.cli.options import Common, Parameter, groups, parameters
from mss_cli.cli.typer_app import parse
from mss_cli.errors import UsageError
from mss_cli.query.filters import FILTERS

DECLARED = {
    name: [*(p for g in groups(runner(name)) for p in parameters(g)), *parameters(Common)]
    for name in COMMANDS
}
VALUES = st.sampled_from(
    ["2024", "braga", "json", "0", "7", "-7", "a b", "", "-", "--", "-q", "é", "x=y"]
)


def option(parameter: Parameter) -> st.SearchStrategy[list[str]]:
    """Return valid and invalid ways to type one option or argument."""
    if not parameter.opt.flags:
        return VALUES.map(lambda value: [value])
    flags = st.sampled_from(parameter.opt.flags)
    if parameter.shape == "flag":
        return flags.map(lambda flag: [flag])
    return st.one_of(
        st.tuples(flags, VALUES).map(list), st.tuples(flags, VALUES).map(lambda t: ["=".join(t)])
    )


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Return command lines, most of them well-formed."""
    name = draw(st.sampled_from(list(COMMANDS)))
    before = draw(st.lists(st.one_of(*map(option, parameters(Common))), max_size=2))
    after = draw(st.lists(st.one_of(*map(option, DECLARED[name])), max_size=5))
    return [*chain(*before), name, *chain(*after)]


def typer_reads(args: Sequence[str]) -> Call | str:
    try:
        answer = parse(args)
    except UsageError:
        return "refused"
    return answer if isinstance(answer, Call) else "answered"


@settings(max_examples=400, deadline=None)
@given(lines())
def test_quick_reader_agrees_with_typer(args: list[str]) -> None:
    quick = match(args)
    if quick is not None:
        assert typer_reads(args) == quick


# --- the printed answer, whichever of the two read the line -------------------------------

TYPED = {
    "DATE": "2024 2024-03 2023-05..2024-03 june 2024-Q1 last/month 2031".split(),
    "YYYY-MM-DD": "2024-03-31 2024 today".split(),
    "possible|certain": "possible certain never".split(),
    "NAME": "braga norland bragga zzzz ana-nunez é".split(),
    "NAME|TOPIC": "cost norland zzzz".split(),
    "TOPIC": "cost bridge zzzz".split(),
    "SOURCE": ["gazette", "tribune", "sable tribune", "zzzz"],
    "KIND": "event figure,role events zzzz".split(),
    "STATUS": "occurred planned,undated zzzz".split(),
    "TEXT": "workers million zzzz".split(),
    "KEY": "date source zzzz".split(),
    "N": "0 1 3 -1 x 99999999999".split(),
    "FORMAT": "json ndjson csv tsv markdown table zzzz".split(),
    "A,B": "id id,date,quantity.value zzzz".split(),
    "MEASURE": "workers zzzz".split(),
    "VOICE": "person article,position zzzz".split(),
    "CLASS": "contradiction qualified zzzz".split(),
    "STYLE": "bibtex csl-json zzzz".split(),
    "ID": "work-b work-began-2024-03 a zzzz".split(),
    "QUERY": "workers norland why was the bridge".split(),
    "COMMAND": "who facts.json zzzz".split(),
    "DIR": ["no/such/directory"],
    "FILE": ["no/such/file"],  # or one reader would find the file that the other has written
}
SLIPS = "--help --json=1 --since --sinc -- -x -n stray --who= --version".split()


def values(parameter: Parameter) -> list[str]:
    """Return values for a parameter: those of its metavar, or the example of its filter."""
    example = FILTERS[parameter.name].example if parameter.name in FILTERS else ""
    return TYPED.get(parameter.opt.metavar, [example, "zzzz"])


def typed(chance: random.Random, parameter: Parameter) -> list[str]:
    """Return an option or argument with a random value, usually a valid one."""
    value = chance.choice(values(parameter)) if parameter.shape != "flag" else ""
    if not parameter.opt.flags:
        return [value]
    flag = chance.choice(parameter.opt.flags)
    if parameter.shape == "flag":
        return [flag]
    return [f"{flag}={value}"] if chance.random() < 0.2 else [flag, value]


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "mcp"])  # test_mcp.py runs it
def test_both_readers_lead_to_the_same_answer(
    command: str, mss: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(command)
    arguments = [p for p in DECLARED[command] if not p.opt.flags]
    options = [p for p in DECLARED[command] if p.opt.flags]
    quick = 0
    for _ in range(17):
        given = [typed(chance, p) for p in arguments if p.required or chance.random() < 0.5]
        given += [typed(chance, p) for p in chance.choices(options, k=chance.randint(0, 3))]
        given += [[chance.choice(SLIPS)]] if chance.random() < 0.2 else []
        chance.shuffle(given)
        before = typed(chance, chance.choice(parameters(Common))) if chance.random() < 0.2 else []
        args = [*before, command, *chain(*given)]
        quick += match(args) is not None
        first = mss(*args)
        with monkeypatch.context() as patched:
            patched.setattr("mss_cli.cli.entry.match", lambda _: None)
            assert mss(*args) == first, args
        assert first.code in (0, 1, 2), args
        assert "internal error" not in first.err, args
    assert quick > 5


WELL_FORMED = [
    ["events"],
    ["events", "--since", "2024-06", "--json"],
    ["--store", "x", "-q", "facts", "--limit=0", "--who", "ana", "--who", "braga"],
    ["who", "ana", "nunez", "--json"],
    ["search", "why", "-n", "3", "--explain"],
    ["show", "an-id", "--articles", "dir"],
    ["sources"],
    ["schema", "who"],
]


@pytest.mark.parametrize("args", WELL_FORMED, ids=" ".join)
def test_well_formed_line_is_read_without_typer(args: list[str]) -> None:
    quick = match(args)
    assert quick is not None
    assert typer_reads(args) == quick


LEFT_TO_TYPER = [
    [],
    ["--help"],
    ["events", "--help"],
    ["event"],
    ["show"],
    ["events", "--sinc", "2024"],
    ["events", "--since"],
    ["events", "--limit", "x"],
    ["events", "--json=1"],
    ["events", "stray"],
    ["who", "--", "-x"],
    ["show", "a", "b"],
]


@pytest.mark.parametrize("args", LEFT_TO_TYPER, ids=" ".join)
def test_any_other_line_is_left_to_typer(args: list[str]) -> None:
    assert match(args) is None


def test_repeated_option_collects_values_and_single_option_keeps_the_last() -> None:
    quick = match(["--today", "2024", "facts", "--who", "a", "--who=b", "--today", "2025"])
    assert quick is not None
    assert quick.command == "facts"
    assert quick.values["who"] == ("a", "b")
    assert quick.values["today"] == "2025"
