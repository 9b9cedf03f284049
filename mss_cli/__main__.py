"""`python -m mss_cli`, and what the installed `mss` command calls."""

import gc
import sys


def main() -> int:
    """Run the program; an interrupt while it is still being loaded is one, too."""
    gc.disable()  # a run is short: looking for garbage costs more than it would free
    try:
        from mss_cli.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
