"""Read an article from text, Markdown, HTML or PDF: its text, title, publisher and dates.

    decoding.py     bytes to text; text that was decoded wrongly
    paragraphs.py   one paragraph a line; plain text and Markdown
    pages.py        HTML: its text, with trafilatura
    about_page.py   what a page says about itself
    documents.py    PDF, with pypdf
    confined.py     HTML and PDF in a process of its own, with limits
    languages.py    the language of a text
    dates.py        candidates for the date of publication, and where each stands
    blocks.py       headline, body, captions, and what is no part of the article

The text is normalised once, before anything is counted or digested: UTF-8, NFC, LF, one paragraph
a line, a blank line between two. Normalising it again changes nothing.
"""

from collections.abc import Iterator

from mss_cli import limits
from mss_cli.drafting.articles.blocks import Block, Marked, blocks_of
from mss_cli.drafting.articles.confined import Readers, form_of
from mss_cli.drafting.articles.dates import (
    DateCandidate,
    candidate,
    dates_of_lines,
    machine_date,
    printed_dates,
    published,
)
from mss_cli.drafting.articles.decoding import decoded, faulty, repaired
from mss_cli.drafting.articles.languages import language_of
from mss_cli.drafting.articles.model import Article, Found
from mss_cli.drafting.articles.paragraphs import joined, normalised, without_markdown
from mss_cli.errors import DataError
from mss_cli.facts.passages import sentences

__all__ = ["Article", "Block", "DateCandidate", "Readers", "published", "read_article"]

_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown")


def read_article(
    content: bytes, name: str, repair: bool = False, readers: Readers | None = None
) -> Article:
    """Return the article in a file. name: of the file, which says its format, and for errors.

    repair: True to repair text that was decoded wrongly. readers: processes for HTML and PDF, if
    some are waiting. Raises DataError.
    """
    if len(content) > limits.MAX_ARTICLE_BYTES:
        raise DataError(
            f"has more than {limits.MAX_ARTICLE_BYTES:,} bytes, and mss reads no more", where=name
        )
    if readers is None:
        with Readers() as readers:
            suffix, found = _found(content, name, repair, readers)
    else:
        suffix, found = _found(content, name, repair, readers)
    _check_length(len(found.paragraphs), name)
    found = _readable(found, name, repair)
    text = normalised("\n".join(found.paragraphs))
    count = len(sentences(text))
    if count < limits.MIN_SENTENCES:
        what = f"has fewer than {limits.MIN_SENTENCES} sentences" if text else "has no text"
        raise DataError(what, where=name, expected="an article has at least three")
    _check_length(count, name)
    title = _line(found.title, limits.MAX_TITLE_CHARS)
    marked = Marked(
        _line(found.summary, len(text)),
        frozenset(map(_paragraph, found.captions)),
        frozenset(map(_paragraph, found.links)),
    )
    return Article(
        content,
        suffix,
        text,
        title,
        _line(found.byline, limits.MAX_TITLE_CHARS),
        _line(found.publisher, limits.MAX_PUBLISHER_CHARS),
        language_of(text, found.language),
        tuple(dict.fromkeys(_dates(found, text, title))),
        blocks_of(text, title, marked),
    )


def _check_length(count: int, name: str) -> None:
    """Raise DataError for too many sentences, or lines, which have one each."""
    if count > limits.MAX_SENTENCES:
        what = f"has more than {limits.MAX_SENTENCES:,} sentences, and mss reads no more"
        raise DataError(what, where=name, expected="split it")


def _found(content: bytes, name: str, repair: bool, readers: Readers) -> tuple[str, Found]:
    """Return the suffix of the format of a file, and what is in it."""
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf", readers.read("pdf", content, name)
    text = decoded(content, name, repair)
    start = text[:1_000].lstrip().lower()
    is_page = start.startswith(("<!doctype html", "<html", "<!-- saved from", "<?xml"))
    if is_page or form_of(name) == "html":
        if repair:  # once here, where no space is lost, and once for what entities spell
            text = repaired(text)
        return ".html", readers.read("html", text.encode(), name)
    if suffix in _MARKDOWN_SUFFIXES:
        return ".md", without_markdown(text)
    return ".txt", joined(text)


def _readable(found: Found, name: str, repair: bool) -> Found:
    """Return what was found with wrongly decoded text repaired. Raises DataError without repair."""
    texts = (*found.paragraphs, found.title, found.byline, found.publisher)
    if not any(text and faulty(text) for text in texts):
        return found
    if not repair:
        raise DataError(
            "its text was decoded wrongly: it has signs such as â€™ or Ã©",
            where=name,
            expected="use 'mss add --repair', or save the article again as UTF-8",
        )
    return found._replace(
        paragraphs=tuple(map(repaired, found.paragraphs)),
        captions=tuple(map(repaired, found.captions)),
        links=tuple(map(repaired, found.links)),
        title=repaired(found.title or ""),
        byline=repaired(found.byline or ""),
        publisher=repaired(found.publisher or ""),
    )


def _dates(found: Found, text: str, title: str | None) -> Iterator[DateCandidate]:
    """Yield every candidate for the date of publication."""
    yield from found.dates
    if found.published and machine_date(found.published):
        yield candidate(machine_date(found.published), "front matter", found.published)
    yield from dates_of_lines(found.printed)
    yield from printed_dates(text, title)


def _line(text: str | None, most: int) -> str | None:
    """Return a text in one line as a paragraph of an article, or None."""
    return _paragraph((text or "").replace("\n", " "))[:most].strip() or None


def _paragraph(text: str) -> str:
    return normalised(text).strip()
