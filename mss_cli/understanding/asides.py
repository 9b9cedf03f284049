"""Greetings, remarks and frames around a question, which ask for nothing themselves.

`hi all, does anybody know if the mandate was extended?` asks whether the mandate was extended.
"""

import re
from collections.abc import Callable

from mss_cli.text import APOSTROPHES, fold, words

# Words that greet, thank, hesitate or hedge.
FILLERS = frozenset(
    "ah alright anybody anyone anyhow anyway apologies asking asks basically btw bother cheers "
    "checking colleague colleagues curious dear definitely eh er err ever everybody everyone "
    "everything folks frankly friend friends good greetings guys ha hello herself hey hi "
    "himself hmm honestly howdy hullo idea indeed kindly literally lol maam madam maybe morning "
    "myself nope oh ok okay ooh ops perhaps please pls plz possibly probably quick quickly "
    "random remind roughly simply somebody someone sorry sort stuff sure themselves thing "
    "things thx truly ugh uh um umm wanna well whatever whatsoever wonder wondering wow ya yeah "
    "yep yes yo lady guy fellow gentleman silly dumb stupid asante habari bonjou "
    "bonjour salut".split()
)
# What stands in front of the question itself.
_FRAMES = (
    r"(?:(?:i|we) (?:was|am|were|are) (?:just )?|i m (?:just )?|im (?:just )?|just )?"
    r"(?:wondering|curious|asking|checking)(?: about| (?=whether|if|what|when|who|how|why))?",
    r"(?:do|does|did|can|could|would|will)? ?(?:you|anybody|anyone|somebody|someone|we) "
    r"(?:please )?(?:actually |really |happen to )?(?:know|tell (?:me|us)|remember|say|confirm"
    r"|explain|have any idea|remind me)(?: about| of| that)?(?=$| )",
    r"(?:please )?(?:tell|remind|show|give) (?:me|us)(?: about| of)?",
    r"(?:and |so |but )?(?:i|we) (?:just )?(?:need|want|would like|d like|wanted)"
    r"(?: to (?:know|find out|check|ask|understand|see))?(?: about)?",
    r"walk (?:me|us) through(?: whatever| everything| all)?(?: (?:that )?you (?:have|hold|know))?"
    r"(?: for| on| about)?",
    r"(?:spell out|list|give)(?: me| us)?(?: a| an| all| every)?"
    r"(?: list| rundown| overview| summary)?(?: of)? ",
    r"sorry (?:if|to|for|about|but)\b.{0,60}? (?:but|and)",
    r"is it (?:true|correct|right|the case|so) that",
    r"any (?:idea|news|word|update|updates|info|information)(?: on| about)?"
    r"(?= |$)(?: (?=if|whether|when|who|what|how|why))?",
    r"(?:what i want to know is|my question is|the question is|quick question|question)",
    r"(?:and|so|but|ok|okay|well|now|hey|hi|hello|um|uh)",
    r"(?:if|whether)",
)
# The words that a frame may start with; some only before another word. Most questions start with
# none, and need no compiled pattern: that takes 4 ms.
_FIRST = frozenset(
    "i id im ive we wed weve just wondering curious asking checking you anybody anyone any "
    "somebody someone please tell remind show give and so but is what my the walk spell list "
    "sorry quick question ok okay well now hey hi hello um uh if whether".split()
)
_FIRST_OF_TWO = frozenset("do does did can could would will".split())
_APART = str.maketrans(dict.fromkeys(APOSTROPHES, " "))
_SECOND = frozenset("you anybody anyone somebody someone we please".split())
_SORRY = (["sorry"], ["apologies"], ["forgive"], ["pardon"])  # how a clause only apologises
_MAY_ASK = r"(?:what|who|when|where|why|how|which|whether)\b"
_FRAME = rf"^(?:{'|'.join(_FRAMES)})(?= |$) ?"
# What closes it.
_TAG = (
    r" (?:or not|or no|or what|right|correct|please|thanks|thank you|asante|by any chance"
    r"|in the end)$"
)
_LAST_OF_TAG = frozenset("not no what right correct please thanks you asante chance end".split())
# `or did he only send others?` asks the same again.
_ALTERNATIVE = r"(?<=\w),? or (?:did|does|do|has|have|is|are|was|were|will|can|could|not)\b[^.?!]*"
_BREAK = r"[,;:?!…()]+(?=\s|$)|(?<![.\s]\S)(?<!\b\S)\.+(?=\s|$)|\s[-–—]+\s|—"


def without_asides(text: str, known: Callable[[str], bool]) -> str:
    """Return a query without clauses that only greet or remark, and without its frame.

    known: returns True for a folded word that the store has, or that asks something. A clause
    without any such word is an aside if another clause has one.
    """
    if " or " in text.lower():
        text = re.sub(_ALTERNATIVE, "", text, flags=re.IGNORECASE) or text
    clauses = [text]
    if not text.replace(" ", "").isalnum():
        clauses = [part.strip() for part in re.split(_BREAK, text) if part.strip()]
    if len(clauses) > 1:
        clauses = [c for c in clauses if words(c)[:1] not in _SORRY] or clauses
        telling = [part for part in clauses if any(map(known, _content(part)))]
        clauses = telling or clauses
    return " ".join(filter(None, map(_unframed, clauses))) or text


def _content(clause: str) -> list[str]:
    return [word for word in words(clause) if word not in FILLERS]


def _may_be_framed(clause: str) -> bool:
    first, second = (*words(clause)[:2], "", "")[:2]
    return first in _FIRST or (first in _FIRST_OF_TWO and second in _SECOND)


def _unframed(clause: str) -> str:
    """Return a clause without the frames before it and the tags after it.

    `whether` stays before what a frame asks about.
    """
    asks = False
    while _may_be_framed(clause):
        plain = " ".join(re.findall(r"[^\W_]+", fold(clause.translate(_APART))))
        match = re.match(_FRAME, plain)
        if not match or match.end() == len(plain):
            break
        rest = clause
        for _ in match[0].split():
            rest = re.sub(r"^[\W_]*[^\W_]+", "", rest, count=1)
        if not rest.strip():
            break
        clause = rest.strip().lstrip("'’")
        asks = asks or match[0].split()[-1] in ("if", "whether", "that")
    if asks and not re.match(_MAY_ASK, clause, re.IGNORECASE):
        clause = f"whether {clause}"
    if clause.lower().rpartition(" ")[2] not in _LAST_OF_TAG:
        return clause
    return re.sub(_TAG, "", clause, flags=re.IGNORECASE)
