"""Real interactive shells on a pseudo-terminal: type a line, press Tab, read the result."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from pathlib import Path
from typing import NamedTuple

PATIENCE = 30.0  # seconds until a shell counts as hung
ROWS, COLUMNS = 300, 200  # room for every list, so that no shell asks before listing
TAB, TELL, CLEAR = b"\t", b"\x18\x10", b"\x15"
END = b"\x1b[999m"  # a style that no terminal has, so it shows nothing

# Each shell starts without the user's start-up files and loads our completion as the guide
# says. It lists all candidates at the first Tab. On TELL it writes its line to a pipe and END to
# the terminal, because what it showed before may reach us later than the line.
STARTS = {
    "bash": ["bash", "--noprofile", "--rcfile", "setup", "-i"],
    "zsh": ["zsh", "-d", "-i"],
    "fish": ["fish", "--no-config", "--init-command", "source setup", "-i"],
}
SETUPS = {
    "bash": """
        bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'
        bind 'set page-completions off'; bind 'set bell-style none'
        bind 'set enable-bracketed-paste off'
        told() { printf '%s\\0' "$READLINE_LINE" >told; printf '\\033[999m'; }
        bind -x '"\\C-x\\C-p": told'
        eval "$(mss --show-completion)"
        PS1='ready> '
        """,
    "zsh": """
        unsetopt prompt_sp beep; LISTMAX=0; zle_highlight=(default:none)
        autoload -Uz compinit; compinit -u -D
        told() { printf '%s\\0' "$BUFFER" >told; printf '\\033[999m' }
        zle -N told; bindkey '^X^P' told
        eval "$(mss --show-completion)"
        PS1='ready> '
        """,
    "fish": """
        function told
            printf '%s\\0' (commandline | string collect) >told; printf '\\033[999m'
        end
        bind \\cx\\cp told
        function fish_prompt; echo 'ready> '; end
        function fish_greeting; end
        set fish_autosuggestion_enabled 0
        mss --show-completion | source
        """,
}


class Seen(NamedTuple):
    """The command line after Tab, and everything the shell sent to the terminal."""

    line: str
    screen: str

    @property
    def listed(self) -> list[str]:
        """The words on the screen, without escape sequences."""
        return re.sub(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()=>].?|k)", " ", self.screen).split()


class Shell:
    """One interactive shell in a directory, with `mss` on its path."""

    def __init__(self, name: str, directory: Path, **env: str) -> None:
        self.directory = directory
        (directory / "setup").write_text(SETUPS[name])
        (directory / ".zshrc").write_text("source ./setup")
        os.mkfifo(directory / "told")
        self._told = os.open(directory / "told", os.O_RDWR)
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.chdir(directory)
            os.execvpe(STARTS[name][0], STARTS[name], env)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))
        self._until("ready> ")

    def tab(self, typed: str) -> Seen:
        """Type a line, press Tab, and clear the line again."""
        os.write(self._terminal, typed.encode() + TAB + TELL)
        line, screen = self._answer()
        os.write(self._terminal, CLEAR)
        return Seen(line, screen)

    def run(self, command: str) -> None:
        """Run a command."""
        os.write(self._terminal, command.encode() + b"\r" + TELL)
        self._answer()

    def close(self) -> None:
        """End the shell."""
        os.kill(self._process, 9)
        os.waitpid(self._process, 0)
        os.close(self._terminal)
        os.close(self._told)

    def _until(self, sign: str) -> None:
        end, seen = time.monotonic() + PATIENCE, ""
        while sign not in seen:
            assert time.monotonic() < end, seen
            if select.select([self._terminal], [], [], 1)[0]:
                seen += os.read(self._terminal, 65536).decode("utf-8", "replace")

    def _answer(self) -> tuple[str, str]:
        end, line, screen = time.monotonic() + PATIENCE, b"", b""
        while not (line.endswith(b"\0") and END in screen):
            assert time.monotonic() < end, (line, screen)
            for ready in select.select([self._terminal, self._told], [], [], 1)[0]:
                read = os.read(ready, 65536)
                if ready == self._told:
                    line += read
                else:
                    screen += read
        return line[:-1].decode(), screen.decode("utf-8", "replace")
