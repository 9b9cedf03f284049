"""Honorifics: titles before a name and suffixes after it, which are set aside and said.

Some honorifics tell a person's gender. `Mrs Ruto` does not mean William Ruto, if the record
says that he is male.
"""

from typing import NamedTuple

from mss_cli.text import words

_MALE = frozenset("mr mister sir lord king prince baron monsieur herr senor bw bwana".split())
_FEMALE = frozenset(
    "mrs ms miss madam madame mme lady queen princess baroness senora senorita frau bi".split()
)
_OFFICES = frozenset(
    "ambassador amb attorney bishop archbishop brig brigadier capt captain cardinal chairman "
    "chairperson chancellor chief col colonel commander commissioner congressman congresswoman "
    "corporal councillor cllr cpl cs cmdr director doctor dr envoy excellency eng engineer fr "
    "father gen general gov governor he her his hon honorable honourable imam inspector judge "
    "justice lieutenant lt maj major marshal mayor mheshimiwa minister mp officer pastor pm pope "
    "president premier prime prof professor ps rabbi rep representative rev reverend right rt "
    "secretary sen senator sergeant sgt sheikh speaker superintendent supt the".split()
)
# Words that qualify an office: `former Vice President`, `Deputy Inspector General`.
_QUALIFIERS = frozenset(
    "acting assistant attorney cabinet deputy ex finance first foreign former interim interior "
    "late national of outgoing permanent police principal retired security senior special state "
    "under vice".split()
)
_BEFORE = _MALE | _FEMALE | _OFFICES | _QUALIFIERS
_AFTER = frozenset(
    "jr junior sr senior ii iii iv phd md esq esquire mp obe cbe egh cbs sc rtd".split()
)
_DEGREES = (["ph", "d"], ["m", "d"])  # as words() divides `Ph.D.`


class Addressed(NamedTuple):
    """A typed name without its honorifics.

    name: the rest. honorifics: as typed. gender: `male` or `female` if one tells it, else "".
    """

    name: str
    honorifics: tuple[str, ...]
    gender: str


def addressed(typed: str) -> Addressed | None:
    """Return a typed name without its honorifics, or None if it has none, or nothing else."""
    tokens = typed.replace(",", " , ").split()
    first, last = 0, len(tokens)
    while first < last and (tokens[first] == "," or _all_in(tokens[first], _BEFORE)):
        first += 1
    while last > first and (tokens[last - 1] == "," or _is_suffix(tokens[last - 1])):
        last -= 1
    aside = [token for token in (*tokens[:first], *tokens[last:]) if token != ","]
    if not aside or first == last or not ({*_words(aside)} - _QUALIFIERS - {"the"}):
        return None
    told = {*_words(aside)}
    gender = "female" if told & _FEMALE or {"first", "lady"} <= told else ""
    gender = gender or ("male" if told & _MALE else "")
    name = " ".join(tokens[first:last]).replace(" , ", ", ")
    return Addressed(name, tuple(aside), gender)


def _words(tokens: list[str]) -> list[str]:
    return [word for token in tokens for word in words(token)]


def _all_in(token: str, known: frozenset[str]) -> bool:
    folded = words(token)
    return bool(folded) and known.issuperset(folded)


def _is_suffix(token: str) -> bool:
    return _all_in(token, _AFTER) or words(token) in _DEGREES
