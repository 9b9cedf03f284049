"""Run the program on a terminal."""

import fcntl
import os
import struct
import subprocess
import termios
from pathlib import Path

from conftest import ROOT
from support.process import MSS, environment


class Terminal:
    """A run of the program on a pseudo-terminal of 80 columns and 10 rows.

    directory: its `store` is read.
    """

    def __init__(self, directory: Path, *args: str, **env: str) -> None:
        self.side, child_side = os.openpty()
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 80, 0, 0))
        kept = environment(MSS_STORE=str(directory / "store"), TERM="xterm", NO_COLOR="1")
        for name in ("PAGER", "LESS", "LV", "LINES"):
            kept.pop(name, None)
        self.process = subprocess.Popen(
            [*MSS, *args],
            stdin=child_side,
            stdout=child_side,
            stderr=subprocess.PIPE,
            env={**kept, **env},
            cwd=ROOT,
            process_group=0,
        )
        os.close(child_side)

    def read(self, until: str = "") -> str:
        """Return what the terminal shows, up to a text or to the end."""
        shown = b""
        while not (until and until.encode() in shown):
            try:
                more = os.read(self.side, 10_000)
            except OSError:  # Linux: the other side is closed
                break
            if not more:
                break
            shown += more
        return shown.decode().replace("\r\n", "\n")

    def end(self) -> tuple[int, str, str]:
        """Return the exit status, the rest of the screen, and standard error."""
        shown = self.read()
        assert self.process.stderr is not None
        with self.process, self.process.stderr as stderr:
            said = stderr.read().decode()
        os.close(self.side)
        return self.process.returncode, shown, said
