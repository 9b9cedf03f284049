"""What can go wrong, as data: every error says what, where, and what would be right.

The one handler (cli.py) turns an error into one line on stderr and an exit code; nothing
here is styled and nothing prints itself.
"""


class MssError(Exception):
    """Base of all expected errors.

    what: the fault. where: the argument, file or record it was found in, or "".
    expected: what would have been right, or "".
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", expected: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        expected = f"; {self.expected}" if self.expected else ""
        return f"{where}{self.what}{expected}"


class UsageError(MssError):
    """An argument that cannot be used (exit code 2)."""


class DataError(MssError):
    """A store or article that cannot be read or is not valid (exit code 2)."""


class OutputError(MssError):
    """Standard output cannot be written (exit code 2)."""


class NotFoundError(MssError):
    """What was asked for is not in the store (exit code 1)."""

    exit_code = 1
