"""mss edit: open one fact of a store in an editor."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from mss_cli.cli.options import argument, option
from mss_cli.cli.session import Session
from mss_cli.errors import MssError, UsageError


class Arguments(NamedTuple):
    """Which fact to edit, and where the new text comes from."""

    id: Annotated[str, argument("The id of the fact.", "ID", "fact")]
    answers: Annotated[
        str | None,
        option(
            "--answers",
            help="Take the edited fact (TOML) from this file instead of an editor.",
            metavar="FILE",
            is_path=True,
        ),
    ] = None
    print: Annotated[
        bool, option("--print", help="Print the fact as TOML, and change nothing.")
    ] = False


def run(session: Session, arguments: Arguments) -> int:
    """Open a fact in your editor as TOML, check it, and write it to the store.

    VISUAL or EDITOR names the editor. If the fact is not valid, mss tells you why and lets you
    edit it again. mss writes the change only if the whole store stays valid; 'mss undo'
    takes it back.

    Example: mss edit ruto-visits-haiti-2024-09 --store my-store
    """
    from mss_cli.drafting.editing import as_toml, changed, found
    from mss_cli.stores.writing import Writer, refuse_bundled

    directory = refuse_bundled(session.store_directory, "edit")
    with Writer(directory) as writer:
        before = found(writer.parts["facts"], arguments.id)
        text = as_toml(before)
        if arguments.print:
            session.write(lambda: iter([text]))
            return 0
        after = _edited(session, arguments.answers, text, before, writer)
        fields = changed(before, after) if after is not None else []
        if after is None or not fields:
            session.say(["nothing was changed"])
            return 0
        told = f"{', '.join(fields)} of {arguments.id}"
        facts = [after if fact is before else fact for fact in writer.parts["facts"]]
        writer.commit({"facts": facts}, {}, f"the edit of {told}")
        session.say([f"changed {told}"])
    return 0


def _edited(
    session: Session, answers: str | None, text: str, before: Mapping[str, Any], writer: Any
) -> dict[str, Any] | None:
    """Return the fact as edited and checked, or None if the user gives up."""
    from mss_cli.cli.answers import editor, read_answer
    from mss_cli.drafting.editing import checked

    if answers is not None:
        return checked(read_answer(answers), before, writer.parts, writer.directory)
    while True:
        text = editor(text, ".toml")
        try:
            return checked(text, before, writer.parts, writer.directory)
        except MssError as error:
            session.say([f"mss: {error}"])
            if not _again():
                raise UsageError("the fact was not changed") from None


def _again(ask: Callable[[str], str] = input) -> bool:
    """Return True if the user wants to go on editing."""
    try:
        return ask("Edit it again? [Y/n] ").strip().lower() not in ("n", "no")
    except EOFError:
        return False
