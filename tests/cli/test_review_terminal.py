"""The keys of `mss review` on a terminal."""

import os
from pathlib import Path

import pytest
from conftest import Call
from support.terminal import Terminal

ARTICLE = """\
Bridge closed

HALVEN, March 7, 2025 - The city closed the old bridge on Thursday, as inspectors had found a crack.

Mayor Lucia Brandl told reporters that the repair would cost 40 crowns. She thanked the engineers.
"""


class Keyboard:
    """A review on a terminal of 80 columns and 24 rows."""

    def __init__(self, directory: Path) -> None:
        self.terminal = Terminal(directory, "review", LINES="24")
        self.screen = self._read("> ")

    def _read(self, ending: str) -> str:
        """Return what the terminal shows, up to an ending at which it waits for a key."""
        shown = b""
        while not shown.endswith(ending.encode()):
            shown += os.read(self.terminal.side, 10_000)
        return shown.decode().replace("\r\n", "\n")

    def press(self, keys: str, ending: str = "> ") -> str:
        """Press keys; return what the terminal shows then."""
        os.write(self.terminal.side, keys.encode())
        return self._read(ending)

    def quit(self) -> tuple[int, str, str]:
        """Quit; return the exit status, the rest of the screen, and standard error."""
        os.write(self.terminal.side, b"q")
        return self.terminal.end()


@pytest.fixture
def keyboard(mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    assert mss("new", "store").code == 0
    assert mss("add", "bridge.txt", "--store", "store").code == 0
    return Keyboard(tmp_path)


def test_enter_closes_the_help_and_stays_on_the_draft(keyboard: Keyboard) -> None:
    assert "Draft 1 of 7" in keyboard.screen
    shown = keyboard.press("?")
    assert "?                 this help; Enter closes it\n" in shown
    assert "Draft 1 of 7" in keyboard.press("\n")
    assert "Draft 2 of 7" in keyboard.press("\n")
    for _ in range(5):
        keyboard.press("n")
    assert keyboard.press("n").endswith("\nthis is the last draft\n> ")
    code, _, said = keyboard.quit()
    assert (code, said) == (
        0,
        "nothing was changed; 7 drafts left; 4 sentences have no fact or label yet\n",
    )


def test_line_of_text_is_filled_and_says_how_to_clear_it(keyboard: Keyboard) -> None:
    keyboard.press("n")
    shown = keyboard.press("t", "found a crack.")
    assert "> t  (Ctrl-U clears the line)\n" in shown
    assert "Draft 2 of 7" in shown
    assert len(shown.partition("Draft 2 of 7")[2].splitlines()) < 24
    shown = keyboard.press("\x15The bridge was shut.\n", "changed\r\n> ")
    assert "text       The bridge was shut.\n" in shown
    assert keyboard.quit()[0] == 0
