"""`python -m mss_cli`, and what the installed `mss` command calls."""

import sys

from mss_cli.cli import main

if __name__ == "__main__":
    sys.exit(main())
