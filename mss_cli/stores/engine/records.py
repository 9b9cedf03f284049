"""What an engine holds beside the facts: sources, and the words of passages, read as needed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, cast

from mss_cli import limits
from mss_cli.facts.model import Fact, Source
from mss_cli.stores.engine.tables import Tables
from mss_cli.stores.tables.columns import record_of
from mss_cli.stores.tables.parts import batches

Span = tuple[str, int, int]


class Sources(Mapping[str, Source]):
    """The sources of a store by file; each is read when it is asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._cache: dict[str, Source] = {}

    @cached_property
    def files(self) -> list[str]:
        """The files of all sources, in the order of the store."""
        rows = self._tables.rows(self._tables.sources.select("file"))
        return [row["file"] for row in rows]

    def fetch(self, facts: Iterable[Any]) -> None:
        """Look up the sources that some facts cite, in one query. The facts may be no facts."""
        files: set[str] = set()
        for fact in facts:
            with suppress(TypeError, KeyError):
                files.update(str(evidence["source"]) for evidence in fact["evidence"])
        self._look_up(files - self._cache.keys())

    def _look_up(self, files: Collection[str]) -> None:
        if not files:
            return
        table = self._tables.sources
        # One query reads a whole small store.
        few = len(self.files) <= limits.MAX_RECORDS_IN_MEMORY
        wanted = table if few else table.filter(table.file.isin(sorted(files)))
        if len(self._cache) >= limits.MAX_RECORDS_IN_MEMORY:
            self._cache.clear()
        found = (record_of("sources", row) for row in self._tables.rows(wanted))
        self._cache.update((source["file"], source) for source in found)

    def __getitem__(self, file: str) -> Source:
        if file not in self._cache:
            self._look_up([file])
        return self._cache[file]

    def __iter__(self) -> Iterator[str]:
        # Whoever goes through the files mostly wants the sources too.
        for some in batches(self.files, limits.MAX_RECORDS_IN_MEMORY):
            self._look_up({*some} - self._cache.keys())
            yield from some

    def __len__(self) -> int:
        return len(self.files)


class Words(Mapping[Span, str]):
    """The distinct words of passages by source, start and end, looked up for many facts at once."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._cache: dict[Span, str | None] = {}

    def fetch(self, facts: Sequence[Fact]) -> None:
        """Look up the words of all passages of some facts, in one query."""
        spans = {(e["source"], e["start"], e["end"]) for fact in facts for e in fact["evidence"]}
        spans -= self._cache.keys()
        if not spans:
            return
        if len(self._cache) > limits.MAX_FACTS_IN_MEMORY:
            self._cache.clear()
        table = self._tables.wording
        wanted = table.filter(
            table.source.isin(sorted({source for source, _, _ in spans}))
            & table.start.isin(sorted({start for _, start, _ in spans}))
        )
        self._cache.update(dict.fromkeys(spans))
        for row in self._tables.rows(wanted):
            self._cache[row["source"], row["start"], row["end"]] = row["words"]

    def __getitem__(self, span: Span) -> str:
        if span not in self._cache:
            source, start, end = span
            asked = {"evidence": [{"source": source, "start": start, "end": end}]}
            self.fetch([cast(Fact, asked)])
        words = self._cache[span]
        if words is None:
            raise KeyError(span)
        return words

    def __iter__(self) -> Iterator[Span]:
        table = self._tables.wording.select("source", "start", "end")
        return ((r["source"], r["start"], r["end"]) for r in self._tables.rows(table))

    def __len__(self) -> int:
        return self._size

    @cached_property
    def _size(self) -> int:
        return int(self._tables.value(self._tables.wording.count()))
