"""A workbook for Excel and LibreOffice: a sheet for each table, with links between them.

A row is a record, and a column is a field, named as in --json. Names replace the ids of entities,
topics and measures; the sheet Involved has both.

Rows go to disk one by one. The same record gives the same bytes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from mss_cli import limits
from mss_cli.facts.dates import edtf_bounds, in_words
from mss_cli.facts.model import Fact, Source
from mss_cli.output.exports.dates import words
from mss_cli.output.exports.names import Names
from mss_cli.output.exports.sheets import Cell, Formats, Link, Sheet, day, too_many
from mss_cli.output.fields import value_of
from mss_cli.output.result import plain
from mss_cli.stores.extract import Extract
from mss_cli.text import for_file, plural

_CREATED = datetime(1980, 1, 1)  # as in the ZIP entries, so that the bytes stay the same
_INVOLVED = ("said_by", "said_to", "actors", "about", "places", "topics")


class Column(NamedTuple):
    """A column. name: the field. width: in characters.

    shape: what the value is, for a cell that is not the value itself: `name` and `names` (ids),
    `day`, `fact` and `source` (ids that lead to their rows), `files`.
    """

    name: str
    width: int
    shape: str = ""


class Table(NamedTuple):
    """A sheet: what it holds, and its columns."""

    holds: str
    columns: tuple[Column, ...]


TABLES = {
    "Facts": Table(
        "the facts in date order, undated ones last",
        (
            Column("id", 30),
            Column("kind", 11),
            Column("status", 11),
            Column("text", 60),
            Column("date", 22),
            Column("date_in_words", 30),
            Column("date_start", 12, "day"),
            Column("date_end", 12, "day"),
            Column("date_precision", 14),
            Column("date_basis", 11),
            Column("date_note", 40),
            Column("said_by", 24, "names"),
            Column("said_to", 24, "names"),
            Column("actors", 24, "names"),
            Column("about", 24, "names"),
            Column("places", 18, "names"),
            Column("topics", 24, "names"),
            Column("quantity.value", 15),
            Column("quantity.low", 15),
            Column("quantity.high", 15),
            Column("quantity.qualifier", 17),
            Column("quantity.unit", 16),
            Column("quantity.measure", 28, "name"),
            Column("stance.holder", 20, "name"),
            Column("stance.on", 24, "name"),
            Column("stance.position", 15),
            Column("phrases", 30),
            Column("sources", 26, "files"),
            Column("conflicts", 28),
            Column("superseded_by", 30),
        ),
    ),
    "Evidence": Table(
        "the passages that support each fact, or only the part of it in reports.part",
        (
            Column("fact", 30, "fact"),
            Column("source", 28, "source"),
            Column("form", 10),
            Column("paragraph", 11),
            Column("start", 10),
            Column("end", 10),
            Column("reports.date", 16),
            Column("reports.value", 18),
            Column("reports.status", 15),
            Column("reports.wording", 24),
            Column("reports.part", 40),
            Column("sha256", 68),
        ),
    ),
    "Involved": Table(
        "who and what each fact names, one per row, for filters and pivot tables",
        (
            Column("fact", 30, "fact"),
            Column("field", 12),
            Column("id", 28),
            Column("name", 40),
            Column("kind", 14),
        ),
    ),
    "Relations": Table(
        "how facts relate to other facts",
        (
            Column("fact", 30, "fact"),
            Column("type", 14),
            Column("to", 30, "fact"),
            Column("note", 60),
            Column("settled_by", 40),
        ),
    ),
    "Conflicts": Table(
        "where sources contradict, qualify, supersede or confirm each other",
        (
            Column("id", 40),
            Column("class", 14),
            Column("property", 12),
            Column("explanation", 70),
            Column("facts", 50),
            Column("sources", 26, "files"),
            Column("settled_by", 40),
        ),
    ),
    "Readings": Table(
        "what each passage says in a conflict",
        (
            Column("conflict", 40, "conflict"),
            Column("fact", 30, "fact"),
            Column("source", 28, "source"),
            Column("start", 10),
            Column("end", 10),
            Column("value", 60),
        ),
    ),
    "Entities": Table(
        "people, organisations, countries, places, missions and documents",
        (
            Column("id", 28),
            Column("kind", 14),
            Column("name", 40),
            Column("aliases", 50),
            Column("summary", 60),
            Column("represents", 28, "names"),
            Column("gender", 10),
        ),
    ),
    "Topics": Table(
        "the topics that facts are filed under",
        (
            Column("id", 28),
            Column("label", 32),
            Column("alt_labels", 40),
            Column("broader", 28, "name"),
            Column("definition", 60),
        ),
    ),
    "Measures": Table(
        "what the numbers count, and at which stage",
        (
            Column("id", 34),
            Column("label", 40),
            Column("alt_labels", 30),
            Column("series", 28),
            Column("stage", 12),
            Column("definition", 60),
        ),
    ),
    "Sources": Table(
        "the articles that the facts are taken from",
        (
            Column("file", 28),
            Column("name", 26),
            Column("title", 50),
            Column("label", 40),
            Column("publisher", 24),
            Column("byline", 24),
            Column("published.edtf", 24),
            Column("published_start", 15, "day"),
            Column("published_end", 14, "day"),
            Column("published.basis", 15),
            Column("published.note", 50),
            Column("language", 10),
            Column("chars", 10),
            Column("sha256", 68),
        ),
    ),
}


def write(extract: Extract, path: str) -> list[str]:
    """Write a workbook to a new file, and return lines for the user about what it lacks.

    Raises UsageError for more records than a sheet has rows, and OSError.
    """
    if extract.size >= limits.MAX_SHEET_ROWS:
        raise too_many("facts")
    try:
        # The temporary files are deleted even if an error leaves the workbook unfinished.
        with (
            TemporaryDirectory() as folder,
            Workbook(path, {"constant_memory": True, "tmpdir": folder}) as book,
        ):
            cut = _fill(book, extract)
    except FileCreateError as error:
        cause = error.__context__
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None
    return [_about_cut(cut)] if cut else []


def _about_cut(cut: int) -> str:
    texts = "1 text was" if cut == 1 else f"{cut:,} texts were"
    return f"{texts} cut: a cell holds at most {limits.MAX_CELL_CHARS:,} characters"


def _fill(book: Workbook, extract: Extract) -> int:
    """Write all sheets and return how many texts were cut."""
    formats = Formats(book)
    about = Sheet(book, formats, "About", (24, 100))
    sheets = {}
    for name, table in TABLES.items():
        sheets[name] = Sheet(book, formats, name, (column.width for column in table.columns))
        sheets[name].head(column.name for column in table.columns)
    cells = _Cells(extract)
    for name, record in _records(extract, cells):
        sheets[name].add(cells.row(name, record, sheets[name].row))
    for sheet in sheets.values():
        sheet.finish()
    cut = sum(sheet.cut for sheet in sheets.values())
    _write_about(about, formats, extract, {name: s.row - 1 for name, s in sheets.items()}, cut)
    properties = {"title": for_file(extract.manifest["title"]), "created": _CREATED}
    book.set_properties(properties)
    return cut


def _records(extract: Extract, cells: "_Cells") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the records of all tables, each with the name of its sheet."""
    for fact in extract.facts:
        yield "Facts", _fact(fact)
        for evidence in fact["evidence"]:
            yield "Evidence", {"fact": fact["id"], **evidence}
        for involved in _involved(fact, cells.names):
            yield "Involved", involved
    for fact in extract.facts:  # again, because a relation may lead to a later row
        for relation in fact["relations"]:
            yield "Relations", {**relation, "fact": fact["id"], "to": relation["fact"]}
    for conflict in extract.conflicts:
        yield "Conflicts", conflict
        for reading in conflict["readings"]:
            yield "Readings", {"conflict": conflict["id"], **reading}
    for entity in cells.names.entities.values():
        yield "Entities", entity
    for topic in cells.names.topics.values():
        yield "Topics", topic
    for measure in cells.names.measures.values():
        yield "Measures", measure
    for source in cells.names.sources.values():
        yield "Sources", _source(source, cells.names)


def _fact(fact: Fact) -> dict[str, Any]:
    date = fact["date"]
    conflicts = [f"{each['class']} on {each['property']}" for each in fact["conflicts"]]
    in_words = words(date, fact["date_basis"]) if date else "undated"
    return {**fact, "date_in_words": in_words, "conflicts": conflicts}


def _involved(fact: Mapping[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    for field in _INVOLVED:
        for identifier in fact[field]:
            entity = names.entities.get(identifier) if field != "topics" else None
            kind = entity["kind"] if entity else "topic" if field == "topics" else None
            named = {"id": identifier, "name": names.of(identifier), "kind": kind}
            yield {"fact": fact["id"], "field": field, **named}


def _source(source: Source, names: Names) -> dict[str, Any]:
    edtf = source["published"]["edtf"]
    start, end = edtf_bounds(edtf) if edtf else (None, None)
    name = names.source(source["file"])
    return {**source, "name": name, "published_start": start, "published_end": end}


class _Cells:
    """Makes cells from records. It knows in which row each fact and each source is."""

    def __init__(self, extract: Extract) -> None:
        self.names = Names(extract)
        self._rows: dict[str, dict[str, int]] = {
            "Facts": {},
            "Sources": {file: row for row, file in enumerate(self.names.sources, 1)},
            "Conflicts": {},
        }

    def row(self, sheet: str, record: Mapping[str, Any], row: int) -> list[Cell]:
        """Return the cells of a record. row: the row that they will be in."""
        rows = self._rows.get(sheet)
        # Past a limit, nothing links to a row, so that not every id is held in memory.
        if rows is not None and "id" in record and len(rows) < limits.MAX_FACTS_IN_MEMORY:
            rows[record["id"]] = row
        return [self._cell(c, value_of(record, c.name)) for c in TABLES[sheet].columns]

    def _cell(self, column: Column, value: Any) -> Cell:
        match column.shape:
            case "fact" | "source" | "conflict":
                sheet = f"{column.shape.capitalize()}s"
                return Link(value, sheet, self._rows[sheet].get(value))
            case "day":
                return day(value)
            case "name":
                return self.names.of(value) if value else None
            case "names":
                return plain(tuple(self.names.of(each) for each in value or ()))
            case "files":
                return plain(tuple(self.names.source(each) for each in value))
        return plain(tuple(value)) if isinstance(value, list) else value


# --- the first sheet ----------------------------------------------------------------------


def _write_about(
    sheet: Sheet, formats: Formats, extract: Extract, counts: Mapping[str, int], cut: int
) -> None:
    """Write what the workbook is, how to read it, and how many rows each sheet has."""
    sheet.add(["", extract.manifest["title"]], formats.title, formats.title)
    for label, text in _about(extract, cut):
        sheet.add([label, text], formats.label)
    sheet.add([])
    for name, count in counts.items():
        rows = plural(count, "row")
        link = Link(name, name, 0)
        sheet.add([link, f"{rows}: {TABLES[name].holds}"])


def _about(extract: Extract, cut: int) -> Iterator[tuple[str, str]]:
    """Yield what the workbook is and how to read it, each with its label."""
    manifest = extract.manifest
    coverage = manifest["coverage"]
    yield (
        "This workbook",
        "A copy of a record of facts, made with mss export xlsx. Each fact is stated in the "
        "record's own words and points to the passages of the articles that support it. "
        "Changes that you make here do not change the record.",
    )
    yield "Record", f"{manifest['name']} {manifest['version']}, SHA-256 {extract.fingerprint}"
    yield "Licence", manifest["licence"]
    if coverage["first"] and coverage["last"]:
        published = in_words(f"{coverage['first']}/{coverage['last']}")
        yield "Coverage", f"articles published {published}"
    yield "Selection", extract.share
    if extract.left_out:
        relations = plural(extract.left_out, "relation")
        yield "Left out", f"{relations} to facts that were not selected"
    if cut:
        yield "Cut", _about_cut(cut)
    yield (
        "Status",
        "Only occurred and ongoing mean that something happened or was the case. What is planned, "
        "proposed or conditional may never have happened; what is alleged is only a claim; what is "
        "denied or cancelled did not happen, according to a source.",
    )
    yield (
        "Dates",
        "date is in EDTF: 2024-09 is some time in that month, 2024-09-21/2024-09-30 some time "
        "between these days, ../2024-10 by the end of October 2024, 2024-10/.. from October 2024 "
        "on. ~ means approximate, ? uncertain. date_start and date_end are the first and the last "
        "possible day, empty where the date is open. date_basis is explicit if an article prints "
        "the date; otherwise the date was worked out. Days before March 1900 are text.",
    )
    yield (
        "Sources",
        "Each source is identified by its file name. start and end are character positions in "
        "that file, counted from 0, end excluded. sha256 is the digest of the passage or, in "
        "Sources, of the whole file. The articles are not part of this workbook.",
    )
    yield "Lists", "Semicolons separate the items of a list; \\; is a semicolon inside an item."
