"""The tables of an exported folder in an engine, queried through ibis."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import ibis
from ibis.common.exceptions import IbisError

from mss_cli.errors import DataError, UsageError
from mss_cli.stores.locations import Location

NAMES = ("facts", "records", "terms", "words", "passages", "wording", "sources")
DEFAULT_MASTER = "local[2]"


class Tables:
    """The tables of a folder, as expressions, and the engine that evaluates them.

    master: where Spark runs; "" for this machine.
    """

    def __init__(self, place: Location, master: str = "") -> None:
        self._path = place.path
        with self._errors():
            connect = {"duckdb": _duckdb, "spark": _spark}[place.scheme]
            self._connection = connect(master)
            tables = {
                name: self._connection.read_parquet(
                    self._files(place.scheme, name), table_name=name
                )
                for name in NAMES
            }
            self.facts, self.records = tables["facts"], tables["records"]
            self.terms, self.words = tables["terms"], tables["words"]
            self.passages, self.wording = tables["passages"], tables["wording"]
            self.sources = tables["sources"]

    def _files(self, scheme: str, name: str) -> Any:
        """Return the files of a table, as an engine wants them."""
        below = {"facts": "facts", "wording": "wording.parquet", "sources": "sources.parquet"}
        path = os.path.join(os.path.abspath(self._path), below.get(name, f"search/{name}"))
        if scheme == "spark":
            return re.sub(r"([\\\[\]{}*?])", r"\\\1", path)  # Hadoop takes the path for a pattern
        files = sorted(
            os.path.join(at, file)
            for at, _, files in os.walk(path)
            for file in files
            if file.endswith(".parquet")
        )
        # DuckDB reads each name as a glob pattern.
        return [re.sub(r"([\[*?])", r"[\1]", file) for file in files or [path]]

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Return the rows of a table expression. Raises DataError."""
        with self._errors():
            found: list[dict[str, Any]] = self._connection.to_pyarrow(expression).to_pylist()
            return found

    def value(self, expression: Any) -> Any:
        """Return the value of a scalar expression. Raises DataError."""
        with self._errors():
            return self._connection.to_pyarrow(expression).as_py()

    def close(self) -> None:
        """Disconnect from the engine."""
        with suppress(Exception):  # it may be gone
            self._connection.disconnect()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn any exception of an engine into one line. Each engine has its own exceptions."""
        try:
            yield
        except (DataError, UsageError, ImportError):
            raise
        except (IbisError, Exception) as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise DataError(
                f"the engine failed ({lines[0][:300]})",
                where=f"store {self._path!r}",
                expected="check the folder with --store parquet:DIR, or export it again",
            ) from None


def _duckdb(_: str) -> Any:
    return ibis.duckdb.connect()


def _spark(master: str) -> Any:
    """Connect to Spark, and start it if it is not running. Raises UsageError."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master or DEFAULT_MASTER).appName("mss")
    for name, value in _SPARK.items():
        builder = builder.config(name, value)
    with _silenced():
        try:
            session = builder.getOrCreate()
        except Exception as error:  # pyspark and py4j have exceptions of their own
            first = str(error).strip().partition("\n")[0][:200]
            raise UsageError(
                f"Spark cannot start ({first})",
                where="--store",
                expected="install Java 17 or 21, and check MSS_SPARK_MASTER",
            ) from None
        session.sparkContext.setLogLevel("OFF")
        return ibis.pyspark.connect(session)


_SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.shuffle.partitions": "4",  # the default of 200 is for larger machines
}


@contextmanager
def _silenced() -> Iterator[None]:
    """Discard what Java prints on standard error while Spark starts.

    Java writes to the file descriptor itself, before a log level can be set.
    """
    try:
        kept = os.dup(2)
    except OSError:  # standard error is closed
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)
