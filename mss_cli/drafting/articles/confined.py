"""Read HTML and PDF in processes of their own, which end when they take too much time or memory.

Parsers of both formats take quadratic time on some hostile files, inside of C code that nothing can
interrupt. The bounds hold for the whole process. Importing the parsers takes most of the time, so
a process starts before its file is there.
"""

import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Any

from mss_cli import limits
from mss_cli.drafting.articles.dates import DateCandidate
from mss_cli.drafting.articles.model import Found
from mss_cli.errors import DataError
from mss_cli.stores.child import start_python

FORMS = {".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".pdf": "pdf"}
_CODE = "from mss_cli.drafting.articles.confined import serve; serve()"
_AS_TEXT = "save the article as text"


def form_of(name: str) -> str | None:
    """Return the form that a file has by its name, if it needs a process: `html` or `pdf`."""
    return FORMS.get(os.path.splitext(name)[1].lower())


class Readers:
    """Processes that read files, one each. Use it as a context manager.

    names: of the files that it will be asked to read, as far as known. The process of the next one
    is started early.
    """

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self._expected = [form for form in map(form_of, names) if form]
        self._waiting: tuple[str, subprocess.Popen[bytes]] | None = None
        self._start_next()

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, form: str, content: bytes, name: str) -> Found:
        """Return what is in a file. form: `html` (as UTF-8) or `pdf`. Raises DataError."""
        if self._waiting is not None and self._waiting[0] == form:
            process, self._waiting = self._waiting[1], None
        else:
            self._stop()
            process = _started(form)
        self._start_next()
        with process:
            try:
                printed, _ = process.communicate(content, timeout=limits.MAX_READ_SECONDS)
            except subprocess.TimeoutExpired:
                what = f"takes more than {limits.MAX_READ_SECONDS} seconds to read"
                raise DataError(what, where=name, expected=_AS_TEXT) from None
            finally:
                process.kill()
        return _answer(printed, name)

    def _start_next(self) -> None:
        if self._waiting is None and self._expected:
            form = self._expected.pop(0)
            self._waiting = (form, _started(form))

    def _stop(self) -> None:
        if self._waiting is not None:
            with self._waiting[1] as process:
                process.kill()
            self._waiting = None


def _started(form: str) -> subprocess.Popen[bytes]:
    """Start a process that imports what a form needs and waits for the file. Raises DataError."""
    try:
        return start_python(_CODE, form)
    except (OSError, ValueError) as error:
        raise DataError(f"cannot start Python to read articles: {error}") from None


def _answer(printed: bytes, name: str) -> Found:
    """Return what a process found. Raises the DataError that it met."""
    try:
        answer: dict[str, Any] = json.loads(printed)
    except ValueError:
        what = "takes too much memory to read, or is damaged"
        raise DataError(what, where=name, expected=_AS_TEXT) from None
    if "error" in answer:
        raise DataError(answer["error"], where=name, expected=answer["expected"])
    found = Found(**{key: _tuples(value) for key, value in answer["found"].items()})
    return found._replace(dates=tuple(DateCandidate(*date) for date in found.dates))


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


# --- in the process -----------------------------------------------------------------------


def serve() -> None:
    """Read a file from standard input and print what is in it: the process's whole work."""
    _limit_memory()
    form = sys.argv[1]
    _import(form)
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"found": read(form, content)._asdict()}
    except DataError as error:
        answer = {"error": error.what, "expected": error.expected}
    sys.stdout.write(json.dumps(answer))


def read(form: str, content: bytes) -> Found:
    """Return what is in a file, without limits. Raises DataError."""
    if form == "pdf":
        from mss_cli.drafting.articles.documents import read_pdf

        return read_pdf(content)
    from mss_cli.drafting.articles.pages import read_page

    return read_page(content.decode("utf-8"))


def _import(form: str) -> None:
    """Import what reading will need, while the file is not there yet."""
    from contextlib import suppress

    with suppress(ImportError):  # reading says what is missing
        __import__("pypdf" if form == "pdf" else "trafilatura")


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limits.MAX_READ_BYTES, limits.MAX_READ_BYTES))
    except (ValueError, OSError):  # a lower limit is in force, or the system has none
        return
