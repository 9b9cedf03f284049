"""The record in the formats of other programs, one module each.

    jsonld.py      linked data: Web Annotation, PROV and schema.org
    timelinejs.py  the JSON of a TimelineJS timeline
    ftm.py         statements of FollowTheMoney
    xlsx.py        a workbook, with a sheet for each table

The formats that --store can read back (sqlite, parquet and json) are in stores/tables/.

To add a format, write one module here and add one line to the table below. The module of a text
format has `text(extract) -> Iterator[str]`, and may have `notes(extract)`, which returns lines on
what is left out. Any other module has `write(extract, path)`, which makes a new file or folder at
the path, and may return such lines.
"""

from typing import Any, Literal, NamedTuple


class Format(NamedTuple):
    """A format of `mss export`.

    shape: what it makes; `text` can go to standard output. module: below mss_cli. extra: the extra
    that installs what it needs, or "".
    """

    shape: Literal["text", "file", "folder"]
    module: str
    extra: str = ""

    def load(self) -> Any:
        """Import and return the module. Raises ImportError if its extra is not installed."""
        return __import__(f"mss_cli.{self.module}", fromlist=["write"])


FORMATS = {
    "sqlite": Format("file", "stores.tables.sqlite"),
    "parquet": Format("folder", "stores.tables.parquet", "parquet"),
    "json": Format("folder", "stores.tables.json"),
    "xlsx": Format("file", "output.exports.xlsx", "xlsx"),
    "jsonld": Format("text", "output.exports.jsonld"),
    "timelinejs": Format("text", "output.exports.timelinejs"),
    "ftm": Format("text", "output.exports.ftm"),
}
