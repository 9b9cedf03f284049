"""The sentences of a draft that claim something, and where each stands in its file.

Marks of Markdown are blanked, not removed, so that every position stays that of the file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli.drafting.rules.wording import is_assertion
from mss_cli.errors import UsageError
from mss_cli.facts.passages import sentences
from mss_cli.search import dates as when
from mss_cli.text import fold, placed_words
from mss_cli.understanding.verbs import first_verb

MARKDOWN = (".md", ".markdown", ".mdown")
_RETURNS = re.compile(r"\r\n?")
_SEPARATORS = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # no line ends there in an editor
_CODE = re.compile(r"^(```|~~~).*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]{0,500}\n){0,50}?---\n")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>\n]{0,300}>", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[(?P<kept>[^\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,100}\])")
_NOTE = re.compile(r"^\[[^\]\n]{1,100}\]:[^\n]*$|\[\^[^\]\n]{1,100}\]|&#?\w{2,8};", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\|[^\n]*$", re.MULTILINE)
_MARK = re.compile(r"(?<!\\)(?:\*{1,3}|~~|`)|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)")
_BLOCK = re.compile(r"^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|(?:[-*+]|\d{1,3}[.)])[ \t]+)+", re.MULTILINE)
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
_RULED = re.compile(r"^[ \t]*(?:[-*_=][ \t]?){3,}$", re.MULTILINE)
_ENDS = re.compile(r"[.!?:;”\"’)][ \t]*$")
_SHORT = 40  # characters of a line that does not go on in the next one


class DraftSentence(NamedTuple):
    """A sentence of a draft, in one line. start, end: code points. line, column: from 1.

    claims: False for a question, a greeting or a few words, which are passed over.
    """

    text: str
    start: int
    end: int
    line: int
    column: int
    claims: bool


def draft_sentences(text: str, markdown: bool) -> Iterator[DraftSentence]:
    """Yield the sentences of a draft in order. markdown: True to pass over its marks."""
    plain = _blanked(text) if markdown else text
    plain = _joined(plain, text.split("\n") if markdown else None)
    line, counted = 1, 0
    for span in sentences(plain):
        own = plain[span.start : span.end]
        words = " ".join(own.split())
        if not words:
            continue
        lead = len(own) - len(own.lstrip())
        start = span.start + lead
        line += text.count("\n", counted, start)
        counted = start
        column = start - text.rfind("\n", 0, start)
        yield DraftSentence(words, start, span.end, line, column, _claims(words))


def _claims(sentence: str) -> bool:
    """Return True if a sentence may claim something: it has a verb, and is no question."""
    return (
        is_assertion(sentence) and first_verb([w for w, *_ in placed_words(sentence)]) is not None
    )


def _blanked(text: str) -> str:
    """Return a Markdown text of the same length with its marks as spaces."""
    for pattern in (_FRONT_MATTER, _CODE, _COMMENT, _IMAGE, _TABLE):
        text = pattern.sub(_spaces, text)
    text = _LINK.sub(_kept, text)
    for pattern in (_NOTE, _RULED, _BLOCK, _MARK):
        text = pattern.sub(_spaces, text)
    return text


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _kept(match: re.Match[str]) -> str:
    start, end = match.start("kept") - match.start(), match.end("kept") - match.start()
    return " " * start + match["kept"] + " " * (len(match[0]) - end)


def _joined(plain: str, marked: Sequence[str] | None) -> str:
    """Return a text of the same length in which wrapped lines go on in the next one.

    marked: the lines of a Markdown text with their marks, which say where a block starts; None for
    plain text, in which a short line without a full stop is a heading.
    """
    lines = plain.split("\n")
    found = []
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else ""
        ends = not following.strip() or not line.strip()
        if marked is None:
            new = following.lstrip()[:1].isupper()
            ends = ends or (new and len(line.rstrip()) < _SHORT and not _ENDS.search(line))
        else:
            after = marked[n + 1] if n + 1 < len(marked) else ""
            ends = ends or bool(_BLOCK.match(after)) or bool(_HEADING.match(marked[n]))
        found.append(line + ("\n" if ends else " "))
    return "".join(found)[:-1]


def readable(claim: str) -> str | None:
    """Return why a sentence cannot be read, a date that does not exist, or None."""
    try:
        when.tokens(fold(claim))
        list(when.find(when.tokens(fold(claim)), "2000-01-01", [2000]))
    except UsageError as error:
        error.where = ""
        return str(error)
    return None


def normal_lines(text: str) -> str:
    """Return a text in which every line ends with a line feed, as editors count them."""
    return _SEPARATORS.sub(" ", _RETURNS.sub("\n", text))
