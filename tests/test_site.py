# SPDX-License-Identifier: Apache-2.0
"""The documentation site: built without a warning, every link leads somewhere, nothing asked of a network, readable by all."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = sorted(str(page.relative_to(ROOT / "docs").with_suffix("")) for page in (ROOT / "docs").rglob("*.md"))
#: Pages of every kind: the front page, printed output, formulas, the widest tables, pictures, the bibliography.
SAMPLE = ["index", "how-to/ask-what-if", "explanation/positions", "reference/case-file", "explanation/workbench", "search"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
#: What of a page is wider than the window, but for what scrolls by itself.
CUT_OFF = """[...document.querySelectorAll('article, article *')]
    .filter(one => !one.closest('pre, .table-wrapper') && one.getBoundingClientRect().right > window.innerWidth)
    .map(one => one.outerHTML.slice(0, 80))"""
in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium; CI has it"),
]


def build(source: Path, out: Path) -> str:
    """Build a site and return what the builder complains of."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "--keep-going",
        "--fail-on-warning",
        "-d",
        f"{out}-trees",
        str(source),
        str(out),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    assert done.returncode == 0 or done.stderr, done
    return done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, built once for all processes of this run of the tests."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with (base / "site-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / "site").exists():
            said = build(ROOT / "docs", base / "site-new")
            assert said == ""
            (base / "site-new").rename(base / "site")
    return base / "site"


def test_a_page_that_leads_nowhere_or_is_not_listed_does_not_pass(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "site").mkdir(parents=True)
    for each in ("conf.py", "citations.py"):
        shutil.copy(ROOT / "docs" / each, docs)
    (docs / "reference").mkdir()
    shutil.copy(ROOT / "docs/reference/sources.yaml", docs / "reference")
    shutil.copytree(ROOT / "src/pourparler", tmp_path / "src/pourparler", ignore=lambda *_: {"assess", "catalog"})
    (docs / "index.md").write_text("# A\n\n## B\n\n- [c](c.md)\n\n[x](c.md#nowhere) [y](none.md)\n", "utf-8")
    (docs / "c.md").write_text("# C\n\nText.\n", "utf-8")
    (docs / "d.md").write_text("# D\n\nText.\n", "utf-8")
    said = build(docs, tmp_path / "site")
    assert "'nowhere'" in said and "'none.md'" in said
    assert "d.md: WARNING: document isn't included in any toctree" in said
    assert said.count("WARNING") == 3, said


class Read(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.places |= {found[key] for key in ("id", "name") if key in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif "href" in found or "src" in found:
            self.loads.append(found.get("href") or found["src"])


def test_every_link_leads_somewhere_and_all_that_is_loaded_lies_in_the_site(site: Path) -> None:
    pages = {page: Read(page) for page in site.rglob("*.html")}
    assert {str(page.relative_to(site).with_suffix("")) for page in pages} >= set(PAGES)
    for page, read in pages.items():
        for target in (*read.links, *read.loads):
            if target.startswith(("https://", "mailto:")) and target in read.links:
                continue
            path, _, place = target.partition("#")
            there = (page.parent / path.partition("?")[0]).resolve() if path else page
            assert there.is_file() and there.is_relative_to(site), f"{page}: {target}"
            if place and there in pages:
                assert place in pages[there].places, f"{page}: {target}"
    for sheet in site.rglob("*.css"):
        loaded = re.findall(r"url\(['\"]?([^)'\"]+)|@import ['\"]([^'\"]+)", sheet.read_text("utf-8"))
        for target in (one or other for one, other in loaded):
            assert target.startswith(("data:", "#")) or (sheet.parent / target.partition("?")[0]).is_file(), (
                f"{sheet}: {target}"
            )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "CI has to have Chromium: .ci/run installs it"
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Visitor:
    """Somebody who reads the site from a disk: every request beyond it is refused and kept, as is every complaint."""

    def __init__(self, browser: Browser, site: Path, width: int = 1200, scheme: str = "light") -> None:
        self.refused: list[str] = []
        self.said: list[str] = []
        self.site = site
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
        )
        self.context.route(lambda address: not address.startswith(("file:", "data:")), self._refuse)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _refuse(self, route: Route) -> None:
        self.refused.append(route.request.url)
        route.abort()

    def open(self, page: str, asked: str = "") -> Page:
        self.page.goto((self.site / f"{page}.html").as_uri() + asked)
        return self.page


class TestInABrowser:
    pytestmark = in_a_browser

    def test_no_page_asks_the_network_complains_or_is_wider_than_a_phone(self, browser: Browser, site: Path) -> None:
        visitor = Visitor(browser, site, width=390)
        wide = {page: found for page in PAGES if (found := visitor.open(page).evaluate(CUT_OFF))}
        assert (wide, visitor.refused, visitor.said) == ({}, [], [])

    def test_it_is_searched_without_a_network(self, browser: Browser, site: Path) -> None:
        visitor = Visitor(browser, site)
        page = visitor.open("search", "?q=leximin")
        page.wait_for_selector("#search-results li a")
        found = page.eval_on_selector_all("#search-results li a", "all => all.map(one => one.getAttribute('href'))")
        assert any("explanation/frontier.html" in address for address in found)
        assert (visitor.refused, visitor.said) == ([], [])

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_no_violation_by_the_rules_of_axe(self, browser: Browser, site: Path, scheme: str) -> None:
        for name in SAMPLE:
            visitor = Visitor(browser, site, scheme=scheme)
            found = Axe().run(visitor.open(name), options={"resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"
            visitor.context.close()
