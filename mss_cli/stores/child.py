"""Starts another Python for part of the work."""

import os
import subprocess
import sys


def start_python(code: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start a Python that runs some code, with pipes for its standard input and output.

    It finds the same modules as this one, and imports nothing from the current directory. What it
    writes to standard error is lost. Raises OSError or ValueError if it cannot be started.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        # -P: a module in the current directory is not imported.
        [sys.executable, "-P", "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
