"""What a sentence asserts: its clauses, and for each who does what, denied, planned or done.

Rules for declarative English. They read words and parts of speech, not a whole grammar. Where they
read a sentence wrongly, no fact fits it, and checking says that the record does not have it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from mss_cli.understanding import wordnet
from mss_cli.understanding.clauses import BE, DO, HAVE, MODALS

_I = re.IGNORECASE
_AUXILIARIES = DO | HAVE | BE | MODALS
_PREPOSITIONS = frozenset(
    "of in on at for from with about to into by after before during under over through against "
    "between among around near behind without within".split()
)
_DETERMINERS = frozenset(
    "a an the his her its their our your my some any this that these those no every each both "
    "what whose".split()
)
NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without isnt arent wasnt werent hasnt havent "
    "hadnt didnt doesnt dont wont wouldnt cannot cant couldnt shouldnt hardly".split()
)
# Verbs before `to` or a noun after which what follows did not happen.
_AVERTING = frozenset("fail decline refuse forget neglect avoid prevent yet".split())
_FUTURE = frozenset("will shall wont".split())
# Verbs and adjectives after which something is to come, or is only proposed.
_INTENDING = frozenset(
    "plan intend expect schedule hope want aim promise pledge vow propose offer prepare due set "
    "seek consider discuss recommend urge call suggest request undertake commit mean would could "
    "may might should must envisage foresee supposed ask".split()
)
# Nouns for what is only intended.
_PLANS = frozenset(
    "plan plans proposal proposals pledge pledges promise promises draft drafts roadmap target "
    "aim goal discussion discussions considered table intention".split()
)
# Verbs whose past looks like their lemma.
_INVARIANT = frozenset("put cut set hit let shut cost hurt quit spread beat split bet".split())
_ONLY = frozenset("only alone solely sole exclusively singlehandedly".split())
_EVERY = frozenset("all every everyone everybody".split())
_BUT_ONE = re.compile(
    r"\bno(?: other)? \w+ (?:apart from|other than|except|but|besides)\b|\bnobody but\b"
    r"|\bno other\b|\b(?:nobody|no one|no country) else\b",
    _I,
)
_NOT_ALL = re.compile(r"\bnot (?:all|every|everyone|everybody)\b", _I)
_NO_LONGER = re.compile(r"\b(?:no|not any) longer\b|\bany ?more\b", _I)
# `it was China that opposed it`: the words that only bring a name to the front.
_CLEFT = re.compile(
    r"^\W*(?P<it>it)\s+(?P<be>is|was|isn[’']t|wasn[’']t|were)\b(?P<not>\s+not)?"
    r"(?P<who>(?:\s+[\w’'.-]+){1,7}?)\s+(?P<that>who|that|which)\s",
    _I,
)
# Where a sentence divides into clauses.
_BREAK = re.compile(
    r"\s*;\s*|\s+[-–—]+\s+|—|,?\s+(?:while|whereas|although|though|even though|but|yet)\s+"
    r"|,\s+(?:and|so|because|as)\s+|\s+and\s+",
    _I,
)
_RELATIVE = re.compile(r",\s+(?P<joint>who|which)\s+(?P<rest>[^,;]+)(?:,|(?=[.?!;]?\s*$))", _I)
# `Geng Shuang, China’s foreign minister, spoke`.
_APPOSITION = re.compile(r",\s+(?P<rest>[^,;]{4,70}),")
_SAYING = (
    r"(?:said|says|told|tells|added|noted|stated|announced|warned|argued|claimed|explained"
    r"|insisted|declared|confirmed|stressed|emphasi[sz]ed|reiterated|assured|reported|replied"
    r"|testified|pointed out|maintained|remarked|cautioned|complained|acknowledged|admitted"
    r"|promised|pledged|predicted|reckons?|believes?|thinks?|conceded|wrote|alleged"
    r"|commented|estimated|suggested|made clear|let it be known)"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of|in the view of) ", _I)
# `said that`, `told the Council that`, `said it would`, `warned: “…”`.
_REPORTS = re.compile(
    rf"\b{_SAYING}\b(?:,? (?:[\w’'.-]+ ){{0,6}}?that\b|:|,? [“\"‘]|(?<=said)|(?<=says)|(?<=thinks)"
    r"|(?<=reckons)|(?<=believes))",
    _I,
)
_TAIL = re.compile(rf"[,”\"’]\s*([^,”\"]{{2,80}}? {_SAYING}|{_SAYING} [^,]{{2,80}})\W*$", _I)


class Clause(NamedTuple):
    """A clause of a sentence. spans: its code points; a subject that it shares comes first.

    title: True for an office in apposition: `Geng Shuang, China's deputy ambassador,`.
    """

    spans: tuple[tuple[int, int], ...]
    title: bool = False

    def covers(self, start: int) -> bool:
        """Return True if a position of the sentence belongs to the clause."""
        return any(first <= start < last for first, last in self.spans)


class Word(NamedTuple):
    """A folded word with its start and end in a sentence, in code points."""

    text: str
    start: int
    end: int


class Assertion(NamedTuple):
    """What a clause asserts, by the positions of its words.

    predicate: the main verb, or None. passive: True if the subject undergoes it. copular: True for
    `X is Y`. acting: the words that may name who acts. negated: True if it is denied. intended:
    True if it is to come. of_plan: True if it is about a plan. only: True if nobody else does
    it. every: True if it holds for all. ended: True for `no longer`. mixed: True
    for `not all`. speaker: the words that name who says it. reported: True
    if somebody says it.
    """

    predicate: int | None = None
    passive: bool = False
    copular: bool = False
    acting: tuple[int, ...] = ()
    negated: bool = False
    intended: bool = False
    of_plan: bool = False
    only: bool = False
    every: bool = False
    ended: bool = False
    mixed: bool = False
    speaker: tuple[int, ...] = ()
    reported: bool = False


def without_cleft(sentence: str, words: Sequence[Word]) -> list[Word]:
    """Return the words of a sentence without `it was … that`; a negation stays."""
    match = _CLEFT.match(sentence)
    if match is None:
        return list(words)
    gone = [match.span("it"), match.span("that")]
    denied = match["be"].lower().endswith("t")
    if not denied:
        gone.append(match.span("be"))
    at = match.start("be")
    return [
        w._replace(text="not") if denied and w.start == at else w
        for w in words
        if not any(start <= w.start < end for start, end in gone)
    ]


# --- clauses ------------------------------------------------------------------------------


def clauses(
    sentence: str, words: Sequence[Word], is_name: Callable[[Word], bool] = lambda _: False
) -> list[Clause]:
    """Return the clauses of a sentence that claim something on their own, from left to right.

    is_name: returns True for a word that is part of a name.
    """
    found: list[Clause] = []
    main = sentence
    for match in (*_RELATIVE.finditer(sentence), *_APPOSITION.finditer(sentence)):
        if main[match.start() : match.end()].isspace() or _in_quotation(sentence, match.start()):
            continue
        inner = [w for w in words if match.start("rest") <= w.start < match.end("rest")]
        before = [w for w in words if w.start < match.start()]
        relative = "joint" in match.groupdict()
        subject = _last_phrase(before) if relative else _last_name(before, is_name)
        if not subject or not inner:
            continue
        span = (subject[0].start, subject[-1].end)
        if relative and _finite(["who", *(w.text for w in inner)]) is not None:
            found.append(Clause((span, (match.start("rest"), match.end("rest")))))
        elif not relative and _is_title(inner) and subject[-1] is before[-1]:
            found.append(Clause((span, (match.start("rest"), match.end("rest"))), title=True))
        else:
            continue
        main = main[: match.start()] + " " * (match.end() - match.start()) + main[match.end() :]
    kept = [w for w in words if main[w.start : w.end].strip()]
    return [*_coordinated(main, kept, is_name), *found]


def _coordinated(
    main: str, words: Sequence[Word], is_name: Callable[[Word], bool]
) -> Iterator[Clause]:
    """Yield the clauses that conjunctions join; one without a subject shares that of the first."""
    first, shared = 0, None
    for mark in _BREAK.finditer(main):
        before = [w for w in words if first <= w.start < mark.start()]
        after = [w for w in words if w.start >= mark.end()]
        if not before or not after or _in_quotation(main, mark.start()):
            continue
        joint = mark[0].strip(" ,").lower()
        verb, texts = _finite([w.text for w in before]), [w.text for w in after]
        if verb is None and shared is None:
            continue
        goes_on = joint in ("and", "but", "yet") and _starts_with_verb(texts)
        listed = joint == "and" and is_name(before[-1]) and is_name(after[0])
        near = texts[:6] if joint == "and" and "," not in mark[0] else texts
        if not goes_on and (listed or not _finite(near)):
            continue
        own = _pieces(main, first, mark.start())
        yield Clause((shared, *own) if shared else own)
        subject = before[: verb or 1]
        first = mark.end()
        if goes_on:
            shared = shared or (subject[0].start, subject[-1].end)
        else:
            shared = None
    own = _pieces(main, first, len(main))
    yield Clause((shared, *own) if shared else own)


def _pieces(main: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """Return the spans between what is masked by long runs of spaces."""
    text = main[first:last]
    found, at = [], 0
    for gap in re.finditer(r" {4,}", text):
        found.append((first + at, first + gap.start()))
        at = gap.end()
    return (*((s, e) for s, e in found if e > s), (first + at, last))


def _in_quotation(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _last_phrase(before: Sequence[Word]) -> Sequence[Word]:
    """Return the words of the last noun phrase: after the last verb or preposition."""
    for n in range(len(before) - 2, -1, -1):
        word = before[n].text
        if word in _PREPOSITIONS or word in _AUXILIARIES or wordnet.parts(word)[:1] == "v":
            return before[n + 1 :]
    return before


def _last_name(before: Sequence[Word], is_name: Callable[[Word], bool]) -> Sequence[Word]:
    """Return the words of the name with which some words end."""
    n = len(before)
    while n and is_name(before[n - 1]):
        n -= 1
    return before[n:]


def _is_title(inner: Sequence[Word]) -> bool:
    """Return True for the words of an office: `the US secretary of state`."""
    texts = [w.text for w in inner]
    if _finite(texts) is not None:
        return False
    head = next((n for n, t in enumerate(texts) if t in _PREPOSITIONS), len(texts))
    return head > 0 and wordnet.is_person(texts[head - 1])


def _starts_with_verb(texts: Sequence[str]) -> bool:
    """Return True if a clause goes on with a verb: `and left`, `and was later killed`."""
    for word in texts[:3]:
        if word in _AUXILIARIES:
            return True
        if wordnet.parts(word)[:1] == "r":
            continue
        return _is_past(word) and wordnet.parts(word)[:1] != "n"
    return False


def _finite(texts: Sequence[str]) -> int | None:
    """Return the position of the first finite verb or auxiliary, or None."""
    for n, word in enumerate(texts):
        if word in _AUXILIARIES or (n and _is_verb(texts, n)):
            return n
    return None


def finite(texts: Sequence[str]) -> bool:
    """Return True if folded words have a finite verb or an auxiliary."""
    return _finite(texts) is not None


def _is_past(word: str) -> bool:
    """Return True if a word may be the past of a verb."""
    if word in _INVARIANT:
        return True
    verbs = [one for one in wordnet.lemmas(word) if "v" in one.parts and one.lemma != word]
    if not verbs or word.endswith(("s", "ing")):
        return False
    return word.endswith("ed") or any(one.parts[:1] == "v" for one in verbs)


def _is_verb(texts: Sequence[str], n: int) -> bool:
    """Return True if a word is a verb in the past or of a third person, by its place."""
    word, before = texts[n], texts[n - 1]
    if before in _DETERMINERS or before in _PREPOSITIONS:
        return False
    if _is_past(word):
        following = texts[n + 1] if n + 1 < len(texts) else ""
        adjective = wordnet.parts(word)[:1] == "a" and wordnet.parts(following)[:1] == "n"
        return not adjective
    verbs = [one for one in wordnet.lemmas(word) if "v" in one.parts and one.lemma != word]
    return bool(verbs) and word.endswith("s") and verbs[0].parts[:1] == "v"


# --- assertions ---------------------------------------------------------------------------


def read_assertion(sentence: str, words: Sequence[Word], names: Collection[int]) -> Assertion:
    """Return what a clause asserts. words: of the clause. names: which of them are part of a name."""
    texts = [word.text for word in words]
    speaker, first, last = _reported(sentence, words)
    texts = texts[:last]
    predicate, passive = _predicate(texts, names, first)
    end = predicate if predicate is not None else len(texts)
    acting = _after_by(texts, end) if passive else _heads(texts, first, end)
    scope = texts[first:]
    text = sentence[words[0].start : words[-1].end] if words else ""
    only = not _ONLY.isdisjoint(scope) or _BUT_ONE.search(text) is not None
    return Assertion(
        predicate,
        passive,
        copular=predicate is not None and texts[predicate] in BE,
        acting=() if speaker else acting,
        negated=_is_negated(texts, first) and not only and not _NOT_ALL.search(text),
        intended=_is_intended(texts, first, predicate),
        of_plan=not _PLANS.isdisjoint(scope) or any(map(_is_intending, texts[first : end + 1])),
        only=only,
        mixed=_NOT_ALL.search(text) is not None,
        every=_NOT_ALL.search(text) is None
        and any(
            word in _EVERY and texts[n - 1 : n] not in (["in"], ["at"], ["after"], ["of"])
            for n, word in enumerate(scope, first)
        ),
        ended=_NO_LONGER.search(text) is not None,
        speaker=speaker,
        reported=bool(speaker),
    )


def _reported(sentence: str, words: Sequence[Word]) -> tuple[tuple[int, ...], int, int]:
    """Return the words that name who says it, and where the content begins and ends."""
    count = len(words)
    if not words:
        return (), 0, 0
    start, end = words[0].start, words[-1].end
    according = _ACCORDING.search(sentence, start, end)
    if according:
        inside = tuple(_speaker_after(sentence, words, according.end()))
        opens = according.start() - start < len("According to")
        if not inside:
            return (), 0, count
        return (inside, inside[-1] + 1, count) if opens else (inside, 0, inside[0])
    match = _REPORTS.search(sentence, start, end)
    if match is not None:
        verb = next((n for n, w in enumerate(words) if w.start >= match.start()), count)
        content = next((n for n, w in enumerate(words) if w.start >= match.end()), count)
        comma = max(sentence.rfind(",", start, match.start()), start - 1)
        speaker = tuple(n for n in range(verb) if words[n].start > comma) or tuple(range(verb))
        return (speaker, max(content, verb + 1), count) if speaker else ((), 0, count)
    tail = _TAIL.search(sentence[start:end])
    if tail is not None:
        inside = tuple(n for n, w in enumerate(words) if w.start >= start + tail.start(1))
        return inside, 0, inside[0] if inside else count
    return (), 0, count


def _speaker_after(sentence: str, words: Sequence[Word], at: int) -> Iterator[int]:
    """Yield the words of a name after `according to`, as far as they belong to it."""
    capital = False
    for n, word in enumerate(words):
        if word.start < at:
            continue
        between = sentence[words[n - 1].end : word.start] if n else ""
        upper = sentence[word.start].isupper()
        if ("," in between and word.start > at) or (
            capital and not upper and not wordnet.is_person(word.text) and word.text != "rights"
        ):
            return
        capital = capital or upper
        yield n


def _predicate(texts: Sequence[str], names: Collection[int], first: int) -> tuple[int | None, bool]:
    """Return the position of the main verb, and whether it is passive."""
    for n in range(first, len(texts)):
        if n in names:
            continue
        if texts[n] in _AUXILIARIES:
            return _after_auxiliary(texts, names, n)
        if n > first and _is_verb(texts, n):
            if texts[n + 1 : n + 2] == ["to"] and _is_intending(texts[n]) and n + 2 < len(texts):
                return n + 2, False  # `offered to cover`
            return n, False
    return None, False


def _after_auxiliary(
    texts: Sequence[str], names: Collection[int], at: int
) -> tuple[int | None, bool]:
    """Return the verb after an auxiliary: `was sent`, `has not yet been told`, `is to leave`."""
    be = texts[at] in BE
    for n in range(at + 1, min(at + 8, len(texts))):
        word, before = texts[n], texts[n - 1]
        if word in BE:
            be = True
            continue
        if word in _AUXILIARIES or n in names or word in NEGATIONS or before in _DETERMINERS:
            continue
        verbs = [one for one in wordnet.lemmas(word) if "v" in one.parts]
        if not verbs:
            continue
        if before == "to":
            return n, False
        if be and not word.endswith("ing") and not _is_past(word):
            continue
        if _is_intending(word) and texts[n + 1 : n + 2] == ["to"] and n + 2 < len(texts):
            return n + 2, False
        if not be and texts[at] in HAVE and not _is_past(word):
            continue
        return n, be and not word.endswith("ing")
    return at, False


def _heads(texts: Sequence[str], first: int, end: int) -> tuple[int, ...]:
    """Return the positions of a subject that no preposition precedes: `gangs` in `gangs in Haiti`."""
    found, inside = [], False
    for n in range(first, end):
        if texts[n] in _PREPOSITIONS:
            inside = True
        elif texts[n] in ("and", "or"):
            inside = False
        elif not inside:
            found.append(n)
    return tuple(found)


def _after_by(texts: Sequence[str], predicate: int) -> tuple[int, ...]:
    for n in range(predicate + 1, len(texts)):
        if texts[n] == "by":
            stop = next(
                (k for k in range(n + 1, len(texts)) if texts[k] in _PREPOSITIONS), len(texts)
            )
            return tuple(range(n + 1, min(stop, n + 8)))
    return ()


def _is_negated(texts: Sequence[str], first: int) -> bool:
    """Return True if an odd number of negations stands in the clause."""
    count = 0
    for n in range(first, len(texts)):
        word, following = texts[n], texts[n + 1 : n + 2]
        if word in NEGATIONS and following not in (["only"], ["least"], ["later"], ["longer"]):
            count += 1
        elif following == ["to"] and not _lemmas(word).isdisjoint(_AVERTING):
            count += 1
    return count % 2 == 1


def _is_intended(texts: Sequence[str], first: int, predicate: int | None) -> bool:
    """Return True if a clause tells of something that is to come."""
    end = predicate + 1 if predicate is not None else len(texts)
    for n in range(first, len(texts)):
        word, following = texts[n], texts[n + 1 : n + 2]
        if word in _FUTURE or word == "if" or (word in BE and following == ["to"]):
            return True
        if n <= end and _is_intending(word) and (word in MODALS or following == ["to"]):
            return True
        if n <= end and _is_intending(word) and texts[n - 1 : n] and texts[n - 1] in BE:
            return True
    return False


def _is_intending(word: str) -> bool:
    return not _lemmas(word).isdisjoint(_INTENDING)


def _lemmas(word: str) -> set[str]:
    return {word, *(one.lemma for one in wordnet.lemmas(word))}
