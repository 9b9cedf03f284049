"""The predicate of a question, its subject, and the noun that it asks for.

Rules for questions in English (`did X do`, `who did`, `which court`, `how many X did Y send`) and
for short statements (`X criticising Y`). They read words and parts of speech, not a whole grammar.
Where they are unsure they find nothing, and search goes by the words alone.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from mss_cli.understanding import wordnet

WH = frozenset("who whom whose what which when where why how whos whats".split())
DO = frozenset("do does did didnt doesnt dont".split())
HAVE = frozenset("has have had hasnt havent hadnt".split())
BE = frozenset("is are was were isnt arent wasnt werent be been being am".split())
MODALS = frozenset("can could will would shall should may might must wont wouldnt couldnt".split())
_SUBJECTS = frozenset(("who", "whos", "what", "which"))  # may be what acts
_AUXILIARIES = DO | HAVE | BE | MODALS
_SMALL = frozenset(
    "a about all already also an and any as at but by even ever for from had have his her in into "
    "its just more most never no not of off on only or our out over really s so some still than "
    "that the their them there this those to too under until up upon very with yet your my "
    "actually currently finally first now then today again since".split()
)
DETERMINERS = frozenset(
    "a an the his her its their our your my some any this that these those".split()
)
# `is supposed to pay`: the predicate is the verb after `to`.
_RAISING = frozenset(
    "supposed meant going expected due set able likely scheduled planned planning intended "
    "intending want wants wanted plan plans try tried trying ready willing forced asked "
    "used need needs needed have has had start started begin began going happen happened".split()
)
# Verbs that say too little to be what a question is about.
LIGHT_VERBS = frozenset(
    "be become begin bring call come consider continue do face find get give go happen have "
    "hear help hold include involve keep know lead let like look make mean mention need occur "
    "put receive regard remain report run say see seem set show write speak start stay take "
    "talk tell think throw try turn use want wish work concern contain describe cover decide "
    "achieve aim plan intend foresee expect explain justify respond react feel stand reach move "
    "believe argue stick fall say state claim voice express list publish add exist matter count "
    "finish back serve belong actually play constitute comprise total amount number please "
    "correct".split()
)

# Verbs that ask for the words of the subject.
SAYING_VERBS = frozenset("say tell claim argue state mention explain remark comment".split())
LEADING_VERBS = frozenset("lead head command run chair govern".split())
# Verbs for what several do with each other.
MUTUAL_VERBS = frozenset("meet talk confer negotiate clash quarrel embrace agree".split())

# ... of which the subject is not the one who acts.
RECEIVING_VERBS = frozenset(
    "be become face get have hear need receive remain see happen look seem matter suffer belong "
    "concern contain cover".split()
)


# Nouns after `which` that only say what sort of thing is asked for.
SORTS = frozenset(
    "strength size amount advantage basis benefit circumstance condition ground part role term "
    "agency area body case city company country date day department event fact government group "
    "institution issue kind leader member ministry month nation number official organisation "
    "organization party people person place power reason region role side source state team "
    "thing time town type way week word year".split()
)


# Nouns after an adjective of nationality that act for it: `Kenyan officers`.
PEOPLE = frozenset(
    "officers police cops policemen soldiers troops government officials delegation forces army "
    "lawmakers parliament mps ministers minister president leader leaders ambassador envoy side "
    "people authorities contingent contingents peacekeepers personnel diplomats court".split()
)


# Verbs that do not ask for a place after `where`.
ACTORS = frozenset(
    "country nation state government party group organisation organization agency body team "
    "company union court".split()
)
_FIGURATIVE = frozenset("stand appear come disagree differ mention go lie say".split())
_AFTER_OFFICE = frozenset("of for to at in".split())
LONGEST_PHRASE = 6  # words of a noun phrase that names an office or attribute


class Clause(NamedTuple):
    """What a question asks, by the positions of its words.

    predicate: the main verb, or None. passive: True if the subject undergoes it. subject: the
    words of the subject. asked: the noun after `which` or `what`, or None. by_whom: True if the
    question asks who acts. role: the words of an office or a result that is asked for. done: True
    if it asks whether something was done. now: True if it asks who holds an office today. counted:
    the noun after `how many`, or None. owner: the name whose office or attribute it is, as in
    `budget of the mission`. bare: True for a noun phrase that asks nothing. where: True if it
    asks for a place.
    """

    predicate: int | None = None
    passive: bool = False
    subject: tuple[int, ...] = ()
    asked: int | None = None
    by_whom: bool = False
    role: tuple[int, ...] = ()
    done: bool = False
    now: bool = False
    counted: int | None = None
    owner: tuple[int, ...] = ()
    bare: bool = False
    where: bool = False


def read_clause(tokens: Sequence[str], names: Collection[int]) -> Clause:
    """Return the parts of a question. names: positions of words that are part of a name."""
    if tokens[:1] == ["whether"]:
        return _indirect(tokens, names)
    start = _start(tokens)
    role = _role(tokens, names, start)
    if role:
        now = start is not None and tokens[start : start + 2] in (["who", "is"], ["who", "s"])
        owner = _owner(tokens, names, role[-1])
        return Clause(role=role, now=now or "whos" in tokens[:2], owner=owner)
    if start is None:
        return _phrase(tokens, names) or _statement(tokens, names)
    return _direct(tokens, names, start)


def _direct(tokens: Sequence[str], names: Collection[int], start: int) -> Clause:
    """Return the parts of a question that starts with a question word or an auxiliary."""
    wh = tokens[start] if tokens[start] in WH else ""
    asked, counted, at = None, None, start + bool(wh)
    if wh in ("which", "what", "whose"):
        asked, at = _noun_phrase(tokens, names, at)
    elif wh == "how" and tokens[at : at + 1] and tokens[at] in ("many", "much"):
        first = at + 1
        counted, at = _noun_phrase(tokens, names, first)
        if counted is None and at > first and at - 1 in names:
            counted = at - 1  # `how many Kenyans`
    reach = at + (4 if wh == "where" else 2)  # `where in Kenya are they`
    helps = (n for n in range(at, min(reach, len(tokens))) if tokens[n] in _AUXILIARIES)
    helped = next(helps, None)
    if wh in _SUBJECTS and (helped is None or _is_subject(tokens, names, helped)):
        predicate, passive = _verb(tokens, names, at if helped is None else helped + 1, helped)
        acting = wh in ("who", "whos") or (asked is not None and _is_actor(tokens[asked]))
        return Clause(predicate, passive, (), asked, acting and not passive)
    nothing = Clause(asked=asked, counted=counted)
    if helped is None:
        acts = counted is not None and at < len(tokens) and _is_verb_form(tokens[at])
        return nothing._replace(predicate=at) if acts else nothing  # `how many ships waited`
    predicate, passive = _verb(tokens, names, helped + 1, helped, after_subject=True)
    where = _asks_place(tokens, start, predicate)
    if predicate is None:
        return nothing._replace(where=where)
    done = not wh and tokens[helped] in ("did", "didnt", *HAVE)
    subject = _content(tokens, helped + 1, predicate)
    return nothing._replace(
        predicate=predicate, passive=passive, subject=subject, done=done, where=where
    )


def _is_actor(word: str) -> bool:
    """Return True for a noun that asks who acts: `which countries`, `which officials`."""
    lemmas = [one.lemma for one in wordnet.lemmas(word)]
    return wordnet.is_person(word) or not ACTORS.isdisjoint(lemmas)


def _asks_place(tokens: Sequence[str], start: int, predicate: int | None) -> bool:
    """Return True for a question after a place, not `where do the sources disagree`."""
    if tokens[start] != "where" or tokens[start + 1 : start + 2] == ["do"]:
        return False
    verb = tokens[predicate] if predicate is not None else ""
    return not any(one.lemma in _FIGURATIVE for one in wordnet.lemmas(verb))


def _content(tokens: Sequence[str], first: int, end: int) -> tuple[int, ...]:
    """Return the positions of the words in a range that are not small."""
    return tuple(n for n in range(first, end) if tokens[n] not in _SMALL)


def _indirect(tokens: Sequence[str], names: Collection[int]) -> Clause:
    """Return the parts of an indirect question: `whether X did Y`, `whether X was done`."""
    for n in range(2, len(tokens)):
        word, subject = tokens[n], _content(tokens, 1, n)
        if word in _AUXILIARIES:
            predicate, passive = _verb(tokens, names, n + 1, n)
            if predicate is None:
                return Clause()
            return Clause(predicate, passive, subject, done=word in HAVE)
        if n not in names and word not in _SMALL and _is_finite(word):
            return Clause(n, False, subject, done=True)
    return Clause()


def _is_finite(word: str) -> bool:
    """Return True for a verb in the past: `recalled`, `sent`."""
    return not word.endswith(("ing", "s")) and _is_inflected(word)


def _role(tokens: Sequence[str], names: Collection[int], start: int | None) -> tuple[int, ...]:
    """Return the words of an office or a result that a question asks for.

    `who is the prime minister of X`, `what were the findings of X`, `name of the chief of X`.
    """
    if start is not None and tokens[start] in ("who", "whos", "what", "whats"):
        at = start + 1
        if tokens[start] in ("who", "what"):
            if at >= len(tokens) or tokens[at] not in BE:
                return ()
            at += 1
    elif len(tokens) > 3 and tokens[:2] in (["name", "of"], ["names", "of"], ["identity", "of"]):
        at = 2
    else:
        return ()
    found = []
    for n in range(at, len(tokens)):
        word = tokens[n]
        if word in ("of", "for", "in", "at", "to", "on", "from", "with"):
            break
        if word in _AUXILIARIES or word in WH or _has_ending(word, "ing", "ed"):
            return ()
        if n not in names and word not in _SMALL and wordnet.parts(word)[:1] not in ("r", "v"):
            found.append(n)
    else:
        return () if tokens[start or 0] in ("what", "whats") else tuple(found)
    return tuple(found)


def _phrase(tokens: Sequence[str], names: Collection[int]) -> Clause | None:
    """Return the parts of a short noun phrase, or None: `force commander`, `budget of X`."""
    if len(tokens) > LONGEST_PHRASE:
        return None
    end = next((n for n, word in enumerate(tokens) if word in _AFTER_OFFICE), len(tokens))
    if not all(n in names or _is_noun(tokens[n]) for n in range(end)):
        return None
    head = end - 1
    if head < 0 or head in names:
        return None
    owner = _owner(tokens, names, head)
    word = tokens[head]
    one_person = wordnet.is_person(word) and wordnet.lemmas(word)[0].lemma == word
    if not owner and head - 1 in names and one_person:
        owner = (head - 1,)  # `the Kenyan president`
    if end < len(tokens) and not owner:
        return None
    return Clause(role=(head,), owner=owner, bare=True)


def _is_noun(word: str) -> bool:
    """Return True if a word may be a noun, and is no participle and no function word."""
    participle = word.endswith(("ed", "ing")) and _is_inflected(word)
    return "n" in wordnet.parts(word) and word not in _SMALL and not participle


def _owner(tokens: Sequence[str], names: Collection[int], head: int) -> tuple[int, ...]:
    """Return the positions of the name after a noun and `of`: `the budget of the mission`."""
    if tokens[head + 1 : head + 2] != ["of"]:
        return ()
    rest = [n for n in range(head + 2, len(tokens)) if tokens[n] not in _SMALL]
    return tuple(rest) if rest and all(n in names for n in rest) else ()


def _is_inflected(word: str) -> bool:
    """Return True if a word may be a form of a verb other than its lemma."""
    return any(one.lemma != word and "v" in one.parts for one in wordnet.lemmas(word))


def _is_past(word: str) -> bool:
    """Return True if a word can only be the past of an irregular verb: `kept`, not `meeting`."""
    lemmas = wordnet.lemmas(word)
    return bool(lemmas) and all(word in one.forms for one in lemmas)


def _has_ending(word: str, *endings: str) -> bool:
    return word.endswith(endings) and _is_inflected(word)


def _start(tokens: Sequence[str]) -> int | None:
    """Return the position of the first question word or auxiliary, if a question starts there."""
    for n, word in enumerate(tokens[:8]):
        if word in WH:
            return n
        if word in _AUXILIARIES and n == 0:
            return n
    return None


def _noun_phrase(tokens: Sequence[str], names: Collection[int], at: int) -> tuple[int | None, int]:
    """Return the last noun of the words from a position up to an auxiliary or verb, and the end."""
    head = None
    while at < len(tokens) and tokens[at] not in _AUXILIARIES and tokens[at] not in WH:
        word = tokens[at]
        kinds = wordnet.parts(word)
        if head is not None and (word in _SMALL or (at not in names and kinds[:1] == "v")):
            break
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if head is not None and "v" in kinds and (following in DETERMINERS or at + 1 in names):
            break
        if at not in names and (_is_past(word) or (kinds[:1] == "v" and at - 1 in names)):
            break
        is_noun = kinds[:1] == "n" or (head is None and "n" in kinds)
        if at not in names and word not in _SMALL and (is_noun or not kinds):
            head = at
        at += 1
    return head, at


def _is_subject(tokens: Sequence[str], names: Collection[int], helped: int) -> bool:
    """Return True if `who` or `which X` is the subject: no other subject follows the auxiliary."""
    rest = [n for n in range(helped + 1, len(tokens)) if tokens[n] not in _SMALL]
    if not rest or tokens[helped] in DO:
        return False
    first = rest[0]
    if first in names or tokens[helped + 1] in DETERMINERS:
        return False
    return _is_verb_form(tokens[first], tokens[helped])


def _is_verb_form(word: str, auxiliary: str = "") -> bool:
    """Return True if a word may be the verb that an auxiliary asks for."""
    kinds = wordnet.lemmas(word)
    verbal = [one for one in kinds if "v" in one.parts]
    if not verbal:
        return False
    inflected = word.endswith(("ed", "ing", "en")) or all(
        one.lemma != word and not word.endswith("s") for one in verbal
    )
    if auxiliary in DO or auxiliary in MODALS:
        return any(one.lemma == word for one in verbal)
    if auxiliary in HAVE or auxiliary in BE:
        return inflected
    return True


def _verb(
    tokens: Sequence[str],
    names: Collection[int],
    at: int,
    helped: int | None,
    after_subject: bool = False,
) -> tuple[int | None, bool]:
    """Return the position of the main verb from a position on, and whether it is passive."""
    auxiliary = tokens[helped] if helped is not None else ""
    subject = not after_subject
    weak: int | None = None
    for n in range(at, len(tokens)):
        word = tokens[n]
        if word in _SMALL or word in _AUXILIARIES or n in names:
            subject = subject or n in names or word in ("there", "it", "they", "he", "she", "we")
            if word in HAVE | BE:
                auxiliary = word
            continue
        if word in ("it", "they", "he", "she", "we", "i", "you", "anyone", "people"):
            subject = True
            continue
        if word in WH:
            break
        # A word that WordNet does not have is the verb, if `did` and a subject stand before it.
        new = auxiliary in DO and not wordnet.parts(word)
        verbal = new or _is_verb_form(word, auxiliary)
        if subject and verbal and tokens[n - 1] not in DETERMINERS:
            following = tokens[n + 1] if n + 1 < len(tokens) else ""
            if word in _RAISING and following == "to" and n + 2 < len(tokens):
                return _verb(tokens, names, n + 2, None)
            sure = new or wordnet.parts(word)[:1] == "v" or auxiliary in HAVE | BE
            passive = auxiliary in BE and not word.endswith("ing")
            if sure:
                return n, passive
            weak = n
        subject = True
    return weak, False


def _statement(tokens: Sequence[str], names: Collection[int]) -> Clause:
    """Return the parts of a short statement: a name, then a verb in -ing or -ed."""
    if len(tokens) > 9:
        return Clause()
    for n, word in enumerate(tokens[1:], 1):
        if n in names or word in _SMALL or tokens[n - 1] in DETERMINERS:
            continue
        if not any(before in names for before in range(n)):
            return Clause()
        if (
            _has_ending(word, "ing")
            and wordnet.lemmas(word)[0].lemma != word
            and len(tokens) > n + 1
        ):
            return Clause(n, False, tuple(range(n)))
        if word.endswith("ed") and "v" in wordnet.parts(word):
            return Clause()
        if "n" not in wordnet.parts(word):
            return Clause()
    return Clause()
