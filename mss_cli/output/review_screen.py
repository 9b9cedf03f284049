"""The screen of `mss review`: the passage in its context above, the draft below, the keys last."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from mss_cli.drafting.draft import Draft
from mss_cli.drafting.reviewing import View
from mss_cli.text import visible

CONTEXT = 240  # characters of the text before and after a passage
_BOLD, _DIM, _WARN, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"
KEYS = (
    "[a]ccept  [t]ext  [e]dit  [1-3] same as  [r]elate  [x] reject  [s]plit",
    "[b]oilerplate  [c]ommentary  ca[p]tion  [n]ext  bac[k]  [u]ndo  [q]uit and keep  [?]",
)


def screen(view: View, width: int, styled: bool) -> str:
    """Return the screen as text of at most a width. styled: True to use escape sequences."""
    paint = _paint if styled else _plain
    lines = [
        *(paint(line, _BOLD) for line in _wrapped(view.progress, width, "")),
        *(paint(line, _DIM) for line in _wrapped(view.source, width, "")),
        *(paint(line, _BOLD) for line in _wrapped(view.finished, width, "")),
        "",
        *_passage(view, width, styled),
        "",
        "─" * width if styled else "-" * width,
        *_draft(view, width),
    ]
    for label, texts, style in (
        ("missing", view.warnings, _WARN),
        ("disagrees", view.disagreements, _WARN),
        ("relation", view.relations, ""),
        ("shared", view.shared, _WARN),
        ("note", view.notes, _WARN),
    ):
        for text in texts:
            lines += [paint(line, style) for line in _field(label, text, width)]
    if view.candidates:
        lines += ["", "Already in the store?"]
        for number, each in enumerate(view.candidates, 1):
            lines += _wrapped(f"{number}  {each.fact}: {each.text}", width, "   ")
            lines += [paint(line, _DIM) for line in _wrapped(f"   {each.reasons}", width, "   ")]
    lines += ["", *(paint(line, _DIM) for key in KEYS for line in _wrapped(key, width, ""))]
    return "\n".join(lines) + "\n"


def _paint(text: str, style: str) -> str:
    return f"{style}{text}{_OFF}" if style and text else text


def _plain(text: str, _: str) -> str:
    return text


def _passage(view: View, width: int, styled: bool) -> Iterator[str]:
    """Yield the passage in its context; without styles it stands between ⟦ and ⟧."""
    before = view.before if len(view.before) <= CONTEXT else f"…{view.before[-CONTEXT:]}"
    after = view.after if len(view.after) <= CONTEXT else f"{view.after[:CONTEXT]}…"
    style = _DIM if styled else ""
    for line in _wrapped(before, width, ""):
        yield _paint(line, style)
    passage = view.draft.quote if styled else f"⟦{view.draft.quote}⟧"
    for line in _wrapped(passage, width, ""):
        yield _paint(line, _BOLD if styled else "")
    for line in _wrapped(after, width, ""):
        yield _paint(line, style)


def _draft(view: View, width: int) -> Iterator[str]:
    """Yield the fields of a draft; `?` marks those that rules guessed."""
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
    for reason in draft.why:
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
    return wrap(shown, width, subsequent_indent=indent, drop_whitespace=True) or []
