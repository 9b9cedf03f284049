"""What a page says about itself: title, byline, publisher, language and dates of publication."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.drafting.articles.dates import (
    DateCandidate,
    address_date,
    candidate,
    machine_date,
)

_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time article:published "
    "datepublished date.published date_published published_at published_time published-date "
    "publishdate publish_date publish-date pubdate pub_date publication_date publication-date "
    "parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime "
    "dc.date dc.date.issued dc.date.created dcterms.date dcterms.created dcterms.issued "
    "dcsext.date date article.published article_date_original originalpublicationdate "
    "iso-8601-publish-date rnews:datepublished shareaholic:article_published_time"
).split()
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_AUTHORS = ("author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_SITE = re.compile(r"\s+[|\-–—:»•]\s+[^|\-–—:»•]{2,60}$")  # the site after a title
_CHANGED = re.compile(r"modif|updat|edit|revis", re.IGNORECASE)
_TEXT_TAGS = (
    "p",
    "div",
    "span",
    "time",
    "li",
    "small",
    "address",
    "h2",
    "h3",
    "h4",
    "em",
    "i",
    "b",
)
_PARAGRAPH = 120  # characters of a paragraph of the article itself
_HEAD_LINES = 40


class Head(NamedTuple):
    """What a page says about itself. printed: short lines between the title and the article."""

    title: str | None
    byline: str | None
    publisher: str | None
    language: str | None
    dates: tuple[DateCandidate, ...]
    summary: str | None
    printed: tuple[str, ...]


def about(tree: Any, saved_from: str) -> Head:
    """Return what a page says about itself. saved_from: its address, if the browser noted it."""
    metas = dict(reversed(list(_metas(tree))))
    records = list(islice(_records(tree), limits.MAX_PAGE_RECORDS))
    articles = [record for record in records if _is_article(record)] or records
    title = _title(tree, metas, articles)
    elements = list(_after_title(tree))
    described = [_string(record.get("description")) for record in articles]
    summaries = [*described, metas.get("og:description"), metas.get("description")]
    return Head(
        title,
        _byline(metas, articles),
        _publisher(metas, [*articles, *records]),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or None,
        tuple(_dates(tree, metas, articles, elements, saved_from)),
        _summary(elements, summaries),
        tuple(islice(_lines(elements), _HEAD_LINES)),
    )


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = meta.get("content") or ""
        if key.strip() and content.strip():
            yield key.strip().lower()[:100], content[:2_000]


# --- JSON-LD ------------------------------------------------------------------------------


def _records(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the records of JSON-LD in a page, those inside of others too."""
    scripts = (s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower())
    for script in islice(scripts, limits.MAX_PAGE_SCRIPTS):
        text = script.text or ""
        is_read = len(text) <= limits.MAX_SCRIPT_CHARS
        try:
            waiting = [json.loads(text, strict=False)] if is_read else []
        except (ValueError, RecursionError):
            continue
        yield from _inside(waiting)


def _inside(waiting: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the records of a list, and those that they hold as their graph or main entity."""
    for item in waiting:  # it grows
        if len(waiting) > limits.MAX_PAGE_RECORDS:
            return
        if isinstance(item, list):
            waiting.extend(item[: limits.MAX_PAGE_RECORDS])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def _is_article(record: dict[str, Any]) -> bool:
    kinds = record.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds[:10])


def _string(value: Any) -> str | None:
    return " ".join(value[:2_000].split()) or None if isinstance(value, str) else None


def _names(value: Any) -> list[str]:
    """Return the names in a field of JSON-LD: a text, a record, or a list of them."""
    items = value if isinstance(value, list) else [value]
    named = (item.get("name") if isinstance(item, dict) else item for item in items[:10])
    names = (each for name in named for each in (name[:3] if isinstance(name, list) else [name]))
    return [name for name in map(_string, names) if name and not _is_address(name)]


def _is_address(name: str) -> bool:
    return bool(re.match(r"(?:https?:|www\.|/|#)", name))


# --- title, byline, publisher, summary ------------------------------------------------------


def _title(tree: Any, metas: dict[str, str], articles: list[dict[str, Any]]) -> str | None:
    """Return the title as the page prints it: the first-rank heading that its records name."""
    told = [_string(record.get("headline")) for record in articles]
    told += [_string(metas.get(key)) for key in _TITLES]
    element = next(tree.iter("title"), None)
    told += [_string(element.text_content()) if element is not None else None]
    named = [title for title in told if title]
    headings = [_string(h1.text_content()) for h1 in islice(tree.iter("h1"), 10)]
    printed = [heading for heading in headings if heading]
    for title in named:
        for heading in printed:
            if _same(heading, title):
                return heading
    if len(printed) == 1 and len(printed[0].split()) > 3:
        return printed[0]
    return _SITE.sub("", named[0]) if named else next(iter(printed), None)


def _same(heading: str, title: str) -> bool:
    """Return True if a title begins as a heading does; a site may follow it."""
    one, other = (re.sub(r"\W+", "", text).lower() for text in (heading, title))
    return len(one) > 8 and (other.startswith(one) or (one.startswith(other) and len(other) > 20))


def _byline(metas: dict[str, str], articles: list[dict[str, Any]]) -> str | None:
    names = next(filter(None, (_names(record.get("author")) for record in articles)), None)
    if names:
        return ", ".join(dict.fromkeys(map(_without_by, names)))
    given = (_string(metas.get(key)) for key in _AUTHORS)
    found = next((name for name in given if name and not _is_address(name)), None)
    return _without_by(found) if found else None


def _without_by(name: str) -> str:
    return re.sub(r"^by:?\s+", "", name, flags=re.IGNORECASE)


def _publisher(metas: dict[str, str], records: list[dict[str, Any]]) -> str | None:
    site = _string(metas.get("og:site_name"))
    named = next(filter(None, (_names(record.get("publisher")) for record in records)), None)
    if named:
        return named[0]
    others = (_string(metas.get(key)) for key in _PUBLISHERS)
    return site or next((name for name in others if name and not _is_address(name)), None)


def _after_title(tree: Any) -> Iterator[Any]:
    """Yield the elements from the first-rank heading to the third paragraph of the article."""
    seen, paragraphs = False, 0
    for element in islice(tree.iter(), limits.MAX_PAGE_ELEMENTS):
        if element.tag == "h1":
            seen = True
        if not seen or not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if element.tag == "p" and len(element.text_content()) > _PARAGRAPH:
            paragraphs += 1
        if paragraphs == 3:
            return
        yield element


def _lines(elements: Iterable[Any]) -> Iterator[str]:
    """Yield the short texts of elements, the inner one of several with the same text."""
    last = ""
    for element in elements:
        inside = element.iterancestors("figure", "figcaption")
        if element.tag in _TEXT_TAGS and next(inside, None) is None:
            line = " ".join(element.text_content()[:1_000].split())
            if line and len(line) <= _PARAGRAPH and line != last:
                last = line
                yield line


def _summary(elements: list[Any], described: list[str | None]) -> str | None:
    """Return the summary if the page prints it under the title."""
    wanted = {_squeezed(text): text for text in described if text and len(text) > 30}
    for element in elements if wanted else ():
        if element.tag in ("p", "h2", "h3", "h4", "div", "span", "em", "strong"):
            text = " ".join(element.text_content()[:2_000].split())
            if _squeezed(text) in wanted:
                return text
    return None


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


# --- dates --------------------------------------------------------------------------------


def _dates(
    tree: Any,
    metas: dict[str, str],
    articles: list[dict[str, Any]],
    elements: list[Any],
    saved_from: str,
) -> Iterator[DateCandidate]:
    """Yield the dates on which a page says that it was published, never those of changes."""
    for record in articles:
        found = record.get("datePublished")
        if isinstance(found, str) and machine_date(found[:100]):
            yield candidate(machine_date(found[:100]), "JSON-LD datePublished", found)
            break
    for key in _PUBLISHED:
        if key in metas and machine_date(metas[key][:100]):
            yield candidate(machine_date(metas[key][:100]), f"meta {key}", metas[key])
    yield from _times(tree, elements, metas)
    for address in (*_addresses(tree, metas), saved_from):
        edtf, printed = address_date(address)
        if edtf:
            yield candidate(edtf, "address", printed)
            break


def _times(tree: Any, elements: list[Any], metas: dict[str, str]) -> Iterator[DateCandidate]:
    """Yield the date of the first `time` element that says it is that of publication.

    If none in the head of the article does, and the page has no better place, any there will do.
    """
    in_head = [element for element in elements if element.tag == "time"]
    marked = [time for time in in_head if _is_marked(time)]
    if not marked and not any(key in metas for key in _PUBLISHED):
        marked = in_head or list(filter(_is_marked, islice(tree.iter("time"), 50)))
    for time in marked:
        value = (time.get("datetime") or "")[:100]
        parent = time.getparent()
        near = f"{parent.get('class')} {(parent.text or '')[-60:]}" if parent is not None else ""
        own = f"{time.get('class')} {time.get('itemprop')} {time.text_content()[:60]}"
        previous = time.getprevious()
        beside = previous.text_content()[-40:] if _is_element(previous) else ""
        beside += (previous.tail or "")[-40:] if previous is not None else ""
        if machine_date(value) and not _CHANGED.search(f"{own} {near} {beside}"):
            yield candidate(machine_date(value), "time element", value)
            return


def _is_marked(time: Any) -> bool:
    told = f"{time.get('class')} {time.get('itemprop')}".lower()
    return "publish" in told or "pubdate" in time.attrib


def _is_element(node: Any) -> bool:
    return node is not None and isinstance(node.tag, str)


def _addresses(tree: Any, metas: dict[str, str]) -> Iterator[str]:
    for link in islice(tree.iter("link"), 500):
        if (link.get("rel") or "").lower() == "canonical":
            yield (link.get("href") or "")[:1_000]
            break
    yield metas.get("og:url", "")
