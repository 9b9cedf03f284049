"""How tests start the program as a process of its own."""

import os
import sys

MSS = [sys.executable, "-m", "mss_cli"]


def environment(**more: str) -> dict[str, str]:
    """Return an environment without what would change how the program or Python behaves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSS_", "PYTHON", "LC_"))}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        kept.pop(name, None)
    return {**kept, **more}
