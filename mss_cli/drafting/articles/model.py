"""What an article file holds, and what a format's reader finds in it."""

from typing import NamedTuple

from mss_cli.drafting.articles.blocks import Block
from mss_cli.drafting.articles.dates import DateCandidate


class Found(NamedTuple):
    """What the reader of one format finds: paragraphs of text, and what is said about it.

    published: a date that the file gives for itself, as it stands there. summary, captions, links:
    as in blocks.Marked. printed: lines of a page's head that its paragraphs may lack.
    """

    paragraphs: tuple[str, ...]
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: str | None = None
    dates: tuple[DateCandidate, ...] = ()
    summary: str | None = None
    captions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


class Article(NamedTuple):
    """An article. original: its bytes as given. suffix: of its format. text: normalised.

    language: BCP 47; `und` if unknown. dates: every candidate for the date of publication. blocks:
    the paragraphs and what each of them is, in order.
    """

    original: bytes
    suffix: str
    text: str
    title: str | None
    byline: str | None
    publisher: str | None
    language: str
    dates: tuple[DateCandidate, ...]
    blocks: tuple[Block, ...]
