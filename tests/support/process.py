"""Start the program in a process of its own."""

import os
import sys

MSS = [sys.executable, "-m", "mss_cli"]


def environment(**more: str) -> dict[str, str]:
    """Return an environment without the variables that change the program or Python."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON", "LC_"))}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        kept.pop(name, None)
    return {**kept, **more}
