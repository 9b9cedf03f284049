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
    found: list[list[str]] = []
    for before, line in pairwise(["", *lines]):
        words = line.split()
        if not words:
            continue
        own = " ".join(words)
        if not found or _is_new(before, line, words[0], width):
            found.append([own])
        elif re.search(r"\w-$", before.rstrip()[-2:]) and own[0].islower():
            found[-1].append(own)  # `Kenya-` and `led`
        else:
            found[-1] += (" ", own)
    return ["".join(parts) for parts in found]


def _is_new(before: str, line: str, word: str, width: int) -> bool:
    """Return True if a line starts a paragraph. word: its first one."""
    length = len(before.rstrip())
    if not width or length > width + _RAGGED or _BULLET.match(line.strip()):
        return True
    goes_on = word[0].islower() and length > width * _GOES_ON
    return (length + 1 + len(word) <= width and not goes_on) or _indented(before, line)


def _indented(before: str, line: str) -> bool:
    """Return True if a line is the indented start of a paragraph."""
    return line[:1] in " \t" and before[:1] not in " \t" and not _BULLET.match(before.strip())


# --- Markdown -----------------------------------------------------------------------------

_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)")
_AUTOMATIC = re.compile(r"<(https?://[^<>\s]{1,2000})>")
# Marks around words: `*a*`, `**a**`, `_a_`, `~~a~~`. Each pattern stops at the next mark.
_MARKED = (
    re.compile(r"(?<![\w*\\])\*{1,3}(?=\S)([^*\n]{1,500})(?<=\S)\*{1,3}(?![\w*])"),
    re.compile(r"(?<![\w\\])_{1,3}(?=\S)([^_\n]{1,500})(?<=\S)_{1,3}(?!\w)"),
    re.compile(r"~~(?=\S)([^~\n]{1,500})(?<=\S)~~"),
    re.compile(r"`(?=\S)([^`\n]{1,500})(?<=\S)`"),
)
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
    found = joined(_ESCAPED.sub(r"\1", _unmarked(_AUTOMATIC.sub(r"\1", body))))
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
    return _ESCAPED.sub(r"\1", _unmarked(_LINK.sub(r"\2", heading)))


def _unmarked(text: str) -> str:
    for pattern in _MARKED:
        text = pattern.sub(r"\1", text)
    return text


def _front_matter(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without the fields in front of it, and these."""
    match = re.match(r"---\n((?:[^\n]{0,500}\n){0,50}?)---\n", text)
    if not match:
        return text, {}
    pairs = (line.partition(":") for line in match[1].split("\n"))
    fields = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value}
    return text[match.end() :], fields
