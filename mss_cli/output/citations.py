"""Citations of a fact's passages: footnote, BibTeX, CSL-JSON.

Each citation names what a reader can check: the file, the span and digest of the passage, and
the version and digest of the store. If a source does not print its publisher, title or day,
the citation leaves it out or says that it is unknown.
"""

import re
from typing import Any, NamedTuple

from mss_cli.facts.dates import edtf_bounds, in_words
from mss_cli.facts.model import Evidence, Fact, Manifest, Source
from mss_cli.text import for_file

FIELDS = ("id", "fact", "source", "footnote", "bibtex", "csl")
_SHORT = 16  # hexadecimal digits of a digest in a footnote; other styles print all 64
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{character: f"\\{character}" for character in "%#$&_"},
}


class Pin(NamedTuple):
    """The store that a citation was taken from: its name, version and SHA-256."""

    name: str
    version: str
    sha256: str


def pin(manifest: Manifest, sha256: str) -> Pin:
    """Return the name, version and digest of a store."""
    return Pin(manifest["name"], manifest["version"], sha256)


def citation(source: Source, store: Pin, fact: Fact | None = None) -> dict[str, Any]:
    """Return the citation of a source in every style (FIELDS), with its passages for a fact.

    Without a fact, the citation is of the source as a whole.
    """
    named = f"{fact['id']}.{source['file']}" if fact else source["file"]
    key = re.sub(r"[^A-Za-z0-9._-]", "-", named)
    if key != named:  # or two files could have the same key
        key = f"{key}-{source['sha256'][:_SHORT]}"
    passages = [e for e in fact["evidence"] if e["source"] == source["file"]] if fact else []
    pinned = _pinned(source, passages, store, fact)
    return {
        "id": key,
        "fact": fact["id"] if fact else None,
        "source": source["file"],
        "footnote": _footnote(source, passages, store, fact),
        "bibtex": _bibtex(key, source, pinned),
        "csl": _csl(key, source, pinned, store),
    }


def _footnote(source: Source, passages: list[Evidence], store: Pin, fact: Fact | None) -> str:
    label = _one_line(source["title"] or source["label"])
    title = f"“{label}”" if source["title"] else f"Untitled article [{label}]"
    places = "; ".join(
        f"paragraph {e['paragraph']}, characters {e['start']}–{e['end']} "
        f"(SHA-256 {e['sha256'][:_SHORT]}…)"
        for e in passages
    )
    publisher = _one_line(source["publisher"] or "publisher not stated")
    byline = source.get("byline")
    parts = [*([_one_line(byline)] if byline else []), title, publisher, _published(source)]
    parts += [source["file"], places or f"SHA-256 {source['sha256'][:_SHORT]}…"]
    told = f", fact {fact['id']}" if fact else ""
    return (
        f"{', '.join(parts)}. Cited from {store.name} {store.version} "
        f"(SHA-256 {store.sha256[:_SHORT]}…){told}."
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _published(source: Source) -> str:
    edtf, basis = source["published"]["edtf"], source["published"]["basis"]
    if edtf is None:
        return "date of publication unknown"
    return f"published {in_words(edtf)}" + ("" if basis == "explicit" else f" ({basis})")


def _pinned(source: Source, passages: list[Evidence], store: Pin, fact: Fact | None) -> str:
    """Return file, spans, digests and store as one text, with full digests."""
    places = "; ".join(
        f"paragraph {e['paragraph']}, characters {e['start']}-{e['end']}, SHA-256 {e['sha256']}"
        for e in passages
    )
    unknown = [
        name
        for name, value in (("title", source["title"]), ("publisher", source["publisher"]))
        if value is None
    ]
    parts = [_published(source), *([f"{' and '.join(unknown)} not stated"] if unknown else [])]
    parts += [f"{source['file']}, SHA-256 {source['sha256']}", *([places] if places else [])]
    told = f"fact {fact['id']} in " if fact else ""
    return "; ".join([*parts, f"{told}{store.name} {store.version}, SHA-256 {store.sha256}"])


def _bibtex(key: str, source: Source, pinned: str) -> str:
    byline = source.get("byline")
    fields = {
        # Braces keep a byline of several people, or of an agency, as it is printed.
        "author": f"{{{_escaped(byline)}}}" if byline else None,
        "title": f"{{{_escaped(source['title'])}}}" if source["title"] else None,
        "publisher": _escaped(source["publisher"]) if source["publisher"] else None,
        "year": _year(source),
        "language": source["language"],
        "howpublished": _escaped(f"News article, file {source['file']}"),
        "note": _escaped(pinned),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    """Return text with every LaTeX special escaped."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return "".join(_SPECIAL.get(character, character) for character in for_file(line))


def _year(source: Source) -> str | None:
    """Return the year of publication if only one is possible, else None."""
    if source["published"]["edtf"] is None:
        return None
    years = {day[:4] if day else "" for day in edtf_bounds(source["published"]["edtf"])}
    return years.pop() or None if len(years) == 1 else None


def _csl(key: str, source: Source, pinned: str, store: Pin) -> dict[str, Any]:
    """Return a CSL-JSON item (https://citationstyles.org, schema 1.0.2)."""
    item: dict[str, Any] = {"id": key, "type": "article"}
    if source["title"]:
        item["title"] = source["title"]
    if source["publisher"]:
        item["publisher"] = source["publisher"]
    byline = source.get("byline")
    if byline:
        item["author"] = [{"literal": _one_line(byline)}]
    issued = _issued(source)
    if issued:
        item["issued"] = issued
    return item | {
        "language": source["language"],
        "archive": f"{store.name} {store.version}",
        "archive_location": source["file"],
        "note": pinned,
    }


def _issued(source: Source) -> dict[str, Any] | None:
    edtf = source["published"]["edtf"]
    if edtf is None:
        return None
    parts = [
        [int(n) for n in re.findall(r"\d+", end)]
        for end in edtf.split("/")
        if re.fullmatch(r"\d{4}(-\d\d){0,2}[?~%]?", end)
    ]
    if len(parts) != len(edtf.split("/")):
        return None
    circa = source["published"]["basis"] != "explicit" or bool(re.search("[?~%]", edtf))
    return {"date-parts": parts} | ({"circa": True} if circa else {})
