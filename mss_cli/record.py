"""The Python API: a record, and answers from it.

Each method runs the command of the same name and returns what `--json` would print. So an answer
from Python and one from a shell cannot differ.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from functools import cached_property
from os import PathLike, fspath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, Unpack

from mss_cli import limits
from mss_cli.answers import (
    Check,
    CheckPage,
    Citation,
    Conflict,
    Counted,
    CountedEntity,
    CountedPlace,
    CountedSource,
    CountedTopic,
    Fact,
    FactPage,
    Hit,
    Number,
    Page,
    Position,
    Quote,
    Rows,
    Side,
    WhoPage,
)
from mss_cli.cli import arguments
from mss_cli.cli.commands import runner
from mss_cli.cli.options import Output, Parameter, filled, groups, parameters
from mss_cli.cli.session import Session
from mss_cli.errors import UsageError
from mss_cli.facts.model import Coverage
from mss_cli.output.result import Result, Style
from mss_cli.query.store import too_many
from mss_cli.stores import named
from mss_cli.stores.articles import Articles

if TYPE_CHECKING:
    from pandas import DataFrame

    from mss_cli.search import SearchableStore

P = TypeVar("P", bound=Page)
T = TypeVar("T")
Text = str | date
Texts = Text | Iterable[Text]


class Filters(TypedDict, total=False):
    """The filters of every list, named and written as the options are.

    Where a filter takes several values, give a list, or one text with commas. Dates may be
    `datetime.date`.
    """

    since: Text
    until: Text
    on: Text
    when: str
    known_by: Text
    who: Texts
    about: Texts
    by: Texts
    place: Texts
    topic: Texts
    source: Texts
    kind: Texts
    status: Texts
    match: Texts
    sort: str
    reverse: bool
    limit: int


class _Listener(Session):
    """A session that keeps the answer of a command instead of printing it."""

    result: Result | None = None

    def __init__(self, owner: "Record", draft: str = "") -> None:
        super().__init__(Style(), owner.today, owner.directories, owner.articles, quiet=True)
        self.notes: list[str] = []
        self._draft = draft
        self.__dict__["store"] = owner._store  # opened once, for every call

    def content(self, file: str) -> bytes:
        """Return the draft, whatever it is called."""
        return self._draft.encode("utf-8", "surrogatepass")

    def say(self, lines: Iterable[str]) -> None:
        """Keep the lines."""
        self.notes.extend(lines)

    def emit(self, result: Result, output: Output, notes: Iterable[str] = ()) -> int:
        """Keep the answer."""
        self.notes[:0] = notes
        self.result = result
        return 0


class Record:
    """A read-only record that you can query. Use it in a `with` block, or call `close()`.

    Results are copies. Invalid arguments, and any call after `close()`, raise mss.UsageError.
    Unreadable or invalid stores and articles raise mss.DataError. Unknown names and ids raise
    mss.NotFoundError. Each error has `what`, `where` and `expected`. spark_master says where Spark
    runs for a store `spark:DIR`; without it, on this machine.
    """

    def __init__(
        self,
        *stores: str | PathLike[str],
        articles: str | PathLike[str] | None = None,
        today: Text | None = None,
        spark_master: str = "",
    ) -> None:
        self.directories = named([fspath(store) for store in stores], None)
        self.articles = None if articles is None else fspath(articles)
        self.today = arguments.today(None if today is None else str(today))
        if self.articles is not None:
            Articles(self.articles)  # or a wrong directory shows only when a passage is asked for
        session = Session(
            Style(),
            self.today,
            self.directories,
            self.articles,
            quiet=True,
            spark_master=spark_master,
        )
        self._opened = session.store
        self._closed = False

    @property
    def _store(self) -> "SearchableStore":
        """The store. Raises UsageError if the record is closed."""
        if self._closed:
            raise UsageError("the record is closed", expected="open it again with mss.open()")
        return self._opened

    def __enter__(self) -> Self:
        _ = self._store  # raises if it is closed
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files of the store. Closing twice does no harm."""
        self._closed = True
        self._opened.close()

    def __repr__(self) -> str:
        manifest = self._opened.manifest
        state = "closed" if self._closed else f"{self._opened.size:,} facts"
        return f"<Record {manifest['name']} {manifest['version']}: {state}>"

    @property
    def coverage(self) -> Coverage:
        """The first and the last day on which its articles may have been published."""
        return deepcopy(self._store.manifest["coverage"])

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the store's files, which citations give too."""
        return self._store.fingerprint

    @property
    def is_large(self) -> bool:
        """True if the facts that a limit leaves out are not counted."""
        return not self._store.countable

    # --- ask ------------------------------------------------------------------------------

    def facts(self, **filters: Unpack[Filters]) -> Rows[Fact]:
        """Return facts of every kind."""
        return self._rows(Fact, "facts", filters)

    def events(self, **filters: Unpack[Filters]) -> Rows[Fact]:
        """Return events that happened, are planned or were proposed, in date order."""
        return self._rows(Fact, "events", filters)

    def figures(self, *, measure: Texts = (), **filters: Unpack[Filters]) -> Rows[Number]:
        """Return figures by measure; each also has a `series` and a `stage`."""
        return self._rows(Number, "figures", filters, measure=measure)

    def promised_vs_delivered(
        self, *, measure: Texts = (), **filters: Unpack[Filters]
    ) -> Rows[Side]:
        """Return promised and delivered figures; `side` says which each one is."""
        return self._rows(Side, "figures", filters, measure=measure, promised_vs_delivered=True)

    def quotes(self, *, voice: Texts = (), **filters: Unpack[Filters]) -> Rows[Quote]:
        """Return who said what, when and to whom.

        If articles are available, `quotations` holds the speaker's own words.
        """
        return self._rows(Quote, "quotes", filters, voice=voice)

    def stances(self, **filters: Unpack[Filters]) -> Rows[Position]:
        """Return who supports or opposes what; `previous_position` says what came before."""
        return self._rows(Position, "stances", filters)

    def search(self, query: str, **filters: Unpack[Filters]) -> Rows[Hit]:
        """Return the facts that answer a question, best first; each has a `score`."""
        return self._rows(Hit, "search", filters, query=query)

    def who(self, name: str) -> WhoPage:
        """Return what the record says about a name: the entity, and its facts.

        The facts are grouped under `roles`, `figures`, `stances`, `statements`, `events` and
        `mentions`.
        """
        return self._page(WhoPage, "who", name=name)

    def entities(self) -> Rows[CountedEntity]:
        """Return every entity in the record, with its number of facts."""
        return self._rows(CountedEntity, "who", {})

    def fact(self, id: str) -> FactPage:  # noqa: A002
        """Return one fact in full: with its readings, disagreements and relations."""
        return self._page(FactPage, "show", id=id)

    # --- compare --------------------------------------------------------------------------

    def conflicts(self, *, cls: Texts = (), **filters: Unpack[Filters]) -> Rows[Conflict]:
        """Return disagreements between sources.

        cls: the classes to return: contradiction, qualified, superseded or corroborated. By
        default, all except corroborated.
        """
        return self._rows(Conflict, "conflicts", filters, cls=cls)

    def check(self, claim: str, **filters: Unpack[Filters]) -> CheckPage:
        """Return whether the record supports a claim, with its parts and the deciding facts."""
        return self._page(CheckPage, "check", filters, claim=claim)

    def check_draft(
        self, text: str, *, name: str = "draft.md", **filters: Unpack[Filters]
    ) -> Rows[Check]:
        """Return the verdict on each sentence of a draft that claims something, in order.

        name: the draft's file name, for the answer. Its ending says if the text is Markdown
        (`.md`), HTML (`.html`) or plain (`.txt`). No file is read.
        """
        if not isinstance(text, str):
            raise TypeError(f"text must be a text, not {text!r}")
        return self._rows(Check, "check", filters, draft=text, file=name)

    # --- prove ----------------------------------------------------------------------------

    def sources(self) -> Rows[CountedSource]:
        """Return the articles behind the facts."""
        return self._rows(CountedSource, "sources", {})

    def topics(self) -> Rows[CountedTopic]:
        """Return the topics."""
        return self._rows(CountedTopic, "topics", {})

    def places(self) -> Rows[CountedPlace]:
        """Return the places, with the number of facts of each."""
        return self._rows(CountedPlace, "places", {})

    def stats(self, **filters: Unpack[Filters]) -> Rows[Counted]:
        """Return counts of facts by month, source and kind."""
        return self._rows(Counted, "stats", filters)

    def cite(self, *ids: str | Iterable[str]) -> Rows[Citation]:
        """Return the citations of facts or sources in every style: footnote, bibtex and csl.

        ids: one, several, or a list of them.
        """
        return self._rows(Citation, "cite", {}, ids=[one for each in ids for one in _listed(each)])

    def to_pandas(self, **filters: Unpack[Filters]) -> "DataFrame":
        """Return the facts as a table: see Rows.to_pandas."""
        return self.facts(**filters).to_pandas()

    # --- how ------------------------------------------------------------------------------

    def _rows(
        self,
        kind: type[T],
        command: str,
        filters: Mapping[str, Any],
        draft: str = "",
        **options: Any,
    ) -> Rows[T]:
        session, result = self._run(command, {**filters, **options}, draft)
        return Rows(_held(result.records()), session.notes, kind)

    def _page(
        self, kind: type[P], command: str, filters: Mapping[str, Any] = {}, **options: Any
    ) -> P:
        session, result = self._run(command, {**filters, **options})
        assert result.page is not None
        return kind(deepcopy(dict(result.page)), session.notes)

    def _run(
        self, command: str, options: Mapping[str, Any], draft: str = ""
    ) -> tuple[_Listener, Result]:
        """Run a command. Raises TypeError for an unknown option."""
        run = runner(command)
        wanted = groups(run)
        declared = {p.name: p for group in wanted if group is not Output for p in parameters(group)}
        values = {name: p.default for name, p in declared.items()}
        printed = {p.name: p.default for p in parameters(Output)} | {"json": True}
        for name, value in options.items():
            if name not in declared:
                raise TypeError(f"{command}() has no option {name!r}")
            values[name] = _typed(declared[name], value)
        session = _Listener(self, draft)
        run(session, *(filled(group, values | printed) for group in wanted))
        assert session.result is not None
        return session, session.result


def open_record(
    *stores: str | PathLike[str],
    articles: str | PathLike[str] | None = None,
    today: Text | None = None,
) -> Record:
    """Open a record: the bundled one, or the stores in these directories, read as one.

    stores: directories; `bundled` is the bundled store. articles: the directory of the articles.
    today: the day that words such as `today` mean. Raises DataError if a store cannot be read.
    """
    return Record(*stores, articles=articles, today=today)


def _typed(parameter: Parameter, value: Any) -> Any:
    """Return a value as the command line gives it. Raises TypeError for one of another type."""
    if parameter.shape == "flag":
        return bool(value)
    if parameter.shape == "number":
        if isinstance(value, bool) or not isinstance(value, int | None):
            raise TypeError(f"{parameter.name} must be a whole number, not {value!r}")
        return value
    if parameter.shape == "many":
        return tuple(_text(parameter, each) for each in _listed(value))
    return None if value is None else _text(parameter, value)


def _listed(value: Any) -> Iterable[Any]:
    """Return several values as they are, and a single one as a list."""
    return value if isinstance(value, Iterable) and not isinstance(value, str) else (value,)


def _text(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, Text):
        raise TypeError(f"{parameter.name} must be a text or a date, not {value!r}")
    text: str = arguments.bounded(parameter, str(value))
    return text


def _held(records: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
    """Yield copies of records. Raises UsageError if there are too many to hold."""
    for number, record in enumerate(records):
        if number == limits.MAX_FACTS_IN_MEMORY:
            raise too_many()
        yield deepcopy(dict(record))
