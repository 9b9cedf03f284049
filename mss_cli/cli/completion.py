"""What a shell may offer for a value that is being typed.

Only plain slugs and lists of them are offered, and no help text from a store: a shell may
evaluate what it is given (zsh expands `$(...)` in descriptions), and a terminal obeys what it
is sent.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from os import environ
from typing import Any

from mss_cli import limits
from mss_cli.cli.commands import COMMANDS
from mss_cli.errors import MssError
from mss_cli.facts import kinds
from mss_cli.facts.model import FACT_FIELDS
from mss_cli.facts.states import STATES
from mss_cli.output.fields import flat_fields
from mss_cli.output.formats import FORMATS
from mss_cli.query.query import SORTS
from mss_cli.query.store import Store
from mss_cli.stores import open_store
from mss_cli.stores.directory import PARTS
from mss_cli.stores.ndjson import Lines

_SAFE = r"[A-Za-z0-9][A-Za-z0-9._,-]*"
_STORED: dict[str, Callable[[Store, str], Iterable[str]]] = {
    "entity": lambda store, _: store.entities,
    "topic": lambda store, _: store.topics,
    "about": lambda store, _: [*store.topics, *store.entities],
    "place": lambda store, _: sorted(store.tally("places")),
    "source": lambda store, _: store.sources,
    "fact": lambda store, begun: store.ids(begun),
    "cited": lambda store, begun: [
        *islice(store.ids(begun), limits.MAX_COMPLETIONS + 1),
        *store.sources,
    ],
    "question": lambda store, _: store.topics,
    "measure": lambda store, _: [name.id for name in store.measure_names],
}
_ONLY_FOR = {"question": "stances"}  # elsewhere --on takes dates, which are not offered
_FIXED: dict[str, Iterable[str]] = {
    "format": FORMATS,
    "kind": kinds.KINDS,
    "status": (*kinds.STATUSES, *STATES),
    "sort": SORTS,
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
        found = list(
            islice((s for s in fitting if re.fullmatch(_SAFE, s)), limits.MAX_COMPLETIONS + 1)
        )
    except (MssError, OSError):
        return []
    given = before.split(",")
    return (
        [s for s in found if s[len(before + comma) :] not in given]
        if len(found) <= limits.MAX_COMPLETIONS
        else []
    )


def _values(what: str, command: str, typed: Mapping[str, Any], begun: str) -> Iterable[str]:
    if what in _FIXED:
        return _FIXED[what]
    if what == "fields":
        module = __import__(f"mss_cli.cli.commands.{command}", fromlist=["run"])
        fields = getattr(module, "FIELDS", FACT_FIELDS)
        return dict.fromkeys([*fields, *flat_fields(fields)])
    store = open_store(typed.get("store") or environ.get("MSS_STORE") or None).store
    if isinstance(store.facts, Lines) and not store.large:
        return []  # a large store without an index would be read whole, at each Tab
    return _STORED[what](store, begun)
