"""`python -m mss_cli`, and what the installed `mss` command calls."""

import sys


def main() -> int:
    """Run the program; an interrupt while it is still being loaded is one, too."""
    try:
        from mss_cli.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
