"""Looks up a fact by id or unique id prefix, for `mss show` and `mss cite`."""

from mss_cli import limits
from mss_cli.errors import NotFoundError, UsageError
from mss_cli.facts.model import Fact
from mss_cli.query.store import Store


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


def _nearest(store: Store, typed: str) -> str:
    """Suggest the ids that share at least half of the typed words, misspelt or not.

    A large store has too many ids to compare.
    """
    from mss_cli.query.resolution import edits

    wanted = set(typed.lower().split("-"))
    scored = []
    for identifier in store.ids() if store.size <= limits.MAX_COUNTED_FACTS else ():
        words = identifier.split("-")
        shared = sum(any(edits(w, word) is not None for word in words) for w in wanted)
        if shared * 2 >= len(wanted):
            scored.append((-shared, identifier))
    nearest = ", ".join(identifier for _, identifier in sorted(scored)[:5])
    return f"nearest: {nearest}" if nearest else "'mss search' finds facts by their words"
