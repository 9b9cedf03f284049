"""The language of an article: as its words show, or as its page declares."""

import re

from mss_cli.text import fold

# Frequent short words of the languages in which people write about the record. Pages declare `en`
# for many languages, so the words decide.
_FREQUENT = {
    "en": "the of and to in a is that for on was with as at by from it be has have said were this",
    "fr": "le la les des et du une dans est pour que qui sur avec par au pas son ses aux il elle a",
    "es": "el la los las de y en que un una por con para del se su al es como mas lo fue sus",
    "pt": "o a os as de e em que um uma por com para do da dos das no na se ao foi mais nao",
    "de": "der die das und in den von zu mit im ist auf fur des nicht ein eine dem als auch sich",
    "it": "il la di e che in un una per con del della dei le gli al nel da non si sono e stato",
    "nl": "de het een en van in is dat op te voor met zijn aan door niet ook er naar bij uit",
    "ht": "yo nan pou ki te ak sou la a yon li pa gen nou ap lan fe si men sa",
    "sw": "ya na wa kwa katika ni la za kuwa cha hiyo huo alisema kama wake hii baada yake kutoka",
}
_WORDS = {name: frozenset(words.split()) for name, words in _FREQUENT.items()}
_READ = 20_000  # characters of a text that are looked at
_ENOUGH = 0.18  # share of frequent words in running text
_DECLARED = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,3}")
UNKNOWN = "und"


def language_of(text: str, declared: str | None) -> str:
    """Return the language tag of a text (BCP 47).

    The words of the text decide. If they do not, it is the declared language, or `und`: unknown.
    """
    words = re.findall(r"[^\W\d_]+", fold(text[:_READ]))
    shares = {
        name: sum(word in frequent for word in words) / (len(words) or 1)
        for name, frequent in _WORDS.items()
    }
    best = max(shares, key=lambda name: shares[name])
    tag = _tag(declared)
    if shares[best] < _ENOUGH:
        return tag if tag and tag.partition("-")[0] not in _WORDS else UNKNOWN
    return tag if tag and tag.partition("-")[0] == best else best


def _tag(declared: str | None) -> str | None:
    """Return a declared language as a tag, or None if it is none."""
    match = _DECLARED.fullmatch((declared or "").strip())
    if match is None:
        return None
    return match[0].replace("_", "-").replace(match[1], match[1].lower(), 1)
