"""mss review: decide on drafted facts, one by one."""

import sys
from typing import Annotated, Any, NamedTuple

from mss_cli.cli.options import argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import MssError, UsageError

HELP = """\
a          accept the draft as a fact            t TEXT    rewrite the text
1, 2, 3    same as that fact: add the passage    d DATE    set the date (EDTF, or none)
x          reject the draft                      f FIELD VALUE   set any field; lists with commas
b, c, p    boilerplate, commentary, caption      e         edit all fields in your editor
=, +       the new name is the known one that is near; it is another
s          split: another fact in this passage   r TYPE FACT NOTE   relate it to a fact
n, k       next, back                            u         undo the last decision
q          quit and keep every decision          ?         this help
"""


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

    def work(self, typed: Any) -> None:
        """Take answers until the user quits or there are no more. `done` ends no sitting."""
        message = ""
        while True:
            self._show(message, typed.whole_screen)
            answer = typed.next(self._prefill)
            if answer is None or answer.strip() == "q":
                return
            try:
                message = self._act(answer.strip())
            except MssError as error:
                message = f"! {error}"
            if typed.strict and message.startswith("! "):
                raise UsageError(message[2:], where=f"answer {typed.number}, {answer.strip()!r}")

    def _show(self, message: str, whole_screen: bool) -> None:
        from mss_cli.output.review_screen import screen

        style = self._session.style
        clear = "\x1b[2J\x1b[H" if whole_screen and style.styled else ""
        text = screen(self._reviews.view(self._review), style.width, style.styled)
        sys.stdout.write(f"{clear}{text}{message}\n" if message else f"{clear}{text}")
        sys.stdout.flush()

    def _prefill(self, key: str) -> str:
        """Return what stands in the input line after a key, for the user to change."""
        fact: dict[str, Any] = self._review.current.fact
        return {"t": str(fact["text"]), "d": fact["date"] or ""}.get(key, "")

    def _act(self, answer: str) -> str:
        key, _, rest = answer.partition(" ")
        review, rest = self._review, rest.strip()
        if key in ("", "n", "k"):
            review.move(-1 if key == "k" else 1)
            return ""
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
            return "split: the copy comes next"
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
        if key == "?":
            return HELP
        if key == "r":
            kind, target, note = (*rest.split(" ", 2), "", "", "")[:3]
            reviews.relate(review, kind, target, note)
            return "changed"
        raise UsageError(f"no key {key[:20]!r}", expected="? lists the keys")
