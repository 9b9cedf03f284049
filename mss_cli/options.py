"""Every option and argument, declared once, as data.

A group is a named tuple whose fields are given their declaration. A command takes groups
as parameters; argv.py and app.py both read the declarations from there, so the quick
matcher and Typer cannot know different options. Nothing here imports Typer.
"""

from collections.abc import Callable

from mss_cli.kinds import CITATIONS, CONFLICTS, KINDS, STATUSES, VOICES
from mss_cli.query import SORTS, STATES
from mss_cli.render import FORMATS
from mss_cli.typed import Any, NamedTuple

# What a field's type says of its parameter: its shape, and the value when it is not typed.
_SHAPES: dict[Any, tuple[str, Any]] = {
    bool: ("flag", False),
    int | None: ("number", None),
    str: ("text", None),
    str | None: ("text", None),
    tuple[str, ...]: ("many", ()),
}


class Opt(NamedTuple):
    """flags: `--since`; none for an argument. completes: what the shell offers for its value."""

    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    completes: str = ""


class Parameter(NamedTuple):
    """One field of a group, as the parsers need it.

    shape: `flag` (bool), `number` (int), `text` (str) or `many` (tuple of str).
    """

    name: str
    shape: str
    required: bool
    default: Any
    opt: Opt


def option(*flags: str, help: str, metavar: str = "", completes: str = "") -> Any:  # noqa: A002
    """Declare the field of a group as an option."""
    return Opt(flags, help, metavar, completes)


def argument(help: str, metavar: str, completes: str = "") -> Any:  # noqa: A002
    """Declare the field of a group as an argument, which must be given if it cannot be None."""
    return Opt((), help, metavar, completes)


def group(cls: Any) -> Any:
    """Part the declarations of a group from the defaults of its fields."""
    declared: dict[str, Opt] = cls._field_defaults
    found = []
    for name, note in cls.__annotations__.items():
        shape, default = _SHAPES[note]
        opt = declared[name]
        required = not opt.flags and note != str | None
        found.append(Parameter(name, shape, required, default, opt))
    cls.parameters = tuple(found)
    cls._field_defaults = {p.name: p.default for p in found if not p.required}
    return cls


@group
class Common(NamedTuple):
    """Where to look and how much to say; allowed before the command's name too."""

    store: str | None = option(
        "--store",
        help="Read this store instead of the bundled one [env: MSS_STORE].",
        metavar="DIR",
    )
    articles: str | None = option(
        "--articles",
        help="Directory with the articles, to show and check passages [env: MSS_ARTICLES].",
        metavar="DIR",
    )
    quiet: bool = option(
        "--quiet", "-q", help="No counts, hints or explanations on standard error."
    )
    today: str | None = option(
        "--today", help="Take this day for today, e.g. 2024-09-30.", metavar="YYYY-MM-DD"
    )


@group
class Output(NamedTuple):
    """How the answer is printed; the same for every command."""

    json: bool = option("--json", help="Short for --format json.")
    format: str | None = option(
        "--format",
        "-f",
        help=f"One of {', '.join(FORMATS)}; default: table on a terminal, tsv in a pipe.",
        metavar="FORMAT",
        completes="format",
    )
    fields: str | None = option(
        "--fields",
        help="Only these fields, e.g. id,date,quantity.value.",
        metavar="A,B",
        completes="fields",
    )
    header: bool = option("--header", help="Begin tsv with a line of column names.")
    excel: bool = option(
        "--excel", help="csv for spreadsheets: a byte order mark, no cell run as formula."
    )
    exit_status: bool = option("--exit-status", help="Exit with 1 if the answer is empty.")


@group
class Filters(NamedTuple):
    """Which facts; the same words on every list."""

    since: str | None = option(
        "--since",
        help="Dated on or after the start of this period: YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, "
        "A..B, 'june 2024', 'today', 'last month'.",
        metavar="DATE",
    )
    until: str | None = option(
        "--until", help="Dated on or before the end of this period.", metavar="DATE"
    )
    on: str | None = option(
        "--on",
        help="Dated in this period; of stances also: on this topic.",
        metavar="DATE",
        completes="question",
    )
    when: str | None = option(
        "--when",
        help="Whether a date need only touch the period (possible, the default) or must lie "
        "inside it (certain).",
        metavar="possible|certain",
        completes="when",
    )
    known_by: str | None = option(
        "--known-by",
        help="Only what had been published by the end of it; a source counts from the first day "
        "on which it may have been, one without any date never.",
        metavar="DATE",
    )
    who: tuple[str, ...] = option(
        "--who",
        help="Involving this person, organisation or country. This and the next five may be "
        "repeated: any of the values will do.",
        metavar="NAME",
        completes="entity",
    )
    by: tuple[str, ...] = option(
        "--by", help="Said or held by this one.", metavar="NAME", completes="entity"
    )
    about: tuple[str, ...] = option(
        "--about",
        help="About this name or topic; what it does itself is --who.",
        metavar="NAME|TOPIC",
        completes="about",
    )
    place: tuple[str, ...] = option(
        "--place", help="In this place.", metavar="NAME", completes="place"
    )
    topic: tuple[str, ...] = option(
        "--topic", help="On this topic or one below it.", metavar="TOPIC", completes="topic"
    )
    source: tuple[str, ...] = option(
        "--source",
        help="Reported by this source: its file, or how that begins.",
        metavar="FILE",
        completes="source",
    )
    kind: tuple[str, ...] = option(
        "--kind",
        help=f"One of {', '.join(KINDS)}; several with commas.",
        metavar="KIND",
        completes="kind",
    )
    status: tuple[str, ...] = option(
        "--status",
        help=f"One of {', '.join(STATUSES)}, or {', '.join(STATES)}; several with commas.",
        metavar="STATUS",
        completes="status",
    )
    match: tuple[str, ...] = option(
        "--match",
        help="With this in its text; case and accents aside. If repeated, all must be there.",
        metavar="TEXT",
    )
    sort: str | None = option(
        "--sort", help=f"One of {', '.join(SORTS)}.", metavar="KEY", completes="sort"
    )
    reverse: bool = option("--reverse", help="In the opposite order.")
    limit: int | None = option(
        "--limit", "-n", help="At most so many; 0 for all of them.", metavar="N"
    )


@group
class NameArgument(NamedTuple):
    """The name that `who` looks for."""

    name: tuple[str, ...] = argument(
        "A name, alias or acronym.", metavar="NAME", completes="entity"
    )


@group
class QueryArgument(NamedTuple):
    """The words that `search` looks for."""

    query: tuple[str, ...] = argument("Words to look for.", metavar="QUERY")


@group
class FigureOptions(NamedTuple):
    """Which numbers, and how they are set side by side."""

    measure: tuple[str, ...] = option(
        "--measure",
        help="Of this series of numbers; may be repeated.",
        metavar="MEASURE",
        completes="measure",
    )
    promised_vs_delivered: bool = option(
        "--promised-vs-delivered", help="Promises beside deliveries of the same thing."
    )
    plot: bool = option("--plot", help="Draw the numbers along time.")


@group
class VoiceOption(NamedTuple):
    """Whose words."""

    voice: tuple[str, ...] = option(
        "--voice",
        help=f"In whose words: {', '.join(VOICES)}; several with commas. Default: all but article.",
        metavar="VOICE",
        completes="voice",
    )


@group
class ClassOption(NamedTuple):
    """Which classes of disagreement."""

    cls: tuple[str, ...] = option(
        "--class",
        help=f"One of {', '.join(CONFLICTS)}; several with commas.",
        metavar="CLASS",
        completes="class",
    )


@group
class CitedArgument(NamedTuple):
    """What `cite` cites."""

    id: str = argument(
        "The id of a fact, or a source file, or how one begins.", metavar="ID", completes="cited"
    )


@group
class CiteOptions(NamedTuple):
    """In which style a citation is printed."""

    style: str | None = option(
        "--style",
        "-s",
        help=f"One of {', '.join(CITATIONS)}; default: {CITATIONS[0]}.",
        metavar="STYLE",
        completes="citation",
    )


@group
class Explain(NamedTuple):
    """Whether `search` says why."""

    explain: bool = option("--explain", help="Say why each fact was found.")


@group
class IdArgument(NamedTuple):
    """The fact that `show` shows."""

    id: str = argument("The id of a fact, or how it begins.", metavar="ID", completes="fact")


@group
class SourceArgument(NamedTuple):
    """The source that `sources` describes, if only one."""

    file: str | None = argument(
        "A source file, or how its name begins.", metavar="[FILE]", completes="source"
    )


@group
class CommandArgument(NamedTuple):
    """The command whose output `schema` describes."""

    command: str | None = argument(
        "A command, or one of the store's files.", metavar="[COMMAND]", completes="schema"
    )


def parameters(group: Any) -> tuple[Parameter, ...]:
    """Return the parameters that a group declares."""
    found: tuple[Parameter, ...] = group.parameters
    return found


def groups(run: Callable[..., int]) -> tuple[Any, ...]:
    """Return the groups that a command's run function takes, without the session."""
    taken = (note for name, note in run.__annotations__.items() if name != "return")
    return tuple(note for note in taken if hasattr(note, "parameters"))
