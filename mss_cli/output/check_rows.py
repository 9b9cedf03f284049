"""Checked claims as rows, as an annotated draft, and as lines for editors."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from mss_cli.checking import Checked, CheckedPart
from mss_cli.facts.model import Evidence
from mss_cli.output.citations import citation, pin
from mss_cli.output.columns import fact_section
from mss_cli.output.result import Cell, Column, Result, Row, Section
from mss_cli.query.store import Store
from mss_cli.text import visible

if TYPE_CHECKING:  # its imports take as long as a check of one claim
    from mss_cli.checking.drafts import DraftSentence

FIELDS = (
    *("file", "line", "column", "claim", "verdict"),
    *("differs", "parts", "sources", "facts"),
)
Shown: TypeAlias = "Sequence[tuple[DraftSentence | None, Checked]]"
SIGNS = {"supported": "✓", "contradicted": "✗", "disputed": "≠", "not-in-record": "?"}
MOST_CITED = 2  # deciding facts that are named, with their passages
_CLAIMS = (
    Column("verdict", "Verdict"),
    Column("line", "Line", under="verdict", lead="line "),
    Column("claim", "Claim"),
    Column("differs", "Differs", under="claim", shape="lines", lead="• "),
    Column("sources", "Sources", narrow_under="claim", shape="files"),
    Column("facts", "Facts", under="claim", shape="lines", lead="→ "),
)
_PARTS = (
    Column("verdict", "Record"),
    Column("kind", "Kind"),
    Column("text", "Part"),
    Column("says", "The record says"),
)
_PASSAGES = (
    Column("passage", "Passage"),
    Column("source", "Source", under="passage", shape="files"),
)
_AGREES = {
    "supported": "agrees",
    "contradicted": "differs",
    "disputed": "disputed",
    "not-in-record": "does not say",
}
_FACTS = ("date", "precision", "status", "text", "sources", "id")


def check_result(
    store: Store,
    file: str,
    shown: Shown,
    single: bool = False,
    passages: Sequence[tuple[Evidence, str]] = (),
) -> Result:
    """Return checked claims as a result.

    single: True for one claim, with its parts, facts and passages. passages: of deciding facts.
    """
    claims = Section("", _CLAIMS, [_row(file, sentence, one) for sentence, one in shown])
    if single:
        claims = _without_line(claims)
    if not (single and shown):
        return Result((claims,), FIELDS)
    (_, one), (row, *_) = shown[0], claims.rows
    parts = Section("Parts", _PARTS, [_part_row(part) for part in one.parts], audience="people")
    title = "Nearest facts" if one.verdict == "not-in-record" else "Deciding facts"
    facts = fact_section(store, one.facts, _FACTS, title)._replace(audience="people")
    sections = [claims, parts, facts]
    if passages:
        rows = [Row({}, (text, evidence["source"])) for evidence, text in passages]
        sections.append(Section("Passages", _PASSAGES, rows, audience="people"))
    return Result(tuple(sections), FIELDS, page=row.record)


def _without_line(section: Section) -> Section:
    at = [n for n, column in enumerate(section.columns) if column.name != "line"]
    rows = [row._replace(cells=tuple(row.cells[n] for n in at)) for row in section.rows]
    return section._replace(columns=tuple(section.columns[n] for n in at), rows=rows)


def _row(file: str, sentence: "DraftSentence | None", one: Checked) -> Row:
    record: dict[str, Any] = {
        "file": file or None,
        "line": sentence.line if sentence else None,
        "column": sentence.column if sentence else None,
        "claim": one.claim,
        "verdict": one.verdict,
        "differs": [_told(part) for part in _deciding(one)],
        "parts": [_part(part) for part in one.parts],
        "sources": _sources(one),
        "facts": list(one.facts),
    }
    cells: tuple[Cell, ...] = (
        one.verdict,
        str(sentence.line) if sentence else "",
        one.claim,
        tuple(record["differs"]),
        tuple(record["sources"]),
        tuple(fact["id"] for fact in one.facts[:MOST_CITED]),
    )
    spans = [(part.start, part.end) for part in _deciding(one)]
    return Row(record, cells, marks={"claim": spans})


def _sources(one: Checked) -> list[str]:
    """Return the sources of the deciding facts."""
    deciding = one.facts[:MOST_CITED]
    return list(dict.fromkeys(source for fact in deciding for source in fact["sources"]))


def _part(part: CheckedPart) -> dict[str, Any]:
    return {**part._asdict(), "facts": list(part.facts)}


def _part_row(part: CheckedPart) -> Row:
    sign = f"{SIGNS[part.verdict]} {_AGREES[part.verdict]}"
    return Row(_part(part), (sign, part.kind, part.text, part.says))


def _deciding(one: Checked) -> list[CheckedPart]:
    """Return the parts that decide against a claim: those that differ, or are not in the record."""
    if one.verdict == "supported":
        return []
    wanted = "contradicted" if one.verdict == "contradicted" else "not-in-record"
    return [part for part in one.parts if part.verdict == wanted]


def _told(part: CheckedPart) -> str:
    """Return what is wrong with a part: `600 officers: the record says about 400 officers`."""
    if part.verdict == "not-in-record" and part.kind == "when" and part.says:
        return f"{part.text}: the record says only {part.says}"
    if part.verdict == "not-in-record":
        return f"{part.text}: not in the record"
    return f"{part.text}: the record says {part.says}" if part.says else part.text


# --- lines for editors --------------------------------------------------------------------


def errorformat(name: str, shown: Shown) -> Iterator[str]:
    """Yield `FILE:LINE:COLUMN: VERDICT: TEXT` for each claim, as compilers do."""
    for sentence, one in shown:
        line, column = (sentence.line, sentence.column) if sentence else (1, 1)
        why = "; ".join(_told(part) for part in _deciding(one))
        facts = ", ".join(fact["id"] for fact in one.facts[:MOST_CITED])
        told = " ".join(filter(None, (why or _flat(one.claim), f"[{facts}]" if facts else "")))
        yield visible(f"{name}:{line}:{column}: {one.verdict}: {told}") + "\n"


def _flat(text: str) -> str:
    return " ".join(text.split())


# --- an annotated draft -------------------------------------------------------------------


def annotated(store: Store, text: str, shown: Shown) -> Iterator[str]:
    """Yield a draft in Markdown with a verdict and a footnote after each claim."""
    notes: list[str] = []
    at = 0
    first = 1 + max(map(int, re.findall(r"\[\^mss-(\d{1,6})\]", text)), default=0)
    for number, (sentence, one) in enumerate(shown, first):
        assert sentence is not None
        sign = f" **[{SIGNS[one.verdict]} {one.verdict}]**[^mss-{number}]"
        yield _kept(text[at : sentence.end].rstrip()) + sign
        at = sentence.end
        notes.append(_footnote(store, number, one))
    yield _kept(text[at:]).rstrip("\n") + "\n\n"
    yield from notes


def _kept(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


def _footnote(store: Store, number: int, one: Checked) -> str:
    """Return the note of a claim: what differs, and the citations of the deciding facts."""
    from mss_cli.output.formats.markdown import escaped

    told = [_told(part) for part in _deciding(one)]
    cited = [
        citation(store.sources[file], pin(*store.origin(file)), fact)["footnote"]
        for fact in one.facts[:1]
        for file in fact["sources"]
    ]
    lead = "Nearest: " if one.verdict == "not-in-record" else ""
    texts = [*told, *([lead + " ".join(cited)] if cited else [])]
    return f"[^mss-{number}]: {escaped(one.verdict)}. {escaped('. '.join(texts))}\n"
