"""mss review: decide on drafted facts, one by one."""

import sys
from typing import Annotated, Any, NamedTuple

from mss_cli.cli.options import argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import MssError, UsageError


class Arguments(NamedTuple):
    """Which source to review, and where the answers come from."""

    source: Annotated[
        str | None,
        argument("The source to review; without it, the first with drafts.", "SOURCE", "source"),
    ] = None
    answers: Annotated[
        str | None,
        option(
            "--answers",
            help="Read the answers from this file instead of the keyboard, one a line.",
            metavar="FILE",
            is_path=True,
        ),
    ] = None


def run(session: Session, arguments: Arguments) -> int:
    """Decide on the drafts of a source, one by one: accept, edit, join, label or reject.

    Every decision is saved at once, so a crash loses none. When you quit, mss writes them to the
    store as one change, which 'mss undo' takes back. In a pipe, or with --answers, each line is an
    answer: 'a', 't The new text', 'x', 'q'.

    Example: mss review --store my-store
    """
    from mss_cli.cli.answers import answers, editor
    from mss_cli.drafting.reviewing import Reviews
    from mss_cli.stores.writing import Writer, refuse_bundled

    directory = refuse_bundled(session.store_directory, "review")
    with Writer(directory) as writer:
        reviews = Reviews(writer)
        session.say(reviews.recovered())
        review = reviews.open(arguments.source)
        if review is None:
            session.say([reviews.nothing()])
            return 0
        desk = _Desk(session, reviews, review, editor)
        with answers(arguments.answers) as typed:
            try:
                desk.work(typed)
            except KeyboardInterrupt:
                session.say(["", "stopped; the decisions are saved, and 'mss review' goes on"])
                raise
        session.say(reviews.commit(review))
    return 0


class _Desk:
    """One sitting: shows the screen, reads an answer, acts on it."""

    def __init__(self, session: Session, reviews: Any, review: Any, editor: Any) -> None:
        self._session = session
        self._reviews = reviews
        self._review = review
        self._editor = editor
        self._help = False

    def work(self, typed: Any) -> None:
        """Take answers until the user quits or there are no more. `done` ends no sitting."""
        message = ""
        while True:
            self._show(message, typed.whole_screen)
            answer = typed.next(self._typing)
            if answer is None or answer.strip() == "q":
                return
            message = self._answered(answer.strip())
            if typed.strict and message.startswith("! "):
                raise UsageError(message[2:], where=f"answer {typed.number}, {answer.strip()!r}")

    def _answered(self, answer: str) -> str:
        """Act on an answer; return the message. Enter alone closes the help."""
        if answer == "?":
            self._help = True
            return ""
        closes, self._help = self._help and answer == "", False
        if closes:
            return ""
        try:
            return self._act(answer)
        except MssError as error:
            return f"! {error}"

    def _show(self, message: str, whole_screen: bool, typed: int = 0) -> None:
        """Write the screen. typed: the lines that an answer will take below it."""
        from mss_cli.output.review_screen import help_screen, screen

        style, view = self._session.style, self._reviews.view(self._review)
        height = max(1, self._session.height - 1 - typed) if whole_screen else 0
        if self._help:
            text = help_screen(view, style.width, style.styled)
        else:
            text = screen(view, style.width, style.styled, message, height)
        clear = "\x1b[2J\x1b[H" if whole_screen and style.styled else ""
        sys.stdout.write(f"{clear}{text}")
        sys.stdout.flush()

    def _typing(self, key: str) -> str:
        """Make room for an answer that needs a line; return what stands in that line."""
        fact: dict[str, Any] = self._review.current.fact
        filled = {"t": str(fact["text"]), "d": fact["date"] or ""}.get(key, "")
        self._help = False
        self._show("", True, 2 + len(filled) // self._session.style.width)
        return filled

    def _act(self, answer: str) -> str:
        key, _, rest = answer.partition(" ")
        review, rest = self._review, rest.strip()
        if key in ("", "n", "k"):
            return _moved(review, -1 if key == "k" else 1)
        if key == "a":
            return f"accepted as {review.accept()}"
        if key in ("1", "2", "3"):
            return f"added the passage to {self._reviews.join(review, int(key))}"
        if key == "x":
            return str(self._reviews.reject(review))
        if key in ("b", "c", "p"):
            review.label({"b": "boilerplate", "c": "commentary", "p": "caption"}[key])
            return "labelled"
        if key == "u":
            return f"undone: {review.undo()}"
        if key == "=":
            return f"the same as {self._reviews.same_entity(review)}"
        if key == "+":
            return f"{self._reviews.another_entity(review)} is another"
        if key == "s":
            review.split()
            return "draft copied; the copy follows this one"
        return self._change(key, rest)

    def _change(self, key: str, rest: str) -> str:
        """Change the draft without deciding on it."""
        review, reviews = self._review, self._reviews
        if key in ("t", "d"):
            return str(reviews.set(review, {"t": "text", "d": "date"}[key], rest))
        if key == "f":
            field, _, value = rest.partition(" ")
            return str(reviews.set(review, field, value.strip()))
        if key == "e":
            return str(reviews.edit(review, self._editor))
        if key == "r":
            kind, target, note = (*rest.split(" ", 2), "", "", "")[:3]
            reviews.relate(review, kind, target, note)
            return "changed"
        raise UsageError(f"no key {key[:20]!r}", expected="? lists the keys")


def _moved(review: Any, step: int) -> str:
    """Go to the next draft or back; return a message if there is none."""
    before = review.at
    review.move(step)
    if review.at != before:
        return ""
    return "this is the last draft" if step > 0 else "this is the first draft"
