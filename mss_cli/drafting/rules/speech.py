"""Who says what a sentence tells, and on what occasion.

The subject of a verb of saying is next to it: `the minister, who was there, said`. A quotation
that begins in one sentence belongs to whoever is named where it ends; one without any name
belongs to the last speaker, which is a guess.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli.drafting.rules.names import Mention, Names
from mss_cli.drafting.rules.quotations import QUOTED, is_mostly_quoted
from mss_cli.facts.passages import Span
from mss_cli.understanding.wordnet import parts

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
_SAYS = re.compile(
    rf"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )(?<!\bany )\b{_VERBS}\b", re.IGNORECASE
)
_ACCORDING = re.compile(rf"\baccording to ([^,.;{QUOTED}]{{2,80}})", re.IGNORECASE)
_DAY = (
    r"(?:(?:early|late|later|earlier) )?(?:on |in |this |last )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)"
    r"(?: (?:morning|afternoon|evening|night))?(?: \d{1,2})?(?:,? \d{4})?"
)
_DAY_LAST = re.compile(rf"{_DAY},?\s*$", re.IGNORECASE)
_DAY_ANYWHERE = re.compile(rf"\b{_DAY}\b", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:On|In|At|During|Speaking|Earlier|Yesterday|Last)\b[^,]{2,80},(?:[^,]{2,40},){0,2}"
)
_PLACING = frozenset("in at during on to through via late early later earlier".split())
_TELLING = frozenset("told tells urged warned thanked asked accused informed assured".split())
_CLAUSE = re.compile(
    r"\b(?:that|which|who|after|before|as|while|when|would|will|was|were|is|are|has|have|had|could"
    r"|should|may|might|must|can|he|she|they|it|since|until|by|from)\b"
)
# What may stand between a subject and its verb.
_BETWEEN = re.compile(
    rf"(?:(?:^|(?<=\s))(?:is|are|was|were|been|has|have|had|also|later|then|again|further|even|once|reportedly|repeatedly"
    rf"|meanwhile|earlier|did not|would|will|[a-z]+ly|{_DAY}),?\s*)+$",
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
    r"(?:(?:the|a|an|its|his|her|their)\s)?(?:[\w-]+\s){0,2}$"
)
# What may follow the name of a subject: `Ruto (left)`, `Ruto of Kenya`.
_OF_SUBJECT = re.compile(r"(?:[’']s?)?\s*(?:\([^)]*\))?(?:\s(?:of|in|for|from)\s[^,]*)?")
_LONG_OPENING = 80
_AFTER = 90  # characters after a verb in which its subject stands
_MOST_QUOTED = 4  # sentences of one quotation before the one that names who speaks


class Speaker(NamedTuple):
    """Who says it. ids: empty for somebody unnamed. guessed: True if not named in the sentence."""

    ids: tuple[str, ...]
    label: str
    why: str
    guessed: bool = False


class Told(NamedTuple):
    """A sentence. outside: the same with its quotations masked. is_body: False for a headline."""

    span: Span
    outside: str
    is_body: bool = True
    goes_on: bool = False


def speakers(told: Sequence[Told], names: Names, near: int) -> list[Speaker | None]:
    """Return who says each sentence of an article; None where the article itself speaks.

    near: in how many sentences a pronoun or a quotation still means the last speaker.
    """
    found: list[Speaker | None] = []
    last: Speaker | None = None
    since = 0
    for number, one in enumerate(told):
        since += 1
        own = _named(one, names, last if since <= near else None)
        speaker = own
        if own is None and is_speech(one.outside):
            later = _where_it_ends(told, number, names)
            speaker = later or _goes_on(one, last if since <= near else None)
        found.append(speaker if speaker is None or speaker.ids else None)
        if speaker is not None and one.is_body:
            last, since = speaker, 0
    return found


def _where_it_ends(told: Sequence[Told], number: int, names: Names) -> Speaker | None:
    """Return the speaker named in the sentence in which a quotation of a sentence ends."""
    if not told[number].outside.endswith(QUOTED) or not told[number].goes_on:
        return None
    for one in told[number + 1 : number + 1 + _MOST_QUOTED]:
        if not one.outside.startswith(QUOTED):
            return None
        found = _named(one, names, None)
        if found is not None:
            return found._replace(why=f"{found.why} where the quotation ends", guessed=True)
        if not one.goes_on:
            return None
    return None


def _goes_on(one: Told, last: Speaker | None) -> Speaker | None:
    if last is None or _SAYS.search(one.outside):
        return None
    return last._replace(why="a quotation that goes on", guessed=True)


def is_speech(outside: str) -> bool:
    """Return True if a sentence quotes somebody or has a verb of saying, whoever it is."""
    first_person = _FIRST_PERSON.search(outside) is not None
    return is_mostly_quoted(outside) or first_person or _SAYS.search(outside) is not None


def occasion(outside: str) -> str:
    """Return the dates of a sentence that tell when somebody says it: before it, or at the verb."""
    said = _SAYS.search(outside)
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
    if found and found[0].lower() not in _PLACING and not inverted and verb.lower() not in _TELLING:
        return False
    plain = (word for word in found if word.islower())
    return not _CLAUSE.search(between) and not any(
        word.endswith("ed") or parts(word)[:1] == "v" for word in plain
    )


# --- the subject of a verb of saying ---------------------------------------------------------


def _named(one: Told, names: Names, last: Speaker | None) -> Speaker | None:
    """Return the speaker that a sentence names, one without ids for somebody unnamed, or None.

    last: whom a pronoun means.
    """
    match = _ACCORDING.search(one.outside)
    if match:
        ids = names.named(match[1], one.span.start + match.start(1))
        why = f"'according to {match[1][:40]}'"
        return Speaker(tuple(ids[:1]), match[1], why)
    unnamed = None
    for said in _SAYS.finditer(one.outside):
        found = _subject(one, names, said, last)
        if found is not None and found.ids:
            return found
        unnamed = unnamed or found
    return unnamed


def _subject(one: Told, names: Names, said: re.Match[str], last: Speaker | None) -> Speaker | None:
    """Return the subject of a verb: after it if a quotation comes before it, else before it."""
    why = f"'{said[0].lower()}'"
    progressive = re.search(r"\b(?:is|are|was|were|been)\s$", one.outside[: said.start()])
    if said[0].lower().endswith("ing") and not progressive:
        return _participle(one, names, said, why)
    clause = re.split(
        rf"[;:{QUOTED}]|\b(?:that|which|who)\b(?![^,]*,\s*$)", one.outside[: said.start()]
    )[-1]
    inverted = clause.rstrip().endswith(",") and said[0].lower() not in _TELLING
    if clause.strip(" ,") and not (inverted and _named_next(one, names, said.end())):
        return _before(one, names, said.start() - len(clause), clause, why, last)
    after = re.split(rf"[.;:{QUOTED}]", one.outside[said.end() : said.end() + _AFTER])[0]
    mentions = list(_mentions(names, one, said.end(), said.end() + len(after)))
    for mention in mentions:
        between = one.outside[said.end() : mention.start - one.span.start]
        if not re.search(r"[,]|\b(?:of|at|for|in|from|with|to)\s", between):
            return Speaker((mention.id,), said[0], why)
        break
    for mention in mentions:  # `said the envoy of Mexico, Juan de la Fuente`
        at = mention.start - one.span.start
        if names.kind(mention.id) == "person" and one.outside[at - 2 : at] == ", ":
            return Speaker((mention.id,), names.name(mention.id), why)
    head = re.match(r"\s*(the [\w’' -]+?)(?=[,.]|$| (?:of|at|for|in|from|on|who)\b)", after)
    if head:
        return _holder(names, one, head[1], why) or Speaker((), head[1], why)
    spoken_for = [m for m in mentions if _SPEAKS_FOR.search(after)]
    ids = (spoken_for[0].id,) if spoken_for else ()
    return Speaker(ids, after.strip(), why) if after.strip() else None


def _named_next(one: Told, names: Names, end: int) -> bool:
    """Return True if a name follows a verb at once: `…, said Mayor Ana Núñez`."""
    mentions = _mentions(names, one, end, end + _AFTER)
    between = one.outside[end : mentions[0].start - one.span.start] if mentions else ""
    return bool(mentions) and all(word[:1].isupper() for word in between.split())


def _participle(one: Told, names: Names, said: re.Match[str], why: str) -> Speaker | None:
    """Return the subject of a participle: the name at it, or after a comma that of the sentence."""
    before = one.outside[: said.start()].rstrip()
    mentions = _mentions(names, one, 0, len(before))
    if before.endswith(","):
        found = [m for m in mentions if m.start < one.span.start + _LONG_OPENING][:1]
    else:
        absolute = before.rfind(", with ")  # `, with Ruto saying`
        found = _adjacent(
            one, mentions, absolute + len(", with ") if absolute > 0 else 0, len(before)
        )[-1:]
    return Speaker((found[0].id,), names.name(found[0].id), why) if found else None


def _before(
    one: Told, names: Names, offset: int, clause: str, why: str, last: Speaker | None
) -> Speaker | None:
    """Return the subject at the end of a clause. offset: where it begins in the sentence."""
    subject = _BETWEEN.sub("", clause).rstrip()
    if _PRONOUN.search(subject):
        if last is None or not last.ids:
            return None
        return last._replace(why="a pronoun, so the speaker before", guessed=True)
    mentions = _mentions(names, one, offset, offset + len(subject))
    named = _opening(one, names, mentions, offset) if subject.endswith(",") else None
    if named is not None:
        return Speaker((named.id,), names.name(named.id), why)
    for end in _ends(subject):
        found = _adjacent(one, mentions, offset, offset + end)
        if found:
            return Speaker(tuple(m.id for m in found), names.name(found[-1].id), why)
    holder = _holder(names, one, subject.rstrip(","), why)
    if holder is not None:
        return holder
    named = _opening(one, names, mentions, offset)
    if named is not None:
        return Speaker((named.id,), names.name(named.id), why, guessed=True)
    phrase = re.split(r",\s", subject.rstrip(","))[-1].strip()
    starts = one.span.start + offset + max(0, subject.rfind(phrase))
    spoken_for = [m.id for m in mentions if m.start >= starts]
    if spoken_for and _SPEAKS_FOR.search(phrase):
        return Speaker((spoken_for[-1],), phrase, why)
    return Speaker((), phrase, why)


def _opening(one: Told, names: Names, mentions: Sequence[Mention], offset: int) -> Mention | None:
    """Return the name with which a clause begins, if a comma follows: `Ana Núñez, who runs …`."""
    for mention in mentions[:1]:
        first, end = mention.start - one.span.start, mention.end - one.span.start
        titles = one.outside[offset:first].split()
        if one.outside[end : end + 1] == "," and all(word[:1].isupper() for word in titles):
            return mention
    return None


def _ends(subject: str) -> Iterator[int]:
    """Yield where a subject may end: `Kindiki, the minister,` after the minister or Kindiki."""
    plain = subject.rstrip(",")
    yield len(plain)
    if plain != subject and "," in plain:
        yield plain.rindex(",")


def _adjacent(one: Told, mentions: Sequence[Mention], offset: int, end: int) -> list[Mention]:
    """Return the name with which a subject ends, unless it only belongs to the subject.

    Of `China and Russia` both.
    """
    following: Mention | None = None
    for mention in reversed(mentions):
        first, last = mention.start - one.span.start, mention.end - one.span.start
        if last > end:
            continue
        if following is not None:
            between = one.outside[last : following.start - one.span.start]
            return [mention, following] if between == " and " else [following]
        if not _OF_SUBJECT.fullmatch(one.outside[last:end]):
            return []
        if not _PREPOSITION.search(one.outside[offset:first]):
            following = mention
    return [following] if following else []


def _holder(names: Names, one: Told, phrase: str, why: str) -> Speaker | None:
    """Return who holds an office that is meant without a name: `the governor`."""
    match = _THE_OFFICE.search(phrase)
    if match is None:
        return None
    held = names.holder(match[2], match[1], one.span.start)
    return Speaker((held,), match[0], f"{why}, {match[0]!r}", guessed=True) if held else None


def _mentions(names: Names, one: Told, start: int, end: int) -> Sequence[Mention]:
    """Return the mentions between two positions of a sentence."""
    at = one.span.start
    return list(names.mentions(Span(at + start, at + end)))
