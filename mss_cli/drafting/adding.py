"""Take in articles: their records as sources, the files they bring, and drafts of their facts."""

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.drafting.articles import Article, published
from mss_cli.drafting.articles.blocks import blocks_of
from mss_cli.drafting.articles.dates import Ask, checked
from mss_cli.drafting.draft import Draft, DraftFile, read_drafts, write_drafts
from mss_cli.drafting.overlap import Overlap
from mss_cli.drafting.rules import draft
from mss_cli.errors import DataError, UsageError
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.passages import sentences
from mss_cli.query.store import Store
from mss_cli.text import fold, plural

SLUG_WORDS = 6  # words of its title in the name of a source
_LABELS = ("boilerplate", "caption")  # forms of blocks that contain no fact
Read = Callable[[str], bytes | None]


class Given(NamedTuple):
    """What the user says about an article, instead of what it says itself."""

    published: str | None = None
    publisher: str | None = None
    title: str | None = None


class Addition(NamedTuple):
    """What taking in an article changes.

    source: its record. files: by name. drafts: all of them. notes: what the user should know.
    """

    source: dict[str, Any]
    files: dict[str, bytes | None]
    drafts: tuple[Draft, ...]
    notes: tuple[str, ...]


def given(published: str | None, publisher: str | None, title: str | None) -> Given:
    """Return what the user says, each in one line. Raises UsageError."""
    return Given(
        None if published is None else checked(published),
        _line(publisher, "--publisher", limits.MAX_PUBLISHER_CHARS),
        _line(title, "--title", limits.MAX_TITLE_CHARS),
    )


def _line(text: str | None, flag: str, most: int) -> str | None:
    line = " ".join("".join(c if c.isprintable() else " " for c in text or "").split())
    if text is not None and not line:
        raise UsageError("is empty", where=flag, expected="give a text")
    if len(line) > most:
        raise UsageError(f"has more than {most} characters", where=flag)
    return line or None


def addition(
    article: Article,
    given: Given,
    sources: Sequence[Mapping[str, Any]],
    store: Store,
    ask: Ask | None,
    read: Read = lambda _: None,
) -> Addition:
    """Return what taking in an article changes in a store.

    sources: that the store has, or will have. ask: chooses among dates of publication; None stores
    their range. read: returns a file of the store, for the texts of its other articles.
    Raises DataError if the store has the article, UsageError for a date that is none.
    """
    digest = _digest(article.text)
    for each in sources:
        if each["sha256"] == digest:
            raise DataError(
                "the store has this article already",
                where=str(each["file"]),
                expected="use --again to draft its facts anew",
            )
    when = published(article.dates, given.published, ask)
    title = given.title or article.title
    publisher = given.publisher or article.publisher
    source: dict[str, Any] = {
        "file": _file_name(when["edtf"], title, {str(each["file"]) for each in sources}),
        "title": title,
        "label": _label(publisher, when["edtf"]),
        "publisher": publisher,
        "published": when,
        "sha256": digest,
        "chars": len(article.text),
        "language": article.language,
        "passages": [
            {"start": block.start, "end": block.end, "label": block.form, "note": None}
            for block in article.blocks
            if block.form in _LABELS
        ][: limits.MAX_PASSAGES],
        "sentences": [list(span) for span in sentences(article.text)],
    }
    if article.byline:
        source["byline"] = article.byline[: limits.MAX_BYLINE_CHARS]
    drafts, notes = drafted(article, source, store)
    others = Overlap(sources, lambda file: _text(read(f"articles/{file}")))
    notes += others.notes(article.text, source["file"])
    stem = stem_of(source["file"])
    files: dict[str, bytes | None] = {
        f"articles/{source['file']}": article.text.encode(),
        f"originals/{stem}{article.suffix}": article.original,
        f"drafts/{stem}.toml": _file(source, drafts),
    }
    return Addition(source, files, drafts, (_dated(source), *notes))


def again(
    article: Article, sources: Sequence[Mapping[str, Any]], read: Read, store: Store
) -> Addition:
    """Return what drafting an article anew changes. Decided drafts stay as they are.

    read: returns a file of the store, or None. The article is one of the store if its text or its
    original is. Raises UsageError if it is not.
    """
    source, text = _stored(article, sources, read)
    title = source["title"]
    if text != article.text:  # taken in by a version that read the original differently
        article = article._replace(text=text, blocks=blocks_of(text, title))
    name = f"drafts/{stem_of(source['file'])}.toml"
    before = read(name)
    kept: list[Draft] = []
    if before is not None:
        old = read_drafts(before.decode("utf-8", "replace"), name)
        kept = [each for each in old.drafts if each.state != "open"]
    spans = {(each.start, each.end, each.fact["kind"]) for each in kept}
    found, notes = drafted(article, source, store)
    new = [each for each in found if (each.start, each.end, each.fact["kind"]) not in spans]
    drafts = tuple(sorted((*kept, *_renamed(new, kept)), key=lambda each: (each.start, each.end)))
    stay = f"{plural(len(kept), 'decided draft')} {'stays' if len(kept) == 1 else 'stay'}"
    decided = f"{source['file']}: {stay}" if kept else ""
    notes = [note for note in (decided, *notes) if note]
    return Addition(dict(source), {name: _file(source, drafts)}, drafts, tuple(notes))


def _renamed(new: Sequence[Draft], kept: Sequence[Draft]) -> list[Draft]:
    """Return new drafts with ids that no kept one has."""
    taken = {each.id for each in (*kept, *new)}
    ids = {each.id for each in kept}
    found = []
    for each in new:
        if each.id in ids:
            numbers = (f"{each.id}-{n}" for n in range(2, len(taken) + 3))
            each = each._replace(id=next(one for one in numbers if one not in taken))
            taken.add(each.id)
        found.append(each)
    return found


def _stored(
    article: Article, sources: Sequence[Mapping[str, Any]], read: Read
) -> tuple[Mapping[str, Any], str]:
    """Return the source that an article is, and its text in the store. Raises UsageError."""
    digest = _digest(article.text)
    for source in sources:
        if source["sha256"] == digest:
            return source, article.text
    for source in sources:
        if read(f"originals/{stem_of(source['file'])}{article.suffix}") == article.original:
            content = read(f"articles/{source['file']}")
            if content is not None and sha256(content).hexdigest() == source["sha256"]:
                return source, content.decode("utf-8")
    raise UsageError("the store does not have this article", expected="leave out --again")


def drafted(
    article: Article, source: Mapping[str, Any], store: Store
) -> tuple[tuple[Draft, ...], list[str]]:
    """Return the drafts of an article, and what the user should know about them."""
    file = source["file"]
    if article.language.partition("-")[0].lower() != "en":
        what = "unknown" if article.language == "und" else repr(article.language)
        return (), [f"{file}: no drafts: its language is {what}, and the rules read English"]
    edtf = source["published"]["edtf"]
    found = tuple(draft(article.text, article.blocks, edtf, file, store))
    if len(found) > limits.MAX_DRAFTS:
        return found[: limits.MAX_DRAFTS], [f"{file}: only the first {limits.MAX_DRAFTS:,} drafts"]
    return found, []


def stem_of(file: str) -> str:
    """Return the name of a source without the suffix."""
    return file.rpartition(".")[0] or file


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8", "replace")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _file(source: Mapping[str, Any], drafts: Sequence[Draft]) -> bytes:
    return write_drafts(DraftFile(source["file"], tuple(drafts))).encode()


def _dated(source: Mapping[str, Any]) -> str:
    when = source["published"]
    note = str(when["note"]).removesuffix(".")
    return (
        f"{source['file']}: publication date: {when['edtf'] or 'unknown'} "
        f"({note[:1].lower()}{note[1:]})"
    )


def _file_name(edtf: str | None, title: str | None, taken: set[str]) -> str:
    """Return a new name: the first day of its date and words of its title."""
    start = edtf_bounds(edtf).start if edtf else None
    words = re.findall(r"[a-z0-9]+", fold(title or ""))[:SLUG_WORDS]
    stem = "-".join([start or "undated", *words])[: limits.MAX_STEM_CHARS].strip("-")
    stems = {stem_of(name).lower() for name in taken}
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return f"{next(each for each in numbered if each not in stems)}.txt"


def _label(publisher: str | None, edtf: str | None) -> str:
    """Return what a list calls the article until somebody describes it."""
    when = f"Article of {edtf}" if edtf else "Article without a date"
    return f"{when}, {publisher or 'publisher unknown'}"[:200]
