"""`python -m mss_cli`, and what the installed `mss` command calls."""

import gc
import os
import sys


def main() -> int:
    """Run the program; an interrupt while it is still being loaded is one, too."""
    gc.disable()  # a run is short: looking for garbage costs more than it would free
    try:
        from mss_cli.cli import main as run

        code = run()
    except KeyboardInterrupt:
        code = 130
    _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process where it stands: to take its memory apart first is a tenth of its time.

    What was printed is written first; if it cannot be, the way out is the usual one.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
