"""Find a fact by its id or by the start of its id, for `show` and `cite`."""

from mss_cli import limits
from mss_cli.errors import NotFoundError, UsageError
from mss_cli.facts.model import Fact
from mss_cli.query.store import Store


def find_fact(store: Store, typed: str) -> Fact:
    """Return the fact whose id is typed or is the only one to start so. Raises NotFoundError."""
    found = store.fact(typed)
    if found is not None:
        return found
    if not typed.strip():
        raise UsageError("the id is empty", expected="run 'mss facts --fields id' to list the ids")
    begin = sorted(store.ids(typed.lower()))
    only = store.fact(begin[0]) if len(begin) == 1 else None
    if only is not None:
        return only
    if begin:
        listed = ", ".join(begin[:10]) + (f" and {len(begin) - 10} more" if begin[10:] else "")
        raise NotFoundError(f"{typed!r} is the start of several ids", expected=listed)
    raise NotFoundError(f"no fact has the id {typed!r}", expected=_nearest(store, typed))


def _nearest(store: Store, typed: str) -> str:
    from mss_cli.query.resolution import edits

    wanted = set(typed.lower().split("-"))
    scored = []
    for identifier in store.ids() if store.size <= limits.MAX_COUNTED_FACTS else ():
        have = identifier.split("-")
        alike = sum(1 for w in wanted if w in have or any(edits(w, h) is not None for h in have))
        if alike * 2 >= len(wanted):
            scored.append((-alike, identifier))
    nearest = ", ".join(identifier for _, identifier in sorted(scored)[:5])
    return f"nearest: {nearest}" if nearest else "'mss search' finds facts by their words"
