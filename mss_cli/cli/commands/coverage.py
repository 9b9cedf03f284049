"""mss coverage: whether every sentence of every article has a fact or a label."""

from mss_cli.cli.options import Output
from mss_cli.cli.session import Session
from mss_cli.output.result import Column, Result, Row, Section
from mss_cli.stores.proof import SourceCoverage, coverage
from mss_cli.text import plural, without_fact_or_label

FIELDS = ("source", "facts", "sentences", "cited", "labelled", "unaccounted")
COLUMNS = (
    Column("source", "Source", shape="files"),
    Column("facts", "Facts"),
    Column("sentences", "Sentences"),
    Column("cited", "Cited"),
    Column("labelled", "Labelled", narrow_under="source"),
    Column("unaccounted", "Unaccounted"),
)


def run(session: Session, output: Output) -> int:
    """Check that every sentence of every article has a fact or a label.

    A sentence is cited by a fact, labelled as boilerplate, commentary or caption, or neither. One
    whose draft was rejected or is still open is neither.

    This command does not need the articles, because the store holds the span of every sentence. To
    check that the spans match your articles, run 'mss verify --articles DIR'.

    Example: mss coverage
    """
    store = session.store
    found = list(coverage(store))
    facts = store.tally("sources")
    rows = [_row(c, facts.get(c.file, 0)) for c in found]
    code = session.emit(Result((Section("", COLUMNS, rows),), FIELDS), output)
    total = sum(c.sentences for c in found)
    left = sum(len(c.unaccounted) for c in found)
    ending = without_fact_or_label(left) if left else "each has a fact or a label"
    session.say([f"{plural(total, 'sentence')}; {ending}"])
    return code


def _row(found: SourceCoverage, facts: int) -> Row:
    record = {
        "source": found.file,
        "facts": facts,
        "sentences": found.sentences,
        "cited": found.cited,
        "labelled": found.labelled,
        "unaccounted": [span._asdict() for span in found.unaccounted],
    }
    labelled = ", ".join(f"{n} {label}" for label, n in found.labelled.items() if n)
    spans = ", ".join(f"{span.start}-{span.end}" for span in found.unaccounted)
    cells = (found.file, str(facts), str(found.sentences), str(found.cited), labelled, spans)
    return Row(record, cells)
