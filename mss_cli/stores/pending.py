"""What a reader must know of a commit that is under way: which files of a store are new already.

A commit stages its files under `.mss/staged/N/` and then puts `.mss/intent.json` in place. From
that moment on the staged files are the store, and a reader finds them here until the writer has
put them in place. writing.py says how a commit goes.
"""

import re
from collections.abc import Callable, Mapping
from json import loads
from os.path import basename, dirname, isdir, join, lexists
from typing import Any, NamedTuple, TypeVar

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.stores.files import read_file

FOLDER = ".mss"  # the bookkeeping of writers
INTENT = f"{FOLDER}/intent.json"
HEAD = f"{FOLDER}/head"  # the number of the last commit
DECISIONS = f"{FOLDER}/decisions.ndjson"
STAGED = f"{FOLDER}/staged"
RECORD = "commit.json"  # in the folder of a commit, under staged/ a copy of the intent
_NAME = re.compile(r"(?:(?:articles|originals|drafts)/)?[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_Read = TypeVar("_Read")


class Intent(NamedTuple):
    """A commit under way. files: True for each file that it writes, False if it deletes it.

    drop: numbers of commits whose history it ends, because it takes them back.
    """

    number: int
    why: str
    files: Mapping[str, bool]
    drop: tuple[int, ...] = ()


def is_name(name: object) -> bool:
    """Return True for the name of a file that a commit may write, relative to the store."""
    return isinstance(name, str) and (name == DECISIONS or bool(_NAME.fullmatch(name)))


def read_intent(directory: str) -> Intent | None:
    """Return the commit under way in a store, or None. Raises DataError if it makes no sense."""
    path = join(directory, INTENT)
    if not lexists(path):
        return None
    try:
        content = read_file(path, INTENT, limits.MAX_INTENT_BYTES)
    except DataError:
        if not lexists(path):  # the writer has just finished
            return None
        raise
    try:
        return _intent(loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(
            f"is not the record of a commit ({str(error)[:80]})",
            where=INTENT,
            expected=f"copy {STAGED}/N/{RECORD} over it, with the highest N",
        ) from None


def _intent(record: Any) -> Intent:
    number, why, files, drop = (record[key] for key in ("number", "why", "files", "drop"))
    if type(number) is not int or not 0 < number < 10**9 or not isinstance(why, str):
        raise ValueError("number or why")
    for name, writes in files.items():
        if not is_name(name) or not isinstance(writes, bool):
            raise ValueError(f"the file {str(name)[:40]!r}")
    if not all(type(each) is int and each > 0 for each in drop):
        raise ValueError("drop")
    return Intent(number, why, files, tuple(drop))


def current(directory: str, name: str) -> str:
    """Return the path of a file of a store as readers must see it. Raises DataError."""
    intent = read_intent(directory)
    if intent is not None and name in intent.files:
        from mss_cli.stores.disk import resolved

        return resolved(directory, f"{STAGED}/{intent.number}/{name}")
    return join(directory, name)


def current_article(articles: str, file: str) -> str:
    """Return the path of an article in a directory, which may be `articles/` of a store."""
    articles = articles.rstrip("/") or articles
    store = dirname(articles) or "."
    if basename(articles) != "articles" or not lexists(join(store, INTENT)):
        return join(articles, file)
    return current(store, f"articles/{file}")


def steadily(directory: str, read: Callable[[], _Read]) -> _Read:
    """Return what `read` reads of a store, as of one commit, although somebody may commit to it.

    Raises DataError, also if somebody commits again and again.
    """
    for _ in range(limits.MAX_READ_ATTEMPTS):
        before = _stamp(directory)
        try:
            found = read()
        except DataError:
            if _stamp(directory) == before:
                raise
            continue
        if _stamp(directory) == before:
            return found
    raise DataError(
        "another program keeps writing to it", where=f"store {directory!r}", expected="try again"
    )


def _stamp(directory: str) -> tuple[str, bool]:
    """Return the number of the last commit, and True if it is still under way.

    Equal stamps mean that all that was read between them is of this commit. The second part
    matters: once a commit is done, the files staged for it may vanish. The number is read first,
    so that a commit between the two readings makes the stamp too old and never too new.
    """
    if not isdir(join(directory, FOLDER)):
        return "", False
    try:
        head = read_file(join(directory, HEAD), HEAD, 100).decode("ascii", "replace").strip()
    except DataError:
        head = ""
    intent = read_intent(directory)
    return (head, False) if intent is None else (str(intent.number), True)
