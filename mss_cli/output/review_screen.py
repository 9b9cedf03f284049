"""The screen of `mss review`: the passage in its context above, the draft below, the keys last."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any, NamedTuple

from mss_cli.drafting.draft import Draft
from mss_cli.drafting.reviewing import View
from mss_cli.text import plural, visible

_BOLD, _DIM, _WARN, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"
KEYS = (
    "[a]ccept [t]ext [d]ate [f]ield [e]dit [1-3] same as [r]elate [x] reject [s]plit",
    "[b]oilerplate [c]ommentary ca[p]tion [n]ext bac[k] [u]ndo [q]uit and keep [?]",
)
HELP = (
    ("a", "accept the draft as a fact"),
    ("1, 2, 3", "the same as that fact: add this passage to it"),
    ("x", "reject the draft"),
    ("b, c, p", "label the passage: boilerplate, commentary or caption"),
    ("t TEXT", "rewrite the text; Ctrl-U clears the line"),
    ("d DATE", "set the date: 2025-10-14, 2025-10, 2025-10-13/14, none"),
    ("f FIELD VALUE", "set a field; a list with commas; f alone lists the fields"),
    ("e", "edit all fields in your editor"),
    ("=, +", "a new name is the known one that is near; it is another"),
    ("s", "split: another fact in this passage"),
    ("r TYPE FACT NOTE", "relate the draft to a fact; r alone lists the types"),
    ("n, k", "next draft, back; Enter is next, too"),
    ("u", "undo the last decision"),
    ("q", "quit; every decision is kept"),
    ("?", "this help; Enter closes it"),
)
_HELP_INDENT = 18
LEAST_PASSAGE = 3  # lines of a passage on a screen that is too small


class _Detail(NamedTuple):
    """How much a screen shows. context: characters of the text before and after a passage.

    blank: blank lines. why: how the fields were found. reasons: why a fact may say the same.
    """

    context: int
    blank: bool = True
    why: bool = True
    reasons: bool = True


# Tried in this order until the screen fits.
_DETAILS = (
    _Detail(240),
    _Detail(80),
    _Detail(80, blank=False),
    _Detail(80, blank=False, why=False),
    _Detail(0, blank=False, why=False),
    _Detail(0, blank=False, why=False, reasons=False),
)


def screen(view: View, width: int, styled: bool, message: str = "", height: int = 0) -> str:
    """Return the screen as text of at most a width, with a message at its end.

    styled: True to use escape sequences. height: lines that it may have; 0 for any number. The
    first lines stay: what does not fit is left out below them.
    """
    head = _head(view, width, styled)
    foot = [*_keys(width, styled), *message_lines(message, width)]
    for detail in _DETAILS if height else _DETAILS[:1]:
        gap = [""] if detail.blank else []
        passage = list(_passage(view, width, styled, detail.context))
        body = list(_body(view, width, styled, detail, message))
        lines = [*head, *gap, *passage, *gap, *body, *gap, *foot]
        if not height or len(lines) <= height:
            return "\n".join(lines) + "\n"
    room = height - len(head) - len(foot)
    passage = _cut(passage, max(LEAST_PASSAGE, room - len(body)))
    return "\n".join((*head, *passage, *_cut(body, room - len(passage)), *foot)) + "\n"


def _cut(lines: list[str], most: int) -> list[str]:
    """Return lines, with a note in place of those that do not fit."""
    if len(lines) <= most:
        return lines
    kept = max(0, most - 1)
    return [*lines[:kept], f"… {plural(len(lines) - kept, 'line')} more; enlarge the window"]


def help_screen(view: View, width: int, styled: bool) -> str:
    """Return the keys and what they do, below the first lines of the screen."""
    lines = [*_head(view, width, styled), ""]
    for keys, meaning in HELP:
        lines += _wrapped(f"{keys:{_HELP_INDENT - 1}} {meaning}", width, " " * _HELP_INDENT)
    return "\n".join(lines) + "\n"


def message_lines(message: str, width: int) -> list[str]:
    """Return a message as lines that break between words."""
    return [line for part in message.split("\n") for line in _wrapped(part, width, "  ")]


def _head(view: View, width: int, styled: bool) -> list[str]:
    paint = _paint if styled else _plain
    return [
        *(paint(line, _BOLD) for line in _wrapped(view.progress, width, "")),
        *(paint(line, _DIM) for line in _wrapped(view.source, width, "")),
        *(paint(line, _BOLD) for line in _wrapped(view.finished, width, "")),
    ]


def _keys(width: int, styled: bool) -> Iterator[str]:
    paint = _paint if styled else _plain
    yield from (paint(line, _DIM) for key in KEYS for line in _wrapped(key, width, ""))


def _body(view: View, width: int, styled: bool, detail: _Detail, message: str) -> Iterator[str]:
    """Yield the draft, and what the reviewer should know of it."""
    paint = _paint if styled else _plain
    gap = [""] if detail.blank else []
    yield "─" * width if styled else "-" * width
    yield from _draft(view, width, detail.why)
    for label, texts, style in (
        ("missing", view.warnings, _WARN),
        ("disagrees", view.disagreements, _WARN),
        ("relation", view.relations, ""),
        ("shared", view.shared, _WARN),
        ("note", view.notes, _WARN),
    ):
        for text in texts:
            if f"! {text}" != message:
                yield from (paint(line, style) for line in _field(label, text, width))
    if view.candidates:
        yield from (*gap, "Already in the store?")
    for number, each in enumerate(view.candidates, 1):
        yield from _wrapped(f"{number}  {each.fact}: {each.text}", width, "   ")
        if detail.reasons:
            reasons = _wrapped(f"   {each.reasons}", width, "   ")
            yield from (paint(line, _DIM) for line in reasons)


def _paint(text: str, style: str) -> str:
    return f"{style}{text}{_OFF}" if style and text else text


def _plain(text: str, _: str) -> str:
    return text


def _passage(view: View, width: int, styled: bool, context: int) -> Iterator[str]:
    """Yield the passage in its context; without styles it stands between ⟦ and ⟧."""
    before, after = view.before.strip(), view.after.strip()
    before = before if len(before) <= context else f"…{before[len(before) - context :].lstrip()}"
    after = after if len(after) <= context else f"{after[:context].rstrip()}…"
    style = _DIM if styled else ""
    for line in _wrapped(before, width, "") if context else ():
        yield _paint(line, style)
    passage = view.draft.quote if styled else f"⟦{view.draft.quote}⟧"
    for line in _wrapped(passage, width, ""):
        yield _paint(line, _BOLD if styled else "")
    for line in _wrapped(after, width, "") if context else ():
        yield _paint(line, style)


def _draft(view: View, width: int, why: bool) -> Iterator[str]:
    """Yield the fields of a draft; `?` marks those that rules guessed. why: how they were found."""
    draft, fact = view.draft, view.draft.fact
    kind = f"{fact['kind']}{_guess(draft, 'kind')}"
    date = f"{fact['date'] or 'no date'}{_guess(draft, 'date')}"
    kinds = " · ".join((draft.id, kind, fact["status"], date))
    yield from _wrapped(kinds + (f" · {draft.state}" if draft.state != "open" else ""), width, "  ")
    yield from _field("text", fact["text"] or "(none yet: press t)", width, _guess(draft, "text"))
    for name in ("said_by", "said_to", "actors", "about", "places", "topics"):
        if fact[name]:
            names = "; ".join(view.names.get(i, f"{i} (new)") for i in fact[name])
            yield from _field(name.replace("_", " "), names, width, _guess(draft, name))
    if fact["quantity"] is not None:
        yield from _field("number", _number(fact["quantity"]), width, _guess(draft, "quantity"))
    if fact["stance"] is not None:
        yield from _field("stance", _stance(fact["stance"], view.names), width)
    if fact["phrases"]:
        yield from _field("phrases", "; ".join(fact["phrases"]), width)
    for reason in draft.why if why else ():
        yield from _field("because", reason, width)


def _number(quantity: Mapping[str, Any]) -> str:
    """Return a number in words, with a note in place of what is not given yet."""
    about = f"{quantity['qualifier']} " if quantity.get("qualifier") else ""
    value = "(no value)" if quantity.get("value") is None else f"{quantity['value']:,}"
    unit, measure = quantity.get("unit") or "(no unit)", quantity.get("measure") or "no measure"
    return f"{about}{value} {unit} ({measure})"


def _stance(stance: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return a stance in words, with a note in place of what is not given yet."""
    holder, on = stance.get("holder"), stance.get("on")
    who = names.get(holder, holder) if holder else "(no holder)"
    return f"{who} {stance.get('position') or '(no position)'} {on or '(no topic)'}"


def _guess(draft: Draft, name: str) -> str:
    return "?" if name in draft.guessed else ""


def _field(label: str, text: str, width: int, mark: str = "") -> list[str]:
    return _wrapped(f"{label + mark:10} {text}", width, " " * 11)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """Return a text as lines, with invisible and control characters made visible."""
    shown = visible(" ".join(text.split("\n")))
    return wrap(shown, width, subsequent_indent=indent, break_on_hyphens=False)
