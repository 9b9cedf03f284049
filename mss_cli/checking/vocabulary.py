"""The English words of claims that carry little: no fact needs to have them."""

import re

from mss_cli.search.concepts import Concept
from mss_cli.search.spelling import is_common
from mss_cli.understanding import wordnet
from mss_cli.understanding.clauses import LIGHT_VERBS
from mss_cli.understanding.verbs import lemmas

# They add emphasis, say how sure or how recent it is, or stand for what was named before.
EMPTY = frozenset(
    "now still already really actually also even just so far then there here again indeed "
    "reportedly apparently currently recently previously formerly formal formally fully full "
    "whole entire very quite rather such own same some part kind sort way thing case fact time "
    "per cent percent least most other others another additional extra further total altogether "
    "overall respectively meanwhile moreover however therefore thus both each either neither "
    "them they he she it his its her their who which that this these those one ones well back "
    "down out over about around roughly approximately nearly almost only alone all every no not "
    "never none nobody nothing first yet ever any anyone anybody somebody someone once long "
    "longer during since until amid among behind himself herself itself themselves "
    "country countries government governments state states nation nations people person man men "
    "woman women member members side sides body home new latest good great big large important "
    "idea issue matter question moment audience everything everyone capital may might can cannot "
    "could would should must will shall want wanted last day place set proper period".split()
)
# What a thing is called the second time it is mentioned.
GENERIC = frozenset(
    "force mission operation programme program project document text move step effort measure "
    "scheme process initiative deal plan proposal draft option event remark comment speech word "
    "statement thing number figure".split()
)
# Verbs of saying, thinking and doing that leave the meaning to other words.
PLAIN_VERBS = LIGHT_VERBS | frozenset(
    "speak say tell discuss mention talk comment remark describe reckon think believe note voice "
    "express announce report state argue call leave go come".split()
)
# Words that set somebody apart: `the first woman to lead it`.
RANKING = frozenset("first last biggest largest oldest youngest longest woman man".split())
_COMPOUND = re.compile(r"-\w+ed$")  # `cash-strapped`


def is_plain_verb(word: str) -> bool:
    """Return True for a verb that leaves the meaning to other words."""
    if word in PLAIN_VERBS:
        return wordnet.parts(word)[:1] != "n"
    return any(
        one.lemma in PLAIN_VERBS and one.parts[:1] == "v"
        for one in wordnet.lemmas(word)
        if one.lemma != word
    )


def is_empty(concept: Concept) -> bool:
    """Return True for a word that a fact need not have."""
    return all(map(_is_empty_word, concept.typed.split()))


def _is_empty_word(word: str) -> bool:
    kinds = wordnet.parts(word)
    qualifies = kinds[:1] in ("a", "r") and is_common(word)
    if qualifies or kinds == "r" or is_plain_verb(word) or _COMPOUND.search(word):
        return True
    return not lemmas(word).isdisjoint(EMPTY | GENERIC)
