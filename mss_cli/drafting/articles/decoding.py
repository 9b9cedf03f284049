"""Bytes to text, and text that somebody decoded wrongly."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from mss_cli.errors import DataError

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
_DECLARED_IN = 4_000  # bytes at the start of a page that may declare its character set
# The character sets that browsers read. Browsers take the first ones for windows-1252.
_AS_WINDOWS = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252")
_KNOWN = re.compile(
    r"iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|shift_jis|euc-jp|iso-2022-jp|euc-kr|gbk|gb2312"
    r"|gb18030|big5|macintosh"
)
# The first bytes of files that are no articles, and what they are.
_OTHER_FORMATS = (
    (b"PK\x03\x04", "is a zip file or an office document"),
    (b"\xd0\xcf\x11\xe0", "is an office document"),
    (b"{\\rtf", "is an RTF document"),
    (b"\x1f\x8b", "is a compressed file"),
    (b"From: <Saved by ", "is a web archive (MHTML)"),
)
_WANTED = "save it as text, HTML or PDF"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FEW_CONTROLS = 0.01  # share of control characters from which a file is no text


def decoded(content: bytes, name: str, repair: bool = False) -> str:
    """Return a file as text: by its byte order mark, as UTF-8, or as it declares.

    repair: True to read bytes that are not UTF-8, and declare nothing else, as windows-1252.
    Raises DataError.
    """
    for start, what in _OTHER_FORMATS:
        if content.startswith(start):
            raise DataError(what, where=name, expected=_WANTED)
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = _decoded_as(content, "utf-16", name)
    elif b"\0" in content:
        raise DataError("is not a text", where=name, expected=_WANTED)
    else:
        text = _decoded(content.removeprefix(BOM_UTF8), name, repair)
    if len(_CONTROL.findall(text)) > _FEW_CONTROLS * len(text):
        raise DataError("is not a text", where=name, expected=_WANTED)
    return text


def _decoded(content: bytes, name: str, repair: bool) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = _CHARSET.search(content[:_DECLARED_IN])
        encoding = declared[1].decode().lower() if declared else ""
        if encoding in _AS_WINDOWS or (repair and not _KNOWN.fullmatch(encoding)):
            return _decoded_as(content, "cp1252", name)
        if _KNOWN.fullmatch(encoding):
            return _decoded_as(content, encoding, name)
        raise DataError(
            f"is not UTF-8 (byte {error.start})",
            where=name,
            expected="save it as UTF-8, or read it as windows-1252 with 'mss add --repair'",
        ) from None


def _decoded_as(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode("gb18030" if encoding in ("gb2312", "gbk") else encoding)
    except (UnicodeDecodeError, LookupError):
        raise DataError(
            f"cannot be read as {encoding}", where=name, expected="save it as UTF-8"
        ) from None


# --- text decoded wrongly -----------------------------------------------------------------

# UTF-8 that was read as windows-1252 or Latin-1 is a lead byte and one to three others, each as a
# character of its own.
_OTHERS = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_SIGN = re.compile(
    f"[\u00c2-\u00df][{_OTHERS}]|[\u00e0-\u00ef][{_OTHERS}]{{2}}|[\u00f0-\u00f4][{_OTHERS}]{{3}}"
)
# In other languages a capital may well stand before a closing quotation mark or a dash.
_DOUBTFUL = re.compile("[\u00c2-\u00df][\u00ab\u00bb\u2018-\u201e\u2013\u2014\u2026\u2039\u203a]")
_ROUNDS = 3  # a text may have been decoded wrongly more than once


def faulty(text: str) -> bool:
    """Return True if a text shows signs of a wrong decoding: `donâ€™t`, `MoÃ¯se`."""
    signs = (m[0] for m in _SIGN.finditer(text) if _intended(m[0]) != m[0])
    doubtful = 0
    for sign in signs:
        if not _DOUBTFUL.fullmatch(sign):
            return True
        doubtful += 1
    return doubtful > 2


def repaired(text: str) -> str:
    """Return a text with every such sign turned into the character that was meant."""
    for _ in range(_ROUNDS):
        better = _SIGN.sub(lambda match: _intended(match[0]), text)
        if better == text:
            break
        text = better
    return text


def _intended(sign: str) -> str:
    """Return the character that a sign stands for, or the sign if it is none."""
    try:
        meant = b"".join(map(_byte, sign)).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return sign
    return meant if meant.isprintable() or meant == "\xa0" else sign


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if char <= "\xff" else char.encode("cp1252")
