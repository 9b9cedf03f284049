"""What each paragraph of an article is. A doubtful one is body: a person decides."""

import re
from collections.abc import Container
from typing import NamedTuple

from mss_cli.facts.passages import paragraphs

# Lines that are no part of the article, by their first words. `\b` keeps "Shared water" body.
_STARTS = re.compile(
    r"(?:\W{0,3})(?:read (?:also|more|next)|also read|see also|watch(?: also|:)|listen:"
    r"|related(?: articles?| stories| topics| news| coverage)?\s*(?::|$)|more (?:on|from)\b"
    r"|more\s*:|recommended|most (?:read|popular)|popular$|trending|you may also like"
    r"|subscribe|sign up|follow (?:us|\w+ on)|share (?:this|on|via)|share$|click here|tap here"
    r"|advertisement|sponsored|newsletter|copyright|\(c\) ?\d|©|all rights reserved"
    r"|photo(?:graph)?s? (?:by|credit)|comments?\s*$|leave a (?:comment|reply)|join (?:our|the)\b"
    r"|tags?\s*:|topics?\s*:|download (?:the|our) app|support (?:us|our)|donate"
    r"|this (?:article|story) (?:was|is|first|originally) ?(?:first |originally )?"
    r"(?:published|appeared)|got a (?:story|tip)|published (?:on|at|by)\b|last updated"
    r"|updated (?:on|at)\b|have your say|view comments|skip to|print this|email this)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:by|written by|reported by|story by|from|posted by)\s+"
    r"[A-Z][\w.’'-]+(?:\s+(?:[A-Z][\w.’'-]*|and|&|de|van|von|bin|al)|,\s+[A-Z][\w.’'-]+){0,7}$",
)
_CAPTION = re.compile(
    r"\(?(?:photo|file photo|file|image|picture|illustration|graphic|video|afp|ap|reuters|getty)"
    r"(?: ?(?:photo|images?|by|credit|courtesy))*\s*[:|/].{0,80}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[\[(](?:file|photo|image|picture|afp|ap photo|reuters|getty|courtesy)"
    r"[^\[\]()]{0,80}[\])]\.?$",
    re.IGNORECASE,
)
_SHORT, _CAPTIONED, _NAMED = 200, 400, 120  # most characters of boilerplate, caption, byline


class Block(NamedTuple):
    """A paragraph, as code points of the text.

    form: `headline`, `summary`, `body`, `caption` or `boilerplate`.
    """

    start: int
    end: int
    form: str


class Marked(NamedTuple):
    """Lines of which a page says what they are."""

    summary: str | None = None
    captions: Container[str] = frozenset()
    links: Container[str] = frozenset()  # lines that are nothing but links


def blocks_of(text: str, title: str | None, marked: Marked | None = None) -> tuple[Block, ...]:
    """Return the paragraphs of a text, each with what it is.

    marked: what the page says about its lines, if it says something.
    """
    marked = marked or Marked()
    wanted = " ".join((title or "").split()).lower()
    found = []
    for number, span in enumerate(paragraphs(text)):
        line = text[span.start : span.end]
        if number == 0 and wanted and line.lower() == wanted:
            form = "headline"
        elif number < 3 and line == marked.summary:
            form = "summary"
        else:
            form = _form(line, marked)
        found.append(Block(span.start, span.end, form))
    return tuple(found)


def _form(line: str, marked: Marked) -> str:
    if line in marked.captions:
        return "caption"
    if len(line) <= _SHORT and (_STARTS.match(line) or line in marked.links):
        return "boilerplate"
    if byline_of(line):
        return "boilerplate"
    captioned = len(line) <= _CAPTIONED and (_CAPTION.match(line) or _CREDIT.search(line))
    return "caption" if captioned else "body"


def byline_of(line: str) -> str | None:
    """Return the names of a line such as `By Jane Doe`, or None if it is no such line."""
    match = _BYLINE.match(line) if len(line) <= _NAMED else None
    return line[match.start() :].split(None, 1)[1] if match and line[:1].isupper() else None
