"""mss quotes: who said what, when, to whom, and in whose words."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NamedTuple

from mss_cli.cli.commands._lists import answer, select
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.facts.kinds import VOICES
from mss_cli.facts.model import FACT_FIELDS, Fact
from mss_cli.facts.voices import occasion, voice
from mss_cli.output.columns import fact_section
from mss_cli.output.result import Cell, Column, Result, Row, Rows, Section, plain
from mss_cli.query.query import Filters
from mss_cli.query.reading import Scope
from mss_cli.query.values import read_choices

FIELDS = (*FACT_FIELDS, "voice", "occasion", "quotations")
COLUMNS = ("date", "precision", "status", "speaker", "said_to", "text", "phrases", "sources", "id")
VOICE = Column("voice", "Voice", under="said_by")
OCCASION = Column("occasion", "Occasion", under="text", lead="at ")
QUOTATIONS = Column("quotations", "Quotations", under="text", shape="lines")


class VoiceOption(NamedTuple):
    """The voices to list."""

    voice: Annotated[
        tuple[str, ...],
        option(
            "--voice",
            help=f"List only statements in this voice: {', '.join(VOICES)}. "
            "Separate multiple values with commas. Default: all but article.",
            metavar="VOICE",
            completes=tuple(VOICES),
        ),
    ] = ()


def run(session: Session, voices: VoiceOption, filters: Filters, output: Output) -> int:
    """List who said what, when and to whom, by date.

    The voice says whose words a statement reports: a person's, a government's or organisation's, or
    an article's own description of a position. What an article says in its own voice is left out
    unless you ask for it with --voice article. If a statement belongs to a speech or a meeting, the
    list names that occasion. With --articles, the list shows the speaker's own words, as the cited
    passage prints them in quotation marks.

    Examples: mss quotes --by guterres --about funding; mss quotes --voice person
    """
    store = session.store
    wanted = (
        read_choices("--voice", voices.voice, tuple(VOICES))
        if voices.voice
        else frozenset(VOICES) - {"article"}
    )
    label = f"--voice {','.join(voices.voice)}" if voices.voice else "the filter for quotes"
    scope = Scope(keep=lambda fact: voice(store.entities, fact) in wanted, label=label)
    listing = select(session, filters, scope)
    facts = listing.selection.facts
    told = [voice(store.entities, fact) for fact in facts]
    occasions = [occasion(fact) for fact in facts]
    words, problems = _own_words(session, facts)
    extra: list[tuple[Column, Sequence[Cell]]] = [
        (VOICE, [VOICES[v] for v in told]),
        (OCCASION, [o or "" for o in occasions]),
    ]
    if words:
        extra.append((QUOTATIONS, [tuple(f"“{q}”" for q in words.get(f["id"], ())) for f in facts]))
    records = [
        {**fact, "voice": v, "occasion": o, "quotations": words.get(fact["id"])}
        for fact, v, o in zip(facts, told, occasions, strict=True)
    ]
    section = fact_section(store, facts, COLUMNS, extra=extra, records=records)
    if words:
        section = _beside_text(section, drawn=session.format(output) == "table")
    code = answer(session, listing, Result((section,), FIELDS), output)
    if session.articles_directory is None:
        session.say(["--articles DIR or MSS_ARTICLES adds the speakers' own words"])
    session.say(f"own words are not shown: {problem}" for problem in problems)
    return code


def _own_words(session: Session, facts: Sequence[Fact]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the speaker's own words in each fact by its id, and why some cannot be shown."""
    if session.articles_directory is None:
        return {}, []
    from mss_cli.stores.articles import Articles

    articles = Articles(session.articles_directory)
    return articles.own_words(facts, complete=not session.has_own_articles)


def _beside_text(section: Section, drawn: bool) -> Section:
    """Return a section with its last column, the quotations, in front of the sources.

    drawn: True to leave out, for a table, phrases that a quotation contains.
    """
    names = [column.name for column in section.columns]
    place, phrases = names.index("sources"), names.index("phrases")

    def moved(items: Sequence[Any]) -> tuple[Any, ...]:
        return (*items[:place], items[-1], *items[place:-1])

    def rows() -> Iterator[Row]:
        for row in section.rows:
            cells = list(row.cells)
            if drawn:
                words = plain(cells[-1])
                cells[phrases] = tuple(p for p in cells[phrases] if p.strip("“”") not in words)
            yield row._replace(cells=moved(cells))

    made = Rows(rows, section.records, lambda: bool(section.rows))
    return section._replace(columns=moved(section.columns), rows=made)
