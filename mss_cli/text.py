"""Text: folding for comparison, words for search, escaping for output."""

import re
from collections.abc import Callable, Iterator, Sequence

MONTHS = (
    "january february march april may june july august september october november december"
).split()
_ACRONYM = r"\b[a-z](?:\.[a-z])+\b\.?"
_WORD = r"[^\W_]+"
# The apostrophe of `Ng'ang'a`, and the comma of `1,000`. Each begins with what it must find: a
# search for a sign is ten times as fast as one for what comes before it.
_INNER = r"'(?<=[^\W\d_]')(?!s(?!\w))(?=[^\W\d_])"
_THOUSANDS = r",(?<=\d,)(?=\d{3}\b)"
# For bytes.translate: every ASCII character but letters and digits becomes a space.
_SPACES = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
# Printable by category, but invisible, or they change the character before:
# Unicode's Default_Ignorable_Code_Point, and the blank Braille pattern.
_UNSEEN = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_MARKS = 8  # most combining marks on one letter; Burmese and Tibetan need up to six
_VOWEL = (
    "[\u1160-\u11ff\ud7b0-\ud7ff]"  # Hangul vowels and finals, which combine with the letter before
)
# Latin letters, common punctuation and currency signs: all visible, and none a mark.
_LATIN = "[ -~\xa1-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
_PIECE = f"{_LATIN[:-1]}{{2,}}|."
_BREAK = "\x1f"  # ASCII unit separator, between texts
# Spaces other than U+0020, and the signs that only join or separate letters.
WIDE_SPACES = (
    "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
JOINERS = "\xad\u200b\u200c\u200d\u2060\ufeff"
# Signs that people type as an apostrophe or an okina: quotation marks, accents, modifier letters.
APOSTROPHES = "'’‘‛`´′ʹʻʼʽʾʿˈˊˋꞋꞌ՚׳＇"
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
# Quotation marks, hyphens other than U+002D, and letters that Unicode does not decompose into a
# letter and a mark.
_REPLACED = str.maketrans(
    {"“": '"', "”": '"', "‐": "-", "‑": "-", "\xa0": " "}
    | dict(zip("łŁøØđĐıðÐħĦŧŦ", "lLoOdDidDhHtT", strict=True))
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
    | dict.fromkeys(JOINERS)
)


def fold(text: str) -> str:
    """Return text for comparison: lower case, without accents, spaces collapsed.

    Compatibility decomposition (Unicode NFKD) with combining marks removed; `ł`, `ø` and the like
    become the plain letter. `U.S.` folds to `us`, `1,900` to `1900`, and `Ng'ang'a` to `nganga`.
    """
    return " ".join(_without_apostrophes(_joined(_plain(text))).split())


def _without_apostrophes(plain: str) -> str:
    """Return text without the apostrophes inside words; a possessive 's keeps its own."""
    return re.sub(_INNER, "", plain) if "'" in plain else plain


def _without_possessives(plain: str) -> str:
    """Return text without apostrophes; a possessive 's goes too."""
    return _without_apostrophes(re.sub(r"'s?(?!\w)", " ", plain)) if "'" in plain else plain


def _plain(text: str) -> str:
    """Return text in lower case without accents."""
    plain = text.replace("`", "'")
    if text.isascii():
        return plain.lower()
    # ASCII neither changes nor combines, and most letters of most texts are ASCII.
    return re.sub("[^\x00-\x7f]+", _without_accents, plain).casefold()


def _without_accents(match: re.Match[str]) -> str:
    import unicodedata

    spread = unicodedata.normalize("NFKD", match[0].translate(_APOSTROPHES)).translate(_REPLACED)
    bare = re.sub(
        "[\u0300-\u036f]+", "", spread
    )  # the combining marks of Latin, Greek and Cyrillic
    if max(bare, default="") > "\u0482":
        bare = re.sub("[^\x00-\u0482]+", _without_marks, bare)
    return bare


def _without_marks(match: re.Match[str]) -> str:
    from unicodedata import combining

    return "".join(c for c in match[0] if not combining(c))


def _joined(plain: str) -> str:
    """Return text without the dots of acronyms and the commas of numbers."""
    if "." in plain:
        plain = re.sub(_ACRONYM, lambda m: m[0].replace(".", ""), plain)
    return re.sub(_THOUSANDS, "", plain) if "," in plain else plain


def words(text: str) -> list[str]:
    """Return the folded words of text in order; apostrophes and a possessive 's are dropped.

    >>> words("Kenya’s 1,000 officers, O'Brien’s")
    ['kenya', '1000', 'officers', 'obrien']
    """
    return re.findall(_WORD, _without_possessives(_joined(_plain(text))))


def words_of(texts: Sequence[str]) -> list[list[str]]:
    """Return words(text) for each of many texts, faster than one by one.

    >>> words_of(["Kenya’s police", "", "the U.S."])
    [['kenya', 'police'], [], ['the', 'us']]
    """
    plain = _joined(_BREAK.join(map(_plain, texts)))
    if plain.count(_BREAK) >= len(texts):  # a text contains the separator
        return [words(text) for text in texts]
    plain = _without_possessives(plain)
    pieces = plain.split(_BREAK) if texts else []
    return [_ascii_words(p) if p.isascii() else re.findall(_WORD, p) for p in pieces]


def _ascii_words(plain: str) -> list[str]:
    """Return the words of plain ASCII text, three times as fast as a regular expression."""
    return plain.encode("ascii").translate(_SPACES).decode("ascii").split()


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of text as words() does, each with its start and end in code points.

    A word is never parted from an accent or an apostrophe, and it covers all the letters from
    which it was folded.

    >>> placed_words("Nu\u0301n\u0303ez and Ng’ang’a’s U.S. visit")
    [('nunez', 0, 7), ('and', 8, 11), ('nganga', 12, 20), ('us', 23, 27), ('visit', 28, 33)]
    """
    plain, places = _placed(text)
    if "'" in plain:
        plain = re.sub(r"'s?(?!\w)", lambda match: " " * len(match[0]), plain)
    found = []
    for match in re.finditer(_PLACED, plain):
        (start, _), (_, end) = places[match.start()], places[match.end() - 1]
        found.append((re.sub("[.,']", "", match[0]), start, end))
    return found


# A word in plain text: an acronym, or letters and digits with apostrophes and separators.
_PLACED = (
    r"\b[a-z](?:\.[a-z])+\b\.?"
    r"|[^\W_]+(?:(?<=\d),\d{3}\b|(?<!\d)'[^\W\d_][^\W_]*)*"
)


def _placed(text: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """Return text without accents, and for each character the span that it was folded from."""
    if text.isascii():
        return _plain(text), [(at, at + 1) for at in range(len(text))]
    from unicodedata import combining

    plain: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (combining(text[end]) or text[end] in JOINERS):
            continue
        folded = _plain(text[start:end])
        plain.append(folded)
        places += [(start, end)] * len(folded)
        start = end
    return "".join(plain), places


def visible(text: str) -> str:
    r"""Return text with every character escaped that a terminal might obey.

    Escaped, as `\x1b` or `\u202e`, are control and format characters (Unicode categories Cc,
    Cf, Cs, Zl, Zp: ANSI sequences, bidirectional overrides, zero-width characters), invisible
    characters, and combining marks without a letter or beyond the eighth on one letter. Other
    spaces become a plain space.
    """
    return text if harmless(text) else "".join(escaped(text, _shown))


def harmless(text: str) -> bool:
    """Return True if a terminal shows the text unchanged, each letter in its place."""
    if not text.isprintable():
        return False
    if text.isascii() or re.fullmatch(_LATIN, text):
        return True
    if not any(map(_needs_context, set(text))):
        return True
    return "".join(escaped(text, lambda _: "")) == text


def _needs_context(character: str) -> bool:
    """Return True if a printable character is unseen or may combine with the one before it."""
    from unicodedata import category

    unseen = re.match(_UNSEEN, character) or re.match(_VOWEL, character)
    return category(character)[0] == "M" or bool(unseen)


def escaped(text: str, escape: Callable[[str], str], kept: str = "") -> Iterator[str]:
    """Yield each character of a text, escaped if a terminal might obey it; Latin letters together.

    kept: characters that are never escaped.
    """
    from unicodedata import category

    marks = _MARKS  # marks at the start would combine with the text printed before
    for match in re.finditer(_PIECE, text, re.DOTALL):
        c = match[0]
        if len(c) > 1:  # Latin letters
            marks = 0
            yield c
            continue
        marks = marks + 1 if category(c)[0] == "M" or re.match(_VOWEL, c) else 0
        plain = c.isprintable() and marks <= _MARKS and not re.match(_UNSEEN, c)
        yield c if plain or c in kept else escape(c)


def _shown(character: str) -> str:
    if character.isspace() and character not in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    return _coded(character)


def _coded(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def reversible(text: str) -> str:
    r"""Return text on one line, escaped so that nothing is lost.

    A backslash becomes `\\`, a tab `\t`, a line feed `\n`, and a character that a terminal might
    obey `\x1b` or `\u202e`. Spaces of every width stay.
    """
    doubled = text.replace("\\", "\\\\")
    return doubled if harmless(doubled) else "".join(escaped(doubled, _coded, WIDE_SPACES))


def for_file(text: str) -> str:
    """Return text as it is, except characters that would control a terminal if it is printed.

    Tabs, line ends, spaces of every width and the signs that join or separate letters stay.
    """
    kept = f"\t\n\r{WIDE_SPACES}{JOINERS}"
    return text if harmless(text) else "".join(escaped(text, _coded, kept))


def a(noun: str) -> str:
    """Return a noun with its article: `a person`, `an organization`."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def without_fact_or_label(count: int) -> str:
    """Return how many sentences have neither a fact nor a label, in words."""
    return f"{plural(count, 'sentence')} {'has' if count == 1 else 'have'} no fact or label yet"


def size(count: int) -> str:
    """Return a number of bytes as `12 kB` or `3.4 MB`."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"


def plural(count: int, noun: str) -> str:
    """Return `1 fact`, `2 facts`, `3 entities`."""
    if count == 1:
        return f"1 {noun}"
    changes = noun.endswith("y") and noun[-2] not in "aeiou"
    return f"{count:,} {noun[:-1]}ies" if changes else f"{count:,} {noun}s"
