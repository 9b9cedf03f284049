"""Read the articles of a directory, each at first use."""

from collections.abc import Iterable
from os.path import isdir, isfile

from mss_cli import limits
from mss_cli.errors import DataError
from mss_cli.facts.model import Evidence, Fact
from mss_cli.facts.passages import Context, Span, digest
from mss_cli.facts.passages import context as context_of
from mss_cli.stores.files import read_file
from mss_cli.stores.pending import current_article


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
        self._decoded = ("", "")  # the name and text of the last article
        self._quoted: dict[str, list[Span]] = {}

    def path(self, file: str) -> str:
        """Return the path of an article, even if the file does not exist.

        It is another one while a writer puts a commit in place. Raises DataError.
        """
        return current_article(self.directory, file)

    def content(self, file: str) -> bytes:
        """Return the bytes of an article. Raises DataError if it cannot be read."""
        if file not in self._cache:
            path = self.path(file)
            if len(self._cache) == limits.MAX_ARTICLES_IN_MEMORY:
                self._cache.clear()
                self._quoted.clear()
            self._cache[file] = read_file(path, path, limits.MAX_ARTICLE_BYTES)
        return self._cache[file]

    def text(self, file: str) -> str:
        """Return the text of an article, decoded as UTF-8. Raises DataError."""
        if self._decoded[0] == file:
            return self._decoded[1]
        try:
            self._decoded = (file, self.content(file).decode("utf-8"))
            return self._decoded[1]
        except UnicodeDecodeError as error:
            raise DataError(f"is not UTF-8 (byte {error.start})", where=self.path(file)) from None

    def own_words(
        self, facts: Iterable[Fact], complete: bool = True
    ) -> tuple[dict[str, list[str]], list[str]]:
        """Return the speaker's own words in each fact by its id, and why some cannot be shown.

        complete: False if an article may be missing, which is then no problem. A fact is left out
        if none of its passages can be read. It has no words of its own if the article says it
        itself. A passage that carries only part of a fact may quote other words.
        """
        words: dict[str, list[str]] = {}
        problems: dict[str, None] = {}
        for fact in facts:
            for evidence in fact["evidence"]:
                if not (complete or isfile(self.path(evidence["source"]))):
                    continue
                try:
                    found = self.quotations(evidence)
                except DataError as error:
                    problems[str(error)] = None
                    continue
                known = words.setdefault(fact["id"], [])
                if fact["said_by"] and evidence["reports"].get("part") is None:
                    known.extend(q for q in found if q not in known)
        return words, list(problems)

    def quotations(self, evidence: Evidence) -> list[str]:
        """Return what the passage prints in quotation marks. Raises DataError as `context`."""
        from mss_cli.facts.quotations import quotations, quoted

        self.context(evidence)
        file = evidence["source"]
        text = self.text(file)
        if file not in self._quoted:
            self._quoted[file] = quoted(text)
        passage = Span(evidence["start"], evidence["end"])
        return quotations(text, self._quoted[file], passage)

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
