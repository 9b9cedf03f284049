"""`python -m mss_cli`, and what the installed `mss` command calls."""

import gc
import os
import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the program; an interrupt while it is still being loaded is one, too."""
    gc.disable()  # a run is short: looking for garbage costs more than it would free
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it is not ignored
            signal.signal(signal.SIGINT, _interrupt)
        from mss_cli.cli import main as run

        code = run()
        _leave(code)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    return code


def _interrupt(*_: object) -> None:
    """Interrupt the program; whoever does so again while it ends does not wait for that."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    raise KeyboardInterrupt


def _leave(code: int) -> None:
    """End the process where it stands: to take its memory apart first is a tenth of its time.

    What was printed is written first, but for what an interrupt cut short: a reader that
    does not read may have been the reason. If it cannot be, the way out is the usual one.
    """
    if code == INTERRUPTED:
        os._exit(code)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
