"""Every option and argument, declared once, as data.

A group is a named tuple whose fields carry their declaration in `Annotated`. A command
takes groups as parameters; argv.py and app.py both read the declarations from there, so
the quick matcher and Typer cannot know different options. Nothing here imports Typer.
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NamedTuple

from mss_cli.kinds import CITATIONS, CONFLICTS, KINDS, STATUSES, VOICES
from mss_cli.query import SORTS, STATES
from mss_cli.render import FORMATS


class Opt(NamedTuple):
    """flags: `--since`; none for an argument. completes: what the shell offers for its value."""

    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    completes: str = ""


class Common(NamedTuple):
    """Where to look and how much to say; allowed before the command's name too."""

    store: Annotated[
        str | None,
        Opt(("--store",), "Read this store instead of the bundled one [env: MSS_STORE].", "DIR"),
    ] = None
    articles: Annotated[
        str | None,
        Opt(
            ("--articles",),
            "Directory with the articles, to show and check passages [env: MSS_ARTICLES].",
            "DIR",
        ),
    ] = None
    quiet: Annotated[
        bool, Opt(("--quiet", "-q"), "No counts, hints or explanations on standard error.")
    ] = False
    today: Annotated[
        str | None, Opt(("--today",), "Take this day for today, e.g. 2024-09-30.", "YYYY-MM-DD")
    ] = None


class Output(NamedTuple):
    """How the answer is printed; the same for every command."""

    json: Annotated[bool, Opt(("--json",), "Short for --format json.")] = False
    format: Annotated[
        str | None,
        Opt(
            ("--format", "-f"),
            f"One of {', '.join(FORMATS)}; default: table on a terminal, tsv in a pipe.",
            "FORMAT",
            "format",
        ),
    ] = None
    fields: Annotated[
        str | None, Opt(("--fields",), "Only these fields, e.g. id,date,quantity.value.", "A,B")
    ] = None
    header: Annotated[bool, Opt(("--header",), "Begin tsv with a line of column names.")] = False
    excel: Annotated[
        bool, Opt(("--excel",), "csv for spreadsheets: a byte order mark, no cell run as formula.")
    ] = False
    exit_status: Annotated[bool, Opt(("--exit-status",), "Exit with 1 if the answer is empty.")] = (
        False
    )


class Filters(NamedTuple):
    """Which facts; the same words on every list."""

    since: Annotated[
        str | None,
        Opt(
            ("--since",),
            "Dated on or after the start of this period: YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, "
            "A..B, 'june 2024', 'today', 'last month'.",
            "DATE",
        ),
    ] = None
    until: Annotated[
        str | None, Opt(("--until",), "Dated on or before the end of this period.", "DATE")
    ] = None
    on: Annotated[
        str | None,
        Opt(("--on",), "Dated in this period; of stances also: on this topic.", "DATE", "question"),
    ] = None
    when: Annotated[
        str | None,
        Opt(
            ("--when",),
            "Whether a date need only touch the period (possible, the default) or must lie "
            "inside it (certain).",
            "possible|certain",
            "when",
        ),
    ] = None
    known_by: Annotated[
        str | None,
        Opt(
            ("--known-by",),
            "Only what had been published by the end of it; a source counts from the first day "
            "on which it may have been, one without any date never.",
            "DATE",
        ),
    ] = None
    who: Annotated[
        tuple[str, ...],
        Opt(
            ("--who",),
            "Involving this person, organisation or country. This and the next five may be "
            "repeated: any of the values will do.",
            "NAME",
            "entity",
        ),
    ] = ()
    by: Annotated[
        tuple[str, ...], Opt(("--by",), "Said or held by this one.", "NAME", "entity")
    ] = ()
    about: Annotated[
        tuple[str, ...],
        Opt(
            ("--about",),
            "About this name or topic; what it does itself is --who.",
            "NAME|TOPIC",
            "about",
        ),
    ] = ()
    place: Annotated[tuple[str, ...], Opt(("--place",), "In this place.", "NAME", "place")] = ()
    topic: Annotated[
        tuple[str, ...], Opt(("--topic",), "On this topic or one below it.", "TOPIC", "topic")
    ] = ()
    source: Annotated[
        tuple[str, ...],
        Opt(
            ("--source",),
            "Reported by this source: its file, or how that begins.",
            "FILE",
            "source",
        ),
    ] = ()
    kind: Annotated[
        tuple[str, ...],
        Opt(("--kind",), f"One of {', '.join(KINDS)}; several with commas.", "KIND", "kind"),
    ] = ()
    status: Annotated[
        tuple[str, ...],
        Opt(
            ("--status",),
            f"One of {', '.join(STATUSES)}, or {', '.join(STATES)}; several with commas.",
            "STATUS",
            "status",
        ),
    ] = ()
    match: Annotated[
        tuple[str, ...],
        Opt(
            ("--match",),
            "With this in its text; case and accents aside. If repeated, all must be there.",
            "TEXT",
        ),
    ] = ()
    sort: Annotated[str | None, Opt(("--sort",), f"One of {', '.join(SORTS)}.", "KEY", "sort")] = (
        None
    )
    reverse: Annotated[bool, Opt(("--reverse",), "In the opposite order.")] = False
    limit: Annotated[
        int | None, Opt(("--limit", "-n"), "At most so many; 0 for all of them.", "N")
    ] = None


class NameArgument(NamedTuple):
    """The name that `who` looks for."""

    name: Annotated[tuple[str, ...], Opt((), "A name, alias or acronym.", "NAME", "entity")]


class QueryArgument(NamedTuple):
    """The words that `search` looks for."""

    query: Annotated[tuple[str, ...], Opt((), "Words to look for.", "QUERY")]


class FigureOptions(NamedTuple):
    """Which numbers, and how they are set side by side."""

    measure: Annotated[
        tuple[str, ...],
        Opt(("--measure",), "Of this series of numbers; may be repeated.", "MEASURE", "measure"),
    ] = ()
    promised_vs_delivered: Annotated[
        bool,
        Opt(("--promised-vs-delivered",), "Promises beside deliveries of the same thing."),
    ] = False
    plot: Annotated[bool, Opt(("--plot",), "Draw the numbers along time.")] = False


class VoiceOption(NamedTuple):
    """Whose words."""

    voice: Annotated[
        tuple[str, ...],
        Opt(
            ("--voice",),
            f"In whose words: {', '.join(VOICES)}; several with commas. Default: all but article.",
            "VOICE",
            "voice",
        ),
    ] = ()


class ClassOption(NamedTuple):
    """Which classes of disagreement."""

    cls: Annotated[
        tuple[str, ...],
        Opt(
            ("--class",),
            f"One of {', '.join(CONFLICTS)}; several with commas.",
            "CLASS",
            "class",
        ),
    ] = ()


class CitedArgument(NamedTuple):
    """What `cite` cites."""

    id: Annotated[
        str, Opt((), "The id of a fact, or a source file, or how one begins.", "ID", "cited")
    ]


class CiteOptions(NamedTuple):
    """In which style a citation is printed."""

    style: Annotated[
        str | None,
        Opt(
            ("--style", "-s"),
            f"One of {', '.join(CITATIONS)}; default: {CITATIONS[0]}.",
            "STYLE",
            "citation",
        ),
    ] = None


class Explain(NamedTuple):
    """Whether `search` says why."""

    explain: Annotated[bool, Opt(("--explain",), "Say why each fact was found.")] = False


class IdArgument(NamedTuple):
    """The fact that `show` shows."""

    id: Annotated[str, Opt((), "The id of a fact, or how it begins.", "ID", "fact")]


class SourceArgument(NamedTuple):
    """The source that `sources` describes, if only one."""

    file: Annotated[
        str | None, Opt((), "A source file, or how its name begins.", "[FILE]", "source")
    ] = None


class CommandArgument(NamedTuple):
    """The command whose output `schema` describes."""

    command: Annotated[
        str | None, Opt((), "A command, or one of the store's files.", "[COMMAND]", "schema")
    ] = None


class Parameter(NamedTuple):
    """One field of a group, as the parsers need it.

    shape: `flag` (bool), `number` (int), `text` (str) or `many` (tuple of str).
    """

    name: str
    shape: str
    required: bool
    default: Any
    annotation: Any
    opt: Opt


@cache
def parameters(group: Any) -> tuple[Parameter, ...]:
    """Return the parameters that a group declares."""
    found = []
    for name, annotation in group.__annotations__.items():
        kind = annotation.__origin__
        shape = "text"
        if kind is bool:
            shape = "flag"
        elif kind == int | None:
            shape = "number"
        elif kind == tuple[str, ...]:
            shape = "many"
        required = name not in group._field_defaults
        default = group._field_defaults.get(name)
        found.append(Parameter(name, shape, required, default, kind, annotation.__metadata__[0]))
    return tuple(found)


def groups(run: Callable[..., int]) -> tuple[Any, ...]:
    """Return the groups that a command's run function takes, without the session."""
    taken = (note for name, note in run.__annotations__.items() if name != "return")
    return tuple(note for note in taken if hasattr(note, "_field_defaults"))
