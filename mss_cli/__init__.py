"""mss: sourced facts about the Kenya-led security mission in Haiti.

    import mss_cli as mss

    with mss.open() as record:
        for fact in record.events(since="2024-06", who="ruto"):
            print(fact["date"], fact["text"], fact["sources"])

docs/guide/python.md shows the rest. The package has layers, and imports point down only:
docs/architecture.md describes them, and tests/project/test_architecture.py checks them.
"""

from typing import TYPE_CHECKING, Any

from mss_cli.errors import DataError, MssError, NotFoundError, UsageError

if TYPE_CHECKING:
    from mss_cli.answers import Page, Rows
    from mss_cli.record import Record
    from mss_cli.record import open_record as open  # noqa: A004

__all__ = ["DataError", "MssError", "NotFoundError", "Page", "Record", "Rows", "UsageError", "open"]
__version__ = "0.1.0"
_NAMES = {"Page": "Page", "Record": "Record", "Rows": "Rows", "open": "open_record"}


def __getattr__(name: str) -> Any:
    """Return a name of the API, loaded at its first use: the command line needs none of them."""
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mss_cli import record

    return getattr(record, _NAMES[name])
