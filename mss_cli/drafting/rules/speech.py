"""Who says each sentence of an article, and on what occasion.

A quotation that begins in one sentence belongs to whoever is named where it ends; one without any
name belongs to the last speaker, which is a guess.
"""

import re
from collections.abc import Sequence

from mss_cli.drafting.rules.names import Names
from mss_cli.drafting.rules.quotations import QUOTED, is_mostly_quoted
from mss_cli.drafting.rules.subjects import DAY, SAYS, TELLING, Speaker, Subjects, Told
from mss_cli.understanding.wordnet import parts

_DAY_LAST = re.compile(rf"{DAY},?\s*$", re.IGNORECASE)
_DAY_ANYWHERE = re.compile(rf"\b{DAY}\b", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:On|In|At|During|Speaking|Earlier|Yesterday|Last)\b[^,]{2,80},(?:[^,]{2,40},){0,2}"
)
_PLACING = frozenset("in at during on to through via late early later earlier".split())
_CLAUSE = re.compile(
    r"\b(?:that|which|who|after|before|as|while|when|would|will|was|were|is|are|has|have|had|could"
    r"|should|may|might|must|can|he|she|they|it|since|until|by|from)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_MOST_QUOTED = 4  # sentences of one quotation before the one that names who speaks


def speakers(told: Sequence[Told], names: Names, near: int) -> list[Speaker | None]:
    """Return who says each sentence of an article; None where the article itself speaks.

    near: in how many sentences a pronoun or a quotation still means the last speaker.
    """
    found: list[Speaker | None] = []
    last: Speaker | None = None
    since = 0
    for number, one in enumerate(told):
        since += 1
        own = Subjects(one, names, last if since <= near else None).speaker()
        speaker = own
        if own is None and is_speech(one.outside):
            later = _where_it_ends(told, number, names)
            speaker = later or _goes_on(one, last if since <= near else None)
        found.append(speaker if speaker is None or speaker.ids else None)
        if speaker is not None and one.form == "body":
            last, since = speaker, 0
    return found


def _where_it_ends(told: Sequence[Told], number: int, names: Names) -> Speaker | None:
    """Return the speaker named in the sentence in which a quotation of a sentence ends."""
    if not told[number].outside.endswith(QUOTED) or not told[number].goes_on:
        return None
    for one in told[number + 1 : number + 1 + _MOST_QUOTED]:
        if not one.outside.startswith(QUOTED):
            return None
        found = Subjects(one, names, None).speaker()
        if found is not None:
            return found._replace(why=f"{found.why} where the quotation ends", guessed=True)
        if not one.goes_on:
            return None
    return None


def _goes_on(one: Told, last: Speaker | None) -> Speaker | None:
    if last is None or SAYS.search(one.outside):
        return None
    return last._replace(why="a quotation that goes on", guessed=True)


def is_speech(outside: str) -> bool:
    """Return True if a sentence quotes somebody or has a verb of saying, whoever it is."""
    first_person = _FIRST_PERSON.search(outside) is not None
    return is_mostly_quoted(outside) or first_person or SAYS.search(outside) is not None


def occasion(outside: str) -> str:
    """Return the dates of a sentence that tell when somebody says it: before it, or at the verb."""
    said = SAYS.search(outside)
    if said is None:
        return ""
    opening = _OPENING.match(outside[: said.start()])
    before = _DAY_LAST.search(outside[: said.start()])
    rest = re.split(rf"[,;{QUOTED}]", outside[said.end() :])[0]
    after = _DAY_ANYWHERE.search(rest)
    if after and not _tells_when(outside[: said.start()], said[0], rest[: after.start()]):
        after = None  # `said that they left on Friday`
    return " ".join(match[0] for match in (opening, before, after) if match)


def _tells_when(before: str, verb: str, between: str) -> bool:
    """Return True if the words between a verb of saying and a date leave the date to the verb."""
    found = re.findall(r"[\w’'-]+", between)
    inverted = not before.strip() or before.rstrip().endswith((",", QUOTED))
    if found and found[0].lower() not in _PLACING and not inverted and verb.lower() not in TELLING:
        return False
    plain = (word for word in found if word.islower())
    return not _CLAUSE.search(between) and not any(
        word.endswith("ed") or parts(word)[:1] == "v" for word in plain
    )
