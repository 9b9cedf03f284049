"""Open a page in the browser of the system, with Playwright, and note all that it asks for."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Only what a page asks for may go out. A container has no sandbox and little shared memory.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@contextmanager
def started() -> Iterator[Any]:
    """Start the browser; the test is skipped where there is none."""
    from playwright.sync_api import sync_playwright

    named = os.environ.get("MSS_TEST_BROWSER")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


class Visit:
    """A file in a new window. asked: every address it requested. said: what its console printed."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.address = file.as_uri()
        self.page.goto(self.address)

    def shown(self, selector: str) -> list[str]:
        """Return the ids of the elements that can be seen."""
        elements = self.page.locator(f"{selector}:visible")
        found: list[str] = elements.evaluate_all("found => found.map(each => each.id)")
        return found

    def open_all(self) -> None:
        """Open every part that can be closed."""
        self.page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")

    def close(self) -> None:
        """Close the window. It must have been quiet and asked for nothing but its file."""
        self.context.close()
        assert [url for url in self.asked if re.split("[?#]", url)[0] != self.address] == []
        assert self.said == []
