"""Who says what a sentence tells: before it, after it, or in the sentence before."""

import re
from typing import NamedTuple

from mss_cli.drafting.rules.names import Names
from mss_cli.facts.passages import Span

_VERBS = (
    r"(?:said|says|say|told|tells|added|adds|noted|notes|stated|states|announced|announces|warned|"
    r"warns|argued|argues|claimed|claims|explained|explains|insisted|insists|declared|declares|"
    r"confirmed|confirms|acknowledged|stressed|emphasi[sz]ed|urged|urges|promised|pledged|vowed|"
    r"predicted|estimated|reported|reports|wrote|writes|tweeted|alleged|denied|denies|admitted|"
    r"accused|accuses|criticised|criticized|condemned|praised|thanked|called for|calls for|"
    r"reiterated|reaffirm(?:ed|ing)|testified|suggested|recalled|concluded|remarked|maintained|"
    r"recommended|expressed|expresses|expressing|voiced|voices|highlighted|highlights|underscored|"
    r"signal(?:led|ling|ed)|pointed out|commented|observed|called on|calls on|calling on|"
    r"committed to|commits to|laid blame|proposed|proposes|welcomed|welcomes|blamed|blames|"
    r"described|describes|clarified|conceded|responded|replied|answered|referred to|demanded|"
    r"declined to|indicated|appealed|decided|requests|thanks)"
)
_SAYS = re.compile(rf"\b{_VERBS}\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to ([^,.;“”\"]{2,80})", re.IGNORECASE)
_PRONOUN = re.compile(
    rf"(?:^|[”\"’,]\s*)(he|she|they)\s+(?:\w+\s+){{0,2}}{_VERBS}\b", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_QUOTED = re.compile(r"[“\"][^“”\"]{3,}[”\"]?")
_BEFORE = 80  # characters before a verb in which its subject stands
_AFTER = 80


class Speaker(NamedTuple):
    """Who says it. guessed: True if it follows from the sentence before only."""

    ids: tuple[str, ...]
    label: str
    why: str
    guessed: bool = False


def speaker_of(sentence: str, names: Names, span: Span, before: Speaker | None) -> Speaker | None:
    """Return who says a sentence, or None if the article says it itself.

    before: the speaker of the sentence before.
    """
    match = _ACCORDING.search(sentence)
    if match:
        ids = names.named(match[1], span.start + match.start(1))
        if ids:
            return Speaker(tuple(ids[:2]), match[1], f"'according to {match[1][:40]}'")
    if before is not None and _PRONOUN.search(sentence):
        return before._replace(why="a pronoun, so the speaker before", guessed=True)
    outside = _QUOTED.sub(lambda m: " " * len(m[0]), sentence)
    for said in _SAYS.finditer(outside):
        found = _beside(outside, names, span, said)
        if found is not None:
            return found
    if before is not None and (_quotes(sentence) or _FIRST_PERSON.search(sentence)):
        return before._replace(why="a quotation that goes on", guessed=True)
    return None


def is_speech(sentence: str) -> bool:
    """Return True if a sentence quotes somebody or has a verb of saying, whoever it is."""
    outside = _QUOTED.sub(" ", sentence)
    first_person = _FIRST_PERSON.search(sentence) is not None
    return _quotes(sentence) or first_person or _SAYS.search(outside) is not None


def occasion(sentence: str) -> str:
    """Return the part of a sentence that tells when somebody says it: before it, or at the verb."""
    outside = _QUOTED.sub(lambda m: " " * len(m[0]), sentence)
    said = _SAYS.search(outside)
    if said is None:
        return ""
    opening = re.match(r"(?:On|In|At|During|Speaking|Earlier|Yesterday|Last)\b[^,]{2,80},", outside)
    after = re.split(r"[,;]|\bthat\b", outside[said.end() : said.end() + 45])[0]
    before = outside[max(0, said.start() - 20) : said.start()]
    return f"{opening[0] if opening else ''} {before} {after}"


def _quotes(sentence: str) -> bool:
    """Return True if a sentence is a quotation, or most of it is."""
    quoted = sum(len(match[0]) for match in _QUOTED.finditer(sentence))
    return sentence[:1] in ("“", '"') or quoted * 2 > len(sentence)


def _objects(clause: str, names: Names, offset: int) -> set[str]:
    """Return the ids that stand after a preposition, so that they do not speak."""
    found = set()
    for mention in names.mentions(Span(offset, offset + len(clause))):
        before = clause[max(0, mention.start - offset - 60) : mention.start - offset]
        if re.search(r"\b(?:to|with|of|by|from|between|against)\s(?:\w+\s){0,5}$", before):
            found.add(mention.id)
    return found


def _beside(sentence: str, names: Names, span: Span, said: re.Match[str]) -> Speaker | None:
    """Return the subject of a verb of saying: before it, or after it if the verb comes first."""
    start = max(0, said.start() - _BEFORE)
    clause = re.split(r"[;:“”\"]|\b(?:that|which|who)\b", sentence[start : said.start()])[-1]
    offset = span.start + said.start() - len(clause)
    ids = names.named(clause, offset)
    if not ids:
        offset = span.start + said.end()
        after = sentence[said.end() : said.end() + _AFTER]
        clause = re.split(r"[.;:“”\"]|\b(?:that|in|on|at|to|after|during)\b", after)[0]
        if sentence[: said.start()].rstrip().endswith((",", "”", '"')) or not sentence[
            : said.start()
        ].strip(" ,"):
            ids = names.named(clause, offset)
    if not ids:
        return None
    subjects = [i for i in ids if i not in _objects(clause, names, offset)] or ids
    people = [i for i in subjects if names.kind(i) == "person"]
    chosen = tuple((people or subjects)[-1:])
    return Speaker(chosen, said[0], f"'{said[0].lower()}'")
