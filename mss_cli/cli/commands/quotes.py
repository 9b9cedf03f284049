"""mss quotes: who said what, when, to whom, and in whose words."""

from typing import Annotated, NamedTuple

from mss_cli.cli.commands._lists import answer, select
from mss_cli.cli.options import Output, option
from mss_cli.cli.session import Session
from mss_cli.facts.kinds import VOICES
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.facts.voices import occasion, voice
from mss_cli.output.columns import fact_section
from mss_cli.output.result import Column, Result
from mss_cli.query.query import Filters
from mss_cli.query.reading import Scope
from mss_cli.query.values import read_choices

FIELDS = (*FACT_FIELDS, "voice", "occasion")
COLUMNS = ("date", "precision", "status", "speaker", "said_to", "text", "phrases", "sources", "id")
VOICE = Column("voice", "Voice", under="said_by")
OCCASION = Column("occasion", "Occasion", under="text", lead="at ")


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
    list names that occasion.

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
    section = fact_section(
        store,
        facts,
        COLUMNS,
        extra=[
            (VOICE, [VOICES[v] for v in told]),
            (OCCASION, [o or "" for o in occasions]),
        ],
        records=[
            {**fact, "voice": v, "occasion": o}
            for fact, v, o in zip(facts, told, occasions, strict=True)
        ],
    )
    return answer(session, listing, Result((section,), FIELDS), output)
