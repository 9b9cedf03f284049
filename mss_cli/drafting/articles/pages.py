"""HTML as a browser saves it: its text through trafilatura, and what its lines are."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from mss_cli import limits
from mss_cli.drafting.articles.about_page import Head, about
from mss_cli.drafting.articles.model import Found
from mss_cli.errors import DataError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(\S{1,1000})")
_BLOCKS = ("p", "li", "h2", "h3", "h4", "div", "span")
_LONGEST_LINK_LINE = 300  # characters
_BULLET = re.compile(r"^(?:- |\| )|(?: \|)$")


def read_page(text: str) -> Found:
    """Return the article of a page. Raises DataError."""
    try:
        from lxml.html import HTMLParser, document_fromstring
        from trafilatura import extract
    except ImportError as error:
        lacks = f" ({error.name} is missing)" if error.name else ""
        raise DataError(
            f"reading HTML needs trafilatura{lacks}", expected="pip install 'mss-cli[add]'"
        ) from None
    import logging

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    saved = _SAVED_FROM.search(text[:4_000])
    try:
        parser = HTMLParser(remove_comments=True, remove_pis=True)  # trafilatura trips over them
        tree = document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except Exception as error:  # lxml raises several kinds for what is no page
        raise DataError(f"is not a page that can be read ({type(error).__name__})") from None
    head = about(tree, saved[1] if saved else "")
    captions = tuple(_captions(tree))
    links = tuple(_link_lines(tree))
    # On 87 saved news pages, the defaults found more of the articles than favor_precision, and less
    # besides than favor_recall. trafilatura works on a copy of the tree.
    body = extract(tree, include_comments=False) or ""
    lines = [_line(line) for line in body.split("\n")]
    return Found(
        tuple(_with_head(lines, head)),
        head.title,
        head.byline,
        head.publisher,
        head.language,
        dates=head.dates,
        summary=head.summary,
        captions=captions,
        links=links,
        printed=head.printed,
    )


def _with_head(lines: list[str], head: Head) -> Iterator[str]:
    """Yield the title and the summary that the page prints, then the lines of its text."""
    start = [_folded(line) for line in lines[:6]]
    for line in (head.title, head.summary):
        if line and _folded(line) not in start:
            yield line
    if head.title and _folded(head.title) in start:  # it goes first
        at = start.index(_folded(head.title))
        yield head.title
        yield from (line for n, line in enumerate(lines) if n != at)
    else:
        yield from lines


def _line(line: str) -> str:
    """Return a line of trafilatura without its marks for lists and tables."""
    return " ".join(_BULLET.sub("", line.strip()).split())


def _folded(line: str) -> str:
    return re.sub(r"\W+", "", line).lower()


def _captions(tree: Any) -> Iterator[str]:
    """Yield the captions of pictures."""
    for caption in islice(tree.iter("figcaption"), limits.MAX_MARKED_BLOCKS):
        yield from filter(None, map(_line, _text(caption).split("\n")))


def _link_lines(tree: Any) -> Iterator[str]:
    """Yield the lines that are nothing but links, such as related articles."""
    for link in islice(tree.iter("a"), limits.MAX_MARKED_BLOCKS):
        line = _line(_text(link))
        parent = link.getparent()
        while parent is not None and parent.tag in ("b", "strong", "em", "span", "i", "u"):
            parent = parent.getparent()
        is_short = line and len(line) <= _LONGEST_LINK_LINE
        in_block = parent is not None and parent.tag in _BLOCKS
        if is_short and in_block and _line(_text(parent)) == line:
            yield line


def _text(element: Any) -> str:
    return str(element.text_content())[:2_000]
