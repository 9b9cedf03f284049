"""Known entities in a text, and proposals for new ones."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.facts.passages import Span
from mss_cli.query.store import Store
from mss_cli.text import fold
from mss_cli.understanding.wordnet import parts

_TOKEN = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_CAPITAL = re.compile(
    r"(?:[A-Z][\w’'-]*\.?)(?:(?:\s(?:of|the|and|for|de|del|la|von|van|al|bin)){0,2}\s[A-Z][\w’'-]+){0,7}"
)
LONGEST = 7  # words of a known name
_TITLES = frozenset(
    "mr mrs ms dr prof president minister ambassador general colonel judge justice senator "
    "governor mayor secretary chief director chairman chairwoman spokesman spokeswoman "
    "spokesperson king queen prince pope bishop sir dame captain inspector commissioner deputy "
    "prime foreign expert advocate lawyer coach datuk seri tan sri pm special envoy "
    "representative rapporteur coordinator commander chairperson sheriff premier vice".split()
)
_OFFICE = (
    r"(?:[Pp]resident|[Mm]inister|[Aa]mbassador|[Ss]ecretary(?:-General| of State)?|[Gg]eneral"
    r"|[Mm]ayor|[Gg]overnor|[Cc]hief(?: [Ee]xecutive)?|[Dd]irector|[Aa]dvis[eo]r|[Ss]pokes\w+"
    r"|[Cc]hair\w*|[Cc]ommissioner|[Ee]xpert|[Ll]eader|[Jj]udge|[Cc]oach)"
)
_TITLE_BEFORE = re.compile(rf"((?:(?:[A-Z][\w’'.-]*|of|deputy|the)\s){{0,6}}{_OFFICE})[\s,]*$")
_TITLE_AFTER = re.compile(rf",\s(?:the\s|a\s)?((?:[\w’'.-]+\s){{0,4}}{_OFFICE}[^,.;]{{0,40}})")
_TITLED = re.compile(r"(?:[’']s?)?\s(?:[A-Za-z][\w’'.-]*\s){1,6}")
_EXPLAINED = re.compile(r", (?:an? |th)")  # `Steinglass, a prosecutor,`
_OPENING = 60  # characters of a sentence in which it names who acts
_BODIES = frozenset(
    "council court ministry department party union association agency office university bank "
    "company corporation inc ltd group police army force forces commission committee organisation "
    "organization parliament senate congress assembly federation institute fund authority board "
    "service services club league church hospital school news times post".split()
)
# Words that begin a sentence and no name.
_COMMON = frozenset(
    "the a an this that these those it he she they we i you in on at by for from with after before "
    "but and or as if when while since although however meanwhile according more most many some "
    "several both all no not there here what who why how where his her their our its last next "
    "earlier later also still now then until despite during under over between among about "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december today yesterday tomorrow police "
    "officials authorities residents experts analysts critics officers troops one two three".split()
)


_MOST_MODIFIERS = 3
_MODIFIERS = frozenset(("finance", "defence", "defense", "labour", "labor"))
# Words before an office that are no part of it, although they look like nouns or adjectives.
_NO_MODIFIERS = _COMMON | frozenset("said told added asked named elected so like than".split())


class Mention(NamedTuple):
    """An entity at a place in the text."""

    id: str
    start: int
    end: int


class Names:
    """The names in an article. Every word is looked at once."""

    def __init__(self, store: Store, text: str) -> None:
        self._store = store
        self._text = text
        self._known = self._labels(store)
        self._new: dict[str, dict[str, Any]] = {}
        self._titled: set[str] = set()
        self._holders: list[tuple[int, str, str]] = []  # where, office, who
        self._mentions = sorted(self._find(), key=lambda m: m.start)
        self._find_holders()
        self._topics = [
            (
                topic["id"],
                [w for label in (topic["label"], *topic["alt_labels"]) for w in [fold(label)]],
            )
            for topic in store.topics.values()
        ]

    @staticmethod
    def _labels(store: Store) -> dict[tuple[str, ...], str]:
        """Return the folded words of each name, with the id that it names alone."""
        found: dict[tuple[str, ...], set[str]] = {}
        for entity in store.entities.values():
            for name in (entity["name"], *entity["aliases"]):
                words = tuple(fold(name).replace("'", " ").split())
                if words and len(words) <= LONGEST:
                    found.setdefault(words, set()).add(entity["id"])
            if entity["kind"] == "person":
                surname = fold(entity["name"]).split()[-1:]
                found.setdefault(tuple(surname), set()).add(entity["id"])
        return {words: next(iter(ids)) for words, ids in found.items() if len(ids) == 1}

    def _find(self) -> Iterator[Mention]:
        tokens = [Span(*match.span()) for match in _TOKEN.finditer(self._text)]
        words = [fold(self._bare(self._text[t.start : t.end])) for t in tokens]
        taken = bytearray(len(self._text))
        at = 0
        while at < len(tokens):
            length = self._length(words, tokens, at)
            if length and self._is_part(tokens, words, at, length):
                at += length
                continue
            if length:
                start, end = tokens[at].start, tokens[at + length - 1].end
                taken[start:end] = b"\x01" * (end - start)
                yield Mention(self._known[tuple(words[at : at + length])], start, end)
            at += max(length, 1)
        yield from self._proposed(taken)

    def _is_part(self, tokens: Sequence[Span], words: Sequence[str], at: int, length: int) -> bool:
        """Return True if a country's name only begins a longer one: `Kenya Airways`."""
        following = at + length
        if following == len(tokens):
            return False
        between = self._text[tokens[following - 1].end : tokens[following].start]
        word = self._text[tokens[following].start : tokens[following].end]
        known = self._known[tuple(words[at : at + length])]
        printed = self._text[tokens[at].start : tokens[following - 1].end]
        return (
            between == " "
            and word[:1].isupper()
            and word.lower().rstrip(".") not in _TITLES | _COMMON
            and printed == self._store.entities[known]["name"]
            and self._store.entities[known]["kind"] in ("country", "place")
            and not self._length(words, tokens, following)
        )

    @staticmethod
    def _bare(token: str) -> str:
        return re.sub(r"[’']s$", "", token)

    def _length(self, words: Sequence[str], tokens: Sequence[Span], at: int) -> int:
        """Return how many words the longest known name at a place has. It starts with a capital."""
        if not self._text[tokens[at].start].isupper():
            return 0
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            if tuple(words[at : at + length]) in self._known:
                return length
        return 0

    def _proposed(self, taken: bytearray) -> Iterator[Mention]:
        """Yield new names: capitals that no known name covers, a surname alone after the whole."""
        surnames: dict[str, str] = {}
        for start, end in self._runs():
            if len(self._new) >= limits.MAX_NEW_NAMES:
                return
            while start < end and 1 in taken[start:end]:
                start = taken.rfind(1, start, end) + 1
            name = re.sub(r"[’']s$", "", self._text[start:end]).strip().rstrip(".")
            words = name.split()
            offices = [n for n, w in enumerate(words) if w.lower().rstrip(".") in _TITLES]
            titled = bool(offices) and offices[-1] + 1 < len(words)
            words = words[offices[-1] + 1 :] if titled else words
            while words and words[0].lower().rstrip(".") in _COMMON:
                words = words[1:]
            plain = " ".join(words)
            if not words or not words[0][:1].isupper():
                continue
            at = self._text.rfind(words[0], start, end)
            if len(words) == 1 and not (plain.isupper() and len(plain) > 2):
                if plain in surnames:
                    yield Mention(surnames[plain], at, end)
                elif _EXPLAINED.match(self._text[end : end + 4]) and self._begins(at):
                    entity = self._entity(plain, words, True, at)
                    surnames[plain] = entity["id"]
                    yield Mention(entity["id"], at, end)
                continue
            entity = self._entity(plain, words, titled, at)
            if entity["kind"] == "person":
                surnames[words[-1]] = entity["id"]
                surnames.setdefault(words[0], entity["id"])
            elif words[-1].lower() in _BODIES:
                surnames[words[-1]] = entity["id"]  # `the Bank` after `the Central Bank`
            yield Mention(entity["id"], at, end)

    def _runs(self) -> Iterator[Span]:
        """Yield capitalised names; `Eva Rossi and Max Brandl` are two."""
        for match in _CAPITAL.finditer(self._text):
            start = match.start()
            for joint in re.finditer(r"\s(?:and|of|of the|for|for the)\s", match[0]):
                end = match.start() + joint.start()
                left, right = self._text[start:end].split(), match[0][joint.end() :].split()
                if _is_apart(left, right, joint[0].strip()):
                    yield Span(start, end)
                    start = match.start() + joint.end()
            yield Span(start, match.end())

    def _begins(self, at: int) -> bool:
        """Return True if a sentence begins at a position."""
        return at == 0 or self._text[max(0, at - 2) : at].rstrip(" ")[-1:] in (
            "",
            ".",
            "\n",
            "”",
            '"',
        )

    def _entity(self, name: str, words: list[str], titled: bool, at: int) -> dict[str, Any]:
        slug = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:60].strip("-") or "name"
        if slug in self._store.entities or slug in self._store.topics:
            slug = f"{slug}-new"
        kind = "organization"
        before = self._text[max(0, at - 4) : at]
        if not _BODIES.isdisjoint(word.lower() for word in words) or name.isupper():
            kind = "organization"
        elif titled or (2 <= len(words) <= 3 and all(w[:1].isupper() for w in words)):
            kind = "place" if re.search(r"\b(?:in|at)\s$", before) and not titled else "person"
        return self._new.setdefault(
            slug, {"id": slug, "kind": kind, "name": name, "aliases": [], "summary": ""}
        )

    # --- what a sentence says -------------------------------------------------------------

    def within(self, span: Span) -> list[str]:
        """Return the ids that a span mentions, each once, in order."""
        return list(dict.fromkeys(m.id for m in self.mentions(span)))

    def mentions(self, span: Span) -> Iterator[Mention]:
        """Yield the mentions inside a span."""
        from bisect import bisect_left

        at = bisect_left(self._mentions, span.start, key=lambda m: m.start)
        while at < len(self._mentions) and self._mentions[at].start < span.end:
            yield self._mentions[at]
            at += 1

    def kind(self, identifier: str) -> str:
        """Return the kind of an entity, known or new."""
        entity = self._store.entities.get(identifier) or self._new.get(identifier)
        return str(entity["kind"]) if entity else ""

    def roles(self, mentioned: Sequence[str], span: Span) -> tuple[list[str], list[str]]:
        """Return who acts (the first that is named, before the verb) and the places."""
        acting: list[str] = []
        mentions = list(self.mentions(span))
        for mention, following in zip_longest(mentions, mentions[1:]):
            gap = self._text[span.start : mention.start]
            if mention.start - span.start >= _OPENING or re.search(r"[,;]", gap):
                break
            between = self._text[mention.end : following.start] if following else ""
            if following and self.kind(following.id) == "person" and _TITLED.fullmatch(between):
                continue  # `Haiti’s Prime Minister Ariel Henry`: he acts
            acting = [] if self.kind(mention.id) == "place" else [mention.id]
            break
        places = [
            m.id
            for m in self.mentions(span)
            if self.kind(m.id) in ("place", "country")
            and re.search(
                r"\b(?:in|at|to|from)\s(?:the\s)?$", self._text[max(0, m.start - 9) : m.start]
            )
        ]
        return acting, list(dict.fromkeys(p for p in places if p in mentioned))

    def name(self, identifier: str) -> str:
        """Return the display name of an entity, known or new."""
        entity = self._store.entities.get(identifier) or self._new.get(identifier)
        return str(entity["name"]) if entity else identifier

    def _find_holders(self) -> None:
        """Note each office that the article gives with a name."""
        for mention in self._mentions:
            if self.kind(mention.id) == "person":
                before = self._text[max(0, mention.start - 80) : mention.start].split("\n")[-1]
                title = _TITLE_BEFORE.search(before)
                after = self._text[mention.end : mention.end + 80].split("\n")[0]
                title = title or _TITLE_AFTER.match(after)
                if title:
                    self._holders.append((mention.start, fold(title[1]), mention.id))

    def holder(self, office: str, more: str, at: int) -> str | None:
        """Return who holds an office that is meant without a name at a position, or None.

        office: its noun. more: the words before it: `the Kenyan president`. The last holder that
        the article named before decides; else the only one in the store.
        """
        noun, owners = fold(office), {m.id for m in self._known_in(more)}
        said = [who for start, title, who in self._holders if start < at and noun in title.split()]
        if said and not owners:
            return said[-1]
        found = {
            entity["id"]
            for entity in self._store.entities.values()
            if entity["kind"] == "person"
            and noun in fold(entity["summary"]).split()
            and owners
            and not owners.isdisjoint(entity.get("represents", ()))
        }
        both = [who for who in said if who in found]
        return both[-1] if both else next(iter(found)) if len(found) == 1 else None

    def _known_in(self, phrase: str) -> Iterator[Mention]:
        """Yield the known names in a few words that are no part of the text."""
        words = [fold(self._bare(word)) for word in phrase.split()]
        for at, word in enumerate(words):
            if (word,) in self._known:
                yield Mention(self._known[(word,)], at, at + 1)

    def titles(self, span: Span) -> Iterator[tuple[str, str]]:
        """Yield each office that is given with a name in a span, once in the article."""
        for mention in self.mentions(span):
            if self.kind(mention.id) != "person" or mention.id in self._titled:
                continue
            before = self._text[max(span.start, mention.start - 80) : mention.start]
            after = self._text[mention.end : mention.end + 80]
            first = _TITLE_BEFORE.search(before)
            title = first or _TITLE_AFTER.match(after)
            if title:
                self._titled.add(mention.id)
                office = title[1].split()
                if first and title[1][0].islower():
                    office = [*_modifiers(before[: first.start()]), *office]
                if len(office) > 1 and office[0].lower() in _COMMON:
                    office = office[1:]  # `Its chief executive`
                yield " ".join(office), mention.id

    def topics(self, sentence: str, most: int = 3) -> list[str]:
        """Return the topics whose labels a sentence has, those of the longest labels first."""
        folded = f" {fold(sentence)} "
        found = [
            (max(len(label) for label in labels if f" {label} " in folded), identifier)
            for identifier, labels in self._topics
            if any(f" {label} " in folded for label in labels)
        ]
        return [identifier for _, identifier in sorted(found, reverse=True)[:most]]

    def new(self, ids: Collection[str]) -> Iterator[dict[str, Any]]:
        """Yield the new entities among some ids."""
        yield from (dict(self._new[i]) for i in sorted(ids) if i in self._new)

    def named(self, phrase: str, offset: int) -> list[str]:
        """Return the ids that a part of the text names; offset: where it begins."""
        return self.within(Span(offset, offset + len(phrase)))


def _modifiers(before: str) -> list[str]:
    """Return the words in lower case that belong to the office after them: `union president`."""
    found: list[str] = []
    for word in reversed(before.split(" ")[:-1]):
        is_plain = re.fullmatch(r"[a-z][a-z’'-]+", word) is not None
        if len(found) == _MOST_MODIFIERS or not is_plain or word in _NO_MODIFIERS:
            break
        if word not in _MODIFIERS and (
            parts(word)[:1] not in ("n", "a") or word.endswith(("ed", "ing"))
        ):
            break
        found.insert(0, word)
    return found


def _is_apart(left: Sequence[str], right: Sequence[str], joint: str) -> bool:
    """Return True if two parts of a capitalised name are names of their own."""
    if not 2 <= len(left) <= 4 or not all(word[0].isupper() for word in left):
        return False
    if any(word.lower() in _BODIES for word in left):
        return False
    return joint != "and" or right[-1].lower() not in _BODIES


def persons(ids: Iterable[str], names: Names) -> list[str]:
    """Return those ids that are people."""
    return [i for i in ids if names.kind(i) == "person"]
