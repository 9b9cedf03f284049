"""What of a text stands in quotation marks, paragraph by paragraph."""

import re

from mss_cli.facts.passages import paragraphs

QUOTED = "\0"  # stands for each character of a quotation
_PAIRS = re.compile(
    r"“[^“”]*(?:”|(?<=[,.?!])“(?!\w)|$)"  # one without an end goes on in the next paragraph
    r"|\"[^\"]*(?:\"|$)"
    r"|(?<![\w’])‘[^‘]{3,}?[.,?!]’(?!\w)"  # with its punctuation, so that no apostrophe ends it
)


def masked(text: str) -> str:
    """Return a text of the same length in which the characters of quotations are QUOTED.

    A quotation of up to three words (`the “peace” force`) is part of the sentence and stays.
    """
    found = list(text)
    for paragraph in paragraphs(text):
        for match in _PAIRS.finditer(text[paragraph.start : paragraph.end]):
            if len(match[0].split()) > 3 or match[0][-2:-1] in ".,?!":
                start = paragraph.start + match.start()
                found[start : start + len(match[0])] = QUOTED * len(match[0])
    return "".join(found)


def is_mostly_quoted(outside: str) -> bool:
    """Return True for a sentence that begins with a quotation, or most of which is one."""
    return outside.startswith(QUOTED) or outside.count(QUOTED) * 2 > len(outside)
