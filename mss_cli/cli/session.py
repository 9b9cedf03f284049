"""The session a command runs in: the store, the articles, today's date, and the output.

The environment, the terminal and the clock are read in entry.py and passed in as values. No
module below the command line reads them.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from mss_cli import limits
from mss_cli.cli.inputs import content
from mss_cli.cli.options import Output
from mss_cli.errors import UsageError
from mss_cli.output.formats import FLAT_FORMATS, FORMATS, render
from mss_cli.output.result import Result, Style
from mss_cli.stores import open_stores
from mss_cli.text import visible

if TYPE_CHECKING:
    from mss_cli.search import SearchableStore


def abandon(stream: TextIO | None) -> None:
    """Redirect a stream that cannot be written to the null device, so that exit is silent."""
    from contextlib import suppress

    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[union-attr]


def _own_articles(stores: tuple[str | None, ...]) -> str | None:
    """Return the articles that a store of one's own keeps, or None."""
    if len(stores) > 1 or stores[0] is None:
        return None
    folder = os.path.join(stores[0], "articles")
    return folder if os.path.isdir(folder) and not os.path.islink(folder) else None


class Session:
    """One run of a command."""

    def __init__(
        self,
        style: Style,
        today: str,
        stores: tuple[str | None, ...] = (None,),
        articles: str | None = None,
        quiet: bool = False,
        pager: str = "",
        height: int = 24,
        spark_master: str = "",
    ) -> None:
        self.style = style
        self.today = today
        self.stores = stores
        own = _own_articles(stores) if articles is None else None
        self.articles_directory = own if articles is None else articles
        self.has_own_articles = own is not None  # those of the store, maybe not of every source
        self.quiet = quiet
        self.pager = pager
        self.height = height
        self.spark_master = spark_master

    @cached_property
    def store(self) -> "SearchableStore":
        """The store, opened at first use. Raises DataError."""
        opened = open_stores(self.stores, self.spark_master)
        self.say(opened.notes)
        return opened.store

    @property
    def store_directory(self) -> str | None:
        """The directory of the only store; None for the bundled one. Raises UsageError."""
        if len(self.stores) > 1:
            raise UsageError("this command takes one store", where="--store")
        return self.stores[0]

    def close(self) -> None:
        """Close the store if a command opened it."""
        if "store" in self.__dict__:
            self.store.close()

    def content(self, file: str) -> bytes:
        """Return the bytes of a file that the user named, or of standard input (`-`)."""
        return content(file)

    @property
    def watched(self) -> TextIO | None:
        """Standard error if it is a terminal and not silenced, for a progress bar; else None."""
        seen = not self.quiet and sys.stderr is not None and sys.stderr.isatty()
        return sys.stderr if seen else None

    def say(self, lines: Iterable[str]) -> None:
        """Print counts, hints and explanations on standard error, unless silenced."""
        if self.quiet or sys.stderr is None:
            return
        try:
            for line in lines:
                print(visible(line), file=sys.stderr)
            sys.stderr.flush()
        except (OSError, ValueError):  # the answer is printed even if stderr is closed
            abandon(sys.stderr)

    def write(self, chunks: Callable[[], Iterator[str]]) -> None:
        """Write an answer, through the pager if there is one and the answer is long.

        chunks: returns the answer from its start; it may be asked again.
        """
        if self.pager:
            from mss_cli.cli.pager import show

            show(chunks, self.pager, self.style.width, self.height)
            return
        for chunk in chunks():
            sys.stdout.write(chunk)
        sys.stdout.flush()

    def emit(self, result: Result, output: Output, notes: Iterable[str] = ()) -> int:
        """Print a result in the chosen format and return the exit status.

        notes: how mss read the question, printed on standard error before the answer.
        """
        name = self.format(output)
        if output.fields is not None:
            from mss_cli.output.fields import with_fields

            result = with_fields(result, output.fields)
        if output.flat:
            result = self._flat(result, output, name)
        names, links = self._shown_sources(name, result, files=output.fields is not None)
        style = self.style._replace(
            header=output.header,
            excel=output.excel,
            links=links,
            names=names,
            most=limits.MAX_TABLE_ROWS_ON_REQUEST if output.format else limits.MAX_TABLE_ROWS,
        )
        self.say(notes)
        self.write(lambda: render(name, result, style))
        empty = result.page is None and not any(section.rows for section in result.sections)
        return 1 if empty and output.exit_status else 0

    def _flat(self, result: Result, output: Output, format_name: str) -> Result:
        if format_name not in FLAT_FORMATS:
            raise UsageError(
                f"cannot be combined with the format {format_name}",
                where="--flat",
                expected=f"use {', '.join(FLAT_FORMATS)}",
            )
        from mss_cli.output.flat import flattened

        return flattened(result, chosen=output.fields is not None)

    def format(self, output: Output) -> str:
        """Return the format that the options choose. Raises UsageError."""
        flags = (
            ("csv", "--excel", output.excel),
            ("json", "--json", output.json),
            ("compact", "--compact", output.compact),
        )
        typed = {name: flag for name, flag, given in flags if given}
        if output.format is not None:
            typed.setdefault(output.format, f"--format {output.format}")
        if len(typed) > 1:
            raise UsageError(
                f"{' and '.join(list(typed.values())[:2])} cannot be combined",
                expected="use --excel alone, which prints csv"
                if output.excel
                else "use one of them",
            )
        name = next(iter(typed), None)
        if name is None:
            return "table" if self.style.terminal else "tsv"
        if name not in FORMATS:
            raise UsageError(
                f"unknown format {name!r}",
                where="--format",
                expected=f"use one of {', '.join(FORMATS)}",
            )
        return name

    def _shown_sources(
        self, format_name: str, result: Result, files: bool
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return the short name of each source in a table, and the URL of each shown name.

        files: True to show the files. There are no URLs if the terminal does not show links, or
        without articles. Other formats and tables without sources have neither.
        """
        columns = [column for section in result.sections for column in section.columns]
        cited = any(column.shape == "files" or column.cites for column in columns)
        if format_name not in ("table", "compact") or not cited:
            return {}, {}
        from mss_cli.query.source_names import short_names

        names = {} if files else short_names(self.store)
        linked = format_name == "table" and self.style.terminal and self.style.styled
        if not (linked and self.articles_directory):
            return names, {}
        from pathlib import Path

        directory = Path(self.articles_directory).absolute()
        shown = {file: names.get(file, file) for file in self.store.sources}
        return names, {name: (directory / file).as_uri() for file, name in shown.items()}
