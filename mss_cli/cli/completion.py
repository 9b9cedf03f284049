"""The values that a shell offers when the user presses Tab.

Only slugs and lists of slugs are offered, and never text from a store. A shell may evaluate
text (zsh expands `$(...)` in descriptions), and a terminal obeys escape sequences.
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
    "fact": lambda store, typed: store.ids(typed),
    "cited": lambda store, typed: [
        *islice(store.ids(typed), limits.MAX_COMPLETIONS + 1),
        *store.sources,
    ],
    "question": lambda store, _: store.topics,
    "measure": lambda store, _: [name.id for name in store.measure_names],
}
_ONLY_FOR = {"question": "stances"}  # in other commands --on takes a date
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
_LISTS = ("kind", "status", "voice", "class", "fields")  # lists separated by commas


def offered(sort: str, command: str, options: Mapping[str, Any], typed: str) -> list[str]:
    """Return the values that start with the text typed so far, or none if there are too many.

    sort: what to offer, as in options.Opt.completes. options: those already on the line.
    """
    if _ONLY_FOR.get(sort, command) != command:
        return []
    before, comma, last = typed.rpartition(",") if sort in _LISTS else ("", "", typed)
    try:
        safe = (v for v in _values(sort, command, options, last) if re.fullmatch(_SAFE, v))
        fitting = (value for value in safe if value.startswith(last))
        values = list(islice(fitting, limits.MAX_COMPLETIONS + 1))
    except (MssError, OSError):
        return []
    if len(values) > limits.MAX_COMPLETIONS:
        return []
    listed = before.split(",")
    candidates = (before + comma + value for value in values if value not in listed)
    return [candidate for candidate in candidates if re.fullmatch(_SAFE, candidate)]


def _values(sort: str, command: str, options: Mapping[str, Any], typed: str) -> Iterable[str]:
    if sort in _FIXED:
        return _FIXED[sort]
    if sort == "fields":
        module = __import__(f"mss_cli.cli.commands.{command}", fromlist=["run"])
        fields = getattr(module, "FIELDS", FACT_FIELDS)
        return dict.fromkeys([*fields, *flat_fields(fields)])
    store = open_store(options.get("store") or environ.get("MSS_STORE") or None).store
    if isinstance(store.facts, Lines) and not store.large:
        return []  # each Tab would read the whole of a large store
    return _STORED[sort](store, typed)
