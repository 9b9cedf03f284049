"""PDF with text, through pypdf."""

import re
from collections import Counter
from io import BytesIO
from itertools import islice
from typing import Any

from mss_cli import limits
from mss_cli.drafting.articles.model import Found
from mss_cli.drafting.articles.paragraphs import joined
from mss_cli.errors import DataError

_PAGE_LINES = 3  # lines at the top and bottom of a page that may be printed on every page
_HYPHEN = re.compile(r"(\w+)-\n(?=([a-z]+))")


def read_pdf(content: bytes) -> Found:
    """Return the text of a PDF. Raises DataError if it has none, or cannot be read."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, FileNotDecryptedError
    except ImportError:
        raise DataError("reading PDF needs pypdf", expected="pip install 'mss-cli[add]'") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every small fault
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted()
        pages = _texts(reader)
        title = reader.metadata.title if reader.metadata else None
    except DataError:
        raise
    except (DependencyError, FileNotDecryptedError):
        raise _encrypted() from None
    except Exception as error:  # pypdf raises many kinds for a damaged file
        raise DataError(f"is not a PDF that can be read ({type(error).__name__})") from None
    if not re.search(r"\w{3}", "".join(pages)):
        raise DataError("is a PDF without text", expected="run it through text recognition first")
    text = "\n".join(without_repeats(pages))
    found = joined(_HYPHEN.sub(lambda match: _unhyphenated(match, text), text))
    start = " ".join(text[:2_000].split())
    is_printed = isinstance(title, str) and title.strip() and " ".join(title.split()) in start
    return found._replace(title=str(title) if is_printed else found.title)


def _encrypted() -> DataError:
    return DataError("is encrypted", expected="save a copy without a password")


def _texts(reader: Any) -> list[str]:
    """Return the text of each page, up to a limit."""
    found: list[str] = []
    length = 0
    for page in islice(reader.pages, limits.MAX_PDF_PAGES):
        found.append(page.extract_text()[: limits.MAX_PDF_CHARS - length])
        length += len(found[-1])
        if length >= limits.MAX_PDF_CHARS:
            break
    return found


def without_repeats(pages: list[str]) -> list[str]:
    """Return pages without the lines that stand at the top or bottom of each: `Page 2 of 3`."""
    lines = [[line for line in page.split("\n") if line.strip()] for page in pages]
    if len(pages) < 2:
        return pages
    edges: Counter[str] = Counter()
    for page in lines:
        edges.update({_shape(line) for line in (*page[:_PAGE_LINES], *page[-_PAGE_LINES:])})
    repeated = {shape for shape, count in edges.items() if count > len(pages) / 2 and count > 1}
    kept = []
    for page in lines:
        last = len(page) - _PAGE_LINES
        kept.append(
            "\n".join(
                line
                for n, line in enumerate(page)
                if _PAGE_LINES <= n < last or _shape(line) not in repeated
            )
        )
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _unhyphenated(match: re.Match[str], text: str) -> str:
    """Return the first half of a word that was cut at the end of a line.

    The hyphen stays, as in `Kenya-led`, after a capital or if the text has the word with it.
    """
    whole = f"{match[1]}-{match[2]}"
    return f"{match[1]}-" if match[1][0].isupper() or whole in text else match[1]
