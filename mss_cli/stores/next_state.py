"""Work out the next state of a store in memory, and refuse one that would not be valid.

Nothing is written here. writing.py writes what this module has checked.
"""

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from hashlib import sha256
from itertools import islice
from os.path import getsize, isfile, join
from typing import Any

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.passages import digest
from mss_cli.stores.articles import Articles
from mss_cli.stores.deriving import derive_in_order, written
from mss_cli.stores.directory import OPTIONAL, PARTS, schema
from mss_cli.stores.json_files import parse_line
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.pending import current
from mss_cli.stores.proof import prove
from mss_cli.stores.validation import all_problems

Parts = dict[str, Any]
Files = Mapping[str, bytes | None]


def next_state(
    directory: str, before: Parts, parts: Mapping[str, Any], files: Files
) -> tuple[Parts, dict[str, bytes]]:
    """Return the next parts of a store, derived and checked, and the files of those that change.

    before: the parts as they are. parts: new values of some. files: other files that change with
    them; articles among them are read instead of those in the directory.

    Raises DataError for the first thing that would be wrong with the store.
    """
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        raise DataError(f"a store has no part {unknown[0]!r}", where=f"store {directory!r}")
    articles = _NextArticles(directory, files)
    try:
        new = deepcopy({**before, **parts})
        texts = [s["file"] for s in new["sources"] if articles.has(s["file"])]
        _require_same_articles(new, articles, texts)
        derive_in_order(new, articles, texts)
        changed = {
            name: written(new[name]).encode() for name in PARTS if new[name] != before.get(name, [])
        }
    except (ValueError, RecursionError) as error:
        raise DataError(str(error), where=f"store {directory!r}") from None
    except (TypeError, KeyError, AttributeError) as error:
        what = f"a field is missing or has the wrong type: {error!r}"
        raise DataError(what, where=f"store {directory!r}") from None
    new |= _read_back(changed)
    _require_size(directory, changed)
    require_valid(directory, new)
    _require_proof(directory, new, articles, texts)
    return new, {f"{name}.json": content for name, content in changed.items()}


def earlier_state(directory: str, before: Parts, files: Files) -> Parts:
    """Return the parts of a store in which files are as given. Raises DataError as next_state."""
    contents = {name: files[f"{name}.json"] for name in PARTS if f"{name}.json" in files}
    new = {**before, **_read_back({n: c for n, c in contents.items() if c is not None})}
    for name in (name for name, content in contents.items() if content is None):
        if name not in OPTIONAL:
            raise DataError("a store must have this file", where=f"{name}.json")
        new[name] = []
    require_valid(directory, new)
    return new


def _read_back(contents: Mapping[str, bytes]) -> Parts:
    """Return parts as readers will read them: numbers and texts that JSON cannot hold fail here."""
    return {name: parse_line(content, f"{name}.json") for name, content in contents.items()}


def require_valid(directory: str, parts: Parts) -> None:
    """Raise DataError for the first problem of a whole store."""
    for problem in islice(all_problems(parts, {part: schema(part) for part in PARTS}), 1):
        raise DataError(f"{problem.where}: {problem.what}", where=f"store {directory!r}")


def _require_size(directory: str, changed: Mapping[str, bytes]) -> None:
    """Raise DataError if the store would be too large to be read again."""
    others = (join(directory, f"{name}.json") for name in PARTS if name not in changed)
    total = sum(map(len, changed.values())) + sum(getsize(path) for path in others if isfile(path))
    if total > limits.MAX_JSON_BYTES:
        raise DataError(
            f"its JSON files would have {total / 1e6:,.0f} MB",
            where=f"store {directory!r}",
            expected=f"a store holds at most {limits.MAX_JSON_BYTES / 1e6:,.0f} MB; begin another",
        )


def _require_same_articles(new: Parts, articles: "_NextArticles", texts: Iterable[str]) -> None:
    """Raise DataError if an article has changed under its store.

    Deriving would write new digests, and so hide that the passages are no longer the same.
    """
    sources = {source["file"]: source for source in new["sources"]}
    for file in texts:
        recorded = None if articles.is_new(file) else sources[file].get("sha256")
        if recorded and sha256(articles.content(file)).hexdigest() != recorded:
            raise DataError(
                "the article has changed since it was added",
                where=f"articles/{file}",
                expected="put back the text as it was",
            )
    readable = {*texts}
    for fact in new["facts"]:
        for evidence in fact["evidence"]:
            if evidence.get("sha256") and "quote" not in evidence:
                _require_same_passage(fact["id"], evidence, articles, readable)


def _require_same_passage(
    fact: str, evidence: Mapping[str, Any], articles: Articles, readable: Collection[str]
) -> None:
    file = evidence["source"]
    if file in readable:
        passage = articles.text(file)[evidence["start"] : evidence["end"]]
        if digest(passage) != evidence["sha256"]:
            raise DataError(f"the passage of {fact!r} is no longer there", where=f"articles/{file}")


def _require_proof(
    directory: str, parts: Parts, articles: Articles, texts: Collection[str]
) -> None:
    """Raise DataError for the first passage that does not stand in an article that is there."""
    there = {*texts}
    for proof in prove(MemoryStore(parts, directory), articles):
        for problem in proof.problems if proof.file in there else ():
            raise DataError(problem.what, where=problem.where)


class _NextArticles(Articles):
    """The articles of a store as a commit would leave them."""

    def __init__(self, directory: str, files: Files) -> None:
        super().__init__(directory)
        self._files = files

    def path(self, file: str) -> str:
        """Return the path of an article of the store."""
        return current(self.directory, f"articles/{file}")

    def is_new(self, file: str) -> bool:
        """Return True if the commit writes this article."""
        return self._files.get(f"articles/{file}") is not None

    def has(self, file: str) -> bool:
        """Return True if the article will be there."""
        name = f"articles/{file}"
        return self._files[name] is not None if name in self._files else isfile(self.path(file))

    def content(self, file: str) -> bytes:
        """Return the bytes of an article. Raises DataError if it cannot be read."""
        content = self._files.get(f"articles/{file}")
        return super().content(file) if content is None else content
