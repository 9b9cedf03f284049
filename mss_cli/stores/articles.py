"""A directory of articles, read one by one when they are needed."""

from os.path import isdir, join

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence
from mss_cli.facts.passages import Context, digest
from mss_cli.facts.passages import context as in_context
from mss_cli.stores.files import read_file


class Articles:
    """A directory of articles, read one by one when they are needed."""

    def __init__(self, directory: str) -> None:
        if not isdir(directory):
            raise DataError(
                f"no directory {directory!r}",
                where="articles",
                expected="name the directory that holds the articles",
            )
        self.directory = directory
        self._read: dict[str, bytes] = {}

    def path(self, file: str) -> str:
        """Return where an article lies, whether it is there or not."""
        return join(self.directory, file)

    def content(self, file: str) -> bytes:
        """Return the bytes of an article. Raises DataError if it cannot be read."""
        if file not in self._read:
            path = self.path(file)
            if len(self._read) == limits.MAX_ARTICLES_IN_MEMORY:
                self._read.clear()
            self._read[file] = read_file(path, path, limits.MAX_ARTICLE_BYTES)
        return self._read[file]

    def text(self, file: str) -> str:
        """Return the text of an article, decoded as UTF-8. Raises DataError."""
        try:
            return self.content(file).decode("utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"is not UTF-8 (byte {error.start})", where=self.path(file)) from None

    def context(self, evidence: Evidence) -> Context:
        """Return a passage in its paragraph. Raises DataError if the article is another one."""
        text = self.text(evidence["source"])
        found = in_context(text, evidence)
        if digest(found.passage) != evidence["sha256"]:
            raise DataError(
                "the article has changed: the passage is no longer where the fact points",
                where=self.path(evidence["source"]),
                expected="'mss verify' names every difference",
            )
        return found
