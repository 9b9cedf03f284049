"""The subject of a verb of saying: before it, after it, or in a clause on somebody.

It is next to its verb: `the minister, who was there, said`. A name further away does not speak.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from mss_cli.drafting.rules.names import Mention, Names
from mss_cli.drafting.rules.quotations import QUOTED
from mss_cli.facts.passages import Span

_VERBS = (
    r"(?:said|says|say|told|tells|added|adds|noted|notes|stated|states|announced|announces|warned|"
    r"warns|argued|argues|claimed|claims|explained|explains|insisted|insists|declared|declares|"
    r"confirmed|confirms|acknowledged|stressed|emphasi[sz]ed|urged|urges|promised|pledged|vowed|"
    r"predicted|estimated|reported|reports|wrote|writes|tweeted|posted|alleged|denied|denies|"
    r"admitted|"
    r"accused|accuses|criticised|criticized|condemned|praised|thanked|called for|calls for|"
    r"reiterated|reaffirm(?:ed|ing)|testified|suggested|recalled|concluded|remarked|maintained|"
    r"recommended|expressed|expresses|expressing|voiced|voices|highlighted|highlights|underscored|"
    r"signal(?:led|ling|ed)|pointed out|commented|observed|called on|calls on|calling on|"
    r"committed to|commits to|laid blame|proposed|proposes|welcomed|welcomes|blamed|blames|"
    r"described|describes|clarified|conceded|responded|replied|answered|referred to|demanded|"
    r"declined to|indicated|appealed|decided|requests|thanks|hopes?|hoped|continued|cautioned|"
    r"urging|warning|saying|insisting|stressing|arguing|accusing|blaming|adding|noting|"
    r"asserted|revealed|disclosed|hailed|lamented|pleaded|quipped|joked|recounted|asked|"
    r"(?:issued|released) a statement)"
)
# `the proposed force` and `its reported losses` say nothing.
SAYS = re.compile(
    rf"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )(?<!\bany )\b{_VERBS}\b", re.IGNORECASE
)
TELLING = frozenset("told tells urged warned thanked asked accused informed assured".split())
_CLAUSE = re.compile(
    r"\b(?:that|which|who|after|before|as|while|when|would|will|was|were|is|are|has|have|had|could"
    r"|should|may|might|must|can|he|she|they|it|since|until|by|from)\b"
)
DAY = (
    r"(?:(?:early|late|later|earlier) )?(?:on |in |this |last )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)"
    r"(?: (?:morning|afternoon|evening|night))?(?: \d{1,2})?(?:,? \d{4})?"
)
_ACCORDING = re.compile(rf"\baccording to ([^,.;{QUOTED}]{{2,80}})", re.IGNORECASE)
# What may stand between a subject and its verb.
_BETWEEN = re.compile(
    rf"(?:(?:^|(?<=\s))(?:is|are|was|were|been|has|have|had|also|later|then|again|further|even|once|reportedly|repeatedly"
    rf"|meanwhile|earlier|did not|would|will|[a-z]+ly|{DAY}),?\s*)+$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:^|[^\w])(he|she|they|it)$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_OFFICE = (
    r"president|premier|minister|ambassador|secretary|general|mayor|governor|chief|director"
    r"|advis[eo]r|chair\w*|commissioner|expert|leader|judge|coach|commander|envoy|senator"
    r"|spokes\w+|professor|lawyer|sheriff"
)
_THE_OFFICE = re.compile(
    rf"\bthe ((?:[\w’'-]+ ){{0,3}}?)({_OFFICE})$",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|statement|report|representatives?|officials?|sources?|figures|data)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:to|with|of|by|from|between|against|for|at|in|on|over|about)\s"
    r"(?:(?:the|a|an|its|his|her|their)\s)?"
    r"(?:(?:[A-Z][\w.’'-]*|former|acting|deputy|new|late)\s){0,3}$"
)
# What may follow the name of a subject: `Ruto (left)`, `Ruto of Kenya`.
_OF_SUBJECT = re.compile(r"(?:[’']s?)?\s*(?:\([^)]*\))?(?:\s(?:of|in|for|from)\s[^,]*)?")
_LONG_OPENING = 80
_MOST_VERBS = 8  # verbs of saying in a sentence
_BEFORE = 300  # characters before a verb in which its subject stands
_AFTER = 90  # characters after a verb in which its subject stands
_ABSOLUTE = ", with "
_PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|been)\s$")
_CLAUSE_START = re.compile(rf"[;:{QUOTED}]|\b(?:that|which|who)\b(?![^,]*,\s*$)")
_CLAUSE_END = re.compile(rf"[.;:{QUOTED}]")
_BELONGING = re.compile(r"[,]|\b(?:of|at|for|in|from|with|to)\s")
_HEAD = re.compile(r"\s*(the [\w’' -]+?)(?=[,.]|$| (?:of|at|for|in|from|on|who)\b)")


class Speaker(NamedTuple):
    """Who says it. ids: empty for somebody unnamed. guessed: True if not named in the sentence."""

    ids: tuple[str, ...]
    label: str
    why: str
    guessed: bool = False


class Told(NamedTuple):
    """A sentence of an article.

    outside: its text with quotations masked. form: of its block. number: from 1. goes_on: True if
    another sentence follows in the paragraph.
    """

    span: Span
    outside: str
    form: str = "body"
    number: int = 1
    goes_on: bool = False


class Subjects:
    """The subjects of the verbs of saying in one sentence. last: whom a pronoun means."""

    def __init__(self, told: Told, names: Names, last: Speaker | None) -> None:
        self._start = told.span.start
        self._text = told.outside
        self._names = names
        self._last = last

    def speaker(self) -> Speaker | None:
        """Return the speaker that the sentence names, one without ids for somebody unnamed."""
        match = _ACCORDING.search(self._text)
        if match:
            ids = self._names.named(match[1], self._start + match.start(1))
            return Speaker(tuple(ids[:1]), match[1], f"'according to {match[1][:40]}'")
        unnamed = None
        for said in islice(SAYS.finditer(self._text), _MOST_VERBS):
            found = self._of(said)
            if found is not None and found.ids:
                return found
            unnamed = unnamed or found
        return unnamed

    def _of(self, said: re.Match[str]) -> Speaker | None:
        """Return the subject of a verb: after it if a quotation comes before it, else before it."""
        verb, before = said[0].lower(), self._text[: said.start()]
        near = before[-_BEFORE:]
        why = f"the verb '{verb}'"
        if verb.endswith("ing") and not _PROGRESSIVE.search(near):
            return self._of_participle(len(before.rstrip()), why)
        clause = _CLAUSE_START.split(near)[-1]
        inverted = clause.rstrip().endswith(",") and verb not in TELLING
        if clause.strip(" ,") and not (inverted and self._is_named_at(said.end())):
            return self._before(len(before) - len(clause), clause, why)
        return self._after(said.end(), why)

    def _of_participle(self, end: int, why: str) -> Speaker | None:
        """Return the name at a participle, or after a comma the one that opens the sentence."""
        if self._text[:end].endswith(","):
            found = [m for m in self._mentions(0, end) if m.start < self._start + _LONG_OPENING][:1]
        else:
            absolute = self._text[:end].rfind(_ABSOLUTE)  # `, with Ruto saying`
            found = self._adjacent(absolute + len(_ABSOLUTE) if absolute > 0 else 0, end)[-1:]
        return self._named(found[0], why) if found else None

    def _before(self, offset: int, clause: str, why: str) -> Speaker | None:
        """Return the subject at the end of a clause. offset: where the clause begins."""
        subject = _BETWEEN.sub("", clause).rstrip()
        if _PRONOUN.search(subject):
            if self._last is None or not self._last.ids:
                return None
            return self._last._replace(why="a pronoun, so the speaker before", guessed=True)
        end = offset + len(subject)
        opening = self._opening(offset, end)
        if opening is not None and subject.endswith(","):
            return self._named(opening, why)
        for last in _ends(subject):
            found = self._adjacent(offset, offset + last)
            if found:
                return self._named(found[-1], why)._replace(ids=tuple(m.id for m in found))
        held = self._holder(subject.rstrip(","), why)
        if held is not None or opening is not None:
            return held or (opening and self._named(opening, why)._replace(guessed=True))
        phrase = re.split(r",\s", subject.rstrip(","))[-1].strip()
        return self._spoken_for(phrase, offset + max(0, subject.rfind(phrase)), end, why)

    def _after(self, start: int, why: str) -> Speaker | None:
        """Return the subject after a verb: `said the envoy of Mexico, Juan de la Fuente`."""
        after = _CLAUSE_END.split(self._text[start : start + _AFTER])[0]
        end = start + len(after)
        mentions = self._mentions(start, end)
        for mention in mentions[:1]:
            if not _BELONGING.search(self._text[start : mention.start - self._start]):
                return self._named(mention, why)
        for mention in mentions:
            at = mention.start - self._start
            if self._names.kind(mention.id) == "person" and self._text[at - 2 : at] == ", ":
                return self._named(mention, why)
        head = _HEAD.match(after)
        if head:
            return self._holder(head[1], why) or Speaker((), head[1], why)
        return self._spoken_for(after.strip(), start, end, why) if after.strip() else None

    def _spoken_for(self, phrase: str, start: int, end: int, why: str) -> Speaker:
        """Return the body for which somebody unnamed speaks: `a spokesman for the ministry`."""
        mentions = self._mentions(start, end) if _SPEAKS_FOR.search(phrase) else []
        return Speaker(tuple(m.id for m in mentions[-1:]), phrase, why)

    def _opening(self, offset: int, end: int) -> Mention | None:
        """Return the name with which a clause begins, if a comma follows: `Ana, who runs it,`."""
        for mention in self._mentions(offset, end)[:1]:
            first, last = mention.start - self._start, mention.end - self._start
            titles = self._text[offset:first].split()
            if self._text[last : last + 1] == "," and all(t[:1].isupper() for t in titles):
                return mention
        return None

    def _adjacent(self, offset: int, end: int) -> list[Mention]:
        """Return the name with which a subject ends, unless it only belongs to the subject.

        Of `China and Russia` both.
        """
        following: Mention | None = None
        for mention in reversed(self._mentions(offset, end)):
            first, last = mention.start - self._start, mention.end - self._start
            if last > end:
                continue
            if following is not None:
                joined = self._text[last : following.start - self._start] == " and "
                return [mention, following] if joined else [following]
            if not _OF_SUBJECT.fullmatch(self._text[last:end]):
                return []
            if not _PREPOSITION.search(self._text[offset:first]):
                following = mention
        return [following] if following else []

    def _holder(self, phrase: str, why: str) -> Speaker | None:
        """Return who holds an office that is meant without a name: `the governor`."""
        match = _THE_OFFICE.search(phrase)
        if match is None:
            return None
        held = self._names.holder(match[2], match[1], self._start)
        return Speaker((held,), match[0], f"{why}, {match[0]!r}", guessed=True) if held else None

    def _is_named_at(self, end: int) -> bool:
        """Return True if a name follows a verb at once: `…, said Mayor Ana Núñez`."""
        for mention in self._mentions(end, end + _AFTER)[:1]:
            between = self._text[end : mention.start - self._start]
            return all(word[:1].isupper() for word in between.split())
        return False

    def _named(self, mention: Mention, why: str) -> Speaker:
        return Speaker((mention.id,), self._names.name(mention.id), why)

    def _mentions(self, start: int, end: int) -> Sequence[Mention]:
        """Return the names between two positions of the sentence."""
        return list(self._names.mentions(Span(self._start + start, self._start + end)))


def _ends(subject: str) -> Iterator[int]:
    """Yield where a subject may end: `Kindiki, the minister,` after the minister or Kindiki."""
    plain = subject.rstrip(",")
    yield len(plain)
    if plain != subject and "," in plain:
        yield plain.rindex(",")
