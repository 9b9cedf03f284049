"""The values that a shell offers when the user presses Tab.

Only slugs and lists of slugs are offered, and never text from a store. A shell may evaluate
text (zsh expands `$(...)` in descriptions), and a terminal obeys escape sequences.
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from os import environ
from typing import Any

from mss_cli import limits
from mss_cli.cli.commands import COMMANDS, fields_of, prints_records
from mss_cli.cli.options import Parameter
from mss_cli.errors import MssError
from mss_cli.output.fields import flat_fields
from mss_cli.query.store import Store
from mss_cli.stores import named, open_stores
from mss_cli.stores.directory import PARTS
from mss_cli.stores.ndjson import FactFile
from mss_cli.text import fold

_SAFE = r"[A-Za-z0-9][A-Za-z0-9._,-]*"
FROM_STORE: dict[str, Callable[[Store, str], Iterable[str]]] = {
    "entity": lambda store, _: [*store.entities, *surnames(store)],
    "topic": lambda store, _: store.topics,
    "about": lambda store, _: [*store.topics, *store.entities, *surnames(store)],
    "place": lambda store, _: sorted(store.tally("places")),
    "source": lambda store, _: store.sources,
    "fact": lambda store, typed: store.ids(typed.lower()),
    "cited": lambda store, typed: [
        *islice(store.ids(typed.lower()), limits.MAX_COMPLETIONS + 1),
        *store.sources,
    ],
    "question": lambda store, _: store.topics,
    "measure": lambda store, _: [name.id for name in store.measure_names],
}


def surnames(store: Store) -> Iterator[str]:
    """Yield the one-word names by which the record also calls people: `ruto`."""
    for entity in store.entities.values():
        if entity["kind"] == "person":
            yield from (fold(name) for name in entity["aliases"] if name.isalpha())


def offered(
    parameter: Parameter, command: str, options: Mapping[str, Any], typed: str
) -> list[str]:
    """Return the values that start with the text typed so far, or none if there are too many.

    Case does not matter, and a shell that compares it finds the text as it was typed.

    options: those already on the line, by name.
    """
    separated = parameter.shape == "many" and isinstance(parameter.opt.completes, tuple)
    before, comma, last = "", "", typed
    if separated or parameter.opt.completes == "fields":
        before, comma, last = typed.rpartition(",")
    try:
        with closing(_values(parameter, command, options, last)) as every:
            safe = (value for value in every if re.fullmatch(_SAFE, value))
            start = last.lower()
            fitting = (last + v[len(last) :] for v in safe if v.lower().startswith(start))
            values = list(dict.fromkeys(islice(fitting, limits.MAX_COMPLETIONS + 1)))
    except (MssError, OSError):
        return []
    if len(values) > limits.MAX_COMPLETIONS:
        return []
    listed = before.split(",")
    candidates = (before + comma + value for value in values if value not in listed)
    return [candidate for candidate in candidates if re.fullmatch(_SAFE, candidate)]


def _values(
    parameter: Parameter, command: str, options: Mapping[str, Any], typed: str
) -> Generator[str, None, None]:
    completes = parameter.opt.completes
    if isinstance(completes, tuple):
        yield from completes
    elif completes == "schema":
        yield from filter(prints_records, COMMANDS)
        yield from (f"{part}.json" for part in PARTS)
    elif completes == "fields":
        fields = fields_of(command)
        yield from dict.fromkeys([*fields, *flat_fields(fields)])
    elif completes != "question" or command == "stances":  # in other commands --on takes a date
        stores = named(options.get("store") or (), environ.get("MSS_STORE"))
        with closing(open_stores(stores).store) as store:
            # Of a large store without an index, each Tab would read the whole.
            if store.large or not isinstance(store.facts, FactFile):
                yield from FROM_STORE[completes](store, typed)
