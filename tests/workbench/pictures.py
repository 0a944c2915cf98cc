# SPDX-License-Identifier: Apache-2.0
"""Makes the pictures of the workbench that the documentation shows: a real browser looks at a real server.

python3 run.py python tests/workbench/pictures.py
"""

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
#: What is pictured: the name of the picture, and the page of the case.
PAGES = {"front": "", "intentions": "/intentions", "plan": "/plan", "history": "/history"}
WIDTH, HEIGHT = 1200, 760
PATIENCE = 180_000


def main() -> None:
    """Serve the case of the essay, look at its pages, and keep the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pourparler", "serve", "essays/singh2018", "--no-open", "--db", f"{folder}/archive.db"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            link = server.stdout.readline().strip()
            try:
                with sync_playwright() as tool:
                    browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                    page.set_default_timeout(PATIENCE)
                    look(page, link)
                    browser.close()
            finally:
                server.send_signal(signal.SIGINT)


def look(page: Page, link: str) -> None:
    """Enter, give an estimate, change a number, and picture the pages."""
    origin = link.partition("/enter")[0]
    page.goto(link)
    place = page.url.removeprefix(origin)
    page.goto(f"{origin}/start")
    page.screenshot(path=FOLDER / "workbench-start.png")
    page.goto(origin + place)
    page.screenshot(path=FOLDER / "workbench-estimate.png")
    page.check("input[value=fix_conditionally]")
    page.get_by_role("button", name="Keep my estimate").click()
    page.wait_for_selector("#found .verdict")
    page.goto(f"{origin}{place}/intentions?edit=questions|motive|hypotheses|settle#fields")
    page.locator(".editing input[name=value]").fill("20..45%")
    page.locator(".told .right").wait_for()
    page.locator(".preview .moves").first.wait_for()
    page.evaluate("document.getElementById('fields').scrollIntoView()")
    page.screenshot(path=FOLDER / "workbench-field.png")
    page.locator(".editing input[name=reason]").fill("after the working-level talk")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".editing", state="detached")
    for name, path in PAGES.items():
        page.goto(origin + place + path)
        page.wait_for_selector("#found .stale, #progress", state="detached")
        page.screenshot(path=FOLDER / f"workbench-{name}.png")


if __name__ == "__main__":
    main()
