"""Read the articles of a directory, each at first use."""

from os.path import isdir, join

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence
from mss_cli.facts.passages import Context, digest
from mss_cli.facts.passages import context as context_of
from mss_cli.stores.files import read_file


class Articles:
    """A directory of articles, each read at first use.

    Raises DataError if the directory does not exist.
    """

    def __init__(self, directory: str) -> None:
        if not isdir(directory):
            raise DataError(
                f"no directory {directory!r}",
                where="articles",
                expected="give the directory that holds the articles",
            )
        self.directory = directory
        self._cache: dict[str, bytes] = {}

    def path(self, file: str) -> str:
        """Return the path of an article, even if the file does not exist."""
        return join(self.directory, file)

    def content(self, file: str) -> bytes:
        """Return the bytes of an article. Raises DataError if it cannot be read."""
        if file not in self._cache:
            path = self.path(file)
            if len(self._cache) == limits.MAX_ARTICLES_IN_MEMORY:
                self._cache.clear()
            self._cache[file] = read_file(path, path, limits.MAX_ARTICLE_BYTES)
        return self._cache[file]

    def text(self, file: str) -> str:
        """Return the text of an article, decoded as UTF-8. Raises DataError."""
        try:
            return self.content(file).decode("utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"is not UTF-8 (byte {error.start})", where=self.path(file)) from None

    def context(self, evidence: Evidence) -> Context:
        """Return a passage with its paragraph. Raises DataError if the passage has changed."""
        text = self.text(evidence["source"])
        context = context_of(text, evidence)
        if digest(context.passage) != evidence["sha256"]:
            raise DataError(
                "the article has changed: the passage is no longer where the fact points",
                where=self.path(evidence["source"]),
                expected="run 'mss verify' to list the differences",
            )
        return context
