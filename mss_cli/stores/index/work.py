"""The work on facts that needs no database, batch by batch, so that other processes can do it."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Fact
from mss_cli.facts.story import first_days
from mss_cli.search.collection import texts, words_by_text
from mss_cli.search.lexicon import stemmer
from mss_cli.stores import ordering
from mss_cli.stores.directory import part_file, schema
from mss_cli.stores.index.rows import Batch, RowBuilder
from mss_cli.stores.json_files import Block, Line, parse_line, read_block
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.ndjson import read_bytes
from mss_cli.stores.validation import first_fault

Printable = Callable[[Any], str]
NumberedLine = tuple[int, int, int]  # the number of a fact; the offset and length of its line


class FactWorker:
    """Checks the facts of a store and builds their rows.

    directory: of the store. parts: all but its facts; the sentences of sources are not needed.
    printable: returns the JSON line that mss prints for a record.
    """

    def __init__(self, directory: str, parts: dict[str, Any], printable: Printable) -> None:
        self._directory = directory
        self._path = part_file(directory, "facts")
        self._printable = printable
        self._store = MemoryStore({**parts, "facts": []}, directory)
        self._published = first_days(self._store.sources)
        self._first_fault = first_fault(parts, schema("facts"))
        self._rows = RowBuilder(self._store, stemmer())

    # --- first: check each fact -----------------------------------------------------------

    def check(self, block: Block) -> list[tuple[Any, ...]]:
        """Check the lines of a block; return their rows of the table `line`. Raises DataError."""
        rows: list[tuple[Any, ...]] = []
        lines = read_block(self._path, block)
        while facts := self._checked(lines):
            rows += (self._line(fact, line) for fact, line in facts)
        return rows

    def _checked(self, lines: Iterator[Line]) -> list[tuple[Fact, Line]]:
        """Parse and check the next lines. Raises DataError for the first that is faulty."""
        found: list[tuple[Fact, Line]] = []
        unreadable = None
        try:
            for line in islice(lines, limits.SCAN_BATCH):
                found.append((parse_line(line.raw, _where(line)), line))
        except DataError as error:
            unreadable = error  # a line before it may be faulty too
        fault = self._first_fault([fact for fact, _ in found])
        if fault:
            index, what = fault
            raise invalid(self._directory, _where(found[index][1]), what)
        if unreadable:
            raise unreadable
        return found

    def _line(self, fact: Fact, line: Line) -> tuple[Any, ...]:
        superseding = " ".join(sorted(fact["superseded_by"])) or None
        return ordering.row(fact, self._published, line.offset, len(line.raw), superseding)

    # --- second: build the rows of each fact ----------------------------------------------

    def build(self, lines: Sequence[NumberedLine]) -> Batch:
        """Return the rows of the facts on these lines."""
        batch = Batch()
        with open(self._path, "rb") as file:
            for first in range(0, len(lines), limits.SCAN_BATCH):
                self._add(batch, file.fileno(), lines[first : first + limits.SCAN_BATCH])
        return batch

    def _add(self, batch: Batch, descriptor: int, numbered: Sequence[NumberedLine]) -> None:
        wording = self._store.wording
        lines = [read_bytes(descriptor, offset, length).decode() for _, offset, length in numbered]
        facts = [json.loads(line) for line in lines]
        words = words_by_text(facts, wording)
        for line, fact, (number, offset, length) in zip(lines, facts, numbered, strict=True):
            text_words = [(text, words[text]) for _, text in texts(fact, wording)]
            canonical = self._printable(fact) + "\n" == line
            batch.add(self._rows, fact, number, text_words, (offset, length, canonical))


def _where(line: Line) -> str:
    return f"facts.ndjson line {line.number}"


def invalid(directory: str, where: str, what: str) -> DataError:
    """Return the error for a problem of a store."""
    return DataError(
        f"{where}: {what}",
        where=f"store {directory!r}",
        expected="run 'mss verify --store DIR' to list all problems",
    )
