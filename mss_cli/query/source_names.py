"""Short names of sources: the publisher, or the start of the title, as a person would say it.

A label that stands for a title which the article lacks is in square brackets, as in a citation.

A name is unique within the store. A source for which no unique name can be made keeps the name
of its file.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from mss_cli import limits
from mss_cli.facts.model import Source
from mss_cli.query.store import Store
from mss_cli.text import fold, words

_WIDTH = 24  # characters of a name: more would leave the text too little room
_BEGUN = 3  # letters that may be the start of a word
_LEAST = 10  # a first word that leaves fewer is cut instead
# A shortened title does not end with one of these.
_SMALL = frozenset("a an and as at by for from in into is of on or over that the to with".split())
_TOKEN = r"[^\s,;:'\"]+"  # what may be a file name in a text, before full stops


def short_names(store: Store) -> dict[str, str]:
    """Return the short name of each source by its file name.

    It is empty for a store with more than limits.MAX_NAMED_SOURCES sources.
    """
    if len(store.sources) > limits.MAX_NAMED_SOURCES:
        return {}
    candidates = {file: list(_candidates(source)) for file, source in store.sources.items()}
    holders: dict[str, set[str]] = {}
    for file, names in candidates.items():
        for name in names:
            holders.setdefault(_key(name), set()).add(file)
    files = sorted((fold(file), file) for file in candidates)
    return {
        file: next(
            (n for n in names if len(holders[_key(n)]) == 1 and not _starts_other(n, file, files)),
            file,
        )
        for file, names in candidates.items()
    }


def files_named(store: Store, typed: str) -> list[str]:
    """Return the source with this short name, or all with this publisher, title or label.

    If there is none, return all for which one of these starts with the typed text.
    """
    wanted = _key(typed)
    names = {
        file: {_key(text) for text in (short, *_full(store.sources[file]))}
        for file, short in short_names(store).items()
    }
    same = [file for file, texts in names.items() if wanted in texts]
    begun = wanted if len(wanted) >= _BEGUN else f"{wanted} "
    return same or [f for f, texts in names.items() if any(t.startswith(begun) for t in texts)]


def with_short_names(text: str, names: Mapping[str, str]) -> str:
    """Return a text in which each file name is replaced by the short name of the source."""

    def named(match: re.Match[str]) -> str:
        token = match[0].rstrip(".")
        return names.get(token, token) + match[0][len(token) :]

    return re.sub(_TOKEN, named, text) if names else text


def _full(source: Source) -> Iterator[str]:
    yield from (t for t in (source["publisher"], source["title"], source["label"]) if t)


def _candidates(source: Source) -> Iterator[str]:
    printed = (source["publisher"], source["title"])
    for text in printed if source["title"] else (source["publisher"], source["label"]):
        # Commas and semicolons separate names, and quotation marks enclose them, when typed.
        line = " ".join(re.sub('[,;"]', " ", text or "").split()).lstrip("-–— ")
        if words(line):
            name = _shortened(line)
            yield name if text in printed else f"[{name}]"


def _shortened(line: str) -> str:
    """Return a text cut after a word, with `…` if anything is left out."""
    if len(line) <= _WIDTH:
        return line
    cut = line[:_WIDTH].rpartition(" ")[0]
    kept = (cut if len(cut) >= _LEAST else line[: _WIDTH - 1]).split(" ")
    while len(kept) > 1 and kept[-1].lower() in _SMALL:
        kept.pop()
    return " ".join(kept).rstrip(" :.-–—") + "…"


def _key(name: str) -> str:
    return fold(name.strip("[… ]"))


def _starts_other(name: str, file: str, files: list[tuple[str, str]]) -> bool:
    """Return True if another file starts with a name, so that the name could mean that one."""
    key = _key(name)
    for folded, other in files[bisect_left(files, (key, "")) :]:
        if not folded.startswith(key):
            return False
        if other != file:
            return True
    return False
