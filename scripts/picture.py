"""Take the picture of a report for the README: `make picture`, with Chromium or Chrome.

It is not compared with the committed one: fonts differ from system to system.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "report.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> int:
    """Write the picture; return the exit status."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"no browser: none of {', '.join(BROWSERS)} is on the path", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as directory:
        page = Path(directory) / "report.html"
        subprocess.run(
            [sys.executable, "-m", "mss_cli", "report", "-q", "-o", str(page)], cwd=ROOT, check=True
        )
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            window = opened.new_page(viewport={"width": 1120, "height": 760}, color_scheme="light")
            window.goto(page.as_uri())
            window.screenshot(path=str(PICTURE))
            opened.close()
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
