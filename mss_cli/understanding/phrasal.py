"""Verbs of several words, and a single verb that says the same: `called off`, `cancelled`."""

from collections.abc import Callable, Iterator, Sequence

from mss_cli.understanding import wordnet

# A verb and its particle, or a verb and the noun that carries its meaning.
_PHRASAL = {
    "back down": "withdraw", "back out": "withdraw", "bow out": "withdraw",
    "break down": "collapse", "bring in": "introduce", "call for": "request",
    "call off": "cancel", "carry out": "perform", "chip in": "contribute", "come in": "arrive",
    "cough up": "pay", "cut off": "stop", "do away": "abolish", "drag on": "last",
    "drive out": "expel", "drop out": "withdraw", "fall through": "fail", "fly in": "arrive",
    "fly out": "send", "fork out": "pay", "force out": "displace", "give up": "abandon",
    "go ahead": "proceed", "hand over": "transfer", "hold off": "delay", "hold up": "delay",
    "kick off": "begin", "kick out": "expel", "lay off": "dismiss", "look into": "investigate",
    "move for": "propose",
    "move out": "leave", "pay out": "pay", "phase out": "stop", "pitch in": "contribute",
    "prop up": "support", "pull back": "withdraw", "pull off": "achieve", "pull out": "withdraw",
    "push back": "delay", "push for": "request", "put off": "postpone", "put up": "offer",
    "roll out": "deploy", "rule out": "exclude", "run out": "expire", "scale back": "reduce",
    "send in": "deploy", "send out": "deploy", "set off": "leave", "set up": "establish",
    "ship out": "send", "show up": "arrive", "shut down": "close", "sign off": "approve",
    "sign up": "join", "speak out": "criticise", "stand down": "resign", "step down": "resign",
    "stay out": "avoid",
    "step in": "intervene", "step up": "increase", "take off": "leave", "take over": "succeed",
    "take part": "participate", "team up": "cooperate", "throw out": "reject",
    "touch down": "arrive", "turn down": "reject", "turn up": "arrive", "vote down": "reject",
    "walk away": "withdraw", "walk out": "strike", "water down": "weaken", "weigh in": "comment",
    "wind down": "end", "wind up": "end", "wrap up": "end", "get rid": "remove",
    "pay tribute": "praise", "set foot": "visit", "shed light": "explain",
    "take aim": "criticise", "throw weight": "support", "take long": "delay",
    "drag feet": "delay", "foot bill": "pay", "foots bill": "pay", "bring home": "withdraw",
    "bring back": "withdraw", "take home": "withdraw", "dig heels": "oppose",
    "lay blame": "blame", "put blame": "blame", "get underway": "begin", "get way": "begin",
    "fall flat": "fail", "lend support": "support", "lend weight": "support",
    "give thanks": "thank", "lose life": "die", "travel to": "visit", "fly to": "visit",
    "draw up": "write", "point finger": "blame", "get behind": "support",
    "journey to": "visit", "jet to": "visit", "head to": "visit",
}  # fmt: skip
# Prepositions of several words, by the verb that says the same, "" if they say nothing.
_IDIOMS = {
    "in charge of": "lead", "in control of": "control", "in favour of": "support",
    "in favor of": "support", "in support of": "support", "in line with": "",
    "boots on the ground": "troops", "on the ground": "", "on the table": "proposed",
    "at the moment": "", "as of now": "", "so far": "", "these days": "", "right now": "",
    "in the first place": "", "in the end": "", "after all": "", "at all": "",
    "in fact": "", "of course": "", "as well": "", "at any time": "", "in all": "", "in total": "",
    "is behind": "supports", "are behind": "support", "on time": "", "over there": "",
    "up and running": "operating", "once and for all": "",
}  # fmt: skip
_BE = frozenset("is are was were be isnt arent wasnt".split())
_FIRST = frozenset(key.split()[0] for key in _PHRASAL)
_LAST = frozenset(key.split()[1] for key in _PHRASAL)
_GAP = frozenset("its his her their the all it them him us so that this too very full".split())


def plain_verbs(
    tokens: Sequence[str], known: Callable[[Sequence[str]], bool] = lambda _: False
) -> list[str]:
    """Return tokens with each verb of several words replaced by one verb that says the same.

    known: returns True for words that need no replacement.
    """
    found = list(_without_idioms(tokens, known))
    if found[:1] and found[0] in _BE and found[-1] == "over" and not found[-2].endswith("ing"):
        found[-1] = "ended"  # `is it over`
    at = 0
    while at < len(found) - 1:
        if _LAST.isdisjoint(found[at + 1 : at + 4]):
            at += 1
            continue
        lemmas = [w.lemma for w in wordnet.lemmas(found[at])]
        verb = next((lemma for lemma in lemmas if lemma in _FIRST), "")
        if verb:
            end = at + 1
            while end < len(found) - 1 and end < at + 3 and found[end] in _GAP:
                end += 1
            plain = _PHRASAL.get(f"{verb} {found[end]}")
            if plain is None:
                end = _apart(found, at, verb)
                if end:  # `held the mission up`: the words between stay
                    found[at : end + 1] = [_PHRASAL[f"{verb} {found[end]}"], *found[at + 1 : end]]
                at += 1
                continue
            if plain and not known(found[at : end + 1]):
                end += found[end + 1 : end + 2] == ["behind"]
                found[at : end + 1] = [plain]
        at += 1
    return found


def _apart(tokens: Sequence[str], at: int, verb: str) -> int:
    """Return the position of a particle after the object of a verb, or 0.

    It ends its clause: a preposition or nothing follows it.
    """
    for end in range(at + 2, min(at + 5, len(tokens)) if verb != "force" else 0):
        if wordnet.parts(tokens[end - 1])[:1] == "v":
            return 0
        ends = end + 1 == len(tokens) or tokens[end + 1] in _PREPOSITIONS
        if ends and tokens[end] in _PARTICLES and f"{verb} {tokens[end]}" in _PHRASAL:
            return end
    return 0


def _is_known(idiom: Sequence[str], known: Callable[[Sequence[str]], bool]) -> bool:
    """Return True if a store has a label of an idiom, with or without its last preposition."""
    return known(idiom) or (idiom[-1] == "of" and known(idiom[:-1]))


_PARTICLES = frozenset("back down home off out over up".split())
_PREPOSITIONS = frozenset(
    "after again already as at because before by during ever for from in of on since so to until "
    "when with yet".split()
)


def _without_idioms(tokens: Sequence[str], known: Callable[[Sequence[str]], bool]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        for length in (4, 3, 2):
            plain = _IDIOMS.get(" ".join(tokens[at : at + length]))
            if plain is not None and not (plain and _is_known(tokens[at : at + length], known)):
                at += length
                if plain:
                    yield plain
                break
        else:
            yield tokens[at]
            at += 1
