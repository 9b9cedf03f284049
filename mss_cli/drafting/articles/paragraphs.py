"""One paragraph a line: normalise a text, join hard-wrapped lines, read Markdown."""

import re
from itertools import pairwise
from unicodedata import normalize

from mss_cli.drafting.articles.blocks import byline_of
from mss_cli.drafting.articles.model import Found

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, lone surrogates, and code points that are no characters.
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")


def normalised(text: str) -> str:
    """Return a text in NFC with one paragraph a line, a blank line between, and a final newline.

    Every white space is a plain space. Normalising the result again changes nothing.
    """
    text = _INVISIBLE.sub("", _UNREADABLE.sub(" ", _BREAKS.sub("\n", text)))
    lines = (" ".join(normalize("NFC", line).split()) for line in text.split("\n"))
    paragraphs = [line for line in lines if line]
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


# --- plain text ---------------------------------------------------------------------------

NARROW, WIDE = 40, 120  # characters of a line between which a text may be hard-wrapped
_RAGGED = 15  # characters that a hard-wrapped line may be shorter than the longest one
_GOES_ON = 0.6  # share of the width from which a line may go on in one that begins in lower case
_BULLET = re.compile(r"(?:[-*•–—·]|\d{1,3}[.)]|\(?[a-z]\))\s")
_LONGEST_TITLE = 200


def joined(text: str) -> Found:
    """Return a plain text with hard-wrapped lines joined. The first line is the title if short."""
    groups = [group.split("\n") for group in re.split(r"\n(?:[ \t]*\n)+", _BREAKS.sub("\n", text))]
    width = _width(groups)
    paragraphs = [paragraph for group in groups for paragraph in _unwrapped(group, width)]
    first = paragraphs[0] if paragraphs else ""
    is_title = 0 < len(first) < _LONGEST_TITLE and not first.endswith((".", "”", '"'))
    byline = next(filter(None, map(byline_of, paragraphs[:6])), None)
    return Found(tuple(paragraphs), first if is_title else None, byline)


def _width(groups: list[list[str]]) -> int:
    """Return the width at which lines were wrapped; 0 if they were not.

    That is the longest line that has others of about its length.
    """
    lengths = sorted(
        len(line.rstrip())
        for group in groups
        if len(group) > 1
        for line in group
        if NARROW <= len(line.rstrip()) <= WIDE
    )
    needed = max(2, len(lengths) // 20)
    for at in range(len(lengths) - 1, needed - 2, -1):
        if lengths[at] - lengths[at - needed + 1] <= _RAGGED:
            return lengths[at]
    return 0


def _unwrapped(lines: list[str], width: int) -> list[str]:
    """Return the paragraphs of lines without a blank line between them.

    A line goes on in the next one if the next word did not fit on it, or if that begins in the
    middle of a sentence.
    """
    found: list[str] = []
    for before, line in pairwise(["", *lines]):
        words = line.split()
        if not words:
            continue
        goes_on = words[0][0].islower() and len(before.rstrip()) > width * _GOES_ON
        fits = len(before.rstrip()) + 1 + len(words[0]) <= width and not goes_on
        is_new = len(before) > width + _RAGGED or _BULLET.match(line.strip())
        if not found or fits or not width or is_new or _indented(before, line):
            found.append(" ".join(words))
        elif re.search(r"\w-$", found[-1]) and words[0][0].islower():
            found[-1] += " ".join(words)  # `Kenya-` and `led`
        else:
            found[-1] += f" {' '.join(words)}"
    return found


def _indented(before: str, line: str) -> bool:
    """Return True if a line is the indented start of a paragraph."""
    return line[:1] in " \t" and before[:1] not in " \t" and not _BULLET.match(before.strip())


# --- Markdown -----------------------------------------------------------------------------

_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)")
_AUTOMATIC = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_MARKS = re.compile(r"(\*\*|__|~~|`)(?=\S)([^\n]{1,200}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=\S)([^*_\n]{1,500})(?<=\S)\1(?![\w*])")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\n]{1,300}?)[ \t#]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^([^\n]{1,300})\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_LISTED = re.compile(r"^[ \t]{0,12}(?:>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+)+", re.MULTILINE)
_RULE = re.compile(r"^[ \t]{0,3}(?:([-*_])[ \t]?)(?:\1[ \t]?){2,}$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|])")
_NOTE = re.compile(r"^\[[^\]\n]{1,100}\]:[^\n]{0,2000}$", re.MULTILINE)


def without_markdown(text: str) -> Found:
    """Return a Markdown text without its marks. The first heading is the title."""
    body, fields = _front_matter(_BREAKS.sub("\n", text))
    body = _UNDERLINED.sub(r"# \1\n", body)
    heading = _HEADING.search(body)
    body = _HEADING.sub(r"\n\1\n", _RULE.sub("", _NOTE.sub("", body)))
    body = _LINK.sub(lambda m: "" if m[1] else m[2], _LISTED.sub("\n", body))
    body = _EMPHASIS.sub(r"\2", _MARKS.sub(r"\2", _AUTOMATIC.sub(r"\1", body)))
    found = joined(_ESCAPED.sub(r"\1", body))
    title = fields.get("title") or (_plain(heading[1]) if heading else found.title)
    return found._replace(
        title=title,
        byline=fields.get("author") or found.byline,
        publisher=fields.get("publisher"),
        language=fields.get("lang") or fields.get("language"),
        published=fields.get("date"),
    )


def _plain(heading: str) -> str:
    """Return a heading without marks."""
    return _EMPHASIS.sub(r"\2", _MARKS.sub(r"\2", _LINK.sub(r"\2", heading)))


def _front_matter(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without the fields in front of it, and these."""
    match = re.match(r"---\n((?:[^\n]{0,500}\n){0,50}?)---\n", text)
    if not match:
        return text, {}
    pairs = (line.partition(":") for line in match[1].split("\n"))
    fields = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value}
    return text[match.end() :], fields
