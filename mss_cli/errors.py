"""The expected errors: each says what is wrong, where, and what would be right.

cli/entry.py turns an error into one line on standard error and an exit status.
"""


class MssError(Exception):
    """Base of all expected errors.

    what: the fault. where: the argument, file or record with the fault, or "". expected: what
    would be right, or "".
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
    """An argument that cannot be used (exit status 2)."""


class DataError(MssError):
    """A store or article that cannot be read or is not valid (exit status 2)."""


class OutputError(MssError):
    """Standard output cannot be written (exit status 2)."""


class NotFoundError(MssError):
    """The store does not have what the user asked for (exit status 1)."""

    exit_code = 1
