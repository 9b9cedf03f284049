"""What a report shows: facts, their conflicts and their passages, looked up once."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from mss_cli.errors import DataError
from mss_cli.facts.dates import in_words
from mss_cli.facts.kinds import STATUSES
from mss_cli.facts.model import Conflict, Evidence, Fact
from mss_cli.facts.passages import Context, digest
from mss_cli.facts.quantities import amount
from mss_cli.output.citations import Pin, pin
from mss_cli.output.columns import status
from mss_cli.query.source_names import with_short_names
from mss_cli.query.store import Store

if TYPE_CHECKING:
    from mss_cli.stores.articles import Articles


class Asked(NamedTuple):
    """What the user asked for.

    title: of the page, "" for that of the store. filters: those in use, as typed. known_by: the
    as-of day.
    """

    title: str = ""
    filters: str = ""
    known_by: str | None = None


class Contents:
    """The facts of a report in story order, with what belongs to them.

    conflicts: those in which at least one of the facts takes part. names: the short name of each
    source. articles: None without them. problems: why passages cannot be read. problem_of: why an
    article cannot be shown, by its file.
    """

    def __init__(
        self,
        store: Store,
        facts: Sequence[Fact],
        conflicts: Sequence[Conflict],
        names: Mapping[str, str],
        articles: "Articles | None" = None,
        asked: Asked = Asked(),  # noqa: B008  (a tuple)
    ) -> None:
        self.store = store
        self.facts = facts
        self.conflicts = conflicts
        self.names = names
        self.articles = articles
        self.asked = asked
        self.problems: dict[str, None] = {}
        self.problem_of: dict[str, str] = {}
        self._texts: dict[str, str | None] = {}

    @cached_property
    def by_id(self) -> dict[str, Fact]:
        """The facts by id."""
        return {fact["id"]: fact for fact in self.facts}

    @cached_property
    def files(self) -> list[str]:
        """The files of the sources that the facts cite, in the order of the store."""
        cited = {file for fact in self.facts for file in fact["sources"]}
        return [file for file in self.store.sources if file in cited]

    # --- words ----------------------------------------------------------------------------

    def name(self, identifier: str) -> str:
        """Return the name of an entity, topic or measure."""
        return self.store.name(identifier)

    def source_name(self, file: str) -> str:
        """Return the short name of a source."""
        return self.names.get(file, file)

    def fact_text(self, identifier: str) -> str:
        """Return the text of a fact, whether the page has it or not; "" if the store has none."""
        fact = self.by_id.get(identifier) or self.store.fact(identifier)
        return fact["text"] if fact else ""

    def explanation(self, conflict: Conflict) -> str:
        """Return the explanation of a conflict with the short names of sources."""
        return self.in_short(conflict["explanation"])

    def in_short(self, text: str) -> str:
        """Return a text with the short names of sources in place of their files."""
        return with_short_names(text, self._quoted)

    @cached_property
    def _quoted(self) -> dict[str, str]:
        """The short names as they stand in a sentence."""
        return {f: name if name[:1] == "[" else f"“{name}”" for f, name in self.names.items()}

    @cached_property
    def conflict_by_id(self) -> dict[str, Conflict]:
        """The conflicts by id."""
        return {conflict["id"]: conflict for conflict in self.conflicts}

    @staticmethod
    def date(fact: Fact) -> str:
        """Return the date of a fact in words: `between 21 and 30 September 2024`."""
        return in_words(fact["date"]) if fact["date"] else "undated"

    @staticmethod
    def basis(fact: Fact) -> str:
        """Return how a date is known if no article prints it: `inferred`."""
        return fact["date_basis"] if fact["date_basis"] in ("relative", "inferred") else ""

    @staticmethod
    def sign(fact: Fact) -> str:
        """Return the sign of a fact's status."""
        return STATUSES[fact["status"]]

    @staticmethod
    def marks(fact: Fact) -> tuple[str, ...]:
        """Return what calls for caution: `contradicted on date`, `superseded`."""
        return status(fact)[1:]

    @staticmethod
    def amount(fact: Fact) -> str:
        """Return the number of a fact with its unit."""
        return amount(fact)

    @cached_property
    def pins(self) -> dict[str, Pin]:
        """The store that each cited source comes from."""
        return {file: pin(*self.store.origin(file)) for file in self.files}

    # --- places in the page ---------------------------------------------------------------

    def fact_href(self, identifier: str) -> str:
        """Return the link to a fact of the page, or "" if the page does not have it."""
        return f"#fact-{quote(identifier)}" if identifier in self.by_id else ""

    def source_href(self, file: str) -> str:
        """Return the link to a source of the page, or "" if the page does not have it."""
        return f"#source-{quote(file)}" if file in self.files else ""

    @staticmethod
    def passage_id(file: str, start: int) -> str:
        """Return the id of the place in the page where a passage starts."""
        return f"passage-{file}-{start}"

    def passage_href(self, evidence: Evidence) -> str:
        """Return the link to a passage in the text of its article, or else to its source."""
        file = evidence["source"]
        shown = self.text(file) is not None
        return (
            f"#{quote(self.passage_id(file, evidence['start']))}"
            if shown
            else self.source_href(file)
        )

    @staticmethod
    def entity_href(identifier: str) -> str:
        """Return the link to a person or an organisation of the page."""
        return f"#entity-{quote(identifier)}"

    # --- articles -------------------------------------------------------------------------

    def text(self, file: str) -> str | None:
        """Return the text of an article; None without articles, or if it cannot be shown.

        An article that has changed cannot be shown: its passages would be marked wrongly.
        """
        if file not in self._texts:
            self._texts[file] = self._read(file)
        return self._texts[file]

    def _read(self, file: str) -> str | None:
        if self.articles is None:
            return None
        try:
            text = self.articles.text(file)
        except DataError as error:
            self.problem_of[file] = f"{file}: {error.what}"  # without the directory
            return None
        if digest(text) != self.store.sources[file]["sha256"]:
            self.problem_of[file] = f"{file} has changed since its facts were extracted"
            return None
        return text

    def passage(self, evidence: Evidence) -> Context | None:
        """Return a passage in its paragraph; None without articles, or if it cannot be read."""
        if self.articles is None:
            return None
        try:
            return self.articles.context(evidence)
        except DataError as error:
            self.problems[str(error)] = None
            return None
