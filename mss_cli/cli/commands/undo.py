"""mss undo: take back the last change of a store."""

from mss_cli.cli.session import Session


def run(session: Session) -> int:
    """Take back the last change that mss made to a store: an 'add', 'review' or 'edit'.

    Repeat it to go further back, up to 50 changes. A change that you undo is gone.

    Example: mss undo --store my-store
    """
    from mss_cli.stores.writing import Writer, refuse_bundled

    with Writer(refuse_bundled(session.store_directory, "undo")) as writer:
        session.say([f"undid {writer.undo()}"])
    return 0
