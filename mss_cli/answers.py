"""What the Python API returns: typed records, lists of them, and pages.

Each record has the name of its definition in data/schema/, in CamelCase, and the same fields; a
test compares them. The records that a store holds are in facts/model.py, and named here for users.
"""

from collections.abc import Iterable, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    SupportsIndex,
    TypedDict,
    TypeVar,
    overload,
)

from mss_cli.errors import UsageError
from mss_cli.facts.model import (
    Conflict,
    ConflictReading,
    ConflictRef,
    Derivation,
    Entity,
    Evidence,
    Fact,
    Passage,
    Published,
    Quantity,
    Relation,
    Reports,
    Source,
    Stance,
    Topic,
)
from mss_cli.output.fields import flat_fields, value_of

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "Check",
    "CheckPage",
    "Citation",
    "ClaimPart",
    "Conflict",
    "ConflictReading",
    "ConflictRef",
    "Context",
    "Counted",
    "CountedEntity",
    "CountedPlace",
    "CountedSource",
    "CountedTopic",
    "Derivation",
    "Entity",
    "Evidence",
    "Fact",
    "FactPage",
    "Hit",
    "Match",
    "Number",
    "Page",
    "Passage",
    "Position",
    "Published",
    "Quantity",
    "Quote",
    "Reading",
    "Relation",
    "Reports",
    "Rows",
    "Show",
    "Side",
    "Source",
    "Stance",
    "Topic",
    "Who",
    "WhoPage",
]
T = TypeVar("T")

# --- records ------------------------------------------------------------------------------


class Number(Fact):
    """A figure, with the series and stage of its measure."""

    series: str
    stage: str


class Side(TypedDict):
    """A promised or delivered figure."""

    series: str
    side: str
    stage: str
    quantity: Quantity | None
    date: str | None
    date_start: str | None
    date_end: str | None
    date_precision: str
    date_basis: str
    status: str
    states: list[str]
    said_by: list[str]
    text: str
    sources: list[str]
    superseded_by: list[str]
    id: str


class Quote(Fact):
    """A fact that somebody said. quotations: the speaker's own words, if articles are there."""

    voice: str
    occasion: str | None
    quotations: list[str] | None


class Position(Fact):
    """A stance, with the holder's position before it."""

    moved: bool
    previous: str | None
    previous_position: str | None


class Match(TypedDict):
    """Where words of a query occur in a field of a fact."""

    field: str
    start: int
    end: int


class Hit(Fact):
    """A fact that matches a search."""

    score: float
    why: list[str]
    matches: list[Match]


class Reading(TypedDict):
    """What one passage says about one property."""

    property: str
    source: str
    value: str
    start: int
    end: int


class Context(TypedDict):
    """A passage in its paragraph."""

    before: str
    passage: str
    after: str


class Show(Fact):
    """One fact in full. contexts: its passages, None without the articles."""

    readings: list[Reading]
    disagreements: list[Conflict]
    related_from: list[Relation]
    contexts: list[Context | None] | None


class Who(TypedDict):
    """One entity with its facts, each of which is in one list only."""

    entity: Entity
    roles: list[Fact]
    figures: list[Fact]
    stances: list[Fact]
    statements: list[Fact]
    events: list[Fact]
    mentions: list[Fact]


class ClaimPart(TypedDict):
    """A part of a claim, with what the record says of it."""

    text: str
    start: int
    end: int
    kind: str
    verdict: str
    says: str
    facts: list[str]


class Check(TypedDict):
    """A claim with its verdict. file, line, column: its place in a draft."""

    file: str | None
    line: int | None
    column: int | None
    claim: str
    verdict: str
    differs: list[str]
    parts: list[ClaimPart]
    sources: list[str]
    facts: list[Fact]


class CountedEntity(Entity):
    """An entity with the number of facts that involve it."""

    facts: int


class CountedPlace(Entity):
    """A country or place with the number of its facts."""

    facts: int


class CountedSource(Source):
    """A source with its short name and the number of its facts."""

    name: str
    facts: int


class CountedTopic(Topic):
    """A topic with the number of its facts."""

    facts: int


class Counted(TypedDict):
    """Counts of facts: of all, or of one source, month or kind."""

    by: str
    key: str
    facts: int
    one_source: int
    corroborated: int
    contradicted: int
    qualified: int
    in_disagreement: int
    superseded: int
    inferred: int
    undated: int
    by_source: dict[str, int]
    sources: list[str]


class Citation(TypedDict):
    """A citation in every style."""

    id: str
    fact: str | None
    source: str
    footnote: str
    bibtex: str
    csl: dict[str, Any]


# --- lists --------------------------------------------------------------------------------


class Rows(list[T], Generic[T]):
    """The records of an answer: a list of dictionaries, with what a shell would read beside them.

    notes: how mss read the question, counts, and why nothing was found; one line each. A slice
    has the notes of the whole answer.
    """

    def __init__(self, records: Iterable[T], notes: Iterable[str], kind: type[T]) -> None:
        super().__init__(records)
        self.notes = tuple(notes)
        self._kind = kind

    @overload
    def __getitem__(self, place: SupportsIndex, /) -> T: ...
    @overload
    def __getitem__(self, place: slice, /) -> "Rows[T]": ...
    def __getitem__(self, place: SupportsIndex | slice, /) -> "T | Rows[T]":
        if isinstance(place, slice):
            return Rows(super().__getitem__(place), self.notes, self._kind)
        return super().__getitem__(place)

    def to_pandas(self) -> "DataFrame":
        """Return the records as a table, with a column `quantity.value` for a nested field.

        The columns do not depend on the records: they are those of the csv format, and the
        fields that a record may lack. Lists stay lists, and dates stay texts: EDTF has dates that
        pandas does not. Raises UsageError if pandas is not installed.
        """
        try:
            from pandas import DataFrame
        except ImportError:
            raise UsageError(
                "pandas is not installed", where="to_pandas", expected="pip install pandas"
            ) from None
        records: Any = self
        columns = flat_fields(tuple(self._kind.__annotations__))
        rows = [[value_of(record, column) for column in columns] for record in records]
        return DataFrame(rows, columns=columns)


# --- pages --------------------------------------------------------------------------------

# Fields whose values have the same type.
_Text = Literal["id", "kind", "text", "date_precision", "date_basis", "status"]
_TextOrNone = Literal["date", "date_start", "date_end", "date_note"]
_Texts = Literal[
    "said_by",
    "said_to",
    "actors",
    "about",
    "places",
    "topics",
    "phrases",
    "sources",
    "superseded_by",
]
_Facts = Literal["roles", "figures", "stances", "statements", "events", "mentions"]


class Page(dict[str, Any]):
    """The answer of a command that prints one object. notes: as in Rows."""

    def __init__(self, page: Mapping[str, Any], notes: Iterable[str]) -> None:
        super().__init__(page)
        self.notes = tuple(notes)


# A TypedDict cannot have `notes`, so overloads tell type checkers the fields of a page.


class WhoPage(Page):
    """What the record says about a name: the fields of Who."""

    @overload  # type: ignore[override]  # another key is an error, as in a TypedDict
    def __getitem__(self, name: Literal["entity"], /) -> Entity: ...
    @overload
    def __getitem__(self, name: _Facts, /) -> list[Fact]: ...
    def __getitem__(self, name: str, /) -> Any:
        return super().__getitem__(name)


class FactPage(Page):
    """One fact in full: the fields of Show."""

    @overload  # type: ignore[override]
    def __getitem__(self, name: _Text, /) -> str: ...
    @overload
    def __getitem__(self, name: _TextOrNone, /) -> str | None: ...
    @overload
    def __getitem__(self, name: _Texts, /) -> list[str]: ...
    @overload
    def __getitem__(self, name: Literal["date_derivation"], /) -> Derivation | None: ...
    @overload
    def __getitem__(self, name: Literal["quantity"], /) -> Quantity | None: ...
    @overload
    def __getitem__(self, name: Literal["stance"], /) -> Stance | None: ...
    @overload
    def __getitem__(self, name: Literal["evidence"], /) -> list[Evidence]: ...
    @overload
    def __getitem__(self, name: Literal["relations", "related_from"], /) -> list[Relation]: ...
    @overload
    def __getitem__(self, name: Literal["conflicts"], /) -> list[ConflictRef]: ...
    @overload
    def __getitem__(self, name: Literal["readings"], /) -> list[Reading]: ...
    @overload
    def __getitem__(self, name: Literal["disagreements"], /) -> list[Conflict]: ...
    @overload
    def __getitem__(self, name: Literal["contexts"], /) -> list[Context | None] | None: ...
    def __getitem__(self, name: str, /) -> Any:
        return super().__getitem__(name)


class CheckPage(Page):
    """A claim with its verdict: the fields of Check."""

    @overload  # type: ignore[override]
    def __getitem__(self, name: Literal["claim", "verdict"], /) -> str: ...
    @overload
    def __getitem__(self, name: Literal["file"], /) -> str | None: ...
    @overload
    def __getitem__(self, name: Literal["line", "column"], /) -> int | None: ...
    @overload
    def __getitem__(self, name: Literal["differs", "sources"], /) -> list[str]: ...
    @overload
    def __getitem__(self, name: Literal["parts"], /) -> list[ClaimPart]: ...
    @overload
    def __getitem__(self, name: Literal["facts"], /) -> list[Fact]: ...
    def __getitem__(self, name: str, /) -> Any:
        return super().__getitem__(name)
