"""What a shell may offer for a value that is being typed.

Only plain slugs and lists of them are offered, and no help text from a store: a shell may
evaluate what it is given (zsh expands `$(...)` in descriptions), and a terminal obeys what it
is sent.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from os import environ

from mss_cli import kinds, query
from mss_cli.commands import COMMANDS
from mss_cli.errors import MssError
from mss_cli.factlines import Lines
from mss_cli.model import FACT_FIELDS
from mss_cli.opening import open_store
from mss_cli.render import FORMATS
from mss_cli.result import flat_fields
from mss_cli.store import PARTS, Store
from mss_cli.typed import Any

MOST = 1_000  # of more than that nobody can read the list: another letter is to be typed
_SAFE = r"[A-Za-z0-9][A-Za-z0-9._,-]*"
_STORED: dict[str, Callable[[Store, str], Iterable[str]]] = {
    "entity": lambda store, _: store.entities,
    "topic": lambda store, _: store.topics,
    "about": lambda store, _: [*store.topics, *store.entities],
    "place": lambda store, _: sorted(store.tally("places")),
    "source": lambda store, _: store.sources,
    "fact": lambda store, begun: store.ids(begun),
    "cited": lambda store, begun: [*islice(store.ids(begun), MOST + 1), *store.sources],
    "question": lambda store, _: store.topics,
    "measure": lambda store, _: [name.id for name in store.measure_names],
}
_ONLY_FOR = {"question": "stances"}  # elsewhere --on takes dates, which are not offered
_FIXED: dict[str, Iterable[str]] = {
    "format": FORMATS,
    "kind": kinds.KINDS,
    "status": (*kinds.STATUSES, *query.STATES),
    "sort": query.SORTS,
    "when": ("possible", "certain"),
    "voice": kinds.VOICES,
    "class": kinds.CONFLICTS,
    "citation": kinds.CITATIONS,
    "schema": (*(c for c in COMMANDS if c != "schema"), *(f"{part}.json" for part in PARTS)),
}
_LISTS = ("kind", "status", "voice", "class", "fields")  # several are parted by commas


def offered(what: str, command: str, typed: Mapping[str, Any], begun: str) -> list[str]:
    """Return the values that begin so. what: as in options.Opt.completes; typed: the options."""
    if _ONLY_FOR.get(what, command) != command:
        return []
    before, comma, last = begun.rpartition(",") if what in _LISTS else ("", "", begun)
    try:
        values = _values(what, command, typed, last)
        fitting = (before + comma + s for s in values if s.startswith(last))
        found = list(islice((s for s in fitting if re.fullmatch(_SAFE, s)), MOST + 1))
    except (MssError, OSError):
        return []
    given = before.split(",")
    return [s for s in found if s[len(before + comma) :] not in given] if len(found) <= MOST else []


def _values(what: str, command: str, typed: Mapping[str, Any], begun: str) -> Iterable[str]:
    if what in _FIXED:
        return _FIXED[what]
    if what == "fields":
        module = __import__(f"mss_cli.commands.{command}", fromlist=["run"])
        fields = getattr(module, "FIELDS", FACT_FIELDS)
        return dict.fromkeys([*fields, *flat_fields(fields)])
    store = open_store(typed.get("store") or environ.get("MSS_STORE") or None).store
    if isinstance(store.facts, Lines) and not store.large:
        return []  # a large store without an index would be read whole, at each Tab
    return _STORED[what](store, begun)
