"""Looks up facts by id or unique id prefix, and what to cite, for `mss show` and `mss cite`."""

from collections.abc import Iterable
from typing import NamedTuple

from mss_cli import limits
from mss_cli.errors import NotFoundError, UsageError
from mss_cli.facts.model import Fact
from mss_cli.query.store import Store
from mss_cli.query.values import source_files

_CLOSE = 0.6  # difflib's ratio from which on an id counts as misspelt


class Cited(NamedTuple):
    """A source to cite, as a whole or for one fact."""

    source: str
    fact: Fact | None


def find_fact(store: Store, typed: str) -> Fact:
    """Return the fact with this id, or the only fact whose id starts with it.

    Raises NotFoundError with the nearest ids, and UsageError for an empty id.
    """
    exact = store.fact(typed)
    if exact is not None:
        return exact
    if not typed.strip():
        raise UsageError("the id is empty", expected="run 'mss facts --fields id' to list the ids")
    matches = sorted(store.ids(typed.lower()))
    only = store.fact(matches[0]) if len(matches) == 1 else None
    if only is not None:
        return only
    if matches:
        more = f" and {len(matches) - 10} more" if len(matches) > 10 else ""
        listed = ", ".join(matches[:10]) + more
        raise NotFoundError(f"{typed!r} is the start of several ids", expected=listed)
    raise NotFoundError(f"no fact has the id {typed!r}", expected=_nearest(store, typed))


def find_cited(store: Store, typed: Iterable[str]) -> list[Cited]:
    """Return what the typed ids and names cite, in their order, each once.

    A fact is cited with each of its sources. Raises NotFoundError, which names every id that is
    unknown or ambiguous, and UsageError for an empty id.
    """
    found: dict[tuple[str, str], Cited] = {}
    errors: dict[str, None] = {}
    for one in typed:
        try:
            for cited in _cited(store, one):
                key = (cited.fact["id"] if cited.fact else "", cited.source)
                found.setdefault(key, cited)
        except NotFoundError as error:
            errors[str(error)] = None
    if errors:
        raise NotFoundError("; ".join(errors))
    return list(found.values())


def _cited(store: Store, typed: str) -> list[Cited]:
    files = [] if store.fact(typed) else source_files(store, typed)
    begun = sorted(store.ids(typed.lower())) if files else []
    if len(files) + len(begun) > 1 and typed not in store.sources:
        listed = ", ".join([*files, *begun][:10])
        raise NotFoundError(f"{typed!r} is the start of several names", expected=listed)
    if files:
        return [Cited(file, None) for file in files]
    try:
        fact = find_fact(store, typed)
    except NotFoundError as error:
        from mss_cli.query.source_names import short_names

        names = short_names(store)
        near = _alike(typed, [*names, *names.values()])
        if near:
            error.expected += f"; nearest source: {near[0]}"
        raise
    return [Cited(file, fact) for file in fact["sources"]]


def _nearest(store: Store, typed: str) -> str:
    """Suggest the ids that share at least half of the typed words, misspelt or not.

    If there are none, suggest the ids that are spelt most alike. A large store has too many ids
    to compare.
    """
    from mss_cli.query.resolution import edits

    wanted = set(typed.lower().split("-"))
    scored = []
    every = list(store.ids()) if store.size <= limits.MAX_COUNTED_FACTS else []
    for identifier in every:
        words = identifier.split("-")
        shared = sum(any(edits(w, word) is not None for word in words) for w in wanted)
        if shared * 2 >= len(wanted):
            scored.append((-shared, identifier))
    nearest = [identifier for _, identifier in sorted(scored)[:5]] or _alike(typed, every)
    if nearest:
        return f"nearest: {', '.join(nearest)}"
    return "'mss search' finds facts by their words"


def _alike(typed: str, names: list[str]) -> list[str]:
    from difflib import get_close_matches

    lower = {name.lower(): name for name in names}
    return [lower[near] for near in get_close_matches(typed.lower(), lower, 3, _CLOSE)]
