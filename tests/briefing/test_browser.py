# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: nothing to complain of by the rules of axe, nothing loaded, nothing cut off, fit for paper.

Needs Chromium. Where there is none these tests are skipped, but never where CI is set: .ci/run installs it.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from assess.test_study import canal
from briefing.pages import page_of
from briefing.papers import hostile
from briefing.pictures.test_study import three
from pourparler.assess.study import study
from pourparler.briefing.book import book, memo
from pourparler.briefing.compose import compose, document_of
from pourparler.briefing.html import page
from pourparler.briefs import find
from pourparler.desk import run_errand

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# fmt: off
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
# fmt: on
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium (apt-get install chromium); CI has it"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "CI has to have Chromium: .ci/run installs it"
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "brief.html"
    out.write_text(page(compose(run_errand("essays/singh2018", worlds=200))), "utf-8")
    return out


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the pages of two tables alone: one of two parties, one of three with names that would act if they were markup."""
    out = tmp_path_factory.mktemp("tables")
    for name, table in (("two", canal()), ("three", three())):
        (out / name).write_text(page(document_of(study(table, against=study(table)))), "utf-8")
    return [(out / name).rename(out / f"{name}.html") for name in ("two", "three")]


class Visit:
    """A page opened in the browser, with all that it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path, width: int = 1100, scheme: str = "light", scripts: bool = True) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(file.as_uri())

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_no_violation_by_the_rules_of_axe(browser: Browser, file: Path, look: str) -> None:
    visit = Visit(browser, file, scheme=look)
    if look == "print":
        visit.page.emulate_media(media="print")
    visit.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(visit.page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert visit.asked == [file.as_uri()]
    assert visit.said == []


#: Every line of text in a picture that reaches beyond what its frame shows.
CUT = """() => [...document.querySelectorAll('.plot')].flatMap(plot => {
  const frame = plot.getBoundingClientRect(), lines = [...plot.querySelectorAll('text')];
  return lines.filter(line => {
    const box = line.getBoundingClientRect();
    return getComputedStyle(line.ownerSVGElement).overflow != 'visible' || box.left < frame.left || box.right > frame.right;
  }).map(line => line.textContent);
})"""


#: Every day in a table that stands on two lines.
BROKEN = r"""() => [...document.querySelectorAll('th, td')].flatMap(cell => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) for (const day of texts.currentNode.data.matchAll(/\d{4}-\d{2}-\d{2}/g)) {
    const range = document.createRange();
    range.setStart(texts.currentNode, day.index);
    range.setEnd(texts.currentNode, day.index + day[0].length);
    found.push([day[0], new Set([...range.getClientRects()].map(box => Math.round(box.top))).size]);
  }
  return found;
})"""


def test_no_day_in_a_table_is_broken_at_its_hyphens(browser: Browser, file: Path) -> None:
    for width in (390, 1100):
        page = Visit(browser, file, width=width).page
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        days = page.evaluate(BROKEN)
        assert len(days) > 10 and [day for day, lines in days if lines != 1] == []


def test_in_print_the_brief_begins_on_the_first_page(browser: Browser, file: Path) -> None:
    printed = pypdfium2.PdfDocument(Visit(browser, file).page.pdf(format="A4", prefer_css_page_size=True))
    first = printed[0].get_textpage().get_text_range()
    assert "In brief" in first and "Value of each action" in first


def test_no_text_of_a_picture_is_cut_where_letters_are_wider_than_ours(browser: Browser, file: Path) -> None:
    visit = Visit(browser, file)
    assert visit.page.evaluate("document.querySelectorAll('.plot text').length") > 100
    visit.page.evaluate(
        "document.querySelectorAll('svg').forEach(each => each.style.fontFamily = 'DejaVu Sans, Verdana, sans-serif')"
    )
    assert visit.page.evaluate(CUT) == []


#: Every name in a legend, which stands above its picture, that comes closer than four pixels to the next sign.
TOUCHING = """() => [...document.querySelectorAll('.plot svg')].flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width, lines = [...svg.querySelectorAll('text')];
  const boxes = list => list.map(each => [each, each.getBoundingClientRect()]);
  const signs = boxes([...svg.querySelectorAll('path')]).filter(([, b]) => b.width <= 32 * scale && b.height <= 18 * scale);
  const top = Math.min(...lines.map(line => line.getBoundingClientRect().top));
  const names = boxes(lines.filter(each => /[a-z]{2}/.test(each.textContent))).filter(([, a]) => a.top <= top + 48 * scale);
  return names.flatMap(([line, a]) => signs.filter(
    ([, b]) => b.left > a.left + 16 * scale && b.left < a.right + 4 * scale && b.top < a.bottom - 4 * scale && b.bottom > a.top
  ).map(() => line.textContent));
})"""


def test_names_in_a_legend_stay_apart_where_letters_are_wider_than_ours(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "book.html"
    found = find("essays/singh2018", worlds=50)
    out.write_text(page(book(found.assessment, found.numbers)), "utf-8")
    for width in (390, 1100):
        visit = Visit(browser, out, width=width)
        visit.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        visit.page.evaluate("document.querySelectorAll('svg').forEach(each => each.style.fontFamily = 'DejaVu Sans, Verdana')")
        assert visit.page.evaluate(TOUCHING) == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_book_and_its_page_one_alone_are_as_good(browser: Browser, tmp_path: Path, look: str) -> None:
    found = find("essays/singh2018", worlds=50)
    for name, document in (("book", book(found.assessment, found.numbers)), ("memo", memo(found.assessment))):
        out = tmp_path / f"{name}.html"
        out.write_text(page(document), "utf-8")
        visit = Visit(browser, out, scheme=look)
        visit.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        result = Axe().run(visit.page, options={"resultTypes": ["violations"]})
        assert result.violations_count == 0, result.generate_report()
        assert visit.asked == [out.as_uri()] and visit.said == []


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_the_page_of_a_table_is_as_good(browser: Browser, tables: list[Path], look: str) -> None:
    for file in tables:
        visit = Visit(browser, file, width=400, scheme=look)
        if look == "print":
            visit.page.emulate_media(media="print")
        found = Axe().run(visit.page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        assert visit.asked == [file.as_uri()] and visit.said == []
        assert look == "print" or visit.page.evaluate("document.documentElement.scrollWidth") == 400


def test_axe_would_see_what_is_wrong(browser: Browser, file: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.html"
    text = re.sub(r'<title id="figure[^>]*>.*?</title>', "", file.read_text("utf-8").replace('<html lang="en">', "<html>"))
    spoilt.write_text(text.replace('role="img" aria-labelledby=', 'role="img" data-was='), "utf-8")
    found = Axe().run(Visit(browser, spoilt).page)
    assert {violation["id"] for violation in found.response["violations"]} >= {"html-has-lang", "svg-img-alt"}


@pytest.mark.parametrize("width", [320, 400, 1100])
def test_nothing_is_wider_than_the_page(browser: Browser, file: Path, width: int) -> None:
    visit = Visit(browser, file, width)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_no_table_is_wider_than_the_paper(browser: Browser, file: Path) -> None:
    """A4 less its margins is 178 mm, 673 pixels: what is wider is cut off, since paper does not scroll."""
    visit = Visit(browser, file, width=673)
    visit.page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > 674).map(t => t.innerText)"
    assert visit.page.evaluate(wide) == []


def test_the_colours_of_pictures_follow_the_scheme(browser: Browser, file: Path) -> None:
    script = "getComputedStyle(document.querySelector('svg [stroke=\"#0a5aa6\"]')).stroke"
    light, dark = (Visit(browser, file, scheme=scheme).page.evaluate(script) for scheme in ("light", "dark"))
    assert light == "rgb(10, 90, 166)" and dark == "rgb(125, 185, 245)"


def test_it_is_whole_without_scripts_and_folded_tables_are_printed(browser: Browser, file: Path) -> None:
    visit = Visit(browser, file, scripts=False)
    visit.page.emulate_media(media="print")
    assert visit.page.locator("details table").first.is_visible()
    assert not visit.page.locator("nav").is_visible()
    assert visit.page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"


def test_hostile_text_in_a_book_runs_nothing_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "book.html"
    out.write_text(page(book(hostile(), (("a.<script>alert(1)</script>", "1"),))), "utf-8")
    visit = Visit(browser, out)
    assert visit.page.locator("script, img, iframe, object, form, input, a[href^='http'], a[href^='javascript']").count() == 0
    assert visit.asked == [out.as_uri()] and visit.said == []


def test_hostile_text_runs_nothing_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.html"
    payload = '"><script>alert({n})</script><img src="http://127.0.0.1:9/{n}" onerror=alert({n})></svg><style>*{{}}</style>'
    hostile.write_text(page_of(lambda number: payload.format(n=number)), "utf-8")
    visit = Visit(browser, hostile)
    assert visit.page.locator("h1").count() == 1
    assert visit.page.locator("script, img").count() == 0
    assert visit.asked == [hostile.as_uri()] and visit.said == []
