"""From a typed id, or its beginning, to a fact; what `show` and `cite` have in common."""

from mss_cli.errors import NotFoundError, UsageError
from mss_cli.model import Fact
from mss_cli.store import Store


def find_fact(store: Store, typed: str) -> Fact:
    """Return the fact with an id or its unique beginning. Raises NotFoundError."""
    if typed in store.facts_by_id:
        return store.facts_by_id[typed]
    if not typed.strip():
        raise UsageError("the id is empty", expected="'mss facts --fields id' lists them")
    begin = [i for i in store.facts_by_id if i.startswith(typed.lower())]
    if len(begin) == 1:
        return store.facts_by_id[begin[0]]
    if begin:
        listed = ", ".join(begin[:10]) + (f" and {len(begin) - 10} more" if begin[10:] else "")
        raise NotFoundError(f"{typed!r} begins several ids", expected=listed)
    raise NotFoundError(f"no fact has the id {typed!r}", expected=_nearest(store, typed))


def _nearest(store: Store, typed: str) -> str:
    from mss_cli.names import edits

    wanted = set(typed.lower().split("-"))
    scored = []
    for identifier in store.facts_by_id:
        have = identifier.split("-")
        alike = sum(1 for w in wanted if w in have or any(edits(w, h) is not None for h in have))
        if alike * 2 >= len(wanted):
            scored.append((-alike, identifier))
    nearest = ", ".join(identifier for _, identifier in sorted(scored)[:5])
    return f"nearest: {nearest}" if nearest else "'mss search' finds facts by their words"
