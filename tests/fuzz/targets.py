"""The table of targets: each takes bytes, and raises if the program breaks a promise."""

from collections.abc import Callable

from fuzz import asking, dates, indexes, loading, rendering

TARGETS: dict[str, Callable[[bytes], None]] = {
    "dates": dates.target,
    "query": asking.query,
    "names": asking.names,
    "argv": asking.argv,
    "store": loading.target,
    "render": rendering.target,
    "index": indexes.target,
}
