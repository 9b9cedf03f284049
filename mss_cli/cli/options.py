"""Options and arguments, declared once, as data.

A group is a named tuple whose fields are annotated with their declarations. The `run` function
of a command names its groups as parameter types. Groups that several commands share are in
this module, and the others are in the file of their command. argv.py and typer_app.py read the
same declarations, so they cannot disagree. The options of filters come from query/filters.py.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from mss_cli.errors import UsageError
from mss_cli.output.formats import FORMATS
from mss_cli.query.filters import FILTERS, WITHOUT_OPTION, Filter
from mss_cli.query.query import SORTS, WHEN_CHOICES, Filters

# The shape of a parameter, by the type of its field.
_SHAPES: dict[Any, str] = {
    bool: "flag",
    int | None: "number",
    str: "text",
    str | None: "text",
    tuple[str, ...]: "many",
}
_DEFAULTS: dict[str, Any] = {"flag": False, "number": None, "text": None, "many": ()}


class Opt(NamedTuple):
    """The declaration of an option, or of an argument if it has no flags.

    completes: the values that a shell offers, or a key of the table in
    completion.py that lists them. is_path: True for files and directories, whose names may be any
    bytes.
    """

    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    completes: str | tuple[str, ...] = ""
    is_path: bool = False


class Parameter(NamedTuple):
    """One parameter of a command, for both readers of the command line.

    shape: `flag` (bool), `number` (int), `text` (str) or `many` (tuple of str). meaning: of a
    filter, its help for those who do not use the command line.
    """

    name: str
    shape: str
    opt: Opt
    required: bool = False
    meaning: str = ""

    @property
    def default(self) -> Any:
        """The value if it is not given."""
        return _DEFAULTS[self.shape]


def option(
    *flags: str,
    help: str,  # noqa: A002
    metavar: str = "",
    completes: str | tuple[str, ...] = "",
    is_path: bool = False,
) -> Opt:
    """Declare an option."""
    return Opt(flags, help, metavar, completes, is_path)


def argument(
    help: str,  # noqa: A002
    metavar: str,
    completes: str | tuple[str, ...] = "",
    is_path: bool = False,
) -> Opt:
    """Declare a positional argument, which is required unless its field has a default."""
    return Opt((), help, metavar, completes, is_path)


# --- groups -------------------------------------------------------------------------------


class Common(NamedTuple):
    """Which store and articles to read, and what to print on stderr; also before the command."""

    store: Annotated[
        tuple[str, ...],
        option(
            "--store",
            help="Read this store instead of the bundled one [env: MSS_STORE]: a directory, or an "
            "export as sqlite:FILE, parquet:DIR, duckdb:DIR or spark:DIR. Repeat it to read "
            "several stores as one; `bundled` is the bundled one.",
            metavar="DIR",
        ),
    ] = ()
    articles: Annotated[
        str | None,
        option(
            "--articles",
            help="Read the articles in this directory, to show and check passages "
            "[env: MSS_ARTICLES].",
            metavar="DIR",
        ),
    ] = None
    quiet: Annotated[
        bool,
        option("--quiet", "-q", help="Print no counts, hints or explanations on standard error."),
    ] = False
    no_pager: Annotated[
        bool,
        option(
            "--no-pager",
            help="Do not send long answers to a pager [env: MSS_PAGER, PAGER].",
        ),
    ] = False
    today: Annotated[
        str | None,
        option("--today", help="Treat this day as today, e.g. 2024-09-30.", metavar="YYYY-MM-DD"),
    ] = None


class Output(NamedTuple):
    """How the answer is printed, for every command."""

    json: Annotated[bool, option("--json", help="Short for --format json.")] = False
    compact: Annotated[
        bool,
        option("--compact", help="Print one line for each fact; short for --format compact."),
    ] = False
    format: Annotated[
        str | None,
        option(
            "--format",
            "-f",
            help=f"Output format: {', '.join(FORMATS)}. Default: table on a terminal, tsv in a "
            "pipe.",
            metavar="FORMAT",
            completes=tuple(FORMATS),
        ),
    ] = None
    fields: Annotated[
        str | None,
        option(
            "--fields",
            help="Print only these fields, e.g. id,date,quantity.value.",
            metavar="A,B",
            completes="fields",
        ),
    ] = None
    header: Annotated[
        bool, option("--header", help="Start tsv output with a line of column names.")
    ] = False
    excel: Annotated[
        bool,
        option(
            "--excel",
            help="Print csv for spreadsheets: with a byte order mark, and with cells that cannot "
            "run as formulas.",
        ),
    ] = False
    flat: Annotated[
        bool,
        option(
            "--flat",
            help="Print one row for each item of a list: the first list in --fields or, without "
            "--fields, the main list of the command, such as the evidence.",
        ),
    ] = False
    exit_status: Annotated[
        bool,
        option(
            "--exit-status",
            help="Exit with status 1 if nothing was found; for 'mss check', if a claim is "
            "contradicted.",
        ),
    ] = False


# --- filters ------------------------------------------------------------------------------


def _of_filter(each: Filter) -> Parameter:
    several = each.repeatable and not isinstance(each.completes, tuple)
    typed = "Repeat, or use commas, to match any of several values." if several else ""
    given = "Separate several values with commas, to match any of them." if several else ""
    help_text = _joined(_flagged(each.help), typed, each.also)
    opt = Opt((f"--{each.name}",), help_text, each.metavar, each.completes)
    return Parameter(each.name, "many", opt, meaning=_joined(_named(each.help), given))


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _flagged(text: str) -> str:
    """Return a help text with the filters in braces as the command line names them: `--who`."""
    return text.replace("{", "--").replace("}", "")


def _named(text: str) -> str:
    """Return a help text with the filters in braces as Python and agents name them: `who`."""
    return text.replace("{", "`").replace("}", "`")


def _filter_option(name: str, shape: str, opt: Opt) -> Parameter:
    return Parameter(name, shape, opt._replace(help=_flagged(opt.help)), meaning=_named(opt.help))


def _filter_parameters() -> tuple[Parameter, ...]:
    """Return the parameters of every list: dates, other filters, order and limit."""
    offered = [each for name, each in FILTERS.items() if name not in WITHOUT_OPTION]
    dates = [_of_filter(each) for each in offered if not each.repeatable]
    others = [_of_filter(each) for each in offered if each.repeatable]
    return (*dates, *_DATE_OPTIONS, *others, *_ORDER_OPTIONS)


_DATE_OPTIONS = (
    _filter_option(
        "when",
        "text",
        Opt(
            ("--when",),
            "Choose how dates match: `possible` (the default) keeps a fact if its date may fall in "
            "the period, `certain` only if it must.",
            "|".join(WHEN_CHOICES),
            tuple(WHEN_CHOICES),
        ),
    ),
    _filter_option(
        "known_by",
        "text",
        Opt(
            ("--known-by",),
            "Show the record as it stood at the end of this period. A source counts from its "
            "earliest possible date or, with {when} certain, from its latest; undated sources are "
            "left out.",
            "DATE",
        ),
    ),
)
_ORDER_OPTIONS = (
    _filter_option(
        "sort",
        "text",
        Opt(("--sort",), f"Sort by {', '.join(SORTS[:-1])} or {SORTS[-1]}.", "KEY", tuple(SORTS)),
    ),
    _filter_option("reverse", "flag", Opt(("--reverse",), "Reverse the order.")),
    _filter_option(
        "limit",
        "number",
        Opt(("--limit", "-n"), "Show at most N facts; 0 means all.", "N"),
    ),
)


# The filters of commands whose answer has an order of its own, and of those that list no facts.
UnsortedFilters = Annotated[Filters, "sort", "reverse"]
UnlistedFilters = Annotated[Filters, "sort", "reverse", "limit"]

# The panel of `mss COMMAND --help` in which the options of a group are listed.
PANELS: dict[Any, str] = {
    Filters: "Filters",
    UnsortedFilters: "Filters",
    UnlistedFilters: "Filters",
    Output: "Output",
    Common: "Store and messages",
}

# --- reading groups -----------------------------------------------------------------------


def parameters(group: Any) -> tuple[Parameter, ...]:
    """Return the parameters of a group."""
    if is_filters(group):
        left_out = getattr(group, "__metadata__", ())
        return tuple(p for p in _filter_parameters() if p.name not in left_out)
    return tuple(
        _of_field(name, note, group._field_defaults) for name, note in group.__annotations__.items()
    )


def is_filters(group: Any) -> bool:
    """Return True for the group of filters, and for one that leaves some out."""
    return group is Filters or getattr(group, "__origin__", None) is Filters


def _of_field(name: str, note: Any, defaults: Mapping[str, Any]) -> Parameter:
    (opt,) = note.__metadata__
    return Parameter(name, _SHAPES[note.__origin__], opt, required=name not in defaults)


def filled(group: Any, values: Mapping[str, Any]) -> Any:
    """Return a group filled with the values of its parameters, by name.

    Raises UsageError if a filter that takes one value has several.
    """
    if not is_filters(group):
        return group(**{p.name: values[p.name] for p in parameters(group)})
    rest = {p.name: values.get(p.name, p.default) for p in (*_DATE_OPTIONS, *_ORDER_OPTIONS)}
    typed = {
        name: tuple(values[name])
        for name in FILTERS
        if name not in WITHOUT_OPTION and values.get(name)
    }
    for name, given in typed.items():
        if not FILTERS[name].repeatable and len(given) > 1:
            raise UsageError("given twice", where=f"--{name}", expected="use it once")
    return Filters(typed, **rest)


_NOT_GROUPS = ("session", "return")


def groups(run: Callable[..., int]) -> tuple[Any, ...]:
    """Return the groups in the signature of a command's run function."""
    return tuple(note for name, note in run.__annotations__.items() if name not in _NOT_GROUPS)
